//! How dangerous it is, with its reasons and what was judged before; and the flags: who raised each, when, why, until when.
//! A flag ends only with a reason, in a dialog, and can be taken back.

use casefile::{EntityKey, EntityKind, Field, Row, Value};
use casework::safety::{self, Safety};
use leptos::prelude::*;
use wire::DocId;

use crate::frame::said::Said;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::people::piece::{Piece, Pieces};
use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::safety::model::{about_words, begin, flag_words, is_high, line, member_words, risk_words};
use crate::t;

/// A text of an entity: all of it where its document is open, else how it begins.
#[must_use]
pub fn why(doc: DocId, row: &Row) -> String {
    documents::track_texts(doc);
    queries::text(doc, row.key, Field::WHY).unwrap_or_else(|| row.preview.get().clone()).trim().to_owned()
}

fn me() -> Option<Value> {
    session().me().map(|me| Value::from(me.member.to_string()))
}

/// Begins another risk level, of today and by me.
pub fn begin_level(pieces: Pieces) {
    let mut fields = vec![(Field::DAY, Value::from(when::today()))];
    fields.extend(me().map(|me| (Field::RATED_BY, me)));
    pieces.begun.set(Some(begin(pieces.doc, EntityKind::RISK_LEVEL, fields)));
}

/// Begins a flag, of today and by me.
pub fn begin_flag(pieces: Pieces) {
    let mut fields = vec![(Field::SINCE, Value::from(when::today()))];
    fields.extend(me().map(|me| (Field::RAISED_BY, me)));
    pieces.begun.set(Some(begin(pieces.doc, EntityKind::SAFETY_FLAG, fields)));
}

/// All of it, to be read and changed.
#[component]
pub fn RiskAndFlags(
    /// What is known of the case.
    safety: Memo<Safety>,
    /// What its pieces share.
    pieces: Pieces,
) -> impl IntoView {
    let doc = pieces.doc;
    let open = Memo::new(move |_| {
        documents::track(doc);
        queries::is_open(doc)
    });
    let keys = move |of: fn(&Safety) -> &[Row]| {
        Memo::new(move |_| of(&safety.read()).iter().map(|row| row.key).collect::<Vec<_>>())
    };
    let levels = keys(|safety| &safety.levels);
    let flags = keys(|safety| &safety.flags);
    let ended = keys(|safety| &safety.ended);
    // The newest stands, with whatever was just begun; the others are history.
    let now = Memo::new(move |_| {
        let safety = safety.read();
        let standing = safety.risk().map(|row| row.key);
        let blank = safety.levels.iter().filter(|row| row.text(Field::LEVEL).is_empty()).map(|row| row.key);
        blank.chain(standing).collect::<Vec<_>>()
    });
    let before = move || levels.get().into_iter().filter(|key| !now.read().contains(key)).collect::<Vec<_>>();
    let level = move |entity: EntityKey| view! { <li><LevelRow safety entity pieces/></li> };
    let flag = move |entity: EntityKey| view! { <li><FlagRow safety entity pieces/></li> };
    view! {
        <section class="safety-part">
            <header class="row apart"><h3>{t!("safety-risk")}</h3>
                <Show when=move || open.get()><button type="button" id="risk-new" class="btn quiet" on:click=move |_| begin_level(pieces)><Picture icon=Icon::Plus/>{t!("risk-new")}</button></Show>
            </header>
            <Show when=move || now.read().is_empty()><p class="soft">{t!("risk-none")}</p></Show>
            <ul class="card list"><For each=move || now.get() key=|key| key.id children=level/></ul>
            <Show when=move || levels.read().len().gt(&now.read().len())>
                <details><summary>{move || t!("risk-before", count = before().len())}</summary>
                    <ul class="card list"><For each=before key=|key| key.id children=level/></ul></details>
            </Show>
        </section>
        <section class="safety-part">
            <header class="row apart"><h3>{t!("safety-flags")}</h3>
                <Show when=move || open.get()><button type="button" id="flag-new" class="btn quiet" on:click=move |_| begin_flag(pieces)><Picture icon=Icon::Plus/>{t!("flag-new")}</button></Show>
            </header>
            <Show when=move || flags.read().is_empty()><p class="soft">{t!("flags-none")}</p></Show>
            <ul class="card list"><For each=move || flags.get() key=|key| key.id children=flag/></ul>
            <Show when=move || !ended.read().is_empty()>
                <details class="flags-ended"><summary>{move || t!("flags-ended", count = ended.read().len())}</summary>
                    <ul class="card list"><For each=move || ended.get() key=|key| key.id children=flag/></ul></details>
            </Show>
        </section>
    }
}

