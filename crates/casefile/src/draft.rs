//! What is being typed right now, before it becomes a change: in prose one splice that grows with every key at its place,
//! in any other field the answer as it is so far.
//!
//! A change for every letter would make a long history of a short note, and cost Automerge's whole work for each. The
//! draft is shown wherever the field is read; whoever keeps the document keeps the draft too, at every key, and
//! commits it as one change before anything else happens to the document.

use automerge::ChangeHash;
use minicbor::{Decode, Encode};

use crate::document::{Document, OpenText};
use crate::edit::{Edit, EditError, check_shape};
use crate::id::{EntityKey, Moment};
use crate::read::Answer;
use crate::schema::{Field, Shape};
use crate::splice::{Splice, utf16_len};
use crate::value::Value;

/// Most bytes that a draft puts in, and most UTF-16 units that it takes out. Beyond, it is committed and another begins.
const MAX_INSERTED: usize = 512;
const MAX_DELETED: u32 = 48;

/// Most bytes of an answer that is a draft. A longer one is a change with every key, so that no row is written over and
/// over for a pasted book.
const MAX_ANSWER: usize = 16 * 1024;

/// Typing that is no change yet. `Debug` does not print the text.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Draft {
    /// In which entity.
    #[n(0)]
    pub entity: EntityKey,
    /// In which of its fields.
    #[n(1)]
    pub field: Field,
    /// What was typed.
    #[n(2)]
    pub typed: Typed,
    /// When the last key was.
    #[n(3)]
    pub at: Moment,
}

/// What a draft holds. `Debug` does not print the text.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Typed {
    /// What has to be done to a prose field's text as the changes have it.
    #[n(0)]
    Splice(#[n(0)] Splice),
    /// An answer to another field, and the one that it is written over: see [`Edit::Answer`].
    #[n(1)]
    Answer {
        /// What it says so far.
        #[n(0)]
        value: Value,
        /// What the field said when its writer began.
        #[n(1)]
        over: Value,
    },
}

impl Draft {
    /// The edit that it will be.
    #[must_use]
    pub fn edit(&self) -> Edit {
        let (entity, field) = (self.entity, self.field);
        match self.typed.clone() {
            Typed::Splice(Splice { at, delete, insert }) => Edit::Splice { entity, field, at, delete, insert },
            Typed::Answer { value, over } => Edit::Answer { entity, field, value, over },
        }
    }

    /// Whether it is an answer: one that is not finished with every pause for breath, as a sentence in prose is.
    #[must_use]
    pub const fn is_answer(&self) -> bool {
        matches!(self.typed, Typed::Answer { .. })
    }
}

impl Document {
    /// What is typed and not committed.
    #[must_use]
    pub const fn draft(&self) -> Option<&Draft> {
        self.draft.as_ref()
    }

    /// Takes typing into the draft, or begins one. `false` if it does not belong there and has not been done: commit the
    /// draft if there is one, and ask again or [`edit`](Self::edit).
    ///
    /// # Errors
    /// If it does not fit the document; then nothing has changed.
    pub fn type_into_draft(&mut self, edit: &Edit, now: Moment) -> Result<bool, EditError> {
        if let Edit::Answer { entity, field, value, over } = edit {
            return self.answer_into_draft(*entity, *field, value, over, now);
        }
        let Edit::Splice { entity, field, at, delete, insert } = edit else { return Ok(false) };
        let (entity, field, at, delete) = (*entity, *field, *at, *delete);
        let text = match self.open_text(entity, field) {
            Ok(text) => text,
            // The first letter makes the text.
            Err(EditError::NoSuchText) => return Ok(false),
            Err(error) => return Err(error),
        };
        at.checked_add(delete).filter(|end| *end <= text.length).ok_or(EditError::OutOfText)?;
        if delete > MAX_DELETED || insert.len() > MAX_INSERTED || (delete == 0 && insert.is_empty()) {
            return Ok(false);
        }
        let typed = Splice { at, delete, insert: insert.clone() };
        let (removed, joined) = match &self.draft {
            None => {
                self.check_place(&text, at, delete)?;
                (self.units_of(&text.object, at, delete), typed.clone())
            }
            Some(Draft { typed: Typed::Splice(drafted), entity: of, field: within, .. })
                if (*of, *within) == (entity, field) =>
            {
                let Some(joined) = self.join(&text, drafted, &typed)? else { return Ok(false) };
                joined
            }
            Some(_) => return Ok(false),
        };
        if joined.delete > MAX_DELETED || joined.insert.len() > MAX_INSERTED {
            return Ok(false);
        }
        self.follow(entity, field, &typed);
        self.history.typed(entity, field, &typed, removed, now);
        self.draft = Some(Draft { entity, field, typed: Typed::Splice(joined), at: now });
        Ok(true)
    }

