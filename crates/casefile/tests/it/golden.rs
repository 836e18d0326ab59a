//! Documents written by earlier and later versions.
