//! One assessment: its questions while there are some to ask, then its result, every answer, and what is known about it.

use std::sync::Arc;

use casefile::{EntityId, EntityKey, EntityKind, Field, FieldSpec};
use instruments::Instrument;
use leptos::prelude::*;
use wire::DocId;

use crate::assessment::alert::AlertCard;
use crate::assessment::all_answers::AllAnswers;
use crate::assessment::ask::Ask;
use crate::assessment::model::{Assessed, Assessments, series};
use crate::assessment::score::ScoreCard;
use crate::assessment::tab::TAB;
use crate::assessment::words::name_of;
use crate::entity::case_tab::OpenCase;
use crate::entity::form::EntityForm;
use crate::entity::put_away::PutAway;
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::{documents, queries, route};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;
use casework::assessments::answers_of;

/// What is asked about one that was asked here.
const ABOUT: [Field; 7] =
    [Field::PERSON, Field::AT, Field::ASKED_BY, Field::MODE, Field::LANGUAGE, Field::INTERPRETER, Field::REMARK];
/// What is asked about one that stands on a paper.
const PAPER: [Field; 7] =
    [Field::INSTRUMENT, Field::NAME, Field::PERSON, Field::AT, Field::TOTAL, Field::ASKED_BY, Field::REMARK];

/// One assessment.
#[component]
pub fn Item(
    /// In which case.
    case: OpenCase,
    /// What there is.
    known: Assessments,
    /// Which.
    id: EntityId,
) -> impl IntoView {
    let entity = EntityKey::new(EntityKind::ASSESSMENT, id);
    let doc = Memo::new(move |_| {
        let doc = case.summary.read().as_ref().and_then(|case| case.record_doc)?;
        documents::track(doc);
        queries::entity(doc, entity).map(|_| doc)
    });
    // As its document says, which is sooner than any list.
    let one = Memo::new(move |_| {
        let doc = doc.get()?;
        documents::track(doc);
        let view = queries::entity(doc, entity)?;
        let listed = known.all.read().iter().find(|one| one.id() == id).cloned()?;
        Some(Assessed { answers: answers_of(&view), ..listed })
    });
    let instrument = Memo::new(move |_| {
        one.read().as_ref().filter(|one| !one.is_from_paper()).and_then(|one| one.instrument.clone())
    });
    // Which question is looked at; none: the result.
    let asking = RwSignal::new(None::<usize>);
    let begun = StoredValue::new(false);
    Effect::new(move || {
        // Whoever comes back goes on where they were.
        if let Some(one) = one.read().as_ref().filter(|one| one.instrument.is_some() && !begun.get_value()) {
            begun.set_value(true);
            asking.set(one.open_item());
        }
    });
    // Another question is not another screen.
    let is_asking = Memo::new(move |_| asking.get().is_some());
    move || {
        match (doc.get(), instrument.get(), is_asking.get()) {
        (Some(doc), Some(instrument), true) => view! { <Ask case known doc id one instrument asking/> }.into_any(),
        (Some(doc), instrument, _) => {
            view! { <Pane name="assessment" class="case-body assessments"><Came case known doc id one instrument asking/></Pane> }.into_any()
        }
        (None, ..) => view! { <Pane name="assessment" class="case-body"><p class="soft" role="status">{t!("item-not-here")}</p></Pane> }.into_any(),
    }
    }
}

/// What came of it.
#[component]
fn Came(
    case: OpenCase,
    known: Assessments,
    doc: DocId,
    id: EntityId,
    one: Memo<Option<Assessed>>,
    instrument: Option<Arc<Instrument>>,
    asking: RwSignal<Option<usize>>,
) -> impl IntoView {
    scroll_memory::screen_drawn();
    let entity = EntityKey::new(EntityKind::ASSESSMENT, id);
    let name = Memo::new(move |_| one.read().as_ref().map(|one| name_of(&one.row)).unwrap_or_default());
    let at = Memo::new(move |_| one.read().as_ref().map(|one| when::when(one.at())).unwrap_or_default());
    let has_alert = Memo::new(move |_| one.read().as_ref().is_some_and(|one| one.open_alert().is_some()));
    // Whoever empties the reason to write another is not thrown out of the field.
    let ended = Memo::new(move |was: Option<&bool>| {
        let one = one.read();
        one.as_ref().is_some_and(|one| one.alert().is_some() && (one.open_alert().is_none() || was == Some(&true)))
    });
    let others = Memo::new(move |_| one.read().as_ref().map(|one| series(&known.all.read(), one)).unwrap_or_default());
    let open_item = Memo::new(move |_| one.read().as_ref().and_then(Assessed::open_item));
    let beyond = Memo::new(move |_| one.read().as_ref().and_then(Assessed::beyond));
    let archived = Memo::new(move |_| {
        documents::track(doc);
        queries::entity(doc, entity).is_some_and(|entity| entity.archived())
    });
    let is_paper = Memo::new(move |_| one.read().as_ref().is_none_or(Assessed::is_from_paper));
    let back = TAB.href(case.id);
    let leave = back.clone();
    let then = Callback::new(move |()| route::go_to(&leave));
    let only_paper: fn(&FieldSpec) -> bool = |spec| PAPER.contains(&spec.field);
    let only_about: fn(&FieldSpec) -> bool = |spec| ABOUT.contains(&spec.field);
    let has_answers = instrument.is_some();
    view! {
        <header class="row assessment-head">
            <a href=back class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a>
            <div class="bar-words grow">
                <h2 tabindex="-1" dir="auto">{move || name.get()}</h2>
                <p class="soft s">{move || at.get()}</p>
            </div>
            <Show when=move || archived.get()><span class="chip">{t!("is-put-away")}</span></Show>
        </header>
        <Show when=move || has_alert.get()><AlertCard case known id/></Show>
        <Show when=move || open_item.get().is_some()>
            <div class="card pad row apart wrap">
                <p>{t!("assessment-unfinished")}</p>
                <button type="button" class="btn primary" on:click=move |_| asking.set(open_item.get_untracked())>{t!("assessment-continue")}</button>
            </div>
        </Show>
        <ScoreCard case=case.id one others open=false on_ask=Callback::new(move |item| asking.set(Some(item)))/>
        <Show when=move || ended.get()>
            <section class="card pad"><EntityForm doc entity only=|spec| spec.field == Field::ENDED_WHY/></section>
        </Show>
        <Show when=move || beyond.get().is_some()>
            <p class="warn amber" role="status"><Picture icon=Icon::Warning/><span>{move || t!("assessment-beyond", name = name.get(), highest = beyond.get().unwrap_or(0))}</span></p>
        </Show>
        {move || instrument.clone().map(|instrument| view! { <AllAnswers case known doc one instrument asking/> })}
        <section class="card pad fields" class:first=move || is_paper.get()>
            {move || {
                let only = if is_paper.get() { only_paper } else { only_about };
                view! { <h3>{if is_paper.get() { t!("assessment-paper-facts") } else { t!("assessment-facts") }}</h3><EntityForm doc entity two=true only/> }
            }}
            <footer class="row wrap apart"><span></span><PutAway doc entity done=t!("was-put-away", what = t!("noun-assessment")) then/></footer>
        </section>
        <Show when=move || has_answers && is_paper.get()><p class="soft s">{t!("assessment-paper-or-ask")}</p></Show>
    }
}
