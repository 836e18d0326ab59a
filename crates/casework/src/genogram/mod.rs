//! The genogram of a family: who stands where, and which lines lead from whom to whom.
//!
//! Nothing is drawn here. A drawing is a list of places and lines in units of a pixel, so that it can be measured by tests
//! and drawn by anything. The same family is laid out the same way on every device. Laid out again with somebody more,
//! those who stand already keep their order, and move only as far as the newcomer needs room.

mod bonds;
mod generations;
mod lines;
mod order;
mod place;
mod unions;

pub use bonds::{bond, outlines};
pub use lines::{Line, LineStyle, Mark, crossings};
pub use unions::{ChildLink, Union};

use std::collections::{BTreeMap, BTreeSet};

use casefile::{EntityId, RelationshipKind};

/// The width of the sign of a person.
pub const SIGN: i32 = 46;
/// Between the middles of two people who stand side by side.
pub const COLUMN: i32 = 132;

/// Somebody of the family.
#[derive(Clone, PartialEq, Eq)]
pub struct Relative {
    /// Who.
    pub id: EntityId,
    /// Day or year of birth, as documents spell it; empty if it is not known.
    pub born: String,
}

/// What one person is to another, as far as it decides where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// Who is something to somebody.
    pub from: EntityId,
    /// What.
    pub kind: RelationshipKind,
    /// To whom.
    pub to: EntityId,
}

/// Where a person stands: the middle of their sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// From the left.
    pub x: i32,
    /// From above.
    pub y: i32,
    /// Which generation, the oldest first.
    pub row: usize,
}

/// A family laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Genogram {
    /// Where everybody stands.
    pub places: BTreeMap<EntityId, Place>,
    /// The lines of descent and of couples.
    pub lines: Vec<Line>,
    /// Signs across the line of a couple.
    pub marks: Vec<Mark>,
    /// Its size.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

/// Lays out everybody who is tied to somebody, and whoever comes first: the client. `before` is what was on the screen
/// until now.
#[must_use]
pub fn lay_out(people: &[Relative], ties: &[Tie], before: Option<&Genogram>) -> Genogram {
    let known: BTreeSet<EntityId> = people.iter().map(|person| person.id).collect();
    let ties: Vec<Tie> = ties
        .iter()
        .copied()
        .filter(|tie| tie.from != tie.to && known.contains(&tie.from) && known.contains(&tie.to))
        .collect();
    let tied: BTreeSet<EntityId> = ties.iter().flat_map(|tie| [tie.from, tie.to]).collect();
    let mut seen = BTreeSet::new();
    let shown: Vec<&Relative> = people
        .iter()
        .enumerate()
        .filter(|(at, person)| (*at == 0 || tied.contains(&person.id)) && seen.insert(person.id))
        .map(|(_, person)| person)
        .collect();
    let (rows, ties) = generations::rows(&shown, &ties);
    let unions = unions::of(&shown, &ties);
    let rows = order::ordered(rows, &unions, &shown, before);
    let columns = place::columns(&rows, &unions, before);
    lines::drawing(&rows, &columns, unions, &shown)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
