//! The loop around the device: events in, effects out, one after the other.
//! Effects can cause events while they are being carried out; a queue keeps each `handle` call whole.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use device::store::{Store, Txn};
use device::{Change, Device, Effect, Event, LoadId};
use futures_channel::oneshot;
use trust::vault::StorageKey;
use wasm_bindgen_futures::spawn_local;
use wire::Timestamp;

use super::clock::{self, Alarm};
use super::indexed_db::IndexedDb;
use super::socket::{Socket, SocketEvent};
use super::{broken, randomness};

/// A device at work. Dropping the last handle stops it and drops its keys.
#[derive(Clone)]
pub struct Engine {
    inner: Rc<Inner>,
}

struct Inner {
    device: RefCell<Device>,
    queue: RefCell<VecDeque<Event>>,
    /// Whether the queue is being worked off further up the stack.
    running: Cell<bool>,
    /// Whether nothing may happen any more.
    stopped: Cell<bool>,
    store: IndexedDb,
    socket: RefCell<Option<Socket>>,
    alarm: RefCell<Option<Alarm>>,
    /// Transactions in the air.
    storing: Cell<usize>,
    /// Those who wait until there are none.
    waiting: RefCell<Vec<oneshot::Sender<()>>>,
    notify: Box<dyn Fn(&Change)>,
}

impl Engine {
    /// A device over its store. What people see changes through `notify`, which may look at the device and send to it.
    pub fn new(device: Device, store: IndexedDb, notify: impl Fn(&Change) + 'static) -> Self {
        let inner = Rc::new(Inner {
            device: RefCell::new(device),
            queue: RefCell::default(),
            running: Cell::default(),
            stopped: Cell::default(),
            store,
            socket: RefCell::default(),
            alarm: RefCell::default(),
            storing: Cell::default(),
            waiting: RefCell::default(),
            notify: Box::new(notify),
        });
        let weak = Rc::downgrade(&inner);
        *inner.alarm.borrow_mut() = Some(Alarm::new(move || tell(&weak, Event::Woke)));
        Self { inner }
    }

    /// Tells the device what happened. On return it has been handled, unless an effect of another event is being
    /// carried out: then it comes next.
    pub fn send(&self, event: Event) {
        self.inner.send(event);
    }

    /// Asks the device something.
    pub fn look<R>(&self, ask: impl FnOnce(&Device) -> R) -> R {
        ask(&self.inner.device.borrow())
    }

    /// Stores everything. `true` once it is on disk; `false` if the disk refused some of it.
    pub async fn flush(&self) -> bool {
        self.send(Event::Flush);
        while self.inner.storing.get() > 0 {
            let (sender, receiver) = oneshot::channel();
            self.inner.waiting.borrow_mut().push(sender);
            // Dropped or sent: either way there is something new to look at.
            let _ = receiver.await;
        }
        self.look(Device::is_durable)
    }

    /// Stops at once: nothing is stored, sent or painted any more.
    pub fn stop(&self) {
        self.inner.stopped.set(true);
        self.inner.queue.borrow_mut().clear();
        self.inner.waiting.borrow_mut().clear();
        let socket = self.inner.socket.borrow_mut().take();
        drop(socket);
        if let Some(alarm) = self.inner.alarm.borrow().as_ref() {
            alarm.silence();
        }
    }
}

/// Starts a device of nobody's, over a store with nothing in it, and throws it away. Browsers compile what is called when
/// it is called: what starting takes is so compiled at a moment when nobody waits for it.
pub fn rehearse() {
    let rng = &mut randomness::source();
    let mut device = Device::new(&casefile::SCHEMA, StorageKey::random(rng));
    for effect in device.handle(Event::Start, clock::now(), rng) {
        if let Effect::Load { id, reads } = effect {
            let rows = vec![Vec::new(); reads.len()];
            drop(device.handle(Event::Loaded { load: id, rows }, clock::now(), rng));
        }
    }
}

fn tell(engine: &Weak<Inner>, event: Event) {
    if let Some(engine) = engine.upgrade() {
        engine.send(event);
    }
}

impl Inner {
    fn send(self: &Rc<Self>, event: Event) {
        if self.stopped.get() || broken::broken() {
            return;
        }
        self.queue.borrow_mut().push_back(event);
        if self.running.replace(true) {
            return;
        }
        while let Some(event) = self.next() {
            let now = clock::now();
            let effects = self.device.borrow_mut().handle(event, now, &mut randomness::source());
            for effect in effects {
                self.carry_out(effect, now);
            }
        }
        self.running.set(false);
    }

    fn next(&self) -> Option<Event> {
        self.queue.borrow_mut().pop_front()
    }

    fn carry_out(self: &Rc<Self>, effect: Effect, now: Timestamp) {
        if self.stopped.get() {
            return;
        }
        match effect {
            Effect::Store(txn) => self.commit(txn),
            Effect::Load { id, reads } => self.load(id, reads),
            Effect::Connect { relay } => self.connect(&relay),
            Effect::Send(message) => {
                if let Some(socket) = self.socket.borrow().as_ref() {
                    socket.send(message);
                }
            }
            Effect::Disconnect => {
                let socket = self.socket.borrow_mut().take();
                drop(socket);
            }
            Effect::Wake(at) => {
                if let Some(alarm) = self.alarm.borrow().as_ref() {
                    alarm.set(now, at);
                }
            }
            Effect::Notify(change) => (self.notify)(&change),
        }
    }

    fn commit(self: &Rc<Self>, txn: Txn) {
        self.storing.set(self.storing.get() + 1);
        let engine = self.clone();
        spawn_local(async move {
            let outcome = engine.store.commit(&txn).await;
            engine.send(match outcome {
                Ok(()) => Event::Stored(txn.id),
                Err(error) => Event::StoreFailed { txn: txn.id, error },
            });
            engine.storing.set(engine.storing.get() - 1);
            if engine.storing.get() == 0 {
                engine.waiting.borrow_mut().clear();
            }
        });
    }

    fn load(self: &Rc<Self>, load: LoadId, reads: Vec<device::store::Read>) {
        let engine = self.clone();
        spawn_local(async move {
            let outcome = engine.store.read(&reads).await;
            engine.send(match outcome {
                Ok(rows) => Event::Loaded { load, rows },
                Err(error) => Event::LoadFailed { load, error },
            });
        });
    }

    fn connect(self: &Rc<Self>, relay: &str) {
        let engine = Rc::downgrade(self);
        let listener = move |event| {
            tell(
                &engine,
                match event {
                    SocketEvent::Opened => Event::SocketOpened,
                    SocketEvent::Received(message) => Event::Received(message),
                    SocketEvent::Closed => Event::SocketClosed,
                },
            );
        };
        // The one before is closed first, so that nothing of it is heard any more.
        let before = self.socket.borrow_mut().take();
        drop(before);
        match Socket::open(relay, listener) {
            Ok(socket) => *self.socket.borrow_mut() = Some(socket),
            Err(_) => self.queue.borrow_mut().push_back(Event::SocketClosed),
        }
    }
}
