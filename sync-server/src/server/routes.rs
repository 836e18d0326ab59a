//! What is served where: the socket, health, metrics and the app.
//!
//! Every answer carries the same strict headers, errors too.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use rand_core::Rng;
use tokio::sync::mpsc;
use wire::ConnectionNonce;
use wire::frame::SUBPROTOCOL;

use super::app_files::AppFiles;
use super::budget::{Budget, MAX_MESSAGE};
use super::headers::protect;
use super::hub_thread::{HubHandle, rng};
use super::peer::Peer;
use super::socket::converse;
use crate::hub::ConnId;
use crate::metrics::Metrics;

/// What every request may need.
pub(super) struct Shared {
    pub(super) hub: HubHandle,
    pub(super) metrics: Arc<Metrics>,
    pub(super) app: AppFiles,
    pub(super) next: AtomicU64,
    pub(super) budget: Arc<Budget>,
    /// The header in which a proxy says where a request comes from.
    pub(super) address_header: Option<HeaderName>,
    /// Held by every connection; nothing is ever sent.
    pub(super) alive: mpsc::Sender<()>,
}

/// What is served.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/sync", get(sync))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .fallback(app)
        .layer(middleware::from_fn(headers))
        .with_state(shared)
}

async fn headers(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).cloned();
    let mut response = next.run(request).await;
    protect(response.headers_mut(), host.as_ref());
    response
}

async fn sync(
    State(shared): State<Arc<Shared>>,
    Extension(peer): Extension<Arc<Peer>>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .read_buffer_size(4 * 1024)
        .write_buffer_size(16 * 1024);
    if upgrade.selected_protocol().is_none() {
        let says = format!("This is a Doorstep relay; speak the WebSocket subprotocol {SUBPROTOCOL}.");
        return (StatusCode::BAD_REQUEST, says).into_response();
    }
    if let Some(name) = &shared.address_header {
        let Some(address) = forwarded_for(&headers, name) else {
            let says = format!("The proxy before this relay has to say in {name} where a request comes from.");
            return (StatusCode::BAD_REQUEST, says).into_response();
        };
        if !peer.place.comes_from(address) {
            shared.metrics.turned_away_total.inc();
            let says =
                "Too many connections from your address on which nobody has proven who they are; try again soon.";
            return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "2")], says).into_response();
        }
    }
    let id = ConnId(shared.next.fetch_add(1, Ordering::Relaxed));
    let mut nonce = ConnectionNonce([0; ConnectionNonce::LEN]);
    rng().fill_bytes(&mut nonce.0);
    upgrade.on_upgrade(move |ws| async move {
        let _alive = shared.alive.clone();
        let (hub, budget) = (shared.hub.clone(), Arc::clone(&shared.budget));
        drop(shared);
        converse(id, nonce, hub, budget, peer, ws).await;
    })
}

/// Where a request comes from, as the nearest proxy says: the last address in the header.
fn forwarded_for(headers: &HeaderMap, name: &HeaderName) -> Option<IpAddr> {
    let last = headers.get_all(name).iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim();
    last.parse().ok().or_else(|| last.parse().ok().map(|socket: std::net::SocketAddr| socket.ip()))
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
