//! `cargo xtask sample`: makes a caseload of any size from a seed, as the store of a device that has it, for measurements and
//! for trying things on. The measurements of the app (`cargo xtask bench app`) make theirs so.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process::{run_quietly, run_with_lines};
use crate::tools;
use crate::workspace::Workspace;

/// How large a caseload, and where it goes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Cases.
    #[arg(long, default_value_t = 200)]
    cases: u32,
    /// Notes, over all cases.
    #[arg(long, default_value_t = 5_000)]
    notes: u32,
    /// The same seed makes the same caseload.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file to write; by itself one below `target`.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Also writes what is in the notes, as JSON.
    #[arg(long)]
    texts: Option<PathBuf>,
}

/// Makes a caseload.
pub(crate) fn sample(workspace: &Workspace, options: &Options) -> Result<()> {
    let out = options.out.clone().unwrap_or_else(|| workspace.target().join("caseload.store"));
    let mut program = Command::new(program(workspace)?);
    program.args(["--cases", &options.cases.to_string(), "--notes", &options.notes.to_string()]);
    program.args(["--seed", &options.seed.to_string()]).arg("--out").arg(&out);
    if let Some(texts) = &options.texts {
        program.arg("--texts").arg(texts);
    }
    anyhow::ensure!(run_with_lines(&mut program, |_| {})?, "the caseload was not made");
    Ok(())
}

/// The program that makes it, built.
pub(crate) fn program(workspace: &Workspace) -> Result<PathBuf> {
    tools::c_compiler()?;
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--quiet", "-p", "tests", "--bin", "make_caseload"]);
    run_quietly("Building what makes a caseload", &mut cargo)?;
    Ok(workspace.target().join(Path::new("debug/make_caseload")))
}
