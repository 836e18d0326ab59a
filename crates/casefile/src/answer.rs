//! Answering a field. An answer takes the place of the one that stands. Where several stand, nobody has chosen yet, and
//! an answer takes the place of its author's own alone: typing a letter never decides between two people.

use automerge::legacy::{Key, Op, OpId, OpType};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{Change, ChangeHash, ObjId, ReadDoc};

use crate::diff::Diff;
use crate::document::Document;
use crate::edit::{Applied, EditError};
use crate::id::{EntityKey, Moment};
use crate::read::Answer;
use crate::schema::{self, Field, Shape};
use crate::value::{Value, signed};

/// Where an answer was put.
#[derive(Default)]
pub(crate) struct Placed {
    /// The change that it made, if any.
    pub(crate) change: Option<Vec<u8>>,
    /// Whether others' answers stand beside it.
    pub(crate) beside: bool,
}

impl Document {
    /// My answer to a field.
    pub(crate) fn answer(
        &mut self,
        entity: EntityKey,
        field: Field,
        value: &Value,
        now: Moment,
    ) -> Result<Applied, EditError> {
        let disputed = self.schema.shape(entity.kind, field).is_some_and(|shape| shape != Shape::Prose)
            && self.field(entity, field).is_some_and(|view| view.is_conflict());
        if !disputed {
            return self.set(entity, field, value, now);
        }
        self.check_answer(entity, field, value)?;
        self.answer_beside(entity, field, value, None, now)
    }

    /// My answer, written over one that the field showed.
    pub(crate) fn answer_over(
        &mut self,
        entity: EntityKey,
        field: Field,
        value: &Value,
        over: &Value,
        now: Moment,
    ) -> Result<Applied, EditError> {
        if self.schema.shape(entity.kind, field) == Some(Shape::Prose) {
            return Err(EditError::WrongShape);
        }
        self.check_answer(entity, field, value)?;
        let before = self.field(entity, field).unwrap_or_default().value;
        let placed = self.put_answer(entity, field, (value, over), None, now)?;
        if placed.beside {
            self.history.forget(entity, Some(field));
        } else if placed.change.is_some() {
            self.history.set(entity, field, value.clone().tidy(), before);
        }
        let Some(change) = placed.change else { return Ok(Applied::default()) };
        Ok(Applied { changes: vec![change], diffs: vec![Diff::Field { entity, field }] })
    }

    /// Puts my answer where it belongs: in the place of the one that it was written over, or beside what others said
    /// that I did not see. Of my own answers those give way that stood when the document had the heads `then`, if that
    /// is given: a draft that was kept must not take out what its writer said later, on a disk that was set back since.
    /// Whether the field can say this has been checked.
    pub(crate) fn put_answer(
        &mut self,
        entity: EntityKey,
        field: Field,
        (value, over): (&Value, &Value),
        then: Option<&[ChangeHash]>,
        now: Moment,
    ) -> Result<Placed, EditError> {
        let (value, over) = (&value.clone().tidy(), &over.clone().tidy());
        let containers = self.containers(entity);
        let Some((container, hidden)) = containers.split_last() else { return Err(EditError::NoSuchEntity) };
        let mut standing: Vec<(Option<Value>, bool)> = Vec::new();
        for container in &containers {
            let mine = self.mine(container, field, then);
            for (said, id) in self.am.get_all(container, field.as_str()).unwrap_or_default() {
                standing.push((said.as_scalar().and_then(Value::from_scalar), mine.contains(&id)));
            }
        }
        let nothing_new = standing.iter().all(|(said, _)| said.as_ref() == Some(value));
        if nothing_new && (!standing.is_empty() || value.is_empty()) {
            return Ok(Placed::default());
        }
        let agreed = standing.iter().all(|(said, _)| *said == standing[0].0);
        let gives_way = |(said, mine): &(Option<Value>, bool)| *mine || (agreed && said.as_ref() == Some(over));
        if standing.iter().all(gives_way) {
            let change = self.put_everywhere(container, hidden, field, value, now)?;
            return Ok(Placed { change, beside: false });
        }
        let mut applied = self.answer_beside(entity, field, value, then, now)?;
        Ok(Placed { change: applied.changes.pop(), beside: true })
    }

    /// Which of the answers that stand are mine, and stood at the heads `then`, if they are given.
    fn mine(&self, container: &ObjId, field: Field, then: Option<&[ChangeHash]>) -> Vec<ObjId> {
        let tag = self.actor.device_tag();
        let stood = match then {
            Some(heads) => self.am.get_all_at(container, field.as_str(), heads),
            None => self.am.get_all(container, field.as_str()),
        };
        let stood = stood.unwrap_or_default().into_iter().map(|(_, id)| id);
        stood.filter(|id| matches!(id, ObjId::Id(_, actor, _) if actor.to_bytes().starts_with(&tag))).collect()
    }

