//! People writing in open documents: unique tokens typed and taken out, fields answered and settled, undo and redo.
//!
//! Every token begins with a character of two UTF-16 units and ends with a space, so that counting text in any other
//! way tears it, and people only ever write between tokens.

use std::collections::{BTreeMap, BTreeSet};

use casefile::{Document, Edit, EntityKey, EntityKind, Field, FieldSpec, Moment, Shape, Value, utf16_len};
use device::event::CursorAt;
use device::{Device, Event, Intent};
use wire::DocId;

use super::ledger::{Deed, Place};
use super::next_schema::{AIM, HOLOGRAM, MOOD, NEXT_TIME, SPEAKS_FOR, STEPS, TOPICS, TRUSTS, WHY, WISHES, WITH};
use super::world::World;

const EMOJI: [&str; 6] = ["🦊", "👩‍👧", "🏠", "é🐻", "🇲🇽", "𝄞"];

/// What a document looks like to people: every token's place, and every answer.
struct Look {
    texts: BTreeMap<Place, String>,
    answers: BTreeMap<Place, Vec<Value>>,
}

/// The prose fields people write in, as far as a program knows them.
const PROSE: [(EntityKind, &[Field]); 4] = [
    (EntityKind::NOTE, &[Field::BODY, Field::PLAN, NEXT_TIME]),
    (EntityKind::ENQUIRY, &[Field::WORRY]),
    (EntityKind::PERSON, &[Field::NEEDS, WISHES]),
    (AIM, &[WHY]),
];

/// The sets people add to and take from.
const SETS: [(EntityKind, &[Field]); 3] =
    [(EntityKind::NOTE, &[TOPICS]), (EntityKind::PERSON, &[TRUSTS]), (AIM, &[STEPS, WITH])];

/// The other fields people answer.
const FIELDS: [(EntityKind, &[Field]); 3] = [
    (EntityKind::NOTE, &[Field::PLACE, Field::MINUTES, Field::PRESENT, MOOD]),
    (EntityKind::PERSON, &[Field::PHONE, Field::EMAIL, SPEAKS_FOR]),
    (EntityKind::CASE, &[Field::NAME]),
];

/// Whether a program knows a field.
pub(super) fn knows(document: &Document, place: &Place) -> bool {
    document.schema().spec(place.1.kind, place.2).is_some()
}

fn places(doc: DocId, document: &Document, of: &[(EntityKind, &[Field])]) -> Vec<Place> {
    let all = of.iter().flat_map(|(kind, fields)| {
        let entities = document.entities(*kind);
        entities.into_iter().flat_map(move |entity| fields.iter().map(move |field| (doc, entity, *field)))
    });
    all.filter(|place| knows(document, place)).collect()
}

pub(super) fn prose_of(doc: DocId, document: &Document) -> Vec<Place> {
    places(doc, document, &PROSE)
}

pub(super) fn sets_of(doc: DocId, document: &Document) -> Vec<Place> {
    places(doc, document, &SETS)
}

/// The other fields people answer. `versions`: also those that are only answered where two versions meet.
pub(super) fn fields_of(doc: DocId, document: &Document, versions: bool) -> Vec<Place> {
    let mut all = places(doc, document, &FIELDS);
    if versions {
        all.extend(places(doc, document, &[(EntityKind::NOTE, &[Field::KIND])]));
        all.extend(document.entities(AIM).into_iter().flat_map(|entity| {
            let answered = |spec: &&FieldSpec| {
                let kept = [Field::CREATED_AT, Field::ARCHIVED].contains(&spec.field);
                !kept && !spec.shape.is_set() && spec.shape != Shape::Prose
            };
            let specs = document.schema().noun(entity.kind).into_iter().flat_map(|noun| noun.fields);
            specs.filter(answered).map(move |spec| (doc, entity, spec.field))
        }));
    }
    all
}

/// What is written at a place: a text, or the members of a set, each with a space behind it.
pub(super) fn words_at(document: &Document, place: &Place) -> Option<String> {
    if document.schema().shape(place.1.kind, place.2)?.is_set() {
        let view = document.field(place.1, place.2).unwrap_or_default();
        return Some(view.value.members().map(|member| format!("{member} ")).collect());
    }
    document.text(place.1, place.2)
}

