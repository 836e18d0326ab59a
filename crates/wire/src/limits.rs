//! How big things may be, how many, and how long they may take. Both ends refuse what is over, before they allocate for
//! it: the relay looks at the first bytes of a frame, and at its length, before it decodes anything.
//!
//! Each of these is in the table of limits of `docs/PROTOCOL.md`.

/// A whole frame on the socket, in bytes.
pub const MAX_FRAME: usize = 4 * 1024 * 1024;

/// The ciphertext of one record, in bytes.
pub const MAX_CIPHERTEXT: usize = 3 * 1024 * 1024;

/// One envelope, in bytes: a ciphertext, its header and its signature.
pub const MAX_ENVELOPE: usize = MAX_CIPHERTEXT + 1024;

/// One control record, in bytes: a grant carries a sealed key of 1.2 KB per device.
pub const MAX_CONTROL: usize = 512 * 1024;

/// A presence message, in bytes.
pub const MAX_PRESENCE: usize = 4 * 1024;

/// The most records in one frame.
pub const MAX_BATCH: usize = 512;

/// Circles in one `Subscribe`, and in one workspace.
pub const MAX_CIRCLES: usize = 40_000;

/// Bytes of records a relay puts into one frame when it has more to send.
pub const BATCH_BYTES: usize = 256 * 1024;

/// Frames a device may have sent and not yet seen answered.
pub const PUSH_WINDOW: usize = 32;

/// What a frame needs around the one record or message in it, in bytes.
pub const FRAME_OVERHEAD: usize = 128;

/// An `Auth` frame, in bytes: room for any name that a host may have.
pub const MAX_AUTH: usize = 512;

/// A `Found` frame, in bytes: a token, and a founding record with the public keys of a device and a kit.
pub const MAX_FOUND: usize = 4 * 1024;

/// A `Ping` frame, in bytes.
pub const MAX_PING: usize = 16;

/// Everything that may come on a connection before a device has proven who it is, in bytes as they travel.
pub const STRANGER_BYTES: usize = 16 * 1024;

/// How long a stranger has to prove who they are, in milliseconds from the relay's challenge.
pub const STRANGER_TIME: u64 = 15_000;

/// How long the head of an HTTP request may take, in milliseconds.
pub const HEAD_TIME: u64 = 10_000;

/// Bad frames and bad signatures after which a connection is closed.
pub const STRIKES: u8 = 8;

/// Connections one device may have at once; the oldest gives way.
pub const PER_DEVICE: usize = 4;

/// Messages (pings and pongs too) that a device may send at once; more are read at [`MESSAGES_PER_S`].
pub const MESSAGES_AT_ONCE: u32 = 4_000;

/// Messages a second that are read of a device that sends without pause.
pub const MESSAGES_PER_S: u32 = 1_000;

/// Control records one member may bring at once; more are taken at [`CONTROL_PER_S`].
pub const CONTROL_AT_ONCE: u32 = 4_000;

/// Control records a second that are taken from a member who brings them without pause.
pub const CONTROL_PER_S: u32 = 10;

/// Invitations a member may open at once; more are taken one every [`INVITATION_EVERY`].
pub const INVITATIONS_AT_ONCE: u32 = 100;

/// Milliseconds for each invitation more than [`INVITATIONS_AT_ONCE`].
pub const INVITATION_EVERY: u64 = 10_000;
