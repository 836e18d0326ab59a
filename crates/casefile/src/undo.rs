//! What I did in a document, so that it can be undone and redone, also after others have written in between.
//!
//! Undo takes back my own edits and no one else's. Typing is kept as its inverse (what to take out, and
//! what to put back). Every edit of somebody else is carried down the stack, shifting and splitting the inverses on its
//! way, so that undo takes out only what I put in. A scalar is put back only while it is still what I
//! wrote.

use std::collections::VecDeque;

use automerge::ReadDoc;

use crate::delta::{Delta, Tie};
use crate::diff::Diff;
use crate::document::Document;
use crate::edit::Applied;
use crate::id::{EntityKey, Moment};
use crate::prose::splice_text;
use crate::schema::Field;
use crate::splice::{Splice, utf16_len};
use crate::value::Value;

/// A pause in typing after which undo starts anew, in milliseconds.
const PAUSE: u64 = 1_000;

/// Steps kept for undo. The oldest go first.
const DEPTH: usize = 400;

/// Stretches of text that are walked through, at most, to carry one change of others across my steps, so that it takes a
/// bounded time whatever others do. It is far more than people cause: four hundred steps and a change in 2,600 places.
const MAX_CARRIED: usize = 1 << 20;

/// One step of undo.
#[derive(Clone)]
pub(crate) struct UndoStep {
    pub(crate) entity: EntityKey,
    pub(crate) field: Field,
    pub(crate) inverse: Inverse,
}

/// What takes a step back.
#[derive(Clone)]
pub(crate) enum Inverse {
    /// What has to be done to the text to undo the step.
    Text(Delta),
    /// What I wrote, and what stood there before.
    Scalar { mine: Value, before: Value },
    /// A member of a set that I put in or took out, and whether I put it in.
    Member { member: String, included: bool },
}

impl UndoStep {
    fn is_text_of(&self, entity: EntityKey, field: Field) -> bool {
        self.entity == entity && self.field == field && matches!(self.inverse, Inverse::Text(_))
    }
}

/// The end of the last step, if the next splice may join it: when it was, and the stretch that a splice must adjoin.
#[derive(Clone, Copy)]
struct Typing {
    last: Moment,
    start: usize,
    end: usize,
}

/// My edits of one document, in this session.
#[derive(Default)]
pub(crate) struct History {
    done: VecDeque<UndoStep>,
    undone: Vec<UndoStep>,
    typing: Option<Typing>,
}

impl History {
    pub(crate) fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// The next thing to undo, taken off.
    pub(crate) fn pop_done(&mut self) -> Option<UndoStep> {
        self.typing = None;
        self.done.pop_back()
    }

    /// The next thing to redo, taken off.
    pub(crate) fn pop_undone(&mut self) -> Option<UndoStep> {
        self.typing = None;
        self.undone.pop()
    }

    /// Something was undone; this redoes it.
    pub(crate) fn push_undone(&mut self, step: UndoStep) {
        self.undone.push(step);
    }

    /// Something was redone; this undoes it.
    pub(crate) fn push_done(&mut self, step: UndoStep) {
        self.done.push_back(step);
    }

    /// I typed.
    pub(crate) fn typed(&mut self, entity: EntityKey, field: Field, splice: &Splice, removed: Vec<u16>, now: Moment) {
        self.undone.clear();
        let at = splice.at as usize;
        let inserted = utf16_len(&splice.insert) as usize;
        let inverse = Delta::splice(at, inserted, removed);
        let joins = !splice.insert.contains('\n')
            && self.typing.is_some_and(|typing| {
                now.0.saturating_sub(typing.last.0) <= PAUSE
                    && at <= typing.end
                    && at + splice.delete as usize >= typing.start
            });
        match self.done.back_mut() {
            Some(step) if joins && step.is_text_of(entity, field) => {
                if let Inverse::Text(earlier) = &mut step.inverse {
                    *earlier = inverse.then(earlier);
                }
            }
            _ => self.push(UndoStep { entity, field, inverse: Inverse::Text(inverse) }),
        }
        self.typing = Some(Typing { last: now, start: at, end: at + inserted });
    }

    /// I set a field.
    pub(crate) fn set(&mut self, entity: EntityKey, field: Field, mine: Value, before: Value) {
        self.undone.clear();
        self.typing = None;
        self.push(UndoStep { entity, field, inverse: Inverse::Scalar { mine, before } });
    }

