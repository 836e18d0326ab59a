//! Where this tab stands, from the first moment to the last, and the screens' one way to the device behind it.
//! There is one device and one tab, so these are functions, not an object passed around.

use std::cell::RefCell;
use std::rc::Rc;

use device::store::StoreError;
use device::{Change, Device, Event, Intent};
use futures_util::future::join;
use gloo_timers::future::TimeoutFuture;
use tokio::sync::Mutex;
use trust::vault::StorageKey;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

use super::engine::{self, Engine};
use super::indexed_db::{self, IndexedDb};
use super::page::{self, PageEvent};
use super::tab::{Tab, Turn};
use super::update::{Updates, Version};
pub use super::vault::UnlockError;
use super::vault::{self, Found};
use super::{broken, install};

/// Where this tab stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Finding out.
    Starting,
    /// Another tab works.
    Elsewhere,
    /// Nobody has set this device up yet.
    Empty,
    /// Set up, and the keys are not in memory.
    Locked,
    /// The device is at work; views can be asked.
    Open,
    /// The store cannot be opened.
    Trouble(StoreError),
}

/// How long to wait before storing is tried again, in milliseconds, when only that holds up something else.
const AGAIN: u32 = 5_000;

/// How often to look what became of a store whose connection was taken away, and how long to wait between two looks, in
/// milliseconds.
const LOOKS: u32 = 10;
const LOOK_AGAIN: u32 = 300;

/// How long until the worker that makes the key has surely been sent off, in milliseconds.
const WORKER_AT_WORK: u32 = 100;

struct Driver {
    phase: Phase,
    store: IndexedDb,
    tab: Option<Tab>,
    updates: Option<Updates>,
    open: Option<(Engine, StorageKey)>,
    wait_until: Option<u64>,
    /// Whether this tab is giving its turn away: the other one asks again until it is done.
    giving: bool,
    /// Held while a turn begins or ends: one is over before the other begins.
    turning: Rc<Mutex<()>>,
    on_phase: Vec<Listener<Phase>>,
    on_change: Vec<Listener<Change>>,
    on_update: Vec<Listener<()>>,
    on_leave: Vec<Listener<()>>,
}

type Listener<T> = Rc<dyn Fn(&T)>;

thread_local! {
    static DRIVER: RefCell<Driver> = RefCell::new(Driver {
        phase: Phase::Starting,
        store: IndexedDb::new(indexed_db::NAME),
        tab: None,
        updates: None,
        open: None,
        wait_until: None,
        giving: false,
        turning: Rc::default(),
        on_phase: Vec::new(),
        on_change: Vec::new(),
        on_update: Vec::new(),
        on_leave: Vec::new(),
    });
}

/// Begins: asks for this tab's turn, watches the page, registers the service worker. Once.
pub fn start() {
    if DRIVER.with_borrow(|driver| driver.tab.is_some()) {
        return;
    }
    let tab = Tab::new(turn);
    DRIVER.with_borrow_mut(|driver| driver.tab = Some(tab.clone()));
    tab.ask();
    let store = DRIVER.with_borrow(|driver| driver.store.clone());
    store.when_lost(|| spawn_local(look_at_the_store()));
    page::watch(page_changed);
    let updates = Updates::watch(|version| match version {
        Version::Ready => tell(&DRIVER.with_borrow(|driver| driver.on_update.clone()), &()),
        Version::TookOver => spawn_local(async {
            // While the disk refuses, the text on the screen is worth more than the new version.
            while !leave().await {
                TimeoutFuture::new(AGAIN).await;
            }
            page::reload();
        }),
    });
    DRIVER.with_borrow_mut(|driver| driver.updates = Some(updates));
}

/// Where this tab stands.
#[must_use]
pub fn phase() -> Phase {
    DRIVER.with_borrow(|driver| driver.phase.clone())
}

/// Calls `hear` whenever that changes.
pub fn on_phase(hear: impl Fn(&Phase) + 'static) {
    DRIVER.with_borrow_mut(|driver| driver.on_phase.push(Rc::new(hear)));
}

/// Calls `hear` whenever what people see has changed.
pub fn on_change(hear: impl Fn(&Change) + 'static) {
    DRIVER.with_borrow_mut(|driver| driver.on_change.push(Rc::new(hear)));
}

/// Calls `hear` when a new version is ready.
pub fn on_update(hear: impl Fn() + 'static) {
    DRIVER.with_borrow_mut(|driver| driver.on_update.push(Rc::new(move |()| hear())));
}

