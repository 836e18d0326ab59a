//! Fields of documents: one question, its answer saved as it is given, and every answer if there are several.
//! Which fields there are, and of what kind, comes from the forms in `casefile`.

use casefile::schema::{Keyboard, Unit};
use casefile::{Edit, EntityKey, Field, FieldSpec, Moment, Shape, Value};
use device::view::PresenceView;
use leptos::prelude::*;
use wire::DocId;

use crate::entity::conflict::{self, Conflict};
use crate::entity::pickers::{DatePicker, ReferencePicker, RepetitionPicker, SetPicker};
use crate::entity::reference::candidates;
use crate::entity::value::field_id;
use crate::frame::session::session;
use crate::frame::{documents, queries, scroll_memory};
use crate::pieces::icon::{Icon, Picture};
use crate::pieces::when;
use crate::t;
use crate::text::prose::Prose;

/// A field of an entity, with its conflict under it if there is one.
#[component]
pub fn EntityField(
    /// The document, which is open.
    doc: DocId,
    /// The entity in it.
    entity: EntityKey,
    /// Which field, and how it is asked.
    spec: FieldSpec,
    /// Who else is in the document.
    presence: Memo<Vec<PresenceView>>,
) -> impl IntoView {
    if let Some(flag) = spec.covered_by {
        return view! { <CoveredField doc entity spec flag presence/> }.into_any();
    }
    let field = spec.field;
    let label = t!(spec.label);
    let hint = spec.hint.map(|hint| t!(hint)).unwrap_or_default();
    if spec.shape == Shape::Prose {
        return view! { <Prose doc entity field label hint presence/> }.into_any();
    }
    let view = Memo::new(move |_| {
        documents::track(doc);
        queries::field(doc, entity, field).unwrap_or_default()
    });
    let value = Memo::new(move |_| view.read().value.clone());
    let answers = Memo::new(move |_| if view.read().is_conflict() { view.read().answers.clone() } else { Vec::new() });
    let id = field_id(entity, field);
    let described = (!hint.is_empty()).then(|| format!("{id}-hint"));
    let set = move |new: Value| {
        let conflict = !answers.read_untracked().is_empty();
        if new != value.get_untracked() || conflict {
            // In the middle of a conflict, another answer is a decision.
            let edit = if conflict {
                Edit::Resolve { entity, field, value: new }
            } else {
                Edit::Set { entity, field, value: new }
            };
            documents::edit(doc, edit);
        }
    };
    let label_for_conflict = label.clone();
    let tick = spec.shape == Shape::Flag;
    let input = input(doc, entity, spec, id.clone(), described, value, set);
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            {(!tick).then(|| view! { <label for=id.clone()>{label.clone()}</label> })}
            {if tick {
                let hint = (!hint.is_empty()).then(|| view! { <br/><span class="soft s" id=hint_id>{hint}</span> });
                view! { <label class="tick">{input}<span>{label}{hint}</span></label> }.into_any()
            } else {
                let hint = (!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> });
                view! { {hint}{input} }.into_any()
            }}
            {move || {
                let answers = answers.get();
                (!answers.is_empty()).then(|| view! { <Conflict doc entity field label=label_for_conflict.clone() answers/> })
            }}
        </div>
    }
    .into_any()
}

/// A field that is shown only when somebody asks for it, while `flag` says yes.
#[component]
fn CoveredField(
    doc: DocId,
    entity: EntityKey,
    spec: FieldSpec,
    flag: Field,
    presence: Memo<Vec<PresenceView>>,
) -> impl IntoView {
    let asked = RwSignal::new(conflict::is_going_there());
    let covered = Memo::new(move |_| {
        documents::track(doc);
        // As long as anybody says so.
        let said = queries::field(doc, entity, flag).unwrap_or_default();
        let anybody = said.value.is_yes() || said.answers.iter().any(|answer| answer.value.is_yes());
        anybody && !asked.get()
    });
    let id = field_id(entity, spec.field);
    let show = move |_| {
        asked.set(true);
        scroll_memory::focus(field_id(entity, spec.field));
    };
    move || {
        if covered.get() {
            let label = t!(spec.label);
            view! {
                <div class="field">
                    <span class="label">{label.clone()}</span>
                    <button type="button" id=id.clone() class="btn covered" aria-label=t!("covered-show-what", what = label) on:click=show>
                        <Picture icon=Icon::Lock/>{t!("covered-show")}
                    </button>
                </div>
            }
            .into_any()
        } else {
            let spec = FieldSpec { covered_by: None, ..spec };
            view! { <EntityField doc entity spec presence/> }.into_any()
        }
    }
}

