#![allow(clippy::unwrap_used)]
use casefile::shapes::Point;
use casefile::{ActorId, CaseId, begin};

use super::*;

const MAYA: MemberId = MemberId([1; 16]);
const JONAS: MemberId = MemberId([2; 16]);
const DOC: DocId = DocId([3; 16]);
const HOUR: u64 = 3_600_000;

fn key(kind: EntityKind, id: u8) -> EntityKey {
    EntityKey::new(kind, EntityId([id; 16]))
}

fn goal(id: u8) -> EntityKey {
    key(EntityKind::GOAL, id)
}

fn step(id: u8) -> EntityKey {
    key(EntityKind::TASK, id)
}

fn does(document: &mut Document, edit: Edit, at: u64) {
    document.edit(&edit, Moment(at)).unwrap();
}

fn sets(document: &mut Document, entity: EntityKey, field: Field, value: &str, at: u64) {
    does(document, Edit::Set { entity, field, value: value.into() }, at);
}

fn adds_step(document: &mut Document, id: u8, of: u8, words: &str, at: u64) {
    let fields = vec![(Field::TODO, words.into()), (Field::GOAL, goal(of).id.to_string().into())];
    does(document, Edit::Create { entity: step(id), fields }, at);
}

/// A team's document with two goals, the first with a step.
fn plan() -> Document {
    let mut document = Document::new(ActorId::new([1; 32]));
    for edit in begin::team(CaseId([9; 16]), "", None, Moment(1)) {
        does(&mut document, edit, 1);
    }
    for (id, words) in [(1, "Mornings without a fight."), (2, "A door that closes.")] {
        does(&mut document, Edit::Create { entity: goal(id), fields: vec![(Field::WORDS, words.into())] }, 2);
    }
    adds_step(&mut document, 11, 1, "Late start on Mondays", 3);
    document
}

fn copy(document: &Document, actor: u8) -> Document {
    let mut other = Document::new(ActorId::new([actor; 32]));
    other.merge(&document.changes_since(&[])).unwrap();
    other
}

fn drawn() -> Drawn {
    Drawn::new("Rosa", Moment(HOUR), vec![vec![Point { x: 10, y: 20 }, Point { x: 400, y: 80 }]]).unwrap()
}

fn rosa() -> Signer {
    Signer::Other { person: Some(EntityId([7; 16])), name: "Rosa".into(), drawn: Some(drawn()) }
}

/// Rosa agrees with what was read at these heads; which version it is.
fn agrees(document: &mut Document, id: u8, read_at: Vec<[u8; 32]>, at: u64) -> Version {
    let number = versions(document).len() as i64 + 1;
    let version = key(EntityKind::PLAN_VERSION, id);
    does(document, make(version.id, number, read_at, PlanLanguage::Spanish, MAYA, Moment(at)), at);
    does(document, agree(EntityId([id + 100; 16]), version, &rosa(), MAYA, Moment(at)), at);
    versions(document).into_iter().find(|known| known.key == version).unwrap()
}

fn words(goals: &[Goal]) -> Vec<String> {
    let of = |goal: &Goal| format!("{} {}", goal.words(), goal.steps.len());
    goals.iter().map(of).collect()
}

#[test]
fn a_signed_version_stays_what_it_was_whatever_comes() {
    let mut maya = plan();
    let read_at = maya.heads();
    let version = agrees(&mut maya, 21, read_at, HOUR);
    assert_eq!((version.number, version.witness, version.language), (1, Some(MAYA), Some(PlanLanguage::Spanish)));
    let rosa = version.agreed().next().unwrap();
    assert_eq!((rosa.name.as_str(), rosa.drawn.as_ref(), rosa.witness), ("Rosa", Some(&drawn()), Some(MAYA)));
    let stood = words(&plan_at(&maya, DOC, &version.heads).unwrap());
    assert_eq!(stood, ["Mornings without a fight. 1", "A door that closes. 0"]);
    assert_eq!(changes_since(&maya, &version.heads), Some(vec![]));
    sets(&mut maya, goal(1), Field::WORDS, "Calm mornings.", 2 * HOUR);
    does(&mut maya, Edit::Archive { entity: goal(2) }, 2 * HOUR);
    adds_step(&mut maya, 12, 1, "Bus pass", 2 * HOUR);
    for document in [&copy(&maya, 4), &maya] {
        let again = &versions(document)[0];
        assert_eq!(words(&plan_at(document, DOC, &again.heads).unwrap()), stood);
        assert!(again.is_unaltered(document));
    }
}

