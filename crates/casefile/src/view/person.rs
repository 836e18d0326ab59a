//! A person in a case as the screen shows them: the client, family, others.

use super::{Conflict, choice, conflicts, line};
use crate::choice::PersonRole;
use crate::document::Document;
use crate::id::{EntityId, EntityKey, Moment};
use crate::private::Private;
use crate::problem::Problem;
use crate::schema::{EntityKind, Field};
use crate::value::Value;

/// A person in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonView {
    /// Which.
    pub person: EntityId,
    /// What they are in the case.
    pub role: Option<PersonRole>,
    /// Name they want to be called.
    pub preferred_name: Private<String>,
    /// Name in the papers.
    pub legal_name: Private<String>,
    /// Pronouns.
    pub pronouns: Private<String>,
    /// Day or year of birth, as `YYYY-MM-DD` or `YYYY`.
    pub birth_date: Private<String>,
    /// Telephone number.
    pub phone: Private<String>,
    /// E-mail address.
    pub email: Private<String>,
    /// How to contact safely, and how not to.
    pub safe_contact: Private<String>,
    /// Languages spoken.
    pub languages: Private<String>,
    /// Whether an interpreter is needed.
    pub interpreter: Option<bool>,
    /// Address.
    pub address: Private<String>,
    /// Whether the address must be kept from others.
    pub address_hidden: bool,
    /// Cultural, communication and accessibility needs.
    pub needs: Private<String>,
    /// Whether they were put away.
    pub archived: bool,
    /// Fields with several answers.
    pub conflicts: Vec<Conflict>,
}

impl Document {
    /// A person; `None` if they are not in this document.
    #[must_use]
    pub fn person_view(&self, person: EntityId) -> Option<(PersonView, Vec<Problem>)> {
        let entity = self.entity(EntityKey::person(person))?;
        let flag = |field| match entity.value(field) {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        };
        let view = PersonView {
            person,
            role: choice(&entity, Field::Role),
            preferred_name: line(&entity, Field::PreferredName),
            legal_name: line(&entity, Field::LegalName),
            pronouns: line(&entity, Field::Pronouns),
            birth_date: line(&entity, Field::BirthDate),
            phone: line(&entity, Field::Phone),
            email: line(&entity, Field::Email),
            safe_contact: line(&entity, Field::SafeContact),
            languages: line(&entity, Field::Languages),
            interpreter: flag(Field::Interpreter),
            address: line(&entity, Field::Address),
            address_hidden: flag(Field::AddressHidden).unwrap_or(false),
            needs: line(&entity, Field::Needs),
            archived: entity.archived(),
            conflicts: conflicts(&entity),
        };
        Some((view, self.problems_of(&entity)))
    }

    /// The clients of this Record document, oldest first.
    #[must_use]
    pub fn clients(&self) -> Vec<(PersonView, Vec<Problem>)> {
        let mut clients: Vec<(Moment, PersonView, Vec<Problem>)> = self
            .entities(EntityKind::Person)
            .into_iter()
            .filter_map(|key| {
                let (view, problems) = self.person_view(key.id)?;
                let created = self.field(key, Field::CreatedAt).and_then(|field| field.value.as_time());
                (view.role == Some(PersonRole::Client) && !view.archived).then_some((
                    created.unwrap_or_default(),
                    view,
                    problems,
                ))
            })
            .collect();
        clients.sort_by_key(|(created, view, _)| (*created, view.person));
        clients.into_iter().map(|(_, view, problems)| (view, problems)).collect()
    }
}
