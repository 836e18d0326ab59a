//! The relay's process: started on a folder in which an office and its circles are already, and looked at from outside.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sync_server::config::Config;
use sync_server::server::{now, serve};
use sync_server::store::{ChainKey, ChainRow, LogStore, SqliteStore, Write};
use wire::Hash;

use crate::people::{Office, Room};

/// Linux counts processor time in hundredths of a second.
const TICKS_PER_S: f64 = 100.0;

/// Runs until its standard input is closed.
pub(crate) async fn run(folder: &Path) {
    let mut config = Config::new(folder.to_owned());
    config.listen = "127.0.0.1:0".parse().unwrap();
    // All of them come from one address, and most at the same moment.
    config.max_strangers_per_address = config.max_strangers;
    let running = serve(config).await.unwrap();
    println!("{}", running.addr);
    let closed = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    let _ = closed.await;
    let commits = running.metrics.commits_total.get();
    eprintln!("relay: {} records in {commits} commits", running.metrics.records_stored_total.get());
    running.shutdown().await;
}

/// A relay at work, stopped when it is dropped.
pub(crate) struct Relay {
    child: Child,
    folder: PathBuf,
    pub(crate) addr: SocketAddr,
}

impl Relay {
    /// One that holds this office and these circles.
    pub(crate) fn start(name: &str, office: &Office, rooms: &[Room]) -> Self {
        let folder = std::env::temp_dir().join(format!("doorstep-bench-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        fill(&folder, office, rooms);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, folder, addr: line.trim().parse().unwrap() }
    }

    /// Bytes of memory it holds; none where the system does not say.
    pub(crate) fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
    }

    /// Seconds of processor time it has used; none where the system does not say.
    pub(crate) fn processor(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // After the name, which may hold anything: user time is the 12th field, system time the 13th.
        let mut fields = stat.rsplit(')').next()?.split_whitespace().skip(11);
        let ticks: f64 = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
        Some(ticks / TICKS_PER_S)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// As if the devices had brought all of it long ago.
fn fill(folder: &Path, office: &Office, rooms: &[Room]) {
    let mut store = SqliteStore::open(&Config::database(folder)).unwrap();
    let workspace = office.id();
    let mut writes = vec![Write::Workspace { workspace, at: now() }];
    writes.extend(chain(ChainKey::Roster(workspace), &office.records));
    for room in rooms {
        writes.push(Write::Circle { workspace, circle: room.id() });
        writes.extend(chain(ChainKey::Circle(room.id()), &room.records));
    }
    store.commit(&writes).unwrap();
}

fn chain(chain: ChainKey, records: &[Vec<u8>]) -> impl Iterator<Item = Write> {
    let row = |(index, bytes): (u64, &Vec<u8>)| ChainRow { index, hash: Hash::of(bytes), bytes: bytes.clone() };
    (0..).zip(records).map(move |record| Write::Control { chain, row: row(record) })
}
