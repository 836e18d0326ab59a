//! A recovery kit: a device made of 24 words on paper.
//!
//! The words are BIP-39 English with its checksum. The keys come from the 32 bytes of entropy by HKDF, not from
//! BIP-39's own seed: the words are full-strength, so stretching them would only make paper slow.
//!
//! The list of words is not in this crate, because a tablet needs it only once, when a kit is made. Its hash is checked,
//! so that a wrong list can never put wrong words on paper. The tests compare the result with the `bip39` crate.

use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::derive::hkdf32;
use crate::keys::{DeviceKeys, DeviceSeed};

/// How many words a kit has.
pub const WORDS: usize = 24;

/// The SHA-256 of the English words of BIP-39, a line each, as the standard publishes them.
const LIST_HASH: [u8; 32] = [
    0x2f, 0x5e, 0xed, 0x53, 0xa4, 0x72, 0x7b, 0x4b, 0xf8, 0x88, 0x0d, 0x8f, 0x3f, 0x19, 0x9e, 0xfc, 0x90, 0xe5, 0x85,
    0x03, 0x64, 0x6d, 0x9f, 0xf8, 0xef, 0xf3, 0xa2, 0xed, 0x3b, 0x24, 0xdb, 0xda,
];

/// How many bits a word stands for.
const BITS: usize = 11;

/// Words that are not a recovery kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KitError {
    /// There are too few or too many words.
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

/// The words that kits are made of, in the order of the alphabet.
#[derive(Debug, Clone)]
pub struct WordList(Box<str>);

/// A text that differs from the list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the list of words that recovery kits are made of")]
pub struct NotTheWordList;

impl WordList {
    /// The list, from the text that BIP-39 publishes (`english.txt`).
    ///
    /// # Errors
    /// [`NotTheWordList`] if even one letter differs.
    pub fn open(text: impl Into<Box<str>>) -> Result<Self, NotTheWordList> {
        let text = text.into();
        if Sha256::digest(text.as_bytes()).as_slice() == LIST_HASH { Ok(Self(text)) } else { Err(NotTheWordList) }
    }

    /// Whether `word` is one a kit can be made of: to check while somebody types.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        let word = word.trim().to_ascii_lowercase();
        self.0.lines().any(|known| known == word)
    }
}

/// A recovery kit. Zeroised on drop; has no `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKit([u8; 32]);

impl RecoveryKit {
    /// A new random kit.
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
    pub fn words<'a>(&self, list: &'a WordList) -> Vec<&'a str> {
        let list: Vec<&str> = list.0.lines().collect();
        let bytes = Zeroizing::new(checked(&self.0));
        let bit = |at: usize| usize::from(bytes[at / 8] >> (7 - at % 8) & 1);
        let number = |word: usize| (word * BITS..(word + 1) * BITS).fold(0, |number, at| number << 1 | bit(at));
        (0..WORDS).filter_map(|word| list.get(number(word)).copied()).collect()
    }

    /// From 24 words, as somebody typed them: capitals, line breaks, numbers and punctuation between do not matter.
    ///
    /// # Errors
    /// [`KitError`] says which word is unknown, or that they do not belong together.
    pub fn from_words(list: &WordList, text: &str) -> Result<Self, KitError> {
        let lower = Zeroizing::new(text.to_ascii_lowercase());
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        if words.len() != WORDS {
            return Err(KitError::WrongCount { count: words.len() });
        }
        let list: Vec<&str> = list.0.lines().collect();
        let mut bytes = Zeroizing::new([0; 33]);
        for (at, word) in words.iter().enumerate() {
            let number = list.binary_search(word).map_err(|_| KitError::UnknownWord { position: at + 1 })?;
            for bit in (0..BITS).filter(|bit| number >> (BITS - 1 - bit) & 1 == 1) {
                let at = at * BITS + bit;
                bytes[at / 8] |= 1 << (7 - at % 8);
            }
        }
        let entropy: Zeroizing<[u8; 32]> = Zeroizing::new(std::array::from_fn(|at| bytes[at]));
        if checked(&entropy) == *bytes { Ok(Self(*entropy)) } else { Err(KitError::BadChecksum) }
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

/// The entropy with its checksum: the first byte of its SHA-256.
fn checked(entropy: &[u8; 32]) -> [u8; 33] {
    let mut bytes = [0; 33];
    bytes[..32].copy_from_slice(entropy);
    bytes[32] = Sha256::digest(entropy)[0];
    bytes
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use bip39::{Language, Mnemonic};
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;

    fn list() -> WordList {
        WordList::open(include_str!("../../../public/kit-words.txt")).unwrap()
    }

    #[test]
    fn the_list_is_that_of_bip_39_in_the_order_of_the_alphabet() {
        let list = list();
        let words: Vec<&str> = list.0.lines().collect();
        assert_eq!(words, *Language::English.word_list());
        assert!(words.is_sorted());
    }

    #[test]
    fn a_list_with_one_other_letter_makes_no_kit() {
        let other = list().0.replacen("zoo", "zoe", 1);
        assert_eq!(WordList::open(other).err(), Some(NotTheWordList));
        assert_eq!(WordList::open("<!doctype html>").err(), Some(NotTheWordList));
    }

    #[test]
    fn words_and_bytes_are_each_others_as_bip_39_has_it() {
        let (list, rng) = (list(), &mut ChaCha20Rng::seed_from_u64(24));
        for kit in (0..200).map(|_| RecoveryKit::random(rng)).chain([[0; 32], [0xff; 32]].map(RecoveryKit)) {
            let words = kit.words(&list).join(" ");
            assert_eq!(words, Mnemonic::from_entropy_in(Language::English, &kit.0).unwrap().to_string());
            assert!(RecoveryKit::from_words(&list, &words).is_ok_and(|read| read.0 == kit.0));
        }
    }

    #[test]
    fn of_wrong_words_it_says_what_is_wrong() {
        let (list, kit) = (list(), RecoveryKit([7; 32]));
        let words = kit.words(&list);
        let check =
            |words: &[&str], expected| assert_eq!(RecoveryKit::from_words(&list, &words.join(" ")).err(), expected);
        check(&words[1..], Some(KitError::WrongCount { count: 23 }));
        let mut unknown = words.clone();
        unknown[4] = "doorstep";
        check(&unknown, Some(KitError::UnknownWord { position: 5 }));
        let mut swapped = words.clone();
        swapped.swap(0, 23);
        check(&swapped, Some(KitError::BadChecksum));
        let typed = format!("1. {}", words.join(",\n").to_uppercase());
        assert!(RecoveryKit::from_words(&list, &typed).is_ok_and(|read| read.0 == kit.0));
        assert!(list.contains(" Zoo ") && !list.contains("zo"));
    }
}
