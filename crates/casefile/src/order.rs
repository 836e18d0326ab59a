//! Sorting lists of rows, by code that exists once.
//!
//! The standard library's sort is generated anew for every kind of row, some 4 KB of machine code each time. Here only
//! positions are sorted; the rows move once, at the end.

use std::cmp::Ordering;

/// Sorts `rows`, those that are equal in the order in which they came.
pub fn sort_by<T>(rows: &mut Vec<T>, order: impl Fn(&T, &T) -> Ordering) {
    let mut positions: Vec<usize> = (0..rows.len()).collect();
    sort_positions(&mut positions, &|a, b| match (rows.get(a), rows.get(b)) {
        (Some(a), Some(b)) => order(a, b),
        _ => Ordering::Equal,
    });
    let mut waiting: Vec<Option<T>> = rows.drain(..).map(Some).collect();
    rows.extend(positions.into_iter().filter_map(|at| waiting.get_mut(at)?.take()));
}

/// Sorts `rows` by what `key` says of each, lowest first.
pub fn sort_by_key<T, K: Ord>(rows: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(rows, |a, b| key(a).cmp(&key(b)));
}

fn sort_positions(positions: &mut [usize], order: &dyn Fn(usize, usize) -> Ordering) {
    positions.sort_by(|a, b| order(*a, *b));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_in_order_and_equal_ones_stay_as_they_were() {
        let check = |rows: &[(u8, &'static str)], sorted: &str| {
            let mut rows = rows.to_vec();
            sort_by_key(&mut rows, |(key, _)| *key);
            assert_eq!(rows.iter().map(|(_, name)| *name).collect::<String>(), sorted);
        };
        check(&[], "");
        check(&[(2, "b")], "b");
        check(&[(2, "c"), (1, "a"), (2, "d"), (1, "b"), (9, "e")], "abcde");
    }
}
