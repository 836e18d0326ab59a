//! Needs and strengths: how things stand in each part of life, how they stood before, and which need no goal answers yet.

use casefile::{Domain, Field, GoalStatus, NeedLevel, Row};

/// One part of life.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// Which.
    pub domain: Domain,
    /// What was said of it, the first day first.
    pub ratings: Vec<Row>,
    /// Whether a goal that people work on is about it.
    pub has_goal: bool,
}

/// What a part of life is to be shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has said anything.
    Unknown,
    /// A need that no goal answers.
    Open,
    /// Neither.
    Between,
    /// A strength.
    Strength,
}

impl Need {
    /// What was said last.
    #[must_use]
    pub fn now(&self) -> Option<&Row> {
        self.ratings.iter().rfind(|row| level(row).is_some())
    }

    /// What was said last on a day before that.
    #[must_use]
    pub fn before(&self) -> Option<&Row> {
        let day = self.now()?.text(Field::DAY);
        self.ratings.iter().rfind(|row| level(row).is_some() && row.text(Field::DAY) < day)
    }

    /// What it is to be shown as.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match self.now().and_then(level) {
            None => Standing::Unknown,
            Some(NeedLevel::Strength) => Standing::Strength,
            Some(NeedLevel::Crisis | NeedLevel::Struggling) if !self.has_goal => Standing::Open,
            Some(_) => Standing::Between,
        }
    }
}

/// How things stand, by a rating.
#[must_use]
pub fn level(row: &Row) -> Option<NeedLevel> {
    row.choice(Field::NEED_LEVEL)
}

/// Every part of life, by its ratings and the goals of the plan.
#[must_use]
pub fn needs(ratings: Vec<Row>, goals: &[Row]) -> Vec<Need> {
    let is_open = |goal: &&Row| {
        !goal.archived && !matches!(goal.choice(Field::STATUS), Some(GoalStatus::SetAside | GoalStatus::Reached))
    };
    let mut needs: Vec<Need> = Domain::ALL
        .iter()
        .map(|domain| {
            let is_of = |row: &Row| row.choice(Field::DOMAIN) == Some(*domain);
            let has_goal = goals.iter().filter(is_open).any(is_of);
            Need { domain: *domain, ratings: Vec::new(), has_goal }
        })
        .collect();
    for row in ratings {
        let domain = row.choice::<Domain>(Field::DOMAIN);
        if let Some(need) = needs.iter_mut().find(|need| Some(need.domain) == domain) {
            need.ratings.push(row);
        }
    }
    for need in &mut needs {
        need.ratings
            .sort_by_cached_key(|row| (row.text(Field::DAY).to_owned(), row.time(Field::CREATED_AT), row.key.id));
    }
    needs
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use casefile::{EntityId, EntityKey, EntityKind, Private, Value};

    use super::*;

    fn row(kind: EntityKind, id: u8, values: Vec<(Field, Value)>) -> Row {
        let key = EntityKey::new(kind, EntityId([id; 16]));
        Row { key, values, conflicts: Vec::new(), preview: Private::default(), archived: false }
    }

    fn rating(id: u8, domain: Domain, level: NeedLevel, day: &str) -> Row {
        row(
            EntityKind::NEED_RATING,
            id,
            vec![(Field::DOMAIN, domain.into()), (Field::NEED_LEVEL, level.into()), (Field::DAY, day.into())],
        )
    }

    #[test]
    fn a_need_is_open_until_a_goal_answers_it_and_shows_the_day_before() {
        let ratings = vec![
            rating(2, Domain::Housing, NeedLevel::Struggling, "2026-11-10"),
            rating(1, Domain::Housing, NeedLevel::Crisis, "2026-09-14"),
            rating(3, Domain::Housing, NeedLevel::Coping, "2026-11-10"),
            rating(4, Domain::Family, NeedLevel::Strength, "2026-11-10"),
            rating(5, Domain::Food, NeedLevel::Crisis, "2026-11-10"),
            rating(6, Domain::Legal, NeedLevel::Crisis, "2026-11-10"),
        ];
        let goal = |id: u8, domain: Domain, status: GoalStatus| {
            row(EntityKind::GOAL, id, vec![(Field::DOMAIN, domain.into()), (Field::STATUS, status.into())])
        };
        let goals = [goal(11, Domain::Food, GoalStatus::Working), goal(12, Domain::Legal, GoalStatus::SetAside)];
        let needs = needs(ratings, &goals);
        assert_eq!(needs.len(), 14);
        let of = |domain: Domain| needs.iter().find(|need| need.domain == domain).unwrap();
        let housing = of(Domain::Housing);
        assert_eq!(housing.now().and_then(level), Some(NeedLevel::Coping), "of one day, what was said last");
        assert_eq!(housing.before().and_then(level), Some(NeedLevel::Crisis));
        let standing = |domain| of(domain).standing();
        assert_eq!(standing(Domain::Housing), Standing::Between);
        assert_eq!(standing(Domain::Family), Standing::Strength);
        assert_eq!(standing(Domain::Food), Standing::Between, "a goal is about it");
        assert_eq!(standing(Domain::Legal), Standing::Open, "a goal that was set aside is none");
        assert_eq!(standing(Domain::Income), Standing::Unknown);
    }
}
