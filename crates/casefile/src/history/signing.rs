//! Signing an entity, and telling that a signed version was not altered.

use automerge::{ObjType, ReadDoc, ScalarValue, Value as AmValue};
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
        fields: &[(Field, Value)],
        now: Moment,
    ) -> Result<Applied, EditError> {
        let heads = self.heads();
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
    /// key in its order, with every value that stood there. `None` if it was not there, or a head is not known here.
    #[must_use]
    pub fn fingerprint(&self, entity: EntityKey, heads: &[[u8; 32]]) -> Option<[u8; 32]> {
        let heads = self.known(heads)?;
        let containers = self.containers_at(entity, Some(&heads));
        if containers.is_empty() {
            return None;
        }
        let mut hash = Sha256::new();
        let mut part = |tag: u8, bytes: &[u8]| {
            hash.update([tag]);
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        part(b'd', DOMAIN);
        part(b'e', text_of_key(entity).as_bytes());
        for container in &containers {
            part(b'm', b"");
            for key in self.am.keys_at(container, &heads) {
                part(b'k', key.as_bytes());
                for (value, id) in self.all_at(container, key.as_str(), Some(&heads)) {
                    match value {
                        AmValue::Object(ObjType::Text) => {
                            part(b't', self.am.text_at(&id, &heads).unwrap_or_default().as_bytes());
                        }
                        AmValue::Object(_) => part(b'o', b""),
                        AmValue::Scalar(scalar) => match scalar.as_ref() {
                            ScalarValue::Null => part(b'n', b""),
                            ScalarValue::Str(text) => part(b's', text.as_bytes()),
                            ScalarValue::Boolean(flag) => part(b'b', &[u8::from(*flag)]),
                            ScalarValue::Int(number) => part(b'i', &number.to_be_bytes()),
                            ScalarValue::Uint(number) => part(b'u', &number.to_be_bytes()),
                            ScalarValue::Timestamp(ms) => part(b'z', &ms.to_be_bytes()),
                            ScalarValue::F64(number) => part(b'f', &number.to_be_bytes()),
                            ScalarValue::Bytes(bytes) => part(b'y', bytes),
                            other => part(b'?', other.to_string().as_bytes()),
                        },
                    }
                }
            }
        }
        Some(hash.finalize().into())
    }
}
