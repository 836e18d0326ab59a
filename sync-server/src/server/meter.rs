//! How many bytes a connection may bring: counted where they come off the network, before anything is allocated for them.
//!
//! A WebSocket shows only whole messages. Below it everything counts alike: fragments, pings, and messages that never
//! end. What is over is not read; the kernel keeps it, and the sender waits.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::{Notify, Semaphore};
use tokio::time::{Sleep, sleep, timeout};

/// Bytes a connection reads before another may: somebody who sends without pause does not keep a thread to themselves.
const TURN: usize = 64 * 1024;

/// How long a peer may take nothing of what is sent to it.
const STUCK: Duration = Duration::from_secs(60);

/// How long whoever is sent away may take to stop sending.
const GOODBYE: Duration = Duration::from_secs(5);
/// Within that: how long nothing may come before it is over.
const PAUSE: Duration = Duration::from_millis(500);
/// Connections that are being ended so; more are closed at once.
static LINGERING: Semaphore = Semaphore::const_new(500);

/// What is known of one connection's bytes, and what it may bring.
#[derive(Debug)]
pub(super) struct Meter {
    /// Bytes that may still be read.
    left: AtomicUsize,
    /// Bytes ever.
    read: AtomicUsize,
    /// More is there, or may be, than is left.
    full: Notify,
    reader: AtomicWaker,
}

impl Meter {
    /// Nothing is limited yet: what HTTP may bring, HTTP limits.
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            left: AtomicUsize::new(usize::MAX),
            read: AtomicUsize::new(0),
            full: Notify::new(),
            reader: AtomicWaker::new(),
        })
    }

    /// So much may be read from now on.
    pub(super) fn allow(&self, bytes: usize) {
        self.left.store(bytes, Ordering::Release);
        self.reader.wake();
    }

    /// So much more may be read.
    pub(super) fn allow_more(&self, bytes: usize) {
        let more = |left: usize| Some(left.saturating_add(bytes));
        let _ = self.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, more);
        self.reader.wake();
    }

    /// Resolves when all that may be read was read, and the connection would go on reading.
    pub(super) async fn full(&self) {
        self.full.notified().await;
    }

    /// Whether all that may be read was read.
    pub(super) fn is_full(&self) -> bool {
        self.left.load(Ordering::Acquire) == 0
    }

    /// Bytes read so far.
    pub(super) fn read(&self) -> usize {
        self.read.load(Ordering::Acquire)
    }
}

/// A connection whose bytes are counted. When it is dropped before the other side has closed, what still comes is read
/// and thrown away for a while: a socket that is closed over what was not read is reset, and what was said last is lost.
pub(super) struct Metered {
    /// Taken when it is dropped.
    stream: Option<TcpStream>,
    meter: Arc<Meter>,
    /// The other side has closed.
    ended: bool,
    /// Bytes read since it last had to wait.
    turn: usize,
    /// Runs while the peer takes nothing.
    stuck: Option<Pin<Box<Sleep>>>,
}

impl Metered {
    pub(super) fn new(stream: TcpStream, meter: Arc<Meter>) -> Self {
        Self { stream: Some(stream), meter, ended: false, turn: 0, stuck: None }
    }

    fn stream(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        self.stream.as_mut().map(Pin::new).ok_or(io::ErrorKind::NotConnected.into())
    }

    fn wrote<T>(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.stuck = None;
            return outcome;
        }
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(sleep(STUCK)));
        ready!(stuck.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Metered {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        // Before it is looked at, so that no word of it is missed.
        this.meter.reader.register(cx.waker());
        let left = this.meter.left.load(Ordering::Acquire);
        if left == 0 {
            this.meter.full.notify_one();
            return Poll::Pending;
        }
        if this.turn >= TURN {
            this.turn = 0;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let asked = buf.remaining().min(left);
        let room = buf.initialize_unfilled_to(asked);
        let mut into = ReadBuf::new(room);
        let outcome = this.stream()?.poll_read(cx, &mut into);
        let bytes = into.filled().len();
        if outcome.is_pending() {
            this.turn = 0;
        }
        this.ended = matches!(outcome, Poll::Ready(Err(_))) || (outcome.is_ready() && bytes == 0 && asked > 0);
        ready!(outcome)?;
        buf.advance(bytes);
        this.turn += bytes;
        this.meter.read.fetch_add(bytes, Ordering::AcqRel);
        let less = |left: usize| (left < usize::MAX).then(|| left.saturating_sub(bytes));
        let _ = this.meter.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, less);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Metered {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = this.stream()?.poll_write(cx, bytes);
        this.wrote(cx, outcome)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = this.stream()?.poll_write_vectored(cx, bytes);
        this.wrote(cx, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().stream()?.poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().stream()?.poll_shutdown(cx)
    }
}

impl Drop for Metered {
    fn drop(&mut self) {
        let Some(stream) = self.stream.take() else { return };
        if !self.ended
            && let Ok(runtime) = Handle::try_current()
            && let Ok(permit) = LINGERING.try_acquire()
        {
            runtime.spawn(async move {
                let _permit = permit;
                let _ = timeout(GOODBYE, linger(stream)).await;
            });
        }
    }
}

/// Says that nothing more is sent, and reads until nothing more comes.
async fn linger(mut stream: TcpStream) {
    let mut thrown_away = [0; 4 * 1024];
    if stream.shutdown().await.is_ok() {
        while let Ok(Ok(1..)) = timeout(PAUSE, stream.read(&mut thrown_away)).await {}
    }
}
