//! Repetitions, held against a program of somebody else's that has all of RFC 5545.

use casefile::shapes::{Date, Day, Repetition};
use rrule::RRuleSet;

use crate::fixture::Dice;

/// How many days of each rule are compared.
const DAYS: u16 = 15;

/// A rule that people could have made, as RFC 5545 spells it.
fn rule(dice: &mut Dice) -> String {
    let frequency = dice.pick(&["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]);
    let mut parts = vec![format!("FREQ={frequency}")];
    if dice.roll(2) == 0 {
        parts.push(format!("INTERVAL={}", dice.roll(6) + 1));
    }
    match dice.roll(6) {
        0 => parts.push(format!("COUNT={}", dice.roll(9) + 1)),
        1 => parts.push(format!("UNTIL={}{:02}{:02}", 2027 + dice.roll(4), dice.roll(12) + 1, dice.roll(28) + 1)),
        _ => {}
    }
    let mut days = || {
        let mut days: Vec<&str> =
            (0..=dice.roll(3)).map(|_| dice.pick(&["MO", "TU", "WE", "TH", "FR", "SA", "SU"])).collect();
        days.sort_unstable();
        days.dedup();
        days.join(",")
    };
    let by_day = days();
    let nth = dice.pick(&["1MO", "2TU", "-1FR", "3SU", "-2WE"]);
    match (frequency, dice.roll(4)) {
        ("DAILY" | "WEEKLY", 0 | 1) => parts.push(format!("BYDAY={by_day}")),
        ("MONTHLY", 0) => parts.push(format!("BYMONTHDAY={}", dice.pick(&["1", "15", "31", "-1", "10,20", "-1,1"]))),
        ("MONTHLY", 1) => parts.push(format!("BYDAY={nth}")),
        ("MONTHLY", 2) => parts.push(format!("BYDAY={by_day};BYMONTHDAY=13")),
        ("YEARLY", 0) => parts.push(format!(
            "BYMONTH={};BYMONTHDAY={}",
            dice.pick(&["2", "6", "3,9"]),
            dice.pick(&["1", "29", "-1"])
        )),
        ("YEARLY", 1) => parts.push(format!("BYMONTH={};BYDAY={nth}", dice.pick(&["1", "11", "5,10"]))),
        ("YEARLY", 2) => parts.push(format!("BYMONTH={}", dice.pick(&["4", "2,12"]))),
        _ => {}
    }
    parts.join(";")
}

fn day(text: &str) -> Day {
    text.parse::<Date>().unwrap().day().unwrap()
}

/// The days of a rule from its start on, as ours has them.
fn ours(rule: &str, start: &str) -> Vec<String> {
    let rule: Repetition = rule.parse().unwrap();
    let start = day(start);
    let mut days = Vec::new();
    let mut after = Day::from_number(start.number() - 1).unwrap();
    while days.len() < usize::from(DAYS) {
        let Some(next) = rule.next_after(start, after) else { break };
        days.push(Date::Day(next).to_string());
        after = next;
    }
    days
}

/// The same as theirs has them; `None` for what it does not take.
fn theirs(rule: &str, start: &str) -> Option<Vec<String>> {
    // They count moments: a day is its midnight.
    let moments: Vec<String> = rule
        .split(';')
        .map(|part| if part.starts_with("UNTIL=") { format!("{part}T000000Z") } else { part.to_owned() })
        .collect();
    let set = format!("DTSTART:{}T000000Z\nRRULE:{}", start.replace('-', ""), moments.join(";"));
    let set: RRuleSet = set.parse().ok()?;
    Some(set.all(DAYS).dates.iter().map(|date| date.format("%Y-%m-%d").to_string()).collect())
}

#[test]
fn the_days_of_a_rule_are_those_that_the_whole_of_rfc_5545_has() {
    let mut dice = Dice::new(5545);
    let mut compared = 0;
    for _ in 0..400 {
        let rule = rule(&mut dice);
        let start = dice.pick(&["2026-11-03", "2027-01-31", "2028-02-29", "2026-12-25"]);
        let Some(theirs) = theirs(&rule, start) else { continue };
        compared += 1;
        assert_eq!(ours(&rule, start), theirs, "{rule} from {start}");
    }
    assert!(compared > 250, "{compared}");
}

#[test]
fn a_rule_that_never_comes_ends_and_one_without_end_says_only_its_next_day() {
    assert_eq!(ours("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-11-03"), Vec::<String>::new());
    let endless: Repetition = "FREQ=DAILY".parse().unwrap();
    let start = day("2026-11-03");
    assert_eq!(
        endless.next_after(start, day("2999-12-31")).map(|day| Date::Day(day).to_string()),
        Some("3000-01-01".into())
    );
}
