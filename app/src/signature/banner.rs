//! Who signed and when, whether it was changed since, and the way to what was signed.

use casefile::EntityKey;
use casework::signatures::{Signature, Standing};
use leptos::prelude::*;
use wire::DocId;

use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::segments::Segments;
use crate::pieces::when;
use crate::signature::signer_name;
use crate::t;

/// The id of the banner in the page.
pub const BANNER: &str = "signature";

/// What is shown of something that was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// As it stands.
    #[default]
    Now,
    /// As it was signed; which signature, the first is 0.
    Signed(usize),
}

/// Over something that is signed.
#[component]
pub fn Banner(
    /// The document, which is open.
    doc: DocId,
    /// What is signed.
    entity: EntityKey,
    /// How it stands with its signatures.
    standing: Memo<Standing>,
    /// What is shown.
    shown: RwSignal<Shown>,
) -> impl IntoView {
    let session = session();
    let changed = Memo::new(move |_| {
        documents::track(doc);
        queries::is_changed_since_signed(doc, &standing.read())
    });
    let line = move |signature: &Signature| {
        session.members.track();
        let says = signature.says.label();
        let name = signer_name(session, signature.signer);
        t!("signature-line", says = t!(says), name = name, when = when::when(signature.at.0))
    };
    let lines = move || {
        let standing = standing.get();
        let lines = standing.signed.iter().rev().map(|signature| {
            view! { <p class="signed-line" title=when::exactly(signature.at.0)><Picture icon=Icon::Signed/><span dir="auto">{line(signature)}</span></p> }
        });
        lines.collect_view()
    };
    let opened = move || {
        let opened = standing.get().opened?;
        let name = signer_name(session, opened.signer);
        let words = t!("signature-opened", name = name, when = when::when(opened.at.0), reason = opened.reason);
        Some(view! { <p class="tell"><Picture icon=Icon::Write/><span dir="auto">{words}</span></p> })
    };
    let choices = Memo::new(move |_| {
        let count = standing.read().signed.len();
        let worth = changed.get() || count > 1;
        let mut choices = vec![(Shown::Now, t!("signature-shown-now"))];
        let of = |at: usize| {
            if count == 1 { t!("signature-shown-signed") } else { t!("signature-shown-number", number = at + 1) }
        };
        choices.extend((0..count).map(|at| (Shown::Signed(at), of(at))));
        if worth { choices } else { Vec::new() }
    });
    let unaltered = move || {
        let Shown::Signed(at) = shown.get() else { return None };
        let signature = standing.read().signed.get(at).cloned()?;
        let fine = queries::is_unaltered(doc, &signature);
        Some(if fine {
            view! { <p class="tell" role="status"><Picture icon=Icon::Check/><span>{t!("signature-unaltered")}</span></p> }.into_any()
        } else {
            view! { <p class="warn" role="status"><Picture icon=Icon::Warning/><span>{t!("signature-altered")}</span></p> }.into_any()
        })
    };
    let is_signed = move || !standing.read().signed.is_empty();
    view! {
        <Show when=is_signed>
            <section class="signature" id=BANNER tabindex="-1" aria-label=t!("noun-signature") data-entity=entity.id.to_string()>
                {lines}
                {opened}
                <Show when=move || changed.get() && standing.read().opened.is_none()>
                    <p class="warn amber"><Picture icon=Icon::Warning/><span>{t!("signature-changed")}</span></p>
                </Show>
                {move || {
                    let options = choices.get();
                    (!options.is_empty() && standing.read().is_closed()).then(|| view! {
                        <Segments name="signature-shown" label=t!("signature-shown") options chosen=shown on_choose=move |chosen| shown.set(chosen)/>
                    })
                }}
                {unaltered}
            </section>
        </Show>
    }
}
