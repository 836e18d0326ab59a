//! Every rule of the roster.
//!
//! A refused record must leave the roster as it was, whoever signed it.

use wire::{Hash, MemberId, Timestamp};

use super::cast::{Cast, EXPIRES, NOW, Person, RosterCore, fresh, nonce, sign, unusable};
use crate::control::{DeviceKind, DeviceState, MemberRole, Roster, RosterBody, RosterEvent};
use crate::keys::DeviceKeys;
use crate::{ControlError, Rule};

const NOBODY: MemberId = MemberId([0xab; 16]);

/// Forges `body` signed by `author` and compares what the roster says of it.
#[track_caller]
fn check(cast: &Cast, author: &DeviceKeys, body: RosterBody, expected: Result<(), ControlError>) {
    check_bytes(&cast.roster, &cast.forge(author, body), expected);
}

#[track_caller]
fn check_bytes(roster: &Roster, bytes: &[u8], expected: Result<(), ControlError>) {
    let mut after = roster.clone();
    assert_eq!(after.apply(bytes).map(|_| ()), expected);
    if expected.is_err() {
        assert_eq!(after, *roster, "a refused record changed the roster");
    } else {
        assert_eq!((after.len(), after.head()), (roster.len() + 1, Hash::of(bytes)));
    }
}

fn broken(rule: Rule) -> Result<(), ControlError> {
    Err(rule.into())
}

fn invite(cast: &Cast, role: MemberRole) -> RosterBody {
    RosterBody::OpenInvitation { member: NOBODY, role, device: cast.stranger.public().clone(), expires: EXPIRES }
}

#[test]
fn nobody_invites_above_what_their_role_allows() {
    use MemberRole::{Admin, Partner, Supervisor, Worker};
    let cast = Cast::new();
    let low = || broken(Rule::RoleTooLow);
    let rows: [(&Person, [(MemberRole, bool); 4]); 4] = [
        (&cast.ana, [(Admin, true), (Supervisor, true), (Worker, true), (Partner, true)]),
        (&cast.sol, [(Admin, false), (Supervisor, true), (Worker, true), (Partner, true)]),
        (&cast.ben, [(Admin, false), (Supervisor, false), (Worker, false), (Partner, true)]),
        (&cast.pat, [(Admin, false), (Supervisor, false), (Worker, false), (Partner, false)]),
    ];
    for (inviter, offers) in rows {
        for (role, allowed) in offers {
            check(&cast, &inviter.device, invite(&cast, role), if allowed { Ok(()) } else { low() });
        }
    }
}

#[test]
fn only_a_working_device_of_a_present_member_invites() {
    let cast = Cast::new();
    let body = || invite(&cast, MemberRole::Partner);
    check(&cast, &cast.ana.kit, body(), broken(Rule::WrongKindOfDevice));
    check(&cast, &cast.archive, body(), broken(Rule::WrongKindOfDevice));
    check(&cast, &cast.ivy.link, body(), broken(Rule::WrongKindOfDevice));
    check(&cast, &cast.ben.link, body(), Err(ControlError::InvitationUsed));
    check(&cast, &cast.rob.device, body(), Err(ControlError::Revoked));
    check(&cast, &cast.stranger, body(), Err(ControlError::UnknownDevice(cast.stranger.id())));
}

#[test]
fn an_invitation_is_for_a_new_member_with_new_and_usable_keys() {
    let cast = Cast::new();
    let body = |member, device: &crate::DevicePublic| RosterBody::OpenInvitation {
        member,
        role: MemberRole::Worker,
        device: device.clone(),
        expires: EXPIRES,
    };
    let stranger = cast.stranger.public();
    for member in [&cast.ana, &cast.ivy, &cast.rob] {
        check(&cast, &cast.ana.device, body(member.member, stranger), broken(Rule::MemberExists));
    }
    for device in [&cast.ana.device, &cast.ana.kit, &cast.ben.link, &cast.rob.device] {
        check(&cast, &cast.ana.device, body(NOBODY, device.public()), broken(Rule::DeviceExists));
    }
    for device in unusable() {
        check(&cast, &cast.ana.device, body(NOBODY, &device), broken(Rule::UnusableKey));
    }
}

