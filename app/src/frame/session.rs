//! What the screens see of the device: its views as signals, and the way back for what a person wants.
//! The engine says only that something changed; here it is decided which parts of a screen look again, and how often.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use casefile::{Edit, EntityKey, Field, Splice};
use device::view::{CaseSummary, InvitationView, MemberView, Membership, PresenceView, SaveState, Status};
use device::{Change, Intent};
use leptos::prelude::*;
use wire::DocId;

use crate::frame::queries;
use crate::shell::driver;

/// Lists are read again at most this often: while somebody types, each letter changes a preview.
const LISTS_PAUSE: Duration = Duration::from_millis(800);

/// Good news waits at least this long, so that the chip does not flicker with every letter; bad news does not wait.
const GOOD_NEWS_PAUSE: Duration = Duration::from_millis(400);

/// The views of the device as signals. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Session {
    /// Where this tab stands: locked, open, another tab works…
    pub phase: RwSignal<driver::Phase>,
    /// Member of a workspace, joining one, nobody yet.
    pub membership: Memo<Membership>,
    /// The chip.
    pub status: RwSignal<Status>,
    /// All cases I may read, latest contact first.
    pub cases: Memo<Vec<CaseSummary>>,
    /// Everybody in the workspace.
    pub members: Memo<Vec<MemberView>>,
    /// Invitations I made.
    pub invitations: Memo<Vec<InvitationView>>,
    /// Counts changes of the lists.
    pub lists: RwSignal<u64>,
}

/// Hears how a text changed, and whether it was my own undo.
type Hear = dyn Fn(&[Splice], bool);

/// What a textarea listens for.
#[derive(Clone)]
pub struct TextSubscription {
    /// Hears how its text changed.
    pub hear: Rc<Hear>,
    /// Tells what stands in it and was not told yet, such as a word being composed: the page is about to be left.
    pub leave: Rc<dyn Fn()>,
}

/// What is told about one document.
#[derive(Clone)]
struct DocumentSignals {
    revision: ArcRwSignal<u64>,
    presence: ArcRwSignal<u64>,
    undo: ArcRwSignal<(bool, bool)>,
}

#[derive(Default)]
struct Listeners {
    documents: HashMap<DocId, DocumentSignals>,
    opened: HashMap<DocId, usize>,
    prose: HashMap<(DocId, EntityKey, Field), TextSubscription>,
}

thread_local! {
    static LISTENERS: RefCell<Listeners> = RefCell::default();
}

impl Session {
    /// Starts to listen. Once, under `App`.
    #[must_use]
    pub fn start() -> Self {
        let membership_changed = RwSignal::new(0_u64);
        let lists = RwSignal::new(0_u64);
        let phase = RwSignal::new(driver::phase());
        let status = RwSignal::new(queries::status());
        let open = Memo::new(move |_| matches!(phase.get(), driver::Phase::Open));
        let session = Self {
            phase,
            membership: Memo::new(move |_| {
                membership_changed.track();
                if open.get() { queries::membership() } else { Membership::Starting }
            }),
            status,
            cases: Memo::new(move |_| {
                lists.track();
                if open.get() { queries::cases() } else { Vec::new() }
            }),
            members: Memo::new(move |_| {
                lists.track();
                membership_changed.track();
                if open.get() { queries::members() } else { Vec::new() }
            }),
            invitations: Memo::new(move |_| {
                membership_changed.track();
                lists.track();
                if open.get() { queries::invitations() } else { Vec::new() }
            }),
            lists,
        };
        driver::on_phase(move |now| {
            if !matches!(now, driver::Phase::Open) && matches!(phase.get_untracked(), driver::Phase::Open) {
                crate::frame::scroll_memory::hold();
            }
            phase.set(now.clone());
            status.set(queries::status());
        });
        driver::on_change(move |change| match change {
            Change::Ready => {
                send_pending();
                membership_changed.update(|it| *it += 1);
                lists.update(|it| *it += 1);
                status.set(queries::status());
            }
            Change::Lists => lists_changed(lists),
            Change::Status => status_changed(status),
            Change::Membership => {
                send_pending();
                membership_changed.update(|it| *it += 1);
            }
            Change::Document(doc) | Change::Opened(doc) => with_document(*doc, |signals| {
                signals.revision.update(|it| *it += 1);
                signals.undo.set(queries::can_undo_redo(*doc));
            }),
            Change::Presence(doc) => with_document(*doc, |signals| signals.presence.update(|it| *it += 1)),
            Change::Text { doc, entity, field, splices, mine } => {
                let ears = LISTENERS.with_borrow(|listeners| listeners.prose.get(&(*doc, *entity, *field)).cloned());
                if let Some(ears) = ears {
                    (ears.hear)(splices, *mine);
                }
                if *mine {
                    with_document(*doc, |signals| signals.undo.set(queries::can_undo_redo(*doc)));
                }
            }
        });
        driver::on_leave(|| {
            let leaving: Vec<TextSubscription> =
                LISTENERS.with_borrow(|listeners| listeners.prose.values().cloned().collect());
            leaving.iter().for_each(|ears| (ears.leave)());
        });
        driver::start();
        session
    }

