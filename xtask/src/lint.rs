//! Checks that run nothing of ours: format, clippy on both platforms, arrows, unused dependencies, translations, licences.
//! Each is one check in the count; all run even when one fails.

use std::process::Command;

use anyhow::Result;

use crate::process::{is_installed, progress, run};
use crate::steps::timed;
use crate::tally::Tally;
use crate::tools::{self, WASM};
use crate::workspace::Workspace;
use crate::{fluent, test};

/// What runs in the browser as well as here, and so must be clean for both.
const ALSO_IN_BROWSER: &[&str] = &["wire", "trust", "casefile", "device"];

/// What runs nowhere else.
const ONLY_IN_BROWSER: &[&str] = &["app", "browser-store"];

pub(crate) fn lint(workspace: &Workspace) -> Result<Tally> {
    tools::component("cargo-fmt", "rustfmt")?;
    tools::component("cargo-clippy", "clippy")?;
    let mut tally = Tally::default();
    tally += check("Format", workspace.cargo().args(["fmt", "--all", "--check"]));

    tools::c_compiler()?;
    let mut host = workspace.cargo();
    host.args(["clippy", "--quiet", "--workspace", "--all-targets"]);
    for name in ONLY_IN_BROWSER {
        host.args(["--exclude", name]);
    }
    host.args(["--", "-D", "warnings"]);
    tally += check("Clippy for this machine", &mut host);

    tools::wasm_target()?;
    let mut browser = workspace.cargo();
    browser.args(["clippy", "--quiet", "--target", WASM]);
    for name in ALSO_IN_BROWSER.iter().chain(ONLY_IN_BROWSER) {
        browser.args(["-p", name]);
    }
    tally += check("Clippy for the browser", browser.args(["--", "-D", "warnings"]));

    progress("Arrows between crates and folders");
    tally += test::counted(
        "Arrows between crates and folders",
        workspace.cargo().args(["test", "--quiet", "-p", "tests", "--test", "arrows"]),
    )?;

    let mut machete = Command::new(tools::machete()?);
    // By this variable it would take itself for a command of Cargo's, and its first argument for its own name.
    machete.arg("--skip-target-dir").env_remove("CARGO").current_dir(workspace.root());
    tally += check("Dependencies that nobody uses", &mut machete);

    progress("Translations");
    tally += fluent::check(workspace)?;

    if is_installed("cargo-deny") {
        tally +=
            check("Licences and advisories", Command::new("cargo-deny").arg("check").current_dir(workspace.root()));
    } else {
        progress(
            "Licences and advisories: left out, because cargo-deny is not installed here (`cargo install cargo-deny`)",
        );
    }
    Ok(tally)
}

fn check(what: &str, command: &mut Command) -> Tally {
    progress(what);
    let outcome = timed(what, || run(command));
    if let Err(error) = &outcome {
        eprintln!("{error:#}");
    }
    Tally::one(outcome.is_ok())
}
