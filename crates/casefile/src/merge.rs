//! Taking in what others wrote: checked first, then applied in the order in which it was made, then told to the screen.
//!
//! A bad change is refused before Automerge sees it and leaves the document as it was. A change that follows one that
//! has not come yet waits, however long.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use automerge::{Automerge, AutomergeError, Change, ChangeHash, Patch, PatchAction, PatchLog, Prop, TextEncoding};

use crate::check::Checker;
use crate::chunk::{ChunkError, parse_change};
use crate::delta::Delta;
use crate::document::Document;
use crate::edit::Touched;
use crate::id::EntityKey;
use crate::schema::{self, Field};
use crate::splice::Splice;

/// Changes that may wait for others, in one document.
pub const MAX_WAITING: usize = 20_000;

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// What looks different now.
    pub touched: Vec<Touched>,
    /// How many changes this document holds that wait for others.
    pub waiting: usize,
}

/// Changes that were not taken; the document is as it was.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// One of them is not a change we can read.
    #[error("change {index} of these: {source}")]
    Chunk {
        /// Which, from 0.
        index: usize,
        /// What is wrong.
        source: ChunkError,
    },
    /// Too many wait for predecessors that do not come.
    #[error("too many changes wait for earlier ones that have not come")]
    TooManyWaiting,
    /// The change with this hash refers to things that do not exist, or is not spelled as changes are.
    #[error("one of these changes makes no sense in this document")]
    Senseless([u8; 32]),
    /// They contradict what is here, such as a second, different change of the same writer and number.
    #[error("these changes contradict the document")]
    Contradiction(#[source] Box<AutomergeError>),
}

impl Document {
    /// Takes in changes, in any order, also ones that are here already.
    ///
    /// # Errors
    /// If any of them is bad; then none is taken.
    pub fn merge(&mut self, changes: &[Vec<u8>]) -> Result<Merged, MergeError> {
        debug_assert!(self.draft.is_none(), "drafts are settled first");
        let mut fresh: Vec<Change> = Vec::new();
        for (index, bytes) in changes.iter().enumerate() {
            let change = parse_change(bytes).map_err(|source| MergeError::Chunk { index, source })?;
            if !self.has_change(&change.hash()) {
                fresh.push(change);
            }
        }
        if fresh.is_empty() {
            return Ok(Merged { touched: Vec::new(), waiting: self.waiting.len() });
        }
        fresh.extend(self.waiting.iter().cloned());
        let (ready, waiting) = self.in_order(fresh);
        if waiting.len() > MAX_WAITING {
            return Err(MergeError::TooManyWaiting);
        }
        let mut checker = Checker::new(&self.am, std::mem::take(&mut self.deeds));
        if let Some(bad) = ready.iter().find(|change| !checker.makes_sense(change)) {
            let bad = bad.hash();
            // If it had been waiting, it must not be in the way of good ones for ever.
            self.waiting.retain(|change| change.hash() != bad);
            return Err(MergeError::Senseless(bad.0));
        }
        let deeds = checker.into_deeds();
        let touched = self.apply(ready)?;
        self.deeds = deeds;
        self.deeds.trim();
        self.waiting = waiting;
        Ok(Merged { touched, waiting: self.waiting.len() })
    }

    /// Those whose predecessors are all here or among them, each once and after its predecessors; and the others.
    /// Whatever order they come in, they leave in the same: what could go first goes by its hash.
    fn in_order(&self, mut fresh: Vec<Change>) -> (Vec<Change>, Vec<Change>) {
        fresh.sort_by_key(Change::hash);
        fresh.dedup_by_key(|change| change.hash());
        let place_of = |hash: &ChangeHash| fresh.binary_search_by_key(hash, Change::hash).ok();
        let mut followers: Vec<Vec<usize>> = vec![Vec::new(); fresh.len()];
        let mut missing = vec![0_usize; fresh.len()];
        let mut next = BinaryHeap::new();
        for (place, change) in fresh.iter().enumerate() {
            for dep in change.deps().iter().filter(|dep| !self.has_change(dep)) {
                missing[place] += 1;
                if let Some(before) = place_of(dep) {
                    followers[before].push(place);
                }
            }
            if missing[place] == 0 {
                next.push(Reverse(place));
            }
        }
        let mut fresh: Vec<Option<Change>> = fresh.into_iter().map(Some).collect();
        let mut ready = Vec::new();
        while let Some(Reverse(place)) = next.pop() {
            ready.extend(fresh[place].take());
            for follower in std::mem::take(&mut followers[place]) {
                missing[follower] -= 1;
                if missing[follower] == 0 {
                    next.push(Reverse(follower));
                }
            }
        }
        (ready, fresh.into_iter().flatten().collect())
    }

