//! A textarea bound to a text of a document: what is typed becomes splices, and others' splices come into it.
//! It is native, so that dictation, input methods, autocorrect and screen readers work.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use casefile::{Edit, EntityKey, Field, Splice};
use device::Intent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use wire::DocId;

use crate::frame::documents::{self, TextSubscription};
use crate::frame::{queries, session};
use crate::shell::clock;
use crate::text::binding::{Patch, TextBinding, carried, end_of};
use crate::text::cursor::{self, Cursor};
use crate::text::remote_cursors::RemoteCursors;

/// Letters taken at their word are checked against the whole text this soon.
const READ_AFTER: Duration = Duration::from_millis(1000);

/// What others wrote waits for the end of a composition for as long after its last step. Not every keyboard reports the
/// end, and nobody composes a word for longer without a key.
const COMPOSING_AT_MOST: Duration = Duration::from_secs(10);

/// What comes in by a plain key, or by pasting. Input methods call what they do otherwise.
const PLAIN: [&str; 4] = ["insertText", "insertLineBreak", "insertParagraph", "insertFromPaste"];

/// The textarea, and what it knows between two events.
pub struct BoundTextarea {
    doc: DocId,
    entity: EntityKey,
    field: Field,
    node: NodeRef<leptos::html::Textarea>,
    binding: RefCell<TextBinding>,
    cursor: Cursor,
    remote_cursors: RemoteCursors,
    placeholder: Placeholder,
    /// Whether an input method is composing.
    composing: Cell<bool>,
    /// When an input method last did something.
    composed_at: Cell<u64>,
    /// Whether it is going to be looked whether that is long ago.
    releasing_soon: Cell<bool>,
    /// Whether what the browser has announced is a letter, and nothing that replaces or takes out.
    letter_announced: Cell<bool>,
    /// Whether the whole text is going to be read.
    reading_soon: Cell<bool>,
}

impl BoundTextarea {
    /// For a text of an open document, in the element at `node`; it subscribes to the text for as long as the component
    /// lives.
    #[must_use]
    pub fn new(
        (doc, entity, field): (DocId, EntityKey, Field),
        node: NodeRef<leptos::html::Textarea>,
        placeholder: &str,
        remote_cursors: RemoteCursors,
    ) -> Rc<Self> {
        let text = queries::text(doc, entity, field).unwrap_or_default();
        let textarea = Rc::new(Self {
            doc,
            entity,
            field,
            node,
            binding: RefCell::new(TextBinding::new(&text)),
            cursor: Cursor::new(doc, entity, field),
            remote_cursors,
            placeholder: Placeholder { text: placeholder.to_owned(), shown: Cell::new(true) },
            composing: Cell::new(false),
            composed_at: Cell::default(),
            releasing_soon: Cell::default(),
            letter_announced: Cell::new(false),
            reading_soon: Cell::new(false),
        });
        let (changed, leaving) = (textarea.clone(), textarea.clone());
        let subscription = TextSubscription {
            changed: Rc::new(move |splices, mine| changed.apply(splices, mine)),
            // Perhaps in the middle of a word.
            leaving: Rc::new(move || leaving.read_if_there()),
        };
        documents::subscribe_text(doc, entity, field, subscription);
        textarea
    }

    /// The element has been drawn.
    pub fn drawn(&self, area: &HtmlTextAreaElement) {
        area.set_value(&self.binding.borrow().shown());
        self.update_placeholder(area);
        fit(area);
    }

    /// Shows the text of the document where it is another than the one that is bound: a text that was damaged, or still
    /// loading when this was drawn, has come.
    pub fn reset_if_changed(&self) {
        let Some(area) = self.node.get_untracked() else { return };
        let Some(text) = queries::text(self.doc, self.entity, self.field) else { return };
        if text == self.binding.borrow().shown() || self.binding.borrow().is_holding() {
            return;
        }
        self.binding.borrow_mut().reset(&text);
        area.set_value(&text);
        self.update_placeholder(&area);
        self.remote_cursors.text_changed(&[], false);
        fit(&area);
    }

