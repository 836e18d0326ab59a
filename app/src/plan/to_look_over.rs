//! The part of Today with plans that I am asked to look over, and mine that came back.

use std::collections::BTreeMap;

use casefile::{EntityKey, EntityKind, Field, Row, SignatureRole, key_of_text};
use device::{Listed, Query};
use leptos::prelude::*;
use wire::MemberId;

use crate::entity::case_name::case_name;
use crate::frame::queries;
use crate::frame::session::session;
use crate::plan::version::TAB;
use crate::t;

/// A version that waits for me: the last that was said of it, and whether it came back to me.
#[derive(Clone, PartialEq)]
struct Waits {
    version: EntityKey,
    listed: Listed,
    back: bool,
}

fn waits(me: MemberId) -> Vec<Waits> {
    let me = me.to_string();
    let mut said: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    for listed in queries::list(&Query::of(EntityKind::SIGNATURE)) {
        let talk = [SignatureRole::Asked, SignatureRole::Returned, SignatureRole::SignedOff];
        if listed.row.choice::<SignatureRole>(Field::SAYS).is_some_and(|says| talk.contains(&says)) {
            said.entry(listed.row.text(Field::OF).to_owned()).or_default().push(listed);
        }
    }
    let mut waits = Vec::new();
    for (of, mut all) in said {
        let Some(version) = key_of_text(&of).filter(|key| key.kind == EntityKind::PLAN_VERSION) else { continue };
        all.sort_by_key(|listed| (listed.row.time(Field::AT), listed.row.key.id));
        let Some(last) = all.last() else { continue };
        let says = |row: &Row| row.choice::<SignatureRole>(Field::SAYS);
        let i_asked =
            || all.iter().any(|one| says(&one.row) == Some(SignatureRole::Asked) && one.row.text(Field::SIGNER) == me);
        let back = match says(&last.row) {
            Some(SignatureRole::Asked) if last.row.text(Field::ASKED) == me => false,
            Some(SignatureRole::Returned) if i_asked() => true,
            _ => continue,
        };
        // One that was taken back waits for nobody.
        if queries::row(version).is_some_and(|listed| !listed.row.archived) {
            waits.push(Waits { version, listed: last.clone(), back });
        }
    }
    waits
}

/// What waits for me; nothing while there is nothing.
#[component]
pub fn ToLookOver() -> impl IntoView {
    let session = session();
    let all = Memo::new(move |_| {
        session.lists.track();
        session.me().map(|me| waits(me.member)).unwrap_or_default()
    });
    let row = move |Waits { version, listed, back }: Waits| {
        let cases = session.cases.read();
        let case = casework::case_of(&cases, listed.circle);
        let href = case.map(|case| TAB.item_href(case.case, version.id));
        let name = case.map(case_name);
        let words = if back {
            t!("to-look-over-back", reason = listed.row.text(Field::REASON).to_owned())
        } else {
            let by = crate::entity::reference::name_of_reference(
                session,
                EntityKind::MEMBER,
                listed.row.text(Field::SIGNER),
            );
            t!("to-look-over-asked", name = by)
        };
        let chip = if back {
            view! { <span class="chip amber">{t!("signature-returned")}</span> }
        } else {
            view! { <span class="chip sky">{t!("to-look-over")}</span> }
        };
        view! { <li><a class="item plain" href=href id=format!("look-over-{}", version.id)><div><div class="t" dir="auto">{name}</div><p dir="auto">{words}</p></div><div class="row end">{chip}</div></a></li> }
    };
    view! {
        <Show when=move || !all.read().is_empty()>
            <section class="section">
                <header><h2>{t!("to-look-over-title")}</h2></header>
                <ul class="card list">{move || all.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
    }
}
