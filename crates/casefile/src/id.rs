//! Names of things in a case file, and moments, as types.
//!
//! Ids are random bytes that say nothing about a client; they are made by whoever creates the thing, so that no
//! device ever waits for another.

use crate::schema::EntityKind;
use minicbor::{Decode, Encode};

/// Milliseconds since 1970-01-01 00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Moment(pub u64);

/// Who writes in a document: 16 bytes that name the device, then 16 random ones for this run of the app.
///
/// Never use one again after a restart: two different changes under one actor and number destroy a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId([u8; 32]);

impl ActorId {
    /// From device tag and random bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// All 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first 16 bytes: which device.
    #[must_use]
    pub fn device_tag(&self) -> [u8; 16] {
        let mut tag = [0; 16];
        tag.copy_from_slice(&self.0[..16]);
        tag
    }
}

/// Text that is not the hexadecimal form of an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected 32 lower-case hexadecimal digits")]
pub struct ParseIdError;

macro_rules! byte_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode)]
        #[cbor(transparent)]
        pub struct $name(#[cbor(with = "minicbor::bytes")] pub [u8; 16]);

        impl $name {
            /// A fresh one.
            pub fn random(rng: &mut (impl rand_core::Rng + ?Sized)) -> Self {
                let mut bytes = [0; 16];
                rng.fill_bytes(&mut bytes);
                Self(bytes)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&base16ct::lower::encode_string(&self.0))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({}…)", stringify!($name), base16ct::lower::encode_string(&self.0[..4]))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::id::ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let mut bytes = [0; 16];
                let read = base16ct::lower::decode(text, &mut bytes).map_err(|_| $crate::id::ParseIdError)?;
                if read.len() == 16 { Ok(Self(bytes)) } else { Err($crate::id::ParseIdError) }
            }
        }
    };
}

pub(crate) use byte_id;

byte_id!(
    /// An entity of any kind.
    EntityId
);
impl EntityId {
    /// The id of the one entity of its kind in a document, such as the document's own description.
    pub const ONLY: Self = Self([0; 16]);
}

/// An entity in a document: what it is, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct EntityKey {
    /// What it is.
    #[n(0)]
    pub kind: EntityKind,
    /// Which.
    #[n(1)]
    pub id: EntityId,
}

impl EntityKey {
    /// An entity of a kind.
    #[must_use]
    pub const fn new(kind: EntityKind, id: EntityId) -> Self {
        Self { kind, id }
    }
}
