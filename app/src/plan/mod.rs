//! The plan of a case: goals in the client's own words, steps towards them, how far they are reached, and on paper.

pub mod add_step;
pub mod attainment;
pub mod drag;
pub mod goal;
pub mod goal_form;
pub mod history;
pub mod model;
pub mod order;
pub mod paper;
pub mod reviews;
pub mod starters;
pub mod step;
pub mod summary;
pub mod tab;

use casefile::EntityKind;
use leptos::prelude::*;

use crate::entity::screens::{NounScreens, SummaryPart, SummaryPlace};
use crate::pieces::icon::Icon;

/// What goals bring to screens of many nouns.
pub static SCREENS: NounScreens = NounScreens {
    tab: Some(&tab::TAB),
    on_today: Some(|| view! { <reviews::ReviewsToday/> }.into_any()),
    on_summary: Some(SummaryPart {
        place: SummaryPlace::Plan,
        view: |case| view! { <summary::PlanInCase case/> }.into_any(),
    }),
    ..NounScreens::new(EntityKind::GOAL, Icon::Goal)
};
