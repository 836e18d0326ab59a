//! Answers that somebody has to act on, in a case's summary and wherever somebody is in it.

use leptos::prelude::*;

use crate::assessment::model::{Assessed, Assessments};
use crate::assessment::tab::TAB;
use crate::assessment::words::{name_of, number, option};
use crate::entity::case_tab::OpenCase;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// "PHQ-9, item 9: most days".
fn line(one: &Assessed) -> Option<String> {
    let (alert, instrument) = (one.open_alert()?, one.instrument.as_ref()?);
    let answer = option(instrument, None, alert.item, &alert.word);
    Some(t!("alert-line", name = name_of(&one.row), number = number(instrument, alert.item), answer = answer))
}

/// The open alerts of a case; nothing while there are none.
#[component]
pub fn AlertsInCase(
    /// Which case.
    case: OpenCase,
) -> impl IntoView {
    let all = Assessments::of(case).all;
    let alerts = Memo::new(move |_| {
        let all = all.read();
        all.iter().rev().filter_map(|one| Some((one.id(), line(one)?))).collect::<Vec<_>>()
    });
    view! {
        <For each=move || alerts.get() key=Clone::clone let:((id, words))>
            <a class="warn alert-link" id=format!("alert-{id}") href=TAB.item_href(case.id, id)><Picture icon=Icon::Warning/><span>{words}</span></a>
        </For>
    }
}

/// The same in the bar with who the case is about.
#[component]
pub fn AlertChips(
    /// Which case.
    case: OpenCase,
) -> impl IntoView {
    let all = Assessments::of(case).all;
    let alerts = Memo::new(move |_| {
        let all = all.read();
        let open = all.iter().rev().filter(|one| one.open_alert().is_some());
        open.map(|one| (one.id(), t!("alert-chip", name = name_of(&one.row)))).collect::<Vec<_>>()
    });
    view! {
        <For each=move || alerts.get() key=Clone::clone let:((id, words))>
            <a class="chip brick" href=TAB.item_href(case.id, id)><Picture icon=Icon::Warning/>{words}</a>
        </For>
    }
}