#[test]
fn only_an_unused_invitation_joins_and_only_with_new_keys() {
    let cast = Cast::new();
    let join = |device: &DeviceKeys, kit: Option<&DeviceKeys>| RosterBody::Join {
        device: device.public().clone(),
        kit: kit.map(|kit| kit.public().clone()),
    };
    check(&cast, &cast.ivy.link, join(&cast.stranger, Some(&cast.ivy.kit)), Ok(()));
    check(&cast, &cast.ivy.link, join(&cast.stranger, None), Ok(()));
    check(&cast, &cast.ivy.link, join(&cast.stranger, Some(&cast.stranger)), broken(Rule::DeviceExists));
    check(&cast, &cast.ivy.link, join(&cast.stranger, Some(&cast.ana.kit)), broken(Rule::DeviceExists));
    check(&cast, &cast.ben.link, join(&cast.stranger, None), Err(ControlError::InvitationUsed));
    check(&cast, &cast.rob.link, join(&cast.stranger, None), Err(ControlError::Revoked));
    let known = cast.core(cast.ivy.link.id(), join(&cast.ben.device, None));
    let known = sign(&known, &cast.ivy.link, Some(&cast.ben.device));
    check_bytes(&cast.roster, &known, broken(Rule::DeviceExists));
    for wrong in [&cast.ben.device, &cast.ben.kit, &cast.archive] {
        check(&cast, wrong, join(&cast.stranger, None), broken(Rule::WrongKindOfDevice));
    }
}

#[test]
fn whoever_joins_proves_that_the_keys_are_theirs() {
    let cast = Cast::new();
    let body = RosterBody::Join { device: cast.ivy.device.public().clone(), kit: None };
    let core = cast.core(cast.ivy.link.id(), body);
    let bad = || Err(ControlError::BadSignature);
    check_bytes(&cast.roster, &sign(&core, &cast.ivy.link, None), bad());
    check_bytes(&cast.roster, &sign(&core, &cast.ivy.link, Some(&cast.stranger)), bad());
    check_bytes(&cast.roster, &sign(&core, &cast.ivy.link, Some(&cast.ivy.link)), bad());
    check_bytes(&cast.roster, &sign(&core, &cast.ivy.link, Some(&cast.ivy.device)), Ok(()));
    // And nothing but a join carries a second signature.
    let core = cast.core(cast.ana.device.id(), invite(&cast, MemberRole::Worker));
    check_bytes(&cast.roster, &sign(&core, &cast.ana.device, Some(&cast.stranger)), bad());
}

#[test]
fn a_member_s_own_devices_and_kit_bring_more_of_that_member() {
    let cast = Cast::new();
    let add = |kind| RosterBody::AddDevice { device: cast.stranger.public().clone(), kind };
    for own in [&cast.ben.device, &cast.ben.kit] {
        check(&cast, own, add(DeviceKind::Device), Ok(()));
        check(&cast, own, add(DeviceKind::RecoveryKit), Ok(()));
    }
    check(&cast, &cast.ben.device, add(DeviceKind::Invitation), broken(Rule::WrongKindOfDevice));
    check(&cast, &cast.ben.device, add(DeviceKind::Archive), broken(Rule::ArchiveNeedsAdmin));
    check(&cast, &cast.ana.device, add(DeviceKind::Archive), Ok(()));
    check(&cast, &cast.ben.link, add(DeviceKind::Device), Err(ControlError::InvitationUsed));
    check(&cast, &cast.ivy.link, add(DeviceKind::Device), broken(Rule::WrongKindOfDevice));
    check(&cast, &cast.archive, add(DeviceKind::Device), broken(Rule::WrongKindOfDevice));
    check(&cast, &cast.rob.kit, add(DeviceKind::Device), Err(ControlError::Revoked));
    for device in unusable() {
        let body = RosterBody::AddDevice { device, kind: DeviceKind::Device };
        check(&cast, &cast.ben.device, body, broken(Rule::UnusableKey));
    }
    let again = RosterBody::AddDevice { device: cast.sol.device.public().clone(), kind: DeviceKind::Device };
    check(&cast, &cast.ben.device, again, broken(Rule::DeviceExists));
}

