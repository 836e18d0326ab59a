//! A wrapper for what clients have told us, so that it cannot end up in a log by accident.
//!
//! Views derive `Debug`, panics print it, tests print it. Whatever is `Private` prints as `[private]`, always.

use std::fmt;
use std::ops::Deref;

use minicbor::{Decode, Encode};

/// Client data. `Debug` prints `[private]`; there is no `Display`. Reading it is said out loud: by `*` or a method.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// From now on private.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// What is inside.
    pub const fn get(&self) -> &T {
        &self.0
    }

    /// What is inside, no longer private.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

impl<T> From<T> for Private<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Private<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T> Deref for Private<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_prints_what_a_client_said() {
        let check = |printed: String| {
            assert!(!printed.contains("Elena"), "{printed}");
            assert!(printed.contains("[private]"), "{printed}");
        };
        check(format!("{:?}", Private::<String>::from("Elena")));
        check(format!("{:#?}", Some(Private::new(vec!["Elena"]))));
        check(format!("{:?}", vec![Private::new(Some("Elena".to_owned()))]));
        check(format!("{:?}", crate::Value::Text("Elena".to_owned())));
        check(format!("{:?}", crate::Splice { at: 0, delete: 0, insert: "Elena".to_owned() }));
    }
}
