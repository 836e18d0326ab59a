//! Opening an invitation: what it is for, who I am, my recovery kit, and then how it goes.
//! Each way an invitation can be no good is said, with what to do about it.

use device::view::{JoinFailure, JoinProgress, Membership};
use device::{Intent, JoinWorkspace};
use leptos::prelude::*;
use leptos::task::spawn_local;
use trust::{Invitation, InvitationError};

use super::address;
use super::desk::{self, desk};
use super::field::focus_first_fault;
use super::icon::{Icon, Picture};
use super::live::live;
use super::recovery_kit::RecoveryKitStep;
use super::setup::{FreshKit, Newcomer, Threshold, device_label, fragment, host};
use crate::shell::{driver, page};
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
                step.set(Step::Failed(super::trouble::of_store(&error)));
                return;
            }
            newcomer.passphrase.set(String::new());
            desk::send_when_ready(Intent::Join(JoinWorkspace {
                invitation,
                relay: page::origin(),
                my_name: newcomer.name.get_untracked().trim().to_owned(),
                profession: newcomer.profession.get_untracked().trim().to_owned(),
                device_label: device_label(),
                kit: kit.kit.keys().public().clone(),
            }));
            // The code is a secret; it does not stay in the address.
            address::replace("/");
        });
    };
    view! {
        <Threshold>
            {live(move || match step.get() {
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
                    <a class="btn" href="/setup">{t!("join-other-way")}</a>
                }
                .into_any(),
            })}
        </Threshold>
    }
}

/// `/join#code` for somebody who is in: this device belongs to a workspace already.
#[component]
pub fn AlreadyIn() -> impl IntoView {
    super::place::arrive();
    view! {
        <main class="pane page">
            <div class="empty">
                <h1 tabindex="-1" class="h2">{t!("join-already")}</h1>
                <p class="soft">{t!("join-already-hint", workspace = super::source::workspace_name())}</p>
                <a class="btn primary" href="/">{t!("nav-today")}</a>
            </div>
        </main>
    }
}

/// How joining goes, once the device has begun: also after a reload.
#[component]
pub fn Joining() -> impl IntoView {
    let membership = desk().membership;
    let progress = move || match membership.get() {
        Membership::Joining(progress) => progress,
        _ => JoinProgress::Connecting,
    };
    view! {
            <Threshold>
                {live(move || match progress() {
                    JoinProgress::Failed(failure) => view! {
                        <h1 tabindex="-1">{t!("join-failed")}</h1>
                        <p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{match failure {
                            JoinFailure::Used => t!("join-used"),
                            JoinFailure::Expired => t!("join-expired"),
                            JoinFailure::Altered => t!("join-altered"),
                            JoinFailure::UnknownWorkspace => t!("join-unknown"),
                            JoinFailure::Withdrawn => t!("join-withdrawn"),
                        }}</span></p>
    <a class="btn primary" href="/setup">{t!("join-start-over")}</a>
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
                            <button type="button" class="btn" on:click=move |_| desk::send(Intent::Retry)>{t!("queue-retry")}</button>
                        }
                        .into_any()
                    }
                })}
            </Threshold>
        }
}
