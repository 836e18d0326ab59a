//! Case conferences with all that belongs to each: who is invited, what was decided, who saw it differently, what is to be
//! done.

use std::collections::BTreeMap;

use casefile::{Came, EntityId, Field, Moment, Row};
use device::Listed;
use wire::DocId;

/// How long after it began a conference is taken to go on, in milliseconds.
const LASTS: u64 = 3 * 3_600_000;

/// How long before it begins people sit down to it, in milliseconds.
const BEFORE: u64 = 3_600_000;

/// A conference with all that belongs to it.
#[derive(Clone, PartialEq)]
pub struct Conference {
    /// The document it is in.
    pub doc: DocId,
    /// What lists know of it.
    pub row: Row,
    /// Who is invited, in the order in which they were.
    pub invited: Vec<Row>,
    /// What was decided, in the order in which it was.
    pub decisions: Vec<Row>,
    /// Who saw something differently, in the order in which they said so.
    pub disagreements: Vec<Row>,
    /// What is to be done.
    pub actions: Vec<Row>,
}

/// Whether a conference is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It is to come, or nobody has said when.
    Ahead,
    /// It goes on now, or is about to begin.
    Now,
    /// It was.
    Over,
}

impl Conference {
    /// Which it is.
    #[must_use]
    pub const fn id(&self) -> EntityId {
        self.row.key.id
    }

    /// When it is.
    #[must_use]
    pub fn at(&self) -> Option<Moment> {
        self.row.time(Field::AT)
    }

    /// Whether it is to come.
    #[must_use]
    pub fn phase(&self, now: Moment) -> Phase {
        match self.at() {
            Some(at) if now.0 > at.0.saturating_add(LASTS) => Phase::Over,
            Some(at) if now.0.saturating_add(BEFORE) >= at.0 => Phase::Now,
            _ => Phase::Ahead,
        }
    }

    /// How many were there, in the room or not.
    #[must_use]
    pub fn came(&self) -> usize {
        let there = |row: &&Row| matches!(row.choice(Field::CAME), Some(Came::There | Came::Remotely));
        self.invited.iter().filter(there).count()
    }

    /// What follows from a decision; with none, what follows from none.
    pub fn actions_of(&self, decision: Option<EntityId>) -> impl Iterator<Item = &Row> {
        self.actions.iter().filter(move |row| row.choice::<EntityId>(Field::DECISION) == decision)
    }

    /// Who saw a decision differently; with none, who saw something else so.
    pub fn disagreements_of(&self, decision: Option<EntityId>) -> impl Iterator<Item = &Row> {
        self.disagreements.iter().filter(move |row| row.choice::<EntityId>(Field::DECISION) == decision)
    }
}

