//! The binding of a textarea to a text of a document: one text as UTF-16, and how far the two are apart.
//! It exists so that typing, input methods, colleagues and undo meet in arithmetic that runs, and is tested, anywhere.
//!
//! All positions and lengths are UTF-16 units, as in the DOM and in the document. While an input method composes,
//! the textarea must not be touched: what others write then is held back as an alignment between the two texts, and
//! what is typed meanwhile is still sent at once, at the right place of the document.

/// Replace `delete` units at `at` by `insert`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// Where, in UTF-16 units.
    pub at: usize,
    /// How many units go.
    pub delete: usize,
    /// What comes in their place.
    pub insert: String,
}

/// A stretch of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run {
    /// In both.
    Both(usize),
    /// Still shown; others deleted it.
    Textarea(usize),
    /// Written by others; not shown yet.
    Document(usize),
}

/// The text of one textarea.
#[derive(Debug, Clone)]
pub struct TextBinding {
    shown: Vec<u16>,
    /// The document's text and its alignment with `shown`, while they differ.
    held: Option<Held>,
}

#[derive(Debug, Clone)]
struct Held {
    document: Vec<u16>,
    runs: Vec<Run>,
}

impl TextBinding {
    /// Showing what the document says.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { shown: text.encode_utf16().collect(), held: None }
    }

    /// The textarea now holds `now` with the caret at `caret`: what to do to the document, in order.
    /// It is empty if nothing changed, and a single patch unless others wrote inside what was just replaced.
    pub fn typed(&mut self, now: &str, caret: usize) -> Vec<Patch> {
        let now: Vec<u16> = now.encode_utf16().collect();
        let Some((at, delete, insert)) = difference(&self.shown, &now, caret) else { return Vec::new() };
        let insert = now[insert].to_vec();
        self.shown = now;
        match &mut self.held {
            None => vec![Patch { at, delete, insert: String::from_utf16_lossy(&insert) }],
            Some(held) => held.typed(at, delete, &insert),
        }
    }

    /// The textarea says that `data` came in before `caret`, and that it holds `length` units now. Where that is all that
    /// can have changed: what to do to the document, without reading the whole text as [`Self::typed`] does.
    pub fn inserted(&mut self, data: &str, caret: usize, length: usize) -> Option<Patch> {
        let units: Vec<u16> = data.encode_utf16().collect();
        let nothing_else = self.held.is_none() && !units.is_empty() && length == self.shown.len() + units.len();
        let at = caret.checked_sub(units.len()).filter(|at| nothing_else && *at <= self.shown.len())?;
        splice(&mut self.shown, at, 0, &units);
        Some(Patch { at, delete: 0, insert: data.to_owned() })
    }

    /// Others changed the document so. The patches are for the textarea, in order; none while `composing`.
    pub fn apply(&mut self, patches: &[Patch], composing: bool) -> Vec<Patch> {
        if composing || self.held.is_some() {
            let shown = &self.shown;
            let held =
                self.held.get_or_insert_with(|| Held { document: shown.clone(), runs: vec![Run::Both(shown.len())] });
            for patch in patches {
                held.apply(patch);
            }
            return Vec::new();
        }
        for patch in patches {
            splice(&mut self.shown, patch.at, patch.delete, &patch.insert.encode_utf16().collect::<Vec<_>>());
        }
        patches.to_vec()
    }

    /// Whether others wrote something that is not shown yet.
    #[must_use]
    pub fn is_holding(&self) -> bool {
        self.held.is_some()
    }

    /// The composition is over: what to do to the textarea, in order, to show what others wrote meanwhile.
    pub fn release(&mut self) -> Vec<Patch> {
        let Some(Held { document, runs }) = self.held.take() else { return Vec::new() };
        self.shown = document;
        let mut patches: Vec<Patch> = Vec::new();
        let mut at = 0;
        for run in runs {
            match run {
                Run::Both(length) => at += length,
                Run::Textarea(length) => patches.push(Patch { at, delete: length, insert: String::new() }),
                Run::Document(length) => {
                    let insert = String::from_utf16_lossy(&self.shown[at..at + length]);
                    patches.push(Patch { at, delete: 0, insert });
                    at += length;
                }
            }
        }
        patches
    }

    /// Forget everything and show this instead, as when a note is opened again.
    pub fn reset(&mut self, text: &str) {
        *self = Self::new(text);
    }

    /// Whether the textarea shows nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// What the textarea shows.
    #[must_use]
    pub fn shown(&self) -> String {
        String::from_utf16_lossy(&self.shown)
    }
}

impl Held {
    fn apply(&mut self, patch: &Patch) {
        let insert: Vec<u16> = patch.insert.encode_utf16().collect();
        splice(&mut self.document, patch.at, patch.delete, &insert);
        let (mut before, rest) = cut(&self.runs, patch.at, Run::in_document);
        let (gone, after) = cut(&rest, patch.delete, Run::in_document);
        // What others deleted stays on the screen until the composition is over; where nothing is left of it, nothing.
        let left: usize = gone.iter().map(|run| run.in_textarea()).sum();
        before.extend([Run::Textarea(left), Run::Document(insert.len())]);
        before.extend(after);
        self.runs = tidy(before);
    }

