//! Questions to the device, each answered with plain data; with nothing while it is locked.
//! The screens' one way to look: what they show is asked for here and nowhere else.

use std::cmp::Reverse;

use casefile::{Answer, CaseId, EntityKey, EntityKind, EntityView, Field, FieldView, Moment, NoteId, Sitting};
use casework::plan::Goal;
use casework::plan_versions::{self, GoalChange, Version};
use casework::signatures::{self, Amendment, Signature, Standing};
use casework::{CaseSummary, NoteSummary, WaitingIn};
use device::view::{
    AuthorView, CircleMember, ConnectionState, DeviceView, DocumentState, InvitationView, MemberView, Membership,
    PresenceView, SaveState, Status,
};
use device::{Found, Listed, Query};
use wire::{CircleId, DocId, MemberId};

use crate::shell::driver::look;
use crate::shell::page;

/// The state chip.
#[must_use]
pub fn status() -> Status {
    look(device::Device::status).unwrap_or(Status {
        state: SaveState::SavedHere,
        on_disk: true,
        waiting: 0,
        connection: ConnectionState::NoRelay,
        problems: Vec::new(),
        last_shared: None,
    })
}

/// What waits, case by case.
#[must_use]
pub fn queue() -> Vec<WaitingIn> {
    look(casework::waiting).unwrap_or_default()
}

/// Whether this device is a member of a workspace.
#[must_use]
pub fn membership() -> Membership {
    look(device::Device::membership).unwrap_or(Membership::Starting)
}

/// What the workspace is called.
#[must_use]
pub fn workspace_name() -> String {
    look(device::Device::workspace_name).flatten().unwrap_or_default()
}

/// The document with everybody's profile.
#[must_use]
pub fn workspace_doc() -> Option<DocId> {
    look(device::Device::workspace_doc).flatten()
}

/// Who I am, and how this device's changes begin.
#[must_use]
pub fn me_and_device() -> Option<(MemberId, [u8; 16])> {
    look(|device| Some((device.me()?, *device.device_id()?.0.first_chunk()?))).flatten()
}

/// One member: of the workspace, or somebody who wrote in a sample.
#[must_use]
pub fn member(member: MemberId) -> Option<MemberView> {
    look(|device| device.member(member)).flatten()
}

/// Whether a sample is on this device.
#[must_use]
pub fn has_sample() -> bool {
    look(device::Device::has_here_only).unwrap_or_default()
}

/// Every case, latest contact first.
#[must_use]
pub fn cases() -> Vec<CaseSummary> {
    let mut cases = look(casework::cases).unwrap_or_default();
    cases.retain(|case| !case.archived);
    let freshness = |case: &CaseSummary| case.last_contact.max(case.last_attempt).max(case.opened_at);
    cases.sort_by_key(|case| Reverse(freshness(case)));
    cases
}

/// The files that a case is linked with.
#[must_use]
pub fn links(cases: &[CaseSummary], case: CaseId) -> Vec<casework::links::Link> {
    look(|device| casework::links::links(device, cases, case)).unwrap_or_default()
}

/// The notes of a case, latest first.
#[must_use]
pub fn notes(case: CaseId) -> Vec<NoteSummary> {
    look(|device| casework::notes(device, case)).unwrap_or_default()
}

/// The notes of a case that were put away.
#[must_use]
pub fn notes_put_away(case: CaseId) -> Vec<NoteSummary> {
    look(|device| casework::notes_put_away(device, case)).unwrap_or_default()
}

/// The notes changed last, in any case.
#[must_use]
pub fn recent_notes(limit: usize) -> Vec<NoteSummary> {
    look(|device| casework::recent_notes(device, limit)).unwrap_or_default()
}

/// Entities of any kind.
#[must_use]
pub fn list(query: &Query) -> Vec<Listed> {
    look(|device| device.list(query)).unwrap_or_default()
}

/// One entity, in whatever document it is.
#[must_use]
pub fn row(entity: EntityKey) -> Option<Listed> {
    look(|device| device.row(entity)).flatten()
}

