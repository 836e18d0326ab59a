//! The addresses of cases, and of all that is shown beside their list.

use casefile::{CaseId, EntityId};
use leptos::prelude::*;

use crate::entity::case_tab::CaseTab;
use crate::entity::screens;
use crate::frame::route::{self, Route};
use crate::note::route::NoteRoute;

/// The list of cases, or what is beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseRoute {
    /// `/cases`
    List,
    /// `/cases/new`
    New,
    /// `/cases/<case>`: the tab that fits.
    Case(CaseId),
    /// `/cases/<case>/<tab>`
    Tab(CaseId, &'static CaseTab),
    /// `/cases/<case>/<tab>/<id>`
    Item(CaseId, &'static CaseTab, EntityId),
    /// `/cases/<case>/notes/<note>`
    Note(NoteRoute),
    /// An address under `/cases` that names nothing. As a link it leads to the list.
    NotFound,
}

impl CaseRoute {
    /// The case that is open, by itself or for one of its notes.
    #[must_use]
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Self::Case(case) | Self::Tab(case, _) | Self::Item(case, ..) | Self::Note(NoteRoute { case, .. }) => {
                Some(*case)
            }
            Self::List | Self::New | Self::NotFound => None,
        }
    }

    fn under_cases(steps: &[&str]) -> Option<Self> {
        match steps[1..] {
            [] => Some(Self::List),
            ["new"] => Some(Self::New),
            [case] => Some(Self::Case(case.parse().ok()?)),
            [case, segment] => {
                let tab = screens::tabs().find(|tab| tab.segment == segment)?;
                Some(Self::Tab(case.parse().ok()?, tab))
            }
            [_, "notes", _] => NoteRoute::parse(steps).map(Self::Note),
            [case, segment, item] => {
                let tab = screens::tabs().find(|tab| tab.segment == segment)?;
                Some(Self::Item(case.parse().ok()?, tab, item.parse().ok()?))
            }
            _ => None,
        }
    }
}

impl Route for CaseRoute {
    fn parse(steps: &[&str]) -> Option<Self> {
        (*steps.first()? == "cases").then(|| Self::under_cases(steps).unwrap_or(Self::NotFound))
    }

    fn href(&self) -> String {
        match self {
            Self::List | Self::NotFound => "/cases".to_owned(),
            Self::New => "/cases/new".to_owned(),
            Self::Case(case) => format!("/cases/{case}"),
            Self::Tab(case, tab) => tab.href(*case),
            Self::Item(case, tab, item) => tab.item_href(*case, *item),
            Self::Note(note) => note.href(),
        }
    }
}

/// `/write`: a note, but for which case?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PickCaseRoute;

impl Route for PickCaseRoute {
    fn parse(steps: &[&str]) -> Option<Self> {
        matches!(steps, ["write"]).then_some(Self)
    }

    fn href(&self) -> String {
        "/write".to_owned()
    }
}

/// Where among the cases somebody is; where they were, once the cases are left.
#[must_use]
pub fn here() -> Memo<CaseRoute> {
    Memo::new(|before: Option<&CaseRoute>| route::parse(&route::path()).or(before.copied()).unwrap_or(CaseRoute::List))
}
