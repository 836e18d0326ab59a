//! How a relay is set up: from flags, environment and a TOML file, in that order of weight.
//!
//! Everything has a default but where to keep the data.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Where a relay listens unless told otherwise.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8787);

/// What a relay calls itself unless told otherwise.
pub const DEFAULT_NAME: &str = "doorstep";

/// Connections at once unless told otherwise.
pub const DEFAULT_CONNECTIONS: usize = 10_000;

/// A relay's settings.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address and port; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The folder of the database. Made if it is not there.
    pub data: PathBuf,
    /// The folder of the built app; without one only the relay is served.
    pub app: Option<PathBuf>,
    /// What it calls itself; devices sign it when they prove who they are.
    pub name: String,
    /// Where people reach it, if not at `listen`: behind a proxy, say. Printed in links, nothing else.
    pub public_url: Option<String>,
    /// Connections at once; more are turned away.
    pub max_connections: usize,
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
            name: DEFAULT_NAME.to_owned(),
            public_url: None,
            max_connections: DEFAULT_CONNECTIONS,
            setup_token: false,
        }
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
    /// As `--name`.
    pub name: Option<String>,
    /// As `--public-url`.
    pub public_url: Option<String>,
    /// As `--max-connections`.
    pub max_connections: Option<usize>,
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
        std::fs::write(&file, "listen = \"0.0.0.0:80\"\nname = \"north office\"\nmax-connections = 5\n").unwrap();
        let read = FileConfig::read(&file).unwrap();
        assert_eq!(read.listen, Some("0.0.0.0:80".parse().unwrap()));
        assert_eq!((read.name.as_deref(), read.max_connections, read.data), (Some("north office"), Some(5), None));
        std::fs::write(&file, "lisen = \"0.0.0.0:80\"\n").unwrap();
        assert!(FileConfig::read(&file).unwrap_err().to_string().contains("lisen"));
        assert!(matches!(FileConfig::read(&dir.path().join("none")), Err(ConfigError::Read { .. })));
    }
}
