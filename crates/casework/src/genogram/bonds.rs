//! How it goes between two people, as lines over the drawing.

use casefile::Bond;

use super::{COLUMN, Place, SIGN};

/// Between two lines that run side by side.
const BESIDE: f64 = 5.0;
/// Steps of a line that bends.
const STEPS: usize = 24;

/// The lines of a bond: side by side where they are close, a zigzag where they fight, cut where they are cut off.
#[must_use]
pub fn bond(from: Place, to: Place, bond: Bond) -> Vec<Vec<(i32, i32)>> {
    let path = between(from, to);
    match bond {
        Bond::Close => [-0.5, 0.5].map(|side| moved(&path, side * BESIDE)).to_vec(),
        Bond::VeryClose => [-1.0, 0.0, 1.0].map(|side| moved(&path, side * BESIDE)).to_vec(),
        Bond::Conflicted => vec![zigzag(&path, 0.0)],
        Bond::Violence => vec![zigzag(&path, -4.0), zigzag(&path, 4.0)],
        Bond::Distant => vec![moved(&path, 0.0)],
        Bond::CutOff => {
            let half = path.len() / 2;
            let (first, second) = (&path[..half], &path[half + 1..]);
            let bar = |at: Option<&(f64, f64, f64, f64)>| {
                at.map(|(x, y, nx, ny)| round(&[(x - nx * 9.0, y - ny * 9.0), (x + nx * 9.0, y + ny * 9.0)]))
            };
            let mut lines = vec![moved(first, 0.0), moved(second, 0.0)];
            lines.extend(bar(first.last()).into_iter().chain(bar(second.first())));
            lines
        }
    }
}

/// From sign to sign: points, with what is at right angles there. It bends around whoever stands between.
fn between(from: Place, to: Place) -> Vec<(f64, f64, f64, f64)> {
    let (ax, ay) = (f64::from(from.x), f64::from(from.y));
    let (bx, by) = (f64::from(to.x), f64::from(to.y));
    let length = (bx - ax).hypot(by - ay).max(1.0);
    let (nx, ny) = (-(by - ay) / length, (bx - ax) / length);
    let far = length > f64::from(COLUMN) * 1.6;
    let bend = if far { -0.22 * length } else { 0.0 };
    let (cx, cy) = (f64::midpoint(ax, bx) + nx * bend, f64::midpoint(ay, by) + ny * bend);
    let edge = (f64::from(SIGN) / 2.0 + 8.0) / length;
    let point = |t: f64| {
        let u = 1.0 - t;
        (u * u * ax + 2.0 * u * t * cx + t * t * bx, u * u * ay + 2.0 * u * t * cy + t * t * by)
    };
    (0..=STEPS)
        .map(|step| {
            let t = edge + (1.0 - 2.0 * edge) * step as f64 / STEPS as f64;
            let ((x, y), (x0, y0), (x1, y1)) = (point(t), point(t - 0.01), point(t + 0.01));
            let run = (x1 - x0).hypot(y1 - y0).max(1e-6);
            (x, y, -(y1 - y0) / run, (x1 - x0) / run)
        })
        .collect()
}

fn moved(path: &[(f64, f64, f64, f64)], by: f64) -> Vec<(i32, i32)> {
    round(&path.iter().map(|(x, y, nx, ny)| (x + nx * by, y + ny * by)).collect::<Vec<_>>())
}

fn zigzag(path: &[(f64, f64, f64, f64)], by: f64) -> Vec<(i32, i32)> {
    let at = |(step, (x, y, nx, ny)): (usize, &(f64, f64, f64, f64))| {
        let side = by
            + if step == 0 || step + 1 == path.len() {
                0.0
            } else if step % 2 == 0 {
                5.0
            } else {
                -5.0
            };
        (x + nx * side, y + ny * side)
    };
    round(&path.iter().enumerate().map(at).collect::<Vec<_>>())
}

fn round(points: &[(f64, f64)]) -> Vec<(i32, i32)> {
    points.iter().map(|(x, y)| (x.round() as i32, y.round() as i32)).collect()
}

/// The outline of those who live together: around all of them, or around each one where somebody else would be inside.
#[must_use]
pub fn outlines(home: &[Place], others: &[Place]) -> Vec<Vec<(i32, i32)>> {
    let around = |place: &Place| {
        let place = *place;
        (0..12).map(move |step| {
            let angle = f64::from(step) * std::f64::consts::TAU / 12.0;
            (f64::from(place.x) + 54.0 * angle.cos(), f64::from(place.y) + 58.0 * angle.sin())
        })
    };
    let whole = hull(home.iter().flat_map(around).collect());
    let inside = |place: &Place| {
        whole
            .iter()
            .zip(whole.iter().cycle().skip(1))
            .all(|(a, b)| turn(*a, *b, (f64::from(place.x), f64::from(place.y))) >= 0.0)
    };
    if others.iter().any(inside) {
        home.iter().map(|place| round(&hull(around(place).collect()))).collect()
    } else if whole.is_empty() {
        Vec::new()
    } else {
        vec![round(&whole)]
    }
}

fn turn(a: (f64, f64), b: (f64, f64), c: (f64, f64)) -> f64 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

/// The corners around all of these points (Andrew's monotone chain).
fn hull(mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let half = |points: &mut dyn Iterator<Item = (f64, f64)>| {
        let mut chain: Vec<(f64, f64)> = Vec::new();
        for point in points {
            while let [.., a, b] = chain[..]
                && turn(a, b, point) <= 0.0
            {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut corners = half(&mut points.iter().copied());
    corners.extend(half(&mut points.iter().rev().copied()));
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_is_outlined_as_a_whole_unless_somebody_else_would_be_inside() {
        let at = |x, y| Place { x, y, row: 0 };
        let home = [at(0, 0), at(300, 0), at(150, 200)];
        assert_eq!(outlines(&home, &[at(600, 0)]).len(), 1);
        assert_eq!(outlines(&home, &[at(150, 20)]).len(), 3);
        assert!(outlines(&[], &[]).is_empty());
    }

    #[test]
    fn bonds_begin_and_end_beside_the_signs() {
        for kind in Bond::ALL {
            let lines = bond(Place { x: 0, y: 0, row: 0 }, Place { x: 132, y: 0, row: 0 }, *kind);
            let points: Vec<(i32, i32)> = lines.into_iter().flatten().collect();
            assert!(points.iter().all(|(x, _)| (23..=109).contains(x)), "{kind:?}: {points:?}");
        }
    }
}
