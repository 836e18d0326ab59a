//! Reads everything a relay keeps and says what is damaged.
//!
//! Stricter than the relay at work: it also checks every signature and every digest of every log.

use std::collections::HashMap;

use trust::{Brought, Circle, Last, Roster};
use wire::{CircleId, DeviceId, Envelope, Hash, LogPoint, WorkspaceId};

use crate::store::{ChainKey, LogStore, PageLimit, StoreError};

const PAGE: PageLimit = PageLimit { rows: 1024, bytes: 16 * 1024 * 1024 };

/// What was read, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Report {
    /// Workspaces read.
    pub workspaces: u64,
    /// Circles read.
    pub circles: u64,
    /// Control records read.
    pub control: u64,
    /// Records read.
    pub records: u64,
    /// One line for each thing that is wrong.
    pub damage: Vec<String>,
}

/// Reads all of it.
///
/// # Errors
/// [`StoreError`] if the store cannot be read at all; what cannot be read in parts is in the report.
pub fn verify(store: &dyn LogStore) -> Result<Report, StoreError> {
    let mut report = Report::default();
    for workspace in store.workspaces()? {
        report.workspaces += 1;
        let Some(roster) = roster(store, &workspace, &mut report)? else { continue };
        for circle in store.circles(&workspace)? {
            report.circles += 1;
            let chain = chain(store, &circle, &roster, &mut report)?;
            log(store, &circle, &roster, chain.as_ref(), &mut report);
        }
    }
    Ok(report)
}

fn control_records(
    store: &dyn LogStore,
    key: &ChainKey,
    report: &mut Report,
    what: &str,
    mut take: impl FnMut(u64, &[u8]) -> Result<(), String>,
) -> Result<(), StoreError> {
    let mut next = 0;
    loop {
        let rows = store.chain(key, next, PAGE)?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            report.control += 1;
            if row.index != next {
                report.damage.push(format!("{what}: control records {next} to {} are missing", row.index));
                return Ok(());
            }
            next += 1;
            if !row.is_sound() {
                report.damage.push(format!("{what}: control record {} is damaged", row.index));
                return Ok(());
            }
            if let Err(why) = take(row.index, &row.bytes) {
                report.damage.push(format!("{what}: control record {} does not fit: {why}", row.index));
                return Ok(());
            }
        }
    }
}

fn roster(store: &dyn LogStore, id: &WorkspaceId, report: &mut Report) -> Result<Option<Roster>, StoreError> {
    let mut roster: Option<Roster> = None;
    let what = format!("workspace {id}");
    control_records(store, &ChainKey::Roster(*id), report, &what, |_, bytes| {
        match &mut roster {
            Some(roster) => roster.apply(bytes).map(|_| ()).map_err(|error| error.to_string())?,
            empty => {
                let found = Roster::from_found(bytes).map_err(|error| error.to_string())?;
                if found.workspace() != *id {
                    return Err("it founds another workspace".to_owned());
                }
                *empty = Some(found);
            }
        }
        Ok(())
    })?;
    Ok(roster)
}

fn chain(
    store: &dyn LogStore,
    id: &CircleId,
    roster: &Roster,
    report: &mut Report,
) -> Result<Option<Circle>, StoreError> {
    let mut circle: Option<Circle> = None;
    let what = format!("circle {id}");
    control_records(store, &ChainKey::Circle(*id), report, &what, |_, bytes| {
        match &mut circle {
            Some(circle) => circle.apply(bytes, roster).map(|_| ()).map_err(|error| error.to_string())?,
            empty => {
                let found = Circle::from_found(bytes, roster).map_err(|error| error.to_string())?;
                if found.id() != *id {
                    return Err("it founds another circle".to_owned());
                }
                *empty = Some(found);
            }
        }
        Ok(())
    })?;
    Ok(circle)
}

fn log(store: &dyn LogStore, id: &CircleId, roster: &Roster, chain: Option<&Circle>, report: &mut Report) {
    let mut at = LogPoint::START;
    let mut last: HashMap<DeviceId, Last> = HashMap::new();
    loop {
        let rows = match store.log_page(id, at.position, PAGE) {
            Ok(rows) if rows.is_empty() => return,
            Ok(rows) => rows,
            Err(error) => {
                report.damage.push(format!("circle {id}: the log cannot be read after {}: {error}", at.position));
                return;
            }
        };
        for row in rows {
            report.records += 1;
            let mut wrong = |why: String| report.damage.push(format!("circle {id}: record {}: {why}", row.position));
            if row.position != at.position + 1 {
                wrong(format!("the records from {} on are missing", at.position + 1));
                at = row.point();
                continue;
            }
            if at.then(row.hash) != row.point() {
                wrong("the digest does not follow from the one before".to_owned());
            }
            at = row.point();
            // Which head a damaged one names is not known: any may follow.
            let unknown = Last { dseq: row.dseq, hash: row.hash, control_head: Hash(id.0) };
            if !row.is_sound() {
                wrong("the bytes are damaged".to_owned());
                last.insert(row.device, unknown);
                continue;
            }
            let Ok(envelope) = Envelope::from_bytes(&row.bytes) else {
                wrong("it is no envelope".to_owned());
                last.insert(row.device, unknown);
                continue;
            };
            let header = &envelope.header;
            if (header.circle, header.device, header.dseq) != (*id, row.device, row.dseq) {
                wrong("it is filed under the wrong circle, device or number".to_owned());
            }
            // As every device does that reads it; what does not count is set aside by all of them alike.
            if let Some(chain) = chain {
                let signed = |keys: &trust::DevicePublic| trust::verify(&envelope, keys).is_ok();
                let last = last.insert(row.device, Last::of(header, row.hash)).unwrap_or(Last::NONE);
                if let Err(why) = chain.judge((header, row.hash), &last, roster, Brought::InLog, signed) {
                    wrong(format!("it does not count: {why}"));
                }
            }
        }
    }
}
