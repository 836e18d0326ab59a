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
/// What is shorter is no code that was cut short, but a word.
const SHORTEST: usize = 16;
/// What any version's code may have; whatever is longer is something else.
const LONGEST: usize = 1024;
/// Into how many lines a mail program may have folded a code.
const MOST_FOLDS: usize = 8;

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

    /// From whatever text the code stands in: a link, a whole message with one, the code by itself. Blanks inside the
    /// code, as mail programs leave them, and whatever stands around it do not matter.
    ///
    /// # Errors
    /// [`InvitationError`] says whether there was none, or it was altered, or is too new.
    pub fn from_code(text: &str) -> Result<Self, InvitationError> {
        let mut why = InvitationError::NotAnInvitation;
        let mut found = None;
        candidates(text, &mut |code, is_one| {
            match Self::decode(code) {
                Ok(invitation) => found = Some(invitation),
                Err(InvitationError::Altered) if !is_one || why == InvitationError::TooNew => {}
                Err(InvitationError::NotAnInvitation) => {}
                Err(error) => why = error,
            }
            found.is_some()
        });
        found.ok_or(why)
    }

    fn decode(code: &str) -> Result<Self, InvitationError> {
        if !(SHORTEST..=LONGEST).contains(&code.len()) {
            return Err(InvitationError::NotAnInvitation);
        }
        let bytes = Zeroizing::new(Base64UrlUnpadded::decode_vec(code).map_err(|_| InvitationError::Altered)?);
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

/// Tells `is_it` of every run of letters in `text` that may be a code, until it says yes; and whether it stands where a
/// code stands, rather than being words that were put together to see whether a mail program had folded a code there.
fn candidates(text: &str, is_it: &mut impl FnMut(&str, bool) -> bool) {
    let in_alphabet = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    // Some programs write the mark between a link and its fragment as a number.
    let text = Zeroizing::new(text.replace("%23", "#"));
    let linked = text.contains('#');
    let starts: Vec<usize> = if linked {
        text.match_indices('#').map(|(at, _)| at + 1).collect()
    } else {
        // The first letter of each word, whatever quotes or brackets it stands in.
        let starts = |before: char, c: char| in_alphabet(c) && !in_alphabet(before);
        let before = std::iter::once(' ').chain(text.chars());
        text.char_indices().zip(before).filter(|((_, c), before)| starts(*before, *c)).map(|((at, _), _)| at).collect()
    };
    for start in starts {
        let mut code = Zeroizing::new(String::with_capacity(LONGEST));
        for (folds, word) in text[start..].split_whitespace().take(MOST_FOLDS).enumerate() {
            let end = word.find(|c| !in_alphabet(c)).unwrap_or(word.len());
            if code.len() + end > LONGEST {
                break;
            }
            code.push_str(&word[..end]);
            let is_one = linked || folds == 0;
            // Underlines may be the code's last letters, or there to make a link stand out.
            if is_it(&code, is_one) || is_it(code.trim_end_matches(['_', '-']), false) {
                return;
            }
            if end < word.len() {
                break;
            }
        }
    }
}

fn check(content: &[u8]) -> [u8; CHECK_LEN] {
    let [a, b, c, d, ..] = Hash::of_parts(&[b"doorstep/1/invitation", content]).0;
    [a, b, c, d]
}
