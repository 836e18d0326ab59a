//! Signing an entity, and telling that a signed version was not altered.

use automerge::{ChangeHash, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value as AmValue};
use sha2::{Digest, Sha256};

use crate::document::Document;
use crate::edit::{Applied, EditError};
use crate::id::{EntityKey, Moment};
use crate::nouns::SCHEMA;
use crate::schema::{self, Field};
use crate::value::Value;

/// What a fingerprint begins with.
const DOMAIN: &[u8] = b"doorstep/signed/1\0";

/// How an entity is named in a field such as [`Field::OF`].
#[must_use]
pub fn text_of_key(entity: EntityKey) -> String {
    schema::root_key(entity)
}

/// The entity that such a field names; `None` if it names none, or one of a kind that is not known here.
#[must_use]
pub fn key_of_text(text: &str) -> Option<EntityKey> {
    SCHEMA.entity_of(text)
}

/// The heads that a field such as [`Field::HEADS`] names; `None` if it is not the spelling of any.
#[must_use]
pub fn heads_of_text(text: &str) -> Option<Vec<[u8; 32]>> {
    let head = |word: &str| {
        let mut head = [0; 32];
        let decoded = base16ct::lower::decode(word, &mut head).ok()?;
        (decoded.len() == head.len()).then_some(head)
    };
    let heads: Vec<[u8; 32]> = text.split(' ').map(head).collect::<Option<_>>()?;
    (!heads.is_empty()).then_some(heads)
}

fn text_of_heads(heads: &[[u8; 32]]) -> String {
    heads.iter().map(|head| base16ct::lower::encode_string(head)).collect::<Vec<_>>().join(" ")
}

impl Document {
    pub(crate) fn sign(
        &mut self,
        signature: EntityKey,
        of: EntityKey,
        read_at: Option<&[[u8; 32]]>,
        fields: &[(Field, Value)],
        now: Moment,
    ) -> Result<Applied, EditError> {
        let heads = read_at.map_or_else(|| self.heads(), <[_]>::to_vec);
        let fingerprint = self.fingerprint(of, &heads).ok_or(EditError::NoSuchEntity)?;
        let mut all = fields.to_vec();
        all.extend([
            (Field::OF, text_of_key(of).into()),
            (Field::HEADS, text_of_heads(&heads).into()),
            (Field::FINGERPRINT, base16ct::lower::encode_string(&fingerprint).into()),
        ]);
        self.create(signature, &all, now)
    }

    /// SHA-256 over everything that stood in an entity at these heads, also over what this version does not know: every
    /// key in its order, with every value that stood there. Of [`EntityKey::DOC`], the same of every entity of the
    /// document, in the order of their names. `None` if it was not there, or a head is not known here.
    #[must_use]
    pub fn fingerprint(&self, entity: EntityKey, heads: &[[u8; 32]]) -> Option<[u8; 32]> {
        let heads = self.known(heads)?;
        let containers = self.containers_at(entity, Some(&heads));
        if containers.is_empty() {
            return None;
        }
        let mut hash = Parts(Sha256::new());
        hash.part(b'd', DOMAIN);
        self.add_entity(&mut hash, &text_of_key(entity), &containers, &heads);
        if entity == EntityKey::DOC {
            let is_map =
                |(value, id): (AmValue<'_>, ObjId)| matches!(value, AmValue::Object(ObjType::Map)).then_some(id);
            for name in self.am.keys_at(ROOT, &heads) {
                let all = self.all_at(&ROOT, name.as_str(), Some(&heads));
                let containers: Vec<ObjId> = all.into_iter().filter_map(is_map).collect();
                self.add_entity(&mut hash, &name, &containers, &heads);
            }
        }
        Some(hash.0.finalize().into())
    }

    fn add_entity(&self, hash: &mut Parts, name: &str, containers: &[ObjId], heads: &[ChangeHash]) {
        hash.part(b'e', name.as_bytes());
        for container in containers {
            hash.part(b'm', b"");
            for key in self.am.keys_at(container, heads) {
                hash.part(b'k', key.as_bytes());
                for (value, id) in self.all_at(container, key.as_str(), Some(heads)) {
                    match value {
                        AmValue::Object(ObjType::Text) => {
                            hash.part(b't', self.am.text_at(&id, heads).unwrap_or_default().as_bytes());
                        }
                        AmValue::Object(_) => hash.part(b'o', b""),
                        AmValue::Scalar(scalar) => hash.scalar(scalar.as_ref()),
                    }
                }
            }
        }
    }
}

/// What is summed up, each part with what it is and how long.
struct Parts(Sha256);

impl Parts {
    fn part(&mut self, tag: u8, bytes: &[u8]) {
        self.0.update([tag]);
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    fn scalar(&mut self, scalar: &ScalarValue) {
        match scalar {
            ScalarValue::Null => self.part(b'n', b""),
            ScalarValue::Str(text) => self.part(b's', text.as_bytes()),
            ScalarValue::Boolean(flag) => self.part(b'b', &[u8::from(*flag)]),
            ScalarValue::Int(number) => self.part(b'i', &number.to_be_bytes()),
            ScalarValue::Uint(number) => self.part(b'u', &number.to_be_bytes()),
            ScalarValue::Timestamp(ms) => self.part(b'z', &ms.to_be_bytes()),
            ScalarValue::F64(number) => self.part(b'f', &number.to_be_bytes()),
            ScalarValue::Bytes(bytes) => self.part(b'y', bytes),
            other => self.part(b'?', other.to_string().as_bytes()),
        }
    }
}
