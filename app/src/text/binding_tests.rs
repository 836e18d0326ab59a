//! What the binding promises, by example and by a few thousand random meetings of two people.
//! The random ones hold the textarea against an independent model of the document.

use super::*;

fn patch(at: usize, delete: usize, insert: &str) -> Patch {
    Patch { at, delete, insert: insert.to_owned() }
}

fn apply(text: &str, patches: &[Patch]) -> String {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    for patch in patches {
        assert!(patch.at + patch.delete <= units.len(), "{patch:?} lies outside of {text:?}");
        splice(&mut units, patch.at, patch.delete, &patch.insert.encode_utf16().collect::<Vec<_>>());
    }
    String::from_utf16(&units).unwrap()
}

/// `|` is the caret in what the textarea holds after the input.
#[track_caller]
fn check(old: &str, new: &str, expected: &[Patch]) {
    let caret = new.find('|').map_or(0, |at| new[..at].encode_utf16().count());
    let new = new.replace('|', "");
    let mut binding = TextBinding::new(old);
    let patches = binding.typed(&new, caret);
    assert_eq!(patches, expected);
    assert_eq!(apply(old, &patches), new);
    assert_eq!(binding.shown(), new);
}

#[test]
fn typing_is_one_insertion_where_the_caret_is() {
    check("", "a|", &[patch(0, 0, "a")]);
    check("Flat warm", "Flat warm and| ", &[patch(9, 0, " and ")]);
    check("aaa", "aa|aa", &[patch(1, 0, "a")]);
    check("aaa", "aaaa|", &[patch(3, 0, "a")]);
    check("a\n\nb", "a\n|\n\nb", &[patch(1, 0, "\n")]);
}

#[test]
fn a_letter_put_in_is_taken_at_its_word_only_where_nothing_else_can_have_changed() {
    let check = |before: &str, data: &str, caret: usize, length: usize, after: Option<&str>| {
        let mut binding = TextBinding::new(before);
        let patch = binding.inserted(data, caret, length);
        assert_eq!(patch.map(|patch| apply(before, &[patch])).as_deref(), after, "{before} {data} {caret} {length}");
        assert_eq!(binding.shown(), after.unwrap_or(before));
    };
    check("the door", "r", 9, 9, Some("the doorr"));
    check("the door", "X", 1, 9, Some("Xthe door"));
    check("a😀b", "😀", 5, 6, Some("a😀😀b"));
    // A selection was replaced, or autocorrect was at work: the length tells.
    check("the door", "r", 8, 8, None);
    check("the door", "r", 5, 5, None);
    check("the door", "", 4, 8, None);
    check("the door", "rr", 1, 10, None);
    check("the door", "r", 11, 9, None);
}

#[test]
fn deleting_is_one_deletion_where_the_caret_is() {
    check("aaaa", "a|aa", &[patch(1, 1, "")]);
    check("aaab", "|aab", &[patch(0, 1, "")]);
    check("one two", "|", &[patch(0, 7, "")]);
}

#[test]
fn pasting_over_a_selection_and_autocorrect_are_one_replacement() {
    check("teh cat", "the| cat", &[patch(1, 2, "he")]);
    check("one two three", "one 2| three", &[patch(4, 3, "2")]);
}

#[test]
fn nothing_changed_is_nothing_to_do() {
    check("same", "same|", &[]);
}

#[test]
fn a_caret_that_misleads_still_gives_the_right_text() {
    check("one two three", "|one TWO three", &[patch(4, 3, "TWO")]);
    check("abc", "abXc|", &[patch(2, 0, "X")]);
}

#[test]
fn surrogate_pairs_are_never_split() {
    check("a😀b", "a😁|b", &[patch(1, 2, "😁")]);
    check("😀", "😀😀|", &[patch(2, 0, "😀")]);
    check("😀😀", "😀|", &[patch(2, 2, "")]);
    check("x𝒜y", "x𝒜|𝒜y", &[patch(1, 0, "𝒜")]);
    check("👩🏽‍🎓", "👩🏿‍🎓|", &[patch(2, 2, "🏿")]);
}

#[test]
fn others_words_are_shown_at_once_while_nobody_composes() {
    let mut binding = TextBinding::new("one three");
    let patches = [patch(4, 0, "two ")];
    assert_eq!(binding.apply(&patches, false), patches);
    assert_eq!(binding.shown(), "one two three");
    assert_eq!(binding.typed("one two three!", 14), [patch(13, 0, "!")]);
}

