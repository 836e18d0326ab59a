//! Assessments of a case: an instrument asked one question at a time, its result, alerts first, and its scores over time.

pub mod alert;
pub mod all_answers;
pub mod ask;
pub mod chart;
pub mod item;
pub mod known;
pub mod load;
pub mod model;
pub mod needs;
pub mod on_paper;
pub mod question;
pub mod rate;
pub mod score;
pub mod start;
pub mod summary;
pub mod tab;
pub mod words;

use casefile::EntityKind;
use leptos::prelude::*;

use crate::entity::screens::{NounScreens, SummaryPart, SummaryPlace};
use crate::pieces::icon::Icon;

/// What assessments bring to screens of many nouns.
pub static SCREENS: NounScreens = NounScreens {
    tab: Some(&tab::TAB),
    on_summary: Some(SummaryPart {
        place: SummaryPlace::Safety,
        view: |case| view! { <summary::AlertsInCase case/> }.into_any(),
    }),
    in_identity: Some(|case| view! { <summary::AlertChips case/> }.into_any()),
    on_paper: Some(on_paper::beside),
    ..NounScreens::new(EntityKind::ASSESSMENT, Icon::Assessment)
};

/// Wordings have no screen of their own: they are loaded where they are asked.
pub static WORDINGS: NounScreens = NounScreens::new(EntityKind::QUESTIONNAIRE, Icon::Language);

/// How things stand in parts of life is said and seen among the assessments.
pub static NEEDS: NounScreens = NounScreens {
    href: Some(|case, _| tab::TAB.href(case)),
    ..NounScreens::new(EntityKind::NEED_RATING, Icon::Assessment)
};
