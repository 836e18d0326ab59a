//! Opening a case: a name is enough, and under a minute for the rest.
//! The case has its id before anything is stored, so the screen goes there at once.

use casefile::{CaseId, CaseKind};
use casefile::{EntityId, Moment, Private};
use casework::{InCommon, NewCase};
use device::Intent;
use leptos::prelude::*;

use crate::case::links::link;
use crate::case::route::CaseRoute;
use crate::case::summary;
use crate::entity::case_name::case_name;
use crate::frame::queries;
use crate::frame::route::{self, Route};
use crate::frame::scroll_memory::{self, Pane};
use crate::frame::session::{send, session};
use crate::pieces::field::{AreaField, LineField};
use crate::pieces::focus::focus_first_fault;
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::shell::randomness;
use crate::t;

/// Under what the device keeps the form.
const KEPT_AS: &str = "case/new";

/// What was typed and not yet sent. The device keeps it, sealed, with every key.
#[derive(Clone, Copy)]
struct CaseDraft {
    name: RwSignal<String>,
    kind: RwSignal<Option<CaseKind>>,
    safe_contact: RwSignal<String>,
    phone: RwSignal<String>,
    worry: RwSignal<String>,
}

impl CaseDraft {
    /// What was kept of it, or an empty one. It is kept for as long as the component lives.
    fn kept() -> Self {
        let kept = queries::kept_form(KEPT_AS).and_then(|bytes| serde_json::from_slice::<[String; 5]>(&bytes).ok());
        let [name, kind, safe_contact, phone, worry] = kept.unwrap_or_default();
        let draft = Self {
            name: RwSignal::new(name),
            kind: RwSignal::new(kind.parse().ok()),
            safe_contact: RwSignal::new(safe_contact),
            phone: RwSignal::new(phone),
            worry: RwSignal::new(worry),
        };
        Effect::new(move |again: Option<()>| {
            let typed = draft.typed();
            if again.is_some() {
                let is_empty = typed.iter().all(String::is_empty);
                keep(if is_empty { Vec::new() } else { serde_json::to_vec(&typed).unwrap_or_default() });
            }
        });
        draft
    }

    fn typed(self) -> [String; 5] {
        let kind = self.kind.get().map(|kind| kind.as_str().to_owned()).unwrap_or_default();
        [self.name.get(), kind, self.safe_contact.get(), self.phone.get(), self.worry.get()]
    }
}

fn keep(bytes: Vec<u8>) {
    send(Intent::KeepForm { key: KEPT_AS.to_owned(), bytes: Private::new(bytes) });
}

/// What two files have in common, in words.
fn what(common: InCommon) -> String {
    match common {
        InCommon { phone: true, name: true } => t!("case-alike-both"),
        InCommon { phone: true, .. } => t!("case-alike-phone"),
        InCommon { .. } => t!("case-alike-name"),
    }
}

/// The form.
#[component]
pub fn NewCaseForm() -> impl IntoView {
    crate::frame::title::title(&t!("case-new"));
    scroll_memory::screen_drawn();
    let draft = CaseDraft::kept();
    let asked = RwSignal::new(false);
    // Files of the same family that the new one is to be linked with.
    let linked = RwSignal::new(Vec::<CaseId>::new());
    let fault =
        Signal::derive(move || (asked.get() && draft.name.read().trim().is_empty()).then(|| t!("case-name-needed")));
    let session = session();
    // A second file for the same person is easier prevented than merged.
    let alike = Memo::new(move |_| {
        let cases = session.cases.read();
        casework::duplicates(&cases, &draft.name.read(), &draft.phone.read())
            .into_iter()
            .take(5)
            .map(|(case, common)| (case.case, case_name(case), what(common)))
            .collect::<Vec<_>>()
    });
    let send_form = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        asked.set(true);
        if draft.name.read_untracked().trim().is_empty() {
            focus_first_fault();
            return;
        }
        let case = CaseId::random(&mut randomness::source());
        send(casework::new_case(&NewCase {
            case,
            person: EntityId::random(&mut randomness::source()).0,
            now: Moment(when::now()),
            name: draft.name.get_untracked().trim().to_owned(),
            kind: draft.kind.get_untracked(),
            safe_contact: draft.safe_contact.get_untracked().trim().to_owned(),
            phone: draft.phone.get_untracked().trim().to_owned(),
            worry: draft.worry.get_untracked().trim().to_owned(),
        }));
        linked.get_untracked().into_iter().for_each(|other| link(case, other, ""));
        keep(Vec::new());
        route::replace(&CaseRoute::Tab(case, &summary::TAB));
    };
    let kinds = CaseKind::ALL
        .iter()
        .map(|kind| {
            let kind = *kind;
            view! { <option value=kind.as_str() selected=move || draft.kind.get() == Some(kind)>{t!(kind.label())}</option> }
        })
        .collect_view();
    view! {
        <main class="sheet">
            <header class="bar">
                <a href=CaseRoute::List.href() class="icon-btn" aria-label=t!("back")><Picture icon=Icon::Back/></a>
                <h1 tabindex="-1" class="h2">{t!("case-new")}</h1>
            </header>
            <Pane name="new-case" class="sheet-body">
                <form class="fields column" novalidate on:submit=send_form>
                    <LineField id="case-name" label=t!("case-name") hint=t!("case-name-hint") value=draft.name fault first=true/>
                    <Show when=move || !alike.read().is_empty()>
                        <div class="warn amber" role="status">
                            <Picture icon=Icon::Info/>
                            <div>
                                {t!("case-alike")}
                                <ul>{move || alike.get().into_iter().map(|(case, name, common)| view! {
                                    <li>
                                        <a class="btn quiet" href=summary::TAB.href(case)><span dir="auto">{name}</span></a>" "<span class="soft s">{common}</span>" "
                                        <button type="button" class="btn quiet" aria-pressed=move || linked.read().contains(&case).to_string() on:click=move |_| linked.update(|it| if it.contains(&case) { it.retain(|known| *known != case) } else { it.push(case) })>
                                            <Picture icon=Icon::Link/>{move || if linked.read().contains(&case) { t!("case-linked-with-new") } else { t!("case-link-with-new") }}
                                        </button>
                                    </li>
                                }).collect_view()}</ul>
                            </div>
                        </div>
                    </Show>
                    <div class="field">
                        <label for="case-kind">{t!("case-kind")}</label>
                        <select id="case-kind" class="line" on:change=move |event| draft.kind.set(event_target_value(&event).parse().ok())>
                            <option value="">{t!("choose-later")}</option>
                            {kinds}
                        </select>
                    </div>
                    <LineField id="case-safe-contact" label=t!("case-safe-contact") hint=t!("case-safe-contact-hint") value=draft.safe_contact/>
                    <LineField id="case-phone" label=t!("case-phone") value=draft.phone inputmode="tel"/>
                    <AreaField id="case-worry" label=t!("case-worry") hint=t!("case-worry-hint") value=draft.worry/>
                    <div class="row wrap">
                        <button class="btn primary" type="submit">{t!("case-open")}</button>
                        <p class="soft s">{t!("case-open-hint")}</p>
                    </div>
                </form>
            </Pane>
        </main>
    }
}
