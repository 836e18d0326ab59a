//! What lists know of the people of a case and of what they are to each other, put together once for all that shows them.

use casefile::{EntityId, EntityKind, Field, PersonRole, RelationshipKind, Row};
use casework::genogram::{Relative, Tie};
use casework::{CaseSummary, KinTie, kin_of};
use device::Query;

use crate::frame::queries;

/// The people of a case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Family {
    /// Everybody, whoever came first first.
    pub people: Vec<Row>,
    /// Their relationships.
    pub relationships: Vec<Row>,
    /// How they are reached.
    pub ways: Vec<Row>,
    /// Where they are and were, the latest first.
    pub placements: Vec<Row>,
}

/// Where somebody stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// In the home.
    Home,
    /// Family elsewhere.
    Family,
    /// Whoever else knows the client.
    Around,
    /// Whoever works with them.
    Professional,
}

impl Group {
    /// In the order in which they are read.
    pub const ALL: [Self; 4] = [Self::Home, Self::Family, Self::Around, Self::Professional];

    /// The message with its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Home => "people-home",
            Self::Family => "people-family",
            Self::Around => "people-around",
            Self::Professional => "people-professional",
        }
    }

    /// Where somebody stands.
    #[must_use]
    pub fn of(row: &Row) -> Self {
        match row.choice(Field::ROLE) {
            Some(PersonRole::Client | PersonRole::Household) => Self::Home,
            _ if row.value(Field::LIVES_HERE).is_yes() => Self::Home,
            Some(PersonRole::Collateral) => Self::Around,
            Some(PersonRole::Professional) => Self::Professional,
            Some(PersonRole::Family) | None => Self::Family,
        }
    }
}

impl Family {
    /// Of a case, as far as this device may read it.
    #[must_use]
    pub fn of(case: &CaseSummary) -> Self {
        let rows = |kind, by: fn(Query) -> Query| {
            let query = by(Query::of(kind).in_circles(casework::circles_of(case)));
            queries::list(&query).into_iter().map(|listed| listed.row).collect::<Vec<Row>>()
        };
        let first: fn(Query) -> Query = |query| query.by(Field::CREATED_AT);
        let mut people = rows(EntityKind::PERSON, first);
        // The client is whom everything is about.
        people.sort_by_key(|row| row.choice(Field::ROLE) != Some(PersonRole::Client));
        Self {
            people,
            relationships: rows(EntityKind::RELATIONSHIP, first),
            ways: rows(EntityKind::CONTACT_WAY, first),
            placements: rows(EntityKind::PLACEMENT, |query| query.latest(Field::SINCE)),
        }
    }

    /// One of them.
    #[must_use]
    pub fn person(&self, id: EntityId) -> Option<&Row> {
        self.people.iter().find(|row| row.key.id == id)
    }

    /// Whom the case is about.
    #[must_use]
    pub fn client(&self) -> Option<EntityId> {
        self.people.first().map(|row| row.key.id)
    }

    /// Those of a group.
    pub fn group(&self, group: Group) -> impl Iterator<Item = EntityId> {
        self.people.iter().filter(move |row| Group::of(row) == group).map(|row| row.key.id)
    }

    /// Their relationships as ties between people.
    #[must_use]
    pub fn ties(&self) -> Vec<Tie> {
        self.relationships.iter().filter_map(tie).collect()
    }

    /// Everybody as a genogram knows them.
    #[must_use]
    pub fn relatives(&self) -> Vec<Relative> {
        let relative = |row: &Row| Relative { id: row.key.id, born: row.text(Field::BIRTH_DATE).to_owned() };
        self.people.iter().map(relative).collect()
    }

    /// What somebody is to the client, or else to somebody.
    #[must_use]
    pub fn kin(&self, person: EntityId) -> Option<KinTie> {
        kin_of(person, self.client()?, &self.ties())
    }
}

/// A relationship as a tie; `None` while somebody is missing in it.
#[must_use]
pub fn tie(row: &Row) -> Option<Tie> {
    Some(Tie {
        from: row.text(Field::FROM).parse().ok()?,
        kind: row.choice::<RelationshipKind>(Field::KIND)?,
        to: row.text(Field::TO).parse().ok()?,
    })
}
