//! The promises of the hub, kept without a socket or a clock.

mod control;
mod damage;
mod entry;
mod flow;
mod people;
mod push;
mod refill;
mod rig;
mod rules;

use wire::{CircleId, Refusal, RelayFrame, Subject};

/// The records of a circle in what was heard, in order.
fn records(heard: &[RelayFrame], of: CircleId) -> Vec<Vec<u8>> {
    let in_frame = |frame: &RelayFrame| match frame {
        RelayFrame::Records { circle, envelopes, .. } if *circle == of => envelopes.clone(),
        _ => Vec::new(),
    };
    heard.iter().flat_map(in_frame).collect()
}

/// The reasons of refusals in what was heard.
fn refusals(heard: &[RelayFrame]) -> Vec<Refusal> {
    heard
        .iter()
        .filter_map(|frame| match frame {
            RelayFrame::Refuse { reason, .. } => Some(*reason),
            _ => None,
        })
        .collect()
}

/// The numbers acknowledged in what was heard.
fn acks(heard: &[RelayFrame]) -> Vec<u64> {
    heard
        .iter()
        .filter_map(|frame| match frame {
            RelayFrame::Ack { dseq, .. } => Some(*dseq),
            _ => None,
        })
        .collect()
}

fn refused_connection(heard: &[RelayFrame], why: Refusal) -> bool {
    heard.contains(&RelayFrame::Refuse { subject: Subject::Connection, reason: why })
}
