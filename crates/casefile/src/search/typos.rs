//! Words that differ by a slip of the finger: letters left out, added, taken for another or swapped.

/// Most letters of a word that are compared.
const LETTERS: usize = 24;

/// One row of the comparison: how many slips it takes from the beginning of what is looked for to what was read.
pub(super) type Row = [u8; LETTERS + 1];

/// What is looked for, and how many slips are forgiven.
#[derive(Debug, Clone)]
pub(super) struct Typos {
    wanted: Vec<char>,
    most: u8,
    /// Whether the word may go on.
    beginning: bool,
}

impl Typos {
    /// None for short words, where a slip makes another word; one from four letters, two from eight.
    pub(super) fn of(folded: &str) -> Option<Self> {
        let wanted: Vec<char> = folded.chars().collect();
        let most = match wanted.len() {
            4..=7 => 1,
            8..=LETTERS => 2,
            _ => return None,
        };
        let plain = wanted.iter().all(|c| c.is_alphabetic());
        plain.then_some(Self { beginning: wanted.len() >= 6, wanted, most })
    }

    /// Before anything was read.
    pub(super) fn start(&self) -> Row {
        let mut row = [u8::MAX; LETTERS + 1];
        for (at, slips) in (0..).zip(row.iter_mut().take(self.wanted.len() + 1)) {
            *slips = at;
        }
        row
    }

    /// After one more letter: `rows` are those of all letters before (the last is the newest), `read` those letters.
    /// Optimal string alignment: two letters that changed places are one slip.
    pub(super) fn step(&self, rows: &[Row], read: &[char], letter: char) -> Row {
        let mut row = [u8::MAX; LETTERS + 1];
        let Some(before) = rows.last() else { return row };
        row[0] = before[0].saturating_add(1);
        for (at, wanted) in self.wanted.iter().enumerate() {
            let replaced = before[at].saturating_add(u8::from(*wanted != letter));
            let mut least = replaced.min(before[at + 1].saturating_add(1)).min(row[at].saturating_add(1));
            if at > 0 && read.last() == Some(wanted) && self.wanted[at - 1] == letter && rows.len() > 1 {
                least = least.min(rows[rows.len() - 2][at - 1].saturating_add(1));
            }
            row[at + 1] = least;
        }
        row
    }

    /// Whether a word that begins like this may still fit.
    pub(super) fn may_fit(&self, row: &Row) -> bool {
        row[..=self.wanted.len()].iter().any(|slips| *slips <= self.most)
    }

    /// Whether what was read fits: the whole word, or its beginning where that is enough.
    pub(super) fn fits(&self, row: &Row, whole: bool) -> bool {
        (whole || self.beginning) && row[self.wanted.len()] <= self.most
    }

    /// Whether one word fits.
    pub(super) fn fit(&self, word: &str) -> bool {
        let (mut rows, mut read) = (vec![self.start()], Vec::new());
        let mut letters = word.chars().peekable();
        while let Some(letter) = letters.next() {
            let row = self.step(&rows, &read, letter);
            if !self.may_fit(&row) {
                return false;
            }
            if self.fits(&row, letters.peek().is_none()) {
                return true;
            }
            rows.push(row);
            read.push(letter);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_forgiven_by_length() {
        let check = |wanted: &str, word: &str, fits: bool| {
            assert_eq!(Typos::of(wanted).is_some_and(|typos| typos.fit(word)), fits, "{wanted} in {word}");
        };
        check("ana", "anna", false);
        check("elna", "elena", true);
        check("eelna", "elena", true);
        check("elana", "elena", true);
        check("elanas", "elena", false);
        check("mohamed", "muhammad", false);
        check("mohammed", "muhammad", true);
        check("katherne", "catherine", true);
        check("kahter", "katherine", true);
        check("elna", "elenas", false);
        check("5550", "5551", false);
    }
}
