//! One tab works at a time: the one that holds the Web Lock. Another can ask for it, and gets it.
//! Two engines on one set of rows would number their records twice; and a person who opens a second tab wants to go
//! on there, not to be told off.
//!
//! The tab that is asked stores what it has and lets go. A tab that does not answer (frozen by the browser) has the
//! lock taken from it; should it thaw, it can write nothing any more, because each of its transactions fails from then
//! on (see `IndexedDb::take_fence`).

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use gloo_utils::window;
use js_sys::{Function, Object, Promise, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, MessageEvent};

// The one call of the Web Locks API (W3C, §2.3) that is needed. web-sys has it behind a switch for the whole build.
#[wasm_bindgen]
extern "C" {
    type LockManager;

    #[wasm_bindgen(method)]
    fn request(this: &LockManager, name: &str, options: &Object, granted: &Function) -> Promise;
}

/// The name of the lock and of the channel between tabs.
const NAME: &str = "doorstep-tab";

/// What tabs tell each other. Tabs of several versions may be open at once: a message keeps its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum TabMessage {
    /// From a tab that wants to work to the one that does.
    #[serde(rename = "use-elsewhere")]
    Release,
    /// The answer, at once: that tab is awake, and stores what it has.
    #[serde(rename = "coming")]
    Releasing,
}

/// How long the other tab may be silent, in milliseconds, before the lock is taken from it.
const PATIENCE: u32 = 5_000;

/// How long a page that is being loaded again may take to give the lock back, in milliseconds, before a person is told
/// that another tab works.
const RELOADING: u32 = 400;

/// How to ask for the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// Only if nobody has it.
    IfFree,
    /// After those who have it and who asked before.
    InTurn,
    /// Taking it from whoever has it.
    Stealing,
}

/// What happens to a tab's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is this tab's turn.
    Mine,
    /// Another tab works.
    Elsewhere,
    /// Another tab wants to work: store everything, then call [`Tab::let_go`].
    Asked,
    /// The lock was taken away: touch nothing any more.
    Taken,
}

/// This tab's place in the queue.
#[derive(Clone)]
pub struct Tab {
    inner: Rc<Inner>,
}

struct Inner {
    listener: Box<dyn Fn(Turn)>,
    /// Resolving it gives the lock back.
    release: RefCell<Option<Function>>,
    /// Counts attempts, so that a late answer to an earlier one is known as such.
    attempt: Cell<u32>,
    /// Whether the tab that works has answered.
    answered: Cell<bool>,
    channel: Option<BroadcastChannel>,
}

impl Tab {
    /// A tab whose `listener` hears of its turn from now on. It has not asked yet.
    pub fn new(listener: impl Fn(Turn) + 'static) -> Self {
        let channel = BroadcastChannel::new(NAME).ok();
        let inner = Rc::new(Inner {
            listener: Box::new(listener),
            release: RefCell::default(),
            attempt: Cell::default(),
            answered: Cell::default(),
            channel: channel.clone(),
        });
        if let Some(channel) = channel {
            let tab = Rc::downgrade(&inner);
            let received = move |event: &web_sys::Event| {
                let (Some(inner), Some(event)) = (tab.upgrade(), event.dyn_ref::<MessageEvent>()) else { return };
                match serde_wasm_bindgen::from_value(event.data()) {
                    Ok(TabMessage::Release) if inner.release.borrow().is_some() => {
                        inner.post(TabMessage::Releasing);
                        (inner.listener)(Turn::Asked);
                    }
                    Ok(TabMessage::Releasing) => inner.answered.set(true),
                    _ => {}
                }
            };
            // It lives as long as the page.
            EventListener::new(&channel, "message", received).forget();
        }
        Self { inner }
    }

