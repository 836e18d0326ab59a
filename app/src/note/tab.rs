//! The tab with the notes of a case, latest first.

use casefile::{Edit, EntityKey, EntityKind};
use casework::NoteSummary;
use leptos::prelude::*;

use crate::entity::case_tab::{CaseTab, OpenCase};
use crate::entity::screens::{NounScreens, SummaryPart, SummaryPlace};
use crate::frame::said::Said;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::frame::{documents, queries, route};
use crate::note::begin::{begin_note, nobody_home};
use crate::note::link::{NoteLink, note_key, note_title};
use crate::note::summary::LastContacts;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// What notes bring to screens of many nouns.
pub static SCREENS: NounScreens = NounScreens {
    tab: Some(&TAB),
    on_summary: Some(SummaryPart {
        place: SummaryPlace::Contacts,
        view: |case| view! { <LastContacts case/> }.into_any(),
    }),
    ..NounScreens::new(EntityKind::NOTE, Icon::Note)
};

/// The tab.
pub static TAB: CaseTab =
    CaseTab { segment: "notes", label: "tab-notes", view: |case| view! { <Notes case/> }.into_any() };

/// The notes of a case.
#[component]
pub fn Notes(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let session = session();
    let notes = Memo::new(move |_| {
        session.lists.track();
        queries::notes(case.id)
    });
    let away = Memo::new(move |_| {
        session.lists.track();
        queries::notes_put_away(case.id)
    });
    let may_write = Memo::new(move |_| case.summary.read().as_ref().is_some_and(|case| case.record.is_some()));
    let said: Said = expect_context();
    let begin = Callback::new(move |()| {
        route::go(&begin_note(case.id));
    });
    view! {
        <Pane name="notes" class="case-body">
            <Show
                when=move || may_write.get()
                fallback=|| view! { <p class="tell"><Picture icon=Icon::Lock/><span>{t!("summary-no-record")}</span></p> }
            >
                <div class="row apart notes-head">
                    <h2>{t!("tab-notes")}</h2>
                    <div class="row wrap end">
                        <button type="button" class="btn" on:click=move |_| nobody_home(case.id, said)><Picture icon=Icon::NobodyHome/>{t!("nobody-home")}</button>
                        <button type="button" id="begin-note" class="btn primary" on:click=move |_| begin.run(())><Picture icon=Icon::Plus/>{t!("note-new")}</button>
                    </div>
                </div>
                <Show when=move || notes.read().is_empty()>
                    <div class="card empty"><p class="soft">{t!("notes-none")}</p></div>
                </Show>
                <Show when=move || !notes.read().is_empty()>
                    <ul class="card list">
                        <For each=move || notes.get() key=note_key let:note><li><NoteLink note/></li></For>
                    </ul>
                </Show>
                <Show when=move || !away.read().is_empty()>
                    <details class="away">
                        <summary>{t!("notes-put-away")}</summary>
                        <ul class="card list">
                            <For each=move || away.get() key=note_key let:note><li><Away note/></li></For>
                        </ul>
                    </details>
                </Show>
            </Show>
        </Pane>
    }
}

/// A note that was put away.
#[component]
fn Away(note: NoteSummary) -> impl IntoView {
    let (doc, entity) = (note.doc, EntityKey::note(note.note));
    let words = t!("fetch-back-this", what = note_title(&note));
    let fetch = move |_| documents::edit(doc, Edit::Restore { entity });
    view! {
        <div class="row away-row">
            <NoteLink note/>
            <button type="button" class="btn" aria-label=words on:click=fetch>{t!("fetch-back")}</button>
        </div>
    }
}
