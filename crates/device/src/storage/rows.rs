//! The keys of rows. They are chosen so that rows which are read together are neighbours.

use rand_core::CryptoRng;
use wire::{ChainId, CircleId, DocId, Timestamp};

use crate::store::Table;

/// What a sealed row is bound to, so that no row can be put in another's place.
pub(crate) fn row_name(table: Table, key: &[u8]) -> Vec<u8> {
    [table.name().as_bytes(), b"\0", key].concat()
}

/// How the keys of the circles' chains begin in the State table, and those of their logs.
pub(crate) const CHAIN_ROWS: &[u8] = b"circle/";
pub(crate) const LOG_ROWS: &[u8] = b"log/";

/// How the keys of what was typed in forms begin in the State table.
pub(crate) const FORM_ROWS: &[u8] = b"form/";

/// Key of the row of the State table that says how a circle's chain stands.
pub(crate) fn chain_row(circle: CircleId) -> Vec<u8> {
    [CHAIN_ROWS, &circle.0].concat()
}

/// Key of the row of the State table that says how far a circle's log was followed.
pub(crate) fn log_row(circle: CircleId) -> Vec<u8> {
    [LOG_ROWS, &circle.0].concat()
}

/// How the keys of a chain's control records begin.
pub(crate) fn control_prefix(chain: ChainId) -> Vec<u8> {
    match chain {
        ChainId::Roster => vec![0],
        ChainId::Circle(circle) => [[1].as_slice(), &circle.0].concat(),
    }
}

/// Key of a control record.
pub(crate) fn control_row(chain: ChainId, index: u64) -> Vec<u8> {
    let mut key = control_prefix(chain);
    key.extend_from_slice(&index.to_be_bytes());
    key
}

/// Key of a record in the outbox.
pub(crate) fn outbox_row(circle: CircleId, dseq: u64) -> Vec<u8> {
    [circle.as_bytes(), &dseq.to_be_bytes()].concat()
}

/// Key of a record in the log as received.
pub(crate) fn record_row(circle: CircleId, generation: u32, position: u64) -> Vec<u8> {
    [circle.as_bytes(), &generation.to_be_bytes(), &position.to_be_bytes()].concat()
}

/// The generation in the key of such a record.
pub(crate) fn generation_of(key: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(*key.get(32..)?.first_chunk()?))
}

/// Key of the row of the Changes table that holds a document's draft: after all others of the document.
pub(crate) fn draft_row(doc: DocId) -> Vec<u8> {
    [doc.as_bytes(), [0xff; 8].as_slice()].concat()
}

/// Whether a row of the Changes table holds a draft.
pub(crate) fn is_draft_row(key: &[u8]) -> bool {
    DocId::from_slice(key.get(..DocId::LEN).unwrap_or_default()).is_some_and(|doc| key == draft_row(doc))
}

/// Key of a row of the Changes table: unique, and next to the document's others.
pub(crate) fn changes_row(doc: DocId, now: Timestamp, rng: &mut dyn CryptoRng) -> Vec<u8> {
    let mut unique = [0; 8];
    rng.fill_bytes(&mut unique);
    [doc.as_bytes(), &now.0.to_be_bytes(), &unique].concat()
}
