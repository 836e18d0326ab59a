//! The sample caseload: twelve cases to look round in, one readable JSON file each (`public/sample`), with days counted from
//! today. They are written as documents of this device alone (`device::here_only`), with the hands of those who would have
//! written them, so that what two people answered apart stands there to be settled.
//!
//! A file says things by the words of the schema, so a noun that is added later can be in it without a line here. One with
//! a word that nobody knows is refused as a whole, with words for whoever wrote it.

mod days;
mod story;
mod write;

pub use days::Today;
pub use story::{Colleague, SampleError, Story, read_colleagues};
pub use write::{Scene, colleagues};

/// The cases of the sample, in the order in which they are written: each kind of case once in English and once in Spanish.
pub const CASES: [&str; 12] = [
    "child-and-family-en",
    "child-and-family-es",
    "adult-protection-en",
    "adult-protection-es",
    "mental-health-en",
    "mental-health-es",
    "substance-use-en",
    "substance-use-es",
    "homelessness-en",
    "homelessness-es",
    "general-en",
    "general-es",
];

/// The file with those who wrote in the cases besides whoever looks at them.
pub const COLLEAGUES: &str = "colleagues";

#[cfg(test)]
mod tests;
