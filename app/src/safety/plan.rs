//! A safety plan on the screen: whose it is, when it was gone over, its six steps, and what can be done with it. While its
//! document is not here, what lists know of it is.

use casefile::{Edit, EntityKey, EntityKind, Field, Row, Value};
use casework::safety::Safety;
use device::view::DocumentState;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::form::EntityForm;
use crate::entity::put_away::PutAway;
use crate::entity::section::begin_editing;
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::safety::step::{STEPS, StepView, call_row};
use crate::t;

/// Days after which a plan should be gone over again.
const FRESH: i64 = 90;

/// "Gone over 12 November".
#[must_use]
pub fn gone_over(row: &Row) -> String {
    let day = row.text(Field::GONE_OVER);
    if day.is_empty() {
        t!("safety-plan-not-gone-over")
    } else {
        t!("safety-plan-gone-over", day = when::day_words(day))
    }
}

/// Whether it has been long since a plan was gone over.
fn is_stale(row: &Row) -> bool {
    when::days_until(row.text(Field::GONE_OVER)).is_some_and(|days| days < -FRESH)
}

/// What is known about why a document cannot be read.
#[must_use]
pub fn not_readable(doc: DocId) -> Option<String> {
    documents::track(doc);
    match queries::document_state(doc) {
        DocumentState::Open => None,
        DocumentState::Damaged => Some(t!("safety-damaged")),
        DocumentState::Loading | DocumentState::Closed | DocumentState::Unknown => Some(t!("safety-loading")),
    }
}

/// The plan.
#[component]
pub fn PlanView(
    /// The document of the record.
    doc: DocId,
    /// Which.
    plan: EntityKey,
    /// What is known of the case.
    safety: Memo<Safety>,
) -> impl IntoView {
    let presence = documents::presence(doc);
    let row = Memo::new(move |_| safety.read().plans.iter().find(|row| row.key == plan).cloned());
    let facts = RwSignal::new(false);
    let readable = Memo::new(move |_| {
        documents::track(doc);
        queries::entity(doc, plan).is_some()
    });
    let today = move |_| {
        let value = Value::from(when::today());
        documents::edit(doc, Edit::Set { entity: plan, field: Field::GONE_OVER, value });
    };
    let fresh = Memo::new(move |_| {
        row.read().as_ref().is_some_and(|row| when::days_until(row.text(Field::GONE_OVER)) == Some(0))
    });
    let steps = move || {
        let numbered = STEPS.into_iter().enumerate();
        numbered.map(|(at, step)| view! { <StepView step number=at + 1 doc plan safety presence/> }).collect_view()
    };
    // What lists know of it: how it begins, and whom to ring.
    let known = move || {
        let begins = row.read().as_ref().map(|row| row.preview.get().clone()).unwrap_or_default();
        let contacts: Vec<Row> = STEPS.iter().flat_map(|step| step.contacts(&safety.read(), plan)).collect();
        view! {
            <p class="tell" role="status"><Picture icon=Icon::Info/><span>{move || not_readable(doc)}</span></p>
            {(!begins.is_empty()).then(|| view! { <p class="said" dir="auto">{begins}</p> })}
            <ul class="calls">{contacts.iter().map(call_row).collect_view()}</ul>
        }
    };
    view! {
        <div class="row wrap plan-facts" id="plan-facts">
            <span class:chip=move || row.read().as_ref().is_some_and(is_stale) class:amber=move || row.read().as_ref().is_some_and(is_stale) class="soft">
                {move || row.read().as_ref().map(gone_over)}
            </span>
            <Show when=move || readable.get() && !fresh.get()>
                <button type="button" class="btn quiet" on:click=today><Picture icon=Icon::Check/>{t!("safety-plan-today")}</button>
            </Show>
            <Show when=move || readable.get()>
                <button type="button" class="edit" id="plan-facts-edit" aria-expanded=move || facts.get().to_string() on:click=move |_| if facts.get_untracked() { facts.set(false) } else { begin_editing(facts, "plan-facts") }>
                    {move || if facts.get() { t!("piece-done") } else { t!("piece-edit") }}<span class="unseen">": "{t!("noun-safety-plan")}</span>
                </button>
            </Show>
            <Show when=move || facts.get() && readable.get()>
                <div class="card pad edit-here">
                    <EntityForm doc entity=plan two=true/>
                    <PutAway doc entity=plan done=t!("was-put-away", what = t!("noun-safety-plan")) then=Callback::new(|()| {})/>
                </div>
            </Show>
        </div>
        <Show when=move || readable.get() fallback=known><ol class="plan-steps">{steps()}</ol></Show>
    }
}

/// Begins a plan for somebody: gone over today, in the language that they speak if this program does.
pub fn begin_plan(doc: DocId, person: Option<EntityKey>, languages: &str) -> EntityKey {
    let languages = casefile::fold(languages);
    let spanish = ["span", "espa", "castell"].iter().any(|word| languages.contains(word));
    let mut fields = vec![
        (Field::GONE_OVER, Value::from(when::today())),
        (Field::LANGUAGE, Value::from(if spanish { "es" } else { "en" })),
    ];
    fields.extend(person.map(|person| (Field::PERSON, Value::from(person.id.to_string()))));
    crate::safety::model::begin(doc, EntityKind::SAFETY_PLAN, fields)
}
