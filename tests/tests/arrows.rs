//! The arrows between crates, checked against what Cargo itself says about them, and between the modules of the app,
//! checked against their source.
//! An architecture that is only drawn is soon a drawing of something else.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Each crate of the workspace, and the only ones of the workspace it may know.
const ARROWS: [(&str, &[&str]); 11] = [
    ("wire", &[]),
    ("casefile", &[]),
    ("trust", &["wire"]),
    ("device", &["casefile", "trust", "wire"]),
    ("instruments", &[]),
    ("casework", &["device", "casefile", "instruments", "wire"]),
    ("app", &["casework", "device", "casefile", "instruments", "trust", "wire"]),
    ("sync-server", &["trust", "wire"]),
    ("tests", &["casefile", "casework", "device", "sync-server", "trust", "wire"]),
    ("browser-store", &["app", "device"]),
    ("xtask", &[]),
];

/// The crates that run anywhere, twice the same way.
const PURE: [&str; 6] = ["wire", "casefile", "trust", "device", "instruments", "casework"];

/// What a pure crate may not name: a runtime, a socket, a browser, a database, a clock, randomness of its own.
const IMPURE: [&str; 27] = [
    "async-std",
    "axum",
    "chrono",
    "futures-timer",
    "getrandom",
    "gloo-events",
    "gloo-net",
    "gloo-timers",
    "gloo-utils",
    "hyper",
    "idb",
    "instant",
    "js-sys",
    "leptos",
    "mio",
    "rand",
    "reqwest",
    "rusqlite",
    "smol",
    "socket2",
    "sqlx",
    "time",
    "tokio",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
    "web-time",
];

/// What must not stand behind a pure crate at any distance.
const IMPURE_AT_ANY_DISTANCE: [&str; 8] =
    ["async-std", "axum", "hyper", "mio", "reqwest", "rusqlite", "socket2", "tokio"];

/// What the source of a pure crate must not say outside its tests.
const IMPURE_WORDS: [&str; 8] =
    ["SystemTime::now", "Instant::now", "std::net", "std::fs", "std::thread", "std::env", "OsRng", "SysRng"];

/// Macros stand at the top of the app, wherever they are written; `t!` is that of the `locale` folder.
const MACROS: [&str; 1] = ["t"];

/// More source files than this in one folder are a heap, in which nobody finds anything.
const HEAP: usize = 25;

/// What counts as a source file.
const SOURCES: [&str; 6] = ["rs", "ts", "js", "css", "ftl", "sql"];

/// Folders that hold nothing of ours.
const NOT_OURS: [&str; 3] = ["target", "node_modules", "dist"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(["metadata", "--format-version", "1"]).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Package name → names it depends on directly, for packages of this workspace; `kinds` as Cargo spells them.
fn direct(metadata: &Value, kinds: &[Option<&str>]) -> BTreeMap<String, BTreeSet<String>> {
    let members: BTreeSet<&str> =
        metadata["workspace_members"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let ours = packages.filter(|package| members.contains(package["id"].as_str().unwrap()));
    ours.map(|package| {
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        let wanted = dependencies.filter(|of| kinds.contains(&of["kind"].as_str()));
        let names = wanted.map(|of| of["name"].as_str().unwrap().to_owned()).collect();
        (package["name"].as_str().unwrap().to_owned(), names)
    })
    .collect()
}

/// Everything behind the package called `name`, itself included, on any platform, without what only tests need.
fn behind(metadata: &Value, name: &str) -> BTreeSet<String> {
    let name_of: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| (package["id"].as_str().unwrap(), package["name"].as_str().unwrap()))
        .collect();
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["id"].as_str().unwrap(), node))
        .collect();
    let mut left: Vec<&str> = name_of.iter().filter(|(_, found)| **found == name).map(|(id, _)| *id).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = left.pop() {
        if !seen.insert(id) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let shipped = dependency["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null());
            if shipped {
                left.push(dependency["pkg"].as_str().unwrap());
            }
        }
    }
    seen.into_iter().map(|id| name_of[id].to_owned()).collect()
}

#[test]
fn every_crate_knows_only_the_crates_it_may_know() {
    let found = direct(&metadata(), &[None, Some("dev"), Some("build")]);
    let ours: BTreeSet<&str> = found.keys().map(String::as_str).collect();
    let drawn: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(ours, drawn, "a crate was added or removed: draw its arrows");
    for (name, allowed) in ARROWS {
        for other in found[name].iter().filter(|other| drawn.contains(other.as_str())) {
            assert!(allowed.contains(&other.as_str()), "{name} must not know {other}");
        }
    }
}

