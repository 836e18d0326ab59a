//! The lines of a genogram: of couples below them, and from there down to their children.

use std::collections::BTreeMap;

use casefile::{EntityId, RelationshipKind};

use super::{ChildLink, Genogram, Place, Relative, SIGN, Union};

/// Between two lines at different heights.
const LANE: i32 = 18;
/// From the sign to the first line below it.
const STUB: i32 = 28;
/// From the last line to the sign below it; names stand there.
const ABOVE: i32 = 54;
/// Around everything: names, and the outline of the home.
const MARGIN: i32 = 76;
/// How far from the middle of a sign lines to two partners begin.
const APART: i32 = 7;

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineStyle {
    /// Unbroken.
    Solid,
    /// Broken: parted, adopted.
    Dashed,
    /// Points: fostered, or not known how.
    Dotted,
}

/// A line through these points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Of which union it is a part; lines of the same one touch each other.
    pub union: usize,
    /// From point to point.
    pub points: Vec<(i32, i32)>,
    /// How it is drawn.
    pub style: LineStyle,
}

/// A sign across the line of a couple.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The middle of the couple's line.
    pub x: i32,
    /// From above.
    pub y: i32,
    /// What they are or were to each other.
    pub kind: RelationshipKind,
    /// Who they are.
    pub partners: Vec<EntityId>,
}

struct Bar {
    union: usize,
    row: usize,
    low: i32,
    high: i32,
    /// Where it comes from, and where it leads.
    drop: i32,
    feet: Vec<i32>,
    lane: usize,
}

