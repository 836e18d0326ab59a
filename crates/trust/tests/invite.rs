//! Two people, start to finish: a workspace, a circle, an invitation taken up while the inviter is away.
//!
//! The promises the rest stands on, told once from end to end.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use trust::{
    Brought, Circle, CircleRole, ControlError, DeviceKeys, DeviceKind, DeviceSeed, DeviceState, EpochKey, Invitation,
    Last, MemberRole, Payload, RecoveryKit, Roster, WriteRefused, open, seal, verify,
};
use wire::{DocId, Envelope, Hash, Header, LogPoint, MemberId, RecordKind, Timestamp};

const NOW: Timestamp = Timestamp(1_800_000_000_000);
const LATER: Timestamp = Timestamp(1_800_000_900_000);

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn device(rng: &mut ChaCha20Rng) -> DeviceKeys {
    DeviceKeys::from_seed(&DeviceSeed::random(rng))
}

#[test]
fn a_colleague_joins_by_link_and_reads_and_writes_at_once_while_the_inviter_is_offline() {
    let mut rng = rng(1);
    let ana = MemberId::random(&mut rng);
    let (tablet, kit) = (device(&mut rng), RecoveryKit::random(&mut rng));
    let (found, mut roster) = Roster::found(&tablet, ana, Some(kit.keys().public()), NOW, &mut rng).unwrap();
    assert_eq!(roster.workspace().0, Hash::of(&found).0);

    let key = EpochKey::random(&mut rng);
    let (first, mut circle) =
        Circle::found(&tablet, &roster, &key, &[(ana, CircleRole::Keeper)], NOW, &mut rng).unwrap();
    assert_eq!(circle.id().0, Hash::of(&first).0);
    assert!(circle.has_sealed_key_for(&kit.keys().id()), "the kit can open what the tablet can");

    // Ana invites Ben, grants the circle to his invitation, and goes offline.
    let ben = MemberId::random(&mut rng);
    let invitation = Invitation::random(roster.workspace(), &mut rng);
    let opened =
        roster.open_invitation(&tablet, ben, MemberRole::Worker, invitation.keys().public(), LATER, NOW).unwrap();
    roster.apply(&opened).unwrap();
    let granted = circle.grant(&tablet, &roster, &key, (ben, CircleRole::Editor), &|_| 0, NOW, &mut rng).unwrap();
    circle.apply(&granted, &roster).unwrap();

    // Ben, elsewhere, has the link and what the relay sent.
    let invitation = Invitation::from_code(&invitation.to_code()).unwrap();
    let mut his_roster = Roster::from_found(&found).unwrap();
    assert_eq!(his_roster.workspace(), invitation.workspace);
    his_roster.apply(&opened).unwrap();
    let mut his_circle = Circle::from_found(&first, &his_roster).unwrap();
    his_circle.apply(&granted, &his_roster).unwrap();

    let (phone, his_kit) = (device(&mut rng), RecoveryKit::random(&mut rng));
    let link = invitation.keys();
    let joined = his_roster.join(&link, &phone, Some(his_kit.keys().public()), NOW).unwrap();
    his_roster.apply(&joined).unwrap();
    let his_key = his_circle.open_key(&link, 0).unwrap();
    let passed = his_circle
        .grant_device(&phone, &his_roster, &his_key, &[phone.id(), his_kit.keys().id()], NOW, &mut rng)
        .unwrap();
    his_circle.apply(&passed, &his_roster).unwrap();
    assert_eq!(his_circle.open_key(&phone, 0).unwrap().expose(), key.expose());
    assert_eq!(his_circle.open_key(&his_kit.keys(), 0).unwrap().expose(), key.expose());

    // The relay, which has no key, comes to the same chains; and so does Ana.
    roster.check_not_expired(&joined, NOW).unwrap();
    roster.apply(&joined).unwrap();
    circle.admit(&passed, &roster, &|_| 0).unwrap();
    assert_eq!((roster.head(), circle.head()), (his_roster.head(), his_circle.head()));
    assert_eq!(roster.device(&link.id()).unwrap().state(), DeviceState::Spent);
    assert_eq!(roster.device(&phone.id()).unwrap().kind, DeviceKind::Device);

    // Ben writes; Ana reads; the relay can tell that it was Ben's phone.
    let header = Header {
        v: 1,
        circle: circle.id(),
        epoch: 0,
        kind: RecordKind::Edit,
        device: phone.id(),
        dseq: 1,
        prev: Hash([0; 32]),
        control_head: his_circle.head(),
    };
    let payload = Payload::Edit {
        doc: DocId::of_circle(circle.id()),
        changes: vec![b"she was glad to see me".to_vec()],
        at: LogPoint::START,
    };
    let sealed = seal(&phone, &his_key, header.clone(), &payload, &mut rng).unwrap();
    let received = Envelope::from_bytes(&sealed.to_bytes()).unwrap();
    circle
        .judge((&header, Hash([1; 32])), &Last::NONE, &roster, Brought::New, |keys| verify(&received, keys).is_ok())
        .unwrap();
    assert_eq!(open(&received, &key).unwrap(), payload);

    // The link is used up.
    let second = device(&mut rng);
    assert_eq!(roster.join(&link, &second, None, NOW), Err(ControlError::InvitationUsed));
    assert_eq!(circle.may_write(&link.id(), &roster), Err(WriteRefused::NotADevice));
}
