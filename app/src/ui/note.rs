//! A note: the sections of its format to write in, its facts beside or under a tap, undo, and who else is here.
//! Nothing of it is drawn again while somebody types.

use std::str::FromStr;

use casefile::form::{self, FieldSpec};
use casefile::{CaseId, Edit, EntityKey, Field, NoteFormat, NoteId, Value};
use device::Intent;
use device::view::{DocumentState, PresenceView};
use leptos::prelude::*;
use wire::DocId;

use super::address::{self, Beside};
use super::answer::{AnswerField, say_value};
use super::cases::case_name;
use super::conflict::{self, Conflict};
use super::desk::{self, desk};
use super::field::Segments;
use super::icon::{Icon, Picture};
use super::live::{Show, derived, effect, live, rows};
use super::notes::remember_choice;
use super::person::{Avatar, name_of};
use super::place::{self, Pane};
use super::prose::Prose;
use super::queue::StateChip;
use super::shortcuts::UndoHere;
use super::source;
use crate::t;

/// `/cases/:case/notes/:note`.
#[component]
pub fn Note() -> impl IntoView {
    let beside = address::beside();
    let ids = Memo::new(move |before: Option<&Option<(CaseId, NoteId)>>| match beside.get() {
        Beside::Note(case, note) => Some((case, note)),
        _ => before.copied().flatten(),
    });
    move || ids.get().map(|(case, note)| view! { <NoteOf case note/> })
}

