//! How far from the left everybody stands: parents over the middle of their children, nobody nearer to the next than a
//! column. A row is the least squares of what each of its people would like (pool adjacent violators).

use std::collections::BTreeMap;

use casefile::EntityId;

use super::{COLUMN, Genogram, Union};

/// How often wishes are carried up and down.
const ROUNDS: usize = 40;

/// Where everybody stands, from the left.
pub(super) fn columns(rows: &[Vec<EntityId>], unions: &[Union], before: Option<&Genogram>) -> BTreeMap<EntityId, i32> {
    let column = f64::from(COLUMN);
    let mut x: BTreeMap<EntityId, f64> = BTreeMap::new();
    let stood = |id: &EntityId| before.and_then(|before| before.places.get(id)).map(|place| f64::from(place.x));
    for row in rows {
        for (at, id) in row.iter().enumerate() {
            x.insert(*id, stood(id).unwrap_or(at as f64 * column));
        }
    }
    if rows.iter().flatten().any(|id| stood(id).is_some()) {
        // Whoever stands already would like to stay; newcomers stand by those they belong to.
        for row in rows {
            let wishes: Vec<(f64, f64)> = row
                .iter()
                .map(|id| match stood(id) {
                    Some(x) => (x, 1.0),
                    None => (wish(*id, unions, &x, true).or(wish(*id, unions, &x, false)).unwrap_or(0.0), 0.001),
                })
                .collect();
            settle(row, &wishes, &mut x);
        }
    } else {
        for round in 0..ROUNDS {
            let down = round % 2 == 0;
            let order: Vec<usize> = if down { (0..rows.len()).collect() } else { (0..rows.len()).rev().collect() };
            for at in order {
                let wishes: Vec<(f64, f64)> = rows[at]
                    .iter()
                    .map(|id| {
                        wish(*id, unions, &x, down).map_or((x.get(id).copied().unwrap_or(0.0), 0.02), |x| (x, 1.0))
                    })
                    .collect();
                settle(&rows[at], &wishes, &mut x);
            }
        }
    }
    let left = x.values().copied().reduce(f64::min).unwrap_or(0.0);
    x.into_iter().map(|(id, at)| (id, (at - left).round() as i32)).collect()
}

/// Where somebody would like to stand for the sake of those above (`down`) or below them.
fn wish(id: EntityId, unions: &[Union], x: &BTreeMap<EntityId, f64>, down: bool) -> Option<f64> {
    let mean = |ids: &mut dyn Iterator<Item = EntityId>| {
        let known: Vec<f64> = ids.filter_map(|id| x.get(&id).copied()).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    let mine = x.get(&id).copied()?;
    let mut wishes: Vec<f64> = Vec::new();
    for union in unions {
        let is_child = union.children.iter().any(|(child, _)| *child == id);
        let is_partner = union.partners.contains(&id);
        let parents = mean(&mut union.partners.iter().copied());
        let children = mean(&mut union.children.iter().map(|(child, _)| *child));
        if let (Some(parents), Some(children)) = (parents, children) {
            if down && is_child {
                wishes.push(mine + parents - children);
            } else if !down && is_partner {
                wishes.push(mine + children - parents);
            }
        }
    }
    (!wishes.is_empty()).then(|| wishes.iter().sum::<f64>() / wishes.len() as f64)
}

/// The places of a row nearest to its wishes (with their weights) that keep its order and a column between two people.
fn settle(row: &[EntityId], wishes: &[(f64, f64)], x: &mut BTreeMap<EntityId, f64>) {
    let column = f64::from(COLUMN);
    // Without the columns between, the places only have to rise.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (at, (wish, weight)) in wishes.iter().enumerate() {
        pools.push((wish - at as f64 * column, *weight, 1));
        while let [.., a, b] = pools[..]
            && a.0 > b.0
        {
            let weight = a.1 + b.1;
            pools.truncate(pools.len() - 2);
            pools.push(((a.0 * a.1 + b.0 * b.1) / weight, weight, a.2 + b.2));
        }
    }
    let settled = pools.iter().flat_map(|(value, _, count)| std::iter::repeat_n(*value, *count));
    for (at, (id, value)) in row.iter().zip(settled).enumerate() {
        x.insert(*id, value + at as f64 * column);
    }
}
