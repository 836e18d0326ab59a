//! Finishing: one tap signs the words that stand, and says how it is taken back.

use casefile::{Edit, EntityId, EntityKey, EntityKind, Moment, SignatureRole};
use casework::signatures::{Standing, sign};
use leptos::prelude::*;
use wire::DocId;

use crate::frame::said::Said;
use crate::frame::session::session;
use crate::frame::{documents, scroll_memory};
use crate::pieces::when;
use crate::shell::randomness;
use crate::signature::banner::BANNER;
use crate::t;

/// The button that finishes.
#[component]
pub fn Finish(
    /// The document, which is open.
    doc: DocId,
    /// What is finished.
    entity: EntityKey,
    /// How it stands with its signatures.
    standing: Memo<Standing>,
    /// What is said when it is done.
    #[prop(into)]
    done: String,
) -> impl IntoView {
    let session = session();
    let said: Said = expect_context();
    let finish = move |_| {
        let Some(me) = session.me() else { return };
        let id = EntityId::random(&mut randomness::source());
        let now = Moment(when::now());
        documents::edit(doc, sign(id, entity, SignatureRole::Finished, me.member, ("", now)));
        let signature = EntityKey::new(EntityKind::SIGNATURE, id);
        said.say(done.clone(), move || documents::edit(doc, Edit::Archive { entity: signature }));
        // The button goes; whoever pressed it by keys stays near.
        scroll_memory::focus(BANNER.to_owned());
    };
    let again = move || standing.read().opened.is_some();
    view! {
        <button type="button" class="btn primary" on:click=finish>
            {move || if again() { t!("signature-finish-again") } else { t!("signature-finish") }}
        </button>
    }
}
