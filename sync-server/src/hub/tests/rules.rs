//! Members who go further than they may, each on an honest relay with a friend inside: what they bring is not taken.

use trust::{CircleRole, DeviceKind, MemberRole};
use wire::{ChainId, CircleSince, ClientFrame, Hash, LogPoint, Refusal, RelayFrame, Subject};

use super::people::{Office, Person, Room, push};
use super::rig::Rig;
use super::{acks, records, refusals};

/// Anna keeps a room in which Ben writes, with a kit in his drawer. The roster's later records are brought as they come.
struct Scene {
    office: Office,
    room: Room,
    rig: Rig,
    anna: Person,
    ben: Person,
    kit: Person,
    /// Roster records that the relay has.
    brought: usize,
}

#[derive(Clone, Copy)]
enum Who {
    Anna,
    Ben,
    Kit,
}

impl Scene {
    fn new() -> Self {
        let (mut office, anna) = Office::found(1);
        let ben = office.hire(&anna);
        let kit = office.bring_device(&ben, DeviceKind::RecoveryKit);
        let room = office.room(&[&anna, &ben]);
        let mut rig = Rig::new();
        rig.bring(&office, &anna, &[&room]);
        let brought = office.records.len();
        Self { office, room, rig, anna, ben, kit, brought }
    }

    /// The epoch and control head of now.
    fn head(&self) -> (u32, Hash) {
        (self.room.circle.epoch(), self.room.circle.head())
    }

    fn ben_writes(&mut self, head: (u32, Hash), text: &str) -> ClientFrame {
        push(vec![self.room.write_under(&mut self.office, &self.ben, head, text)])
    }

    /// Somebody connects and says something.
    fn says(&mut self, who: Who, frame: &ClientFrame) -> Vec<RelayFrame> {
        let person = match who {
            Who::Anna => &self.anna,
            Who::Ben => &self.ben,
            Who::Kit => &self.kit,
        };
        let conn = self.rig.arrive(&self.office, person);
        self.rig.say(conn, frame)
    }

    /// Anna brings the roster's new records, and the last of the circle's chain.
    fn anna_brings(&mut self, circle: bool) -> Vec<Refusal> {
        let mut frames: Vec<_> = self.office.later_records().split_off(self.brought - 1);
        self.brought = self.office.records.len();
        if circle {
            frames.extend(self.room.chain_from(self.room.records.len() - 1));
        }
        let conn = self.rig.arrive(&self.office, &self.anna);
        frames.iter().flat_map(|frame| refusals(&self.rig.say(conn, frame))).collect()
    }
}

#[test]
fn an_editor_made_reader_writes_no_more_under_an_older_head_whoever_brings_it() {
    let mut s = Scene::new();
    let before = s.head();
    let first = s.ben_writes(before, "b1");
    assert_eq!(acks(&s.says(Who::Ben, &first)), [1]);
    s.room.grant(&mut s.office, &s.anna, s.ben.member, CircleRole::Reader);
    assert_eq!(s.anna_brings(true), []);
    let second = s.ben_writes(before, "b2");
    assert_eq!(refusals(&s.says(Who::Ben, &second)), [Refusal::Revoked]);
    assert_eq!(refusals(&s.says(Who::Kit, &second)), [Refusal::Revoked]);
    assert_eq!(refusals(&s.says(Who::Anna, &second)), [Refusal::Revoked]);
    // What counted before is acknowledged again, and lost it could be brought back.
    assert_eq!(acks(&s.says(Who::Kit, &first)), [1]);
}

#[test]
fn a_device_brought_in_after_its_member_was_shown_out_writes_under_no_older_head() {
    let mut s = Scene::new();
    let before = s.head();
    s.room.show_out(&mut s.office, &s.anna, s.ben.member);
    assert_eq!(s.anna_brings(true), []);
    let new = s.office.bring_device(&s.ben, DeviceKind::Device);
    assert_eq!(s.anna_brings(false), []);
    let late = push(vec![s.room.write_under(&mut s.office, &new, before, "from a new phone")]);
    assert_eq!(refusals(&s.says(Who::Anna, &late)), [Refusal::StaleHead]);
}

#[test]
fn what_is_brought_for_a_revoked_phone_is_not_taken_before_its_end_is_known_and_then_up_to_it() {
    let mut s = Scene::new();
    let before = s.head();
    let first = s.ben_writes(before, "b1, shared");
    assert_eq!(acks(&s.says(Who::Ben, &first)), [1]);
    let record = s.office.roster.revoke_device(&s.kit.keys, s.ben.keys.id(), s.office.now).unwrap();
    s.office.take(record);
    assert_eq!(s.anna_brings(false), []);
    let second = s.ben_writes(before, "b2, by the thief");
    for who in [Who::Kit, Who::Anna] {
        assert_eq!(refusals(&s.says(who, &second)), [Refusal::Revoked]);
    }
    // Anna has seen the first; she closes it there.
    s.room.rotate_at(&mut s.office, &s.anna, 1);
    assert_eq!(s.anna_brings(true), []);
    assert_eq!(refusals(&s.says(Who::Kit, &second)), [Refusal::Revoked]);
    assert_eq!(acks(&s.says(Who::Kit, &first)), [1]);
}

#[test]
fn after_a_member_is_removed_nothing_is_brought_for_them_until_a_rotation_says_where_they_end() {
    let mut s = Scene::new();
    let before = s.head();
    let record = s.office.roster.remove_member(&s.anna.keys, s.ben.member, s.office.now).unwrap();
    s.office.take(record);
    assert_eq!(s.anna_brings(false), []);
    let first = s.ben_writes(before, "b1");
    assert_eq!(refusals(&s.says(Who::Anna, &first)), [Refusal::Revoked]);
    s.room.rotate_at(&mut s.office, &s.anna, u64::MAX);
    assert_eq!(s.anna_brings(true), []);
    assert_eq!(acks(&s.says(Who::Anna, &first)), [1], "a keeper who has it may let it count");
}

