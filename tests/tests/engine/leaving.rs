//! How access ends: of a colleague to a case, of somebody who leaves, of a device that was lost.

use device::view::{ConnectionState, ProblemKind, SaveState};
use device::{Intent, Removal};
use sync_server::store::{ChainKey, LogStore, PageLimit};
use trust::{Circle, Invitation, Roster};
use wire::{CircleId, DocId, MemberId};

use crate::lab::*;

fn member(lab: &Lab, at: usize) -> MemberId {
    lab.nodes[at].device.me().unwrap()
}

fn circles(lab: &Lab, at: usize, case: casefile::CaseId) -> Vec<CircleId> {
    let case = lab.case(at, case).unwrap();
    [Some(case.team), case.record].into_iter().flatten().collect()
}

fn is_in(lab: &Lab, at: usize, circle: CircleId, who: MemberId) -> bool {
    lab.nodes[at].device.circle_members(circle).iter().any(|it| it.member == who)
}

/// How many epochs the key of a circle has had, by the chain that the relay holds.
fn epochs(lab: &Lab, circle: CircleId) -> u32 {
    let all = PageLimit { rows: usize::MAX, bytes: usize::MAX };
    let workspace = lab.store.workspaces().unwrap()[0];
    let rows = |key| lab.store.chain(&key, 0, all).unwrap();
    let records = rows(ChainKey::Roster(workspace));
    let mut roster = Roster::from_found(&records[0].bytes).unwrap();
    for record in &records[1..] {
        roster.apply(&record.bytes).unwrap();
    }
    let records = rows(ChainKey::Circle(circle));
    let mut chain = Circle::from_found(&records[0].bytes, &roster).unwrap();
    for record in &records[1..] {
        chain.apply(&record.bytes, &roster).unwrap();
    }
    assert!(!chain.is_key_known_outside(&roster), "nobody outside has the key");
    chain.epoch()
}

/// What is written now reaches one and not the other, and its writer's is all shared.
fn only_reaches(lab: &mut Lab, doc: DocId, writer: usize, reader: Option<usize>, outside: usize) {
    lab.write(writer, doc, 0, "Behind the door. ");
    lab.pass(20_000);
    assert_eq!(lab.state(writer), SaveState::Shared);
    assert_eq!(lab.nodes[writer].device.status().problems, Vec::new());
    if let Some(at) = reader {
        assert!(lab.text(at, doc).starts_with("Behind the door. "));
    }
    assert!(!lab.text(outside, doc).contains("Behind the door. "));
    assert!(lab.text(outside, doc).contains("quieter"), "what was read stays readable");
}

fn is_told_to_be_removed(lab: &Lab, at: usize) -> bool {
    let status = lab.nodes[at].device.status();
    status.connection != ConnectionState::Online
        && status.problems.iter().any(|problem| problem.kind == ProblemKind::Removed)
}

#[test]
fn a_colleague_who_is_shown_out_of_a_case_is_told_and_gets_nothing_more_of_it() {
    let (mut lab, case, doc) = two_people();
    lab.text(1, doc);
    let maya = member(&lab, 1);
    let shut = circles(&lab, 0, case);
    lab.request(0, Intent::EndAccess(Removal::FromCircles { circles: shut.clone(), member: maya }));
    lab.pass(10_000);
    for circle in &shut {
        assert!(!is_in(&lab, 0, *circle, maya));
        assert!(lab.nodes[1].device.is_shown_out(*circle));
    }
    only_reaches(&mut lab, doc, 0, None, 1);
    lab.restart(1);
    lab.pass(10_000);
    assert!(lab.nodes[1].device.is_shown_out(shut[0]), "and is told again");
    assert_eq!(lab.nodes[1].device.status().connection, ConnectionState::Online, "everything else goes on");
    // What she writes there now stays with her, and is said to.
    lab.write(1, doc, 0, "Late. ");
    lab.pass(20_000);
    assert_eq!(lab.state(1), SaveState::SavedHere);
    assert!(!lab.text(0, doc).contains("Late. "));
    // Let in again, she has everything, and so has everybody else.
    lab.request(0, Intent::Grant { circles: shut.clone(), member: maya });
    lab.pass(30_000);
    assert!(!lab.nodes[1].device.is_shown_out(shut[0]));
    for at in [0, 1] {
        assert!(lab.text(at, doc).contains("Behind the door. "), "on {at}");
        assert!(lab.text(at, doc).contains("Late. "), "on {at}");
    }
}

#[test]
fn who_is_removed_from_the_workspace_is_told_and_no_key_of_it_is_theirs_any_more() {
    let (mut lab, case, doc) = two_people();
    lab.text(1, doc);
    let maya = member(&lab, 1);
    // Asked for without a signal, and kept over a restart.
    lab.go_offline(0);
    lab.request(0, Intent::EndAccess(Removal::Member(maya)));
    let leaving = |lab: &Lab| lab.nodes[0].device.members().iter().any(|it| it.member == maya && it.leaving);
    assert!(leaving(&lab));
    lab.nodes[0].online = false;
    lab.restart(0);
    lab.pass(1_000);
    assert!(leaving(&lab));
    lab.go_online(0);
    lab.pass(20_000);
    assert!(lab.nodes[0].device.members().iter().all(|it| it.member != maya));
    assert!(is_told_to_be_removed(&lab, 1));
    for circle in circles(&lab, 0, case) {
        assert_eq!(epochs(&lab, circle), 1, "its key is another");
    }
    only_reaches(&mut lab, doc, 0, None, 1);
}

#[test]
fn a_device_that_was_lost_is_shut_out_by_another_of_the_same_person() {
    let mut lab = Lab::new();
    let old = lab.add();
    let paper = lab.found(old);
    let case = lab.open_case(old, "Ruiz family");
    let doc = lab.begin_note(old, case);
    lab.write(old, doc, 0, "The nights are quieter. ");
    lab.pass(10_000);
    let new = lab.add();
    let workspace = lab.nodes[old].device.workspace().unwrap();
    let kit = paper.keys().public().clone();
    lab.join_with(new, Invitation { workspace, seed: paper.seed() }, kit);
    lab.pass(10_000);
    let lost = lab.nodes[old].device.device_id().unwrap();
    let mine = lab.nodes[new].device.my_devices();
    assert_eq!(mine.iter().map(|it| it.this).collect::<Vec<_>>(), [true, false]);
    assert_eq!(mine[1].device, lost);
    lab.request(new, Intent::EndAccess(Removal::Device(lost)));
    lab.pass(20_000);
    assert!(is_told_to_be_removed(&lab, old));
    assert_eq!(lab.nodes[new].device.my_devices().len(), 1);
    for circle in circles(&lab, new, case) {
        assert_eq!(epochs(&lab, circle), 1, "its key is another");
    }
    only_reaches(&mut lab, doc, new, None, old);
}
