//! Vectors of the vault: a passphrase, its header, and a row sealed under the storage key.
//!
//! With the parameters that new vaults get.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::json;
use trust::vault::{KdfParams, KdfSetup, VaultHeader, create, derive_kek, unlock};
use unicode_normalization::UnicodeNormalization;
use wire::{from_cbor, to_cbor};

use crate::{bytes, hex, kept};

#[test]
fn vault() {
    let mut rng = ChaCha20Rng::seed_from_u64(200);
    let setup = KdfSetup { salt: [6; 16], params: KdfParams::default() };
    let passphrase = "se\u{f1}or, the kitchen table";
    let (header, key) = create(setup, &derive_kek(passphrase, &setup).ok().unwrap(), &mut rng);
    let place = b"documents\0abc";
    let row = key.seal(place, b"a row", &mut rng);
    let made = json!({
        "passphrase": passphrase,
        "passphrase_decomposed": "sen\u{303}or, the kitchen table",
        "header_cbor": hex(to_cbor(&header)),
        "salt": hex(header.salt),
        "memory_kib": header.params.memory_kib,
        "passes": header.params.passes,
        "lanes": header.params.lanes,
        "place": hex(place),
        "row": hex(&row),
        "plain": hex(b"a row"),
    });
    let kept = kept("vault.json", &made);
    let header: VaultHeader = from_cbor(&bytes(&kept["header_cbor"])).unwrap();
    for passphrase in ["passphrase", "passphrase_decomposed"] {
        let normal: String = kept[passphrase].as_str().unwrap().nfkc().collect();
        let kek = derive_kek(&normal, &header.setup()).ok().unwrap();
        let key = unlock(&header, &kek).ok().unwrap();
        assert_eq!(*key.open(&bytes(&kept["place"]), &bytes(&kept["row"])).unwrap(), bytes(&kept["plain"]));
    }
}
