//! How much a tablet must download before it can show anything, compressed as the relay sends it.
//! Measured on the built files themselves, so that nothing can be forgotten.

use std::path::Path;

use anyhow::{Context, Result};

use super::{Better, Measure};
use crate::precompress::{brotli, files};

/// Most that the program itself may weigh, in KB.
const PROGRAM_BAR: f64 = 1100.0;

/// Most that everything for the first screen may weigh, in KB.
const FIRST_LOAD_BAR: f64 = 1200.0;

/// The program, and the page with every file it names.
pub(super) fn measure(dist: &Path) -> Result<Vec<Measure>> {
    let page = std::fs::read_to_string(dist.join("index.html")).context("the app is not built")?;
    let (mut program, mut first_load, mut words) = (0, 0, 0);
    for file in files(dist)? {
        let name = file.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        if name.ends_with(".br") || name.ends_with(".gz") || !(name == "index.html" || page.contains(&name)) {
            continue;
        }
        let bytes = std::fs::read(&file)?;
        let sent = brotli(&bytes)?.len().min(bytes.len());
        if name.starts_with("words/") {
            // One language is fetched: the longest counts.
            words = words.max(sent);
        } else {
            first_load += sent;
        }
        if name.ends_with(".wasm") {
            program += sent;
        }
    }
    anyhow::ensure!(program > 0, "the page in {} names no program", dist.display());
    Ok(vec![
        kilobytes("app.wasm_brotli_kb", program, PROGRAM_BAR),
        kilobytes("app.first_load_brotli_kb", first_load + words, FIRST_LOAD_BAR),
    ])
}

/// A size with one decimal; 1 KB is 1,024 bytes.
fn kilobytes(name: &str, bytes: usize, bar: f64) -> Measure {
    let value = f64::from(u32::try_from(bytes * 10 / 1024).unwrap_or(u32::MAX)) / 10.0;
    Measure { name: name.to_owned(), value, unit: "KB".to_owned(), bar: Some(bar), better: Better::Lower }
}