    /// The same for the answer to a field that is not prose: it takes the place of the draft's.
    fn answer_into_draft(
        &mut self,
        entity: EntityKey,
        field: Field,
        value: &Value,
        over: &Value,
        now: Moment,
    ) -> Result<bool, EditError> {
        let spec = self.schema.spec(entity.kind, field);
        check_shape(spec, value)?;
        let long = value.as_text().is_some_and(|text| text.len() > MAX_ANSWER);
        if long || spec.is_none_or(|spec| spec.shape == Shape::Prose || spec.shape.is_set()) {
            return Ok(false);
        }
        let (value, over) = (value.clone().tidy(), over.clone().tidy());
        match &self.draft {
            None => {
                if self.containers(entity).is_empty() {
                    return Err(EditError::NoSuchEntity);
                }
                let stands = self.field(entity, field).unwrap_or_default();
                if stands.value == value && !stands.is_conflict() {
                    return Ok(false);
                }
            }
            Some(draft) => {
                let same = (draft.entity, draft.field) == (entity, field);
                if !same || !matches!(&draft.typed, Typed::Answer { over: began, .. } if *began == over) {
                    return Ok(false);
                }
            }
        }
        self.history.answering(entity, field, value.clone(), over.clone());
        self.draft = Some(Draft { entity, field, typed: Typed::Answer { value, over }, at: now });
        Ok(true)
    }

    /// One splice of the committed text that does what the draft's and then `typed` do, and the units that `typed` takes
    /// out. `None` if the two do not adjoin.
    fn join(&self, text: &OpenText, draft: &Splice, typed: &Splice) -> Result<Option<(Vec<u16>, Splice)>, EditError> {
        let drafted: Vec<u16> = draft.insert.encode_utf16().collect();
        let (from, to) = (draft.at, draft.at + utf16_len(&draft.insert));
        let (at, end) = (typed.at, typed.at + typed.delete);
        if at > to || end < from {
            return Ok(None);
        }
        // A deletion may reach into the committed text before the draft, into the draft, and into the text after it.
        let (before, after) = (from.saturating_sub(at), end.saturating_sub(to));
        let inside = (at.max(from) - from) as usize..(end.min(to) - from) as usize;
        if text.wide && (before > 0 || after > 0) {
            return Ok(None);
        }
        let cuts = |place: usize| drafted.get(place).is_some_and(|unit| (0xdc00..0xe000).contains(unit));
        if cuts(inside.start) || cuts(inside.end) {
            return Err(EditError::OutOfText);
        }
        let mut removed = self.units_of(&text.object, at, before);
        removed.extend_from_slice(&drafted[inside.clone()]);
        removed.extend(self.units_of(&text.object, draft.at + draft.delete, after));
        let kept =
            [&drafted[..inside.start], &typed.insert.encode_utf16().collect::<Vec<u16>>(), &drafted[inside.end..]];
        let insert = String::from_utf16_lossy(&kept.concat());
        Ok(Some((removed, Splice { at: draft.at - before, delete: draft.delete + before + after, insert })))
    }

    /// Makes one change of the draft; its bytes. `None` if there is no draft, or it changes nothing.
    ///
    /// # Errors
    /// If Automerge refuses it; then it is still a draft.
    pub fn commit_draft(&mut self) -> Result<Option<Vec<u8>>, EditError> {
        let Some(draft) = self.draft.clone() else { return Ok(None) };
        let change = match &draft.typed {
            Typed::Splice(splice) if splice.delete == 0 && splice.insert.is_empty() => None,
            Typed::Splice(splice) => {
                let text = self.open_text(draft.entity, draft.field)?;
                self.splice_in(&text, splice, draft.at)?.0
            }
            Typed::Answer { value, over } => {
                let placed = self.put_answer(draft.entity, draft.field, (value, over), None, draft.at)?;
                if placed.beside {
                    // Undo takes back what only I said.
                    self.history.forget(draft.entity, Some(draft.field));
                }
                placed.change
            }
        };
        self.draft = None;
        Ok(change)
    }

