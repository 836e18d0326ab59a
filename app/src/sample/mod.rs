//! The sample caseload: cases to look round in, on this device alone, and the way to be rid of them.

pub mod caseload;
pub mod chip;
pub mod offer;