pub(super) fn drawing(
    rows: &[Vec<EntityId>],
    columns: &BTreeMap<EntityId, i32>,
    unions: Vec<Union>,
    people: &[&Relative],
) -> Genogram {
    let x = |id: &EntityId| columns.get(id).copied().unwrap_or_default() + MARGIN;
    let row_of: BTreeMap<EntityId, usize> =
        rows.iter().enumerate().flat_map(|(row, ids)| ids.iter().map(move |id| (*id, row))).collect();
    let row = |id: &EntityId| row_of.get(id).copied().unwrap_or_default();
    let born: BTreeMap<EntityId, &str> = people.iter().map(|person| (person.id, person.born.as_str())).collect();

    // Lines of couples: the narrow ones are nearer to the signs.
    let mut couples: Vec<Bar> = Vec::new();
    for (at, union) in unions.iter().enumerate() {
        if let [a, b] = &union.partners[..] {
            let (left, right) = if x(a) < x(b) { (a, b) } else { (b, a) };
            let beside =
                |id: &EntityId| unions.iter().filter(|u| u.partners.len() == 2 && u.partners.contains(id)).count() > 1;
            let low = x(left) + if beside(left) { APART } else { 0 };
            let high = x(right) - if beside(right) { APART } else { 0 };
            couples.push(Bar {
                union: at,
                row: row(a),
                low,
                high,
                drop: i32::midpoint(low, high),
                feet: vec![low, high],
                lane: 0,
            });
        }
    }
    couples.sort_by_key(|bar| (bar.row, bar.high - bar.low, bar.low));
    for at in 0..couples.len() {
        let (before, after) = couples.split_at_mut(at);
        let bar = &mut after[0];
        let clash = |lane: usize, before: &[Bar]| {
            before
                .iter()
                .any(|other| other.row == bar.row && other.lane == lane && other.low < bar.high && bar.low < other.high)
        };
        let mut lane = 0;
        while clash(lane, before) {
            lane += 1;
        }
        bar.lane = lane;
    }
    let couple_of: BTreeMap<usize, (i32, usize)> =
        couples.iter().map(|bar| (bar.union, (bar.drop, bar.lane))).collect();

    // To a child of two pairs of parents two lines lead, side by side in the order of the pairs.
    let foot = |child: &EntityId, union: usize| {
        let mean = |union: &Union| {
            let all: Vec<i32> = if union.partners.is_empty() {
                union.children.iter().map(|(child, _)| x(child)).collect()
            } else {
                union.partners.iter().map(x).collect()
            };
            all.iter().sum::<i32>() / i32::try_from(all.len().max(1)).unwrap_or(1)
        };
        let mut mine: Vec<(i32, usize)> = unions
            .iter()
            .enumerate()
            .filter(|(_, union)| union.children.iter().any(|(known, _)| known == child))
            .map(|(at, union)| (mean(union), at))
            .collect();
        mine.sort_unstable();
        let place = mine.iter().position(|(_, at)| *at == union).unwrap_or_default();
        let (place, last) = (i32::try_from(place).unwrap_or(0), i32::try_from(mine.len()).unwrap_or(1) - 1);
        x(child) + (2 * place - last) * APART
    };

    // Lines over brothers and sisters, in the gap above them.
    let mut bars: Vec<Bar> = Vec::new();
    for (at, union) in unions.iter().enumerate() {
        let Some((first, _)) = union.children.first() else { continue };
        let feet: Vec<i32> = union.children.iter().map(|(child, _)| foot(child, at)).collect();
        let middle = feet.iter().sum::<i32>() / i32::try_from(feet.len()).unwrap_or(1);
        let drop = match &union.partners[..] {
            [one] => {
                // Past the line to a partner, on its other side.
                let beside: Vec<i32> = couples
                    .iter()
                    .filter_map(|bar| unions.get(bar.union))
                    .filter(|couple| couple.partners.contains(one))
                    .flat_map(|couple| couple.partners.iter().filter(|other| *other != one).map(x))
                    .collect();
                let (left, right) = (beside.iter().any(|at| *at < x(one)), beside.iter().any(|at| *at > x(one)));
                x(one) + APART * (i32::from(left) - i32::from(right))
            }
            [_, _] => couple_of.get(&at).map_or(middle, |(drop, _)| *drop),
            _ => middle,
        };
        // A couple's only child almost below hangs straight.
        let drop = match feet[..] {
            [foot] if union.partners.len() == 2 && (foot - drop).abs() <= 2 * APART => foot,
            _ => drop,
        };
        let low = feet.iter().copied().chain([drop]).min().unwrap_or(drop);
        let high = feet.iter().copied().chain([drop]).max().unwrap_or(drop);
        bars.push(Bar { union: at, row: row(first), low, high, drop, feet, lane: 0 });
    }
    lanes(&mut bars, &unions);

    // Heights.
    let most =
        |bars: &[Bar], row: usize| bars.iter().filter(|bar| bar.row == row).map(|bar| bar.lane + 1).max().unwrap_or(0);
    let lane = |count: usize| LANE * i32::try_from(count).unwrap_or(0);
    let mut y = Vec::new();
    let mut next = MARGIN;
    for at in 0..rows.len() {
        if at > 0 {
            next += SIGN + STUB + lane(most(&couples, at - 1)) + lane(most(&bars, at)) + ABOVE;
        } else {
            next += lane(most(&bars, 0));
        }
        y.push(next);
    }
    let y = |row: usize| y.get(row).copied().unwrap_or_default();

    let mut genogram = Genogram::default();
    for bar in &couples {
        let Some(union) = unions.get(bar.union) else { continue };
        let top = y(bar.row) + SIGN / 2;
        let at = top + STUB + lane(bar.lane);
        let style = match union.kind {
            Some(RelationshipKind::Separated) => LineStyle::Dashed,
            None => LineStyle::Dotted,
            Some(_) => LineStyle::Solid,
        };
        let points = vec![(bar.low, top), (bar.low, at), (bar.high, at), (bar.high, top)];
        genogram.lines.push(Line { union: bar.union, points, style });
        if let Some(kind) = union.kind {
            // Beside where the children's line begins.
            let x = if union.children.is_empty() { bar.drop } else { bar.drop - (bar.high - bar.low) / 4 };
            genogram.marks.push(Mark { x, y: at, kind, partners: union.partners.clone() });
        }
    }
    for bar in &bars {
        let Some(union) = unions.get(bar.union) else { continue };
        let head = y(bar.row) - SIGN / 2;
        let at = head - ABOVE + SIGN / 4 - lane(most(&bars, bar.row) - 1 - bar.lane);
        let from = match &union.partners[..] {
            [one] => Some(y(row(one)) + SIGN / 2),
            [a, _] => Some(y(row(a)) + SIGN / 2 + STUB + lane(couple_of.get(&bar.union).map_or(0, |(_, lane)| *lane))),
            _ => None,
        };
        let style_of = |link: ChildLink| match link {
            ChildLink::Birth => LineStyle::Solid,
            ChildLink::Adopted => LineStyle::Dashed,
            ChildLink::Foster | ChildLink::Sibling => LineStyle::Dotted,
        };
        let all = union.children.first().map_or(ChildLink::Birth, |(_, link)| *link);
        let same = union.children.iter().all(|(_, link)| *link == all);
        let shared = if same { style_of(all) } else { LineStyle::Solid };
        let mut push = |points: Vec<(i32, i32)>, style| genogram.lines.push(Line { union: bar.union, points, style });
        if let Some(from) = from {
            push(vec![(bar.drop, from), (bar.drop, at)], shared);
        }
        // Twins come from one point.
        let mut feet: Vec<(i32, i32, ChildLink)> = Vec::new();
        for (child, link) in &union.children {
            let day = born.get(child).copied().unwrap_or_default();
            let twins: Vec<i32> = union
                .children
                .iter()
                .filter(|(other, _)| other == child || day.len() > 4 && born.get(other).copied() == Some(day))
                .map(|(other, _)| foot(other, bar.union))
                .collect();
            let apex = twins.iter().sum::<i32>() / i32::try_from(twins.len()).unwrap_or(1);
            feet.push((apex, foot(child, bar.union), *link));
        }
        let low = feet.iter().map(|foot| foot.0).chain(from.map(|_| bar.drop)).min().unwrap_or(bar.drop);
        let high = feet.iter().map(|foot| foot.0).chain(from.map(|_| bar.drop)).max().unwrap_or(bar.drop);
        if low < high {
            push(vec![(low, at), (high, at)], shared);
        }
        for (apex, x, link) in feet {
            push(vec![(apex, at), (x, head)], style_of(link));
        }
    }
    let place = |id: &EntityId| (*id, Place { x: x(id), y: y(row(id)), row: row(id) });
    genogram.places = rows.iter().flatten().map(place).collect();
    genogram.width = columns.values().max().copied().unwrap_or_default() + 2 * MARGIN;
    genogram.height = y(rows.len().saturating_sub(1)) + MARGIN;
    genogram
}

