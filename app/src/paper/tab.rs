//! The tab with a case on paper: what is printed is chosen, shown as it will be, printed, or kept as a file.

use std::collections::BTreeSet;

use casefile::{EntityKind, EntityView, Private, SCHEMA};
use casework::papers::Part;
use device::Intent;
use leptos::prelude::*;

use crate::entity::case_name::case_name;
use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::frame::queries;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::{send, session};
use crate::paper::choices::Choices;
use crate::paper::files::{Tables, keep_json, keep_table};
use crate::paper::options::Options;
use crate::paper::page::{self, Page, Tellers};
use crate::paper::record::Record;
use crate::paper::running;
use crate::pieces::avatar::name_of;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::spoken::{Spoken, messages_of};
use crate::pieces::when;
use crate::t;

/// The tab.
pub static TAB: CaseTab =
    CaseTab { segment: "paper", label: "tab-paper", view: |case| view! { <CaseOnPaper case/> }.into_any() };

/// A case on paper.
#[component]
pub fn CaseOnPaper(
    /// Which case, and which one thing of it, if the address names one.
    case: OpenCase,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let session = session();
    let choices = Choices::new();
    let tellers = StoredValue::new(Tellers::all());
    let alone = Memo::new(move |_| case.item.get().is_some());
    let record = Record::of(case, case.item, choices.as_of);
    let ready = Memo::new(move |_| record.is_ready());
    let signed =
        Memo::new(move |_| choices.signed.get().unwrap_or_else(|| alone.get() || choices.kind.get().is_signed()));
    // The parts that hold something.
    let parts = Memo::new(move |_| {
        let held = record.held.read();
        let there: BTreeSet<EntityKind> = held.entities.iter().map(|view| view.key.kind).collect();
        if alone.get() {
            let noun = held.entities.first().map(|view| view.noun);
            return noun.map(Part::of_noun).into_iter().collect();
        }
        let mut parts = choices.kind.get().parts();
        parts.retain(|part| part.kinds.iter().any(|kind| there.contains(kind)));
        parts
    });
    let on_it = Memo::new(move |_| {
        let (held, alone) = (record.held.read(), alone.get());
        let parts = parts.get().into_iter().filter(|part| alone || choices.has(part));
        parts
            .map(|part| (part, part.of(&held.entities).into_iter().cloned().collect::<Vec<EntityView>>()))
            .collect::<Vec<_>>()
    });
    let name = Memo::new(move |_| case.summary.read().as_ref().map(case_name).unwrap_or_default());
    let me = Memo::new(move |_| session.me().map(|me| name_of(&me)).unwrap_or_default());
    // What a worker writes here is kept on this device, and there again after a reload.
    let key = format!("paper-statement/{}", case.id);
    let kept = queries::kept_form(&key).and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let statement = RwSignal::new(kept);
    let key = StoredValue::new(key);
    let write = move |text: String| {
        send(Intent::KeepForm { key: key.get_value(), bytes: Private::new(text.clone().into_bytes()) });
        statement.set(text);
    };
    let states = Memo::new(move |_| !alone.get() && choices.kind.get().has_statement());
    let draw = Callback::new(move |()| {
        let alone = alone.get();
        let kind = choices.kind.get();
        let shown = on_it.get();
        let left_out = if alone { Vec::new() } else { parts.get() };
        let held = record.held.read();
        let page = Page {
            title: if alone { name.get() } else { t!(kind.label()) },
            case_name: name.get(),
            workspace: queries::workspace_name(),
            by: me.get(),
            left_out: left_out.iter().filter(|part| !choices.has(part)).map(|part| part.heading).collect(),
            parts: shown,
            put_away: held.put_away,
            unread: record.of.get().saturating_sub(record.read.get()),
            as_of: when::end_of(&choices.as_of.read()),
            alone,
            uncovered: choices.uncovered.get(),
            statement: Some(statement.get()).filter(|text| states.get() && !text.trim().is_empty()),
            signed: signed.get(),
        };
        tellers.with_value(|tellers| page::draw(page, tellers))
    });
    let language = Signal::derive(move || choices.language.get());
    let messages = messages_of(language);
    running::while_on_screen(Signal::derive(move || language.get().tag()));
    let failed = RwSignal::new(false);
    let json = move |_| {
        let shown: Vec<EntityView> = on_it.get_untracked().into_iter().flat_map(|(_, views)| views).collect();
        failed.set(!tellers.with_value(|tellers| keep_json(&shown, tellers)));
    };
    let kinds = Memo::new(move |_| {
        let held = record.held.read();
        let there: BTreeSet<EntityKind> = held.entities.iter().map(|view| view.key.kind).collect();
        let nouns = SCHEMA.nouns.iter().filter(|noun| there.contains(&noun.kind));
        nouns.map(|noun| (noun.kind, noun.label)).collect::<Vec<_>>()
    });
    let table = Callback::new(move |kind| {
        let held = record.held.read_untracked();
        failed.set(!tellers.with_value(|tellers| keep_table(kind, &held.entities, tellers)));
    });
    let missing = Memo::new(move |_| alone.get() && ready.get() && record.held.read().entities.is_empty());
    let whole = TAB.href(case.id);
    view! {
        <Pane name="paper" class="case-body">
            <section class="card pad fields">
                <h2>{t!("tab-paper")}</h2>
                <Show when=move || !alone.get() fallback={
                    let whole = whole.clone();
                    move || view! { <p><a href=whole.clone()>{t!("paper-print-other")}</a></p> }
                }>
                    <p class="soft">{t!("paper-hint")}</p>
                </Show>
                <Options choices parts alone signed/>
                <Show when=move || states.get()>
                    <div class="field">
                        <label for="paper-statement">{t!("paper-statement")}</label>
                        <p class="hint" id="paper-statement-hint">{t!("paper-statement-hint")}</p>
                        <textarea id="paper-statement" class="line" dir="auto" rows="6" aria-describedby="paper-statement-hint"
                            prop:value=statement.get_untracked() on:input=move |event| write(event_target_value(&event))></textarea>
                    </div>
                </Show>
                <div class="row wrap">
                    <button type="button" id="print" class="btn primary" disabled=move || !ready.get() on:click=move |_| drop(window().print())><Picture icon=Icon::Print/>{t!("paper-print")}</button>
                    <button type="button" class="btn" disabled=move || !ready.get() on:click=json>{t!("paper-json")}</button>
                </div>
                <Show when=move || !alone.get()><Tables kinds ready keep=table/></Show>
                <p class="soft s" role="status">{move || {
                    if failed.get() {
                        t!("paper-failed")
                    } else if missing.get() {
                        t!("item-not-here")
                    } else if ready.get() {
                        String::new()
                    } else {
                        t!("paper-reading", done = record.read.get(), of = record.of.get())
                    }
                }}</p>
            </section>
            <article class=move || format!("sheet-paper {}", choices.sheets.get().class()) class:large=move || choices.large.get() aria-label=t!("paper-preview")>
                <Spoken language messages draw/>
            </article>
        </Pane>
    }
}
