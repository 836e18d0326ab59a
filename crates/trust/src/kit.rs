//! A recovery kit: a device made of 24 words on paper.
//!
//! The words are BIP-39 English with its checksum. The keys come from the 32 bytes of entropy by HKDF, not from
//! BIP-39's own seed: the words are full-strength, so stretching them would only make paper slow.

use bip39::{Language, Mnemonic};
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::derive::hkdf32;
use crate::keys::{DeviceKeys, DeviceSeed};

/// How many words a kit has.
pub const WORDS: usize = 24;

/// Words that are not a recovery kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KitError {
    /// Too few or too many.
    #[error("a recovery kit has 24 words, and these are {count}")]
    WrongCount {
        /// How many there are.
        count: usize,
    },
    /// A word is not in the list. The word itself is not kept here: it may be nearly right, and errors are logged.
    #[error("word {position} is not one of the words a recovery kit is made of")]
    UnknownWord {
        /// Which one, counted from 1.
        position: usize,
    },
    /// All words are in the list, but they do not belong together.
    #[error("these words do not belong together: one of them is wrong, or two are in the wrong order")]
    BadChecksum,
}

/// A recovery kit. Zeroised on drop; has no `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKit([u8; 32]);

impl RecoveryKit {
    /// A fresh one.
    pub fn random(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// From 32 bytes of entropy.
    #[must_use]
    pub fn from_entropy(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 24 words, to be printed. Secret.
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        #[expect(clippy::expect_used, reason = "BIP-39 has 24 words for every 32 bytes")]
        let mnemonic = Mnemonic::from_entropy_in(Language::English, &self.0).expect("32 bytes");
        mnemonic.words().collect()
    }

    /// From 24 words, as somebody typed them: capitals, line breaks, numbers and punctuation between do not matter.
    ///
    /// # Errors
    /// [`KitError`] says which word is unknown, or that they do not belong together.
    pub fn from_words(text: &str) -> Result<Self, KitError> {
        let lower = Zeroizing::new(text.to_lowercase());
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        if words.len() != WORDS {
            return Err(KitError::WrongCount { count: words.len() });
        }
        let joined = Zeroizing::new(words.join(" "));
        let mnemonic = Mnemonic::parse_in_normalized(Language::English, &joined).map_err(|error| match error {
            bip39::Error::UnknownWord(index) => KitError::UnknownWord { position: index + 1 },
            bip39::Error::BadWordCount(count) => KitError::WrongCount { count },
            _ => KitError::BadChecksum,
        })?;
        let (entropy, len) = mnemonic.to_entropy_array();
        let entropy = Zeroizing::new(entropy);
        entropy.get(..len).and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(KitError::BadChecksum)
    }

    /// Whether `word` is one a kit can be made of: to check while somebody types.
    #[must_use]
    pub fn is_word(word: &str) -> bool {
        Language::English.find_word(&word.trim().to_lowercase()).is_some()
    }

    /// The seed of the kit's device keys: HKDF-SHA256(entropy, `doorstep/1/recovery-kit`).
    #[must_use]
    pub fn seed(&self) -> DeviceSeed {
        DeviceSeed::from_bytes(*hkdf32(&self.0, &[b"doorstep/1/recovery-kit"]))
    }

    /// The kit's device keys.
    #[must_use]
    pub fn keys(&self) -> DeviceKeys {
        DeviceKeys::from_seed(&self.seed())
    }
}
