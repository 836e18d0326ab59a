//! The relay as a server: a listening socket, a task per connection, one thread that owns hub and store.
//!
//! [`serve`] runs it inside any process, so that tests use what ships.

mod admission;
mod app_files;
mod budget;
mod headers;
mod hub_thread;
mod listen;
mod meter;
mod peer;
mod routes;
mod socket;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use self::admission::{Admission, Places};
use self::app_files::AppFiles;
use self::budget::Budget;
use self::hub_thread::HubThread;
use self::listen::Listening;
use self::routes::Shared;
use crate::config::Config;
use crate::hub::Hub;
use crate::metrics::Metrics;
use crate::setup::make_token;
use crate::store::{LogStore, SqliteStore, StoreError};

pub use self::hub_thread::now;

/// Held while a relay runs; says where it is reached.
const LOCK_FILE: &str = "relay.lock";

/// How long connections have to take what was already sent to them when the relay stops.
const GOODBYE: Duration = Duration::from_secs(5);

/// Descriptors for everything but places: files, and connections that are being told why they end.
const OTHER_DESCRIPTORS: usize = 1024;

/// Why a relay could not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The data folder cannot be used.
    #[error("the data folder {folder} cannot be used: {source}")]
    Data {
        /// Which.
        folder: String,
        /// Why.
        source: io::Error,
    },
    /// Another relay uses the data folder.
    #[error("another relay is running on the data folder {folder}; stop it first")]
    InUse {
        /// Which.
        folder: String,
    },
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The address cannot be listened on.
    #[error("cannot listen on {listen}: {source}")]
    Listen {
        /// Where.
        listen: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The app's folder cannot be read.
    #[error("the app's folder {folder} cannot be read: {source}")]
    App {
        /// Which.
        folder: String,
        /// Why.
        source: io::Error,
    },
    /// The hub's thread cannot be started.
    #[error("the relay's thread could not be started: {0}")]
    Thread(io::Error),
}

/// A relay that listens, and does not answer yet.
pub struct Bound {
    listener: TcpListener,
    store: Box<dyn LogStore>,
    config: Config,
    app: AppFiles,
    lock: Option<std::fs::File>,
    setup_token: Option<String>,
}

/// A relay at work. Dropping it leaves it running until the runtime ends; [`Self::shutdown`] ends it well.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// What it counts.
    pub metrics: Arc<Metrics>,
    /// A one-time token for founding a workspace, if the settings asked for one and there is no workspace yet.
    pub setup_token: Option<String>,
    stop: watch::Sender<bool>,
    hub: HubThread,
    server: JoinHandle<()>,
    /// Closes when the last connection is gone.
    alive: mpsc::Receiver<()>,
    lock: Option<std::fs::File>,
}

/// Where people reach the relay that last used this data folder; `None` if none has.
#[must_use]
pub fn last_origin(data: &Path) -> Option<String> {
    std::fs::read_to_string(data.join(LOCK_FILE)).ok().filter(|origin| origin.starts_with("http"))
}

/// Where a relay at this address is reached from the same machine.
#[must_use]
pub fn local_origin(addr: SocketAddr) -> String {
    if addr.ip().is_unspecified() { format!("http://127.0.0.1:{}", addr.port()) } else { format!("http://{addr}") }
}

/// Opens the database, listens and answers.
///
/// # Errors
/// [`ServeError`] says what is in the way.
pub async fn serve(config: Config) -> Result<Running, ServeError> {
    bind(config).await?.run()
}

/// Opens the database and listens.
///
/// # Errors
/// [`ServeError`] says what is in the way.
pub async fn bind(config: Config) -> Result<Bound, ServeError> {
    let folder = config.data.display().to_string();
    let data = |source| ServeError::Data { folder: folder.clone(), source };
    std::fs::create_dir_all(&config.data).map_err(data)?;
    let lock = config.data.join(LOCK_FILE);
    let lock = std::fs::File::options().create(true).truncate(false).write(true).open(lock).map_err(data)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(std::fs::TryLockError::WouldBlock) => return Err(ServeError::InUse { folder }),
        Err(std::fs::TryLockError::Error(source)) => return Err(data(source)),
    }
    let store = SqliteStore::open(&Config::database(&config.data))?;
    let bound = bind_on(config, Box::new(store)).await?;
    let origin = bound.origin()?;
    lock.set_len(0).and_then(|()| (&lock).write_all(origin.as_bytes())).map_err(data)?;
    Ok(Bound { lock: Some(lock), ..bound })
}

