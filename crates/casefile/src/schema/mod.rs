//! How entities and fields are spelled in a document. Nothing else in Doorstep spells a key.
//!
//! Each version of the schema is a frozen module with an example document beside the tests; this one chooses the
//! current version and turns keys into types and back. A document that knows more than this version stays readable:
//! what is not understood is left alone.

pub mod v1;

use std::str::FromStr;

use crate::id::{EntityId, EntityKey};

/// The version written into new documents.
pub const VERSION: i64 = v1::VERSION;

/// What a field holds, and so how two people's answers to it meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text that several people write in at once; merges letter by letter.
    Prose,
    /// A line of text.
    Line,
    /// A stable word of a choice.
    Choice,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// A moment.
    Time,
    /// A day without a time, as `YYYY-MM-DD` (or `YYYY`, where only the year is known).
    Date,
    /// An id in hexadecimal.
    Id,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
        }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// As it is spelled in documents, for ever.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl FromStr for $name {
            type Err = Unknown;

            fn from_str(word: &str) -> Result<Self, Unknown> {
                match word {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(Unknown),
                }
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                encoder: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                encoder.str(self.as_str())?.ok()
            }
        }

        impl<C> minicbor::Decode<'_, C> for $name {
            fn decode(decoder: &mut minicbor::Decoder<'_>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                decoder.str()?.parse().map_err(minicbor::decode::Error::custom::<Unknown>)
            }
        }
    };
}
pub(crate) use words;

/// A word that this version does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this word is not known to this version")]
pub struct Unknown;

words!(
    /// What an entity is.
    EntityKind {
        /// A document's description of itself: schema version and purpose.
        Doc = "doc",
        /// The workspace.
        Workspace = "workspace",
        /// A member of the workspace: name and profession.
        Member = "member",
        /// A member's device: what others see it called.
        Device = "device",
        /// A case.
        Case = "case",
        /// A person in a case: the client, family, others.
        Person = "person",
        /// What a case began with.
        Enquiry = "enquiry",
        /// A note.
        Note = "note",
    }
);

words!(
    /// A field of an entity.
    Field {
        /// Of a document: schema version.
        Schema = "schema",
        /// Of a document: what it is for, a [`crate::DocKind`].
        Purpose = "purpose",
        /// Put away, not destroyed.
        Archived = "archived",
        /// When it was created.
        CreatedAt = "created_at",
        /// Name of a workspace, member or case.
        Name = "name",
        /// A member's profession, in their words.
        Profession = "profession",
        /// What a device is called.
        Label = "label",
        /// Whose device.
        Member = "member",
        /// Kind of case or of note.
        Kind = "kind",
        /// When a case was opened.
        OpenedAt = "opened_at",
        /// Which circle holds a case's record.
        RecordCircle = "record_circle",
        /// What a person is in the case, such as the client.
        Role = "role",
        /// Name in the papers.
        LegalName = "legal_name",
        /// Name they want to be called.
        PreferredName = "preferred_name",
        /// Pronouns.
        Pronouns = "pronouns",
        /// Day or year of birth.
        BirthDate = "birth_date",
        /// Telephone number.
        Phone = "phone",
        /// E-mail address.
        Email = "email",
        /// How to contact safely, and how not to.
        SafeContact = "safe_contact",
        /// Languages spoken.
        Languages = "languages",
        /// Whether an interpreter is needed.
        Interpreter = "interpreter",
        /// Address.
        Address = "address",
        /// Whether the address must be kept from others.
        AddressHidden = "address_hidden",
        /// Cultural, communication and accessibility needs.
        Needs = "needs",
        /// What the worry is.
        Worry = "worry",
        /// Who brought it.
        Source = "source",
        /// When it came.
        ReceivedAt = "received_at",
        /// In which case.
        Case = "case",
        /// When the contact took place.
        At = "at",
        /// How long it took, in minutes.
        Minutes = "minutes",
        /// Where.
        Place = "place",
        /// Who was there.
        Present = "present",
        /// Which sections a note has, a [`crate::NoteFormat`].
        Format = "format",
        /// Section of a free note.
        Body = "body",
        /// SOAP: what they say.
        Subjective = "subjective",
        /// SOAP: what can be seen.
        Objective = "objective",
        /// SOAP and DAP: what to make of it.
        Assessment = "assessment",
        /// All formats but the free one: what happens next.
        Plan = "plan",
        /// DAP: what was said and seen.
        Data = "data",
        /// BIRP: how they were.
        Behaviour = "behaviour",
        /// BIRP: what was done.
        Intervention = "intervention",
        /// BIRP: how they took it.
        Response = "response",
        /// When a note was finished.
        FinishedAt = "finished_at",
    }
);

/// The fields of a kind of entity, in the order people read them.
#[must_use]
pub fn fields(kind: EntityKind) -> &'static [(Field, Shape)] {
    v1::fields(kind)
}

/// What a field of a kind of entity holds; `None` if it has no such field.
#[must_use]
pub fn shape(kind: EntityKind, field: Field) -> Option<Shape> {
    fields(kind).iter().find(|(known, _)| *known == field).map(|(_, shape)| *shape)
}

/// The root key of an entity: `kind:` and the id in hexadecimal, or `kind:self` for the only one of its kind.
pub(crate) fn root_key(entity: EntityKey) -> String {
    if entity.id == EntityId::ONLY {
        format!("{}:self", entity.kind.as_str())
    } else {
        format!("{}:{}", entity.kind.as_str(), entity.id)
    }
}

/// The entity of a root key; `None` if this version does not know its kind or it is not a key of an entity.
pub(crate) fn entity_of(root_key: &str) -> Option<EntityKey> {
    let (kind, id) = root_key.split_once(':')?;
    let kind = kind.parse().ok()?;
    let id = if id == "self" { EntityId::ONLY } else { id.parse().ok()? };
    Some(EntityKey { kind, id })
}

/// Where root keys of a kind begin and end.
pub(crate) fn root_range(kind: EntityKind) -> std::ops::Range<String> {
    // ';' follows ':'.
    format!("{}:", kind.as_str())..format!("{};", kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_back_as_they_were_spelled() {
        for kind in EntityKind::ALL {
            for id in [EntityId::ONLY, EntityId([0xa7; 16])] {
                let entity = EntityKey { kind: *kind, id };
                let key = root_key(entity);
                assert_eq!(entity_of(&key), Some(entity));
                assert!(root_range(*kind).contains(&key));
            }
        }
        for key in ["", "note", "note:", "note:zz", "unheard-of:self", "note:A7A7A7A7A7A7A7A7A7A7A7A7A7A7A7A7"] {
            assert_eq!(entity_of(key), None, "{key}");
        }
    }

    #[test]
    fn no_two_fields_or_kinds_share_a_word() {
        for (at, field) in Field::ALL.iter().enumerate() {
            assert_eq!(field.as_str().parse(), Ok(*field));
            assert!(Field::ALL[at + 1..].iter().all(|other| other.as_str() != field.as_str()));
        }
        assert_eq!("goal".parse::<EntityKind>(), Err(Unknown));
    }
}
