//! Reading entities: every answer to every field, with who gave it and when.
//!
//! A field with several answers that nobody has chosen between is a conflict, and is shown as one. If two devices did
//! create the same entity, the fields of both count: nothing is hidden behind the other.

use std::collections::BTreeMap;

use automerge::{ObjId, ObjType, ROOT, ReadDoc, Value as AmValue};

use crate::document::Document;
use crate::id::{EntityKey, Moment};
use crate::problem::Problem;
use crate::schema::{self, EntityKind, Field, Shape};
use crate::value::Value;

/// One person's answer to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What they said.
    pub value: Value,
    /// Who wrote it, as the bytes of an actor: 32 for ours (see [`crate::ActorId`]).
    pub actor: Vec<u8>,
    /// When, by their clock.
    pub at: Moment,
}

/// What a field says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldView {
    /// The answer to show where there is room for one. The same on every device.
    pub value: Value,
    /// Every answer that stands, the shown one last. More than one is a conflict, until a person chooses. Empty for
    /// prose, which merges.
    pub answers: Vec<Answer>,
}

impl FieldView {
    /// Whether several answers stand and nobody has chosen.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.answers.len() > 1
    }
}

/// An entity with all its fields that this version knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityView {
    /// Which.
    pub key: EntityKey,
    /// What its fields say. Fields never set are missing.
    pub fields: BTreeMap<Field, FieldView>,
    /// What could not be read. The rest is good.
    pub problems: Vec<Problem>,
}

impl EntityView {
    /// What a field says; empty if it was never set.
    #[must_use]
    pub fn value(&self, field: Field) -> &Value {
        self.fields.get(&field).map_or(&Value::Empty, |view| &view.value)
    }

    /// A field's text; empty if it has none.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        self.value(field).as_text().unwrap_or_default()
    }

    /// Whether it was put away.
    #[must_use]
    pub fn archived(&self) -> bool {
        self.value(Field::Archived).is_yes()
    }

    /// The fields with several answers, in reading order.
    pub fn conflicts(&self) -> impl Iterator<Item = (Field, &[Answer])> {
        schema::fields(self.key.kind).iter().filter_map(|(field, _)| {
            let view = self.fields.get(field)?;
            view.is_conflict().then_some((*field, view.answers.as_slice()))
        })
    }
}

impl Document {
    /// A prose field's text; `None` if there is no such entity or field.
    #[must_use]
    pub fn text(&self, entity: EntityKey, field: Field) -> Option<String> {
        let object = match self.texts.get(&(entity, field)) {
            Some(text) => text.object.clone(),
            None => self.text_object(&self.containers(entity).pop()?, field)?,
        };
        Some(self.with_draft(&object, self.am.text(&object).ok()?))
    }

    /// What a field says; `None` if there is no such entity, or the field was never set.
    #[must_use]
    pub fn field(&self, entity: EntityKey, field: Field) -> Option<FieldView> {
        self.read_field(&self.containers(entity), entity, field, &mut Vec::new())
    }

    /// An entity with all its fields; `None` if it is not in this document.
    #[must_use]
    pub fn entity(&self, entity: EntityKey) -> Option<EntityView> {
        let containers = self.containers(entity);
        if containers.is_empty() {
            return None;
        }
        let mut problems = Vec::new();
        let fields = schema::fields(entity.kind)
            .iter()
            .filter_map(|(field, _)| Some((*field, self.read_field(&containers, entity, *field, &mut problems)?)))
            .collect();
        Some(EntityView { key: entity, fields, problems })
    }

    /// The entities of a kind, also those put away, by id.
    #[must_use]
    pub fn entities(&self, kind: EntityKind) -> Vec<EntityKey> {
        self.am.map_range(ROOT, schema::root_range(kind)).filter_map(|item| schema::entity_of(&item.key)).collect()
    }

