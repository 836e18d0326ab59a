//! A change of one text as a whole: what is kept, what goes and what comes, from its beginning to its end.
//!
//! Undo needs to carry a change of mine across changes of others that came later. Splices cannot be carried over each
//! other; deltas can (the algebra of operational transformation: compose and rebase).

use std::ops::Range;

use crate::splice::{Splice, utf16_len};

/// What a delta puts in: the text itself, or only how long it is.
///
/// To carry a step of mine across what others wrote, their text need not be known, only its length. They may have pasted
/// megabytes, and I may have hundreds of steps.
pub(crate) trait Inserted: Clone {
    fn of(text: &str) -> Self;
    /// In UTF-16 units.
    fn len(&self) -> usize;
    fn slice(&self, range: Range<usize>) -> Self;
    fn append(&mut self, more: Self);
}

impl Inserted for Vec<u16> {
    fn of(text: &str) -> Self {
        text.encode_utf16().collect()
    }

    fn len(&self) -> usize {
        self.len()
    }

    fn slice(&self, range: Range<usize>) -> Self {
        self[range].to_vec()
    }

    fn append(&mut self, more: Self) {
        self.extend(more);
    }
}

impl Inserted for usize {
    fn of(text: &str) -> Self {
        utf16_len(text) as Self
    }

    fn len(&self) -> usize {
        *self
    }

    fn slice(&self, range: Range<usize>) -> Self {
        range.len()
    }

    fn append(&mut self, more: Self) {
        *self += more;
    }
}

/// One step through the old text. What is not mentioned at the end is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part<I> {
    Keep(usize),
    Delete(usize),
    Insert(I),
}

/// A change of one text, in UTF-16 units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delta<I = Vec<u16>> {
    parts: Vec<Part<I>>,
}

impl<I> Default for Delta<I> {
    fn default() -> Self {
        Self { parts: Vec::new() }
    }
}

/// Which of two insertions at the same place stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tie {
    MineFirst,
    TheirsFirst,
}

impl<I: Inserted> Delta<I> {
    /// Takes out `delete` units at `at` and puts `insert` there.
    pub(crate) fn splice(at: usize, delete: usize, insert: I) -> Self {
        let mut delta = Self::default();
        delta.push(Part::Keep(at));
        delta.push(Part::Delete(delete));
        delta.push(Part::Insert(insert));
        delta
    }

    /// Splices one after another. Half by half, so that thousands of them do not each walk through all before them.
    pub(crate) fn of_splices(splices: &[Splice]) -> Self {
        match splices {
            [] => Self::default(),
            [splice] => Self::splice(splice.at as usize, splice.delete as usize, I::of(&splice.insert)),
            _ => {
                let (first, second) = splices.split_at(splices.len() / 2);
                Self::of_splices(first).then(&Self::of_splices(second))
            }
        }
    }