    /// Makes a change of a draft that was kept when the document had these `heads`, wherever it has come since; its bytes.
    /// `None` if it changes nothing, or has no place here.
    ///
    /// A newer version may have kept it, and the older one be back: what was typed in a field that this one does not know
    /// is committed like any other.
    pub fn commit_draft_at(&mut self, heads: &[[u8; 32]], draft: &Draft) -> Option<Vec<u8>> {
        if let Typed::Answer { value, .. } = &draft.typed
            && self.schema.spec(draft.entity.kind, draft.field).is_some()
        {
            self.check_answer(draft.entity, draft.field, value).ok()?;
        }
        if self.heads() == heads {
            return self.commit_kept(draft);
        }
        let heads: Vec<ChangeHash> = heads.iter().map(|hash| ChangeHash(*hash)).collect();
        if let Typed::Answer { value, over } = &draft.typed {
            // It says itself what it was written over.
            let known: Vec<ChangeHash> = heads.into_iter().filter(|hash| self.has_change(hash)).collect();
            return self.put_answer(draft.entity, draft.field, (value, over), Some(&known), draft.at).ok()?.change;
        }
        if !heads.iter().all(|hash| self.has_change(hash)) {
            return None;
        }
        let mut then = Self::of(self.am.fork_at(&heads).ok()?, self.schema, self.actor);
        let change = then.commit_kept(draft)?;
        self.merge(std::slice::from_ref(&change)).ok()?;
        Some(change)
    }

    /// Makes a change of a draft that was kept when the document was as it is.
    fn commit_kept(&mut self, draft: &Draft) -> Option<Vec<u8>> {
        if self.schema.spec(draft.entity.kind, draft.field).is_some() {
            return self.edit(&draft.edit(), draft.at).ok()?.changes.pop();
        }
        match &draft.typed {
            Typed::Splice(splice) => {
                let text = self.find_text(draft.entity, draft.field).ok()?;
                self.check_place(&text, splice.at, splice.delete).ok()?;
                let (change, _) = self.splice_in(&text, splice, draft.at).ok()?;
                self.follow(draft.entity, draft.field, splice);
                change
            }
            Typed::Answer { value, over } => {
                self.put_answer(draft.entity, draft.field, (value, over), None, draft.at).ok()?.change
            }
        }
    }

    /// Gives the draft up.
    pub fn discard_draft(&mut self) -> Option<Draft> {
        let draft = self.draft.take()?;
        // Its remembered length includes the draft's.
        self.texts.remove(&(draft.entity, draft.field));
        self.history.forget(draft.entity, Some(draft.field));
        Some(draft)
    }

    /// A text of the document with the draft in it, if it is that text's.
    pub(crate) fn with_draft(&self, object: &automerge::ObjId, text: String) -> String {
        let Some(draft) = &self.draft else { return text };
        let Typed::Splice(splice) = &draft.typed else { return text };
        let is_of = self.texts.get(&(draft.entity, draft.field)).is_some_and(|open| open.object == *object);
        if is_of { splice.apply(&text).unwrap_or(text) } else { text }
    }

