//! Where answers from the store go.

use super::Parts;
use crate::context::Cx;
use crate::documents::Loaded;
use crate::effect::{Change, LoadId};
use crate::problems::is_of_store;
use crate::storage::Purpose;
use crate::store::Row;
use wire::DocId;

impl Parts {
    pub(super) fn loaded(&mut self, cx: &mut Cx<'_>, load: LoadId, rows: Vec<Vec<Row>>) {
        if !cx.storage.is_failing() {
            cx.problem_over(is_of_store);
        }
        let first = |rows: Vec<Vec<Row>>| rows.into_iter().next().unwrap_or_default();
        match cx.storage.loaded(load) {
            Some(Purpose::Boot) => self.booted(cx, rows),
            Some(Purpose::Migration(version)) => self.versions.migrate(cx, version, rows),
            Some(Purpose::Chains(circles)) => self.chains_loaded(cx, &circles, rows),
            Some(Purpose::Document(doc)) => self.document_loaded(cx, doc, rows),
            Some(Purpose::Texts(docs)) => self.documents.texts_loaded(cx, &docs, rows),
            Some(Purpose::Rebuild(doc)) => self.rebuild(cx, doc, rows),
            Some(Purpose::Refill { circle, frontier }) => self.sync.refill(cx, circle, &frontier, first(rows)),
            Some(Purpose::OlderLogs(circle)) => self.sync.read_older_logs(cx, circle, &rows),
            Some(Purpose::Compare(circle)) => self.sync.compare_logs(cx, circle, first(rows)),
            Some(Purpose::Quarantine) => self.sync.quarantined_found(cx, &rows),
            Some(Purpose::Quarantined(circle)) => self.retry_quarantined(cx, circle, first(rows)),
            None => {}
        }
    }

    fn document_loaded(&mut self, cx: &mut Cx<'_>, doc: DocId, rows: Vec<Vec<Row>>) {
        match self.documents.loaded(cx, doc, rows) {
            Loaded::Ready(waiting) => {
                self.learn(cx);
                self.introduce_myself(cx);
                self.ask_all(cx, doc, waiting);
            }
            Loaded::Nothing => {}
            Loaded::Damaged(circle) => self.sync.read_logs_of(cx, doc, circle),
        }
    }

    fn rebuild(&mut self, cx: &mut Cx<'_>, doc: DocId, rows: Vec<Vec<Row>>) {
        let kept = self.sync.kept_changes(cx, &self.membership, doc, rows);
        let Some((circle, waiting)) = self.documents.rebuild(cx, doc, kept.records) else { return };
        if kept.damaged {
            self.sync.follow_anew(cx, circle);
            if self.sync.connection.is_live() {
                self.subscribe(cx);
            }
        }
        self.learn(cx);
        self.introduce_myself(cx);
        self.ask_all(cx, doc, waiting);
        cx.notify(Change::Opened(doc));
        cx.notify(Change::Document(doc));
    }
}
