//! What looks different after an edit or a merge, so that a screen changes only that.
//!
//! Automerge says it in patches, one for each stretch of letters; here they are gathered by field.

use std::collections::BTreeMap;

use automerge::{Patch, PatchAction, Prop};

use crate::id::EntityKey;
use crate::schema::{Field, Schema, Shape};
use crate::splice::Splice;

/// Something that looks different now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Diff {
    /// Text was written. Doing the splices one after another makes the new text of the old one.
    Text {
        /// In which entity.
        entity: EntityKey,
        /// In which of its fields.
        field: Field,
        /// What was done.
        splices: Vec<Splice>,
    },
    /// A field has another answer, or more, or fewer. For a prose field: read it anew.
    Field {
        /// In which entity.
        entity: EntityKey,
        /// Which of its fields.
        field: Field,
    },
    /// An entity came, or became another: read all of it anew.
    Entity {
        /// Which.
        entity: EntityKey,
    },
}

/// What Automerge's patches say of a document, gathered by entity and field.
pub(crate) struct DocumentDiff {
    schema: &'static Schema,
    /// Entities, and fields of them, in the order in which patches first spoke of them.
    order: Vec<(EntityKey, Option<Field>)>,
    texts: BTreeMap<(EntityKey, Field), Vec<Splice>>,
    replaced: Vec<(EntityKey, Option<Field>)>,
}

impl DocumentDiff {
    pub(crate) fn of_patches(schema: &'static Schema, patches: Vec<Patch>) -> Self {
        let mut diff = Self { schema, order: Vec::new(), texts: BTreeMap::new(), replaced: Vec::new() };
        for patch in patches {
            diff.add(patch);
        }
        diff
    }

    /// Entities (`None`) and prose fields that are other objects now: what was known of their texts is void.
    pub(crate) fn replaced(&self) -> &[(EntityKey, Option<Field>)] {
        &self.replaced
    }

    /// Fields that are no prose and have other answers now.
    pub(crate) fn answered(&self) -> impl Iterator<Item = (EntityKey, Field)> {
        let field = |(entity, field): &(EntityKey, Option<Field>)| Some((*entity, (*field)?));
        let is_prose =
            |(entity, field): &(EntityKey, Field)| self.schema.shape(entity.kind, *field) == Some(Shape::Prose);
        self.order.iter().filter_map(field).filter(move |at| !is_prose(at))
    }

    /// What was written in texts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&(EntityKey, Field), &Vec<Splice>)> {
        self.texts.iter()
    }

    fn add(&mut self, patch: Patch) {
        match patch.path.as_slice() {
            [] => {
                if let Some(entity) = key_of(&patch.action).and_then(|key| self.schema.entity_of(&key)) {
                    self.replaced.push((entity, None));
                    self.mention(entity, None);
                }
            }
            [(_, Prop::Map(root))] => {
                let Some(entity) = self.schema.entity_of(root) else { return };
                // Of a member of a set, the field.
                let key = key_of(&patch.action);
                let word = key.as_deref().map(|key| key.split_once('/').map_or(key, |(field, _)| field));
                let Some(field) = word.and_then(|word| self.schema.field_of(entity.kind, word)) else { return };
                if self.schema.shape(entity.kind, field) == Some(Shape::Prose) {
                    self.replaced.push((entity, Some(field)));
                }
                self.mention(entity, Some(field));
            }
            [(_, Prop::Map(root)), (_, Prop::Map(field))] => {
                let Some(entity) = self.schema.entity_of(root) else { return };
                let Some(field) = self.schema.field_of(entity.kind, field) else { return };
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
                        self.replaced.push((entity, Some(field)));
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

    fn is_replaced(&self, entity: EntityKey, field: Field) -> bool {
        self.replaced.contains(&(entity, None)) || self.replaced.contains(&(entity, Some(field)))
    }

    pub(crate) fn into_diffs(mut self) -> Vec<Diff> {
        let order = std::mem::take(&mut self.order);
        let mut diffs = Vec::new();
        for (entity, field) in order {
            let Some(field) = field else {
                diffs.push(Diff::Entity { entity });
                continue;
            };
            if self.replaced.contains(&(entity, None)) {
                continue;
            }
            match self.texts.remove(&(entity, field)) {
                Some(splices) if !self.is_replaced(entity, field) => diffs.push(Diff::Text { entity, field, splices }),
                _ => diffs.push(Diff::Field { entity, field }),
            }
        }
        diffs
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
