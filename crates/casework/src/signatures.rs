//! Signatures under an entity, and what became of it since: who signed what, who opened it again and why, who changed it.

use std::collections::{BTreeMap, BTreeSet};

use casefile::{
    Difference, Document, Edit, EntityId, EntityKey, EntityKind, EntityView, Field, Moment, SignatureRole, Sitting,
    Value, differences, heads_of_text, text_of_key,
};
use device::{Device, Query};
use wire::MemberId;

/// What a pen drew, with the name below it.
pub type Drawn = casefile::shapes::Signature;

/// Bytes of an actor that tell its device.
const DEVICE: usize = 16;

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Which.
    pub key: EntityKey,
    /// What is signed.
    pub of: EntityKey,
    /// What it says.
    pub says: SignatureRole,
    /// Who signed.
    pub signer: Option<MemberId>,
    /// When.
    pub at: Moment,
    /// Why; empty where nobody was asked.
    pub reason: String,
    /// Of which person of the case it is, if it is no member's.
    pub person: Option<EntityId>,
    /// The name that whoever is no member signed with; else empty.
    pub name: String,
    /// What the pen drew, if it did.
    pub drawn: Option<Drawn>,
    /// Which member was there when it was signed.
    pub witness: Option<MemberId>,
    /// Which member is asked to look it over.
    pub asked: Option<MemberId>,
    /// The document's heads that were signed.
    pub heads: Vec<[u8; 32]>,
    /// As it is kept, in hexadecimal.
    pub fingerprint: String,
    /// Who made it, as the bytes of an actor.
    actor: Vec<u8>,
}

impl Signature {
    pub(crate) fn read(view: &EntityView, of: EntityKey) -> Option<Self> {
        let member = |field| view.choice::<EntityId>(field).map(|id| MemberId(id.0));
        (view.text(Field::OF) == text_of_key(of) && !view.archived()).then_some(())?;
        Some(Self {
            key: view.key,
            of,
            says: view.choice(Field::SAYS)?,
            signer: member(Field::SIGNER),
            person: view.choice(Field::PERSON),
            name: view.text(Field::NAME).trim().to_owned(),
            drawn: view.choice(Field::DRAWN),
            witness: member(Field::WITNESS),
            asked: member(Field::ASKED),
            at: view.value(Field::AT).as_time()?,
            reason: view.text(Field::REASON).trim().to_owned(),
            heads: heads_of_text(view.text(Field::HEADS))?,
            fingerprint: view.text(Field::FINGERPRINT).to_owned(),
            actor: view.field(Field::OF)?.answers.last()?.actor.clone(),
        })
    }

    /// What was signed, as it stood then.
    #[must_use]
    pub fn signed(&self, document: &Document) -> Option<EntityView> {
        document.entity_at(self.of, &self.heads)
    }

    /// Whether what stood at the heads that it names is what its signer signed.
    #[must_use]
    pub fn is_unaltered(&self, document: &Document) -> bool {
        let fingerprint = document.fingerprint(self.of, &self.heads);
        fingerprint.is_some_and(|found| base16ct::lower::encode_string(&found) == self.fingerprint)
    }
}

/// How an entity stands with its signatures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Those that finish, agree or sign off, the first one first.
    pub signed: Vec<Signature>,
    /// Why it is open again, if it is.
    pub opened: Option<Signature>,
}

impl Standing {
    /// The signature that counts now.
    #[must_use]
    pub fn latest(&self) -> Option<&Signature> {
        self.signed.last()
    }

    /// Whether it is signed, and nobody has opened it again.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        !self.signed.is_empty() && self.opened.is_none()
    }
}

/// What was changed after the first signature: by whom, when, why, and what.
#[derive(Debug, Clone, PartialEq)]
pub struct Amendment {
    /// By whom and when. Whether they knew of the signature is in it.
    pub sitting: Sitting,
    /// The reason that they gave; empty if they gave none.
    pub reason: String,
    /// What says something else, field by field.
    pub differences: Vec<Difference>,
}

/// Everything that was signed under an entity, the first one first.
#[must_use]
pub fn signatures_of(document: &Document, of: EntityKey) -> Vec<Signature> {
    let views = document.entities(EntityKind::SIGNATURE).into_iter().filter_map(|key| document.entity(key));
    let mut all: Vec<Signature> = views.filter_map(|view| Signature::read(&view, of)).collect();
    all.sort_by_key(|signature| (signature.at, signature.key.id));
    all
}

