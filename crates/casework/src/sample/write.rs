//! From a case of the sample to its documents, each change made by whoever would have made it, when they would have.

use std::collections::BTreeMap;

use casefile::Shape;
use casefile::shapes::Order;
use casefile::{
    ActorId, CaseId, CaseKind, DocKind, Document, Edit, EntityId, EntityKey, EntityKind, Field, Moment, NoteId, Noun,
    SignatureRole, Value, begin,
};
use device::{HereOnly, here_only};
use rand_core::CryptoRng;
use serde_json::Value as Json;
use wire::{CircleId, DocId, MemberId, Timestamp};

use super::Today;
use super::story::{Apart, Colleague, ME, SampleError, Story, Thing, field_of};
use crate::signatures;

/// A writer: who, and how their device's changes begin.
#[derive(Debug, Clone, Copy)]
struct Writer {
    member: MemberId,
    tag: [u8; 16],
}

/// Who looks at the sample, when, and who wrote in it besides.
pub struct Scene {
    today: Today,
    writers: BTreeMap<String, Writer>,
}

/// Whoever looks at the sample (`me`, and the first half of their device's id) with those who wrote in it besides; and the
/// document that says who they are.
#[must_use]
pub fn colleagues(
    known: &[Colleague],
    me: (MemberId, [u8; 16]),
    today: Today,
    rng: &mut (impl CryptoRng + ?Sized),
) -> (Scene, HereOnly) {
    let mut writers = BTreeMap::from([(ME.to_owned(), Writer { member: me.0, tag: me.1 })]);
    let mut document = Document::new(actor(me.1, rng));
    let now = Moment(today.midnight);
    let mut edits = vec![begin::description(DocKind::Workspace)];
    for one in known {
        let writer = Writer { member: MemberId(bytes(rng)), tag: bytes(rng) };
        edits.extend(begin::member(writer.member.0, &one.name, &one.profession, writer.tag, &one.device));
        writers.insert(one.id.clone(), writer);
    }
    for edit in edits {
        // These are entities of their own in an empty document.
        let _ = document.edit(&edit, now);
    }
    let circle = here_only::people();
    let people = HereOnly {
        circle,
        doc: DocId::of_circle(circle),
        changes: document.changes_since(&[]),
        author: Some(me.0),
        updated: Timestamp(now.0),
    };
    (Scene { today, writers }, people)
}

fn bytes(rng: &mut (impl CryptoRng + ?Sized)) -> [u8; 16] {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    bytes
}

/// A hand that has never written in any document.
fn actor(tag: [u8; 16], rng: &mut (impl CryptoRng + ?Sized)) -> ActorId {
    let mut all = [0; 32];
    all[..16].copy_from_slice(&tag);
    rng.fill_bytes(&mut all[16..]);
    ActorId::new(all)
}

/// A document while it is written, by one hand after another.
struct Page {
    document: Document,
    tag: [u8; 16],
    last: (MemberId, Moment),
}

impl Page {
    fn new(writer: Writer, at: Moment, rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self { document: Document::new(actor(writer.tag, rng)), tag: writer.tag, last: (writer.member, at) }
    }

    fn write(
        &mut self,
        writer: Writer,
        at: Moment,
        edit: &Edit,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<(), String> {
        if self.tag != writer.tag {
            self.document = copied(&self.document, writer, rng)?;
            self.tag = writer.tag;
        }
        self.document.edit(edit, at).map_err(|error| error.to_string())?;
        if at >= self.last.1 {
            self.last = (writer.member, at);
        }
        Ok(())
    }

    fn done(&self, circle: CircleId, doc: DocId) -> HereOnly {
        HereOnly {
            circle,
            doc,
            changes: self.document.changes_since(&[]),
            author: Some(self.last.0),
            updated: Timestamp(self.last.1.0),
        }
    }
}

fn copied(document: &Document, writer: Writer, rng: &mut (impl CryptoRng + ?Sized)) -> Result<Document, String> {
    Document::load(&document.save(), actor(writer.tag, rng)).map_err(|error| error.to_string())
}

/// A case being written.
struct Writing<'a, R: CryptoRng + ?Sized> {
    scene: &'a Scene,
    case: CaseId,
    ids: BTreeMap<&'a str, EntityId>,
    team: Page,
    record: Page,
    notes: Vec<(NoteId, Page)>,
    /// The last place among siblings, of each kind.
    orders: BTreeMap<EntityKind, Order>,
    rng: &'a mut R,
}

