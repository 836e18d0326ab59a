//! Safety in a case, from the rows of its record: which flags stand, how dangerous it is now, what waits at which address,
//! what somebody should have looked at by today.

use std::collections::BTreeSet;

use casefile::{Edit, EntityId, EntityKey, EntityKind, Field, FlagKind, Moment, Row, Value};
use wire::MemberId;

/// Whether a flag stands: until somebody has written why it could go, and as long as two people say that differently.
#[must_use]
pub fn stands(flag: &Row) -> bool {
    !flag.archived && (flag.text(Field::ENDED_WHY).trim().is_empty() || flag.conflicts.contains(&Field::ENDED_WHY))
}

/// Of which day a level is; two of one day by when they were written.
fn age(level: &Row) -> (String, Option<Moment>, EntityId) {
    (level.text(Field::DAY).to_owned(), level.time(Field::CREATED_AT), level.key.id)
}

/// Which of two levels is newer; one that says no level is none.
#[must_use]
pub fn newer(one: Option<Row>, other: Row) -> Option<Row> {
    let says = |row: &Row| !row.archived && !row.text(Field::LEVEL).is_empty();
    match one {
        _ if !says(&other) => one,
        Some(one) if says(&one) && age(&one) > age(&other) => Some(one),
        _ => Some(other),
    }
}

/// An address at which there may be hazards: what it is written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// A person's own.
    Person(EntityId),
    /// A way to reach a person.
    Way(EntityId),
    /// A place where a person is or was.
    Placement(EntityId),
}

impl Address {
    /// The field of a hazard that names such an address, and what it says.
    #[must_use]
    pub fn field(self) -> (Field, Value) {
        let (field, id) = match self {
            Self::Person(id) => (Field::PERSON, id),
            Self::Way(id) => (Field::CONTACT_WAY, id),
            Self::Placement(id) => (Field::PLACEMENT, id),
        };
        (field, Value::from(id.to_string()))
    }
}

/// What should have been looked at by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// Which risk level or flag.
    pub key: EntityKey,
    /// The day by which: `2026-11-24`.
    pub day: String,
}

/// All that is known of safety in a case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Safety {
    /// Flags that stand, raised last first.
    pub flags: Vec<Row>,
    /// Flags that somebody ended, the last first.
    pub ended: Vec<Row>,
    /// Risk levels, the newest first: the first is the case's.
    pub levels: Vec<Row>,
    /// Hazards of addresses.
    pub hazards: Vec<Row>,
    /// Safety plans, gone over last first.
    pub plans: Vec<Row>,
    /// Whom to ring: in emergencies first, then in their order.
    pub contacts: Vec<Row>,
}

impl Safety {
    /// From rows of any kind; those put away are left out.
    #[must_use]
    pub fn of(rows: impl IntoIterator<Item = Row>) -> Self {
        let mut safety = Self::default();
        for row in rows.into_iter().filter(|row| !row.archived) {
            match row.key.kind {
                EntityKind::SAFETY_FLAG if stands(&row) => safety.flags.push(row),
                EntityKind::SAFETY_FLAG => safety.ended.push(row),
                EntityKind::RISK_LEVEL => safety.levels.push(row),
                EntityKind::ADDRESS_HAZARD => safety.hazards.push(row),
                EntityKind::SAFETY_PLAN => safety.plans.push(row),
                EntityKind::CRISIS_CONTACT => safety.contacts.push(row),
                _ => {}
            }
        }
        let made = |row: &Row| (row.time(Field::CREATED_AT), row.key.id);
        safety.flags.sort_by_key(|row| std::cmp::Reverse(made(row)));
        safety.ended.sort_by_key(|row| std::cmp::Reverse((row.text(Field::ENDED_ON).to_owned(), made(row))));
        // One that was begun and says no level yet is not the case's.
        safety.levels.sort_by_key(|row| (row.text(Field::LEVEL).is_empty(), std::cmp::Reverse(age(row))));
        safety.hazards.sort_by_key(made);
        safety.plans.sort_by_key(|row| std::cmp::Reverse((row.text(Field::GONE_OVER).to_owned(), made(row))));
        let order = |row: &Row| (!row.value(Field::EMERGENCY).is_yes(), crate::siblings::place(row), made(row));
        safety.contacts.sort_by_key(order);
        safety
    }

    /// How dangerous it is now: the newest level that says something.
    #[must_use]
    pub fn risk(&self) -> Option<&Row> {
        self.levels.first().filter(|row| !row.text(Field::LEVEL).is_empty())
    }