/// How an entity stands with its signatures.
#[must_use]
pub fn standing(document: &Document, of: EntityKey) -> Standing {
    let is_talk = |signature: &Signature| matches!(signature.says, SignatureRole::Asked | SignatureRole::Returned);
    let all = signatures_of(document, of).into_iter().filter(|signature| !is_talk(signature));
    let (mut opened, signed): (Vec<_>, Vec<_>) = all.partition(|signature| signature.says == SignatureRole::Amended);
    // Whoever finished it again had seen that it was open. Whoever did so at the same time elsewhere had not.
    let closed =
        |opened: &Signature| signed.iter().any(|signature| document.entity_at(opened.key, &signature.heads).is_some());
    opened.retain(|one| !closed(one));
    Standing { signed, opened: opened.pop() }
}

/// Whether it says something else than the signature that counts.
#[must_use]
pub fn is_changed(document: &Document, standing: &Standing) -> bool {
    standing.latest().is_some_and(|latest| {
        let (then, now) = (latest.signed(document), document.entity(latest.of));
        then.zip(now).is_some_and(|(then, now)| !differences(&then, &now).is_empty())
    })
}

/// What was changed since the first signature, the first sitting first. Sittings that left nothing behind are none.
#[must_use]
pub fn amendments(document: &Document, standing: &Standing) -> Vec<Amendment> {
    let Some(first) = standing.signed.first() else { return Vec::new() };
    let mut reasons = signatures_of(document, first.of);
    reasons.retain(|signature| signature.says == SignatureRole::Amended);
    let sittings = document.sittings_since(first.of, &first.heads, first.key);
    let amended = sittings.into_iter().filter_map(|sitting| {
        let before = document.entity_at(first.of, &sitting.before)?;
        let differences = differences(&before, &document.entity_at(first.of, &sitting.after)?);
        if differences.is_empty() {
            return None;
        }
        let same_device = |signature: &&Signature| {
            let device = signature.actor.get(..DEVICE);
            device.is_some() && device == sitting.actor.get(..DEVICE)
        };
        let given = |signature: &&Signature| document.entity_at(signature.key, &sitting.after).is_some();
        let known: Vec<&Signature> = reasons.iter().filter(|_| sitting.knew).filter(given).collect();
        let mine = known.iter().rev().copied().find(|one| same_device(one));
        let reason = mine.or_else(|| known.last().copied()).map(|one| one.reason.clone());
        Some(Amendment { sitting, reason: reason.unwrap_or_default(), differences })
    });
    amended.collect()
}

/// Which entities are signed and not opened again, by what lists know: as [`Field::OF`] names them.
#[must_use]
pub fn closed(device: &Device) -> BTreeSet<String> {
    let mut latest: BTreeMap<String, (Option<Moment>, bool)> = BTreeMap::new();
    for seen in device.each(&Query::of(EntityKind::SIGNATURE)) {
        let row = seen.row;
        let said = (row.time(Field::AT), row.choice(Field::SAYS) != Some(SignatureRole::Amended));
        let known = latest.entry(row.text(Field::OF).to_owned()).or_insert(said);
        *known = said.max(*known);
    }
    latest.into_iter().filter(|(_, (_, is_closed))| *is_closed).map(|(of, _)| of).collect()
}