    /// The maps of an entity, the one that shows last. More than one only if two devices created it.
    pub(crate) fn containers(&self, entity: EntityKey) -> Vec<ObjId> {
        let Ok(all) = self.am.get_all(ROOT, schema::root_key(entity)) else { return Vec::new() };
        all.into_iter()
            .filter(|(value, _)| matches!(value, AmValue::Object(ObjType::Map)))
            .map(|(_, object)| object)
            .collect()
    }

    pub(crate) fn text_object(&self, container: &ObjId, field: Field) -> Option<ObjId> {
        match self.am.get(container, field.as_str()) {
            Ok(Some((AmValue::Object(ObjType::Text), object))) => Some(object),
            _ => None,
        }
    }

    /// Whether the only value that stands in a scalar field is this one and I wrote it.
    pub(crate) fn is_only_mine(&self, containers: &[ObjId], field: Field, mine: &Value) -> bool {
        let all: Vec<(AmValue<'_>, ObjId)> = containers
            .iter()
            .flat_map(|container| self.am.get_all(container, field.as_str()).unwrap_or_default())
            .collect();
        match all.as_slice() {
            [(AmValue::Scalar(scalar), ObjId::Id(_, actor, _))] => {
                actor.to_bytes() == self.actor.as_bytes() && Value::from_scalar(scalar).as_ref() == Some(mine)
            }
            _ => false,
        }
    }

    /// The values of a scalar field that nobody has chosen between, without knowing whose.
    pub(crate) fn values(&self, containers: &[ObjId], field: Field) -> Vec<Value> {
        let mut found = Vec::new();
        for container in containers {
            for (value, _) in self.am.get_all(container, field.as_str()).unwrap_or_default() {
                if let AmValue::Scalar(scalar) = value
                    && let Some(value) = Value::from_scalar(&scalar)
                {
                    found.push(value);
                }
            }
        }
        found
    }

    fn read_field(
        &self,
        containers: &[ObjId],
        entity: EntityKey,
        field: Field,
        problems: &mut Vec<Problem>,
    ) -> Option<FieldView> {
        let prose = schema::shape(entity.kind, field)? == Shape::Prose;
        let mut answers = Vec::new();
        let mut unread = false;
        for container in containers {
            for (value, id) in self.am.get_all(container, field.as_str()).unwrap_or_default() {
                let value = match value {
                    AmValue::Object(ObjType::Text) if prose => {
                        self.am.text(&id).ok().map(|text| Value::Text(self.with_draft(&id, text)))
                    }
                    AmValue::Scalar(scalar) if !prose => Value::from_scalar(&scalar),
                    _ => None,
                };
                match value {
                    Some(value) => answers.push(self.answer(value, &id)),
                    None => unread = true,
                }
            }
        }
        if unread {
            problems.push(Problem::UnknownValue { entity, field });
        }
        if prose {
            // Texts hidden behind another container: only those that say something more.
            let shown = answers.pop()?;
            answers.retain(|answer| !answer.value.is_empty() && answer.value != shown.value);
            let value = shown.value.clone();
            if !answers.is_empty() {
                answers.push(shown);
            }
            return Some(FieldView { value, answers });
        }
        merge_equal(&mut answers);
        let value = answers.last()?.value.clone();
        Some(FieldView { value, answers })
    }

    fn answer(&self, value: Value, id: &ObjId) -> Answer {
        let actor = match id {
            ObjId::Id(_, actor, _) => actor.to_bytes().to_vec(),
            ObjId::Root => Vec::new(),
        };
        let at = self
            .am
            .hash_for_opid(id)
            .and_then(|hash| self.am.get_change_meta_by_hash(&hash))
            .map_or(0, |change| u64::try_from(change.timestamp).unwrap_or(0));
        Answer { value, actor, at: Moment(at) }
    }
}

/// Two people who gave the same answer do not disagree: of equal answers the last one stays, which is the one that shows.
fn merge_equal(answers: &mut Vec<Answer>) {
    let mut at = 0;
    while at < answers.len() {
        if answers[at + 1..].iter().any(|later| later.value == answers[at].value) {
            answers.remove(at);
        } else {
            at += 1;
        }
    }
}