    fn typed(&mut self, at: usize, delete: usize, insert: &[u16]) -> Vec<Patch> {
        let (before, rest) = cut(&self.runs, at, Run::in_textarea);
        let (gone, after) = cut(&rest, delete, Run::in_textarea);
        let mut patches = Vec::new();
        let start: usize = before.iter().map(|run| run.in_document()).sum();
        let mut runs = before;
        // First the insertion, before whatever others wrote in the replaced stretch; then the deletions behind it.
        if !insert.is_empty() {
            splice(&mut self.document, start, 0, insert);
            patches.push(Patch { at: start, delete: 0, insert: String::from_utf16_lossy(insert) });
            runs.push(Run::Both(insert.len()));
        }
        let mut position = start + insert.len();
        for run in gone {
            match run {
                Run::Both(length) => {
                    splice(&mut self.document, position, length, &[]);
                    match patches.last_mut() {
                        Some(last) if last.at + last.insert.encode_utf16().count() == position => last.delete += length,
                        _ => patches.push(Patch { at: position, delete: length, insert: String::new() }),
                    }
                }
                Run::Textarea(_) => {}
                Run::Document(length) => {
                    runs.push(run);
                    position += length;
                }
            }
        }
        runs.extend(after);
        self.runs = tidy(runs);
        patches
    }
}

impl Run {
    fn in_textarea(self) -> usize {
        match self {
            Self::Both(length) | Self::Textarea(length) => length,
            Self::Document(_) => 0,
        }
    }

    fn in_document(self) -> usize {
        match self {
            Self::Both(length) | Self::Document(length) => length,
            Self::Textarea(_) => 0,
        }
    }

    fn split(self, at: usize) -> (Self, Self) {
        match self {
            Self::Both(length) => (Self::Both(at), Self::Both(length - at)),
            Self::Textarea(length) => (Self::Textarea(at), Self::Textarea(length - at)),
            Self::Document(length) => (Self::Document(at), Self::Document(length - at)),
        }
    }
}

/// Cuts runs after `at` units of the side that `measure` counts. What has no length there goes to the front part.
fn cut(runs: &[Run], at: usize, measure: fn(Run) -> usize) -> (Vec<Run>, Vec<Run>) {
    let (mut front, mut back) = (Vec::new(), Vec::new());
    let mut left = at;
    for run in runs {
        let length = measure(*run);
        if !back.is_empty() {
            back.push(*run);
        } else if length <= left {
            left -= length;
            front.push(*run);
        } else if left == 0 {
            back.push(*run);
        } else {
            let (head, tail) = run.split(left);
            front.push(head);
            back.push(tail);
            left = 0;
        }
    }
    (front, back)
}

fn tidy(runs: Vec<Run>) -> Vec<Run> {
    let mut tidy: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs.into_iter().filter(|run| run.in_textarea() + run.in_document() > 0) {
        match (tidy.last_mut(), run) {
            (Some(Run::Both(length)), Run::Both(more))
            | (Some(Run::Textarea(length)), Run::Textarea(more))
            | (Some(Run::Document(length)), Run::Document(more)) => *length += more,
            _ => tidy.push(run),
        }
    }
    tidy
}

fn splice(text: &mut Vec<u16>, at: usize, delete: usize, insert: &[u16]) {
    let at = at.min(text.len());
    let end = (at + delete).min(text.len());
    text.splice(at..end, insert.iter().copied());
}

/// The one replacement that makes `new` of `old`: where, how many units go, and which units of `new` come.
/// The caret, which browsers leave behind what was typed, decides among equal answers: in "aaa" typing "a" is an
/// insertion where the caret is. Surrogate pairs are replaced whole.
fn difference(old: &[u16], new: &[u16], caret: usize) -> Option<(usize, usize, std::ops::Range<usize>)> {
    if old == new {
        return None;
    }
    let shorter = old.len().min(new.len());
    let behind = new.len().saturating_sub(caret).min(shorter);
    let mut suffix = old.iter().rev().zip(new.iter().rev()).take(behind).take_while(|(a, b)| a == b).count();
    let mut prefix = old.iter().zip(new).take(shorter - suffix).take_while(|(a, b)| a == b).count();
    // The caret misled us (a drop, a script, dictation): take what more is equal behind it.
    suffix += old[prefix..old.len() - suffix]
        .iter()
        .rev()
        .zip(new[prefix..new.len() - suffix].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let splits = |text: &[u16], at: usize| at > 0 && at < text.len() && is_high(text[at - 1]) && is_low(text[at]);
    if splits(old, prefix) || splits(new, prefix) {
        prefix -= 1;
    }
    if splits(old, old.len() - suffix) || splits(new, new.len() - suffix) {
        suffix -= 1;
    }
    Some((prefix, old.len() - prefix - suffix, prefix..new.len() - suffix))
}

fn is_high(unit: u16) -> bool {
    (0xD800..0xDC00).contains(&unit)
}

fn is_low(unit: u16) -> bool {
    (0xDC00..0xE000).contains(&unit)
}

/// Where a caret at `position` is after `patch`, made by somebody else: it stays before what comes in at it.
#[must_use]
pub fn carried(position: usize, patch: &Patch) -> usize {
    if position <= patch.at {
        position
    } else if position >= patch.at + patch.delete {
        position - patch.delete + patch.insert.encode_utf16().count()
    } else {
        patch.at
    }
}

/// Where the caret goes after my own undo or redo: behind the last change, if there is one.
#[must_use]
pub fn end_of(patches: &[Patch]) -> Option<usize> {
    patches.last().map(|patch| patch.at + patch.insert.encode_utf16().count())
}

#[cfg(test)]
#[path = "binding_tests.rs"]
mod tests;
