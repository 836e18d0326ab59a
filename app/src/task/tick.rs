//! Ticking a task off, and taking the tick back. One that repeats is due again instead.

use casefile::shapes::{Date, Day, Repetition};
use casefile::{Edit, Field, Row, Value};
use wire::DocId;

use crate::frame::documents;
use crate::pieces::when;

/// Whether it is done.
#[must_use]
pub fn is_done(row: &Row) -> bool {
    row.value(Field::DONE).is_yes()
}

/// Ticks a task, or takes the tick back. Whether it is done now: one that repeats is not, it is due again.
pub fn tick(doc: DocId, row: &Row, done: bool) -> bool {
    let entity = row.key;
    let next = if done { next_due(row.text(Field::REPEATS), row.text(Field::DUE), &when::today()) } else { None };
    // Two people who tick it apart have said the same: done, or the same day.
    let again = next.is_some();
    let (field, value) = match next {
        Some(due) => (Field::DUE, Value::from(due)),
        None => (Field::DONE, Value::Flag(done)),
    };
    documents::edit(doc, Edit::Set { entity, field, value });
    done && !again
}

/// The day on which a task is due again once it is done; `None` if it does not repeat, or ends.
fn next_due(repeats: &str, due: &str, today: &str) -> Option<String> {
    let day_of = |text: &str| -> Option<Day> { text.parse::<Date>().ok()?.day() };
    let rule: Repetition = repeats.parse().ok()?;
    let today = day_of(today)?;
    let due = day_of(due).unwrap_or(today);
    Some(Date::Day(rule.next_after(due, due.max(today))?).to_string())
}

#[cfg(test)]
mod tests {
    use super::next_due;

    #[test]
    fn what_repeats_is_due_on_its_next_day_from_today() {
        let check = |repeats: &str, due: &str, expected: Option<&str>| {
            assert_eq!(next_due(repeats, due, "2026-11-24").as_deref(), expected, "{repeats} {due}");
        };
        check("", "2026-11-24", None);
        check("FREQ=WEEKLY", "2026-11-24", Some("2026-12-01"));
        check("FREQ=WEEKLY", "2026-11-02", Some("2026-11-30"));
        check("FREQ=WEEKLY;INTERVAL=2", "2026-11-27", Some("2026-12-11"));
        check("FREQ=MONTHLY", "2026-11-10", Some("2026-12-10"));
        check("FREQ=WEEKLY", "", Some("2026-12-01"));
        check("FREQ=WEEKLY;UNTIL=20261120", "2026-11-10", None);
        check("not a rule", "2026-11-24", None);
    }
}
