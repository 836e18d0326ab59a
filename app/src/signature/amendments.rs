//! What was changed after something was signed: by whom, when, why, and what.

use casefile::EntityKey;
use casework::signatures::{Amendment, Standing};
use leptos::prelude::*;
use wire::DocId;

use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::history::changes::Changes;
use crate::history::life::sitting_line;
use crate::t;

/// The amendments, the first one first; nothing if there are none.
#[component]
pub fn Amendments(
    /// The document, which is open.
    doc: DocId,
    /// What was signed.
    entity: EntityKey,
    /// How it stands with its signatures.
    standing: Memo<Standing>,
) -> impl IntoView {
    let session = session();
    let all = Memo::new(move |_| {
        documents::track(doc);
        queries::amendments(doc, &standing.read())
    });
    let one = move |amendment: Amendment| {
        let Amendment { sitting, reason, differences } = amendment;
        let why = if !sitting.knew {
            t!("amendment-unknowing")
        } else if reason.is_empty() {
            t!("amendment-without-reason")
        } else {
            reason
        };
        let line = move || {
            session.members.track();
            sitting_line(&sitting)
        };
        view! {
            <li class="amendment">
                <h3 dir="auto">{line}</h3>
                <p class="why" dir="auto">{why}</p>
                <Changes kind=entity.kind differences brief=true/>
            </li>
        }
    };
    view! {
        <Show when=move || !all.read().is_empty()>
            <section class="section amendments">
                <header><h2>{t!("amendments")}</h2></header>
                <ol class="card list">{move || all.get().into_iter().map(one).collect_view()}</ol>
            </section>
        </Show>
    }
}
