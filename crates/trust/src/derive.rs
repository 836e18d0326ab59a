//! Key derivation and sealing with a 32-byte key: HKDF-SHA256 (RFC 5869) and XChaCha20-Poly1305.
//!
//! Every secret here is derived for one named purpose, so that no key is ever used for two things.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use rand_core::CryptoRng;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Length of an XChaCha20-Poly1305 nonce, in bytes.
pub(crate) const NONCE_LEN: usize = 24;

/// The bytes were sealed with another key or other additional data, or were altered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sealed bytes do not open with this key")]
pub(crate) struct NotOpened;

/// HKDF-SHA256 without salt; `info` is the concatenation of `parts`, whose first names the purpose.
pub(crate) fn hkdf32(secret: &[u8; 32], parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut out = Zeroizing::new([0; 32]);
    #[expect(clippy::expect_used, reason = "HKDF-SHA256 refuses only outputs above 8160 bytes (RFC 5869 §2.3)")]
    Hkdf::<Sha256>::new(None, secret).expand_multi_info(parts, out.as_mut()).expect("32 bytes is within bounds");
    out
}

/// Seals `plain` under `key` with a fresh random nonce, which comes back with the ciphertext.
pub(crate) fn seal(
    key: &[u8; 32],
    aad: &[u8],
    plain: &[u8],
    rng: &mut (impl CryptoRng + ?Sized),
) -> ([u8; NONCE_LEN], Vec<u8>) {
    let mut nonce = [0; NONCE_LEN];
    rng.fill_bytes(&mut nonce);
    #[expect(clippy::expect_used, reason = "XChaCha20-Poly1305 refuses only messages above 256 GiB")]
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad })
        .expect("the message fits in memory");
    (nonce, sealed)
}

/// Opens what [`seal`] made.
pub(crate) fn open(
    key: &[u8; 32],
    nonce: &[u8; NONCE_LEN],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad })
        .map(Zeroizing::new)
        .map_err(|_| NotOpened)
}

/// Seals into one byte string, with the nonce as a prefix: nonce ‖ ciphertext.
pub(crate) fn seal_prefixed(key: &[u8; 32], aad: &[u8], plain: &[u8], rng: &mut (impl CryptoRng + ?Sized)) -> Vec<u8> {
    let (nonce, sealed) = seal(key, aad, plain, rng);
    let mut out = Vec::with_capacity(NONCE_LEN + sealed.len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    out
}

/// Opens what [`seal_prefixed`] made.
pub(crate) fn open_prefixed(key: &[u8; 32], aad: &[u8], whole: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
    let (nonce, sealed) = whole.split_first_chunk().ok_or(NotOpened)?;
    open(key, nonce, aad, sealed)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::hkdf32;

    /// HKDF gives as much as it is asked for of one and the same bytes (RFC 5869, 2.3), so longer answers begin with ours.
    #[test]
    fn keys_are_derived_by_hkdf_sha_256_without_salt() {
        let file: Value = serde_json::from_str(include_str!("../tests/published/hkdf_sha256.json")).unwrap();
        let bytes = |value: &Value| base16ct::lower::decode_vec(value.as_str().unwrap()).unwrap();
        let rows = file["rows"].as_array().unwrap();
        assert!(rows.len() > 4);
        for row in rows {
            let (secret, info) = (bytes(&row["secret"]).try_into().unwrap(), bytes(&row["info"]));
            let (one, other) = info.split_at(info.len() / 2);
            assert_eq!(hkdf32(&secret, &[one, other]).as_slice(), &bytes(&row["out"])[..32], "{row}");
        }
    }
}
