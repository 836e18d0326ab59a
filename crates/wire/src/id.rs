//! Ids, one type for each kind of thing. Each is a random or hashed byte string that says nothing about a client.

use std::fmt;
use std::str::FromStr;

use minicbor::{Decode, Encode};
use rand_core::Rng;
use sha2::{Digest, Sha256};

/// Text that is not the hexadecimal form of an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a {what}: expected {len} bytes in lower-case hexadecimal")]
pub struct ParseIdError {
    what: &'static str,
    len: usize,
}

macro_rules! byte_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[cbor(with = "minicbor::bytes")] pub [u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// The bytes, [`Self::LEN`] of them.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8] {
                &self.0
            }

            /// The id with these bytes; `None` unless there are exactly [`Self::LEN`].
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&base16ct::lower::encode_string(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({}…)", stringify!($name), base16ct::lower::encode_string(&self.0[..4]))
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                let mut bytes = [0; $len];
                match base16ct::lower::decode(text, &mut bytes) {
                    Ok(read) if read.len() == $len => Ok(Self(bytes)),
                    _ => Err(ParseIdError { what: stringify!($name), len: $len }),
                }
            }
        }
    };
}

byte_id!(
    /// A SHA-256 hash.
    Hash, 32
);
byte_id!(
    /// A workspace: the hash of its first roster record, so nobody can substitute another.
    WorkspaceId, 32
);
byte_id!(
    /// A circle: the hash of its first control record, so nobody can substitute another.
    CircleId, 32
);
byte_id!(
    /// A device: the hash of its public keys.
    DeviceId, 32
);
byte_id!(
    /// A person in a workspace; random. A member has one device or several.
    MemberId, 16
);
byte_id!(
    /// An Automerge document; random, except for a circle's first document (see [`DocId::of_circle`]).
    DocId, 16
);
byte_id!(
    /// The challenge a device signs when it connects to a relay; random, never used twice.
    ConnectionNonce, 32
);

impl Hash {
    /// SHA-256 of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// SHA-256 of the concatenation of `parts`. Each part must be of fixed or self-delimiting length.
    #[must_use]
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }
}

impl MemberId {
    /// A new random id.
    pub fn random(rng: &mut (impl Rng + ?Sized)) -> Self {
        let mut bytes = [0; Self::LEN];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }
}

impl DocId {
    /// A new random id.
    pub fn random(rng: &mut (impl Rng + ?Sized)) -> Self {
        let mut bytes = [0; Self::LEN];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The id of the document that every circle has from its start: the first 16 bytes of the circle's id.
    #[must_use]
    pub fn of_circle(circle: CircleId) -> Self {
        let mut bytes = [0; Self::LEN];
        bytes.copy_from_slice(&circle.0[..Self::LEN]);
        Self(bytes)
    }
}

/// A control chain: the workspace's roster, or the chain of one circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum ChainId {
    /// The roster of the workspace.
    #[n(0)]
    Roster,
    /// The chain of one circle.
    #[n(1)]
    Circle(#[n(0)] CircleId),
}
