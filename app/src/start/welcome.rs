//! What Doorstep is, and the three ways in.
//! The first thing a newcomer sees.

use leptos::prelude::*;

use crate::frame::route;
use crate::pieces::field::LineField;
use crate::pieces::icon::{Icon, Picture};
use crate::shell::page;
use crate::start::route::StartRoute;
use crate::t;

/// What Doorstep is, and the three ways in.
#[component]
pub fn Welcome(
    /// Somebody wants to try it on this device.
    on_try: impl Fn() + Clone + Send + 'static,
) -> impl IntoView {
    let pasted = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let pasting = RwSignal::new(false);
    let open = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match trust::Invitation::from_code(pasted.read_untracked().trim()) {
            Ok(invitation) => {
                // An invitation to another relay has to be opened there: the app there speaks to that relay.
                let text = pasted.get_untracked();
                let there =
                    text.trim().split("/join#").next().filter(|origin| origin.starts_with("http")).map(str::to_owned);
                match there.filter(|origin| *origin != page::origin()) {
                    Some(origin) => {
                        drop(window().location().set_href(&format!("{origin}/join#{}", invitation.to_code())))
                    }
                    None => route::go(&StartRoute::Invitation(invitation.to_code())),
                }
            }
            Err(error) => fault.set(Some(crate::start::join::not_an_invitation(error))),
        }
    };
    let open = StoredValue::new_local(open);
    view! {
        <h1 tabindex="-1">{t!("welcome-title")}</h1>
        <p class="lead">{t!("welcome-lead")}</p>
        <ul class="promises">
            <li><Picture icon=Icon::NoSignal/><span>{t!("welcome-offline")}</span></li>
            <li><Picture icon=Icon::Lock/><span>{t!("welcome-sealed")}</span></li>
            <li><Picture icon=Icon::People/><span>{t!("welcome-together")}</span></li>
        </ul>
        <div class="ways">
            <button type="button" class="btn primary" on:click=move |_| on_try()>{t!("welcome-try")}</button>
            <p class="soft s">{t!("welcome-try-hint")}</p>
            <button type="button" class="btn" aria-expanded=move || pasting.get().to_string() on:click=move |_| pasting.update(|it| *it = !*it)>{t!("welcome-invited")}</button>
            <Show when=move || pasting.get()>
                <form class="fields" novalidate on:submit=move |event| open.with_value(|open| open(event))>
                    <LineField id="invitation-link" label=t!("welcome-link") hint=t!("welcome-link-hint") value=pasted fault=fault inputmode="url" first=true/>
                    <button class="btn primary" type="submit">{t!("continue")}</button>
                </form>
            </Show>
            <p class="soft s">{t!("welcome-setup-hint")}</p>
        </div>
    }
}
