//! What a relay counts, as Prometheus text.
//!
//! Counts only: no id of a workspace, circle, member or device is ever a label.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the histogram's buckets, in microseconds.
const BOUNDS: [u64; 9] = [250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000, 1_000_000];

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Counts `n` more.
    pub fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    /// Counts one more.
    pub fn inc(&self) {
        self.add(1);
    }

    /// How many so far.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A number that goes up and down.
#[derive(Debug, Default)]
pub struct Gauge(AtomicI64);

impl Gauge {
    /// Changes it by `n`.
    pub fn add(&self, n: i64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    /// What it is now.
    #[must_use]
    pub fn get(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How long things took.
#[derive(Debug, Default)]
pub struct Histogram {
    buckets: [AtomicU64; BOUNDS.len()],
    count: AtomicU64,
    micros: AtomicU64,
}

impl Histogram {
    /// One more took `time`.
    pub fn observe(&self, time: Duration) {
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        if let Some(bucket) = BOUNDS.iter().position(|bound| micros <= *bound) {
            self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }
}

macro_rules! metrics {
    ($($(#[$doc:meta])* $name:ident: $kind:ident, $text:literal;)*) => {
        /// Every number of one relay.
        #[derive(Debug, Default)]
        pub struct Metrics {
            $($(#[$doc])* pub $name: $kind,)*
        }

        impl Metrics {
            /// Prometheus text format, version 0.0.4.
            #[must_use]
            pub fn render(&self) -> String {
                let mut out = String::with_capacity(4096);
                $(self.$name.render(concat!("doorstep_relay_", stringify!($name)), $text, &mut out);)*
                out
            }
        }
    };
}

metrics! {
    /// Open connections.
    connections: Gauge, "Connections now open.";
    /// Connections ever.
    connections_opened_total: Counter, "Connections opened since the start.";
    /// Devices that proved who they are.
    authenticated_total: Counter, "Connections on which a device proved who it is.";
    /// Connections refused as a whole.
    connections_refused_total: Counter, "Connections closed with a reason by the relay.";
    /// Connections that found no place.
    turned_away_total: Counter, "Connections for which there was no place.";
    /// Connections that gave their place to a newer one.
    gave_way_total: Counter, "Connections on which nobody had proven anything and that gave way to newer ones.";
    /// Network connections, of HTTP too.
    sockets: Gauge, "Network connections now open, of HTTP too.";
    /// Frames.
    frames_received_total: Counter, "Frames received.";
    /// Frames.
    frames_sent_total: Counter, "Frames handed to connections.";
    /// Bytes.
    bytes_sent_total: Counter, "Bytes of frames handed to connections.";
    /// What was asked for too often.
    over_quota_total: Counter, "Control records to be tried again later, because there were too many.";
    /// Bytes that are no frame.
    malformed_total: Counter, "Frames or records that were not what they should be.";
    /// Records.
    records_stored_total: Counter, "Records stored and acknowledged.";
    /// Records.
    records_known_total: Counter, "Records received that were stored already.";
    /// Records.
    records_refused_total: Counter, "Records refused.";
    /// Control records.
    control_stored_total: Counter, "Control records stored and acknowledged.";
    /// Control records.
    control_refused_total: Counter, "Control records refused.";
    /// Presence messages.
    presence_sent_total: Counter, "Presence messages passed on, counted per receiver.";
    /// Presence messages.
    presence_dropped_total: Counter, "Presence messages dropped because a receiver was behind.";
    /// Batches.
    commits_total: Counter, "Batches committed.";
    /// Batches.
    commits_failed_total: Counter, "Batches that could not be committed; nothing of them was acknowledged.";
    /// Reads.
    reads_failed_total: Counter, "Reads of the store that failed.";
    /// Rows.
    damaged_rows_total: Counter, "Stored rows found damaged.";
    /// Rows.
    repaired_rows_total: Counter, "Damaged rows repaired with what a device brought.";
    /// Times.
    rewound_total: Counter, "Times a device was told that the relay holds less than it did before.";
    /// Batches.
    batch_seconds: Histogram, "Time from taking up a batch to releasing its answers, commit included.";
}

impl Counter {
    fn render(&self, name: &str, help: &str, out: &mut String) {
        let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} counter\n{name} {}", self.get());
    }
}

impl Gauge {
    fn render(&self, name: &str, help: &str, out: &mut String) {
        let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {}", self.get());
    }
}

impl Histogram {
    fn render(&self, name: &str, help: &str, out: &mut String) {
        let seconds = |micros: u64| Duration::from_micros(micros).as_secs_f64();
        let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} histogram");
        let mut below = 0;
        for (bound, bucket) in BOUNDS.iter().zip(&self.buckets) {
            below += bucket.load(Ordering::Relaxed);
            let _ = writeln!(out, "{name}_bucket{{le=\"{}\"}} {below}", seconds(*bound));
        }
        let count = self.count.load(Ordering::Relaxed);
        let sum = seconds(self.micros.load(Ordering::Relaxed));
        let _ = writeln!(out, "{name}_bucket{{le=\"+Inf\"}} {count}\n{name}_sum {sum}\n{name}_count {count}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_out_as_prometheus_reads_them() {
        let metrics = Metrics::default();
        metrics.records_stored_total.add(3);
        metrics.connections.add(2);
        metrics.connections.add(-1);
        metrics.batch_seconds.observe(Duration::from_millis(2));
        let text = metrics.render();
        for line in [
            "doorstep_relay_records_stored_total 3",
            "# TYPE doorstep_relay_connections gauge",
            "doorstep_relay_connections 1",
            "doorstep_relay_batch_seconds_bucket{le=\"0.001\"} 0",
            "doorstep_relay_batch_seconds_bucket{le=\"0.0025\"} 1",
            "doorstep_relay_batch_seconds_bucket{le=\"+Inf\"} 1",
            "doorstep_relay_batch_seconds_sum 0.002",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
        }
    }
}
