//! How far somebody went, in what ways are told where this device is.

use casefile::shapes::distance::{self, DistanceUnit};

fn unit() -> DistanceUnit {
    let tag = web_sys::window().and_then(|window| window.navigator().language());
    DistanceUnit::of_tag(&tag.unwrap_or_default())
}

/// So many metres as people say them: `12.5 km`, `7.8 mi`.
#[must_use]
pub fn shown(metres: i64) -> String {
    distance::shown(metres, unit())
}

/// The metres that a text says; `None` if it says none.
#[must_use]
pub fn parse(text: &str) -> Option<u32> {
    distance::parse(text, unit())
}
