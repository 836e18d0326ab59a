//! A place among siblings: a key that compares as text, between any two of which another can be made.
//!
//! Moving one thing writes one key and no other, so that two people can sort one list at once. The keys are those of
//! "Implementing fractional indexing" (David Greenspan, 2020): a whole number, whose first letter says how long it is and
//! which grows as things are added at the ends, and a fraction, which grows where things are put between. Written here
//! rather than taken from a crate, because it is short and has to stay the same for ever.
//!
//! Two people may put two things at the same place at once, and then both have the same key: whoever reads the list puts
//! the one with the lower entity id first.

use std::fmt;
use std::str::FromStr;

use super::ShapeError;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The smallest whole number, which no key is alone, so that there is always one before it.
const SMALLEST: &str = "A00000000000000000000000000";

/// Letters of a key at most: room for a thousand times between the same two.
const MAX_LETTERS: usize = 256;

/// A place among siblings.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Order(String);

impl Order {
    /// A place after `before` and before `after`; at an end where there is none. `None` if there is no room between
    /// them: they are the same, or in the wrong order, or a thousand things were put between. Then give the later ones
    /// new places: see [`Order::spread`].
    #[must_use]
    pub fn between(before: Option<&Self>, after: Option<&Self>) -> Option<Self> {
        let key = match (before, after) {
            (None, None) => "a0".to_owned(),
            (None, Some(after)) => {
                let (whole, fraction) = after.parts();
                if whole == SMALLEST {
                    format!("{whole}{}", midpoint("", Some(fraction))?)
                } else if fraction.is_empty() {
                    stepped(whole, false)?
                } else {
                    whole.to_owned()
                }
            }
            (Some(before), None) => {
                let (whole, fraction) = before.parts();
                match stepped(whole, true) {
                    Some(next) => next,
                    None => format!("{whole}{}", midpoint(fraction, None)?),
                }
            }
            (Some(before), Some(after)) => {
                if before >= after {
                    return None;
                }
                let ((whole, fraction), (other, limit)) = (before.parts(), after.parts());
                match stepped(whole, true) {
                    _ if whole == other => format!("{whole}{}", midpoint(fraction, Some(limit))?),
                    Some(next) if next.as_str() < after.0.as_str() => next,
                    _ => format!("{whole}{}", midpoint(fraction, None)?),
                }
            }
        };
        (key.len() <= MAX_LETTERS).then_some(Self(key))
    }

    /// Places for so many, one after another, after `before`.
    #[must_use]
    pub fn spread(before: Option<&Self>, count: usize) -> Vec<Self> {
        let mut places: Vec<Self> = Vec::new();
        for _ in 0..count {
            let Some(place) = Self::between(places.last().or(before), None) else { break };
            places.push(place);
        }
        places
    }

    /// The whole number and the fraction.
    fn parts(&self) -> (&str, &str) {
        self.0.split_at(whole_len(&self.0).unwrap_or(0).min(self.0.len()))
    }
}

/// How long the whole number of a key is, by its first letter.
fn whole_len(key: &str) -> Option<usize> {
    match key.bytes().next()? {
        head @ b'a'..=b'z' => Some(usize::from(head - b'a') + 2),
        head @ b'A'..=b'Z' => Some(usize::from(b'Z' - head) + 2),
        _ => None,
    }
}

fn digit_at(text: &str, place: usize) -> Option<usize> {
    let digit = text.as_bytes().get(place)?;
    DIGITS.iter().position(|known| known == digit)
}

/// The next whole number, or the one before; `None` past the ends.
fn stepped(whole: &str, up: bool) -> Option<String> {
    let (turns, becomes) = if up { (b'z', b'0') } else { (b'0', b'z') };
    let mut bytes = whole.as_bytes().to_vec();
    for place in (1..bytes.len()).rev() {
        if bytes[place] != turns {
            let digit = digit_at(whole, place)?;
            bytes[place] = *DIGITS.get(if up { digit + 1 } else { digit.checked_sub(1)? })?;
            return String::from_utf8(bytes).ok();
        }
        bytes[place] = becomes;
    }
    // Every digit turned over: a number of another length.
    let head = match (bytes[0], up) {
        (b'Z', true) => b'a',
        (b'a', false) => b'Z',
        (b'z', true) | (b'A', false) => return None,
        (head, true) => head + 1,
        (head, false) => head - 1,
    };
    let mut key = String::from(char::from(head));
    for _ in 1..whole_len(&key)? {
        key.push(char::from(becomes));
    }
    Some(key)
}

