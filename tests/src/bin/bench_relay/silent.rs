//! How long whoever says nothing keeps a connection.

use std::time::Instant;

use futures_util::StreamExt;
use sync_server::server::now;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::client::try_open;
use crate::people::Office;
use crate::relay::Relay;
use crate::{LIMIT, print};

/// Connections that say nothing at all, and as many WebSockets on which nothing is said.
const SILENT: usize = 300;

pub(crate) async fn measure() {
    let (office, _) = Office::found_at(3, now());
    let relay = Relay::start("silent", &office, &[]);
    let mut silent = JoinSet::new();
    let started = Instant::now();
    for _ in 0..SILENT {
        let mut stream = TcpStream::connect(relay.addr).await.unwrap();
        silent.spawn(async move {
            let _ = stream.read_to_end(&mut Vec::new()).await;
        });
        let mut socket = try_open(relay.addr).await.expect("no place");
        silent.spawn(async move { while let Some(Ok(_)) = socket.next().await {} });
    }
    while timeout(LIMIT, silent.join_next()).await.expect("silent connections stay open").is_some() {}
    let after = started.elapsed().as_secs_f64();
    print("relay.silent_sockets_closed_after_s", after, "s", "lower", Some(30.0));
}
