//! What lists need of every document, without loading any: the sealed projection, in memory.

use casefile::Row;
use litemap::LiteMap;
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
    pub(crate) entries: LiteMap<DocId, Entry>,
}

impl Catalogue {
    pub(crate) fn circle_of(&self, doc: &DocId) -> Option<CircleId> {
        self.entries.get(doc).map(|entry| entry.circle)
    }

    pub(crate) fn docs_of<'a>(&'a self, circle: &'a CircleId) -> impl Iterator<Item = &'a DocId> {
        self.entries.iter().filter(move |(_, entry)| entry.circle == *circle).map(|(doc, _)| doc)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = (&DocId, &Entry, &Row)> {
        self.entries.iter().flat_map(|(doc, entry)| entry.rows.iter().map(move |row| (doc, entry, row)))
    }
}
