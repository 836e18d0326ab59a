//! Which entities hold which words. It is made from what lists know and never stored: it is as secret as the notes.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Bound;

use super::tokens::tokens;
use super::typos::Typos;
use super::{BEGINNING, SLIP, Search, WHOLE, Wanted};
use crate::id::EntityKey;
use crate::row::{LongText, Row};
use crate::schema::Noun;

/// How much a match counts by where it stands: in a long text, in a field, in a name.
const WEIGHTS: [u32; 4] = [1, 3, 10, 10];

/// From which weight of a field on it counts as a name.
const NAME: u32 = 5;

/// So many entities are taken out before the index is made smaller, at least.
const FEW: usize = 256;

/// The words of many entities. `D` says which document.
#[derive(Debug, Clone)]
pub struct Index<D> {
    words: BTreeMap<Box<str>, Postings>,
    /// Which entity each number stands for; none if it was taken out.
    entities: Vec<Option<(D, EntityKey)>>,
    of: BTreeMap<D, Vec<u32>>,
    gone: usize,
}

impl<D> Default for Index<D> {
    fn default() -> Self {
        Self { words: BTreeMap::new(), entities: Vec::new(), of: BTreeMap::new(), gone: 0 }
    }
}

/// The entities that hold a word, by rising numbers: for each what it lies above the one before, times four, and where
/// the word stands in it, as variable-length integers.
#[derive(Debug, Clone, Default)]
struct Postings {
    bytes: Vec<u8>,
    last: u32,
}

