//! The switches that make the shipped app a tenth smaller: it is built together with the standard library, and neither
//! carries the words of a panic, the places in the source, or what `Debug` would write.
//!
//! Rust does not call them stable, so it is asked first; a Rust that does not know them builds the same app, larger.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::process::{answer, is_there, quietly, say};
use crate::tools::WASM;
use crate::workspace::Workspace;

/// Asks rustc for what it does not promise to keep.
const UNSTABLE: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");

const SWITCHES: [&str; 4] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

/// What to set in the environment of everything that builds the shipped app. It is built in a folder of its own: what
/// the switches touch would otherwise be built anew at every turn.
pub(crate) fn environment(workspace: &Workspace) -> Result<Vec<(&'static str, OsString)>> {
    if !known() || !library()? {
        say("This Rust does not know the switches for a small app: it is built without them");
        return Ok(Vec::new());
    }
    Ok(vec![
        (UNSTABLE.0, UNSTABLE.1.into()),
        ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".into()),
        ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size".into()),
        ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", SWITCHES.join(" ").into()),
        ("CARGO_TARGET_DIR", workspace.target().join("small").into()),
    ])
}

fn known() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(SWITCHES).args(["--target", WASM, "--print", "cfg"]).env(UNSTABLE.0, UNSTABLE.1);
    answer(&mut rustc).is_ok()
}

/// Whether the source of the standard library is here; fetched by rustup where it can be.
fn library() -> Result<bool> {
    let sysroot = answer(Command::new("rustc").args(["--print", "sysroot"]))?;
    let there = || Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.lock").is_file();
    if !there() && is_there("rustup") {
        let mut rustup = Command::new("rustup");
        // Without it the app is larger, and that is all.
        let _ = quietly("Fetching the source of Rust's library (once)", rustup.args(["component", "add", "rust-src"]));
    }
    Ok(there())
}
