//! The tab with a case on paper: what is printed is chosen by ticks, shown as it will be, printed, or kept as a file.

use std::collections::BTreeSet;

use casefile::{EntityKind, EntityView, Field, SCHEMA};
use device::{Listed, Query};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_name::case_name;
use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::value::value_text;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::paper::download::download;
use crate::paper::sheet::Sheet;
use crate::pieces::avatar::name_of;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// The tab.
pub static TAB: CaseTab =
    CaseTab { segment: "paper", label: "tab-paper", view: |case| view! { <CaseOnPaper case/> }.into_any() };

/// What is in a case's documents, kind by kind as the schema has them, notes by when they were.
fn all_of(case: OpenCase) -> Vec<Listed> {
    let summary = case.summary.read();
    let Some(summary) = summary.as_ref() else { return Vec::new() };
    let circles = casework::circles_of(summary);
    let kinds = SCHEMA.nouns.iter().map(|noun| noun.kind).filter(|kind| *kind != EntityKind::DOC);
    kinds.flat_map(|kind| queries::list(&Query::of(kind).in_circles(circles.clone()).by(Field::AT))).collect()
}

/// A case on paper.
#[component]
pub fn CaseOnPaper(
    /// Which case.
    case: OpenCase,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let session = session();
    let listed = Memo::new(move |_| {
        session.lists.track();
        all_of(case)
    });
    let docs = Memo::new(move |_| listed.read().iter().map(|listed| listed.doc).collect::<BTreeSet<DocId>>());
    // Everything that is printed has to be read first.
    let opened = StoredValue::new(BTreeSet::<DocId>::new());
    let owner = Owner::current();
    Effect::new(move || {
        for doc in docs.get() {
            if opened.try_update_value(|opened| opened.insert(doc)) == Some(true)
                && let Some(owner) = &owner
            {
                owner.with(|| documents::open(doc));
            }
        }
    });
    let read = Memo::new(move |_| {
        docs.get()
            .into_iter()
            .filter(|doc| {
                documents::track(*doc);
                queries::is_open(*doc)
            })
            .count()
    });
    // What somebody decided to do when it gets bad is nobody else's to read; it is printed only on purpose.
    let left_out = RwSignal::new(BTreeSet::from([EntityKind::SAFETY_PLAN, EntityKind::CRISIS_CONTACT]));
    let entities = Memo::new(move |_| {
        let left_out = left_out.read();
        let wanted = listed.get().into_iter().filter(|listed| !left_out.contains(&listed.row.key.kind));
        wanted
            .filter_map(|listed| {
                documents::track(listed.doc);
                queries::entity(listed.doc, listed.row.key)
            })
            .collect::<Vec<EntityView>>()
    });
    let kinds = Memo::new(move |_| {
        let there: BTreeSet<EntityKind> = listed.read().iter().map(|listed| listed.row.key.kind).collect();
        SCHEMA
            .nouns
            .iter()
            .filter(|noun| there.contains(&noun.kind))
            .map(|noun| (noun.kind, noun.label))
            .collect::<Vec<_>>()
    });
    let ready = Memo::new(move |_| read.get() >= docs.read().len());
    let name = Memo::new(move |_| case.summary.read().as_ref().map(case_name).unwrap_or_default());
    // A file's name says nothing about a client: it is seen in lists of downloads.
    let file = |ending: &str| format!("doorstep-{}.{ending}", when::today());
    let failed = RwSignal::new(false);
    let json = move |_| {
        let text = casework::export::json(&entities.read_untracked());
        failed.set(!download(&file("json"), "application/json", &text));
    };
    let table = move |kind: EntityKind| {
        let Some(noun) = SCHEMA.noun(kind) else { return };
        let words = |view: &EntityView, field, value: &casefile::Value| value_text(view.key.kind, field, value);
        let text = casework::export::csv(noun, &entities.read_untracked(), |label| t!(label), words);
        // Spreadsheets know by its first mark that a file is UTF-8.
        let kept = text.is_ok_and(|text| {
            let name = file(&format!("{}.csv", kind.as_str()));
            download(&name, "text/csv;charset=utf-8", &format!("\u{feff}{text}"))
        });
        failed.set(!kept);
    };
    let tick = move |(kind, label): (EntityKind, &'static str)| {
        let change = move |event| {
            let ticked = event_target_checked(&event);
            left_out.update(|out| {
                if ticked {
                    out.remove(&kind)
                } else {
                    out.insert(kind)
                };
            });
        };
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=move || !left_out.read().contains(&kind) on:change=change/>
                <span>{t!(label)}</span>
            </label>
        }
    };
    let csv_button = move |(kind, label): (EntityKind, &'static str)| {
        view! { <button type="button" class="btn quiet" disabled=move || !ready.get() on:click=move |_| table(kind)>{t!("paper-csv", what = t!(label))}</button> }
    };
    let printed_by = move || {
        let me = session.me().map(|me| name_of(&me)).unwrap_or_default();
        t!("paper-printed", name = me, when = when::long_date(when::now()))
    };
    view! {
        <Pane name="paper" class="case-body">
            <section class="card pad fields">
                <h2>{t!("tab-paper")}</h2>
                <p class="soft">{t!("paper-hint")}</p>
                <div class="ticks" role="group" aria-label=t!("paper-what")>
                    <For each=move || kinds.get() key=|(kind, _)| *kind children=tick/>
                </div>
                <div class="row wrap">
                    <button type="button" id="print" class="btn primary" disabled=move || !ready.get() on:click=move |_| drop(window().print())><Picture icon=Icon::Print/>{t!("paper-print")}</button>
                    <button type="button" class="btn" disabled=move || !ready.get() on:click=json>{t!("paper-json")}</button>
                </div>
                <details>
                    <summary>{t!("paper-tables")}</summary>
                    <div class="row wrap"><For each=move || kinds.get() key=|(kind, _)| *kind children=csv_button/></div>
                </details>
                <p class="soft s" role="status">{move || {
                    if failed.get() { t!("paper-failed") } else if ready.get() { String::new() } else { t!("paper-reading", done = read.get(), of = docs.read().len()) }
                }}</p>
            </section>
            <article class="sheet-paper card pad">
                <header>
                    <h2 dir="auto">{move || name.get()}</h2>
                    <p class="soft s" dir="auto">{printed_by}</p>
                    {move || {
                        let left_out = left_out.read();
                        let names: Vec<String> = kinds.get().into_iter().filter(|(kind, _)| left_out.contains(kind)).map(|(_, label)| t!(label)).collect();
                        (!names.is_empty()).then(|| view! { <p class="soft s">{t!("paper-left-out", names = when::list(&names))}</p> })
                    }}
                </header>
                {move || entities.get().into_iter().map(|entity| view! { <Sheet entity/> }).collect_view()}
            </article>
        </Pane>
    }
}
