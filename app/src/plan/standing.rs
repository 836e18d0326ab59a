//! How a plan stands with what was agreed, in a line over it: "Version 3, agreed with Rosa on 12 May; 2 changes since".

use casework::plan_versions::{Oversight, Version};
use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::frame::session::{Session, session};
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::plan::changes::count;
use crate::plan::version::TAB;
use crate::signature::name_of_signer;
use crate::t;

/// The versions of a case's plan, the first one first.
#[must_use]
pub fn versions_of(case: OpenCase) -> Memo<Vec<Version>> {
    Memo::new(move |_| {
        let Some(doc) = case.summary.read().as_ref().map(|case| case.team_doc) else { return Vec::new() };
        documents::track(doc);
        queries::plan_versions(doc)
    })
}

/// Who agreed with a version, as a sentence lists them: the family first, by the names they signed with.
#[must_use]
pub fn agreed_with(session: Session, version: &Version) -> String {
    let family =
        version.agreed().filter(|signature| !signature.name.is_empty()).map(|signature| signature.name.clone());
    let members = version.agreed().filter(|signature| signature.name.is_empty());
    let names: Vec<String> = family.chain(members.map(|signature| name_of_signer(session, signature.signer))).collect();
    when::list(&names)
}

/// "Version 3, agreed with Rosa on 12 May".
#[must_use]
pub fn version_line(session: Session, version: &Version) -> String {
    let who = agreed_with(session, version);
    t!("version-line", number = version.number, who = who, day = when::long_date(version.at.0))
}

/// How far a version was looked over; nothing where nobody was asked.
#[must_use]
pub fn oversight_line(session: Session, oversight: &Oversight) -> Option<String> {
    match oversight {
        Oversight::NotAsked => None,
        Oversight::Asked(asked) => {
            Some(t!("oversight-asked", name = name_of_signer(session, asked.asked), when = when::when(asked.at.0)))
        }
        Oversight::Returned(back) => Some(t!(
            "oversight-returned",
            name = name_of_signer(session, back.signer),
            when = when::when(back.at.0),
            reason = back.reason.clone()
        )),
        Oversight::SignedOff(by) => {
            Some(t!("oversight-signed-off", name = name_of_signer(session, by.signer), when = when::when(by.at.0)))
        }
    }
}

/// The line; nothing while no plan was agreed.
#[component]
pub fn PlanStanding(
    /// Of which case.
    case: OpenCase,
) -> impl IntoView {
    let session = session();
    let versions = versions_of(case);
    let last = Memo::new(move |_| versions.read().last().cloned());
    let doc = Memo::new(move |_| case.summary.read().as_ref().map(|case| case.team_doc));
    // What was changed since is looked for once the plan is on the screen.
    let later = RwSignal::new(false);
    request_animation_frame(move || {
        set_timeout(
            move || {
                later.try_set(true);
            },
            std::time::Duration::ZERO,
        );
    });
    let since = Memo::new(move |_| {
        let (Some(doc), true) = (doc.get(), later.get()) else { return None };
        documents::track_texts(doc);
        let last = last.read();
        last.as_ref().and_then(|version| queries::plan_changes(doc, &version.heads)).map(|changes| count(&changes))
    });
    let words = move |version: &Version| {
        session.members.track();
        match since.get() {
            None | Some(0) => version_line(session, version),
            Some(count) => t!("version-since", version = version_line(session, version), count = count),
        }
    };
    move || {
        last.get().map(|version| {
            let oversight = version.oversight();
            let class = match oversight {
                Oversight::Returned(_) => "chip amber",
                Oversight::SignedOff(_) => "chip spruce",
                _ => "chip",
            };
            let chip =
                oversight_line(session, &oversight).map(|line| view! { <span class=class dir="auto">{line}</span> });
            view! {
                <p class="plan-standing" id="plan-standing">
                    <Picture icon=Icon::Signed/>
                    <a href=TAB.item_href(case.id, version.key.id) dir="auto">{words(&version)}</a>
                    {chip}
                </p>
            }
        })
    }
}
