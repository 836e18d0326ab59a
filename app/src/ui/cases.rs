//! The caseload: a list that finds by name, and the case beside it where there is room.
//! Rows say what a person scans for: who, what kind, when last, and whether something waits for a decision.

use casefile::fold;
use device::view::CaseSummary;
use leptos::prelude::*;

use super::address::{self, Beside};
use super::case::{Case, NoSuchCase};
use super::desk::desk;
use super::icon::{Icon, Picture};
use super::live::{Show, derived, live, rows};
use super::new_case::NewCaseForm;
use super::note::Note;
use super::place::Pane;
use super::{source, when};
use crate::t;

/// Which kind of thing is beside the list.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Nothing,
    NewCase,
    Case,
    Note,
    Nowhere,
}

/// The list, and what is beside it.
#[component]
pub fn Cases() -> impl IntoView {
    let beside = address::beside();
    let at_list = derived(move || beside.get() == Beside::Nothing);
    // Another tab of a case, or another note, is not another screen.
    let kind = derived(move || match beside.get() {
        Beside::Case(..) => Kind::Case,
        Beside::Note(..) => Kind::Note,
        Beside::NewCase => Kind::NewCase,
        Beside::Nothing => Kind::Nothing,
        Beside::Nowhere => Kind::Nowhere,
    });
    let thing = move || match kind.get() {
        Kind::Nothing => view! { <NoCaseChosen/> }.into_any(),
        Kind::NewCase => view! { <NewCaseForm/> }.into_any(),
        Kind::Case => view! { <Case/> }.into_any(),
        Kind::Note => view! { <Note/> }.into_any(),
        Kind::Nowhere => view! { <NoSuchCase/> }.into_any(),
    };
    view! {
        <div class="split" class:at-list=move || at_list.get()>
            <CaseList at_list/>
            <div class="thing">{thing}</div>
        </div>
    }
}

/// Where nothing is chosen yet.
#[component]
pub fn NoCaseChosen() -> impl IntoView {
    super::frame::title(&t!("nav-cases"));
    super::place::arrive();
    let desk = desk();
    let any = derived(move || !desk.cases.read().is_empty());
    view! {
        <section class="pane page" aria-label=t!("cases-choose")>
            <div class="empty">
                <h2>{live(move || if any.get() { t!("cases-choose") } else { t!("cases-none") })}</h2>
                <p class="soft">{live(move || if any.get() { t!("cases-choose-hint") } else { t!("cases-none-hint") })}</p>
                <a href="/cases/new" class="btn primary"><Picture icon=Icon::Plus/>{t!("case-new")}</a>
            </div>
        </section>
    }
}

/// The list. Where nothing is chosen, it is what the screen is about.
#[component]
fn CaseList(at_list: Memo<bool>) -> impl IntoView {
    let desk = desk();
    let wanted = RwSignal::new(String::new());
    let found = derived(move || {
        let wanted = fold(wanted.read().trim());
        let cases = desk.cases.read();
        let fits = |case: &&CaseSummary| {
            let phone = case.client.as_ref().map(|client| fold(&client.phone)).unwrap_or_default();
            let name = fold(&case.row.name);
            wanted.is_empty()
                || wanted.split(' ').all(|word| name.contains(word) || (word.len() > 2 && phone.contains(word)))
        };
        cases.iter().filter(fits).cloned().collect::<Vec<_>>()
    });
    let count = derived(move || desk.cases.read().len());
    view! {
        <section class="side" role=move || if at_list.get() { "main" } else { "region" } aria-label=t!("cases-mine")>
            <div class="side-head">
                <div class="row apart">
                    {live(move || {
                        let words = view! { {t!("cases-mine")} " " <span class="soft count">{live(move || (count.get() > 0).then(|| count.get()))}</span> };
                        if at_list.get() { view! { <h1 class="h2" tabindex="-1">{words}</h1> }.into_any() } else { view! { <h2>{words}</h2> }.into_any() }
                    })}
                    <Show when=move || count.get() != 0><a href="/cases/new" class="btn quiet"><Picture icon=Icon::Plus/>{t!("new")}</a></Show>
                </div>
                <Show when=move || count.get() != 0>
                    <div class="search">
                        <Picture icon=Icon::Search/>
                        <label class="unseen" for="cases-find">{t!("cases-find")}</label>
                        <input id="cases-find" type="search" autocomplete="off" placeholder=t!("cases-find-example")
                            prop:value=move || wanted.get() on:input=move |event| wanted.set(event_target_value(&event))/>
                    </div>
                </Show>
            </div>
            <Pane name="cases" class="side-list">
                <ul>
                    {rows(move || found.get(), row_key, |case| view! { <li><CaseLink case/></li> })}
                </ul>
                <Show when=move || found.read().is_empty() && count.get() != 0>
                    <p class="empty soft" role="status">{t!("cases-not-found")}</p>
                </Show>
                <Show when=move || count.get() == 0>
                    <div class="empty">
                        <h2>{t!("cases-none")}</h2>
                        <p class="soft">{t!("cases-none-hint")}</p>
                        <a href="/cases/new" class="btn primary"><Picture icon=Icon::Plus/>{t!("case-new")}</a>
                    </div>
                </Show>
            </Pane>
        </section>
    }
}

/// What a row of the list shows: it is drawn again only when this changes.
fn row_key(case: &CaseSummary) -> String {
    let (kind, contact) = (case.row.kind.map_or("", |kind| kind.as_str()), case.last_contact.map_or(0, |at| at.0));
    format!("{} {} {kind} {contact} {} {}", case.case, *case.row.name, case.conflicts, case.waiting)
}

/// What a case is called, or what to say until its name has come.
#[must_use]
pub fn case_name(case: &CaseSummary) -> String {
    if case.row.name.trim().is_empty() { t!("case-unnamed") } else { case.row.name.get().clone() }
}

/// Where what is to be decided in a case stands: a note of it, or its summary.
#[must_use]
pub fn where_to_decide(case: &CaseSummary) -> String {
    let notes = source::notes(case.case);
    let in_notes: usize = notes.iter().map(|note| note.row.conflicts as usize).sum();
    match notes.iter().find(|note| note.row.conflicts > 0) {
        Some(note) if in_notes >= case.conflicts => format!("/cases/{}/notes/{}", case.case, note.row.note),
        _ => format!("/cases/{}/summary", case.case),
    }
}

/// "Seen Friday", "Opened today": how fresh it is.
#[must_use]
pub fn freshness(case: &CaseSummary) -> String {
    match (case.last_contact, case.row.opened_at) {
        (Some(at), _) => t!("case-seen", day = when::which_day(at.0)),
        (None, Some(at)) => t!("case-opened", day = when::which_day(at.0)),
        (None, None) => String::new(),
    }
}

#[component]
fn CaseLink(case: CaseSummary) -> impl IntoView {
    let kind = case.row.kind.map(|kind| t!(kind.label())).unwrap_or_default();
    let decide = case.conflicts > 0;
    let (href, id) = (format!("/cases/{}", case.case), format!("case-{}", case.case));
    let current = address::current(&href);
    view! {
        <a class="case" aria-current=current href=href id=id>
            <span class="t">
                <span class="name">{case_name(&case)}</span>
                {decide.then(|| view! { <span class="chip amber"><span class="dot"></span>{t!("case-decide")}</span> })}
            </span>
            <span class="s soft"><span>{kind}</span><span>{freshness(&case)}</span></span>
        </a>
    }
}
