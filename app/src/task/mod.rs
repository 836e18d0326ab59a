//! Tasks: the list of a case's, those that are due on Today, one by itself, and how one comes from a line of a note.

pub mod all;
pub mod due;
pub mod from_note;
pub mod hand_over;
pub mod of_person;
pub mod row;
pub mod summary;
pub mod tab;
pub mod tick;

use casefile::EntityKind;
use leptos::prelude::*;

use crate::entity::screens::{NounScreens, SummaryPart, SummaryPlace};
use crate::pieces::icon::Icon;

/// What tasks bring to screens of many nouns.
pub static SCREENS: NounScreens = NounScreens {
    tab: Some(&tab::TAB),
    on_today: Some(|| view! { <due::DueToday/> }.into_any()),
    on_summary: Some(SummaryPart {
        place: SummaryPlace::Due,
        view: |case| view! { <summary::DueInCase case/> }.into_any(),
    }),
    on_person: Some(|case, person| view! { <of_person::TasksOfPerson case person/> }.into_any()),
    in_note: Some(|note| view! { <from_note::TaskFromNote note/> }.into_any()),
    ..NounScreens::new(EntityKind::TASK, Icon::Tasks)
};
