//! What stands on every page, above and below: the browser draws it in the margins, so it is no part of what is read out.

use leptos::prelude::*;

use crate::pieces::wait::while_printing;

const HEAD: &str = "--paper-head";
const FOOT: &str = "--paper-foot";
const NUMBER: &str = "--paper-number";
const OF: &str = "--paper-of";

/// The words of a page's margins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Margins {
    /// Above.
    pub head: String,
    /// Below.
    pub foot: String,
    /// Before the number of a page, and between it and how many there are.
    pub number: [String; 2],
}

/// A text as a string of a style sheet (CSS Syntax Module Level 3, §4.3.5).
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn root() -> Option<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    document().document_element().and_then(|root| root.dyn_into().ok())
}

/// Says what stands in the margins from now on.
pub fn set(margins: &Margins) {
    let Some(style) = root().map(|root| root.style()) else { return };
    let [number, of] = &margins.number;
    for (name, words) in [(HEAD, &margins.head), (FOOT, &margins.foot), (NUMBER, number), (OF, of)] {
        drop(style.set_property(name, &quoted(words)));
    }
}

/// For as long as the component lives: while the page is printed it is of the language of the paper, which programs that
/// read a PDF aloud go by. After that nothing stands in the margins of other papers.
pub fn while_on_screen(language: Signal<&'static str>) {
    let printing = while_printing();
    let before = StoredValue::new(None::<String>);
    Effect::new(move || {
        let Some(root) = root() else { return };
        if printing.get() {
            if before.with_value(Option::is_none) {
                before.set_value(root.get_attribute("lang"));
            }
            drop(root.set_attribute("lang", language.get_untracked()));
        } else if let Some(was) = before.try_update_value(Option::take).flatten() {
            drop(root.set_attribute("lang", &was));
        }
    });
    on_cleanup(|| {
        let Some(style) = root().map(|root| root.style()) else { return };
        for name in [HEAD, FOOT, NUMBER, OF] {
            drop(style.remove_property(name));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_name_ends_the_string_it_stands_in() {
        assert_eq!(quoted("Ruiz"), "\"Ruiz\"");
        assert_eq!(quoted("R\"; } \\ \n"), "\"R\\\"; } \\\\  \"");
    }
}
