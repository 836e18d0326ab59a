//! Where things are: the repository, its target folder, and what `Cargo.lock` has settled on.
//! No command below spells a path or a version by itself.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The checked-out repository.
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The repository that `cargo xtask` was called in; a target folder may be shared by several checkouts.
    pub(crate) fn find() -> Result<Self> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&here).parent().context("xtask has no parent folder")?.to_path_buf();
        anyhow::ensure!(
            root.join("Cargo.lock").is_file(),
            "{} has moved since xtask was built. Run `cargo xtask` from inside the repository.",
            root.display()
        );
        Ok(Self { root })
    }

    /// The repository's top folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's output folder, also where reports and screenshots go.
    pub(crate) fn target(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(set) => self.root.join(set),
            None => self.root.join("target"),
        }
    }

    /// The browser tests' folder.
    pub(crate) fn browser_tests(&self) -> PathBuf {
        self.root.join("tests").join("browser")
    }

    /// `cargo`, run from the top folder.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        command
    }

    /// The version of `package` in `Cargo.lock`.
    pub(crate) fn locked_version(&self, package: &str) -> Result<String> {
        let lock = std::fs::read_to_string(self.root.join("Cargo.lock")).context("reading Cargo.lock")?;
        version_in(&lock, package).with_context(|| format!("Cargo.lock names no {package}"))
    }
}

/// The version that follows `name = "package"` in the text of a `Cargo.lock`.
fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_the_one_right_after_the_exact_name() {
        let lock =
            "[[package]]\nname = \"a-b\"\nversion = \"9.9.9\"\n\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\n";
        assert_eq!(version_in(lock, "a").as_deref(), Some("1.2.3"));
        assert_eq!(version_in(lock, "c"), None);
    }
}
