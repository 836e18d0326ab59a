//! How good a passphrase is, said while it is being chosen.
//! It exists because a vault is as strong as the words that open it, and a meter that lies is worse than none.

/// The fewest characters a passphrase may have.
pub const SHORTEST: usize = 10;

/// What to say about a passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Nothing yet.
    Empty,
    /// Shorter than [`SHORTEST`].
    Short,
    /// Long, but the same few characters again and again, or the person's own name.
    Guessable,
    /// It will do.
    Fair,
    /// Four words or more, or as long as that.
    Strong,
}

impl Strength {
    /// As the style sheet knows it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Short => "short",
            Self::Guessable => "guessable",
            Self::Fair => "fair",
            Self::Strong => "strong",
        }
    }

    /// Of `passphrase`, chosen by somebody called `name`.
    #[must_use]
    pub fn of(passphrase: &str, name: &str) -> Self {
        // Blanks at its ends are not part of it.
        let passphrase = passphrase.trim();
        let length = passphrase.chars().count();
        if length == 0 {
            return Self::Empty;
        }
        if length < SHORTEST {
            return Self::Short;
        }
        let lower = passphrase.to_lowercase();
        let own = name.to_lowercase();
        // What is left of it without the words of one's own name.
        let rest = own
            .split_whitespace()
            .filter(|word| word.len() > 2)
            .fold(lower.clone(), |rest, word| rest.replace(word, ""));
        let new = |(at, letter): &(usize, char)| !letter.is_whitespace() && !rest[..*at].contains(*letter);
        let distinct = rest.char_indices().filter(new).count();
        let runs = rest.chars().zip(rest.chars().skip(1)).filter(|(a, b)| (*a as u32).abs_diff(*b as u32) <= 1).count();
        if distinct < 5 || rest.chars().count() < 6 || runs * 3 > rest.chars().count() * 2 {
            return Self::Guessable;
        }
        let long: Vec<&str> = lower.split_whitespace().filter(|word| word.chars().count() > 2).collect();
        let words = (0..long.len()).filter(|at| !long[..*at].contains(&long[*at])).count();
        if (words >= 4 && distinct >= 8) || (length >= 20 && distinct >= 10) { Self::Strong } else { Self::Fair }
    }

    /// Whether it may be used.
    #[must_use]
    pub fn is_enough(self) -> bool {
        self >= Self::Fair
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_judged_by_what_it_would_take_to_guess_it() {
        for (passphrase, name, expected) in [
            ("", "Amara Okafor", Strength::Empty),
            ("short", "Amara Okafor", Strength::Short),
            ("  kettle  ", "Amara Okafor", Strength::Short),
            ("          ", "Amara Okafor", Strength::Empty),
            ("aaaaaaaaaaaa", "Amara Okafor", Strength::Guessable),
            ("abcdefghijkl", "Amara Okafor", Strength::Guessable),
            ("12345678901", "Amara Okafor", Strength::Guessable),
            ("amaraokafor1", "Amara Okafor", Strength::Guessable),
            ("kettle river", "Amara Okafor", Strength::Fair),
            ("kettle river lamp oat", "Amara Okafor", Strength::Strong),
            ("llave río manzana sombra", "Amara Okafor", Strength::Strong),
            ("Xk3#pq9!mZ2&vw7Lr5$t", "", Strength::Strong),
        ] {
            assert_eq!(Strength::of(passphrase, name), expected, "{passphrase:?}");
        }
    }
}
