//! Finishes what Trunk built: the style sheets become one, the program's hashes go to where they are checked, and the
//! list of files, each with its hash, goes into the service worker.
//! It runs as Trunk's `post_build` hook, so that what is served and what is listed never differ.

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
    let html = with_program_hash(&html, "rel=\"preload\"", "data-integrity")?;
    let html = with_program_hash(&html, "rel=\"modulepreload\"", "data-js-integrity")?;
    let take = |path: &str| {
        let file = dist.join(path.trim_start_matches('/'));
        let bytes = fs::read(&file).with_context(|| format!("no style sheet at {}", file.display()))?;
        fs::remove_file(&file)?;
        Ok(bytes)
    };
    let (html, name, style) = with_one_style(&html, take)?;
    fs::write(dist.join(name), style)?;
    fs::write(&page, html)?;
    let worker = dist.join("sw.js");
    let source = fs::read_to_string(&worker).with_context(|| format!("no service worker at {}", worker.display()))?;
    let list = list(&dist)?;
    fs::write(&worker, filled(&source, &list)?)?;
    println!("precache: {} files listed", list.len());
    Ok(())
}

/// Moves a hash of the program from its link `rel` to the `<meta>` tag that `boot.js` reads: browsers ignore it at a
/// preload link (and warn), and a module preload link would have the program compiled before the first paint.
fn with_program_hash(html: &str, rel: &str, name: &str) -> Result<String> {
    let (start, end) = tags(html)
        .find(|&(start, end)| html[start..end].contains(rel) && !html[start..end].contains("as=\"font\""))
        .with_context(|| format!("index.html has no link {rel} for the program"))?;
    let hash = attribute(&html[start..end], "integrity").context("the link of the program has no hash")?;
    let html = format!("{}{}", &html[..start], &html[end..]);
    let marked = html.replacen(PROGRAM, &format!("{PROGRAM} {name}=\"{hash}\""), 1);
    ensure!(marked != html, "index.html does not name its program");
    Ok(marked)
}

/// Makes one style sheet of those the page names, in their order: for a slow tablet every further file that it waits
/// for before the first paint is work of its own.
/// Returns the page, the style's file name, and the style.
fn with_one_style(html: &str, take: impl Fn(&str) -> Result<Vec<u8>>) -> Result<(String, String, Vec<u8>)> {
    let links: Vec<_> = tags(html).filter(|&(start, end)| html[start..end].contains("rel=\"stylesheet\"")).collect();
    let (mut style, mut page, mut from) = (Vec::new(), String::new(), 0);
    for &(start, end) in &links {
        style.extend(take(attribute(&html[start..end], "href").context("a style sheet without an address")?)?);
        style.push(b'\n');
        page += html[from..start].trim_end();
        from = end;
    }
    let (first, _) = *links.first().context("index.html names no style sheet")?;
    let name = format!("style-{}.css", base16ct::lower::encode_string(&Sha256::digest(&style)[..8]));
    let link = format!("\n<link rel=\"stylesheet\" href=\"/{name}\" integrity=\"{}\">", integrity(&style));
    page.insert_str(html[..first].trim_end().len(), &link);
    page += &html[from..];
    Ok((page, name, style))
}

/// The value of the attribute `name` in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// What browsers check a file by (W3C, Subresource Integrity).
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", Base64::encode_string(&Sha384::digest(bytes)))
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
            found.push((url, integrity(&fs::read(&path)?)));
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
    fn the_hashes_of_the_program_move_to_where_they_are_checked() {
        let font = r#"<link rel="preload" href="/a.woff2" as="font">"#;
        let page = |meta: &str, link: &str| format!("<head>{font}{meta}{link}</head><body></body>");
        let meta = r#"<meta name="doorstep-program" data-js="/a.js">"#;
        let link = r#"<link rel="preload" href="/a_bg.wasm" integrity="sha384-x" as="fetch">"#;
        let moved = r#"<meta name="doorstep-program" data-integrity="sha384-x" data-js="/a.js">"#;
        let moving = |html: &str| with_program_hash(html, "rel=\"preload\"", "data-integrity");
        assert_eq!(moving(&page(meta, link)).unwrap(), page(moved, ""));
        assert!(moving(&page(meta, "")).is_err());
        assert!(moving(&page("", link)).is_err());
    }

    #[test]
    fn style_sheets_become_one_in_their_order() {
        let page = |links: &str| format!("<head>\n<title>Doorstep</title>{links}\n<meta>\n</head>");
        let both = page("\n<link rel=\"stylesheet\" href=\"/a-1.css\"/>\n<link rel=\"stylesheet\" href=\"/b-2.css\"/>");
        let take = |path: &str| Ok(format!("/* {path} */").into_bytes());
        let (html, name, style) = with_one_style(&both, take).unwrap();
        assert_eq!(style, b"/* /a-1.css */\n/* /b-2.css */\n");
        let hash = integrity(&style);
        assert_eq!(html, page(&format!("\n<link rel=\"stylesheet\" href=\"/{name}\" integrity=\"{hash}\">")));
        assert!(with_one_style(&page(""), take).is_err());
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
