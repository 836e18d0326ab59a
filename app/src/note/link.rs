//! A note in a list: what it is called, its first words, who wrote last.
//! Cases, Today and search list notes in the same way.

use casefile::NoteKind;
use casework::NoteSummary;
use leptos::prelude::*;

use crate::frame::route::Route;
use crate::frame::session::session;
use crate::note::route::NoteRoute;
use crate::pieces::avatar::{Avatar, name_of};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
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
    let kind = note.kind.map_or_else(|| t!("note"), |kind| t!(kind.label()));
    match note.at {
        Some(at) => t!("note-title", kind = kind, when = when::when(at.0)),
        None => kind,
    }
}

/// How it went, where it was an attempt and no contact.
#[must_use]
pub fn attempt(note: &NoteSummary) -> Option<String> {
    note.outcome.filter(|outcome| !outcome.is_contact()).map(|outcome| t!(outcome.label()))
}

/// How it begins; where nothing is written, how it went, or that nothing is.
#[must_use]
pub fn first_words(note: &NoteSummary) -> String {
    if note.preview.trim().is_empty() {
        return attempt(note).unwrap_or_else(|| t!("note-empty"));
    }
    note.preview.get().clone()
}

/// What a row shows: it is drawn again only when this changes.
#[must_use]
pub fn note_key(note: &NoteSummary) -> String {
    let row = note;
    let (kind, at) = (row.kind.map_or("", |kind| kind.as_str()), row.at.map_or(0, |at| at.0));
    let author = note.last_author.map(|author| author.to_string()).unwrap_or_default();
    let outcome = row.outcome.map_or("", |outcome| outcome.as_str());
    format!(
        "{} {kind} {at} {outcome} {} {} {author} {} {}",
        note.doc, *row.preview, row.conflicts, note.waiting, note.finished
    )
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
    let session = session();
    let author = note.last_author;
    let people = move || {
        let author = author.and_then(|member| session.member(member))?;
        Some(view! { <Avatar name=name_of(&author) hue_number=author.hue/> })
    };
    let title = note_title(&note);
    let title = match case {
        Some(case) => {
            view! { <span class="t" dir="auto">{move || case.get()}</span> <span class="soft">{title}</span> }
                .into_any()
        }
        None => view! { <span class="t">{title}</span> }.into_any(),
    };
    let preview = first_words(&note);
    // Where nothing is written, the line below says it.
    let attempt = attempt(&note).filter(|attempt| *attempt != preview);
    let href = note.case.map(|case| NoteRoute::to(case, note.note).href());
    view! {
        <a href=href class="item" id=format!("note-{}", note.note)>
            <span class="disc soft"><Picture icon=picture(note.kind)/></span>
            <div>
                <div class="row wrap tight">{title}</div>
                <p class="two-lines" dir="auto">{preview}</p>
            </div>
            <div class="row">
                {attempt.map(|attempt| view! { <span class="chip">{attempt}</span> })}
                {note.finished.then(|| view! { <span class="finished" title=t!("signature-finished")><Picture icon=Icon::Signed/><span class="unseen">{t!("signature-finished")}</span></span> })}
                {(note.conflicts > 0).then(|| view! { <span class="chip amber">{t!("case-decide")}</span> })}
                {people}
            </div>
        </a>
    }
}
