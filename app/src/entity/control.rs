//! What a field is answered with: a line, a list to choose from, a date, a tick. And what stands in it: as the browser
//! has it, as text, so that what is no answer yet can stay there.

use casefile::schema::{Keyboard, Unit};
use casefile::shapes::minutes::{self, MinutesError};
use casefile::{EntityKey, Field, FieldSpec, Moment, Shape, Value};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use crate::pieces::{distance, when};
use crate::t;

/// What stands in a control that is ticked.
const TICKED: &str = "yes";

/// The first year that is taken for one: the digits of a year come one by one.
const FIRST_YEAR: u32 = 1000;

/// The id in the page of what a field is answered in.
#[must_use]
pub fn field_id(entity: EntityKey, field: Field) -> String {
    format!("{}-{}-{}", entity.kind.as_str(), field.as_str(), entity.id)
}

/// Why what stands in a control is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// How long something took, in words that are not clear.
    Minutes(MinutesError),
    /// A moment before any that can be kept.
    TooEarly,
    /// Not a whole number.
    NoNumber,
    /// Not a length of way.
    NoDistance,
}

impl Fault {
    /// What to tell whoever wrote it.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Minutes(MinutesError::HoursOrMinutes) => t!("fault-hours-or-minutes"),
            Self::Minutes(MinutesError::TwoWays) => t!("fault-two-ways"),
            Self::Minutes(MinutesError::TooLong) => t!("fault-too-long"),
            Self::Minutes(MinutesError::Nothing | MinutesError::NotUnderstood) => t!("fault-minutes"),
            Self::TooEarly => t!("fault-too-early"),
            Self::NoDistance => t!("fault-distance"),
            Self::NoNumber => t!("fault-number"),
        }
    }
}

/// What stands in the control for a value.
#[must_use]
pub fn shown(shape: Shape, value: &Value) -> String {
    match value {
        Value::Time(moment) => when::to_input(moment.0),
        Value::Number(number) if shape == Shape::Number(Unit::Metres) => distance::shown(*number),
        Value::Number(number) => number.to_string(),
        Value::Flag(true) => TICKED.to_owned(),
        _ if shape == Shape::Flag => String::new(),
        _ => value.as_text().unwrap_or_default().to_owned(),
    }
}

/// The answer that stands in a control; `None` while there is none, as in half a date: then nothing was said, and what
/// was said before is not taken back.
///
/// # Errors
/// [`Fault`], if it will not become an answer by typing on.
pub fn read(shape: Shape, text: &str) -> Result<Option<Value>, Fault> {
    let is_day = |text: &str| text.split('-').next().and_then(|year| year.parse().ok()).unwrap_or(0) >= FIRST_YEAR;
    Ok(match shape {
        Shape::Flag => Some(Value::Flag(text == TICKED)),
        Shape::Time if text.is_empty() || !is_day(text) => None,
        Shape::Time if when::is_too_early(text) => return Err(Fault::TooEarly),
        Shape::Time => when::from_input(text).map(|ms| Value::Time(Moment(ms))),
        Shape::Date => is_day(text).then(|| Value::from(text)),
        Shape::Number(_) if text.trim().is_empty() => Some(Value::Empty),
        Shape::Number(Unit::Minutes) => Some(Value::Number(i64::from(minutes::parse(text).map_err(Fault::Minutes)?))),
        Shape::Number(Unit::Metres) => {
            let metres = distance::parse(text).ok_or(Fault::NoDistance)?;
            Some(Value::Number(i64::from(metres)))
        }
        Shape::Number(_) => {
            let number = text.trim().parse::<u32>().map_err(|_| Fault::NoNumber)?;
            Some(Value::Number(i64::from(number)))
        }
        _ if text.is_empty() => Some(Value::Empty),
        _ => Some(Value::from(text)),
    })
}

/// Whether it is emptied by a button: a date that is being changed is empty in between.
#[must_use]
pub const fn has_clear_button(shape: Shape) -> bool {
    matches!(shape, Shape::Time | Shape::Date)
}

