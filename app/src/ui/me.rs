//! Me: who I am to others, how the app looks and locks, what it shares through, and what it is.
//! One surface in sections; each choice holds at once.

use casefile::EntityKey;
use casefile::form;
use device::Intent;
use device::view::{LinkState, Membership};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::address;
use super::answer::AnswerField;
use super::desk::{self, desk, send};
use super::dialog::Dialog;
use super::field::{LineField, PassphraseField, Segments};
use super::icon::{Icon, Picture};
use super::idle::minutes_words;
use super::live::{Show, derived, effect, live};
use super::passphrase::Strength;
use super::person::{Avatar, name_of};
use super::place::{self, Pane};
use super::preferences::{LOCK_AFTER, LanguageMissing, Theme, preferences};
use super::queue::StateChip;
use super::sharing::{InviteForm, OpenInvitations, role_words};
use super::text::Language;
use super::{source, when};
use crate::shell::{driver, install, page, words};
use crate::t;

/// The screen.
#[component]
pub fn Me() -> impl IntoView {
    super::frame::title(&t!("nav-me"));
    place::arrive();
    let desk = desk();
    view! {
        <main class="sheet">
            <header class="bar">
                {live(move || desk.me().map(|me| view! { <Avatar name=name_of(&me) hue_number=me.hue/> }))}
                <div class="bar-words">
                    <h1 tabindex="-1" class="h2">{live(move || desk.me().map(|me| name_of(&me)).unwrap_or_else(|| t!("nav-me")))}</h1>
                    <div class="soft s">{live(move || { desk.lists.track(); source::workspace_name() })}</div>
                </div>
                <StateChip/>
            </header>
            <Pane name="me" class="sheet-body">
                <div class="column wide">
                    <LockSection/>
                    <Looks/>
                    <Profile/>
                    <Relay/>
                    <Team/>
                    <ThisDevice/>
                    <About/>
                </div>
            </Pane>
        </main>
    }
}

#[component]
fn LockSection() -> impl IntoView {
    let preferences = preferences();
    let failed = RwSignal::new(false);
    let changing = RwSignal::new(false);
    view! {
        <section class="card pad fields">
            <h2>{t!("me-lock")}</h2>
            <div class="row wrap">
                <button type="button" class="btn primary" on:click=move |_| spawn_local(async move {
                    place::hold();
                    let locked = driver::lock().await;
                    failed.try_set(!locked);
                })><Picture icon=Icon::Lock/>{t!("me-lock-now")}</button>
                <button type="button" class="btn" on:click=move |_| changing.set(true)><Picture icon=Icon::Key/>{t!("me-passphrase")}</button>
            </div>
            <Show when=move || failed.get()><p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{t!("me-lock-failed")}</span></p></Show>
            <div class="field">
                <label for="lock-after">{t!("me-lock-after")}</label>
                <select id="lock-after" class="line narrow" on:change=move |event| {
                    if let Ok(minutes) = event_target_value(&event).parse() {
                        preferences.lock_after.set(minutes);
                    }
                }>
                    {LOCK_AFTER.into_iter().map(|minutes| view! {
                        <option value=minutes.to_string() selected=move || preferences.lock_after.get() == minutes>{minutes_words(minutes)}</option>
                    }).collect_view()}
                </select>
            </div>
            <Dialog open=changing title=t!("me-passphrase")><ChangePassphrase done=changing/></Dialog>
        </section>
    }
}

#[component]
fn ChangePassphrase(done: RwSignal<bool>) -> impl IntoView {
    let desk = desk();
    let passphrase = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let name = Signal::derive(move || desk.me().map(|me| name_of(&me)).unwrap_or_default());
    let change = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !Strength::of(&passphrase.read_untracked(), &name.get_untracked()).is_enough() {
            fault.set(Some(t!("passphrase-needed")));
            return;
        }
        spawn_local(async move {
            match driver::create(passphrase.get_untracked()).await {
                Ok(()) => drop(done.try_set(false)),
                Err(error) => drop(fault.try_set(Some(super::trouble::of_store(&error)))),
            }
        });
    };
    view! {
        <form class="fields" novalidate on:submit=change>
            <PassphraseField id="new-passphrase" label=t!("me-passphrase-new") hint=t!("newcomer-passphrase-hint") value=passphrase new_for=name fault first=true/>
            <button class="btn primary" type="submit">{t!("me-passphrase-change")}</button>
        </form>
    }
}

