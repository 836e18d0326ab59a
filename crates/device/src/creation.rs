//! Making documents, in circles of their own or in circles that are there. What stands in them is the domain's.

use casefile::{Edit, EntityKey};
use wire::{CircleId, DocId};

use crate::context::Cx;
use crate::device::{Parts, Started};
use crate::event::{NewDocument, Place};

impl Parts {
    /// Makes documents, all or none of them: none if this device may not yet, or if any of them is there already.
    pub(crate) fn create(&mut self, cx: &mut Cx<'_>, documents: Vec<NewDocument>) {
        if self.started < Started::Ready || documents.iter().any(|document| self.is_there(document)) {
            return;
        }
        let mut places = Vec::new();
        for document in &documents {
            let Some(place) = self.place_of(cx, &document.place) else { return };
            places.push(place);
        }
        if self.sync.connection.is_live() && documents.iter().any(|document| document.place == Place::NewCircle) {
            self.membership.push_chains(cx);
        }
        for (document, (circle, doc)) in documents.into_iter().zip(&places) {
            let NewDocument { mut edits, circles, tentative, .. } = document;
            for named in circles {
                let Some((circle, _)) = places.get(named.document) else { continue };
                let fields = edits.iter_mut().find_map(|edit| match edit {
                    Edit::Create { entity, fields } if *entity == named.entity => Some(fields),
                    _ => None,
                });
                if let Some(fields) = fields {
                    fields.push((named.field, circle.to_string().into()));
                }
            }
            if tentative {
                let waiting = self.documents.begin_tentatively(cx, *doc, *circle, &edits);
                self.ask_all(cx, *doc, waiting);
            } else {
                self.begin_document(cx, *doc, *circle, edits);
            }
        }
    }

    fn is_there(&self, document: &NewDocument) -> bool {
        if let Place::Circle { doc, .. } = document.place {
            return self.documents.is_ready(doc) || self.documents.catalogue().get(doc).is_some();
        }
        let made = document.edits.iter().filter_map(|edit| match edit {
            Edit::Create { entity, .. } if *entity != EntityKey::DOC => Some(*entity),
            _ => None,
        });
        let mut rows = self.documents.catalogue().rows();
        let made: Vec<EntityKey> = made.collect();
        rows.any(|(_, _, row)| made.contains(&row.key))
    }

    fn place_of(&mut self, cx: &mut Cx<'_>, place: &Place) -> Option<(CircleId, DocId)> {
        match place {
            Place::Circle { circle, doc } => Some((*circle, *doc)),
            Place::NewCircle => {
                let circle = self.membership.found_circle(cx)?;
                self.sync.begin(cx, circle);
                Some((circle, DocId::of_circle(circle)))
            }
        }
    }

    pub(crate) fn begin_document(&mut self, cx: &mut Cx<'_>, doc: DocId, circle: CircleId, edits: Vec<Edit>) {
        let waiting = self.documents.begin_with(cx, doc, circle, edits, self.sync.patience(doc));
        self.learn(cx);
        self.ask_all(cx, doc, waiting);
    }
}
