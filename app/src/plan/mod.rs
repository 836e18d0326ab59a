//! The plan of a case: goals in the client's own words, steps towards them, how far they are reached, and on paper.

pub mod add_step;
pub mod agree;
pub mod attainment;
pub mod changes;
pub mod drag;
pub mod goal;
pub mod goal_form;
pub mod history;
pub mod little_by_little;
pub mod look_over;
pub mod model;
pub mod order;
pub mod paper;
pub mod reading;
pub mod reviews;
pub mod sign;
pub mod standing;
pub mod starters;
pub mod step;
pub mod summary;
pub mod tab;
pub mod to_look_over;
pub mod version;

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

/// What versions of a plan bring: a page for each, which no tab leads to.
pub static VERSIONS: NounScreens = NounScreens {
    tab: Some(&version::TAB),
    on_today: Some(|| view! { <to_look_over::ToLookOver/> }.into_any()),
    ..NounScreens::new(EntityKind::PLAN_VERSION, Icon::Signed)
};

/// The page on which a plan is agreed.
pub static AGREE: NounScreens =
    NounScreens { tab: Some(&agree::TAB), ..NounScreens::new(EntityKind::PLAN_VERSION, Icon::Signed) };
