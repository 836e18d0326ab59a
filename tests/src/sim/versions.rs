//! Two versions of the program at once: some devices have the next schema from the start, some are updated on the way,
//! and a few are put back. Whoever has the newer one makes what the other does not know; the other carries it.

use std::collections::{BTreeMap, BTreeSet};

use casefile::{ActorId, Document, Edit, EntityId, EntityKey, Field, FieldView, SCHEMA, Schema, Value};
use wire::DocId;

use super::ledger::{Deed, Fate, Place};
use super::next_schema::{AIM, NEXT};
use super::world::World;
use super::writing::{answers_at, fields_of, prose_of, sets_of, words_at};

/// Whether only the next version knows a field.
fn is_new(place: &Place) -> bool {
    SCHEMA.spec(place.1.kind, place.2).is_none()
}

/// A document as another program reads it from a disk.
fn read_by(schema: &'static Schema, document: &Document) -> Option<Document> {
    Document::load_with_schema(schema, &document.save(), ActorId::new([0xee; 32])).ok()
}

impl World {
    /// Who has which version when the world begins.
    pub(super) fn install_versions(&mut self) {
        if self.plan.versions {
            for node in &mut self.nodes {
                if self.future.chance(450) {
                    node.schema = *NEXT;
                }
            }
        }
    }

    /// A device is updated; one that has the next version may be put back to this one.
    pub(super) fn update(&mut self, node: usize) {
        let newer = self.nodes[node].schema.version > SCHEMA.version;
        if newer && self.future.chance(700) {
            return;
        }
        self.say(|| format!("node {node} is {}", if newer { "put back" } else { "updated" }));
        self.count(if newer { "put back to the older version" } else { "updated" });
        self.crash_node(node);
        self.nodes[node].schema = if newer { &SCHEMA } else { *NEXT };
        self.start_node(node);
    }

    pub(super) fn update_everybody(&mut self) {
        for node in &mut self.nodes {
            node.schema = *NEXT;
        }
    }

    /// Somebody does what their version can do and the other cannot, or what both can do in the same place.
    pub(super) fn do_what_is_new(&mut self, node: usize, doc: DocId) {
        let Some(document) = self.document_of(node, doc) else { return };
        if document.schema().version == SCHEMA.version {
            return self.answer_field(node, doc);
        }
        let texts: Vec<Place> = prose_of(doc, document).into_iter().filter(is_new).collect();
        let sets = sets_of(doc, document);
        let fields: Vec<Place> = fields_of(doc, document, true).into_iter().filter(is_new).collect();
        match self.future.below(10) {
            0 => self.make_aim(node, doc),
            1 => {
                let value = Value::Number(NEXT.version);
                self.edit(node, doc, Edit::Set { entity: EntityKey::DOC, field: Field::SCHEMA, value });
            }
            2..=4 => {
                if let Some(place) = self.future.pick(&texts) {
                    self.count("typed what is new");
                    self.type_token_at(node, place);
                }
            }
            5 | 6 => {
                if let Some(place) = self.future.pick(&sets) {
                    self.put_member_in(node, place);
                }
            }
            7 => self.take_member_out(node, doc, &sets),
            _ => {
                let Some(place) = self.future.pick(&fields) else { return };
                let Some(document) = self.document_of(node, doc) else { return };
                let disputed = answers_at(document, &place).len() > 1;
                let settles = disputed && self.future.chance(400);
                self.count("answered what is new");
                self.answer_at(node, place, settles);
            }
        }
    }

    fn make_aim(&mut self, node: usize, doc: DocId) {
        let mut id = [0; 16];
        rand_core::Rng::fill_bytes(self.future.source(), &mut id);
        let entity = EntityKey::new(AIM, EntityId(id));
        let act = self.ledger.add(node, Deed::Made(doc, entity));
        self.nodes[node].staged.push(act);
        self.count("made what is new");
        self.edit(node, doc, Edit::Create { entity, fields: vec![(Field::NAME, "a door that locks".into())] });
    }