#[component]
fn Looks() -> impl IntoView {
    let preferences = preferences();
    let languages = Language::ALL.into_iter().map(|language| (language, language.own_name().to_owned())).collect();
    let words = |theme| match theme {
        Theme::Auto => t!("theme-auto"),
        Theme::Light => t!("theme-light"),
        Theme::Dark => t!("theme-dark"),
    };
    let themes = Theme::ALL.into_iter().map(|theme| (theme, words(theme))).collect();
    view! {
        <section class="card pad fields">
            <h2>{t!("me-looks")}</h2>
            <div class="field"><span class="label">{t!("language")}</span>
                <Segments name="language" label=t!("language") options=languages chosen=preferences.language on_choose=move |language| preferences.choose_language(language)/>
                <LanguageMissing/>
            </div>
            <div class="field"><span class="label">{t!("theme")}</span>
                <Segments name="theme" label=t!("theme") options=themes chosen=preferences.theme on_choose=move |theme| preferences.theme.set(theme)/>
            </div>
            <label class="tick">
                <input id="shortcuts" type="checkbox" prop:checked=move || preferences.shortcuts.get() on:change=move |event| preferences.shortcuts.set(event_target_checked(&event))/>
                <span>{t!("me-shortcuts")}<br/><span class="soft s">{t!("me-shortcuts-hint")}</span></span>
            </label>
        </section>
    }
}

/// My name and profession, as others see them.
#[component]
fn Profile() -> impl IntoView {
    let desk = desk();
    let here = derived(move || {
        desk.lists.track();
        let me = match desk.membership.get() {
            Membership::Member { me, .. } => me,
            _ => return None,
        };
        Some((source::workspace_doc()?, EntityKey::member(me.0)))
    });
    view! {
        <section class="card pad fields">
            <h2>{t!("me-profile")}</h2>
            <p class="soft">{t!("me-profile-hint")}</p>
            {live(move || here.get().map(|(doc, entity)| {
                desk::look_at(doc);
                let presence = desk::presence(doc);
                let ready = derived(move || { desk::track_document(doc); source::is_open(doc) });
                view! {
                    <Show when=move || ready.get()>
                        <div class="fields two">{form::member().iter().map(|spec| view! { <AnswerField doc entity spec=*spec presence/> }).collect_view()}</div>
                    </Show>
                }
            }))}
        </section>
    }
}

/// A set-up link that was opened on a device which already has a workspace: kept until it is used under "Relay".
#[derive(Clone, Copy)]
pub struct RelayLink(pub RwSignal<String>);

/// `/setup#token` for somebody who is in: their workspace may be connected to that relay.
#[component]
pub fn SetupLink() -> impl IntoView {
    let token = super::setup::fragment();
    if !token.is_empty() {
        let RelayLink(link) = expect_context();
        link.set(format!("{}/setup#{token}", page::origin()));
    }
    let to = if token.is_empty() { "/" } else { "/me#relay" };
    effect(move || address::replace(to));
}

