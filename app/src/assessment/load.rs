//! Loading published words: a FHIR Questionnaire as a file or pasted; what was recognised of it is shown before it is kept.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, InstrumentKind, Value};
use instruments::fhir::{Loaded, ReadError, read};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use crate::assessment::model::Assessments;
use crate::assessment::words::language_name;
use crate::frame::{documents, queries};
use crate::locale::language;
use crate::pieces::field::LineField;
use crate::pieces::icon::{Icon, Picture};
use crate::shell::randomness;
use crate::t;

/// Why it could not be loaded, for whoever has the file.
fn words(error: &ReadError) -> String {
    match error {
        ReadError::TooLarge(_) => t!("load-too-large"),
        ReadError::NotJson(_) => t!("load-not-json"),
        ReadError::NotAQuestionnaire(_) => t!("load-no-questionnaire"),
        ReadError::NotR4(version) => t!("load-not-r4", version = version.clone()),
        ReadError::TooDeep => t!("load-too-deep"),
        ReadError::TooManyItems(count) => t!("load-too-many", count = *count, most = instruments::MOST_ITEMS),
        ReadError::NoQuestions => t!("load-no-questions"),
        ReadError::NoLinkId => t!("load-no-link"),
        ReadError::TwiceLinkId(link) => t!("load-twice", link = link.clone()),
        ReadError::Circular(link) => t!("load-circular", link = link.clone()),
        ReadError::NoCodes => t!("load-no-codes"),
        ReadError::Incomplete { instrument, item } => {
            t!("load-incomplete", name = instrument.clone(), number = item.clone())
        }
        ReadError::BadScore(score) => t!("load-bad-score", score = score.clone()),
    }
}

/// The dialog.
#[component]
pub fn LoadWording(
    /// What there is.
    known: Assessments,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let found = RwSignal::new(None::<Result<Loaded, ReadError>>);
    let tongue = RwSignal::new(String::new());
    let look = move |text: &str| {
        if text.trim().is_empty() {
            found.set(None);
            return;
        }
        let definitions = known.definitions.get_untracked().all();
        let definitions: Vec<_> = definitions.iter().map(|instrument| &**instrument).collect();
        let loaded = read(text, &definitions);
        let said = loaded.as_ref().map(|loaded| loaded.wording.language.clone()).unwrap_or_default();
        tongue.set(if said.is_empty() { language().tag().to_owned() } else { said });
        found.set(Some(loaded));
    };
    let pick = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else { return };
        // A file of films is not read into memory to be told that it is none.
        if file.size() > 4_000_000.0 {
            found.set(Some(Err(ReadError::TooLarge(4_000_000))));
            return;
        }
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            look(&text.unwrap_or_default());
        });
    };
    let keep = move |_| {
        let Some(Ok(loaded)) = found.get_untracked() else { return };
        let Some(doc) = queries::workspace_doc() else { return };
        let mut wording = loaded.wording;
        tongue.get_untracked().trim().clone_into(&mut wording.language);
        let instrument = loaded.instrument.unwrap_or_else(|| InstrumentKind::Other.as_str().to_owned());
        let entity = EntityKey::new(EntityKind::QUESTIONNAIRE, EntityId::random(&mut randomness::source()));
        // The same wording again takes the place of the one before.
        let before = known.wordings.get_untracked();
        let same = before.iter().filter(|old| {
            old.instrument == instrument && old.wording.title == wording.title && old.language == wording.language
        });
        for old in same {
            documents::edit(doc, Edit::Archive { entity: EntityKey::new(EntityKind::QUESTIONNAIRE, old.id) });
        }
        let text = |text: &str| Value::from(text);
        let fields = vec![
            (Field::NAME, text(&wording.title)),
            (Field::INSTRUMENT, text(&instrument)),
            (Field::LANGUAGE, text(&wording.language)),
            (Field::VERSION, text(&wording.version)),
            (Field::COPYRIGHT, text(&wording.copyright)),
            (Field::CONTENT, Value::from(wording.to_text())),
        ];
        documents::edit(doc, Edit::Create { entity, fields });
        open.set(false);
    };
    let not_said = |text: &str| if text.is_empty() { t!("load-not-said") } else { text.to_owned() };
    let recognised = move |loaded: Loaded| {
        let definition = loaded.instrument.as_ref().and_then(|word| known.definitions.get_untracked().of(word));
        let what = definition.as_ref().map_or_else(|| t!("load-summed"), |instrument| instrument.name.clone());
        let permission = definition.map(|instrument| instrument.permission.clone());
        let wording = loaded.wording;
        let first = wording.items.first().map(|item| item.text.clone()).unwrap_or_default();
        view! {
            <dl class="facts-list load-facts">
                <div><dt>{t!("load-recognised")}</dt><dd><strong>{what}</strong></dd></div>
                <div><dt>{t!("load-title")}</dt><dd dir="auto">{wording.title.clone()}</dd></div>
                <div><dt>{t!("load-questions", count = wording.items.len())}</dt><dd dir="auto">{first}</dd></div>
                <div><dt>{t!("load-version")}</dt><dd dir="auto">{not_said(&wording.version)}</dd></div>
                <div><dt>{t!("load-copyright")}</dt><dd dir="auto">{not_said(&wording.copyright)}</dd></div>
                {permission.map(|permission| view! { <div><dt>{t!("load-permission")}</dt><dd lang="en" dir="auto">{permission}</dd></div> })}
            </dl>
            <LineField id="load-language" label=t!("load-language") hint=t!("load-language-hint") value=tongue/>
            <p class="soft s">{move || language_name(tongue.read().trim())}</p>
            <button type="button" class="btn primary" on:click=keep>{t!("load-keep")}</button>
        }
    };
    view! {
        <p class="soft">{t!("load-why")}</p>
        <div class="field">
            <label for="load-file">{t!("load-file")}</label>
            <input id="load-file" class="line" type="file" dir="auto" accept=".json,application/json,application/fhir+json" on:change=pick/>
        </div>
        <div class="field">
            <label for="load-paste">{t!("load-paste")}</label>
            <textarea id="load-paste" class="line load-paste" rows="3" dir="auto" autocomplete="off" spellcheck="false" on:input=move |event| look(&event_target_value(&event))></textarea>
        </div>
        <div role="status">
            {move || found.get().map(|found| match found {
                Ok(loaded) => recognised(loaded).into_any(),
                Err(error) => view! { <p class="warn"><Picture icon=Icon::Warning/><span>{words(&error)}</span></p> }.into_any(),
            })}
        </div>
    }
}
