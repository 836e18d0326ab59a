//! The minutes of a conference, to be read and to be printed: when and where, who was there, what was said, what was
//! decided, who saw it differently, what is to be done.

use casefile::{EntityKey, EntityKind, Field, Row};
use casework::conferences::Conference;
use casework::is_done;
use leptos::prelude::*;
use wire::DocId;

use crate::conference::model::title_of;
use crate::conference::page::guest_line;
use crate::entity::case_name::case_name;
use crate::entity::case_tab::OpenCase;
use crate::entity::reference::name_of_reference;
use crate::frame::session::session;
use crate::frame::{documents, queries};
use crate::paper::sheet::Sheet;
use crate::pieces::avatar::name_of;
use crate::pieces::wait::while_printing;
use crate::pieces::when;
use crate::t;

/// "Ring the school (Maya, 12 Dec)".
fn action_line(row: &Row) -> String {
    let session = session();
    let words = row.text(Field::TODO).trim();
    let words = if words.is_empty() { t!("task-untitled") } else { words.to_owned() };
    let (by, owner, due) = (row.text(Field::BY), row.text(Field::OWNER), row.text(Field::DUE));
    let who = match (by.is_empty(), owner.is_empty()) {
        (false, _) => Some(name_of_reference(session, EntityKind::PERSON, by)),
        (true, false) => session.members.read().iter().find(|member| member.member.to_string() == owner).map(name_of),
        (true, true) => None,
    };
    let due = (!due.is_empty()).then(|| when::birth_date(due));
    let done = is_done(row).then(|| t!("plan-paper-done"));
    let more: Vec<String> = who.into_iter().chain(due).chain(done).collect();
    if more.is_empty() { words } else { format!("{words} ({})", more.join(", ")) }
}

fn lines(lines: Vec<String>) -> AnyView {
    let lines = lines.into_iter().map(|line| view! { <li dir="auto">{line}</li> }).collect_view();
    view! { <ul>{lines}</ul> }.into_any()
}

fn disagreement_line(row: &Row) -> String {
    let name = row.text(Field::NAME).trim();
    let name = if name.is_empty() { t!("invited-untitled") } else { name.to_owned() };
    t!("disagreement-line", name = name, words = row.text(Field::WORDS).trim().to_owned())
}

/// The minutes.
#[component]
pub fn Minutes(
    /// The document, which is open.
    doc: DocId,
    /// Which conference.
    entity: EntityKey,
    /// The same, with what belongs to it.
    conference: Memo<Option<Conference>>,
) -> impl IntoView {
    move || {
        documents::track_texts(doc);
        let (Some(view), Some(conference)) = (queries::entity(doc, entity), conference.get()) else {
            return ().into_any();
        };
        let decision = |row: &Row| {
            let words = row.text(Field::WORDS).trim().to_owned();
            let reason = row.text(Field::REASON).trim().to_owned();
            let id = row.key.id;
            let differ: Vec<String> = conference.disagreements_of(Some(id)).map(disagreement_line).collect();
            let actions: Vec<String> = conference.actions_of(Some(id)).map(action_line).collect();
            view! {
                <li>
                    <p dir="auto"><strong>{words}</strong></p>
                    {(!reason.is_empty()).then(|| view! { <p dir="auto">{reason}</p> })}
                    {(!differ.is_empty()).then(|| view! { <p class="soft">{t!("noun-disagreement")}</p>{lines(differ)} })}
                    {(!actions.is_empty()).then(|| view! { <p class="soft">{t!("conference-actions")}</p>{lines(actions)} })}
                </li>
            }
        };
        let invited: Vec<String> = conference.invited.iter().map(guest_line).collect();
        let decisions = conference.decisions.iter().map(decision).collect_view();
        let differ: Vec<String> = conference.disagreements_of(None).map(disagreement_line).collect();
        let actions: Vec<String> = conference.actions_of(None).map(action_line).collect();
        let part =
            |title: String, body: Option<AnyView>| body.map(|body| view! { <section><h3>{title}</h3>{body}</section> });
        let decided = (!conference.decisions.is_empty()).then(|| view! { <ol>{decisions}</ol> }.into_any());
        view! {
            <Sheet entity=view/>
            {part(t!("conference-invited"), (!invited.is_empty()).then(|| lines(invited)))}
            {part(t!("conference-decided"), decided)}
            {part(t!("noun-disagreement"), (!differ.is_empty()).then(|| lines(differ)))}
            {part(t!("conference-actions"), (!actions.is_empty()).then(|| lines(actions)))}
        }
        .into_any()
    }
}

/// The minutes as they are printed.
#[component]
pub fn PaperMinutes(
    /// Of which case.
    case: OpenCase,
    /// The document, which is open.
    doc: DocId,
    /// Which conference.
    entity: EntityKey,
    /// The same, with what belongs to it.
    conference: Memo<Option<Conference>>,
) -> impl IntoView {
    let printing = while_printing();
    let paper = move || {
        let session = session();
        let me = session.me().as_ref().map(name_of).unwrap_or_default();
        let client = case.summary.read_untracked().as_ref().map(case_name).unwrap_or_default();
        let title = conference.read_untracked().as_ref().map(|it| title_of(&it.row)).unwrap_or_default();
        let chair =
            conference.read_untracked().as_ref().map(|it| it.row.text(Field::CHAIR).to_owned()).unwrap_or_default();
        let chair =
            session.members.read_untracked().iter().find(|member| member.member.to_string() == chair).map(name_of);
        view! {
            <div class="plan-paper minutes">
                <header>
                    <p class="org" dir="auto">{queries::workspace_name()}</p>
                    <p class="soft" dir="auto">{t!("minutes-about", name = client)}<br/>{when::long_date(when::now())}</p>
                </header>
                <h1 dir="auto">{t!("minutes-title", title = title)}</h1>
                <Minutes doc entity conference/>
                <div class="paper-signs"><div><span></span><p dir="auto">{chair.unwrap_or_default()}</p><p class="soft">{t!("field-conference-chair")}</p></div></div>
                <footer><p>{t!("paper-printed", name = me, when = when::exactly(when::now()))}</p></footer>
            </div>
        }
    };
    view! { <Show when=move || printing.get()>{paper}</Show> }
}