    /// A member that nobody else puts in: a word, or an id.
    fn put_member_in(&mut self, node: usize, place: Place) {
        self.last_word += 1;
        let shape = NEXT.shape(place.1.kind, place.2);
        let member = if shape.is_some_and(|shape| !shape.options().is_empty()) {
            format!("m{}", self.last_word)
        } else {
            format!("{:032x}", self.last_word)
        };
        let token = self.ledger.token(node, place, format!("{member} "));
        let act = self.ledger.add(node, Deed::Typed(token));
        self.nodes[node].staged.push(act);
        self.count("put in a set");
        let (doc, entity, field) = place;
        self.edit(node, doc, Edit::Include { entity, field, member, included: true });
    }

    /// Somebody takes a member of their own out.
    fn take_member_out(&mut self, node: usize, doc: DocId, sets: &[Place]) {
        let Some(document) = self.document_of(node, doc) else { return };
        let there: Vec<usize> = (0..self.ledger.tokens.len())
            .filter(|number| {
                let token = &self.ledger.tokens[*number];
                let words = || words_at(document, &token.place).unwrap_or_default();
                token.node == node && sets.contains(&token.place) && words().contains(&token.text)
            })
            .collect();
        let Some(number) = self.future.pick(&there) else { return };
        let token = self.ledger.tokens[number].clone();
        let act = self.ledger.add(node, Deed::TookOut(number));
        self.nodes[node].staged.push(act);
        self.count("taken out of a set");
        let (doc, entity, field) = token.place;
        let member = token.text.trim_end().to_owned();
        self.edit(node, doc, Edit::Include { entity, field, member, included: false });
    }

    /// Every document that a device with this version holds, as the next version reads it: with all that was carried.
    pub(super) fn carried(&self) -> BTreeMap<(usize, DocId), Document> {
        let mut carried = BTreeMap::new();
        if self.plan.versions {
            for (node, device) in self.taking_part() {
                for doc in self.known_documents(node) {
                    if let Some(read) = device.document(doc).and_then(|document| read_by(*NEXT, document)) {
                        carried.insert((node, doc), read);
                    }
                }
            }
        }
        carried
    }

    /// Each version shows what it understands, on every device the same, and the newer one no less than the older one.
    pub(super) fn check_versions(&mut self) {
        if !self.plan.versions {
            return;
        }
        let carried = self.carried();
        let mut broken = Vec::new();
        for ((node, doc), newer) in &carried {
            let Some(live) = self.document_of(*node, *doc) else { continue };
            let Some(older) = read_by(&SCHEMA, live) else {
                broken.push(format!("what node {node} saves of {doc:?} is damaged to this version"));
                continue;
            };
            let same = if live.schema().version == SCHEMA.version { &older } else { newer };
            if state(live) != state(same) {
                broken.push(format!("node {node} shows another {doc:?} than it saves"));
            }
            let newer = state(newer);
            if state(&older).iter().any(|(place, view)| newer.get(place) != Some(view)) {
                broken.push(format!("the two versions disagree about {doc:?} of node {node}"));
            }
        }
        let known: BTreeSet<DocId> = carried.keys().map(|(_, doc)| *doc).collect();
        for act in self.ledger.acts.iter().filter(|act| act.fate == Fate::Stored) {
            let Deed::Made(doc, entity) = &act.deed else { continue };
            let lost = carried.iter().any(|((_, of), document)| of == doc && document.entity(*entity).is_none());
            let gone = self.nodes[act.node].lost;
            let unknown = !known.contains(doc);
            if (lost && (act.shared || !gone)) || (unknown && !gone) {
                broken.push(format!("{entity:?} of node {} in {doc:?} is lost", act.node));
            }
        }
        for what in broken {
            self.breaks(what);
        }
    }
}

/// Everything that a program shows of a document.
fn state(document: &Document) -> BTreeMap<(EntityKey, Field), FieldView> {
    let entities = document.all_entities().into_iter().filter_map(|key| document.entity(key));
    entities.flat_map(|view| view.fields.into_iter().map(move |(field, said)| ((view.key, field), said))).collect()
}