#[test]
fn an_input_method_is_left_alone_and_its_text_lands_in_the_right_place() {
    let mut binding = TextBinding::new("nights are quieter");
    assert!(binding.typed("nights are に quieter", 12).len() == 1);
    assert!(binding.apply(&[patch(0, 0, "The ")], true).is_empty());
    assert!(binding.is_holding());
    // The composition goes on in the textarea's own positions; the document gets them moved.
    assert_eq!(binding.typed("nights are にほ quieter", 13), [patch(16, 0, "ほ")]);
    let shown = apply("nights are にほ quieter", &binding.release());
    assert_eq!(shown, "The nights are にほ quieter");
    assert_eq!(binding.shown(), shown);
    assert!(!binding.is_holding());
}

#[test]
fn what_others_wrote_inside_a_replaced_stretch_survives() {
    let mut binding = TextBinding::new("one two");
    assert!(binding.apply(&[patch(3, 0, " and a half")], true).is_empty());
    let patches = binding.typed("1", 1);
    assert_eq!(apply("one and a half two", &patches), "1 and a half");
    assert_eq!(apply("1", &binding.release()), "1 and a half");
}

#[test]
fn what_others_deleted_is_not_deleted_twice() {
    let mut binding = TextBinding::new("abcdef");
    assert!(binding.apply(&[patch(1, 4, "")], true).is_empty());
    let patches = binding.typed("af", 1);
    assert!(patches.is_empty(), "{patches:?}");
    assert!(apply("af", &binding.release()) == "af");
}

#[test]
fn a_caret_is_carried_by_others_changes() {
    for (position, change, expected) in [
        (5, patch(0, 0, "ab"), 7),
        (5, patch(5, 0, "ab"), 5),
        (5, patch(6, 3, ""), 5),
        (5, patch(0, 5, ""), 0),
        (5, patch(3, 4, "x"), 3),
        (5, patch(2, 3, "xyz"), 5),
        (2, patch(0, 0, "😀"), 4),
    ] {
        assert_eq!(carried(position, &change), expected, "{position} {change:?}");
    }
}

#[test]
fn my_own_undo_puts_the_caret_behind_it() {
    assert_eq!(end_of(&[patch(3, 2, ""), patch(7, 0, "ab")]), Some(9));
    assert_eq!(end_of(&[]), None);
}

/// A small generator, so that a failure can be repeated from its number.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

fn random_patch(dice: &mut Dice, text: &str) -> Patch {
    let letters: Vec<char> = text.chars().collect();
    let from = dice.roll(letters.len() + 1);
    let until = from + dice.roll((letters.len() - from).min(4) + 1);
    let units = |range: &[char]| range.iter().map(|letter| letter.len_utf16()).sum::<usize>();
    let insert: String = (0..dice.roll(4)).map(|_| ['a', 'b', '😀', '\n', 'é'][dice.roll(5)]).collect();
    patch(units(&letters[..from]), units(&letters[from..until]), &insert)
}

#[test]
fn textarea_and_document_agree_after_any_meeting() {
    for seed in 0..3000 {
        let mut dice = Dice(seed);
        let mut document = "one 😀 two".to_owned();
        let mut textarea = document.clone();
        let mut binding = TextBinding::new(&document);
        let mut composing = false;
        for _ in 0..12 {
            match dice.roll(5) {
                0 if composing => {
                    composing = false;
                    textarea = apply(&textarea, &binding.release());
                    assert_eq!(textarea, document, "seed {seed}");
                }
                0 => composing = true,
                1 | 2 => {
                    let local = random_patch(&mut dice, &textarea);
                    let caret = local.at + local.insert.encode_utf16().count();
                    textarea = apply(&textarea, &[local]);
                    document = apply(&document, &binding.typed(&textarea, caret));
                }
                _ => {
                    let remote = random_patch(&mut dice, &document);
                    document = apply(&document, std::slice::from_ref(&remote));
                    textarea = apply(&textarea, &binding.apply(&[remote], composing));
                }
            }
            assert_eq!(binding.shown(), textarea, "seed {seed}");
        }
        textarea = apply(&textarea, &binding.release());
        assert_eq!(textarea, document, "seed {seed}");
    }
}
