//! Who stands to the left of whom, so that few lines cross: sweeps by the mean place of those above and below, then small
//! moves for as long as they help.

use std::collections::{BTreeMap, BTreeSet};

use casefile::EntityId;

use super::{Genogram, Relative, Union};

/// People that are moved together at most.
const RUN: usize = 4;
/// Rows longer than this are only swept: nobody could read them anyway.
const LONG: usize = 24;

type Rows = Vec<Vec<EntityId>>;

/// What an order costs, the worst first: crossings, people between those who belong together, children out of turn.
type Cost = (usize, usize, usize);

struct Scene<'a> {
    unions: &'a [Union],
}

/// Everybody in their row, in order.
pub(super) fn ordered(rows: Rows, unions: &[Union], people: &[&Relative], before: Option<&Genogram>) -> Rows {
    let scene = Scene { unions };
    let stood: BTreeSet<EntityId> = before.iter().flat_map(|before| before.places.keys().copied()).collect();
    let Some(before) = before.filter(|_| rows.iter().flatten().any(|id| stood.contains(id))) else {
        return scene.fresh(rows, people);
    };
    let x = |id: &EntityId| before.places.get(id).map_or(i32::MAX, |place| place.x);
    let mut kept: Rows = rows
        .iter()
        .map(|row| {
            let mut row: Vec<EntityId> = row.iter().copied().filter(|id| stood.contains(id)).collect();
            row.sort_by_key(x);
            row
        })
        .collect();
    // Each newcomer where they cost least, as far right as that is.
    for (at, row) in rows.iter().enumerate() {
        for id in row.iter().filter(|id| !stood.contains(id)) {
            let best = (0..=kept[at].len()).rev().min_by_key(|place| {
                let mut tried = kept.clone();
                tried[at].insert(*place, *id);
                scene.cost(&tried)
            });
            kept[at].insert(best.unwrap_or_default(), *id);
        }
    }
    // Others give way only where lines would cross.
    scene.improve(&mut kept, |new, old| new.0 < old.0);
    kept
}