fn input(
    doc: DocId,
    entity: EntityKey,
    spec: FieldSpec,
    id: String,
    described: Option<String>,
    value: Memo<Value>,
    set: impl Fn(Value) + Copy + Send + Sync + 'static,
) -> AnyView {
    let document = doc;
    let doc = doc.to_string();
    let set_value = Callback::new(set);
    let text = move || value.read().as_text().unwrap_or_default().to_owned();
    let line = move |mode: &'static str, id: String, described: Option<String>, doc: String| {
        view! {
            <input id=id class="line" type="text" inputmode=mode autocomplete="off" data-doc=doc aria-describedby=described
                prop:value=text on:input=move |event| set(Value::from(event_target_value(&event)))/>
        }
        .into_any()
    };
    match spec.shape {
        Shape::Choice(known) => {
            // A word of a newer version is shown and kept, not lost by opening the list.
            let options = move || {
                let now = text();
                let mut options = vec![(String::new(), t!("choose"))];
                options.extend(known.iter().map(|one| (one.word.to_owned(), t!(one.label))));
                if !now.is_empty() && !known.iter().any(|one| one.word == now) {
                    options.push((now.clone(), now.clone()));
                }
                options
                    .into_iter()
                    .map(|(word, label)| {
                        let chosen = word == now;
                        view! { <option value=word selected=chosen>{label}</option> }
                    })
                    .collect_view()
            };
            view! {
                <select id=id class="line" autocomplete="off" data-doc=doc aria-describedby=described on:change=move |event| {
                    let word = event_target_value(&event);
                    set(if word.is_empty() { Value::Empty } else { Value::from(word) });
                }>{options}</select>
            }
            .into_any()
        }
        Shape::Reference(kind) => {
            view! { <ReferencePicker doc=document kind id described value set=set_value/> }.into_any()
        }
        Shape::References(kind) => {
            let session = session();
            let options = Memo::new(move |_| {
                candidates(session, document, kind).into_iter().map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>()
            });
            view! { <SetPicker doc=document entity field=spec.field options id value/> }.into_any()
        }
        Shape::Choices(known) => {
            let options = known.iter().map(|one| (one.word.to_owned(), t!(one.label))).collect::<Vec<_>>();
            view! { <SetPicker doc=document entity field=spec.field options=Signal::stored(options) id value/> }.into_any()
        }
        Shape::Repetition => view! { <RepetitionPicker id described doc=document value set=set_value/> }.into_any(),
        Shape::Time => view! {
            <input id=id class="line" type="datetime-local" autocomplete="off" data-doc=doc aria-describedby=described
                prop:value=move || value.read().as_time().map(|at| when::to_input(at.0)).unwrap_or_default()
                on:change=move |event| {
                    let moment = when::from_input(&event_target_value(&event));
                    set(moment.map_or(Value::Empty, |ms| Value::Time(Moment(ms))));
                }/>
        }
        .into_any(),
        Shape::Date if spec.or_year => {
            view! { <DatePicker id described doc=document value set=set_value/> }.into_any()
        }
        Shape::Date => view! {
            <input id=id class="line" type="date" autocomplete="off" data-doc=doc aria-describedby=described
                prop:value=text on:change=move |event| set(Value::from(event_target_value(&event)))/>
        }
        .into_any(),
        Shape::Number(Unit::Minutes) => view! {
            <input id=id class="line" type="text" inputmode="numeric" autocomplete="off" data-doc=doc aria-describedby=described
                prop:value=move || value.read().as_number().map(|minutes| minutes.to_string()).unwrap_or_default()
                on:input=move |event| {
                    let digits: String = event_target_value(&event).chars().filter(char::is_ascii_digit).take(5).collect();
                    set(digits.parse::<i64>().map_or(Value::Empty, Value::Number));
                }/>
        }
        .into_any(),
        Shape::Flag => view! {
            <input id=id type="checkbox" data-doc=doc aria-describedby=described
                prop:checked=move || value.read().is_yes()
                on:change=move |event| set(Value::Flag(event_target_checked(&event)))/>
        }
        .into_any(),
        _ => {
            let keyboard = match spec.keyboard {
                Keyboard::Text => "text",
                Keyboard::Phone => "tel",
                Keyboard::Email => "email",
            };
            line(keyboard, id, described, doc)
        }
    }
}
