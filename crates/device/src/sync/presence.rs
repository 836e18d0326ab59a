//! Who is where, now: sealed to the circle, never stored, forgotten when nobody says it again.

use std::collections::BTreeMap;

use casefile::{EntityKey, Field};
use minicbor::{Decode, Encode};
use trust::Stamp;
use wire::{CircleId, ClientFrame, DeviceId, DocId, Timestamp, from_cbor, to_cbor};

use super::Syncer;
use crate::context::Cx;
use crate::effect::Change;
use crate::event::CursorAt;
use crate::membership::Membership;

/// Milliseconds between two messages about the same document, while something changes.
const PACE: u64 = 250;

/// Milliseconds after which being there is said again, and after which nobody is believed to be there still.
const REPEAT: u64 = 10_000;
const FORGET: u64 = 25_000;

/// Milliseconds after the last keystroke during which somebody counts as writing.
const TYPING: u64 = 4_000;

/// What a device says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Message {
    /// Looking at a document.
    #[n(0)]
    Looking {
        #[n(0)]
        doc: DocId,
    },
    /// Somewhere in a text.
    #[n(1)]
    In {
        #[n(0)]
        doc: DocId,
        #[n(1)]
        entity: EntityKey,
        #[n(2)]
        field: Field,
        #[n(3)]
        position: u32,
        #[n(4)]
        typing: bool,
    },
    /// No longer there.
    #[n(2)]
    Left {
        #[n(0)]
        doc: DocId,
    },
}

/// Where I am in one document, and when I last said so.
#[derive(Debug, Default)]
struct Mine {
    at: Option<CursorAt>,
    typed: Option<Timestamp>,
    said_at: Option<Timestamp>,
    unsaid: bool,
}

#[derive(Debug)]
struct Other {
    at: Option<CursorAt>,
    seen: Timestamp,
    typing_until: Timestamp,
}

/// Me and everybody else.
#[derive(Debug, Default)]
pub(crate) struct Presence {
    mine: BTreeMap<DocId, Mine>,
    others: BTreeMap<(DocId, DeviceId), Other>,
    /// Of the last message that I made.
    said: Stamp,
    /// Of the last that was heard of each device in each circle, for as long as the program runs: a relay may say an old
    /// one again.
    heard: BTreeMap<(CircleId, DeviceId), Stamp>,
}

impl Presence {
    pub(crate) fn somebody_else_in(&self, doc: DocId) -> bool {
        self.others_in(doc).next().is_some()
    }

    /// Who else is in a document, and where.
    pub(crate) fn others_in(&self, doc: DocId) -> impl Iterator<Item = (DeviceId, Option<&CursorAt>)> {
        self.others
            .range((doc, DeviceId([0; 32]))..)
            .take_while(move |((known, _), _)| *known == doc)
            .map(|((_, device), other)| (*device, other.at.as_ref()))
    }

    /// Says that I look at a document, so that others here share at once what they write.
    pub(crate) fn greet(&mut self, doc: DocId) {
        self.mine.entry(doc).or_default().unsaid = true;
    }

    pub(crate) fn greet_everywhere(&mut self) {
        for mine in self.mine.values_mut() {
            mine.unsaid = true;
            mine.said_at = None;
        }
    }

    /// I am here in a document that I look at.
    pub(crate) fn moved(&mut self, doc: DocId, at: Option<CursorAt>, now: Timestamp) {
        let mine = self.mine.entry(doc).or_default();
        if at.as_ref().is_some_and(|at| at.typing) {
            mine.typed = Some(now);
        }
        if mine.at != at {
            mine.at = at;
            mine.unsaid = true;
        }
    }

    pub(crate) fn disconnected(&mut self) {
        self.others.clear();
        self.greet_everywhere();
    }

    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let mine = self.mine.values().filter_map(|mine| {
            let said_at = mine.said_at?;
            Some(said_at.plus(if mine.unsaid { PACE } else { REPEAT }))
        });
        let others = self.others.values().flat_map(|other| {
            let typing = other.at.as_ref().is_some_and(|at| at.typing).then_some(other.typing_until);
            [Some(other.seen.plus(FORGET)), typing].into_iter().flatten()
        });
        mine.chain(others).min()
    }

    pub(crate) fn clock_went_back(&mut self, now: Timestamp) {
        for mine in self.mine.values_mut() {
            mine.said_at = mine.said_at.map(|at| at.min(now));
            mine.typed = mine.typed.map(|at| at.min(now));
        }
        for other in self.others.values_mut() {
            other.seen = other.seen.min(now);
            other.typing_until = other.typing_until.min(now);
        }
    }

    /// Others who went without a word, or who stopped typing.
    fn forget_silent(&mut self, cx: &mut Cx<'_>) {
        let now = cx.now;
        for ((doc, _), _) in self.others.extract_if(.., |_, other| other.seen.plus(FORGET) <= now) {
            cx.notify(Change::Presence(doc));
        }
        for ((doc, _), other) in &mut self.others {
            if let Some(at) = &mut other.at
                && at.typing
                && other.typing_until <= now
            {
                at.typing = false;
                cx.notify(Change::Presence(*doc));
            }
        }
    }

    /// What I have to say by now.
    fn due(&mut self, now: Timestamp) -> Vec<(DocId, Message)> {
        let mut due = Vec::new();
        for (doc, mine) in &mut self.mine {
            let silence = mine.said_at.map_or(u64::MAX, |at| now.since(at));
            if silence >= if mine.unsaid { PACE } else { REPEAT } {
                mine.said_at = Some(now);
                mine.unsaid = false;
                let message = match &mine.at {
                    None => Message::Looking { doc: *doc },
                    Some(at) => Message::In {
                        doc: *doc,
                        entity: at.entity,
                        field: at.field,
                        position: at.position,
                        typing: at.typing && mine.typed.is_some_and(|typed| now.since(typed) < TYPING),
                    },
                };
                due.push((*doc, message));
            }
        }
        due
    }
}

