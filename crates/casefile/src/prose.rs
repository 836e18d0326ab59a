//! Writing prose: finding the text, splicing it, knowing what was taken out.
//!
//! This is where keystrokes come through. Whatever is not needed for one is not done here.

use automerge::transaction::{Transactable, Transaction};
use automerge::{AutomergeError, CursorPosition, ObjId, ReadDoc, Value as AmValue};

use crate::columns::MAX_OPERATIONS;
use crate::document::{Caret, Document, OpenText};
use crate::edit::{Applied, EditError, Touched};
use crate::id::{EntityKey, Moment};
use crate::schema::{self, Field, Shape};
use crate::spell::{OpRef, Typed, op_ref};
use crate::splice::{Splice, units};
use crate::value::Value;

/// Up to how many deleted units are looked up one by one; beyond, the whole text is read.
const FEW: u32 = 48;

/// Most bytes put in, and most units taken out, at once: half of what one change may hold.
const MOST: usize = MAX_OPERATIONS as usize / 2;

impl Document {
    pub(crate) fn type_in(
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
        let (removed, letters) = self.units_of(&text.object, at, delete);
        let typed = match (delete, insert) {
            (0, insert) => {
                self.letter_before(&text, entity, field, at).map(|after| Typed::Inserted { after, text: insert })
            }
            (_, "") => letters.as_deref().map(|letters| Typed::Deleted { letters }),
            _ => None,
        };
        let change =
            self.commit_typed(now, &text.object, typed, |tx| splice_text(tx, &text.object, at, delete, insert))?;
        self.caret = match (&self.tail, delete) {
            (Some(tail), 0) => {
                let letter = (tail.last_op, self.am.get_actor().clone());
                Some(Caret { entity, field, at: at + units(insert), letter })
            }
            _ => None,
        };
        self.note_width(entity, field, insert);
        let splice = Splice { at, delete, insert: insert.to_owned() };
        self.history.typed(entity, field, &splice, removed, now);
        Ok(Applied { change, touched: vec![Touched::Text { entity, field, splices: vec![splice] }] })
    }

    pub(crate) fn set_prose(
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

    /// Where a prose field is; remembered.
    pub(crate) fn open_text(&mut self, entity: EntityKey, field: Field) -> Result<OpenText, EditError> {
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

    pub(crate) fn note_width(&mut self, entity: EntityKey, field: Field, inserted: &str) {
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

    /// The letter before a place; `Some(None)` at the beginning. `None` if it cannot be told.
    fn letter_before(&self, text: &OpenText, entity: EntityKey, field: Field, at: u32) -> Option<Option<OpRef>> {
        // Nothing is gained by knowing it when the change has to be collected anyway.
        self.tail.as_ref()?;
        if at == 0 {
            return Some(None);
        }
        if let Some(caret) = &self.caret
            && (caret.entity, caret.field, caret.at) == (entity, field, at)
        {
            return Some(Some(caret.letter.clone()));
        }
        let (_, id) = self.am.get(&text.object, at as usize - 1).ok()??;
        op_ref(&id).map(Some)
    }

    /// The units of a stretch of text, and the letters they are, if they are few.
    fn units_of(&self, object: &ObjId, at: u32, len: u32) -> (Vec<u16>, Option<Vec<OpRef>>) {
        if len > FEW {
            let text = self.am.text(object).unwrap_or_default();
            return (text.encode_utf16().skip(at as usize).take(len as usize).collect(), None);
        }
        let (mut found, mut letters) = (Vec::new(), Some(Vec::new()));
        while found.len() < len as usize {
            let Ok(Some((value, id))) = self.am.get(object, at as usize + found.len()) else { break };
            match value {
                AmValue::Scalar(scalar) => match Value::from_scalar(&scalar) {
                    Some(Value::Text(text)) if !text.is_empty() => found.extend(text.encode_utf16()),
                    _ => found.push(0xfffc),
                },
                AmValue::Object(_) => found.push(0xfffc),
            }
            match (op_ref(&id), &mut letters) {
                (Some(letter), Some(letters)) => letters.push(letter),
                _ => letters = None,
            }
        }
        (found, letters)
    }
}

pub(crate) fn splice_text(
    tx: &mut Transaction<'_>,
    text: &ObjId,
    at: u32,
    delete: u32,
    insert: &str,
) -> Result<(), AutomergeError> {
    tx.splice_text(text, at as usize, delete as isize, insert)
}
