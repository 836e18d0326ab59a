//! Finishes what Trunk built: the list of files, each with its hash, goes into the service worker, and the program's
//! hash into the page. It runs as Trunk's `post_build` hook, so that what is served and what is listed never differ.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64ct::{Base64, Encoding as _};
use sha2::{Digest, Sha256, Sha384};

/// The two lines of `public/sw.js` that a build replaces.
const FILES: &str = "const FILES = [];";
const VERSION: &str = "const VERSION = \"unbuilt\";";

/// How the tag starts that names the program (see `pattern_script` in `Trunk.toml`).
const PROGRAM: &str = "<meta name=\"doorstep-program\"";

/// Names of built files that no page asks for.
const NOT_KEPT: [&str; 5] = [".map", ".txt", ".br", ".gz", ".d.ts"];

/// Fills in `index.html` and `sw.js` in the staged folder, which Trunk names in the environment of its hooks.
///
/// # Errors
/// When the folder cannot be read, has no page, or its service worker has not the two lines to replace.
pub(crate) fn run() -> Result<()> {
    let dist = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).context("this is run by `trunk build`")?;
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).with_context(|| format!("no page at {}", page.display()))?;
    fs::write(&page, with_program_hash(&html)?)?;
    let worker = dist.join("sw.js");
    let source = fs::read_to_string(&worker).with_context(|| format!("no service worker at {}", worker.display()))?;
    let list = list(&dist)?;
    fs::write(&worker, filled(&source, &list)?)?;
    println!("precache: {} files listed", list.len());
    Ok(())
}

/// Moves the hash of the program from its preload link, where browsers ignore it (and warn), to the `<meta>` tag that
/// `boot.js` reads.
fn with_program_hash(html: &str) -> Result<String> {
    let (start, end) = tags(html)
        .find(|&(start, end)| html[start..end].contains("rel=\"preload\"") && html[start..end].contains(".wasm\""))
        .context("index.html has no preload link for the program")?;
    let hash = html[start..end].split_once("integrity=\"").and_then(|(_, rest)| rest.split_once('"'));
    let (hash, _) = hash.context("the preload link of the program has no hash")?;
    let html = format!("{}{}", &html[..start], &html[end..]);
    let marked = html.replacen(PROGRAM, &format!("{PROGRAM} data-integrity=\"{hash}\""), 1);
    ensure!(marked != html, "index.html does not name its program");
    Ok(marked)
}

/// Where the tags of `html` start and end. Good for a page without `<` or `>` in texts and attributes, as ours is.
fn tags(html: &str) -> impl Iterator<Item = (usize, usize)> {
    html.match_indices('<').filter_map(|(start, _)| html[start..].find('>').map(|end| (start, start + end + 1)))
}

/// `source` with the list in it, and a version that is a hash of both.
fn filled(source: &str, list: &[(String, String)]) -> Result<String> {
    ensure!(
        source.contains(FILES) && source.contains(VERSION),
        "sw.js has no place for the list of files (is it filled in already?)"
    );
    let list = serde_json::to_string(list)?;
    let version =
        base16ct::lower::encode_string(&Sha256::new().chain_update(source).chain_update(&list).finalize()[..8]);
    let files = format!("const FILES = {list};");
    Ok(source.replace(FILES, &files).replace(VERSION, &format!("const VERSION = \"{version}\";")))
}

/// Path as a browser asks for it, and integrity, of every file to keep; sorted by path.
fn list(dist: &Path) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut folders = vec![dist.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
            if inside == "sw.js" || NOT_KEPT.iter().any(|end| inside.ends_with(end)) {
                continue;
            }
            let url = if inside == "index.html" { "/".to_owned() } else { format!("/{inside}") };
            let integrity = format!("sha384-{}", Base64::encode_string(&Sha384::digest(fs::read(&path)?)));
            found.push((url, integrity));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const WORKER: &str = include_str!("../../public/sw.js");

    fn file(path: &str, integrity: &str) -> (String, String) {
        (path.into(), integrity.into())
    }

    #[test]
    fn the_service_worker_in_public_has_a_place_for_the_list() {
        let filled = filled(WORKER, &[file("/", "sha384-a")]).unwrap();
        assert!(filled.contains(r#"const FILES = [["/","sha384-a"]];"#));
        assert!(!filled.contains("unbuilt"));
    }

    #[test]
    fn the_hash_of_the_program_moves_to_where_it_is_checked() {
        let page = |meta: &str, link: &str| format!("<head>{meta}{link}</head><body></body>");
        let meta = r#"<meta name="doorstep-program" data-js="/a.js">"#;
        let link = r#"<link rel="preload" href="/a_bg.wasm" integrity="sha384-x" as="fetch">"#;
        let moved = r#"<meta name="doorstep-program" data-integrity="sha384-x" data-js="/a.js">"#;
        assert_eq!(with_program_hash(&page(meta, link)).unwrap(), page(moved, ""));
        assert!(with_program_hash(&page(meta, "")).is_err());
        assert!(with_program_hash(&page("", link)).is_err());
    }

    #[test]
    fn any_changed_file_makes_another_version() {
        let one = filled(WORKER, &[file("/", "sha384-a")]).unwrap();
        let two = filled(WORKER, &[file("/", "sha384-b")]).unwrap();
        let version = |text: &str| text.lines().find(|line| line.starts_with("const VERSION")).unwrap().to_owned();
        assert_ne!(version(&one), version(&two));
        assert_eq!(one, filled(WORKER, &[file("/", "sha384-a")]).unwrap());
    }

    #[test]
    fn a_filled_worker_is_not_filled_twice() {
        let once = filled(WORKER, &[]).unwrap_or_default();
        assert!(filled(&once, &[file("/", "sha384-a")]).is_err());
    }
}