#[test]
fn nothing_under_crates_brings_a_runtime_a_browser_a_clock_or_randomness() {
    let found = direct(&metadata(), &[None, Some("build")]);
    for name in PURE {
        let impure: Vec<&String> = found[name].iter().filter(|other| IMPURE.contains(&other.as_str())).collect();
        assert!(impure.is_empty(), "{name} must not depend on {impure:?}");
    }
}

#[test]
fn no_runtime_or_socket_stands_behind_a_pure_crate_at_any_distance() {
    let metadata = metadata();
    for name in PURE {
        let behind = behind(&metadata, name);
        assert!(behind.contains(name));
        for impure in IMPURE_AT_ANY_DISTANCE {
            assert!(!behind.contains(impure), "{impure} stands behind {name}");
        }
    }
}

#[test]
fn the_source_of_a_pure_crate_asks_no_clock_socket_disk_or_randomness() {
    let mut read = 0;
    for path in PURE.iter().flat_map(|name| sources(&root().join("crates").join(name).join("src"))) {
        let test_only = path.file_stem().is_some_and(|stem| stem == "tests");
        if test_only || path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        read += 1;
        let source = std::fs::read_to_string(&path).unwrap();
        for word in IMPURE_WORDS {
            let said = shipped(&source).lines().any(|line| !line.trim_start().starts_with("//") && line.contains(word));
            assert!(!said, "{} says {word}", path.display());
        }
    }
    assert!(read >= PURE.len());
}

#[test]
fn unsafe_code_is_forbidden_everywhere_by_the_shared_lints() {
    let root = root();
    assert!(std::fs::read_to_string(root.join("Cargo.toml")).unwrap().contains("unsafe_code = \"forbid\""));
    for package in metadata()["packages"].as_array().unwrap() {
        if package["source"].is_null() {
            let manifest = std::fs::read_to_string(package["manifest_path"].as_str().unwrap()).unwrap();
            assert!(manifest.contains("[lints]\nworkspace = true"), "{} does not inherit the lints", package["name"]);
        }
    }
}

/// Every source file below `folder`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && !name.starts_with('.') && !NOT_OURS.contains(&name) {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| SOURCES.iter().any(|source| ending == *source)) {
                found.push(path);
            }
        }
    }
    found
}

/// A source file without what is compiled for tests only: modules named in one line, and all from the first one that is
/// written out.
fn shipped(source: &str) -> String {
    let mut parts = source.split("#[cfg(test)]");
    let mut shipped = parts.next().unwrap().to_owned();
    for part in parts {
        match part.split_once(';') {
            Some((named, rest)) if !named.contains('{') => shipped.push_str(rest),
            _ => break,
        }
    }
    shipped
}

/// What a file of the module `path` names at the top of its crate, by `crate::` or by going up with `super::`, outside
/// comments and tests, and without the macros that are called there.
fn named_at_the_top(path: &[&str], source: &str) -> BTreeSet<String> {
    let code: String =
        shipped(source).lines().map(|line| line.split("//").next().unwrap().trim()).collect::<Vec<_>>().join(" ");
    let mut named = BTreeSet::new();
    for (start, word) in code.match_indices("crate::").chain(code.match_indices("super::")) {
        let mut rest = &code[start + word.len()..];
        let mut up = if word == "crate::" { path.len() } else { 1 };
        while let Some(further) = rest.strip_prefix("super::") {
            up += 1;
            rest = further;
        }
        if up == path.len() {
            named.extend(first_names(rest));
        }
    }
    named
}

/// The first name of a path, or of each path in its braces.
fn first_names(rest: &str) -> Vec<String> {
    let name = |path: &str| {
        let path = path.trim();
        let end = path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
        (!path[end..].starts_with('!')).then(|| path[..end].to_owned()).filter(|name| !name.is_empty())
    };
    let Some(group) = rest.strip_prefix('{') else { return name(rest).into_iter().collect() };
    let (mut depth, mut names, mut from) = (1, Vec::new(), 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => {
                names.extend(name(&group[from..at]));
                from = at + 1;
            }
            _ => {}
        }
        if depth == 0 {
            names.extend(name(&group[from..at]));
            break;
        }
    }
    names
}

