//! A question of the intake where it is answered: one tap opens it, and what is written is kept with every key.

use std::sync::Arc;

use casefile::{EntityKey, Field};
use casework::pack::{Pack, Question};
use device::view::PresenceView;
use leptos::prelude::*;
use wire::DocId;

use crate::frame::scroll_memory;
use crate::intake::model::{Intake, begin_answer, key_of};
use crate::locale::language;
use crate::pieces::icon::{Icon, Picture};
use crate::t;
use crate::text::prose::Prose;

/// Where its answer is written.
fn field_of(entity: EntityKey) -> String {
    format!("prose-{}-{}-{}", entity.kind.as_str(), Field::ANSWER.as_str(), entity.id)
}

/// A question with its answer. Where two people began one apart, both stand.
#[component]
pub fn QuestionItem(
    /// The intake.
    intake: Intake,
    /// The document.
    doc: DocId,
    /// What it is of.
    pack: Arc<Pack>,
    /// The question.
    question: Question,
    /// Who else is in the document.
    presence: Memo<Vec<PresenceView>>,
) -> impl IntoView {
    let key = key_of(&pack, &question);
    let (ask, hint) = (question.ask.of(language().tag()).to_owned(), question.hint.as_ref());
    let hint = hint.map(|hint| hint.of(language().tag()).to_owned()).unwrap_or_default();
    let mine = Memo::new(move |_| {
        let answers = intake.answers.read();
        answers.iter().filter(|answer| answer.question == key).map(|answer| answer.entity).collect::<Vec<_>>()
    });
    let (words, tip) = (StoredValue::new(ask.clone()), StoredValue::new(hint.clone()));
    let kept = StoredValue::new((pack, question.clone()));
    let answer = move |_| {
        let entity = kept.with_value(|(pack, question)| begin_answer(doc, pack, question));
        scroll_memory::focus(field_of(entity));
    };
    let another = move |entity: EntityKey| {
        let first = mine.read_untracked().first() == Some(&entity);
        if first { words.get_value() } else { t!("intake-another", question = words.get_value()) }
    };
    view! {
        <li class="question" id=format!("question-{}", question.id)>
            <Show
                when=move || !mine.read().is_empty()
                fallback=move || view! {
                    <button type="button" class="item plain ask" on:click=answer>
                        <div><div class="t">{words.get_value()}</div>{(!tip.read_value().is_empty()).then(|| view! { <p>{tip.get_value()}</p> })}</div>
                        <span class="soft"><Picture icon=Icon::Write/><span class="unseen">{t!("intake-answer")}</span></span>
                    </button>
                }
            >
                <For each=move || mine.get() key=|entity| entity.id let:entity>
                    <Prose doc entity field=Field::ANSWER label=another(entity) hint=tip.get_value() presence/>
                </For>
            </Show>
        </li>
    }
}
