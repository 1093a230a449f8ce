//! The table `vectors`: a column for each dimension of the framing vector.

use super::cell::{Cell, CellSink, Kind};
use super::schema::{Cells, Schema, column};
use std::sync::Arc;

/// `vectors`: one row per document, one column per dimension.
pub fn vectors_schema(dimensions: &[Arc<str>]) -> Schema {
    let mut columns = vec![
        column("document_id", Kind::Text, false, "Id of the document"),
        column("outlet", Kind::Text, false, "Outlet of the document"),
        column("tokens", Kind::Integer, false, "Tokens of the document"),
    ];
    columns.extend(dimensions.iter().map(|dimension| {
        column(
            dimension.to_string(),
            Kind::Number,
            true,
            "Matches of this category in the author's own voice per 1,000 tokens",
        )
    }));
    Schema {
        name: "vectors".into(),
        description: "One row per document: its framing vector, one column per lexicon.category."
            .into(),
        columns,
        key: &["document_id"],
    }
}

/// A row of `vectors`: its columns depend on the lexicons.
#[derive(Clone, Debug, PartialEq)]
pub struct VectorRow<'f> {
    /// Id of the document.
    pub document_id: &'f str,
    /// Its outlet.
    pub outlet: &'f str,
    /// Its tokens.
    pub tokens: u64,
    /// Its rates, in the order of the dimensions; not known without tokens.
    pub rates: Vec<f64>,
}

impl Cells for VectorRow<'_> {
    fn put(&self, sink: &mut dyn CellSink) {
        sink.text(self.document_id);
        sink.text(self.outlet);
        self.tokens.put(sink);
        let has_rates = self.tokens > 0;
        self.rates
            .iter()
            .for_each(|&rate| if has_rates { sink.number(rate) } else { sink.empty() });
    }
}
