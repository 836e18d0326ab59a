//! A caseload of any size from a seed, for tests and measurements: what notes of caseworkers are made of, in English and
//! Spanish, about families that do not exist.
//!
//! Sentences are those of the sample caseload, with other people's names in them, between such as are made of what notes
//! are full of: days, times, amounts, streets, offices, medicines.

use std::collections::BTreeSet;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::Deserialize;
use serde_json::Value;

/// How large a caseload.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Cases.
    pub cases: usize,
    /// Notes, over all of them.
    pub notes: usize,
    /// The same seed makes the same caseload.
    pub seed: u64,
}

/// A person of a case.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// `woman`, `man` or `another`.
    pub sign: &'static str,
    /// Year of birth.
    pub born: u16,
    /// Their number; empty for most.
    pub phone: String,
}

/// A note.
#[derive(Debug, Clone)]
pub struct Note {
    /// The word of its kind.
    pub kind: &'static str,
    /// Days before today.
    pub days_ago: u64,
    /// Minutes after midnight.
    pub minute: u64,
    /// How long it took.
    pub minutes: i64,
    /// Where; empty for most.
    pub place: String,
    /// What stands in it.
    pub text: String,
}

/// A case.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it is called.
    pub name: String,
    /// The word of its kind.
    pub kind: &'static str,
    /// What the worry is.
    pub worry: String,
    /// Whom it is about, the client first.
    pub people: Vec<Person>,
    /// Goals of its plan.
    pub goals: Vec<String>,
    /// What is to be done, and in how many days (before today: less than 0).
    pub tasks: Vec<(String, i64)>,
    /// Its notes, the first one first.
    pub notes: Vec<Note>,
}

/// The kinds of cases, and the files of the sample that are of them.
const KINDS: [&str; 6] =
    ["child-and-family", "adult-protection", "mental-health", "substance-use", "homelessness", "general"];

const NOTE_KINDS: [&str; 12] = [
    "home-visit",
    "home-visit",
    "home-visit",
    "phone",
    "phone",
    "phone",
    "office",
    "message",
    "school",
    "collateral",
    "advocacy",
    "counselling",
];

/// Words that stand in sentences for something else (`caseload.json`): `{who}` and `{other}` for people of the case,
/// `{street}`, `{office}`, `{medicine}`, `{sum}`, `{time}`, `{count}`, `{ref}`, `{phone}`, `{day}`.
#[derive(Deserialize)]
struct Words {
    women: Vec<String>,
    men: Vec<String>,
    surnames: Vec<String>,
    streets: Vec<String>,
    offices: Vec<String>,
    medicines: Vec<String>,
    en: Facts,
    es: Facts,
}

/// What notes are full of, in one language.
#[derive(Deserialize, Clone)]
struct Facts {
    days: Vec<String>,
    facts: Vec<String>,
}

/// What sentences of one language are made of.
struct Language {
    facts: Facts,
    /// Sentences of the sample, with `{who}` and `{other}` where names were.
    told: Vec<String>,
    worries: Vec<String>,
    goals: Vec<String>,
    tasks: Vec<String>,
}

/// Makes a caseload.
///
/// # Errors
/// If the files of the sample, from whose sentences it is made, cannot be read.
pub fn caseload(size: Size) -> anyhow::Result<Vec<Case>> {
    let words: Words = serde_json::from_str(include_str!("caseload.json"))?;
    let languages = [language("en", words.en.clone())?, language("es", words.es.clone())?];
    let mut dice = Dice { rng: ChaCha8Rng::seed_from_u64(size.seed), words };
    let mut names = BTreeSet::new();
    let mut cases = Vec::with_capacity(size.cases);
    for at in 0..size.cases {
        let language = &languages[usize::from(dice.below(10) >= 6)];
        // Some families are seen twice a week, some once in two months; together they have as many notes as were asked for.
        let share = size.notes * (at + 1) / size.cases - size.notes * at / size.cases;
        let swap = if at % 2 == 0 { share / 2 } else { 0 };
        let before =
            if at % 2 == 1 { (size.notes * at / size.cases - size.notes * (at - 1) / size.cases) / 2 } else { 0 };
        let last = at + 1 == size.cases && at % 2 == 0;
        let notes = if last { share } else { share - swap + before };
        cases.push(case(&mut dice, language, notes, &mut names));
    }
    Ok(cases)
}

