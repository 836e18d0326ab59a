//! The notes of a case, and how a new one begins: the note exists before its first letter is typed.

use std::str::FromStr;

use casefile::{CaseId, Field, Moment, NoteFormat, NoteId, NoteKind, Value};
use device::Intent;
use device::view::NoteSummary;
use leptos::prelude::*;

use super::address;
use super::case::case_here;
use super::cases::{case_name, freshness};
use super::desk::{desk, send};
use super::icon::{Icon, Picture};
use super::live::{Show, derived, live, rows};
use super::person::{Avatar, name_of};
use super::place::{self, Pane};
use super::{source, when};
use crate::shell::randomness;
use crate::t;

/// The picture of a kind of note.
#[must_use]
pub fn picture(kind: Option<NoteKind>) -> Icon {
    match kind {
        Some(NoteKind::HomeVisit) => Icon::HomeVisit,
        Some(NoteKind::Office) => Icon::Office,
        Some(NoteKind::Phone) => Icon::Phone,
        Some(NoteKind::Video) => Icon::Video,
        Some(NoteKind::Message) => Icon::Message,
        Some(NoteKind::Court) => Icon::Court,
        Some(NoteKind::School) => Icon::School,
        Some(NoteKind::CaseConference) => Icon::Conference,
        Some(NoteKind::Crisis) => Icon::Crisis,
        Some(NoteKind::Advocacy) => Icon::Advocacy,
        Some(NoteKind::Counselling | NoteKind::Supervision | NoteKind::Collateral) => Icon::Talk,
        None => Icon::Note,
    }
}

/// What a note is called in a list: its kind and when it was.
#[must_use]
pub fn note_title(note: &NoteSummary) -> String {
    let kind = note.row.kind.map_or_else(|| t!("note"), |kind| t!(kind.label()));
    match note.row.at {
        Some(at) => t!("note-title", kind = kind, when = when::when(at.0)),
        None => kind,
    }
}

/// Begins a note in a case and goes there: by [`address::go`], or by [`address::replace`] from a place not to come back to.
pub fn begin_note(case: CaseId, go: fn(&str)) {
    let note = NoteId::random(&mut randomness::source());
    let kind = last_choice("note-kind").and_then(|word| NoteKind::from_str(&word).ok()).unwrap_or(NoteKind::HomeVisit);
    let format =
        last_choice("note-format").and_then(|word| NoteFormat::from_str(&word).ok()).unwrap_or(NoteFormat::Free);
    let fields = vec![
        (Field::Kind, Value::from(kind)),
        (Field::Format, Value::from(format)),
        (Field::At, Value::Time(Moment(when::now()))),
    ];
    send(Intent::NewNote { case, note, fields });
    go(&format!("/cases/{case}/notes/{note}?new"));
}

/// What was chosen the last time: nothing about a client, only a habit.
fn last_choice(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&format!("doorstep.{name}")).ok()?
}

/// Remembers a choice for the next note.
pub fn remember_choice(name: &str, word: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(&format!("doorstep.{name}"), word));
    }
}

/// The tab with the notes of a case.
#[component]
pub fn Notes() -> impl IntoView {
    place::arrive();
    let case = address::case();
    let summary = case_here();
    let desk = desk();
    let notes = derived(move || {
        desk.lists.track();
        case.get().map(source::notes).unwrap_or_default()
    });
    let may_write = derived(move || summary.read().as_ref().is_some_and(|case| case.record.is_some()));
    let begin = Callback::new(move |()| {
        if let Some(case) = case.get_untracked() {
            begin_note(case, address::go);
        }
    });
    view! {
        <Pane name="notes" class="case-body">
            <Show
                when=move || may_write.get()
                fallback=|| view! { <p class="tell"><Picture icon=Icon::Lock/><span>{t!("summary-no-record")}</span></p> }
            >
                <div class="row apart">
                    <h2>{t!("tab-notes")}</h2>
                    <button type="button" id="begin-note" class="btn primary" on:click=move |_| begin.run(())><Picture icon=Icon::Plus/>{t!("note-new")}</button>
                </div>
                <Show when=move || notes.read().is_empty()>
                    <div class="card empty"><p class="soft">{t!("notes-none")}</p></div>
                </Show>
                <Show when=move || !notes.read().is_empty()>
                    <ul class="card list">
                        {rows(move || notes.get(), note_key, |note| view! { <li><NoteLink note/></li> })}
                    </ul>
                </Show>
            </Show>
        </Pane>
    }
}

