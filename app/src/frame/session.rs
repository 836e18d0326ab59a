//! The session: the views of the device as signals, and the way back for what a person wants.
//! The engine says only what changed; here it becomes signals that screens follow.

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
        // Not a memo: nobody asks it while the device is locked, so that it would never have been anything but open, and
        // what the next device says would be what the one before had said.
        let open = move || matches!(*phase.read(), driver::Phase::Open);
        let session = Self {
            phase,
            membership: Memo::new(move |_| {
                membership_changed.track();
                if open() { queries::membership() } else { Membership::Starting }
            }),
            status,
            cases: Memo::new(move |_| {
                lists.track();
                if open() { queries::cases() } else { Vec::new() }
            }),
            members: Memo::new(move |_| {
                lists.track();
                membership_changed.track();
                if open() { queries::members() } else { Vec::new() }
            }),
            invitations: Memo::new(move |_| {
                membership_changed.track();
                lists.track();
                if open() { queries::invitations() } else { Vec::new() }
            }),
            lists,
        };
        driver::on_phase(move |now| {
            if !matches!(now, driver::Phase::Open) && matches!(phase.get_untracked(), driver::Phase::Open) {
                scroll_memory::return_here();
            }
            phase.set(now.clone());
            status.set(queries::status());
            // Names go with the keys, also where no screen asks for them any more.
            session.forget_what_is_not_open();
        });
        driver::on_change(move |change| match change {
            Change::Ready => {
                membership_changed.update(|it| *it += 1);
                lists.update(|it| *it += 1);
                status.set(queries::status());
            }
            Change::Lists => lists_changed(lists),
            Change::Status => status_changed(status),
            Change::Membership => membership_changed.update(|it| *it += 1),
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

    /// Looks at every view, which makes those of a device that is not open anew: empty.
    fn forget_what_is_not_open(&self) {
        if !matches!(*self.phase.read_untracked(), driver::Phase::Open) {
            self.membership.with_untracked(|_| ());
            self.cases.with_untracked(|_| ());
            self.members.with_untracked(|_| ());
            self.invitations.with_untracked(|_| ());
        }
    }

    /// A member, by id.
    #[must_use]
    pub fn member(&self, member: MemberId) -> Option<MemberView> {
        let known = self.members.read().iter().find(|view| view.member == member).cloned();
        known.or_else(|| queries::member(member))
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
