//! The programs a build needs besides Rust: found where they are, installed once where they are not.
//! They go to the person's cache folder, never into the system, and their versions are fixed here or in `Cargo.lock`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{is_installed, join, progress, run_quietly, stdout_of};
use crate::workspace::Workspace;

/// The platform the app is built for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The last Trunk that the Rust version named in `Cargo.toml` can build.
const TRUNK: &str = "0.21.14";

const MACHETE: &str = "0.9.2";

/// What was found or installed.
pub(crate) struct Tools {
    /// Search path with the right versions first.
    path: OsString,
}

impl Tools {
    /// Everything `trunk build` needs; `release` also asks for `wasm-opt`.
    pub(crate) fn for_app(workspace: &Workspace, release: bool) -> Result<Self> {
        let folder = folder()?;
        wasm_target()?;
        let bindgen = workspace.locked_version("wasm-bindgen")?;
        let path = search_path(&folder)?;
        std::thread::scope(|scope| {
            let trunk = scope.spawn(|| trunk(&folder, &path));
            let bindgen = scope.spawn(|| wasm_bindgen(&folder, &bindgen, &path));
            join(trunk)?;
            join(bindgen)
        })?;
        if release {
            wasm_opt(workspace, &folder, &path)?;
        }
        Ok(Self { path })
    }

    /// Makes `command` find these tools first.
    pub(crate) fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("PATH", &self.path).env("TRUNK_SKIP_VERSION_CHECK", "true")
    }

    /// The file of a program that comes with one of the tools.
    pub(crate) fn find(&self, program: &str) -> Result<PathBuf> {
        first_on(&self.path, program)
            .with_context(|| format!("{program} is not installed, though it comes with a tool that is"))
    }
}

fn trunk(folder: &Path, path: &OsString) -> Result<()> {
    if has_version("trunk", TRUNK, path) {
        return Ok(());
    }
    let mut install = install(folder, "trunk", TRUNK);
    // Without its defaults it cannot download anything, which it is never asked to.
    install.args(["--locked", "--no-default-features"]);
    run_quietly(&format!("Installing trunk {TRUNK}, which builds the app (once)"), &mut install)
}

fn wasm_bindgen(folder: &Path, version: &str, path: &OsString) -> Result<()> {
    if has_version("wasm-bindgen", version, path) {
        return Ok(());
    }
    // Not `--locked`: its lock file may name what the registry does not have yet.
    let mut install = install(folder, "wasm-bindgen-cli", version);
    // It reads the whole program, debug names and all: unoptimised it would lose at every build what it saves here.
    install.args(["--bin", "wasm-bindgen"]).env("CARGO_PROFILE_DEV_OPT_LEVEL", "1");
    run_quietly(&format!("Installing wasm-bindgen {version}, which joins the app to the browser (once)"), &mut install)
}

/// `cargo-machete`, which finds dependencies that are declared and not used.
pub(crate) fn machete() -> Result<PathBuf> {
    let folder = folder()?;
    let path = search_path(&folder)?;
    if !has_version("cargo-machete", MACHETE, &path) {
        let mut install = install(&folder, "cargo-machete", MACHETE);
        run_quietly(&format!("Installing cargo-machete {MACHETE} (once)"), install.arg("--locked"))?;
    }
    first_on(&path, "cargo-machete").context("cargo-machete is not there, though it was installed")
}

/// The `npm` program, or what to do without it.
pub(crate) fn npm() -> Result<Command> {
    let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if !is_installed(name) {
        bail!("This needs Node.js 20 or later with npm, which is not installed here. Install it and run this again.");
    }
    Ok(Command::new(name))
}

/// Says plainly when there is no C compiler: SQLite, inside the relay, is written in C.
pub(crate) fn c_compiler() -> Result<()> {
    let named = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    if cfg!(unix) && ![named.as_str(), "gcc", "clang"].iter().any(|compiler| is_installed(compiler)) {
        bail!("The relay contains SQLite, which needs a C compiler. On Debian: `apt-get install build-essential`.");
    }
    Ok(())
}