#[test]
fn a_device_is_ended_by_its_member_an_admin_or_for_an_invitation_by_who_sent_it() {
    let mut cast = Cast::new();
    let end = |device: &DeviceKeys| RosterBody::RevokeDevice { device: device.id() };
    check(&cast, &cast.ben.device, end(&cast.ben.device), Ok(()));
    check(&cast, &cast.ben.kit, end(&cast.ben.device), Ok(()));
    check(&cast, &cast.ana.device, end(&cast.ben.device), Ok(()));
    check(&cast, &cast.ana.device, end(&cast.ivy.link), Ok(()));
    check(&cast, &cast.ana.kit, end(&cast.ben.device), broken(Rule::AnotherMember));
    check(&cast, &cast.sol.device, end(&cast.ben.device), broken(Rule::AnotherMember));
    check(&cast, &cast.ben.device, end(&cast.ivy.link), broken(Rule::AnotherMember));
    check(&cast, &cast.ben.device, end(&cast.stranger), broken(Rule::NoSuchDevice));
    check(&cast, &cast.ana.device, end(&cast.rob.device), broken(Rule::NoSuchDevice));
    check(&cast, &cast.ivy.link, end(&cast.ivy.link), broken(Rule::WrongKindOfDevice));

    let (member, link) = (NOBODY, fresh(&mut cast.rng));
    cast.apply(|c| c.roster.open_invitation(&c.ben.device, member, MemberRole::Partner, link.public(), EXPIRES, NOW));
    check(&cast, &cast.ben.device, end(&link), Ok(()));
    check(&cast, &cast.ben.kit, end(&link), broken(Rule::AnotherMember));
    check(&cast, &cast.sol.device, end(&link), broken(Rule::AnotherMember));
}

#[test]
fn a_workspace_is_never_left_without_an_admin() {
    let mut cast = Cast::new();
    let ana = cast.ana.member;
    check(&cast, &cast.ana.device, RosterBody::RemoveMember { member: ana }, broken(Rule::LastAdmin));
    let demoted = || RosterBody::SetRole { member: ana, role: MemberRole::Worker };
    check(&cast, &cast.ana.device, demoted(), broken(Rule::LastAdmin));
    // Her kit still counts as a way back; with the kit gone as well it would be over.
    let kit = cast.ana.kit.id();
    cast.apply(|c| c.roster.revoke_device(&c.ana.device, kit, NOW));
    let last = RosterBody::RevokeDevice { device: cast.ana.device.id() };
    check(&cast, &cast.ana.device, last, broken(Rule::LastAdmin));
    // Ivy, who has not joined, would be no admin either.
    let ivy = cast.ivy.member;
    cast.apply(|c| c.roster.set_role(&c.ana.device, ivy, MemberRole::Admin, NOW));
    check(&cast, &cast.ana.device, RosterBody::RemoveMember { member: ana }, broken(Rule::LastAdmin));

    let sol = cast.sol.member;
    cast.apply(|c| c.roster.set_role(&c.ana.device, sol, MemberRole::Admin, NOW));
    check(&cast, &cast.ana.device, RosterBody::RemoveMember { member: ana }, Ok(()));
    check(&cast, &cast.ana.device, demoted(), Ok(()));
}

