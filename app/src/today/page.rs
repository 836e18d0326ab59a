//! Today: what needs a decision, what colleagues wrote, what I was at. Nothing to tick off, nothing that shouts.
//! Empty, it teaches with one sentence and one button.

use std::cmp::Reverse;

use casework::{CaseSummary, NoteSummary};
use leptos::prelude::*;

use crate::case::decide::where_to_decide;
use crate::case::route::CaseRoute;
use crate::entity::case_name::{case_name, freshness};
use crate::entity::{conflict, screens};
use crate::frame::navigation::NavItem;
use crate::frame::queries;
use crate::frame::route::{Home, Route};
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::frame::state_chip::StateChip;
use crate::note::link::{NoteLink, note_key};
use crate::pieces::avatar::name_of;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::sample::chip::SampleChip;
use crate::sample::offer::{SampleHere, SampleOffer};
use crate::t;
use crate::today::brief::Brief;

/// How many of anything Today shows.
const A_FEW: usize = 5;

/// Its place in the main menu.
pub const MENU_ITEM: NavItem = NavItem {
    route: &Home,
    class: "",
    content: || view! { <Picture icon=Icon::Today/>{t!("nav-today")} }.into_any(),
    shortcut: Some(("t", "keys-today")),
};

/// The first screen.
#[component]
pub fn Today() -> impl IntoView {
    crate::frame::title::title(&t!("nav-today"));
    scroll_memory::screen_drawn();
    let session = session();
    let first_name = Memo::new(move |_| {
        let name = session.me().map(|me| name_of(&me)).unwrap_or_default();
        let words: Vec<&str> =
            name.split_whitespace().filter(|word| !word.ends_with('.') && !matches!(*word, "Dr" | "Dra")).collect();
        words.first().map_or(String::new(), |word| (*word).to_owned())
    });
    let greeting = move || {
        let name = first_name.get();
        match (when::hour_now(), name.is_empty()) {
            (5..12, false) => t!("greeting-morning", name = name),
            (5..12, true) => t!("greeting-morning-plain"),
            (12..18, false) => t!("greeting-afternoon", name = name),
            (12..18, true) => t!("greeting-afternoon-plain"),
            (_, false) => t!("greeting-evening", name = name),
            (_, true) => t!("greeting-evening-plain"),
        }
    };
    let decide = Memo::new(move |_| {
        session.cases.read().iter().filter(|case| case.conflicts > 0).take(A_FEW).cloned().collect::<Vec<_>>()
    });
    let notes = Memo::new(move |_| {
        session.lists.track();
        queries::recent_notes(40)
    });
    let me = Memo::new(move |_| session.me().map(|me| me.member));
    let others = Memo::new(move |_| {
        let theirs = |note: &&NoteSummary| {
            note.last_author.is_some() && note.last_author != me.get() && when::is_recent(note.updated.0)
        };
        notes.read().iter().filter(theirs).take(A_FEW).cloned().collect::<Vec<_>>()
    });
    // What I began on another day and have not finished.
    let unfinished = Memo::new(move |_| {
        let half_done = |note: &&NoteSummary| {
            let earlier = note.at.is_some_and(|at| when::is_before_today(at.0));
            note.last_author == me.get() && !note.finished && earlier
        };
        notes.read().iter().filter(half_done).take(A_FEW).cloned().collect::<Vec<_>>()
    });
    let mine = Memo::new(move |_| {
        let is_above = |note: &NoteSummary| unfinished.read().iter().any(|other| other.note == note.note);
        let mine = notes.read();
        let mine = mine.iter().filter(|note| note.last_author == me.get() && !is_above(note));
        mine.take(A_FEW).cloned().collect::<Vec<_>>()
    });
    let cases = Memo::new(move |_| {
        let mut cases = session.cases.get();
        cases.sort_by_key(|case| Reverse(case.updated));
        cases.truncate(A_FEW);
        cases
    });
    let latest = Memo::new(move |_| cases.read().first().cloned());
    let more = Memo::new(move |_| session.cases.read().len() > A_FEW);
    let empty = Memo::new(move |_| cases.read().is_empty());
    view! {
        <main class="here-main">
            <Pane name="today" class="today">
                <div class="today-main">
                    <header class="today-head">
                        <div>
                            <p class="soft">{when::long_day(when::now())}</p>
                            <h1 tabindex="-1">{greeting}</h1>
                        </div>
                        <StateChip/>
                    </header>
                    <Show when=move || empty.get()>
                        <div class="card empty">
                            <h2>{t!("today-first")}</h2>
                            <p class="soft">{t!("today-first-hint")}</p>
                            <a href=CaseRoute::New.href() class="btn primary"><Picture icon=Icon::Plus/>{t!("case-new")}</a>
                            <SampleOffer/>
                        </div>
                    </Show>
                    <SampleHere/>
                    <Show when=move || !decide.read().is_empty()>
                        <section class="section">
                            <header><h2>{t!("today-decide")}</h2></header>
                            <ul class="card list">
                                {move || decide.get().into_iter().map(|case| view! { <li><DecideRow case/></li> }).collect_view()}
                            </ul>
                        </section>
                    </Show>
                    {screens::all().iter().filter_map(|noun| noun.on_today).map(|draw| draw()).collect_view()}
                    <Show when=move || !unfinished.read().is_empty()>
                        <section class="section">
                            <header><h2>{t!("today-unfinished")}</h2></header>
                            <ul class="card list"><For each=move || unfinished.get() key=note_key let:note><li><NoteRow note/></li></For></ul>
                        </section>
                    </Show>
                    <Show when=move || !others.read().is_empty()>
                        <section class="section">
                            <header><h2>{t!("today-since")}</h2></header>
                            <ul class="card list"><For each=move || others.get() key=note_key let:note><li><NoteRow note/></li></For></ul>
                        </section>
                    </Show>
                    <Show when=move || !mine.read().is_empty()>
                        <section class="section">
                            <header><h2>{t!("today-mine")}</h2></header>
                            <ul class="card list"><For each=move || mine.get() key=note_key let:note><li><NoteRow note/></li></For></ul>
                        </section>
                    </Show>
                    <Show when=move || !empty.get()>
                        <section class="section">
                            <header><h2>{t!("today-cases")}</h2><Show when=move || more.get()><a href=CaseRoute::List.href() class="soft s">{move || t!("today-all-cases", count = session.cases.read().len())}</a></Show></header>
                            <ul class="card list">
                                {move || cases.get().into_iter().map(|case| view! { <li><CaseRow case/></li> }).collect_view()}
                            </ul>
                        </section>
                    </Show>
                </div>
                {move || latest.get().map(|case| view! { <Brief case/> })}
            </Pane>
        </main>
    }
}

