//! Checks the translations: that they parse, say the same things in every language, and use the same variables.
//! A text missing in Spanish is found here and not by a family at the kitchen table.

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

/// One check for each language, and one for each language compared with the first.
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
    Ok(tally)
}

fn judged(problems: &[String]) -> Tally {
    for problem in problems {
        eprintln!("    {problem}");
    }
    Tally::one(problems.is_empty())
}

/// The `.ftl` files of `language` below `folder`, in order: name and text.
pub(crate) fn sources(folder: &Path, language: &str) -> Result<Vec<(String, String)>> {
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
    fn what_does_not_parse_or_comes_twice_is_named() {
        assert_eq!(messages("a = One\na = Again").1, ["x.ftl: a is there twice"]);
        assert_eq!(messages("a = { $x").1.len(), 1);
        assert!(messages("a = One\n").1.is_empty());
    }
}
