#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use casefile::shapes::Day;
use casefile::{ActorId, CaseKind, DocKind, Document, EntityKind, Field, InstrumentKind, PersonRole, Row, SCHEMA};
use device::{HereOnly, here_only};
use instruments::{Instrument, Outcome};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use wire::MemberId;

use super::*;
use crate::assessments::answers_in;
use crate::pack::Pack;

const ME: MemberId = MemberId([7; 16]);
const MY_TAG: [u8; 16] = [8; 16];

fn public(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../../public/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn scene() -> (Scene, Vec<Colleague>, ChaCha8Rng) {
    let known = read_colleagues(&public("sample/colleagues.json")).unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let day = Day::new(2026, 11, 25).unwrap();
    let today = Today { day, midnight: u64::try_from(day.number()).unwrap() * 86_400_000 };
    let (scene, people) = colleagues(&known, (ME, MY_TAG), today, &mut rng);
    assert!(here_only::is_here_only(people.circle));
    (scene, known, rng)
}

fn written(id: &str) -> Vec<HereOnly> {
    let (scene, known, mut rng) = scene();
    let story =
        Story::read(&public(&format!("sample/{id}.json")), &known).unwrap_or_else(|error| panic!("{id}: {error}"));
    story.write(&scene, &mut rng).unwrap_or_else(|error| panic!("{id}: {error}"))
}

fn rows(documents: &[HereOnly]) -> Vec<Row> {
    let read = |one: &HereOnly| {
        let mut document = Document::new(ActorId::new([1; 32]));
        document.merge(&one.changes).unwrap();
        document.project().rows
    };
    documents.iter().flat_map(read).collect()
}

fn of(rows: &[Row], kind: EntityKind) -> Vec<&Row> {
    rows.iter().filter(|row| row.key.kind == kind).collect()
}

#[test]
fn every_kind_of_case_is_there_in_both_languages() {
    let words: BTreeSet<String> = CaseKind::ALL
        .iter()
        .flat_map(|kind| ["en", "es"].map(|language| format!("{}-{language}", kind.as_str())))
        .collect();
    assert_eq!(words, CASES.iter().map(|word| (*word).to_owned()).collect());
    for id in CASES {
        let rows = rows(&written(id));
        let case = of(&rows, EntityKind::CASE)[0];
        assert_eq!(Some(case.text(Field::KIND)), id.rsplit_once('-').map(|(kind, _)| kind), "{id}");
    }
}

#[test]
fn every_case_is_lived_in() {
    let mut conflicts = 0;
    let mut most_people = 0;
    for id in CASES {
        let rows = rows(&written(id));
        let count = |kind| of(&rows, kind).len();
        let people = of(&rows, EntityKind::PERSON);
        most_people = most_people.max(people.len());
        assert!(
            people.iter().any(|row| row.choice(Field::ROLE) == Some(PersonRole::Client)),
            "{id}: nobody it is about"
        );
        assert!(count(EntityKind::NOTE) >= 5, "{id}: {} notes", count(EntityKind::NOTE));
        assert!(people.len() >= 5 && count(EntityKind::RELATIONSHIP) >= 4, "{id}: {} people", people.len());
        assert!(count(EntityKind::GOAL) >= 2 && count(EntityKind::TASK) >= 3, "{id}: no plan");
        assert!(count(EntityKind::NEED_RATING) >= 6 && count(EntityKind::GOAL_RATING) >= 2, "{id}: no findings");
        let mut days: Vec<_> = of(&rows, EntityKind::NOTE).iter().filter_map(|row| row.time(Field::AT)).collect();
        days.sort();
        let months = (days.last().unwrap().0 - days[0].0) / (30 * 86_400_000);
        assert!(months >= 2, "{id}: its notes are of {months} months");
        let due = of(&rows, EntityKind::TASK);
        let soon = |row: &&&Row| ("2026-11-15".."2026-12-10").contains(&row.text(Field::DUE));
        assert!(due.iter().any(|row| soon(&row)), "{id}: nothing is due around today");
        conflicts += rows.iter().map(|row| row.conflicts.len()).sum::<usize>();
    }
    assert!((4..=12).contains(&conflicts), "{conflicts} things to settle");
    assert!(most_people >= 12, "no family is large");
}

/// What nobody writes in a case: nouns of the workspace, a version of a plan, which is made by agreeing on it, and links
/// between two cases.
const NOT_WRITTEN: [EntityKind; 7] = [
    EntityKind::CASE_LINK,
    EntityKind::DOC,
    EntityKind::WORKSPACE,
    EntityKind::MEMBER,
    EntityKind::DEVICE,
    EntityKind::QUESTIONNAIRE,
    EntityKind::PLAN_VERSION,
];

#[test]
fn every_noun_and_nearly_every_choice_is_in_it() {
    let rows: Vec<Row> = CASES.iter().flat_map(|id| rows(&written(id))).collect();
    let mut missing = Vec::new();
    for noun in SCHEMA.nouns.iter().filter(|noun| !NOT_WRITTEN.contains(&noun.kind)) {
        if of(&rows, noun.kind).is_empty() {
            missing.push(noun.kind.as_str());
        }
    }
    assert!(missing.is_empty(), "nothing of {missing:?}");
    let said = |kind, field| -> BTreeSet<&str> { of(&rows, kind).iter().map(|row| row.text(field)).collect() };
    for (kind, field, least) in [
        (EntityKind::NOTE, Field::KIND, 10),
        (EntityKind::NOTE, Field::FORMAT, 4),
        (EntityKind::RELATIONSHIP, Field::KIND, 9),
        (EntityKind::RELATIONSHIP, Field::BOND, 6),
        (EntityKind::SAFETY_FLAG, Field::FLAG, 5),
        (EntityKind::RISK_LEVEL, Field::LEVEL, 3),
        (EntityKind::NEED_RATING, Field::DOMAIN, 12),
        (EntityKind::ADDRESS_HAZARD, Field::HAZARD, 3),
        (EntityKind::ASSESSMENT, Field::INSTRUMENT, 4),
    ] {
        let said = said(kind, field);
        assert!(said.len() >= least, "{}: only {said:?}", kind.as_str());
    }
}

#[test]
fn every_assessment_comes_to_a_score_and_some_can_be_followed_over_time() {
    let mut series: BTreeMap<(String, String), usize> = BTreeMap::new();
    for id in CASES {
        for row in of(&rows(&written(id)), EntityKind::ASSESSMENT) {
            let word = row.text(Field::INSTRUMENT).to_owned();
            assert!(word.parse::<InstrumentKind>().is_ok(), "{id}: {word}");
            *series.entry((word.clone(), row.text(Field::PERSON).to_owned())).or_default() += 1;
            if row.number(Field::TOTAL).is_some() {
                continue;
            }
            let instrument = Instrument::read(&public(&format!("instruments/{word}.json"))).unwrap();
            let answers = answers_in(row);
            assert_eq!(instrument.open(&answers), None, "{id}: {word} is not finished");
            let outcome = instrument.score(&answers).outcome;
            let disputed = !row.conflicts.is_empty();
            assert!(disputed || !matches!(outcome, Outcome::None { .. }), "{id}: {word} comes to nothing");
        }
    }
    assert!(series.values().filter(|count| **count >= 3).count() >= 3, "{series:?}");
}

#[test]
fn what_was_asked_at_intake_and_which_papers_are_needed_is_what_the_kind_of_case_asks() {
    for id in CASES {
        let (kind, language) = id.rsplit_once('-').unwrap();
        let pack = Pack::read(&public(&format!("kinds/{kind}.json"))).unwrap();
        let rows = rows(&written(id));
        for row in of(&rows, EntityKind::INTAKE_ANSWER) {
            let asked = row.text(Field::QUESTION).strip_prefix(&format!("{kind}/")).unwrap();
            let question =
                pack.questions().find(|question| question.id == asked).unwrap_or_else(|| panic!("{id}: {asked}"));
            assert_eq!(row.text(Field::ASKED_AS), question.ask.of(language), "{id}");
        }
        for row in of(&rows, EntityKind::REQUIRED_PAPER) {
            let paper = pack.papers.iter().find(|paper| paper.id == row.text(Field::PAPER));
            assert!(paper.is_some() || row.text(Field::PAPER).is_empty(), "{id}: {}", row.text(Field::PAPER));
        }
    }
}

#[test]
fn nothing_leaves_this_device_and_nothing_is_of_tomorrow() {
    let midnight = u64::try_from(Day::new(2026, 11, 25).unwrap().number()).unwrap() * 86_400_000;
    for id in CASES {
        for one in written(id) {
            assert!(here_only::is_here_only(one.circle), "{id}");
            assert!(one.updated.0 < midnight, "{id}: written in the future");
            let mut document = Document::new(ActorId::new([1; 32]));
            document.merge(&one.changes).unwrap();
            let purpose = document.entity(casefile::EntityKey::DOC).map(|doc| doc.text(Field::PURPOSE).to_owned());
            assert!(purpose.is_some_and(|word| word != DocKind::Workspace.as_str()), "{id}");
        }
    }
}

#[test]
fn a_file_with_a_word_that_nobody_knows_is_refused_in_words() {
    let (_, known, _) = scene();
    let check = |things: &str, said: &str| {
        let json = format!(r#"{{"name": "A", "kind": "general", "opened": "-3d 10:00", "things": [{things}]}}"#);
        let error = Story::read(&json, &known).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    };
    check(r#"{"is": "castle"}"#, "castle 1: is no kind of thing");
    check(r#"{"is": "person", "id": "ana", "crown": "gold"}"#, "person ana: has no “crown”");
    check(r#"{"is": "person", "role": "king"}"#, "“king” is not one of the words for “role”");
    check(r#"{"is": "task", "todo": "ring", "owner": "nobody"}"#, "“nobody” is nobody who writes here");
    check(r#"{"is": "task", "todo": "ring", "by": "ana"}"#, "“by” names “ana”, which is no person");
    check(r#"{"is": "placement", "person": "ana"}"#, "names “ana”, which is no person");
    check(r#"{"is": "person", "id": "a"}, {"is": "person", "id": "a"}"#, "is there twice");
    check(r#"{"is": "note", "minutes": "ten"}"#, "“minutes” is of another shape");
    check(
        r#"{"is": "note", "apart": [{"field": "body", "mine": "a", "mine_on": "-1d 10:00", "theirs": "b", "theirs_on": "-1d 10:00", "by": "grace"}]}"#,
        "merge",
    );
    assert!(Story::read("", &known).is_err());
    assert!(Story::read(r#"{"name": "A", "kind": "castle", "opened": "-1d 10:00", "things": []}"#, &known).is_err());
    let early = r#"{"name": "A", "kind": "general", "opened": "soon", "things": []}"#;
    let (scene, known, mut rng) = scene();
    assert!(Story::read(early, &known).unwrap().write(&scene, &mut rng).is_err());
}
