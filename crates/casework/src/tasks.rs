//! Tasks of all cases in one list: by when each is to be done, whose it is, and through whose hands it went.

use casefile::{Answer, EntityId, Field, Row};
use wire::MemberId;

use crate::plan::is_done;

/// Where in a list a task stands, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Its day has passed.
    Late,
    /// Today and the six days after.
    ThisWeek,
    /// After that.
    Later,
    /// Nobody has said by when.
    NoDay,
    /// It is done.
    Done,
}

impl Group {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Late, Self::ThisWeek, Self::Later, Self::NoDay, Self::Done];
}

/// Where a task stands; `days` until it is to be done, if that has a day.
#[must_use]
pub fn group_of(row: &Row, days: Option<i64>) -> Group {
    match days {
        _ if is_done(row) => Group::Done,
        Some(..0) => Group::Late,
        Some(0..7) => Group::ThisWeek,
        Some(_) => Group::Later,
        None => Group::NoDay,
    }
}

/// Whose tasks are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Those of one member, and those that are nobody's.
    Of(MemberId),
    /// Everybody's.
    Everybodys,
}

impl Whose {
    /// Whether a task is among them.
    #[must_use]
    pub fn has(self, row: &Row) -> bool {
        match self {
            Self::Everybodys => true,
            Self::Of(member) => row.choice::<EntityId>(Field::OWNER).is_none_or(|owner| owner.0 == member.0),
        }
    }
}

/// Whether a task has to do with somebody of the case: they do it, or it is about them.
#[must_use]
pub fn is_of_person(row: &Row, person: EntityId) -> bool {
    let about = match row.value(Field::ABOUT) {
        casefile::Value::Set(people) => people.contains(&person.to_string()),
        _ => false,
    };
    about || row.choice::<EntityId>(Field::BY) == Some(person)
}

/// A task that came from one member's hands into another's: who has it since, and the answer that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// Whose it is since.
    pub to: MemberId,
    /// Who said so, and when.
    pub answer: Answer,
}

/// How a task went from hand to hand, of all that was ever answered to whose it is, the first time first. Whoever has it
/// first was handed nothing.
#[must_use]
pub fn handed_over(answers: &[Answer]) -> Vec<HandedOver> {
    let mut answers: Vec<&Answer> = answers.iter().collect();
    answers.sort_by_key(|answer| answer.at);
    let mut handed = Vec::new();
    let mut has: Option<MemberId> = None;
    for answer in answers {
        let to = answer.value.as_text().and_then(|text| text.parse::<MemberId>().ok());
        if let Some(to) = to {
            if has.is_some_and(|has| has != to) {
                handed.push(HandedOver { to, answer: answer.clone() });
            }
            has = Some(to);
        }
    }
    handed
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use casefile::{EntityKey, EntityKind, Moment, Private, Value};

    use super::*;

    const MAYA: MemberId = MemberId([1; 16]);
    const JONAS: MemberId = MemberId([2; 16]);

    fn task(values: Vec<(Field, Value)>) -> Row {
        Row {
            key: EntityKey::new(EntityKind::TASK, EntityId([9; 16])),
            values,
            conflicts: Vec::new(),
            preview: Private::default(),
            archived: false,
        }
    }

    #[test]
    fn what_is_late_comes_first_and_what_is_done_last() {
        let open = task(vec![]);
        let groups = [Some(-1), Some(0), Some(6), Some(7), None].map(|days| group_of(&open, days));
        assert_eq!(groups, [Group::Late, Group::ThisWeek, Group::ThisWeek, Group::Later, Group::NoDay]);
        let done = task(vec![(Field::DONE, Value::Flag(true))]);
        assert_eq!(group_of(&done, Some(-1)), Group::Done);
        assert!(Group::ALL.is_sorted());
    }

    #[test]
    fn mine_are_mine_and_those_that_are_nobodys() {
        let of = |member: MemberId| task(vec![(Field::OWNER, member.to_string().into())]);
        assert!(Whose::Of(MAYA).has(&of(MAYA)) && Whose::Of(MAYA).has(&task(vec![])));
        assert!(!Whose::Of(MAYA).has(&of(JONAS)) && Whose::Everybodys.has(&of(JONAS)));
    }

    #[test]
    fn a_task_is_of_whom_it_is_about_and_of_whom_does_it() {
        let rosa = EntityId([7; 16]);
        assert!(is_of_person(&task(vec![(Field::BY, rosa.to_string().into())]), rosa));
        assert!(is_of_person(&task(vec![(Field::ABOUT, Value::Set(BTreeSet::from([rosa.to_string()])))]), rosa));
        assert!(!is_of_person(&task(vec![]), rosa));
    }

    #[test]
    fn a_task_goes_from_hand_to_hand_and_saying_again_whose_it_is_hands_nothing_over() {
        let said = |to: &str, at: u64| Answer { value: to.into(), actor: vec![at as u8; 32], at: Moment(at) };
        let (maya, jonas) = (MAYA.to_string(), JONAS.to_string());
        let answers = [said(&jonas, 3), said(&maya, 1), said(&maya, 2), said("", 4), said(&maya, 5)];
        let handed = handed_over(&answers);
        assert_eq!(handed.iter().map(|one| (one.to, one.answer.at.0)).collect::<Vec<_>>(), [(JONAS, 3), (MAYA, 5)]);
        assert_eq!(handed_over(&answers[1..3]), []);
    }
}
