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
    }
);

pub(super) static SIGNATURE: Noun = Noun {
    kind: EntityKind::SIGNATURE,
    label: "noun-signature",
    home: DocKind::Note,
    fields: &[
        FieldSpec::new(Field::SAYS, Shape::Choice(SignatureRole::OPTIONS)).shown("field-signature-says").listed(),
        FieldSpec::new(Field::SIGNER, Shape::Reference(EntityKind::MEMBER)).shown("field-signature-signer").listed(),
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