#[test]
fn changes_since_are_told_goal_by_goal_and_step_by_step() {
    let mut maya = plan();
    let read_at = maya.heads();
    let version = agrees(&mut maya, 21, read_at, HOUR);
    sets(&mut maya, goal(1), Field::WHY, "They are late every day.", 2 * HOUR);
    does(&mut maya, Edit::Set { entity: step(11), field: Field::DONE, value: Value::Flag(true) }, 2 * HOUR);
    adds_step(&mut maya, 12, 1, "Bus pass", 2 * HOUR);
    does(&mut maya, Edit::Archive { entity: goal(2) }, 2 * HOUR);
    let rating = vec![
        (Field::GOAL, Value::from(goal(1).id.to_string())),
        (Field::LEVEL, Level::Better.into()),
        (Field::DAY, "2026-11-03".into()),
    ];
    does(&mut maya, Edit::Create { entity: key(EntityKind::GOAL_RATING, 5), fields: rating }, 2 * HOUR);
    // What is no step, and what was begun and put away again, is no change of the plan.
    does(&mut maya, Edit::Create { entity: step(13), fields: vec![(Field::TODO, "Ring".into())] }, 2 * HOUR);
    adds_step(&mut maya, 14, 1, "Nothing", 2 * HOUR);
    does(&mut maya, Edit::Archive { entity: step(14) }, 2 * HOUR);
    let changes = changes_since(&maya, &version.heads).unwrap();
    assert_eq!(changes.iter().map(GoalChange::count).collect::<Vec<_>>(), [4, 1]);
    let first = &changes[0];
    assert!(matches!(first.became.as_ref(), Some(Became::Changed(what)) if what[0].field == Field::WHY));
    assert_eq!(first.level, Some((None, Some(Level::Better))));
    assert!(matches!(first.steps[0].became, Became::Changed(_)) && first.steps[0].words == "Late start on Mondays");
    assert_eq!((&first.steps[1].became, first.steps[1].words.as_str()), (&Became::Added, "Bus pass"));
    assert_eq!(changes[1].became, Some(Became::PutAway));
}

#[test]
fn who_signs_while_a_colleague_writes_has_signed_what_they_read() {
    let mut maya = plan();
    let mut jonas = copy(&maya, 2);
    let read_at = maya.heads();
    // It comes while the pen is on the glass.
    sets(&mut jonas, goal(1), Field::WORDS, "Up at six.", HOUR);
    maya.merge(&jonas.changes_since(&[])).unwrap();
    let came = changes_since(&maya, &read_at).unwrap();
    assert_eq!((came.len(), came[0].words.as_str()), (1, "Up at six."), "said before she signs");
    let version = agrees(&mut maya, 21, read_at, HOUR + 1);
    let stood = plan_at(&maya, DOC, &version.heads).unwrap();
    assert_eq!(stood[0].words(), "Mornings without a fight.");
    assert!(version.is_unaltered(&maya));
    assert_eq!(changes_since(&maya, &version.heads).unwrap(), came, "what came is a change since");
}

#[test]
fn a_version_is_looked_over_by_somebody_else_and_comes_back_or_is_signed_off() {
    let mut maya = plan();
    let read_at = maya.heads();
    let version = agrees(&mut maya, 21, read_at, HOUR);
    assert_eq!(version.oversight(), Oversight::NotAsked);
    assert!(version.may_look_over(JONAS) && !version.may_look_over(MAYA));
    let said = |document: &Document| versions(document)[0].oversight();
    does(&mut maya, ask(EntityId([31; 16]), version.key, MAYA, JONAS, Moment(2 * HOUR)), 2 * HOUR);
    assert!(matches!(said(&maya), Oversight::Asked(asked) if asked.asked == Some(JONAS)));
    let back = send_back(EntityId([32; 16]), version.key, JONAS, "No step for the school.", Moment(3 * HOUR));
    does(&mut maya, back, 3 * HOUR);
    assert!(matches!(said(&maya), Oversight::Returned(back) if back.reason == "No step for the school."));
    does(&mut maya, sign_off(EntityId([33; 16]), version.key, JONAS, Moment(4 * HOUR)), 4 * HOUR);
    assert!(matches!(said(&maya), Oversight::SignedOff(by) if by.signer == Some(JONAS)));
    assert_eq!(versions(&maya)[0].agreed().count(), 1, "who agreed is told apart from who looked it over");
}

#[test]
fn two_who_agree_apart_made_two_versions_and_one_that_is_taken_back_is_none() {
    let mut maya = plan();
    let mut jonas = copy(&maya, 2);
    let (here, there) = (maya.heads(), jonas.heads());
    agrees(&mut maya, 21, here, HOUR);
    agrees(&mut jonas, 22, there, 2 * HOUR);
    maya.merge(&jonas.changes_since(&[])).unwrap();
    jonas.merge(&maya.changes_since(&[])).unwrap();
    assert_eq!(versions(&maya), versions(&jonas));
    assert_eq!(versions(&maya).iter().map(|version| version.number).collect::<Vec<_>>(), [1, 1]);
    does(&mut maya, Edit::Archive { entity: key(EntityKind::PLAN_VERSION, 21) }, 3 * HOUR);
    assert_eq!(versions(&maya).len(), 1);
}

#[test]
fn a_version_whose_heads_say_something_else_is_told() {
    let mut maya = plan();
    let read_at = maya.heads();
    let version = agrees(&mut maya, 21, read_at, HOUR);
    sets(&mut maya, goal(1), Field::WORDS, "Another.", 2 * HOUR);
    let other = Version { heads: maya.heads(), ..version.clone() };
    assert!(!other.is_unaltered(&maya), "these heads say something else");
    let unknown = Version { heads: vec![[5; 32]], ..version };
    assert!(!unknown.is_unaltered(&maya));
    assert!(plan_at(&maya, DOC, &unknown.heads).is_none() && changes_since(&maya, &unknown.heads).is_none());
}