/// A fraction between two, the second of which may be the whole.
fn midpoint(low: &str, high: Option<&str>) -> Option<String> {
    let mut middle = String::new();
    let mut high = high;
    for place in 0..MAX_LETTERS {
        let from = digit_at(low, place).unwrap_or(0);
        let to = match high {
            Some(high) => digit_at(high, place)?,
            None => DIGITS.len(),
        };
        if to > from + 1 {
            middle.push(char::from(*DIGITS.get(usize::midpoint(from, to + 1))?));
            return Some(middle);
        }
        if to == from + 1 {
            if let Some(limit) = high.filter(|limit| limit.len() > place + 1) {
                middle.push_str(limit.get(place..=place)?);
                return Some(middle);
            }
            // Nothing fits at this digit; anything after it stays below.
            high = None;
        }
        middle.push(char::from(*DIGITS.get(from)?));
    }
    None
}

impl FromStr for Order {
    type Err = ShapeError;

    fn from_str(text: &str) -> Result<Self, ShapeError> {
        let digits = text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && text.len() <= MAX_LETTERS;
        let whole = whole_len(text).filter(|len| digits && *len <= text.len());
        let fits = whole.is_some_and(|len| text != SMALLEST && (text.len() == len || !text.ends_with('0')));
        if fits { Ok(Self(text.to_owned())) } else { Err(ShapeError::new("a place in an order, such as a0")) }
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_core::{Rng, SeedableRng};

    use super::super::testing::spellings;
    use super::*;

    fn order(text: &str) -> Order {
        text.parse().unwrap()
    }

    #[test]
    fn a_place_is_spelled_in_one_way() {
        let largest = format!("z{}", "z".repeat(26));
        spellings::<Order>(
            &["a0", "a0V", "b00", "Zz", "a1x9", &largest, &format!("{SMALLEST}1")],
            &[
                "",
                "a",
                "b0",
                "0",
                "a00",
                "a0V0",
                "é0",
                "a 0",
                "-a0",
                "a0\n",
                SMALLEST,
                &"z".repeat(26),
                &format!("a0{}", "z".repeat(MAX_LETTERS)),
            ],
        );
    }

    #[test]
    fn known_places_are_where_they_should_be() {
        let check = |before: &str, after: &str, expected: Option<&str>| {
            let side = |text: &str| (!text.is_empty()).then(|| order(text));
            let found = Order::between(side(before).as_ref(), side(after).as_ref());
            assert_eq!(found.map(|order| order.to_string()).as_deref(), expected, "{before} {after}");
        };
        check("", "", Some("a0"));
        check("", "a0", Some("Zz"));
        check("", "Zz", Some("Zy"));
        check("a0", "", Some("a1"));
        check("az", "", Some("b00"));
        check("b0z", "", Some("b10"));
        check("a0", "a1", Some("a0V"));
        check("a1", "a2", Some("a1V"));
        check("a0V", "a1", Some("a0l"));
        check("Zz", "a0", Some("ZzV"));
        check("Zz", "a1", Some("a0"));
        check("", "Y00", Some("Xzzz"));
        check("bzz", "", Some("c000"));
        check("a0", "a0V", Some("a0G"));
        check("a0", "a0G", Some("a08"));
        check("b125", "b129", Some("b127"));
        check("a0", "a1V", Some("a1"));
        check("", "a0V", Some("a0"));
        check("", "b999", Some("b99"));
        check("aV", "aV0V", Some("aV0G"));
        check("a1", "a0", None);
        check("a0", "a0", None);
        check("", &format!("{SMALLEST}1"), Some(&format!("{SMALLEST}0V")));
        let largest = "z".repeat(27);
        check(&largest, "", Some(&format!("{largest}V")));
        check(&format!("{largest}V"), "", Some(&format!("{largest}l")));
    }

    #[test]
    fn whatever_is_put_wherever_it_stays_in_order() {
        for seed in 0..60 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut list: Vec<Order> = Vec::new();
            for _ in 0..200 {
                // Many at the ends and in one place, as people do.
                let at = match rng.next_u64() % 4 {
                    0 => list.len(),
                    1 => 0,
                    2 => list.len() / 2,
                    _ => (rng.next_u64() % (list.len() as u64 + 1)) as usize,
                };
                let before = at.checked_sub(1).and_then(|at| list.get(at));
                let place = Order::between(before, list.get(at)).unwrap();
                assert_eq!(place.to_string().parse(), Ok(place.clone()), "seed {seed}");
                list.insert(at, place);
                assert!(list.is_sorted_by(|a, b| a < b), "seed {seed}");
            }
        }
    }

    #[test]
    fn adding_at_an_end_keeps_keys_short_and_room_ends_with_a_reason() {
        let places = Order::spread(None, 10_000);
        assert!(places.is_sorted_by(|a, b| a < b) && places.len() == 10_000);
        assert!(places.iter().all(|place| place.0.len() <= 4));
        assert_eq!(Order::spread(places.last(), 1), [Order::between(places.last(), None).unwrap()]);
        let (first, mut last) = (order("a0"), order("a1"));
        let mut count = 0;
        while let Some(place) = Order::between(Some(&first), Some(&last)) {
            assert!(first < place && place < last);
            last = place;
            count += 1;
        }
        assert!(count > 1_000, "{count} between the same two");
    }
}
