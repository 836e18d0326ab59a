//! What becomes of a frame's bytes before the hub sees them: judged by their size and first bytes, decoded, hashed, and
//! their signatures checked.
//!
//! The hub is one thread for everybody, so whatever costs time is done here, in the task of the connection that sent it.
//! Nothing here needs the hub's state: a device's id is the hash of its keys, so whether a signature is that device's is
//! the same at any time; whether the device may, the hub decides.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use minicbor::Decoder;
use trust::{DevicePublic, Roster};
use wire::frame::auth_bytes;
use wire::limits::{
    FRAME_OVERHEAD, MAX_AUTH, MAX_BATCH, MAX_CIRCLES, MAX_CONTROL, MAX_ENVELOPE, MAX_FOUND, MAX_FRAME, MAX_PING,
    MAX_PRESENCE,
};
use wire::{
    ChainId, CircleId, CircleSince, ClientFrame, ConnectionNonce, DeviceId, Envelope, Hash, Header, Refusal,
    WorkspaceId,
};

/// Frames up to this size, with few records, are decoded on the spot: in well under a millisecond.
const LIGHT_BYTES: usize = 16 * 1024;
/// See [`LIGHT_BYTES`].
const LIGHT_RECORDS: u64 = 8;

/// Who sends a frame, as far as its size depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has proven anything on the connection.
    Stranger,
    /// A device of a workspace.
    Member,
}

/// What a frame costs to decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Next to nothing.
    Light,
    /// Enough to hold up others: it is for a thread of its own.
    Heavy,
}

/// Whether a signature is that of the device that is said to have made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// It is.
    Good,
    /// It is not.
    Bad,
    /// The device's keys are not known yet.
    Unknown,
}

/// One record of a `Push`.
#[derive(Debug, Clone)]
pub struct Record {
    /// What everyone may know of it.
    pub header: Header,
    /// [`Envelope::hash`].
    pub hash: Hash,
    /// Whether it was signed by the device in its header.
    pub proof: Proof,
    /// Bytes of its ciphertext.
    pub ciphertext: usize,
    /// The envelope as it came.
    pub bytes: Vec<u8>,
}

/// A frame as the hub takes it.
#[derive(Debug, Clone)]
pub enum Received {
    /// [`ClientFrame::Found`].
    Found {
        /// The one-time token.
        setup_token: String,
        /// The first roster record.
        roster: Vec<u8>,
    },
    /// [`ClientFrame::Auth`].
    Auth {
        /// Which workspace.
        workspace: WorkspaceId,
        /// Which device.
        device: DeviceId,
        /// As it came.
        signature: [u8; 64],
        /// What the device says that it called, and has signed.
        origin: String,
        /// Whether it is that device's, over this connection's challenge and that origin.
        proof: Proof,
    },
    /// [`ClientFrame::Subscribe`].
    Subscribe {
        /// How many roster records the device holds.
        roster: u64,
        /// How much of each circle.
        circles: Vec<CircleSince>,
    },
    /// [`ClientFrame::PushControl`].
    PushControl {
        /// Which chain.
        chain: ChainId,
        /// The record.
        record: Vec<u8>,
        /// Of the record.
        hash: Hash,
    },
    /// [`ClientFrame::Push`].
    Push {
        /// In the order in which they came, up to the first that cannot be one.
        records: Vec<Record>,
        /// Why that one cannot.
        broken: Option<Refusal>,
    },
    /// [`ClientFrame::Presence`].
    Presence {
        /// Whose eyes it is for.
        circle: CircleId,
        /// Sealed bytes.
        sealed: Vec<u8>,
    },
    /// [`ClientFrame::Ping`].
    Ping {
        /// Echoed.
        number: u64,
    },
    /// It is refused for what its first bytes, its size or its shape say.
    Bad(Refusal),
}

/// The public keys of every device in a roster that the hub has read, by id.
#[derive(Debug, Default)]
pub struct KeyDirectory(RwLock<HashMap<DeviceId, Arc<DevicePublic>>>);

impl KeyDirectory {
    /// The keys of a device, if they are known.
    #[must_use]
    pub fn of(&self, device: &DeviceId) -> Option<Arc<DevicePublic>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(device).cloned()
    }

    /// Takes up one device of a roster.
    pub(crate) fn learn(&self, roster: &Roster, device: &DeviceId) {
        if let Some(entry) = roster.device(device) {
            let keys = Arc::new(entry.public.clone());
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(*device, keys);
        }
    }

    /// Takes up all devices of a roster.
    pub(crate) fn learn_all(&self, roster: &Roster) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for (device, entry) in roster.devices() {
            known.entry(device).or_insert_with(|| Arc::new(entry.public.clone()));
        }
    }
}

