//! People sign what they see, and what was signed is what it was, on every device and whatever came after.

use casefile::{Document, EntityId, EntityKey, EntityKind, Field, Moment, SignatureRole};
use casework::signatures::{self, Signature};
use device::{Device, Event, Intent};
use wire::DocId;

use super::world::World;

/// What somebody saw when they signed.
#[derive(Debug, Clone)]
pub struct Signed {
    doc: DocId,
    signature: EntityId,
    texts: [String; 2],
}

fn texts(document: &Document, note: EntityKey) -> [String; 2] {
    [Field::BODY, Field::PLAN].map(|field| document.text(note, field).unwrap_or_default())
}

/// The signature with this id, if it has come.
fn signature(document: &Document, id: EntityId) -> Option<Signature> {
    let notes = document.entities(EntityKind::NOTE);
    let mut all = notes.into_iter().flat_map(|note| signatures::standing(document, note).signed);
    all.find(|signature| signature.key.id == id)
}

impl World {
    /// Somebody finishes the note that they have open.
    pub(super) fn sign_note(&mut self, node: usize, doc: DocId) {
        let Some(device) = self.nodes[node].device.as_ref() else { return };
        let (Some(document), Some(me)) = (device.document(doc), device.me()) else { return };
        let Some(note) = document.entities(EntityKind::NOTE).first().copied() else {
            return self.agree_plan(node, doc);
        };
        let texts = texts(document, note);
        self.last_word += 1;
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.last_word.to_be_bytes());
        let id = EntityId(id);
        let now = Moment(self.now);
        self.say(|| format!("node {node} signs {doc:?}"));
        self.ledger.signed.push(Signed { doc, signature: id, texts });
        let edit = signatures::sign(id, note, SignatureRole::Finished, me, ("", now));
        self.feed(node, Event::Intent(Intent::Edit { doc, edit }));
        self.count("signed");
    }

    /// A signed version never changes: where a signature has come, it names the words that its signer saw.
    pub(super) fn check_signatures(&mut self) {
        let mut broken = Vec::new();
        let devices = self.nodes.iter().filter(|node| !node.lost).filter_map(|node| node.device.as_ref());
        for device in devices {
            broken.extend(self.ledger.signed.iter().filter_map(|signed| fault(device, signed)));
        }
        for what in broken {
            self.breaks(what);
        }
    }
}

fn fault(device: &Device, signed: &Signed) -> Option<String> {
    let document = device.document(signed.doc)?;
    let signature = signature(document, signed.signature)?;
    let Some(view) = signature.signed(document) else {
        return Some(format!("what was signed in {:?} cannot be read", signed.doc));
    };
    let says = [Field::BODY, Field::PLAN].map(|field| view.text(field).to_owned());
    if says != signed.texts {
        return Some(format!("the signed version of {:?} says something else: {says:?}", signed.doc));
    }
    (!signature.is_unaltered(document)).then(|| format!("the fingerprint under {:?} is another", signed.doc))
}
