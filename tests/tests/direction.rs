//! What clients say may run from right to left: wherever it is typed, the browser finds out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

/// The inputs and textareas of a source in which text is typed and no direction is said.
fn without_direction(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for begin in ["<input", "<textarea"] {
        // Code, not words about it.
        let places = source.match_indices(begin).filter(|(at, _)| {
            !source[..*at].ends_with('`') && source[at + begin.len()..].starts_with(char::is_whitespace)
        });
        for (at, _) in places {
            let tag =
                &source[at..source[at..].find("/>").or(source[at..].find("></")).map_or(source.len(), |to| at + to)];
            let typed = ["checkbox", "radio", "password"].iter().all(|kind| !tag.contains(&format!("type=\"{kind}\"")));
            if typed && !tag.contains("dir=\"") {
                found.push(tag);
            }
        }
    }
    found
}

#[test]
fn every_input_for_text_says_in_which_direction_it_runs() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src"), &mut files);
    let mut inputs = 0;
    for file in files {
        let source = std::fs::read_to_string(&file).unwrap();
        inputs += source.matches("dir=\"auto\"").count();
        assert_eq!(without_direction(&source), Vec::<&str>::new(), "{}", file.display());
    }
    assert!(inputs > 20, "client text is shown in many places");
}

#[test]
fn an_input_without_a_direction_is_found() {
    let check = |source: &str, count: usize| assert_eq!(without_direction(source).len(), count, "{source}");
    check("view! { <input id=id type=\"text\" bind:value=x/> }", 1);
    check("view! { <input id=id dir=\"auto\"/> <textarea rows=\"1\"></textarea> }", 1);
    check("view! { <input type=\"checkbox\"/> <input type=\"password\"/> }", 0);
    check("/// What `<input type=\"date\">` holds", 0);
}
