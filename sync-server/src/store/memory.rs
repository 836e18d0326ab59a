//! A store in memory: for tests and the simulation.
//!
//! A commit checks the whole batch against a copy of what it touches, so that it is all or nothing here too.

use std::collections::BTreeMap;

use wire::{CircleId, DeviceId, Hash, LogPoint, WorkspaceId};

use super::{ChainKey, ChainRow, Frontier, LogRow, LogStore, PageLimit, StoreError, Tamper, TokenState, Write};

/// Everything in maps; lost with the process.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    circles: BTreeMap<WorkspaceId, Vec<CircleId>>,
    control: BTreeMap<ChainKey, Vec<ChainRow>>,
    logs: BTreeMap<CircleId, Log>,
    tokens: BTreeMap<Hash, TokenState>,
    aside: Vec<Vec<u8>>,
}

#[derive(Debug, Clone, Default)]
struct Log {
    rows: Vec<LogRow>,
    by_device: BTreeMap<(DeviceId, u64), u64>,
}

impl MemoryStore {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Bytes that were found damaged and have been replaced.
    #[must_use]
    pub fn aside(&self) -> &[Vec<u8>] {
        &self.aside
    }

    /// Whether the batch fits; nothing is changed.
    fn check(&self, batch: &[Write]) -> Result<(), StoreError> {
        let mut chain_len: BTreeMap<ChainKey, u64> = BTreeMap::new();
        let mut log_len: BTreeMap<CircleId, u64> = BTreeMap::new();
        for write in batch {
            match write {
                Write::Workspace { workspace, .. } if self.circles.contains_key(workspace) => {
                    return Err(StoreError::Conflict("the workspace is there already"));
                }
                Write::Circle { circle, .. } if self.control.contains_key(&ChainKey::Circle(*circle)) => {
                    return Err(StoreError::Conflict("the circle is there already"));
                }
                Write::Control { chain, row } => {
                    let len = chain_len
                        .entry(*chain)
                        .or_insert_with(|| self.control.get(chain).map_or(0, |rows| rows.len() as u64));
                    if row.index != *len {
                        return Err(StoreError::Conflict("the control record is not next in its chain"));
                    }
                    *len += 1;
                }
                Write::Record { circle, row } => {
                    let log = self.logs.get(circle);
                    let len = log_len.entry(*circle).or_insert_with(|| log.map_or(0, |log| log.rows.len() as u64));
                    let twice = log.is_some_and(|log| log.by_device.contains_key(&(row.device, row.dseq)));
                    if row.position != *len + 1 || twice {
                        return Err(StoreError::Conflict("the record is not next in its log"));
                    }
                    *len += 1;
                }
                Write::SpendToken { token, .. } if self.tokens.get(token) != Some(&TokenState::Unused) => {
                    return Err(StoreError::Conflict("the set-up token is used or unknown"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn apply(&mut self, write: &Write) {
        match write {
            Write::Workspace { workspace, .. } => {
                self.circles.entry(*workspace).or_default();
            }
            Write::Circle { workspace, circle } => self.circles.entry(*workspace).or_default().push(*circle),
            Write::Control { chain, row } => self.control.entry(*chain).or_default().push(row.clone()),
            Write::Record { circle, row } => {
                let log = self.logs.entry(*circle).or_default();
                log.by_device.insert((row.device, row.dseq), row.position);
                log.rows.push(row.clone());
            }
            Write::RepairControl { chain, row, .. } => {
                let slot = self.control.get_mut(chain).and_then(|rows| rows.get_mut(index(row.index)));
                if let Some(slot) = slot {
                    self.aside.push(std::mem::replace(slot, row.clone()).bytes);
                }
            }
            Write::RepairRecord { circle, row, .. } => {
                if let Some(log) = self.logs.get_mut(circle)
                    && let Some(slot) = log.rows.get_mut(index(row.position.saturating_sub(1)))
                {
                    self.aside.push(std::mem::replace(slot, row.clone()).bytes);
                    log.by_device.insert((row.device, row.dseq), row.position);
                }
            }
            Write::MakeToken { token, .. } => {
                self.tokens.insert(*token, TokenState::Unused);
            }
            Write::SpendToken { token, workspace, .. } => {
                self.tokens.insert(*token, TokenState::Used(*workspace));
            }
        }
    }
}

fn index(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// The longest start of `rows` within the limit, but at least one.
fn within<T: Clone>(rows: &[T], limit: PageLimit, len: impl Fn(&T) -> usize) -> Vec<T> {
    let mut bytes = 0_usize;
    let fits = rows
        .iter()
        .take(limit.rows.max(1))
        .take_while(|row| {
            let first = bytes == 0;
            bytes = bytes.saturating_add(len(row).max(1));
            first || bytes <= limit.bytes
        })
        .count();
    rows[..fits].to_vec()
}

impl LogStore for MemoryStore {
    fn workspaces(&self) -> Result<Vec<WorkspaceId>, StoreError> {
        Ok(self.circles.keys().copied().collect())
    }

    fn circles(&self, workspace: &WorkspaceId) -> Result<Vec<CircleId>, StoreError> {
        Ok(self.circles.get(workspace).cloned().unwrap_or_default())
    }

    fn chain(&self, chain: &ChainKey, from: u64, limit: PageLimit) -> Result<Vec<ChainRow>, StoreError> {
        let rows = self.control.get(chain).map_or(&[][..], Vec::as_slice);
        Ok(within(rows.get(index(from)..).unwrap_or_default(), limit, |row| row.bytes.len()))
    }

    fn log_head(&self, circle: &CircleId) -> Result<LogPoint, StoreError> {
        let last = self.logs.get(circle).and_then(|log| log.rows.last());
        Ok(last.map_or(LogPoint::START, LogRow::point))
    }

    fn log_point(&self, circle: &CircleId, position: u64) -> Result<Option<LogPoint>, StoreError> {
        if position == 0 {
            return Ok(Some(LogPoint::START));
        }
        let row = self.logs.get(circle).and_then(|log| log.rows.get(index(position - 1)));
        Ok(row.map(LogRow::point))
    }

    fn log_page(&self, circle: &CircleId, position: u64, limit: PageLimit) -> Result<Vec<LogRow>, StoreError> {
        let rows = self.logs.get(circle).map_or(&[][..], |log| log.rows.as_slice());
        Ok(within(rows.get(index(position)..).unwrap_or_default(), limit, |row| row.bytes.len()))
    }

    fn frontier(&self, circle: &CircleId) -> Result<Vec<Frontier>, StoreError> {
        let mut last: BTreeMap<DeviceId, Frontier> = BTreeMap::new();
        for row in self.logs.get(circle).map_or(&[][..], |log| log.rows.as_slice()) {
            let entry = last.entry(row.device).or_insert(Frontier { device: row.device, dseq: 0, hash: row.hash });
            if row.dseq >= entry.dseq {
                *entry = Frontier { device: row.device, dseq: row.dseq, hash: row.hash };
            }
        }
        Ok(last.into_values().collect())
    }

    fn record_of(&self, circle: &CircleId, device: &DeviceId, dseq: u64) -> Result<Option<(u64, Hash)>, StoreError> {
        let Some(log) = self.logs.get(circle) else { return Ok(None) };
        let position = log.by_device.get(&(*device, dseq)).copied();
        Ok(position.and_then(|p| log.rows.get(index(p - 1)).map(|row| (p, row.hash))))
    }

    fn setup_token(&self, token: &Hash) -> Result<Option<TokenState>, StoreError> {
        Ok(self.tokens.get(token).copied())
    }

    fn commit(&mut self, batch: &[Write]) -> Result<(), StoreError> {
        self.check(batch)?;
        for write in batch {
            self.apply(write);
        }
        Ok(())
    }
}

impl Tamper for MemoryStore {
    fn damage_record(&mut self, circle: &CircleId, position: u64) -> Result<(), StoreError> {
        let row = self.logs.get_mut(circle).and_then(|log| log.rows.get_mut(index(position.saturating_sub(1))));
        if let Some(byte) = row.and_then(|row| row.bytes.last_mut()) {
            *byte ^= 1;
        }
        Ok(())
    }

    fn damage_control(&mut self, chain: &ChainKey, at: u64) -> Result<(), StoreError> {
        let row = self.control.get_mut(chain).and_then(|rows| rows.get_mut(index(at)));
        if let Some(byte) = row.and_then(|row| row.bytes.last_mut()) {
            *byte ^= 1;
        }
        Ok(())
    }
}
