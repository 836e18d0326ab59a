//! Beginnings: a workspace, a case, a note. Each stands on this device at once, with no signal.

use casefile::{CaseId, Field, NoteId, Value, begin};
use trust::{Circle, CircleRole, DeviceKeys, DeviceKind, DeviceSeed, EpochKey, Roster};
use wire::{ChainId, CircleId, DocId, MemberId};

use crate::circle_log::{Chain, CircleLog, HeldKey};
use crate::device::{Cx, Device, Started, control_row};
use crate::effect::Change;
use crate::event::{FoundWorkspace, NewCase};
use crate::identity::{Identity, RelayAddress, Secret};
use crate::loading::Purpose;
use crate::store::Table;

impl Device {
    pub(crate) fn found_workspace(&mut self, cx: &mut Cx<'_>, wish: FoundWorkspace) {
        if self.identity.is_some() || self.started != Started::Verified {
            return;
        }
        let seed = DeviceSeed::random(cx.rng);
        let keys = DeviceKeys::from_seed(&seed);
        let member = MemberId::random(cx.rng);
        let Ok((record, roster)) = Roster::found(&keys, member, Some(&wish.kit), cx.now, cx.rng) else { return };
        let relay = wish.relay.map(|(origin, token)| RelayAddress { origin, setup_token: Some(token), founded: false });
        self.identity = Some(Identity {
            v: 1,
            seed: Secret::of(&seed),
            member,
            workspace: roster.workspace(),
            my_name: wish.my_name,
            profession: wish.profession,
            device_label: wish.device_label,
            relay,
            joining: None,
            workspace_circle: None,
            invitations: Vec::new(),
            grants: Vec::new(),
            introduced: false,
            kit: wish.kit,
            came_by: None,
        });
        self.keys = Some(keys);
        self.put(cx, Table::Control, control_row(ChainId::Roster, 0), &record);
        self.roster = Some(roster);
        self.roster_records = vec![record];
        if let Some(circle) = self.found_circle(cx) {
            if let Some(me) = &mut self.identity {
                me.workspace_circle = Some(circle);
            }
            self.begin_document(cx, DocId::of_circle(circle), circle, begin::workspace(&wish.name));
        }
        self.introduce_myself(cx);
        self.store_identity(cx);
        self.paint(Change::Membership);
        self.paint_status();
    }

    /// A circle of my own devices, to which others may be let in.
    fn found_circle(&mut self, cx: &mut Cx<'_>) -> Option<CircleId> {
        let (keys, roster, me) = (self.keys.as_ref()?, self.roster.as_ref()?, self.identity.as_ref()?);
        let key = EpochKey::random(cx.rng);
        let grants = [(me.member, CircleRole::Keeper)];
        let (record, circle) = Circle::found(keys, roster, &key, &grants, cx.now, cx.rng).ok()?;
        let id = circle.id();
        self.put(cx, Table::Control, control_row(ChainId::Circle(id), 0), &record);
        let mut log = CircleLog::of_chain(Chain { circle, records: vec![record] });
        log.state.keys.push(HeldKey::new(0, &key));
        self.circles.insert(id, log);
        self.store_circle(cx, id);
        if self.link.is_live() {
            self.push_chains();
        }
        Some(id)
    }

    /// Writes my profile and this device's label where everybody in the workspace finds them, once that place is known.
    /// What stands there already (from another device of mine) stays.
    pub(crate) fn introduce_myself(&mut self, cx: &mut Cx<'_>) {
        let (Some(me), Some(keys)) = (&self.identity, &self.keys) else { return };
        let (Some(circle), false, true) = (me.workspace_circle, me.introduced, me.joining.is_none()) else { return };
        let doc = DocId::of_circle(circle);
        // Perhaps I did, and this is an older copy of me (I1): first everything that the relay knows.
        if self.circles.get(&circle).is_none_or(|log| log.state.control_shared > 0 && !log.caught_up) {
            return;
        }
        if !self.documents.contains_key(&doc) {
            // Once it is in memory: having introduced myself and the words themselves are stored together.
            let asked = self.loads.values().any(|purpose| matches!(purpose, Purpose::Document(known) if *known == doc));
            if !asked && self.catalogue.entries.contains_key(&doc) {
                self.read_document(doc);
            }
            return;
        }
        let mut device = [0; 16];
        device.copy_from_slice(&keys.id().0[..16]);
        // Written by a member's first device only, so that no two ever create the same profile (I1).
        let has_other = self.roster.as_ref().is_some_and(|roster| {
            roster.devices_of(&me.member).any(|(device, entry)| entry.kind == DeviceKind::Device && device != keys.id())
        });
        let known = has_other
            || self.catalogue.entries.get(&doc).is_some_and(|entry| {
                entry.rows.iter().any(|row| matches!(row, casefile::Row::Member(row) if row.member == me.member.0))
            });
        let edits = if known {
            vec![begin::device(me.member.0, device, &me.device_label)]
        } else {
            begin::member(me.member.0, &me.my_name, &me.profession, device, &me.device_label)
        };
        if let Some(me) = &mut self.identity {
            me.introduced = true;
        }
        for edit in edits {
            self.change_document(cx, crate::Intent::Edit { doc, edit });
        }
        self.store_identity(cx);
    }

    pub(crate) fn new_case(&mut self, cx: &mut Cx<'_>, wish: NewCase) {
        if self.started < Started::Ready || self.case(wish.case).is_some() {
            return;
        }
        let (Some(team), Some(record)) = (self.found_circle(cx), self.found_circle(cx)) else { return };
        let now = casefile::Moment(cx.now.0);
        let mut person = [0; 16];
        cx.rng.fill_bytes(&mut person);
        let edits = begin::team(wish.case, &wish.name, wish.kind, now, record.0);
        self.begin_document(cx, DocId::of_circle(team), team, edits);
        let client = begin::Client { name: wish.name, phone: wish.phone, safe_contact: wish.safe_contact };
        let edits = begin::record(wish.case, person, &client, &wish.worry, now);
        self.begin_document(cx, DocId::of_circle(record), record, edits);
    }

    pub(crate) fn new_note(&mut self, cx: &mut Cx<'_>, case: CaseId, note: NoteId, fields: Vec<(Field, Value)>) {
        let Some(circle) = self.case(case).and_then(|summary| summary.record) else { return };
        let doc = DocId(note.0);
        if self.documents.contains_key(&doc) || self.catalogue.entries.contains_key(&doc) {
            return;
        }
        let edits = begin::note(case, note, casefile::Moment(cx.now.0), fields);
        self.begin_document(cx, doc, circle, edits);
    }

    /// What the engine itself has to know from documents: where the workspace's own document is.
    pub(crate) fn learn_from(&mut self, cx: &mut Cx<'_>, doc: DocId) {
        let Some(entry) = self.catalogue.entries.get(&doc) else { return };
        let circle = entry.circle;
        let is_workspace = entry.rows.iter().any(|row| matches!(row, casefile::Row::Workspace(_)));
        let unknown = self.identity.as_ref().is_some_and(|me| me.workspace_circle.is_none());
        if is_workspace && unknown && doc == DocId::of_circle(circle) {
            if let Some(me) = &mut self.identity {
                me.workspace_circle = Some(circle);
            }
            self.store_identity(cx);
            self.introduce_myself(cx);
        }
    }
}
