//! A relay that lies: it holds back, says again, puts in another order, leaves out, mixes up circles, and shows an older
//! roster or log than it has. Once everything heals it is another relay, an honest one with the same disk.

use bytes::Bytes;
use wire::{ChainId, CircleId, Hash, LogPoint, RelayFrame};

use super::world::World;

/// How many frames it remembers, to say them again.
const REMEMBERED: usize = 60;

impl World {
    /// What a relay that may lie sends in the place of a frame.
    pub(super) fn says(&mut self, bytes: Bytes) -> Vec<Bytes> {
        if self.plan.lies == 0 || self.healed {
            return vec![bytes];
        }
        let lie = self.liar.chance(self.plan.lies);
        let Ok(frame) = RelayFrame::from_bytes(&bytes) else { return vec![bytes] };
        let again = self.liar.index(REMEMBERED);
        if matches!(frame, RelayFrame::Records { .. } | RelayFrame::Control { .. } | RelayFrame::Presence { .. }) {
            if self.said.len() < REMEMBERED {
                self.said.push(bytes.clone());
            } else if let Some(old) = self.said.get_mut(again) {
                *old = bytes.clone();
            }
        }
        if !lie {
            return vec![bytes];
        }
        let said = self.lie(frame);
        let mut said: Vec<Bytes> = said.into_iter().map(|frame| frame.to_bytes().into()).collect();
        if self.liar.chance(200)
            && let Some(old) = self.said.get(again)
        {
            self.counts.entry("lie: said again").and_modify(|count| *count += 1).or_insert(1);
            said.push(old.clone());
        }
        said
    }

    fn lie(&mut self, frame: RelayFrame) -> Vec<RelayFrame> {
        let how = self.liar.below(6);
        match (frame, how) {
            // Held back: also what would have come after it, as far as the device can tell.
            (
                RelayFrame::Records { .. }
                | RelayFrame::Control { .. }
                | RelayFrame::CaughtUp { .. }
                | RelayFrame::Ack { .. }
                | RelayFrame::ControlAck { .. }
                | RelayFrame::Presence { .. },
                0,
            ) => {
                self.count("lie: held back");
                Vec::new()
            }
            (RelayFrame::Records { circle, from, mut envelopes }, 1) => {
                self.count("lie: another order");
                envelopes.reverse();
                vec![RelayFrame::Records { circle, from, envelopes }]
            }
            (RelayFrame::Records { circle, from, mut envelopes }, 2) => {
                self.count("lie: left out");
                envelopes.remove(self.liar.index(envelopes.len()));
                vec![RelayFrame::Records { circle, from, envelopes }]
            }
            (RelayFrame::Records { circle, from, mut envelopes }, 3) => {
                self.count("lie: doubled");
                let at = self.liar.index(envelopes.len());
                if let Some(envelope) = envelopes.get(at).cloned() {
                    envelopes.insert(at, envelope);
                }
                vec![RelayFrame::Records { circle, from, envelopes }]
            }
            (RelayFrame::Records { circle, from, envelopes }, 4) => {
                self.count("lie: another circle");
                vec![RelayFrame::Records { circle: self.another_circle(circle), from, envelopes }]
            }
            (RelayFrame::Control { chain, from, mut records }, 1 | 2) => {
                self.count("lie: an older chain");
                records.truncate(self.liar.index(records.len()));
                vec![RelayFrame::Control { chain, from, records }]
            }
            (RelayFrame::Control { chain: ChainId::Circle(circle), from, records }, 3) => {
                self.count("lie: another circle");
                vec![RelayFrame::Control { chain: ChainId::Circle(self.another_circle(circle)), from, records }]
            }
            (RelayFrame::CaughtUp { circle, log }, 1 | 2) => {
                self.count("lie: an older log");
                let position = self.liar.below(log.position + 1);
                vec![RelayFrame::CaughtUp { circle, log: LogPoint { position, digest: Hash([9; 32]) } }]
            }
            (RelayFrame::CaughtUp { circle, log }, 3) => {
                self.count("lie: set back");
                let rewound = RelayFrame::Rewound { circle, log: LogPoint::START, frontier: Vec::new() };
                vec![rewound, RelayFrame::CaughtUp { circle, log }]
            }
            (frame @ RelayFrame::ChainsCaughtUp, 1 | 2) => {
                self.count("lie: a chain set back");
                vec![RelayFrame::ControlRewound { chain: ChainId::Roster, have: self.liar.below(3) }, frame]
            }
            (frame, _) => vec![frame],
        }
    }

    fn another_circle(&mut self, than: CircleId) -> CircleId {
        let others: Vec<CircleId> = self
            .said
            .iter()
            .filter_map(|bytes| match RelayFrame::from_bytes(bytes) {
                Ok(RelayFrame::Records { circle, .. }) if circle != than => Some(circle),
                _ => None,
            })
            .collect();
        self.liar.pick(&others).unwrap_or(than)
    }
}
