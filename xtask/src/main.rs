//! Every chore of the project as `cargo xtask …`.
//! One place, in Rust, so that a person and the continuous integration run exactly the same thing.

mod bench;
mod browser;
mod build;
mod fluent;
mod fuzz;
mod lint;
mod precache;
mod precompress;
mod process;
mod run;
mod sample;
mod shots;
mod sim;
mod steps;
mod tally;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Chores of Doorstep.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Build the app and the relay, start the relay, and print where to open Doorstep.
    Run(run::Options),
    /// Run the checks and tests: all of them, or only the suites named.
    Test(test::Options),
    /// Many devices, one relay and a hostile network, from seeds, in virtual time.
    Sim(sim::Options),
    /// Change what comes from strangers at random, and see that nothing breaks.
    Fuzz(fuzz::Options),
    /// Make a caseload of any size from a seed, as the store of a device that has it.
    Sample(sample::Options),
    /// Measure sizes and times against their bars.
    Bench(bench::Options),
    /// Photograph every screen at four sizes into `target/shots/`.
    Shots(shots::Options),
    /// Build the app only (into `target/dist/…`), without starting anything.
    Build(build::Options),
    /// Finish what Trunk has built, and list it in the service worker: Trunk calls this by itself.
    #[command(hide = true)]
    Precache,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = Workspace::find().and_then(|workspace| match cli.chore {
        Chore::Run(options) => run::run(&workspace, &options),
        Chore::Test(options) => test::test(&workspace, &options),
        Chore::Sim(options) => sim::sim(&workspace, &options),
        Chore::Fuzz(options) => fuzz::fuzz(&workspace, &options),
        Chore::Sample(options) => sample::sample(&workspace, &options),
        Chore::Bench(options) => bench::bench(&workspace, &options),
        Chore::Shots(options) => shots::shots(&workspace, &options),
        Chore::Build(options) => build::build(&workspace, &options),
        Chore::Precache => precache::run(),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}