fn language(word: &str, facts: Facts) -> anyhow::Result<Language> {
    let mut language = Language { facts, told: Vec::new(), worries: Vec::new(), goals: Vec::new(), tasks: Vec::new() };
    for kind in KINDS {
        let path = format!("{}/../public/sample/{kind}-{word}.json", env!("CARGO_MANIFEST_DIR"));
        let file: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
        let things = file["things"].as_array().cloned().unwrap_or_default();
        let says = |thing: &Value, field: &str| thing[field].as_str().unwrap_or_default().to_owned();
        let people: Vec<String> =
            things.iter().filter(|thing| thing["is"] == "person").map(|thing| says(thing, "preferred_name")).collect();
        let with_others = |text: &str| {
            let mut text = text.to_owned();
            for (at, name) in people.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
                text = text.replace(name.as_str(), if at % 2 == 0 { "{who}" } else { "{other}" });
            }
            text
        };
        for thing in &things {
            match thing["is"].as_str() {
                Some("note") => {
                    for (_, text) in thing
                        .as_object()
                        .into_iter()
                        .flatten()
                        .filter(|(_, value)| value.as_str().is_some_and(|text| text.len() > 60))
                    {
                        language.told.extend(sentences(&with_others(text.as_str().unwrap_or_default())));
                    }
                }
                Some("enquiry") => language.worries.push(with_others(&says(thing, "worry"))),
                Some("goal") => language.goals.push(with_others(&says(thing, "words"))),
                Some("task") if thing["todo"].is_string() => language.tasks.push(with_others(&says(thing, "todo"))),
                _ => {}
            }
        }
    }
    Ok(language)
}

fn sentences(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for line in text.lines() {
        let mut one = String::new();
        for word in line.split_whitespace() {
            if !one.is_empty() {
                one.push(' ');
            }
            one += word;
            if word.ends_with(['.', '?', '!', '”', '»']) && one.len() > 24 {
                all.push(std::mem::take(&mut one));
            }
        }
        if one.len() > 24 {
            all.push(one);
        }
    }
    all
}

fn case(dice: &mut Dice, language: &Language, notes: usize, names: &mut BTreeSet<String>) -> Case {
    let (mut surname, mut name);
    loop {
        surname = if dice.below(3) == 0 {
            format!("{} {}", dice.word(|words| &words.surnames), dice.word(|words| &words.surnames))
        } else {
            dice.word(|words| &words.surnames)
        };
        name = format!(
            "{} {surname}",
            if dice.below(2) == 0 { dice.word(|words| &words.women) } else { dice.word(|words| &words.men) }
        );
        if names.insert(name.clone()) {
            break;
        }
    }
    let mut people = Vec::new();
    for at in 0..3 + dice.below(5) {
        let woman = dice.below(2) == 0;
        let first = if woman { dice.word(|words| &words.women) } else { dice.word(|words| &words.men) };
        let name = if at == 0 {
            name.clone()
        } else {
            format!("{first} {}", if dice.below(4) == 0 { dice.word(|words| &words.surnames) } else { surname.clone() })
        };
        let sign = if dice.below(30) == 0 {
            "another"
        } else if woman {
            "woman"
        } else {
            "man"
        };
        let born = 1940 + u16::try_from(dice.below(80)).unwrap_or_default();
        let phone = if at == 0 || dice.below(4) == 0 { format!("555-0{:03}", dice.below(1000)) } else { String::new() };
        people.push(Person { name, sign, born, phone });
    }
    let worry = dice.filled(language, language.worries.as_slice(), &people);
    let goals = (0..1 + dice.below(3)).map(|_| dice.filled(language, language.goals.as_slice(), &people)).collect();
    let tasks = (0..2 + dice.below(5))
        .map(|_| {
            (
                dice.filled(language, language.tasks.as_slice(), &people),
                i64::try_from(dice.below(60)).unwrap_or_default() - 30,
            )
        })
        .collect();
    let mut all: Vec<Note> = (0..notes).map(|_| note(dice, language, &people)).collect();
    all.sort_by_key(|note| std::cmp::Reverse((note.days_ago, 1440 - note.minute)));
    Case { name, kind: dice.of(&KINDS), worry, people, goals, tasks, notes: all }
}