    /// A member, by id.
    #[must_use]
    pub fn member(&self, member: wire::MemberId) -> Option<MemberView> {
        self.members.read().iter().find(|view| view.member == member).cloned()
    }

    /// A case, by id.
    #[must_use]
    pub fn case(&self, case: casefile::CaseId) -> Option<CaseSummary> {
        self.cases.read().iter().find(|summary| summary.case == case).cloned()
    }

    /// Me, once I am a member of a workspace.
    #[must_use]
    pub fn me(&self) -> Option<MemberView> {
        self.members.read().iter().find(|view| view.me).cloned()
    }
}

/// The session, from any component below `App`.
#[must_use]
pub fn session() -> Session {
    expect_context()
}

/// Tells the device what a person wants.
pub fn send(intent: Intent) {
    driver::send(intent);
}

/// Tells the device what a person wants as soon as it has read what it knows: it takes no wishes before.
pub fn send_when_ready(intent: Intent) {
    PENDING.set(Some(intent));
    send_pending();
}

fn send_pending() {
    if queries::membership() != Membership::Starting
        && let Some(intent) = PENDING.take()
    {
        send(intent);
    }
}

/// Changes a document; what was just done can be taken back.
pub fn edit(doc: DocId, edit: Edit) {
    send(Intent::Edit { doc, edit });
    with_document(doc, |signals| {
        if signals.undo.get_untracked() != (true, false) {
            signals.undo.set((true, false));
        }
    });
}

/// Looks at a document for as long as the component lives: it is loaded, and others see that somebody is here.
pub fn look_at(doc: DocId) {
    let first = LISTENERS.with_borrow_mut(|listeners| {
        let count = listeners.opened.entry(doc).or_default();
        *count += 1;
        *count == 1
    });
    if first {
        send(Intent::Open(doc));
    }
    on_cleanup(move || {
        let last = LISTENERS.with_borrow_mut(|listeners| {
            let Some(count) = listeners.opened.get_mut(&doc) else { return false };
            *count -= 1;
            let last = *count == 0;
            if last {
                listeners.opened.remove(&doc);
            }
            last
        });
        if last {
            send(Intent::Close(doc));
        }
    });
}

/// Makes whoever calls look again when fields or entities of the document change.
pub fn track_document(doc: DocId) {
    signals_of(doc).revision.track();
}

/// Who else is in the document, looked at again when that changes.
#[must_use]
pub fn presence(doc: DocId) -> Memo<Vec<PresenceView>> {
    let signals = signals_of(doc);
    Memo::new(move |_| {
        signals.presence.track();
        queries::presence(doc)
    })
}

