//! What lists need of every document, without loading any: the sealed projection, in memory.

use std::collections::BTreeMap;

use casefile::{EntityKey, Index, LongText, Row, Schema, Search};
use minicbor::{Decode, Encode};
use wire::{CircleId, DocId, MemberId, Timestamp};

/// A document as lists see it.
#[derive(Debug, Clone, Encode, Decode)]
pub(crate) struct Entry {
    #[n(0)]
    pub(crate) circle: CircleId,
    #[n(1)]
    pub(crate) rows: Vec<Row>,
    #[n(2)]
    pub(crate) updated: Timestamp,
    #[n(3)]
    pub(crate) last_author: Option<MemberId>,
    /// By which descriptions the rows were made: see [`casefile::Schema::lists`].
    #[n(4)]
    pub(crate) lists: u32,
}

/// Every document this device knows.
#[derive(Default)]
pub(crate) struct Catalogue {
    entries: BTreeMap<DocId, Entry>,
    /// In which document each entity is: screens ask for one of thousands again and again.
    homes: BTreeMap<EntityKey, DocId>,
    /// What is written in documents, for search; read after the rest.
    texts: BTreeMap<DocId, Vec<LongText>>,
    /// The words of those whose texts have been read.
    index: Index<DocId>,
}

impl Catalogue {
    pub(super) fn insert(&mut self, doc: DocId, entry: Entry) {
        self.leave_home(doc);
        self.homes.extend(entry.rows.iter().map(|row| (row.key, doc)));
        self.entries.insert(doc, entry);
    }

    fn leave_home(&mut self, doc: DocId) {
        for row in self.entries.get(&doc).into_iter().flat_map(|entry| &entry.rows) {
            if self.homes.get(&row.key) == Some(&doc) {
                self.homes.remove(&row.key);
            }
        }
    }

    /// What is written in a document whose rows are here; from now on it is found.
    pub(super) fn insert_texts(&mut self, schema: &Schema, doc: DocId, texts: Vec<LongText>) {
        self.index.remove(doc);
        take_in(&mut self.index, schema, doc, self.entries.get(&doc), &texts);
        self.texts.insert(doc, texts);
    }

    /// Lists and search know nothing of a document any more.
    pub(super) fn remove(&mut self, doc: DocId) {
        self.leave_home(doc);
        self.index.remove(doc);
        self.entries.remove(&doc);
        self.texts.remove(&doc);
    }

    /// The entities in which all words are found, the best first. What lists know of those whose texts have not been read
    /// is looked at there and then.
    pub(crate) fn find(&self, schema: &Schema, search: &Search, limit: usize) -> Vec<(DocId, EntityKey)> {
        let mut found = self.index.find(search, limit);
        let mut unread = Index::default();
        self.without_texts().for_each(|doc| take_in(&mut unread, schema, doc, self.entries.get(&doc), &[]));
        found.extend(unread.find(search, limit));
        found.truncate(limit);
        found
    }

    pub(super) fn has_texts(&self, doc: DocId) -> bool {
        self.texts.contains_key(&doc)
    }

    /// Documents whose texts have not been read yet.
    pub(super) fn without_texts(&self) -> impl Iterator<Item = DocId> {
        self.entries.keys().copied().filter(|doc| !self.texts.contains_key(doc))
    }

    /// What is written in an entity, as far as it has been read.
    pub(crate) fn text(&self, doc: DocId, entity: EntityKey) -> Option<&LongText> {
        self.texts.get(&doc)?.iter().find(|text| text.key == entity)
    }

    /// An entity of a document.
    pub(crate) fn row(&self, doc: DocId, entity: EntityKey) -> Option<&Row> {
        self.get(doc)?.rows.iter().find(|row| row.key == entity)
    }

    /// An entity, in whatever document it is.
    pub(crate) fn anywhere(&self, entity: EntityKey) -> Option<(DocId, &Entry, &Row)> {
        let doc = *self.homes.get(&entity)?;
        let entry = self.get(doc)?;
        Some((doc, entry, entry.rows.iter().find(|row| row.key == entity)?))
    }

    pub(crate) fn get(&self, doc: DocId) -> Option<&Entry> {
        self.entries.get(&doc)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (DocId, &Entry)> {
        self.entries.iter().map(|(doc, entry)| (*doc, entry))
    }

    pub(crate) fn docs_of(&self, circle: CircleId) -> impl Iterator<Item = DocId> {
        self.iter().filter(move |(_, entry)| entry.circle == circle).map(|(doc, _)| doc)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = (DocId, &Entry, &Row)> {
        self.iter().flat_map(|(doc, entry)| entry.rows.iter().map(move |row| (doc, entry, row)))
    }
}

fn take_in(index: &mut Index<DocId>, schema: &Schema, doc: DocId, entry: Option<&Entry>, texts: &[LongText]) {
    for row in entry.iter().flat_map(|entry| &entry.rows) {
        if let Some(noun) = schema.noun(row.key.kind) {
            index.insert(doc, noun, row, texts.iter().find(|text| text.key == row.key));
        }
    }
}
