//! Paper: what a case holds, printed or handed to other programs, made from the descriptions of the nouns.

pub mod download;
pub mod sheet;
pub mod tab;

use casefile::EntityKind;

use crate::entity::screens::NounScreens;
use crate::pieces::icon::Icon;

/// The tab of every case with what can be printed of it.
pub static SCREENS: NounScreens =
    NounScreens { tab: Some(&tab::TAB), ..NounScreens::new(EntityKind::DOC, Icon::Print) };
