//! A case at a glance: first of all something to read. The parts are what the nouns register; each is edited in place.

use casefile::{EntityKey, EntityKind};
use leptos::prelude::*;

use crate::case::worry::Worry;
use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::form::EntityForm;
use crate::entity::screens::{self, NounScreens, SummaryPart, SummaryPlace};
use crate::entity::section::EditSection;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// What a case brings to screens of many nouns.
pub static SCREENS: NounScreens = NounScreens {
    tab: Some(&TAB),
    href: Some(|case, _| TAB.href(case)),
    on_summary: Some(SummaryPart { place: SummaryPlace::Case, view: |case| view! { <TheCase case/> }.into_any() }),
    ..NounScreens::new(EntityKind::CASE, Icon::Cases)
};

/// What it began with stands in its summary.
pub static ENQUIRY: NounScreens = NounScreens {
    href: Some(|case, _| TAB.href(case)),
    on_summary: Some(SummaryPart { place: SummaryPlace::Worry, view: |case| view! { <Worry case/> }.into_any() }),
    ..NounScreens::new(EntityKind::ENQUIRY, Icon::Info)
};

/// The tab.
pub static TAB: CaseTab =
    CaseTab { segment: "summary", label: "tab-summary", view: |case| view! { <Summary case/> }.into_any() };

/// The parts of a summary. One column reads them in their order; where there is a margin, some stand in it. Whoever comes
/// by tab key hears the team before the home: that alone is moved by the style sheet.
#[component]
pub fn Summary(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let draw = |wanted: fn(SummaryPlace) -> bool| {
        let parts = screens::summary_parts().into_iter().filter(move |part| wanted(part.place));
        parts.map(move |part| (part.view)(case)).collect_view()
    };
    let first = draw(|place| place == SummaryPlace::Worry);
    let margin = draw(SummaryPlace::in_margin);
    let rest = draw(|place| place != SummaryPlace::Worry && !place.in_margin());
    let closed = Memo::new(move |_| case.summary.read().as_ref().is_some_and(|case| case.record.is_none()));
    view! {
        <Pane name="summary" class="case-body">
            <div class="glance">
                <div class="glance-first">
                    <Show when=move || closed.get()>
                        <p class="tell"><Picture icon=Icon::Lock/><span>{t!("summary-no-record")}</span></p>
                    </Show>
                    {first}
                </div>
                <div class="glance-margin">{margin}</div>
                <div class="glance-rest">{rest}</div>
            </div>
        </Pane>
    }
}

/// What the case is called, which kind it is, since when it is open.
#[component]
fn TheCase(case: OpenCase) -> impl IntoView {
    let doc = case.summary.read_untracked().as_ref().map(|case| case.team_doc);
    let entity = EntityKey::case(case.id);
    let open = RwSignal::new(false);
    let view = Memo::new(move |_| {
        let doc = doc?;
        documents::track(doc);
        queries::entity(doc, entity)
    });
    let can_edit = Signal::derive(move || view.read().is_some());
    let decide = Signal::derive(move || view.read().as_ref().is_some_and(|view| view.conflicts().next().is_some()));
    let words = move || {
        let summary = case.summary.read();
        let summary = summary.as_ref();
        let kind = summary.and_then(|case| case.kind).map(|kind| t!(kind.label()));
        let opened =
            summary.and_then(|case| case.opened_at).map(|at| t!("case-opened-on", day = when::long_date(at.0)));
        kind.into_iter().chain(opened).collect::<Vec<_>>().join(" · ")
    };
    let form = move || doc.map(|doc| view! { <EntityForm doc entity/> });
    view! {
        <EditSection id="the-case" title=t!("summary-case") open can_edit decide form>
            <div class="card pad"><p>{words}</p></div>
        </EditSection>
    }
}
