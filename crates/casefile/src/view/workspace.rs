//! The workspace and its members' profiles as the screen shows them.

use super::{Conflict, conflicts, line};
use crate::document::Document;
use crate::id::EntityKey;
use crate::private::Private;
use crate::problem::Problem;
use crate::schema::{EntityKind, Field};

/// A member's profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberView {
    /// Whose, as the bytes of a member id.
    pub member: [u8; 16],
    /// Their name.
    pub name: Private<String>,
    /// Their profession.
    pub profession: Private<String>,
    /// Fields with several answers.
    pub conflicts: Vec<Conflict>,
}

/// The workspace: its name and who is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceView {
    /// Its name.
    pub name: Private<String>,
    /// Profiles, by member id.
    pub members: Vec<MemberView>,
    /// Fields of the workspace itself with several answers.
    pub conflicts: Vec<Conflict>,
}

impl Document {
    /// A member's profile; `None` if it is not in this document.
    #[must_use]
    pub fn member_view(&self, member: [u8; 16]) -> Option<(MemberView, Vec<Problem>)> {
        let entity = self.entity(EntityKey::member(member))?;
        let view = MemberView {
            member,
            name: line(&entity, Field::Name),
            profession: line(&entity, Field::Profession),
            conflicts: conflicts(&entity),
        };
        Some((view, self.problems_of(&entity)))
    }

    /// The workspace; `None` if this is not its document.
    #[must_use]
    pub fn workspace_view(&self) -> Option<(WorkspaceView, Vec<Problem>)> {
        let entity = self.entity(EntityKey::WORKSPACE)?;
        let mut problems = self.problems_of(&entity);
        let mut members = Vec::new();
        for key in self.entities(EntityKind::Member) {
            if let Some((view, more)) = self.member_view(key.id.0) {
                members.push(view);
                problems.extend(more.into_iter().filter(|problem| matches!(problem, Problem::UnknownValue { .. })));
            }
        }
        let view = WorkspaceView { name: line(&entity, Field::Name), members, conflicts: conflicts(&entity) };
        Some((view, problems))
    }
}
