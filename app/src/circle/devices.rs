//! The devices I use Doorstep on. One that was lost is shut out from here.

use device::Removal;
use leptos::prelude::*;

use crate::circle::end_access::EndAccess;
use crate::frame::queries;
use crate::frame::session::session;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// The section; nothing where this device is the only one.
#[component]
pub fn MyDevices() -> impl IntoView {
    let session = session();
    let devices = Memo::new(move |_| {
        session.members.track();
        session.lists.track();
        queries::my_devices()
    });
    view! {
        <Show when=move || { devices.read().len() > 1 }>
            <section class="card pad fields" id="my-devices">
                <h2>{t!("devices-mine")}</h2>
                <ul class="list flat">
                    {move || devices.get().into_iter().map(|view| {
                        let name = view.label.clone().unwrap_or_else(|| t!("devices-unnamed"));
                        let end = (!view.this && !view.leaving).then(|| view! {
                            <EndAccess words=t!("devices-lost") title=t!("devices-lost-name", name = name.clone()) what=t!("devices-lost-what") removal=Removal::Device(view.device)/>
                        });
                        view! {
                            <li class="item">
                                <span class="disc soft"><Picture icon=Icon::Lock/></span>
                                <div>
                                    <div class="t" dir="auto">{name.clone()} {view.this.then(|| view! { <span class="soft">" · " {t!("devices-this")}</span> })}</div>
                                    <p>{t!("devices-since", day = when::long_date(view.since.0))}</p>
                                </div>
                                <div class="ends">
                                    {view.leaving.then(|| view! { <span class="chip">{t!("end-access-waits")}</span> })}
                                    {end}
                                </div>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}
