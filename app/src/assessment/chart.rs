//! Scores over time: time to scale, the bands with their names, a value on every point, a triangle where somebody had to
//! act; what it shows as a sentence, and the same as a table.

use casefile::{CaseId, EntityId, EntityKind, Field};
use instruments::{Direction, Instrument};
use leptos::prelude::*;

use crate::assessment::model::{Assessed, Result};
use crate::assessment::tab::TAB;
use crate::assessment::words::{band, band_of, number, option, result};
use crate::entity::reference::name_of_reference;
use crate::frame::session::session;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

const TOP: f64 = 16.0;
const BOTTOM: f64 = 138.0;
const LEFT: f64 = 34.0;
/// From an edge of the plot to the first and last point.
const INSIDE: f64 = 22.0;
/// Between the middles of two dates below the plot.
const BETWEEN_DATES: f64 = 46.0;

/// A score.
#[derive(Debug, Clone, PartialEq)]
struct Point {
    id: EntityId,
    at: u64,
    height: f64,
    value: String,
    alert: bool,
}

/// A band across the plot.
#[derive(Debug, Clone, PartialEq)]
struct Stripe {
    from: f64,
    to: f64,
    name: String,
    start: Option<u32>,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
struct Plot {
    points: Vec<Point>,
    stripes: Vec<Stripe>,
    highest: f64,
}

impl Plot {
    fn of(series: &[Assessed]) -> Option<Self> {
        let instrument = series.iter().rev().find_map(|one| one.instrument.clone());
        let point = |one: &Assessed| {
            let (height, value) = match one.result().filter(|_| one.beyond().is_none())? {
                Result::Total(total) => (f64::from(total), total.to_string()),
                Result::Risk(band) => (f64::from(u32::try_from(band).ok()?) + 0.5, String::new()),
            };
            Some(Point { id: one.id(), at: one.at(), height, value, alert: one.alert().is_some() })
        };
        let points: Vec<Point> = series.iter().filter_map(point).collect();
        let reached = points.iter().map(|point| point.height).fold(1.0, f64::max);
        let stripes = instrument.as_ref().map(|instrument| stripes(instrument)).unwrap_or_default();
        let highest = match &instrument {
            Some(instrument) => instrument.highest().map_or(stripes.len() as f64, f64::from),
            None => reached,
        };
        (!points.is_empty()).then_some(Self { points, stripes, highest: highest.max(1.0) })
    }

    fn y(&self, height: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * height / self.highest
    }

