//! The built app: read into memory at the start, served with the right type, compression and cache headers.
//!
//! Only what was in the folder can be asked for, so no path leads out of it. A new build in the same folder is noticed
//! when somebody asks for its first page.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::SystemTime;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use wire::Hash;

/// Larger files are no part of an app.
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// The app's files, or none.
pub(super) struct AppFiles {
    folder: Option<PathBuf>,
    files: RwLock<Arc<Files>>,
}

#[derive(Default)]
struct Files {
    by_path: HashMap<String, File>,
    /// Of index.html, when it was read.
    built: Option<SystemTime>,
}

struct File {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    /// First bytes of the SHA-256 of `plain`.
    tag: String,
    mime: &'static str,
    forever: bool,
}

impl AppFiles {
    /// No app is served.
    pub(super) fn none() -> Self {
        Self { folder: None, files: RwLock::default() }
    }

    /// Reads a folder.
    pub(super) fn read(folder: &Path) -> io::Result<Self> {
        let files = Files::read(folder)?;
        Ok(Self { folder: Some(folder.to_owned()), files: RwLock::new(Arc::new(files)) })
    }

    /// Answers a GET or HEAD.
    pub(super) fn answer(&self, path: &str, headers: &HeaderMap) -> Response {
        let name = path.trim_start_matches('/');
        let last = name.rsplit('/').next().unwrap_or_default();
        // Places in the app are its own business: any path without a dot is its first page.
        let name = if name == "index.html" || !last.contains('.') { "index.html" } else { name };
        if name == "index.html" {
            self.renew();
        }
        let files = match self.files.read() {
            Ok(files) => Arc::clone(&files),
            Err(poisoned) => Arc::clone(&poisoned.into_inner()),
        };
        match files.by_path.get(name) {
            Some(file) => file.answer(headers),
            None if self.folder.is_none() && name == "index.html" => {
                (StatusCode::NOT_FOUND, "This is a Doorstep relay. It serves no app.\n").into_response()
            }
            None => (StatusCode::NOT_FOUND, "Not found.\n").into_response(),
        }
    }

    /// Reads the folder again if it holds another build.
    fn renew(&self) {
        let Some(folder) = &self.folder else { return };
        let built = built(folder);
        let known = self.files.read().map(|files| files.built).unwrap_or_default();
        if built.is_some() && built != known {
            match (Files::read(folder), self.files.write()) {
                (Ok(files), Ok(mut slot)) => *slot = Arc::new(files),
                (Err(error), _) => tracing::warn!(%error, "a new build of the app could not be read"),
                _ => {}
            }
        }
    }
}

fn built(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder.join("index.html")).and_then(|data| data.modified()).ok()
}

impl Files {
    fn read(folder: &Path) -> io::Result<Self> {
        let mut contents: HashMap<String, Bytes> = HashMap::new();
        let mut folders = vec![(folder.to_owned(), String::new())];
        while let Some((folder, prefix)) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let Ok(name) = entry.file_name().into_string() else { continue };
                let path = format!("{prefix}{name}");
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    folders.push((entry.path(), format!("{path}/")));
                } else if kind.is_file() && entry.metadata()?.len() <= MAX_FILE {
                    contents.insert(path, fs::read(entry.path())?.into());
                }
            }
        }
        let by_path = contents
            .iter()
            .filter(|(path, _)| {
                let of = path.strip_suffix(".br").or(path.strip_suffix(".gz"));
                of.is_none_or(|of| !contents.contains_key(of))
            })
            .map(|(path, plain)| {
                let file = File {
                    plain: plain.clone(),
                    brotli: contents.get(&format!("{path}.br")).cloned(),
                    gzip: contents.get(&format!("{path}.gz")).cloned(),
                    tag: base16ct::lower::encode_string(&Hash::of(plain).0[..8]),
                    mime: mime(path),
                    forever: is_named_by_content(path),
                };
                (path.clone(), file)
            })
            .collect();
        Ok(Self { by_path, built: built(folder) })
    }
}

impl File {
    fn answer(&self, headers: &HeaderMap) -> Response {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (body, encoding) = if let Some(brotli) = self.brotli.as_ref().filter(|_| accepts(accepted, "br")) {
            (brotli, Some("br"))
        } else if let Some(gzip) = self.gzip.as_ref().filter(|_| accepts(accepted, "gzip")) {
            (gzip, Some("gzip"))
        } else {
            (&self.plain, None)
        };
        let tag = match encoding {
            Some(encoding) => format!("\"{}-{encoding}\"", self.tag),
            None => format!("\"{}\"", self.tag),
        };
        let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let fresh = known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag || known.trim() == "*");
        let mut response = if fresh { StatusCode::NOT_MODIFIED.into_response() } else { body.clone().into_response() };
        let out = response.headers_mut();
        let cache = if self.forever { "public, max-age=31536000, immutable" } else { "no-cache" };
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            out.insert(header::ETAG, tag);
        }
        if !fresh {
            out.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.mime));
            if let Some(encoding) = encoding {
                out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            }
        }
        response
    }
}

