//! Who is where, now: sealed to the circle, never stored, forgotten when nobody says it again.

use casefile::{EntityKey, Field};
use litemap::LiteMap;
use minicbor::{Decode, Encode};
use wire::{CircleId, ClientFrame, DeviceId, DocId, Timestamp, from_cbor, to_cbor};

use crate::device::{Cx, Device};
use crate::effect::Change;
use crate::event::CaretAt;
use crate::view::PresenceView;

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
    at: Option<CaretAt>,
    typed: Option<Timestamp>,
    said_at: Option<Timestamp>,
    unsaid: bool,
}

#[derive(Debug)]
struct Other {
    at: Option<CaretAt>,
    seen: Timestamp,
    typing_until: Timestamp,
}

/// Me and everybody else.
#[derive(Debug, Default)]
pub(crate) struct PresenceBook {
    mine: LiteMap<DocId, Mine>,
    others: LiteMap<(DocId, DeviceId), Other>,
}

impl PresenceBook {
    pub(crate) fn somebody_else_in(&self, doc: &DocId) -> bool {
        self.others.keys().any(|(known, _)| known == doc)
    }

    pub(crate) fn everybody_left(&mut self) {
        self.others.clear();
        for (_, mine) in self.mine.iter_mut() {
            mine.said_at = None;
            mine.unsaid = true;
        }
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
        for (_, mine) in self.mine.iter_mut() {
            mine.said_at = mine.said_at.map(|at| at.min(now));
            mine.typed = mine.typed.map(|at| at.min(now));
        }
        for (_, other) in self.others.iter_mut() {
            other.seen = other.seen.min(now);
            other.typing_until = other.typing_until.min(now);
        }
    }
}

impl Device {
    pub(crate) fn caret_moved(&mut self, cx: &mut Cx<'_>, doc: DocId, at: Option<CaretAt>) {
        if at.is_none() && self.documents.get(&doc).is_none_or(|document| document.watchers == 0) {
            if self.presence.mine.remove(&doc).is_some() {
                self.say(cx, doc, &Message::Left { doc });
            }
            return;
        }
        let mine = self.presence.mine.entry(doc).or_default();
        if at.as_ref().is_some_and(|at| at.typing) {
            mine.typed = Some(cx.now);
        }
        if mine.at != at {
            mine.at = at;
            mine.unsaid = true;
        }
    }

    /// Says that I look at a document, so that others here share at once what they write.
    pub(crate) fn greet(&mut self, _cx: &mut Cx<'_>, doc: DocId) {
        self.presence.mine.entry(doc).or_default().unsaid = true;
    }

    pub(crate) fn greet_everywhere(&mut self, _cx: &mut Cx<'_>) {
        for (_, mine) in self.presence.mine.iter_mut() {
            mine.unsaid = true;
            mine.said_at = None;
        }
    }

    pub(crate) fn tend_presence(&mut self, cx: &mut Cx<'_>) {
        let now = cx.now;
        let gone: Vec<(DocId, DeviceId)> = self
            .presence
            .others
            .iter()
            .filter(|(_, other)| other.seen.plus(FORGET) <= now)
            .map(|(key, _)| *key)
            .collect();
        for key in gone {
            self.presence.others.remove(&key);
            self.paint(Change::Presence(key.0));
        }
        let mut stopped = Vec::new();
        for ((doc, _), other) in &mut self.presence.others {
            if let Some(at) = &mut other.at
                && at.typing
                && other.typing_until <= now
            {
                at.typing = false;
                stopped.push(*doc);
            }
        }
        for doc in stopped {
            self.paint(Change::Presence(doc));
        }
        if !self.link.is_live() {
            return;
        }
        let mut to_say = Vec::new();
        for (doc, mine) in &mut self.presence.mine {
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
                to_say.push((*doc, message));
            }
        }
        for (doc, message) in to_say {
            self.say(cx, doc, &message);
        }
    }

    fn say(&mut self, cx: &mut Cx<'_>, doc: DocId, message: &Message) {
        let circle = self.documents.get(&doc).map(|document| document.circle).or(self.catalogue.circle_of(&doc));
        let (Some(circle), Some(keys), true) = (circle, &self.keys, self.link.is_live()) else { return };
        let Some(log) = self.circles.get(&circle).filter(|log| log.subscribed && log.chain_shared()) else { return };
        let Some((epoch, key)) = log.current_key() else { return };
        if let Ok(sealed) = trust::seal_presence(keys, &key, circle, epoch, &to_cbor(message), cx.rng) {
            self.send(&ClientFrame::Presence { circle, sealed });
        }
    }

    pub(crate) fn presence_received(&mut self, cx: &mut Cx<'_>, circle: CircleId, device: DeviceId, sealed: &[u8]) {
        let Some(message) = self.open_presence(circle, device, sealed) else { return };
        let (doc, at) = match message {
            Message::Left { doc } => {
                self.presence.others.remove(&(doc, device));
                self.paint(Change::Presence(doc));
                return;
            }
            Message::Looking { doc } => (doc, None),
            Message::In { doc, entity, field, position, typing } => {
                (doc, Some(CaretAt { entity, field, position, typing }))
            }
        };
        let known = self.documents.get(&doc).map(|document| document.circle).or(self.catalogue.circle_of(&doc));
        if known.is_some_and(|known| known != circle) {
            return;
        }
        let other = Other { at, seen: cx.now, typing_until: cx.now.plus(TYPING) };
        let met = self.presence.others.insert((doc, device), other).is_none();
        if met && let Some(mine) = self.presence.mine.get_mut(&doc) {
            // They may not know of me yet; and what I have unsealed is of interest now.
            mine.unsaid = true;
            mine.said_at = mine.said_at.map(|at| Timestamp(at.0.saturating_sub(PACE)));
            if let Some(document) = self.documents.get_mut(&doc)
                && !document.is_sealed()
            {
                document.seal_at = Some(cx.now);
            }
        }
        self.paint(Change::Presence(doc));
    }

    fn open_presence(&self, circle: CircleId, device: DeviceId, sealed: &[u8]) -> Option<Message> {
        let roster = self.roster.as_ref()?;
        let log = self.circles.get(&circle)?;
        log.chain.as_ref()?.circle.role_of(&roster.device(&device)?.member)?;
        let key = log.key(trust::presence_epoch(sealed)?)?;
        let plain = trust::open_presence(sealed, &key, circle, &roster.device(&device)?.public).ok()?;
        from_cbor(&plain).ok()
    }

    /// Who else is in a document now.
    #[must_use]
    pub fn presence(&self, doc: DocId) -> Vec<PresenceView> {
        let member_of = |device: &DeviceId| Some(self.roster.as_ref()?.device(device)?.member);
        self.presence
            .others
            .iter()
            .filter(|((known, _), _)| *known == doc)
            .filter_map(|((_, device), other)| {
                Some(PresenceView { member: member_of(device)?, device: *device, at: other.at.clone() })
            })
            .collect()
    }
}
