//! A note: the sections of its format to write in, its facts beside or under a tap, undo, and who else is here.
//! Nothing of it is drawn again while somebody types.

use casefile::{CaseId, EntityKey, Field, NoteId, SCHEMA};
use casework::signatures::Standing;
use device::Intent;
use device::view::{DocumentState, PresenceView};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_name::case_name;
use crate::entity::conflict;
use crate::entity::people_here::PeopleHere;
use crate::entity::put_away::PutAway;
use crate::entity::reading::{ReadFacts, ReadTexts};
use crate::entity::screens::{self, OpenNote};
use crate::entity::value::value_text;
use crate::frame::saved::is_unsaved;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::{self, session};
use crate::frame::shortcuts::UndoHere;
use crate::frame::state_chip::StateChip;
use crate::frame::{documents, queries, route};
use crate::history::life::{History, HistoryButton};
use crate::note::begin::remember_choice;
use crate::note::follow::Follows;
use crate::note::head::{Facts, Head, is_fact};
use crate::note::route::{NoteRoute, NotesOfCase};
use crate::note::tab::TAB;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::menu::Menu;
use crate::pieces::wait::takes_long;
use crate::signature::amend::Amend;
use crate::signature::amendments::Amendments;
use crate::signature::banner::{Banner, Shown};
use crate::signature::finish::Finish;
use crate::signature::standing_of;
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
    documents::open(doc);
    let UndoHere(undo_here) = expect_context();
    undo_here.set(Some(doc));
    on_cleanup(move || {
        if undo_here.try_get_untracked().flatten() == Some(doc) {
            undo_here.try_set(None);
        }
    });
    let session = session();
    let summary = Memo::new(move |_| session.case(case));
    let name = Memo::new(move |_| summary.read().as_ref().map(case_name).unwrap_or_default());
    Effect::new(move || crate::frame::title::title(&t!("note-of", name = name.get())));
    let ready = Memo::new(move |_| {
        documents::track(doc);
        queries::is_open(doc)
    });
    let slow = takes_long();
    // One that was begun and left without a word is nowhere any more, not even behind "back" or the lock.
    let begun = route::query() == NoteRoute::BEGUN;
    Effect::new(move || {
        if begun && slow.get() && queries::document_state(doc) == DocumentState::Unknown {
            route::replace(&NotesOfCase(case));
        }
    });
    // Back from the lock, or from another screen: to the same letter.
    Effect::new(move |before: Option<bool>| {
        let ready = ready.get();
        if ready && before != Some(true) {
            scroll_memory::screen_drawn();
        }
        ready
    });
    // The next note begins as this one is.
    Effect::new(move || {
        documents::track(doc);
        if let Some(word) =
            queries::field(doc, entity, Field::KIND).and_then(|view| view.value.as_text().map(str::to_owned))
        {
            remember_choice("note-kind", &word);
        }
    });
    let presence = documents::presence(doc);
    let facts_open = RwSignal::new(conflict::is_going_there());
    let standing = standing_of(doc, entity);
    let shown = RwSignal::new(Shown::Now);
    let left = RwSignal::new(0_u32);
    let fresh = StoredValue::new(begun);
    Effect::new(move || {
        if !standing.read().is_closed() {
            shown.set(Shown::Now);
        }
    });
    // What is signed is read. A colleague's signature takes no text from under a caret: only when it is left.
    let reading = Memo::new(move |before: Option<&bool>| {
        left.track();
        standing.read().is_closed() && !(before == Some(&false) && is_writing_in(doc))
    });
    let read = Memo::new(move |_| {
        documents::track(doc);
        match shown.get() {
            Shown::Signed(at) if reading.get() => {
                let signature = standing.read().signed.get(at).cloned()?;
                queries::entity_at(doc, entity, &signature.heads)
            }
            _ => queries::entity(doc, entity),
        }
    });
    let facts = Memo::new(move |_| {
        documents::track(doc);
        let say = |field: Field| {
            let value = queries::field(doc, entity, field).map(|view| view.value).filter(|value| !value.is_empty())?;
            Some(value_text(entity.kind, field, &value))
        };
        [say(Field::KIND), say(Field::OUTCOME), say(Field::AT), say(Field::MINUTES)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    });
    view! {
        <main class="note-page fills">
            <header class="bar">
                <a href=TAB.href(case) class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a>
                <div class="bar-words">
                    <h1 tabindex="-1" class="h2" dir="auto" title=move || name.get()>{move || name.get()}</h1>
                    <div class="soft s">{move || facts.get()}</div>
                </div>
                <PeopleHere presences=vec![presence]/>
                <StateChip/>
                {screens::all().iter().filter_map(|noun| noun.help).map(|draw| draw(case)).collect_view()}
            </header>
            <Show
                when=move || ready.get()
                fallback=move || view! { <div class="note-body"><NotYet doc slow/></div> }
            >
                <Pane name="note" class="note-body">
                    <div class="note-head">
                        {screens::all().iter().filter_map(|noun| noun.before_visit).map(|draw| draw(OpenNote { case, note })).collect_view()}
                        <Banner doc entity standing shown/>
                        <Show when=move || !reading.get()><Head doc entity facts_open/></Show>
                    </div>
                    <Show
                        when=move || reading.get()
                        fallback=move || view! {
                            <aside class="note-facts" class:open=move || facts_open.get() id="note-facts" aria-label=t!("note-facts")>
                                <h2>{t!("note-facts")}</h2>
                                <Facts doc entity presence/>
                            </aside>
                            <div class="note-sheet" on:focusout=move |_| left.update(|it| *it += 1)><Sections doc entity presence fresh/><Follows doc open=OpenNote { case, note }/></div>
                        }
                    >
                        <div class="note-sheet">
                            {move || read.get().map(|entity| view! { <ReadTexts entity/> })}
                            <Follows doc open=OpenNote { case, note }/>
                            <Amendments doc entity standing/>
                        </div>
                        <aside class="note-facts open reads" aria-label=t!("note-facts")>
                            <h2>{t!("note-facts")}</h2>
                            {move || read.get().map(|entity| view! { <ReadFacts entity only=is_fact/> })}
                        </aside>
                    </Show>
                </Pane>
            </Show>
            <Tools doc open=OpenNote { case, note: NoteId(entity.id.0) } ready standing reading/>
        </main>
    }
}

