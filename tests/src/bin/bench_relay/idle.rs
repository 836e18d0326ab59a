//! What ten thousand devices cost that are there and say nothing.

use std::net::SocketAddr;
use std::sync::Arc;

use sync_server::server::now;
use tokio::task::JoinSet;
use trust::{DeviceKeys, DeviceKind, DeviceSeed};
use wire::limits::PER_DEVICE;
use wire::{ClientFrame, RelayFrame};

use crate::client::{Socket, login, say, until};
use crate::people::{Office, Person};
use crate::print;
use crate::relay::Relay;

/// Connections.
const IDLE: usize = 10_000;
/// Devices of one member.
const DEVICES: usize = 50;
/// Connections that are opened at the same time.
const AT_ONCE: usize = 50;
/// Megabytes that all of it may take.
const BAR: f64 = 250.0;

pub(crate) async fn measure() {
    if let Err(error) = rlimit::increase_nofile_limit(IDLE as u64 + 100) {
        eprintln!("the limit on open files could not be raised: {error}");
    }
    let (mut office, first) = Office::found_at(4, now());
    let mut devices = vec![first];
    while devices.len() < IDLE / PER_DEVICE {
        let member = office.hire(&devices[0]);
        for _ in 1..DEVICES {
            let keys = DeviceKeys::from_seed(&DeviceSeed::random(&mut office.rng));
            let record = office.roster.add_device(&member.keys, keys.public(), DeviceKind::Device, office.now).unwrap();
            office.take(record);
            devices.push(Person { keys, member: member.member });
        }
        devices.push(member);
    }
    let members: Vec<&Person> = devices.iter().step_by(DEVICES).collect();
    let room = office.room(&members[..10]);
    let relay = Relay::start("idle", &office, std::slice::from_ref(&room));
    let shared = Arc::new((office, devices));
    let mut sockets = Vec::with_capacity(IDLE);
    for batch in 0..IDLE / AT_ONCE {
        let mut opening = JoinSet::new();
        for n in 0..AT_ONCE {
            let (shared, addr) = (Arc::clone(&shared), relay.addr);
            opening.spawn(async move {
                let device = &shared.1[(batch * AT_ONCE + n) % shared.1.len()];
                idle(addr, &shared.0, device).await
            });
        }
        sockets.extend(opening.join_all().await);
    }
    if let Some(memory) = relay.memory() {
        print("relay.idle_10k_mb", memory as f64 / 1e6, "MB", "lower", Some(BAR));
    }
}

/// A device that knows everything, of a member of no circle or of one without records.
async fn idle(addr: SocketAddr, office: &Office, device: &Person) -> Socket {
    let mut socket = login(addr, office, device).await;
    say(&mut socket, &ClientFrame::Subscribe { roster: office.roster.len(), circles: Vec::new() }).await;
    until(&mut socket, |frame| *frame == RelayFrame::ChainsCaughtUp).await;
    socket
}