    fn apply(&mut self, ready: Vec<Change>) -> Result<Vec<Touched>, MergeError> {
        if ready.is_empty() {
            return Ok(Vec::new());
        }
        let mut log = PatchLog::active();
        if let Err(error) = self.am.apply_changes_log_patches(ready, &mut log) {
            self.rebuild();
            return Err(MergeError::Contradiction(Box::new(error)));
        }
        let patches = self.am.make_patches(&mut log);
        let told = Told::of(patches);
        for (entity, field) in &told.void {
            self.texts.retain(|(known, f), _| known != entity || field.is_some_and(|field| field != *f));
            self.history.forget(*entity, *field);
        }
        for ((entity, field), splices) in &told.texts {
            if let Some(text) = self.texts.get_mut(&(*entity, *field)) {
                splices.iter().for_each(|splice| text.follow(splice));
            }
            self.history.others_typed(*entity, *field, &Delta::of_splices(splices));
        }
        Ok(told.touched())
    }

    /// After a refused batch Automerge may keep traces of it (actors without changes): start over from what was good.
    fn rebuild(&mut self) {
        let changes = self.am.get_changes(&[]);
        let mut am = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
        am.set_actor(self.actor.as_bytes().into());
        if am.apply_changes(changes).is_ok() {
            self.am = am;
            self.texts.clear();
        }
    }
}

/// Automerge's patches, sorted by what they are about.
#[derive(Default)]
struct Told {
    order: Vec<(EntityKey, Option<Field>)>,
    texts: BTreeMap<(EntityKey, Field), Vec<Splice>>,
    /// Entities and fields that are other objects now.
    void: Vec<(EntityKey, Option<Field>)>,
}

impl Told {
    fn of(patches: Vec<Patch>) -> Self {
        let mut told = Self::default();
        for patch in patches {
            told.hear(patch);
        }
        told
    }

    fn hear(&mut self, patch: Patch) {
        match patch.path.as_slice() {
            [] => {
                if let Some(entity) = key_of(&patch.action).and_then(|key| schema::entity_of(&key)) {
                    self.void.push((entity, None));
                    self.mention(entity, None);
                }
            }
            [(_, Prop::Map(root))] => {
                let field = key_of(&patch.action).and_then(|key| key.parse::<Field>().ok());
                if let (Some(entity), Some(field)) = (schema::entity_of(root), field) {
                    if schema::shape(entity.kind, field) == Some(schema::Shape::Prose) {
                        self.void.push((entity, Some(field)));
                    }
                    self.mention(entity, Some(field));
                }
            }
            [(_, Prop::Map(root)), (_, Prop::Map(field))] => {
                let (Some(entity), Ok(field)) = (schema::entity_of(root), field.parse::<Field>()) else { return };
                let splice = match patch.action {
                    PatchAction::SpliceText { index, value, .. } => {
                        Splice { at: small(index), delete: 0, insert: value.make_string() }
                    }
                    PatchAction::DeleteSeq { index, length } => {
                        Splice { at: small(index), delete: small(length), insert: String::new() }
                    }
                    // Marks do not change the text; anything else in a text is nothing we write.
                    PatchAction::Mark { .. } => return,
                    _ => {
                        self.void.push((entity, Some(field)));
                        self.mention(entity, Some(field));
                        return;
                    }
                };
                self.mention(entity, Some(field));
                self.texts.entry((entity, field)).or_default().push(splice);
            }
            _ => {}
        }
    }

    fn mention(&mut self, entity: EntityKey, field: Option<Field>) {
        if !self.order.contains(&(entity, field)) {
            self.order.push((entity, field));
        }
    }

    fn is_void(&self, entity: EntityKey, field: Field) -> bool {
        self.void.contains(&(entity, None)) || self.void.contains(&(entity, Some(field)))
    }

    fn touched(mut self) -> Vec<Touched> {
        let order = std::mem::take(&mut self.order);
        let mut touched = Vec::new();
        for (entity, field) in order {
            let Some(field) = field else {
                touched.push(Touched::Entity { entity });
                continue;
            };
            if self.void.contains(&(entity, None)) {
                continue;
            }
            match self.texts.remove(&(entity, field)) {
                Some(splices) if !self.is_void(entity, field) => touched.push(Touched::Text { entity, field, splices }),
                _ => touched.push(Touched::Field { entity, field }),
            }
        }
        touched
    }
}

/// The key of a map that a patch is about.
fn key_of(action: &PatchAction) -> Option<String> {
    match action {
        PatchAction::PutMap { key, .. } | PatchAction::DeleteMap { key } => Some(key.clone()),
        PatchAction::Conflict { prop: Prop::Map(key) } | PatchAction::Increment { prop: Prop::Map(key), .. } => {
            Some(key.clone())
        }
        _ => None,
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
