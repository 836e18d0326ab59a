//! Dates and times as people say them, in the reader's language and own time zone, through the browser's Intl.
//! It exists so that "today 09:30" reads the same on every screen, and the exact time is one tooltip away.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::locale::{self, Language};
use crate::t;

/// A day in milliseconds, for telling days apart, never for adding them.
const DAY: f64 = 86_400_000.0;

/// How a date is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Shape {
    Time,
    Weekday,
    WeekdayDay,
    Day,
    DayYear,
    Exact,
}

impl Shape {
    fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Time => &[("hour", "2-digit"), ("minute", "2-digit")],
            Self::Weekday => &[("weekday", "long")],
            Self::WeekdayDay => &[("weekday", "long"), ("day", "numeric"), ("month", "long")],
            Self::Day => &[("day", "numeric"), ("month", "short")],
            Self::DayYear => &[("day", "numeric"), ("month", "long"), ("year", "numeric")],
            Self::Exact => &[("dateStyle", "full"), ("timeStyle", "short")],
        }
    }
}

thread_local! {
    static FORMATS: RefCell<HashMap<(&'static str, Shape), js_sys::Function>> = RefCell::default();
}

/// The reader's regional habits if they are of the language spoken, else the language's own.
fn locale(language: Language) -> String {
    let own = web_sys::window().and_then(|window| window.navigator().language());
    own.filter(|tag| Language::of_tag(tag) == Some(language)).unwrap_or_else(|| match language {
        // A 24-hour clock and the day first, as case files are written.
        Language::English => "en-GB".to_owned(),
        Language::Spanish => "es".to_owned(),
    })
}

fn format(ms: f64, shape: Shape) -> String {
    let language = locale::language();
    let format = FORMATS.with_borrow_mut(|formats| {
        formats
            .entry((language.tag(), shape))
            .or_insert_with(|| {
                let options = Object::new();
                for (name, value) in shape.options() {
                    drop(Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value)));
                }
                Intl::DateTimeFormat::new(&Array::of1(&JsValue::from_str(&locale(language))), &options).format()
            })
            .clone()
    });
    let date = Date::new(&JsValue::from_f64(ms));
    format.call1(&JsValue::UNDEFINED, &date).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// Midnight at the start of the day `ms` lies in, here.
fn midnight(ms: f64) -> f64 {
    let date = Date::new(&JsValue::from_f64(ms));
    date.set_hours(0);
    date.set_minutes(0);
    date.set_seconds(0);
    date.set_milliseconds(0);
    date.get_time()
}

/// Whole days from the day of `ms` to today: 0 today, 1 yesterday, −1 tomorrow.
fn days_ago(ms: f64) -> f64 {
    ((midnight(Date::now()) - midnight(ms)) / DAY).round()
}

/// "today 09:30", "yesterday 17:50", "Friday 10:00", "12 Nov", "12 November 2025".
#[must_use]
pub fn when(ms: u64) -> String {
    let ms = ms as f64;
    let time = || format(ms, Shape::Time);
    match days_ago(ms) as i64 {
        0 => t!("when-today", time = time()),
        1 => t!("when-yesterday", time = time()),
        -1 => t!("when-tomorrow", time = time()),
        -6..=6 => t!("when-weekday", weekday = format(ms, Shape::Weekday), time = time()),
        _ => day(ms as u64),
    }
}

/// Without the time: "today", "yesterday", "Friday", "12 Nov", "12 November 2025".
#[must_use]
pub fn which_day(ms: u64) -> String {
    match days_ago(ms as f64) as i64 {
        0 => t!("day-today"),
        1 => t!("day-yesterday"),
        2..=6 => format(ms as f64, Shape::Weekday),
        _ => day(ms),
    }
}

/// "12 Nov", with the year unless it is this one.
fn day(ms: u64) -> String {
    let year = |ms: f64| Date::new(&JsValue::from_f64(ms)).get_full_year();
    let shape = if year(ms as f64) == year(Date::now()) { Shape::Day } else { Shape::DayYear };
    format(ms as f64, shape)
}

/// "Tuesday 24 November".
#[must_use]
pub fn long_day(ms: u64) -> String {
    format(ms as f64, Shape::WeekdayDay)
}

/// "12 November 2027".
#[must_use]
pub fn long_date(ms: u64) -> String {
    format(ms as f64, Shape::DayYear)
}

/// "09:30".
#[must_use]
pub fn time_of_day(ms: u64) -> String {
    format(ms as f64, Shape::Time)
}

/// Everything there is to know about when.
#[must_use]
pub fn exactly(ms: u64) -> String {
    format(ms as f64, Shape::Exact)
}

/// Whether it was today or yesterday.
#[must_use]
pub fn is_recent(ms: u64) -> bool {
    days_ago(ms as f64) <= 1.0
}

