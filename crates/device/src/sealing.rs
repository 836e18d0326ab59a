//! From unsealed changes to records in the relay's log: sealed when the wire is quiet enough, kept in the outbox until
//! they come back.

use minicbor::{Decode, Encode};
use trust::Payload;
use wire::envelope::RECORD_VERSION;
use wire::{CircleId, ClientFrame, DocId, Hash, Header, RecordKind};

use crate::circle_log::{Last, Queued};
use crate::device::{Cx, Device, Started, changes_row, outbox_row};
use crate::effect::Effect;
use crate::open_document::SavedChanges;
use crate::store::Table;

/// Milliseconds of pause in typing before it is sealed, and the longest it waits while typing goes on.
const WATCHED: (u64, u64) = (25, 25);
const ONLINE: (u64, u64) = (1_200, 4_000);
const OFFLINE: (u64, u64) = (10_000, 60_000);

/// Bytes of changes put into one record; a single larger change goes alone.
const RECORD_BYTES: usize = 512 * 1024;

/// Records and bytes of one push.
const PUSH_RECORDS: usize = 64;
const PUSH_BYTES: usize = 256 * 1024;

/// Own records of one circle on their way and not yet answered.
const OWN_WINDOW: usize = 256;

/// A row of the outbox.
#[derive(Encode, Decode)]
pub(crate) struct OutboxRow {
    #[n(0)]
    pub(crate) doc: DocId,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) envelope: Vec<u8>,
}

impl Device {
    /// How long changes of this document may stay unsealed: the shorter, the more it matters to somebody.
    pub(crate) fn patience(&self, doc: &DocId) -> (u64, u64) {
        if !self.link.is_live() {
            OFFLINE
        } else if self.presence.somebody_else_in(doc) {
            WATCHED
        } else {
            ONLINE
        }
    }

    pub(crate) fn seal_what_is_due(&mut self, cx: &mut Cx<'_>) {
        if self.started < Started::Ready {
            return;
        }
        let due: Vec<DocId> = self
            .documents
            .iter()
            .filter(|(_, document)| document.seal_at.is_some_and(|at| at <= cx.now))
            .map(|(doc, _)| *doc)
            .collect();
        for doc in due {
            self.seal_document(cx, doc);
        }
    }

    /// Everything unsealed is due: somebody can be reached again.
    pub(crate) fn seal_everything_soon(&mut self, cx: &mut Cx<'_>) {
        for (_, document) in self.documents.iter_mut() {
            if !document.is_sealed() {
                document.seal_at = Some(cx.now);
            }
        }
    }

    fn seal_document(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let Some(document) = self.documents.get_mut(&doc) else { return };
        document.seal_at = None;
        if document.is_sealed() {
            return;
        }
        let circle = document.circle;
        let Some(log) = self.circles.get(&circle) else { return };
        // Without a key, or without knowing my own place, the changes stay where they are: safe, and unsealed.
        if log.lost || log.current_key().is_none() {
            return;
        }
        self.settle(cx, doc);
        let Some(document) = self.documents.get_mut(&doc) else { return };
        let changes = std::mem::take(&mut document.unsealed);
        let rows = std::mem::take(&mut document.unsealed_rows);
        if rows.len() > 1 {
            document.rows = document.rows + 1 - rows.len();
            for key in rows {
                self.delete(Table::Changes, key);
            }
            let row = SavedChanges { circle, changes: changes.clone() };
            let key = changes_row(doc, cx);
            self.put_value(cx, Table::Changes, key, &row);
        }
        for part in in_parts(changes) {
            self.seal_record(cx, circle, doc, part);
        }
        // The mark goes, unless lists have to wait.
        self.delete(Table::Pending, doc.0.to_vec());
        if let Some(document) = self.documents.get_mut(&doc) {
            document.project_at = None;
        }
        self.store_circle(cx, circle);
        self.project_typed(cx, doc);
        self.save_whole_if_long(cx, doc);
        self.paint_status();
    }

