//! Case conferences: what is to be talked about, who is invited and came, minutes that several people write at once,
//! what was decided, who saw it differently, and what is to be done.

pub mod decision;
pub mod invited;
pub mod list;
pub mod model;
pub mod page;
pub mod paper;
pub mod soon;

use casefile::EntityKind;
use leptos::prelude::*;

use crate::entity::screens::NounScreens;
use crate::pieces::icon::Icon;

/// What conferences bring to screens of many nouns: a page for each, which the plan leads to, and a part of Today.
pub static SCREENS: NounScreens = NounScreens {
    tab: Some(&page::TAB),
    on_today: Some(|| view! { <soon::Soon/> }.into_any()),
    ..NounScreens::new(EntityKind::CONFERENCE, Icon::Conference)
};

/// Who is invited is found by their names.
pub static ATTENDANCES: NounScreens =
    NounScreens { href: Some(model::href_of_part::<0>), ..NounScreens::new(EntityKind::ATTENDANCE, Icon::Conference) };

/// What was decided is found by its words.
pub static DECISIONS: NounScreens =
    NounScreens { href: Some(model::href_of_part::<1>), ..NounScreens::new(EntityKind::DECISION, Icon::Conference) };

/// So is who saw it differently.
pub static DISAGREEMENTS: NounScreens = NounScreens {
    href: Some(model::href_of_part::<2>),
    ..NounScreens::new(EntityKind::DISAGREEMENT, Icon::Conference)
};
