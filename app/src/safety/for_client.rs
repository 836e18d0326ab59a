//! A safety plan for whom it is: nothing else, in large letters and their language; on the screen, and on paper.

use casefile::{EntityKey, Field, PlanLanguage, Row};
use casework::safety::Safety;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::DocId;

use crate::frame::{documents, queries};
use crate::locale::{self, Language};
use crate::pieces::when;
use crate::safety::model::{tel, workspace_numbers};
use crate::safety::step::STEPS;
use crate::shell::assets;
use crate::t;

/// What is said of the plan itself, beside the names of its steps.
const SAID: [&str; 4] = ["noun-safety-plan", "safety-for-client-numbers", "safety-paper-left-out", "safety-paper-keep"];

/// The messages of a plan in the language of whom it is for, each at the place of its id in [`ids`].
#[derive(Clone, PartialEq)]
pub struct Words {
    language: Language,
    said: Vec<String>,
}

fn ids() -> Vec<&'static str> {
    SAID.into_iter().chain(STEPS.iter().map(|step| step.label())).collect()
}

impl Words {
    fn get(&self, at: usize) -> String {
        self.said.get(at).cloned().unwrap_or_default()
    }

    fn step(&self, at: usize) -> String {
        self.get(SAID.len() + at)
    }
}

/// The words for a plan: in the language spoken here until those of the other one are here.
#[must_use]
pub fn words_for(plan: Memo<Option<Row>>) -> RwSignal<Words> {
    let here = || Words { language: locale::language(), said: ids().into_iter().map(|id| t!(id)).collect() };
    let words = RwSignal::new(here());
    let wanted = Memo::new(move |_| match plan.read().as_ref().and_then(|row| row.choice(Field::LANGUAGE)) {
        Some(PlanLanguage::English) => Language::English,
        Some(PlanLanguage::Spanish) => Language::Spanish,
        None => locale::language(),
    });
    Effect::new(move || {
        let language = wanted.get();
        if language == locale::language() {
            words.set(here());
            return;
        }
        spawn_local(async move {
            let messages = assets::messages(language.tag()).await;
            if let Some(messages) = messages.filter(|_| wanted.try_get_untracked() == Some(language)) {
                words.try_set(Words { language, said: locale::in_language(language, messages, &ids()) });
            }
        });
    });
    words
}

/// The plan, as it is shown to whom it is for, and printed.
#[component]
pub fn ForClient(
    /// The document of the record.
    doc: DocId,
    /// Which plan.
    plan: EntityKey,
    /// What is known of the case.
    safety: Memo<Safety>,
    /// In whose language.
    words: RwSignal<Words>,
    /// Whose it is.
    #[prop(into)]
    name: Signal<String>,
    /// Whether it is printed.
    #[prop(optional)]
    printed: bool,
) -> impl IntoView {
    let workspace = workspace_numbers();
    let call = move |row: &Row| {
        let (name, phone) = (row.text(Field::NAME).trim().to_owned(), row.text(Field::PHONE).trim().to_owned());
        let hours = row.text(Field::HOURS).trim().to_owned();
        let link = tel(&phone).filter(|_| !printed);
        let name = if name == phone { String::new() } else { name };
        view! { <li dir="auto"><strong>{name}</strong>" "<a href=link>{phone}</a>{(!hours.is_empty()).then(|| view! { <span class="soft">" · "{hours}</span> })}</li> }
    };
    let numbers = move || {
        let of_case = safety.get().contacts.into_iter().filter(|row| row.text(Field::SAFETY_PLAN).is_empty());
        workspace.get().into_iter().chain(of_case).map(|row| call(&row)).collect_view()
    };
    let steps = move || {
        documents::track_texts(doc);
        let words = words.read();
        let step = |(at, step): (usize, &crate::safety::step::Step)| {
            let text = queries::text(doc, plan, step.field).unwrap_or_default().trim().to_owned();
            let contacts = step.contacts(&safety.read(), plan);
            if text.is_empty() && contacts.is_empty() {
                return None;
            }
            let contacts = contacts.iter().map(call).collect_view();
            Some(view! { <li><h2>{words.step(at)}</h2><p class="said" dir="auto">{text}</p><ul>{contacts}</ul></li> })
        };
        STEPS.iter().enumerate().map(step).collect_view()
    };
    let footer = printed.then(|| {
        view! {
            <footer>
                <p>{move || words.read().get(3)}</p>
                <p>{move || words.read().get(2)}" "{when::long_date(when::now())}</p>
            </footer>
        }
    });
    view! {
        <div class="for-client" lang=move || words.read().language.tag()>
            <h1>{move || words.read().get(0)}" · "<bdi>{move || name.get()}</bdi></h1>
            <section><h2>{move || words.read().get(1)}</h2><ul class="client-numbers">{numbers}</ul></section>
            <ol>{steps}</ol>
            {footer}
        </div>
    }
}