/// Judges a frame by who sends it, its first bytes and its size, without decoding it. Everything that it would have to
/// allocate is bounded by what is let through here.
///
/// # Errors
/// [`Refusal::Malformed`], [`Refusal::TooLarge`], or [`Refusal::NotNow`] for what a stranger may not say.
pub fn judge(standing: Standing, bytes: &[u8]) -> Result<Weight, Refusal> {
    let largest = if standing == Standing::Stranger { MAX_FOUND } else { MAX_FRAME };
    if bytes.len() > largest {
        return Err(Refusal::TooLarge);
    }
    let Head { kind, items } = head(bytes).ok_or(Refusal::Malformed)?;
    let (limit, most_items) = match kind {
        FOUND => (MAX_FOUND, 0),
        AUTH => (MAX_AUTH, 0),
        SUBSCRIBE => (MAX_FRAME, MAX_CIRCLES),
        PUSH_CONTROL => (MAX_CONTROL + FRAME_OVERHEAD, 0),
        PUSH => (MAX_FRAME, MAX_BATCH),
        PRESENCE => (MAX_PRESENCE + FRAME_OVERHEAD, 0),
        PING => (MAX_PING, 0),
        _ => return Err(Refusal::Malformed),
    };
    if standing == Standing::Stranger && !matches!(kind, FOUND | AUTH | PING) {
        return Err(Refusal::NotNow);
    }
    if bytes.len() > limit || items > most_items as u64 {
        return Err(Refusal::TooLarge);
    }
    Ok(if bytes.len() > LIGHT_BYTES || items > LIGHT_RECORDS { Weight::Heavy } else { Weight::Light })
}

// The numbers of `ClientFrame`'s variants.
const FOUND: u32 = 0;
const AUTH: u32 = 1;
const SUBSCRIBE: u32 = 2;
const PUSH_CONTROL: u32 = 3;
const PUSH: u32 = 4;
const PRESENCE: u32 = 5;
const PING: u32 = 6;

/// The beginning of a frame.
struct Head {
    /// The number of its variant.
    kind: u32,
    /// How many circles or envelopes it says it has.
    items: u64,
}

fn head(bytes: &[u8]) -> Option<Head> {
    let mut from = Decoder::new(bytes);
    from.array().ok()?.filter(|len| *len == 2)?;
    let kind = from.u32().ok()?;
    from.array().ok()??;
    if kind == SUBSCRIBE {
        from.u64().ok()?;
    }
    let items = if matches!(kind, SUBSCRIBE | PUSH) { from.array().ok()?? } else { 0 };
    Some(Head { kind, items })
}

/// Takes in the frames of one connection.
#[derive(Debug, Clone)]
pub struct Intake {
    nonce: ConnectionNonce,
    keys: Arc<KeyDirectory>,
}

impl Intake {
    /// For a connection with this challenge.
    #[must_use]
    pub fn new(nonce: ConnectionNonce, keys: Arc<KeyDirectory>) -> Self {
        Self { nonce, keys }
    }

    /// Decodes a frame that [`judge`] let through, and checks what can be checked of it.
    #[must_use]
    pub fn open(&self, bytes: &[u8]) -> Received {
        let frame = match ClientFrame::from_bytes(bytes) {
            Ok(frame) => frame,
            Err(_) => return Received::Bad(Refusal::Malformed),
        };
        match frame {
            ClientFrame::Found { setup_token, roster } => Received::Found { setup_token, roster },
            ClientFrame::Auth { workspace, device, signature, origin } => {
                let proof = self.proof(&device, |keys| {
                    keys.verify(&auth_bytes(&self.nonce, &workspace, &device, &origin), &signature).is_ok()
                });
                Received::Auth { workspace, device, signature, origin, proof }
            }
            ClientFrame::Subscribe { roster, circles } => Received::Subscribe { roster, circles },
            ClientFrame::PushControl { chain, record } => {
                let hash = Hash::of(&record);
                Received::PushControl { chain, record, hash }
            }
            ClientFrame::Push { envelopes } => self.records(envelopes),
            ClientFrame::Presence { circle, sealed } => Received::Presence { circle, sealed },
            ClientFrame::Ping { number } => Received::Ping { number },
        }
    }

    /// Judged and opened at once.
    #[must_use]
    pub fn take(&self, standing: Standing, bytes: &[u8]) -> Received {
        match judge(standing, bytes) {
            Ok(_) => self.open(bytes),
            Err(reason) => Received::Bad(reason),
        }
    }

    fn records(&self, envelopes: Vec<Vec<u8>>) -> Received {
        let mut records = Vec::with_capacity(envelopes.len());
        for bytes in envelopes {
            if bytes.len() > MAX_ENVELOPE {
                return Received::Push { records, broken: Some(Refusal::TooLarge) };
            }
            let Ok(envelope) = Envelope::from_bytes(&bytes) else {
                return Received::Push { records, broken: Some(Refusal::Malformed) };
            };
            let proof = self.proof(&envelope.header.device, |keys| trust::verify(&envelope, keys).is_ok());
            let (hash, ciphertext) = (Hash::of(&bytes), envelope.ciphertext.len());
            records.push(Record { header: envelope.header, hash, proof, ciphertext, bytes });
        }
        Received::Push { records, broken: None }
    }

