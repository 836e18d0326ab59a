//! What waits to be shared, case by case.

use casefile::{CaseId, Private};
use device::Device;

use crate::caseload::{case_of, cases};

/// What waits to be shared in one case, or in the workspace at large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingIn {
    /// The case, unless it is the workspace at large.
    pub case: Option<CaseId>,
    /// Its name.
    pub name: Private<String>,
    /// Documents with changes not yet shared.
    pub waiting: usize,
    /// Bytes of sealed records waiting.
    pub bytes: usize,
}

/// What waits to be shared: cases by name, then the workspace at large.
#[must_use]
pub fn waiting(device: &Device) -> Vec<WaitingIn> {
    let cases = cases(device);
    let at_large =
        WaitingIn { case: None, name: Private::new(device.workspace_name().unwrap_or_default()), waiting: 0, bytes: 0 };
    let of = cases.iter().map(|case| WaitingIn { case: Some(case.case), name: case.name.clone(), ..at_large.clone() });
    let mut rows: Vec<WaitingIn> = of.chain([at_large.clone()]).collect();
    for queued in device.queue() {
        let case = case_of(&cases, queued.circle).map(|case| case.case);
        if let Some(row) = rows.iter_mut().find(|row| row.case == case) {
            row.waiting += queued.waiting;
            row.bytes += queued.bytes;
        }
    }
    rows.retain(|row| row.waiting > 0);
    rows
}