/// Whether it was before this day began here.
#[must_use]
pub fn is_before_today(ms: u64) -> bool {
    days_ago(ms as f64) >= 1.0
}

/// The hour of the day here, 0 to 23.
#[must_use]
pub fn hour_now() -> u32 {
    Date::new_0().get_hours()
}

/// Now.
#[must_use]
pub fn now() -> u64 {
    Date::now() as u64
}

/// What `<input type="datetime-local">` holds for this moment, here: `2026-11-24T09:30`.
#[must_use]
pub fn to_input(ms: u64) -> String {
    let date = Date::new(&JsValue::from_f64(ms as f64));
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}

/// The moment that `<input type="datetime-local">` holds, if it holds one.
#[must_use]
pub fn from_input(value: &str) -> Option<u64> {
    // Without a zone, ECMAScript reads date and time as local.
    let ms = Date::parse(value);
    (ms.is_finite() && ms >= 0.0).then_some(ms as u64)
}

/// Whether what `<input type="datetime-local">` holds is a moment before 1970, which is before any that can be kept.
#[must_use]
pub fn is_too_early(value: &str) -> bool {
    Date::parse(value) < 0.0
}

/// Whole years from a birth date `2012-03-04` until today, if it is one; of a year alone, those that are complete this year.
#[must_use]
pub fn age(birth: &str) -> Option<u32> {
    if birth.len() == 4 {
        return Date::new_0().get_full_year().checked_sub(birth.parse().ok()?).filter(|years| *years < 130);
    }
    let mut parts = birth.split('-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let today = Date::new_0();
    let before_birthday = (today.get_month() + 1, today.get_date()) < (month, day);
    today.get_full_year().checked_sub(year)?.checked_sub(u32::from(before_birthday)).filter(|years| *years < 130)
}

/// A birth date `2012-03-04` as people write it.
#[must_use]
pub fn birth_date(birth: &str) -> String {
    if birth.len() == 4 {
        return birth.to_owned();
    }
    let noon = Date::parse(&format!("{birth}T12:00"));
    if noon.is_finite() { format(noon, Shape::DayYear) } else { birth.to_owned() }
}

/// Today, as `<input type="date">` and documents write a day: `2026-11-24`.
#[must_use]
pub fn today() -> String {
    let date = Date::new_0();
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}

/// The last millisecond of a day `2026-11-24`, here. `None` if it is no day.
#[must_use]
pub fn end_of(day: &str) -> Option<u64> {
    let end = Date::parse(&format!("{day}T23:59:59.999"));
    (end.is_finite() && end >= 0.0).then_some(end as u64)
}

/// Noon of a day `2026-11-24`, here.
fn noon_of(day: &str) -> Option<f64> {
    let noon = Date::parse(&format!("{day}T12:00"));
    noon.is_finite().then_some(noon)
}

/// Whole days from today until a day `2026-11-24`: 0 today, 1 tomorrow, −1 yesterday. `None` if it is no day.
#[must_use]
pub fn days_until(day: &str) -> Option<i64> {
    noon_of(day).map(|noon| -(days_ago(noon) as i64))
}

/// A day `2026-11-24` as people say it: "today", "tomorrow", "Friday", "12 Dec".
#[must_use]
pub fn day_words(text: &str) -> String {
    match (days_until(text), noon_of(text)) {
        (Some(0), _) => t!("day-today"),
        (Some(1), _) => t!("day-tomorrow"),
        (Some(-1), _) => t!("day-yesterday"),
        (Some(2..=6), Some(noon)) => format(noon, Shape::Weekday),
        (_, Some(noon)) => day(noon as u64),
        _ => text.to_owned(),
    }
}

/// A day `2026-11-24` that is read later, such as on paper: "24 Nov".
#[must_use]
pub fn short_day(text: &str) -> String {
    noon_of(text).map_or_else(|| text.to_owned(), |noon| day(noon as u64))
}

/// "Maya, Tove and Sam": names as a sentence lists them.
#[must_use]
pub fn list(items: &[String]) -> String {
    let array: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
    let options = Object::new();
    drop(Reflect::set(&options, &JsValue::from_str("type"), &JsValue::from_str("conjunction")));
    let list = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl"))
        .and_then(|intl| Reflect::get(&intl, &JsValue::from_str("ListFormat")))
        .and_then(|class| class.dyn_into::<js_sys::Function>())
        .and_then(|class| {
            Reflect::construct(&class, &Array::of2(&JsValue::from_str(locale::language().tag()), &options))
        })
        .and_then(|list| {
            let format: js_sys::Function = Reflect::get(&list, &JsValue::from_str("format"))?.dyn_into()?;
            format.call1(&list, &array)
        });
    list.ok().and_then(|text| text.as_string()).unwrap_or_else(|| items.join(", "))
}
