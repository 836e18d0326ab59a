//! A person in a case: the client, family, others.

use super::{DocKind, filled, line};
use crate::edit::Edit;
use crate::id::{EntityId, EntityKey};
use crate::schema::{EntityKind, Field, FieldSpec, Keyboard, Noun, Shape, all_sections, choice};

impl EntityKind {
    /// A person in a case: the client, family, others.
    pub const PERSON: Self = Self::new("person");
}

impl EntityKey {
    /// A person in a case.
    #[must_use]
    pub const fn person(id: EntityId) -> Self {
        Self { kind: EntityKind::PERSON, id }
    }
}

impl Field {
    /// What a person is in the case, such as the client.
    pub const ROLE: Self = Self::new("role");
    /// Name in the papers.
    pub const LEGAL_NAME: Self = Self::new("legal_name");
    /// Name they want to be called.
    pub const PREFERRED_NAME: Self = Self::new("preferred_name");
    /// Pronouns.
    pub const PRONOUNS: Self = Self::new("pronouns");
    /// Day or year of birth.
    pub const BIRTH_DATE: Self = Self::new("birth_date");
    /// Telephone number.
    pub const PHONE: Self = Self::new("phone");
    /// E-mail address.
    pub const EMAIL: Self = Self::new("email");
    /// How to contact safely, and how not to.
    pub const SAFE_CONTACT: Self = Self::new("safe_contact");
    /// Languages spoken.
    pub const LANGUAGES: Self = Self::new("languages");
    /// Whether an interpreter is needed.
    pub const INTERPRETER: Self = Self::new("interpreter");
    /// Address.
    pub const ADDRESS: Self = Self::new("address");
    /// Whether the address must be kept from others.
    pub const ADDRESS_HIDDEN: Self = Self::new("address_hidden");
    /// Cultural, communication and accessibility needs.
    pub const NEEDS: Self = Self::new("needs");
    /// Which sign a person has in a genogram, a [`Sign`].
    pub const GENOGRAM_SIGN: Self = Self::new("genogram_sign");
    /// Day or year of death.
    pub const DIED: Self = Self::new("died");
    /// Whether a person lives in the home that the case is about.
    pub const LIVES_HERE: Self = Self::new("lives_here");
    /// Who may be met at the door without living there, an [`AtHome`].
    pub const AT_HOME: Self = Self::new("at_home");
    /// Culture and religion.
    pub const CULTURE: Self = Self::new("culture");
    /// Who interprets, into what, and what to know about it.
    pub const INTERPRETER_DETAIL: Self = Self::new("interpreter_detail");
    /// Work, school or profession.
    pub const OCCUPATION: Self = Self::new("occupation");
    /// What nobody may overlook about a person.
    pub const ALERT: Self = Self::new("alert");
}

choice!(
    /// What a person is in a case.
    PersonRole "person-role" {
        /// The client, or one of them.
        Client = "client",
        /// Family.
        Family = "family",
        /// Lives with the client.
        Household = "household",
        /// Knows the client.
        Collateral = "collateral",
        /// Works with the client.
        Professional = "professional",
    }
);

choice!(
    /// Which sign a person has in a genogram.
    Sign "sign" {
        /// A woman or girl: a circle.
        Woman = "woman",
        /// A man or boy: a square.
        Man = "man",
        /// Another gender: a diamond.
        Another = "another",
        /// Not known: a diamond.
        Unknown = "unknown",
    }
);

choice!(
    /// Whom to expect at a home where they do not live.
    AtHome "at-home" {
        /// Is often there.
        OftenThere = "often-there",
        /// Is not to be let in.
        NotLetIn = "not-let-in",
    }
);

pub(super) static PERSON: Noun = Noun {
    kind: EntityKind::PERSON,
    label: "noun-person",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::PREFERRED_NAME, Shape::Line).asked("field-person-preferred-name").searched(10),
        FieldSpec::new(Field::LEGAL_NAME, Shape::Line).asked("field-person-legal-name").searched(9),
        FieldSpec::new(Field::LIVES_HERE, Shape::Flag).asked("field-person-lives-here").listed(),
        FieldSpec::new(Field::AT_HOME, Shape::Choice(AtHome::OPTIONS)).asked("field-person-at-home").listed(),
        FieldSpec::new(Field::ALERT, Shape::Line)
            .asked("field-person-alert")
            .hint("field-person-alert-hint")
            .searched(2),
        FieldSpec::new(Field::PRONOUNS, Shape::Line).asked("field-person-pronouns").listed(),
        FieldSpec::new(Field::GENOGRAM_SIGN, Shape::Choice(Sign::OPTIONS)).asked("field-person-sign").listed(),
        FieldSpec::new(Field::BIRTH_DATE, Shape::Date)
            .asked("field-person-birth-date")
            .hint("field-person-birth-date-hint")
            .or_year()
            .listed(),
        FieldSpec::new(Field::DIED, Shape::Date).asked("field-person-died").or_year().listed(),
        FieldSpec::new(Field::PHONE, Shape::Line).asked("field-person-phone").keyboard(Keyboard::Phone).searched(6),
        FieldSpec::new(Field::SAFE_CONTACT, Shape::Line)
            .asked("field-person-safe-contact")
            .hint("field-person-safe-contact-hint")
            .searched(2),
        FieldSpec::new(Field::EMAIL, Shape::Line).asked("field-person-email").keyboard(Keyboard::Email).searched(4),
        FieldSpec::new(Field::LANGUAGES, Shape::Line).asked("field-person-languages").searched(2),
        FieldSpec::new(Field::INTERPRETER, Shape::Flag).asked("field-person-interpreter").listed(),
        FieldSpec::new(Field::INTERPRETER_DETAIL, Shape::Line).asked("field-person-interpreter-detail"),
        FieldSpec::new(Field::CULTURE, Shape::Line).asked("field-person-culture"),
        FieldSpec::new(Field::OCCUPATION, Shape::Line).asked("field-person-occupation").searched(3),
        FieldSpec::new(Field::ADDRESS, Shape::Line).asked("field-person-address").covered_by(Field::ADDRESS_HIDDEN),
        FieldSpec::new(Field::ADDRESS_HIDDEN, Shape::Flag)
            .asked("field-person-address-hidden")
            .hint("field-person-address-hidden-hint")
            .listed(),
        FieldSpec::new(Field::NEEDS, Shape::Prose)
            .asked("field-person-needs")
            .hint("field-person-needs-hint")
            .searched(1),
        FieldSpec::new(Field::ROLE, Shape::Choice(PersonRole::OPTIONS)).asked("field-person-role").listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::PREFERRED_NAME, Field::LEGAL_NAME],
    sections: all_sections,
};

/// Who a case is about, as far as is known on its first day.
#[derive(Clone, Default)]
pub struct Client {
    /// What they want to be called.
    pub name: String,
    /// Telephone number.
    pub phone: String,
    /// How to contact them safely.
    pub safe_contact: String,
}

/// The client of a case.
pub(super) fn client(person: [u8; 16], client: &Client) -> Edit {
    let fields = vec![
        (Field::ROLE, PersonRole::Client.into()),
        (Field::PREFERRED_NAME, line(&client.name)),
        (Field::PHONE, line(&client.phone)),
        (Field::SAFE_CONTACT, line(&client.safe_contact)),
    ];
    Edit::Create { entity: EntityKey::person(EntityId(person)), fields: filled(fields) }
}
