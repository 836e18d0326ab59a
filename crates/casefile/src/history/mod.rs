//! What a document was: an entity as it stood at any heads, who wrote in it in which sitting, what differs, and
//! signatures, which name what stood.

mod compare;
mod past;
mod signing;
mod since;
mod sittings;

pub use compare::{Difference, Run, differences, marked};
pub use signing::{heads_of_text, key_of_text, text_of_key};
pub use sittings::Sitting;

use automerge::ChangeHash;

use crate::document::Document;
use crate::id::EntityKey;
use crate::read::EntityView;

impl Document {
    /// An entity as it stood when these were the latest changes: what was written apart from them is not in it, nor what
    /// is being typed. `None` if it was not there yet, or a change is not known here.
    #[must_use]
    pub fn entity_at(&self, entity: EntityKey, heads: &[[u8; 32]]) -> Option<EntityView> {
        self.read_entity(entity, Some(&self.known(heads)?))
    }

    /// Heads as Automerge has them, if all are known here.
    fn known(&self, heads: &[[u8; 32]]) -> Option<Vec<ChangeHash>> {
        let heads: Vec<ChangeHash> = heads.iter().copied().map(ChangeHash).collect();
        heads.iter().all(|hash| self.has_change(hash)).then_some(heads)
    }
}