    /// My answer beside those of others: only answers of mine give way to it.
    fn answer_beside(
        &mut self,
        entity: EntityKey,
        field: Field,
        value: &Value,
        then: Option<&[ChangeHash]>,
        now: Moment,
    ) -> Result<Applied, EditError> {
        let value = if value.is_empty() { &Value::Empty } else { value };
        let container = self.containers(entity).pop().ok_or(EditError::NoSuchEntity)?;
        let standing = self.am.get_all(&container, field.as_str()).unwrap_or_default();
        let is_mine = self.mine(&container, field, then);
        let (said, mine): (Vec<Option<Value>>, Vec<OpId>) = standing
            .iter()
            .filter_map(|(said, id)| match id {
                ObjId::Id(counter, actor, _) if is_mine.contains(id) => {
                    Some((said.as_scalar().and_then(Value::from_scalar), OpId::new(*counter, actor)))
                }
                _ => None,
            })
            .unzip();
        if matches!(said.as_slice(), [Some(said)] if said == value) {
            return Ok(Applied::default());
        }
        // Made as Automerge makes it, over everything that stands, in a copy; then told what it really says and what it
        // takes the place of. (Where the value already shows, Automerge would only take the others out.)
        let mut copy = self.am.fork();
        copy.set_actor(self.actor.as_bytes().into());
        let mut transaction = copy.transaction();
        if let Err(error) = transaction.put(&container, field.as_str(), value.to_scalar()) {
            transaction.rollback();
            return Err(EditError::Refused(Box::new(error)));
        }
        let (hash, _) = transaction.commit_with(CommitOptions::default().with_time(signed(now)));
        let Some(change) = hash.and_then(|hash| copy.get_change_by_hash(&hash)) else { return Ok(Applied::default()) };
        let mut expanded = change.decode();
        if let [op] = expanded.operations.as_mut_slice() {
            op.action = OpType::Put(value.to_scalar());
            op.pred = mine.into();
        }
        expanded.hash = None;
        let change = Change::from(expanded);
        let bytes = change.raw_bytes().to_vec();
        self.am.apply_changes([change]).map_err(|error| EditError::Refused(Box::new(error)))?;
        self.history.forget(entity, Some(field));
        Ok(Applied { changes: vec![bytes], diffs: vec![Diff::Field { entity, field }] })
    }

    /// A member of a set comes or goes.
    pub(crate) fn include(
        &mut self,
        entity: EntityKey,
        field: Field,
        member: &str,
        included: bool,
        now: Moment,
    ) -> Result<Applied, EditError> {
        let spec = self.schema.spec(entity.kind, field).ok_or(EditError::NoSuchField)?;
        // What cannot be put in may still have to be taken out.
        if !spec.shape.is_set() || (included && !spec.shape.takes_member(member)) {
            return Err(EditError::WrongShape);
        }
        let containers = self.containers(entity);
        if containers.is_empty() {
            return Err(EditError::NoSuchEntity);
        }
        if self.members(&containers, field).contains(member) == included {
            return Ok(Applied::default());
        }
        let change = self.put_member(&containers, field, member, included, now)?;
        self.history.included(entity, field, member.to_owned(), included);
        Ok(Applied { changes: change.into_iter().collect(), diffs: vec![Diff::Field { entity, field }] })
    }

    /// Puts a member in a set, or takes it out of every container.
    pub(crate) fn put_member(
        &mut self,
        containers: &[ObjId],
        field: Field,
        member: &str,
        included: bool,
        now: Moment,
    ) -> Result<Option<Vec<u8>>, EditError> {
        let key = schema::member_key(field, member);
        self.commit(now, |tx| {
            if included {
                return containers.last().map_or(Ok(()), |container| tx.put(container, &key, true));
            }
            for container in containers {
                if tx.get(container, &key)?.is_some() {
                    tx.delete(container, &key)?;
                }
            }
            Ok(())
        })
    }

    /// Everything that people ever answered to a field, the latest last, also what was not chosen: with who and when.
    /// In the same order on every device.
    #[must_use]
    pub fn past_answers(&self, entity: EntityKey, field: Field) -> Vec<Answer> {
        let containers: Vec<(u64, Vec<u8>)> = self
            .containers(entity)
            .into_iter()
            .filter_map(|container| match container {
                ObjId::Id(counter, actor, _) => Some((counter, actor.to_bytes().to_vec())),
                ObjId::Root => None,
            })
            .collect();
        let is_ours = |op: &Op| {
            let automerge::legacy::ObjectId::Id(id) = &op.obj else { return false };
            matches!(&op.key, Key::Map(key) if key == field.as_str())
                && containers.iter().any(|(counter, actor)| *counter == id.counter() && actor == id.actor().to_bytes())
        };
        let mut answers = Vec::new();
        for change in self.am.get_changes(&[]) {
            let expanded = change.decode();
            // What a change says last counts: a choice puts its value there anew.
            let said = expanded.operations.iter().rev().filter(|op| is_ours(op)).find_map(|op| match &op.action {
                OpType::Put(scalar) => Value::from_scalar(scalar),
                _ => None,
            });
            if let Some(value) = said {
                let at = Moment(u64::try_from(expanded.time).unwrap_or(0));
                let actor = expanded.actor_id.to_bytes().to_vec();
                answers.push((expanded.start_op.get(), Answer { value, actor, at }));
            }
        }
        // As Automerge counts operations: each after those that its writer had seen, and the same on every device.
        answers.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.actor.cmp(&other.actor)));
        answers.into_iter().map(|(_, answer)| answer).collect()
    }
}
