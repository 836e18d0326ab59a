//! The address of search.

use crate::frame::route::Route;

/// `/search`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchRoute;

impl Route for SearchRoute {
    fn parse(steps: &[&str]) -> Option<Self> {
        matches!(steps, ["search"]).then_some(Self)
    }

    fn href(&self) -> String {
        "/search".to_owned()
    }
}
