//! How far a goal is reached: five pips and a word, and the question for it, step by step of Goal Attainment Scaling.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, Level, Row, Value};
use leptos::prelude::*;

use crate::entity::field::EntityField;
use crate::frame::documents;
use crate::frame::session::session;
use crate::pieces::when;
use crate::plan::history::History;
use crate::shell::randomness;
use crate::t;
use casework::plan::Goal;

/// The pips of a level, and its words beside them; nothing while nobody has said.
#[component]
pub fn Pips(
    /// How far it is reached.
    level: Option<Level>,
) -> impl IntoView {
    level.map(|level| {
        let pips = Level::ALL.iter().map(|pip| view! { <i class:on=*pip <= level></i> }).collect_view();
        view! {
            <span class="pips" aria-hidden="true">{pips}</span>
            <span class="soft s pips-words"><span class="unseen">{t!("goal-progress")} ": "</span>{t!(level.label())}</span>
        }
    })
}

/// The number of a level with its sign: −2 to +2.
#[must_use]
pub fn signed(level: Level) -> String {
    match level.number() {
        0 => "0".to_owned(),
        number if number > 0 => format!("+{number}"),
        number => format!("−{}", number.unsigned_abs()),
    }
}

/// Somebody says how far a goal is reached, today. What they say again on the same day takes the place of it.
fn rate(goal: &Goal, me: &str, level: Level) {
    let today = when::today();
    let is_mine_of_today =
        |rating: &&Row| rating.text(Field::DAY) == today && !me.is_empty() && rating.text(Field::RATED_BY) == me;
    let edit = match goal.ratings.iter().rev().find(is_mine_of_today) {
        Some(rating) => Edit::Set { entity: rating.key, field: Field::LEVEL, value: level.into() },
        None => {
            let entity = EntityKey::new(EntityKind::GOAL_RATING, EntityId::random(&mut randomness::source()));
            let mut fields = vec![
                (Field::GOAL, Value::from(goal.id().to_string())),
                (Field::LEVEL, level.into()),
                (Field::DAY, Value::from(today)),
            ];
            if !me.is_empty() {
                fields.push((Field::RATED_BY, Value::from(me)));
            }
            Edit::Create { entity, fields }
        }
    };
    documents::edit(goal.doc, edit);
}

/// The question how far a goal is reached now, a few words to the answer, and the answers so far.
#[component]
pub fn Attainment(
    /// The goal.
    goal: Memo<Option<Goal>>,
) -> impl IntoView {
    let session = session();
    let level = Memo::new(move |_| goal.read().as_ref().and_then(Goal::level));
    let choose = move |level: Level| {
        if let Some(goal) = goal.get_untracked() {
            rate(&goal, &session.me().map(|me| me.member.to_string()).unwrap_or_default(), level);
        }
    };
    let steps = Level::ALL
        .iter()
        .rev()
        .map(|step| {
            let step = *step;
            let looks = Memo::new(move |_| {
                let goal = goal.read();
                goal.as_ref().map(|goal| goal.row.text(step.description()).trim().to_owned()).unwrap_or_default()
            });
            view! {
                <label class="level" class:now=move || level.get() == Some(step)>
                    <input type="radio" name="goal-level" id=format!("goal-level-{}", step.as_str())
                        prop:checked=move || level.get() == Some(step) on:click=move |_| choose(step)/>
                    <span class="level-number" aria-hidden="true">{signed(step)}</span>
                    <span>
                        <span class="level-words">{t!(step.label())}</span>
                        <span class="soft s" dir="auto">{move || looks.get()}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    let last = Memo::new(move |_| {
        let goal = goal.read();
        goal.as_ref().and_then(|goal| Some((goal.doc, goal.ratings.last()?.key)))
    });
    let remark = casefile::SCHEMA.spec(EntityKind::GOAL_RATING, Field::REMARK).copied();
    view! {
        <fieldset class="levels">
            <legend>{t!("goal-now")}</legend>
            {steps}
        </fieldset>
        {move || last.get().zip(remark).map(|((doc, entity), spec)| {
            let presence = documents::presence(doc);
            view! { <EntityField doc entity spec presence/> }
        })}
        <History goal/>
    }
}