/// The circle that may read a document.
#[must_use]
pub fn circle_of(doc: DocId) -> Option<CircleId> {
    look(|device| device.circle_of(doc)).flatten()
}

/// Everybody in the workspace.
#[must_use]
pub fn members() -> Vec<MemberView> {
    look(device::Device::members).unwrap_or_default()
}

/// Who may read a circle.
#[must_use]
pub fn circle_members(circle: CircleId) -> Vec<CircleMember> {
    look(|device| device.circle_members(circle)).unwrap_or_default()
}

/// My devices, this one first.
#[must_use]
pub fn my_devices() -> Vec<DeviceView> {
    look(device::Device::my_devices).unwrap_or_default()
}

/// Whether I may remove members from the workspace.
#[must_use]
pub fn may_remove_members() -> bool {
    look(device::Device::may_remove_members).unwrap_or_default()
}

/// Whether the relay says that I am not in this circle any more.
#[must_use]
pub fn is_shown_out(circle: CircleId) -> bool {
    look(|device| device.is_shown_out(circle)).unwrap_or_default()
}

/// The invitations I made.
#[must_use]
pub fn invitations() -> Vec<InvitationView> {
    look(device::Device::invitations).unwrap_or_default()
}

/// Who made a change.
#[must_use]
pub fn author(actor: &[u8]) -> AuthorView {
    look(|device| device.author(actor)).unwrap_or(AuthorView {
        member: None,
        name: None,
        device_label: None,
        me: false,
        this_device: false,
    })
}

/// Who else is in a document.
#[must_use]
pub fn presence(doc: DocId) -> Vec<PresenceView> {
    look(|device| device.presence(doc)).unwrap_or_default()
}

/// The document of a note.
#[must_use]
pub fn note_doc(note: NoteId) -> DocId {
    DocId(note.0)
}

/// Whether a document can be shown.
#[must_use]
pub fn document_state(doc: DocId) -> DocumentState {
    look(|device| device.document_state(doc)).unwrap_or(DocumentState::Unknown)
}

/// Whether a document is in memory.
#[must_use]
pub fn is_open(doc: DocId) -> bool {
    document_state(doc) == DocumentState::Open
}

/// A text of an open document.
#[must_use]
pub fn text(doc: DocId, entity: EntityKey, field: Field) -> Option<String> {
    look(|device| device.document(doc)?.text(entity, field)).flatten()
}

/// A field of an open document.
#[must_use]
pub fn field(doc: DocId, entity: EntityKey, field: Field) -> Option<FieldView> {
    look(|device| device.document(doc)?.field(entity, field)).flatten()
}

/// Everything that was ever answered to a field of an open document, the latest last.
#[must_use]
pub fn past_answers(doc: DocId, entity: EntityKey, field: Field) -> Vec<Answer> {
    look(|device| Some(device.document(doc)?.past_answers(entity, field))).flatten().unwrap_or_default()
}

/// An entity of an open document as it stood at these heads.
#[must_use]
pub fn entity_at(doc: DocId, entity: EntityKey, heads: &[[u8; 32]]) -> Option<EntityView> {
    look(|device| device.document(doc)?.entity_at(entity, heads)).flatten()
}

/// Every sitting in which somebody wrote in an entity of an open document, the first one first.
#[must_use]
pub fn sittings(doc: DocId, entity: EntityKey) -> Vec<Sitting> {
    look(|device| Some(device.document(doc)?.sittings(entity))).flatten().unwrap_or_default()
}

/// How an entity of an open document stands with its signatures.
#[must_use]
pub fn standing(doc: DocId, entity: EntityKey) -> Standing {
    look(|device| Some(signatures::standing(device.document(doc)?, entity))).flatten().unwrap_or_default()
}

/// Whether it says something else than the signature that counts.
#[must_use]
pub fn is_changed_since_signed(doc: DocId, standing: &Standing) -> bool {
    look(|device| device.document(doc).is_some_and(|document| signatures::is_changed(document, standing)))
        .unwrap_or_default()
}

/// What was changed since the first signature.
#[must_use]
pub fn amendments(doc: DocId, standing: &Standing) -> Vec<Amendment> {
    look(|device| Some(signatures::amendments(device.document(doc)?, standing))).flatten().unwrap_or_default()
}