#[test]
fn only_admins_remove_members_and_set_roles() {
    let cast = Cast::new();
    let remove = |person: &Person| RosterBody::RemoveMember { member: person.member };
    let set = |person: &Person, role| RosterBody::SetRole { member: person.member, role };
    check(&cast, &cast.ana.device, remove(&cast.ben), Ok(()));
    check(&cast, &cast.ana.device, remove(&cast.ivy), Ok(()));
    check(&cast, &cast.ana.device, set(&cast.ben, MemberRole::Admin), Ok(()));
    check(&cast, &cast.ana.device, set(&cast.ben, MemberRole::Worker), broken(Rule::ChangesNothing));
    check(&cast, &cast.ana.device, remove(&cast.rob), broken(Rule::NoSuchMember));
    check(&cast, &cast.ana.device, set(&cast.rob, MemberRole::Admin), broken(Rule::NoSuchMember));
    check(&cast, &cast.ana.device, RosterBody::RemoveMember { member: NOBODY }, broken(Rule::NoSuchMember));
    check(&cast, &cast.ana.kit, remove(&cast.ben), broken(Rule::WrongKindOfDevice));
    for other in [&cast.sol, &cast.ben, &cast.pat] {
        check(&cast, &other.device, remove(&cast.ivy), broken(Rule::RoleTooLow));
        check(&cast, &other.device, set(other, MemberRole::Admin), broken(Rule::RoleTooLow));
    }
}

#[test]
fn a_removed_member_s_devices_count_for_nothing() {
    let cast = Cast::new();
    for device in [&cast.rob.device, &cast.rob.kit, &cast.rob.link] {
        assert_eq!(cast.roster.device(&device.id()).unwrap().state(), DeviceState::Revoked);
        check(&cast, device, RosterBody::RevokeDevice { device: cast.rob.device.id() }, Err(ControlError::Revoked));
    }
    assert!(cast.roster.member(&cast.rob.member).unwrap().is_removed());
    assert_eq!(cast.roster.receivers_of(&cast.rob.member).count(), 0);
}

/// Forges an invitation by Ana with something about its position in the chain changed.
#[track_caller]
fn check_placed(cast: &Cast, change: impl FnOnce(&mut RosterCore), expected: Result<(), ControlError>) {
    let mut core = cast.core(cast.ana.device.id(), invite(cast, MemberRole::Worker));
    change(&mut core);
    check_bytes(&cast.roster, &sign(&core, &cast.ana.device, None), expected);
}

#[test]
fn a_record_fits_one_place_of_one_chain() {
    let cast = Cast::new();
    let len = cast.roster.len();
    check_placed(&cast, |_| {}, Ok(()));
    check_placed(&cast, |core| core.index = len - 1, Err(ControlError::StaleHead));
    check_placed(&cast, |core| core.index = len + 1, Err(ControlError::Ahead { have: len, index: len + 1 }));
    check_placed(&cast, |core| core.prev = Hash::of(&cast.records[0]), Err(ControlError::StaleHead));
    check_placed(&cast, |core| core.prev = Hash([9; 32]), Err(ControlError::StaleHead));
    check_placed(&cast, |core| core.chain = None, Err(ControlError::WrongChain));
    check_placed(&cast, |core| core.chain = Some(Hash([9; 32])), Err(ControlError::WrongChain));
    check_placed(&cast, |core| core.v = 2, Err(ControlError::TooNew));
    check_placed(&cast, |core| core.author = cast.sol.device.id(), Err(ControlError::BadSignature));
    let found =
        RosterBody::Found { member: NOBODY, device: cast.ana.device.public().clone(), kit: None, nonce: nonce() };
    check_placed(&cast, |core| core.body = found, Err(ControlError::WrongChain));
    for record in &cast.records {
        check_bytes(&cast.roster, record, Err(ControlError::AlreadyThere));
    }
}

#[test]
fn two_admins_at_once_make_one_of_them_start_over() {
    let mut cast = Cast::new();
    let first = cast.roster.set_role(&cast.ana.device, cast.ben.member, MemberRole::Supervisor, NOW).unwrap();
    let second = cast.roster.set_role(&cast.ana.device, cast.pat.member, MemberRole::Worker, NOW).unwrap();
    cast.roster.apply(&first).unwrap();
    check_bytes(&cast.roster, &second, Err(ControlError::StaleHead));
}

