//! The addresses of the first steps.
//! The secret of a link stands in its fragment, which no server sees.

use crate::frame::route::Route;

/// Where a set-up link or an invitation leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartRoute {
    /// `/setup`, by a set-up link.
    Setup,
    /// `/join`, by an invitation.
    Join,
    /// `/join` with the code of an invitation in the fragment.
    Invitation(String),
}

impl Route for StartRoute {
    fn parse(steps: &[&str]) -> Option<Self> {
        match steps {
            ["setup"] => Some(Self::Setup),
            ["join"] => Some(Self::Join),
            _ => None,
        }
    }

    fn href(&self) -> String {
        match self {
            Self::Setup => "/setup".to_owned(),
            Self::Join => "/join".to_owned(),
            Self::Invitation(code) => format!("/join#{code}"),
        }
    }
}
