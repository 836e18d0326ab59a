//! Whether a change makes sense in a document: every operation refers to things that exist, in the way that ours do.
//!
//! Automerge believes changes. One that refers to what is not there makes it panic, now or when the document is next
//! saved and loaded; in a browser that would be the end of the app and of the document. A change that passes here is
//! exactly what an honest device could have written: maps of scalars and texts, written letter by letter.

use std::collections::{BTreeMap, HashMap};

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Automerge, Change, ChangeHash, ExpandedChange, ObjId, ObjType, ReadDoc, ScalarValue};

/// Operations remembered, at most. They can always be looked up again.
const MEMORY: usize = 1 << 20;

/// What one operation did, for those that refer to it. Objects and places are numbered by [`Deeds`].
#[derive(Clone, Copy)]
enum Deed {
    /// Made an object and put it at a place.
    Made(ObjType, u32),
    /// Put a scalar at a place.
    Put(u32),
    /// Inserted a letter in a text.
    Letter(u32),
    /// Took something out, or did something that ours do not refer to.
    Other,
}

/// What operations did: facts that never change, looked up once.
#[derive(Default)]
pub(crate) struct Deeds {
    objects: HashMap<ObjectId, u32>,
    /// Keys of objects.
    places: HashMap<(u32, String), u32>,
    /// By actor and first operation of the change.
    by_change: HashMap<ActorId, BTreeMap<u64, Vec<Deed>>>,
    count: usize,
}

impl Deeds {
    fn object(&mut self, object: &ObjectId) -> u32 {
        let next = u32::try_from(self.objects.len()).unwrap_or(u32::MAX);
        *self.objects.entry(object.clone()).or_insert(next)
    }

    fn place(&mut self, object: u32, key: &str) -> u32 {
        let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        *self.places.entry((object, key.to_owned())).or_insert(next)
    }

    fn get(&self, id: &OpId) -> Option<Deed> {
        let changes = self.by_change.get(id.actor())?;
        let (start, deeds) = changes.range(..=id.counter()).next_back()?;
        deeds.get(usize::try_from(id.counter() - start).ok()?).copied()
    }

    /// What an operation of a change that is in the document did.
    fn of(&mut self, op: &Op) -> Deed {
        let object = self.object(&op.obj);
        match (&op.action, &op.key) {
            (OpType::Make(kind), Key::Map(key)) => Deed::Made(*kind, self.place(object, key)),
            (OpType::Put(_), Key::Map(key)) => Deed::Put(self.place(object, key)),
            (OpType::Put(_), Key::Seq(_)) if op.insert => Deed::Letter(object),
            _ => Deed::Other,
        }
    }

    fn begin(&mut self, actor: &ActorId, start: u64, len: usize) {
        self.by_change.entry(actor.clone()).or_default().insert(start, Vec::with_capacity(len));
    }

    fn add(&mut self, actor: &ActorId, start: u64, deed: Deed) {
        if let Some(deeds) = self.by_change.get_mut(actor).and_then(|changes| changes.get_mut(&start)) {
            deeds.push(deed);
            self.count += 1;
        }
    }

    /// Forgets all if it has become much.
    pub(crate) fn trim(&mut self) {
        if self.count > MEMORY {
            *self = Self::default();
        }
    }
}

