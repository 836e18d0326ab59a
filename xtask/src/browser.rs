//! Running Playwright: three browsers, the npm packages, the built app and the relay, then the tests.
//! Everything the tests need to know reaches them through the environment variables set here.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::process::{is_installed, progress, run_quietly, run_with_lines, stdout_of};
use crate::steps::{in_words, took};
use crate::tally::Tally;
use crate::tools::{self, Tools, WASM};
use crate::workspace::Workspace;

/// Where Chromium may be, the person's own choice first.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Where Firefox may be; the distribution's long-term version first.
const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];

/// The projects of `playwright.config.ts` that are tests of every change: all there is in Chromium, and what must hold in
/// every engine.
pub(crate) const JOURNEYS: [&str; 4] = ["specs", "chromium", "firefox", "webkit"];

/// The same with the quick build. Not in WebKit, in which a program that was not optimised traps now and then, at places
/// that change; the one that is shipped does not.
pub(crate) const QUICK_JOURNEYS: [&str; 3] = ["specs", "chromium", "firefox"];

/// The most important journeys in WebKit alone.
pub(crate) const WEBKIT: [&str; 1] = ["webkit"];

/// Runs the journeys and returns their count.
pub(crate) fn test(workspace: &Workspace, projects: &[&str], quick: bool, only: Option<&str>) -> Result<Tally> {
    progress(format!("Journeys in real browsers: {}", projects.join(", ")));
    let engines = Engines::find(projects)?;
    let mut playwright = playwright(workspace, Profile::of(!quick), projects)?;
    playwright
        .env("DOORSTEP_STORE", store_page(workspace, Profile::of(!quick))?)
        .env("DOORSTEP_FIREFOX", engines.firefox);
    let results = workspace.target().join("browser").join("results.json");
    std::fs::remove_file(&results).ok();
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &results).arg("--reporter=list,json").args(only);
    let well = run_with_lines(&mut playwright, |_| {})?;
    let report = std::fs::read_to_string(&results).context("Playwright wrote no report")?;
    let projects = read_report(&report)?;
    let mut total = Tally::default();
    for Project { name, tally, time } in &projects {
        progress(format!("{name:<8} {tally} ({})", in_words(*time)));
        took(&format!("Journeys, {name}"), *time);
        total += *tally;
    }
    Ok(total.ended(well))
}

/// `playwright test` for some of the projects in `playwright.config.ts`, with everything they need built.
pub(crate) fn playwright(workspace: &Workspace, profile: Profile, projects: &[&str]) -> Result<Command> {
    let chromium = chromium()?;
    packages(workspace)?;
    // What the tests ask of a relay, the one that the other suites have built can do; only measuring takes the shipped one.
    let relay = if projects.contains(&"bench") { profile } else { Profile::Dev };
    let (dist, relay) = build::both(workspace, profile, relay)?;
    let mut command = Command::new("node");
    command.args(["node_modules/@playwright/test/cli.js", "test"]);
    command.args(projects.iter().map(|project| format!("--project={project}")));
    command.current_dir(workspace.browser_tests());
    command.env("DOORSTEP_DIST", dist).env("DOORSTEP_RELAY", relay).env("DOORSTEP_CHROMIUM", chromium);
    command.env("DOORSTEP_OUT", workspace.target().join("browser"));
    Ok(command)
}

/// The store's promises as a module that a page can load; see `tests/browser-store`.
fn store_page(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    // In the same build as the app, of which it is made.
    cargo.args(["build", "-p", "browser-store", "--target", WASM, "--profile", profile.of_cargo()]);
    run_quietly("Building the store's promises for the browser", &mut cargo)?;
    let program = workspace.target().join(WASM).join(profile.folder()).join("browser_store.wasm");
    let folder = workspace.target().join("browser-store");
    let mut bindgen = Command::new(Tools::for_app(workspace, false)?.find("wasm-bindgen")?);
    stdout_of(bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&folder).arg(program))?;
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
    run_quietly("Installing the browser test packages", npm.current_dir(folder))
}

/// Chromium's program file; installed from the distribution where that is possible without asking anyone.
fn chromium() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("DOORSTEP_CHROMIUM") {
        return Ok(chosen.into());
    }
    if let Some(found) = find(&CHROMIUM) {
        return Ok(found);
    }
    install("Chromium", &["chromium"])?;
    find(&CHROMIUM)
        .context("The browser tests need Chromium. Install it, or name its program file in DOORSTEP_CHROMIUM.")
}

/// The other two engines, as Debian has them.
struct Engines {
    firefox: PathBuf,
}

