//! `cargo xtask shots`: every screen at phone, tablet and desktop size, light and dark, some in Spanish.
//! They are for a person to look at; nothing is compared.

use anyhow::Result;

use crate::browser;
use crate::build::Profile;
use crate::process::{progress, run};
use crate::workspace::Workspace;

/// What to photograph.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The app as shipped instead of the quick build.
    #[arg(long)]
    release: bool,
    /// Only screens whose title matches.
    #[arg(long)]
    only: Option<String>,
}

pub(crate) fn shots(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut playwright = browser::playwright(workspace, Profile::of(options.release), &["shots"])?;
    let folder = workspace.target().join("shots");
    playwright.env("DOORSTEP_SHOTS", &folder).arg("--reporter=list");
    if let Some(only) = &options.only {
        playwright.args(["--grep", only]);
    }
    run(&mut playwright)?;
    progress(format!("The pictures are in {}", folder.display()));
    Ok(())
}
