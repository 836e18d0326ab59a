//! One network connection: what its HTTP part and its WebSocket part both need.

use std::sync::Arc;

use super::admission::Place;
use super::meter::Meter;
use crate::metrics::Metrics;
use crate::origins::Origins;

/// Whoever is at the other end.
pub(super) struct Peer {
    pub(super) place: Place,
    pub(super) meter: Arc<Meter>,
    pub(super) metrics: Arc<Metrics>,
    /// Under which it can have called.
    pub(super) origins: Origins,
}

impl Peer {
    pub(super) fn new(place: Place, meter: Arc<Meter>, metrics: Arc<Metrics>, origins: Origins) -> Arc<Self> {
        metrics.sockets.add(1);
        Arc::new(Self { place, meter, metrics, origins })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.metrics.sockets.add(-1);
    }
}
