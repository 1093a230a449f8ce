//! The tables that [`finish`](super::finish) computes: one file for each, with its rows, its
//! account of the method and its warnings.

mod around;
mod cluster_examples;
mod cluster_marks;
mod clusters;
mod documents;
mod duplicates;
mod entries;
mod furniture;
mod keyness;
mod labels;
mod made;
mod matches;
mod naming;
mod neighbours;
mod outlets;
mod passages;
mod rejected;
mod scores;
mod separation;
mod side_by_side;
mod targets;
mod trend;
mod vectors;

use super::choice::{CLUSTERS, TableName};
use super::error::AnalysisError;
use super::study::Study;

pub(super) use made::Made;
pub(crate) use matches::explained_rows;
pub use side_by_side::WideDifference;
pub(super) use side_by_side::widest_differences;

/// Computes some tables.
type Maker = for<'s> fn(&'s Study<'_>) -> Result<Made<'s>, AnalysisError>;

/// What computes each table, in the order in which tables are written.
pub(super) const MAKERS: &[(&[TableName], Maker)] = &[
    (&[TableName::Duplicates], duplicates::make),
    (&[TableName::Furniture], furniture::make),
    (&[TableName::Entries], entries::make),
    (&[TableName::Labels], labels::make),
    (&[TableName::Targets], targets::make),
    (&[TableName::Naming, TableName::NamingTests], naming::make),
    (&[TableName::Outlets], outlets::make),
    (&[TableName::SideBySide], side_by_side::make),
    (&[TableName::Trend], trend::make),
    (&[TableName::Around], around::make),
    (&[TableName::Passages], passages::make),
    (&[TableName::Keyness], keyness::make),
    (&CLUSTERS, clusters::make),
    (&[TableName::Separation], separation::make),
    (&[TableName::Neighbours], neighbours::make),
    (&[TableName::Documents], documents::make),
    (&[TableName::Matches], matches::make),
    (&[TableName::Scores], scores::make),
    (&[TableName::Vectors], vectors::make),
    (&[TableName::Rejected], rejected::make),
];
