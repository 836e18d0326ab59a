//! What this workspace shares through, and the set-up link that connects it.
//! A workspace begun on one device alone can be connected later.

use device::Intent;
use device::view::{ConnectionState, Membership};
use leptos::prelude::*;

use crate::frame::route::{self, Home, Route};
use crate::frame::session::{send, session};
use crate::me::route::MeRoute;
use crate::pieces::field::LineField;
use crate::pieces::when;
use crate::shell::page;
use crate::t;

/// A set-up link that was opened on a device which already has a workspace: kept until it is used under "Relay".
#[derive(Clone, Copy)]
pub struct RelayLink(pub RwSignal<String>);

/// `/setup#token` for somebody who is in: their workspace may be connected to that relay.
#[component]
pub fn SetupLink() -> impl IntoView {
    let token = crate::frame::route::fragment();
    if !token.is_empty() {
        let RelayLink(link) = expect_context();
        link.set(format!("{}/setup#{token}", page::origin()));
    }
    let to: &dyn Route = if token.is_empty() { &Home } else { &MeRoute::Relay };
    Effect::new(move || route::replace(to));
}

/// What this workspace shares through.
#[component]
pub fn Relay() -> impl IntoView {
    let session = session();
    let relay = Memo::new(move |_| match session.membership.get() {
        Membership::Member { relay, .. } => relay,
        _ => None,
    });
    let RelayLink(link) = expect_context();
    let fault = RwSignal::new(None::<String>);
    let connect = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        // The link that a relay prints when it is set up: its address, and a token only the first workspace can use.
        let text = link.get_untracked();
        match text.trim().split_once("/setup#") {
            Some((origin, token)) if origin.starts_with("http") && !token.is_empty() => {
                fault.set(None);
                send(Intent::Connect { relay: origin.to_owned(), setup_token: Some(token.to_owned()) });
                // The token is spent.
                link.set(String::new());
            }
            _ => fault.set(Some(t!("relay-link-wrong"))),
        }
    };
    let connect = StoredValue::new_local(connect);
    view! {
        <section class="card pad fields" id="relay">
            <h2>{t!("me-relay")}</h2>
            <Show when=move || relay.read().is_some()
                fallback=move || view! {
                    <p class="soft">{t!("relay-none")}</p>
                    <form class="fields" novalidate on:submit=move |event| connect.with_value(|connect| connect(event))>
                        <LineField id="relay-link" label=t!("relay-link") hint=t!("relay-link-hint") value=link fault=fault inputmode="url"/>
                        <button class="btn primary" type="submit">{t!("relay-connect")}</button>
                    </form>
                }
            >
                <dl class="facts-list">
                    <div><dt>{t!("relay-address")}</dt><dd>{move || relay.get()}</dd></div>
                    <div><dt>{t!("relay-now")}</dt><dd>{move || match session.status.read().connection {
                        ConnectionState::NoRelay => t!("relay-state-none"),
                        ConnectionState::Offline => t!("relay-state-offline"),
                        ConnectionState::Connecting => t!("relay-state-connecting"),
                        ConnectionState::Online => t!("relay-state-online"),
                    }}</dd></div>
                    {move || session.status.read().last_shared.map(|at| view! { <div><dt>{t!("relay-last")}</dt><dd title=when::exactly(at.0)>{when::when(at.0)}</dd></div> })}
                </dl>
            </Show>
        </section>
    }
}
