//! What is chosen before a paper is printed: which, what is on it, in which language, on which sheets, of which day.

use casework::papers::{PaperKind, Part};
use leptos::prelude::*;

use crate::locale::Language;
use crate::paper::choices::{Choices, Sheets};
use crate::pieces::segments::Segments;
use crate::pieces::when;
use crate::t;

/// The controls.
#[component]
pub fn Options(
    /// What is chosen.
    choices: Choices,
    /// The parts of the paper that hold something.
    parts: Memo<Vec<Part>>,
    /// Whether it is the paper of one thing alone, so that there is nothing to choose of it.
    alone: Memo<bool>,
    /// Whether there are lines to sign.
    signed: Memo<bool>,
) -> impl IntoView {
    let choose = move |event| {
        let word = event_target_value(&event);
        if let Some(kind) = PaperKind::ALL.into_iter().find(|kind| kind.word() == word) {
            choices.choose(kind);
        }
    };
    let kinds = move || {
        PaperKind::ALL
        .into_iter()
        .map(|kind| view! { <option value=kind.word() selected=move || choices.kind.get() == kind>{t!(kind.label())}</option> })
        .collect_view()
    };
    let tick = move |part: Part| {
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=move || choices.has(&part) on:change=move |event| choices.put(&part, event_target_checked(&event))/>
                <span>{t!(part.heading)}</span>
            </label>
        }
    };
    let flag = |label: &'static str, is: Signal<bool>, set: Callback<bool>| {
        view! {
            <label class="tick">
                <input type="checkbox" prop:checked=move || is.get() on:change=move |event| set.run(event_target_checked(&event))/>
                <span>{t!(label)}</span>
            </label>
        }
    };
    let several = move || parts.read().len() > 1;
    let languages = Language::ALL.into_iter().map(|language| (language, language.own_name().to_owned())).collect();
    let sheets = vec![(Sheets::A4, "A4".to_owned()), (Sheets::Letter, t!("paper-letter"))];
    view! {
        <Show when=move || !alone.get()>
            <div class="field">
                <label for="paper-kind">{t!("paper-kind")}</label>
                <select id="paper-kind" class="line" on:change=choose>{kinds()}</select>
            </div>
            <Show when=several>
                <div class="ticks" role="group" aria-label=t!("paper-what")>
                    <For each=move || parts.get() key=|part| part.heading children=tick/>
                </div>
            </Show>
        </Show>
        <div class="row wrap paper-choices">
            <Segments name="paper-language" label=t!("paper-language") options=languages chosen=choices.language on_choose=move |language| choices.language.set(language)/>
            <Segments name="paper-sheets" label=t!("paper-sheets") options=sheets chosen=choices.sheets on_choose=move |sheets| choices.sheets.set(sheets)/>
        </div>
        <div class="ticks" role="group" aria-label=t!("paper-how")>
            {flag("paper-large", choices.large.into(), Callback::new(move |on| choices.large.set(on)))}
            {flag("paper-lines", signed.into(), Callback::new(move |on| choices.signed.set(Some(on))))}
            {flag("paper-uncovered", choices.uncovered.into(), Callback::new(move |on| choices.uncovered.set(on)))}
        </div>
        <div class="field">
            <label for="paper-as-of">{t!("paper-as-of")}</label>
            <p class="hint" id="paper-as-of-hint">{t!("paper-as-of-hint")}</p>
            <input id="paper-as-of" class="line" type="date" dir="auto" aria-describedby="paper-as-of-hint" max=when::today()
                prop:value=move || choices.as_of.get() on:input=move |event| choices.as_of.set(event_target_value(&event))/>
        </div>
    }
}
