//! Cases, notes and people as lists show them, from what the catalogue keeps of every document.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use casefile::{CaseId, DeviceRow, MemberRow, NoteRow, Private, Row};
use wire::{CircleId, DeviceId, DocId, MemberId, Timestamp};

use crate::device::Parts;
use crate::documents::Catalogue;
use crate::view::{CaseSummary, NoteSummary, QueueRow};

impl Catalogue {
    /// What a document says of a member.
    pub(crate) fn profile(&self, doc: DocId, member: MemberId) -> Option<&MemberRow> {
        self.get(doc)?.rows.iter().find_map(|row| match row {
            Row::Member(row) if row.member == member.0 => Some(row),
            _ => None,
        })
    }

    fn device(&self, doc: DocId, device: DeviceId) -> Option<&DeviceRow> {
        self.get(doc)?.rows.iter().find_map(|row| match row {
            Row::Device(row) if row.tag == device.0[..16] => Some(row),
            _ => None,
        })
    }
}

impl Parts {
    pub(crate) fn profile(&self, member: MemberId) -> Option<&MemberRow> {
        self.documents.catalogue().profile(self.membership.workspace_doc()?, member)
    }

    pub(crate) fn label_of(&self, device: DeviceId) -> Option<&str> {
        let row = self.documents.catalogue().device(self.membership.workspace_doc()?, device)?;
        Some(row.label.get())
    }

    pub(crate) fn workspace_name(&self) -> Option<String> {
        let entry = self.documents.catalogue().get(self.membership.workspace_doc()?)?;
        entry.rows.iter().find_map(|row| match row {
            Row::Workspace(row) => Some(row.name.get().clone()),
            _ => None,
        })
    }

    /// Every case this device may read, by name.
    pub(crate) fn cases(&self) -> Vec<CaseSummary> {
        let catalogue = self.documents.catalogue();
        let mut cases: Vec<CaseSummary> = catalogue
            .rows()
            .filter_map(|(doc, entry, row)| match row {
                Row::Case(row) => Some((doc, entry, row)),
                _ => None,
            })
            .map(|(doc, entry, row)| {
                let record = row.record_circle.map(CircleId).filter(|circle| self.sync.knows(*circle));
                CaseSummary {
                    case: row.case,
                    team_doc: doc,
                    team: entry.circle,
                    record,
                    record_doc: record.map(DocId::of_circle),
                    row: row.clone(),
                    client: None,
                    notes: 0,
                    last_contact: None,
                    conflicts: row.conflicts as usize,
                    waiting: false,
                    updated: entry.updated,
                }
            })
            .collect();
        let waiting = self.waiting();
        let index: BTreeMap<CircleId, usize> = cases
            .iter()
            .enumerate()
            .flat_map(|(at, case)| [Some(case.team), case.record].into_iter().flatten().map(move |circle| (circle, at)))
            .collect();
        for (doc, entry) in catalogue.iter() {
            let Some(case) = index.get(&entry.circle).and_then(|at| cases.get_mut(*at)) else { continue };
            case.waiting |= waiting.contains(&doc);
            case.updated = case.updated.max(entry.updated);
            for row in &entry.rows {
                match row {
                    Row::Note(note) if !note.archived => {
                        case.notes += 1;
                        case.conflicts += note.conflicts as usize;
                        let at = note.at.map(|at| Timestamp(at.0));
                        case.last_contact = case.last_contact.max(at);
                    }
                    Row::Person(person) => {
                        case.conflicts += person.conflicts as usize;
                        if person.is_client {
                            case.client = Some(person.clone());
                        }
                    }
                    _ => {}
                }
            }
        }
        cases.sort_by_cached_key(|case| casefile::fold(case.row.name.get()));
        cases
    }

    /// One case.
    pub(crate) fn case(&self, case: CaseId) -> Option<CaseSummary> {
        self.cases().into_iter().find(|summary| summary.case == case)
    }

    /// Notes that are not put away, latest contact first.
    pub(crate) fn notes_where(&self, wanted: impl Fn(&NoteRow) -> bool) -> Vec<NoteSummary> {
        let waiting = self.waiting();
        let mut notes: Vec<NoteSummary> = self
            .documents
            .catalogue()
            .rows()
            .filter_map(|(doc, entry, row)| match row {
                Row::Note(row) if !row.archived && wanted(row) => Some(NoteSummary {
                    doc,
                    row: row.clone(),
                    last_author: entry.last_author,
                    updated: entry.updated,
                    waiting: waiting.contains(&doc),
                }),
                _ => None,
            })
            .collect();
        notes.sort_by_key(|note| Reverse((note.row.at, note.updated)));
        notes
    }

    /// What waits to be shared, case by case.
    pub(crate) fn queue(&self) -> Vec<QueueRow> {
        let waiting = self.waiting();
        let row = |circles: &[CircleId], case, name: Private<String>| {
            let in_circles = |doc: &&DocId| self.documents.circle_of(**doc).is_some_and(|it| circles.contains(&it));
            let bytes = circles.iter().map(|circle| self.sync.outbox(*circle).bytes).sum();
            QueueRow { case, name, waiting: waiting.iter().filter(in_circles).count(), bytes }
        };
        let mut rows: Vec<QueueRow> = Vec::new();
        let mut in_cases: Vec<CircleId> = Vec::new();
        for case in self.cases() {
            let circles: Vec<CircleId> = [Some(case.team), case.record].into_iter().flatten().collect();
            rows.push(row(&circles, Some(case.case), case.row.name.clone()));
            in_cases.extend(circles);
        }
        let others: Vec<CircleId> = self.sync.circles().filter(|circle| !in_cases.contains(circle)).collect();
        rows.push(row(&others, None, Private::new(self.workspace_name().unwrap_or_default())));
        rows.retain(|row| row.waiting > 0);
        rows
    }
}