impl Story {
    /// Its documents, in circles of this device alone.
    ///
    /// # Errors
    /// If something in it cannot be written, such as a day that does not exist.
    pub fn write(&self, scene: &Scene, rng: &mut (impl CryptoRng + ?Sized)) -> Result<Vec<HereOnly>, SampleError> {
        let wrong = |thing: &str, what: String| SampleError::Wrong { thing: thing.to_owned(), what };
        let me = scene.writer(None).map_err(|what| wrong("case", what))?;
        let opened = scene.moment(&self.opened).map_err(|what| wrong("case", what))?;
        let (team, record) = (here_only::new_circle(rng), here_only::new_circle(rng));
        let case = CaseId(bytes(rng));
        let mut ids = BTreeMap::new();
        for thing in self.things.iter().filter(|thing| !thing.id.is_empty()) {
            ids.insert(thing.id.as_str(), EntityId(bytes(rng)));
        }
        let mut writing = Writing {
            scene,
            case,
            ids,
            team: Page::new(me, opened, rng),
            record: Page::new(me, opened, rng),
            notes: Vec::new(),
            orders: BTreeMap::new(),
            rng,
        };
        writing.begin(self, me, opened, record).map_err(|what| wrong("case", what))?;
        let mut at = opened;
        for (index, thing) in self.things.iter().enumerate() {
            let named = if thing.id.is_empty() { (index + 1).to_string() } else { thing.id.clone() };
            writing.thing(thing, &mut at).map_err(|what| wrong(&format!("{} {named}", thing.is), what))?;
        }
        let mut documents = vec![
            writing.team.done(team, DocId::of_circle(team)),
            writing.record.done(record, DocId::of_circle(record)),
        ];
        documents.extend(writing.notes.iter().map(|(note, page)| page.done(record, DocId(note.0))));
        Ok(documents)
    }
}

impl Scene {
    fn writer(&self, word: Option<&str>) -> Result<Writer, String> {
        self.writers.get(word.unwrap_or(ME)).copied().ok_or_else(|| "nobody writes this".to_owned())
    }

    fn moment(&self, words: &str) -> Result<Moment, String> {
        self.today.moment(words).ok_or_else(|| format!("“{words}” is no moment"))
    }
}

