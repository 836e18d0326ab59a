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
    view! {
        <a class="btn quiet tool" href=TAB.item_href(case, entity) title=t!("paper-print-this")><Picture icon=Icon::Print/><span class="words">{t!("paper-print-this")}</span></a>
    }
}
