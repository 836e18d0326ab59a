//! The order in which changes can be applied: each after those that its writer had seen.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use automerge::{Change, ChangeHash};

/// Those whose predecessors are all known or among them, each once and after its predecessors; and the others. Whatever
/// order they come in, they leave in the same: of those that could go first, the one with the lowest hash does.
pub(crate) fn in_causal_order(
    mut changes: Vec<Change>,
    is_known: impl Fn(&ChangeHash) -> bool,
) -> (Vec<Change>, Vec<Change>) {
    changes.sort_by_key(Change::hash);
    changes.dedup_by_key(|change| change.hash());
    let index_of = |hash: &ChangeHash| changes.binary_search_by_key(hash, Change::hash).ok();
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); changes.len()];
    let mut missing = vec![0_usize; changes.len()];
    let mut next = BinaryHeap::new();
    for (index, change) in changes.iter().enumerate() {
        for dep in change.deps().iter().filter(|dep| !is_known(dep)) {
            missing[index] += 1;
            if let Some(before) = index_of(dep) {
                followers[before].push(index);
            }
        }
        if missing[index] == 0 {
            next.push(Reverse(index));
        }
    }
    let mut changes: Vec<Option<Change>> = changes.into_iter().map(Some).collect();
    let mut ready = Vec::new();
    while let Some(Reverse(index)) = next.pop() {
        ready.extend(changes[index].take());
        for follower in std::mem::take(&mut followers[index]) {
            missing[follower] -= 1;
            if missing[follower] == 0 {
                next.push(Reverse(follower));
            }
        }
    }
    (ready, changes.into_iter().flatten().collect())
}
