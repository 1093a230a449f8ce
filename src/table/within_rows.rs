//! Columns that a table gains where documents have events: an outlet against the others on the same
//! events.

use super::cell::{Cell, CellSink, Kind};
use super::schema::{Cells, Column, Row, Schema, column};
use crate::compare::WithinEvents;

/// What an outlet is compared by within events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithinMeasure {
    /// The rate in the author's own voice.
    RateOwn,
    /// A variant's share of its referent's occurrences in the author's own voice.
    Share,
}

/// A row, and its outlet within events.
#[derive(Clone, Debug, PartialEq)]
pub struct WithinRow<R> {
    /// The row.
    pub row: R,
    /// `None` where no document has an event: the columns are not there.
    pub within: Option<WithinEvents>,
}

impl WithinMeasure {
    /// The columns: log ratio, its ends, and how they were found.
    fn columns(self) -> Vec<Column> {
        let (of, further) = match self {
            Self::RateOwn => ("rate_own", ""),
            Self::Share => ("share", "not named in own voice, "),
        };
        let number =
            |name: String, description: String| column(name, Kind::Number, true, description);
        let name = format!("{of}_log2_within_event");
        vec![
            number(
                name.clone(),
                format!(
                    "log2 of the Mantel-Haenszel ratio of {of} here to that of all other outlets \
                     on the same events: 1 is twice as much, -1 half; empty where one side has none"
                ),
            ),
            number(format!("{name}_low"), "Lower end of its 95 % interval".to_owned()),
            number(format!("{name}_high"), "Upper end of its 95 % interval".to_owned()),
            column(
                format!("{name}_method"),
                Kind::Text,
                false,
                format!(
                    "How that interval was found: linearized (over documents, t on the log scale), \
                     or why there is none: {further}no shared event, no match (the outlet has none \
                     there), no match elsewhere, few documents, pooled (the outlet is not among \
                     those compared)"
                ),
            ),
        ]
    }

    /// The schema of `R`, with these columns where there are events.
    pub fn schema<R: Row>(self, has_events: bool) -> Schema {
        let mut schema = R::schema();
        if has_events {
            schema.columns.extend(self.columns());
        }
        schema
    }
}

impl<R: Row> Cells for WithinRow<R> {
    /// In the order of [`WithinMeasure::schema`].
    fn put(&self, sink: &mut dyn CellSink) {
        self.row.put(sink);
        if let Some(within) = &self.within {
            within.log_ratio.put(sink);
            let interval = within.interval.value();
            interval.map(|interval| interval.low).put(sink);
            interval.map(|interval| interval.high).put(sink);
            within.interval.name().put(sink);
        }
    }
}
