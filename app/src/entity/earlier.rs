//! What was answered to a field before, with who and when: also what was not chosen.

use casefile::{Answer, EntityKey, Field, FieldView};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::conflict::author_line;
use crate::entity::value::value_text;
use crate::frame::queries;
use crate::t;

/// How long after a field was drawn, or says something else, its history is read.
const LATER: std::time::Duration = std::time::Duration::from_millis(1_000);

/// The earlier answers to a field, folded away; nothing if there were none.
#[component]
pub fn EarlierAnswers(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// The field of it.
    field: Field,
    /// What the document says.
    stands: Memo<FieldView>,
) -> impl IntoView {
    let earlier: RwSignal<Vec<Answer>> = RwSignal::default();
    // A whole history is walked through: not before the field is on the screen, and once for several changes.
    Effect::new(move |last: Option<Option<TimeoutHandle>>| {
        stands.track();
        if let Some(Some(last)) = last {
            last.clear();
        }
        let read = move || {
            let now: Option<FieldView> = stands.try_get_untracked();
            if let Some(now) = now {
                earlier.try_set(before(queries::past_answers(doc, entity, field), &now));
            }
        };
        set_timeout_with_handle(read, LATER).ok()
    });
    view! {
        <Show when=move || !earlier.read().is_empty()>
            <details class="earlier">
                <summary>{t!("earlier-answers")}</summary>
                <ul>
                    <For each=move || earlier.get() key=|answer| (answer.actor.clone(), answer.at, answer.value.clone()) let:answer>
                        <li><span dir="auto">{value_text(entity.kind, field, &answer.value)}</span>" "<span class="soft s" dir="auto">{author_line(&answer)}</span></li>
                    </For>
                </ul>
            </details>
        </Show>
    }
}

/// The latest first, each once, without those that stand now and without nothing.
fn before(all: Vec<Answer>, now: &FieldView) -> Vec<Answer> {
    let mut earlier: Vec<Answer> = Vec::new();
    for answer in all.into_iter().rev() {
        let stands = answer.value == now.value || now.answers.iter().any(|other| other.value == answer.value);
        if !stands && !answer.value.is_empty() && earlier.iter().all(|other| other.value != answer.value) {
            earlier.push(answer);
        }
    }
    earlier
}
