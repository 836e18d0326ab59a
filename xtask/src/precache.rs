//! Finishes what Trunk built: the style sheets become one, the Fluent files of a language become one, hashes go
//! to where they are checked, and the list of files, each with its hash, goes into the service worker.
//! It runs as Trunk's `post_build` hook, so that what is served and what is listed never differ.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use base64ct::{Base64, Encoding as _};
use sha2::{Digest, Sha256, Sha384};

use crate::fluent;
use crate::process::stdout_of;
use crate::workspace::Workspace;

/// The two lines of `public/sw.js` that a build replaces.
const FILES: &str = "const FILES = [];";
const VERSION: &str = "const VERSION = \"unbuilt\";";

/// How the tag starts that names the program (see `pattern_script` in `Trunk.toml`).
const PROGRAM: &str = "<meta name=\"doorstep-program\"";
const UNNAMED: &str = "index.html does not name its program";

/// How `wasm-opt` works: for size, knowing what every program that Rust compiles may use.
const WASM_OPT: [&str; 7] = [
    "-Os",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Built files that few tablets ever ask for, and those that do once, on their first day: 200 KB that no other has to keep.
const FETCHED_WHEN_ASKED_FOR: &str = "sample/";

/// Names of built files that no page asks for.
const NOT_KEPT: [&str; 5] = [".map", "OFL.txt", ".br", ".gz", ".d.ts"];

/// Fills in `index.html` and `sw.js` in the staged folder, which Trunk names in the environment of its hooks.
///
/// # Errors
/// When the folder cannot be read, has no page, or its service worker has not the two lines to replace.
pub(crate) fn run() -> Result<()> {
    let dist = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from).context("this is run by `trunk build`")?;
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page).with_context(|| format!("no page at {}", page.display()))?;
    let html = with_program(&html, &dist, std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release"))?;
    let take = |path: &str| {
        let file = dist.join(path.trim_start_matches('/'));
        let bytes = fs::read(&file).with_context(|| format!("no style sheet at {}", file.display()))?;
        fs::remove_file(&file)?;
        Ok(bytes)
    };
    let (mut html, name, style) = with_one_style(&html, take)?;
    fs::write(dist.join(name), style)?;
    let app = Workspace::find()?.root().join("app");
    for language in fluent::LANGUAGES {
        let messages = fluent::served(&app, language)?;
        let (page, name) = with_messages(&html, language, messages.as_bytes())?;
        fs::write(dist.join(name), messages)?;
        html = page;
    }
    fs::write(&page, html)?;
    let worker = dist.join("sw.js");
    let source = fs::read_to_string(&worker).with_context(|| format!("no service worker at {}", worker.display()))?;
    let list = list(&dist)?;
    fs::write(&worker, filled(&source, &list)?)?;
    println!("precache: {} files listed", list.len());
    Ok(())
}

/// Says in the `<meta>` tag that `boot.js` reads what the program's files are called and how they are checked, and takes
/// the links to them out of the page: a link would have the program fetched and compiled before the first paint.
/// What is shipped is made smaller before, and named by what it is then.
fn with_program(html: &str, dist: &Path, shipped: bool) -> Result<String> {
    let page = without_link(&without_link(html, "rel=\"preload\"")?, "rel=\"modulepreload\"")?;
    let (start, end) = tags(&page).find(|&(start, end)| page[start..end].starts_with(PROGRAM)).context(UNNAMED)?;
    let file = |name: &str| {
        Ok::<_, anyhow::Error>(dist.join(attribute(&page[start..end], name).context(UNNAMED)?.trim_start_matches('/')))
    };
    let (script, program) = (file("data-js")?, file("data-wasm")?);
    let (script, program) = if shipped {
        optimise(&program)?;
        (script, named_by_content(&program, "app-", "_bg.wasm")?)
    } else {
        (script, program)
    };
    let named = |what: &str, file: &Path| {
        let path = file.strip_prefix(dist)?.display();
        Ok::<_, anyhow::Error>(format!(" data-{what}=\"/{path} {}\"", integrity(&fs::read(file)?)))
    };
    let tag = format!("{PROGRAM}{}{}>", named("js", &script)?, named("wasm", &program)?);
    Ok(format!("{}{tag}{}", &page[..start], &page[end..]))
}

/// Has `wasm-opt` make the program at `path` smaller and faster, and strip the names of its functions, which no browser
/// needs: a panic says where it was without them. Where it is not installed nothing happens.
fn optimise(path: &Path) -> Result<()> {
    if stdout_of(Command::new("wasm-opt").arg("--version")).is_err() {
        return Ok(());
    }
    stdout_of(Command::new("wasm-opt").args(WASM_OPT).arg(path).arg("-o").arg(path)).map(drop)
}

/// Renames a file to what its content is now; returns its new path.
fn named_by_content(file: &Path, start: &str, end: &str) -> Result<PathBuf> {
    let named = file.with_file_name(format!("{start}{}{end}", fingerprint(&fs::read(file)?)));
    fs::rename(file, &named)?;
    Ok(named)
}

