//! `docs/PROTOCOL.md` names everything that is on the wire or in a document, with the values that the source has.
//! Its list of kinds and fields is made from their descriptions: `DOORSTEP_WRITE_VECTORS=1 cargo test -p tests --test protocol`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use casefile::{Field, SCHEMA, Shape};
use wire::Refusal;
use wire::limits::MAX_CIPHERTEXT;

const BEGIN: &str = "<!-- kinds: made by `DOORSTEP_WRITE_VECTORS=1 cargo test -p tests --test protocol` -->\n";
const END: &str = "<!-- end of kinds -->";

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/PROTOCOL.md")
}

fn protocol() -> String {
    std::fs::read_to_string(path()).unwrap()
}

#[test]
fn every_type_of_which_there_are_vectors_is_named() {
    let protocol = protocol();
    let words: BTreeSet<&str> = protocol.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let names: BTreeSet<&str> =
        include_str!("../vectors/encodings.txt").lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.len() > 20);
    for name in names {
        for part in name.split(['<', '>']).filter(|part| !part.is_empty()) {
            // Frames are listed by who sends them.
            let heading = match part {
                "ClientFrame" => "from a device, choice",
                "RelayFrame" => "from the relay, choice",
                _ => "",
            };
            assert!(words.contains(part) || (!heading.is_empty() && protocol.contains(heading)), "{part} is not named");
        }
    }
}

#[test]
fn every_limit_stands_there_with_its_value() {
    let protocol = protocol();
    let limits = include_str!("../../crates/wire/src/limits.rs");
    let mut values: Vec<(&str, u64)> = Vec::new();
    for line in limits.lines().filter_map(|line| line.strip_prefix("pub const ")) {
        let (name, rest) = line.split_once(':').unwrap();
        let (_, value) = rest.trim_end_matches(';').split_once('=').unwrap();
        let number = |word: &str| match values.iter().find(|(known, _)| *known == word) {
            Some((_, value)) => *value,
            None => word.replace('_', "").parse().unwrap(),
        };
        // Sums of products are all there is.
        let value = value.split('+').map(|sum| sum.split('*').map(|word| number(word.trim())).product::<u64>()).sum();
        values.push((name, value));
    }
    assert!(values.len() > 20);
    for (name, value) in values {
        let digits = value.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
        let row = format!("| `{name}` | {} |", groups.join(","));
        assert!(protocol.contains(&row), "{row} is missing");
    }
}

#[test]
fn every_refusal_stands_there_with_its_number_and_the_code_that_closes_a_connection() {
    use Refusal::*;
    let protocol = protocol();
    let all = [
        Malformed,
        TooLarge,
        BadSignature,
        UnknownWorkspace,
        UnknownDevice,
        Revoked,
        InvitationUsed,
        InvitationExpired,
        BadSetupToken,
        UnknownCircle,
        NotAllowed,
        StaleHead,
        UnknownHead,
        Gap { have: 0 },
        Forked { have: 0 },
        RuleBroken,
        StorageFailed,
        Busy,
        NotNow,
        GoingAway,
        TryLater { after: 0 },
        OtherOrigin,
    ];
    for (number, refusal) in all.into_iter().enumerate() {
        assert_eq!(wire::to_cbor(&refusal)[1], u8::try_from(number).unwrap(), "{refusal:?}: all of them, in order");
        let name = format!("{refusal:?}");
        let name = name.split(' ').next().unwrap();
        assert!(protocol.lines().any(|line| line.starts_with(&format!("| {number} | {name}"))), "{number} {name}");
        let code = format!("| {} |", refusal.close_code());
        assert!(protocol.lines().any(|line| line.starts_with(&code)), "{code}");
    }
    let beyond = wire::from_cbor::<Refusal>(&[0x82, 22, 0x80]);
    assert!(beyond.is_err(), "and there are no others");
}

#[test]
fn the_largest_record_is_as_large_as_it_says() {
    let largest = (0..MAX_CIPHERTEXT).rev().map(trust::padding::padded_len).find(|len| len + 16 <= MAX_CIPHERTEXT);
    assert_eq!(largest, Some(3_080_192));
    assert!(protocol().contains("3,080,208: 3,080,192 bytes packed, of which 3,080,183 are body"));
}

fn shape(shape: Shape) -> String {
    let words =
        |options: &[casefile::schema::OneOf]| options.iter().map(|one| one.word).collect::<Vec<_>>().join(" · ");
    match shape {
        Shape::Choice(options) => format!("Choice ({})", words(options)),
        Shape::Choices(options) => format!("Choices ({})", words(options)),
        Shape::Number(unit) => format!("Number ({unit:?})").replace(" (One)", ""),
        Shape::Reference(kind) => format!("Reference ({})", kind.as_str()),
        Shape::References(kind) => format!("References ({})", kind.as_str()),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_kind_and_field_stands_there_with_its_shape() {
    let mut made = String::from("\n| kind | in | fields |\n| --- | --- | --- |\n");
    for noun in SCHEMA.nouns {
        let fields: Vec<String> = noun
            .fields
            .iter()
            .filter(|spec| ![Field::CREATED_AT, Field::ARCHIVED].contains(&spec.field))
            .map(|spec| format!("`{}`: {}", spec.field.as_str(), shape(spec.shape)))
            .collect();
        let home = if noun.kind == casefile::EntityKind::DOC { "every document" } else { noun.home.as_str() };
        writeln!(made, "| `{}` | {home} | {} |", noun.kind.as_str(), fields.join("; ")).unwrap();
    }
    made.push('\n');
    let protocol = protocol();
    let (before, rest) = protocol.split_once(BEGIN).unwrap();
    let (kept, after) = rest.split_once(END).unwrap();
    if std::env::var_os("DOORSTEP_WRITE_VECTORS").is_some() {
        std::fs::write(path(), format!("{before}{BEGIN}{made}{END}{after}")).unwrap();
    } else {
        assert_eq!(kept, made, "make it anew: {BEGIN}");
    }
    for noun in SCHEMA.nouns {
        for spec in noun.fields {
            let shape = format!("{:?}", spec.shape);
            let name = shape.split('(').next().unwrap();
            assert!(protocol.lines().any(|line| line.starts_with('|') && line.contains(name)), "{name}");
        }
    }
}
