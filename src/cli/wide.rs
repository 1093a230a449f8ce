//! `--wide-by lexicon`: the table `side_by_side` once more, a table for each lexicon, the widest
//! spread first.

use super::failure::Failure;
use super::folder::TableFolder;
use crate::table::{Cells, Schema, SideBySideRow};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What shapes the tables that lay outlets side by side.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Side by side")]
pub(crate) struct SideBySideArguments {
    /// Write side_by_side as one table (outlet), or besides as one table for each lexicon
    #[arg(long, value_name = "WHAT", default_value = "outlet")]
    pub wide_by: WideArgument,
    /// Show a sentence of each outlet for the N categories of each event in which outlets lie
    /// farthest apart; 0 for no table
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub passages: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WideArgument {
    /// One table: a row for each category, a column for each outlet
    Outlet,
    /// The same, and a table side_by_side_LEXICON for each lexicon, the widest spread first
    Lexicon,
}

impl SideBySideArguments {
    /// As typed, for the record.
    pub(crate) fn record(self) -> Value {
        json!({ "wide-by": if self.by_lexicon() { "lexicon" } else { "outlet" }, "passages": self.passages })
    }

    pub(crate) fn by_lexicon(self) -> bool {
        self.wide_by == WideArgument::Lexicon
    }
}

/// Writes a table for each lexicon that has a row.
pub(crate) fn write(
    rows: &[SideBySideRow],
    schema: &Schema,
    folder: &mut TableFolder,
) -> Result<(), Failure> {
    let mut lexicons: BTreeMap<&str, Vec<&SideBySideRow>> = BTreeMap::new();
    rows.iter().for_each(|row| lexicons.entry(&row.lexicon).or_default().push(row));
    let names = table_names(lexicons.keys().copied());
    for ((_, mut rows), name) in lexicons.into_iter().zip(names) {
        // A spread that is not known stands last.
        let spread = |row: &SideBySideRow| row.contrast.spread.unwrap_or(f64::NEG_INFINITY);
        rows.sort_by(|a, b| {
            spread(b).total_cmp(&spread(a)).then_with(|| a.category.cmp(&b.category))
        });
        let schema = Schema {
            name: name.into(),
            description: "The rows of side_by_side of one lexicon, the widest spread first; \
                q_value is that of side_by_side, adjusted over all lexicons."
                .into(),
            ..schema.clone()
        };
        folder.write_with(schema, rows, |row, sink| row.put(sink))?;
    }
    Ok(())
}

/// The longest part of a lexicon's name that a table bears; systems allow file names of 255 bytes.
const LONGEST: usize = 100;

/// A table name for each lexicon name, fit for every file system and for a data package: lower-case
/// ASCII letters, digits and `_`. Of names that come out alike the later ones get a number.
fn table_names<'n>(lexicons: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut name = |lexicon: &str| {
        let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        let plain =
            format!("side_by_side_{}", lexicon.chars().take(LONGEST).map(safe).collect::<String>());
        let numbered = (2..).map(|number| format!("{plain}_{number}"));
        let free = std::iter::once(plain.clone())
            .chain(numbered)
            .find(|name| !taken.contains(name))
            .unwrap_or(plain);
        taken.insert(free.clone());
        free
    };
    lexicons.map(&mut name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_come_out_alike_get_a_number() {
        let names = table_names(["A-b", "a-b", "a_b", "a_b_2", "метки"].into_iter());
        assert_eq!(
            names,
            [
                "side_by_side_a_b",
                "side_by_side_a_b_2",
                "side_by_side_a_b_3",
                "side_by_side_a_b_2_2",
                "side_by_side______"
            ]
        );
        assert_eq!(table_names(["x".repeat(300).as_str()].into_iter())[0].len(), 113);
    }
}
