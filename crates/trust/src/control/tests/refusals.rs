//! The reason that the relay gives for each refusal.
//!
//! Devices act on the word, so a wrong one would have them do the wrong thing: give up, or try for ever.

use wire::{DecodeError, DeviceId, Refusal};

use crate::{ControlError, Rule, WriteRefused};

#[test]
fn each_reason_not_to_take_a_control_record_has_its_word() {
    let too_long = DecodeError::TooLong { what: "control record", len: 2, limit: 1 };
    let rows = [
        (ControlError::Malformed(DecodeError::NotCanonical { what: "Core" }), Refusal::Malformed),
        (ControlError::Malformed(too_long), Refusal::TooLarge),
        (ControlError::TooNew, Refusal::Malformed),
        (ControlError::BadSignature, Refusal::BadSignature),
        (ControlError::WrongChain, Refusal::RuleBroken),
        (ControlError::StaleHead, Refusal::StaleHead),
        (ControlError::Ahead { have: 1, index: 3 }, Refusal::StaleHead),
        (ControlError::RosterBehind, Refusal::UnknownHead),
        (ControlError::UnknownDevice(DeviceId([1; 32])), Refusal::UnknownDevice),
        (ControlError::Revoked, Refusal::Revoked),
        (ControlError::InvitationUsed, Refusal::InvitationUsed),
        (ControlError::InvitationExpired, Refusal::InvitationExpired),
        (ControlError::RuleBroken(Rule::LastAdmin), Refusal::RuleBroken),
    ];
    for (error, word) in rows {
        assert_eq!(error.refusal(), word, "{error}");
    }
}

#[test]
fn each_reason_not_to_take_a_record_has_its_word() {
    let rows = [
        (WriteRefused::WrongCircle, Refusal::UnknownCircle),
        (WriteRefused::UnknownDevice, Refusal::UnknownDevice),
        (WriteRefused::NotADevice, Refusal::NotAllowed),
        (WriteRefused::NotInCircle, Refusal::NotAllowed),
        (WriteRefused::ReadOnly, Refusal::NotAllowed),
        (WriteRefused::Revoked, Refusal::Revoked),
        (WriteRefused::AfterRevocation, Refusal::Revoked),
        (WriteRefused::UnknownHead, Refusal::UnknownHead),
        (WriteRefused::StaleEpoch, Refusal::StaleHead),
        (WriteRefused::WrongEpoch, Refusal::RuleBroken),
        (WriteRefused::OtherVersion, Refusal::Malformed),
        (WriteRefused::BadSignature, Refusal::BadSignature),
        (WriteRefused::Gap { have: 4 }, Refusal::Gap { have: 4 }),
        (WriteRefused::Forked { have: 4 }, Refusal::Forked { have: 4 }),
        (WriteRefused::NotThereYet, Refusal::StaleHead),
        (WriteRefused::HeadWentBack, Refusal::StaleHead),
        (WriteRefused::MayNotBring, Refusal::NotAllowed),
    ];
    for (error, word) in rows {
        assert_eq!(error.refusal(), word, "{error}");
    }
}
