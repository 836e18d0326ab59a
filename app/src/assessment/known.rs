//! What instruments there are: definitions, fetched once when somebody looks at assessments, and wordings, from the
//! workspace's document.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use casefile::{EntityId, EntityKind, Field, InstrumentKind, Row};
use instruments::{Instrument, Wording};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::frame::{documents, queries};
use crate::shell::assets;

/// Instruments with a definition, in the order in which they are offered.
const DEFINED: [InstrumentKind; 4] =
    [InstrumentKind::Phq9, InstrumentKind::Gad7, InstrumentKind::AuditC, InstrumentKind::Columbia];

/// The definitions that are here.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Definitions {
    /// By the instruments' words.
    known: BTreeMap<String, Arc<Instrument>>,
    /// Whether all have come, or could not be had.
    pub settled: bool,
}

impl Definitions {
    /// That of an instrument.
    #[must_use]
    pub fn of(&self, word: &str) -> Option<Arc<Instrument>> {
        self.known.get(word).cloned()
    }

    /// All of them, in the order in which they are offered.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Instrument>> {
        DEFINED.iter().filter_map(|kind| self.of(kind.as_str())).collect()
    }

    /// Whether one could not be had.
    #[must_use]
    pub fn some_missing(&self) -> bool {
        self.settled && self.known.len() < DEFINED.len()
    }
}

thread_local! {
    static DEFINITIONS: RefCell<Option<ArcRwSignal<Definitions>>> = const { RefCell::new(None) };
    static FETCHING: Cell<bool> = const { Cell::new(false) };
}

/// The definitions, which are fetched if they are not here yet. Tracked where it is read.
#[must_use]
pub fn definitions() -> ArcRwSignal<Definitions> {
    let signal = DEFINITIONS.with_borrow_mut(|known| known.get_or_insert_with(ArcRwSignal::default).clone());
    let missing = signal.with_untracked(|now| now.known.len() < DEFINED.len());
    if missing && !FETCHING.replace(true) {
        let signal = signal.clone();
        spawn_local(async move {
            let mut fetched = Definitions { known: BTreeMap::new(), settled: true };
            for kind in DEFINED {
                let text = assets::instrument(kind.as_str()).await;
                if let Some(instrument) = text.and_then(|text| Instrument::read(&text).ok()) {
                    fetched.known.insert(kind.as_str().to_owned(), Arc::new(instrument));
                }
            }
            // Where one is missing, the next who looks tries again.
            FETCHING.set(false);
            signal.set(fetched);
        });
    }
    signal
}

/// A wording that somebody loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadedWording {
    /// Which.
    pub id: EntityId,
    /// The word of its instrument.
    pub instrument: String,
    /// BCP 47 tag.
    pub language: String,
    /// Its words.
    pub wording: Arc<Wording>,
}

/// Every wording of the workspace, for as long as the component lives; its document is kept open.
#[must_use]
pub fn wordings() -> Memo<Vec<LoadedWording>> {
    let doc = queries::workspace_doc();
    if let Some(doc) = doc {
        documents::open(doc);
    }
    Memo::new(move |_| {
        let Some(doc) = doc else { return Vec::new() };
        documents::track(doc);
        let one = |key| {
            let entity = queries::entity(doc, key).filter(|entity| !entity.archived())?;
            Some(LoadedWording {
                id: entity.key.id,
                instrument: entity.text(Field::INSTRUMENT).to_owned(),
                language: entity.text(Field::LANGUAGE).to_owned(),
                wording: Arc::new(Wording::of_text(entity.text(Field::CONTENT))?),
            })
        };
        queries::entities(doc, EntityKind::QUESTIONNAIRE).into_iter().filter_map(one).collect()
    })
}

/// The instrument of an assessment: as it is defined, or else as it was loaded.
#[must_use]
pub fn instrument_of(row: &Row, definitions: &Definitions, wordings: &[LoadedWording]) -> Option<Arc<Instrument>> {
    instrument_named(row.text(Field::INSTRUMENT), row.text(Field::QUESTIONNAIRE), definitions, wordings)
}

/// The instrument of this word, or of the loaded wording of this id.
#[must_use]
pub fn instrument_named(
    word: &str,
    id: &str,
    definitions: &Definitions,
    wordings: &[LoadedWording],
) -> Option<Arc<Instrument>> {
    definitions.of(word).or_else(|| {
        let loaded = wordings.iter().find(|loaded| !id.is_empty() && loaded.id.to_string() == id)?;
        Some(Arc::new(loaded.wording.instrument()))
    })
}

/// The wordings of an assessment.
#[must_use]
pub fn wordings_of(row: &Row, wordings: &[LoadedWording]) -> Vec<LoadedWording> {
    wordings_named(row.text(Field::INSTRUMENT), row.text(Field::QUESTIONNAIRE), wordings)
}

/// The wordings of the instrument of this word, or the one of this id.
#[must_use]
pub fn wordings_named(word: &str, id: &str, wordings: &[LoadedWording]) -> Vec<LoadedWording> {
    let is_of = |loaded: &&LoadedWording| {
        if id.is_empty() {
            loaded.instrument == word && word != InstrumentKind::Other.as_str()
        } else {
            loaded.id.to_string() == id
        }
    };
    wordings.iter().filter(is_of).cloned().collect()
}
