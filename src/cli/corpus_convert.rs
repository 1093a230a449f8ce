//! `framescope corpus convert`: the documents of any corpus as one table, to correct by hand and
//! read again.

use super::arguments::CorpusConvertArguments;
use super::failure::Failure;
use super::options::RunOptions;
use super::single::table_file;
use super::summary;
use crate::analysis::{AnalysisError, TableChoice, input_warnings};
use crate::prose::plural;
use crate::sink::TableFile;
use crate::table::{CorpusRow, Row, TableSink};
use std::collections::HashSet;

/// Rows are written when their texts reach this many bytes, so that no corpus is kept whole.
const BATCH_BYTES: usize = 4 << 20;

pub(crate) fn run(arguments: CorpusConvertArguments) -> Result<(), Failure> {
    let mut options = RunOptions::raise(arguments.shared, |options| {
        options.tables = TableChoice::from_tables([]);
    })?;
    let table = table_file(&arguments.output, &options.inputs)?.for_spreadsheets();
    let progress = options.progress();
    let corpus = options.open()?;
    let mut writer = Writer::begin(table)?;
    let input = {
        let count = || progress.document();
        options.reading(&count).each_document(
            corpus,
            || (),
            |(), document| CorpusRow::from(document),
            |row| writer.add(row),
        )?
    };
    progress.done();
    let counts = writer.finish()?;
    summary::warn(&summary::with_remedies(input_warnings(&input)?), options.verbosity);
    summary::say(&counts.summary(input.files.len()), options.verbosity);
    Ok(())
}

/// Writes rows in batches and counts them.
struct Writer {
    table: TableFile,
    batch: Vec<CorpusRow>,
    bytes: usize,
    counts: Counts,
}

/// What was written.
#[derive(Default)]
struct Counts {
    documents: u64,
    outlets: HashSet<String>,
    without_outlet: u64,
    without_date: u64,
}

impl Writer {
    fn begin(mut table: TableFile) -> Result<Self, Failure> {
        table.begin(&CorpusRow::schema())?;
        Ok(Self { table, batch: Vec::new(), bytes: 0, counts: Counts::default() })
    }

    fn add(&mut self, row: CorpusRow) -> Result<(), AnalysisError> {
        self.counts.add(&row);
        self.bytes = self.bytes.saturating_add(row.text.len()).saturating_add(512);
        self.batch.push(row);
        if self.bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), AnalysisError> {
        self.table.rows(&self.batch)?;
        self.batch.clear();
        self.bytes = 0;
        Ok(())
    }

    fn finish(mut self) -> Result<Counts, Failure> {
        self.flush()?;
        self.table.end()?;
        self.table.finish()?;
        Ok(self.counts)
    }
}

impl Counts {
    fn add(&mut self, row: &CorpusRow) {
        self.documents += 1;
        self.without_date += u64::from(row.date.is_none());
        match &row.outlet {
            Some(outlet) if !self.outlets.contains(outlet) => {
                self.outlets.insert(outlet.clone());
            }
            Some(_) => {}
            None => self.without_outlet += 1,
        }
    }

    /// `12 documents of 3 files and 2 outlets; 1 has no date, 4 have no outlet`
    fn summary(&self, files: usize) -> String {
        let mut line = format!(
            "{} of {} and {}",
            plural(self.documents, "document", "documents"),
            plural(files, "file", "files"),
            plural(self.outlets.len(), "outlet", "outlets"),
        );
        let lacks: Vec<String> = [("date", self.without_date), ("outlet", self.without_outlet)]
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(what, count)| format!("{} no {what}", plural(count, "has", "have")))
            .collect();
        if !lacks.is_empty() {
            line.push_str("; ");
            line.push_str(&lacks.join(", "));
        }
        line
    }
}
