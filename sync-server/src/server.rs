//! The relay as a server: a listening socket, a task per connection, one thread that owns hub and store.
//!
//! [`serve`] runs it inside any process, so that tests use what ships.

mod app_files;
mod headers;
mod hub_thread;
mod routes;
mod socket;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use self::app_files::AppFiles;
use self::hub_thread::HubThread;
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

/// Bytes of frames that may be on their way from all sockets to the hub, in KiB.
const INBOUND_KIB: usize = 128 * 1024;

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
    server: JoinHandle<io::Result<()>>,
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
        let hub = Hub::new(self.config.name.clone(), Arc::clone(&metrics));
        let hub = HubThread::start(hub, self.store, Arc::clone(&metrics)).map_err(ServeError::Thread)?;
        let (stop, stopped) = watch::channel(false);
        let (alive_guard, alive) = mpsc::channel(1);
        let shared = Arc::new(Shared {
            hub: hub.handle(),
            metrics: Arc::clone(&metrics),
            app: self.app,
            open: AtomicUsize::new(0),
            max_connections: self.config.max_connections,
            next: std::sync::atomic::AtomicU64::new(1),
            inbound: Arc::new(Semaphore::new(INBOUND_KIB)),
            alive: alive_guard,
        });
        let server = routes::run(self.listener, shared, stopped);
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
        if timeout(GOODBYE, self.alive.recv()).await.is_err() {
            tracing::warn!("some connections did not close in time");
        }
        if timeout(GOODBYE, &mut self.server).await.is_err() {
            self.server.abort();
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
