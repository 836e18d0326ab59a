//! One connection between a device and the relay, as the network sees it.

/// A connection. Each end learns of its end in its own time.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which node called.
    pub node: usize,
    /// In which of its lives.
    pub life: u64,
    /// In which of the relay's lives it was taken.
    pub relay_life: u64,
    /// The device still listens.
    pub device_open: bool,
    /// The relay still listens.
    pub relay_open: bool,
    /// Frames get lost silently.
    pub hole: bool,
    /// Milliseconds a frame takes at least, and at most.
    pub delay: (u64, u64),
    /// When the last frame of each direction arrives: the next cannot overtake it.
    pub last_to_device: u64,
    /// The same towards the relay.
    pub last_to_relay: u64,
}
