//! Takes out of the built program what only its making needed: the long names, each with a hash, by which the program and
//! its JavaScript know each other, and what is offered to JavaScript that nobody there asks for.
//!
//! Hashes are the one thing that no compression makes smaller, and each stands in both files.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ExportSection, ImportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

use crate::process::answer;

/// Exports of a library behind Leptos, for streams between server and browser, which the app has none of. wasm-bindgen
/// offers them to JavaScript because they are there.
const UNUSED: [&str; 2] = ["intounderlying", "__wbg_intounderlying"];

/// What `wasm-opt` may use, and what it leaves be: what makes the code of one function differ from that of the next, or
/// moves alike functions apart, makes the program smaller but not what is sent of it.
const WASM_OPT: [&str; 13] = [
    "-Oz",
    "-fimfs=0",
    "-aimfs=0",
    "-ocimfs=0",
    "--skip-pass=code-folding",
    "--skip-pass=local-cse",
    "--reorder-functions-by-name",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// How new names start: no name in the JavaScript does.
const NEW: &str = "$";

/// The program and its JavaScript with short names for each other, and without what is not asked for.
///
/// # Errors
/// When `wasm` is no WebAssembly, or one of the names stands in only one of the two.
pub(crate) fn shortened(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut names = Names::default();
    let mut module = Module::new();
    let mut encoder = RoundtripReencoder;
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        match &payload {
            Payload::ImportSection(section) => {
                let mut imports = ImportSection::new();
                for import in section.clone().into_imports() {
                    let import = import?;
                    imports.import(import.module, names.short(import.name), encoder.entity_type(import.ty)?);
                }
                module.section(&imports);
            }
            Payload::ExportSection(section) => {
                let mut exports = ExportSection::new();
                for export in section.clone() {
                    let export = export?;
                    if !UNUSED.iter().any(|start| export.name.starts_with(start)) {
                        let kind = encoder.export_kind(export.kind)?;
                        exports.export(names.short(export.name), kind, export.index);
                    }
                }
                module.section(&exports);
            }
            // What tools write for other tools; names order the functions, and go last.
            Payload::CustomSection(section) if section.name() != "name" => {}
            other => {
                if let Some((id, range)) = other.as_section() {
                    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                    let data = wasm.get(range).context("a section of the program ends beyond it")?;
                    module.section(&RawSection { id, data });
                }
            }
        }
    }
    Ok((module.finish(), names.in_script(script)?))
}

/// Old names and new ones.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    /// The new name for `old`; the same if it is short already, as the names are that a person may call.
    fn short(&mut self, old: &str) -> &str {
        let next = self.0.len();
        let new = if has_hash(old) { format!("{NEW}{next:x}") } else { old.to_owned() };
        self.0.entry(old.to_owned()).or_insert(new)
    }

    /// The script with every old name replaced.
    fn in_script(&self, script: &str) -> Result<String> {
        let mut short = String::with_capacity(script.len());
        let mut found = 0;
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        for word in script.split_inclusive(|c| !is_part(c)) {
            let name = word.trim_end_matches(|c| !is_part(c));
            match self.0.get(name) {
                Some(new) if new != name => {
                    found += 1;
                    short.push_str(new);
                    short.push_str(&word[name.len()..]);
                }
                _ => short.push_str(word),
            }
        }
        let renamed = self.0.iter().filter(|(old, new)| old != new).count();
        ensure!(found >= renamed, "{} names of the program are not in its JavaScript", renamed - found);
        Ok(short)
    }
}

/// Whether a name holds a hash as Rust and wasm-bindgen write them.
fn has_hash(name: &str) -> bool {
    let is_hash = |part: &str| {
        let part = part.strip_prefix('h').unwrap_or(part);
        part.len() == 16 && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    name.split('_').any(is_hash)
}

/// Makes the program at `path` smaller, and removes what nothing leads to any more.
///
/// # Errors
/// When `wasm-opt` fails. Where it is not installed nothing happens.
pub(crate) fn optimised(path: &Path) -> Result<()> {
    if answer(Command::new("wasm-opt").arg("--version")).is_err() {
        return Ok(());
    }
    answer(Command::new("wasm-opt").args(WASM_OPT).arg(path).arg("-o").arg(path)).map(drop)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_with_a_hash_is_told_from_one_without() {
        for (name, expected) in [
            ("__wbg_set_1a2b3c4d5e6f7a8b", true),
            ("wasm_bindgen_2029a2165944347a___convert__closures", true),
            ("invoke_h2029a2165944347a", true),
            ("memory", false),
            ("__wbindgen_export_12", false),
            ("derive_key", false),
        ] {
            assert_eq!(has_hash(name), expected, "{name}");
        }
    }

    #[test]
    fn program_and_script_are_given_the_same_names() {
        use wasm_encoder::{CodeSection, EntityType, ExportKind, Function, FunctionSection, TypeSection};
        let long = |name: &str| format!("{name}_00112233445566{}7", name.len());
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        module.section(&types);
        let mut imports = ImportSection::new();
        imports.import("./app_bg.js", &long("__wbg_set"), EntityType::Function(0));
        module.section(&imports);
        let mut functions = FunctionSection::new();
        functions.function(0);
        module.section(&functions);
        let mut exports = ExportSection::new();
        exports.export(&long("invoke"), ExportKind::Func, 1);
        exports.export("start", ExportKind::Func, 1);
        exports.export("intounderlyingsink_write", ExportKind::Func, 1);
        module.section(&exports);
        let mut code = CodeSection::new();
        let mut body = Function::new([]);
        body.instructions().end();
        code.function(&body);
        module.section(&code);
        let module = module.finish();
        let (set, invoke) = (long("__wbg_set"), long("invoke"));
        let (wasm, script) =
            shortened(&module, &format!("{{ {set}: () => wasm.{invoke}(), start: wasm.start }}")).unwrap();
        assert_eq!(script, "{ $0: () => wasm.$1(), start: wasm.start }");
        let mut seen = Vec::new();
        for payload in Parser::new(0).parse_all(&wasm) {
            match payload.unwrap() {
                Payload::ImportSection(imports) => seen.extend(imports.into_imports().map(|it| it.unwrap().name)),
                Payload::ExportSection(exports) => seen.extend(exports.into_iter().map(|it| it.unwrap().name)),
                _ => {}
            }
        }
        assert_eq!(seen, ["$0", "$1", "start"]);
        assert!(shortened(&wasm, "").is_ok(), "there is nothing left to shorten");
        assert!(shortened(&module, "").is_err(), "a name that the script does not know");
    }
}
