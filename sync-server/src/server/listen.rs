//! Takes in connections, and speaks HTTP on them until they become WebSockets or end.
//!
//! Every one has a place before it is read from, and has to say what it wants in a while: whoever opens connections and
//! says nothing gets them closed.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;
use tower::ServiceExt;
use wire::limits::HEAD_TIME;

use super::admission::Admission;
use super::meter::{Meter, Metered};
use super::peer::Peer;
use crate::metrics::Metrics;
use crate::origins::Origins;

/// The head of a request, in bytes.
const HEAD_BYTES: usize = 16 * 1024;
/// Header fields of a request.
const HEADER_FIELDS: usize = 64;

/// How long nobody is taken in after the system had no descriptor left.
const NO_DESCRIPTORS: Duration = Duration::from_millis(100);

/// What a listener needs.
pub(super) struct Listening {
    pub(super) listener: TcpListener,
    pub(super) router: Router,
    pub(super) admission: Arc<Admission>,
    /// All connections come from a proxy, so where they come from says nothing.
    pub(super) behind_proxy: bool,
    /// Where people reach the relay, if it was told.
    pub(super) origins: Option<Origins>,
    pub(super) metrics: Arc<Metrics>,
    /// Held by every connection; nothing is ever sent.
    pub(super) alive: mpsc::Sender<()>,
}

impl Listening {
    /// Takes in connections until told to stop.
    pub(super) async fn run(self, mut stopped: watch::Receiver<bool>) {
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                _ = stopped.wait_for(|stopped| *stopped) => return,
            };
            match accepted {
                Ok((stream, address)) => self.take_in(stream, address, stopped.clone()),
                // It was gone before it was taken in.
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "no connection can be taken in");
                    sleep(NO_DESCRIPTORS).await;
                }
            }
        }
    }

    fn take_in(&self, stream: TcpStream, address: SocketAddr, stopped: watch::Receiver<bool>) {
        let origins = match (&self.origins, stream.local_addr()) {
            (Some(origins), _) => origins.clone(),
            (None, Ok(local)) => Origins::of_connection(local, address),
            (None, Err(_)) => return,
        };
        let address = (!self.behind_proxy).then_some(address.ip());
        let Some(place) = self.admission.enter(address) else {
            self.metrics.turned_away_total.inc();
            return;
        };
        // Small frames are answers somebody waits for.
        let _ = stream.set_nodelay(true);
        let meter = Meter::new();
        let peer = Peer::new(place, Arc::clone(&meter), Arc::clone(&self.metrics), origins);
        let (router, alive) = (self.router.clone(), self.alive.clone());
        tokio::spawn(async move {
            let _alive = alive;
            speak_http(Metered::new(stream, meter), router, peer, stopped).await;
        });
    }
}

/// Until it ends, or has become something else.
async fn speak_http(stream: Metered, router: Router, peer: Arc<Peer>, mut stopped: watch::Receiver<bool>) {
    let of_requests = Arc::clone(&peer);
    let service = router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Arc::clone(&of_requests));
        request.map(Body::new)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_millis(HEAD_TIME))
        .max_headers(HEADER_FIELDS)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
        .with_upgrades();
    tokio::pin!(connection);
    let mut stopping = false;
    loop {
        tokio::select! {
            _ = connection.as_mut() => return,
            () = peer.place.given_up() => {
                peer.metrics.gave_way_total.inc();
                return;
            }
            _ = stopped.wait_for(|stopped| *stopped), if !stopping => {
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
