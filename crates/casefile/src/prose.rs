//! Writing prose: finding the text, splicing it, knowing what was taken out.
//!
//! Long texts are written in as well, so a splice costs what it changes, not what the text holds.

use automerge::transaction::{Transactable, Transaction};
use automerge::{AutomergeError, CursorPosition, ObjId, ReadDoc, Value as AmValue};

use crate::change_validation::MAX_OPERATIONS;
use crate::diff::Diff;
use crate::document::{Document, OpenText};
use crate::edit::{Applied, EditError};
use crate::id::{EntityKey, Moment};
use crate::schema::{Field, Shape};
use crate::splice::{Splice, utf16_len};
use crate::value::Value;

/// Up to this many units are looked up one by one; for more, reading the whole text is faster.
const MAX_LOOKED_UP: u32 = 48;

/// Most bytes put in, and most units taken out, at once: each half of the operations that one change may hold.
const MAX_SPLICE: usize = MAX_OPERATIONS as usize / 2;

/// A text to write in, and the change that made it, if it had to be made.
pub(crate) struct OpenedText {
    pub(crate) text: OpenText,
    pub(crate) created: Option<Vec<u8>>,
}

impl Document {
    pub(crate) fn splice(
        &mut self,
        entity: EntityKey,
        field: Field,
        at: u32,
        delete: u32,
        insert: &str,
        now: Moment,
    ) -> Result<Applied, EditError> {
        // Everything is checked before a text is made for it.
        match self.open_text(entity, field) {
            Ok(text) => self.check_place(&text, at, delete)?,
            Err(EditError::NoSuchText) if at > 0 || delete > 0 => return Err(EditError::OutOfText),
            Err(EditError::NoSuchText) => {}
            Err(error) => return Err(error),
        }
        if insert.len() > MAX_SPLICE || delete as usize > MAX_SPLICE {
            return Err(EditError::TooMuch);
        }
        if delete == 0 && insert.is_empty() {
            return Ok(Applied::default());
        }
        let OpenedText { text, created } = self.open_or_create_text(entity, field)?;
        let splice = Splice { at, delete, insert: insert.to_owned() };
        let (change, removed) = self.splice_in(&text, &splice, now)?;
        self.follow(entity, field, &splice);
        self.history.typed(entity, field, &splice, removed, now);
        let changes = created.into_iter().chain(change).collect();
        Ok(Applied { changes, diffs: vec![Diff::Text { entity, field, splices: vec![splice] }] })
    }

    /// Does a splice that fits as one change; its bytes, and the units that went.
    pub(crate) fn splice_in(
        &mut self,
        text: &OpenText,
        splice: &Splice,
        now: Moment,
    ) -> Result<(Option<Vec<u8>>, Vec<u16>), EditError> {
        let removed = self.units_of(&text.object, splice.at, splice.delete);
        let change = self.commit(now, |tx| splice_text(tx, &text.object, splice.at, splice.delete, &splice.insert))?;
        Ok((change, removed))
    }

    pub(crate) fn set_prose(
        &mut self,
        entity: EntityKey,
        field: Field,
        wanted: &str,
        now: Moment,
    ) -> Result<Applied, EditError> {
        let mut hidden = self.containers(entity);
        hidden.retain(|container| self.text_object(container, field).is_some());
        if hidden.pop().is_none() && wanted.is_empty() {
            return Ok(Applied::default());
        }
        let OpenedText { text, created } = self.open_or_create_text(entity, field)?;
        let old = self.am.text(&text.object).unwrap_or_default();
        let splice = Splice::between(&old, wanted);
        let change = self.commit(now, |tx| {
            if let Some(splice) = &splice {
                splice_text(tx, &text.object, splice.at, splice.delete, &splice.insert)?;
            }
            hidden.iter().try_for_each(|other| tx.delete(other, field.as_str()))
        })?;
        let mut diffs = Vec::new();
        if let Some(splice) = splice {
            self.follow(entity, field, &splice);
            let removed =
                old.encode_utf16().skip(splice.at as usize).take(splice.delete as usize).collect::<Vec<u16>>();
            self.history.typed(entity, field, &splice, removed, now);
            diffs.push(Diff::Text { entity, field, splices: vec![splice] });
        } else if change.is_some() {
            diffs.push(Diff::Field { entity, field });
        }
        Ok(Applied { changes: created.into_iter().chain(change).collect(), diffs })
    }

    /// Where a prose field is; remembered.
    pub(crate) fn open_text(&mut self, entity: EntityKey, field: Field) -> Result<OpenText, EditError> {
        if self.schema.shape(entity.kind, field) != Some(Shape::Prose) {
            return Err(EditError::NoSuchField);
        }
        self.find_text(entity, field)
    }

    /// The same, also for a field that this version does not know.
    pub(crate) fn find_text(&mut self, entity: EntityKey, field: Field) -> Result<OpenText, EditError> {
        if let Some(text) = self.texts.get(&(entity, field)) {
            return Ok(text.clone());
        }
        let containers = self.containers(entity);
        if containers.is_empty() {
            return Err(EditError::NoSuchEntity);
        }
        let object = self.shown_text(&containers, field).ok_or(EditError::NoSuchText)?;
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

    /// The UTF-16 units of a stretch of text.
    pub(crate) fn units_of(&self, object: &ObjId, at: u32, len: u32) -> Vec<u16> {
        if len > MAX_LOOKED_UP {
            let text = self.am.text(object).unwrap_or_default();
            return text.encode_utf16().skip(at as usize).take(len as usize).collect();
        }
        let mut found = Vec::new();
        while found.len() < len as usize {
            let Ok(Some((value, _))) = self.am.get(object, at as usize + found.len()) else { break };
            match value {
                AmValue::Scalar(scalar) => match Value::from_scalar(&scalar) {
                    Some(Value::Text(text)) if !text.is_empty() => found.extend(text.encode_utf16()),
                    _ => found.push(0xfffc),
                },
                AmValue::Object(_) => found.push(0xfffc),
            }
        }
        found
    }
}

impl OpenText {
    /// A splice was done in it.
    pub(crate) fn follow(&mut self, splice: &Splice) {
        let length = u64::from(self.length) + u64::from(utf16_len(&splice.insert));
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
