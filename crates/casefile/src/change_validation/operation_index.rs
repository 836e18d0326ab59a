//! What the operations of a document did: found once, and remembered for the next change that refers to them.
//!
//! A change names what it works on by the ids of earlier operations. Automerge can only find those by expanding the
//! whole change that they are part of, which is too slow to do again for every letter.

use std::collections::{BTreeMap, HashMap};

use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, ObjType};

/// Operations remembered, at most. They can always be looked up again.
const MAX_REMEMBERED: usize = 1 << 20;

/// The number of an object in an [`OperationIndex`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Object(u32);

/// The number of a slot (a key of a map) in an [`OperationIndex`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot(u32);

/// What one operation did, as far as others can refer to it.
#[derive(Clone, Copy)]
pub(super) enum Operation {
    /// Made an object and put it in a slot.
    Made(ObjType, Slot),
    /// Put a scalar in a slot.
    Put(Slot),
    /// Inserted a letter in a text.
    Letter(Object),
    /// Took something out, or did something that our changes do not refer to.
    Other,
}

/// What operations did. These are facts that never change.
#[derive(Default)]
pub(crate) struct OperationIndex {
    objects: HashMap<ObjectId, Object>,
    slots: HashMap<(Object, String), Slot>,
    /// The operations of a change, by its actor and the counter of the first of them.
    by_change: HashMap<ActorId, BTreeMap<u64, Vec<Operation>>>,
    count: usize,
}

impl OperationIndex {
    pub(super) fn object(&mut self, object: &ObjectId) -> Object {
        let next = Object(u32::try_from(self.objects.len()).unwrap_or(u32::MAX));
        *self.objects.entry(object.clone()).or_insert(next)
    }

    pub(super) fn slot(&mut self, object: Object, key: &str) -> Slot {
        let next = Slot(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        *self.slots.entry((object, key.to_owned())).or_insert(next)
    }

    pub(super) fn get(&self, id: &OpId) -> Option<Operation> {
        let (start, operations) = self.by_change.get(id.actor())?.range(..=id.counter()).next_back()?;
        operations.get(usize::try_from(id.counter() - start).ok()?).copied()
    }

    /// The operations of the change that an operation is part of, as far as they are known.
    pub(super) fn change_of(&self, id: &OpId) -> &[Operation] {
        let change = self.by_change.get(id.actor()).and_then(|changes| changes.range(..=id.counter()).next_back());
        change.map_or(&[], |(_, operations)| operations)
    }

    /// Where the change of an actor begins that has the operation with this counter, if it is known.
    pub(super) fn start_of(&self, actor: &ActorId, counter: u64) -> Option<u64> {
        self.by_change.get(actor)?.range(..=counter).next_back().map(|(start, _)| *start)
    }

    /// What an operation does, by its own words.
    pub(super) fn classify(&mut self, op: &Op) -> Operation {
        let object = self.object(&op.obj);
        match (&op.action, &op.key) {
            (OpType::Make(kind), Key::Map(key)) => Operation::Made(*kind, self.slot(object, key)),
            (OpType::Put(_), Key::Map(key)) => Operation::Put(self.slot(object, key)),
            (OpType::Put(_), Key::Seq(_)) if op.insert => Operation::Letter(object),
            _ => Operation::Other,
        }
    }

    /// Makes room for the operations of a change, whose first has the counter `start`.
    pub(super) fn begin_change(&mut self, actor: &ActorId, start: u64, len: usize) {
        self.by_change.entry(actor.clone()).or_default().insert(start, Vec::with_capacity(len));
    }

    /// The next operation of that change.
    pub(super) fn push(&mut self, actor: &ActorId, start: u64, operation: Operation) {
        if let Some(operations) = self.by_change.get_mut(actor).and_then(|changes| changes.get_mut(&start)) {
            operations.push(operation);
            self.count += 1;
        }
    }

    /// Forgets all if it has become much.
    pub(crate) fn trim(&mut self) {
        if self.count > MAX_REMEMBERED {
            *self = Self::default();
        }
    }
}
