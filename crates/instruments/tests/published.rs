//! Each instrument at and around every boundary that its paper gives, every missing answer, every path.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use instruments::{Answer, Answers, Cutoff, DefinitionError, Instrument, Outcome};

fn definition(id: &str) -> Instrument {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../public/instruments/{id}.json"));
    Instrument::read(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Answers written as one word for each item: `-` was not asked, `s` skipped, `a/b` two that stand.
fn answers(words: &str) -> Answers {
    let answer = |word: &str| match word {
        "-" => Answer::NotAsked,
        "s" => Answer::Skipped,
        word if word.contains('/') => Answer::Disputed(word.split('/').map(str::to_owned).collect()),
        word => Answer::Chosen(word.to_owned()),
    };
    words.split_whitespace().map(answer).enumerate().collect()
}

fn total(instrument: &Instrument, words: &str) -> Option<u32> {
    match instrument.score(&answers(words)).outcome {
        Outcome::Total(total) => Some(total.value),
        _ => None,
    }
}

/// Answers of 0 to 3 that add up to a total.
fn adding_up(total: usize, items: usize) -> String {
    let mut left = total;
    let mut words = Vec::new();
    for _ in 0..items {
        let value = left.min(3);
        left -= value;
        words.push(value.to_string());
    }
    words.join(" ")
}

#[test]
fn each_total_has_its_published_band() {
    for (id, items, bands) in [
        (
            "phq-9",
            9,
            [(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately-severe"), (20, "severe")].as_slice(),
        ),
        ("gad-7", 7, [(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")].as_slice()),
    ] {
        let instrument = definition(id);
        assert_eq!(instrument.highest(), Some(u32::try_from(items * 3).unwrap()), "{id}");
        for value in 0..=items * 3 {
            let expected = bands.iter().rev().find(|(from, _)| *from <= value).unwrap().1;
            let found = total(&instrument, &adding_up(value, items)).unwrap();
            assert_eq!(found as usize, value, "{id}");
            assert_eq!(instrument.bands[instrument.band_of(found).unwrap()].id, expected, "{id}: {value}");
            assert_eq!(instrument.is_positive(found, None), Some(value >= 10), "{id}: {value}");
        }
    }
    let phq = definition("phq-9");
    let ranges: Vec<_> = (0..5).filter_map(|band| phq.range_of(band)).collect();
    assert_eq!(ranges, [(0, 4), (5, 9), (10, 14), (15, 19), (20, 27)]);
}

#[test]
fn missing_answers_follow_the_rule_of_each_instrument() {
    let phq = definition("phq-9");
    for (words, expected) in [
        ("1 1 1 1 1 1 1 1 1", Some(9)),
        ("1 1 1 1 1 1 1 1 s", Some(9)),
        ("2 1 1 1 1 1 1 1 s", Some(10)),
        ("2 2 1 1 1 1 1 s s", Some(12)),
        ("3 3 3 3 3 3 3 - s", Some(27)),
        ("0 0 0 0 0 0 0 0 -", Some(0)),
        ("3 3 3 3 3 3 s s s", None),
        ("s s s s s s s s s", None),
        ("1 1 1 1 1 1 1 1 0/2", None),
    ] {
        assert_eq!(total(&phq, words), expected, "{words}");
    }
    // The tenth is asked and does not count, answered or not.
    for tenth in ["none", "extreme", "s", "-"] {
        assert_eq!(total(&phq, &format!("1 1 1 1 1 1 1 1 0 {tenth}")), Some(8), "{tenth}");
    }
    match phq.score(&answers("1 s 1 s 1 s 1 1 0/1")).outcome {
        Outcome::None { missing, disputed } => assert_eq!((missing, disputed), (vec![1, 3, 5], vec![8])),
        other => panic!("{other:?}"),
    }
    match phq.score(&answers("1 s 1 1 1 1 1 1 1")).outcome {
        Outcome::Total(total) => assert_eq!(total.filled, [1]),
        other => panic!("{other:?}"),
    }
    let gad = definition("gad-7");
    assert_eq!(total(&gad, "1 1 1 1 1 1 1"), Some(7));
    for at in 0..7 {
        let mut words = ["1"; 7];
        words[at] = "s";
        assert_eq!(total(&gad, &words.join(" ")), None, "item {}", at + 1);
    }
}

#[test]
fn the_ninth_item_of_the_phq_9_is_an_alert_whatever_the_total() {
    let phq = definition("phq-9");
    for (words, alert) in [
        ("0 0 0 0 0 0 0 0 0", None),
        ("3 3 3 3 3 3 3 3 0", None),
        ("0 0 0 0 0 0 0 0 1", Some("1")),
        ("0 0 0 0 0 0 0 0 3", Some("3")),
        ("- - - - - - - - 2", Some("2")),
        ("s s s s s s s s 1", Some("1")),
        ("0 0 0 0 0 0 0 0 s", None),
        ("0 0 0 0 0 0 0 0 0/1", Some("1")),
    ] {
        let score = phq.score(&answers(words));
        assert_eq!(score.alerts.first().map(|alert| alert.word.as_str()), alert, "{words}");
        assert!(
            score.alerts.iter().all(|alert| alert.item == 8 && alert.ask_more.as_deref() == Some("c-ssrs-screener"))
        );
    }
}

#[test]
fn audit_c_is_positive_from_four_for_men_and_three_for_women() {
    let audit = definition("audit-c");
    assert_eq!(audit.highest(), Some(12));
    assert!(audit.needs_cutoff() && audit.bands.is_empty());
    for (value, women, men) in
        [(0, false, false), (2, false, false), (3, true, false), (4, true, true), (12, true, true)]
    {
        assert_eq!(audit.is_positive(value, Some(Cutoff::Women)), Some(women), "{value}");
        assert_eq!(audit.is_positive(value, Some(Cutoff::Men)), Some(men), "{value}");
        assert_eq!(audit.is_positive(value, None), None, "{value}: it has to be asked whose threshold counts");
    }
    for (words, expected) in [
        ("0 - -", Some(0)),
        ("0 4 4", Some(0)),
        ("1 0 0", Some(1)),
        ("4 4 4", Some(12)),
        ("2 1 s", None),
        ("s 1 1", None),
        ("1 - 1", None),
    ] {
        assert_eq!(total(&audit, words), expected, "{words}");
    }
    assert_eq!(audit.path(&answers("0")), [0]);
    assert_eq!(audit.path(&answers("1")), [0, 1, 2]);
}

#[test]
fn the_c_ssrs_screener_asks_what_its_answers_lead_to() {
    let columbia = definition("c-ssrs-screener");
    // yes or no to each: 1 and 2; if 2 is yes 3 to 6, else 6; if 6 is yes whether lately.
    for (words, path) in [
        ("- - - - - - -", [0, 1, 2, 3, 4, 5, 6].as_slice()),
        ("no no - - - no -", &[0, 1, 5]),
        ("yes no - - - no -", &[0, 1, 5]),
        ("no s - - - no -", &[0, 1, 5]),
        ("no no - - - yes -", &[0, 1, 5, 6]),
        ("no yes no no no no -", &[0, 1, 2, 3, 4, 5]),
        ("no yes no no no yes no", &[0, 1, 2, 3, 4, 5, 6]),
        ("no yes/no - - - - -", &[0, 1, 2, 3, 4, 5, 6]),
    ] {
        assert_eq!(columbia.path(&answers(words)), path, "{words}");
    }
    assert_eq!(columbia.open(&answers("no no - - - - -")), Some(5));
    assert_eq!(columbia.open(&answers("no no - - - no -")), None);
    let progress = columbia.progress(&answers("no - - - - - -"));
    assert_eq!((progress.asked, progress.of, progress.may_be_fewer), (1, 7, true));
}

#[test]
fn every_combination_of_the_c_ssrs_screener_has_the_published_risk_and_no_sum() {
    let columbia = definition("c-ssrs-screener");
    assert_eq!(columbia.highest(), None);
    for bits in 0..128_u32 {
        let yes = |item: u32| bits & 1 << item != 0;
        // Only what is asked is answered.
        let asked = |item: u32| match item {
            2..=4 => yes(1),
            6 => yes(5),
            _ => true,
        };
        let word = |item| {
            if !asked(item) {
                "-"
            } else if yes(item) {
                "yes"
            } else {
                "no"
            }
        };
        let words = (0..7).map(word).collect::<Vec<_>>().join(" ");
        let says = |item: u32| asked(item) && yes(item);
        let expected = if says(3) || says(4) || says(6) {
            "high"
        } else if says(2) || says(5) {
            "moderate"
        } else if says(0) || says(1) {
            "low"
        } else {
            "none"
        };
        let score = columbia.score(&answers(&words));
        match score.outcome {
            Outcome::Risk { band, missing } => {
                assert_eq!(columbia.bands[band].id, expected, "{words}");
                assert!(missing.is_empty(), "{words}");
            }
            other => panic!("{words}: {other:?}"),
        }
        assert_eq!(score.alerts.is_empty(), expected == "none", "{words}");
    }
    for (words, band, missing) in [
        ("no yes s no no no -", "low", 1),
        ("no yes s yes no no -", "high", 0),
        ("no no - - - yes s", "moderate", 1),
        ("no no - - - s -", "none", 1),
        ("no yes/no yes/no no no no -", "moderate", 0),
    ] {
        match columbia.score(&answers(words)).outcome {
            Outcome::Risk { band: found, missing: open } => {
                assert_eq!((columbia.bands[found].id.as_str(), open.len()), (band, missing), "{words}");
            }
            other => panic!("{words}: {other:?}"),
        }
    }
    assert!(matches!(columbia.score(&answers("s s - - - s -")).outcome, Outcome::None { .. }));
}

#[test]
fn a_definition_with_an_unknown_word_or_nonsense_is_refused_and_says_why() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/instruments/audit-c.json");
    let good = std::fs::read_to_string(path).unwrap();
    let check = |from: &str, to: &str, says: &str| {
        assert!(good.contains(from), "{from}");
        let error = Instrument::read(&good.replacen(from, to, 1)).unwrap_err();
        assert!(error.to_string().contains(says), "{from} → {to}: {error}");
    };
    check("\"version\"", "\"verzion\"", "verzion");
    check("\"rule\": \"sum\"", "\"rule\": \"multiply\"", "multiply");
    check("lower-is-better", "sideways", "sideways");
    check("72109-2", "72109-3", "72109-3 is no LOINC code");
    check("\"to\": \"end\"", "\"to\": \"9\"", "item 9 is not defined");
    check("\"to\": \"end\"", "\"to\": \"1\"", "item 1 jumps back");
    check("\"if\": [\"0\"]", "\"if\": [\"7\"]", "the option 7 of item 1 is not defined");
    check("\"if\": [\"0\"]", "\"if\": []", "jumps either if or unless");
    check("\"options\": \"how-much\"", "\"options\": \"how-many\"", "how-many");
    check("\"id\": \"2\"", "\"id\": \"1\"", "item 1 is there twice");
    check("\"word\": \"1\"", "\"word\": \"0\"", "the option 0");
    check("\"word\": \"1\"", "\"word\": \"One!\"", "One!");
    check("\"women\": 3, ", "", "positive");
    check("\"es\": \"Con qué frecuencia\"", "\"fr\": \"\"", "item 1 in es says nothing");
    check("\"value\": 4, ", "", "not each of its options has a value");
    for bad in ["", "[]", "{}", "null", "\u{feff}", "{\"id\": 3}"] {
        assert!(matches!(Instrument::read(bad), Err(DefinitionError::Unreadable(_))), "{bad:?}");
    }
}
