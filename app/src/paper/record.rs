//! What a case holds, read for paper: every entity of its documents, as it is or as it stood on a day.

use std::collections::BTreeSet;

use casefile::{EntityId, EntityKind, EntityView, Field, Moment, SCHEMA};
use device::{Archived, Listed, Query};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::OpenCase;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::when;

/// What was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Held {
    /// What there is, kind by kind as the schema has them.
    pub entities: Vec<EntityView>,
    /// How many things are not among them because they were put away.
    pub put_away: usize,
}

/// A case, being read.
#[derive(Clone, Copy)]
pub struct Record {
    /// What was read.
    pub held: Memo<Held>,
    /// How many documents have been read.
    pub read: Memo<usize>,
    /// Of how many.
    pub of: Memo<usize>,
}

/// What is in a case's documents, kind by kind as the schema has them, notes by when they were.
fn all_of(case: OpenCase) -> Vec<Listed> {
    let summary = case.summary.read();
    let Some(summary) = summary.as_ref() else { return Vec::new() };
    let circles = casework::circles_of(summary);
    let kinds = SCHEMA.nouns.iter().map(|noun| noun.kind).filter(|kind| *kind != EntityKind::DOC);
    let of = |kind| Query::of(kind).in_circles(circles.clone()).archived(Archived::Any).by(Field::AT);
    kinds.flat_map(|kind| queries::list(&of(kind))).collect()
}

impl Record {
    /// Reads a case, or `only` one thing of it, as it stood at the end of a day (see [`when::end_of`]) if one is given.
    #[must_use]
    pub fn of(case: OpenCase, only: Memo<Option<EntityId>>, as_of: RwSignal<String>) -> Self {
        let session = session();
        let past = Memo::new(move |_| when::end_of(&as_of.read()));
        let listed = Memo::new(move |_| {
            session.lists.track();
            let only = only.get();
            let mut all = all_of(case);
            all.retain(|listed| only.is_none_or(|id| listed.row.key.id == id));
            all
        });
        let docs = Memo::new(move |_| {
            let past = past.get().is_some() || only.get().is_some();
            let listed = listed.read();
            listed.iter().filter(|one| past || !one.row.archived).map(|one| one.doc).collect::<BTreeSet<DocId>>()
        });
        // Everything that is printed has to be read first.
        let opened = StoredValue::new(BTreeSet::<DocId>::new());
        let owner = Owner::current();
        Effect::new(move || {
            for doc in docs.get() {
                if opened.try_update_value(|opened| opened.insert(doc)) == Some(true)
                    && let Some(owner) = &owner
                {
                    owner.with(|| documents::open(doc));
                }
            }
        });
        let read = Memo::new(move |_| {
            docs.get()
                .into_iter()
                .filter(|doc| {
                    documents::track(*doc);
                    queries::is_open(*doc)
                })
                .count()
        });
        let held = Memo::new(move |_| {
            let past = past.get();
            let only = only.get().is_some();
            let heads = |doc: DocId| past.map(|moment| queries::heads_at(doc, Moment(moment)));
            let heads: std::collections::BTreeMap<DocId, _> =
                docs.get().into_iter().map(|doc| (doc, heads(doc))).collect();
            let mut held = Held::default();
            for listed in listed.read().iter() {
                documents::track(listed.doc);
                documents::track_texts(listed.doc);
                let view = match heads.get(&listed.doc) {
                    None if listed.row.archived => {
                        held.put_away += 1;
                        continue;
                    }
                    None => None,
                    Some(Some(heads)) if heads.is_empty() => None,
                    Some(Some(heads)) => queries::entity_at(listed.doc, listed.row.key, heads),
                    Some(None) => queries::entity(listed.doc, listed.row.key),
                };
                match view {
                    Some(view) if view.archived() && !only => held.put_away += 1,
                    Some(view) => held.entities.push(view),
                    None => {}
                }
            }
            held
        });
        Self { held, read, of: Memo::new(move |_| docs.read().len()) }
    }

    /// Whether all has been read.
    #[must_use]
    pub fn is_ready(self) -> bool {
        self.read.get() >= self.of.get()
    }
}
