//! The assessments of a case as screens need them: each with its instrument, what was answered, and what came out.

use std::sync::Arc;

use casefile::{
    AssessmentMode, Edit, EntityId, EntityKey, EntityKind, Field, FlagKind, InstrumentKind, Moment, PersonRole, Row,
    Value,
};
use casework::CaseSummary;
use casework::assessments::{answers_in, cutoff_of, series_of, taken_at};
use device::Query;
use instruments::{Alert, Answers, Cutoff, Instrument, Outcome, Score};
use leptos::prelude::*;
use wire::DocId;

use crate::assessment::known::{Definitions, LoadedWording, definitions, instrument_of, wordings};
use crate::assessment::tab::TAB;
use crate::entity::case_tab::OpenCase;
use crate::frame::session::{Session, session};
use crate::frame::{documents, queries, route};
use crate::pieces::when;
use crate::shell::randomness;

/// An assessment.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessed {
    /// The document it is in.
    pub doc: DocId,
    /// What lists know of it.
    pub row: Row,
    /// With what; `None` for one that is known by its name and total alone, or not here yet.
    pub instrument: Option<Arc<Instrument>>,
    /// What was answered.
    pub answers: Answers,
    /// Whose threshold counts, if it is known.
    pub cutoff: Option<Cutoff>,
}

/// What an assessment comes to, for a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Result {
    /// A total.
    Total(u32),
    /// A risk, by the place of its band.
    Risk(usize),
}

impl Assessed {
    /// Which it is.
    #[must_use]
    pub const fn id(&self) -> EntityId {
        self.row.key.id
    }

    /// Whether it stands there as it stood on a paper.
    #[must_use]
    pub fn is_from_paper(&self) -> bool {
        self.row.choice(Field::MODE) == Some(AssessmentMode::Paper) && self.answers.is_empty()
    }

    /// What is to be asked next; `None` if all was.
    #[must_use]
    pub fn open_item(&self) -> Option<usize> {
        self.instrument.as_ref().filter(|_| !self.is_from_paper())?.open(&self.answers)
    }

    /// What came out of the answers.
    #[must_use]
    pub fn score(&self) -> Option<Score> {
        self.instrument.as_ref().map(|instrument| instrument.score(&self.answers))
    }

    /// What it comes to: of the answers, or as it stood on a paper. `None` while it cannot be said.
    #[must_use]
    pub fn result(&self) -> Option<Result> {
        if self.is_from_paper() {
            return self.row.number(Field::TOTAL).and_then(|total| u32::try_from(total).ok()).map(Result::Total);
        }
        if self.open_item().is_some() {
            return None;
        }
        match self.score()?.outcome {
            Outcome::Total(total) => Some(Result::Total(total.value)),
            Outcome::Risk { band, .. } => Some(Result::Risk(band)),
            Outcome::None { .. } => None,
        }
    }

    /// Whether the total of a paper is more than there can be, and how much that is.
    #[must_use]
    pub fn beyond(&self) -> Option<u32> {
        let highest = self.instrument.as_ref()?.highest()?;
        matches!(self.result(), Some(Result::Total(total)) if total > highest).then_some(highest)
    }

    /// Answers somebody has to act on, and nobody has written yet why they can go.
    #[must_use]
    pub fn open_alert(&self) -> Option<Alert> {
        let ended = !self.row.text(Field::ENDED_WHY).trim().is_empty();
        self.alert().filter(|_| !ended && !self.row.archived)
    }

    /// Answers somebody has to act on, acted on or not: the gravest.
    #[must_use]
    pub fn alert(&self) -> Option<Alert> {
        self.score()?.alerts.into_iter().next()
    }

    /// When it was, in milliseconds.
    #[must_use]
    pub fn at(&self) -> u64 {
        taken_at(&self.row)
    }
}

/// Those of the instrument and the person of one of them, the first first.
#[must_use]
pub fn series(all: &[Assessed], of: &Assessed) -> Vec<Assessed> {
    let wanted = series_of(&of.row);
    let mut series: Vec<Assessed> =
        all.iter().filter(|one| series_of(&one.row) == wanted && !one.row.archived).cloned().collect();
    series.sort_by_key(|one| (one.at(), one.id()));
    series
}

fn rows(case: &CaseSummary, kind: EntityKind) -> Vec<device::Listed> {
    queries::list(&Query::of(kind).in_circles(casework::circles_of(case)))
}

/// Everybody a case is about or has to do with.
#[must_use]
pub fn people(case: &CaseSummary) -> Vec<Row> {
    rows(case, EntityKind::PERSON).into_iter().map(|listed| listed.row).collect()
}

/// The client: of several, whoever came first.
#[must_use]
pub fn client(case: &CaseSummary) -> Option<Row> {
    people(case).into_iter().find(|row| row.choice(Field::ROLE) == Some(PersonRole::Client))
}

/// All assessments of a case, the first first.
#[must_use]
pub fn assessments(case: &CaseSummary, definitions: &Definitions, wordings: &[LoadedWording]) -> Vec<Assessed> {
    let people = people(case);
    let one = |listed: device::Listed| {
        let row = listed.row;
        let person = people.iter().find(|person| person.key.id.to_string() == row.text(Field::PERSON));
        Assessed {
            doc: listed.doc,
            instrument: instrument_of(&row, definitions, wordings),
            answers: answers_in(&row),
            cutoff: cutoff_of(&row, person),
            row,
        }
    };
    let mut all: Vec<Assessed> = rows(case, EntityKind::ASSESSMENT).into_iter().map(one).collect();
    all.sort_by_key(|one| (one.at(), one.id()));
    all
}

