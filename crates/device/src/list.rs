//! Lists: entities of any kind over all documents, from what is kept beside them. No document is loaded for it.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ops::Range;

use casefile::{EntityKey, EntityKind, Field, Private, Row, Search, Value};
use wire::{CircleId, DocId, MemberId, Timestamp};

use crate::device::{Device, Parts};
use crate::documents::Entry;

/// An entity in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The document it is in.
    pub doc: DocId,
    /// The circle that may read it.
    pub circle: CircleId,
    /// What lists know of it.
    pub row: Row,
    /// Who wrote in its document last.
    pub last_author: Option<MemberId>,
    /// When its document was last changed.
    pub updated: Timestamp,
    /// Whether something in its document waits to be shared.
    pub waiting: bool,
}

/// A row that a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The document it is in.
    pub doc: DocId,
    /// The circle that may read it.
    pub circle: CircleId,
    /// The row.
    pub row: Row,
    /// What stands there.
    pub excerpt: Private<String>,
    /// The found words in it, as byte ranges.
    pub marks: Vec<Range<usize>>,
    /// In which field.
    pub field: Field,
}

/// An entity in a list, to be looked at in passing: nothing of it is copied.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The document it is in.
    pub doc: DocId,
    /// The circle that may read it.
    pub circle: CircleId,
    /// What lists know of it.
    pub row: &'a Row,
    /// Who wrote in its document last.
    pub last_author: Option<MemberId>,
    /// When its document was last changed.
    pub updated: Timestamp,
    /// Whether something in its document waits to be shared.
    pub waiting: bool,
}

impl Seen<'_> {
    fn listed(self) -> Listed {
        let Self { doc, circle, row, last_author, updated, waiting } = self;
        Listed { doc, circle, row: row.clone(), last_author, updated, waiting }
    }
}

/// Which entities, in which order.
#[derive(Debug, Clone, Default)]
pub struct Query {
    kinds: Vec<EntityKind>,
    circles: Vec<CircleId>,
    matching: Vec<(Field, Value)>,
    archived: Archived,
    order: Order,
    limit: Option<usize>,
}

/// Whether those put away are among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Archived {
    /// They are not.
    #[default]
    No,
    /// Only they are.
    Only,
    /// They are, with all others.
    Any,
}

#[derive(Debug, Clone, Copy, Default)]
enum Order {
    #[default]
    Updated,
    Ascending(Field),
    Descending(Field),
}

impl Query {
    /// Everything that is not put away, what was changed last first.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Those of a kind.
    #[must_use]
    pub fn of(kind: EntityKind) -> Self {
        Self { kinds: vec![kind], ..Self::default() }
    }

    /// Those of these kinds.
    #[must_use]
    pub fn of_any(kinds: impl IntoIterator<Item = EntityKind>) -> Self {
        Self { kinds: kinds.into_iter().collect(), ..Self::default() }
    }

    /// Only in these circles.
    #[must_use]
    pub fn in_circles(mut self, circles: impl IntoIterator<Item = CircleId>) -> Self {
        self.circles.extend(circles);
        self
    }

    /// Only those of which a field says this, or, of a set, has this member.
    #[must_use]
    pub fn matching(mut self, field: Field, value: impl Into<Value>) -> Self {
        self.matching.push((field, value.into()));
        self
    }

    /// With those put away, or only those.
    #[must_use]
    pub fn archived(self, archived: Archived) -> Self {
        Self { archived, ..self }
    }

    /// By a field, the lowest first. Those that say nothing come last.
    #[must_use]
    pub fn by(self, field: Field) -> Self {
        Self { order: Order::Ascending(field), ..self }
    }

    /// By a field, the highest first. Those that say nothing come last.
    #[must_use]
    pub fn latest(self, field: Field) -> Self {
        Self { order: Order::Descending(field), ..self }
    }

    /// At most so many.
    #[must_use]
    pub fn limit(self, limit: usize) -> Self {
        Self { limit: Some(limit), ..self }
    }

