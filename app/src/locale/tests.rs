//! The catalogues against each other and against the screens: nothing is said in one language only.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

/// The catalogues themselves, for the tests that ask whether the app says what they say.
fn catalogues(language: Language) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language.tag());
    std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

/// Speaks as a tablet does that has fetched the phrasebook.
fn speak_whole(language: Language) {
    let files = catalogues(language);
    speak(language, &phrasebook::compile(files.iter().map(|text| (language.tag(), &**text))).unwrap());
}

/// Ids with the arguments their messages take, read off the lines of the catalogues.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    for source in catalogues(language) {
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

/// The same, said by a whole implementation of Fluent.
fn said_by_fluent(
    bundle: &FluentBundle<FluentResource>,
    id: &str,
    arguments: &[(&'static str, Argument<'_>)],
) -> String {
    let mut named = FluentArgs::new();
    for (name, argument) in arguments {
        match argument {
            Argument::Words(words) => named.set(*name, words.to_string()),
            Argument::Count(count) => named.set(*name, *count),
        }
    }
    let mut problems = Vec::new();
    let pattern = bundle.get_message(id).unwrap().value().unwrap();
    let said = bundle.format_pattern(pattern, Some(&named), &mut problems).into_owned();
    assert!(problems.is_empty(), "{id}: {problems:?}");
    said
}

#[test]
fn every_message_is_said_as_fluent_says_it() {
    for language in Language::ALL {
        let mut bundle = FluentBundle::new(vec![language.tag().parse().unwrap()]);
        bundle.set_use_isolating(false);
        for source in catalogues(language) {
            bundle.add_resource(FluentResource::try_new(source).unwrap()).unwrap();
        }
        speak_whole(language);
        let messages = messages(language);
        assert!(messages.len() > 200, "only {} messages in {language:?}", messages.len());
        for (id, names) in &messages {
            let names: Vec<&'static str> = names.iter().map(|name| &*name.clone().leak()).collect();
            for count in [0, 1, 2, 3, 21, 100] {
                // Every name as a count, and then every name as words but the one a form is chosen by.
                let counts: Vec<_> = names.iter().map(|name| (*name, Argument::Count(count))).collect();
                let words = names.iter().map(|name| match *name {
                    "count" | "years" | "seconds" => (*name, Argument::Count(count)),
                    name => (name, Argument::from("Señora {Ólafs} & co")),
                });
                for arguments in [counts, words.collect()] {
                    assert_eq!(say(id, &arguments), said_by_fluent(&bundle, id, &arguments), "{id} with {count}");
                }
            }
        }
    }
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
    speak_whole(Language::English);
    assert_eq!(crate::t!("state-waiting", count = 1), "1 change waiting");
    assert_eq!(crate::t!("state-waiting", count = 3), "3 changes waiting");
    speak_whole(Language::Spanish);
    assert_eq!(crate::t!("state-waiting", count = 1), "1 cambio en espera");
    assert_eq!(crate::t!("no-such-message"), "no-such-message");
    speak(Language::Spanish, "<!doctype html>");
    assert_eq!(crate::t!("state-waiting", count = 1), "state-waiting");
}
