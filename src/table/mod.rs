//! Typed rows to files: CSV or JSON Lines, `datapackage.json`, `run.json`; whole or not at all.
//!
//! [`schema`](self) names every table and column once. Nothing here knows how a number was
//! computed.

mod around_rows;
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
mod lexicon_rows;
mod match_rows;
mod names;
mod naming_rows;
mod outlet_rows;
mod output;
mod package;
mod passage_rows;
mod provenance;
mod rejected_rows;
mod schema;
mod side_by_side;
mod spool;
mod suggestion_rows;
mod target_rows;
mod trend_rows;
mod validation_rows;
mod vector_rows;
mod within_rows;
mod writer;

pub use around_rows::*;
pub use cell::{Cell, CellSink, Context, IsoDate, Kind};
pub use cluster_rows::*;
pub use coding_codes::CodingError;
pub use coding_rows::{CodingUnit, coding_cells, coding_schema, match_unit, miss_unit};
pub use coding_sheet::{CategoryName, Coding, read_coding};
pub use document_rows::*;
pub use duplicate_rows::*;
pub use event_rows::*;
pub use event_sheet::EventSheet;
pub use keyness_rows::*;
pub use lexicon_rows::*;
pub use match_rows::*;
pub use names::Names;
pub use naming_rows::*;
pub use outlet_rows::*;
pub use output::{OutputError, OutputFile, OutputFolder};
pub use package::data_package;
pub use passage_rows::*;
pub use provenance::{Provenance, lexicon_record};
pub use rejected_rows::*;
pub use schema::{Cells, Column, Row, Schema};
pub use side_by_side::{SideBySideRow, side_by_side_rows, side_by_side_schema};
pub use spool::Spool;
pub use suggestion_rows::*;
pub use target_rows::*;
pub use trend_rows::*;
pub use validation_rows::*;
pub use vector_rows::*;
pub use within_rows::{WithinMeasure, WithinRow};
pub use writer::{TableFormat, TableWriter};