impl Scene<'_> {
    fn fresh(&self, rows: Rows, people: &[&Relative]) -> Rows {
        let mut best: Option<(Cost, Rows)> = None;
        let born: BTreeMap<EntityId, &str> = people.iter().map(|person| (person.id, person.born.as_str())).collect();
        for start in 0..4 {
            let mut rows = rows.clone();
            match start {
                0 => {}
                1 => rows.iter_mut().for_each(|row| row.reverse()),
                2 => rows.iter_mut().for_each(|row| row.sort_by_key(|id| born.get(id).copied().unwrap_or_default())),
                _ => rows = self.by_descent(rows),
            }
            for _ in 0..4 {
                self.sweep(&mut rows, true);
                self.sweep(&mut rows, false);
            }
            self.improve(&mut rows, |new, old| new < old);
            let cost = self.cost(&rows);
            if best.as_ref().is_none_or(|(known, _)| cost < *known) {
                best = Some((cost, rows));
            }
        }
        best.map(|(_, rows)| rows).unwrap_or_default()
    }

    /// Children right after each other, as their parents stand.
    fn by_descent(&self, mut rows: Rows) -> Rows {
        for at in 1..rows.len() {
            let place = places(&rows);
            let parents = |id: &EntityId| {
                let union =
                    self.unions.iter().find(|u| u.children.iter().any(|(c, _)| c == id) && !u.partners.is_empty());
                union.and_then(|union| middle(&union.partners, &place))
            };
            let mut keyed: Vec<(f64, EntityId)> = Vec::new();
            for id in &rows[at] {
                let beside = || {
                    let union = self.unions.iter().find(|union| union.partners.contains(id))?;
                    union.partners.iter().find(|other| *other != id).and_then(parents)
                };
                keyed.push((parents(id).or_else(beside).unwrap_or(f64::MAX), *id));
            }
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            rows[at] = keyed.into_iter().map(|(_, id)| id).collect();
        }
        rows
    }

    /// Sorts every row by the mean place of those above (or below); couples move as one.
    fn sweep(&self, rows: &mut Rows, down: bool) {
        let count = rows.len();
        for step in 1..count {
            let at = if down { step } else { count - 1 - step };
            let place = places(rows);
            let mut groups = self.groups(&rows[at]);
            let wanted = |group: &[EntityId]| {
                let mut sum = (0.0, 0.0);
                for union in self.unions {
                    let (near, far): (Vec<EntityId>, Vec<EntityId>) = if down {
                        (union.children.iter().map(|(child, _)| *child).collect(), union.partners.clone())
                    } else {
                        (union.partners.clone(), union.children.iter().map(|(child, _)| *child).collect())
                    };
                    if near.iter().any(|id| group.contains(id))
                        && let Some(middle) = middle(&far, &place)
                    {
                        sum = (sum.0 + middle, sum.1 + 1.0);
                    }
                }
                (sum.1 > 0.0).then(|| sum.0 / sum.1)
            };
            // Who has nobody there stays after whom they stood.
            let mut last = -1.0;
            let mut keyed: Vec<(f64, Vec<EntityId>)> = Vec::new();
            for group in groups.drain(..) {
                last = wanted(&group).unwrap_or(last);
                keyed.push((last, group));
            }
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            rows[at] = keyed.into_iter().flat_map(|(_, group)| group).collect();
        }
    }

    /// The people of a row in chains of couples, in the order of the row.
    fn groups(&self, row: &[EntityId]) -> Vec<Vec<EntityId>> {
        let mut left: Vec<EntityId> = row.to_vec();
        let mut groups = Vec::new();
        while let Some(first) = left.first().copied() {
            let mut group = vec![first];
            let mut at = 0;
            while let Some(id) = group.get(at).copied() {
                for union in self.unions.iter().filter(|union| union.partners.contains(&id)) {
                    for other in &union.partners {
                        if row.contains(other) && !group.contains(other) {
                            group.push(*other);
                        }
                    }
                }
                at += 1;
            }
            left.retain(|id| !group.contains(id));
            let kept: Vec<EntityId> = row.iter().copied().filter(|id| group.contains(id)).collect();
            groups.push(kept);
        }
        groups
    }

    /// Moves and turns short runs of people for as long as it is `better`.
    fn improve(&self, rows: &mut Rows, better: impl Fn(Cost, Cost) -> bool) {
        let mut cost = self.cost(rows);
        for _ in 0..12 {
            let begun = cost;
            for at in 0..rows.len() {
                let len = rows[at].len();
                if len > LONG {
                    continue;
                }
                for from in 0..len {
                    for run in 1..=RUN.min(len - from) {
                        for turned in [false, true] {
                            for to in 0..=len - run {
                                if (to == from && !turned) || (turned && run == 1) {
                                    continue;
                                }
                                let before = rows[at].clone();
                                let mut moved: Vec<EntityId> = rows[at].drain(from..from + run).collect();
                                if turned {
                                    moved.reverse();
                                }
                                rows[at].splice(to..to, moved);
                                let now = self.cost(rows);
                                if better(now, cost) {
                                    cost = now;
                                } else {
                                    rows[at] = before;
                                }
                            }
                        }
                    }
                }
            }
            if cost == begun || cost == (0, 0, 0) {
                break;
            }
        }
    }

    fn cost(&self, rows: &Rows) -> Cost {
        let place = places(rows);
        let (mut crossings, mut between, mut turns) = (0, 0, 0);
        let mut edges: Vec<(usize, f64, f64)> = Vec::new();
        for union in self.unions {
            let at = |id: &EntityId| place.get(id).copied();
            if let [a, b] = union.partners[..]
                && let (Some(a), Some(b)) = (at(&a), at(&b))
            {
                let (low, high) = (a.1.min(b.1), a.1.max(b.1));
                between += (high - low).round() as usize - 1;
                // Whoever stands between and has a line of descent crosses the couple's.
                let descends = |other: &&Union| {
                    let inside = |id: &EntityId| at(id).is_some_and(|(row, x)| row == a.0 && low < x && x < high);
                    !std::ptr::eq(*other, union) && other.partners.iter().any(inside)
                };
                crossings += self.unions.iter().filter(descends).count();
            }
            let children: Vec<(usize, f64)> = union.children.iter().filter_map(|(child, _)| at(child)).collect();
            turns += children.windows(2).filter(|pair| pair[0].1 > pair[1].1).count();
            if let (Some((low, high)), true) = (span(&children), children.len() > 1) {
                // In-laws stand beside brothers and sisters; others are in the way.
                let mine = |id: &EntityId| union.children.iter().any(|(child, _)| child == id);
                let row = children.first().map_or(0, |(row, _)| *row);
                let strangers = rows[row].iter().filter(|id| {
                    let inside = at(id).is_some_and(|(_, x)| low < x && x < high);
                    inside && !mine(id) && !self.married_into(id, &mine)
                });
                between += strangers.count();
            }
            if let Some(middle) = middle(&union.partners, &place) {
                let row = union.partners.first().and_then(at).map_or(0, |(row, _)| row);
                edges.extend(children.iter().map(|(_, x)| (row, middle, *x)));
            }
        }
        for (i, a) in edges.iter().enumerate() {
            crossings += edges[i + 1..].iter().filter(|b| a.0 == b.0 && (a.1 - b.1) * (a.2 - b.2) < -1e-9).count();
        }
        (crossings, between, turns)
    }

    fn married_into(&self, id: &EntityId, mine: &impl Fn(&EntityId) -> bool) -> bool {
        self.unions.iter().any(|union| union.partners.contains(id) && union.partners.iter().any(mine))
    }
}

/// The row and the number in it of everybody.
fn places(rows: &Rows) -> BTreeMap<EntityId, (usize, f64)> {
    let row = |(row, people): (usize, &Vec<EntityId>)| {
        people.iter().enumerate().map(move |(at, id)| (*id, (row, at as f64))).collect::<Vec<_>>()
    };
    rows.iter().enumerate().flat_map(row).collect()
}

fn middle(ids: &[EntityId], place: &BTreeMap<EntityId, (usize, f64)>) -> Option<f64> {
    let known: Vec<f64> = ids.iter().filter_map(|id| place.get(id)).map(|(_, x)| *x).collect();
    (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

fn span(places: &[(usize, f64)]) -> Option<(f64, f64)> {
    let low = places.iter().map(|(_, x)| *x).reduce(f64::min)?;
    let high = places.iter().map(|(_, x)| *x).reduce(f64::max)?;
    Some((low, high))
}
