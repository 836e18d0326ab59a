//! What the state chip opens: what waits, case by case, and what needs a person.
//! Each problem says what happened, what is safe and what to do.

use device::Intent;
use device::view::{ConnectionState, Problem, ProblemKind, QuarantineReason};
use leptos::prelude::*;

use crate::frame::queries;
use crate::frame::saved::Standing;
use crate::frame::session::{send, session};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;

/// What waits.
#[component]
pub fn Queue() -> impl IntoView {
    let session = session();
    let status = session.status;
    let rows = move || {
        status.track();
        let rows = queries::queue();
        // Without a relay nothing waits: there is nobody to share with.
        if status.read().connection == ConnectionState::NoRelay {
            return ().into_any();
        }
        if rows.is_empty() {
            return view! { <p class="soft">{t!("queue-empty")}</p> }.into_any();
        }
        let rows = rows
            .into_iter()
            .map(|row| {
                let name = if row.case.is_some() { row.name.into_inner() } else { t!("queue-workspace") };
                view! {
                    <li class="item plain">
                        <span class="t" dir="auto">{name}</span>
                        <span class="chip">{t!("queue-changes", count = row.waiting)}</span>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="card list">{rows}</ul> }.into_any()
    };
    view! {
        <p>{move || match Standing::of(&status.read()) {
            Standing::Unsaved => t!("queue-unsaved"),
            Standing::Saving => t!("queue-saving"),
            Standing::Alone => t!("queue-no-relay"),
            Standing::Shared => t!("queue-shared"),
            Standing::Refused => t!("queue-refused"),
            Standing::Offline => t!("queue-offline"),
            Standing::Connecting => t!("queue-connecting"),
            Standing::Sharing => t!("queue-online"),
        }}</p>
        {rows}
        {move || status.read().last_shared.map(|at| view! {
            <p class="soft s">{t!("queue-last-shared", when = when::when(at.0))}</p>
        })}
        <Show when=move || matches!(status.read().connection, ConnectionState::Offline | ConnectionState::Connecting)>
            <button type="button" class="btn" on:click=move |_| send(Intent::Retry)>
                <Picture icon=Icon::Update/>{t!("queue-retry")}
            </button>
        </Show>
        {move || {
            let problems = status.read().problems.clone();
            (!problems.is_empty()).then(|| view! {
                <section class="fields">
                    <h3>{t!("queue-problems")}</h3>
                    {problems.into_iter().map(|problem| view! { <Trouble problem/> }).collect_view()}
                </section>
            })
        }}
    }
}

/// One problem: what happened, what is safe, what to do.
#[component]
fn Trouble(problem: Problem) -> impl IntoView {
    let number = problem.number;
    view! {
        <div class="conflict">
            <h3><Picture icon=Icon::Warning/>{title(&problem.kind)}</h3>
            <p>{what_to_do(&problem.kind)}</p>
            <p class="soft s" title=when::exactly(problem.at.0)>{when::when(problem.at.0)}</p>
            <button type="button" class="btn" on:click=move |_| send(Intent::Dismiss { problem: number })>{t!("problem-seen")}</button>
        </div>
    }
}

fn title(kind: &ProblemKind) -> String {
    match kind {
        ProblemKind::StorageFull => t!("problem-full"),
        ProblemKind::StorageLost => t!("problem-lost"),
        ProblemKind::StorageUnavailable => t!("problem-unavailable"),
        ProblemKind::StorageErased => t!("problem-erased"),
        ProblemKind::Damaged { .. } => t!("problem-damaged"),
        ProblemKind::Quarantined { .. } => t!("problem-aside"),
        ProblemKind::RelayRewound => t!("problem-rewound"),
        ProblemKind::RelayForked => t!("problem-forked"),
        ProblemKind::Refused { .. } => t!("problem-refused"),
        ProblemKind::Removed => t!("problem-removed"),
    }
}

fn what_to_do(kind: &ProblemKind) -> String {
    match kind {
        ProblemKind::StorageFull => t!("problem-full-do"),
        ProblemKind::StorageLost => t!("problem-lost-do"),
        ProblemKind::StorageUnavailable => t!("problem-unavailable-do"),
        ProblemKind::StorageErased => t!("problem-erased-do"),
        ProblemKind::Damaged { repaired: true } => t!("problem-damaged-repaired"),
        ProblemKind::Damaged { repaired: false } => t!("problem-damaged-do"),
        ProblemKind::Quarantined { why, .. } => t!("problem-aside-do", why = aside(*why)),
        ProblemKind::RelayRewound => t!("problem-rewound-do"),
        ProblemKind::RelayForked => t!("problem-forked-do"),
        ProblemKind::Refused { .. } => t!("problem-refused-do"),
        ProblemKind::Removed => t!("problem-removed-do"),
    }
}

fn aside(why: QuarantineReason) -> String {
    match why {
        QuarantineReason::Malformed | QuarantineReason::BadChanges => t!("aside-malformed"),
        QuarantineReason::UnknownDevice => t!("aside-unknown-device"),
        QuarantineReason::BadSignature | QuarantineReason::WrongAuthor => t!("aside-signature"),
        QuarantineReason::NotAllowed => t!("aside-not-allowed"),
        QuarantineReason::BrokenOrder => t!("aside-order"),
        QuarantineReason::CannotOpen => t!("aside-cannot-open"),
    }
}
