//! Fields of documents: one question, its answer kept as it is typed, and every answer if there are several.
//! Which fields there are, and of what kind, comes from the nouns in `casefile`.

use casefile::{EntityKey, FieldSpec, Shape};
use device::Intent;
use device::view::PresenceView;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use wire::DocId;

use crate::entity::conflict::{Conflict, author_line};
use crate::entity::control::{Control, control_id, has_clear_button, is_tapped, text_of};
use crate::entity::earlier::EarlierAnswers;
use crate::entity::pickers::{ReferencePicker, RepetitionPicker, SetPicker};
use crate::entity::reference::candidates;
use crate::entity::sitting::Sitting;
use crate::entity::third::{Third, ThirdAnswer};
use crate::entity::value::value_text;
use crate::frame::session;
use crate::frame::shortcuts::UndoHere;
use crate::pieces::icon::{Icon, Picture};
use crate::t;
use crate::text::cursor::{Cursor, HasCursor};
use crate::text::prose::Prose;
use crate::text::writers::{Writers, others, writing_class};

/// A field of an entity, with its conflict under it if there is one.
#[component]
pub fn EntityField(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// Which field, and how it is asked.
    spec: FieldSpec,
    /// Who else is in the document.
    presence: Memo<Vec<PresenceView>>,
) -> impl IntoView {
    let field = spec.field;
    let label = t!(spec.label);
    let hint = spec.hint.map(|hint| t!(hint)).unwrap_or_default();
    if spec.shape == Shape::Prose {
        return view! { <Prose doc entity field label hint presence/> }.into_any();
    }
    let id = control_id(entity, spec);
    let sitting = Sitting::new(doc, entity, spec, &id);
    let third = Third::new(doc, entity, spec);
    let others = others(entity, field, presence);
    let answers = Memo::new(move |_| {
        let view = sitting.stands.read();
        if view.is_conflict() { view.answers.clone() } else { Vec::new() }
    });
    let has_hint = !hint.is_empty();
    let described = Signal::derive({
        let id = id.clone();
        move || {
            let hint = has_hint.then(|| format!("{id}-hint"));
            let fault = sitting.fault.read().is_some().then(|| format!("{id}-fault"));
            let ids: Vec<String> = hint.into_iter().chain(fault).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    });
    let closed = Signal::derive(move || sitting.is_closed().then(|| t!("field-see-below")));
    let tick = spec.shape == Shape::Flag;
    let control = view! { <AnyControl sitting doc entity spec id=id.clone() described closed/> };
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-fault"));
    let clear = has_clear_button(spec.shape).then(|| {
        let label = t!("field-clear", field = label.clone());
        let is_there = move || !sitting.stands.read().value.is_empty() && !sitting.is_closed();
        view! {
            <button type="button" class="icon-btn" aria-label=label.clone() title=label.clone() class:gone=move || !is_there()
                disabled=move || !is_there() on:click=move |_| sitting.clear()><Picture icon=Icon::Close/></button>
        }
    });
    let UndoHere(undo_here) = expect_context();
    on_cleanup(move || {
        if undo_here.try_get_untracked().flatten() == Some(doc) {
            undo_here.try_set(None);
        }
    });
    let hears =
        Hears { sitting, cursor: Cursor::new(doc, entity, field), doc, undo_here, tapped: is_tapped(spec.shape) };
    let [on_input, on_change, on_focus, on_blur, on_key, on_before] = std::array::from_fn(|_| hears.clone());
    let label_for_conflict = StoredValue::new(label.clone());
    view! {
        <div
            class=move || writing_class("field", &others.read()) class:faulty=move || sitting.fault.read().is_some()
            on:input=move |event| on_input.input(&event) on:change=move |event| on_change.changed(&event)
            on:focusin=move |event| on_focus.came(&event) on:focusout=move |event| on_blur.left(&event)
            on:keydown=move |event| on_key.key(&event) on:beforeinput=move |event| on_before.before_input(&event)
        >
            {if tick {
                let hint = has_hint.then(|| view! { <br/><span class="soft s" id=hint_id>{hint}</span> });
                view! { <label class="tick">{control}<span>{label}{hint}</span></label><Writers others/> }.into_any()
            } else {
                let hint = has_hint.then(|| view! { <p class="hint" id=hint_id>{hint}</p> });
                view! {
                    <div class="label-line"><label for=id.clone()>{label}</label><Writers others/></div>
                    {hint}
                    <div class="control">{control}{clear}</div>
                }
                .into_any()
            }}
            {move || sitting.fault.get().map(|fault| view! {
                <p class="fault" id=fault_id.clone() role="status"><Picture icon=Icon::Warning/><span>{fault.words()}</span></p>
            })}
            <div class="arrived" role="status" class:unseen=move || !answers.read().is_empty()>
                <For each=move || sitting.arrived.get() key=|answer| (answer.actor.clone(), answer.at, answer.value.clone()) let:answer>
                    <p><strong dir="auto">{value_text(entity.kind, field, &answer.value)}</strong>" "<span class="soft s" dir="auto">{author_line(&answer)}</span></p>
                </For>
            </div>
            {move || {
                let answers = answers.get();
                (!answers.is_empty()).then(|| view! { <Conflict doc entity spec label=label_for_conflict.get_value() answers third/> })
            }}
            <ThirdAnswer third label=label_for_conflict.get_value() disputed=Signal::derive(move || !answers.read().is_empty())/>
            <EarlierAnswers doc entity field stands=sitting.stands/>
        </div>
    }
    .into_any()
}

/// What a field is answered with, also where it is picked from what there is.
#[component]
fn AnyControl(
    sitting: Sitting,
    doc: DocId,
    entity: EntityKey,
    spec: FieldSpec,
    id: String,
    described: Signal<Option<String>>,
    closed: Signal<Option<String>>,
) -> impl IntoView {
    let value = Memo::new(move |_| sitting.stands.read().value.clone());
    let set = Callback::new(move |value| sitting.pick(value));
    let is_closed = Signal::derive(move || closed.read().is_some());
    match spec.shape {
        Shape::Reference(kind) => {
            view! { <ReferencePicker doc kind id described value set closed=is_closed/> }.into_any()
        }
        Shape::References(kind) => {
            let session = session::session();
            let options = Memo::new(move |_| {
                candidates(session, doc, kind).into_iter().map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>()
            });
            view! { <SetPicker doc entity field=spec.field options id value/> }.into_any()
        }
        Shape::Choices(known) => {
            let options = known.iter().map(|one| (one.word.to_owned(), t!(one.label))).collect::<Vec<_>>();
            view! { <SetPicker doc entity field=spec.field options=Signal::stored(options) id value/> }.into_any()
        }
        Shape::Repetition => view! { <RepetitionPicker id described doc value set closed=is_closed/> }.into_any(),
        _ => view! { <Control spec id described doc=Some(doc.to_string()) chosen=sitting.shown closed/> }.into_any(),
    }
}

/// What happens in the control, told to the sitting. Other things stand in the same field, and have events of their own.
#[derive(Clone)]
struct Hears {
    sitting: Sitting,
    cursor: Cursor,
    doc: DocId,
    undo_here: RwSignal<Option<DocId>>,
    tapped: bool,
}

impl Hears {
    /// The control that the event is about.
    fn control(event: &web_sys::Event) -> Option<Element> {
        let element = event.target()?.dyn_into::<Element>().ok()?;
        (element.has_attribute("data-doc") && !element.has_attribute("data-picked")).then_some(element)
    }

    fn input(&self, event: &web_sys::Event) {
        let Some(control) = Self::control(event).filter(|_| !self.tapped) else { return };
        self.sitting.wrote(&text_of(&control));
        if let Ok(element) = control.dyn_into::<HtmlElement>() {
            self.cursor.typed(&element, element.cursor());
        }
    }

    fn changed(&self, event: &web_sys::Event) {
        if let Some(control) = Self::control(event).filter(|_| self.tapped) {
            self.sitting.wrote(&text_of(&control));
        }
    }

    fn came(&self, event: &web_sys::FocusEvent) {
        if let Some(control) = Self::control(event) {
            self.sitting.came();
            // What the keys of undo act on now.
            if self.undo_here.get_untracked() != Some(self.doc) {
                self.undo_here.set(Some(self.doc));
            }
            if let Ok(element) = control.dyn_into::<HtmlElement>() {
                self.cursor.came(&element);
            }
        }
    }

    fn left(&self, event: &web_sys::FocusEvent) {
        if Self::control(event).is_some() {
            self.sitting.left();
            self.cursor.left();
        }
    }

    fn key(&self, event: &web_sys::KeyboardEvent) {
        if event.key() == "Enter" && !event.is_composing() && Self::control(event).is_some() {
            self.sitting.settle();
        }
    }

    /// The browser's own undo knows nothing of the document's.
    fn before_input(&self, event: &web_sys::InputEvent) {
        let intent = match event.input_type().as_str() {
            "historyUndo" => Intent::Undo(self.doc),
            "historyRedo" => Intent::Redo(self.doc),
            _ => return,
        };
        if Self::control(event).is_some() {
            event.prevent_default();
            session::send(intent);
        }
    }
}
