//! Typed rows to files: CSV or JSON Lines, `datapackage.json`, `run.json`; whole or not at all.
//!
//! [`schema`](self) names every table and column once. Nothing here knows how a number was
//! computed.

mod cell;
mod cluster_rows;
mod coding_codes;
mod coding_rows;
mod coding_sheet;
mod document_rows;
mod duplicate_rows;
mod event_rows;
mod event_sheet;
mod keyness_rows;
mod names;
mod naming_rows;
mod outlet_rows;
mod output;
mod package;
mod passage_rows;
mod provenance;
mod schema;
mod side_by_side;
mod spool;
mod suggestion_rows;
mod target_rows;
mod trend_rows;
mod validation_rows;
mod within_rows;
mod writer;

pub use cell::{Cell, CellSink, Kind};
pub use cluster_rows::{
    cluster_outlet_rows, cluster_profile_rows, cluster_rows, cluster_validity_rows, loading_rows,
    projection_rows,
};
pub use coding_codes::CodingError;
pub use coding_rows::{CodingUnit, coding_cells, match_unit, miss_unit};
pub use coding_sheet::{CategoryName, Coding, read_coding};
pub use document_rows::{document_row, match_rows, score_rows};
pub use duplicate_rows::duplicate_rows;
pub use event_rows::{EventDocument, event_rows};
pub use event_sheet::EventSheet;
pub use keyness_rows::{keyness_cells, keyness_schema};
pub use names::Names;
pub use naming_rows::{naming_rows, naming_test_rows};
pub use outlet_rows::{outlet_rows, term_rows, vector_cells};
pub use output::{OutputError, OutputFile, OutputFolder};
pub use package::data_package;
pub use passage_rows::passage_rows;
pub use provenance::{Provenance, lexicon_record};
pub use schema::*;
pub use side_by_side::{SideBySideRow, side_by_side_rows, side_by_side_schema};
pub use spool::Spool;
pub use suggestion_rows::suggestion_row;
pub use target_rows::target_rows;
pub use trend_rows::{around_rows, trend_rows};
pub use validation_rows::{agreement_rows, precision_rows, recall_rows};
pub use within_rows::{WithinMeasure, WithinRow};
pub use writer::{TableFormat, TableWriter};