    /// Asks for the turn. Hears `Mine`; or `Elsewhere`, and later perhaps `Mine`, should the other tab go away.
    ///
    /// Whether another tab works is the browser's word, not a matter of how soon a busy one answers.
    pub fn ask(&self) {
        let tab = self.clone();
        spawn_local(async move {
            if tab.request(Ask::IfFree).await {
                (tab.inner.listener)(Turn::Mine);
                return;
            }
            let asked = pin!(tab.request(Ask::InTurn));
            let granted = match select(asked, TimeoutFuture::new(RELOADING)).await {
                Either::Left((granted, _)) => granted,
                Either::Right(((), asked)) => {
                    (tab.inner.listener)(Turn::Elsewhere);
                    asked.await
                }
            };
            // Not granted if it was asked for in another way meanwhile.
            if granted {
                (tab.inner.listener)(Turn::Mine);
            }
        });
    }

    /// Whether it is this tab's turn.
    #[must_use]
    pub fn is_mine(&self) -> bool {
        self.inner.release.borrow().is_some()
    }

    /// Asks the tab that works to store what it has and let go; takes the lock if it does not answer. Hears `Mine`.
    pub fn use_here(&self) {
        if self.is_mine() {
            return;
        }
        let tab = self.clone();
        spawn_local(async move {
            loop {
                tab.inner.answered.set(false);
                tab.inner.post(TabMessage::Release);
                if tab.wait(PATIENCE).await {
                    break;
                }
                // As long as it answers it is alive, and only its disk is slow or full: what it holds is not lost.
                if !tab.inner.answered.get() {
                    if !tab.request(Ask::Stealing).await {
                        continue;
                    }
                    break;
                }
            }
            (tab.inner.listener)(Turn::Mine);
        });
    }

    /// Whether the lock was got within so many milliseconds. If not, it is not wanted any more.
    async fn wait(&self, patience: u32) -> bool {
        let asked = pin!(self.request(Ask::InTurn));
        match select(asked, TimeoutFuture::new(patience)).await {
            Either::Left((granted, _)) => granted,
            Either::Right(_) => {
                self.inner.attempt.set(self.inner.attempt.get() + 1);
                false
            }
        }
    }

    /// Gives the turn away, if this tab has it.
    pub fn let_go(&self) {
        let release = self.inner.release.borrow_mut().take();
        if let Some(release) = release {
            drop(release.call0(&JsValue::UNDEFINED));
        }
    }

    /// Asks the browser for the lock, and holds it until [`Tab::let_go`].
    async fn request(&self, ask: Ask) -> bool {
        let attempt = self.inner.attempt.get() + 1;
        self.inner.attempt.set(attempt);
        let options = Object::new();
        let option = match ask {
            Ask::IfFree => Some("ifAvailable"),
            Ask::InTurn => None,
            Ask::Stealing => Some("steal"),
        };
        if let Some(option) = option {
            drop(Reflect::set(&options, &JsValue::from_str(option), &JsValue::TRUE));
        }
        let (sender, receiver) = oneshot::channel();
        let inner = self.inner.clone();
        let granted = Closure::once_into_js(move |lock: JsValue| -> Promise {
            // Somebody else has it; or this answers an attempt that was given up. Nothing is held.
            let held = !lock.is_null() && inner.attempt.get() == attempt;
            // Nobody listens where the attempt was given up.
            let _ = sender.send(held);
            if !held {
                return Promise::resolve(&JsValue::UNDEFINED);
            }
            Promise::new(&mut |release, _| *inner.release.borrow_mut() = Some(release))
        });
        let Some(locks) = locks() else { return false };
        let ended = locks.request(NAME, &options, granted.unchecked_ref());
        let inner = self.inner.clone();
        spawn_local(async move {
            // It ends when let go; it fails when another tab took it.
            let taken = JsFuture::from(ended).await.is_err();
            if taken && inner.attempt.get() == attempt && inner.release.borrow_mut().take().is_some() {
                (inner.listener)(Turn::Taken);
            }
        });
        receiver.await.unwrap_or(false)
    }
}

impl Inner {
    fn post(&self, message: TabMessage) {
        if let (Some(channel), Ok(message)) = (&self.channel, serde_wasm_bindgen::to_value(&message)) {
            drop(channel.post_message(&message));
        }
    }
}

/// `navigator.locks`. The page does not start where it is missing.
fn locks() -> Option<LockManager> {
    let navigator = window().navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
