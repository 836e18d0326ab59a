//! Opening again what was signed, for a reason that is asked for and kept.

use casefile::{EntityId, EntityKey, Moment, Private, SignatureRole};
use casework::signatures::sign;
use device::Intent;
use leptos::prelude::*;
use wire::DocId;

use crate::frame::session::{send, session};
use crate::frame::{documents, queries, scroll_memory};
use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::shell::randomness;
use crate::t;

/// The button that opens it again, and the question why.
#[component]
pub fn Amend(
    /// The document, which is open.
    doc: DocId,
    /// What is opened.
    entity: EntityKey,
) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="btn" on:click=move |_| { open.set(true); scroll_memory::focus(FIELD.to_owned()); }>
            <Picture icon=Icon::Write/>{t!("signature-amend")}
        </button>
        <Dialog open=open title=t!("signature-amend-title")><Why doc entity open/></Dialog>
    }
}

const FIELD: &str = "amend-reason";

/// Asks why; what was written is there again after a reload.
#[component]
fn Why(doc: DocId, entity: EntityKey, open: RwSignal<bool>) -> impl IntoView {
    let session = session();
    let key = format!("amend/{doc}/{}", entity.id);
    let kept = queries::kept_form(&key).and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let reason = RwSignal::new(kept.clone());
    let missing = RwSignal::new(false);
    let keep = StoredValue::new(key);
    let write = move |text: String| {
        let bytes = Private::new(text.clone().into_bytes());
        send(Intent::KeepForm { key: keep.get_value(), bytes });
        missing.set(false);
        reason.set(text);
    };
    let amend = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = reason.get_untracked();
        let Some(me) = session.me() else { return };
        if text.trim().is_empty() {
            missing.set(true);
            scroll_memory::focus(FIELD.to_owned());
            return;
        }
        let id = EntityId::random(&mut randomness::source());
        let now = Moment(when::now());
        documents::edit(doc, sign(id, entity, SignatureRole::Amended, me.member, (&text, now)));
        write(String::new());
        open.set(false);
    };
    let described = move || if missing.get() { "amend-reason-fault amend-reason-hint" } else { "amend-reason-hint" };
    view! {
        <form class="fields" novalidate on:submit=amend>
            <p>{t!("signature-amend-hint")}</p>
            <div class="field" class:faulty=move || missing.get()>
                <label for=FIELD>{t!("signature-amend-why")}</label>
                <p class="hint" id="amend-reason-hint">{t!("signature-amend-why-hint")}</p>
                <input id=FIELD class="line" dir="auto" autocomplete="off" aria-describedby=described aria-invalid=move || missing.get().then_some("true")
                    prop:value=kept on:input=move |event| write(event_target_value(&event))/>
                <Show when=move || missing.get()>
                    <p class="fault" id="amend-reason-fault" role="status"><Picture icon=Icon::Warning/><span>{t!("signature-amend-missing")}</span></p>
                </Show>
            </div>
            <div class="row wrap">
                <button type="submit" class="btn primary">{t!("signature-amend")}</button>
                <button type="button" class="btn quiet" on:click=move |_| open.set(false)>{t!("cancel")}</button>
            </div>
        </form>
    }
}
