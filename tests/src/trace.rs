//! An editing trace: what one person typed, from the first letter to the last.
//!
//! Read from a file (JSON, plain or gzipped, positions in Unicode code points), or made up in the same shape.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::sim::dice::Dice;

/// One splice, in UTF-16 units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Before which unit.
    pub at: u32,
    /// How many units go.
    pub delete: u32,
    /// What comes.
    pub insert: String,
}

/// A trace, ready to be typed.
#[derive(Debug, Clone)]
pub struct Trace {
    /// What was done, in order, to an empty text.
    pub splices: Vec<Splice>,
    /// What came of it, if the file says so.
    pub end: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    #[serde(default)]
    start_content: String,
    end_content: Option<String>,
    txns: Vec<Txn>,
}

#[derive(Deserialize)]
struct Txn {
    patches: Vec<(usize, usize, String)>,
}

impl Trace {
    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, or a position is not in the text.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let mut text = String::new();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).context("not a gzipped text")?;
        } else {
            text = String::from_utf8(bytes).context("not a text")?;
        }
        let file: File = serde_json::from_str(&text).context("not an editing trace")?;
        let start = (!file.start_content.is_empty()).then_some((0, 0, file.start_content));
        let patches = start.into_iter().chain(file.txns.into_iter().flat_map(|txn| txn.patches));
        Ok(Self { splices: in_units(patches)?, end: file.end_content })
    }

    /// Makes one up: somebody writes on where they are, takes some of it back, and now and then goes elsewhere.
    ///
    /// # Errors
    /// None; positions are in the text by construction.
    pub fn made_up(seed: u64, edits: usize) -> Result<Self> {
        let mut dice = Dice::of(seed, 0);
        let mut patches = Vec::with_capacity(edits);
        let (mut at, mut len) = (0_usize, 0_usize);
        while patches.len() < edits {
            if dice.chance(8) {
                at = dice.index(len + 1);
            }
            if at > 0 && dice.chance(290) {
                at -= 1;
                len -= 1;
                patches.push((at, 1, String::new()));
            } else {
                let letter = match dice.below(1000) {
                    0..=2 => "🙂",
                    3..=150 => " ",
                    151..=160 => "\n",
                    _ => ["e", "a", "t", "n", "s", "ñ", "o", "r"][dice.index(8)],
                };
                patches.push((at, 0, letter.to_owned()));
                at += 1;
                len += 1;
            }
        }
        Ok(Self { splices: in_units(patches.into_iter())?, end: None })
    }
}

/// Turns code points into UTF-16 units, following the text as it changes.
fn in_units(patches: impl Iterator<Item = (usize, usize, String)>) -> Result<Vec<Splice>> {
    let mut widths = Widths { runs: vec![Vec::new()] };
    let mut splices = Vec::new();
    for (at, delete, insert) in patches {
        let (before, gone) = widths.splice(at, delete, &insert).context("a position is not in the text")?;
        splices.push(Splice { at: before, delete: gone, insert });
    }
    Ok(splices)
}

/// How many UTF-16 units each character takes, in runs short enough to be cut and counted quickly.
struct Widths {
    runs: Vec<Vec<u8>>,
}

impl Widths {
    const RUN: usize = 1024;

    /// Does a splice given in characters. The units before it, and the units taken out.
    fn splice(&mut self, at: usize, delete: usize, insert: &str) -> Option<(u32, u32)> {
        let (mut run, mut offset, mut before) = (0, at, 0_u32);
        while offset > self.runs.get(run)?.len() {
            offset -= self.runs[run].len();
            before += self.runs[run].iter().map(|width| u32::from(*width)).sum::<u32>();
            run += 1;
        }
        before += self.runs[run][..offset].iter().map(|width| u32::from(*width)).sum::<u32>();
        let (mut left, mut gone, mut from) = (delete, 0_u32, run);
        while left > 0 {
            let start = if from == run { offset } else { 0 };
            let here = self.runs.get_mut(from)?;
            let end = (start + left).min(here.len());
            gone += here.drain(start..end).map(u32::from).sum::<u32>();
            left -= end - start;
            from += 1;
        }
        let widths = insert.chars().map(|letter| if letter.len_utf16() == 2 { 2 } else { 1 });
        self.runs[run].splice(offset..offset, widths);
        if self.runs[run].len() > 2 * Self::RUN {
            let tail = self.runs[run].split_off(Self::RUN);
            self.runs.insert(run + 1, tail);
        }
        Some((before, gone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_trace_types_the_same_in_units_as_in_characters() {
        let trace = Trace::made_up(7, 5_000).unwrap();
        let mut text: Vec<u16> = Vec::new();
        for splice in &trace.splices {
            let (at, delete) = (splice.at as usize, splice.delete as usize);
            text.splice(at..at + delete, splice.insert.encode_utf16());
        }
        assert!(String::from_utf16(&text).is_ok(), "no character is ever cut in two");
        assert!(text.len() > 1_000);
    }
}
