//! What is served where: the socket, health, metrics and the app.
//!
//! Every answer carries the same strict headers, errors too.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, watch};
use wire::frame::SUBPROTOCOL;

use super::app_files::AppFiles;
use super::headers::protect;
use super::hub_thread::HubHandle;
use super::socket::{MAX_MESSAGE, converse};
use crate::hub::ConnId;
use crate::metrics::Metrics;

/// What every request may need.
pub(super) struct Shared {
    pub(super) hub: HubHandle,
    pub(super) metrics: Arc<Metrics>,
    pub(super) app: AppFiles,
    pub(super) open: AtomicUsize,
    pub(super) max_connections: usize,
    pub(super) next: AtomicU64,
    pub(super) inbound: Arc<Semaphore>,
    /// Held by every connection; nothing is ever sent.
    pub(super) alive: mpsc::Sender<()>,
}

/// Answers until told to stop.
pub(super) async fn run(
    listener: TcpListener,
    shared: Arc<Shared>,
    mut stopped: watch::Receiver<bool>,
) -> io::Result<()> {
    let router = Router::new()
        .route("/sync", get(sync))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .fallback(app)
        .layer(middleware::from_fn(headers))
        .with_state(shared);
    // Small frames are answers somebody waits for.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let stop = async move {
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}

async fn headers(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).cloned();
    let mut response = next.run(request).await;
    protect(response.headers_mut(), host.as_ref());
    response
}

/// Counts a connection for as long as it lives.
struct Place(Arc<Shared>);

impl Place {
    fn take(shared: &Arc<Shared>) -> Option<Self> {
        let before = shared.open.fetch_add(1, Ordering::Relaxed);
        let place = Self(Arc::clone(shared));
        (before < shared.max_connections).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn sync(State(shared): State<Arc<Shared>>, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .read_buffer_size(8 * 1024)
        .write_buffer_size(32 * 1024);
    if upgrade.selected_protocol().is_none() {
        let says = format!("This is a Doorstep relay; speak the WebSocket subprotocol {SUBPROTOCOL}.");
        return (StatusCode::BAD_REQUEST, says).into_response();
    }
    let Some(place) = Place::take(&shared) else {
        return (StatusCode::SERVICE_UNAVAILABLE, "Too many connections; try again later.").into_response();
    };
    let id = ConnId(shared.next.fetch_add(1, Ordering::Relaxed));
    upgrade.on_upgrade(move |ws| async move {
        let _alive = shared.alive.clone();
        let (hub, inbound) = (shared.hub.clone(), Arc::clone(&shared.inbound));
        drop(shared);
        converse(id, hub, inbound, ws).await;
        drop(place);
    })
}

async fn health(State(shared): State<Arc<Shared>>) -> Response {
    if shared.hub.is_healthy().await {
        (StatusCode::OK, "ok\n").into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the store cannot be read\n").into_response()
    }
}

async fn metrics(State(shared): State<Arc<Shared>>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], shared.metrics.render()).into_response()
}

async fn app(State(shared): State<Arc<Shared>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    shared.app.answer(uri.path(), &headers)
}
