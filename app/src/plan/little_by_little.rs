//! A large plan is drawn little by little: what fills the screen at once, the rest from frame to frame. A slow tablet takes
//! a second for two hundred steps, and whoever opens a plan reads its first goal.

use std::time::Duration;

use casefile::EntityId;
use casework::plan::Goal;
use leptos::prelude::*;

use crate::plan::model::quoted;

/// How high a card is about, and each of its steps, in CSS pixels.
const CARD: f64 = 132.0;
const STEP: f64 = 44.0;

/// How many steps are drawn from one frame to the next at least.
const AT_ONCE: usize = 8;

fn height(goal: &Goal) -> f64 {
    CARD + STEP * f64::from(u16::try_from(goal.steps.len()).unwrap_or(u16::MAX))
}

/// How many goals come before `so_much` of something is there.
fn until<N: Copy + PartialOrd + std::ops::AddAssign + Default>(
    goals: &[Goal],
    so_much: N,
    of: impl Fn(&Goal) -> N,
) -> usize {
    let mut there = N::default();
    let is_needed = |goal: &&Goal| {
        let needed = there < so_much;
        there += of(goal);
        needed
    };
    goals.iter().take_while(is_needed).count()
}

/// How many goals fill a screen that is so high.
fn fill(goals: &[Goal], high: f64) -> usize {
    until(goals, high, height)
}

/// How many goals are drawn next, after so many.
fn next(goals: &[Goal], drawn: usize) -> usize {
    drawn + until(goals.get(drawn..).unwrap_or_default(), AT_ONCE, |goal| goal.steps.len() + 1)
}

/// How many of the goals, in their order, are drawn by now; at last all of them, and whatever comes later.
#[must_use]
pub fn drawn(goals: Memo<Vec<Goal>>) -> RwSignal<usize> {
    let high = window().inner_height().ok().and_then(|high| high.as_f64()).unwrap_or(1_000.0);
    let first = goals.with_untracked(|goals| fill(goals, high));
    let drawn = RwSignal::new(first);
    go_on(goals, drawn);
    drawn
}

fn go_on(goals: Memo<Vec<Goal>>, drawn: RwSignal<usize>) {
    request_animation_frame(move || {
        // Once this frame is painted.
        set_timeout(
            move || {
                let Some(so_far) = drawn.try_get_untracked() else { return };
                let Some((next, all)) = goals.try_with_untracked(|goals| (next(goals, so_far), goals.len())) else {
                    return;
                };
                if next >= all {
                    drawn.set(usize::MAX);
                } else {
                    drawn.set(next);
                    go_on(goals, drawn);
                }
            },
            Duration::ZERO,
        );
    });
}

/// A goal that is not drawn yet: its words, and as much room as it will take.
#[component]
pub fn Outline(
    /// Which.
    id: EntityId,
    /// The plan.
    goals: Memo<Vec<Goal>>,
) -> impl IntoView {
    goals.with_untracked(|goals| {
        goals.iter().find(|goal| goal.id() == id).map(|goal| {
            let room = format!("{}px", height(goal));
            view! { <article class="card goal" data-place="" id=format!("goal-{id}") style:min-height=room><header class="goal-head"><h2 dir="auto">{quoted(goal)}</h2></header></article> }
        })
    })
}

#[cfg(test)]
mod tests {
    use casefile::{EntityKey, EntityKind, Private, Row};
    use wire::DocId;

    use super::*;

    fn plan(steps: &[usize]) -> Vec<Goal> {
        let row = |kind, id: usize| Row {
            key: EntityKey::new(kind, EntityId([id as u8; 16])),
            values: Vec::new(),
            conflicts: Vec::new(),
            preview: Private::default(),
            archived: false,
        };
        let goal = |(id, count): (usize, &usize)| Goal {
            doc: DocId([1; 16]),
            row: row(EntityKind::GOAL, id),
            steps: (0..*count).map(|step| row(EntityKind::TASK, step)).collect(),
            ratings: Vec::new(),
        };
        steps.iter().enumerate().map(goal).collect()
    }

    #[test]
    fn what_fills_the_screen_is_drawn_at_once_and_the_rest_after_it() {
        let large = plan(&[5; 40]);
        assert_eq!(fill(&large, 1180.0), 4);
        assert_eq!(fill(&plan(&[1, 2]), 1180.0), 2, "a small plan is drawn as a whole");
        let mut drawn = fill(&large, 1180.0);
        let mut frames = 0;
        while drawn < large.len() {
            let more = next(&large, drawn);
            assert!(more > drawn, "it goes on");
            (drawn, frames) = (more, frames + 1);
        }
        assert_eq!((drawn, frames), (40, 18));
        assert_eq!(next(&plan(&[200, 1]), 0), 1, "a goal with very many steps is drawn by itself");
    }
}