/// A note of whatever case, under the case's name.
#[component]
fn NoteRow(note: NoteSummary) -> impl IntoView {
    let session = session();
    let case = note.case;
    let name =
        Memo::new(move |_| case.and_then(|case| session.case(case)).map(|case| case_name(&case)).unwrap_or_default());
    view! { <NoteLink note case=name/> }
}

#[component]
fn DecideRow(case: CaseSummary) -> impl IntoView {
    let (href, id) = (where_to_decide(&case), format!("decide-{}", case.case));
    view! {
        <a href=href class="item" id=id on:click=move |_| conflict::go_to_first()>
            <span class="disc amber"><Picture icon=Icon::Conflict/></span>
            <div><div class="t cut" dir="auto" title=case_name(&case)>{case_name(&case)}</div><p>{t!("today-decide-row", count = case.conflicts)}</p></div>
            <span class="chip amber">{t!("case-decide")}</span>
        </a>
    }
}

#[component]
fn CaseRow(case: CaseSummary) -> impl IntoView {
    let kind = case.kind.map(|kind| t!(kind.label()));
    let safe = case.client.as_ref().is_some_and(|client| !client.safe_contact.trim().is_empty());
    let (href, id) = (CaseRoute::Case(case.case).href(), format!("today-{}", case.case));
    view! {
        <a href=href class="item plain" id=id>
            <div><div class="t cut" dir="auto" title=case_name(&case)>{case_name(&case)}</div><p>{freshness(&case)}</p></div>
            <div class="row wrap end">
                {case.sample.then(|| view! { <SampleChip/> })}
                {safe.then(|| view! { <span class="chip brick"><Picture icon=Icon::SafeContact/>{t!("safe-contact")}</span> })}
                {kind.map(|kind| view! { <span class="chip">{kind}</span> })}
            </div>
        </a>
    }
}
