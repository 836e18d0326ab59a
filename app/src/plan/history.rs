//! How far a goal was reached, day by day: a small picture with time to scale, a sentence that says what it shows, and
//! the same as a table.

use casefile::shapes::{Date, Day};
use casefile::{Field, Level, Row};
use leptos::prelude::*;
use wire::MemberId;

use crate::frame::session::session;
use crate::pieces::avatar::name_of;
use crate::pieces::when;
use crate::plan::attainment::signed;
use crate::t;
use casework::plan::Goal;

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 104.0;
const LEFT: f64 = 30.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 12.0;
const BETWEEN: f64 = 20.0;

/// A day on which somebody said how far it is.
#[derive(Clone, PartialEq)]
struct Point {
    day: String,
    number: i32,
    level: Level,
    by: String,
    remark: String,
}

impl Point {
    fn of(row: &Row) -> Option<Self> {
        let day = row.text(Field::DAY);
        let number = day.parse::<Date>().ok()?.day()?.number();
        Some(Self {
            day: day.to_owned(),
            number,
            level: row.choice(Field::LEVEL)?,
            by: row.text(Field::RATED_BY).to_owned(),
            remark: row.text(Field::REMARK).trim().to_owned(),
        })
    }
}

fn y(level: Level) -> f64 {
    TOP + BETWEEN * f64::from(2 - level.number())
}

/// Where a day is between the first and the last.
fn x(number: i32, first: i32, last: i32) -> f64 {
    let share = if last > first { f64::from(number - first) / f64::from(last - first) } else { 1.0 };
    LEFT + 8.0 + share * (WIDTH - LEFT - RIGHT - 8.0)
}

/// A level holds until the next day on which somebody says another.
fn stairs(points: &[Point], first: i32, last: i32) -> String {
    let mut path = String::new();
    for point in points {
        let (x, y) = (x(point.number, first, last), y(point.level));
        path.push_str(&if path.is_empty() { format!("M{x:.1} {y}") } else { format!("H{x:.1}V{y}") });
    }
    path + &format!("H{:.1}", x(last, first, last))
}

/// The way so far; nothing while there is only one answer.
#[component]
pub fn History(
    /// Of which goal.
    goal: Memo<Option<Goal>>,
) -> impl IntoView {
    let points = Memo::new(move |_| {
        let goal = goal.read();
        goal.as_ref().map(|goal| goal.ratings.iter().filter_map(Point::of).collect::<Vec<_>>()).unwrap_or_default()
    });
    move || {
        let points = points.get();
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return ().into_any() };
        if points.len() < 2 {
            return ().into_any();
        }
        let sentence = t!(
            "goal-history",
            day = when::day_words(&first.day),
            from = t!(first.level.label()),
            to = t!(last.level.label())
        );
        view! {
            <figure class="history">
                <figcaption class="s">{sentence}</figcaption>
                <Chart points=points.clone()/>
                <details>
                    <summary>{t!("goal-history-table")}</summary>
                    <Table points/>
                </details>
            </figure>
        }
        .into_any()
    }
}

#[component]
fn Chart(points: Vec<Point>) -> impl IntoView {
    let today = when::today().parse::<Date>().ok().and_then(Date::day).map(Day::number);
    let (Some(from), Some(latest)) = (points.first(), points.last()) else { return ().into_any() };
    let (first, last) = (from.number, today.unwrap_or(latest.number).max(latest.number));
    let lines = Level::ALL
        .iter()
        .map(|level| {
            let at = y(*level);
            view! {
                <line x1=LEFT x2=WIDTH - RIGHT y1=at y2=at class=if *level == Level::Expected { "expected" } else { "grid" }/>
                <text x=LEFT - 6.0 y=at + 4.0 text-anchor="end">{signed(*level)}</text>
            }
        })
        .collect_view();
    let dots = points
        .iter()
        .map(|point| view! { <circle cx=x(point.number, first, last) cy=y(point.level) r="4.5"/> })
        .collect_view();
    let (since, until) = (when::short_day(&from.day), t!("day-today"));
    view! {
        <svg viewBox=format!("0 0 {WIDTH} {}", HEIGHT + 14.0) aria-hidden="true">
            {lines}
            <path d=stairs(&points, first, last)/>
            {dots}
            <text x=LEFT + 4.0 y=HEIGHT + 10.0>{since}</text>
            <text x=WIDTH - RIGHT y=HEIGHT + 10.0 text-anchor="end">{until}</text>
        </svg>
    }
    .into_any()
}

#[component]
fn Table(points: Vec<Point>) -> impl IntoView {
    let session = session();
    let who = move |by: &str| {
        let member = by.parse::<MemberId>().ok().and_then(|id| session.member(id));
        member.map(|member| if member.me { t!("you") } else { name_of(&member) }).unwrap_or_default()
    };
    let rows = points
        .into_iter()
        .rev()
        .map(|point| {
            view! {
                <tr>
                    <th scope="row">{when::short_day(&point.day)}</th>
                    <td>{signed(point.level)} " " {t!(point.level.label())}</td>
                    <td dir="auto">{who(&point.by)}</td>
                    <td dir="auto">{point.remark}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table>
            <thead><tr>
                <th scope="col">{t!("field-goal-rating-day")}</th>
                <th scope="col">{t!("field-goal-rating-level")}</th>
                <th scope="col">{t!("field-goal-rating-by")}</th>
                <th scope="col">{t!("field-goal-rating-remark")}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(number: i32, level: Level) -> Point {
        Point { day: String::new(), number, level, by: String::new(), remark: String::new() }
    }

    #[test]
    fn time_is_to_scale_and_a_level_holds_until_the_next() {
        let points = [point(0, Level::MuchLess), point(10, Level::Expected), point(40, Level::MuchBetter)];
        assert_eq!(stairs(&points, 0, 40), "M38.0 92H104.5V52H304.0V12H304.0");
        assert_eq!(stairs(&points[..1], 0, 0), "M304.0 92H304.0");
    }
}
