//! How a relay is set up: from flags, environment and a TOML file, in that order of weight.
//!
//! Everything has a default but where to keep the data.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use axum::http::HeaderName;
use serde::Deserialize;

use crate::origins::Origins;

/// Where a relay listens unless told otherwise.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8787);

/// Devices at once unless told otherwise.
pub const DEFAULT_CONNECTIONS: usize = 10_000;

/// Connections at once on which nobody has proven anything, unless told otherwise.
pub const DEFAULT_STRANGERS: usize = 2_000;

/// The same from one address. A whole office may come from one, and fetch the app.
pub const DEFAULT_STRANGERS_PER_ADDRESS: usize = 500;

/// A relay's settings.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address and port; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The folder of the database. Made if it is not there.
    pub data: PathBuf,
    /// The folder of the built app; without one only the relay is served.
    pub app: Option<PathBuf>,
    /// Where people reach it, if not at `listen`: behind a proxy, say. Printed in links, and the one origin that devices
    /// may have called.
    pub public_url: Option<String>,
    /// Further origins under which people reach it.
    pub also_at: Vec<String>,
    /// Devices at once; more are told to come back later.
    pub max_connections: usize,
    /// Connections at once on which nobody has proven anything: whoever fetches the app, and strangers. They never take
    /// a device's place; the oldest gives way to the newest.
    pub max_strangers: usize,
    /// The same from one address (of IPv6: from one network of 64 bits).
    pub max_strangers_per_address: usize,
    /// The header in which a proxy in front of the relay says where a request comes from, such as `x-forwarded-for`.
    /// Only right if nobody reaches the relay but through it.
    pub address_header: Option<HeaderName>,
    /// Whether to make a set-up token at the start if there is no workspace yet.
    pub setup_token: bool,
}

impl Config {
    /// The defaults, keeping data in this folder.
    #[must_use]
    pub fn new(data: PathBuf) -> Self {
        Self {
            listen: DEFAULT_LISTEN,
            data,
            app: None,
            public_url: None,
            also_at: Vec::new(),
            max_connections: DEFAULT_CONNECTIONS,
            max_strangers: DEFAULT_STRANGERS,
            max_strangers_per_address: DEFAULT_STRANGERS_PER_ADDRESS,
            address_header: None,
            setup_token: false,
        }
    }

    /// The origins that devices may have called; `None` if they can only be told from each connection.
    #[must_use]
    pub fn origins(&self) -> Option<Origins> {
        let told: Vec<&str> = self.public_url.iter().chain(&self.also_at).map(String::as_str).collect();
        (!told.is_empty()).then(|| Origins::of(told))
    }

    /// The database file in a data folder.
    #[must_use]
    pub fn database(data: &Path) -> PathBuf {
        data.join("relay.sqlite")
    }
}

/// The TOML file: each key may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileConfig {
    /// As `--listen`.
    pub listen: Option<SocketAddr>,
    /// As `--data`.
    pub data: Option<PathBuf>,
    /// As `--app`.
    pub app: Option<PathBuf>,
    /// As `--public-url`.
    pub public_url: Option<String>,
    /// As `--also-at`.
    pub also_at: Option<Vec<String>>,
    /// As `--max-connections`.
    pub max_connections: Option<usize>,
    /// As `--max-strangers`.
    pub max_strangers: Option<usize>,
    /// As `--max-strangers-per-address`.
    pub max_strangers_per_address: Option<usize>,
    /// As `--address-header`.
    pub address_header: Option<String>,
}

/// A settings file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("the settings file {file} cannot be read")]
    Read {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not what it should be.
    #[error("the settings file {file} is not right: {source}")]
    Parse {
        /// Which.
        file: PathBuf,
        /// Where and why.
        source: toml::de::Error,
    },
}

impl FileConfig {
    /// Reads a settings file.
    ///
    /// # Errors
    /// [`ConfigError`] names the file and what is wrong with it.
    pub fn read(file: &Path) -> Result<Self, ConfigError> {
        let text =
            std::fs::read_to_string(file).map_err(|source| ConfigError::Read { file: file.to_owned(), source })?;
        toml::from_str(&text).map_err(|source| ConfigError::Parse { file: file.to_owned(), source })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_settings_file_is_read_and_a_misspelt_key_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("relay.toml");
        std::fs::write(&file, "listen = \"0.0.0.0:80\"\nalso-at = [\"http://10.0.0.5:80\"]\nmax-connections = 5\n")
            .unwrap();
        let read = FileConfig::read(&file).unwrap();
        assert_eq!(read.listen, Some("0.0.0.0:80".parse().unwrap()));
        assert_eq!(read.also_at, Some(vec!["http://10.0.0.5:80".to_owned()]));
        assert_eq!((read.max_connections, read.data), (Some(5), None));
        std::fs::write(&file, "lisen = \"0.0.0.0:80\"\n").unwrap();
        assert!(FileConfig::read(&file).unwrap_err().to_string().contains("lisen"));
        assert!(matches!(FileConfig::read(&dir.path().join("none")), Err(ConfigError::Read { .. })));
    }
}
