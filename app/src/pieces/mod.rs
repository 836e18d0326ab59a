//! Pieces that any screen is made of: they know nothing of documents, routes or the session.

pub mod avatar;
pub mod dialog;
pub mod distance;
pub mod field;
pub mod focus;
pub mod icon;
pub mod menu;
pub mod names;
pub mod passphrase;
pub mod passphrase_field;
pub mod qr;
pub mod segments;
pub mod spoken;
pub mod wait;
pub mod when;
