//! What letters are made of, from the browser's own Unicode tables: they are in every browser, so the program brings none.

use casefile::letters::{Letters, lend_letters};
use js_sys::{JsString, RegExp};

thread_local! {
    /// Any mark on the character before it.
    static MARK: RegExp = RegExp::new(r"^\p{M}$", "u");
}

/// Lends the browser's tables to the case file. Once, before anything is read.
pub fn lend() {
    let lower = |text: &str| JsString::from(text).to_lower_case().into();
    let upper = |text: &str| JsString::from(text).to_upper_case().into();
    lend_letters(Letters { nfkd: |text| normal(text, "NFKD"), lower, upper, is_mark });
}

/// A text in Unicode's form NFKC, in which the same letters are the same bytes.
#[must_use]
pub fn nfkc(text: &str) -> String {
    normal(text, "NFKC")
}

fn normal(text: &str, form: &str) -> String {
    JsString::from(text).normalize(form).into()
}

fn is_mark(c: char) -> bool {
    MARK.with(|mark| mark.test(c.encode_utf8(&mut [0; 4])))
}
