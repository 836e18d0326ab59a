//! Values as they stand on paper, which is read on another day and by somebody else: no "today", and no "you".

use casefile::{EntityKind, EntityView, Field, SCHEMA, Shape, Value};
use casework::papers::source;
use wire::MemberId;

use crate::entity::value::value_text;
use crate::frame::queries;
use crate::frame::session::session;
use crate::pieces::avatar::name_of;
use crate::pieces::names::harmless;
use crate::pieces::when;
use crate::t;

/// A value.
#[must_use]
pub fn printed(kind: EntityKind, field: Field, value: &Value) -> String {
    if let Some(moment) = value.as_time() {
        return moment_words(moment.0);
    }
    let is_member = matches!(SCHEMA.shape(kind, field), Some(Shape::Reference(EntityKind::MEMBER)));
    let member = value.as_text().filter(|_| is_member).and_then(|id| id.parse::<MemberId>().ok());
    match member.and_then(|id| session().member(id)) {
        Some(member) => name_of(&member),
        None => value_text(kind, field, value),
    }
}

/// "24 November 2026, 09:30".
#[must_use]
pub fn moment_words(ms: u64) -> String {
    t!("paper-moment", day = when::long_date(ms), time = when::time_of_day(ms))
}

/// Who made a change, by the bytes of an actor.
#[must_use]
pub fn who(actor: &[u8]) -> String {
    let author = queries::author(actor);
    author.name.as_deref().map(harmless).filter(|name| !name.is_empty()).unwrap_or_else(|| t!("person-unknown"))
}

/// Who entered something, and when.
#[must_use]
pub fn source_words(view: &EntityView) -> Option<String> {
    let (actor, at) = source(view)?;
    Some(t!("paper-source-line", name = who(actor), day = when::long_date(at.0)))
}
