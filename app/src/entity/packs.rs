//! What kinds of cases bring with them: fetched when somebody first looks at a case of the kind.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use casefile::CaseKind;
use casework::pack::Pack;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::shell::assets;

/// A pack, once it is here.
pub type KnownPack = ArcRwSignal<Option<Arc<Pack>>>;

thread_local! {
    static PACKS: RefCell<HashMap<CaseKind, KnownPack>> = RefCell::default();
}

/// The pack of a kind of case, which is fetched if it is not here yet. A case of no kind has the general one.
#[must_use]
pub fn pack_of(kind: Option<CaseKind>) -> KnownPack {
    let kind = kind.unwrap_or(CaseKind::General);
    let (pack, is_new) = PACKS.with_borrow_mut(|packs| match packs.get(&kind) {
        Some(pack) => (pack.clone(), false),
        None => {
            let pack = KnownPack::default();
            packs.insert(kind, pack.clone());
            (pack, true)
        }
    });
    if is_new {
        let pack = pack.clone();
        spawn_local(async move {
            let text = assets::kind_of_case(kind.as_str()).await;
            match text.and_then(|text| Pack::read(&text).ok()) {
                Some(read) => pack.set(Some(Arc::new(read))),
                // Whoever looks next tries again.
                None => PACKS.with_borrow_mut(|packs| drop(packs.remove(&kind))),
            }
        });
    }
    pack
}

/// The pack of a kind of case that may change. Until the next one is here the last one stays: nothing that somebody has
/// opened closes under their hand.
#[must_use]
pub fn follow_pack(kind: impl Fn() -> Option<CaseKind> + Send + Sync + 'static) -> Memo<Option<Arc<Pack>>> {
    Memo::new(move |last: Option<&Option<Arc<Pack>>>| pack_of(kind()).get().or_else(|| last.cloned().flatten()))
}