    /// How many stretches of the text it tells apart: what it costs to walk through it.
    pub(crate) fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Whether it changes nothing.
    pub(crate) fn is_nothing(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Keep(_)))
    }

    /// First this, then `next`.
    pub(crate) fn then(&self, next: &Self) -> Self {
        let mut out = Self::default();
        let (mut a, mut b) = (Steps::new(self), Steps::new(next));
        loop {
            if let Some(text) = b.take_insert() {
                out.push(Part::Insert(text));
                continue;
            }
            if let Some(n) = a.take_delete() {
                out.push(Part::Delete(n));
                continue;
            }
            let len = a.left().min(b.left());
            if len == usize::MAX {
                return out;
            }
            match (a.take(len), b.take(len)) {
                (Part::Insert(text), Part::Keep(_)) => out.push(Part::Insert(text)),
                (Part::Insert(_), _) => {}
                (_, part) => out.push(part),
            }
        }
    }

    /// The same change for a text in which `other` has already been done, both having begun from the same text.
    pub(crate) fn rebased<J: Inserted>(&self, other: &Delta<J>, tie: Tie) -> Self {
        let mut out = Self::default();
        let (mut a, mut b) = (Steps::new(self), Steps::new(other));
        loop {
            if tie == Tie::TheirsFirst
                && let Some(text) = b.take_insert()
            {
                out.push(Part::Keep(text.len()));
                continue;
            }
            if let Some(text) = a.take_insert() {
                out.push(Part::Insert(text));
                continue;
            }
            if let Some(text) = b.take_insert() {
                out.push(Part::Keep(text.len()));
                continue;
            }
            let len = a.left().min(b.left());
            if len == usize::MAX {
                return out;
            }
            // What they took out is neither kept nor taken out again.
            if let (part, Part::Keep(_)) = (a.take(len), b.take(len)) {
                out.push(part);
            }
        }
    }

    /// Where a position of the old text is in the new one; after what was put in at it.
    pub(crate) fn map(&self, position: usize) -> usize {
        let (mut old, mut new) = (0, 0);
        for part in &self.parts {
            match part {
                Part::Insert(text) => new += text.len(),
                Part::Keep(n) | Part::Delete(n) => {
                    let kept = matches!(part, Part::Keep(_));
                    if old + n > position {
                        return if kept { new + (position - old) } else { new };
                    }
                    old += n;
                    new += if kept { *n } else { 0 };
                }
            }
        }
        new + (position - old)
    }

    /// Deletions stand before insertions at the same place, and equal neighbours are joined.
    fn push(&mut self, part: Part<I>) {
        match (self.parts.last_mut(), part) {
            (_, Part::Keep(0) | Part::Delete(0)) => {}
            (_, Part::Insert(text)) if text.len() == 0 => {}
            (Some(Part::Keep(n)), Part::Keep(more)) | (Some(Part::Delete(n)), Part::Delete(more)) => *n += more,
            (Some(Part::Insert(text)), Part::Insert(more)) => text.append(more),
            (Some(Part::Insert(_)), Part::Delete(n)) => {
                let before = self.parts.len().checked_sub(2).and_then(|at| self.parts.get_mut(at));
                if let Some(Part::Delete(deleted)) = before {
                    *deleted += n;
                } else {
                    self.parts.insert(self.parts.len() - 1, Part::Delete(n));
                }
            }
            (_, part) => self.parts.push(part),
        }
    }
}

impl Delta {
    /// What undoes it, once it has been done to `old`; `None` if it does not fit that text.
    pub(crate) fn inverse(&self, old: &[u16]) -> Option<Self> {
        let mut inverse = Self::default();
        let mut at = 0;
        for part in &self.parts {
            match part {
                Part::Keep(n) => inverse.push(Part::Keep(*n)),
                Part::Delete(n) => inverse.push(Part::Insert(old.get(at..at + n)?.to_vec())),
                Part::Insert(text) => inverse.push(Part::Delete(text.len())),
            }
            at += if let Part::Keep(n) | Part::Delete(n) = part { *n } else { 0 };
        }
        (at <= old.len()).then_some(inverse)
    }

    /// Splices that have the same effect when done one after another.
    pub(crate) fn to_splices(&self) -> Vec<Splice> {
        let mut splices = Vec::new();
        let mut at = 0;
        let mut parts = self.parts.iter().peekable();
        while let Some(part) = parts.next() {
            let (delete, insert): (usize, &[u16]) = match part {
                Part::Keep(n) => {
                    at += n;
                    continue;
                }
                Part::Delete(n) => match parts.next_if(|next| matches!(next, Part::Insert(_))) {
                    Some(Part::Insert(text)) => (*n, text),
                    _ => (*n, &[]),
                },
                Part::Insert(text) => (0, text),
            };
            splices.push(Splice { at: small(at), delete: small(delete), insert: String::from_utf16_lossy(insert) });
            at += insert.len();
        }
        splices
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A walk through a delta in steps of any length; past its end everything is kept.
struct Steps<'a, I> {
    parts: std::slice::Iter<'a, Part<I>>,
    current: Option<&'a Part<I>>,
    used: usize,
}

impl<'a, I: Inserted> Steps<'a, I> {
    fn new(delta: &'a Delta<I>) -> Self {
        let mut parts = delta.parts.iter();
        let current = parts.next();
        Self { parts, current, used: 0 }
    }

    fn advance(&mut self) {
        self.current = self.parts.next();
        self.used = 0;
    }

    /// What is left of the current part; `usize::MAX` past the end.
    fn left(&self) -> usize {
        match self.current {
            None => usize::MAX,
            Some(Part::Keep(n) | Part::Delete(n)) => n - self.used,
            Some(Part::Insert(text)) => text.len() - self.used,
        }
    }

