//! Checks the messages: that they parse, say the same things in every language with the same variables, and that they
//! are those that the screens ask for. A text missing in Spanish is found here and not by a family at the kitchen table.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};

use crate::precompress::files;
use crate::tally::Tally;
use crate::workspace::Workspace;

/// Languages that must be complete; the first is the one the others are measured by.
pub(crate) const LANGUAGES: [&str; 2] = ["en", "es"];

/// Message (or `message.attribute`) → the variables its text uses.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// Where messages are asked for by their ids.
const ASKING: [&str; 3] = ["app/src", "crates/casefile/src", "crates/casework/src"];

/// One check for each language, one for each language compared with the first, and one for what the screens ask for.
pub(crate) fn check(workspace: &Workspace) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut languages = Vec::new();
    for language in LANGUAGES {
        let (messages, problems) = read(&workspace.root().join("app"), language)?;
        tally += judged(&problems);
        languages.push((language, messages));
    }
    let Some(((_, first), others)) = languages.split_first() else { bail!("no language is named") };
    for (language, messages) in others {
        tally += judged(&differences(first, language, messages));
    }
    let mut asking = Vec::new();
    for folder in ASKING {
        for file in files(&workspace.root().join(folder))? {
            if file.extension().is_some_and(|ending| ending == "rs") && !file.ends_with("tests.rs") {
                let name = file.strip_prefix(workspace.root()).unwrap_or(&file).display().to_string();
                asking.push((name, std::fs::read_to_string(&file)?));
            }
        }
    }
    tally += judged(&misfits(first, &asking));
    Ok(tally)
}

/// Messages that nobody asks for, and calls of `t!` that ask for a message that is not there, or for other variables.
fn misfits(messages: &Messages, asking: &[(String, String)]) -> Vec<String> {
    let mut problems = Vec::new();
    for (file, source) in asking {
        for (id, given) in calls(source) {
            match messages.get(id) {
                None => problems.push(format!("{file} asks for {id}, which is not there")),
                Some(used) if !used.iter().map(String::as_str).eq(given.iter().copied()) => {
                    problems.push(format!("{file} gives {given:?} to {id}, which uses {used:?}"));
                }
                Some(_) => {}
            }
        }
    }
    let described: BTreeSet<String> = asking.iter().flat_map(|(_, source)| described(source)).collect();
    let missing = described.iter().filter(|id| !messages.contains_key(*id));
    problems.extend(missing.map(|id| format!("{id} is described, and is not there")));
    // Ids also stand in tables, away from the call of `t!`.
    let is_named = |id: &str| asking.iter().any(|(_, source)| source.contains(&format!("\"{id}\"")));
    let unasked = messages.keys().filter(|id| !is_named(id) && !described.contains(*id));
    problems.extend(unasked.map(|id| format!("nobody asks for {id}")));
    problems
}

/// The ids that descriptions of nouns ask for: of nouns and fields, and of every word of a choice.
fn described(source: &str) -> Vec<String> {
    let literals = |source: &str| -> Vec<String> {
        source.split('"').skip(1).step_by(2).filter(|id| !id.is_empty()).map(str::to_owned).collect()
    };
    let prefixed = literals(source).into_iter().filter(|id| id.starts_with("field-") || id.starts_with("noun-"));
    let mut ids: Vec<String> =
        prefixed.filter(|id| !id.ends_with('-') && id.chars().all(|c| c == '-' || c.is_ascii_lowercase())).collect();
    for block in source.split("\nchoice!(").skip(1) {
        let block = block.split("\n);").next().unwrap_or_default();
        let mut literals = literals(block).into_iter();
        if let Some(prefix) = literals.next() {
            ids.extend(literals.map(|word| format!("{prefix}-{word}")));
        }
    }
    ids
}

/// The calls of `t!` with an id that stands there as it is, and the names of the arguments they give.
fn calls(source: &str) -> impl Iterator<Item = (&str, BTreeSet<&str>)> {
    let calls = source.match_indices("t!(\"").filter(|(at, _)| {
        // Other macros end like it.
        !source[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
    });
    calls.filter_map(|(at, call)| {
        let (id, rest) = source[at + call.len()..].split_once('"')?;
        Some((id, names(rest)))
    })
}

/// The names in `, name = value, name = value)`, up to the bracket that closes the call.
fn names(arguments: &str) -> BTreeSet<&str> {
    let (mut names, mut depth, mut in_text, mut start, mut before) = (BTreeSet::new(), 0_usize, false, 0, ' ');
    for (at, c) in arguments.char_indices() {
        match c {
            '"' if before != '\\' => in_text = !in_text,
            _ if in_text => {}
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => break,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => start = at + 1,
            '=' if depth == 0 && !names.contains(arguments[start..at].trim()) => {
                let name = arguments[start..at].trim();
                if name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.is_empty() {
                    names.insert(name);
                }
            }
            _ => {}
        }
        before = c;
    }
    names
}

fn judged(problems: &[String]) -> Tally {
    for problem in problems {
        eprintln!("    {problem}");
    }
    Tally::one(problems.is_empty())
}

/// The messages of a language as one text: all its files, in order.
pub(crate) fn served(folder: &Path, language: &str) -> Result<String> {
    // Each ends its last message, and begins its own.
    Ok(sources(folder, language)?.into_iter().map(|(_, text)| text + "\n").collect())
}

/// The `.ftl` files of `language` below `folder`, in order: name and text.
fn sources(folder: &Path, language: &str) -> Result<Vec<(String, String)>> {
    let of_language = |file: &PathBuf| {
        let inside = file.strip_prefix(folder).unwrap_or(file).with_extension("");
        file.extension().is_some_and(|ending| ending == "ftl") && inside.iter().any(|part| part == language)
    };
    let mut found: Vec<PathBuf> = files(folder)?.into_iter().filter(of_language).collect();
    found.sort();
    let source = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        Ok((file.strip_prefix(folder).unwrap_or(file).display().to_string(), text))
    };
    found.iter().map(source).collect()
}

