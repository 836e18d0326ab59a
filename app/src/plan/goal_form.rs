//! A goal that is open where it stands: its fields, each with what is to be decided about it, and how far it is reached.

use casefile::{Edit, Field, FieldSpec, Level};
use leptos::prelude::*;

use crate::entity::form::EntityForm;
use crate::frame::{documents, route, scroll_memory};
use crate::pieces::icon::{Icon, Picture};
use crate::plan::attainment::Attainment;
use crate::t;
use casework::plan::Goal;

/// Whether a field describes a level of Goal Attainment Scaling.
fn is_of_scale(field: Field) -> bool {
    Level::ALL.iter().any(|level| level.description() == field)
}

/// The form of a goal.
#[component]
pub fn GoalForm(
    /// The goal.
    goal: Memo<Option<Goal>>,
    /// Where the plan is.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let at = Memo::new(move |_| goal.read().as_ref().map(|goal| (goal.doc, goal.row.key)));
    let archived = Memo::new(move |_| goal.read().as_ref().is_some_and(|goal| goal.row.archived));
    let back = StoredValue::new(back);
    let leave = move || {
        let goal = goal.get_untracked();
        let id = goal.as_ref().map(|goal| goal.id().to_string()).unwrap_or_default();
        // One that was begun and says nothing is not left lying about.
        if let Some(goal) = goal.filter(says_nothing) {
            documents::edit(goal.doc, Edit::Archive { entity: goal.row.key });
        }
        route::go_to(&back.get_value());
        scroll_memory::focus(format!("goal-open-{id}"));
    };
    let put_away = move |_| {
        if let Some((doc, entity)) = at.get_untracked() {
            documents::edit(doc, Edit::Archive { entity });
            route::go_to(&back.get_value());
        }
    };
    let fetch_back = move |_| {
        if let Some((doc, entity)) = at.get_untracked() {
            documents::edit(doc, Edit::Restore { entity });
        }
    };
    move || {
        at.get().map(|(doc, entity)| {
            view! {
                <div class="goal-form">
                    <EntityForm doc entity two=true only=|spec: &FieldSpec| !is_of_scale(spec.field)/>
                    <Attainment goal/>
                    <details>
                        <summary>{t!("goal-scale")}</summary>
                        <p class="soft s">{t!("goal-scale-hint")}</p>
                        <EntityForm doc entity only=|spec: &FieldSpec| is_of_scale(spec.field)/>
                    </details>
                    <footer class="row wrap apart">
                        <Show
                            when=move || archived.get()
                            fallback=move || view! { <button type="button" class="btn quiet" on:click=put_away>{t!("put-away")}</button> }
                        >
                            <button type="button" class="btn" on:click=fetch_back><Picture icon=Icon::Undo/>{t!("fetch-back")}</button>
                        </Show>
                        <button type="button" class="btn primary" on:click=move |_| leave()>{t!("plan-done")}</button>
                    </footer>
                </div>
            }
        })
    }
}

/// Whether nobody has said anything in it yet.
fn says_nothing(goal: &Goal) -> bool {
    let meant = |field: &Field| ![Field::ORDER, Field::CREATED_AT].contains(field);
    !goal.row.archived
        && goal.steps.is_empty()
        && goal.ratings.is_empty()
        && goal.row.preview.trim().is_empty()
        && !goal.row.values.iter().any(|(field, value)| meant(field) && !value.is_empty())
}
