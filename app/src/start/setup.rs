//! The first minutes: a new workspace, on this device alone or with a relay, or an invitation that was pasted.
//! Nothing is made until the recovery kit is on paper, so that leaving half-way leaves nothing behind.

use device::{FoundWorkspace, Intent};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::frame::auth_layout::AuthLayout;
use crate::frame::route::{self, Home, fragment, host};
use crate::frame::session;
use crate::pieces::field::LineField;
use crate::pieces::focus::focus_first_fault;
use crate::pieces::icon::{Icon, Picture};
use crate::shell::{driver, page};
use crate::start::newcomer::{FreshKit, Newcomer, device_label};
use crate::start::recovery_kit::RecoveryKitStep;
use crate::start::route::StartRoute;
use crate::start::welcome::Welcome;
use crate::t;

#[derive(Clone)]
enum Step {
    Welcome,
    Form,
    Kit,
    Working,
    Failed(String),
}

/// Setting up: `/setup#token` comes straight to the form, with a relay; anything else is welcomed first.
#[component]
pub fn Setup() -> impl IntoView {
    let token = fragment();
    let with_relay = !token.is_empty() && route::parse(&route::path()) == Some(StartRoute::Setup);
    let newcomer: Newcomer = expect_context();
    let workspace = newcomer.workspace;
    let begun = with_relay || newcomer.begun.get_untracked();
    let step = RwSignal::new(if begun { Step::Form } else { Step::Welcome });
    // Of this component, not of the step that makes it: it outlives the form.
    let fresh_kit = StoredValue::new_local(None::<FreshKit>);
    let token = StoredValue::new(with_relay.then_some(token));

    let found = move |kit: FreshKit| {
        step.set(Step::Working);
        spawn_local(async move {
            if let Err(error) = driver::create(newcomer.passphrase.get_untracked()).await {
                step.set(Step::Failed(crate::frame::trouble::of_store(&error)));
                return;
            }
            newcomer.passphrase.set(String::new());
            session::send(Intent::FoundWorkspace(FoundWorkspace {
                name: workspace.get_untracked().trim().to_owned(),
                my_name: newcomer.name.get_untracked().trim().to_owned(),
                profession: newcomer.profession.get_untracked().trim().to_owned(),
                device_label: device_label(),
                kit: kit.kit.keys().public().clone(),
                relay: token.get_value().map(|token| (page::origin(), token)),
            }));
            // The token is spent; neither it nor "setup" stays in the address.
            route::replace(&Home);
        });
    };

    view! {
        <AuthLayout>
            {move || match step.get() {
                Step::Welcome => view! { <Welcome on_try=move || { newcomer.begun.set(true); step.set(Step::Form); }/> }.into_any(),
                Step::Form => {
                    let send = move || {
                        newcomer.asked.set(true);
                        if workspace.read_untracked().trim().is_empty() || !newcomer.is_complete() {
                            focus_first_fault();
                            return;
                        }
                        newcomer.with_kit(move |kit| {
                            fresh_kit.try_set_value(Some(kit));
                            step.try_set(Step::Kit);
                        });
                    };
                    view! { <FoundForm with_relay workspace newcomer on_send=send/> }.into_any()
                }
                Step::Kit => {
                    let Some(kit) = fresh_kit.get_value() else { return ().into_any() };
                    view! {
                        <RecoveryKitStep
                            words=kit.words.clone() name=newcomer.name.get_untracked() workspace=workspace.get_untracked()
                            on_done=move || found(kit.clone()) on_back=move || step.set(Step::Form)
                        />
                    }
                    .into_any()
                }
                Step::Working => view! { <h1 tabindex="-1">{t!("setup-working")}</h1><p class="lead" role="status">{t!("setup-working-hint")}</p> }.into_any(),
                Step::Failed(why) => view! {
                    <h1 tabindex="-1">{t!("setup-failed")}</h1>
                    <p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{why}</span></p>
                    <button type="button" class="btn" on:click=move |_| step.set(Step::Form)>{t!("try-again")}</button>
                }
                .into_any(),
            }}
        </AuthLayout>
    }
}

#[component]
fn FoundForm(
    with_relay: bool,
    workspace: RwSignal<String>,
    newcomer: Newcomer,
    on_send: impl Fn() + 'static,
) -> impl IntoView {
    let fault = Signal::derive(move || {
        (newcomer.asked.get() && workspace.read().trim().is_empty()).then(|| t!("setup-workspace-needed"))
    });
    view! {
        <h1 tabindex="-1">{t!("setup-title")}</h1>
        <p class="lead">{if with_relay { t!("setup-lead-relay", host = host()) } else { t!("setup-lead-alone") }}</p>
        <form class="fields" novalidate on:submit=move |event| { event.prevent_default(); on_send(); }>
            <LineField id="workspace-name" label=t!("setup-workspace") hint=t!("setup-workspace-hint") value=workspace fault autocomplete="organization" first=true/>
            {newcomer.fields(false)}
            <button class="btn primary" type="submit">{t!("continue")}</button>
        </form>
    }
}
