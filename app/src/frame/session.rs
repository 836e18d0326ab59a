//! The session: the views of the device as signals, and the way back for what a person wants.
//! The engine says only what changed; here it becomes signals that screens follow.

use std::cell::RefCell;

use casefile::CaseId;
use casework::CaseSummary;
use device::view::{InvitationView, MemberView, Membership, Status};
use device::{Change, Intent};
use leptos::prelude::*;
use wire::MemberId;

use crate::frame::throttle::{lists_changed, status_changed};
use crate::frame::{documents, queries, scroll_memory};
use crate::shell::driver;

/// The views of the device as signals. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Session {
    /// Where this tab stands: locked, open, another tab works…
    pub phase: RwSignal<driver::Phase>,
    /// Member of a workspace, joining one, nobody yet.
    pub membership: Memo<Membership>,
    /// What the state chip shows.
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

impl Session {
    /// Starts the device and follows it. Once, under `App`.
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
                scroll_memory::return_here();
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
            Change::Document(doc) | Change::Opened(doc) => documents::notify_changed(*doc),
            Change::Presence(doc) => documents::notify_presence(*doc),
            Change::Text { doc, entity, field, splices, mine } => {
                documents::notify_text((*doc, *entity, *field), splices, *mine);
            }
        });
        driver::on_leave(documents::notify_leaving);
        driver::start();
        session
    }

    /// A member, by id.
    #[must_use]
    pub fn member(&self, member: MemberId) -> Option<MemberView> {
        self.members.read().iter().find(|view| view.member == member).cloned()
    }

    /// A case, by id.
    #[must_use]
    pub fn case(&self, case: CaseId) -> Option<CaseSummary> {
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

thread_local! {
    /// What is sent as soon as the device has read what it knows.
    static PENDING: RefCell<Option<Intent>> = const { RefCell::new(None) };
}

/// Tells the device what a person wants as soon as it has read what it knows: before, it takes nothing.
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
