//! What must hold once everything works again: equal documents everywhere, nothing lost, nothing waiting, honest chips.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ObjType, ROOT, ReadDoc, Value as AmValue};
use casefile::Row;
use device::view::{ConnectionState, Membership, Problem, ProblemKind, SaveState};
use device::{Archived, Device, Event, Intent, Listed, Query};
use sync_server::store::{LogStore, PageLimit};
use wire::{CircleId, DeviceId, DocId, Envelope, Hash, LogPoint, MemberId};

use super::ledger::{Deed, Expected, Fate};
use super::world::World;
use super::writing::{answers_at, knows, plain, words_of};

/// A document as one device has it.
struct Copy {
    node: usize,
    heads: Vec<[u8; 32]>,
    waiting: usize,
}

impl World {
    /// Devices that take part: not lost, and their person has come in or is coming in.
    pub(super) fn taking_part(&self) -> impl Iterator<Item = (usize, &Device)> {
        self.nodes
            .iter()
            .filter(|node| !node.lost && node.began)
            .filter_map(|node| Some((node.number, node.device.as_ref()?)))
    }

    /// Why it is not quiet yet; `None` if it is.
    pub(super) fn unrest(&self) -> Option<String> {
        for (node, device) in self.taking_part() {
            match device.membership() {
                Membership::Member { relay: Some(_), .. } => {}
                // It never got as far as joining, and nobody is left who could let it in.
                Membership::Nobody if !self.nodes[node].joined => continue,
                other => return Some(format!("node {node} is {other:?}")),
            }
            if !device.is_durable() {
                return Some(format!("node {node} has not stored everything"));
            }
            let status = device.status();
            if status.connection != ConnectionState::Online {
                return Some(format!("node {node} is {:?} with problems {:?}", status.connection, status.problems));
            }
            if status.state != SaveState::Shared || status.waiting > 0 {
                return Some(format!(
                    "node {node} says {:?}, {} waiting, problems {:?}",
                    status.state, status.waiting, status.problems
                ));
            }
            for problem in &status.problems {
                if !self.may_be_said(problem) {
                    return Some(format!("node {node} says {problem:?}"));
                }
            }
        }
        None
    }

    /// Problems that what went wrong in this world explains.
    fn may_be_said(&self, problem: &Problem) -> bool {
        let lied = self.plan.lies > 0 || !self.forged.is_empty() || self.counts.contains_key("forked");
        match problem.kind {
            // Whatever a lie made of what was sent was set aside, and said.
            ProblemKind::Quarantined { .. } | ProblemKind::RelayRewound | ProblemKind::RelayForked if lied => true,
            ProblemKind::Refused { .. } if lied => true,
            ProblemKind::Damaged { repaired } => repaired && self.plan.bad_rows > 0,
            // A device that never saw the log before the relay was set back is told of another by those who did.
            ProblemKind::RelayForked => self.counts.contains_key("relay set back"),
            _ => false,
        }
    }

    /// People look at what can be explained, and put it away.
    pub(super) fn dismiss_what_is_explained(&mut self) {
        for node in 0..self.nodes.len() {
            let problems = self.nodes[node].device.as_ref().map(|device| device.status().problems).unwrap_or_default();
            let explained: Vec<Problem> = problems.into_iter().filter(|problem| self.may_be_said(problem)).collect();
            for problem in explained {
                self.feed(node, Event::Intent(Intent::Dismiss { problem: problem.number }));
            }
        }
    }

    pub(super) fn check_everything(&mut self) {
        self.open_everything();
        if !self.broken.is_empty() {
            return;
        }
        let before = self.copies();
        self.check_copies(&before);
        self.check_projections();
        self.check_members();
        self.check_deeds();
        self.check_text();
        self.check_answers();
        self.check_signatures();
        self.check_versions_of_plans();
        self.check_log();
        self.check_forged();
        self.check_containers();
        self.check_versions();
        if self.broken.is_empty() {
            self.check_cold_start(&before);
        }
    }

    fn open_everything(&mut self) {
        for node in 0..self.nodes.len() {
            if self.nodes[node].lost || !self.nodes[node].began {
                continue;
            }
            let workspace = self.nodes[node].device.as_ref().and_then(Device::workspace_doc);
            for doc in self.known_documents(node).into_iter().chain(workspace) {
                if !self.nodes[node].open.contains(&doc) {
                    self.open_document(node, doc);
                }
            }
        }
        let until = self.now + 3_000;
        self.run_until(until);
    }

