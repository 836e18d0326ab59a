//! A case as the screen shows it.

use super::{Conflict, choice, conflicts, hex32, line};
use crate::choice::CaseKind;
use crate::document::Document;
use crate::id::{CaseId, EntityKey, Moment};
use crate::private::Private;
use crate::problem::Problem;
use crate::schema::Field;

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseView {
    /// Which.
    pub case: CaseId,
    /// What it is called.
    pub name: Private<String>,
    /// What kind of case; `None` if nobody said, or if this version does not know the kind.
    pub kind: Option<CaseKind>,
    /// When it was opened.
    pub opened_at: Option<Moment>,
    /// The circle that holds its record.
    pub record_circle: Option<[u8; 32]>,
    /// Whether it was put away.
    pub archived: bool,
    /// Fields with several answers.
    pub conflicts: Vec<Conflict>,
}

impl Document {
    /// A case; `None` if it is not in this document.
    #[must_use]
    pub fn case_view(&self, case: CaseId) -> Option<(CaseView, Vec<Problem>)> {
        let entity = self.entity(EntityKey::case(case))?;
        let view = CaseView {
            case,
            name: line(&entity, Field::Name),
            kind: choice(&entity, Field::Kind),
            opened_at: entity.value(Field::OpenedAt).as_time(),
            record_circle: hex32(entity.text(Field::RecordCircle)),
            archived: entity.archived(),
            conflicts: conflicts(&entity),
        };
        Some((view, self.problems_of(&entity)))
    }
}
