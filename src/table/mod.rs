//! Typed rows of every table, with names, kinds and meaning of their columns, and the trait of what
//! takes them.
//! Nothing here knows how a number was computed or where it goes.

mod around_rows;
mod cell;
mod cluster_rows;
mod coding_rows;
mod document_rows;
mod duplicate_rows;
mod event_rows;
mod keyness_rows;
mod label_rows;
mod lexicon_rows;
mod match_rows;
mod names;
mod naming_rows;
mod order;
mod outlet_rows;
mod passage_rows;
mod rejected_rows;
mod schema;
mod side_by_side;
mod sink;
mod suggestion_rows;
mod target_order;
mod target_rows;
mod trend_rows;
mod validation_rows;
mod vector_rows;
mod within_rows;

pub use around_rows::*;
pub use cell::{Cell, CellSink, Context, IsoDate, Kind, PValue};
pub(crate) use cell::{NUMBER_DIGITS, P_VALUE_DIGITS, defused, shown};
pub use cluster_rows::*;
pub use coding_rows::{CodingRow, CodingUnit, coding_schema, match_unit, miss_unit};
pub use document_rows::*;
pub use duplicate_rows::*;
pub use event_rows::*;
pub use keyness_rows::*;
pub use label_rows::*;
pub use lexicon_rows::*;
pub use match_rows::*;
pub use names::Names;
pub use naming_rows::*;
pub use outlet_rows::*;
pub use passage_rows::*;
pub use rejected_rows::*;
pub use schema::{Cells, Column, Row, Schema};
pub use side_by_side::{SideBySideRow, side_by_side_rows, side_by_side_schema};
pub use sink::{RowBatch, SinkError, TableSink};
pub use suggestion_rows::*;
pub use target_rows::*;
pub use trend_rows::*;
pub use validation_rows::*;
pub use vector_rows::*;
pub use within_rows::{WithinMeasure, WithinRow};
