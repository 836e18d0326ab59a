//! Upper sizes. Both ends refuse anything larger before they allocate memory for it.

/// A whole frame on the socket, in bytes.
pub const MAX_FRAME: usize = 4 * 1024 * 1024;

/// The ciphertext of one record, in bytes.
pub const MAX_CIPHERTEXT: usize = 3 * 1024 * 1024;

/// One control record, in bytes: a grant carries a sealed key of 1.2 KB per device.
pub const MAX_CONTROL: usize = 512 * 1024;

/// A presence message, in bytes.
pub const MAX_PRESENCE: usize = 4 * 1024;

/// The most records in one frame.
pub const MAX_BATCH: usize = 512;

/// Bytes of records a relay puts into one frame when it has more to send.
pub const BATCH_BYTES: usize = 256 * 1024;

/// Frames a device may have sent and not yet seen answered.
pub const PUSH_WINDOW: usize = 32;
