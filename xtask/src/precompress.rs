//! Compresses the built app beforehand, as hard as brotli and gzip can.
//! The relay then never spends time on it, and the tablet on a slow line gets the smallest file there is.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::progress;

/// Endings of files that do get smaller; images and fonts are compressed already.
const COMPRESSIBLE: [&str; 10] = ["html", "js", "mjs", "css", "wasm", "svg", "json", "webmanifest", "txt", "ftl"];

/// Below this a compressed copy saves nothing worth a second file.
const WORTH_IT: usize = 256;

/// Writes `file.br` and `file.gz` beside every compressible file below `dist`.
pub(crate) fn folder(dist: &Path) -> Result<()> {
    let (mut before, mut after) = (0, 0);
    for file in files(dist)? {
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        if !COMPRESSIBLE.contains(&ending) || bytes.len() < WORTH_IT {
            continue;
        }
        let small = brotli(&bytes)?;
        before += bytes.len();
        after += small.len();
        fs::write(beside(&file, "br"), small)?;
        fs::write(beside(&file, "gz"), gzip(&bytes)?)?;
    }
    progress(format!("Compressed {} KB to {} KB", before / 1024, after / 1024));
    Ok(())
}

/// `bytes` as brotli at its highest quality.
pub(crate) fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let settings =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &settings)?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// `app.js` → `app.js.br`.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Every file below `folder`, in no particular order.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("listing {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_comes_back_byte_for_byte() {
        let text = b"Nothing is lost and nobody else can read it. ".repeat(40);
        let mut brotli_back = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(&text).unwrap()[..], &mut brotli_back).unwrap();
        assert_eq!(brotli_back, text);
        let mut gzip_back = Vec::new();
        flate2::read::GzDecoder::new(&gzip(&text).unwrap()[..]).read_to_end(&mut gzip_back).unwrap();
        assert_eq!(gzip_back, text);
    }

    #[test]
    fn a_copy_stands_beside_its_original() {
        assert_eq!(beside(Path::new("dist/app.js"), "br"), Path::new("dist/app.js.br"));
    }
}