    fn wants(&self, circle: CircleId, row: &Row) -> bool {
        let says = |(field, value): &(Field, Value)| {
            let said = row.value(*field);
            said == value || value.as_text().is_some_and(|word| said.members().any(|member| member == word))
        };
        (self.kinds.is_empty() || self.kinds.contains(&row.key.kind))
            && (self.circles.is_empty() || self.circles.contains(&circle))
            && match self.archived {
                Archived::No => !row.archived,
                Archived::Only => row.archived,
                Archived::Any => true,
            }
            && self.matching.iter().all(says)
    }

    fn compare(&self, a: &Seen<'_>, b: &Seen<'_>) -> Ordering {
        let by = match self.order {
            Order::Updated => Ordering::Equal,
            Order::Ascending(field) => compare_values(a.row.value(field), b.row.value(field), false),
            Order::Descending(field) => compare_values(a.row.value(field), b.row.value(field), true),
        };
        by.then_with(|| b.updated.cmp(&a.updated)).then_with(|| a.row.key.cmp(&b.row.key))
    }
}

/// Text without case and accents, numbers and moments by size; nothing comes last.
fn compare_values(a: &Value, b: &Value, descending: bool) -> Ordering {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let order = match (a, b) {
        (Value::Text(a), Value::Text(b)) => casefile::fold(a).cmp(&casefile::fold(b)),
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        (Value::Flag(a), Value::Flag(b)) => a.cmp(b),
        _ => Ordering::Equal,
    };
    if descending { order.reverse() } else { order }
}

impl Parts {
    fn seen<'a>(&'a self, query: &'a Query) -> impl Iterator<Item = Seen<'a>> + 'a {
        let waiting: BTreeSet<DocId> = self.waiting();
        let rows = self.documents.catalogue().rows().filter(|(_, entry, row)| query.wants(entry.circle, row));
        rows.map(move |(doc, entry, row)| seen(doc, entry, row, waiting.contains(&doc)))
    }
}

fn seen<'a>(doc: DocId, entry: &Entry, row: &'a Row, waiting: bool) -> Seen<'a> {
    Seen { doc, circle: entry.circle, row, last_author: entry.last_author, updated: entry.updated, waiting }
}

impl Device {
    /// The entities that a query asks for.
    #[must_use]
    pub fn list(&self, query: &Query) -> Vec<Listed> {
        self.see(query).into_iter().map(Seen::listed).collect()
    }

    /// The same, to be looked at in passing: of thousands, few are wanted, or little of each.
    #[must_use]
    pub fn see<'a>(&'a self, query: &'a Query) -> Vec<Seen<'a>> {
        let mut seen: Vec<Seen<'a>> = self.parts.seen(query).collect();
        seen.sort_by(|a, b| query.compare(a, b));
        seen.truncate(query.limit.unwrap_or(usize::MAX));
        seen
    }

    /// The same in no order.
    pub fn each<'a>(&'a self, query: &'a Query) -> impl Iterator<Item = Seen<'a>> + 'a {
        self.parts.seen(query)
    }

    /// One entity, in whatever document it is.
    #[must_use]
    pub fn row(&self, entity: EntityKey) -> Option<Listed> {
        let (doc, entry, row) = self.parts.documents.catalogue().anywhere(entity)?;
        Some(seen(doc, entry, row, self.parts.waiting().contains(&doc)).listed())
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self, query: &Query) -> usize {
        let rows = self.parts.documents.catalogue().rows();
        rows.filter(|(_, entry, row)| query.wants(entry.circle, row)).count()
    }

    /// Everything this device may read in which all words of the search are found: see [`casefile::Search`]. What is
    /// written in documents is found a moment after starting.
    #[must_use]
    pub fn find(&self, search: &str, limit: usize) -> Vec<Found> {
        let catalogue = self.parts.documents.catalogue();
        let schema = self.parts.documents.schema();
        let search = Search::new(search);
        let shown = |(doc, key): (DocId, EntityKey)| {
            let (entry, row) = (catalogue.get(doc)?, catalogue.row(doc, key)?);
            let hit = search.hit(schema.noun(key.kind)?, row, catalogue.text(doc, key))?;
            let (circle, row) = (entry.circle, row.clone());
            Some(Found { doc, circle, row, excerpt: hit.excerpt, marks: hit.marks, field: hit.field })
        };
        catalogue.find(schema, &search, limit).into_iter().filter_map(shown).collect()
    }
}
