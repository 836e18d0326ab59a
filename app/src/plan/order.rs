//! Sorting by hand: where something goes among its siblings, and what has to be written for it.

use casefile::shapes::Order;
use casefile::{Edit, Field, Row, Value};
use casework::siblings::{order_of, places};
use leptos::ev::KeyboardEvent;
use wire::DocId;

use crate::frame::documents;

/// Puts one of the siblings, which stand in their order, at another place among them.
pub fn put(doc: DocId, siblings: &[Row], from: usize, to: usize) {
    let Some(kind) = siblings.first().map(|row| row.key.kind) else { return };
    let known: Vec<_> = siblings.iter().map(|row| (row.key.id, order_of(row))).collect();
    for (id, order) in places(&known, from, to) {
        // Whoever moves it has decided, also where two had moved it apart.
        let entity = casefile::EntityKey::new(kind, id);
        documents::edit(doc, Edit::Resolve { entity, field: Field::ORDER, value: Value::from(order.to_string()) });
    }
}

/// The place after all of these.
#[must_use]
pub fn after(siblings: &[Row]) -> Option<Order> {
    let last = siblings.iter().filter_map(order_of).max();
    Order::between(last.as_ref(), None)
}

/// Which way the keys move what has the focus: Alt with an arrow. −1 is up.
#[must_use]
pub fn direction(event: &KeyboardEvent) -> Option<isize> {
    match event.key().as_str() {
        "ArrowUp" if event.alt_key() => Some(-1),
        "ArrowDown" if event.alt_key() => Some(1),
        _ => None,
    }
}
