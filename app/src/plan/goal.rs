//! A goal as a card to read: the client's words, how far it is reached, what is to be decided, the steps. Its words are a
//! link that opens it where it stands.

use casefile::{Answer, EntityId, EntityKey, EntityKind, Field, Row, SCHEMA};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::OpenCase;
use crate::entity::conflict::Conflict;
use crate::entity::third::{Third, ThirdAnswer};
use crate::entity::value::choice_text;
use crate::frame::{documents, queries, scroll_memory};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::plan::add_step::AddStep;
use crate::plan::attainment::Pips;
use crate::plan::drag::DragHandle;
use crate::plan::goal_form::GoalForm;
use crate::plan::model::{quoted, review_within, reviewed};
use crate::plan::order;
use crate::plan::step::StepRow;
use crate::plan::tab::TAB;
use crate::t;
use casework::plan::{Goal, Shelf};

/// Days before a review from which its card says so.
const SOON: i64 = 14;

/// What two people said apart, where it stands, until somebody decides.
#[component]
pub fn Conflicts(
    /// The document, which is open.
    doc: DocId,
    /// What lists know of the entity.
    row: Memo<Option<Row>>,
) -> impl IntoView {
    let answers = Memo::new(move |_| {
        let row = row.read();
        let Some(row) = row.as_ref().filter(|row| !row.conflicts.is_empty()) else { return Vec::new() };
        documents::track(doc);
        let read = |field: &Field| queries::field(doc, row.key, *field).filter(|view| view.is_conflict());
        row.conflicts.iter().filter_map(|field| Some((row.key, *field, read(field)?.answers))).collect::<Vec<_>>()
    });
    move || {
        let one = |(entity, field, answers): (EntityKey, Field, Vec<Answer>)| {
            let spec = *SCHEMA.spec(entity.kind, field)?;
            let label = if spec.label.is_empty() { String::new() } else { t!(spec.label) };
            let third = Third::new(doc, entity, spec);
            Some(view! {
                <Conflict doc entity spec label=label.clone() answers third/>
                <ThirdAnswer third label disputed=Signal::stored(true)/>
            })
        };
        answers.get().into_iter().map(one).collect_view()
    }
}

/// A goal of the plan.
#[component]
pub fn GoalCard(
    /// Which.
    id: EntityId,
    /// The plan.
    goals: Memo<Vec<Goal>>,
    /// The goals among which it is sorted by hand.
    siblings: Memo<Vec<Row>>,
    /// The case.
    case: OpenCase,
    /// Which step is open, if one is.
    open_step: RwSignal<Option<EntityId>>,
) -> impl IntoView {
    let goal = Memo::new(move |_| goals.read().iter().find(|goal| goal.id() == id).cloned());
    let row = Memo::new(move |_| goal.read().as_ref().map(|goal| goal.row.clone()));
    let steps = Memo::new(move |_| goal.read().as_ref().map(|goal| goal.steps.clone()).unwrap_or_default());
    let quoted = Memo::new(move |_| goal.read().as_ref().map(quoted).unwrap_or_default());
    let shelf = Memo::new(move |_| goal.read().as_ref().map_or(Shelf::Away, Goal::shelf));
    let doc = Memo::new(move |_| goal.read().as_ref().map(|goal| goal.doc));
    let is_open = Memo::new(move |_| case.item.get() == Some(id));
    let sorting = RwSignal::new(false);
    let put = move |(from, to): (usize, usize)| {
        if let Some(doc) = doc.get_untracked() {
            order::put(doc, &siblings.get_untracked(), from, to);
        }
    };
    let place = move || siblings.read().iter().position(|row| row.key.id == id);
    let by_one = move |way: isize| {
        if let Some((from, to)) = untrack(place).and_then(|from| Some((from, from.checked_add_signed(way)?))) {
            put((from, to));
        }
    };
    let key_on = move |back_to: &'static str| {
        move |event: KeyboardEvent| {
            if let Some(way) = order::direction(&event) {
                event.prevent_default();
                by_one(way);
                scroll_memory::focus(format!("{back_to}-{id}"));
            }
        }
    };
    let href = move || if is_open.get() { TAB.href(case.id) } else { TAB.item_href(case.id, id) };
    let is_sorted = move || shelf.get() == Shelf::Open;
    let step_ids = move || steps.get().into_iter().map(|step| step.key.id).collect::<Vec<_>>();
    view! {
        <article class="card goal" data-place="" id=format!("goal-{id}") aria-labelledby=format!("goal-title-{id}") class:quiet=move || shelf.get() != Shelf::Open>
            <header class="goal-head">
                <h2 id=format!("goal-title-{id}") dir="auto">
                    <a href=href id=format!("goal-open-{id}") aria-expanded=move || is_open.get().to_string() on:keydown=key_on("goal-open")>{move || quoted.get()}</a>
                </h2>
                <Show when=is_sorted>
                    <div class="row goal-sort">
                        <Show when=move || sorting.get()>
                            <button type="button" class="icon-btn" aria-label=t!("plan-up") title=t!("plan-up") disabled=move || place() == Some(0) on:click=move |_| by_one(-1)><Picture icon=Icon::Up/></button>
                            <button type="button" class="icon-btn" aria-label=t!("plan-down") title=t!("plan-down") disabled=move || place().map(|at| at + 1) == Some(siblings.read().len()) on:click=move |_| by_one(1)><Picture icon=Icon::Down/></button>
                        </Show>
                        <DragHandle
                            id=format!("goal-grip-{id}") label=Signal::derive(move || t!("plan-move", what = quoted.get())) open=sorting
                            on_tap=Callback::new(move |()| sorting.update(|on| *on = !*on)) on_put=Callback::new(put)
                            on_key=Callback::new(key_on("goal-grip"))
                        />
                    </div>
                </Show>
            </header>
            <Meta goal/>
            <Show when=move || is_open.get() fallback=move || doc.get().map(|doc| view! { <Conflicts doc row/> })>
                <GoalForm goal back=TAB.href(case.id)/>
            </Show>
            <Show when=move || is_open.get() || shelf.get() == Shelf::Open>
                <ul class="steps">
                    <For each=step_ids key=|id| *id let:step>
                        {doc.get_untracked().map(|doc| view! { <StepRow doc id=step steps case open=open_step/> })}
                    </For>
                </ul>
                {move || doc.get().map(|doc| view! { <AddStep doc goal=id steps/> })}
            </Show>
        </article>
    }
}

