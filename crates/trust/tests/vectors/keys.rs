//! Vectors of keys, kits, invitations and sealed keys.
//!
//! No two clients seal a key alike, since the encapsulation is random; but every one can open what another sealed.

use base64ct::Encoding as _;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::{Value, json};
use trust::{DeviceKeys, DevicePublic, DeviceSeed, EpochKey, Invitation, KeyContext, RecoveryKit, WordList};
use wire::{WorkspaceId, from_cbor, to_cbor};

use crate::{array, bytes, device, hex, kept, rows};

fn key_row(seed: [u8; 32]) -> Value {
    let keys = DeviceKeys::from_seed(&DeviceSeed::from_bytes(seed));
    let public = keys.public();
    json!({
        "seed": hex(seed),
        "sign_public": hex(public.sign),
        "kem_public": hex(&public.kem),
        "public_cbor": hex(to_cbor(public)),
        "device_id": keys.id().to_string(),
        "message": hex(b"a message"),
        "signature": hex(keys.sign(b"a message")),
    })
}

#[test]
fn keys() {
    let counting = std::array::from_fn(|at| u8::try_from(at).unwrap());
    let made = json!({ "devices": [key_row([0; 32]), key_row([1; 32]), key_row(counting)] });
    let kept = kept("keys.json", &made);
    for row in rows(&kept["devices"]) {
        let public: DevicePublic = from_cbor(&bytes(&row["public_cbor"])).unwrap();
        assert_eq!(hex(public.sign), row["sign_public"]);
        assert_eq!(hex(&public.kem), row["kem_public"]);
        assert_eq!(public.id().to_string(), row["device_id"]);
        public.verify(&bytes(&row["message"]), &array(&row["signature"])).unwrap();
    }
}

fn kit_words() -> WordList {
    WordList::open(include_str!("../../../../public/kit-words.txt")).unwrap()
}

fn kit_row(entropy: [u8; 32]) -> Value {
    let kit = RecoveryKit::from_entropy(entropy);
    json!({
        "entropy": hex(entropy),
        "words": kit.words(&kit_words()).join(" "),
        "seed": hex(kit.seed().expose()),
        "device_id": kit.keys().id().to_string(),
    })
}

#[test]
fn kit() {
    let good = RecoveryKit::from_entropy([7; 32]).words(&kit_words()).join(" ");
    let (first, rest) = good.split_once(' ').unwrap();
    let (second, rest) = rest.split_once(' ').unwrap();
    let made = json!({
        "kits": [kit_row([0; 32]), kit_row([0xff; 32]), kit_row([7; 32])],
        "refused": [
            { "words": format!("{first} {second}"), "why": "wrong count: 2" },
            { "words": format!("doorstep {second} {rest}"), "why": "unknown word: 1" },
            { "words": format!("{second} {first} {rest}"), "why": "checksum" },
        ],
    });
    let kept = kept("kit.json", &made);
    for row in rows(&kept["kits"]) {
        let kit = RecoveryKit::from_words(&kit_words(), row["words"].as_str().unwrap()).ok().unwrap();
        assert_eq!(hex(kit.seed().expose()), row["seed"]);
        assert_eq!(kit.keys().id().to_string(), row["device_id"]);
    }
    for row in rows(&kept["refused"]) {
        let why = match RecoveryKit::from_words(&kit_words(), row["words"].as_str().unwrap()).err().unwrap() {
            trust::KitError::WrongCount { count } => format!("wrong count: {count}"),
            trust::KitError::UnknownWord { position } => format!("unknown word: {position}"),
            trust::KitError::BadChecksum => "checksum".to_owned(),
        };
        assert_eq!(why, row["why"]);
    }
}

#[test]
fn invitation() {
    let row = |workspace: u8, seed: u8| {
        let invitation =
            Invitation { workspace: WorkspaceId([workspace; 32]), seed: DeviceSeed::from_bytes([seed; 32]) };
        json!({
            "workspace": hex([workspace; 32]),
            "seed": hex([seed; 32]),
            "device_id": invitation.keys().id().to_string(),
            "code": invitation.to_code(),
        })
    };
    let first = row(3, 4);
    let code = first["code"].as_str().unwrap();
    let newer = {
        let mut content = vec![2; 70];
        let check = wire::Hash::of_parts(&[b"doorstep/1/invitation", &content]);
        content.extend_from_slice(&check.0[..4]);
        base64ct::Base64UrlUnpadded::encode_string(&content)
    };
    let made = json!({
        "invitations": [first, row(0, 0), row(0xff, 0xfe)],
        "refused": [
            { "code": "hello", "why": "not an invitation" },
            { "code": &code[..60], "why": "altered" },
            { "code": code.replacen('A', "B", 1), "why": "altered" },
            { "code": newer, "why": "too new" },
        ],
    });
    let kept = kept("invitation.json", &made);
    for row in rows(&kept["invitations"]) {
        let code = row["code"].as_str().unwrap();
        for text in [code.to_owned(), format!("https://relay.example.org/join#{code}")] {
            let invitation = Invitation::from_code(&text).ok().unwrap();
            assert_eq!(hex(invitation.workspace.0), row["workspace"]);
            assert_eq!(hex(invitation.seed().expose()), row["seed"]);
            assert_eq!(invitation.keys().id().to_string(), row["device_id"]);
        }
    }
    for row in rows(&kept["refused"]) {
        let why = match Invitation::from_code(row["code"].as_str().unwrap()).err().unwrap() {
            trust::InvitationError::NotAnInvitation => "not an invitation",
            trust::InvitationError::Altered => "altered",
            trust::InvitationError::TooNew => "too new",
        };
        assert_eq!(why, row["why"]);
    }
}

#[test]
fn sealed_keys() {
    let mut rng = ChaCha20Rng::seed_from_u64(100);
    let row = |epoch: u32, seed: u8, rng: &mut ChaCha20Rng| {
        let context = KeyContext { workspace: WorkspaceId([3; 32]), nonce: [5; 32], epoch };
        let key = EpochKey::random(rng);
        let sealed = context.seal_to(device(seed).public(), &key, rng).unwrap();
        json!({
            "workspace": hex(context.workspace.0),
            "nonce": hex(context.nonce),
            "epoch": epoch,
            "recipient_seed": hex([seed; 32]),
            "info": hex([b"doorstep/1/box".as_slice(), &[3; 32], &[5; 32], &epoch.to_be_bytes()].concat()),
            "aad": sealed.device.to_string(),
            "box": hex(&sealed.sealed),
            "epoch_key": hex(key.expose()),
            "key_commitment": context.commitment(&key).to_string(),
        })
    };
    let made = json!({ "boxes": [row(0, 1, &mut rng), row(1, 2, &mut rng), row(u32::MAX, 3, &mut rng)] });
    let kept = kept("boxes.json", &made);
    for row in rows(&kept["boxes"]) {
        let context = KeyContext {
            workspace: WorkspaceId(array(&row["workspace"])),
            nonce: array(&row["nonce"]),
            epoch: row["epoch"].as_u64().unwrap().try_into().unwrap(),
        };
        let recipient = DeviceKeys::from_seed(&DeviceSeed::from_bytes(array(&row["recipient_seed"])));
        let key = context.open_sealed_key(&recipient, &bytes(&row["box"])).unwrap();
        assert_eq!(hex(key.expose()), row["epoch_key"]);
        assert_eq!(context.commitment(&key).to_string(), row["key_commitment"]);
        assert!(context.open_sealed_key(&device(9), &bytes(&row["box"])).is_err());
    }
}
