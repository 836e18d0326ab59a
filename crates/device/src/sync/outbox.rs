//! From unsealed changes to records in the relay's log: sealed, kept in the outbox until they come back, and sent a
//! bounded amount at a time.

use minicbor::{Decode, Encode};
use trust::Payload;
use wire::envelope::RECORD_VERSION;
use wire::{CircleId, ClientFrame, DocId, Hash, Header, RecordKind, Refusal};

use super::Syncer;
use super::circle_log::{Last, OwnHistory, Queued};
use crate::context::Cx;
use crate::membership::{CircleChain, Membership};
use crate::storage::outbox_row;
use crate::store::Table;
use crate::view::ProblemKind;

/// Bytes of changes put into one record, which others take in at one go; a single larger change goes alone.
const RECORD_BYTES: usize = 64 * 1024;

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

impl Syncer {
    /// Whether records can be sealed for a circle: without its key of now, or without knowing my own place, changes stay
    /// where they are: safe, and unsealed. So they do while the chain here is older than what I have named, or than I
    /// am in it: nobody would count what I wrote under it.
    pub(crate) fn can_seal(&self, membership: &Membership, id: CircleId) -> bool {
        let (Some(log), Some(chain)) = (self.circles.get(&id), membership.chain(id)) else { return false };
        let follows = match (chain.circle(), membership.device(), membership.roster()) {
            (Some(circle), Some(me), Some(roster)) => circle.can_follow(&me, &log.state.mine, roster),
            // It is still to be read; as it was kept, it goes on.
            _ => true,
        };
        log.own != OwnHistory::Lost && chain.can_seal() && follows
    }

    /// Seals changes of a document into the outbox.
    pub(crate) fn seal(
        &mut self,
        cx: &mut Cx<'_>,
        membership: &Membership,
        circle: CircleId,
        doc: DocId,
        changes: Vec<Vec<u8>>,
    ) {
        for part in in_parts(changes) {
            self.seal_record(cx, membership, circle, doc, part);
        }
        self.store_log(cx, circle);
    }

    fn seal_record(
        &mut self,
        cx: &mut Cx<'_>,
        membership: &Membership,
        circle: CircleId,
        doc: DocId,
        changes: Vec<Vec<u8>>,
    ) {
        let (Some(keys), Some(chain)) = (membership.keys(), membership.chain(circle)) else { return };
        let (Some(log), Some((epoch, key))) = (self.circles.get_mut(&circle), chain.current_key()) else { return };
        let dseq = log.state.mine.dseq + 1;
        let header = Header {
            v: RECORD_VERSION,
            circle,
            epoch,
            kind: RecordKind::Edit,
            device: keys.id(),
            dseq,
            prev: log.state.mine.hash,
            control_head: chain.head(),
        };
        let payload = Payload::Edit { doc, changes, at: log.state.log };
        let Ok(envelope) = trust::seal(keys, &key, header, &payload, cx.rng) else {
            // Larger than any record may be: it stays on this device, and the person is told.
            cx.problem(ProblemKind::Refused { reason: Refusal::TooLarge }, Some(doc));
            return;
        };
        let bytes = envelope.to_bytes();
        let hash = Hash::of(&bytes);
        log.state.mine = Last { dseq, hash, control_head: chain.head() };
        let row = OutboxRow { doc, envelope: bytes.clone() };
        cx.put_value(Table::Outbox, outbox_row(circle, dseq), &row);
        let seq = cx.storage.seq();
        log.outbox.insert(dseq, Queued { doc, bytes, hash, seq, sent: false, acknowledged: false });
    }

    /// Sends what is durable and not yet sent, in order.
    pub(crate) fn push(&mut self, cx: &mut Cx<'_>, membership: &Membership) {
        if !self.connection.is_live() {
            return;
        }
        let mut frames = Frames::default();
        for (circle, log) in &mut self.circles {
            let shared = membership.chain(*circle).is_some_and(CircleChain::is_shared);
            if !shared || !log.is_followed() {
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
                .take_while(|queued| cx.storage.is_durable(queued.seq));
            for queued in next {
                queued.sent = true;
                frames.add(queued.bytes.clone());
            }
        }
        for envelopes in frames.done() {
            cx.send(&ClientFrame::Push { envelopes });
            cx.notify_status();
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
