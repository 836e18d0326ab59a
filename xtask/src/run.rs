//! `cargo xtask run`: from a fresh clone to an open workspace in one command.
//! It stops what it started when it is stopped itself.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::build::{self, Profile};
use crate::process::progress;
use crate::workspace::Workspace;

/// Where and how to run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The port to listen on.
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Where the relay keeps its files; `target/run` if not given.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Build as shipped: small and fast, but minutes to build.
    #[arg(long)]
    release: bool,
}

/// How long a relay may take to answer after its start, and to end after being asked to.
const TIMEOUT: Duration = Duration::from_secs(20);

pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let at = SocketAddr::from(([127, 0, 0, 1], options.port));
    // Better now than after minutes of building.
    TcpListener::bind(at).with_context(|| {
        format!("Port {} is taken by another program. Choose another one with `--port`.", options.port)
    })?;
    let profile = Profile::of(options.release);
    let (dist, program) = build::both(workspace, profile, profile)?;
    let data = options.data.clone().unwrap_or_else(|| workspace.target().join("run"));
    std::fs::create_dir_all(&data).with_context(|| format!("creating {}", data.display()))?;

    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || asked.store(true, Ordering::SeqCst)).context("listening for Ctrl-C")?;

    let mut command = Command::new(program);
    command.arg("serve").arg("--listen").arg(at.to_string()).arg("--data").arg(&data).arg("--app").arg(&dist);
    command.arg("--print-setup-link").stdin(Stdio::null());
    if std::env::var_os("DOORSTEP_LOG").is_none() {
        // A person at a terminal wants the two lines that matter; trouble still shows.
        command.env("DOORSTEP_LOG", "warn");
    }
    let mut relay = command.spawn().context("starting the relay")?;
    let outcome = wait_until_stopped(&mut relay, at, &stop);
    let ended = stop_relay(&mut relay);
    outcome?;
    if ended?.success() { Ok(()) } else { bail!("The relay did not end cleanly.") }
}

/// Waits until the relay answers (it says where by itself), and stays until the relay ends or `stop` is set.
fn wait_until_stopped(relay: &mut Child, at: SocketAddr, stop: &AtomicBool) -> Result<()> {
    let started = Instant::now();
    let mut ready = false;
    while !stop.load(Ordering::SeqCst) {
        if let Some(status) = relay.try_wait()? {
            if ready && status.success() {
                return Ok(());
            }
            bail!("The relay ended by itself ({status}); what it said is above.");
        }
        if !ready && is_healthy(at) {
            ready = true;
            progress("Press Ctrl-C to stop.");
        }
        if !ready && started.elapsed() > TIMEOUT {
            bail!("The relay was started but does not answer at http://{at}.");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// True when something at `at` says it is healthy.
fn is_healthy(at: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&at, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "GET /healthz HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n")?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(start.ends_with(b"200"))
    };
    ask().unwrap_or(false)
}

/// Asks the relay to finish what it holds, and waits; only then insists.
fn stop_relay(relay: &mut Child) -> Result<ExitStatus> {
    #[cfg(unix)]
    {
        // In a terminal it has had Ctrl-C already; asking twice does no harm.
        let asked = Command::new("kill").args(["-TERM", &relay.id().to_string()]).stderr(Stdio::null()).status();
        let since = Instant::now();
        while asked.is_ok() && since.elapsed() < TIMEOUT {
            if let Some(status) = relay.try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    relay.kill().ok();
    relay.wait().context("waiting for the relay to end")
}
