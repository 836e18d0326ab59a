//! The page itself: who it is from, what it is about, its parts, lines to sign, and what is not on it.

use casefile::EntityView;
use casework::papers::Part;
use leptos::prelude::*;

use crate::entity::screens::{self, TellsBeside};
use crate::locale;
use crate::paper::running::{self, Margins};
use crate::paper::said::moment_words;
use crate::paper::sheet::Sheet;
use crate::paper::table::PaperTable;
use crate::pieces::when;
use crate::t;

/// What is on a page. Its words are in the language that is spoken while it is drawn.
pub struct Page {
    /// What the paper is called.
    pub title: String,
    /// What the case is called.
    pub case_name: String,
    /// What the workspace is called.
    pub workspace: String,
    /// Who prints it.
    pub by: String,
    /// Its parts with what they hold; those that hold nothing are not drawn.
    pub parts: Vec<(Part, Vec<EntityView>)>,
    /// Headings of parts that hold something and are not on it.
    pub left_out: Vec<&'static str>,
    /// How many things are not on it because they were put away.
    pub put_away: usize,
    /// How many documents could not be read.
    pub unread: usize,
    /// As the record stood then, in milliseconds.
    pub as_of: Option<u64>,
    /// Whether it is one thing of the case alone.
    pub alone: bool,
    /// Whether answers stand there that are shown only to whoever asks for them.
    pub uncovered: bool,
    /// What the worker says.
    pub statement: Option<String>,
    /// Whether there are lines to sign.
    pub signed: bool,
}

/// What nouns tell of their entities beside their fields.
#[derive(Clone)]
pub struct Tellers(Vec<(casefile::EntityKind, TellsBeside)>);

impl Tellers {
    /// Those of all nouns, for as long as the component lives.
    #[must_use]
    pub fn all() -> Self {
        Self(screens::all().iter().filter_map(|noun| Some((noun.kind, (noun.on_paper?)()))).collect())
    }

    /// What is known of an entity beside its fields.
    #[must_use]
    pub fn of(&self, view: &EntityView) -> casework::export::Beside {
        let teller = self.0.iter().find(|(kind, _)| *kind == view.key.kind);
        teller.map(|(_, tell)| tell(view)).unwrap_or_default()
    }
}

/// Draws a page.
#[must_use]
pub fn draw(page: Page, tellers: &Tellers) -> AnyView {
    let now = when::now();
    let printed = t!("paper-printed", name = page.by.clone(), when = moment_words(now));
    running::set(&Margins {
        head: format!("{} · {}", page.case_name, page.by),
        foot: printed.clone(),
        number: [t!("paper-page"), t!("paper-page-of")],
    });
    let covered = !page.uncovered
        && page
            .parts
            .iter()
            .flat_map(|(_, views)| views)
            .any(|view| view.fields.iter().any(|(field, said)| !said.value.is_empty() && view.is_covered(*field)));
    let empty = page.parts.iter().all(|(_, views)| views.is_empty()) && page.statement.is_none();
    let uncovered = page.uncovered;
    let parts = page.parts.into_iter().filter(|(_, views)| !views.is_empty());
    let parts = parts.map(|(part, views)| draw_part(part, views, tellers, uncovered, page.alone)).collect_view();
    let names: Vec<String> = page.left_out.iter().map(|heading| t!(heading)).collect();
    let notes = [
        (!names.is_empty()).then(|| t!("paper-left-out", count = names.len(), names = when::list(&names))),
        (page.put_away > 0).then(|| t!("paper-put-away", count = page.put_away)),
        covered.then(|| t!("paper-covered")),
        (page.unread > 0).then(|| t!("paper-unread", count = page.unread)),
        Some(t!("paper-may-read", name = page.by.clone())),
        Some(printed),
    ];
    let notes = notes.into_iter().flatten().map(|words| view! { <p dir="auto">{words}</p> }).collect_view();
    let line = |name: String| {
        view! { <div><span></span><p dir="auto">{name}</p><p class="soft">{t!("paper-date")}</p></div> }
    };
    let (client, by) = (page.case_name.clone(), page.by.clone());
    view! {
        <header>
            <p class="org" dir="auto">{page.workspace}</p>
            <p class="soft" dir="auto">{page.case_name}<br/>{page.by}<br/>{when::long_date(now)}</p>
        </header>
        <h1 dir="auto">{page.title}</h1>
        {page.as_of.map(|at| view! { <p class="as-of">{t!("paper-as-it-stood", day = when::long_date(at))}</p> })}
        {empty.then(|| view! { <p class="soft">{if page.as_of.is_some() { t!("paper-nothing-then") } else { t!("paper-nothing") }}</p> })}
        {parts}
        {page.statement.map(|text| view! {
            <section class="paper-part"><h2>{t!("paper-statement")}</h2><p class="sheet-prose" dir="auto">{text}</p></section>
        })}
        {page.signed.then(|| view! { <div class="paper-lines">{line(client)}{line(by)}</div> })}
        <footer lang=locale::language().tag()>{notes}</footer>
    }
    .into_any()
}

fn draw_part(part: Part, views: Vec<EntityView>, tellers: &Tellers, uncovered: bool, alone: bool) -> AnyView {
    let beside: Vec<_> = views.iter().map(|view| tellers.of(view)).collect();
    let named = part.kinds.len() > 1;
    let body = match part.columns {
        Some(columns) => view! { <PaperTable entities=views beside columns uncovered/> }.into_any(),
        None => views
            .into_iter()
            .zip(beside)
            .map(|(entity, beside)| view! { <Sheet entity beside uncovered named/> })
            .collect_view()
            .into_any(),
    };
    view! { <section class="paper-part" class:alone=alone><h2>{t!(part.heading)}</h2>{body}</section> }.into_any()
}
