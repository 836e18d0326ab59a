//! `cargo xtask fuzz TARGET --minutes N`: bytes from strangers, changed at random, for as long as one likes.
//! Built as the tests are: with checks of overflow and assertions, which are what is looked for.

use anyhow::{Result, bail};

use crate::process::{progress, run_with_lines};
use crate::tally::Tally;
use crate::workspace::Workspace;

/// What to try, and for how long.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// A target of `tests/src/fuzz/targets.rs`, or `all`.
    target: String,
    /// For how long, together.
    #[arg(long, default_value_t = 5.0)]
    minutes: f64,
    /// Another seed tries other inputs.
    #[arg(long, default_value_t = 1)]
    from: u64,
}

pub(crate) fn fuzz(workspace: &Workspace, options: &Options) -> Result<()> {
    progress(format!("Fuzzing {} for {} minutes", options.target, options.minutes));
    let mut command = workspace.cargo();
    command.args(["run", "--quiet", "-p", "tests", "--bin", "fuzz", "--", &options.target]);
    command.args(["--minutes", &options.minutes.to_string(), "--from", &options.from.to_string()]);
    let mut tally = Tally::default();
    let well = run_with_lines(&mut command, |line| tally = Tally::read(line).unwrap_or(tally))?;
    if tally.ended(well).failed > 0 {
        bail!("An input broke a promise; it is kept, and named above.");
    }
    Ok(())
}
