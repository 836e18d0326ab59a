//! The textarea people write in: native, so that dictation, input methods and autocorrect work, and spliced, so that
//! nobody's words are lost. A letter typed is one splice out; a letter heard is one splice in, and the caret stays.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use casefile::{Edit, EntityKey, Field, Splice};
use device::Intent;
use device::view::PresenceView;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use wire::DocId;

use crate::frame::queries;
use crate::frame::session::{self, TextSubscription, session};
use crate::pieces::avatar::{hue, name_of};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::live::live;
use crate::t;
use crate::text::binding::{Patch, TextBinding, carried, end_of};
use crate::text::cursor::{self, Cursor};
use crate::text::remote_cursors::{RemoteCursors, RemotePerson};

/// Letters taken at their word are checked against the whole text this soon.
const READ_AFTER: Duration = Duration::from_millis(1000);

/// A section of prose in a document.
#[component]
pub fn Prose(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// The field of it.
    field: Field,
    /// What the section is called.
    #[prop(into)]
    label: String,
    /// What to write in it.
    #[prop(into)]
    hint: String,
    /// Who else is in the document.
    presence: Memo<Vec<PresenceView>>,
    /// Whether it takes the focus when the note was just begun.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let id = format!("prose-{}", field.as_str());
    let node = NodeRef::<leptos::html::Textarea>::new();
    let text = queries::text(doc, entity, field).unwrap_or_default();
    let mirror = Rc::new(RefCell::new(TextBinding::new(&text)));
    let composing = Rc::new(Cell::new(false));
    let caret = Cursor::new(doc, entity, field);
    let hint = Hint { words: hint.into(), shown: Rc::new(Cell::new(true)) };
    let others = others(entity, field, presence);
    let carets = RemoteCursors::of(others);

    let say = move |patch: Patch| {
        let at = u32::try_from(patch.at).unwrap_or(u32::MAX);
        let delete = u32::try_from(patch.delete).unwrap_or(u32::MAX);
        session::edit(doc, Edit::Splice { entity, field, at, delete, insert: patch.insert });
    };
    // What the textarea holds is what a person sees: whatever came into it, by whatever way, goes to the document.
    let typed = {
        let (mirror, composing, hint) = (mirror.clone(), composing.clone(), hint.clone());
        move |area: &HtmlTextAreaElement| {
            let patches = mirror.borrow_mut().typed(&area.value(), cursor::of(area) as usize);
            carets.text_changed(&patches, true);
            patches.into_iter().for_each(say);
            if !composing.get() {
                hint.follow(area, mirror.borrow().is_empty());
            }
            fit(area);
        }
    };
    let hear = {
        let (mirror, composing, hint) = (mirror.clone(), composing.clone(), hint.clone());
        move |splices: &[Splice], mine: bool| {
            let Some(area) = node.get_untracked() else { return };
            let patches: Vec<Patch> = splices.iter().map(patch_of).collect();
            let shown = mirror.borrow_mut().heard(&patches, composing.get());
            show(&area, &shown, mine);
            if !composing.get() {
                hint.follow(&area, mirror.borrow().is_empty());
            }
            carets.text_changed(&shown, mine);
        }
    };
    // The page is about to be locked or left, perhaps in the middle of a word.
    let leave = {
        let typed = typed.clone();
        move || node.get_untracked().iter().for_each(&typed)
    };
    session::subscribe_text(doc, entity, field, TextSubscription { hear: Rc::new(hear), leave: Rc::new(leave) });

    // Whether what the browser has announced is a letter, and nothing that replaces or takes out.
    let letter_comes = Rc::new(Cell::new(false));
    // A letter is taken at its word where nothing else can have changed, so that a long note is not read for each one;
    // it is read soon after.
    let letter = {
        let (mirror, composing, hint, announced) =
            (mirror.clone(), composing.clone(), hint.clone(), letter_comes.clone());
        move |area: &HtmlTextAreaElement, at: u32, event: &web_sys::Event| {
            if !announced.take() || composing.get() {
                return None;
            }
            // It was announced as one.
            let event = event.unchecked_ref::<web_sys::InputEvent>();
            let data = event.data().filter(|_| !event.is_composing())?;
            let patch = mirror.borrow_mut().inserted(&data, at as usize, area.text_length() as usize)?;
            carets.text_changed(std::slice::from_ref(&patch), true);
            say(patch);
            hint.follow(area, false);
            fit(area);
            Some(())
        }
    };
    let read_soon = {
        let (typed, waiting) = (typed.clone(), Rc::new(Cell::new(false)));
        move || {
            if waiting.replace(true) {
                return;
            }
            let (typed, waiting) = (typed.clone(), waiting.clone());
            set_timeout(
                move || {
                    waiting.set(false);
                    node.try_get_untracked().flatten().iter().for_each(&typed);
                },
                READ_AFTER,
            );
        }
    };
    let on_input = {
        let (typed, caret) = (typed.clone(), caret.clone());
        move |event: web_sys::Event| {
            let area = event_target(&event);
            let at = cursor::of(&area);
            match letter(&area, at, &event) {
                Some(()) => read_soon(),
                None => typed(&area),
            }
            caret.typed(&area, at);
        }
    };
    let on_start = {
        let composing = composing.clone();
        move |_| composing.set(true)
    };
    let on_end = {
        let (mirror, typed, hint) = (mirror.clone(), typed.clone(), hint.clone());
        move |event: web_sys::CompositionEvent| {
            let area: HtmlTextAreaElement = event_target(&event);
            composing.set(false);
            typed(&area);
            let held = mirror.borrow_mut().release();
            show(&area, &held, false);
            hint.follow(&area, mirror.borrow().is_empty());
            carets.text_changed(&held, false);
        }
    };
    // The browser's own undo knows nothing of colleagues; its menu entry and shake gesture go to the document's.
    let on_before = move |event: web_sys::InputEvent| {
        let kind = event.input_type();
        letter_comes.set(kind == "insertText");
        let intent = match kind.as_str() {
            "historyUndo" => Intent::Undo(doc),
            "historyRedo" => Intent::Redo(doc),
            _ => return,
        };
        event.prevent_default();
        session::send(intent);
    };
    let on_come = {
        let caret = caret.clone();
        move |event: web_sys::FocusEvent| caret.came(&event_target(&event))
    };
    let on_leave = move |_| caret.left();
    let words = hint.words.to_string();
    Effect::new({
        let (mirror, hint) = (mirror.clone(), hint.clone());
        move || {
            let Some(area) = node.get() else { return };
            area.set_value(&mirror.borrow().shown());
            hint.follow(&area, mirror.borrow().is_empty());
            fit(&area);
            if first {
                request_animation_frame(move || drop(area.focus()));
            }
        }
    });
    // A text that was damaged or still loading when this was drawn has come.
    Effect::new(move |before: Option<bool>| {
        session::track_document(doc);
        if let (Some(true), Some(area)) = (before, node.get_untracked())
            && let Some(text) = queries::text(doc, entity, field)
            && text != mirror.borrow().shown()
            && !mirror.borrow().is_holding()
        {
            mirror.borrow_mut().reset(&text);
            area.set_value(&text);
            hint.follow(&area, text.is_empty());
            carets.text_changed(&[], false);
            fit(&area);
        }
        true
    });

    let names = Memo::new(move |_| {
        let mut names: Vec<(String, u8, bool)> =
            others.read().iter().map(|who| (who.name.clone(), who.hue, who.typing)).collect();
        names.sort();
        names.dedup();
        names
    });
    // Said once, when somebody begins to write here: not again with every pause for thought.
    let announced = Memo::new(move |before: Option<&Vec<String>>| {
        let known = |name: &String| before.is_some_and(|before| before.contains(name));
        let mut announced: Vec<String> = before.cloned().unwrap_or_default();
        announced.retain(|name| names.read().iter().any(|(here, ..)| here == name));
        announced
            .extend(names.read().iter().filter(|(name, _, typing)| *typing && !known(name)).map(|it| it.0.clone()));
        announced
    });
    let writing = move || names.read().first().map(|(_, number, _)| format!("prose writing {}", hue(*number)));
    let doc_attribute = doc.to_string();
    view! {
        <div class=move || writing().unwrap_or_else(|| "prose".to_owned())>
            <div class="prose-head">
                <label for=id.clone()>{label}</label>
                <div class="unseen" role="status" aria-atomic="false">
                    {live(move || announced.get().into_iter().map(|name| view! { <p>{t!("presence-writing-here", name = name)}</p> }).collect_view())}
                </div>
                <span class="who" aria-hidden="true">
                    {live(move || names.get().into_iter().map(|(name, _, typing)| {
                        let words = if typing { t!("presence-writing", name = name) } else { t!("presence-here", name = name) };
                        view! { <span class="row"><Picture icon=Icon::Write/>{words}</span> }
                    }).collect_view())}
                </span>
            </div>
            <textarea
                node_ref=node id=id rows="1" autocomplete="off" spellcheck="true" placeholder=words data-doc=doc_attribute
                on:input=on_input on:compositionstart=on_start on:compositionend=on_end on:beforeinput=on_before
                on:focus=on_come on:blur=on_leave
            ></textarea>
            {carets.over(node)}
        </div>
    }
}

/// Who else is in this text.
fn others(entity: EntityKey, field: Field, presence: Memo<Vec<PresenceView>>) -> Memo<Vec<RemotePerson>> {
    let session = session();
    Memo::new(move |_| {
        let mut others: Vec<RemotePerson> = Vec::new();
        for view in presence.read().iter() {
            let here = view.at.as_ref().filter(|at| at.entity == entity && at.field == field);
            if let Some(at) = here
                && let Some(member) = session.member(view.member)
            {
                others.push(RemotePerson::at(at, view, name_of(&member), member.hue));
            }
        }
        others.sort();
        others
    })
}

fn patch_of(splice: &Splice) -> Patch {
    Patch { at: splice.at as usize, delete: splice.delete as usize, insert: splice.insert.clone() }
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

fn unit(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
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
#[derive(Clone)]
struct Hint {
    words: Rc<str>,
    shown: Rc<Cell<bool>>,
}

impl Hint {
    fn follow(&self, area: &HtmlTextAreaElement, empty: bool) {
        if self.shown.replace(empty) == empty {
            return;
        }
        if empty {
            area.set_placeholder(&self.words);
        } else {
            drop(area.remove_attribute("placeholder"));
        }
    }
}
