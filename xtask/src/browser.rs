//! Running Playwright: Chromium, the npm packages, the built app and the relay, then the tests.
//! Everything the tests need to know reaches them through four environment variables set here.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::process::{answer, is_there, overheard, quietly, say};
use crate::tally::Tally;
use crate::tools::{self, Tools, WASM};
use crate::workspace::Workspace;

/// Where Chromium may be, the person's own choice first.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Runs the journeys and returns their count.
pub(crate) fn test(workspace: &Workspace, quick: bool, only: Option<&str>) -> Result<Tally> {
    say("Journeys in real Chromium");
    let mut playwright = playwright(workspace, Profile::of(!quick), "specs")?;
    playwright.env("DOORSTEP_STORE", store_page(workspace)?);
    let results = workspace.target().join("browser").join("results.json");
    std::fs::remove_file(&results).ok();
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &results).arg("--reporter=list,json").args(only);
    let well = overheard(&mut playwright, |_| {})?;
    let report = std::fs::read_to_string(&results).context("Playwright wrote no report")?;
    Ok(read_report(&report)?.ended(well))
}

/// `playwright test` for one of the projects in `playwright.config.ts`, with everything it needs built.
pub(crate) fn playwright(workspace: &Workspace, profile: Profile, project: &str) -> Result<Command> {
    let chromium = chromium()?;
    packages(workspace)?;
    let dist = build::app(workspace, profile)?;
    let relay = build::relay(workspace, profile)?;
    let mut command = Command::new("node");
    command.args(["node_modules/@playwright/test/cli.js", "test"]).arg(format!("--project={project}"));
    command.current_dir(workspace.browser_tests());
    command.env("DOORSTEP_DIST", dist).env("DOORSTEP_RELAY", relay).env("DOORSTEP_CHROMIUM", chromium);
    command.env("DOORSTEP_OUT", workspace.target().join("browser"));
    Ok(command)
}

/// The store's promises as a module that a page can load; see `tests/browser-store`.
fn store_page(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    cargo.args(["build", "-p", "browser-store", "--target", WASM]);
    quietly("Building the store's promises for the browser", &mut cargo)?;
    let program = workspace.target().join(WASM).join("debug").join("browser_store.wasm");
    let folder = workspace.target().join("browser-store");
    let mut bindgen = Command::new(Tools::for_app(workspace, false)?.find("wasm-bindgen")?);
    answer(bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&folder).arg(program))?;
    Ok(folder)
}

/// The npm packages of `tests/browser`, exactly as its lock file says.
fn packages(workspace: &Workspace) -> Result<()> {
    let folder = workspace.browser_tests();
    let when = |file: &Path| std::fs::metadata(file).and_then(|about| about.modified()).ok();
    let installed = when(&folder.join("node_modules").join(".package-lock.json"));
    if installed.is_some() && installed >= when(&folder.join("package-lock.json")) {
        return Ok(());
    }
    let mut npm = tools::npm()?;
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    quietly("Installing the browser test packages", npm.current_dir(folder))
}

/// Chromium's program file; installed from the distribution where that is possible without asking anyone.
fn chromium() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("DOORSTEP_CHROMIUM") {
        return Ok(chosen.into());
    }
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    if is_there("apt-get") && is_root() {
        let mut update = Command::new("apt-get");
        quietly("Fetching the list of Debian packages", update.args(["update", "-q"]))?;
        let mut install = Command::new("apt-get");
        install
            .args(["install", "-q", "-y", "--no-install-recommends", "chromium"])
            .env("DEBIAN_FRONTEND", "noninteractive");
        quietly("Installing Chromium", &mut install)?;
        if let Some(found) = find_chromium() {
            return Ok(found);
        }
    }
    bail!("The browser tests need Chromium. Install it, or name its program file in DOORSTEP_CHROMIUM.")
}

fn find_chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    CHROMIUM.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Passed and failed of Playwright's JSON report; a test that passed only when repeated has failed.
fn read_report(report: &str) -> Result<Tally> {
    let report: serde_json::Value = serde_json::from_str(report).context("Playwright's report is not JSON")?;
    let count = |name: &str| report["stats"][name].as_u64().unwrap_or_default();
    let tally = Tally { passed: count("expected"), failed: count("unexpected") + count("flaky") };
    if tally == Tally::default() {
        bail!("No browser test ran at all.");
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_flaky_browser_test_counts_as_failed() {
        let report = r#"{"stats":{"expected":7,"unexpected":1,"flaky":2,"skipped":0}}"#;
        assert_eq!(read_report(report).unwrap(), Tally { passed: 7, failed: 3 });
    }

    #[test]
    fn a_report_without_tests_is_an_error() {
        assert!(read_report(r#"{"stats":{"expected":0}}"#).is_err());
        assert!(read_report("not json").is_err());
    }
}
