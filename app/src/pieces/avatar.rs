//! People as small round pictures: initials on a colour of their own.
//! The colour is the same on every device, and never the only sign of who it is.

use device::view::MemberView;
use leptos::prelude::*;

/// The colour classes of people, by their number.
const HUES: [&str; 4] = ["plum", "sky", "amber", "spruce"];

/// The class for a person's colour.
#[must_use]
pub fn hue(number: u8) -> &'static str {
    HUES[usize::from(number) % HUES.len()]
}

/// Up to two letters for a name: of its first and last words. Titles do not count.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut letters = name
        .split_whitespace()
        .filter(|word| {
            !word.ends_with('.') && !matches!(word.to_ascii_lowercase().as_str(), "dr" | "dra" | "ms" | "mr" | "mrs")
        })
        .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = letters.next();
    let last = letters.next_back();
    first.into_iter().chain(last).collect::<String>().to_uppercase()
}

/// A person.
#[component]
pub fn Avatar(
    /// Their name.
    #[prop(into)]
    name: String,
    /// Their colour's number.
    hue_number: u8,
) -> impl IntoView {
    let class = format!("avatar {}", hue(hue_number));
    view! { <span class=class title=name.clone() aria-hidden="true">{initials(&name)}</span> }
}

/// The name of a member, or what to say until it has come.
#[must_use]
pub fn name_of(member: &MemberView) -> String {
    member
        .name
        .as_deref()
        .map(crate::pieces::names::harmless)
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| crate::t!("person-unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_last_words() {
        for (name, expected) in [
            ("Amara Okafor", "AO"),
            ("Dr Maya Osei", "MO"),
            ("Dra. Inés de la Cruz", "IC"),
            ("tove", "T"),
            ("  ", ""),
            ("ß x", "SSX"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
