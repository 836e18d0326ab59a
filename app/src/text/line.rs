//! The words somebody is at: what is selected in a text, or else the line that the caret is in.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

/// Of the text that has the focus; `None` if none has, or there is nothing on the line.
#[must_use]
pub fn words_at_caret() -> Option<String> {
    let area: HtmlTextAreaElement = document().active_element()?.dyn_into().ok()?;
    let units: Vec<u16> = area.value().encode_utf16().collect();
    let place = |at: Option<u32>| at.map_or(0, |at| at as usize).min(units.len());
    let (from, to) = (place(area.selection_start().ok()?), place(area.selection_end().ok()?));
    line_at(&units, from, to)
}

fn line_at(units: &[u16], from: usize, to: usize) -> Option<String> {
    let is_end = |unit: &u16| *unit == u16::from(b'\n');
    let (start, end) = if from < to {
        (from, to)
    } else {
        let start = units[..from].iter().rposition(is_end).map_or(0, |at| at + 1);
        let end = units[from..].iter().position(is_end).map_or(units.len(), |at| from + at);
        (start, end)
    };
    let line = String::from_utf16_lossy(units.get(start..end)?);
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::line_at;

    #[test]
    fn it_is_the_selection_or_the_line_of_the_caret() {
        let check = |text: &str, from: usize, to: usize, expected: Option<&str>| {
            let units: Vec<u16> = text.encode_utf16().collect();
            assert_eq!(line_at(&units, from, to).as_deref(), expected, "{text:?} {from}..{to}");
        };
        check("", 0, 0, None);
        check("call the school", 4, 4, Some("call the school"));
        check("one\ntwo 😀\nthree", 5, 5, Some("two 😀"));
        check("one\ntwo\nthree", 3, 3, Some("one"));
        check("one\ntwo\nthree", 4, 7, Some("two"));
        check("one\n\nthree", 4, 4, None);
        check("  buy   a\nlock ", 0, 15, Some("buy a lock"));
    }
}
