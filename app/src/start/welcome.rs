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
        match trust::Invitation::from_code(&pasted.read_untracked()) {
            Ok(invitation) => {
                // An invitation to another relay has to be opened there: the app there speaks to that relay.
                let there = relay_of(&pasted.read_untracked()).map(str::to_owned);
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

/// The origin of the relay in the link to join that stands somewhere in `text`.
fn relay_of(text: &str) -> Option<&str> {
    let end = ["/join#", "/join%23"].iter().find_map(|mark| text.find(mark))?;
    let start = ["https://", "http://"].iter().filter_map(|scheme| text[..end].rfind(scheme)).max()?;
    let origin = &text[start..end];
    (!origin.contains(char::is_whitespace)).then_some(origin)
}

#[cfg(test)]
mod tests {
    use super::relay_of;

    #[test]
    fn the_relay_is_found_in_whatever_was_pasted() {
        for (text, expected) in [
            ("https://http.example.org/join#AQ", Some("https://http.example.org")),
            ("Hello Mateo, see https://example.org: <http://127.0.0.1:8787/join#AQ>.", Some("http://127.0.0.1:8787")),
            ("https://example.org/join%23AQ", Some("https://example.org")),
            ("https://example.org is where to /join#AQ", None),
            ("AQ", None),
        ] {
            assert_eq!(relay_of(text), expected, "{text}");
        }
    }
}
