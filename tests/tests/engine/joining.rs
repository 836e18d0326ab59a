//! How people and devices come in.

use std::sync::Arc;

use device::view::{ConnectionState, InvitationState, JoinFailure, JoinProgress, Membership, SaveState};
use device::{Intent, Invite};
use sync_server::hub::Hub;
use trust::{Invitation, MemberRole, RecoveryKit, WordList};
use wire::MemberId;

use crate::lab::*;

/// Whoever invited her was offline all the time, so nobody else holds the records that made her a member.
#[test]
fn a_relay_set_back_to_before_a_member_came_in_lets_her_in_again() {
    let mut lab = Lab::new();
    let amara = lab.add();
    lab.found(amara);
    let case = lab.open_case(amara, "Ruiz family");
    let doc = lab.begin_note(amara, case);
    lab.write(amara, doc, 0, "The nights are quieter. ");
    lab.pass(10_000);
    let link = lab.invite(amara, case);
    lab.pass(10_000);
    let old = lab.store.clone();
    lab.go_offline(amara);
    let maya = lab.add();
    lab.join(maya, &link);
    lab.text(maya, doc);
    lab.write(maya, doc, 0, "Maya was there. ");
    lab.pass(10_000);
    lab.go_offline(maya);
    lab.store = old;
    lab.hub = Hub::new(Arc::default());
    lab.go_online(maya);
    lab.pass(120_000);
    lab.go_online(amara);
    lab.pass(60_000);
    for at in [amara, maya] {
        let status = lab.nodes[at].device.status();
        assert_eq!((status.connection, status.state), (ConnectionState::Online, SaveState::Shared), "{status:?}");
        assert_eq!(lab.text(at, doc), "Maya was there. The nights are quieter. ", "on {at}");
    }
    assert_eq!(lab.nodes[amara].device.members().len(), 2);
}

#[test]
fn a_workspace_begins_on_this_device_and_reaches_the_relay() {
    let mut lab = Lab::new();
    let amara = lab.add();
    assert_eq!(lab.nodes[amara].device.membership(), Membership::Nobody);
    lab.found(amara);
    assert!(matches!(lab.nodes[amara].device.membership(), Membership::Member { .. }));
    let status = lab.nodes[amara].device.status();
    assert_eq!(
        (status.state, status.connection, status.waiting),
        (SaveState::Shared, ConnectionState::Online, 0),
        "{status:?}"
    );
    assert_eq!(lab.nodes[amara].device.workspace_name().as_deref(), Some("Northside"));
}

#[test]
fn an_invited_colleague_reads_and_writes_while_the_inviter_is_offline() {
    let (mut lab, case, doc) = two_people();
    let status = lab.nodes[1].device.status();
    assert!(status.problems.is_empty(), "{status:?}");
    assert_eq!(casework::cases(&lab.nodes[1].device).len(), 1);
    assert_eq!(lab.case(1, case).unwrap().name.get(), "Ruiz family");
    assert_eq!(lab.text(1, doc), "Elena says the nights are quieter. ");
    lab.write(1, doc, 0, "Maya was here. ");
    lab.pass(10_000);
    assert_eq!(lab.text(0, doc), "Maya was here. Elena says the nights are quieter. ");
    let names: Vec<_> = lab.nodes[0].device.members().into_iter().filter_map(|member| member.name).collect();
    assert_eq!(names, ["Amara Obi", "Maya Osei"]);
}

#[test]
fn whoever_joins_is_announced_to_everybody_until_they_say_that_they_know_them() {
    let (mut lab, case, _) = two_people();
    let known = |lab: &Lab, at: usize| {
        let members = lab.nodes[at].device.members().into_iter().filter(|member| !member.me);
        members.map(|member| (member.member, member.new, member.code)).collect::<Vec<_>>()
    };
    let [(maya, true, Some(code))] = &known(&lab, 0)[..] else { panic!("{:?}", known(&lab, 0)) };
    let [(_, false, Some(theirs))] = &known(&lab, 1)[..] else { panic!("{:?}", known(&lab, 1)) };
    assert_eq!(code, theirs, "they read the same number to each other");
    let maya = *maya;
    lab.request(0, Intent::Met { member: maya });
    lab.pass(1_000);
    assert!(matches!(known(&lab, 0)[..], [(_, false, Some(_))]));
    lab.restart(0);
    lab.pass(1_000);
    assert!(matches!(known(&lab, 0)[..], [(_, false, Some(_))]), "also after a start");
    // The next one is announced to both.
    let link = lab.invite(0, case);
    let third = lab.add();
    lab.join(third, &link);
    lab.pass(10_000);
    for at in [0, 1] {
        assert_eq!(known(&lab, at).iter().filter(|(_, new, _)| *new).count(), 1, "on {at}");
    }
    assert!(known(&lab, third).iter().all(|(_, new, code)| !new && code.is_some()));
}

