//! What came out: the total or the risk with its name, what it means beside the one before, and the way so far.

use casefile::{AssessmentMode, CaseId, EntityKind, Field};
use instruments::Outcome;
use leptos::prelude::*;

use crate::assessment::chart::Chart;
use crate::assessment::model::{Assessed, Result};
use crate::assessment::tab::TAB;
use crate::assessment::words::{band, band_of, language_name, name_of, number, result};
use crate::entity::field::EntityField;
use crate::entity::reference::name_of_reference;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// "Moderate, 10 to 14".
fn band_words(one: &Assessed) -> Option<String> {
    let (instrument, at) = (one.instrument.as_ref()?, band_of(one)?);
    let name = band(instrument, at);
    Some(match instrument.range_of(at) {
        Some((from, to)) => t!("score-band", name = name, from = from, to = to),
        None => t!("score-risk", name = name),
    })
}

/// "Two points up on 27 October", beside the one before.
fn trend_words(one: &Assessed, others: &[Assessed]) -> Option<String> {
    let before =
        others.iter().rfind(|other| (other.at(), other.id()) < (one.at(), one.id()) && other.result().is_some())?;
    let day = when::which_day(before.at());
    Some(match (before.result()?, one.result()?) {
        (Result::Total(was), Result::Total(is)) if is > was => t!("score-up", count = is - was, day = day),
        (Result::Total(was), Result::Total(is)) if is < was => t!("score-down", count = was - is, day = day),
        (Result::Risk(was), Result::Risk(is)) if is != was => t!("score-was", name = result(before), day = day),
        _ => t!("score-same", day = day),
    })
}

/// "Asked by Amara, in Spanish, with an interpreter."
fn asked_words(one: &Assessed, who: &str) -> String {
    let language = one.row.text(Field::LANGUAGE);
    let tongue = (!language.is_empty()).then(|| t!("score-in-language", language = language_name(language)));
    let interpreter = one.row.value(Field::INTERPRETER).is_yes().then(|| t!("score-interpreter"));
    let mode = if one.is_from_paper() {
        t!("score-from-paper")
    } else if one.row.choice(Field::MODE) == Some(AssessmentMode::Client) {
        t!("score-by-client")
    } else {
        t!("score-asked-by", who = who)
    };
    let parts: Vec<String> =
        [Some(mode), tongue, interpreter, Some(when::when(one.at()))].into_iter().flatten().collect();
    format!("{}.", parts.join(", "))
}

