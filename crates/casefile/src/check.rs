//! Whether a change makes sense in a document: every operation refers to things that exist, in the way that ours do.
//!
//! Automerge believes changes. One that refers to what is not there makes it panic, now or when the document is next
//! saved and loaded; in a browser that would be the end of the app and of the document. A change that passes here is
//! exactly what an honest device could have written: maps of scalars and texts, written letter by letter.

use std::collections::BTreeMap;

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Automerge, Change, ChangeHash, Cursor, ExpandedChange, ObjId, ObjType, ReadDoc, ScalarValue};

/// What one operation of a change did, for those that refer to it.
enum Deed {
    /// Made an object, by its type, and put it at this key of this object.
    Made(ObjType, Place),
    /// Put a scalar at this key of this object.
    Put(Place),
    /// Inserted a letter in this text.
    Letter(usize),
    /// Took something out.
    Deleted,
}

/// A key of an object, the object as an index of [`Checker::objects`].
#[derive(PartialEq, Eq)]
struct Place {
    object: usize,
    key: String,
}

/// Checks changes, each after those it follows, against a document and the changes checked before.
pub(crate) struct Checker<'a> {
    am: &'a Automerge,
    /// Objects that operations speak of, so that they can be compared by number.
    objects: Vec<ObjectId>,
    /// Deeds of the changes checked so far, by actor and first operation.
    deeds: BTreeMap<ActorId, BTreeMap<u64, Vec<Deed>>>,
    /// Of those changes: actor, sequence number, last operation.
    changes: BTreeMap<ChangeHash, (ActorId, u64, u64)>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(am: &'a Automerge) -> Self {
        Self { am, objects: vec![ObjectId::Root], deeds: BTreeMap::new(), changes: BTreeMap::new() }
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
        self.deeds.entry(actor.clone()).or_default().insert(start, Vec::with_capacity(expanded.operations.len()));
        for (counter, op) in (start..).zip(&expanded.operations) {
            let deed = self.deed(op, counter)?;
            self.deeds.get_mut(actor)?.get_mut(&start)?.push(deed);
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

    fn deed(&mut self, op: &Op, counter: u64) -> Option<Deed> {
        require(op.pred.iter().zip(op.pred.iter().skip(1)).all(|(a, b)| a != b))?;
        let kind = self.object_type(&op.obj, counter)?;
        let object = self.number_of(&op.obj);
        match (kind, &op.key) {
            (ObjType::Map, Key::Map(key)) => {
                require(!op.insert)?;
                let place = Place { object, key: key.to_string() };
                for pred in op.pred.iter() {
                    require(self.is_at(pred, &op.obj, &place, counter))?;
                }
                match &op.action {
                    OpType::Make(made @ (ObjType::Map | ObjType::Text)) => Some(Deed::Made(*made, place)),
                    OpType::Put(ScalarValue::Counter(_)) => None,
                    OpType::Put(_) => Some(Deed::Put(place)),
                    OpType::Delete => (!op.pred.is_empty()).then_some(Deed::Deleted),
                    _ => None,
                }
            }
            (ObjType::Text, Key::Seq(element)) => {
                match element {
                    ElementId::Head => require(op.insert)?,
                    ElementId::Id(id) => require(self.is_letter_of(id, &op.obj, object, counter))?,
                }
                match &op.action {
                    OpType::Put(ScalarValue::Str(letter)) if op.insert => {
                        require(op.pred.is_empty())?;
                        require(letter.chars().count() == 1)?;
                        Some(Deed::Letter(object))
                    }
                    OpType::Delete if !op.insert => {
                        require(op.pred.len() == 1 && op.pred.get(0) == element.as_opid())?;
                        Some(Deed::Deleted)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn number_of(&mut self, object: &ObjectId) -> usize {
        // A change speaks of few objects, mostly of the last one again.
        match self.objects.iter().rposition(|known| known == object) {
            Some(at) => at,
            None => {
                self.objects.push(object.clone());
                self.objects.len() - 1
            }
        }
    }

    /// What an operation of the changes checked so far did.
    fn known(&self, id: &OpId) -> Option<&Deed> {
        let (start, deeds) = self.deeds.get(id.actor())?.range(..=id.counter()).next_back()?;
        deeds.get(usize::try_from(id.counter() - start).ok()?)
    }

    fn object_type(&self, object: &ObjectId, before: u64) -> Option<ObjType> {
        let ObjectId::Id(id) = object else { return Some(ObjType::Map) };
        require(id.counter() < before)?;
        match self.known(id) {
            Some(Deed::Made(kind, _)) => Some(*kind),
            Some(_) => None,
            None => self.am.object_type(object_id(id)).ok(),
        }
    }

    /// Whether this operation put something at this place.
    fn is_at(&self, id: &OpId, object: &ObjectId, place: &Place, before: u64) -> bool {
        if id.counter() >= before {
            return false;
        }
        match self.known(id) {
            Some(Deed::Made(_, at) | Deed::Put(at)) => at == place,
            Some(_) => false,
            None => self.is_at_in_document(id, object, &place.key),
        }
    }

    fn is_at_in_document(&self, id: &OpId, object: &ObjectId, key: &str) -> bool {
        let container = match object {
            ObjectId::Root => ObjId::Root,
            ObjectId::Id(id) => object_id(id),
        };
        let wanted = object_id(id);
        if self.am.get_all(&container, key).is_ok_and(|all| all.iter().any(|(_, found)| *found == wanted)) {
            return true;
        }
        // Overwritten by somebody else meanwhile: ask the change that made it.
        let Some(hash) = self.am.hash_for_opid(&wanted) else { return false };
        let Some(change) = self.am.get_change_by_hash(&hash) else { return false };
        let at = id.counter().checked_sub(change.start_op().get()).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| change.decode().operations.into_iter().nth(at)).is_some_and(|op| {
            change.actor_id() == id.actor()
                && op.obj == *object
                && matches!(&op.key, Key::Map(found) if found == key)
                && matches!(op.action, OpType::Make(_) | OpType::Put(_))
        })
    }

    fn is_letter_of(&self, id: &OpId, object: &ObjectId, number: usize, before: u64) -> bool {
        if id.counter() >= before {
            return false;
        }
        match self.known(id) {
            Some(Deed::Letter(of)) => *of == number,
            Some(_) => false,
            None => {
                let ObjectId::Id(object) = object else { return false };
                // A text made by the changes being checked has no letters in the document.
                if self.known(object).is_some() {
                    return false;
                }
                let cursor = Cursor::try_from(format!("{}@{}", id.counter(), id.actor()).as_str());
                cursor.is_ok_and(|cursor| self.am.get_cursor_position(object_id(object), &cursor, None).is_ok())
            }
        }
    }
}

fn object_id(id: &OpId) -> ObjId {
    // The last part is a hint that Automerge checks and need not fit.
    ObjId::Id(id.counter(), id.actor().clone(), 0)
}

fn require(holds: bool) -> Option<()> {
    holds.then_some(())
}
