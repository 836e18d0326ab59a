//! What is typed in forms that are no document yet: a new case, an answer that is being thought over. It rests sealed on
//! this device alone, at each key, until it is sent or dropped.

use std::collections::BTreeMap;

use casefile::Private;

use wire::DocId;

use crate::context::Cx;
use crate::storage::FORM_ROWS;
use crate::store::{Read, Row, Table};
use crate::view::ProblemKind;

/// Most bytes that are kept of one form, far more than anybody types in one.
const MOST_BYTES: usize = 1 << 20;

/// Every form in which something was typed and not sent.
#[derive(Default)]
pub(crate) struct Forms {
    kept: BTreeMap<String, Private<Vec<u8>>>,
}

impl Forms {
    pub(crate) fn boot_read() -> Read {
        Read::all(Table::State, FORM_ROWS)
    }

    /// Takes in the answer to that. A row that cannot be read is set aside, and the person is told.
    pub(crate) fn take_boot_rows(&mut self, cx: &mut Cx<'_>, rows: &[Row]) {
        for row in rows {
            let key = row.key.strip_prefix(FORM_ROWS).and_then(|key| String::from_utf8(key.to_vec()).ok());
            match (key, cx.storage.unseal(Table::State, row)) {
                (Some(key), Some(bytes)) => {
                    self.kept.insert(key, Private::new(bytes.to_vec()));
                }
                _ => {
                    cx.quarantine_row(Table::State, row);
                    cx.problem(ProblemKind::Damaged { repaired: false }, None);
                }
            }
        }
    }

    /// Keeps what is in a form now, over what was kept of it; nothing, to forget it.
    pub(crate) fn keep(&mut self, cx: &mut Cx<'_>, key: String, bytes: Private<Vec<u8>>) {
        let row = [FORM_ROWS, key.as_bytes()].concat();
        if bytes.is_empty() {
            if self.kept.remove(&key).is_some() {
                cx.delete(Table::State, row);
            }
        } else if bytes.len() <= MOST_BYTES {
            cx.put(Table::State, row, &bytes);
            self.kept.insert(key, bytes);
        }
    }

    /// Forgets what was typed for a document that is gone: the keys of such forms name it.
    pub(crate) fn forget_of(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let named = doc.to_string();
        let gone: Vec<String> = self.kept.keys().filter(|key| key.contains(&named)).cloned().collect();
        for key in gone {
            self.keep(cx, key, Private::new(Vec::new()));
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&[u8]> {
        self.kept.get(key).map(|bytes| bytes.as_slice())
    }
}
