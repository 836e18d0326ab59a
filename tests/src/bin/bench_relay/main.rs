//! Measures a relay on loopback: `bench_relay`. Prints one JSON object a line.
//!
//! The relay runs in a process of its own (this program again, told so), on SQLite in a fresh folder, so that its memory
//! and its processor time can be told from the devices'. Bounded in count and in time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that goes wrong stops")]

mod bombs;
mod client;
mod idle;
#[path = "../../../../sync-server/src/hub/tests/people.rs"]
#[allow(dead_code, reason = "shared with the relay's tests, which use all of it")]
mod people;
mod pushes;
mod relay;
mod silent;

use std::path::Path;
use std::time::Duration;

/// The end of all patience.
const LIMIT: Duration = Duration::from_secs(90);

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match std::env::args().nth(1) {
        Some(folder) => runtime.block_on(relay::run(Path::new(&folder))),
        None => runtime.block_on(async {
            pushes::measure().await;
            bombs::measure().await;
            silent::measure().await;
            idle::measure().await;
        }),
    }
}

/// A figure, with the bar it must not be worse than, if there is one.
fn print(name: &str, value: f64, unit: &str, better: &str, bar: Option<f64>) {
    let value = (value * 100.0).round() / 100.0;
    println!("{}", serde_json::json!({ "name": name, "value": value, "unit": unit, "better": better, "bar": bar }));
}

fn float(n: u64) -> f64 {
    u32::try_from(n).map_or(f64::INFINITY, f64::from)
}

/// The time that so many of a hundred are not longer than, in milliseconds.
fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1000.0
}
