//! The next version of the schema, made up: another kind of entity with a field of every shape, and for kinds of today
//! another field, text, set, reference and word of a choice. Used beside this one in the tests of documents and, through
//! whole devices, in the simulation.

use std::sync::LazyLock;

use casefile::schema::{OneOf, Unit, all_sections};
use casefile::{DocKind, EntityKind, Field, FieldSpec, NoteKind, Noun, SCHEMA, Schema, Shape};

/// A kind that version 1 does not know.
pub(crate) const AIM: EntityKind = EntityKind::new("aim");
/// Of an aim: a set of words.
pub(crate) const STEPS: Field = Field::new("steps");
/// Of an aim: a set of people.
pub(crate) const WITH: Field = Field::new("with");
/// Of an aim: a text.
pub(crate) const WHY: Field = Field::new("why");
/// Of a note: a number.
pub(crate) const MOOD: Field = Field::new("mood");
/// Of a note: a text.
pub(crate) const NEXT_TIME: Field = Field::new("next_time");
/// Of a note: a set of words.
pub(crate) const TOPICS: Field = Field::new("topics");
/// Of a person: a text.
pub(crate) const WISHES: Field = Field::new("wishes");
/// Of a person: a set of people.
pub(crate) const TRUSTS: Field = Field::new("trusts");
/// Of a person: another person.
pub(crate) const SPEAKS_FOR: Field = Field::new("speaks_for");
/// A word of a choice that version 1 knows.
pub(crate) const HOLOGRAM: &str = "hologram";

const STEP_WORDS: &[OneOf] = &[
    OneOf { word: "call", label: "step-call" },
    OneOf { word: "visit", label: "step-visit" },
    OneOf { word: "letter", label: "step-letter" },
];

static AIM_NOUN: Noun = Noun {
    kind: AIM,
    label: "noun-aim",
    home: DocKind::Record,
    fields: &[
        FieldSpec::new(Field::NAME, Shape::Line).asked("field-aim-name").searched(5),
        FieldSpec::new(WHY, Shape::Prose).asked("field-aim-why").section().searched(1),
        FieldSpec::new(STEPS, Shape::Choices(STEP_WORDS)).asked("field-aim-steps").searched(2),
        FieldSpec::new(WITH, Shape::References(EntityKind::PERSON)).listed(),
        FieldSpec::new(Field::CASE, Shape::Reference(EntityKind::CASE)).listed(),
        FieldSpec::new(Field::KIND, Shape::Choice(STEP_WORDS)).listed(),
        FieldSpec::new(Field::new("far"), Shape::Number(Unit::Metres)).listed(),
        FieldSpec::new(Field::new("urgent"), Shape::Flag).listed(),
        FieldSpec::new(Field::AT, Shape::Time).listed(),
        FieldSpec::new(Field::new("during"), Shape::Span).listed(),
        FieldSpec::new(Field::new("due"), Shape::Date).listed(),
        FieldSpec::new(Field::new("again"), Shape::Repetition).listed(),
        FieldSpec::new(Field::new("costs"), Shape::Money).listed(),
        FieldSpec::new(Field::ADDRESS, Shape::Address).listed(),
        FieldSpec::new(Field::new("signed"), Shape::Signature),
        FieldSpec::new(Field::new("order"), Shape::Order).listed(),
        FieldSpec::new(Field::new("circle"), Shape::Id).listed(),
        FieldSpec::CREATED_AT,
        FieldSpec::ARCHIVED,
    ],
    title: &[Field::NAME],
    sections: all_sections,
};

/// What the next program adds to a kind of today.
fn added(kind: EntityKind) -> Vec<FieldSpec> {
    if kind == EntityKind::NOTE {
        vec![
            FieldSpec::new(MOOD, Shape::Number(Unit::One)).asked("field-note-mood").listed(),
            FieldSpec::new(NEXT_TIME, Shape::Prose).asked("field-note-next-time").section().searched(1),
            FieldSpec::new(TOPICS, Shape::Choices(STEP_WORDS)).asked("field-note-topics").listed(),
        ]
    } else if kind == EntityKind::PERSON {
        vec![
            FieldSpec::new(WISHES, Shape::Prose).asked("field-person-wishes").searched(1),
            FieldSpec::new(TRUSTS, Shape::References(EntityKind::PERSON)).listed(),
            FieldSpec::new(SPEAKS_FOR, Shape::Reference(EntityKind::PERSON)).listed(),
        ]
    } else {
        Vec::new()
    }
}

/// A kind of today as the next program describes it.
fn described_anew(noun: &'static Noun) -> &'static Noun {
    let more = added(noun.kind);
    if more.is_empty() {
        return noun;
    }
    let mut fields = noun.fields.to_vec();
    for spec in fields.iter_mut().filter(|spec| noun.kind == EntityKind::NOTE && spec.field == Field::KIND) {
        let mut words = NoteKind::OPTIONS.to_vec();
        words.push(OneOf { word: HOLOGRAM, label: "note-kind-hologram" });
        spec.shape = Shape::Choice(words.leak());
    }
    fields.extend(more);
    Box::leak(Box::new(Noun { fields: fields.leak(), ..*noun }))
}

/// What the next program will know.
pub(crate) static NEXT: LazyLock<&'static Schema> = LazyLock::new(|| {
    let mut nouns: Vec<&'static Noun> = SCHEMA.nouns.iter().map(|noun| described_anew(noun)).collect();
    nouns.push(&AIM_NOUN);
    Box::leak(Box::new(Schema { version: SCHEMA.version + 1, nouns: nouns.leak() }))
});
