//! Search over everything this device may read, while it is typed: grouped by case, found words marked.
//! It runs on the device's own lists, so it works with no signal and nobody learns what was looked for.

use casefile::{CaseId, EntityKind, Field, NoteKind};
use device::Found;
use leptos::prelude::*;

use crate::entity::case_name::{case_name, freshness};
use crate::entity::reference::row_title;
use crate::entity::screens;
use crate::frame::navigation::NavItem;
use crate::frame::queries;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::session;
use crate::note::link::picture;
use crate::pieces::focus::focus_when_drawn;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::search::route::SearchRoute;
use crate::t;

/// The most rows shown.
const MANY: usize = 60;

/// What is being looked for: kept while the app runs, so that back from a result finds it again.
#[derive(Clone, Copy)]
pub struct SearchQuery(pub RwSignal<String>);

/// The results in one case.
type Group = (Option<CaseId>, String, String, Vec<Found>);

/// Its place in the main menu.
pub const MENU_ITEM: NavItem = NavItem {
    route: &SearchRoute,
    class: "",
    content: || view! { <Picture icon=Icon::Search/>{t!("nav-search")} }.into_any(),
    shortcut: Some(("/", "keys-search")),
};

/// The screen.
#[component]
pub fn Search() -> impl IntoView {
    crate::frame::title::title(&t!("nav-search"));
    scroll_memory::screen_drawn();
    let SearchQuery(query) = expect_context();
    let session = session();
    let node = NodeRef::<leptos::html::Input>::new();
    focus_when_drawn(node);
    let groups = Memo::new(move |_| {
        session.lists.track();
        let found = queries::find(query.read().trim(), MANY);
        let cases = session.cases.read();
        let mut groups: Vec<Group> = Vec::new();
        for found in found {
            let Some(summary) = casework::case_of(&cases, found.circle) else { continue };
            let case = Some(summary.case);
            match groups.iter_mut().find(|(known, ..)| *known == case) {
                Some((.., rows)) => rows.push(found),
                None => groups.push((case, case_name(summary), freshness(summary), vec![found])),
            }
        }
        groups
    });
    let count = Memo::new(move |_| groups.read().iter().map(|(.., rows)| rows.len()).sum::<usize>());
    view! {
        <main class="sheet">
            <header class="bar search-bar">
                <h1 tabindex="-1" class="unseen">{t!("nav-search")}</h1>
                <div class="search">
                    <Picture icon=Icon::Search/>
                    <label class="unseen" for="search">{t!("search-label")}</label>
                    <input node_ref=node id="search" type="search" dir="auto" autocomplete="off" enterkeyhint="search" placeholder=t!("search-example")
                        bind:value=query/>
                </div>
            </header>
            <Pane name="search" class="sheet-body">
                <div class="column wide">
                    <p class="unseen" role="status">{move || if query.read().trim().is_empty() { String::new() } else { t!("search-count", count = count.get()) }}</p>
                    <Show when=move || query.read().trim().is_empty()><p class="soft">{t!("search-hint")}</p></Show>
                    <Show when=move || !query.read().trim().is_empty() && count.get() == 0>
                        <div class="empty"><h2>{t!("search-none")}</h2><p class="soft">{t!("search-none-hint")}</p></div>
                    </Show>
                    {move || groups.get().into_iter().map(|group| view! { <Results group/> }).collect_view()}
                </div>
            </Pane>
        </main>
    }
}

#[component]
fn Results(group: Group) -> impl IntoView {
    let (case, name, fresh, rows) = group;
    let rows = rows
        .into_iter()
        .map(|found| {
            let row = &found.row;
            let screens = screens::of(row.key.kind);
            let href = screens.zip(case).and_then(|(noun, case)| noun.href(case, row.key.id));
            let kind = row.choice::<NoteKind>(Field::KIND).filter(|_| row.key.kind == EntityKind::NOTE);
            let icon = if row.key.kind == EntityKind::NOTE {
                picture(kind)
            } else {
                screens.map_or(Icon::Info, |noun| noun.icon)
            };
            let what = match row.time(Field::AT) {
                Some(at) => t!("note-title", kind = row_title(row), when = when::when(at.0)),
                None if row.key.kind == EntityKind::CASE => t!("search-case"),
                None => row_title(row),
            };
            let id = format!("found-{}-{}", row.key.id, found.field.as_str());
            view! {
                <li>
                    <a href=href class="item plain-icon" id=id>
                        <span class="disc soft"><Picture icon/></span>
                        <div><div class="t">{what}</div><p dir="auto">{marked(&found)}</p></div>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <header><h2 dir="auto">{name}</h2><span class="soft s">{fresh}</span></header>
            <ul class="card list">{rows}</ul>
        </section>
    }
}

/// The excerpt with the found words marked.
fn marked(found: &Found) -> Vec<AnyView> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let piece = |range: std::ops::Range<usize>| found.excerpt.as_str().get(range).unwrap_or_default().to_owned();
    for mark in &found.marks {
        pieces.push(piece(at..mark.start).into_any());
        let word = piece(mark.clone());
        pieces.push(view! { <mark>{word}</mark> }.into_any());
        at = mark.end;
    }
    pieces.push(piece(at..found.excerpt.len()).into_any());
    pieces
}
