//! A new version is ready: said calmly, taken when it suits.
//! Nothing reloads by itself; what is being written is stored first.

use leptos::prelude::*;

use crate::pieces::icon::{Icon, Picture};
use crate::shell::driver;
use crate::t;

/// The banner, once there is something to say.
#[component]
pub fn UpdateBanner() -> impl IntoView {
    let ready = RwSignal::new(driver::update_ready());
    let later = RwSignal::new(false);
    driver::on_update(move || {
        ready.try_set(true);
    });
    view! {
        <div role="status">
            <Show when=move || ready.get() && !later.get()>
                <div class="banner">
                    <span class="row"><Picture icon=Icon::Update/>{t!("update-ready")}</span>
                    <span class="row">
                        <button type="button" class="btn quiet" on:click=move |_| later.set(true)>{t!("later")}</button>
                        <button type="button" class="btn primary" on:click=move |_| driver::take_update()>{t!("update-take")}</button>
                    </span>
                </div>
            </Show>
        </div>
    }
}
