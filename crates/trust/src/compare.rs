//! A short number that two people read to each other: the same for both only if each has in the roster, as the other, the
//! device with which the other came in.
//!
//! Whoever took somebody's link and joined in their place is another device, and so has another number.

use wire::{DeviceId, Hash, MemberId, WorkspaceId};

/// Digits in each group, and groups.
const GROUP: usize = 4;
const GROUPS: u32 = 4;

/// The number of these two, whichever is named first: four groups of four digits.
#[must_use]
pub fn compare_code(workspace: WorkspaceId, one: (MemberId, DeviceId), other: (MemberId, DeviceId)) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    let domain = b"doorstep/1/compare".as_slice();
    let parts = [domain, &workspace.0, &first.0.0, &first.1.0, &second.0.0, &second.1.0];
    let Hash([a, b, c, d, e, f, g, h, ..]) = Hash::of_parts(&parts);
    let number = u64::from_be_bytes([a, b, c, d, e, f, g, h]) % 10_u64.pow(GROUPS * 4);
    let digits = format!("{number:016}");
    let groups: Vec<&str> = (0..digits.len()).step_by(GROUP).filter_map(|at| digits.get(at..at + GROUP)).collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKSPACE: WorkspaceId = WorkspaceId([7; 32]);

    #[test]
    fn both_read_the_same_and_anybody_else_reads_another() {
        let (ana, ben) = ((MemberId([1; 16]), DeviceId([1; 32])), (MemberId([2; 16]), DeviceId([2; 32])));
        let code = compare_code(WORKSPACE, ana, ben);
        assert_eq!(code, compare_code(WORKSPACE, ben, ana));
        assert_eq!(code.len(), 19);
        assert!(code.split(' ').all(|group| group.len() == 4 && group.chars().all(|c| c.is_ascii_digit())), "{code}");
        let thief = (ben.0, DeviceId([3; 32]));
        let others = [
            compare_code(WORKSPACE, ana, thief),
            compare_code(WORKSPACE, ana, (MemberId([3; 16]), ben.1)),
            compare_code(WorkspaceId([8; 32]), ana, ben),
        ];
        assert!(!others.contains(&code), "{code} {others:?}");
    }
}
