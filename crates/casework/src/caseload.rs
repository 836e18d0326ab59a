//! Cases as lists show them: the rows of all their circles put together.

use std::collections::BTreeMap;

use casefile::{CaseId, CaseKind, EntityKind, Field, Moment, NoteOutcome, PersonRole, Private, Row};
use device::{Archived, Device, Listed, Query, Seen, here_only};
use wire::{CircleId, DocId, Timestamp};

use crate::safety;

/// A case in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseSummary {
    /// Which.
    pub case: CaseId,
    /// What it is called.
    pub name: Private<String>,
    /// What kind of case.
    pub kind: Option<CaseKind>,
    /// When it was opened.
    pub opened_at: Option<Moment>,
    /// Whether it was put away.
    pub archived: bool,
    /// Whether it is a sample, which stands on this device alone.
    pub sample: bool,
    /// Its Team document.
    pub team_doc: DocId,
    /// Its Team circle.
    pub team: CircleId,
    /// Its Record circle, if I may read it.
    pub record: Option<CircleId>,
    /// Its Record document.
    pub record_doc: Option<DocId>,
    /// The client, from the Record circle.
    pub client: Option<ClientSummary>,
    /// Whom it is about: clients, then those who live with them.
    pub people: Vec<ClientSummary>,
    /// How many of them are clients.
    pub clients: usize,
    /// How dangerous it is, by the newest risk level.
    pub risk: Option<Row>,
    /// The safety flags that stand, raised last first.
    pub flags: Vec<Row>,
    /// How many notes.
    pub notes: usize,
    /// When the latest contact was, by the notes.
    pub last_contact: Option<Moment>,
    /// When somebody last tried in vain, by the notes.
    pub last_attempt: Option<Moment>,
    /// Fields with more than one answer, of whatever stands in its documents.
    pub conflicts: usize,
    /// Whether something in it waits to be shared.
    pub waiting: bool,
    /// When anything in it was last changed.
    pub updated: Timestamp,
}

/// What has to be in sight of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientSummary {
    /// What they want to be called, or else their name in the papers.
    pub name: Private<String>,
    /// Pronouns.
    pub pronouns: Private<String>,
    /// Day or year of birth.
    pub birth_date: Private<String>,
    /// Telephone number.
    pub phone: Private<String>,
    /// How to contact safely.
    pub safe_contact: Private<String>,
    /// Languages.
    pub languages: Private<String>,
    /// Whether an interpreter is needed.
    pub interpreter: bool,
    /// Who interprets, and what to know about it.
    pub interpreter_detail: Private<String>,
    /// Whether their address must be kept from others.
    pub address_hidden: bool,
}

impl ClientSummary {
    fn of(row: &Row) -> Self {
        let line = |field| Private::new(row.text(field).to_owned());
        let preferred = line(Field::PREFERRED_NAME);
        Self {
            name: if preferred.is_empty() { line(Field::LEGAL_NAME) } else { preferred },
            pronouns: line(Field::PRONOUNS),
            birth_date: line(Field::BIRTH_DATE),
            phone: line(Field::PHONE),
            safe_contact: line(Field::SAFE_CONTACT),
            languages: line(Field::LANGUAGES),
            interpreter: row.value(Field::INTERPRETER).is_yes(),
            interpreter_detail: line(Field::INTERPRETER_DETAIL),
            address_hidden: row.value(Field::ADDRESS_HIDDEN).is_yes(),
        }
    }
}

impl CaseSummary {
    fn of(listed: Listed, device: &Device) -> Self {
        let row = &listed.row;
        let record = row.id32(Field::RECORD_CIRCLE).map(CircleId).filter(|circle| device.knows(*circle));
        Self {
            case: CaseId(row.key.id.0),
            name: Private::new(row.text(Field::NAME).to_owned()),
            kind: row.choice(Field::KIND),
            opened_at: row.time(Field::OPENED_AT),
            archived: row.archived,
            sample: here_only::is_here_only(listed.circle),
            team_doc: listed.doc,
            team: listed.circle,
            record,
            record_doc: record.map(DocId::of_circle),
            client: None,
            people: Vec::new(),
            clients: 0,
            risk: None,
            flags: Vec::new(),
            notes: 0,
            last_contact: None,
            last_attempt: None,
            conflicts: 0,
            waiting: false,
            updated: listed.updated,
        }
    }

