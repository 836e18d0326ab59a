//! Files that are about the same family, linked: seen from both, wherever somebody may read both.

use std::collections::BTreeMap;

use casefile::{CaseId, Edit, EntityId, EntityKey, EntityKind, Field, begin};
use device::{Device, Intent, Query};
use wire::DocId;

use crate::caseload::{CaseSummary, case_of};
use crate::duplicates::duplicates;

/// Another file that a case is linked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Which case.
    pub other: CaseId,
    /// Why, in a few words; empty where nobody said.
    pub remark: String,
    /// What says so: one entity, or more where several people linked the two at once, each from one of the records.
    pub says: Vec<(DocId, EntityKey)>,
}

/// The files that a case is linked with, by what either record says. Those that this device may not read are left out.
#[must_use]
pub fn links(device: &Device, cases: &[CaseSummary], case: CaseId) -> Vec<Link> {
    let mut links: BTreeMap<CaseId, Link> = BTreeMap::new();
    let query = Query::of(EntityKind::CASE_LINK);
    for seen in device.each(&query) {
        let Some(from) = case_of(cases, seen.circle).map(|summary| summary.case) else { continue };
        let Some(to) = seen.row.choice::<CaseId>(Field::OTHER_CASE) else { continue };
        let other = match (from == case, to == case) {
            (true, false) => to,
            (false, true) => from,
            _ => continue,
        };
        if !cases.iter().any(|summary| summary.case == other && !summary.archived) {
            continue;
        }
        let link = links.entry(other).or_insert_with(|| Link { other, remark: String::new(), says: Vec::new() });
        link.says.push((seen.doc, seen.row.key));
        if link.remark.is_empty() {
            link.remark = seen.row.text(Field::REMARK).trim().to_owned();
        }
    }
    links.into_values().collect()
}

/// Links a case with another one; `None` if this device may not write in its record, or they are the same, or only one of
/// them is a sample.
#[must_use]
pub fn link(case: &CaseSummary, other: &CaseSummary, id: EntityId, remark: &str) -> Option<Intent> {
    let doc = case.record_doc.filter(|_| case.case != other.case && case.sample == other.sample)?;
    Some(Intent::Edit { doc, edit: begin::link(id, other.case, remark) })
}

/// Unlinks two files: what said that they are linked is put away. Nothing else changes in either.
#[must_use]
pub fn unlink(link: &Link) -> Vec<Intent> {
    link.says.iter().map(|(doc, entity)| Intent::Edit { doc: *doc, edit: Edit::Archive { entity: *entity } }).collect()
}

/// Links them again, as they were.
#[must_use]
pub fn link_again(link: &Link) -> Vec<Intent> {
    link.says.iter().map(|(doc, entity)| Intent::Edit { doc: *doc, edit: Edit::Restore { entity: *entity } }).collect()
}

/// The cases that a case can be linked with: first those that may be about the same person, then all others by name. How
/// many are of the first kind.
#[must_use]
pub fn candidates<'a>(cases: &'a [CaseSummary], case: &CaseSummary) -> (Vec<&'a CaseSummary>, usize) {
    let fits = |other: &&CaseSummary| other.case != case.case && other.sample == case.sample && !other.archived;
    let phone = case.client.as_ref().map_or("", |client| client.phone.as_str());
    let mut all: Vec<&CaseSummary> =
        duplicates(cases, case.name.as_str(), phone).into_iter().map(|(other, _)| other).filter(fits).collect();
    let alike = all.len();
    let mut others: Vec<&CaseSummary> =
        cases.iter().filter(fits).filter(|other| !all.iter().any(|known| known.case == other.case)).collect();
    others.sort_by_cached_key(|other| casefile::fold(other.name.as_str()));
    all.extend(others);
    (all, alike)
}
