//! Texts that are made when they are first written in.
//!
//! Two devices that each made the text of one field would have two texts, and one would hide the other. So whoever
//! writes first makes it by a change that is byte for byte the same on every device: its author, its number, its time
//! and what it follows are all computed from the entity and the field. Automerge knows a change by its hash, so that
//! the same one made twice is one. This is what lets a kind of entity get further prose years after it was made.

use std::num::NonZeroU64;

use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Change, ChangeHash, ExpandedChange, ObjId, ObjType};
use sha2::{Digest, Sha256};

use crate::document::Document;
use crate::edit::EditError;
use crate::id::EntityKey;
use crate::prose::OpenedText;
use crate::schema::{Field, Shape};

/// What the author of such a change is hashed from, besides where the text is.
const DOMAIN: &[u8] = b"doorstep/text/1\0";

/// The change that makes a text in a map: the map itself, the change that made the map, and that change's last
/// operation.
fn creation(map: &OpId, made_by: ChangeHash, last_op: u64, field: &str) -> Option<Change> {
    let start_op = NonZeroU64::new(last_op.checked_add(1)?)?;
    Some(Change::from(ExpandedChange {
        operations: vec![Op {
            action: OpType::Make(ObjType::Text),
            obj: ObjectId::Id(map.clone()),
            key: Key::Map(field.into()),
            pred: Vec::new().into(),
            insert: false,
        }],
        actor_id: author(map, made_by, field),
        hash: None,
        seq: 1,
        start_op,
        time: 0,
        message: None,
        deps: vec![made_by],
        extra_bytes: Vec::new(),
        author: None,
    }))
}

/// Nobody's actor: two texts have the same only if they are the same.
fn author(map: &OpId, made_by: ChangeHash, field: &str) -> ActorId {
    let mut hash = Sha256::new();
    hash.update(DOMAIN);
    hash.update(made_by.0);
    hash.update(map.counter().to_be_bytes());
    hash.update(field.as_bytes());
    let actor: [u8; 32] = hash.finalize().into();
    ActorId::from(actor)
}

/// Whether a change makes a text and does nothing else, so that it is the same whoever brings it. Whether it names the
/// change that made the map, only the document can tell: see [`names_its_map`].
pub(crate) fn is_text_creation(change: &Change) -> bool {
    if change.seq() != 1 || change.len() != 1 || change.timestamp() != 0 {
        return false;
    }
    let expanded = change.decode();
    let ([op], [made_by]) = (expanded.operations.as_slice(), expanded.deps.as_slice()) else { return false };
    let (ObjectId::Id(map), Key::Map(field)) = (&op.obj, &op.key) else { return false };
    let again = creation(map, *made_by, expanded.start_op.get() - 1, field);
    again.is_some_and(|again| again.raw_bytes() == change.raw_bytes())
}

/// Whether a change that makes a text follows the very change that made its map.
pub(crate) fn names_its_map(change: &ExpandedChange, made_by: Option<ChangeHash>) -> bool {
    change.deps.as_slice() == made_by.as_slice()
}

impl Document {
    /// A prose field of an entity, made now if nobody has written in it yet; then with the change that made it.
    pub(crate) fn open_or_create_text(&mut self, entity: EntityKey, field: Field) -> Result<OpenedText, EditError> {
        match self.open_text(entity, field) {
            Err(EditError::NoSuchText) => {}
            other => return Ok(OpenedText { text: other?, created: None }),
        }
        let created = self.create_text(entity, field).ok_or(EditError::NoSuchField)?;
        Ok(OpenedText { text: self.open_text(entity, field)?, created: Some(created) })
    }

    fn create_text(&mut self, entity: EntityKey, field: Field) -> Option<Vec<u8>> {
        if self.schema.shape(entity.kind, field) != Some(Shape::Prose) {
            return None;
        }
        let map = self.containers(entity).pop()?;
        let made_by = self.am.hash_for_opid(&map)?;
        let last_op = self.am.get_change_meta_by_hash(&made_by)?.max_op;
        let ObjId::Id(counter, actor, _) = &map else { return None };
        let change = creation(&OpId::new(*counter, actor), made_by, last_op, field.as_str())?;
        let bytes = change.raw_bytes().to_vec();
        self.am.apply_changes([change]).ok()?;
        Some(bytes)
    }
}
