//! Versions of a plan: what was read together and agreed, by whom, who looked it over, and what was changed since.
//!
//! A version names the heads of the team's document at which it was read. What came while it was being read is not in it,
//! and is a change since.

use std::collections::{BTreeMap, BTreeSet};

use casefile::{
    Difference, Document, Edit, EntityId, EntityKey, EntityKind, EntityView, Field, Level, Moment, PlanLanguage, Row,
    SignatureRole, Value, differences, heads_of_text,
};
use wire::{DocId, MemberId};

use crate::plan::{Goal, gathered};
use crate::signatures::{Drawn, Signature, signatures_of};

/// A version of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Which.
    pub key: EntityKey,
    /// Which one it is, counted from 1. Two that were agreed apart have the same.
    pub number: i64,
    /// When it was agreed.
    pub at: Moment,
    /// Which member read it with the family.
    pub witness: Option<MemberId>,
    /// In which language.
    pub language: Option<PlanLanguage>,
    /// The heads of the team's document at which it was read.
    pub heads: Vec<[u8; 32]>,
    /// Of what stood there, in hexadecimal.
    pub fingerprint: String,
    /// Whatever was signed under it, the first one first.
    pub signatures: Vec<Signature>,
}

/// How far a version was looked over by somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oversight {
    /// Nobody was asked.
    NotAsked,
    /// Somebody was, and has not answered.
    Asked(Signature),
    /// It came back, with a reason.
    Returned(Signature),
    /// It was signed off.
    SignedOff(Signature),
}

impl Version {
    fn read(document: &Document, view: &EntityView) -> Option<Self> {
        if view.archived() {
            return None;
        }
        let version = Self {
            key: view.key,
            number: view.value(Field::NUMBER).as_number()?,
            at: view.value(Field::AT).as_time()?,
            witness: view.choice::<EntityId>(Field::WITNESS).map(|id| MemberId(id.0)),
            language: view.choice(Field::LANGUAGE),
            heads: heads_of_text(view.text(Field::HEADS))?,
            fingerprint: view.text(Field::FINGERPRINT).to_owned(),
            signatures: signatures_of(document, view.key),
        };
        // One under which nobody stands any more is none.
        let is_agreed = version.agreed().next().is_some();
        is_agreed.then_some(version)
    }

    /// Who agreed with it.
    pub fn agreed(&self) -> impl Iterator<Item = &Signature> {
        self.signatures.iter().filter(|signature| signature.says == SignatureRole::Agreed)
    }

    /// How far it was looked over: what was said last counts.
    #[must_use]
    pub fn oversight(&self) -> Oversight {
        let last = self.signatures.iter().rev().find_map(|signature| match signature.says {
            SignatureRole::Asked => Some(Oversight::Asked(signature.clone())),
            SignatureRole::Returned => Some(Oversight::Returned(signature.clone())),
            SignatureRole::SignedOff => Some(Oversight::SignedOff(signature.clone())),
            _ => None,
        });
        last.unwrap_or(Oversight::NotAsked)
    }

    /// Whether a member may sign it off: whoever read it with the family is not the one to look it over.
    #[must_use]
    pub fn may_look_over(&self, member: MemberId) -> bool {
        self.witness != Some(member)
    }

    /// Whether what stands at its heads is what was agreed.
    #[must_use]
    pub fn is_unaltered(&self, document: &Document) -> bool {
        let fingerprint = document.fingerprint(EntityKey::DOC, &self.heads);
        fingerprint.is_some_and(|found| base16ct::lower::encode_string(&found) == self.fingerprint)
            && self.signatures.iter().all(|signature| signature.is_unaltered(document))
    }
}

/// The versions of a plan, the first one first.
#[must_use]
pub fn versions(document: &Document) -> Vec<Version> {
    let views = document.entities(EntityKind::PLAN_VERSION).into_iter().filter_map(|key| document.entity(key));
    let mut versions: Vec<Version> = views.filter_map(|view| Version::read(document, &view)).collect();
    versions.sort_by_key(|version| (version.at, version.key.id));
    versions
}