#[test]
fn each_module_of_the_app_uses_only_those_before_it() {
    let top = root().join("app").join("src");
    let listed = std::fs::read_to_string(top.join("lib.rs")).unwrap();
    let order: Vec<&str> = listed.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let (mut seen, mut wrong) = (BTreeSet::new(), Vec::new());
    for file in sources(&top) {
        let inside = file.strip_prefix(&top).unwrap().with_extension("");
        let mut path: Vec<&str> = inside.iter().map(|part| part.to_str().unwrap()).collect();
        let of_tests = path.iter().any(|name| *name == "tests" || name.ends_with("_tests"));
        if path.last() == Some(&"mod") {
            path.pop();
        }
        if of_tests || ["lib", "main"].contains(&path[0]) {
            continue;
        }
        let at = order.iter().position(|name| *name == path[0]);
        let at = at.unwrap_or_else(|| panic!("{} is a module that lib.rs does not list", path[0]));
        seen.insert(path[0].to_owned());
        for name in named_at_the_top(&path, &std::fs::read_to_string(&file).unwrap()) {
            if !order[..=at].contains(&name.as_str()) && !MACROS.contains(&name.as_str()) {
                wrong.push(format!("{} must not use {name}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen.len(), order.len(), "lib.rs lists modules in another way than this test reads");
}

/// The parts of the engine, and what of the engine each must not know: one part owns its state, others ask it.
const PARTS: [(&str, &[&str]); 4] = [
    ("storage", &["context", "membership", "documents", "sync", "device", "directory", "creation", "list", "queries"]),
    ("membership", &["documents", "sync", "device", "directory", "creation", "list", "queries"]),
    ("documents", &["membership", "sync", "device", "directory", "creation", "list", "queries"]),
    ("sync", &["documents", "device", "directory", "creation", "list", "queries"]),
];

#[test]
fn no_part_of_the_engine_knows_another_but_sync_reads_membership() {
    let top = root().join("crates/device/src");
    for (part, others) in PARTS {
        let mut files = sources(&top.join(part));
        assert!(!files.is_empty(), "{part} is elsewhere now");
        files.push(top.join(format!("{part}.rs")));
        for file in files {
            let inside = file.strip_prefix(&top).unwrap().with_extension("");
            let path: Vec<&str> = inside.iter().map(|name| name.to_str().unwrap()).collect();
            let named = named_at_the_top(&path, &std::fs::read_to_string(&file).unwrap());
            let known: Vec<&&str> = others.iter().filter(|other| named.contains(**other)).collect();
            assert!(known.is_empty(), "{} is in {part} and must not know {known:?}", inside.display());
        }
    }
}

/// Of the domain, the engine knows who is who, in one file. Everything else it moves without knowing what it is.
#[test]
fn the_engine_names_no_noun() {
    let top = root().join("crates/device/src");
    let nouns = ["Field::", "EntityKind::", "CaseId", "NoteId", "CaseKind", "NoteKind", "begin::", "SCHEMA"];
    let mut read = 0;
    for file in sources(&top) {
        let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        if file.extension().is_none_or(|ending| ending != "rs") || ["directory", "encodings"].contains(&name) {
            continue;
        }
        read += 1;
        let source = std::fs::read_to_string(&file).unwrap();
        let shipped = source.split("#[cfg(test)]").next().unwrap_or_default();
        for noun in &nouns {
            assert!(!shipped.contains(*noun), "{} names {noun}", file.display());
        }
    }
    assert!(read > 20, "the engine is elsewhere now");
}

#[test]
fn what_is_named_at_the_top_of_a_crate_is_found_however_it_is_written() {
    let check = |path: &[&str], source: &str, expected: &[&str]| {
        let found = named_at_the_top(path, source);
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{source}");
    };
    check(&["note"], "use crate::text::Prose;", &["text"]);
    check(&["note"], "use crate::{text::{Prose, Cursor}, pieces,\n    shell};", &["pieces", "shell", "text"]);
    check(&["note"], "use super::case::Case;", &["case"]);
    check(&["note", "list"], "use super::case::Case; use super::super::text;", &["text"]);
    check(&["note"], "crate::t!(\"save\") // crate::case\n/// [`crate::me`]", &[]);
    check(&["note"], "#[cfg(test)]\nmod tests;\nuse crate::me;\n#[cfg(test)]\nmod tests { use crate::case; }", &["me"]);
}

#[test]
fn no_folder_of_sources_is_a_heap() {
    let mut count: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for file in sources(&root()) {
        *count.entry(file.parent().unwrap().to_path_buf()).or_default() += 1;
    }
    let heaps: Vec<_> = count.iter().filter(|(_, files)| **files > HEAP).collect();
    assert!(heaps.is_empty(), "too many source files in one folder: {heaps:?}");
}
