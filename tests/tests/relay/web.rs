//! What a browser and an operator get over HTTP.

use std::net::SocketAddr;
use std::process::Command;

use sync_server::config::Config;
use sync_server::server::serve;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::connection::{Connection, bring, office, relay};
use crate::program::{Program, program};

async fn get(addr: SocketAddr, path: &str, more: &str) -> String {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {addr}\r\n{more}Connection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_comes_compressed_and_under_a_strict_policy() {
    let dir = tempfile::tempdir().unwrap();
    let app = dir.path().join("app");
    std::fs::create_dir(&app).unwrap();
    std::fs::write(app.join("index.html"), "<p>app").unwrap();
    std::fs::write(app.join("app-0123456789abcdef.js"), "plain").unwrap();
    std::fs::write(app.join("app-0123456789abcdef.js.br"), "small").unwrap();
    let mut config = Config::new(dir.path().join("data"));
    config.listen = "127.0.0.1:0".parse().unwrap();
    config.app = Some(app);
    let relay = serve(config).await.unwrap();
    for (path, more, first, holds) in [
        ("/", "", "HTTP/1.1 200", vec!["<p>app", "default-src 'none'", "nosniff", "cache-control: no-cache"]),
        ("/notes/123", "", "HTTP/1.1 200", vec!["<p>app", "frame-ancestors 'none'"]),
        (
            "/app-0123456789abcdef.js",
            "Accept-Encoding: br\r\n",
            "HTTP/1.1 200",
            vec!["small", "immutable", "content-encoding: br"],
        ),
        ("/app-0123456789abcdef.js", "", "HTTP/1.1 200", vec!["plain"]),
        ("/gone.js", "", "HTTP/1.1 404", vec!["default-src 'none'", "no-store"]),
        ("/healthz", "", "HTTP/1.1 200", vec!["ok"]),
        ("/metrics", "", "HTTP/1.1 200", vec!["doorstep_relay_connections 0"]),
        ("/sync", "", "HTTP/1.1 400", vec!["default-src 'none'"]),
    ] {
        let answer = get(relay.addr, path, more).await;
        assert!(answer.starts_with(first), "{path}: {answer}");
        for text in holds {
            assert!(answer.contains(text), "{path}: {text} is missing in {answer}");
        }
    }
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_does_not_speak_the_protocol_is_turned_away() {
    let dir = tempfile::tempdir().unwrap();
    let relay = relay(dir.path()).await;
    let upgrade = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let mut stream = TcpStream::connect(relay.addr).await.unwrap();
    let request = format!("GET /sync HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\n{upgrade}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 400");
    drop(stream);
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_invites_backs_up_and_verifies_while_the_relay_runs() {
    let dir = tempfile::tempdir().unwrap();
    let running = Program::start(dir.path());
    let run = |arguments: &[&str]| {
        let output = Command::new(program()).args(arguments).arg("--data").arg(dir.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let link = run(&["invite"]);
    assert!(link.starts_with(&format!("http://{}/setup#", running.addr)), "{link}");
    let token = link.trim().rsplit('#').next().unwrap().to_owned();
    let (office, anna) = office(1);
    bring(running.addr, &token, &office, &anna, &[]).await;
    Connection::login(running.addr, &office, &anna).await;
    let copy = dir.path().join("copy.sqlite");
    run(&["backup", copy.to_str().unwrap()]);
    assert!(copy.exists());
    assert!(run(&["verify"]).contains("All is well."));
    // A second relay on the same folder would be two truths.
    let second =
        Command::new(program()).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(dir.path()).output().unwrap();
    assert!(String::from_utf8_lossy(&second.stderr).contains("another relay is running"));
}
