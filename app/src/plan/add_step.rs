//! A step in one line: Enter adds it and waits for the next.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, Row, Value};
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use wire::DocId;

use crate::frame::documents;
use crate::frame::session::session;
use crate::pieces::focus::focus_when_drawn;
use crate::pieces::icon::{Icon, Picture};
use crate::plan::order;
use crate::shell::randomness;
use crate::t;

/// The line for another step of a goal; a quiet button until it is asked for.
#[component]
pub fn AddStep(
    /// The document.
    doc: DocId,
    /// The goal.
    goal: EntityId,
    /// Its steps so far.
    steps: Memo<Vec<Row>>,
) -> impl IntoView {
    let session = session();
    let open = RwSignal::new(false);
    let words = RwSignal::new(String::new());
    let add = move || {
        // The line also loses the focus when it goes with its screen.
        let text = words.try_get_untracked().unwrap_or_default().trim().to_owned();
        if text.is_empty() {
            return false;
        }
        let entity = EntityKey::new(EntityKind::TASK, EntityId::random(&mut randomness::source()));
        let mut fields = vec![(Field::TODO, Value::from(text)), (Field::GOAL, Value::from(goal.to_string()))];
        fields.extend(order::after(&steps.get_untracked()).map(|order| (Field::ORDER, Value::from(order.to_string()))));
        fields.extend(session.me().map(|me| (Field::OWNER, Value::from(me.member.to_string()))));
        documents::edit(doc, Edit::Create { entity, fields });
        words.set(String::new());
        true
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        add();
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            words.set(String::new());
            open.set(false);
        }
    };
    // What stands in the line when somebody goes elsewhere was meant; nothing has to be sent.
    let leave = Callback::new(move |()| {
        if !add() {
            let _ = open.try_set(false);
        }
    });
    let key = Callback::new(key);
    let id = format!("step-new-{goal}");
    let input_id = StoredValue::new(id);
    view! {
        <Show
            when=move || open.get()
            fallback=move || view! {
                <button type="button" class="btn quiet add-step" id=format!("step-add-{goal}") on:click=move |_| open.set(true)>
                    <Picture icon=Icon::Plus/>{t!("step-add")}
                </button>
            }
        >
            <form class="new-step" on:submit=submit>
                <label class="unseen" for=input_id.get_value()>{t!("step-new")}</label>
                <Line id=input_id.get_value() words leave key/>
            </form>
        </Show>
    }
}

#[component]
fn Line(id: String, words: RwSignal<String>, leave: Callback<()>, key: Callback<KeyboardEvent>) -> impl IntoView {
    let node = NodeRef::<leptos::html::Input>::new();
    focus_when_drawn(node);
    view! {
        <input node_ref=node id=id class="line" type="text" autocomplete="off" dir="auto" enterkeyhint="enter" placeholder=t!("step-new")
            bind:value=words on:blur=move |_| { let _ = leave.try_run(()); } on:keydown=move |event| key.run(event)/>
    }
}
