//! What somebody is to the client, as far as the relationships say.

use casefile::{EntityId, RelationshipKind as Kind};

use crate::genogram::Tie;

/// What one person is to another, in either direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kin {
    /// As the relationship says it.
    Is(Kind),
    /// The other way round: the child of a parent, the grandchild of a grandparent.
    Has(Kind),
}

/// Somebody's tie to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KinTie {
    /// What they are.
    pub kin: Kin,
    /// To whom.
    pub of: EntityId,
}

/// Every tie of a person, as what they are to the other.
pub fn ties_of(person: EntityId, ties: &[Tie]) -> impl Iterator<Item = KinTie> {
    ties.iter().filter(|tie| tie.from != tie.to).filter_map(move |tie| {
        if tie.from == person {
            Some(KinTie { kin: Kin::Is(tie.kind), of: tie.to })
        } else if tie.to == person {
            Some(KinTie { kin: Kin::Has(tie.kind), of: tie.from })
        } else {
            None
        }
    })
}

/// The parents of somebody, by birth or adoption.
fn parents(person: EntityId, ties: &[Tie]) -> impl Iterator<Item = EntityId> {
    ties_of(person, ties)
        .filter(|tie| matches!(tie.kin, Kin::Has(Kind::Parent | Kind::AdoptiveParent)))
        .map(|tie| tie.of)
}

/// What a person is to the client; else, if they share a parent, their brother or sister, or the parent of a parent; else
/// what they are to somebody else.
#[must_use]
pub fn kin_of(person: EntityId, client: EntityId, ties: &[Tie]) -> Option<KinTie> {
    if person == client {
        return None;
    }
    let direct = ties_of(person, ties).find(|tie| tie.of == client);
    let derived = || {
        let theirs: Vec<EntityId> = parents(client, ties).collect();
        if parents(person, ties).any(|parent| theirs.contains(&parent)) {
            return Some(KinTie { kin: Kin::Is(Kind::Sibling), of: client });
        }
        if theirs.iter().any(|parent| parents(*parent, ties).any(|one| one == person)) {
            return Some(KinTie { kin: Kin::Is(Kind::Grandparent), of: client });
        }
        if parents(person, ties).any(|parent| parents(parent, ties).any(|one| one == client)) {
            return Some(KinTie { kin: Kin::Has(Kind::Grandparent), of: client });
        }
        None
    };
    direct.or_else(derived).or_else(|| ties_of(person, ties).next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_is_to_the_client_is_said_directly_or_follows() {
        let [elena, mateo, rosa, andres, daniel, nico, grace] = [1, 2, 3, 4, 5, 6, 7].map(|n| EntityId([n; 16]));
        let tie = |from, kind, to| Tie { from, kind, to };
        let ties = [
            tie(elena, Kind::Parent, mateo),
            tie(rosa, Kind::Parent, elena),
            tie(rosa, Kind::Parent, andres),
            tie(daniel, Kind::Separated, elena),
            tie(daniel, Kind::Parent, nico),
            tie(elena, Kind::Parent, elena),
        ];
        let of = |person| kin_of(person, elena, &ties);
        assert_eq!(of(mateo), Some(KinTie { kin: Kin::Has(Kind::Parent), of: elena }));
        assert_eq!(of(rosa), Some(KinTie { kin: Kin::Is(Kind::Parent), of: elena }));
        assert_eq!(of(andres), Some(KinTie { kin: Kin::Is(Kind::Sibling), of: elena }), "they share a mother");
        assert_eq!(of(daniel).map(|tie| tie.kin), Some(Kin::Is(Kind::Separated)));
        assert_eq!(of(nico), Some(KinTie { kin: Kin::Has(Kind::Parent), of: daniel }), "of somebody else");
        assert_eq!(kin_of(rosa, mateo, &ties), Some(KinTie { kin: Kin::Is(Kind::Grandparent), of: mateo }));
        assert_eq!(kin_of(mateo, rosa, &ties).map(|tie| tie.kin), Some(Kin::Has(Kind::Grandparent)));
        assert_eq!((of(grace), of(elena)), (None, None));
    }
}