/// All messages of `language` in the `.ftl` files below `folder`, and what is wrong with the files themselves.
fn read(folder: &Path, language: &str) -> Result<(Messages, Vec<String>)> {
    let found = sources(folder, language)?;
    let (mut messages, mut problems) = (Messages::new(), Vec::new());
    if found.is_empty() {
        problems.push(format!("there is no translation file for {language} below {}", folder.display()));
    }
    for (name, text) in found {
        add(&name, &text, &mut messages, &mut problems);
    }
    Ok((messages, problems))
}

fn add(file: &str, text: &str, messages: &mut Messages, problems: &mut Vec<String>) {
    let resource = match fluent_syntax::parser::parse(text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            problems.extend(errors.iter().map(|error| {
                let line = text.get(..error.pos.start).unwrap_or(text).lines().count();
                format!("{file}:{line}: {error}")
            }));
            resource
        }
    };
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let id = message.id.name;
        let value = message.value.as_ref().map(|value| (id.to_owned(), value));
        let attributes = message.attributes.iter().map(|of| (format!("{id}.{}", of.id.name), &of.value));
        for (id, pattern) in value.into_iter().chain(attributes) {
            let mut used = BTreeSet::new();
            variables(pattern, &mut used);
            if messages.insert(id.clone(), used).is_some() {
                problems.push(format!("{file}: {id} is there twice"));
            }
        }
    }
}

/// What `language` says that the first one does not, and the other way round.
fn differences(first: &Messages, language: &str, other: &Messages) -> Vec<String> {
    let mut problems = Vec::new();
    for (id, used) in first {
        match other.get(id) {
            None => problems.push(format!("{language} has no {id}")),
            Some(also) if also != used => {
                problems.push(format!("{language} uses other variables in {id}: {also:?}, not {used:?}"))
            }
            Some(_) => {}
        }
    }
    problems.extend(other.keys().filter(|id| !first.contains_key(*id)).map(|id| format!("only {language} has {id}")));
    problems
}

fn variables(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                variables(&variant.value, found);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => in_arguments(arguments, found),
        InlineExpression::TermReference { arguments: Some(arguments), .. } => in_arguments(arguments, found),
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        _ => {}
    }
}

fn in_arguments(arguments: &CallArguments<&str>, found: &mut BTreeSet<String>) {
    for inline in &arguments.positional {
        in_inline(inline, found);
    }
    for named in &arguments.named {
        in_inline(&named.value, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> (Messages, Vec<String>) {
        let (mut messages, mut problems) = (Messages::new(), Vec::new());
        add("x.ftl", text, &mut messages, &mut problems);
        (messages, problems)
    }

    #[test]
    fn a_text_missing_on_either_side_or_with_another_variable_is_named() {
        let check = |en: &str, es: &str, expected: &[&str]| {
            assert_eq!(differences(&messages(en).0, "es", &messages(es).0), expected, "{en} / {es}");
        };
        check("a = One", "a = Uno", &[]);
        check("a = One\nb = Two", "a = Uno", &["es has no b"]);
        check("a = One", "a = Uno\nc = Tres", &["only es has c"]);
        check("a = { $n } cases", "a = casos", &["es uses other variables in a: {}, not {\"n\"}"]);
        check("a = { $n ->\n  [one] { $x }\n *[other] no\n }", "a = { $n } { $x }", &[]);
        check("a = A\n  .label = L", "a = A", &["es has no a.label"]);
    }

    #[test]
    fn what_screens_ask_for_is_there_with_the_variables_they_give_and_nothing_else_is() {
        let check = |source: &str, expected: &[&str]| {
            let messages = messages("a = One\nb = { $n } of { $all }").0;
            assert_eq!(misfits(&messages, &[("x.rs".into(), source.into())]), expected, "{source}");
        };
        check(r#"t!("a"); t!("b", n = list(1, ")").len(), all = if x == 2 { 3 } else { 4 })"#, &[]);
        check(r#"t!("a"); let id = "b"; t!(id, n = 1, all = 2)"#, &[]);
        check(r#"t!("a"); format!("c"); assert!("d")"#, &["nobody asks for b"]);
        check(r#"t!("a"); t!("b", n = 1)"#, &[r#"x.rs gives {"n"} to b, which uses {"all", "n"}"#]);
        check(r#"t!("a"); t!("b", n = 1, all = 2); t!("c")"#, &["x.rs asks for c, which is not there"]);
    }

    #[test]
    fn what_does_not_parse_or_comes_twice_is_named() {
        assert_eq!(messages("a = One\na = Again").1, ["x.ftl: a is there twice"]);
        assert_eq!(messages("a = { $x").1.len(), 1);
        assert!(messages("a = One\n").1.is_empty());
    }
}
