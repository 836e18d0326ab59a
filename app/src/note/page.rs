//! A note: the sections of its format to write in, its facts beside or under a tap, undo, and who else is here.
//! Nothing of it is drawn again while somebody types.

use casefile::{CaseId, EntityKey, Field, NoteId, form};
use device::Intent;
use device::view::{DocumentState, PresenceView};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_name::case_name;
use crate::entity::conflict;
use crate::entity::value::say_value;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::{self, session};
use crate::frame::shortcuts::UndoHere;
use crate::frame::state_chip::StateChip;
use crate::frame::{queries, route};
use crate::note::begin::remember_choice;
use crate::note::head::{Facts, Head};
use crate::note::route::NoteRoute;
use crate::note::tab::TAB;
use crate::pieces::avatar::{Avatar, name_of};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::live::{Show, derived, effect, live, rows};
use crate::t;
use crate::text::prose::Prose;

/// The page of a note; drawn anew for another one.
#[component]
pub fn Note(
    /// Which.
    route: Memo<Option<NoteRoute>>,
) -> impl IntoView {
    move || route.get().map(|NoteRoute { case, note, .. }| view! { <NoteOf case note/> })
}

#[component]
fn NoteOf(case: CaseId, note: NoteId) -> impl IntoView {
    let doc = queries::note_doc(note);
    let entity = EntityKey::note(note);
    session::look_at(doc);
    let UndoHere(undo_here) = expect_context();
    undo_here.set(Some(doc));
    on_cleanup(move || {
        if undo_here.try_get_untracked().flatten() == Some(doc) {
            undo_here.try_set(None);
        }
    });
    let session = session();
    let summary = derived(move || session.case(case));
    let name = derived(move || summary.read().as_ref().map(case_name).unwrap_or_default());
    effect(move || crate::frame::title::title(&t!("note-of", name = name.get())));
    let ready = derived(move || {
        session::track_document(doc);
        queries::is_open(doc)
    });
    // A note opens at once when it is in memory; words come only if it takes long.
    let slow = RwSignal::new(false);
    set_timeout(
        move || {
            slow.try_set(true);
        },
        std::time::Duration::from_millis(600),
    );
    // Back from the lock, or from another screen: to the same letter.
    Effect::new(move |before: Option<bool>| {
        let ready = ready.get();
        if ready && before != Some(true) {
            scroll_memory::arrive();
        }
        ready
    });
    // The next note begins as this one is.
    effect(move || {
        session::track_document(doc);
        if let Some(word) =
            queries::field(doc, entity, Field::Kind).and_then(|view| view.value.as_text().map(str::to_owned))
        {
            remember_choice("note-kind", &word);
        }
    });
    let presence = session::presence(doc);
    let facts_open = RwSignal::new(conflict::is_led());
    let facts = derived(move || {
        session::track_document(doc);
        let say = |field: Field| {
            let value = queries::field(doc, entity, field).map(|view| view.value).filter(|value| !value.is_empty())?;
            Some(say_value(entity.kind, field, &value))
        };
        [say(Field::Kind), say(Field::At), say(Field::Minutes)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    view! {
        <main class="note-page fills">
            <header class="bar">
                <a href=TAB.href(case) class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a>
                <div class="bar-words">
                    <h1 tabindex="-1" class="h2">{live(move || name.get())}</h1>
                    <div class="soft s">{live(move || facts.get())}</div>
                </div>
                <People presence/>
                <StateChip/>
            </header>
            <Show
                when=move || ready.get()
                fallback=move || view! { <div class="note-body"><NotYet doc slow/></div> }
            >
                <Pane name="note" class="note-body">
                    <div class="note-head"><Head doc entity facts_open/></div>
                    <aside class="note-facts" class:open=move || facts_open.get() id="note-facts" aria-label=t!("note-facts")>
                        <h2>{t!("note-facts")}</h2>
                        <Facts doc entity presence/>
                    </aside>
                    <div class="note-sheet"><Sections doc entity presence/></div>
                </Pane>
            </Show>
            <Tools doc/>
        </main>
    }
}

/// In place of a note that cannot be shown: why, and what happens next.
#[component]
fn NotYet(doc: DocId, slow: RwSignal<bool>) -> impl IntoView {
    let session = session();
    let words = move || {
        session::track_document(doc);
        session.lists.track();
        match queries::document_state(doc) {
            DocumentState::Damaged => Some((t!("note-damaged"), t!("note-damaged-hint"))),
            DocumentState::Unknown if slow.get() => Some((t!("note-missing"), t!("note-missing-hint"))),
            _ if slow.get() => Some((t!("note-opening"), String::new())),
            _ => None,
        }
    };
    view! { <div role="status">{live(move || words().map(|(title, hint)| view! { <p><strong>{title}</strong></p><p class="soft">{hint}</p> }))}</div> }
}

/// Who else is here now.
#[component]
pub fn People(
    /// Who else is in the document.
    presence: Memo<Vec<PresenceView>>,
) -> impl IntoView {
    let session = session();
    let people = derived(move || {
        let mut people: Vec<(String, u8)> = presence
            .read()
            .iter()
            .filter_map(|view| session.member(view.member))
            .map(|member| (name_of(&member), member.hue))
            .collect();
        people.sort();
        people.dedup();
        people
    });
    view! {
        <Show when=move || !people.read().is_empty()>
            <div class="avatars" role="img" aria-label=move || t!("presence-list", names = crate::pieces::when::list(&people.read().iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()))>
                {live(move || people.get().into_iter().map(|(name, number)| view! { <Avatar name hue_number=number/> }).collect_view())}
            </div>
        </Show>
    }
}

/// What is written, section by section.
#[component]
fn Sections(doc: DocId, entity: EntityKey, presence: Memo<Vec<PresenceView>>) -> impl IntoView {
    let is_new = route::query() == NoteRoute::BEGUN;
    // A section that is not of this format but has text (the format was changed) stays.
    let sections = derived(move || {
        session::track_document(doc);
        queries::sections(doc, NoteId(entity.id.0))
    });
    let section = move |field: Field| {
        let first = is_new && sections.read_untracked().first() == Some(&field);
        let spec = form::note_section(field);
        let label = spec.map(|spec| t!(spec.label)).unwrap_or_default();
        let hint = spec.and_then(|spec| spec.hint).map(|hint| t!(hint)).unwrap_or_default();
        view! { <Prose doc entity field label hint presence first/> }
    };
    rows(move || sections.get(), |field| field.as_str().to_owned(), section)
}

#[component]
fn Tools(doc: DocId) -> impl IntoView {
    let undo = session::undo_state(doc);
    let (can_undo, can_redo) = (undo.clone(), undo);
    view! {
        <footer class="tools">
            <div class="row tight">
                <button type="button" class="icon-btn" aria-label=t!("undo") title=t!("undo") disabled=move || !can_undo.get().0 on:click=move |_| session::send(Intent::Undo(doc))><Picture icon=Icon::Undo/></button>
                <button type="button" class="icon-btn" aria-label=t!("redo") title=t!("redo") disabled=move || !can_redo.get().1 on:click=move |_| session::send(Intent::Redo(doc))><Picture icon=Icon::Redo/></button>
            </div>
            <p class="soft s">{t!("note-saved-hint")}</p>
        </footer>
    }
}