    /// I am typing an answer over `before`: one step for all that is typed over it without a break.
    pub(crate) fn answering(&mut self, entity: EntityKey, field: Field, mine: Value, before: Value) {
        self.undone.clear();
        self.typing = None;
        let goes_on = self.done.back().is_some_and(|step| {
            (step.entity, step.field) == (entity, field)
                && matches!(&step.inverse, Inverse::Scalar { before: began, .. } if *began == before)
        });
        if goes_on {
            self.done.pop_back();
        }
        if mine != before {
            self.push(UndoStep { entity, field, inverse: Inverse::Scalar { mine, before } });
        }
    }

    /// I put a member in a set, or took it out.
    pub(crate) fn included(&mut self, entity: EntityKey, field: Field, member: String, included: bool) {
        self.undone.clear();
        self.typing = None;
        self.push(UndoStep { entity, field, inverse: Inverse::Member { member, included } });
    }

    /// I did something that cannot be undone: what is typed next begins a new step.
    pub(crate) fn end_step(&mut self) {
        self.typing = None;
    }

    /// Somebody else changed a text.
    pub(crate) fn others_typed(&mut self, entity: EntityKey, field: Field, splices: &[Splice]) {
        // Whoever only reads has nothing to carry across, however much comes.
        if !self.done.iter().chain(&self.undone).any(|step| step.is_text_of(entity, field)) {
            return;
        }
        let theirs = Delta::of_splices(splices);
        if theirs.is_nothing() {
            return;
        }
        if let Some(typing) = &mut self.typing
            && self.done.back().is_some_and(|step| step.is_text_of(entity, field))
        {
            typing.start = theirs.map(typing.start);
            typing.end = theirs.map(typing.end).max(typing.start);
        }
        carry_down(self.done.iter_mut().rev(), entity, field, &theirs);
        carry_down(self.undone.iter_mut().rev(), entity, field, &theirs);
        let says_something = |step: &UndoStep| !matches!(&step.inverse, Inverse::Text(inverse) if inverse.is_nothing());
        self.done.retain(says_something);
        self.undone.retain(says_something);
    }

    /// Somebody else answered a field: what I answered before that is no longer what stands, even if it says the same.
    pub(crate) fn others_answered(&mut self, entity: EntityKey, field: Field) {
        let is_answer = |step: &UndoStep| {
            step.entity == entity && step.field == field && matches!(step.inverse, Inverse::Scalar { .. })
        };
        self.done.retain(|step| !is_answer(step));
        self.undone.retain(|step| !is_answer(step));
    }

    /// A field's text was replaced by another container, or the whole entity was: what I know of it is void.
    pub(crate) fn forget(&mut self, entity: EntityKey, field: Option<Field>) {
        let concerns = |step: &UndoStep| step.entity == entity && field.is_none_or(|field| step.field == field);
        self.done.retain(|step| !concerns(step));
        self.undone.retain(|step| !concerns(step));
        self.typing = None;
    }

    fn push(&mut self, step: UndoStep) {
        if self.done.len() >= DEPTH {
            self.done.pop_front();
        }
        self.done.push_back(step);
    }
}

/// Carries a change of somebody else down a stack: each step as it is after the change, and the change as it would
/// have been before the step. Steps so far down that it would take too long have nothing left to undo.
fn carry_down<'a>(
    stack: impl Iterator<Item = &'a mut UndoStep>,
    entity: EntityKey,
    field: Field,
    theirs: &Delta<usize>,
) {
    let mut theirs = theirs.clone();
    let mut left = MAX_CARRIED;
    for step in stack.filter(|step| step.is_text_of(entity, field)) {
        if let Inverse::Text(inverse) = &mut step.inverse {
            left = left.saturating_sub(theirs.parts() + inverse.parts());
            if left == 0 {
                *inverse = Delta::default();
                continue;
            }
            let below = theirs.rebased(inverse, Tie::TheirsFirst);
            *inverse = inverse.rebased(&theirs, Tie::MineFirst);
            theirs = below;
        }
    }
}

