//! Who is who: the workspace's name, members' profiles and devices' labels, in the workspace's own document. This is all
//! that the engine itself reads in documents or writes there.

use casefile::{EntityId, EntityKey, EntityKind, Field, Row, begin};
use trust::MemberRole;
use wire::{DeviceId, DocId, MemberId};

use crate::context::Cx;
use crate::device::{Parts, Started};
use crate::documents::Request;
use crate::event::FoundWorkspace;
use crate::here_only;
use crate::view::{AuthorView, MemberView};

/// The first half of a device's id: its key in the directory, and how its actors begin.
fn tag_of(device: DeviceId) -> [u8; 16] {
    let mut tag = [0; 16];
    tag.copy_from_slice(&device.0[..16]);
    tag
}

impl Parts {
    pub(crate) fn found_workspace(&mut self, cx: &mut Cx<'_>, request: FoundWorkspace) {
        if self.membership.identity().is_some() || self.started != Started::Verified {
            return;
        }
        let name = request.name.clone();
        let Some(circle) = self.membership.found_workspace(cx, request) else { return };
        self.write_as_me();
        self.sync.begin(cx, circle);
        self.begin_document(cx, DocId::of_circle(circle), circle, begin::workspace(&name));
        self.introduce_myself(cx);
        self.membership.store_identity(cx);
        Self::notify_membership(cx);
    }

    /// Writes my profile and this device's label where everybody in the workspace finds them, once that place is known.
    /// What stands there already (from another device of mine) stays.
    pub(crate) fn introduce_myself(&mut self, cx: &mut Cx<'_>) {
        let Some(circle) = self.membership.introduction_due() else { return };
        let doc = DocId::of_circle(circle);
        // Perhaps I did, and this is an older copy of me (I1): first everything that the relay knows.
        let shared = self.membership.chain(circle).is_none_or(|chain| chain.control_shared() > 0);
        if shared && !self.sync.is_caught_up(circle) {
            return;
        }
        if !self.documents.is_ready(doc) {
            // Once it is in memory: having introduced myself and the words themselves are stored together.
            self.documents.load_listed(cx, doc);
            return;
        }
        let (Some(me), Some(device)) = (self.membership.me(), self.membership.device()) else { return };
        let Some(profile) = self.membership.identity().map(|me| &me.profile) else { return };
        let tag = tag_of(device);
        // Written by a member's first device only, so that no two ever create the same profile (I1).
        let profile_there = self.documents.catalogue().row(doc, EntityKey::member(me.0)).is_some();
        let known = self.membership.has_other_device() || profile_there;
        let edits = if known {
            vec![begin::device(me.0, tag, &profile.device_label)]
        } else {
            begin::member(me.0, &profile.name, &profile.profession, tag, &profile.device_label)
        };
        self.membership.introduced();
        for edit in edits {
            self.ask(cx, doc, Request::Edit(edit));
        }
        self.membership.store_identity(cx);
    }

    /// What the engine itself has to know from documents: where the workspace's own document is.
    pub(crate) fn learn(&mut self, cx: &mut Cx<'_>) {
        for doc in self.documents.take_projected() {
            let Some(entry) = self.documents.catalogue().get(doc) else { continue };
            let circle = entry.circle;
            let is_workspace = entry.rows.iter().any(|row| row.key.kind == EntityKind::WORKSPACE);
            if is_workspace && doc == DocId::of_circle(circle) && self.membership.learn_workspace_circle(cx, circle) {
                self.introduce_myself(cx);
            }
        }
    }

    fn in_directory(&self, entity: EntityKey) -> Option<&Row> {
        self.documents.catalogue().row(self.membership.workspace_doc()?, entity)
    }

    fn profile_says(&self, member: MemberId, field: Field) -> Option<&str> {
        let row = self.in_directory(EntityKey::member(member.0))?;
        Some(row.text(field)).filter(|words| !words.is_empty())
    }

    /// What a member is called.
    pub(crate) fn name_of(&self, member: MemberId) -> Option<&str> {
        self.profile_says(member, Field::NAME)
    }

    /// A member's profession, in their words.
    pub(crate) fn profession_of(&self, member: MemberId) -> Option<&str> {
        self.profile_says(member, Field::PROFESSION)
    }

    /// What others see a device called.
    pub(crate) fn label_of(&self, device: DeviceId) -> Option<&str> {
        self.in_directory(EntityKey::device(tag_of(device))).map(|row| row.text(Field::LABEL))
    }

    pub(crate) fn workspace_name(&self) -> Option<String> {
        self.in_directory(EntityKey::WORKSPACE).map(|row| row.text(Field::NAME).to_owned())
    }

    // Who wrote in documents of this device alone.

    fn people_here(&self) -> impl Iterator<Item = &Row> {
        let entry = self.documents.catalogue().get(DocId::of_circle(here_only::people()));
        entry.into_iter().flat_map(|entry| &entry.rows)
    }

    /// What somebody is called who is no member of the workspace, and wrote in a document of this device alone.
    pub(crate) fn member_here(&self, member: MemberId) -> Option<MemberView> {
        let key = EntityKey::member(member.0);
        let (at, row) = self
            .people_here()
            .filter(|row| row.key.kind == EntityKind::MEMBER)
            .enumerate()
            .find(|(_, row)| row.key == key)?;
        let says = |field| Some(row.text(field).to_owned()).filter(|words| !words.is_empty());
        Some(MemberView {
            member,
            name: says(Field::NAME),
            profession: says(Field::PROFESSION),
            role: MemberRole::Worker,
            joined: true,
            me: false,
            hue: u8::try_from(at % 7 + 1).unwrap_or_default(),
            new: false,
            code: None,
            leaving: false,
        })
    }

    /// Who of them made a change, by its Automerge actor.
    pub(crate) fn author_here(&self, actor: &[u8]) -> Option<AuthorView> {
        let key = EntityKey::device(*actor.first_chunk()?);
        let device = self.people_here().find(|row| row.key == key)?;
        let member = device.choice::<EntityId>(Field::MEMBER).map(|id| MemberId(id.0));
        Some(AuthorView {
            member,
            name: member.and_then(|member| self.member_here(member)?.name),
            device_label: Some(device.text(Field::LABEL).to_owned()),
            me: false,
            this_device: false,
        })
    }
}
