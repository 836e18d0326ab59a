//! Where my cursor is, told to those who are in the same document.
//! It is looked at now and then for as long as I am in the text, whatever moves it: a key, a finger that drags it, a
//! colleague's words before it. Only the first letter is told at once; to tell of each would cost every one of them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use casefile::{EntityKey, Field};
use device::{CursorAt, Intent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use wire::DocId;

use crate::frame::session;

/// How often it is looked at.
const LOOKS: Duration = Duration::from_millis(1000);

/// After so many looks without a letter I am reading, not writing.
const WRITING_LASTS: u32 = 4;

/// An element in which there can be a cursor.
pub trait HasCursor: Clone + 'static {
    /// Where it is, in UTF-16 units.
    fn cursor(&self) -> u32;
}

impl HasCursor for HtmlTextAreaElement {
    fn cursor(&self) -> u32 {
        of(self)
    }
}

/// A field of a form. Where nothing is written, it is at the beginning.
impl HasCursor for HtmlElement {
    fn cursor(&self) -> u32 {
        let input = self.dyn_ref::<HtmlInputElement>();
        input.and_then(|input| input.selection_end().ok().flatten()).unwrap_or(0)
    }
}

/// My cursor in one text.
#[derive(Clone)]
pub struct Cursor {
    doc: DocId,
    entity: EntityKey,
    field: Field,
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    /// What others know: where it is, and whether I write.
    told: Cell<Option<(u32, bool)>>,
    typing: Cell<bool>,
    /// Letters typed since it was last looked at, and looks since there were any.
    letters: Cell<u32>,
    quiet: Cell<u32>,
    looks: RefCell<Option<IntervalHandle>>,
}

impl Cursor {
    /// A cursor that is not there yet; it leaves with the component.
    pub fn new(doc: DocId, entity: EntityKey, field: Field) -> Self {
        let cursor = Self { doc, entity, field, inner: Rc::default() };
        let leaving = StoredValue::new_local(cursor.clone());
        on_cleanup(move || {
            leaving.try_with_value(Self::left);
        });
        cursor
    }

    /// It is in the text now.
    pub fn came(&self, area: &impl HasCursor) {
        if self.inner.looks.borrow().is_some() {
            return;
        }
        let (cursor, area) = (self.clone(), area.clone());
        let looks = set_interval_with_handle(move || cursor.look(&area), LOOKS);
        self.inner.looks.replace(looks.ok());
    }

    /// A letter was typed, and it is behind it now.
    pub fn typed(&self, area: &impl HasCursor, at: u32) {
        self.inner.letters.set(self.inner.letters.get().saturating_add(1));
        if !self.inner.typing.replace(true) {
            self.came(area);
            self.tell(at);
        }
    }

    /// It is in the text no more.
    pub fn left(&self) {
        if let Some(looks) = self.inner.looks.take() {
            looks.clear();
        }
        self.inner.typing.set(false);
        if self.inner.told.take().is_some() {
            session::send(Intent::Cursor { doc: self.doc, at: None });
        }
    }

    fn look(&self, area: &impl HasCursor) {
        let inner = &self.inner;
        let wrote = inner.letters.take() > 0;
        inner.quiet.set(if wrote { 0 } else { inner.quiet.get().saturating_add(1) });
        if inner.quiet.get() >= WRITING_LASTS {
            inner.typing.set(false);
        }
        let at = area.cursor();
        if wrote || inner.told.get() != Some((at, inner.typing.get())) {
            self.tell(at);
        }
    }

    fn tell(&self, position: u32) {
        let typing = self.inner.typing.get();
        self.inner.told.set(Some((position, typing)));
        let at = CursorAt { entity: self.entity, field: self.field, position, typing };
        session::send(Intent::Cursor { doc: self.doc, at: Some(at) });
    }
}

/// Where the cursor is in a text, in UTF-16 units.
pub fn of(area: &HtmlTextAreaElement) -> u32 {
    area.selection_end().ok().flatten().unwrap_or(0)
}
