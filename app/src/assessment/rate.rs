//! How things stand in one part of life: five steps with words, who says so, and why.

use casefile::{Domain, Edit, EntityId, EntityKey, EntityKind, Field, FieldSpec, NeedLevel, Value, Voice};
use casework::needs::{Need, level};
use leptos::prelude::*;
use wire::DocId;

use crate::entity::case_tab::OpenCase;
use crate::entity::form::EntityForm;
use crate::frame::session::session;
use crate::frame::{documents, scroll_memory};
use crate::pieces::segments::Segments;
use crate::pieces::when;
use crate::shell::randomness;
use crate::t;

/// Somebody says how things stand, today. Which rating that is.
fn rate(doc: DocId, domain: Domain, me: &str, voice: Voice, level: NeedLevel) -> EntityKey {
    let entity = EntityKey::new(EntityKind::NEED_RATING, EntityId::random(&mut randomness::source()));
    let mut fields = vec![
        (Field::DOMAIN, domain.into()),
        (Field::NEED_LEVEL, level.into()),
        (Field::VOICE, voice.into()),
        (Field::DAY, Value::from(when::today())),
    ];
    if !me.is_empty() {
        fields.push((Field::RATED_BY, Value::from(me)));
    }
    documents::edit(doc, Edit::Create { entity, fields });
    entity
}

/// The question.
#[component]
pub fn Rate(
    /// In which case.
    case: OpenCase,
    /// Of which part of life.
    need: Memo<Option<Need>>,
    /// Which is open.
    open: RwSignal<Option<Domain>>,
) -> impl IntoView {
    let session = session();
    let voice = RwSignal::new(Voice::Worker);
    let doc = Memo::new(move |_| case.summary.read().as_ref().and_then(|case| case.record_doc));
    let me = Memo::new(move |_| session.me().map(|me| me.member.to_string()).unwrap_or_default());
    // What is being said stays what it is, also on another day; else what I said today for whom it is now.
    let current = RwSignal::new(None::<EntityKey>);
    let said = Memo::new(move |_| {
        let need = need.read();
        let today = when::today();
        let is_it = |row: &&casefile::Row| match current.get() {
            Some(key) => row.key == key,
            None => {
                let mine = row.text(Field::RATED_BY) == *me.read();
                mine && row.text(Field::DAY) == today && row.choice(Field::VOICE) == Some(voice.get())
            }
        };
        need.as_ref().and_then(|need| need.ratings.iter().rev().find(is_it).map(|row| (row.key, level(row))))
    });
    let now = move || said.get().and_then(|(_, level)| level);
    let choose = move |level: NeedLevel| {
        let Some((doc, need)) = doc.get_untracked().zip(need.get_untracked()) else { return };
        let key = match said.get_untracked() {
            Some((entity, _)) => {
                documents::edit(doc, Edit::Set { entity, field: Field::NEED_LEVEL, value: level.into() });
                entity
            }
            None => rate(doc, need.domain, &me.get_untracked(), voice.get_untracked(), level),
        };
        current.set(Some(key));
    };
    let steps = NeedLevel::ALL
        .iter()
        .map(|step| {
            let step = *step;
            view! {
                <label class="level" class:now=move || now() == Some(step)>
                    <input type="radio" name="need-level" id=format!("need-level-{}", step.as_str()) prop:checked=move || now() == Some(step) on:click=move |_| choose(step)/>
                    <span class="level-number" aria-hidden="true">{step.number()}</span>
                    <span class="level-words">{t!(step.label())}</span>
                </label>
            }
        })
        .collect_view();
    let entity = Memo::new(move |_| said.get().map(|(key, _)| key));
    let only: fn(&FieldSpec) -> bool = |spec| spec.field == Field::REMARK || spec.field == Field::DAY;
    let voices = Voice::ALL.iter().map(|voice| (*voice, t!(voice.label()))).collect();
    let done = move |_| {
        let id = need.get_untracked().map(|need| format!("need-{}", need.domain.as_str())).unwrap_or_default();
        open.set(None);
        // Its row may stand elsewhere now, and what moves loses the focus.
        request_animation_frame(move || scroll_memory::focus(id));
    };
    view! {
        <div class="need-form">
            <Segments name="voice" label=t!("field-need-voice") options=voices chosen=voice on_choose=move |chosen| {
                current.set(None);
                voice.set(chosen);
            }/>
            <fieldset class="levels"><legend>{t!("need-now")}</legend>{steps}</fieldset>
            {move || doc.get().zip(entity.get()).map(|(doc, entity)| view! { <EntityForm doc entity two=true only/> })}
            <footer class="row apart"><span class="soft s">{t!("need-kept")}</span><button type="button" class="btn primary" on:click=done>{t!("plan-done")}</button></footer>
        </div>
    }
}
