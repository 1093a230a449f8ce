//! Rows to bytes: CSV or JSON Lines.

use super::cell::{CellSink, defused, shown};
use super::schema::{Row, Schema};
use serde_json::{Map, Value};
use std::io::{self, Write};

/// How a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableFormat {
    /// RFC 4180, with a header.
    #[default]
    Csv,
    /// One object a line.
    JsonLines,
}

/// Writes rows of one schema.
pub struct TableWriter<W: Write> {
    out: Out<W>,
    schema: Schema,
}

enum Out<W: Write> {
    Csv(Box<csv::Writer<W>>),
    JsonLines(W),
}

impl<W: Write> TableWriter<W> {
    /// A writer that begins with the header, where the format has one.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(out: W, format: TableFormat, schema: Schema) -> io::Result<Self> {
        let mut writer = Self::without_header(out, format, schema);
        if let Out::Csv(csv) = &mut writer.out {
            csv.write_record(writer.schema.columns.iter().map(|column| column.name.as_ref()))
                .map_err(io_error)?;
        }
        Ok(writer)
    }

    /// A writer of rows alone, to be put behind a header later.
    pub fn without_header(out: W, format: TableFormat, schema: Schema) -> Self {
        let out = match format {
            TableFormat::Csv => {
                Out::Csv(Box::new(csv::WriterBuilder::new().flexible(false).from_writer(out)))
            }
            TableFormat::JsonLines => Out::JsonLines(out),
        };
        Self { out, schema }
    }

    /// Writes a typed row.
    ///
    /// # Errors
    /// What the system says.
    pub fn write<R: Row>(&mut self, row: &R) -> io::Result<()> {
        self.write_cells(|sink| row.put(sink))
    }

    /// Writes a row whose cells `put` hands over in the order of the columns.
    ///
    /// # Errors
    /// What the system says.
    pub fn write_cells(&mut self, put: impl FnOnce(&mut dyn CellSink)) -> io::Result<()> {
        match &mut self.out {
            Out::Csv(csv) => {
                let mut sink = CsvSink { csv, result: Ok(()) };
                put(&mut sink);
                sink.result.map_err(io_error)?;
                csv.write_record(None::<&[u8]>).map_err(io_error)
            }
            Out::JsonLines(out) => {
                let mut sink = JsonSink { schema: &self.schema, object: Map::new() };
                put(&mut sink);
                serde_json::to_writer(&mut *out, &Value::Object(sink.object))?;
                out.write_all(b"\n")
            }
        }
    }

    /// Writes out what is buffered and gives the sink back.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<W> {
        match self.out {
            Out::Csv(csv) => csv.into_inner().map_err(|error| error.into_error()),
            Out::JsonLines(mut out) => {
                out.flush()?;
                Ok(out)
            }
        }
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

struct CsvSink<'w, W: Write> {
    csv: &'w mut csv::Writer<W>,
    result: Result<(), csv::Error>,
}

impl<W: Write> CsvSink<'_, W> {
    fn field(&mut self, field: &[u8]) {
        if self.result.is_ok() {
            self.result = self.csv.write_field(field);
        }
    }
}

impl<W: Write> CellSink for CsvSink<'_, W> {
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
        if value.is_finite() {
            self.field(shown(value).as_bytes());
        } else {
            self.empty();
        }
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
}

impl CellSink for JsonSink<'_> {
    fn text(&mut self, value: &str) {
        self.put(value.into());
    }

    fn integer(&mut self, value: i64) {
        self.put(value.into());
    }

    fn number(&mut self, value: f64) {
        // The same ten digits as in CSV.
        self.put(if value.is_finite() {
            shown(value).parse::<f64>().unwrap_or(value).into()
        } else {
            Value::Null
        });
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
    use super::super::schema::RejectedRow;
    use super::*;

    fn written(format: TableFormat) -> String {
        let mut writer = TableWriter::new(Vec::new(), format, RejectedRow::schema()).unwrap();
        writer
            .write(&RejectedRow {
                source: "a.csv".into(),
                row: Some(3),
                reason: "=no, \
            \"text\""
                    .to_owned(),
            })
            .unwrap();
        writer
            .write(&RejectedRow { source: "b.txt".into(), row: None, reason: String::new() })
            .unwrap();
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn csv_quotes_and_defuses() {
        assert_eq!(
            written(TableFormat::Csv),
            "source,row,reason\na.csv,3,\"'=no, \
            \"\"text\"\"\"\nb.txt,,\n"
        );
    }

    #[test]
    fn json_lines_keep_types() {
        let expected = "{\"source\":\"a.csv\",\"row\":3,\"reason\":\"=no, \
                \\\"text\\\"\"}\n{\"source\":\"b.txt\",\"row\":null,\"reason\":\"\"}\n";
        assert_eq!(written(TableFormat::JsonLines), expected);
    }
}