impl Engines {
    /// Finds those that `projects` need, and installs what is missing where that is possible without asking anyone.
    fn find(projects: &[&str]) -> Result<Self> {
        let webkit = projects.contains(&"webkit");
        let mut missing = Vec::new();
        let firefox = std::env::var_os("DOORSTEP_FIREFOX").map(PathBuf::from);
        if firefox.is_none() && find(&FIREFOX).is_none() {
            missing.push("firefox-esr");
        }
        if webkit && find(&["WebKitWebDriver"]).is_none() {
            missing.push("webkit2gtk-driver");
        }
        if webkit && find(&["Xvfb"]).is_none() {
            missing.push("xvfb");
        }
        if webkit && !has_webkit() {
            missing.extend(["gjs", "gir1.2-webkit2-4.1"]);
        }
        if !missing.is_empty() {
            install("Firefox and WebKit", &missing)?;
        }
        let firefox = firefox
            .or_else(|| find(&FIREFOX))
            .context("The browser tests need Firefox. Install it, or name its program file in DOORSTEP_FIREFOX.")?;
        if webkit && (find(&["WebKitWebDriver"]).is_none() || find(&["Xvfb"]).is_none() || !has_webkit()) {
            bail!(
                "The browser tests need WebKitGTK with its driver, GJS and Xvfb. \
                 On Debian: `apt-get install webkit2gtk-driver gjs gir1.2-webkit2-4.1 xvfb`."
            );
        }
        Ok(Self { firefox })
    }
}

/// True when GJS is there and can load WebKitGTK: what `tests/browser/engines/webkitgtk.js` is run by.
fn has_webkit() -> bool {
    stdout_of(Command::new("gjs").args(["-c", "imports.gi.versions.WebKit2 = '4.1'; imports.gi.WebKit2;"])).is_ok()
}

/// Installs Debian packages if this is Debian and nobody has to be asked; otherwise the caller finds them missing.
fn install(what: &str, packages: &[&str]) -> Result<()> {
    if !is_installed("apt-get") || !is_root() {
        return Ok(());
    }
    let mut update = Command::new("apt-get");
    run_quietly("Fetching the list of Debian packages", update.args(["update", "-q"]))?;
    let mut install = Command::new("apt-get");
    install.args(["install", "-q", "-y", "--no-install-recommends"]).args(packages);
    run_quietly(&format!("Installing {what}"), install.env("DEBIAN_FRONTEND", "noninteractive"))
}

/// The first of these programs in the search path.
fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

fn is_root() -> bool {
    stdout_of(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// What one project of `playwright.config.ts` came to.
#[derive(Debug, PartialEq)]
struct Project {
    name: String,
    tally: Tally,
    /// All its tests together, as if they had run one after the other.
    time: Duration,
}

/// Each project in Playwright's JSON report; a test that passed only when repeated has failed.
fn read_report(report: &str) -> Result<Vec<Project>> {
    let report: serde_json::Value = serde_json::from_str(report).context("Playwright's report is not JSON")?;
    let mut projects = Vec::new();
    let mut suites: Vec<&serde_json::Value> = each(&report["suites"]).collect();
    while let Some(suite) = suites.pop() {
        suites.extend(each(&suite["suites"]));
        for test in each(&suite["specs"]).flat_map(|spec| each(&spec["tests"])) {
            count(test, &mut projects);
        }
    }
    if projects.is_empty() {
        bail!("No browser test ran at all.");
    }
    projects.sort_by_key(|project| JOURNEYS.iter().position(|name| *name == project.name).unwrap_or(JOURNEYS.len()));
    Ok(projects)
}

fn count(test: &serde_json::Value, projects: &mut Vec<Project>) {
    let status = test["status"].as_str().unwrap_or_default();
    if status == "skipped" {
        return;
    }
    let name = test["projectName"].as_str().unwrap_or_default();
    let at = projects.iter().position(|project| project.name == name).unwrap_or_else(|| {
        projects.push(Project { name: name.to_owned(), tally: Tally::default(), time: Duration::ZERO });
        projects.len() - 1
    });
    projects[at].tally += Tally::one(status == "expected");
    let times = each(&test["results"]).filter_map(|result| result["duration"].as_u64());
    projects[at].time += times.map(Duration::from_millis).sum::<Duration>();
}

/// The members of a JSON array; none if it is none.
fn each(list: &serde_json::Value) -> impl Iterator<Item = &serde_json::Value> {
    list.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_project_is_counted_by_itself_and_a_flaky_test_counts_as_failed() {
        let test = |project: &str, status: &str| {
            format!(r#"{{"projectName":"{project}","status":"{status}","results":[{{"duration":1500}}]}}"#)
        };
        let report = format!(
            r#"{{"suites":[{{"specs":[{{"tests":[{}]}}],"suites":[{{"specs":[{{"tests":[{},{}]}},{{"tests":[{}]}}]}}]}}]}}"#,
            test("webkit", "expected"),
            test("specs", "expected"),
            test("webkit", "flaky"),
            test("specs", "skipped"),
        );
        let project = |name: &str, passed, failed, millis| Project {
            name: name.to_owned(),
            tally: Tally { passed, failed },
            time: Duration::from_millis(millis),
        };
        assert_eq!(read_report(&report).unwrap(), [project("specs", 1, 0, 1_500), project("webkit", 1, 1, 3_000)]);
    }

    #[test]
    fn a_report_without_tests_is_an_error() {
        assert!(read_report(r#"{"suites":[]}"#).is_err());
        assert!(read_report("not json").is_err());
    }
}