impl Postings {
    fn push(&mut self, entity: u32, place: u32) {
        let mut number = (entity - self.last) << 2 | place;
        self.last = entity;
        while number > 0x7f {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn iter(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut bytes = self.bytes.iter();
        let mut entity = 0;
        std::iter::from_fn(move || {
            let (mut number, mut shift) = (0_u32, 0);
            loop {
                let byte = *bytes.next()?;
                number |= u32::from(byte & 0x7f) << shift;
                if byte < 0x80 {
                    break;
                }
                shift += 7;
            }
            entity += number >> 2;
            Some((entity as usize, number as usize & 3))
        })
    }
}

impl<D: Copy + Ord> Index<D> {
    /// Takes in an entity of a document. What is put away is not found.
    pub fn insert(&mut self, document: D, noun: &Noun, row: &Row, text: Option<&LongText>) {
        let Ok(number) = u32::try_from(self.entities.len()) else { return };
        if row.archived || number >= 1 << 30 {
            return;
        }
        let mut here: BTreeMap<String, u32> = BTreeMap::new();
        let mut take = |text: &str, weight: u32, long: bool| {
            let place = if long {
                0
            } else if weight < NAME {
                1
            } else {
                2
            };
            for token in tokens(text) {
                let known = here.entry(token.folded).or_insert(place);
                *known = place.max(*known);
            }
        };
        for spec in noun.fields.iter().filter(|spec| spec.weight > 0 && spec.listed) {
            take(row.text(spec.field), spec.weight, false);
        }
        if let Some(text) = text.filter(|text| noun.spec(text.field).is_some_and(|spec| spec.weight > 0)) {
            take(&text.text, 0, true);
        }
        for (word, place) in here {
            match self.words.get_mut(word.as_str()) {
                Some(postings) => postings.push(number, place),
                None => {
                    let mut postings = Postings::default();
                    postings.push(number, place);
                    self.words.insert(word.into_boxed_str(), postings);
                }
            }
        }
        self.entities.push(Some((document, row.key)));
        self.of.entry(document).or_default().push(number);
    }

    /// Takes out what is known of a document.
    pub fn remove(&mut self, document: D) {
        let numbers = self.of.remove(&document).unwrap_or_default();
        self.gone += numbers.len();
        for number in numbers {
            if let Some(entity) = self.entities.get_mut(number as usize) {
                *entity = None;
            }
        }
        if self.gone > FEW.max(self.entities.len() / 2) {
            self.compact();
        }
    }

    /// Writes the postings again without those of entities that are gone.
    fn compact(&mut self) {
        let mut numbers = Vec::with_capacity(self.entities.len());
        let mut next = 0;
        for entity in &self.entities {
            numbers.push(next);
            next += u32::from(entity.is_some());
        }
        self.words.retain(|_, postings| {
            let mut kept = Postings::default();
            for (entity, place) in postings.iter().filter(|(entity, _)| self.entities[*entity].is_some()) {
                kept.push(numbers[entity], place as u32);
            }
            kept.bytes.shrink_to_fit();
            *postings = kept;
            !postings.bytes.is_empty()
        });
        self.of.values_mut().flatten().for_each(|number| *number = numbers[*number as usize]);
        self.entities.retain(Option::is_some);
        self.gone = 0;
    }

    /// The entities in which every word is found, the best first, the newer first of those that are alike; at most
    /// `limit`.
    #[must_use]
    pub fn find(&self, search: &Search, limit: usize) -> Vec<(D, EntityKey)> {
        if search.is_empty() {
            return Vec::new();
        }
        let mut sums = vec![0_u32; self.entities.len()];
        for (at, wanted) in search.wanted.iter().enumerate() {
            let mut best = vec![0_u32; self.entities.len()];
            self.matching(wanted, |postings, fit| {
                for (entity, place) in postings.iter() {
                    best[entity] = best[entity].max(fit * WEIGHTS[place]);
                }
            });
            for (sum, best) in sums.iter_mut().zip(best) {
                *sum = if best == 0 || (at > 0 && *sum == 0) { 0 } else { *sum + best };
            }
        }
        let found = (0_usize..).zip(&sums).zip(&self.entities);
        let mut found: Vec<_> = found
            .filter_map(|((at, sum), entity)| Some((Reverse(*sum), Reverse(at), (*entity)?)))
            .filter(|(sum, ..)| sum.0 > 0)
            .collect();
        let by = |(sum, at, _): &(Reverse<u32>, Reverse<usize>, _)| (*sum, *at);
        if found.len() > limit {
            found.select_nth_unstable_by_key(limit, by);
            found.truncate(limit);
        }
        found.sort_by_key(by);
        found.into_iter().map(|(_, _, entity)| entity).collect()
    }

    /// The words that fit, and how well.
    fn matching<'a>(&'a self, wanted: &Wanted, mut each: impl FnMut(&'a Postings, u32)) {
        if wanted.number.is_some() {
            let numbers = self.words.range::<str, _>((Bound::Included("#"), Bound::Excluded("$")));
            for (token, postings) in numbers {
                match wanted.fit(token) {
                    0 => {}
                    fit => each(postings, fit),
                }
            }
        }
        if wanted.word.is_empty() {
            return;
        }
        let beginning = self.words.range::<str, _>((Bound::Included(wanted.word.as_str()), Bound::Unbounded));
        for (word, postings) in beginning.take_while(|(word, _)| word.starts_with(&wanted.word)) {
            each(postings, if word.len() == wanted.word.len() { WHOLE } else { BEGINNING });
        }
        if let Some(typos) = &wanted.typos {
            self.slipped(typos, &wanted.word, |postings| each(postings, SLIP));
        }
    }

    /// The words that fit but for a slip. Words that begin alike are compared once as far as they do, and all that begin
    /// with too many slips are passed over at once.
    fn slipped<'a>(&'a self, typos: &Typos, wanted: &str, mut each: impl FnMut(&'a Postings)) {
        let (mut rows, mut read): (_, Vec<char>) = (vec![typos.start()], Vec::new());
        let mut words = self.words.range::<str, _>((Bound::<&str>::Unbounded, Bound::Unbounded));
        while let Some((word, postings)) = words.next() {
            let common = word.chars().zip(&read).take_while(|(a, b)| a == *b).count();
            read.truncate(common);
            rows.truncate(common + 1);
            let length = word.chars().count();
            let mut fits = false;
            let mut hopeless = false;
            for letter in word.chars().skip(common) {
                let row = typos.step(&rows, &read, letter);
                read.push(letter);
                if !typos.may_fit(&row) {
                    hopeless = true;
                    break;
                }
                rows.push(row);
            }
            if !hopeless {
                fits = rows.iter().enumerate().skip(1).any(|(at, row)| typos.fits(row, at == length));
            }
            if fits && !word.starts_with(wanted) {
                each(postings);
            }
            if hopeless {
                let Some(next) = after(&read) else { break };
                read.pop();
                words = self.words.range::<str, _>((Bound::Included(next.as_str()), Bound::Unbounded));
            }
        }
    }

    /// Bytes that the index itself takes, words and postings.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.words.iter().map(|(word, postings)| word.len() + postings.bytes.len()).sum()
    }
}

/// The first text that comes after all that begin with `read`.
fn after(read: &[char]) -> Option<String> {
    let mut read = read.to_vec();
    while let Some(last) = read.pop() {
        let next = if last == '\u{d7ff}' { Some('\u{e000}') } else { char::from_u32(u32::from(last) + 1) };
        if let Some(next) = next {
            return Some(read.into_iter().chain([next]).collect());
        }
    }
    None
}
