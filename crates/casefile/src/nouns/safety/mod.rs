//! Safety: what is dangerous for whom, how dangerous a case is, what waits behind a door, and what somebody has decided to
//! do when it gets bad.

pub(super) mod crisis_contact;
pub(super) mod flag;
pub(super) mod hazard;
pub(super) mod plan;
pub(super) mod risk;

pub use crisis_contact::PlanStep;
pub use flag::FlagKind;
pub use hazard::HazardKind;
pub use plan::PlanLanguage;
pub use risk::RiskLevel;
