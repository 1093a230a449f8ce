//! The table `vectors`: a column for each dimension of the framing vector.

use super::cell::{Cell, CellSink, Kind};
use super::schema::{Schema, column};
use ndarray::ArrayView1;
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
            "Matches of this category in the \
            author's own voice per 1,000 tokens",
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

/// Hands the cells of a row of `vectors` over. A document without tokens has no rates.
pub fn vector_cells(
    id: &str,
    outlet: &str,
    tokens: u64,
    rates: ArrayView1<'_, f64>,
    sink: &mut dyn CellSink,
) {
    sink.text(id);
    sink.text(outlet);
    tokens.put(sink);
    rates.iter().for_each(|&rate| if tokens > 0 { sink.number(rate) } else { sink.empty() });
}
