//! The genogram on the screen: the signs and lines of a family that was laid out, zoomed, walked through by keyboard, read
//! as sentences, printed.

use casefile::{Bond, CaseId, EntityId, Field, PersonRole, RelationshipKind, Row};
use casework::genogram::{Genogram, LineStyle, Mark, Place, SIGN, bond, lay_out, outlines};
use leptos::prelude::*;

use crate::frame::route;
use crate::people::family::{Family, Group};
use crate::people::sign::outline;
use crate::people::tab::TAB;
use crate::people::words::{first_name, sentence, sign_of, years};
use crate::pieces::icon::{Icon, Picture};
use crate::t;

/// Letters of a name that fit above a sign.
const LETTERS: usize = 13;

/// The drawing of a case's family, with its key.
#[component]
pub fn GenogramView(
    /// Of which case.
    case: CaseId,
    /// Everybody.
    family: Memo<Family>,
) -> impl IntoView {
    // Whoever is on the screen stays where they are, as far as that can be.
    let drawn = Memo::new(move |before: Option<&Genogram>| {
        let family = family.read();
        lay_out(&family.relatives(), &family.ties(), before)
    });
    let zoom = RwSignal::new(1.0_f64);
    let step = move |by: f64| zoom.update(|zoom| *zoom = (*zoom * by).clamp(0.5, 4.0));
    let picture = move || {
        let (family, genogram) = (family.get(), drawn.get());
        let size = format!("0 0 {} {}", genogram.width, genogram.height);
        // As large as it was drawn, or smaller where that does not fit, as long as it can be read; zoomed from there.
        let least = format!("{}px", genogram.width * 3 / 5);
        let drawing = drawing(case, &family, &genogram);
        view! {
            <div class="genogram-zoom" style:zoom=move || zoom.get().to_string()>
                <svg class="genogram" viewBox=size width=genogram.width style:min-width=least role="group" aria-label=t!("genogram-label", count = genogram.places.len())>{drawing}</svg>
            </div>
        }
    };
    let sentences = move || {
        let family = family.read();
        let ids: Vec<EntityId> =
            family.people.iter().map(|row| row.key.id).filter(|id| drawn.read().places.contains_key(id)).collect();
        ids.into_iter().map(|id| view! { <li dir="auto">{sentence(&family, id)}</li> }).collect_view()
    };
    let left_out = Memo::new(move |_| {
        let (family, drawn) = (family.read(), drawn.read());
        let missing = family.people.iter().filter(|row| {
            !drawn.places.contains_key(&row.key.id) && matches!(Group::of(row), Group::Home | Group::Family)
        });
        missing.map(|row| (row.key.id, first_name(row))).collect::<Vec<_>>()
    });
    view! {
        <section class="genogram-view">
            <header class="row apart">
                <h2>{t!("genogram")}</h2>
                <div class="row tight">
                    <button type="button" class="icon-btn" aria-label=t!("zoom-out") on:click=move |_| step(0.8)><Picture icon=Icon::Minus/></button>
                    <button type="button" class="icon-btn" aria-label=t!("zoom-in") on:click=move |_| step(1.25)><Picture icon=Icon::Plus/></button>
                    <button type="button" class="icon-btn" aria-label=t!("genogram-print") on:click=move |_| drop(window().print())><Picture icon=Icon::Print/></button>
                </div>
            </header>
            <div class="genogram-pane" tabindex="0" role="region" aria-label=t!("genogram")>{picture}</div>
            <Show when=move || !left_out.read().is_empty()>
                <p class="tell"><Picture icon=Icon::Info/><span>{t!("genogram-left-out")} " "
                    {move || left_out.get().into_iter().map(|(id, name)| view! { <a href=TAB.item_href(case, id) dir="auto">{name}</a> " " }).collect_view()}
                </span></p>
            </Show>
            <ul class="genogram-key">{key()}</ul>
            <details class="genogram-words"><summary>{t!("genogram-words")}</summary><ul>{sentences}</ul></details>
        </section>
    }
}

fn path(points: &[(i32, i32)]) -> String {
    let step = |(at, (x, y)): (usize, &(i32, i32))| format!("{}{x} {y}", if at == 0 { "M" } else { "L" });
    points.iter().enumerate().map(step).collect()
}