#[test]
fn a_workspace_is_founded_by_the_device_it_names_and_nothing_else() {
    let cast = Cast::new();
    let found = |device: &DeviceKeys, kit: Option<&DeviceKeys>| RosterBody::Found {
        member: NOBODY,
        device: device.public().clone(),
        kit: kit.map(|kit| kit.public().clone()),
        nonce: nonce(),
    };
    let founding = |author: &DeviceKeys, body, change: fn(&mut RosterCore)| {
        let mut core = RosterCore { chain: None, index: 0, prev: Hash([0; 32]), ..cast.core(author.id(), body) };
        change(&mut core);
        Roster::from_found(&sign(&core, author, None)).map(|_| ())
    };
    let ana = &cast.ana.device;
    assert_eq!(founding(ana, found(ana, Some(&cast.ana.kit)), |_| {}), Ok(()));
    assert_eq!(founding(ana, found(ana, Some(ana)), |_| {}), broken(Rule::DeviceExists));
    let wrong = Err(ControlError::UnknownDevice(cast.stranger.id()));
    assert_eq!(founding(&cast.stranger, found(ana, None), |_| {}), wrong);
    assert_eq!(founding(ana, found(ana, None), |core| core.index = 1), Err(ControlError::WrongChain));
    assert_eq!(founding(ana, found(ana, None), |core| core.prev.0[0] = 1), Err(ControlError::WrongChain));
    assert_eq!(founding(ana, found(ana, None), |core| core.chain = Some(core.prev)), Err(ControlError::WrongChain));
    assert_eq!(founding(ana, invite(&cast, MemberRole::Worker), |_| {}), Err(ControlError::WrongChain));
    assert_eq!(founding(ana, found(ana, None), |core| core.v = 9), Err(ControlError::TooNew));
    let first = Hash([0; 32]);
    let core = RosterCore { chain: None, index: 0, prev: first, ..cast.core(ana.id(), found(ana, None)) };
    let twice = sign(&core, ana, Some(ana));
    assert_eq!(Roster::from_found(&twice).map(|_| ()), Err(ControlError::BadSignature));
}

#[test]
fn an_invitation_past_its_date_lets_nobody_in() {
    let cast = Cast::new();
    let join = |now| cast.roster.join(&cast.ivy.link, &cast.ivy.device, None, now);
    let bytes = join(EXPIRES).unwrap();
    assert_eq!(join(EXPIRES.plus(1)), Err(ControlError::InvitationExpired));
    assert_eq!(cast.roster.check_not_expired(&bytes, EXPIRES), Ok(()));
    assert_eq!(cast.roster.check_not_expired(&bytes, EXPIRES.plus(1)), Err(ControlError::InvitationExpired));
    // Other records do not expire.
    let other = cast.forge(&cast.ana.device, invite(&cast, MemberRole::Worker));
    assert_eq!(cast.roster.check_not_expired(&other, Timestamp(u64::MAX)), Ok(()));
}

#[test]
fn what_a_record_did_is_told() {
    let mut cast = Cast::new();
    let bytes = cast.roster.join(&cast.ivy.link, &cast.ivy.device, None, NOW).unwrap();
    let change = cast.roster.apply(&bytes).unwrap();
    let (member, invitation, device) = (cast.ivy.member, cast.ivy.link.id(), cast.ivy.device.id());
    assert_eq!(change.event, RosterEvent::Joined { member, invitation, device });
    assert_eq!((change.author, change.hash, change.at), (invitation, Hash::of(&bytes), NOW));
    assert!(cast.roster.member(&member).unwrap().joined);
    assert_eq!(cast.roster.device(&device).unwrap().added_by, invitation);
}

#[test]
fn a_kept_chain_loads_to_the_same_roster_without_checking_signatures_again() {
    let cast = Cast::new();
    let mut roster = Roster::from_found(&cast.records[0]).unwrap();
    for record in &cast.records[1..] {
        roster.apply_kept(record).unwrap();
    }
    assert_eq!(roster, cast.roster);
    assert_eq!(roster.apply_kept(&cast.records[1]), Err(ControlError::AlreadyThere));
}
