//! `cargo xtask test`: every check there is, cheapest first, with one count at the end.
//! All suites run even when one fails, because a person wants the whole picture.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::process::{progress, run_with_lines};
use crate::steps::{in_words, slowest, timed};
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{browser, lint, sim, tools};

/// What to check.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these suites, in this order; all of them if none is named.
    #[arg(value_enum)]
    suites: Vec<Suite>,
    /// Seeds the simulation lives through.
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// Browser tests against the quick build of the app instead of the shipped one.
    #[arg(long)]
    quick: bool,
    /// Only browser tests whose file or title matches.
    #[arg(long)]
    only: Option<String>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Suite {
    /// Formatting, clippy for this machine and the browser, arrows, unused dependencies, translations, licences.
    Lint,
    /// Tests of each crate and the examples in their documentation.
    Unit,
    /// The real relay over real sockets, under faults.
    Relay,
    /// Many devices and one relay in virtual time.
    Sim,
    /// Journeys in real Chromium, the most important ones in Firefox and WebKit too.
    Browser,
    /// The most important journeys in WebKit alone; only where it is named.
    Webkit,
}

const ALL: [Suite; 5] = [Suite::Lint, Suite::Unit, Suite::Relay, Suite::Sim, Suite::Browser];

/// The crates whose own tests run on this machine (of the app, those that need no browser); `tests` has suites of its own.
const CRATES: &[&str] = &["wire", "trust", "casefile", "device", "casework", "sync-server", "xtask", "app"];

pub(crate) fn test(workspace: &Workspace, options: &Options) -> Result<()> {
    let suites = if options.suites.is_empty() { ALL.to_vec() } else { options.suites.clone() };
    let mut total = Tally::default();
    let mut lines = Vec::new();
    for suite in suites {
        let started = Instant::now();
        let outcome = match suite {
            Suite::Lint => lint::lint(workspace),
            Suite::Unit => unit(workspace),
            Suite::Relay => relay(workspace),
            Suite::Sim => simulation(workspace, options.seeds),
            Suite::Browser => {
                let projects: &[&str] = if options.quick { &browser::QUICK_JOURNEYS } else { &browser::JOURNEYS };
                browser::test(workspace, projects, options.quick, options.only.as_deref())
            }
            Suite::Webkit => browser::test(workspace, &browser::WEBKIT, options.quick, options.only.as_deref()),
        };
        let tally = outcome.unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Tally::one(false)
        });
        lines.push(format!("{:<8} {tally} ({})", suite.name(), in_words(started.elapsed())));
        total += tally;
    }
    println!();
    for line in lines {
        println!("{line}");
    }
    println!("slowest:\n{}", slowest(10));
    println!("{total}");
    if total.failed > 0 {
        // The count above is the last line by promise; the exit code says the rest.
        std::process::exit(1);
    }
    Ok(())
}

impl Suite {
    fn name(self) -> &'static str {
        match self {
            Self::Lint => "lint",
            Self::Unit => "unit",
            Self::Relay => "relay",
            Self::Sim => "sim",
            Self::Browser => "browser",
            Self::Webkit => "webkit",
        }
    }
}

fn simulation(workspace: &Workspace, seeds: u64) -> Result<Tally> {
    timed("Simulation", || sim::seeds(workspace, sim::Built::LikeTests, seeds, 1, &[]))
}

fn unit(workspace: &Workspace) -> Result<Tally> {
    progress("Tests of each crate");
    tools::c_compiler()?;
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--no-fail-fast"]);
    for name in CRATES {
        cargo.args(["-p", name]);
    }
    let mut tally = counted("Tests of each crate", &mut cargo)?;
    tally += of_tests(workspace, "Tests of several crates", |file| !file.starts_with("relay") && file != "arrows")?;
    Ok(tally)
}

fn relay(workspace: &Workspace) -> Result<Tally> {
    progress("The relay under faults");
    of_tests(workspace, "The relay under faults", |file| file.starts_with("relay"))
}

/// Runs those test files of the `tests` crate whose name `wanted` accepts.
fn of_tests(workspace: &Workspace, what: &str, wanted: impl Fn(&str) -> bool) -> Result<Tally> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(workspace.root().join("tests").join("tests"))? {
        let path = entry?.path();
        // A test is a file, or a folder with a `main.rs`.
        let rust = path.extension().is_some_and(|ending| ending == "rs") || path.join("main.rs").is_file();
        if let Some(name) = path.file_stem().and_then(|name| name.to_str()).filter(|_| rust).filter(|name| wanted(name))
        {
            names.push(name.to_owned());
        }
    }
    if names.is_empty() {
        return Ok(Tally::default());
    }
    names.sort();
    let mut cargo = workspace.cargo();
    cargo.args(["test", "--no-fail-fast", "-p", "tests"]);
    for name in names {
        cargo.args(["--test", &name]);
    }
    counted(what, &mut cargo)
}

/// Runs a `cargo test` and adds up its counts.
pub(crate) fn counted(what: &str, cargo: &mut std::process::Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let each = |line: &str| {
        if line.starts_with("test result:") {
            tally += Tally::read(line).unwrap_or_default();
        }
    };
    let well = timed(what, || run_with_lines(cargo, each))?;
    if well && tally == Tally::default() {
        bail!("No test ran at all.");
    }
    Ok(tally.ended(well))
}
