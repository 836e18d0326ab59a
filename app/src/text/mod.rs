//! Prose that several people write at the same time: the textarea, its binding to the document, and who else is in it.

pub mod binding;
pub mod cursor;
pub mod line;
pub mod prose;
pub mod remote_cursors;
pub mod textarea;
pub mod writers;
