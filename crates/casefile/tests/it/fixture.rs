//! People with tablets for the tests: a document each, a way to pass changes on, and a die to throw.

use std::collections::BTreeMap;

use casefile::{
    ActorId, Applied, CaseId, CaseKind, Diff, Document, Edit, EntityKey, Field, Moment, NoteId, Splice, begin,
    utf16_len,
};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

pub(crate) const NOTE: NoteId = NoteId([7; 16]);
pub(crate) const CASE: CaseId = CaseId([9; 16]);
pub(crate) const NOTE_KEY: EntityKey = EntityKey::note(NOTE);

pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// From 0 to below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        (self.0.next_u64() % sides as u64) as usize
    }

    pub(crate) fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.roll(among.len())]
    }
}

pub(crate) fn actor(who: u8) -> ActorId {
    ActorId::new([who; 32])
}

/// Somebody with a tablet. What their textareas show is kept by splices alone, as on a screen.
pub(crate) struct Tablet {
    pub(crate) doc: Document,
    pub(crate) now: Moment,
    pub(crate) outbox: Vec<Vec<u8>>,
    pub(crate) shown: BTreeMap<Field, String>,
}

impl Tablet {
    /// Begins a note.
    pub(crate) fn with_note(who: u8) -> Self {
        let mut tablet =
            Self { doc: Document::new(actor(who)), now: Moment(1_000_000), outbox: vec![], shown: BTreeMap::new() };
        for edit in begin::note(CASE, NOTE, tablet.now, vec![]) {
            tablet.edit(&edit);
        }
        tablet
    }

    /// Another tablet with the same document.
    pub(crate) fn another(&self, who: u8) -> Self {
        self.again(actor(who))
    }

    /// The same document opened by another actor.
    pub(crate) fn again(&self, actor: ActorId) -> Self {
        let doc = Document::load_with_schema(self.doc.schema(), &self.doc.save(), actor).unwrap();
        Self { doc, now: self.now, outbox: vec![], shown: self.shown.clone() }
    }

    pub(crate) fn edit(&mut self, edit: &Edit) -> Applied {
        self.try_edit(edit).unwrap()
    }

    pub(crate) fn try_edit(&mut self, edit: &Edit) -> Result<Applied, casefile::EditError> {
        let applied = self.doc.edit(edit, self.now)?;
        self.see(&applied.diffs);
        self.outbox.extend(applied.changes.clone());
        Ok(applied)
    }

    pub(crate) fn write(&mut self, field: Field, at: u32, delete: u32, insert: &str) -> Applied {
        self.edit(&Edit::Splice { entity: NOTE_KEY, field, at, delete, insert: insert.into() })
    }

    /// Types letter by letter at the end.
    pub(crate) fn type_at_end(&mut self, field: Field, text: &str) {
        for letter in text.chars() {
            let at = utf16_len(&self.text(field));
            self.now.0 += 90;
            self.write(field, at, 0, letter.encode_utf8(&mut [0; 4]));
        }
    }

    pub(crate) fn set(&mut self, field: Field, value: impl Into<casefile::Value>) -> Applied {
        self.edit(&Edit::Set { entity: NOTE_KEY, field, value: value.into() })
    }

    pub(crate) fn undo(&mut self) -> Option<Applied> {
        let applied = self.doc.undo(self.now)?;
        self.see(&applied.diffs);
        self.outbox.extend(applied.changes.clone());
        Some(applied)
    }

    pub(crate) fn redo(&mut self) -> Option<Applied> {
        let applied = self.doc.redo(self.now)?;
        self.see(&applied.diffs);
        self.outbox.extend(applied.changes.clone());
        Some(applied)
    }

    pub(crate) fn receive(&mut self, changes: &[Vec<u8>]) -> Vec<Diff> {
        let merged = self.doc.merge(changes).unwrap();
        self.see(&merged.diffs);
        merged.diffs
    }

    pub(crate) fn text(&self, field: Field) -> String {
        self.doc.text(NOTE_KEY, field).unwrap()
    }

    pub(crate) fn pause(&mut self) {
        self.now.0 += 5_000;
    }

    /// Keeps the textareas: spliced where told so, read anew where told so; then they must be the document.
    fn see(&mut self, diffs: &[Diff]) {
        for diff in diffs {
            match diff {
                Diff::Text { entity, field, splices } if *entity == NOTE_KEY => {
                    let Some(text) = self.shown.get_mut(field) else { continue };
                    for splice in splices {
                        *text = apply(splice, text);
                    }
                }
                Diff::Field { entity, field } if *entity == NOTE_KEY => {
                    if let Some(shown) = self.shown.get_mut(field) {
                        *shown = self.doc.text(NOTE_KEY, *field).unwrap();
                    }
                }
                Diff::Entity { entity } if *entity == NOTE_KEY => self.shown.clear(),
                _ => {}
            }
        }
        for field in [Field::BODY, Field::PLAN] {
            if let Some(text) = self.doc.text(NOTE_KEY, field) {
                self.shown.entry(field).or_insert(text);
            }
        }
        for (field, shown) in &self.shown {
            assert_eq!(Some(shown), self.doc.text(NOTE_KEY, *field).as_ref(), "the screen shows what is written");
        }
    }
}

fn apply(splice: &Splice, text: &str) -> String {
    splice.apply(text).unwrap_or_else(|| panic!("{splice:?} does not fit {text:?}"))
}

/// A case's Team document, whose record is held by the circle of threes.
pub(crate) fn team(name: &str, kind: Option<CaseKind>, now: Moment) -> Vec<Edit> {
    let mut edits = begin::team(CASE, name, kind, now);
    if let Some(Edit::Create { fields, .. }) = edits.last_mut() {
        fields.push((Field::RECORD_CIRCLE, "03".repeat(32).into()));
    }
    edits
}

/// Everybody gets everything.
pub(crate) fn share(tablets: &mut [Tablet]) {
    for from in 0..tablets.len() {
        let outbox = std::mem::take(&mut tablets[from].outbox);
        for (to, tablet) in tablets.iter_mut().enumerate() {
            if to != from {
                tablet.receive(&outbox);
            }
        }
    }
}

/// Every order in which so many things can come.
pub(crate) fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![vec![]];
    }
    let shorter = orders(count - 1);
    let with_last = |order: &Vec<usize>, at: usize| [&order[..at], &[count - 1], &order[at..]].concat();
    shorter.iter().flat_map(|order| (0..count).map(move |at| with_last(order, at))).collect()
}

/// What two documents have to agree on.
pub(crate) fn state(doc: &Document) -> (Vec<[u8; 32]>, Vec<casefile::EntityView>) {
    let entities = doc.all_entities().into_iter().map(|key| doc.entity(key).unwrap()).collect();
    (doc.heads(), entities)
}