/// The card of a result.
#[component]
pub fn ScoreCard(
    /// In which case.
    case: CaseId,
    /// The assessment.
    one: Memo<Option<Assessed>>,
    /// Those of the same instrument and person, the first first.
    others: Memo<Vec<Assessed>>,
    /// Whether its name stands above it, with the way to it.
    open: bool,
    /// A question is to be asked.
    #[prop(optional)]
    on_ask: Option<Callback<usize>>,
) -> impl IntoView {
    let session = session();
    let has = Memo::new(move |_| one.read().as_ref().is_some_and(|one| one.result().is_some()));
    let unscored = Memo::new(move |_| {
        let one = one.read();
        let one = one.as_ref().filter(|one| !one.is_from_paper() && one.open_item().is_none())?;
        match one.score()?.outcome {
            Outcome::None { missing, disputed } => Some((missing, disputed)),
            Outcome::Risk { missing, .. } if !missing.is_empty() => Some((missing, Vec::new())),
            _ => None,
        }
    });
    let heading = move || {
        one.read()
            .as_ref()
            .map(|one| t!("score-heading", name = name_of(&one.row), day = when::which_day(one.at())))
            .unwrap_or_default()
    };
    let href = move || one.read().as_ref().map(|one| TAB.item_href(case, one.id()));
    let big = move || {
        let one = one.read();
        let one = one.as_ref()?;
        let of = one.instrument.as_ref().and_then(|instrument| instrument.highest());
        let is_total = matches!(one.result(), Some(Result::Total(_)));
        let of = of.filter(|_| is_total).map(|of| view! { <small>{t!("score-of", of = of)}</small> });
        Some(view! { <p class="score-big" class:words=!is_total><strong>{result(one)}</strong> " " {of}</p> })
    };
    let sentence = move || {
        let one = one.read();
        let Some(one) = one.as_ref() else { return String::new() };
        let who = name_of_reference(session, EntityKind::MEMBER, one.row.text(Field::ASKED_BY));
        let filled = match one.score().filter(|_| !one.is_from_paper()).map(|score| score.outcome) {
            Some(Outcome::Total(total)) if !total.filled.is_empty() => {
                Some(t!("score-filled", count = total.filled.len()))
            }
            _ => None,
        };
        let parts = [trend_words(one, &others.read()), filled, Some(asked_words(one, &who))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let chip =
        move || one.read().as_ref().and_then(band_words).map(|words| view! { <span class="chip">{words}</span> });
    let positive = move || {
        let one = one.read();
        let one = one.as_ref()?;
        let Some(Result::Total(total)) = one.result() else { return None };
        let positive = one.instrument.as_ref()?.is_positive(total, one.cutoff)?;
        Some(
            view! { <span class="chip">{if positive { t!("score-positive") } else { t!("score-not-positive") }}</span> },
        )
    };
    let asks_threshold = Memo::new(move |_| {
        let one = one.read();
        let one = one.as_ref().filter(|_| !open)?;
        let asks = one.instrument.as_ref().is_some_and(|instrument| instrument.needs_cutoff())
            && (one.cutoff.is_none() || !one.row.text(Field::THRESHOLD).is_empty());
        asks.then_some((one.doc, one.row.key))
    });
    let threshold = move || {
        let (doc, entity) = asks_threshold.get()?;
        let spec = *casefile::SCHEMA.spec(EntityKind::ASSESSMENT, Field::THRESHOLD)?;
        let presence = documents::presence(doc);
        queries::is_open(doc)
            .then(|| view! { <div class="score-threshold"><EntityField doc entity spec presence/></div> })
    };
    let gaps = move || {
        let (missing, disputed) = unscored.get()?;
        let instrument = one.read().as_ref().and_then(|one| one.instrument.clone())?;
        let words = match (disputed.len(), has.get()) {
            (0, true) => t!("score-at-least", count = missing.len()),
            (0, false) => t!("score-missing", count = missing.len()),
            (count, _) => t!("score-disputed", count = count),
        };
        let items = if disputed.is_empty() { missing } else { disputed };
        let ask = move |item: usize| {
            on_ask.map(|on_ask| view! {
            <button type="button" class="btn" on:click=move |_| on_ask.run(item)>{t!("score-go-to", number = number(&instrument, item))}</button>
        })
        };
        Some(view! {
            <div class="score-gaps"><p class="warn amber"><Picture icon=Icon::Warning/><span>{words}</span></p>
                <div class="row wrap">{items.into_iter().take(12).map(ask).collect_view()}</div></div>
        })
    };
    view! {
        <Show when=move || has.get() || unscored.read().is_some()>
            <section class="section">
                <Show when=move || open>
                    <header><h2 dir="auto">{heading}</h2><a class="soft s" href=href>{t!("answers-see")}<span class="unseen">" " {heading}</span></a></header>
                </Show>
                <div class="card score">
                    <Show when=move || has.get()>
                        <div class="score-head">
                            {big}
                            <div><div class="row wrap">{chip}{positive}</div><p class="soft s" dir="auto">{sentence}</p></div>
                        </div>
                    </Show>
                    {gaps}
                    {threshold}
                    <Chart case others now=Memo::new(move |_| one.read().as_ref().map(Assessed::id))/>
                </div>
            </section>
        </Show>
    }
}