/// The plan as it stood at these heads; `None` if one of them is not known here.
#[must_use]
pub fn plan_at(document: &Document, doc: DocId, heads: &[[u8; 32]]) -> Option<Vec<Goal>> {
    let rows = document.as_it_stood(heads)?.project().rows;
    let of = |kind: EntityKind, rows: &[Row]| -> Vec<Row> {
        rows.iter().filter(|row| row.key.kind == kind && (kind == EntityKind::GOAL || !row.archived)).cloned().collect()
    };
    let goals = of(EntityKind::GOAL, &rows).into_iter().map(|row| (doc, row)).collect();
    Some(gathered(goals, of(EntityKind::TASK, &rows), of(EntityKind::GOAL_RATING, &rows)))
}

/// What became of a goal or a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// It was not there.
    Added,
    /// It says something else.
    Changed(Vec<Difference>),
    /// It was put away.
    PutAway,
    /// It was fetched back, and may say something else.
    FetchedBack(Vec<Difference>),
}

/// A step of which something became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepChange {
    /// Which.
    pub step: EntityKey,
    /// What it says.
    pub words: String,
    /// What became of it.
    pub became: Became,
}

/// A goal of which something became, or of its steps, or of how far it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalChange {
    /// Which. None: steps of goals that are not here.
    pub goal: Option<EntityKey>,
    /// What it says.
    pub words: String,
    /// What became of the goal itself, if anything did.
    pub became: Option<Became>,
    /// How far it was reached and is, if that is another.
    pub level: Option<(Option<Level>, Option<Level>)>,
    /// Its steps of which something became.
    pub steps: Vec<StepChange>,
}

impl GoalChange {
    /// How many changes it is.
    #[must_use]
    pub fn count(&self) -> usize {
        usize::from(self.became.is_some()) + usize::from(self.level.is_some()) + self.steps.len()
    }
}

fn became(then: Option<&EntityView>, now: &EntityView) -> Option<Became> {
    let Some(then) = then else { return (!now.archived()).then_some(Became::Added) };
    match (then.archived(), now.archived()) {
        (false, true) => Some(Became::PutAway),
        (true, true) => None,
        (true, false) => Some(Became::FetchedBack(differences(then, now))),
        (false, false) => {
            let differences = differences(then, now);
            (!differences.is_empty()).then_some(Became::Changed(differences))
        }
    }
}

fn level<'a>(ratings: impl Iterator<Item = &'a EntityView>) -> Option<Level> {
    let last = ratings
        .filter(|view| !view.archived())
        .max_by_key(|view| (view.text(Field::DAY).to_owned(), view.value(Field::CREATED_AT).as_time(), view.key.id));
    last.and_then(|view| view.choice(Field::LEVEL))
}

/// What was changed in the plan since it stood so, goal by goal; `None` if a head is not known here.
#[must_use]
pub fn changes_since(document: &Document, heads: &[[u8; 32]]) -> Option<Vec<GoalChange>> {
    let touched = document.touched_since(heads)?;
    let of = |kind: EntityKind| touched.iter().copied().filter(move |key| key.kind == kind);
    let mut changes: BTreeMap<Option<EntityKey>, GoalChange> = BTreeMap::new();
    let goal_key = |view: &EntityView| view.choice(Field::GOAL).map(|id| EntityKey::new(EntityKind::GOAL, id));
    let words = |goal: Option<EntityKey>| {
        let view = goal.and_then(|goal| document.entity(goal));
        view.map(|view| view.text(Field::WORDS).trim().to_owned()).unwrap_or_default()
    };
    let none = |goal| GoalChange { goal, words: words(goal), became: None, level: None, steps: Vec::new() };
    for key in of(EntityKind::GOAL) {
        let Some(now) = document.entity(key) else { continue };
        if let Some(became) = became(document.entity_at(key, heads).as_ref(), &now) {
            changes.entry(Some(key)).or_insert_with(|| none(Some(key))).became = Some(became);
        }
    }
    for key in of(EntityKind::TASK) {
        let Some(now) = document.entity(key) else { continue };
        let then = document.entity_at(key, heads);
        let goal = goal_key(&now).or_else(|| then.as_ref().and_then(goal_key));
        // A task that is no step is not of the plan.
        let (Some(goal), Some(became)) = (goal, became(then.as_ref(), &now)) else { continue };
        let words = now.text(Field::TODO).trim().to_owned();
        changes.entry(Some(goal)).or_insert_with(|| none(Some(goal))).steps.push(StepChange {
            step: key,
            words,
            became,
        });
    }
    let rated: BTreeSet<EntityKey> =
        of(EntityKind::GOAL_RATING).filter_map(|key| goal_key(&document.entity(key)?)).collect();
    if !rated.is_empty() {
        let ratings: Vec<EntityView> =
            document.entities(EntityKind::GOAL_RATING).into_iter().filter_map(|key| document.entity(key)).collect();
        for goal in rated {
            let now: Vec<&EntityView> = ratings.iter().filter(|view| goal_key(view) == Some(goal)).collect();
            let then: Vec<EntityView> = now.iter().filter_map(|view| document.entity_at(view.key, heads)).collect();
            let (was, is) = (level(then.iter()), level(now.into_iter()));
            if was != is {
                changes.entry(Some(goal)).or_insert_with(|| none(Some(goal))).level = Some((was, is));
            }
        }
    }
    Some(changes.into_values().collect())
}

