//! Safety: what is dangerous for whom, in sight wherever a case is open; what waits behind a door; the safety plan, one tap
//! away from anywhere in a case, with whom to ring.

pub mod alerts;
pub mod for_client;
pub mod hazards;
pub mod model;
pub mod numbers;
pub mod page;
pub mod plan;
pub mod risk;
pub mod step;
pub mod summary;

use casefile::{CaseId, EntityId, EntityKind};
use leptos::prelude::*;

use crate::entity::screens::{NounScreens, SummaryPart, SummaryPlace};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// What safety plans bring to screens of many nouns.
pub static PLANS: NounScreens = NounScreens {
    tab: Some(&page::TAB),
    help: Some(|case| {
        view! {
            <a class="btn crisis" href=page::TAB.href(case)><Picture icon=Icon::Help/><span class="help-words">{t!("noun-safety-plan")}</span></a>
        }
        .into_any()
    }),
    ..NounScreens::new(EntityKind::SAFETY_PLAN, Icon::Help)
};

/// Flags are in sight wherever somebody is in the case.
pub static FLAGS: NounScreens = NounScreens {
    in_identity: Some(|case| view! { <alerts::Alerts case/> }.into_any()),
    on_summary: Some(SummaryPart {
        place: SummaryPlace::Safety,
        view: |case| view! { <summary::SafetyInCase case/> }.into_any(),
    }),
    href: Some(on_page),
    ..NounScreens::new(EntityKind::SAFETY_FLAG, Icon::Warning)
};

/// Risk levels stand beside them.
pub static RISKS: NounScreens =
    NounScreens { href: Some(on_page), ..NounScreens::new(EntityKind::RISK_LEVEL, Icon::Warning) };

/// Hazards stand at their address, and before a visit.
pub static HAZARDS: NounScreens = NounScreens {
    at_address: Some(|case, address| view! { <hazards::AtAddress case address/> }.into_any()),
    before_visit: Some(|note| view! { <hazards::BeforeVisit note/> }.into_any()),
    href: Some(on_page),
    ..NounScreens::new(EntityKind::ADDRESS_HAZARD, Icon::HomeVisit)
};

/// Whom to ring stands in the plan.
pub static CONTACTS: NounScreens =
    NounScreens { href: Some(on_page), ..NounScreens::new(EntityKind::CRISIS_CONTACT, Icon::Phone) };

/// The address where all of it is read together.
fn on_page(case: CaseId, _: EntityId) -> String {
    page::TAB.href(case)
}
