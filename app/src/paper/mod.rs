//! Paper: what a case holds, printed or handed to other programs, made from the descriptions of the nouns.

pub mod choices;
pub mod download;
pub mod files;
pub mod offer;
pub mod options;
pub mod page;
pub mod record;
pub mod running;
pub mod said;
pub mod sheet;
pub mod tab;
pub mod table;

use casefile::EntityKind;
use leptos::prelude::*;

use crate::entity::screens::NounScreens;
use crate::pieces::icon::Icon;

/// The tab of every case with what can be printed of it.
pub static SCREENS: NounScreens = NounScreens {
    tab: Some(&tab::TAB),
    in_note: Some(|open| view! { <offer::PrintThis case=open.case entity=open.note.into()/> }.into_any()),
    ..NounScreens::new(EntityKind::DOC, Icon::Print)
};