fn note(dice: &mut Dice, language: &Language, people: &[Person]) -> Note {
    let mut text = String::new();
    for at in 0..13 + dice.below(24) {
        if at > 0 {
            text += if dice.below(5) == 0 { "\n\n" } else { " " };
        }
        text += &if dice.below(5) < 2 {
            dice.filled(language, &language.facts.facts, people)
        } else {
            dice.filled(language, language.told.as_slice(), people)
        };
    }
    let place = if dice.below(3) == 0 {
        format!("{} {}", 1 + dice.below(400), dice.word(|words| &words.streets))
    } else {
        String::new()
    };
    Note {
        kind: dice.of(&NOTE_KINDS),
        days_ago: 1 + u64::try_from(dice.below(700)).unwrap_or_default(),
        minute: 480 + u64::try_from(dice.below(600)).unwrap_or_default(),
        minutes: i64::try_from(10 + 5 * dice.below(20)).unwrap_or_default(),
        place,
        text,
    }
}

struct Dice {
    rng: ChaCha8Rng,
    words: Words,
}

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.rng.next_u32()).unwrap_or_default() % end.max(1)
    }

    /// One of these words.
    fn word(&mut self, of: impl Fn(&Words) -> &Vec<String>) -> String {
        let at = self.below(of(&self.words).len());
        of(&self.words)[at].clone()
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// One of these sentences, with people of the case in it, and whatever else it speaks of.
    fn filled(&mut self, language: &Language, sentences: &[String], people: &[Person]) -> String {
        let sentence = &sentences[self.below(sentences.len())];
        let mut text = String::with_capacity(sentence.len() + 24);
        let mut rest = sentence.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            text += before;
            let (word, behind) = after.split_once('}').unwrap_or((after, ""));
            match word {
                "who" => text += first_name(&people[self.below(people.len().min(2))]),
                "other" => text += first_name(&people[self.below(people.len())]),
                "street" => text += &self.word(|words| &words.streets),
                "office" => text += &self.word(|words| &words.offices),
                "medicine" => text += &self.word(|words| &words.medicines),
                "sum" => text += &(15 + 5 * self.below(400)).to_string(),
                "time" => text += &format!("{}:{:02}", 7 + self.below(13), 5 * self.below(12)),
                "count" => text += &(2 + self.below(28)).to_string(),
                "ref" => text += &format!("{}-{:05}", ["HB", "RC", "LA", "K"][self.below(4)], self.below(100_000)),
                "phone" => text += &format!("555-{:04}", self.below(10_000)),
                _ => {
                    let at = self.below(language.facts.days.len());
                    text += &language.facts.days[at];
                }
            }
            rest = behind;
        }
        text += rest;
        self.slipped(text)
    }

    /// As fingers type on a bus: now and then two letters change places.
    fn slipped(&mut self, text: String) -> String {
        if self.below(8) > 0 {
            return text;
        }
        let mut letters: Vec<char> = text.chars().collect();
        let at = self.below(letters.len().saturating_sub(2));
        if letters.get(at..at + 2).is_some_and(|two| two.iter().all(|letter| letter.is_alphabetic())) {
            letters.swap(at, at + 1);
        }
        letters.into_iter().collect()
    }
}

fn first_name(person: &Person) -> &str {
    person.name.split(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_seed_makes_the_same_caseload_of_the_size_that_was_asked_for() {
        let size = Size { cases: 21, notes: 500, seed: 1 };
        let cases = caseload(size).unwrap();
        assert_eq!(cases.len(), 21);
        assert_eq!(cases.iter().map(|case| case.notes.len()).sum::<usize>(), 500);
        let texts = |cases: &[Case]| {
            cases.iter().flat_map(|case| &case.notes).map(|note| note.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(texts(&cases), texts(&caseload(size).unwrap()));
        assert_ne!(texts(&cases), texts(&caseload(Size { seed: 2, ..size }).unwrap()));
    }

    #[test]
    fn its_notes_read_like_notes() {
        let cases = caseload(Size { cases: 40, notes: 400, seed: 1 }).unwrap();
        let texts: Vec<&str> = cases.iter().flat_map(|case| &case.notes).map(|note| note.text.as_str()).collect();
        assert!(texts.iter().all(|text| !text.contains(['{', '}']) && text.len() > 200));
        let words: BTreeSet<&str> = texts.iter().flat_map(|text| text.split_whitespace()).collect();
        assert!(words.len() > 3_000, "only {} different words", words.len());
        let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
        assert_eq!(names.len(), cases.len());
    }
}