/// Everything that is written in a document.
pub(super) fn words_of(doc: DocId, document: &Document) -> BTreeMap<Place, String> {
    let all = prose_of(doc, document).into_iter().chain(sets_of(doc, document));
    all.filter_map(|place| Some((place, words_at(document, &place)?))).collect()
}

/// Every answer that stands at a place; the emptied field stands as nothing.
pub(super) fn answers_at(document: &Document, place: &Place) -> Vec<Value> {
    let view = document.field(place.1, place.2).unwrap_or_default();
    let mut values: Vec<Value> = view.answers.into_iter().map(|answer| answer.value).collect();
    if values.is_empty() && view.value != Value::Empty {
        values.push(view.value);
    }
    values
}

fn look(doc: DocId, document: &Document, versions: bool) -> Look {
    let fields = fields_of(doc, document, versions);
    let answers = fields.into_iter().map(|place| (place, answers_at(document, &place))).collect();
    Look { texts: words_of(doc, document), answers }
}

/// Places between tokens, in UTF-16 units.
fn gaps(text: &str) -> Vec<u32> {
    let mut gaps = vec![0];
    let mut at = 0;
    for character in text.chars() {
        at += u32::try_from(character.len_utf16()).unwrap_or(1);
        if character == ' ' {
            gaps.push(at);
        }
    }
    gaps
}

/// Where a token stands in a text, in UTF-16 units.
fn find(text: &str, token: &str) -> Option<u32> {
    text.find(token).map(|at| utf16_len(&text[..at]))
}

impl World {
    pub(super) fn document_of(&self, node: usize, doc: DocId) -> Option<&Document> {
        self.nodes[node].device.as_ref()?.document(doc)
    }

    /// Somebody types a token, in one go or key by key.
    pub(super) fn type_token(&mut self, node: usize, doc: DocId) {
        let Some(document) = self.document_of(node, doc) else { return };
        let places = prose_of(doc, document);
        if let Some(place) = self.dice.pick(&places) {
            self.type_token_at(node, place);
        }
    }

    pub(super) fn type_token_at(&mut self, node: usize, place: Place) {
        let doc = place.0;
        let Some(text) = self.document_of(node, doc).and_then(|document| document.text(place.1, place.2)) else {
            return;
        };
        let Some(mut at) = self.dice.pick(&gaps(&text)) else { return };
        self.last_word += 1;
        let emoji = EMOJI[self.dice.index(EMOJI.len())];
        let word = format!("{emoji}{}w{} ", node, self.last_word);
        let token = self.ledger.token(node, place, word.clone());
        self.say(|| format!("node {node} types {word:?} at {at} of {:?}", place.2));
        let life = self.nodes[node].life;
        if self.dice.chance(300) {
            let caret = CursorAt { entity: place.1, field: place.2, position: at, typing: true };
            self.feed(node, Event::Intent(Intent::Cursor { doc, at: Some(caret) }));
        }
        let pieces: Vec<String> =
            if self.dice.chance(350) { word.chars().map(String::from).collect() } else { vec![word] };
        let last = pieces.len() - 1;
        for (number, insert) in pieces.into_iter().enumerate() {
            if self.nodes[node].life != life {
                return;
            }
            if number == last {
                let act = self.ledger.add(node, Deed::Typed(token));
                self.nodes[node].staged.push(act);
            }
            let next = at + utf16_len(&insert);
            self.edit(node, doc, Edit::Splice { entity: place.1, field: place.2, at, delete: 0, insert });
            at = next;
        }
        self.count("typed");
    }

