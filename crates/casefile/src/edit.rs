//! What a person can do to a document, and what that changed.
//!
//! Every edit is one Automerge change, so that it is stored, sealed and shared as a whole.

use std::fmt;

use automerge::transaction::Transactable;
use automerge::{AutomergeError, ObjId, ObjType, ROOT, ReadDoc};

use crate::diff::Diff;
use crate::document::Document;
use crate::id::{EntityKey, Moment};
use crate::schema::{self, Field, FieldSpec, Shape};
use crate::splice::utf16_len;
use crate::value::Value;

/// One thing a person does. `Debug` does not print what they wrote.
#[derive(Clone, PartialEq, Eq)]
pub enum Edit {
    /// A new entity with its first fields.
    Create {
        /// Which.
        entity: EntityKey,
        /// What it begins with.
        fields: Vec<(Field, Value)>,
    },
    /// Typing in a prose field, in UTF-16 units.
    Splice {
        /// In which entity.
        entity: EntityKey,
        /// In which of its fields.
        field: Field,
        /// Before which unit.
        at: u32,
        /// How many units go.
        delete: u32,
        /// What comes.
        insert: String,
    },
    /// My answer to a field. It takes the place of the one that stands; but where several stand, it only takes the place
    /// of my own. A prose field becomes this text by the smallest splice.
    Set {
        /// In which entity.
        entity: EntityKey,
        /// Which of its fields.
        field: Field,
        /// What it says now.
        value: Value,
    },
    /// My answer to a field, written over the one that it showed me when I began: that one gives way, and what I said
    /// before. What somebody else said meanwhile stands beside it, and where several stand, only my own gives way. This
    /// is what typing in a field is; while it goes on, it is a draft.
    Answer {
        /// In which entity.
        entity: EntityKey,
        /// Which of its fields.
        field: Field,
        /// What it says now.
        value: Value,
        /// What the field said when I began.
        over: Value,
    },
    /// The end of a conflict: this is the answer, on every device.
    Resolve {
        /// In which entity.
        entity: EntityKey,
        /// Which of its fields.
        field: Field,
        /// What it says now.
        value: Value,
    },
    /// A member of a set comes or goes.
    Include {
        /// In which entity.
        entity: EntityKey,
        /// Which of its fields.
        field: Field,
        /// A word of a choice, or an id.
        member: String,
        /// Whether it is in the set now.
        included: bool,
    },
    /// Signs an entity as it stands, or as it stood: makes the entity that says so, which names the document's heads and
    /// the fingerprint of what stood there. Of [`EntityKey::DOC`], everything in the document is signed.
    Sign {
        /// The signature, which is not there yet.
        signature: EntityKey,
        /// What is signed, in the same document.
        of: EntityKey,
        /// The heads at which it was read; none: as it stands now.
        read_at: Option<Vec<[u8; 32]>>,
        /// Who, when and why.
        fields: Vec<(Field, Value)>,
    },
    /// Put away. Nothing is destroyed.
    Archive {
        /// Which.
        entity: EntityKey,
    },
    /// Fetched back.
    Restore {
        /// Which.
        entity: EntityKey,
    },
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Create { entity, fields } => write!(f, "Create({entity:?}, {} fields)", fields.len()),
            Self::Splice { entity, field, at, delete, insert } => {
                write!(f, "Splice({entity:?}, {field:?}, at {at}, -{delete}, +{})", utf16_len(insert))
            }
            Self::Set { entity, field, .. } => write!(f, "Set({entity:?}, {field:?})"),
            Self::Answer { entity, field, .. } => write!(f, "Answer({entity:?}, {field:?})"),
            Self::Resolve { entity, field, .. } => write!(f, "Resolve({entity:?}, {field:?})"),
            Self::Include { entity, field, included, .. } => write!(f, "Include({entity:?}, {field:?}, {included})"),
            Self::Sign { signature, of, .. } => write!(f, "Sign({signature:?}, {of:?})"),
            Self::Archive { entity } => write!(f, "Archive({entity:?})"),
            Self::Restore { entity } => write!(f, "Restore({entity:?})"),
        }
    }
}

