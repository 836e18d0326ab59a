//! How somebody is reached: their numbers and addresses, each with the rule for using it safely right beside it.

use casefile::{CaseId, ContactWayKind, EntityId, EntityKey, EntityKind, Field, Row};
use casework::safety::Address;
use leptos::prelude::*;

use crate::entity::screens::at_address;
use crate::people::family::Family;
use crate::people::piece::{Piece, Pieces};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// Where a tap on a number or address leads.
fn href(kind: Option<ContactWayKind>, reach: &str) -> Option<String> {
    let number = || reach.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    let to = match kind? {
        ContactWayKind::Phone | ContactWayKind::Mobile => format!("tel:{}", number()),
        ContactWayKind::Message => format!("sms:{}", number()),
        ContactWayKind::Email if reach.contains('@') => format!("mailto:{}", reach.trim()),
        ContactWayKind::Email | ContactWayKind::Letter | ContactWayKind::Visit => return None,
    };
    (to.len() > 4).then_some(to)
}

/// The rule beside a number: its own, or the person's.
#[component]
fn Rule(
    /// What it says.
    #[prop(into)]
    rule: Signal<String>,
) -> impl IntoView {
    view! {
        <Show when=move || !rule.read().is_empty()>
            <p class="rule" dir="auto"><Picture icon=Icon::SafeContact/><span><span class="unseen">{t!("safe-contact")} ": "</span>{move || rule.get()}</span></p>
        </Show>
    }
}

/// The ways to reach somebody.
#[component]
pub fn Ways(
    /// In which case.
    case: CaseId,
    /// Everybody.
    family: Memo<Family>,
    /// Who.
    person: EntityId,
    /// What the pieces of the page share.
    pieces: Pieces,
) -> impl IntoView {
    let row = Memo::new(move |_| family.read().person(person).cloned());
    let own = move |field: Field| row.read().as_ref().map(|row| row.text(field).trim().to_owned()).unwrap_or_default();
    let rule = Signal::derive(move || own(Field::SAFE_CONTACT));
    let ways = Memo::new(move |_| {
        let mine = person.to_string();
        let family = family.read();
        let mut ways: Vec<&Row> = family.ways.iter().filter(|way| way.text(Field::PERSON) == mine).collect();
        ways.sort_by_key(|way| !way.value(Field::PREFERRED).is_yes());
        ways.into_iter().map(|way| way.key).collect::<Vec<_>>()
    });
    let plain = move |field: Field, kind: ContactWayKind| {
        let reach = Memo::new(move |_| own(field));
        view! {
            <Show when=move || !reach.read().is_empty()>
                <li class="item plain">
                    <div>
                        <a class="t reach" href=move || href(Some(kind), &reach.read()) dir="auto">{move || reach.get()}</a>
                        <Rule rule/>
                    </div>
                </li>
            </Show>
        }
    };
    let add = move |_| pieces.begin(EntityKind::CONTACT_WAY, person);
    view! {
        <section class="section">
            <header><h3>{t!("ways")}</h3><button type="button" class="btn quiet" on:click=add><Picture icon=Icon::Plus/>{t!("way-add")}</button></header>
            <ul class="card list">
                {plain(Field::PHONE, ContactWayKind::Phone)}
                {plain(Field::EMAIL, ContactWayKind::Email)}
                <For each=move || ways.get() key=|key| key.id let:entity><li><Way case family entity rule pieces/></li></For>
            </ul>
        </section>
    }
}

#[component]
fn Way(case: CaseId, family: Memo<Family>, entity: EntityKey, rule: Signal<String>, pieces: Pieces) -> impl IntoView {
    let way = Memo::new(move |_| family.read().ways.iter().find(|way| way.key == entity).cloned());
    let says = move |of: fn(&Row) -> String| way.read().as_ref().map(of).unwrap_or_default();
    let reach = Memo::new(move |_| says(|way| way.text(Field::REACH).trim().to_owned()));
    let kind = Memo::new(move |_| way.read().as_ref().and_then(|way| way.choice::<ContactWayKind>(Field::KIND)));
    let own = Signal::derive(move || {
        let own = says(|way| way.text(Field::SAFE_CONTACT).trim().to_owned());
        if own.is_empty() { rule.get() } else { own }
    });
    let preferred = move || way.read().as_ref().is_some_and(|way| way.value(Field::PREFERRED).is_yes());
    let what = Signal::derive(move || if reach.read().is_empty() { t!("noun-contact-way") } else { reach.get() });
    view! {
        <Piece pieces entity what>
            <a class="t reach" href=move || href(kind.get(), &reach.read()) dir="auto">{move || what.get()}</a>
            <p class="row tight wrap">
                {move || kind.get().map(|kind| view! { <span>{t!(kind.label())}</span> })}
                <Show when=preferred><span class="chip spruce">{t!("way-preferred")}</span></Show>
            </p>
            <Rule rule=own/>
        </Piece>
        <Show when=move || matches!(kind.get(), Some(ContactWayKind::Letter | ContactWayKind::Visit))>{at_address(case, Address::Way(entity.id))}</Show>
    }
}
