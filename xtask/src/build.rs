//! Building the two things Doorstep is made of: the app (for the browser) and the relay (for this machine).
//! Every other chore that needs one of them asks here.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::precompress;
use crate::process::{join, progress, run, run_quietly};
use crate::tools::{self, Tools, WASM};
use crate::workspace::Workspace;

/// How carefully to build.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Small and fast, as it is shipped: takes minutes instead of seconds.
    #[arg(long)]
    release: bool,
}

/// What a build is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build, for trying things.
    Dev,
    /// As shipped: optimised for size, compressed beforehand.
    Release,
}

impl Profile {
    pub(crate) fn of(release: bool) -> Self {
        if release { Self::Release } else { Self::Dev }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    /// What Cargo calls it when it builds for the browser.
    pub(crate) fn of_cargo(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "wasm-release",
        }
    }

    /// Where Cargo puts what it has built for the browser.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "wasm-release",
        }
    }
}

pub(crate) fn build(workspace: &Workspace, options: &Options) -> Result<()> {
    let dist = app(workspace, Profile::of(options.release))?;
    progress(format!("The app is in {}", dist.display()));
    Ok(())
}

/// Builds the app and the relay; returns the folder to serve, and the relay's program file.
///
/// On a bare machine the tools have to be compiled too. That is done beside the relay and the app's own code, because
/// every build has stretches in which it keeps one core busy only.
pub(crate) fn both(workspace: &Workspace, app: Profile, relay: Profile) -> Result<(PathBuf, PathBuf)> {
    tools::wasm_target()?;
    let (tools, relay) = std::thread::scope(|scope| {
        let tools = scope.spawn(|| Tools::for_app(workspace, app == Profile::Release));
        let built = scope.spawn(|| {
            let relay = self::relay(workspace, relay)?;
            code(workspace, app)?;
            Ok(relay)
        });
        Ok::<_, anyhow::Error>((join(tools)?, join(built)?))
    })?;
    Ok((finish(workspace, app, &tools)?, relay))
}

/// Builds the app and returns the folder to serve.
pub(crate) fn app(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let tools = Tools::for_app(workspace, profile == Profile::Release)?;
    finish(workspace, profile, &tools)
}

/// Compiles the app's code exactly as Trunk will ask for it, so that Trunk finds it done.
fn code(workspace: &Workspace, profile: Profile) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["build", "-p", "app", "--bin", "app", "--target", WASM, "--profile", profile.of_cargo()]);
    run_quietly(&format!("Compiling the app ({})", profile.name()), &mut cargo)
}

/// Has Trunk build the app; returns the folder to serve.
fn finish(workspace: &Workspace, profile: Profile, tools: &Tools) -> Result<PathBuf> {
    run(workspace.cargo().args(["fetch", "--quiet", "--target", WASM]))?;
    let dist = workspace.target().join("dist").join(profile.name());
    std::fs::create_dir_all(&dist).with_context(|| format!("creating {}", dist.display()))?;

    let mut trunk = std::process::Command::new("trunk");
    tools.apply(&mut trunk).current_dir(workspace.root()).arg("build").arg("--dist").arg(&dist);
    // Colour codes in what is only shown after a failure would be noise.
    trunk.args(["--color", "never", "--offline"]).env_remove("NO_COLOR").env("RUST_BACKTRACE", "0");
    // Trunk's hook finds this very program, and needs not build it.
    trunk.env("DOORSTEP_XTASK", std::env::current_exe().context("this program does not know its own file")?);
    if profile == Profile::Release {
        trunk.arg("--release");
    }
    run_quietly(&format!("Building the app ({})", profile.name()), &mut trunk)?;
    if profile == Profile::Release {
        precompress::folder(&dist)?;
    }
    Ok(dist)
}

/// Builds the relay and returns its program file.
pub(crate) fn relay(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    tools::c_compiler()?;
    let mut cargo = workspace.cargo();
    cargo.args(["build", "-p", "sync-server", "--bin", "doorstep-relay"]);
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => {
            cargo.arg("--release");
            "release"
        }
    };
    run_quietly(&format!("Building the relay ({})", profile.name()), &mut cargo)?;
    let program = Path::new("doorstep-relay").with_extension(std::env::consts::EXE_EXTENSION);
    Ok(workspace.target().join(folder).join(program))
}