/// What a row shows: it is drawn again only when this changes.
#[must_use]
pub fn note_key(note: &NoteSummary) -> String {
    let row = &note.row;
    let (kind, at) = (row.kind.map_or("", |kind| kind.as_str()), row.at.map_or(0, |at| at.0));
    let author = note.last_author.map(|author| author.to_string()).unwrap_or_default();
    format!("{} {kind} {at} {} {} {author} {}", note.doc, *row.preview, row.conflicts, note.waiting)
}

/// A note in a list.
#[component]
pub fn NoteLink(
    /// Which.
    note: NoteSummary,
    /// Its case's name, where the list is of several cases.
    #[prop(optional, into)]
    case: Option<Signal<String>>,
) -> impl IntoView {
    let desk = desk();
    let author = note.last_author;
    let people = move || {
        let author = author.and_then(|member| desk.member(member))?;
        Some(view! { <Avatar name=name_of(&author) hue_number=author.hue/> })
    };
    let title = note_title(&note);
    let title = match case {
        Some(case) => {
            view! { <span class="t">{live(move || case.get())}</span> <span class="soft">{title}</span> }.into_any()
        }
        None => view! { <span class="t">{title}</span> }.into_any(),
    };
    let preview = if note.row.preview.trim().is_empty() { t!("note-empty") } else { note.row.preview.get().clone() };
    let home = note.row.case.map(|case| case.to_string()).unwrap_or_default();
    view! {
        <a href=format!("/cases/{home}/notes/{}", note.row.note) class="item" id=format!("note-{}", note.row.note)>
            <span class="disc soft"><Picture icon=picture(note.row.kind)/></span>
            <div>
                <div class="row wrap tight">{title}</div>
                <p class="two-lines">{preview}</p>
            </div>
            <div class="row">
                {(note.row.conflicts > 0).then(|| view! { <span class="chip amber">{t!("case-decide")}</span> })}
                {people}
            </div>
        </a>
    }
}

/// Two taps to a note from anywhere: this lists the cases, and a tap on one begins it.
#[component]
pub fn PickCase() -> impl IntoView {
    super::frame::title(&t!("write-title"));
    place::arrive();
    let desk = desk();
    let wanted = RwSignal::new(String::new());
    let pick = Callback::new(move |case: CaseId| begin_note(case, address::replace));
    let many = derived(move || desk.cases.read().len() > 7);
    let found = derived(move || {
        let wanted = casefile::fold(wanted.read().trim());
        let cases = desk.cases.read();
        let fits = |name: &str| wanted.split(' ').all(|word| casefile::fold(name).contains(word));
        let mine = cases.iter().filter(|case| case.record.is_some() && fits(&case.row.name));
        mine.map(|case| {
            (
                case.case,
                case_name(case),
                case.row.kind.map(|kind| t!(kind.label())).unwrap_or_default(),
                freshness(case),
            )
        })
        .collect::<Vec<_>>()
    });
    view! {
        <main class="sheet">
            <header class="bar">
                <h1 tabindex="-1" class="h2">{t!("write-title")}</h1>
            </header>
            <Pane name="write" class="sheet-body">
                <div class="column">
                    <Show when=move || many.get()>
                        <div class="search">
                            <Picture icon=Icon::Search/>
                            <label class="unseen" for="write-find">{t!("cases-find")}</label>
                            <input id="write-find" type="search" autocomplete="off" placeholder=t!("cases-find-example")
                                prop:value=move || wanted.get() on:input=move |event| wanted.set(event_target_value(&event))/>
                        </div>
                    </Show>
                    <ul class="card list" class:unseen=move || found.read().is_empty()>
                        {rows(move || found.get(), |(case, name, kind, contact)| format!("{case} {name} {kind} {contact}"), move |(case, name, kind, contact)| view! {
                            <li>
                                <button type="button" class="item plain" on:click=move |_| pick.run(case)>
                                    <span><span class="t">{name}</span> <span class="soft s">{kind}</span></span>
                                    <span class="soft s">{contact}</span>
                                </button>
                            </li>
                        })}
                    </ul>
                    <Show when=move || found.read().is_empty()>
                        <div class="empty">
                            <p class="soft">{live(move || if wanted.read().is_empty() { t!("write-none") } else { t!("cases-not-found") })}</p>
                            <a href="/cases/new" class="btn primary"><Picture icon=Icon::Plus/>{t!("case-new")}</a>
                        </div>
                    </Show>
                </div>
            </Pane>
        </main>
    }
}