impl Document {
    /// Whether there is something of mine to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    /// Whether there is something of mine to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// Takes back the last thing I did here that can be taken back; `None` if there is none.
    pub fn undo(&mut self, now: Moment) -> Option<Applied> {
        debug_assert!(self.draft.is_none(), "drafts are committed first");
        while let Some(step) = self.history.pop_done() {
            if let Some((applied, inverse)) = self.reverse(&step, now) {
                self.history.push_undone(inverse);
                return Some(applied);
            }
        }
        None
    }

    /// Does again what I last took back; `None` if there is nothing.
    pub fn redo(&mut self, now: Moment) -> Option<Applied> {
        debug_assert!(self.draft.is_none(), "drafts are committed first");
        while let Some(step) = self.history.pop_undone() {
            if let Some((applied, inverse)) = self.reverse(&step, now) {
                self.history.push_done(inverse);
                return Some(applied);
            }
        }
        None
    }

    /// Reverses one step; what came of it, and the step that reverses the reversal. `None` if nothing is left to do.
    fn reverse(&mut self, step: &UndoStep, now: Moment) -> Option<(Applied, UndoStep)> {
        let UndoStep { entity, field, inverse } = step;
        let (entity, field) = (*entity, *field);
        match inverse {
            Inverse::Scalar { mine, before } => {
                let containers = self.containers(entity);
                let (container, hidden) = containers.split_last()?;
                if !self.is_only_mine(&containers, field, mine) {
                    return None;
                }
                let change = self.put_everywhere(container, hidden, field, before, now).ok()?;
                let inverse =
                    UndoStep { entity, field, inverse: Inverse::Scalar { mine: before.clone(), before: mine.clone() } };
                let changes = change.into_iter().collect();
                Some((Applied { changes, diffs: vec![Diff::Field { entity, field }] }, inverse))
            }
            Inverse::Member { member, included } => {
                let containers = self.containers(entity);
                if self.members(&containers, field).contains(member) != *included {
                    return None;
                }
                if *included && !self.is_member_only_by_me(&containers, field, member) {
                    return None;
                }
                let change = self.put_member(&containers, field, member, !included, now).ok()?;
                let inverse = Inverse::Member { member: member.clone(), included: !included };
                let changes = change.into_iter().collect();
                let applied = Applied { changes, diffs: vec![Diff::Field { entity, field }] };
                Some((applied, UndoStep { entity, field, inverse }))
            }
            Inverse::Text(delta) => {
                let text = self.open_text(entity, field).ok()?;
                let old: Vec<u16> = self.am.text(&text.object).ok()?.encode_utf16().collect();
                let splices = delta.to_splices();
                let undone = delta.inverse(&old)?;
                let change = self
                    .commit(now, |tx| {
                        splices.iter().try_for_each(|splice| {
                            splice_text(tx, &text.object, splice.at, splice.delete, &splice.insert)
                        })
                    })
                    .ok()?;
                change.as_ref()?;
                for splice in &splices {
                    self.follow(entity, field, splice);
                }
                let changes = change.into_iter().collect();
                let applied = Applied { changes, diffs: vec![Diff::Text { entity, field, splices }] };
                Some((applied, UndoStep { entity, field, inverse: Inverse::Text(undone) }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nouns::NoteId;

    const NOTE: EntityKey = EntityKey::note(NoteId([7; 16]));

    #[test]
    fn a_change_in_a_hundred_thousand_places_costs_the_oldest_steps_and_no_long_wait() {
        let mut history = History::default();
        for step in 0..DEPTH as u32 {
            let typed = Splice { at: 3 * step, delete: 0, insert: "abc".into() };
            history.typed(NOTE, Field::BODY, &typed, vec![], Moment(u64::from(step) * 2 * PAUSE));
        }
        let everywhere: Vec<Splice> =
            (0..100_000).map(|at| Splice { at: 2 * at, delete: 0, insert: "x".into() }).collect();
        history.others_typed(NOTE, Field::BODY, &everywhere);
        assert!(history.done.len() >= 4 && history.done.len() < DEPTH, "{} steps", history.done.len());
        let Some(Inverse::Text(last)) = history.done.back().map(|step| &step.inverse) else { panic!("a step") };
        let taken: u32 = last.to_splices().iter().map(|splice| splice.delete).sum();
        assert_eq!(taken, 3, "what I typed last is still mine to take back");
    }
}
