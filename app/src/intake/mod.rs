//! The intake: what the kind of case asks, in any order and by anybody, what is missing, and the papers that are needed.

pub mod model;
pub mod overdue;
pub mod papers;
pub mod question;
pub mod summary;
pub mod tab;

use casefile::EntityKind;
use leptos::prelude::*;

use crate::entity::screens::{NounScreens, SummaryPart, SummaryPlace};
use crate::pieces::icon::Icon;

/// What the intake brings to screens of many nouns.
pub static SCREENS: NounScreens = NounScreens {
    tab: Some(&tab::TAB),
    on_today: Some(|| view! { <overdue::OverdueContacts/> }.into_any()),
    on_summary: Some(SummaryPart {
        place: SummaryPlace::Findings,
        view: |case| view! { <summary::IntakeInCase case/> }.into_any(),
    }),
    ..NounScreens::new(EntityKind::INTAKE_ANSWER, Icon::Tasks)
};

/// Papers stand in the same tab.
pub static PAPERS: NounScreens = NounScreens {
    href: Some(|case, item| tab::TAB.item_href(case, item)),
    ..NounScreens::new(EntityKind::REQUIRED_PAPER, Icon::Copy)
};
