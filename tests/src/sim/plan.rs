//! What one seed holds in store: how many devices and actions, and which things go wrong how often.
//!
//! Not everything goes wrong in every world: what is rare alone must not hide behind what is frequent.

use super::dice::Dice;

/// One world, before it begins. Chances are per mille.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Everything left to chance comes from here.
    pub seed: u64,
    /// How many devices there will be, the founder's among them.
    pub devices: usize,
    /// How many cases may be opened.
    pub cases: usize,
    /// How many notes may be begun.
    pub notes: usize,
    /// How many things people do.
    pub actions: u64,
    /// Mean milliseconds between two of them.
    pub pace: u64,
    /// The founder starts without a relay, and connects later.
    pub alone_first: bool,
    /// Longest delay of a frame, in milliseconds.
    pub delay: u64,
    /// A connection breaks, each time a fault is due.
    pub drops: u64,
    /// A frame is doubled, late, or comes after its connection died.
    pub unruly: u64,
    /// Bytes that are no frame arrive.
    pub garbage: u64,
    /// The relay stops at once, and comes back.
    pub relay_crash: u64,
    /// The relay is stopped in good order, and comes back.
    pub relay_restart: u64,
    /// The relay lies, each time it says something.
    pub lies: u64,
    /// The relay keeps people apart: it shows two of them different logs.
    pub forks: bool,
    /// The relay's disk fails for a few commits or reads.
    pub relay_disk: u64,
    /// The relay is put back to an older copy of its log.
    pub relay_restore: bool,
    /// The relay is put back to an older copy in which circles and members are missing too.
    pub relay_forgets: bool,
    /// A device stops before or after an effect, each time it has any.
    pub device_crash: u64,
    /// A device's disk refuses writes for a while.
    pub device_disk: u64,
    /// A device's disk refuses reads for a while.
    pub device_reads: u64,
    /// A device's clock jumps.
    pub clock: u64,
    /// A tab hands over to another.
    pub handover: u64,
    /// One device is lost for good.
    pub lost_device: bool,
    /// The device that is lost was stolen, and whoever has it works together with the relay.
    pub stolen: bool,
    /// One device comes back from an older copy of its disk.
    pub old_image: bool,
    /// Rows on a device's disk go bad.
    pub bad_rows: u64,
    /// A circle's key is changed, each time the first person does something.
    pub rotations: u64,
    /// Some devices have the next version of the program, and write what this one does not know.
    pub versions: bool,
    /// A device is updated, or put back to this version, each time a fault is due.
    pub updates: u64,
}

impl Plan {
    /// A world in which nothing goes wrong.
    #[must_use]
    pub fn quiet(seed: u64) -> Self {
        Self {
            alone_first: false,
            delay: 40,
            drops: 0,
            unruly: 0,
            garbage: 0,
            relay_crash: 0,
            relay_restart: 0,
            lies: 0,
            forks: false,
            relay_disk: 0,
            relay_restore: false,
            relay_forgets: false,
            device_crash: 0,
            device_disk: 0,
            device_reads: 0,
            clock: 0,
            handover: 0,
            lost_device: false,
            stolen: false,
            old_image: false,
            bad_rows: 0,
            rotations: 0,
            versions: false,
            updates: 0,
            ..Self::of(seed)
        }
    }

    /// The world of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::of(seed, 0);
        let mut some = |chance: u64, low: u64, high: u64| {
            let on = dice.chance(chance);
            let value = dice.between(low, high);
            if on { value } else { 0 }
        };
        let mut plan = Self {
            seed,
            devices: usize::try_from(some(1000, 2, 4)).unwrap_or(2),
            cases: usize::try_from(some(1000, 1, 2)).unwrap_or(1),
            notes: usize::try_from(some(1000, 1, 3)).unwrap_or(1),
            actions: some(1000, 25, 60),
            pace: some(1000, 150, 1500),
            alone_first: some(150, 1, 1) > 0,
            delay: some(1000, 5, 400),
            drops: some(600, 100, 500),
            unruly: some(300, 20, 120),
            garbage: some(200, 100, 300),
            relay_crash: some(400, 50, 250),
            relay_restart: some(200, 50, 150),
            relay_disk: some(400, 50, 300),
            relay_restore: some(200, 1, 1) > 0,
            relay_forgets: some(120, 1, 1) > 0,
            device_crash: some(600, 2, 25),
            device_disk: some(350, 50, 250),
            device_reads: some(200, 50, 250),
            clock: some(300, 50, 300),
            handover: some(300, 50, 250),
            lost_device: some(150, 1, 1) > 0,
            old_image: some(150, 1, 1) > 0,
            bad_rows: 0,
            lies: 0,
            forks: false,
            stolen: false,
            rotations: 0,
            versions: false,
            updates: 0,
        };
        // Thrown last, so that all else in the world of a seed is as it was.
        plan.lies = some(250, 20, 150);
        plan.stolen = plan.lost_device && some(700, 1, 1) > 0;
        plan.versions = some(500, 1, 1) > 0;
        plan.updates = some(800, 60, 300);
        if !plan.versions {
            plan.updates = 0;
        }
        plan.rotations = some(250, 20, 150);
        plan.forks = some(200, 1, 1) > 0;
        if plan.stolen {
            // Whoever is shown a record before the chain that closes its device takes it, and says so later: a relay can
            // hold the chain back, and a network that puts frames in another order does the same.
            plan.lies = 0;
            plan.unruly = 0;
        }
        // A relay that lost a grant, and keeps from whoever gave it that it ever had it, has it made a second time: then there
        // are two histories of who may do what, which nobody can join. A device that is put back to an older disk, and is
        // shown nothing of what it wrote since, introduces itself a second time.
        if plan.relay_forgets || plan.old_image {
            plan.lies = 0;
        }
        // What is lost in two places at once is lost: not a promise we make.
        if plan.lost_device || plan.old_image || plan.relay_restore || plan.relay_forgets {
            plan.forks = false;
        }
        if plan.lost_device {
            plan.relay_restore = false;
            plan.relay_forgets = false;
        }
        if plan.relay_restore || plan.relay_forgets {
            plan.old_image = false;
        }
        if plan.old_image {
            plan.lost_device = false;
        }
        plan
    }
}
