//! Reading entities: every answer to every field, with who gave it and when.
//!
//! A field with several answers that nobody has chosen between is a conflict, and is shown as one. If two devices did
//! create the same entity, the fields of both count: nothing is hidden behind the other.

use std::collections::BTreeSet;
use std::str::FromStr;

use automerge::{ChangeHash, ObjId, ObjType, Prop, ROOT, ReadDoc, Value as AmValue};

use crate::document::Document;
use crate::id::{EntityKey, Moment};
use crate::problem::Problem;
use crate::schema::{self, EntityKind, Field, Noun, Shape};
use crate::value::Value;

/// The document as it stood at these heads; as it stands, with what is being typed, if there are none.
pub(crate) type At<'a> = Option<&'a [ChangeHash]>;

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
#[derive(Debug, Clone)]
pub struct EntityView {
    /// Which.
    pub key: EntityKey,
    /// What is known of its kind.
    pub noun: &'static Noun,
    /// What its fields say, in reading order. Fields never set are missing.
    pub fields: Vec<(Field, FieldView)>,
    /// What could not be read. The rest is good.
    pub problems: Vec<Problem>,
}

impl PartialEq for EntityView {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.fields == other.fields && self.problems == other.problems
    }
}

impl Eq for EntityView {}

impl EntityView {
    /// A field with all its answers; `None` if it was never set.
    #[must_use]
    pub fn field(&self, field: Field) -> Option<&FieldView> {
        self.fields.iter().find(|(known, _)| *known == field).map(|(_, view)| view)
    }

    /// What a field says; empty if it was never set.
    #[must_use]
    pub fn value(&self, field: Field) -> &Value {
        self.field(field).map_or(&Value::Empty, |view| &view.value)
    }

    /// A field's text; empty if it has none.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        self.value(field).as_text().unwrap_or_default()
    }

    /// A choice, or an id; `None` if nothing was chosen or this version does not know the word.
    #[must_use]
    pub fn choice<T: FromStr>(&self, field: Field) -> Option<T> {
        self.text(field).parse().ok()
    }

    /// Whether it was put away.
    #[must_use]
    pub fn archived(&self) -> bool {
        self.value(Field::ARCHIVED).is_yes()
    }

    /// The fields with several answers, in reading order. Two places among siblings are none that a person is asked to
    /// choose between: every device shows the same one, and whoever moves the thing again has decided.
    pub fn conflicts(&self) -> impl Iterator<Item = (Field, &[Answer])> {
        let is_place = |field: Field| self.noun.spec(field).is_some_and(|spec| spec.shape == Shape::Order);
        self.fields
            .iter()
            .filter(move |(field, view)| view.is_conflict() && !is_place(*field))
            .map(|(field, view)| (*field, view.answers.as_slice()))
    }

    /// What heads it in a list: a line of text, or the word of a choice. Empty if nothing was said.
    #[must_use]
    pub fn title(&self) -> (Field, &str) {
        let titles = self.noun.title.iter().map(|field| (*field, self.text(*field).trim()));
        titles.into_iter().find(|(_, text)| !text.is_empty()).unwrap_or((Field::NAME, ""))
    }

    /// The sections to show, in order: those it is divided into, then others that say something.
    #[must_use]
    pub fn sections(&self) -> Vec<Field> {
        let mut sections = (self.noun.sections)(self);
        for spec in self.noun.fields.iter().filter(|spec| spec.section) {
            if !sections.contains(&spec.field) && !self.text(spec.field).trim().is_empty() {
                sections.push(spec.field);
            }
        }
        sections
    }
}

impl Document {
    /// A prose field's text; `None` if there is no such entity or field. One that nobody has written in is empty.
    #[must_use]
    pub fn text(&self, entity: EntityKey, field: Field) -> Option<String> {
        let object = match self.texts.get(&(entity, field)) {
            Some(text) => text.object.clone(),
            None => {
                let containers = self.containers(entity);
                match self.shown_text(&containers, field) {
                    Some(object) => object,
                    None if containers.is_empty() => return None,
                    None => return (self.schema.shape(entity.kind, field)? == Shape::Prose).then(String::new),
                }
            }
        };
        Some(self.with_draft(&object, self.am.text(&object).ok()?))
    }

    /// What a field says; `None` if there is no such entity, or the field was never set.
    #[must_use]
    pub fn field(&self, entity: EntityKey, field: Field) -> Option<FieldView> {
        self.read_field(&self.containers(entity), entity, field, None, &mut Vec::new())
    }

    /// An entity with all its fields; `None` if it is not in this document.
    #[must_use]
    pub fn entity(&self, entity: EntityKey) -> Option<EntityView> {
        self.read_entity(entity, None)
    }

    /// The same as it stood, or as it stands, if no heads are given.
    pub(crate) fn read_entity(&self, entity: EntityKey, at: At<'_>) -> Option<EntityView> {
        let containers = self.containers_at(entity, at);
        if containers.is_empty() {
            return None;
        }
        let noun = self.schema.noun(entity.kind)?;
        let mut problems = Vec::new();
        let fields = noun
            .fields
            .iter()
            .filter_map(|spec| Some((spec.field, self.read_field(&containers, entity, spec.field, at, &mut problems)?)))
            .collect();
        Some(EntityView { key: entity, noun, fields, problems })
    }