/// What came of an edit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// The Automerge changes, to be stored and shared in this order; none if nothing changed.
    pub changes: Vec<Vec<u8>>,
    /// What looks different now.
    pub diffs: Vec<Diff>,
}

/// An edit that was not done; nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// There is no such entity in this document.
    #[error("there is no such thing in this document")]
    NoSuchEntity,
    /// It is there already.
    #[error("this is in the document already")]
    Exists,
    /// This kind of entity has no such field, or the field is not text.
    #[error("this kind of thing has no such field")]
    NoSuchField,
    /// Nobody has written in this field yet.
    #[error("there is no text here yet")]
    NoSuchText,
    /// The field holds something else than this.
    #[error("this field holds something else")]
    WrongShape,
    /// The text is not that long, or a character would be cut in two.
    #[error("this place is not in the text")]
    OutOfText,
    /// More text at once than one change can hold.
    #[error("this is too much text at once")]
    TooMuch,
    /// Automerge refused.
    #[error("this cannot be written")]
    Refused(#[source] Box<AutomergeError>),
}

impl Document {
    /// Does what a person wants, as one change made at `now`.
    ///
    /// # Errors
    /// If it does not fit the document; then nothing has changed.
    pub fn edit(&mut self, edit: &Edit, now: Moment) -> Result<Applied, EditError> {
        debug_assert!(self.draft.is_none(), "drafts are committed first");
        match edit {
            Edit::Create { entity, fields } => self.create(*entity, fields, now),
            Edit::Splice { entity, field, at, delete, insert } => {
                self.splice(*entity, *field, *at, *delete, insert, now)
            }
            Edit::Set { entity, field, value } => self.answer(*entity, *field, value, now),
            Edit::Answer { entity, field, value, over } => self.answer_over(*entity, *field, value, over, now),
            Edit::Resolve { entity, field, value } => self.set(*entity, *field, value, now),
            Edit::Include { entity, field, member, included } => self.include(*entity, *field, member, *included, now),
            Edit::Sign { signature, of, read_at, fields } => {
                self.sign(*signature, *of, read_at.as_deref(), fields, now)
            }
            Edit::Archive { entity } => self.set(*entity, Field::ARCHIVED, &Value::Flag(true), now),
            Edit::Restore { entity } => self.set(*entity, Field::ARCHIVED, &Value::Flag(false), now),
        }
    }

    pub(crate) fn create(
        &mut self,
        entity: EntityKey,
        fields: &[(Field, Value)],
        now: Moment,
    ) -> Result<Applied, EditError> {
        if !self.containers(entity).is_empty() {
            return Err(EditError::Exists);
        }
        let noun = self.schema.noun(entity.kind).ok_or(EditError::NoSuchField)?;
        for (field, value) in fields {
            check_shape(noun.spec(*field), value)?;
        }
        // What is said last of a field counts.
        let given = |wanted: Field| fields.iter().rev().find(|(field, _)| *field == wanted).map(|(_, value)| value);
        let change = self.commit(now, |tx| {
            let container = tx.put_object(ROOT, schema::root_key(entity), ObjType::Map)?;
            for spec in noun.fields {
                let field = spec.field;
                match (spec.shape, given(field)) {
                    // Texts with nothing in them are made when somebody writes there: see `text_creation`.
                    (_, Some(value)) if value.is_empty() => {}
                    (Shape::Prose, Some(value)) => {
                        let text = tx.put_object(&container, field.as_str(), ObjType::Text)?;
                        tx.splice_text(&text, 0, 0, value.as_text().unwrap_or_default())?;
                    }
                    (_, Some(Value::Set(members))) => {
                        for member in members {
                            tx.put(&container, schema::member_key(field, member), true)?;
                        }
                    }
                    (_, Some(value)) => tx.put(&container, field.as_str(), value.to_scalar())?,
                    (_, None) if field == Field::CREATED_AT => {
                        tx.put(&container, field.as_str(), Value::Time(now).to_scalar())?;
                    }
                    (_, None) => {}
                }
            }
            Ok(())
        })?;
        self.history.end_step();
        Ok(Applied { changes: change.into_iter().collect(), diffs: vec![Diff::Entity { entity }] })
    }

