//! Who signs, and how: a drawn signature, or a typed name. The same questions where a plan is agreed, and where somebody
//! agrees with a version later.

use casefile::shapes::{Point, Signature};
use casefile::{EntityId, EntityKind, Field, Moment, PersonRole};
use casework::plan_versions::Signer;
use device::Query;
use leptos::prelude::*;

use crate::entity::case_tab::OpenCase;
use crate::frame::session::session;
use crate::frame::{queries, scroll_memory};
use crate::people::words::full_name;
use crate::pieces::field::LineField;
use crate::pieces::segments::Segments;
use crate::pieces::when;
use crate::signature::pad::SignaturePad;
use crate::t;

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Who {
    /// A person of the case.
    Person(EntityId),
    /// Whoever has this device.
    Me,
    /// Somebody else.
    Other,
}

/// What is still missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Name,
    Strokes,
}

/// The answers so far. Cheap to copy.
#[derive(Clone, Copy)]
pub struct SignForm {
    people: Memo<Vec<(EntityId, String)>>,
    who: RwSignal<Who>,
    name: RwSignal<String>,
    typed: RwSignal<bool>,
    strokes: RwSignal<Vec<Vec<Point>>>,
    missing: RwSignal<Option<Missing>>,
    may_be_me: bool,
}

const NAME: &str = "sign-name";

impl SignForm {
    /// Nothing answered yet, but that the client signs. `may_be_me`: whether a colleague may.
    #[must_use]
    pub fn new(case: OpenCase, may_be_me: bool) -> Self {
        let session = session();
        let people = Memo::new(move |_| {
            session.lists.track();
            let circles = case.summary.read().as_ref().map(casework::circles_of).unwrap_or_default();
            let mut people = queries::list(&Query::of(EntityKind::PERSON).in_circles(circles));
            people.sort_by_cached_key(|listed| match listed.row.choice(Field::ROLE) {
                Some(PersonRole::Client) => 0,
                Some(PersonRole::Family | PersonRole::Household) => 1,
                _ => 2,
            });
            people.into_iter().map(|listed| (listed.row.key.id, full_name(&listed.row))).collect::<Vec<_>>()
        });
        let first = people.get_untracked().into_iter().next();
        Self {
            people,
            who: RwSignal::new(first.as_ref().map_or(Who::Other, |(id, _)| Who::Person(*id))),
            name: RwSignal::new(first.map(|(_, name)| name).unwrap_or_default()),
            typed: RwSignal::new(false),
            strokes: RwSignal::new(Vec::new()),
            missing: RwSignal::new(None),
            may_be_me,
        }
    }

    /// The name of who signs.
    #[must_use]
    pub fn name(self) -> String {
        self.name.get().trim().to_owned()
    }

    /// Who signs now; `None` if something is missing, which is said where it is.
    #[must_use]
    pub fn signer(self, now: Moment) -> Option<Signer> {
        let who = self.who.get_untracked();
        if who == Who::Me {
            return session().me().map(|me| Signer::Member(me.member));
        }
        let name = self.name.get_untracked().trim().to_owned();
        if name.is_empty() {
            self.missing.set(Some(Missing::Name));
            scroll_memory::focus(NAME.to_owned());
            return None;
        }
        let drawn = Signature::new(&name, now, self.strokes.get_untracked());
        if drawn.is_none() && !self.typed.get_untracked() {
            self.missing.set(Some(Missing::Strokes));
            scroll_memory::focus("sign-how-1".to_owned());
            return None;
        }
        self.missing.set(None);
        let person = match who {
            Who::Person(person) => Some(person),
            Who::Me | Who::Other => None,
        };
        Some(Signer::Other { person, name, drawn: drawn.filter(|_| !self.typed.get_untracked()) })
    }
}

/// The questions.
#[component]
pub fn SignFields(
    /// The answers.
    form: SignForm,
    /// Whether only whoever has the tablet now is asked: how they sign, not who.
    #[prop(into)]
    only_how: Signal<bool>,
) -> impl IntoView {
    let SignForm { people, who, name, typed, strokes, missing, may_be_me } = form;
    let pick = move |event: web_sys::Event| {
        let picked = event_target_value(&event);
        missing.set(None);
        strokes.set(Vec::new());
        match picked.as_str() {
            "me" => who.set(Who::Me),
            "other" => {
                who.set(Who::Other);
                name.set(String::new());
            }
            id => {
                if let Some((id, called)) =
                    people.get_untracked().into_iter().find(|(known, _)| known.to_string() == id)
                {
                    who.set(Who::Person(id));
                    name.set(called);
                }
            }
        }
    };
    let options = move || {
        let option = |value: String, words: String, chosen: bool| view! { <option value=value selected=chosen dir="auto">{words}</option> };
        let now = who.get();
        let of_case =
            people.get().into_iter().map(|(id, called)| option(id.to_string(), called, now == Who::Person(id)));
        let of_case = of_case.collect_view();
        let me = may_be_me.then(|| option("me".to_owned(), t!("sign-me"), now == Who::Me));
        let other = option("other".to_owned(), t!("sign-other"), now == Who::Other);
        view! { {of_case}{me}{other} }
    };
    let by_name = Signal::derive(move || (missing.get() == Some(Missing::Name)).then(|| t!("sign-name-missing")));
    let how = vec![(false, t!("sign-draw")), (true, t!("sign-type"))];
    let is_me = Memo::new(move |_| who.get() == Who::Me);
    view! {
        <div class="fields sign-fields">
            <Show when=move || !only_how.get()>
                <div class="field">
                    <label for="sign-who">{t!("sign-who")}</label>
                    <select id="sign-who" class="line" autocomplete="off" on:change=pick>{options}</select>
                </div>
            </Show>
            <Show when=move || !is_me.get()>
                <Segments name="sign-how" label=t!("sign-how") options=how.clone() chosen=typed on_choose=move |chosen| { typed.set(chosen); missing.set(None); }/>
                <Show when=move || typed.get() || who.get() == Who::Other>
                    <LineField id=NAME label=t!("sign-name") hint=t!("sign-name-hint") value=name fault=by_name/>
                </Show>
                <Show when=move || !typed.get()>
                    <SignaturePad strokes label=Signal::derive(move || t!("sign-pad", name = form.name()))/>
                    <Show when=move || missing.get() == Some(Missing::Strokes)>
                        <p class="fault" role="alert">{t!("sign-strokes-missing")}</p>
                    </Show>
                </Show>
            </Show>
            <Show when=move || is_me.get()><p class="soft">{move || t!("sign-me-hint", when = when::exactly(when::now()))}</p></Show>
        </div>
    }
}
