//! The part of a case's summary that says what is still missing.

use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::entity::section::Section;
use crate::intake::model::Intake;
use crate::intake::papers::expiry;
use crate::intake::tab::TAB;
use crate::locale::language;
use crate::t;

/// Questions that are named.
const A_FEW: usize = 3;

/// How far the intake is; nothing when all is there.
#[component]
pub fn IntakeInCase(
    /// Which case.
    case: OpenCase,
) -> impl IntoView {
    let intake = Intake::of(case);
    let state = Memo::new(move |_| {
        let (missing, all) = intake.missing();
        let papers = intake.papers.read();
        let pack = intake.pack.read();
        let unseen = pack
            .iter()
            .flat_map(|pack| &pack.papers)
            .filter(|paper| !papers.iter().any(|shown| shown.paper == paper.id && !shown.days[1].is_empty()));
        let unseen =
            unseen.count() + papers.iter().filter(|shown| shown.paper.is_empty() && shown.days[1].is_empty()).count();
        let expiring: Vec<String> = papers
            .iter()
            .filter_map(|shown| {
                expiry(shown).filter(|(_, worry)| *worry).map(|(words, _)| format!("{}: {words}", shown.name))
            })
            .collect();
        let named: Vec<String> =
            missing.iter().take(A_FEW).map(|question| question.ask.of(language().tag()).to_owned()).collect();
        (missing.len(), all, named, unseen, expiring)
    });
    let is_there = move || {
        let state = state.read();
        intake.open.get() && state.1 > 0 && (state.0 > 0 || state.3 > 0 || !state.4.is_empty())
    };
    view! {
        <Show when=is_there>
            <Section id="intake" title=t!("tab-intake") href=TAB.href(case.id) more=Signal::derive(|| t!("intake-open"))>
                <div class="card pad intake-part">
                    <p class="t">{move || t!("intake-progress", done = state.read().1 - state.read().0, all = state.read().1)}</p>
                    <Show when=move || { state.read().0 > 0 }>
                        <p class="soft">{t!("intake-still")}</p>
                        <ul>{move || state.get().2.into_iter().map(|ask| view! { <li>{ask}</li> }).collect_view()}</ul>
                        <Show when=move || { state.read().0 > A_FEW }><p class="soft s">{move || t!("intake-and-more", count = state.read().0 - A_FEW)}</p></Show>
                    </Show>
                    <Show when=move || { state.read().3 > 0 }><p class="soft s">{move || t!("papers-unseen", count = state.read().3)}</p></Show>
                    {move || state.get().4.into_iter().map(|words| view! { <p><span class="chip amber" dir="auto">{words}</span></p> }).collect_view()}
                </div>
            </Section>
        </Show>
    }
}
