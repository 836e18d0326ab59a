//! `cargo xtask bench`: runs every measurement, prints them against their bars, and keeps them in `target/bench.json`.
//! Each program prints one JSON object a line; sizes are measured here.

mod sizes;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::build::{self, Profile};
use crate::process::{progress, run_with_lines};
use crate::workspace::Workspace;
use crate::{browser, tools};

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only measurements whose name starts like this, such as `app`, `relay` or `device.trace`.
    name: Option<String>,
    /// The editing trace for `device.trace_ratio`, plain or gzipped JSON.
    #[arg(long)]
    trace: Option<PathBuf>,
}

/// One figure.
#[derive(Debug, Serialize, Deserialize)]
struct Measure {
    name: String,
    value: f64,
    unit: String,
    /// The figure it must not be worse than, if there is one.
    #[serde(default)]
    bar: Option<f64>,
    #[serde(default)]
    better: Better,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Better {
    #[default]
    Lower,
    Higher,
}

impl Measure {
    fn within_bar(&self) -> bool {
        match (self.bar, self.better) {
            (None, _) => true,
            (Some(bar), Better::Lower) => self.value <= bar,
            (Some(bar), Better::Higher) => self.value >= bar,
        }
    }
}

pub(crate) fn bench(workspace: &Workspace, options: &Options) -> Result<()> {
    let wanted = |family: &str| match &options.name {
        None => true,
        Some(name) => name.starts_with(family) || family.starts_with(name.as_str()),
    };
    let mut measures = Vec::new();
    if wanted("app.wasm") || wanted("app.first") {
        measures.extend(sizes::measure(&build::app(workspace, Profile::Release)?)?);
    }
    if wanted("device.trace") {
        match &options.trace {
            Some(trace) => {
                let trace = trace.canonicalize().with_context(|| format!("no trace at {}", trace.display()))?;
                let mut program = program(workspace, "bench_trace")?;
                measures.extend(measure_with("The editing trace through a device", program.arg("--trace").arg(trace))?);
            }
            None => progress("device.trace_ratio: left out, because it needs `--trace FILE`"),
        }
    }
    if wanted("device.keystroke") {
        let program = &mut program(workspace, "bench_keystroke")?;
        measures.extend(measure_with("A keystroke through a device, in notes of several lengths", program)?);
    }
    if wanted("casefile") {
        measures
            .extend(measure_with("Taking in and searching a caseload", &mut program(workspace, "bench_casefile")?)?);
    }
    if wanted("relay") {
        measures.extend(measure_with("The relay on loopback", &mut program(workspace, "bench_relay")?)?);
    }
    let plan = wanted("app.plan");
    let rest = wanted("app.keystroke") || wanted("app.cold") || wanted("app.unlock") || wanted("sync");
    if plan || rest {
        let mut playwright = browser::playwright(workspace, Profile::Release, &["bench"])?;
        match (plan, rest) {
            (true, false) => drop(playwright.arg("plan.spec")),
            (false, true) => drop(playwright.arg("app.spec")),
            _ => {}
        }
        measures.extend(measure_with("The app in Chromium", playwright.arg("--reporter=line"))?);
    }
    if let Some(name) = &options.name {
        measures.retain(|measure| measure.name.starts_with(name.as_str()));
    }
    report(workspace, &measures)
}

fn program(workspace: &Workspace, name: &str) -> Result<Command> {
    tools::c_compiler()?;
    let mut cargo = workspace.cargo();
    cargo.args(["run", "--quiet", "--release", "-p", "tests", "--bin", name, "--"]);
    Ok(cargo)
}

/// Runs a measuring program and keeps the figures among what it prints.
fn measure_with(what: &str, command: &mut Command) -> Result<Vec<Measure>> {
    progress(what);
    let mut measures = Vec::new();
    let well = run_with_lines(command, |line| measures.extend(read(line)))?;
    anyhow::ensure!(well, "{what}: the measuring program failed");
    anyhow::ensure!(!measures.is_empty(), "{what}: the measuring program printed no figure");
    Ok(measures)
}

fn read(line: &str) -> Option<Measure> {
    serde_json::from_str(line.get(line.find('{')?..)?).ok()
}

fn report(workspace: &Workspace, measures: &[Measure]) -> Result<()> {
    std::fs::create_dir_all(workspace.target())?;
    std::fs::write(workspace.target().join("bench.json"), serde_json::to_vec_pretty(measures)?)?;
    println!("\n{:<40} {:>12} {:<10} {:>10}", "", "measured", "", "bar");
    for measure in measures {
        let sign = if measure.better == Better::Lower { "≤" } else { "≥" };
        let bar = measure.bar.map(|bar| format!("{sign} {bar}")).unwrap_or_default();
        let verdict = if measure.within_bar() { "" } else { "  MISSED" };
        println!("{:<40} {:>12.2} {:<10} {bar:>10}{verdict}", measure.name, measure.value, measure.unit);
    }
    let missed = measures.iter().filter(|measure| !measure.within_bar()).count();
    println!("\n{} measured, {missed} outside their bar", measures.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_figure_is_read_from_its_line_whatever_stands_before_it() {
        let measure = read(r#"[bench] {"name":"relay.x","value":3,"unit":"ms","bar":2.5,"better":"lower"}"#).unwrap();
        assert_eq!((measure.name.as_str(), measure.bar), ("relay.x", Some(2.5)));
        assert!(!measure.within_bar());
        assert!(read("Running 3 tests").is_none());
    }

    #[test]
    fn more_is_better_only_where_it_says_so() {
        let check = |line: &str, expected: bool| assert_eq!(read(line).unwrap().within_bar(), expected, "{line}");
        check(r#"{"name":"a","value":3,"unit":"/s","bar":2,"better":"higher"}"#, true);
        check(r#"{"name":"a","value":3,"unit":"ms","bar":2}"#, false);
        check(r#"{"name":"a","value":3,"unit":"ms"}"#, true);
        check(r#"{"name":"a","value":3,"unit":"ms","bar":null,"better":"lower"}"#, true);
    }
}
