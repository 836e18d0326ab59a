//! Where others are in a text: their cursors with their names, drawn over a textarea only while somebody is there.
//! A textarea holds nothing but text, so an unseen copy of its text behind the same margins gives each cursor its place.

use device::CursorAt;
use device::view::PresenceView;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use wire::DeviceId;

use crate::pieces::avatar::{hue, initials};
use crate::text::binding::{Patch, carried};

/// What is left free on both sides of a name, in pixels.
const ROOM: i32 = 12;

/// Somebody else in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RemotePerson {
    /// Who, as people know them.
    pub name: String,
    /// Their colour's number.
    pub hue: u8,
    /// Whether they wrote a moment ago.
    pub typing: bool,
    /// Where they say they are, in UTF-16 units of the text as they saw it then.
    pub position: u32,
    /// On which device.
    pub device: DeviceId,
}

impl RemotePerson {
    /// Whoever `view` is about, at `at`.
    #[must_use]
    pub fn at(at: &CursorAt, view: &PresenceView, name: String, hue: u8) -> Self {
        Self { name, hue, typing: at.typing, position: at.position, device: view.device }
    }
}

/// A cursor as it is shown: it goes along with the text between two messages about where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    who: RemotePerson,
    at: usize,
}

/// The cursors of others in one text. Cheap to copy; costs nothing while there are none.
#[derive(Clone, Copy)]
pub struct RemoteCursors {
    shown: RwSignal<Vec<Shown>>,
    any: Memo<bool>,
}

impl RemoteCursors {
    /// Those of `others`, who come, go and move.
    #[must_use]
    pub fn of(others: Memo<Vec<RemotePerson>>) -> Self {
        let shown = RwSignal::new(Vec::<Shown>::new());
        Effect::new(move || {
            let others = others.get();
            if !others.is_empty() || !shown.read_untracked().is_empty() {
                shown.update(|shown| *shown = merge(shown, others));
            }
        });
        Self { shown, any: Memo::new(move |_| !shown.read().is_empty()) }
    }

    /// The text was changed by these patches, which are in the textarea already.
    pub fn text_changed(self, patches: &[Patch], mine: bool) {
        if !self.shown.read_untracked().is_empty() {
            self.shown.update(|shown| {
                for cursor in shown {
                    cursor.at = patches.iter().fold(cursor.at, |at, patch| moved(at, patch, mine));
                }
            });
        }
    }

    /// The cursors over `area`.
    pub fn over(self, area: NodeRef<leptos::html::Textarea>) -> impl IntoView {
        let layer = NodeRef::<leptos::html::Div>::new();
        let lines = move || {
            let area = area.get()?;
            let (pieces, rest) = pieces(&area.value(), &self.shown.read());
            let pieces = pieces.into_iter().map(|Piece { before, who, ends_line }| {
                let class = format!("caret {}{}", hue(who.hue), if ends_line { " last" } else { "" });
                let words = if who.typing { who.name } else { initials(&who.name) };
                view! { {before}<span class=class><b>{words}</b></span> }
            });
            // The last line is there even when it is empty.
            Some(view! { {pieces.collect_view()}{format!("{rest}\u{200b}")} })
        };
        Effect::new(move || {
            self.shown.track();
            if let (Some(layer), Some(area)) = (layer.get(), area.get_untracked()) {
                request_animation_frame(move || place_names(&layer, &area));
            }
        });
        view! {
            <Show when=move || self.any.get()>
                <div class="carets" aria-hidden="true" node_ref=layer>{lines}</div>
            </Show>
        }
    }
}

/// Who is there now: whoever has not moved keeps the place to which the text has carried them.
fn merge(before: &[Shown], others: Vec<RemotePerson>) -> Vec<Shown> {
    let mut shown: Vec<Shown> = others
        .into_iter()
        .map(|who| {
            let stayed =
                before.iter().find(|cursor| cursor.who.device == who.device && cursor.who.position == who.position);
            let at = stayed.map_or(who.position as usize, |cursor| cursor.at);
            Shown { who, at }
        })
        .collect();
    shown.sort_by_key(|cursor| cursor.at);
    shown
}