/// Whether something of mine can be taken back, and done again.
#[must_use]
pub fn undo_state(doc: DocId) -> ArcRwSignal<(bool, bool)> {
    let signals = signals_of(doc);
    signals.undo.set(queries::can_undo_redo(doc));
    signals.undo
}

/// Hears how a text changes and when the page is left, for as long as the component lives.
pub fn subscribe_text(doc: DocId, entity: EntityKey, field: Field, ears: TextSubscription) {
    let key = (doc, entity, field);
    let mine = StoredValue::new_local(ears.hear.clone());
    LISTENERS.with_borrow_mut(|listeners| listeners.prose.insert(key, ears));
    on_cleanup(move || {
        LISTENERS.with_borrow_mut(|listeners| {
            // Another textarea may have taken over in the meantime.
            let same =
                mine.try_with_value(|mine| listeners.prose.get(&key).is_some_and(|now| Rc::ptr_eq(&now.hear, mine)));
            if same.unwrap_or(true) {
                listeners.prose.remove(&key);
            }
        });
    });
}

fn signals_of(doc: DocId) -> DocumentSignals {
    LISTENERS.with_borrow_mut(|listeners| {
        listeners
            .documents
            .entry(doc)
            .or_insert_with(|| DocumentSignals {
                revision: ArcRwSignal::new(0),
                presence: ArcRwSignal::new(0),
                undo: ArcRwSignal::new((false, false)),
            })
            .clone()
    })
}

fn with_document(doc: DocId, tell: impl FnOnce(&DocumentSignals)) {
    let signals = LISTENERS.with_borrow(|listeners| listeners.documents.get(&doc).cloned());
    if let Some(signals) = signals {
        tell(&signals);
    }
}

thread_local! {
    static LISTS_WAITING: RefCell<Option<bool>> = const { RefCell::new(None) };
    static PENDING: RefCell<Option<Intent>> = const { RefCell::new(None) };
    /// How often there was news that is not good, and whether somebody waits for how long that has been.
    static NEWS: Cell<(u32, bool)> = const { Cell::new((0, false)) };
}

/// At once, and then again at the end of the pause if there was more.
fn lists_changed(lists: RwSignal<u64>) {
    let waiting = LISTS_WAITING.with_borrow_mut(|waiting| match waiting {
        Some(more) => {
            *more = true;
            true
        }
        None => {
            *waiting = Some(false);
            false
        }
    });
    if waiting {
        return;
    }
    lists.update(|it| *it += 1);
    set_timeout(
        move || {
            if LISTS_WAITING.take() == Some(true) {
                lists_changed(lists);
            }
        },
        LISTS_PAUSE,
    );
}

/// How worried to be, for telling good news from bad.
fn worry(state: SaveState) -> u8 {
    match state {
        SaveState::Shared => 0,
        SaveState::SavedHere => 1,
        SaveState::Sharing => 2,
        SaveState::Waiting => 3,
        SaveState::Saving => 4,
        SaveState::NeedsAttention => 5,
    }
}

fn status_changed(status: RwSignal<Status>) {
    let now = queries::status();
    let (bad, waiting) = NEWS.get();
    if worry(now.state) >= worry(status.read_untracked().state) {
        NEWS.set((bad.wrapping_add(1), waiting));
        if *status.read_untracked() != now {
            status.set(now);
        }
    } else if !waiting {
        NEWS.set((bad, true));
        tell_if_it_lasts(status);
    }
}

/// Tells good news once nothing else has come for a pause. Looked at now and then: cheaper than a new timer for every
/// letter.
fn tell_if_it_lasts(status: RwSignal<Status>) {
    let (seen, _) = NEWS.get();
    set_timeout(
        move || {
            let (bad, _) = NEWS.get();
            let now = queries::status();
            let good = worry(now.state) < worry(status.read_untracked().state);
            if good && bad != seen {
                tell_if_it_lasts(status);
                return;
            }
            NEWS.set((bad, false));
            if good {
                status.set(now);
            }
        },
        GOOD_NEWS_PAUSE,
    );
}