/// Conferences with what belongs to them: those to come first, the next one first; then those that were, the last one
/// first.
#[must_use]
pub fn together(
    conferences: Vec<Listed>,
    [invited, decisions, disagreements, tasks]: [Vec<Listed>; 4],
    now: Moment,
) -> Vec<Conference> {
    let mut all: Vec<Conference> = conferences
        .into_iter()
        .map(|Listed { doc, row, .. }| Conference {
            doc,
            row,
            invited: Vec::new(),
            decisions: Vec::new(),
            disagreements: Vec::new(),
            actions: Vec::new(),
        })
        .collect();
    let (mut ahead, mut over): (Vec<_>, Vec<_>) =
        all.drain(..).partition(|conference| conference.phase(now) != Phase::Over);
    ahead.sort_by_key(|conference| (conference.at().is_none(), conference.at(), conference.id()));
    over.sort_by_key(|conference| (std::cmp::Reverse(conference.at()), conference.id()));
    all.extend(ahead.into_iter().chain(over));
    let at: BTreeMap<String, usize> =
        all.iter().enumerate().map(|(at, conference)| (conference.id().to_string(), at)).collect();
    let mut put = |rows: Vec<Listed>, into: fn(&mut Conference) -> &mut Vec<Row>| {
        for Listed { row, .. } in rows {
            if let Some(conference) = at.get(row.text(Field::CONFERENCE)).and_then(|at| all.get_mut(*at)) {
                into(conference).push(row);
            }
        }
    };
    put(invited, |conference| &mut conference.invited);
    put(decisions, |conference| &mut conference.decisions);
    put(disagreements, |conference| &mut conference.disagreements);
    put(tasks, |conference| &mut conference.actions);
    for conference in &mut all {
        let Conference { invited, decisions, disagreements, actions, .. } = conference;
        for rows in [invited, decisions, disagreements, actions] {
            rows.sort_by_key(|row| (row.time(Field::CREATED_AT), row.key.id));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use casefile::{EntityKey, EntityKind, Private, Value};
    use wire::{CircleId, Timestamp};

    use super::*;

    const HOUR: u64 = 3_600_000;

    fn listed(kind: EntityKind, id: u8, values: Vec<(Field, Value)>) -> Listed {
        Listed {
            doc: DocId([1; 16]),
            circle: CircleId([2; 32]),
            row: Row {
                key: EntityKey::new(kind, EntityId([id; 16])),
                values,
                conflicts: Vec::new(),
                preview: Private::default(),
                archived: false,
            },
            last_author: None,
            updated: Timestamp(0),
            waiting: false,
        }
    }

    fn at(hour: u64) -> (Field, Value) {
        (Field::AT, Value::Time(Moment(hour * HOUR)))
    }

    fn of(id: u8) -> (Field, Value) {
        (Field::CONFERENCE, EntityId([id; 16]).to_string().into())
    }

    #[test]
    fn the_next_one_comes_first_and_what_was_last_comes_after_those_ahead() {
        let conference = |id: u8, hour: u64| listed(EntityKind::CONFERENCE, id, vec![at(hour)]);
        let undated = listed(EntityKind::CONFERENCE, 9, vec![]);
        let all = vec![conference(1, 10), conference(2, 200), conference(3, 150), conference(4, 50), undated];
        let all = together(all, [vec![], vec![], vec![], vec![]], Moment(100 * HOUR));
        assert_eq!(all.iter().map(|one| one.id().0[0]).collect::<Vec<_>>(), [3, 2, 9, 4, 1]);
    }

    #[test]
    fn each_has_what_belongs_to_it_and_each_decision_what_follows_from_it() {
        let decision = (Field::DECISION, Value::from(EntityId([21; 16]).to_string()));
        let came = |id: u8, came: Came| listed(EntityKind::ATTENDANCE, id, vec![of(1), (Field::CAME, came.into())]);
        let task = |id: u8, more: Vec<(Field, Value)>| listed(EntityKind::TASK, id, [vec![of(1)], more].concat());
        let all = together(
            vec![listed(EntityKind::CONFERENCE, 1, vec![at(10)]), listed(EntityKind::CONFERENCE, 2, vec![at(12)])],
            [
                vec![came(11, Came::There), came(12, Came::Excused), came(13, Came::Remotely)],
                vec![listed(EntityKind::DECISION, 21, vec![of(1)])],
                vec![listed(EntityKind::DISAGREEMENT, 31, vec![of(1), decision.clone()])],
                vec![task(41, vec![decision]), task(42, vec![]), listed(EntityKind::TASK, 43, vec![])],
            ],
            Moment(0),
        );
        let first = &all[0];
        assert_eq!((first.invited.len(), first.came(), first.decisions.len(), first.actions.len()), (3, 2, 1, 2));
        let decision = Some(EntityId([21; 16]));
        assert_eq!((first.actions_of(decision).count(), first.actions_of(None).count()), (1, 1));
        assert_eq!((first.disagreements_of(decision).count(), first.disagreements_of(None).count()), (1, 0));
        assert!(all[1].invited.is_empty());
    }

    #[test]
    fn it_is_ahead_until_people_sit_down_and_over_when_nobody_can_be_sitting_any_more() {
        let one = together(
            vec![listed(EntityKind::CONFERENCE, 1, vec![at(10)])],
            [vec![], vec![], vec![], vec![]],
            Moment(0),
        );
        let phase = |hour: u64| one[0].phase(Moment(hour * HOUR));
        assert_eq!([phase(8), phase(9), phase(13), phase(14)], [Phase::Ahead, Phase::Now, Phase::Now, Phase::Over]);
    }
}