/// Signs an entity, with a reason where it is opened again.
#[must_use]
pub fn sign(
    signature: EntityId,
    of: EntityKey,
    says: SignatureRole,
    signer: MemberId,
    (reason, now): (&str, Moment),
) -> Edit {
    let fields = vec![
        (Field::SAYS, says.into()),
        (Field::SIGNER, Value::from(signer.to_string())),
        (Field::AT, Value::Time(now)),
        (Field::REASON, Value::from(reason.trim())),
    ];
    Edit::Sign { signature: EntityKey::new(EntityKind::SIGNATURE, signature), of, read_at: None, fields }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use casefile::{ActorId, CaseId, NoteId, begin};

    use super::*;

    const NOTE: EntityKey = EntityKey::note(NoteId([7; 16]));
    const MAYA: MemberId = MemberId([1; 16]);
    const JONAS: MemberId = MemberId([2; 16]);
    const HOUR: u64 = 3_600_000;

    /// A note of Maya's with these words.
    fn note(words: &str) -> Document {
        let mut document = Document::new(ActorId::new([1; 32]));
        for edit in begin::note(CaseId([9; 16]), NoteId([7; 16]), Moment(1), vec![]) {
            document.edit(&edit, Moment(1)).unwrap();
        }
        write(&mut document, words, 2);
        document
    }

    fn write(document: &mut Document, words: &str, at: u64) {
        let edit = Edit::Set { entity: NOTE, field: Field::BODY, value: words.into() };
        document.edit(&edit, Moment(at)).unwrap();
    }

    fn signs(document: &mut Document, id: u8, says: SignatureRole, who: MemberId, reason: &str, at: u64) {
        let edit = sign(EntityId([id; 16]), NOTE, says, who, (reason, Moment(at)));
        document.edit(&edit, Moment(at)).unwrap();
    }

    fn copy(document: &Document, actor: u8) -> Document {
        Document::load(&document.save(), ActorId::new([actor; 32])).unwrap()
    }

    fn body(view: Option<EntityView>) -> String {
        view.unwrap().text(Field::BODY).to_owned()
    }

    #[test]
    fn a_finished_note_is_closed_and_its_words_stay_what_they_were_whatever_comes() {
        let mut maya = note("Four nights.");
        assert_eq!(standing(&maya, NOTE), Standing::default());
        signs(&mut maya, 11, SignatureRole::Finished, MAYA, "", HOUR);
        let now = standing(&maya, NOTE);
        assert!(now.is_closed() && !is_changed(&maya, &now));
        assert_eq!(amendments(&maya, &now), []);
        signs(&mut maya, 12, SignatureRole::Amended, MAYA, "Elena rang.", 2 * HOUR);
        assert!(!standing(&maya, NOTE).is_closed());
        write(&mut maya, "Five nights.", 2 * HOUR + 1);
        signs(&mut maya, 13, SignatureRole::Finished, MAYA, "", 2 * HOUR + 2);
        let now = standing(&maya, NOTE);
        assert!(now.is_closed() && !is_changed(&maya, &now), "the second signature is of the words that stand");
        let first = &now.signed[0];
        assert_eq!(body(first.signed(&maya)), "Four nights.");
        assert!(first.is_unaltered(&maya) && now.signed[1].is_unaltered(&maya));
        let amended = amendments(&maya, &now);
        assert_eq!(amended.len(), 1);
        assert_eq!((amended[0].reason.as_str(), amended[0].sitting.knew), ("Elena rang.", true));
        let (before, after) = (Value::from("Four nights."), Value::from("Five nights."));
        assert_eq!(amended[0].differences, [Difference { field: Field::BODY, before, after }]);
        // Also after it was stored and loaded again.
        let again = copy(&maya, 3);
        assert_eq!(standing(&again, NOTE).signed, now.signed);
        assert!(now.signed.iter().all(|one| one.is_unaltered(&again)));
    }

    #[test]
    fn what_somebody_wrote_before_the_signature_reached_them_is_a_change_without_a_reason() {
        let mut maya = note("Four nights.");
        let mut jonas = copy(&maya, 2);
        signs(&mut maya, 11, SignatureRole::Finished, MAYA, "", HOUR);
        write(&mut jonas, "Four nights. Mateo laughed.", HOUR + 5);
        let seen = maya.heads();
        maya.merge(&jonas.changes_since(&[])).unwrap();
        jonas.merge(&maya.changes_since(&[])).unwrap();
        for document in [&maya, &jonas] {
            let now = standing(document, NOTE);
            assert!(now.is_closed() && is_changed(document, &now));
            assert_eq!(body(now.signed[0].signed(document)), "Four nights.", "what she signed");
            let amended = amendments(document, &now);
            assert_eq!(amended.len(), 1);
            assert!(!amended[0].sitting.knew && amended[0].reason.is_empty());
            assert_eq!(amended[0].sitting.actor, [2; 32]);
        }
        assert!(maya.entity_at(NOTE, &seen).is_some());
    }

    #[test]
    fn a_signature_that_does_not_fit_what_it_names_is_told() {
        let mut maya = note("Four nights.");
        signs(&mut maya, 11, SignatureRole::Finished, MAYA, "", HOUR);
        write(&mut maya, "Five nights.", HOUR + 1);
        let now = standing(&maya, NOTE);
        let other = Signature { heads: maya.heads(), ..now.signed[0].clone() };
        assert!(!other.is_unaltered(&maya), "these heads say something else");
        let unknown = Signature { heads: vec![[5; 32]], ..now.signed[0].clone() };
        assert!(!unknown.is_unaltered(&maya) && unknown.signed(&maya).is_none());
    }

    #[test]
    fn an_entity_of_another_kind_can_be_signed_and_two_who_sign_apart_both_did() {
        let mut maya = note("Four nights.");
        let mut jonas = copy(&maya, 2);
        signs(&mut maya, 11, SignatureRole::Finished, MAYA, "", HOUR);
        signs(&mut jonas, 12, SignatureRole::SignedOff, JONAS, "", 2 * HOUR);
        maya.merge(&jonas.changes_since(&[])).unwrap();
        let now = standing(&maya, NOTE);
        assert_eq!(now.signed.iter().map(|one| one.signer).collect::<Vec<_>>(), [Some(MAYA), Some(JONAS)]);
        assert!(now.is_closed() && amendments(&maya, &now).is_empty());
    }
}
