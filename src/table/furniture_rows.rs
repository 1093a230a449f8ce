//! Rows of `furniture`.

use super::schema::tables;
use crate::corpus::Furniture;
use std::collections::BTreeMap;

tables! {
    furniture (outlet, line)
    "One row per outlet and line that it repeats: the same words in three of its documents or \
     more and in one of twenty, such as invitations to subscribe and notes on copyright. Lines of \
     up to 12 tokens are compared, and of up to 40 among the first three and last five lines of a \
     text. Lines with the most tokens come first." FurnitureRow {
        outlet: String = "Outlet",
        line: String = "The words of the line, in small letters",
        documents: u64 = "Documents of the outlet that have the line",
        share_documents: Option<f64> = "Their share of the outlet's documents, 0 to 1",
        uses: u64 = "How often the line occurs in them",
        tokens: u64 = "Tokens of all its uses",
        share_tokens: Option<f64> = "Their share of the outlet's tokens, 0 to 1, those of lines \
            that were left out among them",
    }
}

/// The rows of the lines that outlets repeat, those with the most tokens first. `sizes` has the
/// documents and tokens of each outlet.
pub fn furniture_rows(
    furniture: &Furniture,
    sizes: &BTreeMap<&str, (u64, u64)>,
) -> Vec<FurnitureRow> {
    let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
    let row = |(outlet, line, found): (&str, &str, crate::corpus::LineUse)| {
        let (documents, tokens) = sizes.get(outlet).copied().unwrap_or_default();
        let own = found.uses * found.tokens;
        FurnitureRow {
            outlet: outlet.to_owned(),
            line: line.to_owned(),
            documents: found.documents,
            share_documents: share(found.documents, documents),
            uses: found.uses,
            tokens: own,
            share_tokens: share(own, tokens),
        }
    };
    let mut rows: Vec<FurnitureRow> = furniture.lines().map(row).collect();
    rows.sort_by(|a, b| {
        b.tokens.cmp(&a.tokens).then_with(|| (&a.outlet, &a.line).cmp(&(&b.outlet, &b.line)))
    });
    rows
}