    /// Every document, on every device that knows it.
    fn copies(&mut self) -> BTreeMap<DocId, Vec<Copy>> {
        let mut copies: BTreeMap<DocId, Vec<Copy>> = BTreeMap::new();
        let mut missing = Vec::new();
        for (node, device) in self.taking_part() {
            for doc in self.known_documents(node).into_iter().chain(device.workspace_doc()) {
                match device.document(doc) {
                    Some(document) => {
                        let copy = Copy { node, heads: document.heads(), waiting: document.waiting() };
                        copies.entry(doc).or_default().push(copy);
                    }
                    None => missing.push(format!(
                        "node {node} lists {doc:?} and cannot open it: {:?}",
                        device.document_state(doc)
                    )),
                }
            }
        }
        for what in missing {
            self.breaks(what);
        }
        copies
    }

    fn check_copies(&mut self, copies: &BTreeMap<DocId, Vec<Copy>>) {
        for (doc, copies) in copies {
            let Some(first) = copies.first() else { continue };
            for copy in copies {
                if copy.heads != first.heads {
                    self.breaks(format!("I8: nodes {} and {} hold different {doc:?}", first.node, copy.node));
                }
                if copy.waiting > 0 {
                    self.breaks(format!("node {} holds changes of {doc:?} that wait for others", copy.node));
                }
            }
        }
    }

    /// Lists say what documents say, and the same on every device that may read them.
    fn check_projections(&mut self) {
        let mut broken = Vec::new();
        for (node, device) in self.taking_part() {
            let mut listed: BTreeMap<DocId, Vec<Row>> = BTreeMap::new();
            for Listed { doc, row, .. } in device.list(&Query::all().archived(Archived::Any)) {
                listed.entry(doc).or_default().push(row);
            }
            for doc in self.known_documents(node) {
                let Some(document) = device.document(doc) else { continue };
                let mut rows = document.project().rows;
                let mut listed = listed.remove(&doc).unwrap_or_default();
                rows.sort_by_key(|row| row.key);
                listed.sort_by_key(|row| row.key);
                if rows != listed {
                    broken.push(format!("the lists of node {node} are not what {doc:?} says"));
                }
            }
        }
        for what in broken {
            self.breaks(what);
        }
    }

    /// Everybody knows everybody's name; everybody in a circle has it.
    fn check_members(&mut self) {
        let mut broken = Vec::new();
        let mut circles: BTreeMap<CircleId, BTreeSet<MemberId>> = BTreeMap::new();
        let mut names: BTreeMap<MemberId, usize> = BTreeMap::new();
        for (node, device) in self.taking_part() {
            if let Some(me) = device.me() {
                names.insert(me, node);
            }
            for case in casework::cases(device) {
                for circle in [Some(case.team), case.record].into_iter().flatten() {
                    let members = device.circle_members(circle).into_iter().map(|member| member.member);
                    circles.entry(circle).or_default().extend(members);
                }
            }
        }
        for (node, device) in self.taking_part() {
            let Some(me) = device.me() else { continue };
            let members = device.members();
            for (member, of) in &names {
                let name = members.iter().find(|known| known.member == *member).and_then(|known| known.name.clone());
                if name != Some(format!("Person {of}")) {
                    broken.push(format!("node {node} knows the person of node {of} as {name:?}"));
                }
            }
            if device.workspace_name().as_deref() != Some("Northside") {
                broken.push(format!("node {node} does not know the workspace's name"));
            }
            let mine: BTreeSet<CircleId> =
                casework::cases(device).iter().flat_map(|case| [Some(case.team), case.record]).flatten().collect();
            for (circle, members) in &circles {
                // A record's circle is found through the team's document, so its team has to be known too.
                if members.contains(&me) && !mine.contains(circle) && self.reachable(me, *circle, &circles) {
                    broken.push(format!("node {node} is in {circle:?} and does not have it"));
                }
            }
        }
        for what in broken {
            self.breaks(what);
        }
    }

    /// Whether a member can see a circle's case: its Team circle leads to its Record circle.
    fn reachable(&self, member: MemberId, circle: CircleId, circles: &BTreeMap<CircleId, BTreeSet<MemberId>>) -> bool {
        self.taking_part().flat_map(|(_, device)| casework::cases(device)).any(|case| {
            (case.team == circle || case.record == Some(circle))
                && circles.get(&case.team).is_some_and(|members| members.contains(&member))
        })
    }

