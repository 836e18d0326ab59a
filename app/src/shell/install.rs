//! Keeping the device's storage: asking the browser not to clear it, and how much room is left.
//! Browsers clear what they think is unused; a case file is not theirs to clear.

use gloo_utils::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

/// How it stands with storage in this browser.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Storage {
    /// Whether the browser has promised not to clear it by itself.
    pub kept: bool,
    /// Bytes used.
    pub used: Option<f64>,
    /// Bytes that may be used.
    pub quota: Option<f64>,
}

/// Asks the browser to keep our storage; it decides, some ask the person. Best asked after something was written.
pub async fn ask_to_keep() -> bool {
    let Some(manager) = manager() else { return false };
    let Ok(promise) = manager.persist() else { return false };
    JsFuture::from(promise).await.is_ok_and(|kept| kept.is_truthy())
}

/// How it stands now.
pub async fn storage() -> Storage {
    let Some(manager) = manager() else { return Storage::default() };
    let kept = match manager.persisted() {
        Ok(promise) => JsFuture::from(promise).await.is_ok_and(|kept| kept.is_truthy()),
        Err(_) => false,
    };
    let mut storage = Storage { kept, used: None, quota: None };
    if let Ok(promise) = manager.estimate()
        && let Ok(estimate) = JsFuture::from(promise).await
    {
        let estimate: StorageEstimate = estimate.unchecked_into();
        storage.used = estimate.get_usage();
        storage.quota = estimate.get_quota();
    }
    storage
}

/// Whether Doorstep runs as an installed app, in its own window.
#[must_use]
pub fn installed() -> bool {
    let query = "(display-mode: standalone), (display-mode: minimal-ui), (display-mode: window-controls-overlay)";
    window().match_media(query).ok().flatten().is_some_and(|media| media.matches())
}

/// Absent on pages that are not secure.
fn manager() -> Option<StorageManager> {
    let navigator = window().navigator();
    let storage = js_sys::Reflect::get(&navigator, &JsValue::from_str("storage")).ok()?;
    storage.is_object().then(|| storage.unchecked_into())
}