/// At which height each line over children lies: one whose drop would go through another lies above it, and so does one
/// through which another's children would have to come up.
fn lanes(bars: &mut [Bar], unions: &[Union]) {
    let inside = |bar: &Bar, x: i32| bar.low <= x && x <= bar.high;
    let above = |a: &Bar, b: &Bar| {
        let drops = unions.get(a.union).is_some_and(|union| !union.partners.is_empty()) && inside(b, a.drop);
        let feet = b.feet.iter().any(|foot| inside(a, *foot));
        let back = b.drop != a.drop && inside(a, b.drop) || a.feet.iter().any(|foot| inside(b, *foot));
        (drops || feet) && !(back && a.drop >= b.drop)
    };
    for _ in 0..bars.len() {
        let mut moved = false;
        for b in 0..bars.len() {
            let lane = (0..bars.len())
                .filter(|a| *a != b && bars[*a].row == bars[b].row)
                .filter(|a| bars[*a].low <= bars[b].high && bars[b].low <= bars[*a].high && above(&bars[*a], &bars[b]))
                .map(|a| bars[a].lane + 1)
                .max()
                .unwrap_or(0)
                .min(8);
            if lane > bars[b].lane {
                bars[b].lane = lane;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
}

/// How many pairs of lines of different unions cross or lie on each other.
#[must_use]
pub fn crossings(lines: &[Line]) -> usize {
    let segments: Vec<(usize, Segment)> =
        lines.iter().flat_map(|line| line.points.windows(2).map(|pair| (line.union, (pair[0], pair[1])))).collect();
    let mut count = 0;
    for (at, a) in segments.iter().enumerate() {
        count += segments[at + 1..].iter().filter(|b| a.0 != b.0 && cross(a.1, b.1)).count();
    }
    count
}

type Segment = ((i32, i32), (i32, i32));

fn cross(a: Segment, b: Segment) -> bool {
    let side = |(p, q): Segment, r: (i32, i32)| {
        (i64::from(q.0 - p.0) * i64::from(r.1 - p.1) - i64::from(q.1 - p.1) * i64::from(r.0 - p.0)).signum()
    };
    let (s1, s2, s3, s4) = (side(a, b.0), side(a, b.1), side(b, a.0), side(b, a.1));
    if [s1, s2, s3, s4] == [0; 4] {
        // On one straight line: they lie on each other if their spans do, more than in a point.
        let overlap = |a0: i32, a1: i32, b0: i32, b1: i32| a0.max(a1).min(b0.max(b1)) - a0.min(a1).max(b0.min(b1));
        let (x, y) = (overlap(a.0.0, a.1.0, b.0.0, b.1.0), overlap(a.0.1, a.1.1, b.0.1, b.1.1));
        return x >= 0 && y >= 0 && x + y > 0;
    }
    s1 != s2 && s3 != s4 && s1 * s2 < 1 && s3 * s4 < 1 && (s1 * s2 == -1 && s3 * s4 == -1)
}
