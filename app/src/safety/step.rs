//! One step of a safety plan: read first, in the words of whose plan it is; whom to ring with a button each; and edited
//! where it stands.

use casefile::{EntityKey, EntityKind, Field, PlanStep, Row, SCHEMA};
use casework::safety::Safety;
use device::view::PresenceView;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::section::begin_editing;
use crate::frame::{documents, queries};
use crate::people::piece::Pieces;
use crate::pieces::icon::{Icon, Picture};
use crate::safety::model::{begin, line, tel};
use crate::safety::numbers::{Contacts, in_step};
use crate::t;
use crate::text::prose::Prose;

/// A step: its text, the id in the page of where it is edited, and who stands in it.
#[derive(Clone, Copy)]
pub struct Step {
    /// The text.
    pub field: Field,
    /// The id.
    pub id: &'static str,
    /// Whether people to ring stand in it, and as what.
    pub people: Option<PlanStep>,
}

/// The six of them.
pub const STEPS: [Step; 6] = [
    Step { field: Field::NOTICE, id: "step-notice", people: None },
    Step { field: Field::MYSELF, id: "step-myself", people: None },
    Step { field: Field::DISTRACT, id: "step-distract", people: Some(PlanStep::Distract) },
    Step { field: Field::ASK, id: "step-ask", people: Some(PlanStep::Ask) },
    Step { field: Field::PROFESSIONALS, id: "step-professionals", people: Some(PlanStep::Professionals) },
    Step { field: Field::SAFER, id: "step-safer", people: None },
];

impl Step {
    /// The message with what it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        SCHEMA.spec(EntityKind::SAFETY_PLAN, self.field).map(|spec| spec.label).unwrap_or_default()
    }

    /// Who stands in it.
    #[must_use]
    pub fn contacts(self, safety: &Safety, plan: EntityKey) -> Vec<Row> {
        let Some(step) = self.people else { return Vec::new() };
        let plan = plan.id.to_string();
        let here = |row: &&Row| row.text(Field::SAFETY_PLAN) == plan && row.choice(Field::STEP) == Some(step);
        safety.contacts.iter().filter(here).cloned().collect()
    }
}

/// Somebody to ring, with the button that does.
#[must_use]
pub fn call_row(row: &Row) -> AnyView {
    let (name, phone) = (row.text(Field::NAME).trim().to_owned(), row.text(Field::PHONE).trim().to_owned());
    let name = if name.is_empty() { phone.clone() } else { name };
    let below =
        line([row.text(Field::HOURS).trim().to_owned(), if name == phone { String::new() } else { phone.clone() }]);
    let call = t!("safety-call-name", name = name.clone());
    let button = tel(&phone).map(|href| {
        view! { <a class="icon-btn call" href=href aria-label=call><Picture icon=Icon::Phone/></a> }
    });
    view! { <li class="call-row"><div><div class="t" dir="auto">{name}</div><p class="soft" dir="auto">{below}</p></div>{button}</li> }
        .into_any()
}

/// A step of a plan.
#[component]
pub fn StepView(
    /// Which.
    step: Step,
    /// Its number.
    number: usize,
    /// The document of the record.
    doc: DocId,
    /// The plan.
    plan: EntityKey,
    /// What is known of the case.
    safety: Memo<Safety>,
    /// Who else is in the document.
    presence: Memo<Vec<PresenceView>>,
) -> impl IntoView {
    let Step { field, id, people } = step;
    let hint = SCHEMA.spec(EntityKind::SAFETY_PLAN, field).and_then(|spec| spec.hint).unwrap_or_default();
    let open = RwSignal::new(false);
    let text = Memo::new(move |_| {
        // While somebody writes, nobody reads.
        if open.get() {
            documents::track(doc)
        } else {
            documents::track_texts(doc)
        }
        queries::text(doc, plan, field).map(|text| text.trim().to_owned())
    });
    let contacts = Memo::new(move |_| step.contacts(&safety.read(), plan));
    let can_edit = move || text.read().is_some();
    let pieces = Pieces::of(doc);
    let add = move |_| {
        if let Some(people) = people {
            pieces.begun.set(Some(begin(doc, EntityKind::CRISIS_CONTACT, in_step(plan.id, people))));
        }
    };
    let toggle = move |_| if open.get_untracked() { open.set(false) } else { begin_editing(open, id) };
    let empty = move || text.read().as_ref().is_some_and(String::is_empty) && contacts.read().is_empty();
    let read = move || {
        view! {
            {move || text.get().filter(|text| !text.is_empty()).map(|text| view! { <p class="said" dir="auto">{text}</p> })}
            <Show when=empty><p class="soft">{t!(hint)}</p></Show>
            <ul class="calls">{move || contacts.get().iter().map(call_row).collect_view()}</ul>
        }
    };
    let edit = move || {
        view! {
            <div class="edit-here">
                <Prose doc entity=plan field label=t!(step.label()) hint=t!(hint) presence/>
                {people.map(|_| view! {
                    <Contacts rows=contacts pieces/>
                    <button type="button" class="btn quiet" on:click=add><Picture icon=Icon::Plus/>{t!("contact-add")}</button>
                })}
            </div>
        }
    };
    view! {
        <li class="plan-step" id=id>
            <span class="k" aria-hidden="true">{number}</span>
            <div>
                <header><h2>{t!(step.label())}</h2>
                    <Show when=can_edit>
                        <button type="button" class="edit" id=format!("{id}-edit") aria-expanded=move || open.get().to_string() on:click=toggle>
                            {move || if open.get() { t!("piece-done") } else { t!("piece-edit") }}<span class="unseen">": "{t!(step.label())}</span>
                        </button>
                    </Show>
                </header>
                <Show when=move || open.get() && can_edit() fallback=read>{edit()}</Show>
            </div>
        </li>
    }
}