    /// `beforeinput`: what kind of input comes. The browser's own undo knows nothing of colleagues; its menu entry and
    /// shake gesture go to the document's.
    pub fn on_before_input(&self, event: &web_sys::InputEvent) {
        let kind = event.input_type();
        self.letter_announced.set(kind == "insertText");
        let intent = match kind.as_str() {
            "historyUndo" => Intent::Undo(self.doc),
            "historyRedo" => Intent::Redo(self.doc),
            _ => return,
        };
        event.prevent_default();
        session::send(intent);
    }

    /// `input`.
    pub fn on_input(self: &Rc<Self>, event: &web_sys::Event) {
        let area = event_target(event);
        if let Some(event) = event.dyn_ref() {
            self.hear_of_composition(event, &area);
        }
        let at = cursor::of(&area);
        if self.take_letter(&area, at, event).is_some() {
            self.read_soon();
        } else {
            self.read(&area);
        }
        self.cursor.typed(&area, at);
    }

    /// `compositionstart`: until its end the textarea must not be touched.
    pub fn on_composition_start(&self) {
        self.composes();
    }

    fn composes(&self) {
        self.composing.set(true);
        self.composed_at.set(clock::passed());
    }

    /// What an input says about a composition: that it goes on, or, if it is a plain key, that it is over.
    fn hear_of_composition(&self, event: &web_sys::InputEvent, area: &HtmlTextAreaElement) {
        if event.is_composing() {
            self.composes();
        } else if self.composing.get() && PLAIN.contains(&event.input_type().as_str()) {
            self.composition_is_over(area);
        }
    }

    fn composition_is_over(&self, area: &HtmlTextAreaElement) {
        self.composing.set(false);
        self.read(area);
        let held = self.binding.borrow_mut().release();
        show(area, &held, false);
        self.update_placeholder(area);
        self.remote_cursors.text_changed(&held, false);
    }

    /// Something of others waits for the end of a composition: it does not wait for ever.
    fn release_soon(self: &Rc<Self>) {
        if self.releasing_soon.replace(true) {
            return;
        }
        self.look_after(COMPOSING_AT_MOST);
    }

    fn look_after(self: &Rc<Self>, pause: Duration) {
        let textarea = self.clone();
        set_timeout(
            move || {
                let since = Duration::from_millis(clock::passed().saturating_sub(textarea.composed_at.get()));
                if textarea.composing.get()
                    && let Some(left) = COMPOSING_AT_MOST.checked_sub(since).filter(|left| !left.is_zero())
                {
                    textarea.look_after(left);
                    return;
                }
                textarea.releasing_soon.set(false);
                if let Some(area) = textarea.node.try_get_untracked().flatten()
                    && textarea.binding.borrow().is_holding()
                {
                    textarea.composition_is_over(&area);
                }
            },
            pause,
        );
    }

    /// `compositionend`: what others wrote meanwhile comes into the textarea.
    pub fn on_composition_end(&self, event: &web_sys::CompositionEvent) {
        self.composition_is_over(&event_target(event));
    }

    /// `focus`.
    pub fn on_focus(&self, event: &web_sys::FocusEvent) {
        self.cursor.came(&event_target::<HtmlTextAreaElement>(event));
    }

    /// `blur`: nothing is composed in a text that somebody has left.
    pub fn on_blur(&self) {
        // A screen that goes takes the focus from what it no longer has.
        if self.composing.get()
            && let Some(area) = self.node.try_get_untracked().flatten()
        {
            self.composition_is_over(&area);
        }
        self.cursor.left();
    }

    /// A letter is taken at its word where nothing else can have changed, so that a long note is not read for each one;
    /// it is read soon after.
    fn take_letter(&self, area: &HtmlTextAreaElement, at: u32, event: &web_sys::Event) -> Option<()> {
        if !self.letter_announced.take() || self.composing.get() {
            return None;
        }
        // It was announced as one.
        let event = event.unchecked_ref::<web_sys::InputEvent>();
        let data = event.data().filter(|_| !event.is_composing())?;
        let patch = self.binding.borrow_mut().inserted(&data, at as usize, area.text_length() as usize)?;
        self.remote_cursors.text_changed(std::slice::from_ref(&patch), true);
        self.send(patch);
        self.placeholder.update(area, false);
        fit(area);
        Some(())
    }

