//! What a device holds against what the relay holds: everything missing, on either side, is said.
//!
//! A relay restored from an older copy, or with damaged rows, is refilled from here.

use std::collections::BTreeMap;

use trust::DeviceKind;
use wire::{ChainId, CircleId, CircleSince, LogPoint, MemberId, Refusal, RelayFrame, Subject, WorkspaceId};

use super::Hub;
use super::circle_log::CircleLog;
use super::connection::{ConnId, Sub, Who};
use crate::store::LogStore;

impl Hub {
    pub(super) fn subscribe(&mut self, store: &dyn LogStore, id: ConnId, roster: u64, circles: Vec<CircleSince>) {
        let Some(Who::Device { workspace: workspace_id, member, kind, .. }) = self.conns.get(&id).map(|conn| conn.who)
        else {
            return;
        };
        self.forget_subscriptions(id, &workspace_id);
        let Some(workspace) = self.workspaces.get_mut(&workspace_id) else { return };
        let mut notices = Vec::new();
        let have = workspace.roster.len();
        if roster > have {
            notices.push(RelayFrame::ControlRewound { chain: ChainId::Roster, have });
        }
        // A link needs the roster to join, and gets nothing else.
        let is_link = kind == DeviceKind::Invitation;
        let circles = if is_link { Vec::new() } else { circles };
        let mut since: BTreeMap<CircleId, CircleSince> =
            circles.into_iter().map(|since| (since.circle, since)).collect();

        let mut followed: Vec<(CircleId, Sub)> = Vec::new();
        for (circle, state) in &mut workspace.circles {
            let entitled = !is_link && is_in(state, &member);
            let known = since.remove(circle);
            let Some(known) =
                known.or(entitled.then_some(CircleSince { circle: *circle, control: 0, log: LogPoint::START }))
            else {
                continue;
            };
            let have = state.len();
            if known.control > have {
                notices.push(RelayFrame::ControlRewound { chain: ChainId::Circle(*circle), have });
            }
            if !entitled {
                // While the chain or the roster is behind, who is in the circle is not known here.
                if known.control <= have {
                    let subject = Subject::Circle { circle: *circle };
                    notices.push(RelayFrame::Refuse { subject, reason: Refusal::NotAllowed });
                }
                continue;
            }
            let mut sub = Sub { control: known.control.min(have), ..Sub::default() };
            match place_in_log(store, &mut state.log, circle, known.log) {
                Ok(Some(position)) => sub.log = position,
                Ok(None) => sub.rewound_due = true,
                Err(error) => {
                    self.metrics.reads_failed_total.inc();
                    tracing::error!(%error, "a log could not be read");
                    // It is tried again when the log's turn comes.
                    sub.rewound_due = known.log != LogPoint::START;
                }
            }
            state.subscribers.insert(id);
            followed.push((*circle, sub));
        }
        // Circles that are not here at all: founded after the copy that this relay was restored from.
        for known in since.into_values() {
            let circle = known.circle;
            notices.push(if known.control > 0 {
                RelayFrame::ControlRewound { chain: ChainId::Circle(circle), have: 0 }
            } else {
                RelayFrame::Refuse { subject: Subject::Circle { circle }, reason: Refusal::UnknownCircle }
            });
        }

        let Some(conn) = self.conns.get_mut(&id) else { return };
        conn.roster = Some(roster.min(have));
        conn.announced = false;
        for notice in &notices {
            if let RelayFrame::ControlRewound { chain, .. } = notice {
                conn.refilling.insert(*chain);
                self.metrics.rewound_total.inc();
            }
        }
        for (circle, mut sub) in followed {
            sub.queued = true;
            conn.subs.insert(circle, sub);
            conn.chains.push_back(circle);
            conn.logs.push_back(circle);
        }
        conn.notices = notices.into();
        self.dirty.insert(id);
    }

    fn forget_subscriptions(&mut self, id: ConnId, workspace: &WorkspaceId) {
        let Some(conn) = self.conns.get_mut(&id) else { return };
        let subs = std::mem::take(&mut conn.subs);
        conn.chains.clear();
        conn.logs.clear();
        conn.stalled.clear();
        if let Some(workspace) = self.workspaces.get_mut(workspace) {
            for circle in subs.keys() {
                if let Some(circle) = workspace.circles.get_mut(circle) {
                    circle.subscribers.remove(&id);
                }
            }
        }
    }

    /// After a circle's chain changed: who is now in it begins to follow, who is not any more stops.
    pub(super) fn entitle(&mut self, workspace_id: &WorkspaceId, circle: &CircleId) {
        let Some(workspace) = self.workspaces.get_mut(workspace_id) else { return };
        let Some(state) = workspace.circles.get_mut(circle) else { return };
        let mut out = Vec::new();
        for id in &workspace.conns {
            let Some(conn) = self.conns.get_mut(id) else { continue };
            let Who::Device { member, kind, .. } = conn.who else { continue };
            if conn.roster.is_none() || kind == DeviceKind::Invitation {
                continue;
            }
            let entitled = is_in(state, &member);
            let follows = conn.subs.contains_key(circle);
            if entitled && !follows {
                // The device brings a circle back that the relay had lost: its log may be old too.
                let refilling = conn.refilling.contains(&ChainId::Circle(*circle));
                conn.subs.insert(*circle, Sub { rewound_due: refilling, ..Sub::default() });
                state.subscribers.insert(*id);
                conn.queue_log(*circle);
            }
            if entitled {
                conn.queue_chain(*circle);
                self.dirty.insert(*id);
            } else if follows {
                conn.unsubscribe(circle);
                state.subscribers.remove(id);
                out.push(*id);
            }
        }
        for id in out {
            let subject = Subject::Circle { circle: *circle };
            self.send(id, &RelayFrame::Refuse { subject, reason: Refusal::NotAllowed });
        }
    }
}

fn is_in(state: &super::workspace::CircleState, member: &MemberId) -> bool {
    state.chain.as_ref().is_some_and(|chain| chain.role_of(member).is_some())
}

/// Where the device's point is in the relay's log; `None` if it is not on it, or the log has damaged rows that the
/// device may be able to bring back.
fn place_in_log(
    store: &dyn LogStore,
    log: &mut Option<CircleLog>,
    circle: &CircleId,
    known: LogPoint,
) -> Result<Option<u64>, crate::store::StoreError> {
    if known == LogPoint::START {
        return Ok(Some(0));
    }
    let damaged = log.as_ref().is_some_and(|log| !log.damaged.is_empty());
    let there = store.log_point(circle, known.position)?;
    Ok((there == Some(known) && !damaged).then_some(known.position))
}
