//! A third answer where two stand, written on purpose. It is kept while it is written, through reload and lock, until its
//! writer sends or drops it; also when somebody else settles the question meanwhile.

use casefile::{Edit, EntityKey, FieldSpec, Private, Value};
use device::Intent;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::control::{self, Control, control_id, text_of};
use crate::frame::{documents, queries, scroll_memory, session};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// The third answer to one field. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Third {
    doc: DocId,
    entity: EntityKey,
    spec: FieldSpec,
    /// Whether it is being written.
    open: RwSignal<bool>,
    text: RwSignal<String>,
    fault: RwSignal<Option<control::Fault>>,
}

impl Third {
    /// What was kept of it, or nothing.
    #[must_use]
    pub fn new(doc: DocId, entity: EntityKey, spec: FieldSpec) -> Self {
        let kept = queries::kept_form(&key(doc, entity, spec)).and_then(|bytes| String::from_utf8(bytes).ok());
        Self {
            doc,
            entity,
            spec,
            open: RwSignal::new(kept.is_some()),
            text: RwSignal::new(kept.unwrap_or_default()),
            fault: RwSignal::new(None),
        }
    }

    /// Begins it with some words in it, unless it was begun already.
    pub fn begin(self, text: String) {
        if !self.open.get_untracked() {
            self.write(text);
            self.open.set(true);
        }
        scroll_memory::focus(self.id());
    }

    fn id(self) -> String {
        format!("third-{}", control_id(self.entity, self.spec))
    }

    fn write(self, text: String) {
        let key = key(self.doc, self.entity, self.spec);
        session::send(Intent::KeepForm { key, bytes: Private::new(text.clone().into_bytes()) });
        self.text.set(text);
        self.fault.set(None);
    }

    fn is_open(self) -> bool {
        self.open.get()
    }

    fn drop_it(self) {
        self.write(String::new());
        self.open.set(false);
        scroll_memory::focus(control_id(self.entity, self.spec));
    }

    fn send(self) {
        let text = self.text.get_untracked();
        match control::read(self.spec.shape, text.trim()) {
            Ok(Some(value)) if value != Value::Empty => {
                let (entity, field) = (self.entity, self.spec.field);
                documents::edit(self.doc, Edit::Resolve { entity, field, value });
                self.drop_it();
            }
            Ok(_) => {}
            Err(fault) => self.fault.set(Some(fault)),
        }
    }
}

fn key(doc: DocId, entity: EntityKey, spec: FieldSpec) -> String {
    format!("third/{doc}/{}", control_id(entity, spec))
}

/// It, while it is being written.
#[component]
pub fn ThirdAnswer(
    /// Which.
    third: Third,
    /// What the field is called.
    label: String,
    /// Whether several answers stand still.
    disputed: Signal<bool>,
) -> impl IntoView {
    let label = StoredValue::new(label);
    let form = move || {
        let id = third.id();
        let fault_id = format!("{id}-fault");
        let described = Signal::derive({
            let fault_id = fault_id.clone();
            move || third.fault.read().map(|_| fault_id.clone())
        });
        view! {
            <form
                class="third card pad" novalidate
                on:submit=move |event: web_sys::SubmitEvent| {
                    event.prevent_default();
                    third.send();
                }
                on:input=move |event: web_sys::Event| third.write(text_of(&event_target(&event)))
            >
                <div class="field" class:faulty=move || third.fault.read().is_some()>
                    <label for=id.clone()>{move || {
                        let field = label.get_value();
                        if disputed.get() { t!("conflict-third-label", field = field) } else { t!("third-unfinished", field = field) }
                    }}</label>
                    <Show when=move || !disputed.get()><p class="hint">{t!("third-settled")}</p></Show>
                    <Control spec=third.spec id=id.clone() described chosen=third.text closed=Signal::stored(None::<String>)/>
                    {move || third.fault.get().map(|fault| view! {
                        <p class="fault" id=fault_id.clone() role="status"><Picture icon=Icon::Warning/><span>{fault.words()}</span></p>
                    })}
                </div>
                <div class="row wrap">
                    <button class="btn" type="submit">{t!("conflict-use")}</button>
                    <button class="btn quiet" type="button" on:click=move |_| third.drop_it()>{t!("third-drop")}</button>
                </div>
            </form>
        }
    };
    view! { <Show when=move || third.is_open()>{form()}</Show> }
}
