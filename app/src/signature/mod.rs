//! Signatures: who finished something and when, what was changed since, and why.

pub mod amend;
pub mod amendments;
pub mod banner;
pub mod finish;
pub mod pad;
pub mod strokes;

use casefile::{EntityKey, EntityKind};
use casework::signatures::Standing;
use leptos::prelude::*;
use wire::{DocId, MemberId};

use crate::entity::screens::NounScreens;
use crate::frame::session::Session;
use crate::frame::{documents, queries};
use crate::pieces::avatar::name_of;
use crate::pieces::icon::Icon;
use crate::t;

/// What signatures bring to screens of many nouns.
pub static SCREENS: NounScreens = NounScreens::new(EntityKind::SIGNATURE, Icon::Signed);

/// How an entity of an open document stands with its signatures.
#[must_use]
pub fn standing_of(doc: DocId, entity: EntityKey) -> Memo<Standing> {
    Memo::new(move |_| {
        documents::track(doc);
        queries::standing(doc, entity)
    })
}

/// The same by name also where it is me: for what is read by others, or on paper.
#[must_use]
pub fn name_of_signer(session: Session, signer: Option<MemberId>) -> String {
    let member = signer.and_then(|member| session.member(member));
    member.as_ref().map_or_else(|| t!("person-unknown"), name_of)
}

/// Who signed, as people know them.
#[must_use]
pub fn signer_name(session: Session, signer: Option<MemberId>) -> String {
    let member = signer.and_then(|member| session.member(member));
    member.map_or_else(|| t!("person-unknown"), |member| if member.me { t!("you") } else { name_of(&member) })
}