    fn proof(&self, device: &DeviceId, verified: impl FnOnce(&DevicePublic) -> bool) -> Proof {
        match self.keys.of(device) {
            None => Proof::Unknown,
            Some(keys) if verified(&keys) => Proof::Good,
            Some(_) => Proof::Bad,
        }
    }
}

impl Received {
    /// A frame with no check of a signature: the hub does all of them. For where everything is on one thread anyway, as
    /// in simulations.
    #[must_use]
    pub fn unchecked(bytes: &[u8]) -> Self {
        let nobody = Intake::new(ConnectionNonce([0; ConnectionNonce::LEN]), Arc::default());
        nobody.take(Standing::Member, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(standing: Standing, bytes: &[u8], expected: Result<Weight, Refusal>) {
        assert_eq!(judge(standing, bytes), expected, "{standing:?}, {} bytes", bytes.len());
    }

    fn sized(frame: impl Fn(Vec<u8>) -> ClientFrame, len: usize) -> Vec<u8> {
        let around = frame(vec![0; len]).to_bytes().len() - len;
        frame(vec![0; len - around]).to_bytes()
    }

    #[test]
    fn a_stranger_is_judged_by_the_first_bytes() {
        let ping = ClientFrame::Ping { number: 1 }.to_bytes();
        check(Standing::Stranger, &ping, Ok(Weight::Light));
        let (workspace, device) = (WorkspaceId([1; 32]), DeviceId([2; 32]));
        let auth = ClientFrame::Auth { workspace, device, signature: [3; 64], origin: "https://relay.test".to_owned() };
        check(Standing::Stranger, &auth.to_bytes(), Ok(Weight::Light));
        let push = ClientFrame::Push { envelopes: vec![vec![0; 100]] }.to_bytes();
        check(Standing::Stranger, &push, Err(Refusal::NotNow));
        check(Standing::Stranger, &vec![0x82; MAX_FOUND + 1], Err(Refusal::TooLarge));
        // Not even decoded: what follows the first bytes is no frame.
        check(Standing::Stranger, &[0x82, 0x04, 0x81, 0x80, 0xff], Err(Refusal::NotNow));
        check(Standing::Stranger, b"GET / HTTP/1.1", Err(Refusal::Malformed));
    }

    #[test]
    fn every_kind_of_frame_has_its_size_and_one_byte_more_is_too_large() {
        let found = |roster| ClientFrame::Found { setup_token: String::new(), roster };
        let control = |record| ClientFrame::PushControl { chain: ChainId::Roster, record };
        let push = |envelope| ClientFrame::Push { envelopes: vec![envelope] };
        let presence = |sealed| ClientFrame::Presence { circle: CircleId([1; 32]), sealed };
        for (frame, limit, weight) in [
            (&found as &dyn Fn(Vec<u8>) -> ClientFrame, MAX_FOUND, Weight::Light),
            (&control, MAX_CONTROL + FRAME_OVERHEAD, Weight::Heavy),
            (&push, MAX_FRAME, Weight::Heavy),
            (&presence, MAX_PRESENCE + FRAME_OVERHEAD, Weight::Light),
        ] {
            check(Standing::Member, &sized(frame, limit), Ok(weight));
            check(Standing::Member, &sized(frame, limit + 1), Err(Refusal::TooLarge));
        }
        let mut auth = vec![0x82, 0x01, 0x84];
        auth.resize(MAX_AUTH + 1, 0);
        check(Standing::Stranger, &auth, Err(Refusal::TooLarge));
    }

    #[test]
    fn more_records_or_circles_than_a_frame_may_have_are_refused_before_they_are_made() {
        let none = |count| ClientFrame::Push { envelopes: vec![Vec::new(); count] }.to_bytes();
        check(Standing::Member, &none(LIGHT_RECORDS as usize), Ok(Weight::Light));
        check(Standing::Member, &none(MAX_BATCH), Ok(Weight::Heavy));
        check(Standing::Member, &none(MAX_BATCH + 1), Err(Refusal::TooLarge));
        // It says that it has four thousand million, and has none.
        check(Standing::Member, &[0x82, 0x04, 0x81, 0x9a, 0xff, 0xff, 0xff, 0xff], Err(Refusal::TooLarge));
        check(Standing::Member, &[0x82, 0x02, 0x82, 0x00, 0x9a, 0xff, 0xff, 0xff, 0xff], Err(Refusal::TooLarge));
        // Of no length known beforehand.
        check(Standing::Member, &[0x82, 0x04, 0x81, 0x9f], Err(Refusal::Malformed));
    }
}
