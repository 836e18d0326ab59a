//! The way from something to its paper.

use casefile::{CaseId, EntityId};
use leptos::prelude::*;

use crate::paper::tab::TAB;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// A link to the paper of one thing.
#[component]
pub fn PrintThis(
    /// In which case.
    case: CaseId,
    /// Which.
    entity: EntityId,
) -> impl IntoView {
    view! { <a class="btn quiet" href=TAB.item_href(case, entity)><Picture icon=Icon::Print/>{t!("paper-print-this")}</a> }
}
