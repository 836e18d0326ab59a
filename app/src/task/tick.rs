//! Ticking a task off, and taking the tick back. One that repeats is due again instead.

use casefile::shapes::comes_again;
use casefile::{Edit, Field, Row, Value};
use wire::DocId;

use crate::frame::documents;
use crate::pieces::when;

/// Ticks a task, or takes the tick back. Whether it is done now: one that repeats is not, it is due again.
pub fn tick(doc: DocId, row: &Row, done: bool) -> bool {
    let entity = row.key;
    let next = if done { comes_again(row.text(Field::REPEATS), row.text(Field::DUE), &when::today()) } else { None };
    // Two people who tick it apart have said the same: done, or the same day.
    let again = next.is_some();
    let (field, value) = match next {
        Some(due) => (Field::DUE, Value::from(due)),
        None => (Field::DONE, Value::Flag(done)),
    };
    documents::edit(doc, Edit::Set { entity, field, value });
    done && !again
}
