//! When a disk or a relay has lost something: rebuilding a document from the log, bringing back to the relay what it
//! lost, sealing anew what only this device still has.

use std::collections::VecDeque;

use litemap::LiteMap;
use trust::Payload;
use wire::{CircleId, DeviceId, DocId, Envelope, LogPoint};

use crate::circle_log::{Brought, Last};
use crate::device::{Cx, Device};
use crate::editing::settle_kept;
use crate::effect::Change;
use crate::loading::Purpose;
use crate::open_document::{OpenDocument, Pending};
use crate::receiving::KeptRecord;
use crate::store::{Op, Read, Row, Table};
use crate::view::ProblemKind;

impl Device {
    // A damaged document.

    pub(crate) fn read_log_for(&mut self, doc: DocId) {
        let circle = self.catalogue.circle_of(&doc).or_else(|| self.pending.get(&doc).and_then(|mark| mark.circle));
        let circles: Vec<CircleId> = match circle {
            Some(circle) => vec![circle],
            None => self.circles.keys().copied().collect(),
        };
        let reads = circles.iter().map(|circle| Read::all(Table::Records, circle.as_bytes())).collect();
        self.load(Purpose::Rebuild(doc), reads);
    }

    /// Builds a document from every record of it that was ever received or queued, and from those rows of it that can
    /// still be read.
    pub(crate) fn rebuild(&mut self, cx: &mut Cx<'_>, doc: DocId, rows: Vec<Vec<Row>>) {
        let mut session = [0; 16];
        cx.rng.fill_bytes(&mut session);
        let Some(actor) = self.actor(session) else { return };
        let mut document = casefile::Document::new(actor);
        let mut found_in = self.catalogue.circle_of(&doc);
        let mut unreadable = false;
        let envelopes: Vec<Option<Envelope>> = rows
            .into_iter()
            .flatten()
            .map(|row| {
                let kept: KeptRecord = self.unseal_value(Table::Records, &row.key, &row.value)?;
                Envelope::from_bytes(&kept.envelope).ok()
            })
            .chain(
                self.circles
                    .values()
                    .flat_map(|log| log.outbox.values())
                    .map(|queued| Envelope::from_bytes(&queued.bytes).ok()),
            )
            .collect();
        for envelope in envelopes {
            let Some(envelope) = envelope else {
                unreadable = true;
                continue;
            };
            let circle = envelope.header.circle;
            let Some(key) = self.circles.get(&circle).and_then(|log| log.key(envelope.header.epoch)) else { continue };
            match trust::open(&envelope, &key) {
                Ok(Payload::Edit { doc: of, changes, .. }) if of == doc && document.merge(&changes).is_ok() => {
                    found_in = Some(circle);
                }
                Ok(Payload::Snapshot { doc: of, save, .. })
                    if of == doc && document.merge(std::slice::from_ref(&save)).is_ok() =>
                {
                    found_in = Some(circle);
                }
                _ => {}
            }
        }
        let Some(circle) = found_in else { return };
        let salvaged = self.salvaged.remove(&doc).unwrap_or_default();
        for change in salvaged.changes {
            // One that is bad by itself must not keep out the others.
            let _ = document.merge(&[change]);
        }
        let drafted = salvaged.draft.is_some();
        if let Some(saved) = salvaged.draft {
            settle_kept(&mut document, &saved);
        }
        self.damaged.remove(&doc);
        self.documents.insert(doc, OpenDocument::new(circle, document, 0));
        self.save_whole(cx, doc);
        self.problem_over(|kind| matches!(kind, ProblemKind::Damaged { .. }));
        self.problem(cx.now, ProblemKind::Damaged { repaired: true }, Some(doc));
        if unreadable {
            // The log kept here is damaged too: the relay shows it again from the start.
            self.follow_anew(cx, circle);
        }
        // If something of it was unsealed, everything I wrote in it is sealed anew: twice does no harm.
        let unsealed = drafted || self.pending.get(&doc).is_some_and(|mark| mark.sealed_heads.is_some());
        let sealed_heads = unsealed.then(Vec::new);
        self.pending.insert(doc, Pending { circle: Some(circle), sealed_heads, stale: true });
        self.finish_loading(cx, doc);
        self.paint(Change::Opened(doc));
        self.paint(Change::Document(doc));
    }

