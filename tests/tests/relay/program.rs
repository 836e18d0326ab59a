//! The relay as the program that is shipped, in a process of its own that can be killed.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// The program, built from this workspace.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let mut folder = std::env::current_exe().unwrap();
        folder.pop();
        folder.pop();
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "-p", "sync-server", "--bin", "doorstep-relay"]);
        if folder.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().unwrap().success());
        folder.join("doorstep-relay")
    })
}

/// A running relay program. Killed when dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) addr: SocketAddr,
    /// From the set-up link, if it printed one.
    pub(crate) token: Option<String>,
}

impl Program {
    pub(crate) fn start(data: &Path) -> Self {
        let mut child = Command::new(program())
            .args(["serve", "--listen", "127.0.0.1:0", "--print-setup-link", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.next().unwrap().unwrap();
        let addr = ready.rsplit("http://").next().unwrap().parse().unwrap();
        // It prints a link only if there is no workspace yet, and closes its output at the end.
        let fresh = !data.join("founded").exists();
        let token = fresh.then(|| lines.next().unwrap().unwrap().rsplit('#').next().unwrap().to_owned());
        std::fs::write(data.join("founded"), "").unwrap();
        Self { child, addr, token }
    }

    /// As by a power cut.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asked to stop, as by a service manager; whether it ended well.
    pub(crate) fn stop(&mut self) -> bool {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        asked.success() && self.child.wait().unwrap().success()
    }

    /// Memory it holds, in KiB; none where the system does not say.
    pub(crate) fn memory_kib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
