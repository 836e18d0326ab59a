//! How a case begins: a Team document for all who work on it, and a Record document for those who may read everything.

use casefile::{CaseId, CaseKind, Client, EntityKey, Field, Moment, NoteId, Value, begin};
use device::{CircleField, Intent, NewDocument, Place};
use wire::{CircleId, DocId, MemberId};

use crate::caseload::CaseSummary;

/// A new case. Only the name is needed. Its `Debug` does not show what it holds.
#[derive(Clone)]
pub struct NewCase {
    /// Its id, freshly random.
    pub case: CaseId,
    /// The id of its first person, freshly random.
    pub person: [u8; 16],
    /// What the case is called: a client's name or a family's.
    pub name: String,
    /// What kind of case, if known.
    pub kind: Option<CaseKind>,
    /// How to contact safely.
    pub safe_contact: String,
    /// A telephone number.
    pub phone: String,
    /// What the worry is.
    pub worry: String,
    /// Now.
    pub now: Moment,
}

impl std::fmt::Debug for NewCase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewCase").field("case", &self.case).finish_non_exhaustive()
    }
}

/// Opens a case. Its team's document names the circle of its record.
#[must_use]
pub fn new_case(new: &NewCase) -> Intent {
    let client = Client { name: new.name.clone(), phone: new.phone.clone(), safe_contact: new.safe_contact.clone() };
    let record = CircleField { entity: EntityKey::case(new.case), field: Field::RECORD_CIRCLE, document: 1 };
    Intent::Create(vec![
        NewDocument {
            place: Place::NewCircle,
            edits: begin::team(new.case, &new.name, new.kind, new.now),
            circles: vec![record],
            tentative: false,
        },
        NewDocument {
            place: Place::NewCircle,
            edits: begin::record(new.case, new.person, &client, &new.worry, new.now),
            circles: Vec::new(),
            tentative: false,
        },
    ])
}

/// Begins a note in the record of a case, on this screen alone until somebody writes in it; `None` if this device may not
/// read it.
#[must_use]
pub fn tentative_note(case: &CaseSummary, note: NoteId, now: Moment, fields: Vec<(Field, Value)>) -> Option<Intent> {
    let Intent::Create(mut documents) = new_note(case, note, now, fields)? else { return None };
    documents.iter_mut().for_each(|document| document.tentative = true);
    Some(Intent::Create(documents))
}

/// Begins a note in the record of a case; `None` if this device may not read it.
#[must_use]
pub fn new_note(case: &CaseSummary, note: NoteId, now: Moment, fields: Vec<(Field, Value)>) -> Option<Intent> {
    let place = Place::Circle { circle: case.record?, doc: DocId(note.0) };
    let edits = begin::note(case.case, note, now, fields);
    Some(Intent::Create(vec![NewDocument { place, edits, circles: Vec::new(), tentative: false }]))
}

/// Gives a member access to a case: to its team's circle, and with `record` to everything.
#[must_use]
pub fn grant(team: CircleId, record: Option<CircleId>, member: MemberId) -> Intent {
    let circles = [Some(team), record].into_iter().flatten().collect();
    Intent::Grant { circles, member }
}
