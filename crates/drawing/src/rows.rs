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
        let mut search = Search::default();
        for Row { key, draw } in rows {
            let kept = search.find(&old, |row| row.key == key).and_then(|at| old.get_mut(at)?.take());
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

/// Finds rows again. They mostly stay in their order, so each search begins where the last one ended.
#[derive(Default)]
struct Search {
    next: usize,
}

impl Search {
    fn find<T>(&mut self, rows: &[Option<T>], known: impl Fn(&T) -> bool) -> Option<usize> {
        let here = |at: &usize| rows.get(*at).and_then(Option::as_ref).is_some_and(&known);
        let found = (self.next..rows.len()).chain(0..self.next).find(here)?;
        self.next = found + 1;
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where each of `new` was in `old`.
    fn found(old: &str, new: &str) -> Vec<Option<usize>> {
        let mut rows: Vec<Option<char>> = old.chars().map(Some).collect();
        let mut search = Search::default();
        new.chars().map(|key| search.find(&rows, |row| *row == key).inspect(|at| rows[*at] = None)).collect()
    }

    #[test]
    fn rows_are_found_wherever_they_moved() {
        assert_eq!(found("abc", "abc"), [Some(0), Some(1), Some(2)]);
        assert_eq!(found("abc", "cab"), [Some(2), Some(0), Some(1)]);
        assert_eq!(found("abc", "axc"), [Some(0), None, Some(2)]);
        assert_eq!(found("abc", "c"), [Some(2)]);
        assert_eq!(found("", "ab"), [None, None]);
    }

    #[test]
    fn a_key_that_comes_twice_is_found_once() {
        assert_eq!(found("ab", "aa"), [Some(0), None]);
        assert_eq!(found("aa", "aa"), [Some(0), Some(1)]);
    }
}
