//! Texts that are not in the program: the phrasebooks, of which a tablet needs one, the words that recovery kits are made
//! of, which it needs once, and the licences. The service worker keeps all of them, for when there is no network.

use js_sys::{JsString, Reflect};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

use super::built::built;

/// What `boot.js` fetched beside the program: the phrasebook of the language that the page is in.
#[must_use]
pub fn arrived() -> String {
    let text = Reflect::get(&js_sys::global(), &JsValue::from_str("doorstepWords")).ok();
    text.and_then(|text| text.dyn_into::<JsString>().ok()).map(String::from).unwrap_or_default()
}

/// The language that the page is in.
#[must_use]
pub fn page_language() -> String {
    document().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default()
}

/// The phrasebook of another language, by its tag. `None` if it cannot be had now.
pub async fn phrasebook(language: &str) -> Option<String> {
    let (address, hash) = built(&format!("words-{language}"))?;
    fetch(&address, Some(&hash)).await
}

/// The licences of what is in the app that others made. `None` if they cannot be had now.
pub async fn licences() -> Option<String> {
    fetch("/licences.txt", None).await
}

/// The words that recovery kits are made of. `None` if they cannot be had now.
pub async fn kit() -> Option<String> {
    fetch("/kit-words.txt", None).await
}

async fn fetch(path: &str, integrity: Option<&str>) -> Option<String> {
    let request = RequestInit::new();
    if let Some(integrity) = integrity {
        Reflect::set(&request, &JsValue::from_str("integrity"), &JsValue::from_str(integrity)).ok()?;
    }
    let answer = JsFuture::from(web_sys::window()?.fetch_with_str_and_init(path, &request)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}