    fn seal_record(&mut self, cx: &mut Cx<'_>, circle: CircleId, doc: DocId, changes: Vec<Vec<u8>>) {
        let Some(keys) = &self.keys else { return };
        let Some(log) = self.circles.get_mut(&circle) else { return };
        let Some((epoch, key)) = log.current_key() else { return };
        let header = Header {
            v: RECORD_VERSION,
            circle,
            epoch,
            kind: RecordKind::Edit,
            device: keys.id(),
            dseq: log.state.mine.dseq + 1,
            prev: log.state.mine.hash,
            control_head: log.state.head,
        };
        let dseq = header.dseq;
        let payload = Payload::Edit { doc, changes, at: log.state.log };
        let Ok(envelope) = trust::seal(keys, &key, header, &payload, cx.rng) else {
            // Larger than any record may be: it stays on this device, and the person is told.
            let reason = wire::Refusal::TooLarge;
            self.problem(cx.now, crate::view::ProblemKind::Refused { reason }, Some(doc));
            return;
        };
        let bytes = envelope.to_bytes();
        let hash = Hash::of(&bytes);
        log.state.mine = Last { dseq, hash };
        let row = OutboxRow { doc, envelope: bytes.clone() };
        self.put_value(cx, Table::Outbox, outbox_row(circle, dseq), &row);
        let mark = self.journal.mark();
        if let Some(log) = self.circles.get_mut(&circle) {
            log.outbox.insert(dseq, Queued { doc, bytes, hash, mark, sent: false, acknowledged: false });
        }
    }

    /// Sends what is stored and not yet sent, in order, a bounded amount at a time.
    pub(crate) fn push(&mut self) {
        if !self.link.is_live() {
            return;
        }
        let mut frames = Frames::default();
        for (_, log) in self.circles.iter_mut() {
            if !log.chain_shared() || !log.subscribed {
                continue;
            }
            // What the relay lost goes back portion by portion, each answered before the next.
            if log.refill_in_air.is_empty() {
                let portion = log.refill.len().min(PUSH_RECORDS);
                for brought in log.refill.drain(..portion) {
                    log.refill_in_air.insert(brought.device, brought.dseq);
                    frames.add(brought.bytes);
                }
            }
            let in_air = log.outbox.values().filter(|queued| queued.sent && !queued.acknowledged).count();
            let next = log
                .outbox
                .values_mut()
                .filter(|queued| !queued.sent)
                .take(OWN_WINDOW.saturating_sub(in_air))
                .take_while(|queued| self.journal.reached(queued.mark));
            for queued in next {
                queued.sent = true;
                frames.add(queued.bytes.clone());
            }
        }
        for envelopes in frames.done() {
            self.effects.push(Effect::Send(ClientFrame::Push { envelopes }.to_bytes()));
            self.paint_status();
        }
    }
}

/// Envelopes in frames of a bounded size.
#[derive(Default)]
struct Frames {
    full: Vec<Vec<Vec<u8>>>,
    open: Vec<Vec<u8>>,
    bytes: usize,
}

impl Frames {
    fn add(&mut self, envelope: Vec<u8>) {
        if self.open.len() >= PUSH_RECORDS || self.bytes + envelope.len() > PUSH_BYTES {
            self.close();
        }
        self.bytes += envelope.len();
        self.open.push(envelope);
    }

    fn close(&mut self) {
        self.bytes = 0;
        if !self.open.is_empty() {
            self.full.push(std::mem::take(&mut self.open));
        }
    }

    fn done(mut self) -> Vec<Vec<Vec<u8>>> {
        self.close();
        self.full
    }
}

/// Changes in portions that fit a record.
fn in_parts(changes: Vec<Vec<u8>>) -> Vec<Vec<Vec<u8>>> {
    let mut parts: Vec<Vec<Vec<u8>>> = Vec::new();
    let mut bytes = usize::MAX;
    for change in changes {
        if bytes.saturating_add(change.len()) > RECORD_BYTES {
            parts.push(Vec::new());
            bytes = 0;
        }
        bytes += change.len();
        if let Some(part) = parts.last_mut() {
            part.push(change);
        }
    }
    parts
}
