//! Whether a change makes sense in a document: every operation refers to things that exist, in the way that ours do.
//!
//! A change that passes here is one that an honest device could have written: maps of scalars and texts, written letter
//! by letter. What no device of ours writes (lists, counters, marks) is refused too, so that nobody has to wonder how
//! Automerge or the screen takes it.

use std::collections::HashMap;

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Automerge, Change, ChangeHash, ExpandedChange, ObjId, ObjType, ReadDoc, ScalarValue};

use super::operation_index::{Operation, OperationIndex};
use crate::text_creation::{is_text_creation, names_its_map};

/// Checks changes, each after those it follows, against a document and the changes checked before.
pub(crate) struct OperationValidator<'a> {
    am: &'a Automerge,
    index: OperationIndex,
    /// Of the changes checked so far: actor, sequence number, last operation.
    changes: HashMap<ChangeHash, (ActorId, u64, u64)>,
    /// The same changes by actor and first operation.
    by_start: HashMap<(ActorId, u64), ChangeHash>,
}

impl<'a> OperationValidator<'a> {
    pub(crate) fn new(am: &'a Automerge, index: OperationIndex) -> Self {
        Self { am, index, changes: HashMap::new(), by_start: HashMap::new() }
    }

    /// The index with what was learnt; to be kept only if every change made sense and was applied.
    pub(crate) fn into_index(self) -> OperationIndex {
        self.index
    }

    /// Whether the change makes sense; its predecessors are in the document or have been checked.
    pub(crate) fn makes_sense(&mut self, change: &Change) -> bool {
        self.check(change).is_some()
    }

    fn check(&mut self, change: &Change) -> Option<()> {
        let expanded = change.decode();
        // Automerge encodes a change anew when it saves the document, and knows it by the hash of that encoding. One that
        // was encoded in another way would have another hash when the document is next loaded.
        let again = Change::from(expanded.clone());
        require(again.raw_bytes() == change.raw_bytes())?;
        self.check_order(&expanded)?;
        if is_text_creation(change) {
            let [op] = expanded.operations.as_slice() else { return None };
            let ObjectId::Id(map) = &op.obj else { return None };
            require(names_its_map(&expanded, self.made_by(map)))?;
            // What the entity began with is not hidden behind an empty text.
            require(!self.began_with(op, map)?)?;
        }
        let start = expanded.start_op.get();
        let actor = &expanded.actor_id;
        self.index.begin_change(actor, start, expanded.operations.len());
        for (counter, op) in (start..).zip(&expanded.operations) {
            let operation = self.check_operation(op, counter)?;
            self.index.push(actor, start, operation);
        }
        let last = start + expanded.operations.len() as u64 - 1;
        self.changes.insert(change.hash(), (actor.clone(), expanded.seq, last));
        self.by_start.insert((actor.clone(), start), change.hash());
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

    fn check_operation(&mut self, op: &Op, counter: u64) -> Option<Operation> {
        require(op.pred.iter().zip(op.pred.iter().skip(1)).all(|(a, b)| a != b))?;
        let kind = self.object_type(&op.obj, counter)?;
        let operation = self.index.classify(op);
        match (kind, &op.key, operation) {
            (ObjType::Map, Key::Map(key), _) => {
                require(!op.insert)?;
                match &op.action {
                    OpType::Make(ObjType::Map | ObjType::Text) => {}
                    OpType::Put(value) => require(!matches!(value, ScalarValue::Counter(_)))?,
                    OpType::Delete => require(!op.pred.is_empty())?,
                    _ => return None,
                }
                let object = self.index.object(&op.obj);
                let slot = self.index.slot(object, key);
                for pred in op.pred.iter() {
                    match self.look_up(pred, counter)? {
                        Operation::Made(_, of) | Operation::Put(of) if of == slot => {}
                        _ => return None,
                    }
                }
            }
            (ObjType::Text, Key::Seq(element), Operation::Letter(_)) => {
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
        Some(operation)
    }

    /// The change that an operation is part of: one of the document, or of those checked so far.
    fn made_by(&self, id: &OpId) -> Option<ChangeHash> {
        let start = self.index.start_of(id.actor(), id.counter());
        let of_checked = start.and_then(|start| self.by_start.get(&(id.actor().clone(), start)));
        of_checked.copied().or_else(|| self.am.hash_for_opid(&object_id(id)))
    }

    /// Whether the change that made a map also put something where an operation puts a text.
    fn began_with(&mut self, op: &Op, map: &OpId) -> Option<bool> {
        self.look_up(map, u64::MAX)?;
        let Operation::Made(_, slot) = self.index.classify(op) else { return None };
        Some(
            self.index
                .change_of(map)
                .iter()
                .any(|made| matches!(made, Operation::Made(_, of) | Operation::Put(of) if *of == slot)),
        )
    }

    fn object_type(&self, object: &ObjectId, before: u64) -> Option<ObjType> {
        let ObjectId::Id(id) = object else { return Some(ObjType::Map) };
        require(id.counter() < before)?;
        match self.index.get(id) {
            Some(Operation::Made(kind, _)) => Some(kind),
            Some(_) => None,
            None => self.am.object_type(object_id(id)).ok(),
        }
    }

    fn require_letter(&mut self, id: &OpId, text: &ObjectId, before: u64) -> Option<()> {
        let text = self.index.object(text);
        match self.look_up(id, before)? {
            Operation::Letter(of) => require(of == text),
            _ => None,
        }
    }

    /// What an earlier operation did: from the index, or else from the change that it is part of.
    fn look_up(&mut self, id: &OpId, before: u64) -> Option<Operation> {
        require(id.counter() < before)?;
        if let Some(operation) = self.index.get(id) {
            return Some(operation);
        }
        let hash = self.am.hash_for_opid(&object_id(id))?;
        let change = self.am.get_change_by_hash(&hash)?.decode();
        let start = change.start_op.get();
        require(change.actor_id == *id.actor() && start <= id.counter())?;
        self.index.begin_change(&change.actor_id, start, change.operations.len());
        for op in &change.operations {
            let operation = self.index.classify(op);
            self.index.push(&change.actor_id, start, operation);
        }
        self.index.get(id)
    }
}

fn object_id(id: &OpId) -> ObjId {
    // The last part is a hint where Automerge may find it; any number will do.
    ObjId::Id(id.counter(), id.actor().clone(), 0)
}

fn require(holds: bool) -> Option<()> {
    holds.then_some(())
}