#[component]
fn LevelRow(safety: Memo<Safety>, entity: EntityKey, pieces: Pieces) -> impl IntoView {
    let row = Memo::new(move |_| safety.read().levels.iter().find(|row| row.key == entity).cloned());
    let says = move |of: fn(&Row) -> String| row.read().as_ref().map(of).unwrap_or_default();
    let what = Signal::derive(move || {
        let words = says(risk_words);
        if words.is_empty() { t!("noun-risk-level") } else { words }
    });
    let below = move || {
        let day = says(|row| row.text(Field::DAY).to_owned());
        let day = if day.is_empty() { day } else { t!("lasted-since", day = when::day_words(&day)) };
        line([day, says(|row| member_words(row, Field::RATED_BY)), says(about_words)])
    };
    let high = move || row.read().as_ref().is_some_and(is_high);
    view! {
        <Piece pieces entity what>
            <span class="t" class:danger=high>{move || what.get()}</span>
            <p dir="auto">{below}</p>
            <p class="said" dir="auto">{move || row.read().as_ref().map(|row| why(pieces.doc, row))}</p>
        </Piece>
    }
}

#[component]
fn FlagRow(safety: Memo<Safety>, entity: EntityKey, pieces: Pieces) -> impl IntoView {
    let doc = pieces.doc;
    let said: Said = expect_context();
    let session = session();
    let row = Memo::new(move |_| {
        let safety = safety.read();
        safety.flags.iter().chain(&safety.ended).find(|row| row.key == entity).cloned()
    });
    let says = move |of: fn(&Row) -> String| row.read().as_ref().map(of).unwrap_or_default();
    let field =
        move |field: Field| row.read().as_ref().map(|row| row.text(field).trim().to_owned()).unwrap_or_default();
    let stands = Memo::new(move |_| row.read().as_ref().is_some_and(safety::stands));
    let what = Signal::derive(move || {
        let words = says(flag_words);
        if words.is_empty() { t!("noun-safety-flag") } else { words }
    });
    let below = move || {
        let since = field(Field::SINCE);
        let since = if since.is_empty() { since } else { t!("lasted-since", day = when::day_words(&since)) };
        let by = says(|row| member_words(row, Field::RAISED_BY));
        let by = if by.is_empty() { by } else { t!("flag-by", name = by) };
        line([since, by, says(about_words)])
    };
    let until = Memo::new(move |_| {
        let until = field(Field::UNTIL);
        when::days_until(&until).filter(|_| stands.get()).map(|days| (until, days))
    });
    let open = Memo::new(move |_| {
        documents::track(doc);
        queries::is_open(doc)
    });
    let ending = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let asked = RwSignal::new(false);
    let missing =
        Signal::derive(move || (asked.get() && reason.read().trim().is_empty()).then(|| t!("flag-end-why-needed")));
    let again = move || safety::stand_again(entity).into_iter().for_each(|edit| documents::edit(doc, edit));
    let end = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        asked.set(true);
        let Some(me) = session.me() else { return };
        let edits = safety::end(entity, &reason.read_untracked(), &when::today(), me.member);
        if edits.is_empty() {
            crate::pieces::focus::focus_first_fault();
            return;
        }
        edits.into_iter().for_each(|edit| documents::edit(doc, edit));
        said.say(t!("flag-was-ended", what = what.get_untracked()), again);
        ending.set(false);
        reason.set(String::new());
        asked.set(false);
    };
    view! {
        <Piece pieces entity what>
            <span class="t" class:danger=move || stands.get() dir="auto">{move || what.get()}</span>
            <p dir="auto">{below}</p>
            <p class="said" dir="auto">{move || row.read().as_ref().map(|row| why(doc, row))}</p>
            {move || until.get().map(|(day, days)| {
                let words = if days < 0 { t!("flag-until-late", count = -days) } else { t!("flag-until", day = when::day_words(&day)) };
                view! { <span class="chip" class:amber=days < 0>{words}</span> }
            })}
            <Show when=move || !stands.get()>
                <p class="soft" dir="auto">{move || t!("flag-ended-because", why = field(Field::ENDED_WHY))}</p>
                <p class="soft" dir="auto">{move || line([says(|row| member_words(row, Field::ENDED_BY)), when::day_words(&field(Field::ENDED_ON))])}</p>
            </Show>
            <Show when=move || open.get()>
                {move || if stands.get() {
                    view! { <button type="button" class="btn flag-end" on:click=move |_| ending.set(true)>{t!("flag-end")}<span class="unseen">": "{move || what.get()}</span></button> }.into_any()
                } else {
                    view! { <button type="button" class="btn" on:click=move |_| again()><Picture icon=Icon::Undo/>{t!("flag-again")}</button> }.into_any()
                }}
            </Show>
        </Piece>
        <Dialog open=ending title=t!("flag-end-title")>
            <form class="fields" novalidate on:submit=end>
                <p dir="auto"><strong>{move || what.get()}</strong></p>
                <p class="soft">{t!("flag-end-hint")}</p>
                <crate::pieces::field::LineField id="flag-end-why" label=t!("field-flag-ended-why") value=reason fault=missing first=true/>
                <div class="row wrap">
                    <button class="btn primary" type="submit">{t!("flag-end")}</button>
                    <button class="btn quiet" type="button" on:click=move |_| ending.set(false)>{t!("flag-keep")}</button>
                </div>
            </form>
        </Dialog>
    }
}