/// `${XDG_CACHE_HOME:-~/.cache}/doorstep/tools`.
fn folder() -> Result<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = set("XDG_CACHE_HOME")
        .or_else(|| set("LOCALAPPDATA").filter(|_| cfg!(windows)))
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .context("No cache folder is known: set HOME or XDG_CACHE_HOME.")?;
    Ok(cache.join("doorstep").join("tools"))
}

fn search_path(folder: &Path) -> Result<OsString> {
    let ours = [folder.join("bin"), folder.join("npm").join("node_modules").join(".bin")];
    let theirs = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(ours.into_iter().chain(std::env::split_paths(&theirs))).context("PATH cannot be extended")
}

/// Adds the browser platform to Rust where it is missing.
pub(crate) fn wasm_target() -> Result<()> {
    let sysroot = stdout_of(Command::new("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib").join("rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if !is_installed("rustup") {
        bail!(
            "Rust cannot build for the browser here: its {WASM} target is missing, and rustup is not there to add it."
        );
    }
    run_quietly("Adding the browser target to Rust (once)", Command::new("rustup").args(["target", "add", WASM]))
}

/// Adds a part of the Rust tool chain, such as `clippy`, where it is missing and rustup is there to add it.
pub(crate) fn component(program: &str, component: &str) -> Result<()> {
    if is_installed(program) || !is_installed("rustup") {
        return Ok(());
    }
    run_quietly(
        &format!("Adding {component} to Rust (once)"),
        Command::new("rustup").args(["component", "add", component]),
    )
}

/// True when the first `program` on `path` reports `version`.
fn has_version(program: &str, version: &str, path: &OsString) -> bool {
    let Some(program) = first_on(path, program) else { return false };
    stdout_of(Command::new(program).arg("--version"))
        .is_ok_and(|printed| printed.split_whitespace().any(|word| word == version))
}

fn first_on(path: &OsString, program: &str) -> Option<PathBuf> {
    let file = Path::new(program).with_extension(std::env::consts::EXE_EXTENSION);
    std::env::split_paths(path).map(|folder| folder.join(&file)).find(|file| file.is_file())
}

fn install(folder: &Path, package: &str, version: &str) -> Command {
    let mut command = Command::new("cargo");
    command.args(["install", "--debug", "--force", package, "--version", version, "--root"]).arg(folder);
    // Nobody looks into a tool with a debugger, and what a debugger needs is a third of the work.
    command.env("CARGO_PROFILE_DEV_DEBUG", "0");
    // The repository's own target folder and settings are none of an installed tool's business.
    command.env_remove("CARGO_TARGET_DIR").current_dir(std::env::temp_dir());
    command
}

/// `wasm-opt` as npm's binaryen ships it; the system's may be too old for what Rust now emits.
fn wasm_opt(workspace: &Workspace, folder: &Path, path: &OsString) -> Result<()> {
    let recipe = workspace.root().join("xtask").join("npm");
    let wanted = wanted_binaryen(&std::fs::read_to_string(recipe.join("package.json"))?)?;
    if has_version("wasm-opt", &wanted, path) {
        return Ok(());
    }
    let Ok(mut npm) = npm() else {
        progress("npm is not here, and so neither is wasm-opt: the app is built without it, larger");
        return Ok(());
    };
    let there = folder.join("npm");
    std::fs::create_dir_all(&there)?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        std::fs::copy(recipe.join(file), there.join(file)).with_context(|| format!("copying {file}"))?;
    }
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&there);
    run_quietly("Installing wasm-opt, which shrinks the app (once)", &mut npm)
}

/// The major version of binaryen in `package.json`: what `wasm-opt --version` prints.
fn wanted_binaryen(package: &str) -> Result<String> {
    let package: serde_json::Value = serde_json::from_str(package).context("xtask/npm/package.json")?;
    let version = package["dependencies"]["binaryen"].as_str().context("xtask/npm/package.json names no binaryen")?;
    Ok(version.split('.').next().unwrap_or(version).to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_recipe_names_one_exact_binaryen() {
        assert_eq!(wanted_binaryen(include_str!("../npm/package.json")).unwrap(), "132");
        assert!(wanted_binaryen("{}").is_err());
    }
}
