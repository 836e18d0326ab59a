//! The part of Today with the cases in which nobody was in touch for longer than their kind allows.

use casework::CaseSummary;
use leptos::prelude::*;

use crate::entity::case_name::case_name;
use crate::entity::packs::pack_of;
use crate::frame::session::session;
use crate::intake::model::days_since;
use crate::note::tab::TAB as NOTES;
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// A case that waits: its address, what it is called, and how long it has waited.
fn waits(case: &CaseSummary) -> Option<(i64, String, String, String)> {
    // A case of no kind has no rhythm; nobody agreed on one.
    let allowed = i64::from(pack_of(Some(case.kind?)).get()?.contact_days);
    let since = days_since(case.last_contact.or(case.opened_at)?.0);
    let words = match case.last_contact {
        Some(_) => t!("contact-days-ago", days = since, allowed = allowed),
        None => t!("contact-never", days = since),
    };
    (since > allowed).then(|| (since - allowed, NOTES.href(case.case), case_name(case), words))
}

/// Cases that wait for a contact, the longest first.
#[component]
pub fn OverdueContacts() -> impl IntoView {
    let session = session();
    let overdue = Memo::new(move |_| {
        let cases = session.cases.read();
        let mut overdue: Vec<_> = cases.iter().filter(|case| case.record.is_some()).filter_map(waits).collect();
        overdue.sort_by_key(|(late, ..)| std::cmp::Reverse(*late));
        overdue
    });
    view! {
        <Show when=move || !overdue.read().is_empty()>
            <section class="section" aria-labelledby="overdue-title">
                <header><h2 id="overdue-title">{t!("contact-overdue")}</h2></header>
                <ul class="card list">
                    <For each=move || overdue.get() key=Clone::clone let:((_, href, name, words))>
                        <li><a class="item plain-icon" href=href><span class="disc soft"><Picture icon=Icon::Clock/></span><div><div class="t" dir="auto">{name}</div><p>{words}</p></div></a></li>
                    </For>
                </ul>
            </section>
        </Show>
    }
}