    pub(crate) fn set(
        &mut self,
        entity: EntityKey,
        field: Field,
        value: &Value,
        now: Moment,
    ) -> Result<Applied, EditError> {
        self.check_answer(entity, field, value)?;
        let containers = self.containers(entity);
        let Some((container, hidden)) = containers.split_last() else { return Err(EditError::NoSuchEntity) };
        if self.schema.shape(entity.kind, field) == Some(Shape::Prose) {
            return self.set_prose(entity, field, value.as_text().unwrap_or_default(), now);
        }
        // An emptied line is stored as nothing, so that it is no second answer beside one that was never filled in.
        let value = if value.is_empty() { &Value::Empty } else { value };
        let standing = self.values(&containers, field);
        if standing.iter().all(|standing| standing == value) && (!standing.is_empty() || value.is_empty()) {
            return Ok(Applied::default());
        }
        let change = self.put_everywhere(container, hidden, field, value, now)?;
        if standing.len() > 1 {
            // Undo could not bring the conflict back, and undoing an answer from before it would undo the choice.
            self.history.forget(entity, Some(field));
        } else {
            let before = standing.into_iter().next().unwrap_or_default();
            self.history.set(entity, field, value.clone(), before);
        }
        Ok(Applied { changes: change.into_iter().collect(), diffs: vec![Diff::Field { entity, field }] })
    }

    /// Puts a value in the entity's container, and takes the field out of containers hidden behind it.
    pub(crate) fn put_everywhere(
        &mut self,
        container: &ObjId,
        hidden: &[ObjId],
        field: Field,
        value: &Value,
        now: Moment,
    ) -> Result<Option<Vec<u8>>, EditError> {
        // Where several answers stand and this is the one that shows, Automerge would only take out the others, and
        // nobody would know who chose it, or when. So it is put there anew.
        let standing = self.am.get_all(container, field.as_str()).unwrap_or_default();
        let shows = standing.last().and_then(|(shown, _)| shown.as_scalar().and_then(Value::from_scalar));
        let anew = standing.len() > 1 && shows.as_ref() == Some(value);
        let other = if value.is_empty() { Value::Flag(false) } else { Value::Empty };
        self.commit(now, |tx| {
            if anew {
                tx.put(container, field.as_str(), other.to_scalar())?;
            }
            tx.put(container, field.as_str(), value.to_scalar())?;
            for other in hidden {
                if tx.get(other, field.as_str())?.is_some() {
                    tx.delete(other, field.as_str())?;
                }
            }
            Ok(())
        })
    }
}

impl Document {
    /// Whether this can be an answer to a field. What stands there already always can: whoever chooses may choose what a
    /// newer version wrote.
    pub(crate) fn check_answer(&self, entity: EntityKey, field: Field, value: &Value) -> Result<(), EditError> {
        let spec = self.schema.spec(entity.kind, field);
        if spec.is_some_and(|spec| spec.shape.is_set()) {
            // Sets are changed member by member.
            return Err(EditError::WrongShape);
        }
        let checked = check_shape(spec, value);
        let stands = || self.values(&self.containers(entity), field).contains(value);
        if matches!(checked, Err(EditError::WrongShape)) && stands() { Ok(()) } else { checked }
    }
}

/// Whether a kind of entity has this field and the field can hold this value.
pub(crate) fn check_shape(spec: Option<&FieldSpec>, value: &Value) -> Result<(), EditError> {
    let shape = spec.ok_or(EditError::NoSuchField)?.shape;
    let fits = match value {
        Value::Empty => true,
        Value::Text(text) => text.is_empty() && !shape.is_set() || shape.takes_text(text),
        Value::Number(number) => matches!(shape, Shape::Number(_)) && *number >= 0,
        Value::Flag(_) => shape == Shape::Flag,
        Value::Time(_) => shape == Shape::Time,
        Value::Set(members) => shape.is_set() && members.iter().all(|member| shape.takes_member(member)),
    };
    if fits { Ok(()) } else { Err(EditError::WrongShape) }
}
