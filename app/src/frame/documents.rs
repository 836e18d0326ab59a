//! Documents as screens see them: open while a screen shows them, edited by splices and fields, and subscribed to.
//! The engine says only which document changed; here each part of a screen that depends on it is notified.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use casefile::{Edit, EntityKey, Field, Splice};
use device::Intent;
use device::view::PresenceView;
use leptos::prelude::*;
use wire::DocId;

use crate::frame::queries;
use crate::frame::session::send;

/// Takes how a text changed, and whether it was my own undo.
type TextChanged = dyn Fn(&[Splice], bool);

/// What a textarea is told.
#[derive(Clone)]
pub struct TextSubscription {
    /// Its text changed.
    pub changed: Rc<TextChanged>,
    /// The page is about to be left or locked: what stands in it and was not sent yet, such as a word that is being
    /// composed, has to be sent now.
    pub leaving: Rc<dyn Fn()>,
}

/// What depends on one document.
#[derive(Clone)]
struct DocumentSignals {
    revision: ArcRwSignal<u64>,
    texts: ArcRwSignal<u64>,
    presence: ArcRwSignal<u64>,
    undo: ArcRwSignal<(bool, bool)>,
}

#[derive(Default)]
struct Documents {
    signals: HashMap<DocId, DocumentSignals>,
    /// How many components have each document open.
    open: HashMap<DocId, usize>,
    texts: HashMap<(DocId, EntityKey, Field), TextSubscription>,
}

thread_local! {
    static DOCUMENTS: RefCell<Documents> = RefCell::default();
}

/// Keeps a document open for as long as the component lives: it is loaded, and others see that somebody is here.
pub fn open(doc: DocId) {
    let first = DOCUMENTS.with_borrow_mut(|documents| {
        let count = documents.open.entry(doc).or_default();
        *count += 1;
        *count == 1
    });
    if first {
        send(Intent::Open(doc));
    }
    on_cleanup(move || {
        let last = DOCUMENTS.with_borrow_mut(|documents| {
            let Some(count) = documents.open.get_mut(&doc) else { return false };
            *count -= 1;
            let last = *count == 0;
            if last {
                documents.open.remove(&doc);
            }
            last
        });
        if last {
            send(Intent::Close(doc));
        }
    });
}

/// Changes a document; what was just done can be taken back.
pub fn edit(doc: DocId, edit: Edit) {
    send(Intent::Edit { doc, edit });
    with_signals(doc, |signals| {
        signals.texts.update(|it| *it += 1);
        if signals.undo.get_untracked() != (true, false) {
            signals.undo.set((true, false));
        }
    });
}

/// Has whoever calls run again when fields or entities of the document change.
pub fn track(doc: DocId) {
    signals_of(doc).revision.track();
}

/// Has whoever calls run again with every change of a text of the document, too: for what is read, not for what is typed in.
pub fn track_texts(doc: DocId) {
    let signals = signals_of(doc);
    signals.revision.track();
    signals.texts.track();
}

/// Who else is in the document.
#[must_use]
pub fn presence(doc: DocId) -> Memo<Vec<PresenceView>> {
    let signals = signals_of(doc);
    Memo::new(move |_| {
        signals.presence.track();
        queries::presence(doc)
    })
}

/// Whether something of mine can be taken back, and done again.
#[must_use]
pub fn undo_state(doc: DocId) -> ArcRwSignal<(bool, bool)> {
    let signals = signals_of(doc);
    signals.undo.set(queries::can_undo_redo(doc));
    signals.undo
}

/// Subscribes to a text, and to the page being left, for as long as the component lives.
pub fn subscribe_text(doc: DocId, entity: EntityKey, field: Field, subscription: TextSubscription) {
    let key = (doc, entity, field);
    let mine = StoredValue::new_local(subscription.changed.clone());
    DOCUMENTS.with_borrow_mut(|documents| documents.texts.insert(key, subscription));
    on_cleanup(move || {
        DOCUMENTS.with_borrow_mut(|documents| {
            // Another textarea may have taken over in the meantime.
            let same =
                mine.try_with_value(|mine| documents.texts.get(&key).is_some_and(|now| Rc::ptr_eq(&now.changed, mine)));
            if same.unwrap_or(true) {
                documents.texts.remove(&key);
            }
        });
    });
}

/// Fields or entities of a document changed, or it was opened.
pub(super) fn notify_changed(doc: DocId) {
    with_signals(doc, |signals| {
        signals.revision.update(|it| *it += 1);
        signals.undo.set(queries::can_undo_redo(doc));
    });
}

/// Who is in a document changed.
pub(super) fn notify_presence(doc: DocId) {
    with_signals(doc, |signals| signals.presence.update(|it| *it += 1));
}

/// A text of a document changed.
pub(super) fn notify_text((doc, entity, field): (DocId, EntityKey, Field), splices: &[Splice], mine: bool) {
    let subscription = DOCUMENTS.with_borrow(|documents| documents.texts.get(&(doc, entity, field)).cloned());
    match subscription {
        Some(subscription) => (subscription.changed)(splices, mine),
        // No textarea has it: whoever only reads it reads the document.
        None => with_signals(doc, |signals| signals.revision.update(|it| *it += 1)),
    }
    with_signals(doc, |signals| signals.texts.update(|it| *it += 1));
    if mine {
        with_signals(doc, |signals| signals.undo.set(queries::can_undo_redo(doc)));
    }
}

/// The page is about to be left or locked.
pub(super) fn notify_leaving() {
    let texts: Vec<TextSubscription> = DOCUMENTS.with_borrow(|documents| documents.texts.values().cloned().collect());
    texts.iter().for_each(|text| (text.leaving)());
}

fn signals_of(doc: DocId) -> DocumentSignals {
    DOCUMENTS.with_borrow_mut(|documents| {
        documents
            .signals
            .entry(doc)
            .or_insert_with(|| DocumentSignals {
                revision: ArcRwSignal::new(0),
                texts: ArcRwSignal::new(0),
                presence: ArcRwSignal::new(0),
                undo: ArcRwSignal::new((false, false)),
            })
            .clone()
    })
}

fn with_signals(doc: DocId, notify: impl FnOnce(&DocumentSignals)) {
    let signals = DOCUMENTS.with_borrow(|documents| documents.signals.get(&doc).cloned());
    if let Some(signals) = signals {
        notify(&signals);
    }
}