fn drawing(case: CaseId, family: &Family, genogram: &Genogram) -> AnyView {
    let at_home = |id: &EntityId| family.person(*id).is_some_and(|row| Group::of(row) == Group::Home);
    let (home, others): (Vec<_>, Vec<_>) = genogram.places.iter().partition(|(id, _)| at_home(id));
    let places = |list: Vec<(&EntityId, &Place)>| list.into_iter().map(|(_, place)| *place).collect::<Vec<_>>();
    let home = if home.len() > 1 { outlines(&places(home), &places(others)) } else { Vec::new() };
    let home = home.iter().map(|points| view! { <path class="home" d=format!("{}Z", path(points))/> }).collect_view();
    let lines = genogram.lines.iter().map(|line| {
        let class = match line.style {
            LineStyle::Solid => "line-solid",
            LineStyle::Dashed => "line-dashed",
            LineStyle::Dotted => "line-dotted",
        };
        view! { <path class=class d=path(&line.points)/> }
    });
    let lines = lines.collect_view();
    let marks = genogram.marks.iter().map(|mark| mark_view(family, mark)).collect_view();
    let bonds = family.relationships.iter().filter_map(|row| bond_view(genogram, row)).collect_view();
    let people = family.people.iter().filter_map(|row| person(case, family, genogram, row)).collect_view();
    view! { <g><g>{home}</g><g class="lines">{lines}</g><g class="lines">{marks}</g><g>{bonds}</g><g>{people}</g></g> }
        .into_any()
}

/// One slash for a couple that parted, two for a divorce, and the year beside it.
fn mark_view(family: &Family, mark: &Mark) -> AnyView {
    let slash = |x: i32| format!("M{} {}L{} {}", x - 5, mark.y + 10, x + 5, mark.y - 10);
    let d = match mark.kind {
        RelationshipKind::Separated => slash(mark.x),
        RelationshipKind::Divorced => format!("{}{}", slash(mark.x - 4), slash(mark.x + 4)),
        _ => String::new(),
    };
    let is_pair = |row: &&Row| {
        let ends = [row.text(Field::FROM), row.text(Field::TO)];
        mark.partners.iter().all(|partner| ends.contains(&partner.to_string().as_str()))
    };
    let parted = matches!(mark.kind, RelationshipKind::Separated | RelationshipKind::Divorced);
    let year = family.relationships.iter().filter(is_pair).find_map(|row| {
        let day = match (row.text(Field::UNTIL), row.text(Field::SINCE)) {
            ("", since) => since,
            (until, _) if parted => until,
            (_, since) => since,
        };
        day.get(..4).map(str::to_owned)
    });
    view! { <g><path class="line-solid" d=d/><text class="year" x=mark.x + 14 y=mark.y - 5>{year}</text></g> }
        .into_any()
}

fn bond_view(genogram: &Genogram, row: &Row) -> Option<AnyView> {
    let place = |field: Field| genogram.places.get(&row.text(field).parse::<EntityId>().ok()?).copied();
    let kind: Bond = row.choice(Field::BOND)?;
    let lines = bond(place(Field::FROM)?, place(Field::TO)?, kind);
    let class = format!("bond {}", kind.as_str());
    let paths = lines.iter().map(|points| view! { <path d=path(points)/> }).collect_view();
    Some(view! { <g class=class>{paths}</g> }.into_any())
}