    /// The answers to a field with the draft's among them, if it is that field's.
    pub(crate) fn with_drafted_answer(&self, entity: EntityKey, field: Field, answers: &mut Vec<Answer>) {
        let Some(draft) = self.draft.as_ref().filter(|draft| (draft.entity, draft.field) == (entity, field)) else {
            return;
        };
        let Typed::Answer { value, over } = &draft.typed else { return };
        if !answers.is_empty() && answers.iter().all(|answer| answer.value == *value) {
            return;
        }
        let disputed = answers.iter().any(|answer| answer.value != answers[0].value);
        let tag = self.actor.device_tag();
        answers.retain(|answer| !answer.actor.starts_with(&tag) && (disputed || answer.value != *over));
        if !(answers.is_empty() && value.is_empty()) {
            answers.push(Answer { value: value.clone(), actor: self.actor.as_bytes().to_vec(), at: draft.at });
        }
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_core::{Rng, SeedableRng};

    use super::*;
    use crate::{ActorId, CaseId, NoteId, begin};

    const NOTE: EntityKey = EntityKey::note(NoteId([7; 16]));

    fn note() -> Document {
        let mut doc = Document::new(ActorId::new([5; 32]));
        for edit in begin::note(CaseId([1; 16]), NoteId([7; 16]), Moment(1), vec![]) {
            doc.edit(&edit, Moment(1)).unwrap();
        }
        doc
    }

    /// A note that somebody has written in, and taken all of it out again.
    fn note_with_text() -> Document {
        let mut doc = note();
        doc.edit(&splice(0, 0, "x"), Moment(1)).unwrap();
        doc.edit(&splice(0, 1, ""), Moment(1)).unwrap();
        Document::load(&doc.save(), ActorId::new([7; 32])).unwrap()
    }

    fn splice(at: u32, delete: u32, insert: &str) -> Edit {
        Edit::Splice { entity: NOTE, field: Field::BODY, at, delete, insert: insert.into() }
    }

    /// Types; how many changes that made.
    fn typed(doc: &mut Document, edit: &Edit, now: Moment) -> Vec<Vec<u8>> {
        if doc.type_into_draft(edit, now).unwrap() {
            return Vec::new();
        }
        let mut changes: Vec<Vec<u8>> = doc.commit_draft().unwrap().into_iter().collect();
        if !doc.type_into_draft(edit, now).unwrap() {
            changes.extend(doc.edit(edit, now).unwrap().changes);
        }
        changes
    }

    fn text(doc: &Document) -> String {
        doc.text(NOTE, Field::BODY).unwrap()
    }

    #[test]
    fn a_sentence_and_what_was_taken_back_in_it_is_one_change() {
        let mut doc = note_with_text();
        let mut changes = Vec::new();
        for (at, letter) in (0..).zip("She is wel".chars()) {
            changes.extend(typed(&mut doc, &splice(at, 0, &letter.to_string()), Moment(2)));
        }
        changes.extend(typed(&mut doc, &splice(9, 1, ""), Moment(3)));
        changes.extend(typed(&mut doc, &splice(9, 0, "ll."), Moment(4)));
        assert_eq!(text(&doc), "She is well.");
        assert_eq!(doc.entity(NOTE).unwrap().text(Field::BODY), "She is well.", "views show it too");
        assert_eq!(changes, Vec::<Vec<u8>>::new());
        assert!(doc.commit_draft().unwrap().is_some());
        assert_eq!((text(&doc).as_str(), doc.draft()), ("She is well.", None));
        doc.undo(Moment(5)).unwrap();
        assert_eq!(text(&doc), "", "and one step to undo");
    }

    #[test]
    fn what_was_typed_and_taken_back_leaves_no_change() {
        let mut doc = note_with_text();
        let heads = doc.heads();
        assert!(doc.type_into_draft(&splice(0, 0, "ab"), Moment(2)).unwrap());
        assert!(doc.type_into_draft(&splice(0, 2, ""), Moment(2)).unwrap());
        assert_eq!(doc.commit_draft().unwrap(), None);
        assert_eq!((doc.heads(), text(&doc).as_str()), (heads, ""));
    }

    #[test]
    fn a_draft_is_refused_where_an_edit_is() {
        let mut doc = note_with_text();
        let check = |doc: &mut Document, edit: Edit| {
            assert!(matches!(doc.type_into_draft(&edit, Moment(2)), Err(EditError::OutOfText)), "{edit:?}");
        };
        check(&mut doc, splice(1, 0, "x"));
        assert!(doc.type_into_draft(&splice(0, 0, "a😀b"), Moment(2)).unwrap());
        check(&mut doc, splice(2, 0, "x"));
        check(&mut doc, splice(3, 2, ""));
        check(&mut doc, splice(u32::MAX, 2, ""));
        doc.commit_draft().unwrap();
        check(&mut doc, splice(2, 0, "x"));
        check(&mut doc, splice(1, 1, ""));
    }

    #[test]
    fn a_draft_says_the_same_as_its_changes_do_elsewhere() {
        for seed in 0..60 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut roll = |sides: usize| (rng.next_u64() % sides as u64) as usize;
            let mut doc = note();
            let mut changes = doc.changes_since(&[]);
            let mut model: Vec<u16> = Vec::new();
            let mut place = 0;
            for step in 0..80 {
                place = if roll(6) == 0 { roll(model.len() + 1) } else { place.min(model.len()) };
                let delete = if roll(3) == 0 { roll((model.len() - place).min(3) + 1) } else { 0 };
                let back = if delete == 0 && roll(3) == 0 { roll(place.min(3) + 1) } else { 0 };
                let insert = ["", "x", "yz", "é", "😀"][roll(if seed % 2 == 0 { 4 } else { 5 })];
                let (at, gone) = (place - back, back + delete);
                let cuts = |place: usize| model.get(place).is_some_and(|unit| (0xdc00..0xe000).contains(unit));
                if cuts(at) || cuts(at + gone) {
                    continue;
                }
                changes.extend(typed(&mut doc, &splice(at as u32, gone as u32, insert), Moment(step)));
                model.splice(at..at + gone, insert.encode_utf16());
                place = at + insert.encode_utf16().count();
                assert_eq!(text(&doc), String::from_utf16(&model).unwrap(), "seed {seed}, step {step}");
            }
            changes.extend(doc.commit_draft().unwrap());
            let mut other = Document::new(ActorId::new([6; 32]));
            other.merge(&changes).unwrap();
            assert_eq!((text(&other), other.heads()), (text(&doc), doc.heads()), "seed {seed}");
            while doc.undo(Moment(1_000_000)).is_some() {}
            assert_eq!(text(&doc), "", "seed {seed}: all of it can be undone");
        }
    }
}
