//! What a browser says when it cannot store, in the engine's terms.
//! Its words differ from browser to browser; what a person can do about it does not.

use device::store::StoreError;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

/// What a request or transaction failed with, in the engine's terms.
pub(super) fn failure(error: idb::Error) -> StoreError {
    use idb::Error as E;
    match error {
        E::DomException(error) => named(&error),
        E::TransactionOpenFailed(value)
        | E::GetFailed(value)
        | E::GetAllFailed(value)
        | E::GetAllKeysFailed(value)
        | E::ObjectStoreNotFound(value)
        | E::KeyRangeCreateFailed(value)
        | E::IndexedDbDeleteFailed(value) => thrown(value),
        other => StoreError::Failed(other.to_string()),
    }
}

/// What a call threw, in the engine's terms.
pub(super) fn thrown(value: JsValue) -> StoreError {
    match value.dyn_into::<DomException>() {
        Ok(error) => named(&error),
        Err(other) => StoreError::Failed(js_sys::Object::from(other).to_string().into()),
    }
}

/// What an exception means, in the engine's terms.
pub(super) fn named(error: &DomException) -> StoreError {
    meaning(&error.name(), &error.message())
}

/// By the exceptions of the Indexed Database API 3.0 (§3.3), and what Safari says in their place.
fn meaning(name: &str, message: &str) -> StoreError {
    match name {
        "QuotaExceededError" => StoreError::Full,
        "InvalidStateError" | "TransactionInactiveError" => StoreError::Closed,
        "AbortError" | "UnknownError" if lost(message) => StoreError::Closed,
        "SecurityError" | "NotAllowedError" => StoreError::Unavailable,
        _ => StoreError::Failed(format!("{name}: {message}")),
    }
}

fn lost(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    ["connection", "closed", "closing", "server lost"].iter().any(|word| message.contains(word))
}

/// What opening the database failed with.
pub(super) fn opening(error: idb::Error) -> StoreError {
    match error {
        idb::Error::IndexedDbOpenFailed(value) => {
            value.dyn_into::<DomException>().map_or(StoreError::Unavailable, |error| opening_named(&error))
        }
        other => failure(other),
    }
}

/// A database that cannot even be opened: no storage here, unless it says otherwise.
pub(super) fn opening_named(error: &DomException) -> StoreError {
    match error.name().as_str() {
        "QuotaExceededError" => StoreError::Full,
        "VersionError" => {
            StoreError::Failed("it was written by a newer Doorstep: reload to update this one".to_owned())
        }
        "AbortError" => StoreError::Closed,
        "UnknownError" => StoreError::Failed(error.message()),
        _ => StoreError::Unavailable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_throws_is_told_apart_by_what_a_person_can_do_about_it() {
        let check = |name, message, meant| assert_eq!(meaning(name, message), meant, "{name}: {message}");
        check("QuotaExceededError", "", StoreError::Full);
        check("InvalidStateError", "The database connection is closing.", StoreError::Closed);
        check("UnknownError", "Connection to Indexed Database server lost. Refresh the page", StoreError::Closed);
        check("AbortError", "Connection is closing.", StoreError::Closed);
        check("SecurityError", "The operation is insecure.", StoreError::Unavailable);
        check("DataError", "no", StoreError::Failed("DataError: no".into()));
    }
}
