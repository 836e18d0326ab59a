//! People writing in open documents: unique tokens typed and taken out, fields answered and settled, undo and redo.
//!
//! Every token begins with a character of two UTF-16 units and ends with a space, so that counting text in any other
//! way tears it, and people only ever write between tokens.

use std::collections::{BTreeMap, BTreeSet};

use casefile::{Document, Edit, EntityKey, EntityKind, Field, Value, utf16_len};
use device::event::CursorAt;
use device::{Device, Event, Intent};
use wire::DocId;

use super::ledger::{Deed, Place};
use super::world::World;

const EMOJI: [&str; 6] = ["🦊", "👩‍👧", "🏠", "é🐻", "🇲🇽", "𝄞"];

/// What a document looks like to people: every token's place, and every answer.
struct Look {
    texts: BTreeMap<Place, String>,
    answers: BTreeMap<Place, Vec<Value>>,
}

/// The prose fields people write in.
pub(super) fn prose_of(doc: DocId, document: &Document) -> Vec<Place> {
    let mut places = Vec::new();
    for (kind, fields) in [
        (EntityKind::NOTE, &[Field::BODY, Field::PLAN][..]),
        (EntityKind::ENQUIRY, &[Field::WORRY]),
        (EntityKind::PERSON, &[Field::NEEDS]),
    ] {
        for entity in document.entities(kind) {
            places.extend(fields.iter().map(|field| (doc, entity, *field)));
        }
    }
    places
}

/// The other fields people answer.
pub(super) fn fields_of(doc: DocId, document: &Document) -> Vec<Place> {
    let mut places = Vec::new();
    for (kind, fields) in [
        (EntityKind::NOTE, &[Field::PLACE, Field::MINUTES, Field::PRESENT][..]),
        (EntityKind::PERSON, &[Field::PHONE, Field::EMAIL]),
        (EntityKind::CASE, &[Field::NAME]),
    ] {
        for entity in document.entities(kind) {
            places.extend(fields.iter().map(|field| (doc, entity, *field)));
        }
    }
    places
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

fn look(doc: DocId, document: &Document) -> Look {
    let texts = prose_of(doc, document)
        .into_iter()
        .filter_map(|place| Some((place, document.text(place.1, place.2)?)))
        .collect();
    let answers = fields_of(doc, document).into_iter().map(|place| (place, answers_at(document, &place))).collect();
    Look { texts, answers }
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
    fn document_of(&self, node: usize, doc: DocId) -> Option<&Document> {
        self.nodes[node].device.as_ref()?.document(doc)
    }

    /// Somebody types a token, in one go or key by key.
    pub(super) fn type_token(&mut self, node: usize, doc: DocId) {
        let Some(document) = self.document_of(node, doc) else { return };
        let places = prose_of(doc, document);
        let Some(place) = self.dice.pick(&places) else { return };
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
            .filter(|(_, token)| token.node == node && token.place.0 == doc)
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
        let places = fields_of(doc, document);
        let disputed: Vec<Place> =
            places.iter().filter(|place| answers_at(document, place).len() > 1).copied().collect();
        let settles = !disputed.is_empty() && self.dice.chance(400);
        let Some(place) = self.dice.pick(if settles { &disputed } else { &places }) else { return };
        let Some(document) = self.document_of(node, doc) else { return };
        let stands = answers_at(document, &place);
        let shown = document.field(place.1, place.2).unwrap_or_default().value;
        let mut saw = self.ledger.answers_with(place, &stands);
        if stands.len() > 1 && !settles {
            // Answering is not choosing: only what the same person said gives way.
            saw.retain(|act| self.ledger.acts[*act].node == node);
        }
        self.last_word += 1;
        let fresh = if place.2 == Field::MINUTES {
            Value::Number(i64::try_from(self.last_word).unwrap_or_default())
        } else {
            Value::Text(format!("answer {} of {node}", self.last_word))
        };
        let value =
            if settles && self.dice.chance(600) { stands[self.dice.index(stands.len())].clone() } else { fresh };
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

    fn edit(&mut self, node: usize, doc: DocId, edit: Edit) {
        self.feed(node, Event::Intent(Intent::Edit { doc, edit }));
    }

    /// Somebody takes their last edit back, or does it again. It may only ever touch what they wrote themselves.
    pub(super) fn undo(&mut self, node: usize, doc: DocId, redo: bool) {
        let may = |device: &Device| if redo { device.can_redo(doc) } else { device.can_undo(doc) };
        if !self.nodes[node].device.as_ref().is_some_and(may) {
            return;
        }
        let Some(before) = self.document_of(node, doc).map(|document| look(doc, document)) else { return };
        self.say(|| format!("node {node} {} in {doc:?}", if redo { "redoes" } else { "undoes" }));
        let now = self.now;
        let intent = if redo { Intent::Redo(doc) } else { Intent::Undo(doc) };
        let effects = self.nodes[node].handle(Event::Intent(intent), now);
        if let Some(after) = self.document_of(node, doc).map(|document| look(doc, document)) {
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
