//! What screens show of one thing: a note, a case, a person, a member, a workspace, as plain data.
//!
//! A view is always made, with whatever could be read, and beside it the problems. Client data in it is
//! [`Private`].

mod note;

use std::str::FromStr;

pub use note::{NoteView, SectionView};

use crate::choice::{CaseKind, PersonRole};
use crate::document::Document;
use crate::id::{CaseId, EntityId, EntityKey, Moment};
use crate::private::Private;
use crate::problem::Problem;
use crate::read::{Answer, EntityView};
use crate::schema::{self, EntityKind, Field, Shape};

/// A field with several answers, to be shown where the field is until somebody chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Which field.
    pub field: Field,
    /// All answers, with who and when; the one shown elsewhere is the last.
    pub answers: Vec<Answer>,
}

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

    /// A person; `None` if they are not in this document.
    #[must_use]
    pub fn person_view(&self, person: EntityId) -> Option<(PersonView, Vec<Problem>)> {
        let entity = self.entity(EntityKey::person(person))?;
        let flag = |field| match entity.value(field) {
            crate::value::Value::Flag(flag) => Some(*flag),
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

    /// What could not be read of an entity and of the document's description.
    pub(crate) fn problems_of(&self, entity: &EntityView) -> Vec<Problem> {
        let mut problems = Vec::new();
        match self.field(EntityKey::DOC, Field::Schema).and_then(|field| field.value.as_number()) {
            None => problems.push(Problem::NoDescription),
            Some(schema) if schema > schema::VERSION => problems.push(Problem::Newer { schema }),
            Some(_) => {}
        }
        problems.extend(&entity.problems);
        for (field, shape) in schema::fields(entity.key.kind) {
            let known = entity.fields.contains_key(field);
            let reported = problems.contains(&Problem::UnknownValue { entity: entity.key, field: *field });
            if *shape == Shape::Prose && !known && !reported {
                problems.push(Problem::MissingText { entity: entity.key, field: *field });
            }
            let word = entity.text(*field);
            if *shape == Shape::Choice && !word.is_empty() && !reported && !is_known(entity.key.kind, *field, word) {
                problems.push(Problem::UnknownValue { entity: entity.key, field: *field });
            }
        }
        problems
    }
}

/// Whether a word of a choice is known to this version.
fn is_known(kind: EntityKind, field: Field, word: &str) -> bool {
    use crate::choice::{DocKind, NoteFormat, NoteKind};
    match (kind, field) {
        (EntityKind::Doc, Field::Purpose) => word.parse::<DocKind>().is_ok(),
        (EntityKind::Case, Field::Kind) => word.parse::<CaseKind>().is_ok(),
        (EntityKind::Note, Field::Kind) => word.parse::<NoteKind>().is_ok(),
        (EntityKind::Note, Field::Format) => word.parse::<NoteFormat>().is_ok(),
        (EntityKind::Person, Field::Role) => word.parse::<PersonRole>().is_ok(),
        _ => true,
    }
}

pub(crate) fn line(entity: &EntityView, field: Field) -> Private<String> {
    entity.text(field).into()
}

/// A choice; `None` if nothing was chosen or this version does not know the word.
pub(crate) fn choice<T: FromStr>(entity: &EntityView, field: Field) -> Option<T> {
    entity.text(field).parse().ok()
}

pub(crate) fn hex32(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    (base16ct::lower::decode(text, &mut bytes).ok()?.len() == bytes.len()).then_some(bytes)
}

pub(crate) fn conflicts(entity: &EntityView) -> Vec<Conflict> {
    entity.conflicts().map(|(field, answers)| Conflict { field, answers: answers.to_vec() }).collect()
}
