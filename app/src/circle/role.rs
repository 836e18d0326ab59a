//! Roles in a workspace, in words.
//! What somebody may read is decided by keys; a role says what they do.

use trust::MemberRole;

use crate::t;

/// What somebody's role in the workspace is called.
#[must_use]
pub fn role_words(role: MemberRole) -> String {
    match role {
        MemberRole::Admin => t!("role-admin"),
        MemberRole::Supervisor => t!("role-supervisor"),
        MemberRole::Worker => t!("role-worker"),
        MemberRole::Partner => t!("role-partner"),
    }
}
