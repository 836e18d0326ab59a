//! The life of an entity, as a person tells it: who sat down to it when, and what it was before and after.
//!
//! One pass over the changes. They are put in an order that is the same on every device, in which a sitting is not torn
//! apart by what somebody wrote elsewhere at the same time, as far as neither had seen the other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use automerge::legacy::{Key, ObjectId};
use automerge::{Change, ChangeHash, ObjId, ObjType, Value as AmValue};

use crate::document::Document;
use crate::id::{EntityKey, Moment};
use crate::schema::{self, EntityKind};
use crate::text_creation::is_text_creation;

/// A pause after which a sitting is another one, in milliseconds.
const PAUSE: u64 = 20 * 60_000;

/// Bytes of an actor that tell its device.
const DEVICE: usize = 16;

/// What one person wrote in an entity on one device without a long pause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// Who, as the bytes of an actor.
    pub actor: Vec<u8>,
    /// When it began, by their clock.
    pub from: Moment,
    /// When the last change was made.
    pub until: Moment,
    /// How many changes.
    pub changes: usize,
    /// The document's heads before it.
    pub before: Vec<[u8; 32]>,
    /// And after it.
    pub after: Vec<[u8; 32]>,
    /// Whether they had seen what was asked about: see [`Document::sittings_since`].
    pub knew: bool,
}

/// A change as far as it matters here.
struct Step {
    hash: ChangeHash,
    deps: Vec<ChangeHash>,
    actor: Vec<u8>,
    at: u64,
    touches: bool,
    /// Whether somebody signed something: what comes after is another sitting.
    signs: bool,
    /// Whether nobody in particular made it.
    anybody: bool,
}

impl Document {
    /// Every sitting in which somebody wrote in an entity, the first one first.
    #[must_use]
    pub fn sittings(&self, entity: EntityKey) -> Vec<Sitting> {
        self.sittings_of(entity, &[], None)
    }

    /// The sittings in which somebody wrote in it that are not part of what stood at `heads`; and for each whether its
    /// writer had `seen` on their device then, such as the signature under what stood.
    #[must_use]
    pub fn sittings_since(&self, entity: EntityKey, heads: &[[u8; 32]], seen: EntityKey) -> Vec<Sitting> {
        let made_by = self.containers(seen).last().and_then(|container| self.am.hash_for_opid(container));
        match self.known(heads) {
            Some(heads) => self.sittings_of(entity, &heads, made_by),
            None => Vec::new(),
        }
    }

    fn sittings_of(&self, entity: EntityKey, since: &[ChangeHash], seen: Option<ChangeHash>) -> Vec<Sitting> {
        let objects = self.objects_of(entity);
        let key = schema::root_key(entity);
        let steps: Vec<Step> =
            self.am.get_changes(since).into_iter().map(|change| step(&change, &objects, &key)).collect();
        let mut heads: BTreeSet<ChangeHash> = since.iter().copied().collect();
        // Who has seen what was asked about.
        let mut knowing: BTreeSet<ChangeHash> = BTreeSet::new();
        let mut sittings: Vec<Sitting> = Vec::new();
        let mut signed = false;
        for step in in_order(steps) {
            let knew = seen.is_none_or(|seen| step.hash == seen || step.deps.iter().any(|dep| knowing.contains(dep)));
            if knew {
                knowing.insert(step.hash);
            }
            let before = hashes(&heads);
            for dep in &step.deps {
                heads.remove(dep);
            }
            heads.insert(step.hash);
            signed |= step.signs;
            if !step.touches {
                continue;
            }
            let after_signing = !step.anybody && std::mem::take(&mut signed);
            let goes_on = sittings.last_mut().filter(|last| {
                let soon = step.at.saturating_sub(last.until.0) <= PAUSE;
                step.anybody
                    || (!after_signing && last.knew == knew && soon && is_same_device(&last.actor, &step.actor))
            });
            match goes_on {
                Some(_) if step.anybody => {}
                Some(last) => {
                    last.until = Moment(step.at.max(last.until.0));
                    last.changes += 1;
                    last.after = hashes(&heads);
                }
                None if step.anybody => {}
                None => sittings.push(Sitting {
                    actor: step.actor,
                    from: Moment(step.at),
                    until: Moment(step.at),
                    changes: 1,
                    before,
                    after: hashes(&heads),
                    knew,
                }),
            }
        }
        sittings
    }