/// Calls `hear` before everything is stored for the last time (hidden, locked, handed over, updated): whatever a screen
/// still holds back, such as a word being composed, is sent now.
pub fn on_leave(hear: impl Fn() + 'static) {
    DRIVER.with_borrow_mut(|driver| driver.on_leave.push(Rc::new(move |()| hear())));
}

/// Tells the device what a person wants. Nothing happens unless it is open.
pub fn send(intent: Intent) {
    if let Some(engine) = engine() {
        engine.send(Event::Intent(intent));
    }
}

/// Asks the device something; `None` unless it is open.
pub fn look<R>(ask: impl FnOnce(&Device) -> R) -> Option<R> {
    engine().map(|engine| engine.look(ask))
}

/// Sets this device up under a passphrase and opens it. If it is open already, only the passphrase is changed.
///
/// # Errors
/// [`StoreError`], with nothing changed.
pub async fn create(passphrase: String) -> Result<(), StoreError> {
    let passphrase = Zeroizing::new(passphrase);
    let (store, before) =
        DRIVER.with_borrow(|driver| (driver.store.clone(), driver.open.as_ref().map(|(_, key)| key.clone())));
    let key = vault::make(&store, &passphrase, before.as_ref()).await?;
    if before.is_none() {
        open(key);
    }
    // Asked now that there is something to keep; whether the browser agrees changes nothing here.
    spawn_local(async {
        install::ask_to_keep().await;
    });
    Ok(())
}

/// Unlocks this device.
///
/// # Errors
/// [`UnlockError`].
pub async fn unlock(passphrase: String) -> Result<(), UnlockError> {
    let passphrase = Zeroizing::new(passphrase);
    let store = DRIVER.with_borrow(|driver| driver.store.clone());
    // While a worker makes the key, this thread has nothing to do.
    spawn_local(async {
        TimeoutFuture::new(WORKER_AT_WORK).await;
        engine::rehearse();
    });
    let outcome = vault::unlock(&store, &passphrase).await;
    if outcome.is_err()
        && let Ok(Found::Vault { wait_until }) = vault::find(&store).await
    {
        DRIVER.with_borrow_mut(|driver| driver.wait_until = Some(wait_until.0));
    }
    // Another tab may have taken over meanwhile.
    let key = outcome?;
    if phase() == Phase::Locked {
        open(key);
    }
    Ok(())
}

/// Until when no passphrase is taken (milliseconds since 1970), if there were wrong ones. May be past.
#[must_use]
pub fn wait_until() -> Option<u64> {
    DRIVER.with_borrow(|driver| driver.wait_until)
}

/// Stores everything and forgets the keys. If the disk refuses, it stays open: text is not traded for a lock.
pub async fn lock() -> bool {
    if !leave().await {
        return false;
    }
    close();
    set_phase(Phase::Locked);
    true
}

/// Works here instead of in the other tab.
pub fn use_here() {
    if let Some(tab) = DRIVER.with_borrow(|driver| driver.tab.clone()) {
        tab.use_here();
    }
}

/// Whether a new version is ready.
#[must_use]
pub fn update_ready() -> bool {
    DRIVER.with_borrow(|driver| driver.updates.as_ref().is_some_and(Updates::ready))
}

/// Takes the new version: everything is stored, then every tab is loaded again, once.
pub fn take_update() {
    spawn_local(async {
        // If the disk refuses, the text on the screen is worth more than the new version.
        if leave().await
            && let Some(updates) = DRIVER.with_borrow(|driver| driver.updates.clone())
        {
            updates.take();
        }
    });
}

/// Looks for a new version now.
pub fn check_for_update() {
    if let Some(updates) = DRIVER.with_borrow(|driver| driver.updates.clone()) {
        updates.check();
    }
}

/// The engine, while there is one. After a panic there is none: it may have been in the middle of anything, and whatever
/// timer or event still comes must not ask it.
fn engine() -> Option<Engine> {
    if broken::broken() {
        return None;
    }
    DRIVER.with_borrow(|driver| driver.open.as_ref().map(|(engine, _)| engine.clone()))
}

fn open(key: StorageKey) {
    let store = DRIVER.with_borrow(|driver| driver.store.clone());
    let engine = Engine::new(Device::new(&casefile::SCHEMA, key.clone()), store, |change| {
        tell(&DRIVER.with_borrow(|driver| driver.on_change.clone()), change);
    });
    DRIVER.with_borrow_mut(|driver| driver.open = Some((engine.clone(), key)));
    engine.send(Event::Start);
    engine.send(Event::Network { online: page::online() });
    set_phase(Phase::Open);
}

