//! The catalogues against each other and against the screens: nothing is said in one language only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;

/// Ids with the arguments their messages take, read off the lines of the catalogues.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    for source in language.catalogues() {
        FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| errors).unwrap();
        let mut last = String::new();
        for line in source.lines() {
            if let Some((id, _)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                assert!(messages.insert(id.to_owned(), BTreeSet::new()).is_none(), "{id} twice in {language:?}");
                last = id.to_owned();
            }
            for argument in line.split('$').skip(1) {
                let name: String = argument.chars().take_while(char::is_ascii_alphanumeric).collect();
                messages.get_mut(&last).unwrap().insert(name);
            }
        }
    }
    messages
}

fn sources(folder: &Path, into: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn english_and_spanish_say_the_same_things_about_the_same_things() {
    let (english, spanish) = (messages(Language::English), messages(Language::Spanish));
    for (id, arguments) in &english {
        assert_eq!(spanish.get(id), Some(arguments), "{id}");
    }
    for id in spanish.keys() {
        assert!(english.contains_key(id), "{id} is in Spanish only");
    }
}

#[test]
fn every_message_a_screen_asks_for_exists() {
    let known = messages(Language::English);
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"), &mut files);
    let mut asked = 0;
    for (path, source) in &files {
        for (at, call) in
            source.match_indices("t!(\"").filter(|_| !path.ends_with("text.rs") && !path.ends_with("text_tests.rs"))
        {
            // `format!("…")` ends like it.
            if source[..at].ends_with(|c: char| c.is_alphanumeric()) {
                continue;
            }
            let id = source[at + call.len()..].split('"').next().unwrap();
            assert!(known.contains_key(id), "{path} asks for {id}");
            asked += 1;
        }
    }
    assert!(asked > 50, "the search found {asked} messages only: is it looking in the right place?");
}

#[test]
fn a_language_is_found_by_its_tag() {
    for (tag, expected) in [
        ("es-MX", Some(Language::Spanish)),
        ("ES", Some(Language::Spanish)),
        ("en_GB", Some(Language::English)),
        ("eo", None),
        ("", None),
    ] {
        assert_eq!(Language::of_tag(tag), expected, "{tag}");
    }
}

#[test]
fn counts_are_said_as_people_say_them() {
    speak(Language::English);
    assert_eq!(crate::t!("state-waiting", count = 1), "1 change waiting");
    assert_eq!(crate::t!("state-waiting", count = 3), "3 changes waiting");
    speak(Language::Spanish);
    assert_eq!(crate::t!("state-waiting", count = 1), "1 cambio en espera");
    assert_eq!(crate::t!("no-such-message"), "no-such-message");
}
