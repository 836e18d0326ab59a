//! What I did in a document, so that it can be undone and redone, also after others have written in between.
//!
//! Undo takes back my own edits and no one else's. A group of text edits is kept as its inverse (what to take out, and
//! what to put back); every edit of somebody else is carried down the stack, shifting and splitting the inverses on
//! its way, so that taking out covers only units that I put in. A scalar is put back only while it is still what I
//! wrote.

use std::collections::VecDeque;

use automerge::ReadDoc;

use crate::delta::{Delta, Tie};
use crate::document::Document;
use crate::edit::{Applied, Touched};
use crate::id::{EntityKey, Moment};
use crate::prose::splice_text;
use crate::schema::Field;
use crate::splice::Splice;
use crate::value::Value;

/// A pause in typing after which undo starts anew, in milliseconds.
const PAUSE: u64 = 1_000;

/// Groups kept for undo. The oldest go first.
const DEPTH: usize = 400;

/// One step of undo.
#[derive(Clone)]
pub(crate) struct Group {
    pub(crate) entity: EntityKey,
    pub(crate) field: Field,
    pub(crate) what: What,
}

#[derive(Clone)]
pub(crate) enum What {
    /// What has to be done to the text to undo the group.
    Text(Delta),
    /// What I wrote, and what stood there before.
    Scalar { mine: Value, before: Value },
}

impl Group {
    fn is_text_of(&self, entity: EntityKey, field: Field) -> bool {
        self.entity == entity && self.field == field && matches!(self.what, What::Text(_))
    }
}

/// Whether the next splice may join the last group, and where it would have to touch it.
#[derive(Clone, Copy)]
struct Typing {
    last: Moment,
    start: usize,
    end: usize,
}

/// My edits of one document, in this session.
#[derive(Default)]
pub(crate) struct History {
    done: VecDeque<Group>,
    undone: Vec<Group>,
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
    pub(crate) fn pop_done(&mut self) -> Option<Group> {
        self.typing = None;
        self.done.pop_back()
    }

    /// The next thing to redo, taken off.
    pub(crate) fn pop_undone(&mut self) -> Option<Group> {
        self.typing = None;
        self.undone.pop()
    }

    /// Something was undone; this redoes it.
    pub(crate) fn push_undone(&mut self, group: Group) {
        self.undone.push(group);
    }

    /// Something was redone; this undoes it.
    pub(crate) fn push_done(&mut self, group: Group) {
        self.done.push_back(group);
    }

    /// I typed.
    pub(crate) fn typed(&mut self, entity: EntityKey, field: Field, splice: &Splice, removed: Vec<u16>, now: Moment) {
        self.undone.clear();
        let at = splice.at as usize;
        let inserted = crate::splice::units(&splice.insert) as usize;
        let inverse = Delta::splice(at, inserted, removed);
        let joins = !splice.insert.contains('\n')
            && self.typing.is_some_and(|typing| {
                now.0.saturating_sub(typing.last.0) <= PAUSE
                    && at <= typing.end
                    && at + splice.delete as usize >= typing.start
            });
        match self.done.back_mut() {
            Some(group) if joins && group.is_text_of(entity, field) => {
                if let What::Text(earlier) = &mut group.what {
                    *earlier = inverse.then(earlier);
                }
            }
            _ => self.push(Group { entity, field, what: What::Text(inverse) }),
        }
        self.typing = Some(Typing { last: now, start: at, end: at + inserted });
    }

    /// I set a field.
    pub(crate) fn set(&mut self, entity: EntityKey, field: Field, mine: Value, before: Value) {
        self.undone.clear();
        self.typing = None;
        self.push(Group { entity, field, what: What::Scalar { mine, before } });
    }

    /// I did something that cannot be undone.
    pub(crate) fn barrier(&mut self) {
        self.typing = None;
    }

