//! `cargo xtask sim`: the simulation in `tests`, with its seeds passed through.
//! A failing seed is repeated with `--seeds 1 --from <seed>`.

use anyhow::{Result, bail};

use crate::process::{progress, run_with_lines};
use crate::tally::Tally;
use crate::workspace::Workspace;

/// Which seeds to live through.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many seeds.
    #[arg(long, default_value_t = 1000)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// Anything else the simulation understands.
    #[arg(last = true)]
    rest: Vec<String>,
}

pub(crate) fn sim(workspace: &Workspace, options: &Options) -> Result<()> {
    let tally = seeds(workspace, Built::Fast, options.seeds, options.from, &options.rest)?;
    if tally.failed > 0 {
        bail!("The simulation found a broken promise; the seed is named above.");
    }
    Ok(())
}

/// How the simulation is built.
#[derive(Clone, Copy)]
pub(crate) enum Built {
    /// As the tests are, which have built most of it already: right for a few hundred seeds.
    LikeTests,
    /// Optimised: minutes more to build, and right for thousands of seeds.
    Fast,
}

/// Runs `count` seeds from `first`; the simulation prints its own count as its last line.
pub(crate) fn seeds(workspace: &Workspace, built: Built, count: u64, first: u64, rest: &[String]) -> Result<Tally> {
    progress(format!("Simulation: seeds {first} to {}", first + count.saturating_sub(1)));
    let mut command = workspace.cargo();
    let profile = match built {
        Built::LikeTests => "dev",
        Built::Fast => "sim",
    };
    command.args(["run", "--quiet", "--profile", profile, "-p", "tests", "--bin", "sim", "--"]);
    command.args(["--seeds", &count.to_string(), "--from", &first.to_string()]).args(rest);
    let mut tally = Tally::default();
    let well = run_with_lines(&mut command, |line| {
        if let Some(counted) = Tally::read(line) {
            tally = counted;
        }
    })?;
    Ok(tally.ended(well))
}
