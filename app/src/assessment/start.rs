//! What can be asked: each instrument in one tap, a score that stands on a paper, and the way to load published words.

use std::sync::Arc;

use casefile::{AssessmentMode, InstrumentKind};
use instruments::Instrument;
use leptos::prelude::*;

use crate::assessment::known::LoadedWording;
use crate::assessment::load::LoadWording;
use crate::assessment::model::{Assessments, begin, start, start_loaded};
use crate::assessment::words::language_name;
use crate::entity::case_tab::OpenCase;
use crate::frame::session::session;
use crate::locale::language;
use crate::pieces::dialog::Dialog;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// The section.
#[component]
pub fn Start(
    /// In which case.
    case: OpenCase,
    /// What there is.
    known: Assessments,
    /// Whether there is something else to look at, so that names are enough.
    #[prop(into)]
    short: Signal<bool>,
) -> impl IntoView {
    let session = session();
    let loading = RwSignal::new(false);
    let languages = move |word: &str| {
        let wordings = known.wordings.read();
        let names: Vec<String> = wordings
            .iter()
            .filter(|loaded| loaded.instrument == word)
            .map(|loaded| language_name(&loaded.language))
            .collect();
        if names.is_empty() { t!("wording-none-yet") } else { when::list(&names) }
    };
    let button = move |instrument: Arc<Instrument>| {
        let word = StoredValue::new(instrument.id.clone());
        view! { <button type="button" class="btn" id=format!("start-{}", instrument.id) on:click=move |_| start(session, case, &word.get_value())>{instrument.name.clone()}</button> }
    };
    let loaded_button = move |loaded: LoadedWording| {
        let title = loaded.wording.title.clone();
        view! { <button type="button" class="btn" dir="auto" id=format!("start-{}", loaded.id) on:click=move |_| start_loaded(session, case, &loaded)>{title}</button> }
    };
    let defined = move |instrument: Arc<Instrument>| {
        let (id, about) = (instrument.id.clone(), instrument.about.of(language().tag()).to_owned());
        let word = StoredValue::new(id.clone());
        view! {
            <li>
                <button type="button" class="item plain start-one" id=format!("start-{id}") on:click=move |_| start(session, case, &word.get_value())>
                    <div>
                        <div class="t">{instrument.name.clone()}</div>
                        <p>{about}</p>
                        <p class="s">{move || languages(&word.get_value())}</p>
                    </div>
                    <Picture icon=Icon::Forward/>
                </button>
            </li>
        }
    };
    let others = Memo::new(move |_| {
        let wordings = known.wordings.read();
        wordings
            .iter()
            .filter(|loaded| loaded.instrument == InstrumentKind::Other.as_str())
            .cloned()
            .collect::<Vec<_>>()
    });
    let loaded = move |loaded: LoadedWording| {
        let (title, tongue) = (loaded.wording.title.clone(), language_name(&loaded.language));
        view! {
            <li>
                <button type="button" class="item plain start-one" id=format!("start-{}", loaded.id) on:click=move |_| start_loaded(session, case, &loaded)>
                    <div><div class="t" dir="auto">{title}</div><p>{t!("instrument-summed")}</p><p class="s">{tongue}</p></div>
                    <Picture icon=Icon::Forward/>
                </button>
            </li>
        }
    };
    view! {
        <section class="section start">
            <header><h2>{t!("assessment-start")}</h2></header>
            <Show when=move || known.definitions.read().some_missing()>
                <p class="warn amber"><Picture icon=Icon::Warning/><span>{t!("instruments-missing")}</span></p>
            </Show>
            <Show
                when=move || short.get()
                fallback=move || view! {
                    <ul class="card start-list">
                        {move || known.definitions.read().all().into_iter().map(defined).collect_view()}
                        <For each=move || others.get() key=|loaded| loaded.id children=loaded/>
                    </ul>
                }
            >
                <div class="row wrap start-few">
                    {move || known.definitions.read().all().into_iter().map(button).collect_view()}
                    <For each=move || others.get() key=|loaded| loaded.id children=loaded_button/>
                </div>
            </Show>
            <div class="row wrap start-more">
                <button type="button" class="btn quiet" id="assessment-paper" on:click=move |_| begin(session, case, Vec::new(), AssessmentMode::Paper)><Picture icon=Icon::Note/>{t!("assessment-from-paper")}</button>
                <button type="button" class="btn quiet" id="wording-load" on:click=move |_| loading.set(true)><Picture icon=Icon::Language/>{t!("wording-load")}</button>
            </div>
            <Dialog open=loading title=t!("wording-load")><LoadWording known open=loading/></Dialog>
        </section>
    }
}