    /// The hazards of an address.
    pub fn hazards_at(&self, address: Address) -> impl Iterator<Item = &Row> {
        let (field, value) = address.field();
        self.hazards.iter().filter(move |row| *row.value(field) == value)
    }

    /// What should have been looked at before `today` (`2026-11-24`), the longest ago first. A flag whose day has passed
    /// stands all the same.
    #[must_use]
    pub fn overdue(&self, today: &str) -> Vec<Overdue> {
        let late = |row: &Row, field: Field| {
            let day = row.text(field);
            (!day.is_empty() && day < today).then(|| Overdue { key: row.key, day: day.to_owned() })
        };
        let risk = self.risk().and_then(|row| late(row, Field::REVIEW));
        let mut overdue: Vec<Overdue> =
            risk.into_iter().chain(self.flags.iter().filter_map(|row| late(row, Field::UNTIL))).collect();
        overdue.sort_by(|a, b| a.day.cmp(&b.day));
        overdue
    }
}

/// A flag to be raised.
#[derive(Clone)]
pub struct NewFlag {
    /// Its id, freshly random.
    pub id: EntityId,
    /// Which danger.
    pub kind: FlagKind,
    /// In words.
    pub words: String,
    /// About whom.
    pub about: Vec<EntityId>,
    /// Why.
    pub why: String,
    /// Since which day.
    pub since: String,
    /// Who raises it.
    pub by: MemberId,
}

/// The edit of a case's Record document that raises a flag.
#[must_use]
pub fn raise(new: &NewFlag) -> Edit {
    let entity = EntityKey::new(EntityKind::SAFETY_FLAG, new.id);
    let mut fields = vec![
        (Field::FLAG, new.kind.into()),
        (Field::WORDS, Value::from(new.words.trim())),
        (Field::ABOUT, Value::Set(new.about.iter().map(EntityId::to_string).collect())),
        (Field::WHY, Value::from(new.why.trim())),
        (Field::SINCE, Value::from(new.since.as_str())),
        (Field::RAISED_BY, Value::from(new.by.to_string())),
    ];
    // What was not said is not set, so that saying it later is nobody's second answer.
    fields.retain(|(_, value)| !value.is_empty() && *value != Value::Set(BTreeSet::new()));
    Edit::Create { entity, fields }
}

/// The edits that end a flag, for a reason, on a day. Without a reason it does not end, and there are none.
#[must_use]
pub fn end(flag: EntityKey, why: &str, today: &str, by: MemberId) -> Vec<Edit> {
    let why = why.trim();
    if why.is_empty() {
        return Vec::new();
    }
    let set = |field, value: &str| Edit::Set { entity: flag, field, value: Value::from(value) };
    // The reason comes last: with it, the flag goes.
    vec![set(Field::ENDED_ON, today), set(Field::ENDED_BY, &by.to_string()), set(Field::ENDED_WHY, why)]
}

/// The edits that let a flag stand again.
#[must_use]
pub fn stand_again(flag: EntityKey) -> Vec<Edit> {
    let empty = |field| Edit::Set { entity: flag, field, value: Value::Empty };
    vec![empty(Field::ENDED_WHY), empty(Field::ENDED_ON), empty(Field::ENDED_BY)]
}

#[cfg(test)]
mod tests {
    use casefile::{Private, RiskLevel};

    use super::*;

    fn row(kind: EntityKind, id: u8, values: &[(Field, &str)]) -> Row {
        Row {
            key: EntityKey::new(kind, EntityId([id; 16])),
            values: values.iter().map(|(field, text)| (*field, Value::from(*text))).collect(),
            conflicts: Vec::new(),
            preview: Private::default(),
            archived: false,
        }
    }

    fn flag(id: u8, values: &[(Field, &str)]) -> Row {
        row(EntityKind::SAFETY_FLAG, id, values)
    }

    fn level(id: u8, level: &str, day: &str, review: &str) -> Row {
        let values = [(Field::LEVEL, level), (Field::DAY, day), (Field::REVIEW, review)];
        row(EntityKind::RISK_LEVEL, id, &values)
    }

    fn ids(rows: &[Row]) -> Vec<u8> {
        rows.iter().map(|row| row.key.id.0[0]).collect()
    }

    #[test]
    fn a_flag_stands_until_somebody_wrote_why_it_could_go_and_while_two_say_so_differently() {
        let standing = flag(1, &[(Field::UNTIL, "2020-01-01")]);
        let blank = flag(2, &[(Field::ENDED_WHY, "  "), (Field::ENDED_ON, "2026-11-01")]);
        let ended = flag(3, &[(Field::ENDED_WHY, "Order lifted")]);
        let mut disputed = flag(4, &[(Field::ENDED_WHY, "Moved away")]);
        disputed.conflicts.push(Field::ENDED_WHY);
        let mut away = flag(5, &[]);
        away.archived = true;
        let safety = Safety::of([standing, blank, ended, disputed, away]);
        assert_eq!((ids(&safety.flags), ids(&safety.ended)), (vec![4, 2, 1], vec![3]));
    }

