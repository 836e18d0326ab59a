//! What is said of people: what they are to the client, how old they are, and all of it in sentences.

use casefile::{Bond, EntityId, Field, PersonRole, RelationshipKind as Kind, Row};
use casework::{Kin, ties_of};

use crate::entity::reference::row_title;
use crate::people::family::Family;
use crate::pieces::when;
use crate::t;

/// What somebody is called, in full.
#[must_use]
pub fn full_name(row: &Row) -> String {
    let named = [Field::PREFERRED_NAME, Field::LEGAL_NAME].iter().any(|field| !row.text(*field).trim().is_empty());
    if named { row_title(row) } else { t!("person-untitled") }
}

/// What somebody of a family is called by the others: the first of their names.
#[must_use]
pub fn first_name(row: &Row) -> String {
    let full = full_name(row);
    full.split_whitespace().next().map_or_else(|| full.clone(), str::to_owned)
}

/// The word of their sign, for messages that differ by it.
#[must_use]
pub fn sign_of(row: &Row) -> &str {
    match row.text(Field::GENOGRAM_SIGN) {
        "" => "unknown",
        sign => sign,
    }
}

/// How old they are, as a number.
#[must_use]
pub fn years(row: &Row) -> Option<u32> {
    when::age(row.text(Field::BIRTH_DATE)).filter(|_| row.text(Field::DIED).is_empty())
}

/// "Mother", "Elena’s mother", "Class teacher": what somebody is in this case.
#[must_use]
pub fn what(family: &Family, row: &Row) -> String {
    let role = row.choice::<PersonRole>(Field::ROLE);
    let kin = family.kin(row.key.id).and_then(|tie| {
        let of = family.person(tie.of)?;
        Some(t!("kin-of", name = first_name(of), kin = kin_word(tie.kin, sign_of(row))))
    });
    let role = role.filter(|role| kin.is_none() || *role == PersonRole::Client).map(|role| t!(role.label()));
    let occupation = row.text(Field::OCCUPATION).trim();
    let occupation = (!occupation.is_empty()).then(|| occupation.to_owned());
    let parts: Vec<String> = role.or(kin).into_iter().chain(occupation).collect();
    parts.join(" · ")
}

/// "mother", "former husband": the word for what somebody with this sign is.
#[must_use]
pub fn kin_word(kin: Kin, sign: &str) -> String {
    let sign = sign.to_owned();
    match kin {
        Kin::Is(Kind::Partner) | Kin::Has(Kind::Partner) => t!("kin-partner"),
        Kin::Is(Kind::Married) | Kin::Has(Kind::Married) => t!("kin-married", sign = sign),
        Kin::Is(Kind::Separated) | Kin::Has(Kind::Separated) => t!("kin-separated"),
        Kin::Is(Kind::Divorced) | Kin::Has(Kind::Divorced) => t!("kin-divorced", sign = sign),
        Kin::Is(Kind::Sibling) | Kin::Has(Kind::Sibling) => t!("kin-sibling", sign = sign),
        Kin::Is(Kind::Other) | Kin::Has(Kind::Other) => t!("kin-other"),
        Kin::Is(Kind::Parent) => t!("kin-parent", sign = sign),
        Kin::Is(Kind::AdoptiveParent) => t!("kin-adoptive-parent", sign = sign),
        Kin::Is(Kind::FosterParent) => t!("kin-foster-parent", sign = sign),
        Kin::Is(Kind::Guardian) => t!("kin-guardian", sign = sign),
        Kin::Is(Kind::Carer) => t!("kin-carer", sign = sign),
        Kin::Is(Kind::Grandparent) => t!("kin-grandparent", sign = sign),
        Kin::Has(Kind::Parent) => t!("kin-child", sign = sign),
        Kin::Has(Kind::AdoptiveParent) => t!("kin-adopted-child", sign = sign),
        Kin::Has(Kind::FosterParent) => t!("kin-foster-child", sign = sign),
        Kin::Has(Kind::Guardian) => t!("kin-ward"),
        Kin::Has(Kind::Carer) => t!("kin-cared-for"),
        Kin::Has(Kind::Grandparent) => t!("kin-grandchild", sign = sign),
    }
}

/// "Elena, 34, mother of Mateo and Sol; separated from Daniel": somebody as a sentence.
#[must_use]
pub fn sentence(family: &Family, person: EntityId) -> String {
    let Some(row) = family.person(person) else { return String::new() };
    let mut head = vec![full_name(row)];
    head.extend(years(row).map(|years| years.to_string()));
    let died = row.text(Field::DIED);
    if !died.is_empty() {
        head.push(t!("genogram-died", day = when::birth_date(died)));
    }
    let ties = family.ties();
    let mut said: Vec<(Kin, Vec<String>)> = Vec::new();
    for tie in ties_of(person, &ties) {
        let Some(of) = family.person(tie.of) else { continue };
        let name = first_name(of);
        match said.iter_mut().find(|(kin, _)| kin_word(*kin, "unknown") == kin_word(tie.kin, "unknown")) {
            Some((_, names)) if !names.contains(&name) => names.push(name),
            Some(_) => {}
            None => said.push((tie.kin, vec![name])),
        }
    }
    let mut parts: Vec<String> = said
        .iter()
        .map(|(kin, names)| t!("kin-of-all", kin = kin_word(*kin, sign_of(row)), names = when::list(names)))
        .collect();
    let mut head = head.join(", ");
    if !parts.is_empty() {
        head = format!("{head}, {}", parts.remove(0));
    }
    parts.extend(family.relationships.iter().filter_map(|relationship| {
        let (from, to) = (relationship.text(Field::FROM).parse().ok()?, relationship.text(Field::TO).parse().ok()?);
        let other: EntityId = if person == from { to } else { (person == to).then_some(from)? };
        let bond: Bond = relationship.choice(Field::BOND)?;
        Some(t!("bond-with", bond = t!(bond.label()), name = first_name(family.person(other)?)))
    }));
    std::iter::once(head).chain(parts).collect::<Vec<_>>().join("; ")
}

/// "Rosa: mother of Elena": a relationship as a sentence.
#[must_use]
pub fn tie_words(family: &Family, relationship: &Row) -> String {
    let person = |field: Field| relationship.text(field).parse().ok().and_then(|id| family.person(id));
    let name = |row: Option<&Row>| row.map_or_else(|| t!("reference-unknown"), first_name);
    let (from, to) = (person(Field::FROM), person(Field::TO));
    let kind = relationship.choice(Field::KIND).unwrap_or(Kind::Other);
    let kin = kin_word(Kin::Is(kind), from.map_or("unknown", sign_of));
    t!("tie-words", from = name(from), kin = kin, to = name(to))
}

/// "since 2016", "2016 to 2024": how long something lasted.
#[must_use]
pub fn lasted(row: &Row) -> String {
    match (row.text(Field::SINCE), row.text(Field::UNTIL)) {
        ("", "") => String::new(),
        (since, "") => t!("lasted-since", day = when::birth_date(since)),
        ("", until) => t!("lasted-until", day = when::birth_date(until)),
        (since, until) => t!("lasted-from-to", since = when::birth_date(since), until = when::birth_date(until)),
    }
}
