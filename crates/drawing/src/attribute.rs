//! What attributes, classes and properties of an element can be set to.

use std::borrow::Cow;

/// What an attribute says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plain {
    /// It is not there; for a class or property: it is off.
    Absent,
    /// It is there, and that is all; for a class or property: it is on.
    Present,
    /// It is there, with this text.
    Text(Cow<'static, str>),
}

/// What an attribute is set to: once, or whenever the signals that a closure has read change.
pub enum Value {
    /// Once.
    Plain(Plain),
    /// Whenever its signals change.
    Live(Box<dyn FnMut() -> Plain>),
}

/// What an attribute, class or property can be set to.
pub trait IntoValue {
    /// As a [`Value`].
    fn into_value(self) -> Value;
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Value::Plain(Plain::Text(Cow::Borrowed(self)))
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Plain(Plain::Text(Cow::Owned(self)))
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Plain(if self { Plain::Present } else { Plain::Absent })
    }
}

impl IntoValue for i32 {
    fn into_value(self) -> Value {
        self.to_string().into_value()
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Plain(Plain::Absent), IntoValue::into_value)
    }
}

impl<F, V> IntoValue for F
where
    F: FnMut() -> V + 'static,
    V: IntoValue,
{
    fn into_value(mut self) -> Value {
        Value::Live(Box::new(move || match self().into_value() {
            Value::Plain(plain) => plain,
            Value::Live(mut inner) => inner(),
        }))
    }
}

/// What `view!` asks of the value of an attribute: itself.
pub trait IntoAttributeValue: Sized {
    /// Itself.
    #[must_use]
    fn into_attribute_value(self) -> Self {
        self
    }
}

impl<T: IntoValue> IntoAttributeValue for T {}
