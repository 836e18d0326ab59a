//! Who is starting: what every first form asks, and the recovery kit made for them.
//! Kept while the app runs, so that another language or a look elsewhere loses nothing.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use trust::{RecoveryKit, WordList};
use zeroize::Zeroizing;

use crate::pieces::field::LineField;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::passphrase::Strength;
use crate::pieces::passphrase_field::PassphraseField;
use crate::shell::{assets, randomness};
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
    pub kit_missing: RwSignal<bool>,
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
            kit_missing: RwSignal::new(false),
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
            self.kit_missing.set(kit.is_none());
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
            <Show when=move || self.kit_missing.get()>
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
        let list = WordList::open(assets::kit_words().await?).ok()?;
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
