//! The people of a case: who lives at home, family, who else knows them; one of them with how they are reached, where they
//! are, and whom they are what to; and the genogram of them all.

pub mod family;
pub mod genogram;
pub mod page;
pub mod piece;
pub mod place;
pub mod row;
pub mod sign;
pub mod summary;
pub mod tab;
pub mod tie;
pub mod way;
pub mod words;

use casefile::{CaseId, EntityId, EntityKey, EntityKind, Field};
use leptos::prelude::*;

use crate::entity::screens::{NounScreens, SummaryPart, SummaryPlace};
use crate::frame::queries;
use crate::pieces::icon::Icon;

/// What people bring to screens of many nouns.
pub static SCREENS: NounScreens = NounScreens {
    tab: Some(&tab::TAB),
    on_summary: Some(SummaryPart {
        place: SummaryPlace::Home,
        view: |case| view! { <summary::AtHome case/> }.into_any(),
    }),
    ..NounScreens::new(EntityKind::PERSON, Icon::People)
};

/// Ways to reach somebody stand on their page.
pub static WAYS: NounScreens = NounScreens {
    href: Some(|case, id| on_page_of(case, EntityKind::CONTACT_WAY, Field::PERSON, id)),
    ..NounScreens::new(EntityKind::CONTACT_WAY, Icon::Phone)
};

/// So does where they were.
pub static PLACEMENTS: NounScreens = NounScreens {
    href: Some(|case, id| on_page_of(case, EntityKind::PLACEMENT, Field::PERSON, id)),
    ..NounScreens::new(EntityKind::PLACEMENT, Icon::HomeVisit)
};

/// And whom they are what to.
pub static RELATIONSHIPS: NounScreens = NounScreens {
    href: Some(|case, id| on_page_of(case, EntityKind::RELATIONSHIP, Field::FROM, id)),
    ..NounScreens::new(EntityKind::RELATIONSHIP, Icon::People)
};

/// The address of the page of the person whom something is about.
fn on_page_of(case: CaseId, kind: EntityKind, field: Field, id: EntityId) -> String {
    let row = queries::row(EntityKey::new(kind, id));
    let person = row.and_then(|listed| listed.row.text(field).parse::<EntityId>().ok());
    person.map_or_else(|| tab::TAB.href(case), |person| tab::TAB.item_href(case, person))
}