    /// What the textarea holds is what a person sees: whatever came into it, by whatever way, goes to the document.
    fn read(&self, area: &HtmlTextAreaElement) {
        let patches = self.binding.borrow_mut().typed(&area.value(), cursor::of(area) as usize);
        self.remote_cursors.text_changed(&patches, true);
        patches.into_iter().for_each(|patch| self.send(patch));
        self.update_placeholder(area);
        fit(area);
    }

    fn read_if_there(&self) {
        if let Some(area) = self.node.try_get_untracked().flatten() {
            self.read(&area);
        }
    }

    fn read_soon(self: &Rc<Self>) {
        if self.reading_soon.replace(true) {
            return;
        }
        let textarea = self.clone();
        set_timeout(
            move || {
                textarea.reading_soon.set(false);
                textarea.read_if_there();
            },
            READ_AFTER,
        );
    }

    fn send(&self, patch: Patch) {
        let (at, delete) = (unit(patch.at), unit(patch.delete));
        let edit = Edit::Splice { entity: self.entity, field: self.field, at, delete, insert: patch.insert };
        documents::edit(self.doc, edit);
    }

    /// The document was changed by others, or by my own undo.
    fn apply(self: &Rc<Self>, splices: &[Splice], mine: bool) {
        let Some(area) = self.node.get_untracked() else { return };
        let patches: Vec<Patch> = splices.iter().map(patch_of).collect();
        let shown = self.binding.borrow_mut().apply(&patches, self.composing.get());
        show(&area, &shown, mine);
        self.update_placeholder(&area);
        self.remote_cursors.text_changed(&shown, mine);
        if self.binding.borrow().is_holding() {
            self.release_soon();
        }
    }

    /// Not while an input method composes: it may have put something into the textarea that was not read yet.
    fn update_placeholder(&self, area: &HtmlTextAreaElement) {
        if !self.composing.get() {
            self.placeholder.update(area, self.binding.borrow().is_empty());
        }
    }
}

fn patch_of(splice: &Splice) -> Patch {
    Patch { at: splice.at as usize, delete: splice.delete as usize, insert: splice.insert.clone() }
}

fn unit(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Brings others' patches into a textarea without moving what the person there looks at.
fn show(area: &HtmlTextAreaElement, patches: &[Patch], mine: bool) {
    if patches.is_empty() {
        return;
    }
    let focused = document().active_element().is_some_and(|active| active.is_same_node(Some(area)));
    let read = |end: Result<Option<u32>, _>| end.ok().flatten().unwrap_or(0) as usize;
    let (mut start, mut end) = (read(area.selection_start()), read(area.selection_end()));
    let direction = area.selection_direction().ok().flatten().unwrap_or_else(|| "none".to_owned());
    for patch in patches {
        let (from, until) = (unit(patch.at), unit(patch.at + patch.delete));
        drop(area.set_range_text_with_start_and_end_and_mode(&patch.insert, from, until, "preserve"));
        start = carried(start, patch);
        end = carried(end, patch);
    }
    if mine && let Some(at) = end_of(patches) {
        (start, end) = (at, at);
    }
    // Safari gives the focus to whatever gets a selection.
    if focused {
        drop(area.set_selection_range_with_direction(unit(start), unit(end), &direction));
    }
    fit(area);
}

thread_local! {
    static SIZES_ITSELF: bool = web_sys::css::supports("field-sizing: content").unwrap_or(false);
}

/// Makes a textarea as high as its text, where the style sheet cannot: once per frame, after the letter is drawn.
fn fit(area: &HtmlTextAreaElement) {
    if SIZES_ITSELF.with(|it| *it) {
        return;
    }
    let area = area.clone();
    request_animation_frame(move || {
        let style = web_sys::HtmlElement::style(&area);
        drop(style.set_property("height", "auto"));
        drop(style.set_property("height", &format!("{}px", area.scroll_height() + 2)));
    });
}

/// What to write in an empty text. Behind a written one no browser shows it, but Chromium lays it out anew for every
/// letter: there it is taken out.
struct Placeholder {
    text: String,
    shown: Cell<bool>,
}

impl Placeholder {
    fn update(&self, area: &HtmlTextAreaElement, empty: bool) {
        if self.shown.replace(empty) == empty {
            return;
        }
        if empty {
            area.set_placeholder(&self.text);
        } else {
            drop(area.remove_attribute("placeholder"));
        }
    }
}