#[test]
fn no_end_is_set_below_what_is_in_the_log() {
    let mut s = Scene::new();
    let before = s.head();
    for (n, text) in (1..).zip(["b1", "b2"]) {
        let frame = s.ben_writes(before, text);
        assert_eq!(acks(&s.says(Who::Ben, &frame)), [n]);
    }
    // Anna has not read the second yet. After a restart the relay knows it as well.
    for restart in [false, true] {
        if restart {
            s.rig = std::mem::replace(&mut s.rig, Rig::new()).restart();
        }
        let (circle, key, len) = (s.room.circle.clone(), s.room.key.clone(), s.room.records.len());
        s.room.show_out_at(&mut s.office, &s.anna, s.ben.member, 1);
        assert_eq!(s.anna_brings(true), [Refusal::StaleHead]);
        (s.room.circle, s.room.key) = (circle, key);
        s.room.records.truncate(len);
    }
    s.room.show_out(&mut s.office, &s.anna, s.ben.member);
    assert_eq!(s.anna_brings(true), []);
}

#[test]
fn a_device_that_goes_back_to_an_older_control_head_is_not_taken() {
    let mut s = Scene::new();
    let before = s.head();
    s.office.hire(&s.anna);
    let cleo = s.office.roster.members().map(|(id, _)| id).find(|id| s.room.circle.role_of(id).is_none()).unwrap();
    s.room.grant(&mut s.office, &s.anna, cleo, CircleRole::Reader);
    assert_eq!(s.anna_brings(true), []);
    let head = s.head();
    let new = s.ben_writes(head, "b1, under the new head");
    assert_eq!(acks(&s.says(Who::Ben, &new)), [1]);
    s.rig = std::mem::replace(&mut s.rig, Rig::new()).restart();
    let old = s.ben_writes(before, "b2, under the old one");
    assert_eq!(refusals(&s.says(Who::Ben, &old)), [Refusal::StaleHead]);
    assert_eq!(refusals(&s.says(Who::Kit, &old)), [Refusal::StaleHead]);
}

#[test]
fn a_link_nobody_joined_with_gets_the_roster_and_brings_nothing() {
    let mut s = Scene::new();
    let (_, link) = s.office.invite(&s.anna);
    s.room.grant(&mut s.office, &s.anna, link.member, CircleRole::Editor);
    assert_eq!(s.anna_brings(true), []);
    let head = s.head();
    let first = s.ben_writes(head, "b1");
    assert_eq!(acks(&s.says(Who::Ben, &first)), [1]);

    let conn = s.rig.login(&s.office, &link);
    let circle = s.room.id();
    let since = CircleSince { circle, control: 0, log: LogPoint::START };
    for circles in [Vec::new(), vec![since]] {
        let heard = s.rig.say(conn, &ClientFrame::Subscribe { roster: 0, circles });
        assert!(matches!(heard[0], RelayFrame::Control { chain: ChainId::Roster, .. }), "{heard:?}");
        assert_eq!(heard[1..], [RelayFrame::ChainsCaughtUp]);
    }
    assert_eq!(refusals(&s.rig.say(conn, &first)), [Refusal::NotAllowed], "not even what is there already");
    let second = s.ben_writes(head, "b2");
    assert_eq!(refusals(&s.rig.say(conn, &second)), [Refusal::NotAllowed]);
    let said = s.rig.say(conn, &ClientFrame::Presence { circle, sealed: vec![1] });
    assert_eq!(said, [RelayFrame::Refuse { subject: Subject::Circle { circle }, reason: Refusal::NotAllowed }]);
    let record = s.office.roster.set_role(&s.anna.keys, s.ben.member, MemberRole::Supervisor, s.office.now).unwrap();
    let by_anna = ClientFrame::PushControl { chain: ChainId::Roster, record };
    for frame in s.room.chain_from(0).iter().chain([&by_anna]) {
        assert_eq!(refusals(&s.rig.say(conn, frame)), [Refusal::NotAllowed]);
    }
    // What happens while it is connected does not come either.
    assert_eq!(acks(&s.says(Who::Ben, &second)), [2]);
    s.room.rotate_at(&mut s.office, &s.anna, u64::MAX);
    assert_eq!(s.anna_brings(true), []);
    assert_eq!(s.rig.heard(conn), []);

    // Joined, its device gets everything, and the link has had its day.
    let (record, cleo) = s.office.join(&link);
    let heard = s.rig.say(conn, &ClientFrame::PushControl { chain: ChainId::Roster, record });
    assert!(matches!(heard[0], RelayFrame::ControlAck { .. }), "{heard:?}");
    assert!(s.rig.closed.contains(&conn));
    let conn = s.rig.login(&s.office, &cleo);
    let heard = s.rig.say(conn, &ClientFrame::Subscribe { roster: 0, circles: Vec::new() });
    assert_eq!(records(&heard, circle).len(), 2);
    let record = s.room.pass_key(&mut s.office, &cleo, &cleo);
    let heard = s.rig.say(conn, &ClientFrame::PushControl { chain: ChainId::Circle(circle), record });
    assert!(heard.iter().any(|frame| matches!(frame, RelayFrame::ControlAck { .. })), "{heard:?}");
    let frame = s.room.writes(&mut s.office, &cleo, &["c1"]);
    assert_eq!(acks(&s.rig.say(conn, &frame)), [1]);
}
