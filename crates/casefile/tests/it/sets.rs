//! Sets merge by adding and removing: nobody's member is lost because somebody else changed another.

use casefile::{ActorId, Document, Edit, EditError, Field, LongText, Moment, Problem, Row, Search, Value};

use crate::fixture::{Tablet, actor, orders, share, state};
use crate::next_schema::{AIM, NEXT, STEPS, WITH};
use crate::second_version::aim;

fn set(members: &[&str]) -> Value {
    Value::Set(members.iter().map(|member| (*member).to_owned()).collect())
}

/// Somebody's tablet with a goal whose steps these are.
fn with_steps(members: &[&str]) -> Tablet {
    let doc = Document::with_schema(*NEXT, actor(1));
    let mut tablet = Tablet { doc, now: Moment(1_000), outbox: vec![], shown: Default::default() };
    let steps = if members.is_empty() { Value::Empty } else { set(members) };
    let fields = vec![(Field::NAME, "a door that locks".into()), (STEPS, steps)];
    tablet.edit(&Edit::Create { entity: aim(1), fields });
    tablet.outbox.clear();
    tablet
}

fn apart(members: &[&str]) -> [Tablet; 2] {
    let tablet = with_steps(members);
    [tablet.another(2), tablet.another(3)]
}

fn include(member: &str, included: bool) -> Edit {
    Edit::Include { entity: aim(1), field: STEPS, member: member.into(), included }
}

fn steps(doc: &Document) -> Vec<String> {
    doc.entity(aim(1)).unwrap().value(STEPS).members().map(str::to_owned).collect()
}

#[test]
fn what_two_add_and_remove_apart_is_all_done() {
    let mut both = apart(&["call", "visit"]);
    both[0].edit(&include("call", false));
    both[1].edit(&include("letter", true));
    share(&mut both);
    for tablet in &both {
        assert_eq!(steps(&tablet.doc), ["letter", "visit"]);
        let view = tablet.doc.entity(aim(1)).unwrap();
        assert_eq!((view.conflicts().count(), tablet.doc.problems_of(&view)), (0, vec![Problem::NoDescription]));
    }
    assert!(state(&both[0].doc) == state(&both[1].doc));
}

#[test]
fn who_adds_wins_over_who_removes() {
    for order in orders(3) {
        let tablet = with_steps(&["visit"]);
        let mut all = [tablet.another(2), tablet.another(3), tablet.another(4)];
        // One takes it out; one takes it out and puts it in again; one adds what nobody touches.
        all[0].edit(&include("visit", false));
        all[1].edit(&include("visit", false));
        all[1].edit(&include("visit", true));
        all[2].edit(&include("call", true));
        let boxes: Vec<Vec<Vec<u8>>> = all.iter().map(|tablet| tablet.outbox.clone()).collect();
        let mut doc = tablet.another(9).doc;
        for at in &order {
            doc.merge(&boxes[*at]).unwrap();
        }
        assert_eq!(steps(&doc), ["call", "visit"], "{order:?}");
    }
}

#[test]
fn the_last_member_gone_is_nothing() {
    let mut tablet = with_steps(&["visit"]);
    tablet.edit(&include("visit", false));
    assert_eq!(tablet.doc.field(aim(1), STEPS), None);
    assert_eq!(tablet.doc.project().rows[0].value(STEPS), &Value::Empty);
}

#[test]
fn including_what_is_in_already_makes_no_change() {
    let mut tablet = with_steps(&["visit"]);
    let before = tablet.doc.heads();
    for edit in [include("visit", true), include("call", false)] {
        assert_eq!(tablet.edit(&edit), casefile::Applied::default(), "{edit:?}");
    }
    assert_eq!(tablet.doc.heads(), before);
    assert!(!tablet.doc.can_undo());
}

#[test]
fn undo_takes_out_what_i_put_in_and_puts_back_what_i_took_out() {
    let mut tablet = with_steps(&["visit"]);
    tablet.edit(&include("call", true));
    tablet.edit(&include("visit", false));
    tablet.undo().unwrap();
    assert_eq!(steps(&tablet.doc), ["call", "visit"]);
    tablet.undo().unwrap();
    assert_eq!(steps(&tablet.doc), ["visit"]);
    assert!(tablet.undo().is_none());
    tablet.redo().unwrap();
    tablet.redo().unwrap();
    assert_eq!(steps(&tablet.doc), ["call"]);
    assert!(tablet.redo().is_none());
}

#[test]
fn undo_leaves_in_what_a_colleague_put_in_too() {
    let mut both = apart(&[]);
    both[0].edit(&include("call", true));
    both[1].edit(&include("call", true));
    share(&mut both);
    assert!(both[0].undo().is_none(), "it is Tom's as well");
    assert_eq!(steps(&both[0].doc), ["call"]);
    // And what they took out since stays out.
    let mut both = apart(&["call"]);
    both[0].edit(&include("visit", true));
    share(&mut both);
    both[1].edit(&include("visit", false));
    share(&mut both);
    assert!(both[0].undo().is_none());
    assert_eq!(steps(&both[1].doc), ["call"]);
}

