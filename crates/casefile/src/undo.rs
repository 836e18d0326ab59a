//! What I did in a document, so that it can be undone and redone, also after others have written in between.
//!
//! Undo takes back my own edits and no one else's. A group of text edits is kept as its inverse (what to take out, and
//! what to put back); every edit of somebody else is carried down the stack, shifting and splitting the inverses on
//! its way, so that taking out covers only units that I put in. A scalar is put back only while it is still what I
//! wrote.

use crate::delta::{Delta, Tie};
use crate::id::{EntityKey, Moment};
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
    done: Vec<Group>,
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
        self.done.pop()
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
        self.done.push(group);
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
        match self.done.last_mut() {
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
            && self.done.last().is_some_and(|group| group.is_text_of(entity, field))
        {
            typing.start = theirs.map(typing.start);
            typing.end = theirs.map(typing.end).max(typing.start);
        }
        for stack in [&mut self.done, &mut self.undone] {
            let mut theirs = theirs.clone();
            for group in stack.iter_mut().rev().filter(|group| group.is_text_of(entity, field)) {
                if let What::Text(inverse) = &mut group.what {
                    let below = theirs.rebased(inverse, Tie::TheirsFirst);
                    *inverse = inverse.rebased(&theirs, Tie::MineFirst);
                    theirs = below;
                }
            }
            stack.retain(|group| !matches!(&group.what, What::Text(inverse) if inverse.is_nothing()));
        }
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
            self.done.remove(0);
        }
        self.done.push(group);
    }
}
