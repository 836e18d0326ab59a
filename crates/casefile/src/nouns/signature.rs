//! A signature under any entity: that somebody finished it, agreed with it, signed it off, or opened it again and why.
//!
//! It names the heads of the document, which are exactly the words that stood, and a fingerprint of what stood, by which
//! anybody can tell that the signed version was not altered. A signature is made by [`crate::Edit::Sign`].

use super::DocKind;
use crate::schema::{EntityKind, Field, FieldSpec, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// A signature.
    pub const SIGNATURE: Self = Self::new("signature");
}

impl Field {
    /// Which entity of the same document something is about, as `kind:id`.
    pub const OF: Self = Self::new("of");
    /// What a signature says.
    pub const SAYS: Self = Self::new("says");
    /// Which member signed.
    pub const SIGNER: Self = Self::new("signer");
    /// Why, in a few words.
    pub const REASON: Self = Self::new("reason");
    /// The heads of the document that was signed, in hexadecimal, with spaces between.
    pub const HEADS: Self = Self::new("heads");
    /// SHA-256 of what was signed.
    pub const FINGERPRINT: Self = Self::new("fingerprint");
    /// What the pen drew, with the name below it and the moment.
    pub const DRAWN: Self = Self::new("drawn");
    /// Which member is asked to look it over.
    pub const ASKED: Self = Self::new("asked");
}

choice!(
    /// What a signature says.
    SignatureRole "signature" {
        /// I am done with it: these are the words.
        Finished = "finished",
        /// I agree with it.
        Agreed = "agreed",
        /// I have looked it over, and answer for it.
        SignedOff = "signed-off",
        /// I open it again, for the reason that is given.
        Amended = "amended",
        /// Somebody is asked to look it over, and to sign it off.
        Asked = "asked",
        /// I have looked it over, and send it back for the reason that is given.
        Returned = "returned",
    }
);

pub(super) static SIGNATURE: Noun = Noun {
    kind: EntityKind::SIGNATURE,
    label: "noun-signature",
    home: DocKind::Note,
    fields: &[
        FieldSpec::new(Field::SAYS, Shape::Choice(SignatureRole::OPTIONS)).shown("field-signature-says").listed(),
        FieldSpec::new(Field::SIGNER, Shape::Reference(EntityKind::MEMBER)).shown("field-signature-signer").listed(),
        // Whoever is no member: of which person it is, if the record has them, and the name that they signed with.
        FieldSpec::new(Field::PERSON, Shape::Reference(EntityKind::PERSON)).shown("field-signature-person"),
        FieldSpec::new(Field::NAME, Shape::Line).shown("field-signature-name").searched(1),
        FieldSpec::new(Field::DRAWN, Shape::Signature).shown("field-signature-drawn"),
        FieldSpec::new(Field::WITNESS, Shape::Reference(EntityKind::MEMBER)).shown("field-signature-witness"),
        FieldSpec::new(Field::ASKED, Shape::Reference(EntityKind::MEMBER)).shown("field-signature-asked").listed(),
        FieldSpec::new(Field::AT, Shape::Time).shown("field-signature-at").listed(),
        FieldSpec::new(Field::REASON, Shape::Line).shown("field-signature-reason").searched(1),
        FieldSpec::new(Field::OF, Shape::Line).listed(),
        FieldSpec::new(Field::HEADS, Shape::Line),
        FieldSpec::new(Field::FINGERPRINT, Shape::Id).shown("field-signature-fingerprint"),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::SAYS],
    sections: all_sections,
};
