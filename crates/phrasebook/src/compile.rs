//! From Fluent to a phrasebook. Of Fluent it understands messages, variables, and choices that hold no other choice: what
//! the app uses. Anything else is refused by name, so that nothing is left unsaid.

use std::collections::BTreeMap;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

use crate::{CHOICE, CHOSEN, DONE, END, TEXT, VARIABLE, VARIANT};

/// Fluent that cannot become a phrasebook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// It is not Fluent.
    #[error("{file}: {problems}")]
    Syntax {
        /// The file.
        file: String,
        /// What the parser says.
        problems: String,
    },
    /// It is Fluent, and more of it than a phrasebook holds.
    #[error("{file}: {id} uses more of Fluent than messages, variables and simple choices")]
    TooMuch {
        /// The file.
        file: String,
        /// The message or term.
        id: String,
    },
    /// Two messages with one id.
    #[error("{file}: {id} is there twice")]
    Twice {
        /// The file in which it is found again.
        file: String,
        /// The id.
        id: String,
    },
}

/// The phrasebook of one language: `files` are its Fluent files, each a name for errors and the text.
///
/// # Errors
/// [`CompileError`] for what is not Fluent, for what is more of it than is understood, and for an id that is there twice.
pub fn compile<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<String, CompileError> {
    let mut messages = BTreeMap::new();
    for (file, text) in files {
        let file = file.to_owned();
        let resource = fluent_syntax::parser::parse(text.to_owned())
            .map_err(|(_, errors)| CompileError::Syntax { file: file.clone(), problems: format!("{errors:?}") })?;
        for entry in resource.body {
            let too_much = |id: &str| CompileError::TooMuch { file: file.clone(), id: id.to_owned() };
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                Entry::Term(term) => return Err(too_much(&term.id.name)),
                Entry::Junk { content } => return Err(too_much(&content)),
            };
            let id = message.id.name;
            let pattern = message.value.filter(|_| message.attributes.is_empty());
            let pattern = pattern.and_then(|pattern| written(&pattern, true)).ok_or_else(|| too_much(&id))?;
            if messages.insert(id.clone(), pattern).is_some() {
                return Err(CompileError::Twice { file, id });
            }
        }
    }
    Ok(messages.into_iter().map(|(id, pattern)| format!("{id}{TEXT}{pattern}{END}")).collect())
}

/// `None` for what a phrasebook does not hold: terms, functions, references, and choices within choices.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_of_fluent_than_is_understood_is_refused_by_name() {
        let check = |source: &str, id: &str| {
            let refused = CompileError::TooMuch { file: "words".into(), id: id.into() };
            assert_eq!(compile([("words", source)]), Err(refused), "{source}");
        };
        check("-brand = Doorstep", "brand");
        check("a = { NUMBER($count) }", "a");
        check("a = { $b ->\n    [one] { $c ->\n        [one] x\n       *[other] y\n    }\n   *[other] z\n}", "a");
        check("a = x\n    .title = y", "a");
        assert!(matches!(compile([("words", "a = { ")]), Err(CompileError::Syntax { .. })));
        let twice = compile([("one", "a = x"), ("two", "a = y")]);
        assert_eq!(twice, Err(CompileError::Twice { file: "two".into(), id: "a".into() }));
    }
}
