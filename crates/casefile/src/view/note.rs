//! A note as the screen shows it: its head, and its sections in order.
//!
//! Changing the format never hides what was written: sections of other formats that say something follow at the end.

use super::{Conflict, choice, conflicts, line};
use crate::choice::{NoteFormat, NoteKind};
use crate::document::Document;
use crate::id::{CaseId, EntityKey, Moment, NoteId};
use crate::private::Private;
use crate::problem::Problem;
use crate::schema::{self, EntityKind, Field, Shape};

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteView {
    /// Which.
    pub note: NoteId,
    /// In which case.
    pub case: Option<CaseId>,
    /// What kind of contact; `None` if nobody said, or if this version does not know the kind.
    pub kind: Option<NoteKind>,
    /// When the contact was.
    pub at: Option<Moment>,
    /// How long, in minutes.
    pub minutes: Option<u32>,
    /// Where.
    pub place: Private<String>,
    /// Who was there.
    pub present: Private<String>,
    /// How it is divided.
    pub format: NoteFormat,
    /// Its sections, in the order in which they are shown.
    pub sections: Vec<SectionView>,
    /// When it was finished, if it was.
    pub finished_at: Option<Moment>,
    /// Whether it was put away.
    pub archived: bool,
    /// Fields with several answers.
    pub conflicts: Vec<Conflict>,
}

/// A section of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionView {
    /// Which.
    pub field: Field,
    /// What it says.
    pub text: Private<String>,
    /// Whether it is not of this format, and only shown because it says something.
    pub extra: bool,
}

impl Document {
    /// A note; `None` if it is not in this document.
    #[must_use]
    pub fn note_view(&self, note: NoteId) -> Option<(NoteView, Vec<Problem>)> {
        let entity = self.entity(EntityKey::note(note))?;
        let format = choice(&entity, Field::Format).unwrap_or(NoteFormat::Free);
        let mut sections: Vec<SectionView> = format
            .sections()
            .iter()
            .map(|field| SectionView { field: *field, text: line(&entity, *field), extra: false })
            .collect();
        for (field, shape) in schema::fields(EntityKind::Note) {
            if *shape == Shape::Prose && !format.sections().contains(field) && !entity.text(*field).trim().is_empty() {
                sections.push(SectionView { field: *field, text: line(&entity, *field), extra: true });
            }
        }
        let view = NoteView {
            note,
            case: entity.text(Field::Case).parse().ok(),
            kind: choice(&entity, Field::Kind),
            at: entity.value(Field::At).as_time(),
            minutes: entity.value(Field::Minutes).as_number().and_then(|minutes| u32::try_from(minutes).ok()),
            place: line(&entity, Field::Place),
            present: line(&entity, Field::Present),
            format,
            sections,
            finished_at: entity.value(Field::FinishedAt).as_time(),
            archived: entity.archived(),
            conflicts: conflicts(&entity),
        };
        Some((view, self.problems_of(&entity)))
    }

    /// The notes in this document, by id.
    #[must_use]
    pub fn notes(&self) -> Vec<NoteId> {
        self.entities(EntityKind::Note).into_iter().map(|key| NoteId(key.id.0)).collect()
    }
}