/// Who said something, and in which circle's document.
pub(crate) struct Heard {
    /// Which document it is about.
    pub(crate) doc: DocId,
    message: Message,
    device: DeviceId,
}

impl Syncer {
    /// Says where I am, and forgets who is gone. `circle_of`: the circle that a document belongs to.
    pub(crate) fn drive_presence(
        &mut self,
        cx: &mut Cx<'_>,
        membership: &Membership,
        circle_of: impl Fn(DocId) -> Option<CircleId>,
    ) {
        self.presence.forget_silent(cx);
        if !self.connection.is_live() {
            return;
        }
        for (doc, message) in self.presence.due(cx.now) {
            self.say(cx, membership, circle_of(doc), &message);
        }
    }

    /// I no longer look at a document.
    pub(crate) fn left(&mut self, cx: &mut Cx<'_>, membership: &Membership, doc: DocId, circle: Option<CircleId>) {
        if self.presence.mine.remove(&doc).is_some() {
            self.say(cx, membership, circle, &Message::Left { doc });
        }
    }

    fn say(&mut self, cx: &mut Cx<'_>, membership: &Membership, circle: Option<CircleId>, message: &Message) {
        let (Some(circle), Some(keys), true) = (circle, membership.keys(), self.connection.is_live()) else { return };
        let followed = self.circles.get(&circle).is_some_and(super::CircleLog::is_followed);
        let Some(chain) = membership.chain(circle).filter(|chain| followed && chain.is_shared()) else { return };
        let Some((epoch, key)) = chain.current_key() else { return };
        self.presence.said = self.presence.said.next(self.connection.relay_time(cx.now));
        let stamped = (self.presence.said, to_cbor(message));
        let sealed = trust::seal_presence(keys, &key, circle, epoch, (stamped.0, &stamped.1), cx.rng);
        if let Ok(sealed) = sealed {
            cx.send(&ClientFrame::Presence { circle, sealed });
        }
    }

    /// Somebody said where they are, if they may say so, and said it now.
    pub(crate) fn hear(
        &mut self,
        now: Timestamp,
        membership: &Membership,
        circle: CircleId,
        device: DeviceId,
        sealed: &[u8],
    ) -> Option<Heard> {
        let known = membership.roster()?.device(&device).filter(|known| known.is_working())?;
        let chain = membership.chain(circle)?;
        chain.circle()?.role_of(&known.member)?;
        let key = chain.key(trust::presence_epoch(sealed)?)?;
        let (stamp, plain) = trust::open_presence(sealed, &key, circle, &known.public).ok()?;
        let last = self.presence.heard.get(&(circle, device)).copied();
        if !stamp.is_fresh(last, self.connection.relay_time(now)) {
            return None;
        }
        self.presence.heard.insert((circle, device), stamp);
        let message: Message = from_cbor(&plain).ok()?;
        let (Message::Looking { doc } | Message::In { doc, .. } | Message::Left { doc }) = message;
        Some(Heard { doc, message, device })
    }

    /// Remembers that. Whether they are new in a document that I look at: then what I have unsealed is of interest.
    pub(crate) fn note_presence(&mut self, cx: &mut Cx<'_>, heard: Heard) -> bool {
        let Heard { doc, message, device } = heard;
        cx.notify(Change::Presence(doc));
        let at = match message {
            Message::Left { .. } => {
                self.presence.others.remove(&(doc, device));
                return false;
            }
            Message::Looking { .. } => None,
            Message::In { entity, field, position, typing, .. } => Some(CursorAt { entity, field, position, typing }),
        };
        let other = Other { at, seen: cx.now, typing_until: cx.now.plus(TYPING) };
        let met = self.presence.others.insert((doc, device), other).is_none();
        let Some(mine) = self.presence.mine.get_mut(&doc).filter(|_| met) else { return false };
        // They may not know of me yet.
        mine.unsaid = true;
        mine.said_at = mine.said_at.map(|at| Timestamp(at.0.saturating_sub(PACE)));
        true
    }
}
