//! `framescope cluster`: a folder of tables about clusters; or the nearest documents of one.

use super::arguments::ClusterArguments;
use super::failure::Failure;
use super::options::{RunOptions, duplicates, shape_framing, shape_tables};
use super::report::{print, write_folder};
use super::single::table_file;
use super::summary;
use crate::analysis::{TableChoice, TableName, finish};
use crate::prose::one_line;
use crate::table::{CellSink, RowBatch, Schema, SinkError, TableSink};
use std::path::{Path, PathBuf};

/// Where tables go if nothing is said.
const FOLDER: &str = "framescope-out";

pub(crate) fn run(arguments: ClusterArguments) -> Result<(), Failure> {
    let ClusterArguments { shared, output, like, framing, adjust, tables, duplicates: copies } =
        arguments;
    let mut shaped = Ok(());
    let options = RunOptions::raise(shared, |options| {
        shaped = shape_tables(options, &tables, TableChoice::clusters());
        shape_framing(options, &framing);
        options.adjust = adjust.adjust;
        options.duplicates = duplicates(copies);
        if like.is_some() {
            options.tables = TableChoice::from_tables([TableName::Neighbours]);
            options.clusters.like.clone_from(&like);
        }
    });
    shaped?;
    match like {
        Some(id) => list_neighbours(options?, &id, output.as_deref()),
        None => {
            let folder = output.unwrap_or_else(|| PathBuf::from(FOLDER));
            write_folder(options?, &folder)
        }
    }
}

/// Lists the nearest documents of one on the terminal, or writes them as a table.
fn list_neighbours(
    mut options: RunOptions,
    id: &str,
    output: Option<&Path>,
) -> Result<(), Failure> {
    let file = output.map(|path| table_file(path, &options.inputs)).transpose()?;
    let progress = options.progress();
    let corpus = options.open()?;
    let records = options.records(corpus, &progress)?;
    let (plan, pool) = (&options.plan, &options.pool);
    let run = match file {
        Some(mut file) => {
            let run = pool.install(|| finish(plan, records, &mut file))?;
            progress.done();
            file.finish()?;
            run
        }
        None => {
            let mut list = NeighbourList::default();
            let run = pool.install(|| finish(plan, records, &mut list))?;
            progress.done();
            print(&list.text(id))?;
            run
        }
    };
    summary::warn(&summary::with_remedies(run.warnings), options.verbosity);
    Ok(())
}

/// Takes the table `neighbours` as lines for a reader.
#[derive(Default)]
struct NeighbourList {
    rows: Vec<Vec<String>>,
}

/// The places of the columns of the table `neighbours`.
const LIKENESS: usize = 0;
const DOCUMENT: usize = 2;
const OUTLET: usize = 3;
const EVENT: usize = 4;
const DISTANCE: usize = 6;
const DIMENSIONS: usize = 7;

impl NeighbourList {
    fn text(&self, id: &str) -> String {
        let mut out = String::new();
        for (likeness, title) in [("alike", "most like"), ("unlike", "most unlike")] {
            out.push_str(&format!("Framed {title} {}:\n", one_line(id)));
            let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
            let own = self.rows.iter().filter(|row| cell(row, LIKENESS) == likeness);
            for row in own {
                let event = cell(row, EVENT);
                let source = if event.is_empty() {
                    cell(row, OUTLET)
                } else {
                    format!("{}, {event}", cell(row, OUTLET))
                };
                let distance = cell(row, DISTANCE);
                let document = one_line(&cell(row, DOCUMENT));
                let source = one_line(&source);
                out.push_str(&format!("  {distance:>6}  {document} ({source})\n"));
                out.push_str(&format!("          {}\n", one_line(&cell(row, DIMENSIONS))));
            }
        }
        out
    }
}

impl TableSink for NeighbourList {
    fn begin(&mut self, _schema: &Schema) -> Result<(), SinkError> {
        self.rows.clear();
        Ok(())
    }

    fn rows(&mut self, batch: &dyn RowBatch) -> Result<(), SinkError> {
        for row in 0..batch.len() {
            let mut cells = TextCells::default();
            batch.put(row, &mut cells);
            self.rows.push(cells.0);
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), SinkError> {
        Ok(())
    }
}

/// The cells of a row as texts.
#[derive(Default)]
struct TextCells(Vec<String>);

impl CellSink for TextCells {
    fn text(&mut self, value: &str) {
        self.0.push(value.to_owned());
    }

    fn integer(&mut self, value: i64) {
        self.0.push(value.to_string());
    }

    fn number(&mut self, value: f64) {
        self.0.push(format!("{value:.2}"));
    }

    fn boolean(&mut self, value: bool) {
        self.0.push(value.to_string());
    }

    fn empty(&mut self) {
        self.0.push(String::new());
    }
}
