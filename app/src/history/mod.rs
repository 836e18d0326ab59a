//! What something was: differences marked in its text, and a slider over its life.

pub mod changes;
pub mod life;
