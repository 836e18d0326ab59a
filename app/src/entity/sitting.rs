//! One person in one field, from when they come until they leave. What is under their caret is theirs: what colleagues
//! answer meanwhile is shown beside it, and nothing that they did not see gives way to what they type.

use casefile::{Answer, Edit, EntityKey, Field, FieldSpec, FieldView, Value};
use device::Intent;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::control;
use crate::frame::{documents, queries, session};

/// A field, and whoever is in it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Sitting {
    doc: DocId,
    entity: EntityKey,
    spec: FieldSpec,
    id: StoredValue<String>,
    /// What the document says.
    pub stands: Memo<FieldView>,
    /// What stands in the control.
    pub shown: RwSignal<String>,
    /// What the field said when I came; `None` while I am not in it.
    over: RwSignal<Option<Value>>,
    /// What I said last, or what was there when I came.
    said: StoredValue<Value>,
    /// What colleagues answered since I came. It stays until I come again, so that nothing moves when I leave.
    pub arrived: RwSignal<Vec<Answer>>,
    /// Why what I wrote is no answer.
    pub fault: RwSignal<Option<control::Fault>>,
}

impl Sitting {
    /// Nobody is in it yet. It follows the document for as long as the component lives.
    #[must_use]
    pub fn new(doc: DocId, entity: EntityKey, spec: FieldSpec, id: &str) -> Self {
        let field = spec.field;
        let stands = Memo::new(move |_| {
            documents::track(doc);
            queries::field(doc, entity, field).unwrap_or_default()
        });
        let begins = if stands.read_untracked().is_conflict() {
            String::new()
        } else {
            control::shown(spec.shape, &stands.read_untracked().value)
        };
        let sitting = Self {
            doc,
            entity,
            spec,
            id: StoredValue::new(id.to_owned()),
            stands,
            shown: RwSignal::new(begins),
            over: RwSignal::new(None),
            said: StoredValue::new(Value::Empty),
            arrived: RwSignal::default(),
            fault: RwSignal::new(None),
        };
        Effect::new(move || sitting.follow());
        sitting
    }

    fn field(&self) -> Field {
        self.spec.field
    }

    /// Whether several answers stand, so that nothing can be written here: there is a choice to be made.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.stands.read().is_conflict() && self.over.read().is_none()
    }

    /// What the document says this moment: of what I just typed, `stands` is told a little later.
    fn now(&self) -> FieldView {
        queries::field(self.doc, self.entity, self.field()).unwrap_or_default()
    }

    /// The document says something else, or I left.
    fn follow(&self) {
        self.stands.track();
        if self.over.read().is_some() {
            // What I took back may be what `stands` was told last.
            documents::track(self.doc);
        }
        let view = self.now();
        let Some(over) = self.over.get() else {
            let text = if view.is_conflict() { String::new() } else { control::shown(self.spec.shape, &view.value) };
            self.show(text);
            return;
        };
        let is_mine = |answer: &Answer| queries::author(&answer.actor).this_device;
        let said = self.said.get_value();
        match view.answers.as_slice() {
            // I took something back, or did it again.
            [only] if is_mine(only) && only.value != said => {
                self.show(control::shown(self.spec.shape, &only.value));
                self.begin(only.value.clone());
            }
            answers => {
                let theirs = answers.iter().filter(|it| !is_mine(it) && it.value != over && it.value != said);
                let theirs: Vec<Answer> = theirs.cloned().collect();
                if !theirs.is_empty() && *self.arrived.read_untracked() != theirs {
                    self.arrived.set(theirs);
                }
            }
        }
    }

    fn show(&self, text: String) {
        self.id.with_value(|id| control::put(id, &text));
        if *self.shown.read_untracked() != text {
            self.shown.set(text);
        }
    }

    fn begin(&self, over: Value) {
        self.said.set_value(over.clone());
        self.over.set(Some(over));
    }

    /// I am in the field now.
    pub fn came(&self) {
        if self.over.read_untracked().is_some() {
            return;
        }
        let view = self.now();
        if !view.is_conflict() {
            if !self.arrived.read_untracked().is_empty() {
                self.arrived.set(Vec::new());
            }
            self.begin(view.value);
        }
    }

    /// This stands in the control now.
    pub fn wrote(&self, text: &str) {
        self.came();
        self.shown.update_untracked(|shown| text.clone_into(shown));
        let Some(over) = self.over.get_untracked() else { return };
        // What is no answer is none, not the one that it was a letter ago.
        let value = match control::read(self.spec.shape, text) {
            Ok(Some(value)) => value,
            Ok(None) | Err(_) => over.clone(),
        };
        if self.fault.read_untracked().is_some() {
            self.fault.set(control::read(self.spec.shape, text).err());
        }
        self.say(value, over);
        if control::is_tapped(self.spec.shape) {
            // Nothing is under a caret: what comes from others is shown again.
            self.shown.notify();
            self.settle();
            self.over.set(None);
        }
    }

    fn say(&self, value: Value, over: Value) {
        if self.said.get_value() != value {
            self.said.set_value(value.clone());
            documents::edit(self.doc, Edit::Answer { entity: self.entity, field: self.field(), value, over });
        }
    }

    /// This was picked from what there is.
    pub fn pick(&self, value: Value) {
        let over = self.now().value;
        self.said.set_value(over.clone());
        self.say(value, over);
        self.settle();
    }

    /// What I wrote is what I say.
    pub fn settle(&self) {
        session::send(Intent::Settle(self.doc));
    }

    /// I leave the field.
    pub fn left(&self) {
        // The focus also leaves with a field that goes while somebody is in it.
        if self.over.try_get_untracked().flatten().is_none() {
            return;
        }
        self.settle();
        let fault = control::read(self.spec.shape, &self.shown.read_untracked()).err();
        if fault.is_some() {
            // What is no answer stays to be looked at, with the words that say why. Not at once: whoever left for a
            // button must find it where it was.
            let sitting = *self;
            set_timeout(
                move || {
                    sitting.fault.try_set(fault);
                },
                std::time::Duration::from_millis(250),
            );
            return;
        }
        self.fault.set(None);
        self.over.set(None);
    }

    /// Emptied on purpose.
    pub fn clear(&self) {
        let over = self.now().value;
        let edit = Edit::Answer { entity: self.entity, field: self.field(), value: Value::Empty, over };
        documents::edit(self.doc, edit);
        self.settle();
        self.over.set(None);
        self.fault.set(None);
    }
}