/// The page without its link `rel` to the program.
fn without_link(html: &str, rel: &str) -> Result<String> {
    let (start, end) = tags(html)
        .find(|&(start, end)| html[start..end].contains(rel) && !html[start..end].contains("as=\"font\""))
        .with_context(|| format!("index.html has no link {rel} for the program"))?;
    Ok(format!("{}{}", &html[..start], &html[end..]))
}

/// Makes one style sheet of those the page names, in their order: for a slow tablet every further file that it waits
/// for before the first paint is work of its own. Comments stay behind.
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
    let style = without_comments(&String::from_utf8(style)?).into_bytes();
    let name = format!("style-{}.css", fingerprint(&style));
    let link = format!("\n<link rel=\"stylesheet\" href=\"/{name}\" integrity=\"{}\">", integrity(&style));
    page.insert_str(html[..first].trim_end().len(), &link);
    page += &html[from..];
    Ok((page, name, style))
}

/// A style sheet without its comments. Good where no string holds the start of one, as in ours.
fn without_comments(style: &str) -> String {
    let mut parts = style.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("*/").map_or("", |(_, rest)| rest))
}

/// The value of the attribute `name` in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Names the messages of a language, with their hash, in the `<meta>` tag that `boot.js` reads. Returns the page and the
/// file's name.
fn with_messages(html: &str, language: &str, messages: &[u8]) -> Result<(String, String)> {
    let name = format!("messages-{language}-{}.ftl", fingerprint(messages));
    let named = format!("{PROGRAM} data-messages-{language}=\"/{name} {}\"", integrity(messages));
    let page = html.replacen(PROGRAM, &named, 1);
    ensure!(page != html, UNNAMED);
    Ok((page, name))
}

/// What tells a file's content from every other in its name.
fn fingerprint(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes)[..8])
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
    let version = fingerprint(format!("{source}{list}").as_bytes());
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
            if inside == "sw.js"
                || inside.starts_with(FETCHED_WHEN_ASKED_FOR)
                || NOT_KEPT.iter().any(|end| inside.ends_with(end))
            {
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
    fn the_page_says_what_the_program_is_called_and_how_it_is_checked() {
        let dist = tempfile::tempdir().unwrap();
        fs::write(dist.path().join("a.js"), "script").unwrap();
        fs::write(dist.path().join("a_bg.wasm"), "program").unwrap();
        let font = r#"<link rel="preload" href="/a.woff2" as="font">"#;
        let page = |meta: &str, links: &str| format!("<head>{font}{meta}{links}</head><body></body>");
        let meta = r#"<meta name="doorstep-program" data-js="/a.js" data-wasm="/a_bg.wasm">"#;
        let links = r#"<link rel="modulepreload" href="/a.js"><link rel="preload" href="/a_bg.wasm" as="fetch">"#;
        let named = format!(
            r#"<meta name="doorstep-program" data-js="/a.js {}" data-wasm="/a_bg.wasm {}">"#,
            integrity(b"script"),
            integrity(b"program")
        );
        let naming = |html: &str| with_program(html, dist.path(), false);
        assert_eq!(naming(&page(meta, links)).unwrap(), page(&named, ""));
        assert!(naming(&page(meta, "")).is_err());
        assert!(naming(&page("", links)).is_err());
    }

    #[test]
    fn style_sheets_become_one_in_their_order() {
        let page = |links: &str| format!("<head>\n<title>Doorstep</title>{links}\n<meta>\n</head>");
        let both = page("\n<link rel=\"stylesheet\" href=\"/a-1.css\"/>\n<link rel=\"stylesheet\" href=\"/b-2.css\"/>");
        let take = |path: &str| Ok(format!("/* {path} */ a {{}} /**/").into_bytes());
        let (html, name, style) = with_one_style(&both, take).unwrap();
        assert_eq!(style, b" a {} \n a {} \n");
        let hash = integrity(&style);
        assert_eq!(html, page(&format!("\n<link rel=\"stylesheet\" href=\"/{name}\" integrity=\"{hash}\">")));
        assert!(with_one_style(&page(""), take).is_err());
    }

    #[test]
    fn the_page_names_the_messages_of_each_language() {
        let page = r#"<meta name="doorstep-program" data-js="/a.js">"#;
        let (page, en) = with_messages(page, "en", b"a = hello").unwrap();
        let (page, es) = with_messages(&page, "es", b"a = hola").unwrap();
        for (language, name, text) in [("en", en, "a = hello"), ("es", es, "a = hola")] {
            let named = format!("/{name} {}", integrity(text.as_bytes()));
            assert_eq!(attribute(&page, &format!("data-messages-{language}")), Some(named.as_str()));
        }
        assert!(with_messages("<head></head>", "en", b"a = hello").is_err());
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
