//! What came after a document stood as it did.

use std::collections::{BTreeMap, BTreeSet};

use automerge::legacy::{Key, ObjectId};
use automerge::{ObjId, ObjType, ROOT, ReadDoc, Value as AmValue};

use crate::document::Document;
use crate::id::EntityKey;

/// An object, as changes name it.
type Name = (u64, Vec<u8>);

impl Document {
    /// The entities in which something was written that is no part of what stood at these heads; `None` if one of them is
    /// not known here. Nothing that lists keep is asked, so that a large document costs little where little came.
    #[must_use]
    pub fn touched_since(&self, heads: &[[u8; 32]]) -> Option<BTreeSet<EntityKey>> {
        let heads = self.known(heads)?;
        let mut touched = BTreeSet::new();
        let mut objects: BTreeSet<Name> = BTreeSet::new();
        for change in self.am.get_changes(&heads) {
            for operation in change.decode().operations {
                match (&operation.obj, &operation.key) {
                    (ObjectId::Root, Key::Map(key)) => touched.extend(self.schema.entity_of(key)),
                    (ObjectId::Root, Key::Seq(_)) => {}
                    (ObjectId::Id(id), _) => drop(objects.insert((id.counter(), id.actor().to_bytes().to_vec()))),
                }
            }
        }
        if !objects.is_empty() {
            let names = self.names_of_objects();
            touched.extend(objects.iter().filter_map(|object| names.get(object)).copied());
        }
        Some(touched)
    }

    /// Of every map and text of an entity, which entity it is of.
    fn names_of_objects(&self) -> BTreeMap<Name, EntityKey> {
        let name = |id: &ObjId| match id {
            ObjId::Id(counter, actor, _) => Some((*counter, actor.to_bytes().to_vec())),
            ObjId::Root => None,
        };
        let mut names = BTreeMap::new();
        for key in self.am.keys(ROOT) {
            let Some(entity) = self.schema.entity_of(&key) else { continue };
            for (value, container) in self.all_at(&ROOT, key.as_str(), None) {
                if !matches!(value, AmValue::Object(ObjType::Map)) {
                    continue;
                }
                names.extend(name(&container).map(|name| (name, entity)));
                let prose = self.schema.noun(entity.kind).into_iter().flat_map(crate::schema::Noun::prose);
                for field in prose {
                    for (value, text) in self.all_at(&container, field.as_str(), None) {
                        if matches!(value, AmValue::Object(ObjType::Text)) {
                            names.extend(name(&text).map(|name| (name, entity)));
                        }
                    }
                }
            }
        }
        names
    }

    /// The document as it stood when these were the latest changes, to be read: nobody is to write in it. `None` if one
    /// of them is not known here.
    #[must_use]
    pub fn as_it_stood(&self, heads: &[[u8; 32]]) -> Option<Self> {
        let am = self.am.fork_at(&self.known(heads)?).ok()?;
        Some(Self::of(am, self.schema, self.actor))
    }
}
