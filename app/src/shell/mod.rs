//! The browser under the app: storage, socket, clock, randomness, tabs, workers, installing and updating.
//! Nothing above it touches a browser interface, except to draw.

pub mod boot;
