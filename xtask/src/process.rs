//! Running other programs: aloud, quietly with a sign of life, or aloud while their output is read.
//! A person should see what happens, and after a failure only what explains it.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::steps;

/// How often a quiet step says that it is still going.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// How many last lines of a failed quiet step are shown.
const TAIL: usize = 80;

/// A line of progress.
pub(crate) fn progress(line: impl AsRef<str>) {
    println!("· {}", line.as_ref());
}

/// What a thread came to.
pub(crate) fn join<T>(thread: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().unwrap_or_else(|_| bail!("a part of this program broke; what it said is above"))
}

/// Runs `command` with its output on the screen; an error when it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("`{}` failed ({status})", command_line(command));
    }
    Ok(())
}

/// Runs `command` and returns what it printed to its standard output.
pub(crate) fn stdout_of(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!(
            "`{}` failed ({}): {}",
            command_line(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs `command` without showing its output, with a line every fifteen seconds; the end of it is shown on failure.
pub(crate) fn run_quietly(what: &str, command: &mut Command) -> Result<()> {
    progress(what);
    let started = Instant::now();
    let (mut child, lines) = start_reading(command)?;
    let mut tail = VecDeque::new();
    let mut compiled = 0_u32;
    let mut spoke = Instant::now();
    loop {
        match lines.recv_timeout(Duration::from_secs(1)) {
            Ok((_, line)) => {
                compiled += u32::from(line.trim_start().starts_with("Compiling "));
                if tail.len() == TAIL {
                    tail.pop_front();
                }
                tail.push_back(line);
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
        if spoke.elapsed() >= SIGN_OF_LIFE {
            let parts = if compiled > 0 { format!(", {compiled} parts compiled") } else { String::new() };
            println!("    still going after {} s{parts}: {what}", started.elapsed().as_secs());
            spoke = Instant::now();
        }
    }
    let status = child.wait()?;
    steps::took(what, started.elapsed());
    if !status.success() {
        for line in tail {
            eprintln!("    {line}");
        }
        bail!("`{}` failed ({status})", command_line(command));
    }
    Ok(())
}

/// Runs `command` with its output on the screen, and hands every line to `each`. True when it succeeded.
pub(crate) fn run_with_lines(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    let (mut child, lines) = start_reading(command)?;
    for (from, line) in lines {
        match from {
            Stream::Stdout => println!("{line}"),
            Stream::Stderr => eprintln!("{line}"),
        }
        each(&line);
    }
    Ok(child.wait()?.success())
}

/// True when `program` can be started at all with `--version`.
pub(crate) fn is_installed(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The command as one would type it, for a message.
pub(crate) fn command_line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[derive(Clone, Copy)]
enum Stream {
    Stdout,
    Stderr,
}

fn start_reading(command: &mut Command) -> Result<(Child, mpsc::Receiver<(Stream, String)>)> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| cannot_start(command))?;
    let (sender, receiver) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        pump(stdout, Stream::Stdout, sender.clone());
    }
    if let Some(stderr) = child.stderr.take() {
        pump(stderr, Stream::Stderr, sender);
    }
    Ok((child, receiver))
}

fn pump(from: impl Read + Send + 'static, which: Stream, to: mpsc::Sender<(Stream, String)>) {
    thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned();
            if to.send((which, line)).is_err() {
                break;
            }
        }
    });
}

fn cannot_start(command: &Command) -> String {
    format!("`{}` could not be started", command.get_program().to_string_lossy())
}
