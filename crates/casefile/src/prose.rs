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

/// How many of the letters typed last are remembered.
const REMEMBERED: usize = 64;

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
        let splice = Splice { at, delete, insert: insert.to_owned() };
        let (change, removed) = self.splice_in(&text, entity, field, &splice, now)?;
        self.follow(entity, field, &splice);
        self.history.typed(entity, field, &splice, removed, now);
        Ok(Applied { change, touched: vec![Touched::Text { entity, field, splices: vec![splice] }] })
    }

    /// Does a splice that fits as one change; its bytes, and the units that went.
    pub(crate) fn splice_in(
        &mut self,
        text: &OpenText,
        entity: EntityKey,
        field: Field,
        splice: &Splice,
        now: Moment,
    ) -> Result<(Option<Vec<u8>>, Vec<u16>), EditError> {
        let Splice { at, delete, insert } = splice;
        let (at, delete, insert) = (*at, *delete, insert.as_str());
        let (removed, letters) = match self.typed_before(entity, field, at, delete) {
            Some((removed, letters)) => (removed, Some(letters)),
            None => self.units_of(&text.object, at, delete),
        };
        let typed = match (delete, insert) {
            (0, insert) => {
                self.letter_before(text, entity, field, at).map(|after| Typed::Inserted { after, text: insert })
            }
            (_, "") => letters.as_deref().map(|letters| Typed::Deleted { letters }),
            _ => None,
        };
        let change =
            self.commit_typed(now, &text.object, typed, |tx| splice_text(tx, &text.object, at, delete, insert))?;
        self.move_caret(entity, field, splice);
        Ok((change, removed))
    }

    /// Where typing goes on after this splice of mine, if its letters can be told.
    fn move_caret(&mut self, entity: EntityKey, field: Field, splice: &Splice) {
        let before = self.caret.take().filter(|caret| (caret.entity, caret.field) == (entity, field));
        let Some(tail) = &self.tail else { return };
        let mut typed = match before {
            // Taken back, or typed on.
            Some(mut caret) if splice.at + splice.delete == caret.at => {
                let mut left = splice.delete;
                while left > 0
                    && let Some((_, letter)) = caret.typed.pop()
                {
                    left = left.saturating_sub(letter.len_utf16() as u32);
                }
                caret.typed
            }
            _ => Vec::new(),
        };
        let count = splice.insert.chars().count();
        typed.extend(((tail.last_op + 1).saturating_sub(count as u64)..).zip(splice.insert.chars()));
        if typed.len() > 2 * REMEMBERED {
            typed.drain(..typed.len() - REMEMBERED);
        }
        let at = splice.at + units(&splice.insert);
        self.caret = (!typed.is_empty()).then_some(Caret { entity, field, at, typed });
    }

    /// The units of a stretch that ends where I typed last, and its letters, if I typed all of it just now.
    fn typed_before(&self, entity: EntityKey, field: Field, at: u32, len: u32) -> Option<(Vec<u16>, Vec<OpRef>)> {
        let caret = self.caret.as_ref()?;
        if (caret.entity, caret.field, caret.at) != (entity, field, at + len) || len > FEW {
            return None;
        }
        let mut left = len;
        let count = caret
            .typed
            .iter()
            .rev()
            .take_while(|(_, letter)| {
                let more = left > 0;
                left = left.saturating_sub(letter.len_utf16() as u32);
                more
            })
            .count();
        if left > 0 {
            return None;
        }
        let typed = &caret.typed[caret.typed.len() - count..];
        let removed = typed.iter().map(|(_, letter)| *letter).collect::<String>().encode_utf16().collect();
        let mine = self.am.get_actor();
        Some((removed, typed.iter().map(|(number, _)| (*number, mine.clone())).collect()))
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
            self.follow(entity, field, &splice);
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
        let length = u32::try_from(self.am.length(&object)).unwrap_or(u32::MAX);
        let text = OpenText { object, length, wide };
        self.texts.insert((entity, field), text.clone());
        Ok(text)
    }

    /// A splice was done in a text.
    pub(crate) fn follow(&mut self, entity: EntityKey, field: Field, splice: &Splice) {
        if let Some(text) = self.texts.get_mut(&(entity, field)) {
            text.follow(splice);
        }
    }

    pub(crate) fn check_place(&self, text: &OpenText, at: u32, delete: u32) -> Result<(), EditError> {
        let length = text.length as usize;
        debug_assert_eq!(length, self.am.length(&text.object), "a text's length is followed");
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
            let (number, _) = caret.typed.last()?;
            return Some(Some((*number, self.am.get_actor().clone())));
        }
        let (_, id) = self.am.get(&text.object, at as usize - 1).ok()??;
        op_ref(&id).map(Some)
    }

    /// The units of a stretch of text, and the letters they are, if they are few.
    pub(crate) fn units_of(&self, object: &ObjId, at: u32, len: u32) -> (Vec<u16>, Option<Vec<OpRef>>) {
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

impl OpenText {
    /// A splice was done in it.
    pub(crate) fn follow(&mut self, splice: &Splice) {
        let length = u64::from(self.length) + u64::from(units(&splice.insert));
        self.length = u32::try_from(length.saturating_sub(u64::from(splice.delete))).unwrap_or(u32::MAX);
        self.wide = self.wide || splice.insert.chars().any(|letter| letter.len_utf16() > 1);
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
