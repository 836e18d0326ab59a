//! What a pen drew, as a picture: the line goes smoothly through the points that were kept.

use casefile::shapes::{Point, Signature};
use leptos::prelude::*;

use crate::t;

/// How high the field is in which somebody signs, in thousandths of its width.
pub const HEIGHT: u16 = 400;

/// A stroke as an SVG path: curves from the middle between two points to the next. A dot is a line of no length, which
/// round caps show.
#[must_use]
pub fn path_of(stroke: &[Point]) -> String {
    let Some(first) = stroke.first() else { return String::new() };
    let mut path = format!("M{} {}", first.x, first.y);
    let middle =
        |a: &Point, b: &Point| ((f32::from(a.x) + f32::from(b.x)) / 2.0, (f32::from(a.y) + f32::from(b.y)) / 2.0);
    for pair in stroke.windows(2) {
        let [from, to] = pair else { continue };
        let (x, y) = middle(from, to);
        path.push_str(&format!("Q{} {} {x:.1} {y:.1}", from.x, from.y));
    }
    let last = stroke.last().unwrap_or(first);
    path + &format!("L{} {}", last.x, last.y)
}

/// A signature that was drawn.
#[component]
pub fn Strokes(
    /// What was drawn.
    drawn: Signature,
) -> impl IntoView {
    let paths = drawn.strokes().iter().map(|stroke| view! { <path d=path_of(stroke)/> }).collect_view();
    let label = t!("signature-picture", name = drawn.name().to_owned());
    view! { <svg class="strokes" viewBox=format!("0 0 1000 {HEIGHT}") role="img" aria-label=label>{paths}</svg> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_through_its_ends_and_a_tap_is_a_dot() {
        let at = |x, y| Point { x, y };
        assert_eq!(path_of(&[at(10, 20), at(30, 40)]), "M10 20Q10 20 20.0 30.0L30 40");
        assert_eq!(path_of(&[at(5, 6)]), "M5 6L5 6");
        assert_eq!(path_of(&[]), "");
    }
}