/// The assessments of the case that is shown.
#[derive(Clone, Copy)]
pub struct Assessments {
    /// Those of the case, the first first.
    pub all: Memo<Vec<Assessed>>,
    /// The wordings of the workspace.
    pub wordings: Memo<Vec<LoadedWording>>,
    /// The definitions.
    pub definitions: Memo<Definitions>,
}

impl Assessments {
    /// Of a case, for as long as the component lives.
    #[must_use]
    pub fn of(case: OpenCase) -> Self {
        let session = session();
        let wordings = wordings();
        let fetched = definitions();
        let definitions = Memo::new(move |_| fetched.get());
        let all = Memo::new(move |_| {
            session.lists.track();
            let summary = case.summary.read();
            summary.as_ref().map_or_else(Vec::new, |case| {
                if let Some(doc) = case.record_doc {
                    documents::track(doc);
                }
                assessments(case, &definitions.read(), &wordings.read())
            })
        });
        Self { all, wordings, definitions }
    }
}

/// Begins an assessment of the client and goes there.
pub fn begin(session: Session, case: OpenCase, mut fields: Vec<(Field, Value)>, mode: AssessmentMode) {
    let summary = case.summary.get_untracked();
    let Some((summary, doc)) = summary.as_ref().and_then(|case| Some((case, case.record_doc?))) else { return };
    let entity = EntityKey::new(EntityKind::ASSESSMENT, EntityId::random(&mut randomness::source()));
    fields.push((Field::MODE, mode.into()));
    fields.push((Field::AT, Value::Time(Moment(when::now()))));
    if let Some(client) = client(summary) {
        fields.push((Field::PERSON, Value::from(client.key.id.to_string())));
        if mode != AssessmentMode::Paper {
            fields.push((Field::LANGUAGE, Value::from(spoken(client.text(Field::LANGUAGES)))));
            fields.push((Field::INTERPRETER, Value::from(client.value(Field::INTERPRETER).is_yes())));
        }
    }
    fields.extend(session.me().map(|me| (Field::ASKED_BY, Value::from(me.member.to_string()))));
    fields.retain(|(_, value)| !value.is_empty() && *value != Value::Flag(false));
    documents::edit(doc, Edit::Create { entity, fields });
    route::go_to(&TAB.item_href(case.id, entity.id));
}

/// Begins one with an instrument, or with a wording that only its own words describe.
pub fn start(session: Session, case: OpenCase, instrument: &str) {
    begin(session, case, vec![(Field::INSTRUMENT, Value::from(instrument))], AssessmentMode::Asked);
}

/// The same with a wording of an instrument that is not defined here.
pub fn start_loaded(session: Session, case: OpenCase, loaded: &LoadedWording) {
    let fields = vec![
        (Field::INSTRUMENT, InstrumentKind::Other.into()),
        (Field::NAME, Value::from(loaded.wording.title.clone())),
        (Field::QUESTIONNAIRE, Value::from(loaded.id.to_string())),
    ];
    begin(session, case, fields, AssessmentMode::Asked);
}

/// Raises the case's flag for an answer that somebody has to act on, unless one for the same danger and person stands. It
/// goes only when somebody writes why, as any flag.
pub fn raise_flag(session: Session, case: OpenCase, one: &Assessed, alert: &Alert, why: String) {
    let summary = case.summary.get_untracked();
    let Some((summary, flag)) =
        summary.as_ref().zip(alert.flag.as_deref().and_then(|word| word.parse::<FlagKind>().ok()))
    else {
        return;
    };
    let person = one.row.text(Field::PERSON);
    let stands = |listed: &device::Listed| {
        let row = &listed.row;
        let mut about = row.value(Field::ABOUT).members().peekable();
        let theirs = about.peek().is_none() || about.any(|member| member == person);
        row.choice(Field::FLAG) == Some(flag) && row.text(Field::ENDED_WHY).trim().is_empty() && theirs
    };
    if rows(summary, EntityKind::SAFETY_FLAG).iter().any(stands) {
        return;
    }
    let entity = EntityKey::new(EntityKind::SAFETY_FLAG, EntityId::random(&mut randomness::source()));
    let mut fields =
        vec![(Field::FLAG, flag.into()), (Field::SINCE, Value::from(when::today())), (Field::WHY, Value::from(why))];
    if !person.is_empty() {
        fields.push((Field::ABOUT, Value::Set([person.to_owned()].into())));
    }
    fields.extend(session.me().map(|me| (Field::RAISED_BY, Value::from(me.member.to_string()))));
    documents::edit(one.doc, Edit::Create { entity, fields });
}

/// The tag of a language by what people write: the first that is known. Empty if none is.
fn spoken(languages: &str) -> &'static str {
    let folded = casefile::fold(languages);
    let names = [("es", ["spanish", "espanol", "castellano"]), ("en", ["english", "ingles", "anglais"])];
    let first =
        names.iter().filter_map(|(tag, names)| Some((names.iter().filter_map(|name| folded.find(name)).min()?, *tag)));
    first.min().map(|(_, tag)| tag).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn the_first_language_that_somebody_speaks_is_asked_in() {
        for (languages, tag) in [
            ("Spanish", "es"),
            ("Español, inglés", "es"),
            ("English and some Spanish", "en"),
            ("Tigrinya", ""),
            ("", ""),
        ] {
            assert_eq!(spoken(languages), tag, "{languages}");
        }
    }
}
