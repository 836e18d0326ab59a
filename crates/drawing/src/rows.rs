//! A list whose rows stay the same rows while others come, move and go.

use leptos::prelude::Owner;
use web_sys::Node;

use crate::shown::{Shown, placeholder};
use crate::view::{Kind, View};

/// A row of a list: what it is known by, and how it is drawn when it is new.
pub struct Row {
    /// What it is known by.
    pub key: String,
    /// How it is drawn. What it shows and does not follow by itself has to be in the key.
    pub draw: Box<dyn FnOnce() -> View>,
}

/// Answers the rows there are, again whenever the signals it has read change.
pub(crate) type Rows = Box<dyn FnMut() -> Vec<Row>>;

/// A list whose rows are drawn when they come, move when they move, and go when they go.
#[must_use]
pub fn rows(all: Box<dyn FnMut() -> Vec<Row>>) -> View {
    View::of(Kind::Rows(all))
}

/// The rows in the page, and the node behind the last of them.
pub(crate) struct ShownRows {
    rows: Vec<ShownRow>,
    end: Node,
}

struct ShownRow {
    key: String,
    shown: Shown,
    // What was made while it was drawn goes when the row goes.
    _owner: Owner,
}

impl ShownRows {
    pub(crate) fn new() -> Self {
        Self { rows: Vec::new(), end: placeholder() }
    }

    /// What is in the page, from the first node to the last.
    pub(crate) fn first(&self) -> Node {
        self.rows.first().map_or_else(|| self.end.clone(), |row| row.shown.first())
    }

    pub(crate) fn last(&self) -> Node {
        self.end.clone()
    }

    pub(crate) fn put_into(&self, parent: &Node, before: Option<&Node>) {
        for row in &self.rows {
            row.shown.put_into(parent, before);
        }
        drop(parent.insert_before(&self.end, before));
    }

    pub(crate) fn take_out(&self) {
        for row in &self.rows {
            row.shown.take_out();
        }
        crate::shown::remove(&self.end);
    }

    /// Brings the page from the rows that were to those that are. What a row makes belongs to `home`, which outlives
    /// this change.
    pub(crate) fn change(&mut self, rows: Vec<Row>, home: &Owner) {
        let mut old: Vec<Option<ShownRow>> = std::mem::take(&mut self.rows).into_iter().map(Some).collect();
        // Rows mostly stay in their order: the search for the next begins where the last was found.
        let mut at = 0;
        for Row { key, draw } in rows {
            let known = |row: &Option<ShownRow>| row.as_ref().is_some_and(|row| row.key == key);
            let found = (at..old.len()).chain(0..at).find(|index| old.get(*index).is_some_and(known));
            let kept = found.and_then(|index| {
                at = index + 1;
                old.get_mut(index)?.take()
            });
            self.rows.push(kept.unwrap_or_else(|| {
                let owner = home.with(Owner::new);
                let shown = owner.with(|| Shown::draw(draw()));
                ShownRow { key, shown, _owner: owner }
            }));
        }
        for gone in old.into_iter().flatten() {
            gone.shown.take_out();
        }
        let Some(parent) = self.end.parent_node() else { return };
        let mut next = self.end.clone();
        for row in self.rows.iter().rev() {
            if row.shown.last().next_sibling().as_ref() != Some(&next) {
                row.shown.put_into(&parent, Some(&next));
            }
            next = row.shown.first();
        }
    }
}