    /// Somebody else changed a text.
    pub(crate) fn others_typed(&mut self, entity: EntityKey, field: Field, theirs: &Delta) {
        if theirs.is_nothing() {
            return;
        }
        if let Some(typing) = &mut self.typing
            && self.done.back().is_some_and(|group| group.is_text_of(entity, field))
        {
            typing.start = theirs.map(typing.start);
            typing.end = theirs.map(typing.end).max(typing.start);
        }
        carry_down(self.done.iter_mut().rev(), entity, field, theirs);
        carry_down(self.undone.iter_mut().rev(), entity, field, theirs);
        let says_something = |group: &Group| !matches!(&group.what, What::Text(inverse) if inverse.is_nothing());
        self.done.retain(says_something);
        self.undone.retain(says_something);
    }

    /// A field's text was replaced by another container, or the whole entity was: what I know of it is void.
    pub(crate) fn forget(&mut self, entity: EntityKey, field: Option<Field>) {
        let concerns = |group: &Group| group.entity == entity && field.is_none_or(|field| group.field == field);
        self.done.retain(|group| !concerns(group));
        self.undone.retain(|group| !concerns(group));
        self.typing = None;
    }

    fn push(&mut self, group: Group) {
        if self.done.len() >= DEPTH {
            self.done.pop_front();
        }
        self.done.push_back(group);
    }
}

/// Carries a change of somebody else down a stack: each group as it is after the change, and the change as it would
/// have been before the group.
fn carry_down<'a>(stack: impl Iterator<Item = &'a mut Group>, entity: EntityKey, field: Field, theirs: &Delta) {
    let mut theirs = theirs.clone();
    for group in stack.filter(|group| group.is_text_of(entity, field)) {
        if let What::Text(inverse) = &mut group.what {
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
        debug_assert!(self.draft.is_none(), "drafts are settled first");
        while let Some(group) = self.history.pop_done() {
            if let Some((applied, inverse)) = self.reverse(&group, now) {
                self.history.push_undone(inverse);
                return Some(applied);
            }
        }
        None
    }

    /// Does again what I last took back; `None` if there is nothing.
    pub fn redo(&mut self, now: Moment) -> Option<Applied> {
        debug_assert!(self.draft.is_none(), "drafts are settled first");
        while let Some(group) = self.history.pop_undone() {
            if let Some((applied, inverse)) = self.reverse(&group, now) {
                self.history.push_done(inverse);
                return Some(applied);
            }
        }
        None
    }

    /// Reverses one group; what came of it, and the group that reverses the reversal. `None` if nothing is left to do.
    fn reverse(&mut self, group: &Group, now: Moment) -> Option<(Applied, Group)> {
        let Group { entity, field, what } = group;
        let (entity, field) = (*entity, *field);
        match what {
            What::Scalar { mine, before } => {
                let containers = self.containers(entity);
                let (container, hidden) = containers.split_last()?;
                if !self.is_only_mine(&containers, field, mine) {
                    return None;
                }
                let change = self.put_everywhere(container, hidden, field, before, now).ok()?;
                let inverse =
                    Group { entity, field, what: What::Scalar { mine: before.clone(), before: mine.clone() } };
                Some((Applied { change, touched: vec![Touched::Field { entity, field }] }, inverse))
            }
            What::Text(delta) => {
                let text = self.open_text(entity, field).ok()?;
                let old: Vec<u16> = self.am.text(&text.object).ok()?.encode_utf16().collect();
                let splices = delta.to_splices();
                let inverse = inverse_of(&splices, old)?;
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
                let applied = Applied { change, touched: vec![Touched::Text { entity, field, splices }] };
                Some((applied, Group { entity, field, what: What::Text(inverse) }))
            }
        }
    }
}

/// What undoes these splices of `old`; `None` if they do not fit it.
fn inverse_of(splices: &[Splice], mut old: Vec<u16>) -> Option<Delta> {
    let mut inverse = Delta::default();
    for splice in splices {
        let start = splice.at as usize;
        let end = start + splice.delete as usize;
        if end > old.len() {
            return None;
        }
        let inserted: Vec<u16> = splice.insert.encode_utf16().collect();
        let len = inserted.len();
        let removed = old.splice(start..end, inserted).collect();
        inverse = Delta::splice(start, len, removed).then(&inverse);
    }
    Some(inverse)
}
