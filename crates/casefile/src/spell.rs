//! The bytes of the change that a keystroke makes, spelled here instead of being collected again from the document.
//!
//! Automerge hashes a change when it commits it, but gives its bytes only by searching its operations for it, which
//! costs a third of the keystroke. For the plain insertions and deletions of typing they can be written down directly
//! (Automerge binary format, "Change Chunks"). Their hash must be the one Automerge came to; if it is not, the caller
//! asks Automerge, so that nothing here can be wrong unnoticed.

use automerge::{ActorId, ChangeHash, ObjId};
use sha2::{Digest, Sha256};

/// An operation's id: its number, and whose.
pub(crate) type OpRef = (u64, ActorId);

/// The last change of a document, if it is mine and the only head: what the next one follows.
#[derive(Clone, Copy)]
pub(crate) struct Tail {
    pub(crate) hash: ChangeHash,
    pub(crate) seq: u64,
    pub(crate) last_op: u64,
}

/// What was typed.
pub(crate) enum Typed<'a> {
    /// These letters, after that one; `None` at the beginning.
    Inserted { after: Option<OpRef>, text: &'a str },
    /// These letters went.
    Deleted { letters: &'a [OpRef] },
}

/// The operation that made an object or a letter.
pub(crate) fn op_ref(id: &ObjId) -> Option<OpRef> {
    match id {
        ObjId::Id(counter, actor, _) => Some((*counter, actor.clone())),
        ObjId::Root => None,
    }
}

/// The change that typing in `text` made, and its last operation; `None` if that is not what has this `hash`.
pub(crate) fn change(
    hash: &ChangeHash,
    tail: &Tail,
    actor: &ActorId,
    time: i64,
    text: &OpRef,
    typed: &Typed<'_>,
) -> Option<(Vec<u8>, u64)> {
    let start = tail.last_op + 1;
    let mut others: Vec<&ActorId> = Vec::new();
    let mentioned: Box<dyn Iterator<Item = &ActorId>> = match typed {
        Typed::Inserted { after, .. } => Box::new(after.iter().map(|(_, actor)| actor)),
        Typed::Deleted { letters } => Box::new(letters.iter().map(|(_, actor)| actor)),
    };
    for other in std::iter::once(&text.1).chain(mentioned) {
        if other != actor
            && let Err(at) = others.binary_search(&other)
        {
            others.insert(at, other);
        }
    }
    let number_of = |of: &ActorId| match others.binary_search(&of) {
        Ok(at) => at as i64 + 1,
        Err(_) => 0,
    };

    let columns = Columns::of(typed, start, (text.0 as i64, number_of(&text.1)), number_of);
    let mut inside = Vec::with_capacity(192);
    inside.push(1);
    inside.extend_from_slice(&tail.hash.0);
    bytes(&mut inside, actor.to_bytes());
    unsigned(&mut inside, tail.seq + 1);
    unsigned(&mut inside, start);
    signed(&mut inside, time);
    unsigned(&mut inside, 0); // no message
    unsigned(&mut inside, others.len() as u64);
    for other in others {
        bytes(&mut inside, other.to_bytes());
    }
    columns.write(&mut inside);

    let mut head = vec![1];
    unsigned(&mut head, inside.len() as u64);
    let digest = Sha256::new().chain_update(&head).chain_update(&inside).finalize();
    if digest[..] != hash.0 {
        return None;
    }
    let mut chunk = Vec::with_capacity(8 + head.len() + inside.len());
    chunk.extend_from_slice(&crate::chunk::MAGIC);
    chunk.extend_from_slice(&digest[..4]);
    chunk.extend_from_slice(&head);
    chunk.extend_from_slice(&inside);
    Some((chunk, start + columns.operations - 1))
}

/// The columns of a change in one text, by their numbers; empty ones are left out.
struct Columns {
    columns: Vec<(u8, Vec<u8>)>,
    operations: u64,
}

impl Columns {
    fn of(typed: &Typed<'_>, start: u64, text: (i64, i64), number_of: impl Fn(&ActorId) -> i64) -> Self {
        let mut key_actors = Vec::new();
        let mut key_counters = Vec::new();
        let mut metas = Vec::new();
        let (count, insert, action, letters): (usize, Vec<u8>, i64, &str);
        match typed {
            Typed::Inserted { after, text } => {
                letters = text;
                count = text.chars().count();
                key_actors.push(after.as_ref().map(|(_, actor)| number_of(actor)));
                key_counters.push(after.as_ref().map_or(0, |(counter, _)| *counter as i64));
                for own in (start..).take(count.saturating_sub(1)) {
                    key_actors.push(Some(0));
                    key_counters.push(own as i64);
                }
                // A string's length and type.
                metas.extend(text.chars().map(|letter| Some((letter.len_utf8() << 4 | 6) as i64)));
                let mut trues = vec![0];
                unsigned(&mut trues, count as u64);
                insert = trues;
                action = 1;
            }
            Typed::Deleted { letters: gone } => {
                letters = "";
                count = gone.len();
                for (counter, actor) in *gone {
                    key_actors.push(Some(number_of(actor)));
                    key_counters.push(*counter as i64);
                }
                metas.resize(count, Some(0));
                let mut falses = Vec::new();
                unsigned(&mut falses, count as u64);
                insert = falses;
                action = 3;
            }
        }
        let deletes = matches!(typed, Typed::Deleted { .. });
        let keys = (runs(&key_actors, unsigned_of), runs(&differences(&key_counters), signed));
        let predecessors = if deletes { keys.clone() } else { (Vec::new(), Vec::new()) };
        let columns = vec![
            (0x01, runs(&vec![Some(text.1); count], unsigned_of)),
            (0x02, runs(&vec![Some(text.0); count], unsigned_of)),
            (0x11, keys.0),
            (0x13, keys.1),
            (0x34, insert),
            (0x42, runs(&vec![Some(action); count], unsigned_of)),
            (0x56, runs(&metas, unsigned_of)),
            (0x57, letters.as_bytes().to_vec()),
            (0x70, runs(&vec![Some(i64::from(deletes)); count], unsigned_of)),
            (0x71, predecessors.0),
            (0x73, predecessors.1),
        ];
        Self { columns, operations: count as u64 }
    }

    fn write(&self, out: &mut Vec<u8>) {
        let columns = || self.columns.iter().filter(|(_, data)| !data.is_empty());
        unsigned(out, columns().count() as u64);
        for (number, data) in columns() {
            unsigned(out, u64::from(*number));
            unsigned(out, data.len() as u64);
        }
        for (_, data) in columns() {
            out.extend_from_slice(data);
        }
    }
}

/// Run-length encoding: equal neighbours as a run, lone values together as a literal, nothing as a run of nothing.
/// Nothing at all is not written.
fn runs(values: &[Option<i64>], write: fn(&mut Vec<u8>, i64)) -> Vec<u8> {
    let mut out = Vec::new();
    if values.iter().all(Option::is_none) {
        return out;
    }
    let mut at = 0;
    while at < values.len() {
        let run = |from: usize| values[from..].iter().take_while(|value| **value == values[from]).count();
        let len = run(at);
        match values[at] {
            None => {
                out.push(0);
                unsigned(&mut out, len as u64);
                at += len;
            }
            Some(value) if len > 1 => {
                signed(&mut out, len as i64);
                write(&mut out, value);
                at += len;
            }
            Some(_) => {
                let begin = at;
                while at < values.len() && values[at].is_some() && run(at) == 1 {
                    at += 1;
                }
                signed(&mut out, -((at - begin) as i64));
                values[begin..at].iter().flatten().for_each(|value| write(&mut out, *value));
            }
        }
    }
    out
}

fn differences(values: &[i64]) -> Vec<Option<i64>> {
    let mut before = 0;
    values.iter().map(|value| Some(*value - std::mem::replace(&mut before, *value))).collect()
}

fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    unsigned(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn unsigned_of(out: &mut Vec<u8>, number: i64) {
    unsigned(out, number.unsigned_abs());
}

/// Unsigned LEB128.
fn unsigned(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Signed LEB128.
fn signed(out: &mut Vec<u8>, mut number: i64) {
    loop {
        let byte = (number & 0x7f) as u8;
        number >>= 7;
        if (number == 0 && byte & 0x40 == 0) || (number == -1 && byte & 0x40 != 0) {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use automerge::ReadDoc;

    use crate::{ActorId, CaseId, Document, Edit, EntityKey, Field, Moment, NoteId, begin};

    fn typed(doc: &mut Document, at: u32, delete: u32, insert: &str) -> Vec<u8> {
        let entity = EntityKey::note(NoteId([7; 16]));
        let edit = Edit::Splice { entity, field: Field::Body, at, delete, insert: insert.into() };
        doc.edit(&edit, Moment(1_700_000_000_000)).unwrap().change.unwrap()
    }

    #[test]
    fn typing_is_spelled_as_automerge_spells_it() {
        let mut doc = Document::new(ActorId::new([5; 32]));
        for edit in begin::note(CaseId([1; 16]), NoteId([7; 16]), Moment(1), vec![]) {
            doc.edit(&edit, Moment(1)).unwrap();
        }
        let mut others: Vec<Document> =
            [2, 9].iter().map(|who| Document::load(&doc.save(), ActorId::new([*who; 32])).unwrap()).collect();
        for other in &mut others {
            let change = typed(other, 0, 0, "von anderen 😀");
            doc.merge(&[change]).unwrap();
        }
        // The first after a merge has to be collected.
        typed(&mut doc, 3, 0, "x");
        let before = doc.collected;
        let check = |doc: &mut Document, at, delete, insert: &str| {
            let change = typed(doc, at, delete, insert);
            let head = doc.heads();
            let collected = doc.am.get_change_by_hash(&automerge::ChangeHash(head[0])).unwrap();
            assert_eq!(change, collected.raw_bytes(), "at {at}: -{delete} +{insert:?}");
        };
        check(&mut doc, 4, 0, "y");
        check(&mut doc, 5, 0, "z");
        check(&mut doc, 0, 0, "a");
        check(&mut doc, 1, 0, "öß😀 und mehr");
        check(&mut doc, 0, 0, "aaaa\nbbbb");
        check(&mut doc, 9, 0, "é");
        check(&mut doc, 10, 0, &"lang ".repeat(500));
        check(&mut doc, 9, 1, "");
        check(&mut doc, 0, 3, "");
        check(&mut doc, 1_000, 1, "");
        let end = crate::units(&doc.text(EntityKey::note(NoteId([7; 16])), Field::Body).unwrap());
        check(&mut doc, end - 14, 14, "");
        check(&mut doc, end - 14, 0, "!");
        assert_eq!(doc.collected, before, "none of these was collected");
        check(&mut doc, 3, 2, "replaced");
        check(&mut doc, 0, 200, "");
        assert_eq!(doc.collected, before + 2, "rarer ones are");
        check(&mut doc, 1, 0, "q");
        assert_eq!(doc.collected, before + 2);
    }
}
