//! What each noun brings to screens that it shares with others: a tab of a case, a part of Today and of a case's summary,
//! a link to one of it. A noun registers itself in one line; whoever shows many nouns asks here.

use std::cell::Cell;
use std::sync::Arc;

use casefile::{CaseId, EntityId, EntityKind, EntityView, NoteId};
use casework::export::Beside;
use casework::safety::Address;
use leptos::prelude::*;

use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::pieces::icon::Icon;

/// What a noun brings.
pub struct NounScreens {
    /// Which noun.
    pub kind: EntityKind,
    /// Its picture.
    pub icon: Icon,
    /// Its tab of a case.
    pub tab: Option<&'static CaseTab>,
    /// Its part of Today; draws nothing while there is nothing to say.
    pub on_today: Option<fn() -> AnyView>,
    /// Its part of a case's summary.
    pub on_summary: Option<SummaryPart>,
    /// What of it has to be in sight wherever somebody is in a case: chips of the bar with who it is about.
    pub in_identity: Option<fn(OpenCase) -> AnyView>,
    /// The way to help, last in the bar of a case and of a note.
    pub help: Option<fn(CaseId) -> AnyView>,
    /// What it says of an address, wherever that stands.
    pub at_address: Option<fn(CaseId, Address) -> AnyView>,
    /// What it says of a person, on their page.
    pub on_person: Option<fn(CaseId, EntityId) -> AnyView>,
    /// What it says before a visit: above a note that is open.
    pub before_visit: Option<fn(OpenNote) -> AnyView>,
    /// What it offers to do with a note that is open.
    pub in_note: Option<fn(OpenNote) -> AnyView>,
    /// Makes what tells, on paper and in files, what is known of one of it beside its fields. It is asked in the language
    /// of the paper, whenever something that it looked at has changed.
    pub on_paper: Option<fn() -> TellsBeside>,
    /// The address of one of it in a case; by itself that of its tab.
    pub href: Option<fn(CaseId, EntityId) -> String>,
}

/// Tells what is known of an entity beside its fields.
pub type TellsBeside = Arc<dyn Fn(&EntityView) -> Beside + Send + Sync>;

/// A part of a case's summary, and where it stands.
#[derive(Clone, Copy)]
pub struct SummaryPart {
    /// Where.
    pub place: SummaryPlace,
    /// Draws it for a case.
    pub view: fn(OpenCase) -> AnyView,
}

/// The places of a summary, in the order in which they are read in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SummaryPlace {
    /// What the worry is: first, and largest.
    Worry,
    /// What is dangerous.
    Safety,
    /// What is to be done next.
    Due,
    /// Who is at home.
    Home,
    /// What they want.
    Plan,
    /// What was found out.
    Findings,
    /// When and how they were in touch last.
    Contacts,
    /// Who works on it.
    Team,
    /// The case itself.
    Case,
}

impl SummaryPlace {
    /// Whether it stands in the margin where there is one.
    #[must_use]
    pub const fn in_margin(self) -> bool {
        matches!(self, Self::Safety | Self::Due | Self::Team | Self::Case)
    }
}

/// The note whose tools are shown.
#[derive(Debug, Clone, Copy)]
pub struct OpenNote {
    /// In which case.
    pub case: CaseId,
    /// Which.
    pub note: NoteId,
}

impl NounScreens {
    /// A noun that brings nothing but its picture.
    #[must_use]
    pub const fn new(kind: EntityKind, icon: Icon) -> Self {
        Self {
            kind,
            icon,
            tab: None,
            on_today: None,
            on_summary: None,
            in_identity: None,
            help: None,
            at_address: None,
            on_person: None,
            before_visit: None,
            in_note: None,
            on_paper: None,
            href: None,
        }
    }

    /// The address of one of it in a case.
    #[must_use]
    pub fn href(&self, case: CaseId, entity: EntityId) -> Option<String> {
        match (self.href, self.tab) {
            (Some(href), _) => Some(href(case, entity)),
            (None, Some(tab)) => Some(tab.item_href(case, entity)),
            (None, None) => None,
        }
    }
}

thread_local! {
    static SCREENS: Cell<&'static [&'static NounScreens]> = const { Cell::new(&[]) };
}

/// Makes the nouns known, in the order in which their tabs stand. Once, before anything is drawn.
pub fn register(nouns: &'static [&'static NounScreens]) {
    SCREENS.set(nouns);
}

/// All of them.
#[must_use]
pub fn all() -> &'static [&'static NounScreens] {
    SCREENS.get()
}

/// What a noun brings.
#[must_use]
pub fn of(kind: EntityKind) -> Option<&'static NounScreens> {
    all().iter().copied().find(|noun| noun.kind == kind)
}

/// The tabs of a case, in order.
pub fn tabs() -> impl Iterator<Item = &'static CaseTab> {
    all().iter().filter_map(|noun| noun.tab)
}

/// What is said of an address, wherever that stands.
#[must_use]
pub fn at_address(case: CaseId, address: Address) -> AnyView {
    let said = all().iter().filter_map(|noun| noun.at_address).map(|draw| draw(case, address));
    said.collect_view().into_any()
}

/// What is said of a person, on their page.
#[must_use]
pub fn on_person(case: CaseId, person: EntityId) -> AnyView {
    let said = all().iter().filter_map(|noun| noun.on_person).map(|draw| draw(case, person));
    said.collect_view().into_any()
}

/// The parts of a case's summary, in their order.
#[must_use]
pub fn summary_parts() -> Vec<SummaryPart> {
    let mut parts: Vec<SummaryPart> = all().iter().filter_map(|noun| noun.on_summary).collect();
    parts.sort_by_key(|part| part.place);
    parts
}