#[test]
fn more_invitations_than_the_relay_takes_at_once_wait_their_turn_and_hold_nothing_else_up() {
    let (mut lab, _, doc) = two_people();
    let ready = |lab: &Lab| {
        let views = lab.nodes[0].device.invitations();
        views.iter().filter(|view| matches!(view.state, InvitationState::Ready { .. })).count()
    };
    let calls = lab.next_conn;
    for _ in 0..104 {
        let request = Invite {
            member: MemberId::random(&mut lab.rng),
            label: "Somebody".into(),
            role: MemberRole::Worker,
            circles: Vec::new(),
            valid_for: 86_400_000,
        };
        lab.request(0, Intent::Invite(request));
    }
    lab.pass(3_000);
    let at_once = ready(&lab);
    assert!((90..104).contains(&at_once), "{at_once} at once");
    lab.write(0, doc, 0, "Meanwhile. ");
    lab.pass(5_000);
    assert!(lab.text(1, doc).contains("Meanwhile. "));
    lab.pass(120_000);
    assert_eq!(ready(&lab), 104, "the rest in their time");
    assert_eq!(lab.next_conn, calls, "over the same connections");
    assert_eq!(lab.nodes[0].device.status().problems, Vec::new());
}

#[test]
fn twenty_four_words_on_paper_bring_everything_back_to_a_new_tablet() {
    let mut lab = Lab::new();
    let amara = lab.add();
    let paper = lab.found(amara);
    let case = lab.open_case(amara, "Ruiz family");
    let doc = lab.begin_note(amara, case);
    lab.write(amara, doc, 0, "Written before the tablet fell into the lake.");
    lab.pass(10_000);
    let workspace = lab.nodes[amara].device.workspace().unwrap();
    let me = lab.nodes[amara].device.me();
    lab.go_offline(amara);
    let tablet = lab.add();
    let list = WordList::open(include_str!("../../../public/kit-words.txt")).unwrap();
    let words = paper.words(&list).join(" ");
    let kit = RecoveryKit::from_words(&list, &words).unwrap();
    let public = kit.keys().public().clone();
    lab.join_with(tablet, Invitation { workspace, seed: kit.seed() }, public);
    assert_eq!(lab.nodes[tablet].device.me(), me, "{:?}", lab.nodes[tablet].device.membership());
    assert_eq!(lab.text(tablet, doc), "Written before the tablet fell into the lake.");
    lab.write(tablet, doc, 0, "New tablet. ");
    lab.go_online(amara);
    lab.pass(10_000);
    assert_eq!(lab.text(amara, doc), "New tablet. Written before the tablet fell into the lake.");
    let names: Vec<_> = lab.nodes[amara].device.members().into_iter().filter_map(|member| member.name).collect();
    assert_eq!(names, ["Amara Obi"]);
}

#[test]
fn how_long_an_invitation_is_good_for_is_counted_by_the_relays_clock() {
    let (valid_for, week) = (3_600_000, 7 * 86_400_000);
    for (inviter, newcomer) in [(week, 0), (0, week)] {
        let (mut lab, case, _) = two_people();
        lab.go_offline(0);
        lab.nodes[0].behind = inviter;
        lab.restart(0);
        lab.go_online(0);
        lab.pass(10_000);
        let link = lab.invite_for(0, case, valid_for);
        let shown = |lab: &Lab| lab.nodes[0].device.invitations().first().map(|view| view.state.clone());
        let late = lab.add();
        lab.nodes[late].behind = newcomer;
        lab.pass(valid_for - 120_000);
        assert!(matches!(shown(&lab), Some(InvitationState::Ready { .. })), "{:?}", shown(&lab));
        lab.join(late, &link);
        lab.pass(10_000);
        assert!(matches!(lab.nodes[late].device.membership(), Membership::Member { .. }), "one minute before its end");
        // The next one is let run out.
        let link = lab.invite_for(0, case, valid_for);
        lab.pass(valid_for + 60_000);
        assert!(matches!(shown(&lab), Some(InvitationState::Expired)), "{:?}", shown(&lab));
        let later = lab.add();
        lab.nodes[later].behind = newcomer;
        lab.join(later, &link);
        let expired = Membership::Joining(JoinProgress::Failed(JoinFailure::Expired));
        assert_eq!(lab.nodes[later].device.membership(), expired, "one minute after it");
    }
}
