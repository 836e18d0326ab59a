//! What lists need of every document, without loading any: the sealed projection, in memory.

use std::collections::BTreeMap;

use casefile::Row;
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
}

/// Every document this device knows.
#[derive(Default)]
pub(crate) struct Catalogue {
    entries: BTreeMap<DocId, Entry>,
}

impl Catalogue {
    pub(super) fn insert(&mut self, doc: DocId, entry: Entry) {
        self.entries.insert(doc, entry);
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