    /// Somebody takes a token of their own out.
    pub(super) fn take_token_out(&mut self, node: usize, doc: DocId) {
        let Some(document) = self.document_of(node, doc) else { return };
        let there: Vec<(usize, Place, u32, u32)> = self
            .ledger
            .tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| token.node == node && token.place.0 == doc && knows(document, &token.place))
            .filter_map(|(number, token)| {
                let text = document.text(token.place.1, token.place.2)?;
                Some((number, token.place, find(&text, &token.text)?, utf16_len(&token.text)))
            })
            .collect();
        let Some((token, place, at, delete)) = self.dice.pick(&there) else { return };
        self.say(|| format!("node {node} takes out {:?}", self.ledger.tokens[token].text));
        let act = self.ledger.add(node, Deed::TookOut(token));
        self.nodes[node].staged.push(act);
        self.edit(node, doc, Edit::Splice { entity: place.1, field: place.2, at, delete, insert: String::new() });
        self.count("took out");
    }

    /// Somebody answers a field, or chooses between its answers.
    pub(super) fn answer_field(&mut self, node: usize, doc: DocId) {
        let Some(document) = self.document_of(node, doc) else { return };
        let places = fields_of(doc, document, self.plan.versions);
        let disputed: Vec<Place> =
            places.iter().filter(|place| answers_at(document, place).len() > 1).copied().collect();
        let settles = !disputed.is_empty() && self.dice.chance(400);
        if let Some(place) = self.dice.pick(if settles { &disputed } else { &places }) {
            self.answer_at(node, place, settles);
        }
    }

    pub(super) fn answer_at(&mut self, node: usize, place: Place, settles: bool) {
        let doc = place.0;
        let Some(document) = self.document_of(node, doc) else { return };
        let shape = document.schema().shape(place.1.kind, place.2);
        let stands = answers_at(document, &place);
        let shown = document.field(place.1, place.2).unwrap_or_default().value;
        let mut saw = self.ledger.answers_with(place, &stands);
        if stands.len() > 1 && !settles {
            // Answering is not choosing: only what the same person said gives way.
            saw.retain(|act| self.ledger.acts[*act].node == node);
        }
        self.last_word += 1;
        let fresh = self.fresh_answer(node, shape);
        let value =
            if settles && self.dice.chance(600) { stands[self.dice.index(stands.len())].clone() } else { fresh };
        if !settles && !stands.is_empty() && stands.iter().all(|said| *said == value) {
            // Nothing new: a yes is like any other.
            return;
        }
        self.say(|| format!("node {node} answers {:?} with {} (saw {saw:?})", place.2, plain(&value)));
        let act = self.ledger.add(node, Deed::Answered { place, value: Some(value.clone()), saw });
        self.nodes[node].staged.push(act);
        let (entity, field) = (place.1, place.2);
        if settles {
            self.edit(node, doc, Edit::Resolve { entity, field, value });
            self.count("settled");
        } else if self.dice.chance(500) {
            self.edit(node, doc, Edit::Set { entity, field, value });
            self.count("answered");
        } else {
            self.type_answer(node, doc, (entity, field), value, shown);
        }
    }

    /// Somebody types an answer over what the field showed, leaves the field or stays in it: then it is a draft, for as
    /// long as nothing else happens.
    fn type_answer(&mut self, node: usize, doc: DocId, (entity, field): (EntityKey, Field), value: Value, over: Value) {
        self.edit(node, doc, Edit::Answer { entity, field, value, over });
        self.count("typed an answer");
        if self.dice.chance(500) {
            self.feed(node, Event::Intent(Intent::Settle(doc)));
        }
    }

    /// Something that nobody has said before, as far as a field of this shape can say so.
    fn fresh_answer(&mut self, node: usize, shape: Option<Shape>) -> Value {
        let number = self.last_word;
        let text = match shape {
            Some(Shape::Number(_)) => return Value::Number(i64::try_from(number).unwrap_or_default()),
            Some(Shape::Flag) => return Value::Flag(number.is_multiple_of(2)),
            Some(Shape::Time) => return Value::Time(Moment(number)),
            Some(Shape::Choice(options)) => match self.future.below(4) {
                // Words that not even the next version knows.
                0 | 1 => format!("word-{number}"),
                2 => HOLOGRAM.to_owned(),
                _ => options.first().map_or(HOLOGRAM, |one| one.word).to_owned(),
            },
            Some(Shape::Word) => format!("word-{number}"),
            Some(Shape::Span) => format!("{number}/{}", number + 60_000),
            Some(Shape::Date) => format!("{}-01-31", 1900 + number % 8_000),
            Some(Shape::Reference(_)) => format!("{number:032x}"),
            Some(Shape::Repetition) => format!("FREQ=WEEKLY;INTERVAL={};BYDAY=MO", 1 + number % 900),
            Some(Shape::Money) => format!("EUR {number}"),
            Some(Shape::Address) => format!("home\n{number} North Street"),
            Some(Shape::Signature) => format!("{number} Elena\n1,2 3,4"),
            Some(Shape::Order) => format!("a1{number}V"),
            Some(Shape::Id) => format!("{number:064x}"),
            Some(Shape::Line | Shape::Prose | Shape::Choices(_) | Shape::References(_)) | None => {
                format!("answer {number} of {node}")
            }
        };
        Value::Text(text)
    }

    pub(super) fn edit(&mut self, node: usize, doc: DocId, edit: Edit) {
        self.feed(node, Event::Intent(Intent::Edit { doc, edit }));
    }

    /// Somebody takes their last edit back, or does it again. It may only ever touch what they wrote themselves.
    pub(super) fn undo(&mut self, node: usize, doc: DocId, redo: bool) {
        let may = |device: &Device| if redo { device.can_redo(doc) } else { device.can_undo(doc) };
        if !self.nodes[node].device.as_ref().is_some_and(may) {
            return;
        }
        let versions = self.plan.versions;
        let Some(before) = self.document_of(node, doc).map(|document| look(doc, document, versions)) else { return };
        self.say(|| format!("node {node} {} in {doc:?}", if redo { "redoes" } else { "undoes" }));
        let now = self.now;
        let intent = if redo { Intent::Redo(doc) } else { Intent::Undo(doc) };
        let effects = self.nodes[node].handle(Event::Intent(intent), now);
        if let Some(after) = self.document_of(node, doc).map(|document| look(doc, document, versions)) {
            self.write_down_undo(node, doc, &before, &after);
        }
        self.perform_all(node, effects);
        self.count(if redo { "redone" } else { "undone" });
    }

    fn write_down_undo(&mut self, node: usize, doc: DocId, before: &Look, after: &Look) {
        let mut deeds = Vec::new();
        let mut broken = Vec::new();
        for (number, token) in self.ledger.tokens.iter().enumerate().filter(|(_, token)| token.place.0 == doc) {
            let was = before.texts.get(&token.place).is_some_and(|text| text.contains(&token.text));
            let is = after.texts.get(&token.place).is_some_and(|text| text.contains(&token.text));
            match (was, is) {
                (true, false) | (false, true) if token.node != node => {
                    broken.push(format!("node {node} undid {:?}, which node {} wrote", token.text, token.node));
                }
                (true, false) => deeds.push(Deed::TookOut(number)),
                (false, true) => deeds.push(Deed::Typed(number)),
                _ => {}
            }
        }
        for (place, answers) in &after.answers {
            let was = before.answers.get(place).cloned().unwrap_or_default();
            if was == *answers {
                continue;
            }
            let saw: BTreeSet<usize> = self.ledger.answers_with(*place, &was);
            let value = answers.iter().find(|value| !was.contains(value)).or(answers.first()).cloned();
            deeds.push(Deed::Answered { place: *place, value: value.filter(|value| *value != Value::Empty), saw });
        }
        for deed in deeds {
            let act = self.ledger.add(node, deed);
            self.nodes[node].staged.push(act);
        }
        for what in broken {
            self.breaks(what);
        }
    }

    /// Where somebody is, for others to see.
    pub(super) fn move_caret(&mut self, node: usize, doc: DocId) {
        let place = self.document_of(node, doc).and_then(|document| prose_of(doc, document).first().copied());
        let at = place.filter(|_| self.dice.chance(800)).map(|place: (DocId, EntityKey, Field)| CursorAt {
            entity: place.1,
            field: place.2,
            position: 0,
            typing: false,
        });
        self.feed(node, Event::Intent(Intent::Cursor { doc, at }));
    }
}

/// A made-up value, readable in a trace.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}
