//! Circles of this device alone, such as those of a sample to try things on: they have no chain, no key and no log, so
//! nothing in them is ever sealed for others, shown to the relay, or granted to anybody, and all of it can be forgotten.
//!
//! Their ids say so themselves, so that no row has to be read, and none can be lost, before this is known. The id of any
//! other circle is a hash: none has these bytes at its end.

use rand_core::CryptoRng;
use wire::CircleId;

use crate::context::Cx;
use crate::device::{Device, Parts};
use crate::effect::Change;
use crate::event::HereOnly;

/// How the ids of such circles end.
const END: [u8; 16] = *b"this device only";

/// The circle whose first document says who wrote in the others, where nobody of the workspace did.
const PEOPLE: [u8; 16] = *b"who is in it....";

/// A new circle of this device alone.
#[must_use]
pub fn new_circle(rng: &mut (impl CryptoRng + ?Sized)) -> CircleId {
    let mut start = [0; 16];
    rng.fill_bytes(&mut start);
    circle(start)
}

/// The circle of this device alone whose first document says who wrote in the others: members and devices, as the
/// workspace's own document does for everybody.
#[must_use]
pub fn people() -> CircleId {
    circle(PEOPLE)
}

fn circle(start: [u8; 16]) -> CircleId {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&start);
    bytes[16..].copy_from_slice(&END);
    CircleId(bytes)
}

/// Whether a circle is of this device alone.
#[must_use]
pub fn is_here_only(circle: CircleId) -> bool {
    circle.0[16..] == END
}

impl Parts {
    /// Takes in documents of this device alone; others, and such as are there, are passed over.
    pub(crate) fn keep_here(&mut self, cx: &mut Cx<'_>, documents: Vec<HereOnly>) {
        for HereOnly { circle, doc, changes, author, updated } in documents {
            if !is_here_only(circle) || self.documents.circle_of(doc).is_some() {
                continue;
            }
            if self.documents.merge(cx, circle, doc, changes, author).is_ok() {
                self.documents.keep_whole(cx, doc, (author, updated));
                let awaiting = self.documents.take_awaiting(doc);
                self.ask_all(cx, doc, awaiting);
            }
        }
        Self::notify_membership(cx);
    }

    /// Forgets everything that stands in circles of this device alone: nothing of it is left on the disk.
    pub(crate) fn forget_here(&mut self, cx: &mut Cx<'_>) {
        for doc in self.documents.in_circles(is_here_only) {
            self.documents.forget(cx, doc);
            self.forms.forget_of(cx, doc);
            self.sync.left(cx, &self.membership, doc, None);
        }
        cx.notify(Change::Lists);
        Self::notify_membership(cx);
    }
}

impl Device {
    /// Whether there is anything in circles of this device alone.
    #[must_use]
    pub fn has_here_only(&self) -> bool {
        self.parts.documents.catalogue().iter().any(|(_, entry)| is_here_only(entry.circle))
    }
}
