//! Starting: first what is needed to show something, then, in slices, what is needed to share.

use wire::CircleId;

use super::{Parts, Started};
use crate::context::Cx;
use crate::documents::Documents;
use crate::effect::Change;
use crate::forms::Forms;
use crate::membership::{BootRows, Membership};
use crate::storage::Purpose;
use crate::store::Row;
use crate::sync::Syncer;
use crate::versions::{Found, Versions};
use crate::view::ProblemKind;

impl Parts {
    pub(super) fn start(&mut self, cx: &mut Cx<'_>) {
        if self.started != Started::No {
            return;
        }
        self.started = Started::Reading;
        cx.rng.fill_bytes(&mut self.session);
        self.read(cx);
    }

    /// Asks for what is needed to show something, and first of what version it is.
    pub(super) fn read(&self, cx: &mut Cx<'_>) {
        let reads = Membership::boot_reads().into_iter().chain(Syncer::boot_reads()).chain(Documents::boot_reads());
        let reads = reads.chain([Forms::boot_read(), Versions::read()]);
        cx.load(Purpose::Boot, reads.collect());
    }

    /// The rows that say who this device is have come; what was wanted meanwhile is done.
    pub(super) fn booted(&mut self, cx: &mut Cx<'_>, rows: Vec<Vec<Row>>) {
        self.take_boot_rows(cx, rows);
        if self.started >= Started::Ready {
            for intent in std::mem::take(&mut self.early) {
                self.intend(cx, intent);
            }
        }
    }

    fn take_boot_rows(&mut self, cx: &mut Cx<'_>, rows: Vec<Vec<Row>>) {
        let mut rows = rows.into_iter();
        let mut next = || rows.next().unwrap_or_default();
        let (me, chains, roster) = (next(), next(), next());
        let (logs, outbox) = (next(), next());
        let (projection, pending, forms, version) = (next(), next(), next(), next());
        match self.versions.found(cx, &version, me.is_empty()) {
            Found::Ours => {}
            Found::Older => return,
            Found::Newer => {
                cx.notify(Change::Ready);
                return;
            }
        }
        match self.membership.take_boot_rows(cx, &me, &chains, &roster) {
            BootRows::Empty => {
                self.started = Started::Verified;
                cx.notify(Change::Ready);
                return;
            }
            BootRows::Unreadable => {
                cx.problem(ProblemKind::Damaged { repaired: false }, None);
                cx.notify(Change::Ready);
                return;
            }
            BootRows::Read => {}
        }
        self.sync.take_boot_rows(cx, &self.membership, &logs, outbox);
        self.documents.take_boot_rows(cx, &projection, &pending);
        self.forms.take_boot_rows(cx, &forms);
        self.write_as_me();
        self.started = Started::Ready;
        cx.notify(Change::Ready);
        self.read_next_chains(cx);
    }

    pub(super) fn chains_loaded(&mut self, cx: &mut Cx<'_>, circles: &[CircleId], rows: Vec<Vec<Row>>) {
        self.membership.take_chain_rows(cx, circles, rows);
        self.read_next_chains(cx);
    }

    /// Verifies a few more chains; when there are none left, the device may call the relay.
    fn read_next_chains(&mut self, cx: &mut Cx<'_>) {
        if !self.membership.read_next_chains(cx) {
            self.started = Started::Verified;
            Syncer::look_for_quarantined(cx);
            cx.notify(Change::Membership);
        }
    }
}
