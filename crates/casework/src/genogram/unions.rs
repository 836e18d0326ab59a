//! Couples, and whose children stand under them.

use std::collections::BTreeMap;

use casefile::{EntityId, RelationshipKind as Kind};

use super::{Relative, Tie};

/// How a child comes to its parents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChildLink {
    /// Born to them.
    Birth,
    /// Adopted.
    Adopted,
    /// Fostered.
    Foster,
    /// Not theirs as far as is known: brothers and sisters whose parents are not in the drawing.
    Sibling,
}

/// A couple or one parent, and the children under them. Without partners it holds brothers and sisters together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Union {
    /// None, one or two.
    pub partners: Vec<EntityId>,
    /// What they are or were to each other; `None` if only their children are known.
    pub kind: Option<Kind>,
    /// Their children, by birth.
    pub children: Vec<(EntityId, ChildLink)>,
}

/// How much a tie of a couple says: what came later counts.
const fn rank(kind: Kind) -> Option<u8> {
    match kind {
        Kind::Partner => Some(0),
        Kind::Married => Some(1),
        Kind::Separated => Some(2),
        Kind::Divorced => Some(3),
        _ => None,
    }
}

const fn link(kind: Kind) -> Option<ChildLink> {
    match kind {
        Kind::Parent => Some(ChildLink::Birth),
        Kind::AdoptiveParent => Some(ChildLink::Adopted),
        Kind::FosterParent => Some(ChildLink::Foster),
        _ => None,
    }
}

/// All of them.
pub(super) fn of(people: &[&Relative], ties: &[Tie]) -> Vec<Union> {
    let mut unions: BTreeMap<Vec<EntityId>, Union> = BTreeMap::new();
    for tie in ties {
        let Some(mine) = rank(tie.kind) else { continue };
        let mut pair = vec![tie.from, tie.to];
        pair.sort_unstable();
        let union = unions.entry(pair.clone()).or_insert(Union { partners: pair, kind: None, children: Vec::new() });
        if union.kind.and_then(rank).is_none_or(|known| known < mine) {
            union.kind = Some(tie.kind);
        }
    }
    for child in people {
        for wanted in [ChildLink::Birth, ChildLink::Adopted, ChildLink::Foster] {
            let mut parents: Vec<EntityId> = Vec::new();
            for tie in ties.iter().filter(|tie| tie.to == child.id && link(tie.kind) == Some(wanted)) {
                if !parents.contains(&tie.from) {
                    parents.push(tie.from);
                }
            }
            // Two at a time: a third parent of the same kind has a line of their own.
            for pair in parents.chunks(2) {
                let mut pair = pair.to_vec();
                pair.sort_unstable();
                let empty = Union { partners: pair.clone(), kind: None, children: Vec::new() };
                let union = unions.entry(pair).or_insert(empty);
                if union.children.iter().all(|(known, _)| *known != child.id) {
                    union.children.push((child.id, wanted));
                }
            }
        }
    }
    under_couples(&mut unions);
    let mut unions: Vec<Union> = unions.into_values().filter(|u| u.kind.is_some() || !u.children.is_empty()).collect();
    for tie in ties.iter().filter(|tie| tie.kind == Kind::Sibling) {
        let has = |union: &Union, id| union.children.iter().any(|(child, _)| *child == id);
        if unions.iter().any(|union| has(union, tie.from) && has(union, tie.to)) {
            continue;
        }
        let alone = unions.iter_mut().find(|u| u.partners.is_empty() && (has(u, tie.from) || has(u, tie.to)));
        match alone {
            Some(union) => {
                for id in [tie.from, tie.to] {
                    if union.children.iter().all(|(child, _)| *child != id) {
                        union.children.push((id, ChildLink::Sibling));
                    }
                }
            }
            None => unions.push(Union {
                partners: Vec::new(),
                kind: None,
                children: vec![(tie.from, ChildLink::Sibling), (tie.to, ChildLink::Sibling)],
            }),
        }
    }
    let born: BTreeMap<EntityId, &str> = people.iter().map(|person| (person.id, person.born.as_str())).collect();
    for union in &mut unions {
        // Who was born nobody knows when comes last.
        union.children.sort_by_key(|(child, _)| {
            let born = born.get(child).copied().unwrap_or_default();
            (born.is_empty(), born.to_owned(), *child)
        });
    }
    // By who was known first, so that nothing depends on how ids are sorted.
    let at: BTreeMap<EntityId, usize> = people.iter().enumerate().map(|(at, person)| (person.id, at)).collect();
    unions.sort_by_key(|union| {
        let place = |id: &EntityId| at.get(id).copied().unwrap_or(usize::MAX);
        let mut places: Vec<usize> = union.partners.iter().map(place).collect();
        places.sort_unstable();
        (places, union.children.first().map(|(child, _)| place(child)))
    });
    unions
}

/// A child of one by birth and of the other by adoption stands under them both, where they are a couple.
fn under_couples(unions: &mut BTreeMap<Vec<EntityId>, Union>) {
    let couples: Vec<Vec<EntityId>> = unions.keys().filter(|pair| pair.len() == 2).cloned().collect();
    for pair in couples {
        let children_of =
            |id: &EntityId| unions.get(&vec![*id]).map(|union| union.children.clone()).unwrap_or_default();
        let second = pair.get(1).map(children_of).unwrap_or_default();
        let mut both = pair.first().map(children_of).unwrap_or_default();
        both.retain(|(child, _)| second.iter().any(|(known, _)| known == child));
        for one in &pair {
            if let Some(union) = unions.get_mut(&vec![*one]) {
                union.children.retain(|(child, _)| both.iter().all(|(known, _)| known != child));
            }
        }
        let links = both.into_iter().map(|(child, link)| {
            let other = second.iter().find(|(known, _)| *known == child).map_or(link, |(_, other)| *other);
            (child, link.min(other))
        });
        let links: Vec<_> = links.collect();
        if let Some(union) = unions.get_mut(&pair) {
            union.children.extend(links);
        }
    }
}
