//! What people did, and what became of it on their disks: the promises that are held against the devices at the end.
//!
//! An act counts from the moment its transaction is on the disk. What was only in the memory of a device that stopped
//! is gone, and nobody promised otherwise.

use std::collections::{BTreeMap, BTreeSet};

use casefile::{CaseId, EntityKey, Field, Value};
use wire::{DocId, MemberId};

use super::agreeing::Agreed;
use super::signing::Signed;

/// How far an act has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Not yet known to be on disk.
    Staged,
    /// On the disk.
    Stored,
    /// It was in memory only, and the device stopped.
    Lost,
    /// Its disk was lost or set back before it was shared: either way is right.
    Unsure,
}

/// A place in a document.
pub type Place = (DocId, EntityKey, Field);

/// One thing somebody did.
#[derive(Debug, Clone)]
pub enum Deed {
    /// Typed a token.
    Typed(usize),
    /// Took a token out, or took its typing back.
    TookOut(usize),
    /// Gave an answer to a field; `saw` are the earlier answers that stood there on this device.
    Answered { place: Place, value: Option<Value>, saw: BTreeSet<usize> },
    /// Opened a case.
    OpenedCase(CaseId),
    /// Began a note.
    BeganNote(DocId),
    /// Made an entity that only the next version of the program knows.
    Made(DocId, EntityKey),
    /// Gave a member access to a case.
    Granted { case: CaseId, member: MemberId, record: bool },
    /// Invited somebody to these cases.
    Invited { member: MemberId, cases: Vec<CaseId> },
}

impl Deed {
    /// Whether it lets somebody in: an invitation, or a grant.
    #[must_use]
    pub const fn lets_in(&self) -> bool {
        matches!(self, Self::Granted { .. } | Self::Invited { .. })
    }
}

/// A deed, by whom, and how far it has come.
#[derive(Debug, Clone)]
pub struct Act {
    /// On which node.
    pub node: usize,
    /// What.
    pub deed: Deed,
    /// How far.
    pub fate: Fate,
    /// The device said that everything up to here is shared.
    pub shared: bool,
}

/// A unique piece of text, or a unique member of a set.
#[derive(Debug, Clone)]
pub struct Token {
    /// Where it was typed.
    pub place: Place,
    /// It.
    pub text: String,
    /// By which node.
    pub node: usize,
    /// It was being typed when its disk was copied, and the copy was put back: it may have come twice.
    pub again: bool,
}

/// Everything people did.
#[derive(Debug, Default)]
pub struct Ledger {
    /// In the order in which it happened.
    pub acts: Vec<Act>,
    /// All tokens ever typed.
    pub tokens: Vec<Token>,
    /// What people signed.
    pub signed: Vec<Signed>,
    /// Which plans people agreed.
    pub agreed: Vec<Agreed>,
}

/// What has to be seen at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// In the text.
    There,
    /// Not in the text.
    Gone,
    /// Either.
    Either,
}

impl Ledger {
    /// Writes a deed down.
    pub fn add(&mut self, node: usize, deed: Deed) -> usize {
        self.acts.push(Act { node, deed, fate: Fate::Staged, shared: false });
        self.acts.len() - 1
    }

    /// A new token.
    pub fn token(&mut self, node: usize, place: Place, text: String) -> usize {
        self.tokens.push(Token { place, text, node, again: false });
        self.tokens.len() - 1
    }

    /// Sets the fate of acts.
    pub fn settle(&mut self, acts: &[usize], fate: Fate) {
        for act in acts {
            self.acts[*act].fate = fate;
        }
    }

    /// A node said that everything is shared.
    pub fn all_shared(&mut self, node: usize) {
        for act in self.acts.iter_mut().filter(|act| act.node == node && act.fate == Fate::Stored) {
            act.shared = true;
        }
    }

    /// What a node typed and did not call shared yet.
    #[must_use]
    pub fn unshared_tokens(&self, node: usize) -> Vec<usize> {
        self.acts
            .iter()
            .filter(|act| act.node == node && !act.shared)
            .filter_map(|act| match act.deed {
                Deed::Typed(token) => Some(token),
                _ => None,
            })
            .collect()
    }

    /// The disk of a node is gone, or as old as act `since`: what was not shared from there on is unsure. So is letting
    /// somebody in, which takes more steps than being shared says.
    pub fn disk_lost(&mut self, node: usize, since: usize) {
        let finished = |act: &Act| act.shared && !act.deed.lets_in();
        for act in self.acts.iter_mut().skip(since).filter(|act| act.node == node && !finished(act)) {
            if act.fate != Fate::Lost {
                act.fate = Fate::Unsure;
            }
        }
    }

    /// What every token's last acts say about it.
    #[must_use]
    pub fn expected_tokens(&self) -> Vec<Expected> {
        let mut expected = vec![Expected::Either; self.tokens.len()];
        let mut known = vec![false; self.tokens.len()];
        for act in &self.acts {
            let (token, says) = match &act.deed {
                Deed::Typed(token) => (*token, Expected::There),
                Deed::TookOut(token) => (*token, Expected::Gone),
                _ => continue,
            };
            match act.fate {
                Fate::Stored => expected[token] = says,
                Fate::Staged | Fate::Unsure => expected[token] = Expected::Either,
                // Never on any disk: if nothing else is known of the token, it is not there.
                Fate::Lost if !known[token] => expected[token] = Expected::Gone,
                Fate::Lost => {}
            }
            known[token] = true;
        }
        expected
    }

    /// For each field that somebody answered: the answers that must be seen, and all that may be.
    #[must_use]
    pub fn expected_answers(&self) -> BTreeMap<Place, (Vec<Value>, Vec<Value>)> {
        let counts = |fate: Fate| fate != Fate::Lost;
        let mut certainly_over: BTreeSet<usize> = BTreeSet::new();
        let mut perhaps_over: BTreeSet<usize> = BTreeSet::new();
        for act in self.acts.iter().filter(|act| counts(act.fate)) {
            if let Deed::Answered { saw, .. } = &act.deed {
                perhaps_over.extend(saw);
                if act.fate == Fate::Stored {
                    certainly_over.extend(saw);
                }
            }
        }
        let mut places: BTreeMap<Place, (Vec<Value>, Vec<Value>)> = BTreeMap::new();
        for (number, act) in self.acts.iter().enumerate().filter(|(_, act)| counts(act.fate)) {
            let Deed::Answered { place, value, .. } = &act.deed else { continue };
            let (must, may) = places.entry(*place).or_default();
            let Some(value) = value else { continue };
            // An answer that undo gave a second time cannot be told from the first.
            let again = |other: &Act| matches!(&other.deed, Deed::Answered { place: at, value: Some(v), .. } if at == place && v == value);
            if self.acts.iter().filter(|other| again(other)).count() > 1 {
                may.push(value.clone());
                continue;
            }
            if !certainly_over.contains(&number) {
                may.push(value.clone());
            }
            if act.fate == Fate::Stored && !perhaps_over.contains(&number) {
                must.push(value.clone());
            }
        }
        places
    }

    /// The answers at a place whose value stands there now.
    #[must_use]
    pub fn answers_with(&self, place: Place, values: &[Value]) -> BTreeSet<usize> {
        let stands = |act: &Act| match &act.deed {
            Deed::Answered { place: at, value, .. } => {
                *at == place && value.as_ref().is_some_and(|v| values.contains(v))
            }
            _ => false,
        };
        self.acts.iter().enumerate().filter(|(_, act)| stands(act)).map(|(number, _)| number).collect()
    }
}