/// What this workspace shares through.
#[component]
fn Relay() -> impl IntoView {
    let desk = desk();
    let relay = derived(move || match desk.membership.get() {
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
                    <div><dt>{t!("relay-address")}</dt><dd>{live(move || relay.get())}</dd></div>
                    <div><dt>{t!("relay-now")}</dt><dd>{live(move || match desk.status.read().link {
                        LinkState::NoRelay => t!("relay-state-none"),
                        LinkState::Offline => t!("relay-state-offline"),
                        LinkState::Connecting => t!("relay-state-connecting"),
                        LinkState::Online => t!("relay-state-online"),
                    })}</dd></div>
                    {live(move || desk.status.read().last_shared.map(|at| view! { <div><dt>{t!("relay-last")}</dt><dd title=when::exactly(at.0)>{when::when(at.0)}</dd></div> }))}
                </dl>
            </Show>
        </section>
    }
}

/// Everybody in the workspace.
#[component]
fn Team() -> impl IntoView {
    let desk = desk();
    let inviting = RwSignal::new(false);
    let may_invite = derived(move || desk.me().is_some_and(|me| me.role != trust::MemberRole::Partner));
    view! {
        <section class="card pad fields">
            <div class="row apart">
                <h2>{t!("me-team")}</h2>
                <Show when=move || may_invite.get()>
                    <button type="button" class="btn" on:click=move |_| inviting.set(true)><Picture icon=Icon::Invite/>{t!("sharing-invite")}</button>
                </Show>
            </div>
            <ul class="list flat">
                {live(move || desk.members.get().into_iter().filter(|member| member.joined).map(|member| {
                    let name = name_of(&member);
                    view! {
                        <li class="item">
                            <Avatar name=name.clone() hue_number=member.hue/>
                            <div><div class="t">{name} {member.me.then(|| view! { <span class="soft">" · " {t!("you")}</span> })}</div><p>{member.profession.clone().unwrap_or_default()}</p></div>
                            <span class="chip">{role_words(member.role)}</span>
                        </li>
                    }
                }).collect_view())}
            </ul>
            <OpenInvitations/>
            <Dialog open=inviting title=t!("invite-title")><InviteForm case=None/></Dialog>
        </section>
    }
}

#[component]
fn ThisDevice() -> impl IntoView {
    let storage = RwSignal::new(None::<(bool, String)>);
    spawn_local(async move {
        let found = install::storage().await;
        let used =
            found.used.map(|bytes| t!("megabytes", count = (bytes / 1_048_576.0).ceil() as u64)).unwrap_or_default();
        storage.try_set(Some((found.kept, used)));
    });
    let checked = RwSignal::new(false);
    view! {
        <section class="card pad fields">
            <h2>{t!("me-device")}</h2>
            <p>{if install::installed() { t!("device-installed") } else { t!("device-install") }}</p>
            {live(move || storage.get().map(|(kept, used)| view! {
                <dl class="facts-list">
                    <div><dt>{t!("device-storage")}</dt><dd>{if kept { t!("device-kept") } else { t!("device-not-kept") }}</dd></div>
                    <div><dt>{t!("device-used")}</dt><dd>{used}</dd></div>
                </dl>
            }))}
            <div class="row wrap">
                <button type="button" class="btn" on:click=move |_| { driver::check_for_update(); checked.set(true); }><Picture icon=Icon::Update/>{t!("device-check")}</button>
                <span class="soft s" role="status">{live(move || if checked.get() { t!("device-checking") } else { String::new() })}</span>
            </div>
            <p class="soft">{t!("me-kit")}</p>
        </section>
    }
}

#[component]
fn About() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <section class="card pad fields">
            <h2>{t!("me-about")}</h2>
            <p class="soft">{t!("about-version", version = env!("CARGO_PKG_VERSION"), host = page::origin())}</p>
            <button type="button" class="btn" on:click=move |_| open.set(true)>{t!("about-licences")}</button>
            <Dialog open=open title=t!("about-licences")><Licences/></Dialog>
        </section>
    }
}

#[component]
fn Licences() -> impl IntoView {
    let text = RwSignal::new(None);
    spawn_local(async move {
        let licences = words::licences().await;
        text.try_set(Some(licences));
    });
    live(move || {
        text.get().map(|text| match text {
        Some(text) => view! { <pre class="licences" lang="en">{text}</pre> }.into_any(),
        None => view! { <p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{t!("licences-missing")}</span></p> }.into_any(),
    })
    })
}
