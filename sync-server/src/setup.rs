//! One-time set-up tokens: what lets somebody found a workspace on this relay.
//!
//! Only a hash of each is kept, so that a copy of the database founds nothing.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use rand_core::CryptoRng;
use wire::{Hash, Timestamp};

use crate::store::{LogStore, StoreError, Write};

/// Random bytes in a token.
const TOKEN_LEN: usize = 16;

/// Makes a token and keeps its hash. The token itself is in no place but what is returned.
///
/// # Errors
/// [`StoreError`] if it could not be kept.
pub fn make_token(
    store: &mut dyn LogStore,
    now: Timestamp,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<String, StoreError> {
    let mut bytes = [0; TOKEN_LEN];
    rng.fill_bytes(&mut bytes);
    store.commit(&[Write::MakeToken { token: hash_of(&bytes), at: now }])?;
    Ok(Base64UrlUnpadded::encode_string(&bytes))
}

/// What a token is kept as; `None` if the text is none.
#[must_use]
pub fn token_hash(text: &str) -> Option<Hash> {
    if text.len() > 64 {
        return None;
    }
    let bytes = Base64UrlUnpadded::decode_vec(text.trim()).ok()?;
    (bytes.len() == TOKEN_LEN).then(|| hash_of(&bytes))
}

fn hash_of(bytes: &[u8]) -> Hash {
    Hash::of_parts(&[b"doorstep/1/setup-token", bytes])
}