    /// The entities of a kind, also those put away, by id.
    #[must_use]
    pub fn entities(&self, kind: EntityKind) -> Vec<EntityKey> {
        self.am.map_range(ROOT, schema::root_range(kind)).filter_map(|item| self.schema.entity_of(&item.key)).collect()
    }

    /// Every entity that this version knows, also those put away.
    #[must_use]
    pub fn all_entities(&self) -> Vec<EntityKey> {
        self.schema.nouns.iter().flat_map(|noun| self.entities(noun.kind)).collect()
    }

    /// The maps of an entity, the one that shows last. More than one only if two devices created it.
    pub(crate) fn containers(&self, entity: EntityKey) -> Vec<ObjId> {
        self.containers_at(entity, None)
    }

    pub(crate) fn containers_at(&self, entity: EntityKey, at: At<'_>) -> Vec<ObjId> {
        self.all_at(&ROOT, schema::root_key(entity), at)
            .into_iter()
            .filter(|(value, _)| matches!(value, AmValue::Object(ObjType::Map)))
            .map(|(_, object)| object)
            .collect()
    }

    /// Everything that stands, or stood, at a place.
    pub(crate) fn all_at(&self, object: &ObjId, place: impl Into<Prop>, at: At<'_>) -> Vec<(AmValue<'_>, ObjId)> {
        let all = match at {
            Some(heads) => self.am.get_all_at(object, place, heads),
            None => self.am.get_all(object, place),
        };
        all.unwrap_or_default()
    }

    /// What a text says, or said.
    pub(crate) fn text_at(&self, object: &ObjId, at: At<'_>) -> Option<String> {
        match at {
            Some(heads) => self.am.text_at(object, heads).ok(),
            None => Some(self.with_draft(object, self.am.text(object).ok()?)),
        }
    }

    /// The text of a field that shows: that of the last container that has one.
    pub(crate) fn shown_text(&self, containers: &[ObjId], field: Field) -> Option<ObjId> {
        containers.iter().rev().find_map(|container| self.text_object(container, field))
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

    /// Whether a member of a set was put in by me and nobody else.
    pub(crate) fn is_member_only_by_me(&self, containers: &[ObjId], field: Field, member: &str) -> bool {
        let key = schema::member_key(field, member);
        let mine = |id: &ObjId| matches!(id, ObjId::Id(_, actor, _) if actor.to_bytes() == self.actor.as_bytes());
        let all = |container: &ObjId| self.am.get_all(container, &key).unwrap_or_default();
        containers.iter().flat_map(all).all(|(_, id)| mine(&id))
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
        at: At<'_>,
        problems: &mut Vec<Problem>,
    ) -> Option<FieldView> {
        let shape = self.schema.shape(entity.kind, field)?;
        if shape.is_set() {
            let members = self.members_at(containers, field, at);
            let value = if members.is_empty() { Value::Empty } else { Value::Set(members) };
            return (!value.is_empty()).then(|| FieldView { value, answers: Vec::new() });
        }
        let prose = shape == Shape::Prose;
        let mut answers = Vec::new();
        let mut unread = false;
        for container in containers {
            for (value, id) in self.all_at(container, field.as_str(), at) {
                let value = match value {
                    AmValue::Object(ObjType::Text) if prose => self.text_at(&id, at).map(Value::Text),
                    AmValue::Scalar(scalar) if !prose => Value::from_scalar(&scalar),
                    _ => None,
                };
                match value {
                    Some(value) => answers.push(self.answer_of(value, &id)),
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
        if at.is_none() {
            self.with_drafted_answer(entity, field, &mut answers);
        }
        merge_equal(&mut answers);
        let value = answers.last()?.value.clone();
        Some(FieldView { value, answers })
    }

    /// The members of a set.
    pub(crate) fn members(&self, containers: &[ObjId], field: Field) -> BTreeSet<String> {
        self.members_at(containers, field, None)
    }

    fn members_at(&self, containers: &[ObjId], field: Field, at: At<'_>) -> BTreeSet<String> {
        let mut members = BTreeSet::new();
        for container in containers {
            let keys: Vec<String> = match at {
                Some(heads) => self.am.map_range_at(container, schema::member_range(field), heads),
                None => self.am.map_range(container, schema::member_range(field)),
            }
            .map(|item| item.key.into_owned())
            .collect();
            for key in keys {
                let Some((_, member)) = key.split_once('/') else { continue };
                // Whatever else may stand beside it.
                let standing = self.all_at(container, key.as_str(), at);
                if standing.iter().any(|(value, _)| value.as_bool() == Some(true)) {
                    members.insert(member.to_owned());
                }
            }
        }
        members
    }

    fn answer_of(&self, value: Value, id: &ObjId) -> Answer {
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
