//! The intake of a case as screens follow it: the questions of its kind with their answers, and its papers.

use std::sync::Arc;

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, Value};
use casework::pack::{Pack, Question};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::OpenCase;
use crate::entity::packs::follow_pack;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::locale::language;
use crate::pieces::when;
use crate::shell::randomness;

/// An answer that somebody has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Which.
    pub entity: EntityKey,
    /// To which question: the kind of case and the question's word.
    pub question: String,
    /// The question, as it was asked.
    pub asked_as: String,
    /// Whether it says anything.
    pub says: bool,
}

/// A paper that somebody has asked for, seen or copied.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shown {
    /// Which.
    pub entity: EntityKey,
    /// Which of the kind's papers; empty for one that somebody added.
    pub paper: String,
    /// What it is called.
    pub name: String,
    /// The days on which it was asked for, seen and copied.
    pub days: [String; 3],
    /// The last day on which it counts.
    pub expires: String,
}

impl Shown {
    /// Days until it counts no more.
    #[must_use]
    pub fn expires_in(&self) -> Option<i64> {
        when::days_until(&self.expires)
    }
}

/// What is done with a paper, in the order in which it is done.
pub const STEPS: [Field; 3] = [Field::ASKED_ON, Field::SEEN_ON, Field::COPIED_ON];

/// The intake of the case that is shown.
#[derive(Debug, Clone, Copy)]
pub struct Intake {
    /// What its kind brings.
    pub pack: Memo<Option<Arc<Pack>>>,
    /// Its Record document, if this device may read it.
    pub doc: Memo<Option<DocId>>,
    /// Whether that is open.
    pub open: Memo<bool>,
    /// Every answer, in the order in which they were begun.
    pub answers: Memo<Vec<Answered>>,
    /// Every paper, likewise.
    pub papers: Memo<Vec<Shown>>,
}

impl Intake {
    /// Follows the intake of a case.
    #[must_use]
    pub fn of(case: OpenCase) -> Self {
        let pack = follow_pack(move || case.summary.read().as_ref().and_then(|case| case.kind));
        let doc = Memo::new(move |_| case.summary.read().as_ref().and_then(|case| case.record_doc));
        let open = Memo::new(move |_| {
            doc.get().is_some_and(|doc| {
                documents::track(doc);
                queries::is_open(doc)
            })
        });
        let session = session();
        let answers = Memo::new(move |_| {
            // What is being written is seen with the lists, which pause while somebody types.
            session.lists.track();
            doc.get().map(answers).unwrap_or_default()
        });
        let papers = Memo::new(move |_| doc.get().map(papers).unwrap_or_default());
        Self { pack, doc, open, answers, papers }
    }

    /// The questions that nobody has answered, and how many there are.
    #[must_use]
    pub fn missing(self) -> (Vec<Question>, usize) {
        let (pack, answers) = (self.pack.read(), self.answers.read());
        let Some(pack) = pack.as_ref() else { return (Vec::new(), 0) };
        let open = |question: &&Question| {
            let key = key_of(pack, question);
            !answers.iter().any(|answer| answer.says && answer.question == key)
        };
        (pack.questions().filter(open).cloned().collect(), pack.questions().count())
    }
}

/// What an answer keeps of its question.
#[must_use]
pub fn key_of(pack: &Pack, question: &Question) -> String {
    format!("{}/{}", pack.id, question.id)
}

fn standing(doc: DocId, kind: EntityKind) -> impl Iterator<Item = casefile::EntityView> {
    documents::track(doc);
    let views = queries::entities(doc, kind).into_iter().filter_map(move |key| queries::entity(doc, key));
    let mut views: Vec<_> = views.filter(|view| !view.archived()).collect();
    views.sort_by_key(|view| (view.value(Field::CREATED_AT).as_time(), view.key.id));
    views.into_iter()
}

fn answers(doc: DocId) -> Vec<Answered> {
    standing(doc, EntityKind::INTAKE_ANSWER)
        .map(|view| Answered {
            entity: view.key,
            question: line(&view, Field::QUESTION),
            asked_as: line(&view, Field::ASKED_AS),
            says: queries::text(doc, view.key, Field::ANSWER).is_some_and(|text| !text.trim().is_empty()),
        })
        .collect()
}

fn papers(doc: DocId) -> Vec<Shown> {
    standing(doc, EntityKind::REQUIRED_PAPER)
        .map(|view| Shown {
            entity: view.key,
            paper: line(&view, Field::PAPER),
            name: line(&view, Field::NAME),
            days: STEPS.map(|step| line(&view, step)),
            expires: line(&view, Field::EXPIRES),
        })
        .collect()
}

fn line(view: &casefile::EntityView, field: Field) -> String {
    view.value(field).as_text().unwrap_or_default().to_owned()
}

/// Begins an answer to a question; its key.
pub fn begin_answer(doc: DocId, pack: &Pack, question: &Question) -> EntityKey {
    let fields = vec![
        (Field::QUESTION, Value::from(key_of(pack, question))),
        (Field::ASKED_AS, Value::from(question.ask.of(language().tag()))),
    ];
    begin(doc, EntityKind::INTAKE_ANSWER, fields)
}

/// Notes down a paper; its key.
pub fn begin_paper(doc: DocId, paper: &str, name: &str, more: Option<(Field, Value)>) -> EntityKey {
    let mut fields = vec![(Field::NAME, Value::from(name.trim()))];
    fields.extend((!paper.is_empty()).then(|| (Field::PAPER, Value::from(paper))));
    fields.extend(more);
    begin(doc, EntityKind::REQUIRED_PAPER, fields)
}

fn begin(doc: DocId, kind: EntityKind, fields: Vec<(Field, Value)>) -> EntityKey {
    let entity = EntityKey::new(kind, EntityId::random(&mut randomness::source()));
    documents::edit(doc, Edit::Create { entity, fields });
    entity
}

/// Whole days since a moment.
#[must_use]
pub fn days_since(ms: u64) -> i64 {
    i64::try_from(when::now().saturating_sub(ms) / 86_400_000).unwrap_or(i64::MAX)
}