impl<R: CryptoRng + ?Sized> Writing<'_, R> {
    fn begin(&mut self, story: &Story, me: Writer, opened: Moment, record: CircleId) -> Result<(), String> {
        let mut edits = begin::team(self.case, &story.name, story.kind.parse::<CaseKind>().ok(), opened);
        for edit in &mut edits {
            if let Edit::Create { entity, fields } = edit
                && *entity == EntityKey::case(self.case)
            {
                fields.push((Field::RECORD_CIRCLE, record.to_string().into()));
            }
        }
        for edit in &edits {
            self.team.write(me, opened, edit, self.rng)?;
        }
        self.record.write(me, opened, &begin::description(DocKind::Record), self.rng)
    }

    fn thing(&mut self, thing: &Thing, at: &mut Moment) -> Result<(), String> {
        let noun = thing.noun().ok_or("is no kind of thing")?;
        let writer = self.scene.writer(thing.writer.as_deref())?;
        if let Some(on) = &thing.on {
            *at = self.scene.moment(on)?;
        }
        let at = *at;
        let key = EntityKey { kind: noun.kind, id: self.id_of(thing) };
        let mut fields = Vec::new();
        for (word, said) in &thing.says {
            let (field, shape) = field_of(noun, word).ok_or_else(|| format!("has no “{word}”"))?;
            fields.push((field, self.value(shape, said)?));
        }
        if noun.fields.iter().any(|spec| spec.field == Field::ORDER) {
            let order = Order::between(self.orders.get(&noun.kind), None).ok_or("there is no place left")?;
            fields.push((Field::ORDER, order.to_string().into()));
            self.orders.insert(noun.kind, order);
        }
        if noun.home == DocKind::Note {
            return self.note(thing, noun, writer, at, key, fields);
        }
        let page = if noun.home == DocKind::Team { &mut self.team } else { &mut self.record };
        page.write(writer, at, &Edit::Create { entity: key, fields }, self.rng)?;
        for apart in &thing.apart {
            self.apart(noun, key, apart)?;
        }
        Ok(())
    }

    fn id_of(&mut self, thing: &Thing) -> EntityId {
        // The first enquiry of a case has the case's id.
        if thing.is == EntityKind::ENQUIRY.as_str() && thing.id.is_empty() {
            return self.case.into();
        }
        self.ids.get(thing.id.as_str()).copied().unwrap_or_else(|| EntityId(bytes(self.rng)))
    }

    fn note(
        &mut self,
        thing: &Thing,
        noun: &'static Noun,
        writer: Writer,
        at: Moment,
        key: EntityKey,
        mut fields: Vec<(Field, Value)>,
    ) -> Result<(), String> {
        if noun.kind != EntityKind::NOTE {
            return Err("stands in no document of a case".to_owned());
        }
        let id = NoteId(key.id.0);
        // What is written is typed after the note was begun.
        let (texts, facts): (Vec<_>, Vec<_>) =
            fields.drain(..).partition(|(field, _)| noun.prose().any(|prose| prose == *field));
        let mut page = Page::new(writer, at, self.rng);
        for edit in begin::note(self.case, id, at, facts) {
            page.write(writer, at, &edit, self.rng)?;
        }
        for (field, value) in texts {
            page.write(writer, at, &Edit::Set { entity: key, field, value }, self.rng)?;
        }
        if let Some(signed) = &thing.signed {
            let now = self.scene.moment(signed)?;
            let signature = EntityId(bytes(self.rng));
            let edit = signatures::sign(signature, key, SignatureRole::Finished, writer.member, ("", now));
            page.write(writer, now, &edit, self.rng)?;
        }
        self.notes.push((id, page));
        for apart in &thing.apart {
            self.apart(noun, key, apart)?;
        }
        Ok(())
    }

    /// Two answers, neither of whose writers had seen the other's.
    fn apart(&mut self, noun: &'static Noun, key: EntityKey, apart: &Apart) -> Result<(), String> {
        let (field, shape) = field_of(noun, &apart.field).ok_or("has no such field")?;
        let answers = [
            (self.scene.writer(None)?, self.scene.moment(&apart.mine_on)?, self.value(shape, &apart.mine)?),
            (
                self.scene.writer(Some(&apart.by))?,
                self.scene.moment(&apart.theirs_on)?,
                self.value(shape, &apart.theirs)?,
            ),
        ];
        let page = match noun.home {
            DocKind::Note => self.notes.last_mut().map(|(_, page)| page).ok_or("there is no note")?,
            DocKind::Team => &mut self.team,
            _ => &mut self.record,
        };
        let before = page.document.heads();
        let mut copies = Vec::new();
        for (writer, at, value) in answers {
            let mut copy = copied(&page.document, writer, self.rng)?;
            copy.edit(&Edit::Set { entity: key, field, value }, at).map_err(|error| error.to_string())?;
            copies.push(copy);
            if at >= page.last.1 {
                page.last = (writer.member, at);
            }
        }
        for copy in copies {
            page.document.merge(&copy.changes_since(&before)).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn value(&self, shape: Shape, said: &Json) -> Result<Value, String> {
        let text = said.as_str().unwrap_or_default();
        Ok(match shape {
            Shape::Flag => Value::Flag(said.as_bool().unwrap_or_default()),
            Shape::Number(_) => Value::Number(said.as_i64().unwrap_or_default()),
            Shape::Time => Value::Time(self.scene.moment(text)?),
            Shape::Date => Value::from(self.scene.today.day(text).ok_or_else(|| format!("“{text}” is no day"))?),
            Shape::Reference(kind) => Value::from(self.named(kind, text)?),
            Shape::References(kind) => {
                let all =
                    said.as_array().into_iter().flatten().map(|one| self.named(kind, one.as_str().unwrap_or_default()));
                Value::Set(all.collect::<Result<_, _>>()?)
            }
            _ => Value::from(text),
        })
    }

    fn named(&self, kind: EntityKind, id: &str) -> Result<String, String> {
        if kind == EntityKind::MEMBER {
            return Ok(self.scene.writer(Some(id))?.member.to_string());
        }
        self.ids.get(id).map(ToString::to_string).ok_or_else(|| format!("“{id}” is nobody here"))
    }
}