/// Where a cursor of somebody else is after `patch`: what others write where it stands was most likely written there.
fn moved(at: usize, patch: &Patch, mine: bool) -> usize {
    if !mine && (patch.at..=patch.at + patch.delete).contains(&at) {
        patch.at + patch.insert.encode_utf16().count()
    } else {
        carried(at, patch)
    }
}

/// A cursor and what comes before it.
struct Piece {
    /// The text since the cursor before, or since the beginning.
    before: String,
    who: RemotePerson,
    /// Whether nothing follows it in its line.
    ends_line: bool,
}

/// The text in pieces, each up to a cursor, and what is behind the last.
fn pieces(text: &str, cursors: &[Shown]) -> (Vec<Piece>, String) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut from = 0;
    let mut pieces = Vec::with_capacity(cursors.len());
    let mut cursors: Vec<&Shown> = cursors.iter().collect();
    cursors.sort_by_key(|cursor| cursor.at);
    for cursor in cursors {
        // A message may be about a text that is longer than what has come.
        let until = cursor.at.clamp(from, units.len());
        let ends_line = units.get(until).is_none_or(|unit| *unit == u16::from(b'\n'));
        pieces.push(Piece {
            before: String::from_utf16_lossy(&units[from..until]),
            who: cursor.who.clone(),
            ends_line,
        });
        from = until;
    }
    (pieces, String::from_utf16_lossy(&units[from..]))
}

/// Turns each name to where it hides nothing, or least: beside a cursor that ends its line, else over it; under the first
/// line, and to the left near the right edge.
fn place_names(layer: &HtmlElement, area: &HtmlTextAreaElement) {
    drop(layer.style().set_property("translate", &format!("0 {}px", -area.scroll_top())));
    let carets = layer.children();
    for caret in (0..carets.length()).filter_map(|index| carets.item(index)?.dyn_into::<HtmlElement>().ok()) {
        let list = caret.class_list();
        let name = caret.first_element_child().and_then(|name| name.dyn_into::<HtmlElement>().ok());
        let until = caret.offset_left() + name.map_or(0, |name| name.offset_width()) + ROOM;
        drop(list.toggle_with_force("beside", list.contains("last") && until <= layer.offset_width()));
        drop(list.toggle_with_force("low", caret.offset_top() < caret.offset_height()));
        drop(list.toggle_with_force("end", caret.offset_left() * 2 > layer.offset_width()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody(position: u32, device: u8) -> RemotePerson {
        RemotePerson { name: "Mateo".to_owned(), hue: 0, typing: true, position, device: DeviceId([device; 32]) }
    }

    #[track_caller]
    fn check(at: usize, patch: (usize, usize, &str), mine: bool, expected: usize) {
        let patch = Patch { at: patch.0, delete: patch.1, insert: patch.2.to_owned() };
        assert_eq!(moved(at, &patch, mine), expected, "{at} {patch:?} mine: {mine}");
    }

    #[test]
    fn a_cursor_goes_along_with_what_its_owner_writes_and_stays_put_for_mine() {
        check(5, (5, 0, "abc"), false, 8);
        check(5, (5, 0, "abc"), true, 5);
        check(5, (4, 1, ""), false, 4);
        check(5, (2, 0, "abc"), true, 8);
        check(5, (2, 0, "abc"), false, 8);
        check(5, (9, 0, "abc"), false, 5);
        check(5, (3, 4, ""), true, 3);
        check(5, (5, 0, "😀"), false, 7);
    }

    #[test]
    fn a_repeated_message_does_not_take_a_carried_cursor_back() {
        let mut before = merge(&[], vec![somebody(4, 1), somebody(9, 2)]);
        before[0].at = 7;
        let after = merge(&before, vec![somebody(4, 1), somebody(10, 2)]);
        assert_eq!(after.iter().map(|cursor| cursor.at).collect::<Vec<_>>(), [7, 10]);
    }

    #[test]
    fn cursors_cut_the_text_in_pieces_wherever_they_claim_to_be() {
        let cursors = merge(&[], vec![somebody(900, 1), somebody(2, 2), somebody(2, 3)]);
        let (pieces, rest) = pieces("añ😀!", &cursors);
        let before: Vec<(&str, bool)> = pieces.iter().map(|it| (it.before.as_str(), it.ends_line)).collect();
        assert_eq!(before, [("añ", false), ("", false), ("😀!", true)]);
        assert_eq!(rest, "");
    }
}
