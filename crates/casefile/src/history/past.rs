//! A document as it stood on a day: its heads at a moment, by the clocks of those who wrote.

use std::collections::HashSet;

use automerge::ChangeHash;

use crate::document::Document;
use crate::id::Moment;

impl Document {
    /// The heads of what had been written by a moment: every change that says it was made no later, and that follows
    /// only such. What somebody had written by then and shared afterwards is part of it. Empty if there was nothing.
    #[must_use]
    pub fn heads_at(&self, moment: Moment) -> Vec<[u8; 32]> {
        let mut stood: HashSet<ChangeHash> = HashSet::new();
        let mut heads: HashSet<ChangeHash> = HashSet::new();
        // They come in an order in which each follows those it was made after.
        for change in self.am.get_changes(&[]) {
            let early = u64::try_from(change.timestamp()).unwrap_or(0) <= moment.0;
            if early && change.deps().iter().all(|dep| stood.contains(dep)) {
                for dep in change.deps() {
                    heads.remove(dep);
                }
                stood.insert(change.hash());
                heads.insert(change.hash());
            }
        }
        let mut heads: Vec<[u8; 32]> = heads.into_iter().map(|hash| hash.0).collect();
        heads.sort_unstable();
        heads
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ActorId, Edit, EntityId, EntityKey, Field};

    const WHO: EntityKey = EntityKey::person(EntityId([7; 16]));

    fn name(doc: &mut Document, words: &str, at: u64) {
        doc.edit(&Edit::Set { entity: WHO, field: Field::PREFERRED_NAME, value: words.into() }, Moment(at)).unwrap();
    }

    fn said(doc: &Document, at: u64) -> Option<String> {
        let heads = doc.heads_at(Moment(at));
        let view = doc.entity_at(WHO, &heads).filter(|_| !heads.is_empty())?;
        Some(view.text(Field::PREFERRED_NAME).to_owned())
    }

    #[test]
    fn an_entity_is_read_as_it_stood_on_a_day() {
        let mut doc = Document::new(ActorId::new([1; 32]));
        doc.edit(&Edit::Create { entity: WHO, fields: vec![] }, Moment(10)).unwrap();
        name(&mut doc, "Elena", 20);
        name(&mut doc, "Lena", 30);
        assert_eq!(said(&doc, 5), None);
        for (at, words) in [(10, ""), (20, "Elena"), (29, "Elena"), (30, "Lena"), (u64::MAX, "Lena")] {
            assert_eq!(said(&doc, at).as_deref(), Some(words), "at {at}");
        }
    }

    #[test]
    fn what_was_written_by_then_counts_also_if_it_came_later() {
        let mut mine = Document::new(ActorId::new([1; 32]));
        mine.edit(&Edit::Create { entity: WHO, fields: vec![] }, Moment(10)).unwrap();
        let mut theirs = Document::load(&mine.save(), ActorId::new([2; 32])).unwrap();
        name(&mut theirs, "Elena", 20);
        let late = Edit::Set { entity: WHO, field: Field::PHONE, value: "555".into() };
        mine.edit(&late, Moment(40)).unwrap();
        mine.merge(&theirs.changes_since(&[])).unwrap();
        assert_eq!(said(&mine, 25).as_deref(), Some("Elena"));
        let view = mine.entity_at(WHO, &mine.heads_at(Moment(25))).unwrap();
        assert_eq!(view.text(Field::PHONE), "");
    }
}