/// Who signs.
#[derive(Clone, PartialEq, Eq)]
pub enum Signer {
    /// A member, on their own device.
    Member(MemberId),
    /// Somebody of the family, or anybody else who is no member.
    Other {
        /// Which person of the case, if the record has them.
        person: Option<EntityId>,
        /// The name that they sign with.
        name: String,
        /// What they drew; none if they typed their name.
        drawn: Option<Drawn>,
    },
}

/// Makes a version of what was read at these heads.
#[must_use]
pub fn make(
    version: EntityId,
    number: i64,
    read_at: Vec<[u8; 32]>,
    language: PlanLanguage,
    witness: MemberId,
    now: Moment,
) -> Edit {
    let fields = vec![
        (Field::NUMBER, Value::Number(number)),
        (Field::AT, Value::Time(now)),
        (Field::LANGUAGE, language.into()),
        (Field::WITNESS, Value::from(witness.to_string())),
    ];
    let signature = EntityKey::new(EntityKind::PLAN_VERSION, version);
    Edit::Sign { signature, of: EntityKey::DOC, read_at: Some(read_at), fields }
}

fn under(signature: EntityId, version: EntityKey, says: SignatureRole, now: Moment, more: Vec<(Field, Value)>) -> Edit {
    let mut fields = vec![(Field::SAYS, says.into()), (Field::AT, Value::Time(now))];
    fields.extend(more);
    let signature = EntityKey::new(EntityKind::SIGNATURE, signature);
    Edit::Sign { signature, of: version, read_at: None, fields }
}

/// Somebody agrees with a version.
#[must_use]
pub fn agree(signature: EntityId, version: EntityKey, signer: &Signer, witness: MemberId, now: Moment) -> Edit {
    let more = match signer {
        Signer::Member(member) => vec![(Field::SIGNER, Value::from(member.to_string()))],
        Signer::Other { person, name, drawn } => {
            let mut more =
                vec![(Field::NAME, Value::from(name.trim())), (Field::WITNESS, Value::from(witness.to_string()))];
            more.extend(person.map(|person| (Field::PERSON, Value::from(person.to_string()))));
            more.extend(drawn.as_ref().map(|drawn| (Field::DRAWN, Value::from(drawn.to_string()))));
            more
        }
    };
    under(signature, version, SignatureRole::Agreed, now, more)
}

/// A member asks another to look a version over.
#[must_use]
pub fn ask(signature: EntityId, version: EntityKey, by: MemberId, asked: MemberId, now: Moment) -> Edit {
    let more = vec![(Field::SIGNER, Value::from(by.to_string())), (Field::ASKED, Value::from(asked.to_string()))];
    under(signature, version, SignatureRole::Asked, now, more)
}

/// A member signs a version off.
#[must_use]
pub fn sign_off(signature: EntityId, version: EntityKey, by: MemberId, now: Moment) -> Edit {
    under(signature, version, SignatureRole::SignedOff, now, vec![(Field::SIGNER, Value::from(by.to_string()))])
}

/// A member sends a version back.
#[must_use]
pub fn send_back(signature: EntityId, version: EntityKey, by: MemberId, reason: &str, now: Moment) -> Edit {
    let more = vec![(Field::SIGNER, Value::from(by.to_string())), (Field::REASON, Value::from(reason.trim()))];
    under(signature, version, SignatureRole::Returned, now, more)
}

#[cfg(test)]
#[path = "plan_versions/tests.rs"]
mod tests;