    /// The maps and texts of an entity, as changes name them.
    fn objects_of(&self, entity: EntityKey) -> BTreeSet<(u64, Vec<u8>)> {
        let name = |id: &ObjId| match id {
            ObjId::Id(counter, actor, _) => Some((*counter, actor.to_bytes().to_vec())),
            ObjId::Root => None,
        };
        let mut objects = BTreeSet::new();
        for container in self.containers(entity) {
            objects.extend(name(&container));
            for spec in self.schema.noun(entity.kind).into_iter().flat_map(|noun| noun.fields) {
                for (value, id) in self.all_at(&container, spec.field.as_str(), None) {
                    if matches!(value, AmValue::Object(ObjType::Text)) {
                        objects.extend(name(&id));
                    }
                }
            }
        }
        objects
    }
}

fn hashes(heads: &BTreeSet<ChangeHash>) -> Vec<[u8; 32]> {
    heads.iter().map(|hash| hash.0).collect()
}

fn is_same_device(one: &[u8], other: &[u8]) -> bool {
    one.get(..DEVICE).is_some() && one.get(..DEVICE) == other.get(..DEVICE)
}

fn step(change: &Change, objects: &BTreeSet<(u64, Vec<u8>)>, key: &str) -> Step {
    let expanded = change.decode();
    let touches = expanded.operations.iter().any(|op| match &op.obj {
        ObjectId::Root => matches!(&op.key, Key::Map(made) if made == key),
        ObjectId::Id(id) => objects.contains(&(id.counter(), id.actor().to_bytes().to_vec())),
    });
    let made = |op: &automerge::legacy::Op| match (&op.obj, &op.key) {
        (ObjectId::Root, Key::Map(key)) => {
            key.split_once(':').is_some_and(|(kind, _)| kind == EntityKind::SIGNATURE.as_str())
        }
        _ => false,
    };
    Step {
        signs: expanded.operations.iter().any(made),
        hash: change.hash(),
        deps: change.deps().to_vec(),
        actor: change.actor_id().to_bytes().to_vec(),
        at: u64::try_from(change.timestamp()).unwrap_or(0),
        touches,
        anybody: is_text_creation(change),
    }
}

/// Each after those it follows; of those that could come next, what goes on with the sitting, or else the earliest.
fn in_order(steps: Vec<Step>) -> Vec<Step> {
    let index: HashMap<ChangeHash, usize> = steps.iter().enumerate().map(|(at, step)| (step.hash, at)).collect();
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    let mut missing = vec![0_usize; steps.len()];
    for (at, step) in steps.iter().enumerate() {
        for before in step.deps.iter().filter_map(|dep| index.get(dep)) {
            followers[*before].push(at);
            missing[at] += 1;
        }
    }
    // What could come next: by time, and by device.
    let mut by_time: BTreeSet<(u64, ChangeHash, usize)> = BTreeSet::new();
    let mut by_device: BTreeMap<Vec<u8>, BTreeSet<(u64, ChangeHash, usize)>> = BTreeMap::new();
    let device = |step: &Step| step.actor.get(..DEVICE).unwrap_or(&step.actor).to_vec();
    let entry = |at: usize| (steps[at].at, steps[at].hash, at);
    for at in (0..steps.len()).filter(|at| missing[*at] == 0) {
        by_time.insert(entry(at));
        by_device.entry(device(&steps[at])).or_default().insert(entry(at));
    }
    let mut order = Vec::with_capacity(steps.len());
    let mut last: Option<usize> = None;
    while let Some(earliest) = by_time.first().copied() {
        let goes_on = last.and_then(|last| {
            let next = by_device.get(&device(&steps[last]))?.first().copied()?;
            (next.0.saturating_sub(steps[last].at) <= PAUSE).then_some(next)
        });
        let next = goes_on.unwrap_or(earliest);
        by_time.remove(&next);
        if let Some(waiting) = by_device.get_mut(&device(&steps[next.2])) {
            waiting.remove(&next);
        }
        if !steps[next.2].anybody {
            last = Some(next.2);
        }
        order.push(next.2);
        for follower in std::mem::take(&mut followers[next.2]) {
            missing[follower] -= 1;
            if missing[follower] == 0 {
                by_time.insert(entry(follower));
                by_device.entry(device(&steps[follower])).or_default().insert(entry(follower));
            }
        }
    }
    let mut steps: Vec<Option<Step>> = steps.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| steps[at].take()).collect()
}
