//! People plan, agree the plan as they read it, and go on; what was agreed is what was read, on every device.

use casefile::shapes::Order;
use casefile::{Document, Edit, EntityId, EntityKey, EntityKind, Field, Moment, PlanLanguage, Value};
use casework::plan_versions::{self, Signer};
use device::Device;
use wire::DocId;

use super::world::World;

/// What somebody read when they agreed.
#[derive(Debug, Clone)]
pub struct Agreed {
    doc: DocId,
    version: EntityId,
    plan: Vec<String>,
}

/// The plan as it reads: goals in their order, each with its steps in theirs.
fn reads(document: &Document, doc: DocId, heads: &[[u8; 32]]) -> Option<Vec<String>> {
    let goals = plan_versions::plan_at(document, doc, heads)?;
    let lines = goals.iter().map(|goal| {
        let steps: Vec<&str> = goal.steps.iter().map(|step| step.text(Field::TODO)).collect();
        format!("{:?} {}: {}", goal.shelf(), goal.words(), steps.join(", "))
    });
    Some(lines.collect())
}

impl World {
    fn fresh_id(&mut self) -> EntityId {
        self.last_word += 1;
        let mut id = [7; 16];
        id[..8].copy_from_slice(&self.last_word.to_be_bytes());
        EntityId(id)
    }

    /// Somebody adds a goal or a step, or moves a goal, in a team's document.
    fn plan_something(&mut self, node: usize, doc: DocId) {
        let Some(document) = self.nodes[node].device.as_ref().and_then(|device| device.document(doc)) else { return };
        let goals = document.entities(EntityKind::GOAL);
        let id = self.fresh_id();
        let number = self.last_word;
        let order = Order::spread(None, 3).pop().map(|order| order.to_string()).unwrap_or_default();
        let edit = match goals.first() {
            Some(goal) if number.is_multiple_of(3) => {
                let fields = vec![
                    (Field::TODO, Value::from(format!("step {number}"))),
                    (Field::GOAL, Value::from(goal.id.to_string())),
                ];
                Edit::Create { entity: EntityKey::new(EntityKind::TASK, id), fields }
            }
            Some(goal) if number % 3 == 1 => {
                Edit::Resolve { entity: *goal, field: Field::ORDER, value: Value::from(order) }
            }
            _ => {
                let fields = vec![(Field::WORDS, Value::from(format!("goal {number}")))];
                Edit::Create { entity: EntityKey::new(EntityKind::GOAL, id), fields }
            }
        };
        self.edit(node, doc, edit);
        self.count("planned");
    }

    /// Somebody reads the plan, something is added while they read, and the family signs what was read.
    pub(super) fn agree_plan(&mut self, node: usize, doc: DocId) {
        self.plan_something(node, doc);
        let Some(device) = self.nodes[node].device.as_ref() else { return };
        let (Some(document), Some(me)) = (device.document(doc), device.me()) else { return };
        if document.entities(EntityKind::GOAL).is_empty() {
            return;
        }
        let heads = document.heads();
        let Some(plan) = reads(document, doc, &heads) else { return };
        self.plan_something(node, doc);
        let [version, signature] = [(); 2].map(|()| self.fresh_id());
        let now = Moment(self.now);
        let key = EntityKey::new(EntityKind::PLAN_VERSION, version);
        let rosa = Signer::Other { person: None, name: "Rosa".to_owned(), drawn: None };
        self.say(|| format!("node {node} agrees the plan of {doc:?}"));
        self.ledger.agreed.push(Agreed { doc, version, plan });
        self.edit(node, doc, plan_versions::make(version, 1, heads, PlanLanguage::English, me, now));
        self.edit(node, doc, plan_versions::agree(signature, key, &rosa, me, now));
        self.count("agreed");
    }

    /// Where a version has come, it reads as it did when it was agreed.
    pub(super) fn check_versions_of_plans(&mut self) {
        let mut broken = Vec::new();
        let devices = self.nodes.iter().filter(|node| !node.lost).filter_map(|node| node.device.as_ref());
        for device in devices {
            broken.extend(self.ledger.agreed.iter().filter_map(|agreed| fault(device, agreed)));
        }
        for what in broken {
            self.breaks(what);
        }
    }
}

fn fault(device: &Device, agreed: &Agreed) -> Option<String> {
    let document = device.document(agreed.doc)?;
    let versions = plan_versions::versions(document);
    let version = versions.iter().find(|version| version.key.id == agreed.version)?;
    let Some(reads) = reads(document, agreed.doc, &version.heads) else {
        return Some(format!("what was agreed in {:?} cannot be read", agreed.doc));
    };
    if reads != agreed.plan {
        return Some(format!("the plan that was agreed in {:?} reads otherwise: {reads:?}", agreed.doc));
    }
    (!version.is_unaltered(document)).then(|| format!("the fingerprint of the plan in {:?} is another", agreed.doc))
}