/// The line under a goal's words.
#[component]
fn Meta(goal: Memo<Option<Goal>>) -> impl IntoView {
    let says = move |field: Field| goal.read().as_ref().map(|goal| goal.row.text(field).to_owned()).unwrap_or_default();
    let choice = move |field: Field| {
        let word = says(field);
        (!word.is_empty()).then(|| choice_text(EntityKind::GOAL, field, &word))
    };
    let level = Memo::new(move |_| goal.read().as_ref().and_then(Goal::level));
    let shelf = Memo::new(move |_| goal.read().as_ref().map_or(Shelf::Away, Goal::shelf));
    let target = Memo::new(move |_| says(Field::TARGET));
    let review = Memo::new(move |_| {
        let goal = goal.read();
        let goal = goal.as_ref().filter(|goal| goal.shelf() == Shelf::Open)?;
        Some((review_within(goal, SOON)?, goal.row.text(Field::REVIEW).to_owned()))
    });
    view! {
        <div class="meta">
            {move || choice(Field::DOMAIN).map(|domain| view! { <span class="chip">{domain}</span> })}
            {move || (shelf.get() != Shelf::Open).then(|| choice(Field::STATUS)).flatten().map(|status| {
                let reached = shelf.get() == Shelf::Reached;
                view! { <span class="chip" class:spruce=reached>{reached.then(|| view! { <Picture icon=Icon::Check/> })}{status}</span> }
            })}
            {move || view! { <Pips level=level.get()/> }}
            {move || (shelf.get() == Shelf::Open && !target.read().is_empty()).then(|| view! {
                <span class="soft s goal-by">{t!("goal-by", day = when::day_words(&target.read()))}</span>
            })}
            {move || review.get().map(|(days, day)| {
                let class = if days <= 0 { "chip amber" } else { "chip sky" };
                let done = (days <= 0).then(|| view! {
                    <button type="button" class="btn quiet" on:click=move |_| if let Some(goal) = goal.get_untracked() { reviewed(&goal) }>
                        <Picture icon=Icon::Check/>{t!("goal-reviewed")}
                    </button>
                });
                view! { <span class=class>{review_words(days, &day)}</span>{done} }
            })}
        </div>
    }
}

/// "Review Friday", "Review 3 days late".
#[must_use]
pub fn review_words(days: i64, day: &str) -> String {
    if days < 0 { t!("goal-review-late", count = -days) } else { t!("goal-review-on", day = when::day_words(day)) }
}
