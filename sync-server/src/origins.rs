//! Under which origins a relay is reached. A device signs the one that it called, so that whoever stands in the middle,
//! and was called in the relay's place, cannot use the proof here.

use std::net::SocketAddr;
use std::sync::Arc;

/// The origins under which a connection can have been called, such as `https://doorstep.example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins(Arc<[String]>);

impl Origins {
    /// These.
    pub fn of<'a>(origins: impl IntoIterator<Item = &'a str>) -> Self {
        Self(origins.into_iter().map(in_short).collect())
    }

    /// Of a relay that was not told under which it is reached, for a connection that came in at `local` from `remote`:
    /// what can be said of the connection itself. What somebody sends as the host's name proves nothing.
    #[must_use]
    pub fn of_connection(local: SocketAddr, remote: SocketAddr) -> Self {
        let port = local.port();
        let mut origins = vec![format!("http://{local}")];
        if local.ip().is_loopback() && remote.ip().is_loopback() {
            origins.extend(["localhost", "127.0.0.1", "[::1]"].map(|host| format!("http://{host}:{port}")));
        }
        Self::of(origins.iter().map(String::as_str))
    }

    /// Whether a device that called this origin meant this relay.
    #[must_use]
    pub fn include(&self, origin: &str) -> bool {
        let origin = in_short(origin);
        self.0.contains(&origin)
    }
}

/// As browsers write it: small letters, no port that goes without saying, no slash at the end.
fn in_short(origin: &str) -> String {
    let origin = origin.trim_end_matches('/').to_ascii_lowercase();
    let said = [("https://", ":443"), ("http://", ":80")];
    let short =
        said.iter().find(|(scheme, _)| origin.starts_with(scheme)).and_then(|(_, port)| origin.strip_suffix(port));
    short.unwrap_or(&origin).to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_that_was_told_its_origins_answers_to_these_and_no_other() {
        let ours = Origins::of(["https://Doorstep.example.org/", "http://10.0.0.5:8787"]);
        for called in ["https://doorstep.example.org", "https://doorstep.example.org:443", "http://10.0.0.5:8787/"] {
            assert!(ours.include(called), "{called}");
        }
        for called in [
            "http://doorstep.example.org",
            "https://doorstep.example.org:8443",
            "https://doorstep.example.org.evil.example",
            "https://evil.example",
            "http://127.0.0.1:8787",
            "",
        ] {
            assert!(!ours.include(called), "{called}");
        }
    }

    #[test]
    fn a_relay_that_was_not_told_answers_to_the_address_a_connection_came_to() {
        let at = |local: &str, remote: &str| Origins::of_connection(local.parse().unwrap(), remote.parse().unwrap());
        let here = at("127.0.0.1:8787", "127.0.0.1:40000");
        for called in ["http://127.0.0.1:8787", "http://localhost:8787", "http://[::1]:8787"] {
            assert!(here.include(called), "{called}");
        }
        assert!(!here.include("http://localhost:9999"));
        let near = at("192.168.1.5:8787", "192.168.1.7:40000");
        assert!(near.include("http://192.168.1.5:8787"));
        // On somebody else's machine, this is another machine.
        assert!(!near.include("http://localhost:8787"));
        assert!(!near.include("http://192.168.1.6:8787"));
    }
}
