//! Who may have a connection: places for devices that have proven who they are, and other, fewer ones for those who have
//! not, so that strangers never take a member's.
//!
//! A stranger who has had a fair time gives way to whoever comes new. So holding places takes as many fresh connections
//! a second as there are places, from as many addresses as it takes to get around the limit of each.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// What a stranger may count on, however many others come: enough to answer a challenge over a slow network.
const FAIR_TIME: Duration = Duration::from_secs(2);

/// How many of whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    /// Devices that have proven who they are.
    pub(super) members: usize,
    /// Everybody else, asking for the app included.
    pub(super) strangers: usize,
    /// Of those, from one address.
    pub(super) per_address: usize,
}

/// All places there are.
pub(super) struct Admission {
    places: Places,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    next: u64,
    members: usize,
    /// In the order in which they came.
    strangers: BTreeMap<u64, Stranger>,
    per_address: HashMap<IpAddr, usize>,
}

struct Stranger {
    /// Not known yet behind a proxy.
    address: Option<IpAddr>,
    since: Instant,
    give_way: Arc<Notify>,
}

/// One connection's place, given back when it is dropped.
pub(super) struct Place {
    number: u64,
    give_way: Arc<Notify>,
    admission: Arc<Admission>,
}

impl Admission {
    pub(super) fn new(places: Places) -> Arc<Self> {
        Arc::new(Self { places, taken: Mutex::default() })
    }

    /// A stranger's place, if need be that of another; `None` if there is none to be had.
    pub(super) fn enter(self: &Arc<Self>, address: Option<IpAddr>) -> Option<Place> {
        let address = address.map(network_of);
        let mut taken = self.taken();
        let now = Instant::now();
        if address.is_some_and(|address| taken.from(&address) >= self.places.per_address) {
            taken.give_way(now, |stranger| stranger.address == address)?;
        } else if taken.strangers.len() >= self.places.strangers {
            taken.give_way(now, |_| true)?;
        }
        taken.next += 1;
        let number = taken.next;
        let give_way = Arc::new(Notify::new());
        taken.strangers.insert(number, Stranger { address, since: now, give_way: Arc::clone(&give_way) });
        if let Some(address) = address {
            *taken.per_address.entry(address).or_default() += 1;
        }
        Some(Place { number, give_way, admission: Arc::clone(self) })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn from(&self, address: &IpAddr) -> usize {
        self.per_address.get(address).copied().unwrap_or(0)
    }

    /// The oldest of these gives its place up, if it has had a fair time.
    fn give_way(&mut self, now: Instant, whose: impl Fn(&Stranger) -> bool) -> Option<()> {
        let (number, oldest) = self.strangers.iter().find(|(_, stranger)| whose(stranger))?;
        if now.duration_since(oldest.since) < FAIR_TIME {
            return None;
        }
        let number = *number;
        self.leave(number)?.give_way.notify_one();
        Some(())
    }

    fn leave(&mut self, number: u64) -> Option<Stranger> {
        let stranger = self.strangers.remove(&number)?;
        if let Some(address) = stranger.address
            && let Some(count) = self.per_address.get_mut(&address)
        {
            *count -= 1;
            if *count == 0 {
                self.per_address.remove(&address);
            }
        }
        Some(stranger)
    }
}

impl Place {
    /// Resolves if the place is needed for somebody else.
    pub(super) async fn given_up(&self) {
        self.give_way.notified().await;
    }

    /// It is now known where it comes from. False if there are too many from there.
    pub(super) fn comes_from(&self, address: IpAddr) -> bool {
        let address = network_of(address);
        let mut taken = self.admission.taken();
        if taken.from(&address) >= self.admission.places.per_address {
            return false;
        }
        let Some(stranger) = taken.strangers.get_mut(&self.number) else { return false };
        if stranger.address.is_none() {
            stranger.address = Some(address);
            *taken.per_address.entry(address).or_default() += 1;
        }
        true
    }

    /// A device has proven who it is: it takes a member's place. `None` if all are taken.
    pub(super) fn admit(&self) -> Option<MemberPlace> {
        let mut taken = self.admission.taken();
        if taken.members >= self.admission.places.members {
            return None;
        }
        taken.leave(self.number);
        taken.members += 1;
        Some(MemberPlace(Arc::clone(&self.admission)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.admission.taken().leave(self.number);
    }
}

/// A member's place, given back when it is dropped.
pub(super) struct MemberPlace(Arc<Admission>);

impl Drop for MemberPlace {
    fn drop(&mut self) {
        self.0.taken().members -= 1;
    }
}

/// Whom an address counts as: whoever has one IPv6 address has the 2⁶⁴ beside it.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn places(members: usize, strangers: usize, per_address: usize) -> Arc<Admission> {
        Admission::new(Places { members, strangers, per_address })
    }

    fn at(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([10, 0, 0, last]))
    }

    #[tokio::test(start_paused = true)]
    async fn strangers_never_take_the_places_of_members() {
        let admission = places(2, 3, 3);
        let strangers: Vec<_> = (0..3).map(|n| admission.enter(at(n)).unwrap()).collect();
        assert!(admission.enter(at(9)).is_none(), "all have only just come");
        let member = strangers[0].admit().unwrap();
        let next = admission.enter(at(9)).unwrap();
        let other = next.admit().unwrap();
        assert!(strangers[1].admit().is_none(), "two members are as many as there may be");
        drop(member);
        assert!(strangers[1].admit().is_some());
        drop(other);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_has_had_a_fair_time_gives_way_to_whoever_comes_new() {
        let admission = places(2, 2, 2);
        let (first, _second) = (admission.enter(at(1)).unwrap(), admission.enter(at(2)).unwrap());
        tokio::time::advance(FAIR_TIME).await;
        let third = admission.enter(at(3)).unwrap();
        first.given_up().await;
        drop(first);
        assert!(admission.enter(at(4)).is_some(), "the second has had its time too");
        drop(third);
    }

    #[tokio::test(start_paused = true)]
    async fn one_address_has_only_so_many_and_others_do_not_notice() {
        let admission = places(2, 10, 2);
        let _first = admission.enter(at(1)).unwrap();
        let second = admission.enter(at(1)).unwrap();
        assert!(admission.enter(at(1)).is_none());
        assert!(admission.enter(at(2)).is_some());
        let unknown = admission.enter(None).unwrap();
        assert!(!unknown.comes_from(at(1).unwrap()));
        drop(second);
        assert!(unknown.comes_from(at(1).unwrap()));
        assert!(admission.enter(at(1)).is_none());
    }

    #[test]
    fn neighbours_in_one_ipv6_network_are_one_address() {
        let network = |text: &str| network_of(text.parse().unwrap());
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:1"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:0:1::1"));
        assert_eq!(network("::ffff:10.0.0.1"), network("10.0.0.1"));
        assert_ne!(network("10.0.0.1"), network("10.0.0.2"));
    }
}
