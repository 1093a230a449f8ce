//! Rows to bytes: CSV or JSON Lines.

use crate::table::{CellSink, NUMBER_DIGITS, P_VALUE_DIGITS, RowBatch, Schema, defused, shown};
use rayon::prelude::*;
use serde_json::{Map, Value};

/// How a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableFormat {
    /// RFC 4180, with a header.
    #[default]
    Csv,
    /// One object a line.
    JsonLines,
}

/// How many rows a thread encodes at a time.
const PIECE: usize = 512;

/// What is before the first row: the names of the columns, where the format has a header.
pub(super) fn header(schema: &Schema, format: TableFormat) -> Vec<u8> {
    match format {
        TableFormat::Csv => {
            let mut csv = writer();
            let names = schema.columns.iter().map(|column| column.name.as_ref());
            written(csv.write_record(names));
            bytes(csv)
        }
        TableFormat::JsonLines => Vec::new(),
    }
}

/// The rows of a batch as bytes, in pieces to be written one after another. Encoded on all cores.
pub(super) fn encode_rows(
    schema: &Schema,
    format: TableFormat,
    batch: &dyn RowBatch,
) -> Vec<Vec<u8>> {
    let pieces = (0..batch.len().div_ceil(PIECE)).into_par_iter();
    let rows = |piece: usize| piece * PIECE..((piece + 1) * PIECE).min(batch.len());
    match format {
        TableFormat::Csv => pieces.map(|piece| csv_rows(batch, rows(piece))).collect(),
        TableFormat::JsonLines => {
            pieces.map(|piece| json_rows(schema, batch, rows(piece))).collect()
        }
    }
}

fn csv_rows(batch: &dyn RowBatch, rows: std::ops::Range<usize>) -> Vec<u8> {
    let mut csv = writer();
    for row in rows {
        let mut sink = CsvSink { csv: &mut csv, result: Ok(()) };
        batch.put(row, &mut sink);
        let CsvSink { result, .. } = sink;
        written(result);
        written(csv.write_record(None::<&[u8]>));
    }
    bytes(csv)
}

fn json_rows(schema: &Schema, batch: &dyn RowBatch, rows: std::ops::Range<usize>) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        let mut sink = JsonSink { schema, object: Map::new() };
        batch.put(row, &mut sink);
        out.extend_from_slice(Value::Object(sink.object).to_string().as_bytes());
        out.push(b'\n');
    }
    out
}

/// A writer to memory. Rows of another length than the header are a fault of a table's schema,
/// which tests of every table would show.
fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().flexible(true).from_writer(Vec::new())
}

/// Writing to memory does not fail.
fn written(result: Result<(), csv::Error>) {
    debug_assert!(result.is_ok(), "{result:?}");
}

fn bytes(csv: csv::Writer<Vec<u8>>) -> Vec<u8> {
    csv.into_inner().unwrap_or_default()
}

struct CsvSink<'w> {
    csv: &'w mut csv::Writer<Vec<u8>>,
    result: Result<(), csv::Error>,
}

impl CsvSink<'_> {
    fn field(&mut self, field: &[u8]) {
        if self.result.is_ok() {
            self.result = self.csv.write_field(field);
        }
    }

    fn figure(&mut self, value: f64, digits: i32) {
        if value.is_finite() {
            self.field(shown(value, digits).as_bytes());
        } else {
            self.empty();
        }
    }
}

impl CellSink for CsvSink<'_> {
    fn text(&mut self, value: &str) {
        self.field(defused(value).as_bytes());
    }

    fn integer(&mut self, value: i64) {
        if value == 0 {
            self.field(b"0");
        } else {
            self.field(value.to_string().as_bytes());
        }
    }

    fn number(&mut self, value: f64) {
        self.figure(value, NUMBER_DIGITS);
    }

    fn p_value(&mut self, value: f64) {
        self.figure(value, P_VALUE_DIGITS);
    }

    fn boolean(&mut self, value: bool) {
        self.field(if value { b"true" } else { b"false" });
    }

    fn empty(&mut self) {
        self.field(b"");
    }
}

struct JsonSink<'s> {
    schema: &'s Schema,
    object: Map<String, Value>,
}

impl JsonSink<'_> {
    fn put(&mut self, value: Value) {
        let at = self.object.len();
        if let Some(column) = self.schema.columns.get(at) {
            self.object.insert(column.name.clone().into_owned(), value);
        }
    }

    /// The same digits as in CSV.
    fn figure(&mut self, value: f64, digits: i32) {
        self.put(if value.is_finite() {
            shown(value, digits).parse::<f64>().unwrap_or(value).into()
        } else {
            Value::Null
        });
    }
}

impl CellSink for JsonSink<'_> {
    fn text(&mut self, value: &str) {
        self.put(value.into());
    }

    fn integer(&mut self, value: i64) {
        self.put(value.into());
    }

    fn number(&mut self, value: f64) {
        self.figure(value, NUMBER_DIGITS);
    }

    fn p_value(&mut self, value: f64) {
        self.figure(value, P_VALUE_DIGITS);
    }

    fn boolean(&mut self, value: bool) {
        self.put(value.into());
    }

    fn empty(&mut self) {
        self.put(Value::Null);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{RejectedRow, Row};

    fn encoded(format: TableFormat) -> String {
        let rows = vec![
            RejectedRow {
                source: "a.csv".into(),
                row: Some(3),
                reason: "=no, \"text\"".to_owned(),
            },
            RejectedRow { source: "b.txt".into(), row: None, reason: String::new() },
        ];
        let schema = RejectedRow::schema();
        let head = header(&schema, format);
        let rows = encode_rows(&schema, format, &rows).concat();
        String::from_utf8([head, rows].concat()).unwrap()
    }

    #[test]
    fn csv_quotes_and_defuses() {
        let expected = "source,row,reason\na.csv,3,\"'=no, \"\"text\"\"\"\nb.txt,,\n";
        assert_eq!(encoded(TableFormat::Csv), expected);
    }

    #[test]
    fn json_lines_keep_types() {
        let expected = "{\"source\":\"a.csv\",\"row\":3,\"reason\":\"=no, \\\"text\\\"\"}\n\
            {\"source\":\"b.txt\",\"row\":null,\"reason\":\"\"}\n";
        assert_eq!(encoded(TableFormat::JsonLines), expected);
    }
}