/// Checks changes, each after those it follows, against a document and the changes checked before.
pub(crate) struct Checker<'a> {
    am: &'a Automerge,
    deeds: Deeds,
    /// Of the changes checked so far: actor, sequence number, last operation.
    changes: HashMap<ChangeHash, (ActorId, u64, u64)>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(am: &'a Automerge, deeds: Deeds) -> Self {
        Self { am, deeds, changes: HashMap::new() }
    }

    /// What was learnt; to be kept only if every change made sense and was applied.
    pub(crate) fn into_deeds(self) -> Deeds {
        self.deeds
    }

    /// Whether the change makes sense; its predecessors are in the document or have been checked.
    pub(crate) fn makes_sense(&mut self, change: &Change) -> bool {
        self.check(change).is_some()
    }

    fn check(&mut self, change: &Change) -> Option<()> {
        let expanded = change.decode();
        // One meaning, one spelling: Automerge will spell it anew when it saves, and the hash has to be the same.
        let again = Change::from(expanded.clone());
        require(again.raw_bytes() == change.raw_bytes())?;
        self.check_order(&expanded)?;
        let start = expanded.start_op.get();
        let actor = &expanded.actor_id;
        self.deeds.begin(actor, start, expanded.operations.len());
        for (counter, op) in (start..).zip(&expanded.operations) {
            let deed = self.check_operation(op, counter)?;
            self.deeds.add(actor, start, deed);
        }
        let last = start + expanded.operations.len() as u64 - 1;
        self.changes.insert(change.hash(), (actor.clone(), expanded.seq, last));
        Some(())
    }

    /// It follows its writer's previous change, and counts on from the changes it follows.
    fn check_order(&self, change: &ExpandedChange) -> Option<()> {
        require(!change.operations.is_empty())?;
        require(change.deps.is_sorted_by(|a, b| a < b))?;
        let mut latest = 0;
        let mut follows_own = change.seq == 1;
        for dep in &change.deps {
            let (actor, seq, last) = match self.changes.get(dep) {
                Some((actor, seq, last)) => (actor.clone(), *seq, *last),
                None => {
                    let meta = self.am.get_change_meta_by_hash(dep)?;
                    (meta.actor.into_owned(), meta.seq, meta.max_op)
                }
            };
            latest = latest.max(last);
            follows_own |= actor == change.actor_id && seq.checked_add(1) == Some(change.seq);
        }
        require(follows_own)?;
        require(change.start_op.get() == latest + 1)?;
        require(latest + (change.operations.len() as u64) < u64::from(u32::MAX))
    }

    fn check_operation(&mut self, op: &Op, counter: u64) -> Option<Deed> {
        require(op.pred.iter().zip(op.pred.iter().skip(1)).all(|(a, b)| a != b))?;
        let kind = self.object_type(&op.obj, counter)?;
        let deed = self.deeds.of(op);
        match (kind, &op.key, deed) {
            (ObjType::Map, Key::Map(key), _) => {
                require(!op.insert)?;
                match &op.action {
                    OpType::Make(ObjType::Map | ObjType::Text) => {}
                    OpType::Put(value) => require(!matches!(value, ScalarValue::Counter(_)))?,
                    OpType::Delete => require(!op.pred.is_empty())?,
                    _ => return None,
                }
                let object = self.deeds.object(&op.obj);
                let place = self.deeds.place(object, key);
                for pred in op.pred.iter() {
                    match self.recall(pred, counter)? {
                        Deed::Made(_, at) | Deed::Put(at) if at == place => {}
                        _ => return None,
                    }
                }
            }
            (ObjType::Text, Key::Seq(element), Deed::Letter(_)) => {
                require(op.pred.is_empty())?;
                let OpType::Put(ScalarValue::Str(letter)) = &op.action else { return None };
                require(letter.chars().count() == 1)?;
                if let ElementId::Id(id) = element {
                    self.require_letter(id, &op.obj, counter)?;
                }
            }
            (ObjType::Text, Key::Seq(ElementId::Id(id)), _) => {
                require(!op.insert && op.action == OpType::Delete)?;
                require(op.pred.len() == 1 && op.pred.get(0) == Some(id))?;
                self.require_letter(id, &op.obj, counter)?;
            }
            _ => return None,
        }
        Some(deed)
    }

    fn object_type(&self, object: &ObjectId, before: u64) -> Option<ObjType> {
        let ObjectId::Id(id) = object else { return Some(ObjType::Map) };
        require(id.counter() < before)?;
        match self.deeds.get(id) {
            Some(Deed::Made(kind, _)) => Some(kind),
            Some(_) => None,
            None => self.am.object_type(object_id(id)).ok(),
        }
    }

    fn require_letter(&mut self, id: &OpId, text: &ObjectId, before: u64) -> Option<()> {
        let text = self.deeds.object(text);
        match self.recall(id, before)? {
            Deed::Letter(of) => require(of == text),
            _ => None,
        }
    }

    /// What an earlier operation did: from memory, or else from the change that it is part of.
    fn recall(&mut self, id: &OpId, before: u64) -> Option<Deed> {
        require(id.counter() < before)?;
        if let Some(deed) = self.deeds.get(id) {
            return Some(deed);
        }
        let hash = self.am.hash_for_opid(&object_id(id))?;
        let change = self.am.get_change_by_hash(&hash)?.decode();
        let start = change.start_op.get();
        require(change.actor_id == *id.actor() && start <= id.counter())?;
        self.deeds.begin(&change.actor_id, start, change.operations.len());
        for op in &change.operations {
            let deed = self.deeds.of(op);
            self.deeds.add(&change.actor_id, start, deed);
        }
        self.deeds.get(id)
    }
}

fn object_id(id: &OpId) -> ObjId {
    // The last part is a hint that Automerge checks and need not fit.
    ObjId::Id(id.counter(), id.actor().clone(), 0)
}

fn require(holds: bool) -> Option<()> {
    holds.then_some(())
}