fn close() {
    let open = DRIVER.with_borrow_mut(|driver| driver.open.take());
    if let Some((engine, _)) = open {
        engine.stop();
    }
}

/// Has everything stored. `true` when it is on disk, or there was nothing.
async fn leave() -> bool {
    tell(&DRIVER.with_borrow(|driver| driver.on_leave.clone()), &());
    match engine() {
        Some(engine) => engine.flush().await,
        None => true,
    }
}

fn turn(turn: Turn) {
    match turn {
        Turn::Mine => spawn_local(begin()),
        Turn::Elsewhere => set_phase(Phase::Elsewhere),
        Turn::Asked => {
            if !DRIVER.with_borrow_mut(|driver| std::mem::replace(&mut driver.giving, true)) {
                spawn_local(async {
                    give_away().await;
                    DRIVER.with_borrow_mut(|driver| driver.giving = false);
                });
            }
        }
        Turn::Taken => {
            close();
            set_phase(Phase::Elsewhere);
        }
    }
}

/// Stores what it has and lets the other tab work. While the disk refuses, this tab keeps what only it has.
async fn give_away() {
    let turning = DRIVER.with_borrow(|driver| driver.turning.clone());
    let _turning = turning.lock().await;
    if !leave().await {
        return;
    }
    close();
    let (tab, store) = DRIVER.with_borrow(|driver| (driver.tab.clone(), driver.store.clone()));
    store.close().await;
    set_phase(Phase::Elsewhere);
    if let Some(tab) = tab {
        tab.let_go();
    }
}

/// This tab's turn: opens the store and looks for a vault.
async fn begin() {
    let (turning, tab, store) =
        DRIVER.with_borrow(|driver| (driver.turning.clone(), driver.tab.clone(), driver.store.clone()));
    let _turning = turning.lock().await;
    // The fence is another tab's if the turn is: taking it now would stop a tab that works.
    let is_mine = || tab.as_ref().is_some_and(Tab::is_mine);
    if !is_mine() {
        return;
    }
    let (fence, found) = if store.had_fence() {
        // Looking through a fence that was lost is refused.
        (store.take_fence().await, vault::find(&store).await)
    } else {
        // Neither waits for the other: looking needs no fence.
        join(store.take_fence(), vault::find(&store)).await
    };
    if !is_mine() {
        return;
    }
    match fence.and(found) {
        Ok(Found::Nothing) => set_phase(Phase::Empty),
        Ok(Found::Vault { wait_until }) => {
            DRIVER.with_borrow_mut(|driver| driver.wait_until = Some(wait_until.0));
            set_phase(Phase::Locked);
        }
        Err(error) => set_phase(Phase::Trouble(error)),
    }
}

/// The browser took the store's connection away: often for reasons of its own, sometimes because all was cleared.
async fn look_at_the_store() {
    let store = DRIVER.with_borrow(|driver| driver.store.clone());
    let mut looks = 0;
    while let Some(engine) = engine() {
        let Err(error) = store.look().await else { return };
        looks += 1;
        // While it is being cleared it cannot be told from one that is only slow.
        if looks == LOOKS || matches!(error, StoreError::Erased | StoreError::Blocked) {
            engine.send(Event::StoreLost(error));
            return;
        }
        TimeoutFuture::new(LOOK_AGAIN).await;
    }
}

fn page_changed(event: PageEvent) {
    if event == PageEvent::Hidden {
        tell(&DRIVER.with_borrow(|driver| driver.on_leave.clone()), &());
    }
    if event == PageEvent::Shown {
        check_for_update();
    }
    let Some(engine) = engine() else { return };
    engine.send(match event {
        PageEvent::Hidden => Event::Flush,
        PageEvent::Shown => Event::Network { online: page::online() },
        PageEvent::Online => Event::Network { online: true },
        PageEvent::Offline => Event::Network { online: false },
    });
}

fn set_phase(phase: Phase) {
    let listeners = DRIVER.with_borrow_mut(|driver| {
        driver.phase = phase.clone();
        driver.on_phase.clone()
    });
    tell(&listeners, &phase);
}

/// Tells everybody, with nothing borrowed: they may ask and send.
fn tell<T>(listeners: &[Listener<T>], news: &T) {
    if broken::broken() {
        return;
    }
    for hear in listeners {
        hear(news);
    }
}
