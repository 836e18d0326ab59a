//! The first minutes: a new workspace, on this device alone or with a relay, or an invitation that was pasted.
//! Nothing is made until the recovery kit is on paper, so that leaving half-way leaves nothing behind.

use std::rc::Rc;

use device::{FoundWorkspace, Intent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use trust::{RecoveryKit, WordList};
use zeroize::Zeroizing;

use super::address;
use super::field::{LineField, PassphraseField, focus_first_fault};
use super::icon::{Icon, Mark, Picture};
use super::live::{Show, live};
use super::passphrase::Strength;
use super::preferences::{LanguageMissing, preferences};
use super::recovery_kit::RecoveryKitStep;
use super::text::Language;
use super::{desk, place};
use crate::shell::{driver, page, randomness, words};
use crate::t;

/// Who is starting: what every first form asks. Kept by `App`, so that another language loses nothing.
#[derive(Clone, Copy)]
pub struct Newcomer {
    /// What their workspace is to be called, if they start one.
    pub workspace: RwSignal<String>,
    /// Whether they chose to start one.
    pub begun: RwSignal<bool>,
    /// Their own name.
    pub name: RwSignal<String>,
    /// Their profession, in their words.
    pub profession: RwSignal<String>,
    /// The passphrase of this device.
    pub passphrase: RwSignal<String>,
    /// Whether the form was sent once, so that what is wrong may be said.
    pub asked: RwSignal<bool>,
    /// Whether no recovery kit could be made when it was sent.
    pub kitless: RwSignal<bool>,
    /// Whether one is being made.
    making_kit: StoredValue<bool>,
}

impl Newcomer {
    /// Nothing filled in.
    #[must_use]
    pub fn new() -> Self {
        Self {
            workspace: RwSignal::default(),
            begun: RwSignal::new(false),
            name: RwSignal::default(),
            profession: RwSignal::default(),
            passphrase: RwSignal::default(),
            asked: RwSignal::new(false),
            kitless: RwSignal::new(false),
            making_kit: StoredValue::new(false),
        }
    }

    /// Whether it can be used as it is.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let name = self.name.get_untracked();
        !name.trim().is_empty() && Strength::of(&self.passphrase.get_untracked(), &name).is_enough()
    }

    /// Makes a recovery kit, and goes on with it; says so if that cannot be done now. One at a time: a second one must
    /// not take the place of the one that is being printed.
    pub fn with_kit(self, go_on: impl FnOnce(FreshKit) + 'static) {
        if self.making_kit.get_value() {
            return;
        }
        self.making_kit.set_value(true);
        spawn_local(async move {
            let kit = FreshKit::make().await;
            self.making_kit.set_value(false);
            self.kitless.set(kit.is_none());
            if let Some(kit) = kit {
                go_on(kit);
            }
        });
    }

    /// The fields.
    pub fn fields(self, first: bool) -> impl IntoView {
        let fault = move |wrong: bool, words: String| (self.asked.get() && wrong).then_some(words);
        let name_fault = Signal::derive(move || fault(self.name.read().trim().is_empty(), t!("newcomer-name-needed")));
        let passphrase_fault = Signal::derive(move || {
            let enough = Strength::of(&self.passphrase.read(), &self.name.read()).is_enough();
            fault(!enough, t!("passphrase-needed"))
        });
        view! {
            <LineField id="my-name" label=t!("newcomer-name") hint=t!("newcomer-name-hint") value=self.name fault=name_fault autocomplete="name" first=first/>
            <LineField id="my-profession" label=t!("newcomer-profession") hint=t!("newcomer-profession-hint") value=self.profession autocomplete="organization-title"/>
            <PassphraseField id="my-passphrase" label=t!("newcomer-passphrase") hint=t!("newcomer-passphrase-hint") value=self.passphrase new_for=Signal::derive(move || self.name.get()) fault=passphrase_fault/>
            <Show when=move || self.kitless.get()>
                <p class="warn" role="alert"><Picture icon=Icon::Warning/><span>{t!("kit-missing")}</span></p>
            </Show>
        }
    }
}

impl Default for Newcomer {
    fn default() -> Self {
        Self::new()
    }
}

/// A recovery kit that was made and is not yet confirmed.
#[derive(Clone)]
pub struct FreshKit {
    /// The kit.
    pub kit: Rc<RecoveryKit>,
    /// Its words, in order, with blanks between.
    pub words: Zeroizing<String>,
}

impl FreshKit {
    /// A new one. `None` if the words that kits are made of cannot be had now.
    pub async fn make() -> Option<Self> {
        let list = WordList::open(words::kit().await?).ok()?;
        let kit = Rc::new(RecoveryKit::random(&mut randomness::source()));
        Some(Self { words: Zeroizing::new(kit.words(&list).join(" ")), kit })
    }
}

/// What others see this device called, until its owner says otherwise.
#[must_use]
pub fn device_label() -> String {
    let agent = window().navigator().user_agent().unwrap_or_default();
    let touch = window().navigator().max_touch_points() > 1;
    if agent.contains("iPad")
        || (agent.contains("Android") && !agent.contains("Mobile"))
        || (agent.contains("Macintosh") && touch)
    {
        t!("device-tablet")
    } else if agent.contains("iPhone") || agent.contains("Mobile") {
        t!("device-phone")
    } else {
        t!("device-computer")
    }
}

/// The part of the address that no server sees.
#[must_use]
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// The page around every first form: mark, language, one column.
#[component]
pub fn Threshold(children: Children) -> impl IntoView {
    place::arrive();
    let preferences = preferences();
    let languages = Language::ALL
        .into_iter()
        .map(|language| {
            let current = move || (preferences.language.get() == language).then_some("true");
            view! {
                <button type="button" class="btn quiet" lang=language.tag() aria-current=current
                    on:click=move |_| preferences.choose_language(language)>{language.own_name()}</button>
            }
        })
        .collect_view();
    view! {
        <div class="threshold">
            <header class="row apart">
                <span class="row"><Mark/><strong>"Doorstep"</strong></span>
                <nav class="row" aria-label=t!("language")>{languages}</nav>
            </header>
            <LanguageMissing/>
            <main class="column">{children()}</main>
        </div>
    }
}

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
    let with_relay = !token.is_empty() && window().location().pathname().is_ok_and(|path| path == "/setup");
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
                step.set(Step::Failed(super::trouble::of_store(&error)));
                return;
            }
            newcomer.passphrase.set(String::new());
            desk::send_when_ready(Intent::FoundWorkspace(FoundWorkspace {
                name: workspace.get_untracked().trim().to_owned(),
                my_name: newcomer.name.get_untracked().trim().to_owned(),
                profession: newcomer.profession.get_untracked().trim().to_owned(),
                device_label: device_label(),
                kit: kit.kit.keys().public().clone(),
                relay: token.get_value().map(|token| (page::origin(), token)),
            }));
            // The token is spent; neither it nor "setup" stays in the address.
            address::replace("/");
        });
    };

    view! {
        <Threshold>
            {live(move || match step.get() {
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
            })}
        </Threshold>
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

/// The relay's host, as people know it.
#[must_use]
pub fn host() -> String {
    window().location().host().unwrap_or_default()
}

/// What Doorstep is, and the three ways in.
#[component]
fn Welcome(on_try: impl Fn() + Clone + Send + 'static) -> impl IntoView {
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
                    None => address::go(&format!("/join#{}", invitation.to_code())),
                }
            }
            Err(error) => fault.set(Some(super::join::not_an_invitation(error))),
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
