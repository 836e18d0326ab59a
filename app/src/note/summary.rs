//! The part of a case's summary with the last contacts.

use casefile::NoteKind;
use casework::NoteSummary;
use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::entity::section::Section;
use crate::frame::queries;
use crate::frame::route::{self, Route};
use crate::frame::session::session;
use crate::note::begin::begin_note;
use crate::note::link::{first_words, note_key, picture};
use crate::note::route::NoteRoute;
use crate::note::tab::TAB;
use crate::pieces::avatar::{initials, name_of};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// How many are shown.
const A_FEW: usize = 4;

/// The last contacts of a case.
#[component]
pub fn LastContacts(
    /// Which case.
    case: OpenCase,
) -> impl IntoView {
    let session = session();
    let notes = Memo::new(move |_| {
        session.lists.track();
        queries::notes(case.id)
    });
    let may_write = Memo::new(move |_| case.summary.read().as_ref().is_some_and(|case| case.record.is_some()));
    let count = Memo::new(move |_| notes.read().len());
    let more =
        Signal::derive(move || if count.get() == 0 { String::new() } else { t!("contacts-all", count = count.get()) });
    let shown = move || notes.get().into_iter().take(A_FEW).collect::<Vec<_>>();
    view! {
        <Show when=move || may_write.get()>
            <Section id="contacts" title=t!("contacts-last") href=TAB.href(case.id) more>
                <Show when=move || count.get() == 0>
                    <div class="card empty">
                        <p class="soft">{t!("notes-none")}</p>
                        <button type="button" class="btn" on:click=move |_| route::go(&begin_note(case.id))><Picture icon=Icon::Write/>{t!("note-new")}</button>
                    </div>
                </Show>
                <Show when=move || count.get() != 0>
                    <ol class="card contacts"><For each=shown key=note_key let:note><li><Contact note/></li></For></ol>
                </Show>
            </Section>
        </Show>
    }
}

/// One contact: what kind, how its note begins, when, who wrote last.
#[component]
fn Contact(note: NoteSummary) -> impl IntoView {
    let session = session();
    let kind = note.kind.map_or_else(|| t!("note"), |kind| t!(kind.label()));
    let preview = first_words(&note);
    let author = note.last_author;
    let day = note.at.map(|at| when::which_day(at.0));
    let side = move || {
        let author = author.and_then(|member| session.member(member)).map(|member| initials(&name_of(&member)));
        day.clone().into_iter().chain(author).collect::<Vec<_>>().join(" · ")
    };
    let href = note.case.map(|case| NoteRoute::to(case, note.note).href());
    view! {
        <a href=href class="item contact">
            <span class="disc" class:brick=note.kind == Some(NoteKind::Crisis)><Picture icon=picture(note.kind)/></span>
            <div><div class="t">{kind}</div><p class="two-lines" dir="auto">{preview}</p></div>
            <span class="soft s end">{side}{(note.conflicts > 0).then(|| view! { " "<span class="chip amber">{t!("case-decide")}</span> })}</span>
        </a>
    }
}
