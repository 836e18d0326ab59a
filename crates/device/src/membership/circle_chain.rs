//! A circle's control chain as this device knows it, and the keys that it brought.

use minicbor::{Decode, Encode};
use trust::{Circle, EpochKey};
use wire::{CircleId, Hash};
use zeroize::Zeroize;

/// The sealed row: what lists and sending need before the chain is verified, and the keys.
#[derive(Clone, Encode, Decode)]
pub(crate) struct ChainState {
    #[n(0)]
    pub(crate) circle: CircleId,
    #[n(1)]
    pub(crate) keys: Vec<HeldKey>,
    /// Head of the control chain.
    #[n(2)]
    pub(crate) head: Hash,
    /// How many control records are known, and how many of those the relay is known to hold.
    #[n(3)]
    pub(crate) control: u64,
    #[n(4)]
    pub(crate) control_shared: u64,
}

/// An epoch's key as this device keeps it, wiped when dropped.
#[derive(Clone, Encode, Decode)]
pub(crate) struct HeldKey {
    #[n(0)]
    pub(crate) epoch: u32,
    #[cbor(n(1), with = "minicbor::bytes")]
    key: [u8; 32],
}

impl HeldKey {
    pub(crate) fn new(epoch: u32, key: &EpochKey) -> Self {
        Self { epoch, key: *key.expose() }
    }
}

impl Drop for HeldKey {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

/// A verified control chain, with the bytes of its records.
pub(crate) struct Verified {
    pub(crate) circle: Circle,
    pub(crate) records: Vec<Vec<u8>>,
}

/// How far a chain was read.
pub(crate) enum Phase {
    /// Not read since the start.
    Unread,
    /// What is stored cannot be read; the relay brings it again.
    Unreadable,
    /// Read and verified.
    Verified(Box<Verified>),
}

/// A circle's chain.
pub(crate) struct CircleChain {
    pub(super) state: ChainState,
    pub(super) phase: Phase,
}

impl CircleChain {
    pub(super) const fn new(state: ChainState) -> Self {
        Self { state, phase: Phase::Unread }
    }

    /// A circle of whose row only the name is left: the rest is learnt again from the chain.
    pub(super) const fn lost(circle: CircleId) -> Self {
        let state = ChainState { circle, keys: Vec::new(), head: Hash([0; 32]), control: 0, control_shared: 0 };
        Self::new(state)
    }

    pub(super) fn of(chain: Verified) -> Self {
        let mut known = Self::lost(chain.circle.id());
        known.set(chain);
        known
    }

    /// The chain is now this one.
    pub(super) fn set(&mut self, chain: Verified) {
        self.state.head = chain.circle.head();
        self.state.control = chain.records.len() as u64;
        self.state.control_shared = self.state.control_shared.min(self.state.control);
        self.phase = Phase::Verified(Box::new(chain));
    }

    pub(super) const fn is_unread(&self) -> bool {
        matches!(self.phase, Phase::Unread)
    }

    pub(super) fn verified(&self) -> Option<&Verified> {
        match &self.phase {
            Phase::Verified(chain) => Some(chain),
            Phase::Unread | Phase::Unreadable => None,
        }
    }

    /// The circle, once its chain is verified.
    pub(crate) fn circle(&self) -> Option<&Circle> {
        self.verified().map(|chain| &chain.circle)
    }

    pub(crate) const fn head(&self) -> Hash {
        self.state.head
    }

    /// How many of its control records the relay is known to hold.
    pub(crate) const fn control_shared(&self) -> u64 {
        self.state.control_shared
    }

    /// Whether the relay has the whole chain, so that records may follow.
    pub(crate) const fn is_shared(&self) -> bool {
        self.state.control_shared >= self.state.control
    }

    /// Whether the relay can be asked for it: it has some of it, or has to bring all of it.
    pub(crate) const fn can_be_followed(&self) -> bool {
        self.state.control_shared > 0 || matches!(self.phase, Phase::Unreadable)
    }

    pub(crate) fn key(&self, epoch: u32) -> Option<EpochKey> {
        self.state.keys.iter().find(|held| held.epoch == epoch).map(|held| EpochKey::from_bytes(held.key))
    }

    /// The newest key this device holds.
    pub(crate) fn current_key(&self) -> Option<(u32, EpochKey)> {
        let held = self.state.keys.iter().max_by_key(|held| held.epoch)?;
        Some((held.epoch, EpochKey::from_bytes(held.key)))
    }

    /// Whether this device holds the key that others seal under now, as far as it knows the chain.
    pub(crate) fn can_seal(&self) -> bool {
        let newest = self.state.keys.iter().map(|held| held.epoch).max();
        newest.is_some_and(|newest| self.circle().is_none_or(|circle| circle.epoch() == newest))
    }

    /// The records of the verified chain from this one on.
    pub(super) fn records_from(&self, index: u64) -> Option<&[Vec<u8>]> {
        self.verified()?.records.get(usize::try_from(index).ok()?..)
    }
}
