//! Known answers: what others published for each primitive, held against what this crate really calls. They tell a wrong
//! primitive, or a right one that is called wrongly, from one that merely agrees with itself.
//!
//! HKDF's are beside the one function that calls it (`src/derive.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::convert::Infallible;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::{TryCryptoRng, TryRng};
use serde_json::Value;
use trust::vault::{KdfParams, KdfSetup, StorageKey, derive_kek};
use trust::{DevicePublic, RecoveryKit, WordList};
use wire::Hash;

/// Randomness that is known beforehand.
struct Known(Vec<u8>);

impl TryRng for Known {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes).map(|()| u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes).map(|()| u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, wanted: &mut [u8]) -> Result<(), Infallible> {
        let rest = self.0.split_off(wanted.len());
        wanted.copy_from_slice(&std::mem::replace(&mut self.0, rest));
        Ok(())
    }
}

impl TryCryptoRng for Known {}

fn rows(file: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).unwrap();
    file["rows"].as_array().unwrap().clone()
}

fn bytes(value: &Value) -> Vec<u8> {
    base16ct::lower::decode_vec(value.as_str().unwrap()).unwrap()
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    base16ct::lower::encode_string(bytes.as_ref())
}

/// RFC 8032, 7.1: tests 1 to 3.
#[test]
fn ed25519_signs_and_verifies_as_rfc_8032_has_it() {
    let check = |secret: &str, public: &str, message: &str, signature: &str| {
        let [secret, message] = [secret, message].map(|hex| base16ct::lower::decode_vec(hex).unwrap());
        let key = ed25519_dalek::SigningKey::from_bytes(&secret.try_into().unwrap());
        assert_eq!(hex(key.verifying_key()), public);
        let signed = ed25519_dalek::Signer::sign(&key, &message).to_bytes();
        assert_eq!(hex(signed), signature);
        let device = DevicePublic { sign: key.verifying_key().to_bytes(), kem: Vec::new() };
        device.verify(&message, &signed).unwrap();
    };
    check(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    );
    check(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
    check(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    );
}

#[test]
fn signatures_that_are_not_right_in_every_bit_are_refused() {
    let mut good = 0;
    for row in rows(include_str!("published/ed25519.json")) {
        let device = DevicePublic { sign: bytes(&row["public"]).try_into().unwrap(), kem: Vec::new() };
        let signature: Option<[u8; 64]> = bytes(&row["signature"]).try_into().ok();
        let verified = signature.is_some_and(|signature| device.verify(&bytes(&row["message"]), &signature).is_ok());
        assert_eq!(verified, row["good"].as_bool().unwrap(), "{row}");
        good += usize::from(verified);
    }
    assert!(good > 50, "{good}");
}

#[test]
fn rows_are_sealed_by_xchacha20_poly1305() {
    let mut good = 0;
    for row in rows(include_str!("published/xchacha20poly1305.json")) {
        let key = StorageKey::from_bytes(bytes(&row["key"]).try_into().unwrap());
        let [nonce, aad, plain, sealed] = ["nonce", "aad", "plain", "sealed"].map(|name| bytes(&row[name]));
        let whole = [nonce.as_slice(), &sealed].concat();
        let opened = key.open(&aad, &whole).ok();
        if row["good"].as_bool().unwrap() {
            assert_eq!(opened.unwrap().as_slice(), plain, "{row}");
            assert_eq!(key.seal(&aad, &plain, &mut Known(nonce)), whole, "{row}");
            good += 1;
        } else {
            assert!(opened.is_none(), "{row}");
        }
    }
    assert!(good > 50, "{good}");
}

/// FIPS 180-2, appendix B.
#[test]
fn hashes_are_sha_256() {
    let check = |of: &[u8], hash: &str| assert_eq!(Hash::of(of).to_string(), hash);
    check(b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check(
        b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    );
    check(&vec![b'a'; 1_000_000], "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    assert_eq!(Hash::of_parts(&[b"a", b"", b"bc"]), Hash::of(b"abc"));
}

/// libsodium, test/default/pwhash_argon2id.c: passphrases whose stored form it accepts, with a salt of 16 bytes and a key
/// of 32.
#[test]
fn passphrases_become_keys_by_argon2id() {
    let check = |passphrase: &str, salt: &str, (memory_kib, passes): (u32, u32), key: &str| {
        let salt = base16ct::lower::decode_vec(salt).unwrap().try_into().unwrap();
        let setup = KdfSetup { salt, params: KdfParams { memory_kib, passes, lanes: 1 } };
        assert_eq!(hex(derive_kek(passphrase, &setup).unwrap().to_bytes().as_slice()), key);
    };
    check(
        "",
        "6c0f356abb225f2b1ddd66d34739843b",
        (4882, 2),
        "366f1004cfbb447d435e8f6bbe9e5cc0a10e38e7c3da0e89bb19578a1a0d7291",
    );
    check(
        "^T5H$JYt39n%K*j:W]!1s?vg!:jGi]Ax?..l7[p0v:1jHTpla9;]bUN;?bWyCbtqg ",
        "3e412031362d62797465732073616c74",
        (4096, 19),
        "96d07fb9ed643ed04c0467eccac3293e2804ea188d10a67dbecf2f2cd5434060",
    );
}

/// RFC 9106, 5.3: with a secret and associated data, which this crate has no use for.
#[test]
fn argon2id_is_that_of_rfc_9106() {
    use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
    let data = AssociatedData::new(&[4; 12]).unwrap();
    let params = ParamsBuilder::new().m_cost(32).t_cost(3).p_cost(4).data(data).output_len(32).build().unwrap();
    let argon2 = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
    let mut key = [0; 32];
    argon2.hash_password_into(&[1; 32], &[2; 16], &mut key).unwrap();
    assert_eq!(hex(key), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
}

#[test]
fn a_kits_words_are_those_of_bip_39() {
    let list = WordList::open(include_str!("../../../public/kit-words.txt")).unwrap();
    for row in rows(include_str!("published/bip39.json")) {
        let entropy: [u8; 32] = bytes(&row["entropy"]).try_into().unwrap();
        let kit = RecoveryKit::from_entropy(entropy);
        assert_eq!(kit.words(&list).join(" "), row["words"]);
        let read = RecoveryKit::from_words(&list, row["words"].as_str().unwrap()).ok().unwrap();
        assert_eq!(read.seed().expose(), kit.seed().expose());
    }
}

/// The suite that seals keys to devices, with the calls of `KeyContext`: X-Wing's secret goes into HPKE as it is.
#[test]
fn keys_are_sealed_by_hpke_with_x_wing_hkdf_sha_256_and_chacha20_poly1305() {
    for row in rows(include_str!("published/hpke_xwing.json")) {
        let [info, aad, plain, sealed] = ["info", "aad", "plain", "sealed"].map(|name| bytes(&row[name]));
        let secret = <XWing as Kem>::PrivateKey::from_bytes(&bytes(&row["secret"])).unwrap();
        let public = XWing::sk_to_pk(&secret);
        assert_eq!(hex(public.to_bytes()), row["public"]);
        let (encapsulated, made) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeS::Base,
            &public,
            &info,
            &plain,
            &aad,
            &mut Known(bytes(&row["randomness"])),
        )
        .unwrap();
        assert_eq!(hex(encapsulated.to_bytes()), row["encapsulated"]);
        assert_eq!(made, sealed);
        let encapsulated = <XWing as Kem>::EncappedKey::from_bytes(&bytes(&row["encapsulated"])).unwrap();
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeR::Base,
            &secret,
            &encapsulated,
            &info,
            &sealed,
            &aad,
        )
        .unwrap();
        assert_eq!(opened, plain);
    }
}