    /// Cases and notes that were stored are there; who was let in is in.
    fn check_deeds(&mut self) {
        let mut broken = Vec::new();
        for (number, act) in self.ledger.acts.iter().enumerate() {
            // Letting somebody in takes several steps, which a lost device does not finish.
            let gone = self.nodes[act.node].lost && (!act.shared || act.deed.lets_in());
            if act.fate != Fate::Stored || gone {
                continue;
            }
            match &act.deed {
                Deed::OpenedCase(case) => {
                    let known = self.taking_part().any(|(_, device)| casework::case(device, *case).is_some());
                    if !known && !self.nodes[act.node].lost {
                        broken.push(format!("{case:?} was stored by node {} and is nowhere (act {number})", act.node));
                    }
                }
                Deed::BeganNote(doc) => {
                    let known = self.taking_part().any(|(node, _)| self.known_documents(node).contains(doc));
                    if !known && !self.nodes[act.node].lost {
                        broken.push(format!("note {doc:?} was stored by node {} and is nowhere", act.node));
                    }
                }
                Deed::Granted { case, member, record } => {
                    let them = self.taking_part().find(|(_, device)| device.me() == Some(*member));
                    if let Some((node, device)) = them {
                        let has = casework::case(device, *case);
                        if has.is_none() || (*record && has.is_some_and(|case| case.record.is_none())) {
                            broken
                                .push(format!("node {node} was let into {case:?} by node {} and is not in", act.node));
                        }
                    }
                }
                Deed::Invited { member, cases } => {
                    let them = self.taking_part().find(|(_, device)| device.me() == Some(*member));
                    if let Some((node, device)) = them {
                        for case in cases.iter().filter(|case| casework::case(device, **case).is_none()) {
                            broken.push(format!("node {node} was invited into {case:?} and is not in"));
                        }
                    }
                }
                _ => {}
            }
        }
        for what in broken {
            self.breaks(what);
        }
    }

    /// Every stored keystroke is in the text of whoever may read it, once; what was taken out is not.
    fn check_text(&mut self) {
        let expected = self.ledger.expected_tokens();
        let mut broken = Vec::new();
        let carried = self.carried();
        for (node, device) in self.taking_part() {
            let documents = self.known_documents(node).into_iter().flat_map(|doc| {
                device.document(doc).into_iter().chain(carried.get(&(node, doc))).map(move |document| (doc, document))
            });
            for (doc, document) in documents {
                let texts = words_of(doc, document);
                for (token, expected) in self
                    .ledger
                    .tokens
                    .iter()
                    .zip(&expected)
                    .filter(|(token, _)| token.place.0 == doc && knows(document, &token.place))
                {
                    let count = texts.get(&token.place).map_or(0, |text| text.matches(&token.text).count());
                    // An older copy of a device does again what it was about to do.
                    let again = usize::from(token.again);
                    let right = match expected {
                        Expected::There => count == 1 || count == 1 + again,
                        Expected::Gone => count <= again,
                        Expected::Either => count <= 1 + again,
                    };
                    if !right {
                        broken.push(format!(
                            "{:?} of node {} is {count} times in the text on node {node}, expected {expected:?}",
                            token.text, token.node
                        ));
                    }
                }
            }
        }
        for what in broken {
            self.breaks(what);
        }
        self.check_unread_tokens(&expected);
    }

    /// A token whose document nobody has any more is lost too.
    fn check_unread_tokens(&mut self, expected: &[Expected]) {
        let known: BTreeSet<DocId> = self.taking_part().flat_map(|(node, _)| self.known_documents(node)).collect();
        let lost: Vec<String> = self
            .ledger
            .tokens
            .iter()
            .zip(expected)
            .filter(|(token, expected)| **expected == Expected::There && !known.contains(&token.place.0))
            .filter(|(token, _)| !self.nodes[token.node].lost)
            .map(|(token, _)| format!("{:?} is lost with its document", token.text))
            .collect();
        for what in lost {
            self.breaks(what);
        }
    }

    /// I2: answers given apart all stand until somebody has chosen; what was answered over does not.
    fn check_answers(&mut self) {
        let mut broken = Vec::new();
        let carried = self.carried();
        for (place, (must, may)) in self.ledger.expected_answers() {
            let documents = self.taking_part().flat_map(|(node, device)| {
                let live = device.document(place.0).into_iter();
                live.chain(carried.get(&(node, place.0))).map(move |document| (node, document))
            });
            for (node, document) in documents.filter(|(_, document)| knows(document, &place)) {
                let stands = answers_at(document, &place);
                for value in must.iter().filter(|value| !stands.contains(value)) {
                    broken.push(format!("I2: {} at {:?} is not shown on node {node}", plain(value), place.2));
                }
                let ours = |text: &str| text.starts_with("answer ");
                for value in stands.iter().filter(|value| value.as_text().is_some_and(ours) && !may.contains(value)) {
                    broken.push(format!("{} at {:?} stands again on node {node}", plain(value), place.2));
                }
            }
        }
        for what in broken {
            self.breaks(what);
        }
    }

