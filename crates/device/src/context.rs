//! What every step is given besides the event: the time, randomness, and the three places that every part may write to.
//! Nothing comes back this way, so no part learns of another through it.

use minicbor::Encode;
use rand_core::CryptoRng;
use wire::{ClientFrame, DocId, Timestamp, to_cbor};

use crate::effect::{Change, Effect};
use crate::problems::{Problems, of_store};
use crate::storage::{Purpose, Storage};
use crate::store::{Op, Read, Row, StoreError, Table};
use crate::view::ProblemKind;

/// The circumstances of one call of `handle`.
pub(crate) struct Cx<'a> {
    pub(crate) now: Timestamp,
    pub(crate) rng: &'a mut dyn CryptoRng,
    pub(crate) storage: &'a mut Storage,
    pub(crate) problems: &'a mut Problems,
    pub(crate) effects: &'a mut Vec<Effect>,
}

/// How soon changes of a document are to be sealed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// Milliseconds of pause in typing.
    pub(crate) pause: u64,
    /// Milliseconds that they wait at most while typing goes on.
    pub(crate) longest: u64,
}

impl Cx<'_> {
    // Rows.

    /// Writes a row, sealed.
    pub(crate) fn put(&mut self, table: Table, key: Vec<u8>, plain: &[u8]) {
        self.storage.put(table, key, plain, self.rng);
    }

    pub(crate) fn put_value<T: Encode<()>>(&mut self, table: Table, key: Vec<u8>, value: &T) {
        self.put(table, key, &to_cbor(value));
    }

    pub(crate) fn delete(&mut self, table: Table, key: Vec<u8>) {
        self.storage.stage(Op::Delete { table, key });
    }

    pub(crate) fn delete_prefix(&mut self, table: Table, prefix: Vec<u8>) {
        self.storage.stage(Op::DeletePrefix { table, prefix });
    }

    /// Asks for rows; the answer comes as an event of its own, with this purpose.
    pub(crate) fn load(&mut self, purpose: Purpose, reads: Vec<Read>) {
        let id = self.storage.load(purpose, reads.clone());
        self.effects.push(Effect::Load { id, reads });
    }

    /// Keeps a row that could not be read where a person (or a later version) can get at it.
    pub(crate) fn quarantine_row(&mut self, table: Table, row: &Row) {
        let key = [b"row/".as_slice(), table.name().as_bytes(), b"/", &row.key].concat();
        self.put(Table::Aside, key, &row.value);
    }

    /// Forgets what was kept so of rows whose keys start alike.
    pub(crate) fn forget_quarantined(&mut self, table: Table, prefix: &[u8]) {
        self.delete_prefix(Table::Aside, [b"row/".as_slice(), table.name().as_bytes(), b"/", prefix].concat());
    }

    // The relay.

    pub(crate) fn send(&mut self, frame: &ClientFrame) {
        self.effects.push(Effect::Send(frame.to_bytes()));
    }

    // What people are told.

    /// Has the screen look again at this, once.
    pub(crate) fn notify(&mut self, change: Change) {
        if !self.effects.iter().any(|effect| matches!(effect, Effect::Notify(known) if *known == change)) {
            self.effects.push(Effect::Notify(change));
        }
    }

    pub(crate) fn notify_status(&mut self) {
        self.notify(Change::Status);
    }

    pub(crate) fn problem(&mut self, kind: ProblemKind, doc: Option<DocId>) {
        if self.problems.add(self.now, kind, doc) {
            self.notify_status();
        }
    }

    /// The store refused, and says why.
    pub(crate) fn store_problem(&mut self, error: &StoreError) {
        if *error == StoreError::Erased {
            self.storage.was_erased();
        }
        self.problem(of_store(error), None);
    }

    /// A document is gone, and what was wrong with it, too.
    pub(crate) fn problems_gone_with(&mut self, doc: DocId) {
        if self.problems.remove_of(doc) {
            self.notify_status();
        }
    }

    pub(crate) fn problem_over(&mut self, over: impl Fn(&ProblemKind) -> bool) {
        if self.problems.remove(over) {
            self.notify_status();
        }
    }
}
