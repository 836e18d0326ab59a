//! That the app says what its messages say, whatever stands in them.
//! That both languages say the same things, and what screens ask for, is checked by `cargo xtask test lint`.

use std::path::Path;

use super::*;

/// The messages of a language, as they are served: all its files in one.
fn messages(language: Language) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language.tag());
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap() + "\n")
        .collect()
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
fn a_language_is_kept_by_its_tag() {
    for language in Language::ALL {
        assert_eq!(serde_json::to_value(language).unwrap(), language.tag());
    }
}

#[test]
fn counts_are_said_as_people_say_them() {
    use_language(Language::English, messages(Language::English));
    assert_eq!(crate::t!("state-waiting", count = 1), "1 change waiting");
    assert_eq!(crate::t!("state-waiting", count = 3), "3 changes waiting");
    assert_eq!(crate::t!("state-waiting", count = 21_usize), "21 changes waiting");
    use_language(Language::Spanish, messages(Language::Spanish));
    assert_eq!(crate::t!("state-waiting", count = 1), "1 cambio en espera");
}

#[test]
fn terms_references_and_plural_rules_of_fluent_are_understood() {
    let text = "-app = Doorstep\nopen = Open { -app }\nhint = { open }: { $n ->\n  [0] nothing\n  [one] one\n *[other] { NUMBER($n) }\n }";
    use_language(Language::English, text.to_owned());
    assert_eq!(crate::t!("open"), "Open Doorstep");
    assert_eq!(crate::t!("hint", n = 0), "Open Doorstep: nothing");
    assert_eq!(crate::t!("hint", n = 1), "Open Doorstep: one");
    assert_eq!(crate::t!("hint", n = 2), "Open Doorstep: 2");
}

#[test]
fn a_gap_is_seen_and_named_and_nothing_else_is_lost() {
    use_language(Language::English, "hello = Hello { $name }\n<!doctype html>\nbye = Bye\n".to_owned());
    assert_eq!(crate::t!("hello"), "Hello {$name}");
    assert_eq!(crate::t!("bye"), "Bye");
    assert_eq!(crate::t!("no-such-message"), "no-such-message");
    use_language(Language::Spanish, "<!doctype html>".to_owned());
    assert_eq!(crate::t!("bye"), "bye");
}

#[test]
fn a_name_that_runs_from_right_to_left_turns_no_words_around_it() {
    use_language(Language::English, "by = { $name }, { $count } notes".to_owned());
    let check = |name: &str, expected: &str| assert_eq!(crate::t!("by", name = name, count = 3), expected);
    check("Señora {Ólafs} & co", "Señora {Ólafs} & co, 3 notes");
    check("ليلى", "\u{2068}ليلى\u{2069}, 3 notes");
    check("Dana דנה", "\u{2068}Dana דנה\u{2069}, 3 notes");
    check("\u{202e}evil", "\u{2068}\u{202e}evil\u{2069}, 3 notes");
}
