//! The address of the page about me.

use crate::frame::route::Route;

/// The page about me, or a section of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeRoute {
    /// `/me`
    Me,
    /// `/me`, scrolled to the relay.
    Relay,
}

impl Route for MeRoute {
    fn parse(steps: &[&str]) -> Option<Self> {
        matches!(steps, ["me"]).then_some(Self::Me)
    }

    fn href(&self) -> String {
        match self {
            Self::Me => "/me".to_owned(),
            Self::Relay => "/me#relay".to_owned(),
        }
    }
}