    /// Where a moment is between the first and the last.
    fn x(&self, at: u64, right: f64) -> f64 {
        let (first, last) =
            (self.points.first().map_or(0, |point| point.at), self.points.last().map_or(0, |point| point.at));
        let share = if last > first { (at - first) as f64 / (last - first) as f64 } else { 1.0 };
        LEFT + INSIDE + share * (right - LEFT - 2.0 * INSIDE)
    }
}

/// The bands of an instrument: a total's from where each begins to where the next does, a risk's one above the other.
fn stripes(instrument: &Instrument) -> Vec<Stripe> {
    let top = instrument.highest();
    let one = |at: usize| {
        let start = instrument.bands[at].from;
        let next = instrument.bands.get(at + 1).and_then(|next| next.from).or(top);
        let by_place = |at: usize| u32::try_from(at).map(f64::from).unwrap_or(0.0);
        let (from, to) = match (start, next) {
            (Some(from), Some(to)) => (f64::from(from), f64::from(to)),
            _ => (by_place(at), by_place(at + 1)),
        };
        Stripe { from, to, name: band(instrument, at), start }
    };
    (0..instrument.bands.len()).map(one).collect()
}

/// The drawing with its legend and its table; nothing while there is nothing to draw.
#[component]
pub fn Chart(
    /// In which case.
    case: CaseId,
    /// Those of one instrument and person, the first first.
    others: Memo<Vec<Assessed>>,
    /// Which of them it is about.
    now: Memo<Option<EntityId>>,
) -> impl IntoView {
    move || {
        let series = others.get();
        let Some(plot) = Plot::of(&series) else { return ().into_any() };
        let instrument = series.iter().rev().find_map(|one| one.instrument.clone());
        let better = instrument
            .as_ref()
            .filter(|it| !it.bands.is_empty() || it.positive.is_some())
            .map(|instrument| match instrument.direction {
                Direction::LowerIsBetter => t!("chart-lower"),
                Direction::HigherIsBetter => t!("chart-higher"),
            })
            .unwrap_or_default();
        let said: Vec<String> = series
            .iter()
            .filter(|one| one.result().is_some())
            .map(|one| t!("chart-point", value = result(one), day = when::which_day(one.at())))
            .collect();
        let label = format!("{} {better}", t!("chart-label", points = when::list(&said)));
        let item = instrument.as_ref().and_then(|instrument| {
            instrument.place(&instrument.alerts.first()?.item).map(|item| number(instrument, item))
        });
        let one_item = instrument.as_ref().is_some_and(|instrument| instrument.alerts.len() == 1);
        let key = plot.points.iter().any(|point| point.alert).then(|| {
            let words = if one_item { t!("chart-alert", number = item.clone().unwrap_or_default()) } else { t!("chart-alert-any") };
            view! { <span class="row chart-key"><svg width="12" height="11" viewBox="0 0 12 11" aria-hidden="true"><path class="al" d="M6 0l6 11H0z"/></svg>{words}</span> }
        });
        let count = said.len();
        view! {
            <div class="chart-box" role="img" aria-label=label>
                <Drawing plot=plot.clone() now wide=true/>
                <Drawing plot now wide=false/>
            </div>
            <details class="chart-table">
                <summary><span class="row wrap s soft">{key} <span>{better}</span></span><span class="s"><Picture icon=Icon::Table/>{t!("chart-table", count = count)}</span></summary>
                <Table case series/>
            </details>
        }
        .into_any()
    }
}

#[component]
fn Drawing(plot: Plot, now: Memo<Option<EntityId>>, wide: bool) -> impl IntoView {
    let (width, right) = if wide { (636.0, 518.0) } else { (350.0, 236.0) };
    let latest = plot.points.last().map(|point| point.height);
    let stripe = |stripe: &Stripe| {
        let (top, bottom) = (plot.y(stripe.to), plot.y(stripe.from));
        let on =
            latest.is_some_and(|height| height >= stripe.from && (height < stripe.to || stripe.to >= plot.highest));
        let middle = f64::midpoint(top, bottom) + 4.5;
        view! {
            <rect class="band" class:on=on x=LEFT y=top width=right - LEFT height=bottom - top/>
            <text class:on=on x=right + 8.0 y=middle>{stripe.name.clone()}</text>
            {stripe.start.map(|start| view! { <text x=LEFT - 8.0 y=bottom + 4.5 text-anchor="end">{start}</text> })}
        }
    };
    let stripes = plot.stripes.iter().map(stripe).collect_view();
    let numbered = plot.stripes.iter().any(|stripe| stripe.start.is_some()) || plot.stripes.is_empty();
    let top = numbered.then(|| view! { <text x=LEFT - 8.0 y=TOP + 4.5 text-anchor="end">{plot.highest}</text> });
    let zero =
        plot.stripes.is_empty().then(|| view! { <text x=LEFT - 8.0 y=BOTTOM + 4.5 text-anchor="end">"0"</text> });
    let line: String = plot
        .points
        .iter()
        .enumerate()
        .map(|(at, point)| {
            format!("{}{:.1} {:.1}", if at == 0 { "M" } else { "L" }, plot.x(point.at, right), plot.y(point.height))
        })
        .collect();
    let mut last_date = f64::MIN;
    let count = plot.points.len();
    let points = plot
        .points
        .iter()
        .enumerate()
        .map(|(place, point)| {
            let (x, y) = (plot.x(point.at, right), plot.y(point.height));
            let id = point.id;
            let room = x - last_date >= BETWEEN_DATES && (place + 1 == count || right - INSIDE - x >= BETWEEN_DATES || count == 1);
            if room {
                last_date = x;
            }
            let value = if point.alert { y - 25.0 } else { y - 11.0 };
            view! {
                <circle class="pt" class:now=move || now.get() == Some(id) cx=x cy=y r="5.5"/>
                <text class="v" x=x y=value text-anchor="middle">{point.value.clone()}</text>
                {point.alert.then(|| view! { <path class="al" d=format!("M{x:.1} {:.1}l5.5 9.5h-11z", y - 20.0)/> })}
                {room.then(|| view! { <text x=x y="157" text-anchor="middle">{when::short_day(&day_of(point.at))}</text> })}
            }
        })
        .collect_view();
    view! {
        <svg class="chart" class:wide=wide class:narrow=!wide viewBox=format!("0 -12 {width} 176") aria-hidden="true">
            {stripes}{top}{zero}
            <path class="grid" d=format!("M{LEFT} {BOTTOM}H{right}")/>
            <path class="path" d=line/>
            {points}
        </svg>
    }
}

/// The day of a moment, as documents write days.
fn day_of(ms: u64) -> String {
    when::to_input(ms).chars().take(10).collect()
}

#[component]
fn Table(case: CaseId, series: Vec<Assessed>) -> impl IntoView {
    let session = session();
    let instrument = series.iter().rev().find_map(|one| one.instrument.clone());
    let alert_item =
        instrument.as_ref().filter(|it| it.alerts.len() == 1).and_then(|it| it.place(&it.alerts.first()?.item));
    let has_bands = instrument.as_ref().is_some_and(|instrument| !instrument.bands.is_empty());
    let head = alert_item.zip(instrument.clone()).map(
        |(item, instrument)| view! { <th scope="col">{t!("chart-item", number = number(&instrument, item))}</th> },
    );
    let rows = series
        .iter()
        .rev()
        .filter(|one| one.result().is_some())
        .map(|one| {
            let band = band_of(one)
                .zip(one.instrument.as_ref())
                .map(|(at, instrument)| band(instrument, at))
                .unwrap_or_default();
            let answer = alert_item.zip(one.instrument.as_ref()).map(|(item, instrument)| {
                one.answers
                    .of(item)
                    .words()
                    .iter()
                    .map(|word| option(instrument, None, item, word))
                    .collect::<Vec<_>>()
                    .join(" · ")
            });
            let who = name_of_reference(session, EntityKind::MEMBER, one.row.text(Field::ASKED_BY));
            view! {
                <tr>
                    <th scope="row"><a href=TAB.item_href(case, one.id())>{when::when(one.at())}</a></th>
                    <td>{result(one)}</td>
                    {has_bands.then(|| view! { <td>{band}</td> })}
                    {answer.map(|answer| view! { <td>{answer}</td> })}
                    <td dir="auto">{who}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-box"><table>
            <thead><tr>
                <th scope="col">{t!("chart-when")}</th>
                <th scope="col">{t!("chart-score")}</th>
                {has_bands.then(|| view! { <th scope="col">{t!("chart-band")}</th> })}
                {head}
                <th scope="col">{t!("field-assessment-asked-by")}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot(at: &[(u64, f64)]) -> Plot {
        let points = at.iter().map(|(at, height)| Point {
            id: EntityId([0; 16]),
            at: *at,
            height: *height,
            value: String::new(),
            alert: false,
        });
        Plot { points: points.collect(), stripes: Vec::new(), highest: 27.0 }
    }

    #[test]
    fn time_and_scores_are_to_scale() {
        let plot = plot(&[(0, 27.0), (10, 0.0), (40, 13.5)]);
        let places: Vec<(f64, f64)> =
            plot.points.iter().map(|point| (plot.x(point.at, 478.0), plot.y(point.height))).collect();
        assert_eq!(places, [(56.0, 16.0), (156.0, 138.0), (456.0, 77.0)]);
    }

    #[test]
    fn a_single_score_stands_at_the_end() {
        assert_eq!(plot(&[(5, 1.0)]).x(5, 478.0), 456.0);
    }
}
