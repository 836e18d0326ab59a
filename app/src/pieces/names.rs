//! Names as they are shown: without letters that cannot be seen, and without those that turn the direction of everything
//! behind them. Whoever chose a name cannot make other words on the screen say something else.

/// A name made harmless. What joins letters, as Persian and Hindi are spelled with, stays between letters that it joins.
#[must_use]
pub fn harmless(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let joins = |letter: Option<&char>| letter.is_some_and(|letter| !letter.is_ascii() && !is_unseen(*letter));
    let mut shown = String::with_capacity(name.len());
    for (at, letter) in letters.iter().enumerate() {
        let between = || at > 0 && joins(letters.get(at - 1)) && joins(letters.get(at + 1));
        match letter {
            '\u{200c}' | '\u{200d}' if between() => shown.push(*letter),
            letter if letter.is_control() => shown.push(' '),
            letter if is_unseen(*letter) => {}
            letter => shown.push(*letter),
        }
    }
    shown
}

/// Zero-width letters, marks, embeddings, overrides and isolates of direction, and what else of the kind there is.
const fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_cannot_be_seen_or_turns_the_direction_does_not_come_with_a_name() {
        for unseen in
            ["\u{200b}", "\u{200e}", "\u{200f}", "\u{202a}", "\u{202e}", "\u{2066}", "\u{2069}", "\u{feff}", "\u{ad}"]
        {
            assert_eq!(harmless(&format!("{unseen}Ana{unseen} Ruiz{unseen}")), "Ana Ruiz", "{unseen:?}");
        }
        assert_eq!(harmless("Ana\nRuiz\t"), "Ana Ruiz ");
        assert_eq!(harmless("Ana\u{200d}Ruiz"), "AnaRuiz");
    }

    #[test]
    fn names_of_every_writing_stay_as_they_are_spelled() {
        for name in
            ["Łukasz O’Brien", "小明", "محمد", "שרה", "Señora Núñez", "می\u{200c}خواهم", "👩\u{200d}👧", "क्\u{200d}ष"]
        {
            assert_eq!(harmless(name), name);
        }
    }
}
