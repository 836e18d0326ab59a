//! What the files of this build are called, as `index.html` says it: names change with what is in them.

use gloo_utils::document;

/// The address of the program's JavaScript, which the build writes into the page.
pub(super) fn program() -> Option<String> {
    built("js").map(|(address, _)| address)
}

/// The address of a file that goes with the program, and the hash it is checked by, as the build wrote them into the page.
pub(super) fn built(file: &str) -> Option<(String, String)> {
    let meta = document().query_selector("meta[name=doorstep-program]").ok()??;
    let named = meta.get_attribute(&format!("data-{file}"))?;
    named.split_once(' ').map(|(address, hash)| (address.to_owned(), hash.to_owned()))
}
