//! An entity on paper: what is printed and exported of it, made from its description, in reading order.
//!
//! Labels are Fluent message ids, and values are as they stand in the document: whoever prints has the words. Nothing is
//! left out because two people answered differently: every answer that stands is printed.

use crate::id::EntityKey;
use crate::read::{Answer, EntityView};
use crate::schema::{Field, Noun, Shape};
use crate::value::Value;

/// An entity on paper.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Which.
    pub key: EntityKey,
    /// What is known of its kind; its label stands above the title.
    pub noun: &'static Noun,
    /// The field that heads it, and what it says; empty if nothing was said.
    pub title: (Field, Value),
    /// What follows, in order.
    pub blocks: Vec<Block>,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A fact under its label.
    Fact {
        /// The field.
        field: Field,
        /// Fluent message of its label.
        label: &'static str,
        /// What it says.
        value: Value,
    },
    /// A fact on which people have not agreed: all answers, with who and when.
    Disputed {
        /// The field.
        field: Field,
        /// Fluent message of its label.
        label: &'static str,
        /// Every answer that stands.
        answers: Vec<Answer>,
    },
    /// Text under its label.
    Prose {
        /// The field.
        field: Field,
        /// Fluent message of its label.
        label: &'static str,
        /// What it says.
        text: String,
    },
    /// An answer that is shown only to whoever asks for it: that there is one.
    Covered {
        /// The field.
        field: Field,
        /// Fluent message of its label.
        label: &'static str,
    },
    /// A signature, over its label.
    Signature {
        /// The field.
        field: Field,
        /// Fluent message of its label.
        label: &'static str,
        /// As it is kept: see [`crate::shapes::Signature`].
        value: Value,
    },
}

impl EntityView {
    /// This entity on paper: facts that say something, then texts. What is shown only to whoever asks for it stands
    /// there where it is `uncovered`.
    #[must_use]
    pub fn paper(&self, uncovered: bool) -> Paper {
        let (title, _) = self.title();
        let sections = self.sections();
        let mut blocks = Vec::new();
        let shown = |field: &Field| self.noun.spec(*field).is_some_and(|spec| !spec.label.is_empty());
        let facts = self.noun.fields.iter().filter(|spec| !spec.section).map(|spec| spec.field);
        for field in facts.chain(sections).filter(shown) {
            blocks.extend(self.block(field, uncovered));
        }
        Paper { key: self.key, noun: self.noun, title: (title, self.value(title).clone()), blocks }
    }

    /// Whether an answer is shown only to whoever asks for it.
    #[must_use]
    pub fn is_covered(&self, field: Field) -> bool {
        let cover = self.noun.spec(field).and_then(|spec| spec.covered_by);
        // Where two people disagree, it stays covered.
        let says_so = |view: &crate::read::FieldView| view.answers.iter().any(|answer| answer.value.is_yes());
        cover.and_then(|cover| self.field(cover)).is_some_and(says_so)
    }

    fn block(&self, field: Field, uncovered: bool) -> Option<Block> {
        let spec = self.noun.spec(field)?;
        let view = self.field(field)?;
        let label = spec.label;
        if !uncovered && !view.value.is_empty() && self.is_covered(field) {
            return Some(Block::Covered { field, label });
        }
        if view.is_conflict() {
            return Some(Block::Disputed { field, label, answers: view.answers.clone() });
        }
        let value = view.value.clone();
        if value.is_empty() || value == Value::Flag(false) {
            return None;
        }
        Some(match (spec.shape, value) {
            (Shape::Prose, Value::Text(text)) if text.trim().is_empty() => return None,
            (Shape::Prose, Value::Text(text)) => Block::Prose { field, label, text },
            (Shape::Signature, value) => Block::Signature { field, label, value },
            (_, value) => Block::Fact { field, label, value },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ActorId, CaseId, Document, Edit, Moment, NoteFormat, NoteId, begin};

    const NOTE: EntityKey = EntityKey::note(NoteId([7; 16]));

    fn note(actor: u8) -> Document {
        let mut doc = Document::new(ActorId::new([actor; 32]));
        let fields = vec![(Field::FORMAT, NoteFormat::Dap.into()), (Field::MINUTES, Value::Number(45))];
        for edit in begin::note(CaseId([1; 16]), NoteId([7; 16]), Moment(1), fields) {
            doc.edit(&edit, Moment(1)).unwrap();
        }
        let insert = "Flat warm.".to_owned();
        doc.edit(&Edit::Splice { entity: NOTE, field: Field::DATA, at: 0, delete: 0, insert }, Moment(2)).unwrap();
        doc
    }

    #[test]
    fn a_note_prints_its_facts_and_then_its_sections_and_nothing_empty() {
        let paper = note(1).entity(NOTE).unwrap().paper(false);
        let labels: Vec<&str> = paper
            .blocks
            .iter()
            .map(|block| match block {
                Block::Fact { label, .. }
                | Block::Disputed { label, .. }
                | Block::Prose { label, .. }
                | Block::Covered { label, .. }
                | Block::Signature { label, .. } => *label,
            })
            .collect();
        assert_eq!(labels, ["field-note-at", "field-note-minutes", "field-note-format", "field-note-data"]);
        let text = Block::Prose { field: Field::DATA, label: "field-note-data", text: "Flat warm.".into() };
        assert!(paper.blocks.contains(&text));
    }

    #[test]
    fn an_address_that_is_kept_apart_is_on_no_paper_unless_somebody_asks_for_it() {
        let mut doc = Document::new(ActorId::new([1; 32]));
        let entity = EntityKey::person(crate::EntityId([3; 16]));
        let fields = vec![(Field::ADDRESS, "12 Hidden Lane".into()), (Field::ADDRESS_HIDDEN, Value::Flag(true))];
        doc.edit(&Edit::Create { entity, fields }, Moment(1)).unwrap();
        let view = doc.entity(entity).unwrap();
        let said = |uncovered| {
            let blocks = view.paper(uncovered).blocks;
            blocks.into_iter().find(|block| {
                matches!(
                    block,
                    Block::Fact { field: Field::ADDRESS, .. } | Block::Covered { field: Field::ADDRESS, .. }
                )
            })
        };
        assert!(matches!(said(false), Some(Block::Covered { .. })));
        assert!(matches!(said(true), Some(Block::Fact { .. })));
    }

    #[test]
    fn what_nobody_has_decided_prints_with_all_its_answers() {
        let mut mine = note(1);
        let mut theirs = Document::load(&mine.save(), ActorId::new([2; 32])).unwrap();
        let place = |text: &str| Edit::Set { entity: NOTE, field: Field::PLACE, value: text.into() };
        mine.edit(&place("Kitchen"), Moment(3)).unwrap();
        theirs.edit(&place("School office"), Moment(4)).unwrap();
        mine.merge(&theirs.changes_since(&[])).unwrap();
        let paper = mine.entity(NOTE).unwrap().paper(false);
        let disputed = paper.blocks.iter().find_map(|block| match block {
            Block::Disputed { answers, .. } => Some(answers.iter().map(|it| it.value.clone()).collect::<Vec<_>>()),
            _ => None,
        });
        let mut said = disputed.unwrap();
        said.sort_by_key(|value| value.as_text().map(str::to_owned));
        assert_eq!(said, ["Kitchen".into(), "School office".into()]);
    }
}
