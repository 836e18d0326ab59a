//! What a case is called in a list, and how fresh it is.
//! Notes, search and Today name cases as well, so it stands below all of them.

use casework::CaseSummary;

use crate::pieces::names::harmless;
use crate::pieces::when;
use crate::t;

/// What a case is called, or what to say until its name has come.
#[must_use]
pub fn case_name(case: &CaseSummary) -> String {
    let name = harmless(&case.name);
    if name.trim().is_empty() { t!("case-unnamed") } else { name }
}

/// "Seen Friday", "Opened today": how fresh it is.
#[must_use]
pub fn freshness(case: &CaseSummary) -> String {
    if let Some(tried) = case.last_attempt.filter(|tried| case.last_contact.is_none_or(|seen| seen < *tried)) {
        let tried = when::which_day(tried.0);
        return match case.last_contact {
            Some(seen) => t!("case-seen-tried", day = when::which_day(seen.0), tried = tried),
            None => t!("case-tried", day = tried),
        };
    }
    match (case.last_contact, case.opened_at) {
        (Some(at), _) => t!("case-seen", day = when::which_day(at.0)),
        (None, Some(at)) => t!("case-opened", day = when::which_day(at.0)),
        (None, None) => String::new(),
    }
}
