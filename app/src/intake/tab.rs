//! The tab with the intake of a case: its questions in any order, what is missing, its papers, and what fits its kind.

use std::sync::Arc;

use casefile::{EntityId, EntityKey, EntityKind, Field, FlagKind};
use casework::pack::{Pack, Section};
use device::view::PresenceView;
use leptos::prelude::*;
use wire::DocId;

use crate::assessment::known::definitions;
use crate::assessment::tab::TAB as ASSESSMENTS;
use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::item::EntityItem;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::{documents, queries};
use crate::intake::model::{Answered, Intake, key_of};
use crate::intake::papers::Papers;
use crate::intake::question::QuestionItem;
use crate::locale::language;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;
use crate::text::prose::Prose;

/// The tab.
pub static TAB: CaseTab =
    CaseTab { segment: "intake", label: "tab-intake", view: |case| view! { <IntakeTab case/> }.into_any() };

/// The intake of a case, or one thing of it.
#[component]
pub fn IntakeTab(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let intake = Intake::of(case);
    let body = move || match (intake.doc.get(), intake.open.get(), case.item.get()) {
        (None, ..) => {
            view! { <p class="tell"><Picture icon=Icon::Lock/><span>{t!("summary-no-record")}</span></p> }.into_any()
        }
        (Some(_), false, _) => view! { <p class="soft" role="status">{t!("intake-opening")}</p> }.into_any(),
        (Some(doc), true, Some(item)) => view! { <One case doc item/> }.into_any(),
        (Some(doc), true, None) => view! { <All case intake doc/> }.into_any(),
    };
    view! { <Pane name="intake" class="case-body intake">{body}</Pane> }
}

#[component]
fn One(case: OpenCase, doc: DocId, item: EntityId) -> impl IntoView {
    let entity = Memo::new(move |_| {
        documents::track(doc);
        let kinds = [EntityKind::REQUIRED_PAPER, EntityKind::INTAKE_ANSWER];
        kinds.into_iter().map(|kind| EntityKey::new(kind, item)).find(|key| queries::entity(doc, *key).is_some())
    });
    move || match entity.get() {
        Some(entity) => view! { <EntityItem doc entity back=TAB.href(case.id)/> }.into_any(),
        None => view! { <p class="soft" role="status">{t!("item-not-here")}</p> }.into_any(),
    }
}

#[component]
fn All(case: OpenCase, intake: Intake, doc: DocId) -> impl IntoView {
    let presence = documents::presence(doc);
    let only_missing = RwSignal::new(false);
    let count = Memo::new(move |_| {
        let (missing, all) = intake.missing();
        (missing.len(), all)
    });
    // What stood open when the button was pressed stays until it is pressed again: nothing goes from under the caret.
    let shown = RwSignal::new(None::<Vec<String>>);
    let press = move |_| {
        only_missing.update(|it| *it = !*it);
        let missing = || intake.missing().0.into_iter().map(|question| question.id).collect();
        shown.set(only_missing.get_untracked().then(|| untrack(missing)));
    };
    let section = move |pack: &Arc<Pack>, section: &Section| {
        let id = format!("intake-{}", section.id);
        let labelled = id.clone();
        let wanted = shown.get();
        let asked = section.questions.iter().filter(|it| wanted.as_ref().is_none_or(|wanted| wanted.contains(&it.id)));
        let asked: Vec<_> = asked
            .map(|question| view! { <QuestionItem intake doc pack=Arc::clone(pack) question=question.clone() presence/> })
            .collect();
        (!asked.is_empty()).then(|| {
            view! {
                <section class="section" aria-labelledby=labelled>
                    <header><h2 id=id>{section.title.of(language().tag()).to_owned()}</h2></header>
                    <ul class="card list">{asked}</ul>
                </section>
            }
        })
    };
    let kind_missing = move || case.summary.read().as_ref().is_some_and(|case| case.kind.is_none());
    view! {
        <div class="row wrap apart intake-head">
            <p role="status">{move || t!("intake-progress", done = count.get().1 - count.get().0, all = count.get().1)}</p>
            <Show when=move || { count.get().0 > 0 || only_missing.get() }>
                <button type="button" class="btn" id="intake-missing" aria-pressed=move || only_missing.get().to_string() on:click=press>
                    {move || if only_missing.get() { t!("intake-show-all") } else { t!("intake-only-missing", count = count.get().0) }}
                </button>
            </Show>
        </div>
        <Show when=kind_missing><p class="tell"><Picture icon=Icon::Info/><span>{t!("intake-no-kind")}</span></p></Show>
        {move || intake.pack.get().map(|pack| pack.sections.iter().map(|it| section(&pack, it)).collect_view())}
        <OtherAnswers intake doc presence/>
        <Papers case intake doc/>
        <Fits case intake/>
    }
}

/// Answers to questions that this kind of case does not ask, such as those of the kind it was before.
#[component]
fn OtherAnswers(intake: Intake, doc: DocId, presence: Memo<Vec<PresenceView>>) -> impl IntoView {
    let others = Memo::new(move |_| {
        let (pack, answers) = (intake.pack.read(), intake.answers.read());
        let Some(pack) = pack.as_ref() else { return Vec::new() };
        let asked: Vec<String> = pack.questions().map(|it| key_of(pack, it)).collect();
        let is_other = |answer: &&Answered| answer.says && !asked.contains(&answer.question);
        answers.iter().filter(is_other).cloned().collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !others.read().is_empty()>
            <section class="section" aria-labelledby="intake-others">
                <header><h2 id="intake-others">{t!("intake-others")}</h2></header>
                <ul class="card list">
                    <For each=move || others.get() key=|answer| answer.entity.id let:answer>
                        <li class="question"><Prose doc entity=answer.entity field=Field::ANSWER label=answer.asked_as hint="" presence/></li>
                    </For>
                </ul>
            </section>
        </Show>
    }
}

/// What fits the kind of case besides its questions: instruments, and what may be dangerous.
#[component]
fn Fits(case: OpenCase, intake: Intake) -> impl IntoView {
    let known = definitions();
    let instruments = Memo::new(move |_| {
        let (pack, known) = (intake.pack.read(), known.read());
        let words = pack.iter().flat_map(|pack| &pack.instruments);
        let names: Vec<String> = words.filter_map(|word| Some(known.of(word)?.name.clone())).collect();
        when::list(&names)
    });
    let flags = Memo::new(move |_| {
        let pack = intake.pack.read();
        let words = pack.iter().flat_map(|pack| &pack.flags);
        let names: Vec<String> = words.filter_map(|word| Some(t!(word.parse::<FlagKind>().ok()?.label()))).collect();
        when::list(&names)
    });
    view! {
        <section class="section" aria-labelledby="intake-fits">
            <header><h2 id="intake-fits">{t!("intake-fits")}</h2></header>
            <ul class="card list">
                <Show when=move || !instruments.read().is_empty()>
                    <li><a class="item" href=ASSESSMENTS.href(case.id)><div><div class="t">{t!("tab-assessments")}</div><p>{move || instruments.get()}</p></div><Picture icon=Icon::Forward/></a></li>
                </Show>
                <Show when=move || !flags.read().is_empty()>
                    <li><div class="item"><div><div class="t">{t!("intake-dangers")}</div><p>{move || flags.get()}</p></div></div></li>
                </Show>
            </ul>
        </section>
    }
}