/// Listens, on a store of the caller's choice: how tests give a relay a failing disk.
///
/// # Errors
/// [`ServeError`] says what is in the way.
pub async fn bind_on(config: Config, mut store: Box<dyn LogStore>) -> Result<Bound, ServeError> {
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|source| ServeError::Listen { listen: config.listen, source })?;
    let app = match &config.app {
        None => AppFiles::none(),
        Some(folder) => {
            AppFiles::read(folder).map_err(|source| ServeError::App { folder: folder.display().to_string(), source })?
        }
    };
    let wanted = config.setup_token && store.workspaces()?.is_empty();
    let setup_token = if wanted { Some(make_token(&mut *store, now(), &mut hub_thread::rng())?) } else { None };
    Ok(Bound { listener, store, config, app, lock: None, setup_token })
}

impl Bound {
    /// Where it listens.
    ///
    /// # Errors
    /// [`ServeError::Listen`] if the socket does not say.
    pub fn addr(&self) -> Result<SocketAddr, ServeError> {
        self.listener.local_addr().map_err(|source| ServeError::Listen { listen: self.config.listen, source })
    }

    /// Where people reach it.
    ///
    /// # Errors
    /// [`ServeError::Listen`] if the socket does not say where it is.
    pub fn origin(&self) -> Result<String, ServeError> {
        match &self.config.public_url {
            Some(url) => Ok(url.trim_end_matches('/').to_owned()),
            None => Ok(local_origin(self.addr()?)),
        }
    }

    /// A one-time token for founding a workspace, if one was asked for and there is no workspace yet.
    #[must_use]
    pub fn setup_token(&self) -> Option<&str> {
        self.setup_token.as_deref()
    }

    /// Begins to answer.
    ///
    /// # Errors
    /// [`ServeError`] says what is in the way.
    pub fn run(self) -> Result<Running, ServeError> {
        let addr = self.addr()?;
        let metrics = Arc::new(Metrics::default());
        let hub = Hub::new(Arc::clone(&metrics));
        let hub = HubThread::start(hub, self.store, Arc::clone(&metrics)).map_err(ServeError::Thread)?;
        let (stop, stopped) = watch::channel(false);
        let (alive_guard, alive) = mpsc::channel(1);
        let config = self.config;
        let places = Places {
            members: config.max_connections,
            strangers: config.max_strangers,
            per_address: config.max_strangers_per_address,
        };
        allow_descriptors(places.members + places.strangers + OTHER_DESCRIPTORS);
        let (behind_proxy, origins) = (config.address_header.is_some(), config.origins());
        let router = routes::router(Arc::new(Shared {
            hub: hub.handle(),
            metrics: Arc::clone(&metrics),
            app: self.app,
            next: AtomicU64::new(1),
            budget: Budget::new(),
            address_header: config.address_header,
            alive: alive_guard.clone(),
        }));
        let listening = Listening {
            listener: self.listener,
            router,
            admission: Admission::new(places),
            behind_proxy,
            origins,
            metrics: Arc::clone(&metrics),
            alive: alive_guard,
        };
        let server = listening.run(stopped);
        tracing::info!(%addr, "listening");
        Ok(Running {
            addr,
            metrics,
            setup_token: self.setup_token,
            stop,
            hub,
            server: tokio::spawn(server),
            alive,
            lock: self.lock,
        })
    }
}

impl Running {
    /// Accepts nobody any more, finishes the batch in hand, says goodbye, closes, and waits until it is done.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        self.hub.stop();
        if timeout(GOODBYE, &mut self.server).await.is_err() {
            self.server.abort();
        }
        if timeout(GOODBYE, self.alive.recv()).await.is_err() {
            tracing::warn!("some connections did not close in time");
        }
        let ended = tokio::task::spawn_blocking(move || self.hub.join()).await;
        if !matches!(ended, Ok(true)) {
            tracing::error!("the relay's thread did not end well");
        }
        drop(self.lock);
        tracing::info!("stopped");
    }

    /// Resolves if the hub's thread ends by itself, which it never should.
    pub async fn failed(&self) {
        self.hub.failed().await;
    }
}

/// As many open files as there may be connections, if the system lets a program have them.
fn allow_descriptors(wanted: usize) {
    let wanted = u64::try_from(wanted).unwrap_or(u64::MAX);
    match rlimit::increase_nofile_limit(wanted) {
        Ok(limit) if limit < wanted => {
            tracing::warn!(limit, wanted, "fewer open files are allowed than there may be connections");
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the limit on open files could not be read"),
    }
}
