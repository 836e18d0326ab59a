//! Opening an invitation: what it is for, who I am, my recovery kit, and then how it goes.
//! Each way an invitation can be no good is said, with what to do about it.

use device::view::{JoinFailure, JoinProgress, Membership};
use device::{Intent, JoinWorkspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use trust::{Invitation, InvitationError};

use crate::frame::auth_layout::AuthLayout;
use crate::frame::route::{self, Home, Route, fragment, host};
use crate::frame::session::{self, session};
use crate::pieces::focus::focus_first_fault;
use crate::pieces::icon::{Icon, Picture};
use crate::shell::{driver, page};
use crate::start::newcomer::{FreshKit, Newcomer, device_label};
use crate::start::recovery_kit::RecoveryKitStep;
use crate::start::route::StartRoute;
use crate::t;

/// Why a text is not an invitation, and what to do.
#[must_use]
pub fn not_an_invitation(error: InvitationError) -> String {
    match error {
        InvitationError::NotAnInvitation => t!("join-not-one"),
        InvitationError::Altered => t!("join-altered"),
        InvitationError::TooNew => t!("join-too-new"),
    }
}

#[derive(Clone)]
enum Step {
    Form,
    Kit,
    Working,
    Failed(String),
}

/// `/join#code`.
#[component]
pub fn Join() -> impl IntoView {
    let newcomer: Newcomer = expect_context();
    let fresh_kit = StoredValue::new_local(None::<FreshKit>);
    let invitation = StoredValue::new_local(Invitation::from_code(&fragment()));
    let step = RwSignal::new(match invitation.with_value(|it| it.as_ref().err().copied()) {
        None => Step::Form,
        Some(error) => Step::Failed(not_an_invitation(error)),
    });
    let join = move |kit: FreshKit| {
        let Some(invitation) = invitation.with_value(|it| it.as_ref().ok().cloned()) else { return };
        step.set(Step::Working);
        spawn_local(async move {
            if let Err(error) = driver::create(newcomer.passphrase.get_untracked()).await {
                step.set(Step::Failed(crate::frame::trouble::of_store(&error)));
                return;
            }
            newcomer.passphrase.set(String::new());
            session::send(Intent::Join(JoinWorkspace {
                invitation,
                relay: page::origin(),
                my_name: newcomer.name.get_untracked().trim().to_owned(),
                profession: newcomer.profession.get_untracked().trim().to_owned(),
                device_label: device_label(),
                kit: kit.kit.keys().public().clone(),
            }));
            // The code is a secret; it does not stay in the address.
            route::replace(&Home);
        });
    };
    view! {
        <AuthLayout>
            {move || match step.get() {
                Step::Form => {
                    let send = move |event: web_sys::SubmitEvent| {
                        event.prevent_default();
                        newcomer.asked.set(true);
                        if !newcomer.is_complete() {
                            focus_first_fault();
                            return;
                        }
                        newcomer.with_kit(move |kit| {
                            fresh_kit.try_set_value(Some(kit));
                            step.try_set(Step::Kit);
                        });
                    };
                    view! {
                        <h1 tabindex="-1">{t!("join-title")}</h1>
                        <p class="lead">{t!("join-lead", host = host())}</p>
                        <form class="fields" novalidate on:submit=send>
                            {newcomer.fields(true)}
                            <button class="btn primary" type="submit">{t!("continue")}</button>
                        </form>
                    }
                    .into_any()
                }
                Step::Kit => {
                    let Some(kit) = fresh_kit.get_value() else { return ().into_any() };
                    view! {
                        <RecoveryKitStep
                            words=kit.words.clone() name=newcomer.name.get_untracked() workspace=String::new()
                            on_done=move || join(kit.clone()) on_back=move || step.set(Step::Form)
                        />
                    }
                    .into_any()
                }
                Step::Working => view! {
                    <h1 tabindex="-1">{t!("join-working")}</h1>
                    <p class="lead" role="status">{t!("join-connecting")}</p>
                }
                .into_any(),
                Step::Failed(why) => view! {
                    <h1 tabindex="-1">{t!("join-failed")}</h1>
                    <p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{why}</span></p>
                    <a class="btn" href=StartRoute::Setup.href()>{t!("join-other-way")}</a>
                }
                .into_any(),
            }}
        </AuthLayout>
    }
}

/// How joining goes, once the device has begun: also after a reload.
#[component]
pub fn Joining() -> impl IntoView {
    let membership = session().membership;
    let progress = move || match membership.get() {
        Membership::Joining(progress) => progress,
        _ => JoinProgress::Connecting,
    };
    view! {
            <AuthLayout>
                {move || match progress() {
                    JoinProgress::Failed(failure) => view! {
                        <h1 tabindex="-1">{t!("join-failed")}</h1>
                        <p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{match failure {
                            JoinFailure::Used => t!("join-used"),
                            JoinFailure::Expired => t!("join-expired"),
                            JoinFailure::Altered => t!("join-altered"),
                            JoinFailure::UnknownWorkspace => t!("join-unknown"),
                            JoinFailure::Withdrawn => t!("join-withdrawn"),
                        }}</span></p>
    <a class="btn primary" href=StartRoute::Setup.href()>{t!("join-start-over")}</a>
                    }
                    .into_any(),
                    going => {
                        let words = match going {
                            JoinProgress::Entering => t!("join-entering"),
                            JoinProgress::NoSignal => t!("join-no-signal"),
                            _ => t!("join-connecting"),
                        };
                        view! {
                            <h1 tabindex="-1">{t!("join-working")}</h1>
                            <p class="lead" role="status">{words}</p>
                            <button type="button" class="btn" on:click=move |_| session::send(Intent::Retry)>{t!("queue-retry")}</button>
                        }
                        .into_any()
                    }
                }}
            </AuthLayout>
        }
}
