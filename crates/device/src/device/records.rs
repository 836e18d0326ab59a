//! The relay's log, taken in by slices: verified and opened by `sync`, merged by `documents`.

use wire::{CircleId, LogPoint};

use super::{Parts, Started};
use crate::context::Cx;
use crate::documents::MergeRefused;
use crate::effect::Change;
use crate::store::Row;
use crate::sync::{CaughtUp, Incoming, Opened, Retried, Syncer, Taken};
use crate::view::QuarantineReason;

/// What one slice takes in: well under 8 ms of verifying, opening and merging, also in wasm on a slow tablet.
const SLICE_RECORDS: usize = 12;
const SLICE_BYTES: usize = 128 * 1024;

/// Bytes of changes that one slice merges, as they are when unpacked: a pasted book is small while it is packed. One record
/// is taken in at one go, however large it is.
const SLICE_UNPACKED: usize = 48 * 1024;

impl Parts {
    pub(super) fn may_take_in(&self) -> bool {
        self.started == Started::Verified && self.sync.has_incoming()
    }

    /// One slice of what came.
    pub(super) fn take_in(&mut self, cx: &mut Cx<'_>) {
        if !self.may_take_in() {
            return;
        }
        let mut touched: Vec<CircleId> = Vec::new();
        let (mut records, mut bytes) = (0, 0);
        self.unpacked = 0;
        while records < SLICE_RECORDS && bytes < SLICE_BYTES && self.unpacked < SLICE_UNPACKED {
            match self.sync.next_incoming() {
                Some(Incoming::Record { circle, position, bytes: envelope }) => {
                    records += 1;
                    bytes += envelope.len();
                    if self.take_record(cx, circle, position, &envelope) && !touched.contains(&circle) {
                        touched.push(circle);
                    }
                }
                Some(Incoming::CaughtUp { circle, log }) => self.reached_end(cx, circle, log),
                None => break,
            }
        }
        for circle in touched {
            self.sync.store_log(cx, circle);
        }
        if self.sync.asks_for_end() {
            self.subscribe(cx);
        }
    }

    /// Takes the record at this place of the log. Whether it counts.
    fn take_record(&mut self, cx: &mut Cx<'_>, circle: CircleId, position: u64, bytes: &[u8]) -> bool {
        let taken = self.sync.take_record(cx, &self.membership, circle, position, bytes);
        match taken {
            Taken::UnknownCircle => {
                self.membership.is_behind(circle);
                return false;
            }
            Taken::Before => return false,
            Taken::Gap => {
                self.subscribe(cx);
                return false;
            }
            taken => self.finish(cx, taken),
        }
        if let Some(end) = self.sync.awaited_end(circle) {
            self.reached_end(cx, circle, end);
        }
        true
    }

    /// Does what is left to do about a record that counts.
    fn finish(&mut self, cx: &mut Cx<'_>, taken: Taken) {
        match taken {
            Taken::CameBack => self.note_when_all_is_shared(cx),
            Taken::Opened(mut opened) => {
                if let Err(why) = self.merge(cx, &mut opened) {
                    self.sync.could_not_merge(cx, &opened, why);
                }
            }
            Taken::UnknownCircle | Taken::Before | Taken::Gap | Taken::Counted => {}
        }
    }

    fn merge(&mut self, cx: &mut Cx<'_>, opened: &mut Opened) -> Result<(), QuarantineReason> {
        let author = self.membership.member_of(&opened.by);
        let changes = std::mem::take(&mut opened.changes);
        self.unpacked += changes.iter().map(Vec::len).sum::<usize>();
        let merged = self.documents.merge(cx, opened.circle, opened.doc, changes, author);
        self.learn(cx);
        if merged.is_ok() {
            // A screen may have been waiting for the first of it.
            let awaiting = self.documents.take_awaiting(opened.doc);
            self.ask_all(cx, opened.doc, awaiting);
        }
        merged.map_err(|why| match why {
            MergeRefused::OtherCircle => QuarantineReason::NotAllowed,
            MergeRefused::BadChanges => QuarantineReason::BadChanges,
            MergeRefused::Nobody => QuarantineReason::CannotOpen,
        })
    }

    /// The relay said where a circle's log ends.
    fn reached_end(&mut self, cx: &mut Cx<'_>, circle: CircleId, end: LogPoint) {
        if !self.sync.knows(circle) {
            // Said before the circle's chain is here, so it has to be said again.
            self.membership.is_behind(circle);
            return;
        }
        match self.sync.reached_end(cx, circle, end) {
            CaughtUp::NotYet => return,
            CaughtUp::Beyond => {
                self.subscribe(cx);
                return;
            }
            CaughtUp::Now { reseal: true } => {
                // Everything I wrote in this circle that may not be shared: changes that come twice do no harm.
                self.sync.give_up_outbox(cx, circle);
                self.documents.reseal(cx, circle);
                self.learn(cx);
            }
            CaughtUp::Now { reseal: false } => {}
        }
        self.sync.check_recovery(cx, circle);
        cx.notify_status();
        cx.notify(Change::Lists);
    }

    /// What is in quarantine may be good now: a chain moved on, a key came, a missing record arrived.
    pub(super) fn retry_quarantined(&mut self, cx: &mut Cx<'_>, circle: CircleId, rows: Vec<Row>) {
        let mut released = false;
        for record in Syncer::quarantined(cx, circle, rows) {
            let good = match self.sync.retry(cx, &self.membership, circle, &record) {
                Retried::Still => false,
                Retried::Good => true,
                Retried::Own(taken) => {
                    self.finish(cx, taken);
                    true
                }
                Retried::Opened(mut opened) => self.merge(cx, &mut opened).is_ok(),
            };
            if good {
                self.sync.release(cx, &self.membership, circle, record);
                released = true;
            }
        }
        if released {
            self.sync.store_log(cx, circle);
        }
    }
}