    fn take_insert(&mut self) -> Option<I> {
        let Some(Part::Insert(text)) = self.current else { return None };
        let rest = text.slice(self.used..text.len());
        self.advance();
        Some(rest)
    }

    fn take_delete(&mut self) -> Option<usize> {
        let Some(Part::Delete(n)) = self.current else { return None };
        let rest = n - self.used;
        self.advance();
        Some(rest)
    }

    /// The next `len` units, no more than what is left.
    fn take(&mut self, len: usize) -> Part<I> {
        let part = match self.current {
            None => return Part::Keep(len),
            Some(Part::Keep(_)) => Part::Keep(len),
            Some(Part::Delete(_)) => Part::Delete(len),
            Some(Part::Insert(text)) => Part::Insert(text.slice(self.used..self.used + len)),
        };
        self.used += len;
        if self.left() == 0 {
            self.advance();
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_core::{Rng, SeedableRng};

    use super::*;

    fn done(delta: &Delta, text: &str) -> String {
        delta.to_splices().iter().fold(text.to_owned(), |text, splice| splice.apply(&text).unwrap())
    }

    fn random(rng: &mut ChaCha8Rng, len: usize, letter: char) -> Delta {
        let mut len = len;
        let mut roll = |sides: usize| (rng.next_u64() % sides as u64) as usize;
        (0..3).fold(Delta::default(), |sum, _| {
            let at = roll(len + 1);
            let delete = roll(len - at + 1).min(4);
            let insert: Vec<u16> = vec![letter as u16; roll(4)];
            len = len - delete + insert.len();
            sum.then(&Delta::splice(at, delete, insert))
        })
    }

    #[test]
    fn two_changes_of_one_text_meet_whichever_comes_first() {
        for seed in 0..2_000 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let text = "0123456789abcdef";
            let (a, b) = (random(&mut rng, text.len(), 'A'), random(&mut rng, text.len(), 'B'));
            let b_after_a = b.rebased(&a, Tie::TheirsFirst);
            let a_after_b = a.rebased(&b, Tie::MineFirst);
            let one = done(&b_after_a, &done(&a, text));
            assert_eq!(one, done(&a_after_b, &done(&b, text)), "seed {seed}");
            assert_eq!(one, done(&a.then(&b_after_a), text), "seed {seed}: done at once");
        }
    }

    #[test]
    fn splices_one_after_another_and_all_at_once_are_the_same() {
        for seed in 0..500 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let text = "0123456789abcdef";
            let delta = random(&mut rng, text.len(), 'X');
            assert_eq!(done(&Delta::of_splices(&delta.to_splices()), text), done(&delta, text));
        }
    }

    #[test]
    fn what_was_done_and_undone_leaves_the_text_as_it_was() {
        for seed in 0..500 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let text = "0123456789abcdef";
            let delta = random(&mut rng, text.len(), 'X');
            let inverse = delta.inverse(&text.encode_utf16().collect::<Vec<u16>>()).unwrap();
            assert_eq!(done(&inverse, &done(&delta, text)), text, "seed {seed}");
        }
        assert_eq!(Delta::splice(4, 2, vec![]).inverse(&[0x78; 5]), None);
    }

    #[test]
    fn a_step_is_carried_alike_whether_the_text_of_others_is_known_or_only_its_length() {
        for seed in 0..500 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let (mine, theirs) = (random(&mut rng, 16, 'A'), random(&mut rng, 16, 'B'));
            let lengths = Delta::<usize>::of_splices(&theirs.to_splices());
            for tie in [Tie::MineFirst, Tie::TheirsFirst] {
                assert_eq!(
                    mine.rebased(&lengths, tie).to_splices(),
                    mine.rebased(&theirs, tie).to_splices(),
                    "seed {seed}"
                );
            }
        }
    }

    #[test]
    fn a_place_moves_with_its_text() {
        let check = |delta: &Delta, place: usize, expected: usize| assert_eq!(delta.map(place), expected);
        let delta = Delta::splice(4, 2, vec![0x78; 5]);
        check(&delta, 0, 0);
        check(&delta, 3, 3);
        check(&delta, 5, 4);
        check(&delta, 6, 9);
        check(&delta, 10, 13);
        check(&Delta::splice(0, 0, vec![0x78]), 0, 1);
        check(&Delta::default(), 7, 7);
    }
}
