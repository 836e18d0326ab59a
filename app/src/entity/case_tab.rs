//! A tab of a case, as the noun it shows registers it.
//! The case composes its tabs from these, so that no noun needs to know the case's page.

use casefile::{CaseId, EntityId};
use casework::CaseSummary;
use leptos::prelude::*;

/// A tab of a case.
#[derive(Debug)]
pub struct CaseTab {
    /// Its step in the address, under the case's.
    pub segment: &'static str,
    /// The message with its name.
    pub label: &'static str,
    /// Draws it for a case.
    pub view: fn(OpenCase) -> AnyView,
}

/// The case whose tabs are shown.
#[derive(Debug, Clone, Copy)]
pub struct OpenCase {
    /// Which.
    pub id: CaseId,
    /// What this device knows of it; `None` while it may not read it.
    pub summary: Memo<Option<CaseSummary>>,
    /// Which one of the noun of the tab is looked at, if the address names one.
    pub item: Memo<Option<EntityId>>,
}

impl CaseTab {
    /// The address of this tab of a case.
    #[must_use]
    pub fn href(&self, case: CaseId) -> String {
        format!("/cases/{case}/{}", self.segment)
    }

    /// The address of one thing in this tab.
    #[must_use]
    pub fn item_href(&self, case: CaseId, item: EntityId) -> String {
        format!("/cases/{case}/{}/{item}", self.segment)
    }
}

impl PartialEq for CaseTab {
    fn eq(&self, other: &Self) -> bool {
        self.segment == other.segment
    }
}

impl Eq for CaseTab {}