/// Whether `encoding` is acceptable by an `Accept-Encoding` (RFC 9110 §12.5.3).
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let mut parts = part.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|parameter| {
            let zero = |q: &str| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0);
            parameter.strip_prefix("q=").or(parameter.strip_prefix("Q=")).is_some_and(zero)
        });
        named && !refused
    })
}

/// Whether a part of the file's name is a hash of its content, as the build tool makes it: then it never changes.
fn is_named_by_content(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_hash = |part: &str| {
        part.len() >= 8
            && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
            && part.bytes().any(|b| b.is_ascii_digit())
    };
    name.split(['-', '.', '_']).rev().skip(1).any(is_hash)
}

fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" | "ftl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn app() -> (tempfile::TempDir, AppFiles) {
        let dir = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
        put("index.html", "<p>first");
        put("sw.js", "worker");
        put("app-1a2b3c4d5e6f7a8b.js", "script");
        put("app-1a2b3c4d5e6f7a8b.js.br", "brotli");
        put("app-1a2b3c4d5e6f7a8b.js.gz", "gzip");
        put("app-1a2b3c4d5e6f7a8b_bg.wasm", "wasm");
        fs::create_dir(dir.path().join("icons")).unwrap();
        put("icons/192.png", "icon");
        fs::write(dir.path().parent().unwrap().join("outside.txt"), "no").ok();
        let files = AppFiles::read(dir.path()).unwrap();
        (dir, files)
    }

    fn ask(files: &AppFiles, path: &str, encodings: &str) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(encodings).unwrap());
        files.answer(path, &headers)
    }

    fn check(path: &str, status: u16, mime: &str, cache: &str) {
        let (_dir, files) = app();
        let response = ask(&files, path, "");
        assert_eq!(response.status(), status, "{path}");
        if status == 200 {
            assert_eq!(response.headers()[header::CONTENT_TYPE], mime, "{path}");
            assert_eq!(response.headers()[header::CACHE_CONTROL], cache, "{path}");
        }
    }

    #[test]
    fn each_file_has_its_type_and_only_names_made_of_content_are_kept_for_ever() {
        let forever = "public, max-age=31536000, immutable";
        check("/", 200, "text/html; charset=utf-8", "no-cache");
        check("/index.html", 200, "text/html; charset=utf-8", "no-cache");
        check("/case/abc/notes", 200, "text/html; charset=utf-8", "no-cache");
        check("/sw.js", 200, "text/javascript; charset=utf-8", "no-cache");
        check("/app-1a2b3c4d5e6f7a8b.js", 200, "text/javascript; charset=utf-8", forever);
        check("/app-1a2b3c4d5e6f7a8b_bg.wasm", 200, "application/wasm", forever);
        check("/icons/192.png", 200, "image/png", "no-cache");
        check("/missing.js", 404, "", "");
        check("/../outside.txt", 404, "", "");
        check("/%2e%2e/outside.txt", 404, "", "");
        check("/app-1a2b3c4d5e6f7a8b.js.br", 404, "", "");
    }

    #[test]
    fn the_smallest_form_a_browser_takes_is_sent() {
        let (_dir, files) = app();
        let sent = |encodings| {
            let response = ask(&files, "/app-1a2b3c4d5e6f7a8b.js", encodings);
            response.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(sent("gzip, deflate, br, zstd").as_deref(), Some("br"));
        assert_eq!(sent("gzip;q=1.0, br;q=0").as_deref(), Some("gzip"));
        assert_eq!(sent("identity"), None);
    }

    #[test]
    fn what_a_browser_has_already_is_not_sent_again() {
        let (_dir, files) = app();
        let tag = ask(&files, "/", "").headers()[header::ETAG].clone();
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, tag);
        assert_eq!(files.answer("/", &headers).status(), StatusCode::NOT_MODIFIED);
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"other\""));
        assert_eq!(files.answer("/", &headers).status(), StatusCode::OK);
    }

    #[test]
    fn a_new_build_in_the_same_folder_is_noticed() {
        let (dir, files) = app();
        let before = ask(&files, "/", "").headers()[header::ETAG].clone();
        fs::write(dir.path().join("index.html"), "<p>second").unwrap();
        let later = SystemTime::now() + std::time::Duration::from_secs(5);
        fs::File::options().write(true).open(dir.path().join("index.html")).unwrap().set_modified(later).unwrap();
        assert_ne!(ask(&files, "/", "").headers()[header::ETAG], before);
    }
}
