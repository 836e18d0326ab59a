//! Goals to begin with, as the kind of case brings them: one tap writes one down, and the family changes its words.

use casefile::{Edit, EntityId, Field, Value};
use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::entity::control::field_id;
use crate::entity::packs::follow_pack;
use crate::frame::{documents, route, scroll_memory};
use crate::locale::language;
use crate::pieces::icon::{Icon, Picture};
use crate::plan::model::goal_key;
use crate::plan::order;
use crate::plan::tab::TAB;
use crate::shell::randomness;
use crate::t;
use casework::plan::Goal;

/// Those that are not in the plan yet; nothing when all are.
#[component]
pub fn Starters(
    /// Of which case.
    case: OpenCase,
    /// Its plan.
    goals: Memo<Vec<Goal>>,
) -> impl IntoView {
    let pack = follow_pack(move || case.summary.read().as_ref().and_then(|case| case.kind));
    let starters = Memo::new(move |_| {
        let (pack, goals) = (pack.read(), goals.read());
        let all = pack.iter().flat_map(|pack| &pack.goals);
        let all = all.map(|goal| (goal.domain.clone(), goal.words.of(language().tag()).to_owned()));
        all.filter(|(_, words)| !goals.iter().any(|goal| goal.words() == words)).collect::<Vec<_>>()
    });
    let begin = move |domain: &str, words: &str| {
        let Some(doc) = case.summary.read_untracked().as_ref().map(|case| case.team_doc) else { return };
        let entity = goal_key(EntityId::random(&mut randomness::source()));
        let rows: Vec<_> = goals.read_untracked().iter().map(|goal| goal.row.clone()).collect();
        let mut fields = vec![(Field::WORDS, Value::from(words)), (Field::DOMAIN, Value::from(domain))];
        fields.extend(order::after(&rows).map(|order| (Field::ORDER, Value::from(order.to_string()))));
        documents::edit(doc, Edit::Create { entity, fields });
        route::go_to(&TAB.item_href(case.id, entity.id));
        scroll_memory::focus(field_id(entity, Field::WORDS));
    };
    view! {
        <Show when=move || !starters.read().is_empty()>
            <details class="section starters" id="starters">
                <summary>{t!("goal-starters")}</summary>
                <p class="soft s">{t!("goal-starters-hint")}</p>
                <ul class="row wrap">
                    <For each=move || starters.get() key=Clone::clone let:((domain, words))>
                        <li><StarterButton words=words.clone() begin=Callback::new(move |()| begin(&domain, &words))/></li>
                    </For>
                </ul>
            </details>
        </Show>
    }
}

#[component]
fn StarterButton(words: String, begin: Callback<()>) -> impl IntoView {
    view! { <button type="button" class="btn" on:click=move |_| begin.run(())><Picture icon=Icon::Plus/><span>{words}</span></button> }
}
