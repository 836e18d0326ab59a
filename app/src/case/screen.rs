//! The list of cases, and beside it, where there is room, what was chosen.
//! Another tab of a case, or another note, is not another screen.

use leptos::prelude::*;

use crate::case::list::CaseList;
use crate::case::new_case::NewCaseForm;
use crate::case::page::{Case, NoSuchCase};
use crate::case::route::{self, CaseRoute};
use crate::frame::route::Route;
use crate::frame::session::session;
use crate::note::page::Note;
use crate::note::route::NoteRoute;
use crate::pieces::icon::{Icon, Picture};
use crate::shell::local_storage;
use crate::t;

/// Which kind of thing is beside the list.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Nothing,
    NewCase,
    Case,
    Note,
    NotFound,
}

/// Whether the list of cases is folded away beside a case, where there would be room for both.
#[derive(Clone, Copy)]
pub struct ListFolded(pub RwSignal<bool>);

impl ListFolded {
    const NAME: &str = "list-folded";

    /// As it was left.
    fn kept() -> Self {
        let folded = RwSignal::new(local_storage::read(Self::NAME).unwrap_or(true));
        Effect::new(move |_| local_storage::write(Self::NAME, &folded.get()));
        Self(folded)
    }
}

/// The list, and what is beside it.
#[component]
pub fn Cases() -> impl IntoView {
    let here = route::here();
    let at_list = Memo::new(move |_| here.get() == CaseRoute::List);
    // Another tab of a case, or another note, is not another screen.
    let kind = Memo::new(move |_| match here.get() {
        CaseRoute::Case(_) | CaseRoute::Tab(..) | CaseRoute::Item(..) => Kind::Case,
        CaseRoute::Note(_) => Kind::Note,
        CaseRoute::New => Kind::NewCase,
        CaseRoute::List => Kind::Nothing,
        CaseRoute::NotFound => Kind::NotFound,
    });
    let note = Memo::new(move |before: Option<&Option<NoteRoute>>| match here.get() {
        CaseRoute::Note(note) => Some(note),
        _ => before.copied().flatten(),
    });
    let thing = move || match kind.get() {
        Kind::Nothing => view! { <NoCaseChosen/> }.into_any(),
        Kind::NewCase => view! { <NewCaseForm/> }.into_any(),
        Kind::Case => view! { <Case here/> }.into_any(),
        Kind::Note => view! { <Note route=note/> }.into_any(),
        Kind::NotFound => view! { <NoSuchCase/> }.into_any(),
    };
    let ListFolded(folded) = ListFolded::kept();
    provide_context(ListFolded(folded));
    let alone = move || folded.get() && matches!(kind.get(), Kind::Case | Kind::Note);
    view! {
        <div class="split" class:at-list=move || at_list.get() class:folded=alone>
            <CaseList at_list/>
            <div class="thing">{thing}</div>
        </div>
    }
}

/// Where nothing is chosen yet.
#[component]
pub fn NoCaseChosen() -> impl IntoView {
    crate::frame::title::title(&t!("nav-cases"));
    crate::frame::scroll_memory::screen_drawn();
    let session = session();
    let any = Memo::new(move |_| !session.cases.read().is_empty());
    view! {
        <section class="pane page" aria-label=t!("cases-choose")>
            <div class="empty">
                <h2>{move || if any.get() { t!("cases-choose") } else { t!("cases-none") }}</h2>
                <p class="soft">{move || if any.get() { t!("cases-choose-hint") } else { t!("cases-none-hint") }}</p>
                <a href=CaseRoute::New.href() class="btn primary"><Picture icon=Icon::Plus/>{t!("case-new")}</a>
            </div>
        </section>
    }
}