    fn follow_anew(&mut self, cx: &mut Cx<'_>, circle: CircleId) {
        if let Some(log) = self.circles.get_mut(&circle) {
            log.rewind();
            log.rebuilding = true;
        }
        self.store_circle(cx, circle);
        if self.link.is_live() {
            self.subscribe();
        }
    }

    // A relay that lost something.

    pub(crate) fn rewound(
        &mut self,
        cx: &mut Cx<'_>,
        circle: CircleId,
        _log: LogPoint,
        frontier: Vec<(DeviceId, u64)>,
    ) {
        let Some(log) = self.circles.get_mut(&circle) else { return };
        // What this device asked for itself, to go on where it was interrupted, is no surprise.
        if !log.state.refilling {
            log.state.refilling = true;
            // Nor is a log that it chose to read again from its start.
            if log.state.log != LogPoint::START {
                log.rewind();
                self.problem(cx.now, ProblemKind::RelayRewound, None);
            }
            self.store_circle(cx, circle);
        }
        self.read_log_to_refill(circle, frontier);
    }

    pub(crate) fn read_log_to_refill(&mut self, circle: CircleId, frontier: Vec<(DeviceId, u64)>) {
        self.load(Purpose::Refill { circle, frontier }, vec![Read::all(Table::Records, circle.as_bytes())]);
    }

    /// Queues every record the relay lacks, each device's in order.
    pub(crate) fn refill(
        &mut self,
        cx: &mut Cx<'_>,
        circle: CircleId,
        frontier: &[(DeviceId, u64)],
        rows: Vec<Vec<Row>>,
    ) {
        let rows = self.journal.overlay(Table::Records, circle.as_bytes(), rows.into_iter().next().unwrap_or_default());
        let mut lacking: LiteMap<(DeviceId, u64), Vec<u8>> = LiteMap::new();
        for row in rows {
            let Some(kept) = self.unseal_value::<KeptRecord>(Table::Records, &row.key, &row.value) else { continue };
            let Ok(envelope) = Envelope::from_bytes(&kept.envelope) else { continue };
            let (device, dseq) = (envelope.header.device, envelope.header.dseq);
            let have = frontier.iter().find(|(id, _)| *id == device).map_or(0, |(_, have)| *have);
            if dseq > have {
                lacking.insert((device, dseq), kept.envelope);
            }
        }
        if let Some(log) = self.circles.get_mut(&circle) {
            log.refill = lacking.into_iter().map(|((device, dseq), bytes)| Brought { device, dseq, bytes }).collect();
        }
        self.note_when_refilled(cx, circle);
        self.paint_status();
    }

    /// At the end of a log that was followed from its start anew: whether an older one is still kept.
    ///
    /// A relay that is set back says what it has, and is brought the rest. If it is set back again before this device has
    /// read its log anew as far as that, it still has all that this device says it knows, and so it says nothing.
    pub(crate) fn look_for_older_logs(&mut self, circle: CircleId) {
        let Some(log) = self.circles.get(&circle) else { return };
        if log.state.generation == 0 || !log.caught_up || log.state.refilling {
            return;
        }
        let first = Read::Scan { table: Table::Records, prefix: circle.0.to_vec(), limit: 1, after: None };
        self.load(Purpose::OlderLogs(circle), vec![first]);
    }