/// Whether what a signature names is what was signed.
#[must_use]
pub fn is_unaltered(doc: DocId, signature: &Signature) -> bool {
    look(|device| device.document(doc).is_some_and(|document| signature.is_unaltered(document))).unwrap_or_default()
}

/// The latest changes of an open document.
#[must_use]
pub fn heads(doc: DocId) -> Vec<[u8; 32]> {
    look(|device| Some(device.document(doc)?.heads())).flatten().unwrap_or_default()
}

/// The heads of an open document at a moment; none if nothing had been written.
#[must_use]
pub fn heads_at(doc: DocId, moment: Moment) -> Vec<[u8; 32]> {
    look(|device| Some(device.document(doc)?.heads_at(moment))).flatten().unwrap_or_default()
}

/// The versions of the plan in an open document, the first one first.
#[must_use]
pub fn plan_versions(doc: DocId) -> Vec<Version> {
    look(|device| Some(plan_versions::versions(device.document(doc)?))).flatten().unwrap_or_default()
}

/// The plan as it stood at these heads; `None` if not all that stood there has come.
#[must_use]
pub fn plan_at(doc: DocId, heads: &[[u8; 32]]) -> Option<Vec<Goal>> {
    look(|device| plan_versions::plan_at(device.document(doc)?, doc, heads)).flatten()
}

/// What was changed in the plan since it stood so, goal by goal; `None` if not all that stood there has come.
#[must_use]
pub fn plan_changes(doc: DocId, heads: &[[u8; 32]]) -> Option<Vec<GoalChange>> {
    look(|device| plan_versions::changes_since(device.document(doc)?, heads)).flatten()
}

/// Whether what a version names is what was agreed.
#[must_use]
pub fn is_version_unaltered(doc: DocId, version: &Version) -> bool {
    look(|device| device.document(doc).is_some_and(|document| version.is_unaltered(document))).unwrap_or_default()
}

/// What was typed in a form that is no document yet.
#[must_use]
pub fn kept_form(key: &str) -> Option<Vec<u8>> {
    look(|device| device.kept_form(key).map(<[u8]>::to_vec)).flatten()
}

/// The entities of a kind in an open document.
#[must_use]
pub fn entities(doc: DocId, kind: EntityKind) -> Vec<EntityKey> {
    look(|device| Some(device.document(doc)?.entities(kind))).flatten().unwrap_or_default()
}

/// An entity of an open document, with all its fields.
#[must_use]
pub fn entity(doc: DocId, entity: EntityKey) -> Option<EntityView> {
    look(|device| device.document(doc)?.entity(entity)).flatten()
}

/// The sections an entity shows: those it is divided into, then others that say something.
#[must_use]
pub fn sections(doc: DocId, key: EntityKey) -> Vec<Field> {
    entity(doc, key).map(|entity| entity.sections()).unwrap_or_default()
}

/// Whether my last edit of a document can be taken back, and what was taken back done again.
#[must_use]
pub fn can_undo_redo(doc: DocId) -> (bool, bool) {
    look(|device| (device.can_undo(doc), device.can_redo(doc))).unwrap_or_default()
}

/// Everything this device may read in which all words of the query begin a word.
#[must_use]
pub fn find(query: &str, limit: usize) -> Vec<Found> {
    page::timed("doorstep-search", || look(|device| device.find(query, limit)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_could_come_from_another_thread() {
        const fn check<T: Send + 'static>() {}
        check::<(Status, Vec<WaitingIn>, Membership)>();
        check::<(Vec<CaseSummary>, Vec<NoteSummary>, Vec<Listed>, Vec<Found>)>();
        check::<(
            Vec<DeviceView>,
            Vec<MemberView>,
            Vec<CircleMember>,
            Vec<InvitationView>,
            AuthorView,
            Vec<PresenceView>,
        )>();
        check::<(DocumentState, EntityView, FieldView, Vec<Answer>, Vec<Sitting>)>();
        check::<(Standing, Vec<Amendment>)>();
    }
}