    fn count(&mut self, seen: &Seen<'_>) {
        let row = seen.row;
        self.waiting |= seen.waiting;
        self.updated = self.updated.max(seen.updated);
        if row.archived {
            return;
        }
        self.conflicts += row.conflicts.len();
        if row.key.kind == EntityKind::NOTE {
            self.notes += 1;
            // An attempt is no contact.
            let outcome: Option<NoteOutcome> = row.choice(Field::OUTCOME);
            let last = if outcome.is_none_or(NoteOutcome::is_contact) {
                &mut self.last_contact
            } else {
                &mut self.last_attempt
            };
            *last = (*last).max(row.time(Field::AT));
        }
    }

    fn tell(&mut self, row: &Row) {
        match row.key.kind {
            EntityKind::PERSON => self.add_person(row),
            EntityKind::RISK_LEVEL => self.risk = safety::newer(self.risk.take(), row.clone()),
            // What comes by when it was made comes last first.
            EntityKind::SAFETY_FLAG if safety::stands(row) => self.flags.insert(0, row.clone()),
            _ => {}
        }
    }

    fn add_person(&mut self, row: &Row) {
        let role = row.choice(Field::ROLE);
        if role == Some(PersonRole::Client) {
            let client = ClientSummary::of(row);
            // Of several clients, the one who came first is shown.
            self.client.get_or_insert_with(|| client.clone());
            self.people.insert(self.clients, client);
            self.clients += 1;
        } else if role == Some(PersonRole::Household) || row.value(Field::LIVES_HERE).is_yes() {
            self.people.push(ClientSummary::of(row));
        }
    }
}

/// The circles of a case that this device may read.
#[must_use]
pub fn circles_of(case: &CaseSummary) -> Vec<CircleId> {
    [Some(case.team), case.record].into_iter().flatten().collect()
}

/// Every case this device may read, those put away included, by name.
#[must_use]
pub fn cases(device: &Device) -> Vec<CaseSummary> {
    let mut cases: Vec<CaseSummary> = device
        .list(&Query::of(EntityKind::CASE).archived(Archived::Any).by(Field::NAME))
        .into_iter()
        .map(|listed| CaseSummary::of(listed, device))
        .collect();
    let index: BTreeMap<CircleId, usize> = cases
        .iter()
        .enumerate()
        .flat_map(|(at, case)| circles_of(case).into_iter().map(move |circle| (circle, at)))
        .collect();
    // A caseload has thousands of rows: each is looked at once, and only the few whose order matters are put in order.
    for seen in device.each(&Query::all().archived(Archived::Any)) {
        if let Some(case) = index.get(&seen.circle).and_then(|at| cases.get_mut(*at)) {
            case.count(&seen);
        }
    }
    let told = [EntityKind::PERSON, EntityKind::RISK_LEVEL, EntityKind::SAFETY_FLAG];
    for seen in device.see(&Query::of_any(told).by(Field::CREATED_AT)) {
        if let Some(case) = index.get(&seen.circle).and_then(|at| cases.get_mut(*at)) {
            case.tell(seen.row);
        }
    }
    cases
}

/// One case.
#[must_use]
pub fn case(device: &Device, case: CaseId) -> Option<CaseSummary> {
    cases(device).into_iter().find(|summary| summary.case == case)
}

/// The case whose documents a circle's are.
#[must_use]
pub fn case_of(cases: &[CaseSummary], circle: CircleId) -> Option<&CaseSummary> {
    cases.iter().find(|case| case.team == circle || case.record == Some(circle))
}
