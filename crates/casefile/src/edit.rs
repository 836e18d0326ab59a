//! What a person can do to a document, and what that changed.
//!
//! Every keystroke comes through here: finding the text, splicing, committing and knowing how to undo it has to cost
//! little more than Automerge's own share.

use std::fmt;

use automerge::transaction::{Transactable, Transaction};
use automerge::{AutomergeError, CursorPosition, ObjId, ObjType, ROOT, ReadDoc, Value as AmValue};
use minicbor::{Decode, Encode};

use crate::columns::MAX_OPERATIONS;
use crate::delta::Delta;
use crate::document::{Document, OpenText};
use crate::id::{EntityKey, Moment};
use crate::schema::{self, Field, Shape};
use crate::splice::{Splice, units};
use crate::undo::{Group, What};
use crate::value::Value;

/// Up to how many deleted units are looked up one by one; beyond, the whole text is read.
const FEW: u32 = 48;

/// Most bytes put in, and most units taken out, at once: half of what one change may hold.
const MOST: usize = MAX_OPERATIONS as usize / 2;

/// One thing a person does. `Debug` does not print what they wrote.
#[derive(Clone, PartialEq, Eq)]
pub enum Edit {
    /// A new entity with its first fields. It gets all its prose fields at once, so that no two devices ever create
    /// one and the same.
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
    /// Another answer to a field. A prose field becomes this text by the smallest splice.
    Set {
        /// In which entity.
        entity: EntityKey,
        /// Which of its fields.
        field: Field,
        /// What it says now.
        value: Value,
    },
    /// The end of a conflict: this is the answer, on every device.
    Settle {
        /// In which entity.
        entity: EntityKey,
        /// Which of its fields.
        field: Field,
        /// What it says now.
        value: Value,
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
                write!(f, "Splice({entity:?}, {field:?}, at {at}, -{delete}, +{})", units(insert))
            }
            Self::Set { entity, field, .. } => write!(f, "Set({entity:?}, {field:?})"),
            Self::Settle { entity, field, .. } => write!(f, "Settle({entity:?}, {field:?})"),
            Self::Archive { entity } => write!(f, "Archive({entity:?})"),
            Self::Restore { entity } => write!(f, "Restore({entity:?})"),
        }
    }
}

/// What came of an edit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// The Automerge change, to be stored and shared; `None` if nothing changed.
    pub change: Option<Vec<u8>>,
    /// What looks different now.
    pub touched: Vec<Touched>,
}

