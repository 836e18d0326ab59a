//! The sign of a person, as in the genogram, with their age in it: a square, a circle, a diamond; the client's is double.
//! Whoever works with the client has a disc with their initials instead.

use casefile::{Field, PersonRole, Row};
use leptos::prelude::*;

use crate::people::family::Group;
use crate::people::words::{full_name, sign_of, years};
use crate::pieces::avatar::Avatar;

/// A shape of the size that is wanted, around a middle.
#[must_use]
pub fn outline(sign: &str, x: i32, y: i32, half: i32) -> AnyView {
    let (x, y, half) = (f64::from(x), f64::from(y), f64::from(half));
    match sign {
        "man" => view! { <rect x=x - half y=y - half width=2.0 * half height=2.0 * half/> }.into_any(),
        "woman" => view! { <circle cx=x cy=y r=half/> }.into_any(),
        _ => {
            let half = half * 1.18;
            let points = format!("{},{y} {x},{} {},{y} {x},{}", x - half, y - half, x + half, y + half);
            view! { <polygon points=points/> }.into_any()
        }
    }
}

/// Somebody's sign in a list.
#[must_use]
pub fn sign(row: &Row) -> AnyView {
    if matches!(Group::of(row), Group::Around | Group::Professional) {
        let hue_number = row.key.id.0[0] % 4;
        return view! { <Avatar name=full_name(row) hue_number/> }.into_any();
    }
    let client = row.choice(Field::ROLE) == Some(PersonRole::Client);
    let word = sign_of(row);
    let dead = !row.text(Field::DIED).is_empty();
    let age = years(row).map(|years| years.to_string());
    let inner = client.then(|| outline(word, 22, 22, 13));
    view! {
        <svg class="sign" viewBox="0 0 44 44" aria-hidden="true">
            <g>{outline(word, 22, 22, 17)}</g>
            <g>{inner}</g>
            <g>{dead.then(|| view! { <path d="M8 8 36 36M36 8 8 36"/> })}</g>
            <text x="22" y="27" text-anchor="middle">{age.filter(|_| !dead)}</text>
        </svg>
    }
    .into_any()
}
