//! A second file for the same person is easier prevented than merged: what a case that is about to be opened has in
//! common with those that are there.

use std::cmp::Reverse;

use casefile::{alike, same_phone};

use crate::caseload::CaseSummary;

/// What two cases have in common. At least one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InCommon {
    /// The telephone number, however it is written.
    pub phone: bool,
    /// The name, but for spelling and the order of its words.
    pub name: bool,
}

impl CaseSummary {
    /// By what a person looks for it in a list.
    #[must_use]
    pub fn known_by(&self) -> [&str; 3] {
        let client = self.client.as_ref();
        [
            self.name.as_str(),
            client.map_or("", |client| client.name.as_str()),
            client.map_or("", |client| client.phone.as_str()),
        ]
    }
}

/// What somebody of this name and telephone number has in common with a case that is known by these.
fn in_common([called, client, known]: [&str; 3], name: &str, phone: &str) -> Option<InCommon> {
    let common = InCommon { phone: same_phone(known, phone), name: alike(called, name) || alike(client, name) };
    (common.phone || common.name).then_some(common)
}

/// The cases that may be about the same person, those with more in common first.
#[must_use]
pub fn duplicates<'a>(cases: &'a [CaseSummary], name: &str, phone: &str) -> Vec<(&'a CaseSummary, InCommon)> {
    let mut found: Vec<_> =
        cases.iter().filter_map(|case| Some((case, in_common(case.known_by(), name, phone)?))).collect();
    found.sort_by_key(|(_, common)| Reverse(*common));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_person_is_noticed_by_name_and_number_in_any_spelling() {
        let check = |known: [&str; 3], name: &str, phone: &str, common: Option<(bool, bool)>| {
            let found = in_common(known, name, phone).map(|common| (common.name, common.phone));
            assert_eq!(found, common, "{name} {phone}");
        };
        let siobhan = ["O’Brien family", "Siobhán O’Brien", ""];
        check(siobhan, "obrien siobhan", "", Some((true, false)));
        check(siobhan, "Mateo", "12", None);
        check(siobhan, "", "", None);
        let lukasz = ["Łukasz Wójcik", "", "+44 7700 900123"];
        check(lukasz, "Lukas Wojcik", "07700 900 123", Some((true, true)));
        check(lukasz, "Siobhan OBrien", "07700900123", Some((false, true)));
        check(["", "Elena Ruiz", "0555 0102345"], "Elena Ruis", "555 010 2345", Some((true, true)));
    }
}
