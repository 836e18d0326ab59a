//! Texts that are not in the program: the messages, of which a tablet needs one language, the words that recovery kits
//! are made of, which it needs once, what instruments and kinds of cases are made of, the sample caseload, and the licences.
//! The service worker keeps all of them but the sample, for when there is no network.

use gloo_net::http::Request;
use js_sys::Reflect;

use super::built::built;

/// The messages that `boot.js` fetched beside the program: those of the language that the page is in.
#[must_use]
pub fn first_messages() -> String {
    let text = Reflect::get(&js_sys::global(), &"doorstepMessages".into()).ok();
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

/// The messages of another language, by its tag. `None` if they cannot be had now.
pub async fn messages(language: &str) -> Option<String> {
    let (address, hash) = built(&format!("messages-{language}"))?;
    text(Request::get(&address).integrity(&hash).build().ok()?).await
}

/// The licences of what is in the app that others made. `None` if they cannot be had now.
pub async fn licences() -> Option<String> {
    text(Request::get("/licences.txt").build().ok()?).await
}

/// The words that recovery kits are made of. `None` if they cannot be had now.
pub async fn kit_words() -> Option<String> {
    text(Request::get("/kit-words.txt").build().ok()?).await
}

/// The definition of an instrument, by its word. `None` if it cannot be had now.
pub async fn instrument(id: &str) -> Option<String> {
    text(Request::get(&format!("/instruments/{id}.json")).build().ok()?).await
}

/// What a kind of case brings with it, by its word. `None` if it cannot be had now.
pub async fn kind_of_case(id: &str) -> Option<String> {
    text(Request::get(&format!("/kinds/{id}.json")).build().ok()?).await
}

/// A file of the sample caseload, by its word. `None` if it cannot be had now: the service worker does not keep these.
pub async fn sample(id: &str) -> Option<String> {
    text(Request::get(&format!("/sample/{id}.json")).build().ok()?).await
}

async fn text(request: Request) -> Option<String> {
    let answer = request.send().await.ok()?;
    if answer.ok() { answer.text().await.ok() } else { None }
}
