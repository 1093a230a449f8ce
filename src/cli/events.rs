//! `framescope corpus events`: which event each document seems to report on, as a table to correct
//! by hand.

use super::arguments::EventsArguments;
use super::failure::Failure;
use super::options::RunOptions;
use super::progress::Progress;
use super::reading::each_document;
use super::single::SingleTable;
use super::summary;
use crate::cluster::{Story, propose_events};
use crate::frame::{ContentReader, ContentWord};
use crate::prose::plural;
use crate::table::{EventDocument, EventRow, Row, Spool, TableFormat, TableWriter, event_rows};
use std::collections::HashMap;

pub(crate) fn run(arguments: EventsArguments) -> Result<(), Failure> {
    let similarity = arguments.similarity;
    if !(similarity > 0.0 && similarity <= 1.0) {
        return Err(Failure::usage(format!(
            "--similarity: {similarity} is no cosine; give a number \
            above 0 and up to 1, as 0.1"
        )));
    }
    let options = RunOptions::raise(arguments.shared)?;
    let table = SingleTable::begin(&arguments.output, &options.inputs)?;
    let table = if table.format == TableFormat::Csv { table.for_spreadsheets() } else { table };
    let progress = Progress::new(options.verbosity);
    let mut read = Read::default();
    let passed = each_document(
        &options,
        &progress,
        || ContentReader::new(&options.rules),
        |reader, document| {
            let words =
                reader.read(document.title.as_deref().into_iter().chain([document.text.as_str()]));
            let known = document.event.is_some();
            let row = EventDocument {
                id: document.id.into(),
                outlet: document.outlet,
                date: document.date,
                title: document.title,
            };
            Ok((row, known, words))
        },
        |(row, known, words)| {
            read.add(row, known, words);
            Ok(())
        },
    )?;
    progress.step("grouping documents");
    let (rows, proposed) =
        options.pool.install(|| read.propose(i32::from(arguments.window), similarity));
    progress.done();
    let mut writer = TableWriter::without_header(Vec::new(), table.format, EventRow::schema());
    rows.iter().try_for_each(|row| writer.write(row))?;
    let mut spool = Spool::new();
    spool.add("", &writer.finish()?)?;
    table.finish(EventRow::schema(), spool)?;
    let mut warnings = passed.warnings;
    let undated = rows.iter().filter(|row| row.event.is_none()).count();
    if undated > 0 {
        let documents = plural(undated, "document has", "documents have");
        warnings.push(format!(
            "{documents} no date to the day, so no event is proposed; write the \
            event by hand"
        ));
    }
    if read.known > 0 {
        let documents = plural(read.known, "document has", "documents have");
        warnings.push(format!("{documents} an event already, which is not looked at here"));
    }
    summary::warn(&warnings, options.verbosity);
    let documents = plural(rows.len(), "document", "documents");
    summary::say(
        &format!(
            "{} proposed for \
        {documents}",
            plural(proposed, "event", "events")
        ),
        options.verbosity,
    );
    Ok(())
}

/// What is kept of the documents.
#[derive(Default)]
struct Read {
    documents: Vec<(EventDocument, Vec<(u32, u32)>)>,
    ids: HashMap<Box<str>, u32>,
    /// Stems, each with its shortest form.
    words: Vec<(Box<str>, Box<str>)>,
    /// Documents that have an event.
    known: usize,
}

impl Read {
    fn add(&mut self, document: EventDocument, known: bool, words: Vec<ContentWord>) {
        self.known += usize::from(known);
        let mut numbered = Vec::with_capacity(words.len());
        for ContentWord { stem, form, count } in words {
            let id = match self.ids.get(&stem) {
                Some(id) => *id,
                None => {
                    let id = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
                    self.ids.insert(stem.clone(), id);
                    self.words.push((stem, form.clone()));
                    id
                }
            };
            // Of the forms the shortest names it, whichever document comes first.
            if let Some((_, known)) = self.words.get_mut(id as usize)
                && (form.len(), &form) < (known.len(), known)
            {
                *known = form;
            }
            numbered.push((id, count));
        }
        self.documents.push((document, numbered));
    }

    /// The rows of the table, and how many events there are. Documents and words are put in order
    /// first, so that the order of the input does not show in the last bits of a sum.
    fn propose(&mut self, window: i32, similarity: f64) -> (Vec<EventRow>, usize) {
        let mut order: Vec<u32> =
            (0..u32::try_from(self.words.len()).unwrap_or(u32::MAX)).collect();
        let stem = |id: &u32| self.words.get(*id as usize).map(|(stem, _)| stem);
        order.sort_unstable_by(|a, b| stem(a).cmp(&stem(b)));
        let mut rank = vec![0_u32; order.len()];
        for (at, id) in (0..).zip(&order) {
            if let Some(rank) = rank.get_mut(*id as usize) {
                *rank = at;
            }
        }
        let mut documents = std::mem::take(&mut self.documents);
        documents.sort_by(|a, b| a.0.id.cmp(&b.0.id));
        let (mut rows, mut dated, mut stories) = (Vec::new(), Vec::new(), Vec::new());
        for (at, (row, words)) in documents.into_iter().enumerate() {
            // A month or a year is near in time to nothing.
            if let Some((day, _)) =
                row.date.map(|date| date.days()).filter(|(first, last)| first == last)
            {
                let mut words: Vec<(u32, u32)> = words
                    .into_iter()
                    .filter_map(|(id, count)| Some((*rank.get(id as usize)?, count)))
                    .collect();
                words.sort_unstable();
                dated.push(at);
                stories.push(Story { day, words });
            }
            rows.push(row);
        }
        let events = propose_events(&stories, window, similarity);
        let word = |rank: u32| {
            order
                .get(rank as usize)
                .and_then(|id| self.words.get(*id as usize))
                .map_or("", |(_, form)| form)
        };
        (event_rows(&rows, &dated, &events, word), events.len())
    }
}