    pub(crate) fn read_older_logs(&mut self, circle: CircleId, rows: &[Vec<Row>]) {
        let Some(log) = self.circles.get(&circle) else { return };
        let first = rows.first().and_then(|rows| rows.first());
        if first.and_then(|row| generation_of(&row.key)).is_some_and(|generation| generation < log.state.generation) {
            self.load(Purpose::Compare(circle), vec![Read::all(Table::Records, circle.as_bytes())]);
        }
    }

    /// Brings back what is in an older log and not in the one that is followed. If there is nothing of the kind, the older
    /// ones are needed no more.
    pub(crate) fn compare_logs(&mut self, cx: &mut Cx<'_>, circle: CircleId, rows: Vec<Vec<Row>>) {
        let rows = self.journal.overlay(Table::Records, circle.as_bytes(), rows.into_iter().next().unwrap_or_default());
        let Some(log) = self.circles.get(&circle).filter(|log| log.caught_up && !log.state.refilling) else { return };
        let followed = log.state.generation;
        let mut here: LiteMap<(DeviceId, u64), ()> = LiteMap::new();
        let mut older: LiteMap<(DeviceId, u64), Vec<u8>> = LiteMap::new();
        // And whether each of their rows could be read: what is damaged is kept.
        let mut generations: LiteMap<u32, bool> = LiteMap::new();
        for row in rows {
            let Some(generation) = generation_of(&row.key) else { continue };
            let kept = self.unseal_value::<KeptRecord>(Table::Records, &row.key, &row.value);
            let read = kept.and_then(|kept| Some((Envelope::from_bytes(&kept.envelope).ok()?.header, kept.envelope)));
            if generation < followed {
                let whole = generations.get(&generation).copied().unwrap_or(true) && read.is_some();
                generations.insert(generation, whole);
            }
            let Some((header, envelope)) = read else { continue };
            let place = (header.device, header.dseq);
            if generation < followed {
                older.insert(place, envelope);
            } else {
                here.insert(place, ());
            }
        }
        let lacking = older.into_iter().filter(|(place, _)| !here.contains_key(place));
        let lacking: VecDeque<Brought> =
            lacking.map(|((device, dseq), bytes)| Brought { device, dseq, bytes }).collect();
        if lacking.is_empty() {
            for (generation, _) in generations.iter().filter(|(_, whole)| **whole) {
                let prefix = [circle.as_bytes(), generation.to_be_bytes().as_slice()].concat();
                self.journal.stage(Op::DeletePrefix { table: Table::Records, prefix });
            }
            return;
        }
        if let Some(log) = self.circles.get_mut(&circle) {
            log.refill = lacking;
            log.state.refilling = true;
        }
        self.store_circle(cx, circle);
        self.paint_status();
    }

    // My own history, lost or forked.

    /// Gives up the records in the outbox, and seals everything I wrote in this circle that may not be shared anew,
    /// behind what the relay has of me. Changes that come twice do no harm.
    pub(crate) fn seal_anew(&mut self, cx: &mut Cx<'_>, circle: CircleId) {
        let Some(log) = self.circles.get_mut(&circle) else { return };
        log.lost = false;
        log.reseal = false;
        log.outbox.clear();
        log.state.mine = log.state.shared;
        if log.state.mine.dseq == 0 {
            log.state.mine = Last::NONE;
        }
        self.journal.stage(Op::DeletePrefix { table: Table::Outbox, prefix: circle.0.to_vec() });
        self.store_circle(cx, circle);
        let docs: Vec<DocId> = self.catalogue.docs_of(&circle).copied().collect();
        for doc in docs {
            let mark = Pending { circle: Some(circle), sealed_heads: Some(Vec::new()), stale: true };
            self.put_value(cx, Table::Pending, doc.0.to_vec(), &mark);
            self.pending.insert(doc, mark);
            if self.documents.contains_key(&doc) {
                self.finish_loading(cx, doc);
            }
        }
    }
}

/// The generation in the key of a row of the Records table.
fn generation_of(key: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(*key.get(32..)?.first_chunk()?))
}
