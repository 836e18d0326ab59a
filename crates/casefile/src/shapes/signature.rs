//! A signature: who signed, when, and the strokes of the pen.
//!
//! As text, the first line is the moment and the name, and each other line is a stroke:
//!
//! ```text
//! 1764226800000 Elena Núñez
//! 10,20 11,22 13,25
//! 40,20
//! ```

use std::fmt;
use std::str::FromStr;

use super::{ShapeError, is_line, number};
use crate::id::Moment;

/// Letters of a name, strokes, and points of all strokes together, at most. A hurried signature has 200 points.
const MAX_LETTERS: usize = 200;
const MAX_STROKES: usize = 200;
const MAX_POINTS: usize = 4_000;

/// Where the pen was: in thousandths of the width of the field that was signed in, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    /// To the right; 1000 at most.
    pub x: u16,
    /// Down; 1000 at most, where the field is as high as wide.
    pub y: u16,
}

/// The most that a point is to the right or down.
const EDGE: u16 = 1_000;

/// A signature. `Debug` does not print it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Signature {
    name: String,
    at: Moment,
    strokes: Vec<Vec<Point>>,
}

impl Signature {
    /// What somebody of this name drew at a moment; `None` if they drew nothing, or far more than a signature.
    #[must_use]
    pub fn new(name: &str, at: Moment, strokes: Vec<Vec<Point>>) -> Option<Self> {
        let signature = Self { name: name.trim().to_owned(), at, strokes };
        signature.is_one().then_some(signature)
    }

    fn is_one(&self) -> bool {
        let points: usize = self.strokes.iter().map(Vec::len).sum();
        let inside = |point: &Point| point.x <= EDGE && point.y <= EDGE;
        is_line(&self.name, MAX_LETTERS)
            && i64::try_from(self.at.0).is_ok()
            && (1..=MAX_STROKES).contains(&self.strokes.len())
            && points <= MAX_POINTS
            && self.strokes.iter().all(|stroke| !stroke.is_empty() && stroke.iter().all(inside))
    }

    /// Who signed, as they were called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When.
    #[must_use]
    pub const fn at(&self) -> Moment {
        self.at
    }

    /// What they drew: each stroke as the points that the pen passed.
    #[must_use]
    pub fn strokes(&self) -> &[Vec<Point>] {
        &self.strokes
    }
}

fn read(text: &str) -> Option<Signature> {
    let mut lines = text.split('\n');
    let (at, name) = lines.next()?.split_once(' ')?;
    let point = |text: &str| {
        let (x, y) = text.split_once(',')?;
        Some(Point { x: number(x)?, y: number(y)? })
    };
    let mut strokes = Vec::new();
    let mut points = 0;
    for line in lines {
        let stroke: Vec<Point> = line.split(' ').take(MAX_POINTS + 1).map(point).collect::<Option<_>>()?;
        points += stroke.len();
        strokes.push(stroke);
        if points > MAX_POINTS {
            return None;
        }
    }
    let signature = Signature { name: name.to_owned(), at: Moment(number(at)?), strokes };
    signature.is_one().then_some(signature)
}

impl FromStr for Signature {
    type Err = ShapeError;

    fn from_str(text: &str) -> Result<Self, ShapeError> {
        read(text).ok_or(ShapeError::new("a moment and a name, and then the strokes of a signature"))
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at.0, self.name)?;
        for stroke in &self.strokes {
            for (at, Point { x, y }) in stroke.iter().enumerate() {
                write!(f, "{}{x},{y}", if at == 0 { '\n' } else { ' ' })?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature([private])")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::spellings;
    use super::*;

    #[test]
    fn a_signature_is_a_moment_a_name_and_strokes() {
        let many = format!("5 Elena\n{}", vec!["1,2"; MAX_POINTS].join(" "));
        spellings::<Signature>(
            &["1764226800000 Elena Núñez\n10,20 11,22 13,25\n40,20", "0 X\n0,0 1000,1000"],
            &[
                "",
                "5",
                "5 ",
                "5 Elena",
                "5 Elena\n",
                "5 Elena\n1",
                "5 Elena\n1,",
                "5 Elena\n,1",
                "5 Elena\n1,2,3",
                "5 Elena\n1,2  3,4",
                "5 Elena\n1,2 ",
                "5 Elena\n1,2\n",
                "5 Elena\n\n1,2",
                "5  Elena\n1,2",
                "5 Elena \n1,2",
                "Elena\n1,2",
                "-5 Elena\n1,2",
                "05 Elena\n1,2",
                "9223372036854775808 Elena\n1,2",
                "5 Elena\n1001,0",
                "5 Elena\n65536,0",
                "5 Elena\n-1,0",
                "5 Elena\n01,0",
                "5 Elena\n1.5,0",
                "5 El\tena\n1,2",
                "5 Elena\r\n1,2",
                &format!("{many} 1,2"),
                &format!("{many}\n1,2"),
                &format!("5 Elena{}", "\n1,2".repeat(MAX_STROKES + 1)),
                &format!("5 {}\n1,2", "x".repeat(MAX_LETTERS + 1)),
            ],
        );
        assert_eq!(many.parse::<Signature>().unwrap().to_string(), many);
    }

    #[test]
    fn what_was_drawn_is_what_is_kept() {
        let strokes = vec![vec![Point { x: 1, y: 2 }, Point { x: 3, y: 4 }], vec![Point { x: 1000, y: 0 }]];
        let signature = Signature::new(" Elena Núñez ", Moment(5), strokes.clone()).unwrap();
        let again: Signature = signature.to_string().parse().unwrap();
        assert_eq!(again, signature);
        assert_eq!((again.name(), again.at(), again.strokes()), ("Elena Núñez", Moment(5), strokes.as_slice()));
        assert!(!format!("{signature:?}").contains("Elena"), "client data does not print");
        assert_eq!(Signature::new("Elena", Moment(5), vec![]), None);
        assert_eq!(Signature::new("Elena", Moment(5), vec![vec![]]), None);
        assert_eq!(Signature::new("Elena\nRuiz", Moment(5), strokes.clone()), None);
        assert_eq!(Signature::new("", Moment(5), strokes), None);
    }
}
