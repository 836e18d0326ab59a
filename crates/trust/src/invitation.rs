//! An invitation as text: the seed of a device that may join once, and the workspace it joins.
//!
//! It travels in the fragment of a link or in a QR code, so that no server sees it.

use base64ct::{Base64UrlUnpadded, Encoding};
use rand_core::CryptoRng;
use wire::{Hash, WorkspaceId};
use zeroize::Zeroizing;

use crate::keys::{DeviceKeys, DeviceSeed};

const VERSION: u8 = 1;
const CHECK_LEN: usize = 4;
const LEN: usize = 1 + WorkspaceId::LEN + 32 + CHECK_LEN;

/// Text that is not a whole invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// It does not look like one.
    #[error("this is not a Doorstep invitation; ask for the whole link")]
    NotAnInvitation,
    /// It looks like one, but a character is wrong or missing.
    #[error("this invitation was cut short or altered on the way; ask for it again")]
    Altered,
    /// Made by a newer version.
    #[error("this invitation was made by a newer version of Doorstep; update this one first")]
    TooNew,
}

/// The keys of a device that may join a workspace once. Has no `Debug`: whoever holds it can join.
#[derive(Clone)]
pub struct Invitation {
    /// The workspace it is for: the hash of its founding record, so that no relay can substitute another.
    pub workspace: WorkspaceId,
    /// Seed of the invitation's device keys.
    pub seed: DeviceSeed,
}

impl Invitation {
    /// A new random invitation.
    pub fn random(workspace: WorkspaceId, rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self { workspace, seed: DeviceSeed::random(rng) }
    }

    /// The seed of the invitation's device keys.
    #[must_use]
    pub fn seed(&self) -> &DeviceSeed {
        &self.seed
    }

    /// The invitation's device keys.
    #[must_use]
    pub fn keys(&self) -> DeviceKeys {
        DeviceKeys::from_seed(&self.seed)
    }

    /// The text of the code: base64url without padding of version ‖ workspace ‖ seed ‖ the first four bytes of
    /// SHA-256(`doorstep/1/invitation` ‖ all of that). Secret.
    #[must_use]
    pub fn to_code(&self) -> String {
        let mut bytes = Zeroizing::new(Vec::with_capacity(LEN));
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.workspace.0);
        bytes.extend_from_slice(self.seed.expose());
        let check = check(&bytes);
        bytes.extend_from_slice(&check);
        Base64UrlUnpadded::encode_string(&bytes)
    }

    /// From the code, or from a whole link that ends in `#` and the code. White space around and inside, as mail programs
    /// leave it, is ignored.
    ///
    /// # Errors
    /// [`InvitationError`] says whether it was never one, was altered, or is too new.
    pub fn from_code(text: &str) -> Result<Self, InvitationError> {
        let code: Zeroizing<String> =
            Zeroizing::new(text.rsplit('#').next().unwrap_or(text).chars().filter(|c| !c.is_whitespace()).collect());
        if code.len() > 1024 {
            return Err(InvitationError::NotAnInvitation);
        }
        let in_alphabet = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if code.len() < 16 || !code.chars().all(in_alphabet) {
            return Err(InvitationError::NotAnInvitation);
        }
        let bytes = Zeroizing::new(Base64UrlUnpadded::decode_vec(&code).map_err(|_| InvitationError::Altered)?);
        // Every version starts with its number and ends with the same check, so an altered one is never "too new".
        let (content, found) = bytes.split_last_chunk::<CHECK_LEN>().ok_or(InvitationError::Altered)?;
        if check(content) != *found {
            return Err(InvitationError::Altered);
        }
        let (&version, rest) = content.split_first().ok_or(InvitationError::Altered)?;
        if version != VERSION {
            return Err(InvitationError::TooNew);
        }
        let (workspace, seed) = rest.split_first_chunk().ok_or(InvitationError::Altered)?;
        let seed = seed.try_into().map_err(|_| InvitationError::Altered)?;
        Ok(Self { workspace: WorkspaceId(*workspace), seed: DeviceSeed::from_bytes(seed) })
    }
}

fn check(content: &[u8]) -> [u8; CHECK_LEN] {
    let [a, b, c, d, ..] = Hash::of_parts(&[b"doorstep/1/invitation", content]).0;
    [a, b, c, d]
}