/// Whether the focus is in a text of this document.
fn is_writing_in(doc: DocId) -> bool {
    let active = document().active_element().filter(|active| active.tag_name() == "TEXTAREA");
    active.and_then(|area| area.get_attribute("data-doc")).is_some_and(|of| of == doc.to_string())
}

/// In place of a note that cannot be shown: why, and what happens next.
#[component]
fn NotYet(doc: DocId, slow: RwSignal<bool>) -> impl IntoView {
    let session = session();
    let words = move || {
        documents::track(doc);
        session.lists.track();
        match queries::document_state(doc) {
            DocumentState::Damaged => Some((t!("note-damaged"), t!("note-damaged-hint"))),
            DocumentState::Unknown if slow.get() => Some((t!("note-missing"), t!("note-missing-hint"))),
            _ if slow.get() => Some((t!("note-opening"), String::new())),
            _ => None,
        }
    };
    view! { <div role="status">{move || words().map(|(title, hint)| view! { <p><strong>{title}</strong></p><p class="soft">{hint}</p> })}</div> }
}

/// What is written, section by section.
#[component]
fn Sections(
    doc: DocId,
    entity: EntityKey,
    presence: Memo<Vec<PresenceView>>,
    fresh: StoredValue<bool>,
) -> impl IntoView {
    // Only once: what is opened again later takes no focus.
    let is_new = fresh.try_update_value(std::mem::take).unwrap_or_default();
    // A section that is not of this format but has text (the format was changed) stays.
    let sections = Memo::new(move |_| {
        documents::track(doc);
        queries::sections(doc, entity)
    });
    let section = move |field: Field| {
        let first = is_new && sections.read_untracked().first() == Some(&field);
        let spec = SCHEMA.spec(entity.kind, field);
        let label = spec.map(|spec| t!(spec.label)).unwrap_or_default();
        let hint = spec.and_then(|spec| spec.hint).map(|hint| t!(hint)).unwrap_or_default();
        view! { <Prose doc entity field label hint presence first/> }
    };
    view! { <For each=move || sections.get() key=|field| field.as_str() children=section/> }
}

#[component]
fn Tools(
    doc: DocId,
    open: OpenNote,
    ready: Memo<bool>,
    standing: Memo<Standing>,
    reading: Memo<bool>,
) -> impl IntoView {
    let offers = screens::all().iter().filter_map(|noun| noun.in_note).map(|draw| draw(open)).collect_view();
    let status = session().status;
    let (case, entity) = (open.case, EntityKey::note(open.note));
    let to_list = Callback::new(move |()| route::replace(&NotesOfCase(case)));
    let undo = documents::undo_state(doc);
    let (can_undo, can_redo) = (undo.clone(), undo);
    let history = RwSignal::new(false);
    let saved = move || if is_unsaved(&status.read()) { t!("note-unsaved-hint") } else { t!("note-saved-hint") };
    view! {
        <footer class="tools">
            <div class="row tight">
                {offers}
                <button type="button" class="icon-btn" aria-label=t!("undo") title=t!("undo") disabled=move || !can_undo.get().0 on:click=move |_| session::send(Intent::Undo(doc))><Picture icon=Icon::Undo/></button>
                <button type="button" class="icon-btn" aria-label=t!("redo") title=t!("redo") disabled=move || !can_redo.get().1 on:click=move |_| session::send(Intent::Redo(doc))><Picture icon=Icon::Redo/></button>
                <Show when=move || ready.get()>
                    <Menu id="note-more">
                        <HistoryButton open=history/>
                        <PutAway doc entity done=t!("note-was-put-away") then=to_list/>
                    </Menu>
                </Show>
            </div>
            <p class="soft s" class:saved-hint=move || !is_unsaved(&status.read())>{move || (!reading.get()).then(saved)}</p>
            <Show when=move || ready.get()>
                <History doc entity open=history may_write=Signal::derive(move || !standing.read().is_closed())/>
                <Show when=move || standing.read().is_closed() fallback=move || view! { <Finish doc entity standing done=t!("note-finished")/> }>
                    <Amend doc entity/>
                </Show>
            </Show>
        </footer>
    }
}