    #[test]
    fn the_newest_level_that_says_something_is_the_cases() {
        let check = |levels: Vec<Row>, expected: Option<RiskLevel>| {
            let one_by_one = levels.iter().cloned().fold(None, newer);
            let safety = Safety::of(levels);
            let of = |row: Option<&Row>| row.and_then(|row| row.choice::<RiskLevel>(Field::LEVEL));
            assert_eq!((of(safety.risk()), of(one_by_one.as_ref())), (expected, expected));
        };
        check(vec![], None);
        check(vec![level(1, "", "2026-11-20", "")], None);
        check(vec![level(1, "high", "2026-11-12", ""), level(2, "low", "2026-03-01", "")], Some(RiskLevel::High));
        check(vec![level(2, "low", "2026-03-01", ""), level(1, "high", "2026-11-12", "")], Some(RiskLevel::High));
        check(vec![level(1, "high", "2026-11-12", ""), level(2, "", "2026-11-20", "")], Some(RiskLevel::High));
        let mut away = level(3, "very-high", "2026-11-20", "");
        away.archived = true;
        check(vec![away, level(1, "medium", "2026-11-12", "")], Some(RiskLevel::Medium));
    }

    #[test]
    fn what_should_have_been_looked_at_is_overdue_and_stands_all_the_same() {
        let safety = Safety::of([
            level(1, "high", "2026-11-12", "2026-11-20"),
            level(2, "low", "2026-03-01", "2026-04-01"),
            flag(3, &[(Field::UNTIL, "2026-11-01")]),
            flag(4, &[(Field::UNTIL, "2026-11-24")]),
        ]);
        let overdue = |today| safety.overdue(today).iter().map(|it| it.key.id.0[0]).collect::<Vec<_>>();
        assert_eq!(overdue("2026-11-24"), [3, 1]);
        assert_eq!(overdue("2026-11-20"), [3], "on its day nothing is late yet");
        assert_eq!(ids(&safety.flags), [4, 3]);
    }

    #[test]
    fn hazards_stand_at_their_address_and_numbers_for_emergencies_first() {
        let id = |id: u8| EntityId([id; 16]).to_string();
        let hazard = |own: u8, field, of: u8| row(EntityKind::ADDRESS_HAZARD, own, &[(field, id(of).as_str())]);
        let contact = |own: u8, emergency: bool| {
            let mut row = row(EntityKind::CRISIS_CONTACT, own, &[]);
            row.values.push((Field::EMERGENCY, Value::Flag(emergency)));
            row
        };
        let safety = Safety::of([
            hazard(1, Field::PERSON, 9),
            hazard(2, Field::CONTACT_WAY, 9),
            hazard(3, Field::PLACEMENT, 8),
            contact(4, false),
            contact(5, true),
        ]);
        let at = |address| safety.hazards_at(address).map(|row| row.key.id.0[0]).collect::<Vec<_>>();
        assert_eq!(at(Address::Person(EntityId([9; 16]))), [1]);
        assert_eq!(at(Address::Way(EntityId([9; 16]))), [2]);
        assert!(at(Address::Placement(EntityId([9; 16]))).is_empty());
        assert_eq!(ids(&safety.contacts), [5, 4]);
    }

    #[test]
    fn what_was_not_said_of_a_flag_is_not_set_and_without_a_reason_none_ends() {
        let (id, by) = (EntityId([1; 16]), MemberId([2; 16]));
        let new = NewFlag {
            id,
            kind: FlagKind::Suicide,
            words: " ".to_owned(),
            about: Vec::new(),
            why: "Answered item 9 with 2.".to_owned(),
            since: "2026-11-24".to_owned(),
            by,
        };
        let said: Vec<Field> = match raise(&new) {
            Edit::Create { fields, .. } => fields.iter().map(|(field, _)| *field).collect(),
            _ => Vec::new(),
        };
        assert_eq!(said, [Field::FLAG, Field::WHY, Field::SINCE, Field::RAISED_BY]);
        let entity = EntityKey::new(EntityKind::SAFETY_FLAG, id);
        assert!(end(entity, " \n", "2026-11-24", by).is_empty());
        assert_eq!(end(entity, "Order lifted", "2026-11-24", by).len(), 3);
    }
}