#[test]
fn words_that_this_version_does_not_know_are_kept_and_named_as_a_problem() {
    let mut both = apart(&["visit"]);
    both[0].edit(&include("teleport", true));
    share(&mut both);
    both[1].edit(&include("visit", false));
    share(&mut both);
    for tablet in &both {
        assert_eq!(steps(&tablet.doc), ["teleport"]);
        let view = tablet.doc.entity(aim(1)).unwrap();
        let unknown = Problem::UnknownValue { entity: aim(1), field: STEPS };
        assert!(tablet.doc.problems_of(&view).contains(&unknown));
    }
    let loaded = both[0].again(ActorId::new([8; 32]));
    assert_eq!(steps(&loaded.doc), ["teleport"]);
}

#[test]
fn a_set_is_changed_member_by_member_and_never_as_a_whole() {
    let mut tablet = with_steps(&["visit"]);
    let before = tablet.doc.heads();
    let mut check = |edit: Edit| {
        let refused = tablet.doc.edit(&edit, Moment(1));
        assert!(matches!(refused, Err(EditError::WrongShape)), "{edit:?}: {refused:?}");
        assert_eq!((tablet.doc.heads(), steps(&tablet.doc)), (before.clone(), vec!["visit".to_owned()]));
    };
    for value in [set(&["call"]), Value::Empty, "call".into(), Value::Flag(true)] {
        check(Edit::Set { entity: aim(1), field: STEPS, value: value.clone() });
        check(Edit::Resolve { entity: aim(1), field: STEPS, value });
    }
    for member in ["", "a/b", "A word", "é", &"x".repeat(65)] {
        check(include(member, true));
        check(Edit::Create { entity: aim(2), fields: vec![(STEPS, set(&["call", member]))] });
    }
    // Members of a set of entities are ids.
    check(Edit::Include { entity: aim(1), field: WITH, member: "elena".into(), included: true });
    check(Edit::Include { entity: aim(1), field: Field::NAME, member: "x".into(), included: true });
    tablet.edit(&Edit::Include { entity: aim(1), field: WITH, member: "04".repeat(16), included: true });
    assert_eq!(tablet.doc.entity(aim(1)).unwrap().value(WITH).members().count(), 1);
}

/// No client of ours creates an entity twice; but if two ever did, both sets count.
#[test]
fn a_member_of_a_twice_created_entity_can_be_taken_out() {
    let docs = [(1, "call"), (2, "visit")].map(|(who, step)| {
        let mut doc = Document::with_schema(*NEXT, actor(who));
        doc.edit(&Edit::Create { entity: aim(1), fields: vec![(STEPS, set(&[step]))] }, Moment(1)).unwrap();
        doc
    });
    let [mut a, mut b] = docs;
    a.merge(&b.changes_since(&[])).unwrap();
    b.merge(&a.changes_since(&[])).unwrap();
    assert_eq!(steps(&a), ["call", "visit"]);
    for (step, left) in [("call", vec!["visit"]), ("visit", vec![])] {
        let taken = a.edit(&include(step, false), Moment(2)).unwrap();
        b.merge(&taken.changes).unwrap();
        assert_eq!(steps(&b), left);
        assert_eq!(steps(&a), left);
    }
}

/// Nor does what somebody else's program may put there hide it.
#[test]
fn a_member_is_in_while_anybody_says_so() {
    use automerge::ReadDoc;
    use automerge::transaction::Transactable;
    let base = with_steps(&[]);
    for who in [1, 200] {
        let mut tablet = base.another(100);
        tablet.edit(&include("call", true));
        let options = automerge::LoadOptions::new().text_encoding(automerge::TextEncoding::Utf16CodeUnit);
        let mut other = automerge::AutoCommit::load_with_options(&base.doc.save(), options).unwrap();
        other.set_actor(automerge::ActorId::from([who; 32]));
        let (_, entity) = other.get(automerge::ROOT, format!("aim:{}", aim(1).id)).unwrap().unwrap();
        other.put_object(&entity, "steps/call", automerge::ObjType::Text).unwrap();
        other.put(&entity, "steps/visit", "perhaps").unwrap();
        other.commit();
        tablet.receive(&[other.get_last_local_change().unwrap().raw_bytes().to_vec()]);
        assert_eq!(steps(&tablet.doc), ["call"], "by {who}");
        tablet.edit(&include("call", false));
        assert_eq!(steps(&tablet.doc), Vec::<String>::new());
        tablet.edit(&include("visit", true));
        assert_eq!(steps(&tablet.doc), ["visit"]);
    }
}

#[test]
fn rows_keep_sets_and_are_searched_as_before() {
    let mut tablet = with_steps(&["call", "visit"]);
    tablet.edit(&Edit::Splice {
        entity: aim(1),
        field: Field::new("why"),
        at: 0,
        delete: 0,
        insert: "to sleep".into(),
    });
    let projection = tablet.doc.project();
    let row = &projection.rows[0];
    assert_eq!(row.value(STEPS), &set(&["call", "visit"]));
    assert_eq!(minicbor::decode::<Row>(&minicbor::to_vec(row).unwrap()).unwrap(), *row);
    let text: Option<&LongText> = projection.texts.first();
    let found = |query: &str| Search::new(query).hit(NEXT.noun(AIM).unwrap(), row, text).map(|hit| hit.field);
    assert_eq!(found("door"), Some(Field::NAME));
    assert_eq!(found("sleep"), Some(Field::new("why")));
    assert_eq!(found("call"), None, "words of choices are no text");
}