/// Something that looks different now.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Touched {
    /// Text was written. Doing the splices one after another makes the new text of the old one.
    #[n(0)]
    Text {
        /// In which entity.
        #[n(0)]
        entity: EntityKey,
        /// In which of its fields.
        #[n(1)]
        field: Field,
        /// What was done.
        #[n(2)]
        splices: Vec<Splice>,
    },
    /// A field has another answer, or more, or fewer. For a prose field: read it anew.
    #[n(1)]
    Field {
        /// In which entity.
        #[n(0)]
        entity: EntityKey,
        /// Which of its fields.
        #[n(1)]
        field: Field,
    },
    /// An entity came, or became another: read all of it anew.
    #[n(2)]
    Entity {
        /// Which.
        #[n(0)]
        entity: EntityKey,
    },
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
        match edit {
            Edit::Create { entity, fields } => self.create(*entity, fields, now),
            Edit::Splice { entity, field, at, delete, insert } => {
                self.type_in(*entity, *field, *at, *delete, insert, now)
            }
            Edit::Set { entity, field, value } | Edit::Settle { entity, field, value } => {
                self.set(*entity, *field, value, now)
            }
            Edit::Archive { entity } => self.set(*entity, Field::Archived, &Value::Flag(true), now),
            Edit::Restore { entity } => self.set(*entity, Field::Archived, &Value::Flag(false), now),
        }
    }

    /// Whether there is something of mine to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    /// Whether there is something of mine to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// Takes back the last thing I did here that can be taken back; `None` if there is none.
    pub fn undo(&mut self, now: Moment) -> Option<Applied> {
        while let Some(group) = self.history.pop_done() {
            if let Some((applied, inverse)) = self.reverse(&group, now) {
                self.history.push_undone(inverse);
                return Some(applied);
            }
        }
        None
    }

    /// Does again what I last took back; `None` if there is nothing.
    pub fn redo(&mut self, now: Moment) -> Option<Applied> {
        while let Some(group) = self.history.pop_undone() {
            if let Some((applied, inverse)) = self.reverse(&group, now) {
                self.history.push_done(inverse);
                return Some(applied);
            }
        }
        None
    }

    fn type_in(
        &mut self,
        entity: EntityKey,
        field: Field,
        at: u32,
        delete: u32,
        insert: &str,
        now: Moment,
    ) -> Result<Applied, EditError> {
        let text = self.open_text(entity, field)?;
        self.check_place(&text, at, delete)?;
        if insert.len() > MOST || delete as usize > MOST {
            return Err(EditError::TooMuch);
        }
        if delete == 0 && insert.is_empty() {
            return Ok(Applied::default());
        }
        let removed = self.units_of(&text.object, at, delete);
        let change = self.commit(now, |tx| splice_text(tx, &text.object, at, delete, insert))?;
        self.note_width(entity, field, insert);
        let splice = Splice { at, delete, insert: insert.to_owned() };
        self.history.typed(entity, field, &splice, removed, now);
        Ok(Applied { change, touched: vec![Touched::Text { entity, field, splices: vec![splice] }] })
    }

    fn create(&mut self, entity: EntityKey, fields: &[(Field, Value)], now: Moment) -> Result<Applied, EditError> {
        if !self.containers(entity).is_empty() {
            return Err(EditError::Exists);
        }
        for (field, value) in fields {
            fits(entity, *field, value)?;
        }
        let first = |wanted: Field| fields.iter().rev().find(|(field, _)| *field == wanted).map(|(_, value)| value);
        let change = self.commit(now, |tx| {
            let container = tx.put_object(ROOT, schema::root_key(entity), ObjType::Map)?;
            for (field, shape) in schema::fields(entity.kind) {
                let value = first(*field);
                match (shape, value) {
                    (Shape::Prose, value) => {
                        let text = tx.put_object(&container, field.as_str(), ObjType::Text)?;
                        if let Some(value) = value.and_then(Value::as_text)
                            && !value.is_empty()
                        {
                            tx.splice_text(&text, 0, 0, value)?;
                        }
                    }
                    (_, Some(value)) => tx.put(&container, field.as_str(), value.to_scalar())?,
                    (_, None) if *field == Field::CreatedAt => {
                        tx.put(&container, field.as_str(), Value::Time(now).to_scalar())?;
                    }
                    (_, None) => {}
                }
            }
            Ok(())
        })?;
        self.history.barrier();
        Ok(Applied { change, touched: vec![Touched::Entity { entity }] })
    }

    fn set(&mut self, entity: EntityKey, field: Field, value: &Value, now: Moment) -> Result<Applied, EditError> {
        fits(entity, field, value)?;
        let containers = self.containers(entity);
        let Some((container, hidden)) = containers.split_last() else { return Err(EditError::NoSuchEntity) };
        if schema::shape(entity.kind, field) == Some(Shape::Prose) {
            return self.set_prose(entity, field, value.as_text().unwrap_or_default(), hidden, now);
        }
        let standing = self.standing(&containers, field);
        if let [only] = standing.as_slice()
            && only == value
        {
            return Ok(Applied::default());
        }
        let change = self.put_everywhere(container, hidden, field, value, now)?;
        if standing.len() > 1 {
            // A conflict cannot be brought back, and undoing an earlier answer would undo the choice.
            self.history.forget(entity, Some(field));
        } else {
            let before = standing.into_iter().next().unwrap_or_default();
            self.history.set(entity, field, value.clone(), before);
        }
        Ok(Applied { change, touched: vec![Touched::Field { entity, field }] })
    }

    /// Puts a value in the entity's container, and takes the field out of containers hidden behind it.
    fn put_everywhere(
        &mut self,
        container: &ObjId,
        hidden: &[ObjId],
        field: Field,
        value: &Value,
        now: Moment,
    ) -> Result<Option<Vec<u8>>, EditError> {
        self.commit(now, |tx| {
            tx.put(container, field.as_str(), value.to_scalar())?;
            for other in hidden {
                if tx.get(other, field.as_str())?.is_some() {
                    tx.delete(other, field.as_str())?;
                }
            }
            Ok(())
        })
    }

    fn set_prose(
        &mut self,
        entity: EntityKey,
        field: Field,
        wanted: &str,
        hidden: &[ObjId],
        now: Moment,
    ) -> Result<Applied, EditError> {
        let text = self.open_text(entity, field)?;
        let old = self.am.text(&text.object).unwrap_or_default();
        let splice = Splice::between(&old, wanted);
        let change = self.commit(now, |tx| {
            if let Some(splice) = &splice {
                splice_text(tx, &text.object, splice.at, splice.delete, &splice.insert)?;
            }
            for other in hidden {
                if tx.get(other, field.as_str())?.is_some() {
                    tx.delete(other, field.as_str())?;
                }
            }
            Ok(())
        })?;
        let mut touched = Vec::new();
        if let Some(splice) = splice {
            self.note_width(entity, field, &splice.insert);
            let removed =
                old.encode_utf16().skip(splice.at as usize).take(splice.delete as usize).collect::<Vec<u16>>();
            self.history.typed(entity, field, &splice, removed, now);
            touched.push(Touched::Text { entity, field, splices: vec![splice] });
        } else if change.is_some() {
            touched.push(Touched::Field { entity, field });
        }
        Ok(Applied { change, touched })
    }

    /// Reverses one group; what came of it, and the group that reverses the reversal. `None` if nothing is left to do.
    fn reverse(&mut self, group: &Group, now: Moment) -> Option<(Applied, Group)> {
        let Group { entity, field, what } = group;
        let (entity, field) = (*entity, *field);
        match what {
            What::Scalar { mine, before } => {
                let containers = self.containers(entity);
                let (container, hidden) = containers.split_last()?;
                if !self.is_only_mine(&containers, field, mine) {
                    return None;
                }
                let change = self.put_everywhere(container, hidden, field, before, now).ok()?;
                let inverse =
                    Group { entity, field, what: What::Scalar { mine: before.clone(), before: mine.clone() } };
                Some((Applied { change, touched: vec![Touched::Field { entity, field }] }, inverse))
            }
            What::Text(delta) => {
                let text = self.open_text(entity, field).ok()?;
                let old: Vec<u16> = self.am.text(&text.object).ok()?.encode_utf16().collect();
                let splices = delta.to_splices();
                let inverse = inverse_of(&splices, old)?;
                let change = self
                    .commit(now, |tx| {
                        splices.iter().try_for_each(|splice| {
                            splice_text(tx, &text.object, splice.at, splice.delete, &splice.insert)
                        })
                    })
                    .ok()?;
                change.as_ref()?;
                for splice in &splices {
                    self.note_width(entity, field, &splice.insert);
                }
                let applied = Applied { change, touched: vec![Touched::Text { entity, field, splices }] };
                Some((applied, Group { entity, field, what: What::Text(inverse) }))
            }
        }
    }

    /// Where a prose field is; remembered.
    fn open_text(&mut self, entity: EntityKey, field: Field) -> Result<OpenText, EditError> {
        if let Some(text) = self.texts.get(&(entity, field)) {
            return Ok(text.clone());
        }
        if schema::shape(entity.kind, field) != Some(Shape::Prose) {
            return Err(EditError::NoSuchField);
        }
        let container = self.containers(entity).pop().ok_or(EditError::NoSuchEntity)?;
        let object = self.text_object(&container, field).ok_or(EditError::NoSuchField)?;
        let wide = self.am.text(&object).unwrap_or_default().chars().any(|c| c.len_utf16() > 1);
        let text = OpenText { object, wide };
        self.texts.insert((entity, field), text.clone());
        Ok(text)
    }

    fn note_width(&mut self, entity: EntityKey, field: Field, inserted: &str) {
        if let Some(text) = self.texts.get_mut(&(entity, field))
            && !text.wide
        {
            text.wide = inserted.chars().any(|c| c.len_utf16() > 1);
        }
    }

    fn check_place(&self, text: &OpenText, at: u32, delete: u32) -> Result<(), EditError> {
        let length = self.am.length(&text.object);
        let (start, end) = (at as usize, at as usize + delete as usize);
        if end > length {
            return Err(EditError::OutOfText);
        }
        let cut = |place: usize| {
            // The character at this place begins at it.
            place > 0
                && place < length
                && self
                    .am
                    .get_cursor(&text.object, CursorPosition::Index(place), None)
                    .and_then(|cursor| self.am.get_cursor_position(&text.object, &cursor, None))
                    .is_ok_and(|begin| begin != place)
        };
        if text.wide && (cut(start) || cut(end)) {
            return Err(EditError::OutOfText);
        }
        Ok(())
    }

    /// The units of a stretch of text.
    fn units_of(&self, object: &ObjId, at: u32, len: u32) -> Vec<u16> {
        let mut found: Vec<u16> = Vec::new();
        if len > FEW {
            let text = self.am.text(object).unwrap_or_default();
            return text.encode_utf16().skip(at as usize).take(len as usize).collect();
        }
        while found.len() < len as usize {
            match self.am.get(object, at as usize + found.len()) {
                Ok(Some((AmValue::Scalar(scalar), _))) => match Value::from_scalar(&scalar) {
                    Some(Value::Text(text)) if !text.is_empty() => found.extend(text.encode_utf16()),
                    _ => found.push(0xfffc),
                },
                Ok(Some(_)) => found.push(0xfffc),
                _ => break,
            }
        }
        found
    }
}