    /// I4: in the relay's log every device's records follow each other without gaps, and the digests are those of the
    /// records.
    fn check_log(&mut self) {
        let rows = &self.relay.disk.rows;
        let mut broken = Vec::new();
        let anything_lost = self.nodes.iter().any(|node| node.lost || node.set_back);
        for (circle, device, dseq) in &self.relay.disk.ever {
            if !anything_lost && !matches!(rows.record_of(circle, device, *dseq), Ok(Some(_))) {
                broken.push(format!("the relay never got record {dseq} of {device:?} in {circle:?} back"));
            }
        }
        for circle in rows.workspaces().unwrap_or_default().iter().flat_map(|id| rows.circles(id).unwrap_or_default()) {
            let mut point = LogPoint::START;
            let mut last: BTreeMap<DeviceId, (u64, Hash)> = BTreeMap::new();
            let all = PageLimit { rows: usize::MAX, bytes: usize::MAX };
            for row in rows.log_page(&circle, 0, all).unwrap_or_default() {
                let Ok(envelope) = Envelope::from_bytes(&row.bytes) else {
                    broken.push(format!("record {} of {circle:?} is no envelope", row.position));
                    continue;
                };
                let header = &envelope.header;
                let (dseq, hash) = last.get(&header.device).copied().unwrap_or((0, Hash([0; 32])));
                if header.dseq != dseq + 1 || header.prev != hash || header.circle != circle {
                    broken.push(format!("I4: record {} of {circle:?} does not follow its device's last", row.position));
                }
                let hash = Hash::of(&row.bytes);
                last.insert(header.device, (header.dseq, hash));
                point = point.then(hash);
                if row.point() != point {
                    broken.push(format!("the digest of record {} of {circle:?} is wrong", row.position));
                }
            }
        }
        for what in broken {
            self.breaks(what);
        }
    }

    /// I1: nothing is hidden behind a container that two devices created.
    fn check_containers(&mut self) {
        let mut seen: BTreeSet<(DocId, Vec<[u8; 32]>)> = BTreeSet::new();
        let mut broken = Vec::new();
        for (node, device) in self.taking_part() {
            for doc in self.known_documents(node).into_iter().chain(device.workspace_doc()) {
                let Some(document) = device.document(doc) else { continue };
                if !seen.insert((doc, document.heads())) {
                    continue;
                }
                let Ok(raw) = automerge::Automerge::load(&document.save()) else {
                    broken.push(format!("{doc:?} of node {node} cannot be loaded by Automerge"));
                    continue;
                };
                for key in raw.keys(ROOT) {
                    let containers = raw.get_all(ROOT, &key).unwrap_or_default();
                    let objects =
                        containers.iter().filter(|(value, _)| matches!(value, AmValue::Object(ObjType::Map))).count();
                    if containers.len() != 1 || objects != 1 {
                        broken.push(format!("I1: {} things stand at {key} of {doc:?}", containers.len()));
                    }
                }
            }
        }
        for what in broken {
            self.breaks(what);
        }
    }

    /// Every device is switched off and on again: its disk alone makes the same documents and lists.
    fn check_cold_start(&mut self, before: &BTreeMap<DocId, Vec<Copy>>) {
        self.start_everybody_again(before);
        if self.plan.versions && self.broken.is_empty() {
            self.update_everybody();
            self.start_everybody_again(before);
            self.check_text();
            self.check_answers();
        }
        let until = self.now + 60_000;
        self.run_until(until);
        self.dismiss_what_is_explained();
        if let Some(reason) = self.unrest() {
            self.breaks(format!("after a cold start: {reason}"));
        }
    }

    fn start_everybody_again(&mut self, before: &BTreeMap<DocId, Vec<Copy>>) {
        let there: Vec<usize> = self.taking_part().map(|(node, _)| node).collect();
        for node in there {
            self.crash_node(node);
            self.start_node(node);
        }
        let until = self.now + 3_000;
        self.run_until(until);
        self.open_everything();
        if !self.broken.is_empty() {
            return;
        }
        let after = self.copies();
        for (doc, copies) in before {
            for copy in copies {
                let same = after.get(doc).and_then(|known| known.iter().find(|known| known.node == copy.node));
                if same.is_none_or(|same| same.heads != copy.heads) {
                    self.breaks(format!("node {} does not find {doc:?} on its disk as it was", copy.node));
                }
            }
        }
        self.check_projections();
        self.check_members();
        self.check_versions();
    }
}
