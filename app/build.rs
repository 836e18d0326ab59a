//! Turns the Fluent catalogues in `locales/` into the compact form that `ui/text.rs` says aloud.
//! Fluent is parsed and judged once, here, so that a tablet downloads neither a parser nor the rules of every language.
//!
//! A catalogue is its messages in the order of their ids, each `id` TEXT `pattern` END. Within a pattern, a variable is
//! VARIABLE `name` DONE, and a choice is CHOICE `name`, then VARIANT `key` TEXT `pattern` for each variant, then CHOSEN;
//! the variant for everything else comes last, with the key `*`. A choice holds no other choice.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

// The signs between the parts; `ui/text.rs` has the same. None of them can stand in a text.
const END: char = '\u{0}';
const TEXT: char = '\u{1}';
const VARIABLE: char = '\u{2}';
const CHOICE: char = '\u{3}';
const VARIANT: char = '\u{4}';
const DONE: char = '\u{5}';
const CHOSEN: char = '\u{6}';

fn main() -> Result<(), String> {
    let locales = Path::new("locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?);
    for language in entries(locales)?.into_iter().filter(|path| path.is_dir()) {
        let name = language.file_name().and_then(|name| name.to_str()).ok_or("a language without a name")?;
        let file = out.join(format!("{name}.catalogue"));
        fs::write(&file, catalogue(&language)?).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::read_dir(folder).map_err(failed)?.map(|entry| entry.map(|entry| entry.path()).map_err(failed)).collect()
}

fn catalogue(language: &Path) -> Result<String, String> {
    let mut messages = BTreeMap::new();
    for file in entries(language)?.into_iter().filter(|path| path.extension().is_some_and(|it| it == "ftl")) {
        let wrong = |what: &str| format!("{}: {what}", file.display());
        let source = fs::read_to_string(&file).map_err(|error| wrong(&error.to_string()))?;
        let resource = fluent_syntax::parser::parse(source).map_err(|(_, errors)| wrong(&format!("{errors:?}")))?;
        for entry in resource.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                Entry::Term(_) | Entry::Junk { .. } => return Err(wrong("only messages and comments are understood")),
            };
            let id = message.id.name;
            let pattern = message.value.filter(|_| message.attributes.is_empty());
            let pattern = pattern.and_then(|pattern| written(&pattern, true));
            let pattern = pattern.ok_or_else(|| wrong(&format!("{id} uses more of Fluent than is understood")))?;
            if messages.insert(id.clone(), pattern).is_some() {
                return Err(wrong(&format!("{id} is there twice")));
            }
        }
    }
    Ok(messages.into_iter().map(|(id, pattern)| format!("{id}{TEXT}{pattern}{END}")).collect())
}

/// `None` for what the app has no use for: terms, functions, references, and choices within choices.
fn written(pattern: &Pattern<String>, may_choose: bool) -> Option<String> {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::StringLiteral { value } => text.push_str(value),
                InlineExpression::VariableReference { id } => text.extend([&sign(VARIABLE), &*id.name, &sign(DONE)]),
                _ => return None,
            },
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } if may_choose => {
                let InlineExpression::VariableReference { id } = selector else { return None };
                text.extend([&sign(CHOICE), &*id.name]);
                let (usual, special): (Vec<_>, Vec<_>) = variants.iter().partition(|variant| variant.default);
                for variant in special.into_iter().chain(usual) {
                    let key = match &variant.key {
                        _ if variant.default => "*",
                        VariantKey::Identifier { name } => name,
                        VariantKey::NumberLiteral { value } => value,
                    };
                    text.extend([&sign(VARIANT), key, &sign(TEXT), &*written(&variant.value, false)?]);
                }
                text.push(CHOSEN);
            }
            PatternElement::Placeable { .. } => return None,
        }
    }
    Some(text)
}

fn sign(sign: char) -> String {
    sign.to_string()
}