#[component]
fn NoteOf(case: CaseId, note: NoteId) -> impl IntoView {
    let doc = source::note_doc(note);
    let entity = EntityKey::note(note);
    desk::look_at(doc);
    let UndoHere(undo_here) = expect_context();
    undo_here.set(Some(doc));
    on_cleanup(move || {
        if undo_here.try_get_untracked().flatten() == Some(doc) {
            undo_here.try_set(None);
        }
    });
    let desk = desk();
    let summary = derived(move || desk.case(case));
    let name = derived(move || summary.read().as_ref().map(case_name).unwrap_or_default());
    effect(move || super::frame::title(&t!("note-of", name = name.get())));
    let ready = derived(move || {
        desk::track_document(doc);
        source::is_open(doc)
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
            place::arrive();
        }
        ready
    });
    // The next note begins as this one is.
    effect(move || {
        desk::track_document(doc);
        if let Some(word) =
            source::field(doc, entity, Field::Kind).and_then(|view| view.value.as_text().map(str::to_owned))
        {
            remember_choice("note-kind", &word);
        }
    });
    let presence = desk::presence(doc);
    let facts_open = RwSignal::new(conflict::is_led());
    let facts = derived(move || {
        desk::track_document(doc);
        let say = |field: Field| {
            let value = source::field(doc, entity, field).map(|view| view.value).filter(|value| !value.is_empty())?;
            Some(say_value(entity.kind, field, &value))
        };
        [say(Field::Kind), say(Field::At), say(Field::Minutes)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    view! {
        <main class="note-page fills">
            <header class="bar">
                <a href=format!("/cases/{case}/notes") class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a>
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
    let desk = desk();
    let words = move || {
        desk::track_document(doc);
        desk.lists.track();
        match source::document_state(doc) {
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
fn People(presence: Memo<Vec<PresenceView>>) -> impl IntoView {
    let desk = desk();
    let people = derived(move || {
        let mut people: Vec<(String, u8)> = presence
            .read()
            .iter()
            .filter_map(|view| desk.member(view.member))
            .map(|member| (name_of(&member), member.hue))
            .collect();
        casefile::order::sort_by(&mut people, Ord::cmp);
        people.dedup();
        people
    });
    view! {
        <Show when=move || !people.read().is_empty()>
            <div class="avatars" role="img" aria-label=move || t!("presence-list", names = super::when::list(&people.read().iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()))>
                {live(move || people.get().into_iter().map(|(name, number)| view! { <Avatar name hue_number=number/> }).collect_view())}
            </div>
        </Show>
    }
}

/// The format, and what opens the facts where there is no margin for them.
#[component]
fn Head(doc: DocId, entity: EntityKey, facts_open: RwSignal<bool>) -> impl IntoView {
    let format_view = derived(move || {
        desk::track_document(doc);
        source::field(doc, entity, Field::Format).unwrap_or_default()
    });
    let format = derived(move || {
        format_view.read().value.as_text().and_then(|word| NoteFormat::from_str(word).ok()).unwrap_or(NoteFormat::Free)
    });
    let choose = move |chosen: NoteFormat| {
        remember_choice("note-format", chosen.as_str());
        let conflict = format_view.read_untracked().is_conflict();
        let value = Value::from(chosen);
        let edit = if conflict {
            Edit::Settle { entity, field: Field::Format, value }
        } else {
            Edit::Set { entity, field: Field::Format, value }
        };
        desk::edit(doc, edit);
    };
    let present = derived(move || {
        desk::track_document(doc);
        let present = source::field(doc, entity, Field::Present).unwrap_or_default();
        present.value.as_text().unwrap_or_default().trim().to_owned()
    });
    // Fields of the margin that need a decision are seen even while the margin is folded away.
    let decide = derived(move || {
        desk::track_document(doc);
        form::note()
            .iter()
            .any(|spec| is_fact(spec) && source::field(doc, entity, spec.field).is_some_and(|view| view.is_conflict()))
    });
    let options: Vec<_> = NoteFormat::ALL.iter().map(|format| (*format, t!(format.label()))).collect();
    view! {
        <div class="row note-top">
            <Segments name="note-format" label=t!("note-format") options chosen=format on_choose=choose/>
            <button type="button" class="chip facts-button" class:amber=move || decide.get() aria-expanded=move || facts_open.get().to_string() aria-controls="note-facts" on:click=move |_| facts_open.update(|it| *it = !*it)>
                <Picture icon=Icon::People/>
                {live(move || if decide.get() { t!("case-decide") } else if present.read().is_empty() { t!("note-facts") } else { present.get() })}
            </button>
        </div>
        {live(move || {
            let answers = format_view.get().answers;
            (answers.len() > 1).then(|| view! { <Conflict doc entity field=Field::Format label=t!("note-format") answers/> })
        })}
    }
}

/// What is written, section by section.
#[component]
fn Sections(doc: DocId, entity: EntityKey, presence: Memo<Vec<PresenceView>>) -> impl IntoView {
    let is_new = window().location().search().is_ok_and(|query| query == "?new");
    // A section that is not of this format but has text (the format was changed) stays.
    let sections = derived(move || {
        desk::track_document(doc);
        source::sections(doc, NoteId(entity.id.0))
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

/// Whether a field of a note stands in the margin: all but the format.
fn is_fact(spec: &FieldSpec) -> bool {
    spec.field != Field::Format
}

#[component]
fn Facts(doc: DocId, entity: EntityKey, presence: Memo<Vec<PresenceView>>) -> impl IntoView {
    let specs = form::note().iter().filter(|spec| is_fact(spec));
    view! { <div class="fields">{specs.map(|spec| view! { <AnswerField doc entity spec=*spec presence/> }).collect_view()}</div> }
}

#[component]
fn Tools(doc: DocId) -> impl IntoView {
    let undo = desk::undo_state(doc);
    let (can_undo, can_redo) = (undo.clone(), undo);
    view! {
        <footer class="tools">
            <div class="row tight">
                <button type="button" class="icon-btn" aria-label=t!("undo") title=t!("undo") disabled=move || !can_undo.get().0 on:click=move |_| desk::send(Intent::Undo(doc))><Picture icon=Icon::Undo/></button>
                <button type="button" class="icon-btn" aria-label=t!("redo") title=t!("redo") disabled=move || !can_redo.get().1 on:click=move |_| desk::send(Intent::Redo(doc))><Picture icon=Icon::Redo/></button>
            </div>
            <p class="soft s">{t!("note-saved-hint")}</p>
        </footer>
    }
}