/// Somebody: their sign, their name, and the way to their page.
fn person(case: CaseId, family: &Family, genogram: &Genogram, row: &Row) -> Option<AnyView> {
    let id = row.key.id;
    let place = *genogram.places.get(&id)?;
    let half = SIGN / 2;
    let client = row.choice(Field::ROLE) == Some(PersonRole::Client);
    let dead = !row.text(Field::DIED).is_empty();
    let word = sign_of(row).to_owned();
    let mut name: String = first_name(row);
    if name.chars().count() > LETTERS {
        name = name.chars().take(LETTERS - 1).chain(['…']).collect();
    }
    // A name stands where no line is.
    let line_below = genogram
        .lines
        .iter()
        .any(|line| line.points.first().is_some_and(|(x, y)| (x - place.x).abs() < 10 && *y == place.y + half))
        || genogram
            .lines
            .iter()
            .any(|line| line.points.last().is_some_and(|(x, y)| (x - place.x).abs() < 10 && *y == place.y + half));
    let line_above = genogram
        .lines
        .iter()
        .any(|line| line.points.iter().any(|(x, y)| (x - place.x).abs() < 10 && *y == place.y - half));
    let (x, y, anchor) = match (line_above, line_below) {
        (_, false) => (place.x, place.y + half + 20, "middle"),
        (false, true) => (place.x, place.y - half - 10, "middle"),
        (true, true) => (place.x + 12, place.y - half - 8, "start"),
    };
    let lived = dead.then(|| {
        let year = |field: Field| row.text(field).get(..4).unwrap_or_default().to_owned();
        format!("{}–{}", year(Field::BIRTH_DATE), year(Field::DIED))
    });
    let year_y = if y > place.y { y + 16 } else { y - 17 };
    let age = years(row).map(|years| years.to_string());
    let (to, again) = (TAB.item_href(case, id), TAB.item_href(case, id));
    let cross = format!(
        "M{} {}l{SIGN} {SIGN}M{} {}l-{SIGN} {SIGN}",
        place.x - half,
        place.y - half,
        place.x + half,
        place.y - half
    );
    view! {
        <g class="relative" class:client=client role="link" tabindex="0" aria-label=sentence(family, id) id=format!("genogram-{id}")
            on:click=move |_| route::go_to(&to)
            on:keydown=move |event| if event.key() == "Enter" { route::go_to(&again) }>
            <rect class="touch" x=place.x - half - 6 y=place.y - half - 6 width=SIGN + 12 height=SIGN + 12 rx="10"/>
            <g class="shape">{outline(&word, place.x, place.y, half)}</g>
            <g class="shape inner">{client.then(|| outline(&word, place.x, place.y, half - 5))}</g>
            <g class="shape">{dead.then(|| view! { <path d=cross/> })}</g>
            <text class="age" x=place.x y=place.y + 5 text-anchor="middle">{age.filter(|_| !dead)}</text>
            <text class="name" x=x y=y text-anchor=anchor>{name}</text>
            <text class="year" x=x y=year_y text-anchor=anchor>{lived}</text>
        </g>
    }
    .into_any()
    .into()
}

/// What the signs and lines mean; always in sight.
fn key() -> AnyView {
    let sign = |view: AnyView, label: &'static str| {
        view! { <li><svg class="key" viewBox="0 0 28 24" aria-hidden="true"><g class="shape">{view}</g></svg>{t!(label)}</li> }
    };
    let line = |class: &'static str, d: &'static str, label: &'static str| {
        view! { <li><svg class="key wide" viewBox="0 0 44 24" aria-hidden="true"><g class=class><path d=d/></g></svg>{t!(label)}</li> }
    };
    let double = view! { <g><circle cx="14" cy="12" r="9"/><circle cx="14" cy="12" r="6"/></g> }.into_any();
    let died = view! { <g><rect x="5" y="3" width="18" height="18"/><path d="M5 3l18 18M23 3l-18 18"/></g> }.into_any();
    view! {
        {sign(outline("man", 14, 12, 9), "sign-man")}
        {sign(outline("woman", 14, 12, 9), "sign-woman")}
        {sign(outline("another", 14, 12, 8), "key-another")}
        {sign(double, "key-client")}
        {sign(died, "key-died")}
        {line("lines", "M2 12H42M18 20l7-16", "key-separated")}
        {line("lines", "M2 12H42M15 20l7-16M22 20l7-16", "key-divorced")}
        {line("lines dashed", "M2 12H42", "key-adopted")}
        {line("bond close", "M2 10H42M2 14H42", "bond-close")}
        {line("bond conflicted", "M2 12l4-4 8 8 8-8 8 8 8-8 4 4", "bond-conflicted")}
        {line("bond distant", "M2 12H42", "bond-distant")}
        {line("bond cut-off", "M2 12H18M26 12H42M18 5V19M26 5V19", "bond-cut-off")}
        {line("home-key", "M8 4H36a4 4 0 0 1 4 4V16a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4Z", "key-home")}
    }
    .into_any()
}