/// Whether an answer is given by one tap, not by typing.
#[must_use]
pub const fn is_tapped(shape: Shape) -> bool {
    matches!(shape, Shape::Choice(_) | Shape::Flag)
}

/// Whether a third answer can be written where two stand. A yes and a no leave nothing else to say, and what is picked
/// from what there is can be picked again when one of the two was kept.
#[must_use]
pub const fn is_written(shape: Shape) -> bool {
    matches!(shape, Shape::Line | Shape::Choice(_) | Shape::Number(_) | Shape::Time | Shape::Date)
}

/// What stands in a control now.
#[must_use]
pub fn text_of(element: &Element) -> String {
    let ticked = |input: &HtmlInputElement| input.type_() == "checkbox";
    match element.dyn_ref::<HtmlInputElement>() {
        Some(input) if ticked(input) => if input.checked() { TICKED } else { "" }.to_owned(),
        Some(input) => input.value(),
        None => js_sys::Reflect::get(element, &"value".into()).ok().and_then(|it| it.as_string()).unwrap_or_default(),
    }
}

/// Puts something into the control with this id, if it is not there already.
pub fn put(id: &str, text: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>()
        && input.type_() != "checkbox"
        && input.value() != text
    {
        input.set_value(text);
    }
}

/// The control of a field. What is in lists and ticks follows `chosen`; all else is put into it by [`put`], so that
/// nothing moves under a caret.
#[component]
pub fn Control(
    /// The field.
    spec: FieldSpec,
    /// Its id in the page.
    id: String,
    /// The ids of what describes it.
    #[prop(into)]
    described: Signal<Option<String>>,
    /// The document that it is bound to, if it is.
    #[prop(optional_no_strip)]
    doc: Option<String>,
    /// What stands in it.
    chosen: RwSignal<String>,
    /// Whether it takes nothing at the moment, and what it says instead.
    #[prop(into)]
    closed: Signal<Option<String>>,
) -> impl IntoView {
    let invalid = move || described.read().as_ref().is_some_and(|ids| ids.contains("-fault")).then_some("true");
    let begins = chosen.get_untracked();
    let line = move |kind: &'static str, keyboard: &'static str, id: String, doc: Option<String>, begins: String| {
        view! {
            <input id=id class="line" type=kind inputmode=keyboard dir="auto" autocomplete="off" data-doc=doc
                aria-describedby=move || described.get() aria-invalid=invalid readonly=move || closed.read().is_some()
                placeholder=move || closed.get() prop:value=begins/>
        }
        .into_any()
    };
    match spec.shape {
        Shape::Choice(known) => {
            // A word of a newer version is shown and kept, not lost by opening the list.
            let options = move || {
                let now = chosen.get();
                let nothing = closed.get().unwrap_or_else(|| t!("choose"));
                let mut options = vec![(String::new(), nothing)];
                options.extend(known.iter().map(|one| (one.word.to_owned(), t!(one.label))));
                if !now.is_empty() && !known.iter().any(|one| one.word == now) {
                    options.push((now.clone(), now.clone()));
                }
                options
                    .into_iter()
                    .map(|(word, label)| {
                        let selected = word == now;
                        view! { <option value=word selected=selected>{label}</option> }
                    })
                    .collect_view()
            };
            view! {
                <select id=id class="line" autocomplete="off" data-doc=doc aria-describedby=move || described.get()
                    disabled=move || closed.read().is_some()>{options}</select>
            }
            .into_any()
        }
        Shape::Flag => view! {
            <input id=id type="checkbox" data-doc=doc aria-describedby=move || described.get()
                disabled=move || closed.read().is_some() prop:checked=move || *chosen.read() == TICKED/>
        }
        .into_any(),
        Shape::Time => line("datetime-local", "text", id, doc, begins),
        Shape::Date => line("date", "text", id, doc, begins),
        Shape::Number(_) => line("text", "text", id, doc, begins),
        _ => {
            let keyboard = match spec.keyboard {
                Keyboard::Text => "text",
                Keyboard::Phone => "tel",
                Keyboard::Email => "email",
            };
            line("text", keyboard, id, doc, begins)
        }
    }
}