fn splice_text(
    tx: &mut Transaction<'_>,
    text: &ObjId,
    at: u32,
    delete: u32,
    insert: &str,
) -> Result<(), AutomergeError> {
    tx.splice_text(text, at as usize, delete as isize, insert)
}

/// What undoes these splices of `old`; `None` if they do not fit it.
fn inverse_of(splices: &[Splice], mut old: Vec<u16>) -> Option<Delta> {
    let mut inverse = Delta::default();
    for splice in splices {
        let start = splice.at as usize;
        let end = start + splice.delete as usize;
        if end > old.len() {
            return None;
        }
        let inserted: Vec<u16> = splice.insert.encode_utf16().collect();
        let len = inserted.len();
        let removed = old.splice(start..end, inserted).collect();
        inverse = Delta::splice(start, len, removed).then(&inverse);
    }
    Some(inverse)
}

/// Whether a kind of entity has this field and the field can hold this value.
fn fits(entity: EntityKey, field: Field, value: &Value) -> Result<(), EditError> {
    let shape = schema::shape(entity.kind, field).ok_or(EditError::NoSuchField)?;
    let fits = match value {
        Value::Empty => true,
        Value::Text(_) => {
            matches!(shape, Shape::Prose | Shape::Line | Shape::Choice | Shape::Date | Shape::Id)
        }
        Value::Number(_) => shape == Shape::Number,
        Value::Flag(_) => shape == Shape::Flag,
        Value::Time(_) => shape == Shape::Time,
    };
    if fits { Ok(()) } else { Err(EditError::WrongShape) }
}
