//! Siblings that are sorted by hand: their order, and what has to be written to move one.

use casefile::shapes::Order;
use casefile::{EntityId, Field, Moment, Row};

/// The place of a row among its siblings. Those that have none come last, in the order in which they came.
pub(crate) fn place(row: &Row) -> (bool, Option<Order>, Option<Moment>, EntityId) {
    let order = order_of(row);
    (order.is_none(), order, row.time(Field::CREATED_AT), row.key.id)
}

/// The place that was given to a row.
#[must_use]
pub fn order_of(row: &Row) -> Option<Order> {
    row.text(Field::ORDER).parse().ok()
}

/// The places to write so that what is at `from` stands at `to`: one, wherever there is room between its neighbours.
/// Where there is none, because two people had put two things at one place, or some never had a place, those behind get
/// new ones.
#[must_use]
pub fn places(siblings: &[(EntityId, Option<Order>)], from: usize, to: usize) -> Vec<(EntityId, Order)> {
    if from == to || from >= siblings.len() || to >= siblings.len() {
        return Vec::new();
    }
    let mut list = siblings.to_vec();
    let moved = list.remove(from);
    list.insert(to, (moved.0, None));
    let order_at = |at: usize| list.get(at).and_then(|(_, order)| order.as_ref());
    let before = to.checked_sub(1);
    let has_neighbours =
        before.is_none_or(|at| order_at(at).is_some()) && (to + 1 == list.len() || order_at(to + 1).is_some());
    if has_neighbours && let Some(order) = Order::between(before.and_then(order_at), order_at(to + 1)) {
        return vec![(moved.0, order)];
    }
    let mut kept: Option<Order> = None;
    let mut good = 0;
    for (_, order) in list.iter().take(to) {
        match order {
            Some(order) if kept.as_ref().is_none_or(|before| before < order) => {
                kept = Some(order.clone());
                good += 1;
            }
            _ => break,
        }
    }
    let new = Order::spread(kept.as_ref(), list.len() - good);
    list.iter().skip(good).map(|(id, _)| *id).zip(new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Siblings with these places, told by their first letters: 0, 1, 2…
    fn siblings(orders: &[&str]) -> Vec<(EntityId, Option<Order>)> {
        orders.iter().enumerate().map(|(at, order)| (EntityId([at as u8; 16]), order.parse().ok())).collect()
    }

    /// What the list looks like once these places are written, and how many were.
    fn moved(orders: &[&str], from: usize, to: usize) -> (Vec<u8>, usize) {
        let mut list = siblings(orders);
        let written = places(&list, from, to);
        for (id, order) in &written {
            list.iter_mut().filter(|(known, _)| known == id).for_each(|(_, known)| *known = Some(order.clone()));
        }
        list.sort_by_key(|(id, order)| (order.is_none(), order.clone(), *id));
        (list.iter().map(|(id, _)| id.0[0]).collect(), written.len())
    }

    #[test]
    fn one_place_is_written_wherever_there_is_room() {
        assert_eq!(moved(&["a0", "a1", "a2"], 2, 0), (vec![2, 0, 1], 1));
        assert_eq!(moved(&["a0", "a1", "a2"], 0, 1), (vec![1, 0, 2], 1));
        assert_eq!(moved(&["a0", "a1", "a2"], 0, 2), (vec![1, 2, 0], 1));
        assert_eq!(moved(&["a0", "a1", "a2"], 1, 1), (vec![0, 1, 2], 0));
        assert_eq!(moved(&["a0"], 0, 3), (vec![0], 0));
    }

    #[test]
    fn those_behind_get_new_places_where_there_is_none() {
        // Two people added at the same end at once.
        assert_eq!(moved(&["a0", "a1", "a1"], 0, 1).0, [1, 0, 2]);
        // Some never had a place.
        assert_eq!(moved(&["a0", "", ""], 2, 1).0, [0, 2, 1]);
        assert_eq!(moved(&["", "", ""], 2, 0).0, [2, 0, 1]);
        assert_eq!(moved(&["", "", ""], 0, 1).0, [1, 0, 2]);
    }
}
