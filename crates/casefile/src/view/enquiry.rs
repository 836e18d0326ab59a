//! An enquiry, what a case began with, as the screen shows it.

use super::{Conflict, conflicts, line};
use crate::document::Document;
use crate::id::{EntityId, EntityKey, Moment};
use crate::private::Private;
use crate::problem::Problem;
use crate::schema::Field;

/// What a case began with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnquiryView {
    /// Which.
    pub enquiry: EntityId,
    /// What the worry is.
    pub worry: Private<String>,
    /// Who brought it.
    pub source: Private<String>,
    /// When it came.
    pub received_at: Option<Moment>,
    /// Fields with several answers.
    pub conflicts: Vec<Conflict>,
}

impl Document {
    /// What a case began with; `None` if it is not in this document.
    #[must_use]
    pub fn enquiry_view(&self, enquiry: EntityId) -> Option<(EnquiryView, Vec<Problem>)> {
        let entity = self.entity(EntityKey::enquiry(enquiry))?;
        let view = EnquiryView {
            enquiry,
            worry: line(&entity, Field::Worry),
            source: line(&entity, Field::Source),
            received_at: entity.value(Field::ReceivedAt).as_time(),
            conflicts: conflicts(&entity),
        };
        Some((view, self.problems_of(&entity)))
    }
}
