//! A field to sign in with finger, pen or mouse. Whoever cannot, or does not want to, types their name instead; whoever
//! shows this offers both.

use casefile::shapes::Point;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::pieces::icon::{Icon, Picture};
use crate::signature::strokes::{HEIGHT, path_of};
use crate::t;

/// Points nearer to the last one than this are not kept, in thousandths of the width: a hand trembles less than that.
const NEAR: i32 = 4;

/// Points and strokes at most, a little fewer than a signature can have.
const MOST_POINTS: usize = 3_900;
const MOST_STROKES: usize = 190;

/// Where a pointer is in the field, in thousandths of its width.
#[allow(
    clippy::useless_conversion,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped before"
)]
fn point_of(event: &PointerEvent) -> Option<Point> {
    let field: Element = event.current_target()?.dyn_into().ok()?;
    let place = field.get_bounding_client_rect();
    if place.width() <= 0.0 {
        return None;
    }
    let share = |at: f64| at / place.width() * 1000.0;
    let x = share(f64::from(event.client_x()) - place.left()).clamp(0.0, 1000.0);
    let y = share(f64::from(event.client_y()) - place.top()).clamp(0.0, f64::from(HEIGHT));
    Some(Point { x: x.round() as u16, y: y.round() as u16 })
}

fn is_near(one: Point, other: Point) -> bool {
    let apart = |a: u16, b: u16| i32::from(a) - i32::from(b);
    apart(one.x, other.x).abs() < NEAR && apart(one.y, other.y).abs() < NEAR
}

/// The field.
#[component]
pub fn SignaturePad(
    /// What was drawn.
    strokes: RwSignal<Vec<Vec<Point>>>,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    // Which pointer draws: the palm that rests on the glass does not.
    let drawing = StoredValue::new(None::<i32>);
    let full = Memo::new(move |_| {
        let strokes = strokes.read();
        strokes.len() >= MOST_STROKES || strokes.iter().map(Vec::len).sum::<usize>() >= MOST_POINTS
    });
    let down = move |event: PointerEvent| {
        if event.button() != 0 || drawing.get_value().is_some() || full.get_untracked() {
            return;
        }
        event.prevent_default();
        if let Some(field) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            drop(field.set_pointer_capture(event.pointer_id()));
        }
        if let Some(point) = point_of(&event) {
            drawing.set_value(Some(event.pointer_id()));
            strokes.update(|strokes| strokes.push(vec![point]));
        }
    };
    let movement = move |event: PointerEvent| {
        if drawing.get_value() != Some(event.pointer_id()) || full.get_untracked() {
            return;
        }
        let Some(point) = point_of(&event) else { return };
        let last = strokes.read_untracked().last().and_then(|stroke| stroke.last().copied());
        if last.is_some_and(|last| !is_near(last, point)) {
            strokes.update(|strokes| {
                if let Some(stroke) = strokes.last_mut() {
                    stroke.push(point);
                }
            });
        }
    };
    let up = move |event: PointerEvent| {
        if drawing.get_value() == Some(event.pointer_id()) {
            drawing.set_value(None);
        }
    };
    let lines = move || strokes.read().iter().map(|stroke| view! { <path d=path_of(stroke)/> }).collect_view();
    let empty = Memo::new(move |_| strokes.read().is_empty());
    view! {
        <div class="pad-field">
            <div class="pad-paper" class:empty=move || empty.get()>
                <svg id="signature-pad" viewBox=format!("0 0 1000 {HEIGHT}") role="img" aria-label=move || label.get()
                    on:pointerdown=down on:pointermove=movement on:pointerup=up on:pointercancel=up>
                    {lines}
                </svg>
                <span class="pad-line" aria-hidden="true"></span>
            </div>
            <div class="row wrap">
                <button type="button" class="btn quiet" disabled=move || empty.get() on:click=move |_| strokes.update(|strokes| drop(strokes.pop()))><Picture icon=Icon::Undo/>{t!("pad-back")}</button>
                <button type="button" class="btn quiet" disabled=move || empty.get() on:click=move |_| strokes.set(Vec::new())>{t!("pad-clear")}</button>
                <p class="soft s" role="status">{move || if full.get() { t!("pad-full") } else { String::new() }}</p>
            </div>
        </div>
    }
}
