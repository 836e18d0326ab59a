//! Which generation everybody is of: parents above their children, couples and siblings side by side.
//! What cannot be true together (somebody above themselves) is not used; whoever was said first stands.

use std::collections::{BTreeMap, VecDeque};

use casefile::{EntityId, RelationshipKind as Kind};

use super::{Relative, Tie};

/// How many rows below the first of a tie the second stands; `None` where it says nothing about that.
const fn below(kind: Kind) -> Option<i32> {
    match kind {
        Kind::Partner | Kind::Married | Kind::Separated | Kind::Divorced | Kind::Sibling => Some(0),
        Kind::Parent | Kind::AdoptiveParent | Kind::FosterParent => Some(1),
        Kind::Grandparent => Some(2),
        Kind::Guardian | Kind::Carer | Kind::Other => None,
    }
}

/// Everybody by generation, the oldest first, and the ties that agree with it.
pub(super) fn rows(people: &[&Relative], ties: &[Tie]) -> (Vec<Vec<EntityId>>, Vec<Tie>) {
    let mut row: BTreeMap<EntityId, i32> = BTreeMap::new();
    let mut lists: BTreeMap<EntityId, Vec<(EntityId, i32)>> = BTreeMap::new();
    for tie in ties {
        if let Some(step) = below(tie.kind) {
            lists.entry(tie.from).or_default().push((tie.to, step));
            lists.entry(tie.to).or_default().push((tie.from, -step));
        }
    }
    for person in people {
        if row.contains_key(&person.id) {
            continue;
        }
        // Nearer ties first: who is two steps away by one tie may be one step away by another.
        row.insert(person.id, 0);
        let mut next = VecDeque::from([person.id]);
        while let Some(id) = next.pop_front() {
            let at = row.get(&id).copied().unwrap_or_default();
            for (other, step) in lists.get(&id).into_iter().flatten() {
                row.entry(*other).or_insert_with(|| {
                    next.push_back(*other);
                    at + step
                });
            }
        }
    }
    let first = row.values().min().copied().unwrap_or_default();
    let last = row.values().max().copied().unwrap_or_default();
    let rows = (first..=last)
        .map(|wanted| people.iter().map(|person| person.id).filter(|id| row.get(id) == Some(&wanted)).collect())
        .collect();
    let agrees = |tie: &Tie| match (row.get(&tie.from), row.get(&tie.to), below(tie.kind)) {
        (Some(from), Some(to), Some(step)) => to - from == step,
        _ => false,
    };
    (rows, ties.iter().copied().filter(agrees).collect())
}
