//! The arrows between crates, checked against what Cargo itself says about them.
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
    ("phrasebook", &["phrasebook"]),
    ("drawing", &[]),
    ("app", &["device", "casefile", "drawing", "phrasebook", "trust", "wire"]),
    ("sync-server", &["trust", "wire"]),
    ("tests", &["casefile", "device", "sync-server", "trust", "wire"]),
    ("browser-store", &["app", "device"]),
    ("xtask", &["phrasebook"]),
];

/// The crates that run anywhere, twice the same way.
const PURE: [&str; 5] = ["wire", "casefile", "trust", "device", "phrasebook"];

/// What a pure crate may not name: a runtime, a socket, a browser, a database, a clock, randomness of its own.
const IMPURE: [&str; 24] = [
    "async-std",
    "axum",
    "chrono",
    "futures-timer",
    "getrandom",
    "gloo",
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
    let mut folders: Vec<PathBuf> = PURE.iter().map(|name| root().join("crates").join(name).join("src")).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let test_only = path.file_stem().is_some_and(|stem| stem == "tests");
            if test_only || path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            read += 1;
            let source = std::fs::read_to_string(&path).unwrap();
            let shipped = source.split("#[cfg(test)]").next().unwrap();
            for word in IMPURE_WORDS {
                let said = shipped.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(word));
                assert!(!said, "{} says {word}", path.display());
            }
        }
    }
    assert!(read >= PURE.len());
}

/// The modules of the app, in the order in which `lib.rs` lists them, each with its files.
fn app_modules() -> Vec<(String, Vec<PathBuf>)> {
    let source = root().join("app/src");
    let listed = std::fs::read_to_string(source.join("lib.rs")).unwrap();
    let names = listed.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let files = |name: &str| {
        let mut found: Vec<PathBuf> =
            Some(source.join(format!("{name}.rs"))).into_iter().filter(|it| it.exists()).collect();
        let mut folders: Vec<PathBuf> = Some(source.join(name)).into_iter().filter(|it| it.exists()).collect();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        found
    };
    names.map(|name| (name.to_owned(), files(name))).collect()
}

/// The modules that a source names by `crate::`, alone or in braces.
fn named(source: &str) -> BTreeSet<String> {
    let word = |text: &str| text.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '_').collect::<String>();
    let mut found = BTreeSet::new();
    for after in source.split("crate::").skip(1) {
        let Some(list) = after.strip_prefix('{') else {
            found.insert(word(after));
            continue;
        };
        let mut depth = 0;
        let mut begins = true;
        for (at, letter) in list.char_indices() {
            match letter {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                letter if begins && letter.is_ascii_lowercase() => {
                    found.insert(word(&list[at..]));
                    begins = false;
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn each_module_of_the_app_uses_only_those_before_it() {
    let modules = app_modules();
    let place = |name: &str| modules.iter().position(|(module, _)| module == name);
    assert!(place("shell") < place("frame") && place("frame") < place("today"), "lib.rs lists other modules");
    for (at, (name, files)) in modules.iter().enumerate() {
        for file in files {
            for other in named(&std::fs::read_to_string(file).unwrap()) {
                let below = place(&other).is_none_or(|other| other <= at);
                assert!(below, "{} is in {name} and must not use {other}", file.display());
            }
        }
    }
}

#[test]
fn no_folder_of_the_app_is_a_heap() {
    let mut folders: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for file in app_modules().into_iter().flat_map(|(_, files)| files) {
        *folders.entry(file.parent().unwrap().to_path_buf()).or_default() += 1;
    }
    for (folder, files) in folders {
        assert!(files <= 25, "{} holds {files} files: it wants a second table of contents", folder.display());
    }
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
