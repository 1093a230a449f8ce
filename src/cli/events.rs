//! `framescope corpus events`: which event each document seems to report on, as a table to correct
//! by hand.

use super::arguments::EventsArguments;
use super::failure::Failure;
use super::options::RunOptions;
use super::single::table_file;
use super::summary;
use crate::analysis::{AnalysisError, TableChoice, input_warnings};
use crate::cluster::{Story, propose_events};
use crate::corpus::Date;
use crate::prose::plural;
use crate::table::{EventDocument, EventRow, Row, TableSink, event_rows};
use crate::words::{ContentReader, ContentWord, next_number};
use std::collections::HashMap;

pub(crate) fn run(arguments: EventsArguments) -> Result<(), Failure> {
    let similarity = arguments.similarity;
    let mut options = RunOptions::raise(arguments.shared, |options| {
        options.tables = TableChoice::from_tables([]);
    })?;
    let mut table = table_file(&arguments.output, &options.inputs)?.for_spreadsheets();
    let progress = options.progress();
    let corpus = options.open()?;
    let mut read = ReadDocuments::default();
    let input = {
        let count = || progress.document();
        options.reading(&count).each_document(
            corpus,
            || ContentReader::new(options.plan.rules()),
            |reader, document| {
                let title = document.title.as_deref().into_iter();
                let words = reader.read(title.chain([document.text.as_str()]));
                let has_event = document.event.is_some();
                let row = EventDocument {
                    id: document.id.into(),
                    outlet: document.outlet,
                    date: document.date,
                    title: document.title,
                };
                (row, has_event, words)
            },
            |(row, has_event, words)| read.add(row, has_event, words),
        )?
    };
    progress.step("grouping documents");
    let (rows, proposed) =
        options.pool.install(|| read.propose(i32::from(arguments.window), similarity));
    progress.done();
    let undated = rows.iter().filter(|row| row.event.is_none()).count();
    let documents = plural(rows.len(), "document", "documents");
    table.begin(&EventRow::schema())?;
    table.rows(&rows)?;
    table.end()?;
    table.finish()?;
    summary::warn(&summary::with_remedies(input_warnings(&input)?), options.verbosity);
    let warn = |text: String| summary::say(&format!("warning: {text}"), options.verbosity);
    if undated > 0 {
        let documents = plural(undated, "document has", "documents have");
        warn(format!("{documents} no date, so no event is proposed; write the event by hand"));
    }
    if read.with_event > 0 {
        let documents = plural(read.with_event, "document has", "documents have");
        warn(format!("{documents} an event already, which is not looked at here"));
    }
    let events = plural(proposed, "event", "events");
    summary::say(&format!("{events} proposed for {documents}"), options.verbosity);
    Ok(())
}

/// What is kept of the documents.
#[derive(Default)]
struct ReadDocuments {
    documents: Vec<(EventDocument, Vec<(u32, u32)>)>,
    ids: HashMap<Box<str>, u32>,
    /// Stems, each with its shortest form.
    words: Vec<(Box<str>, Box<str>)>,
    /// Documents that have an event.
    with_event: usize,
}

impl ReadDocuments {
    fn add(
        &mut self,
        document: EventDocument,
        has_event: bool,
        words: Vec<ContentWord>,
    ) -> Result<(), AnalysisError> {
        self.with_event += usize::from(has_event);
        let mut numbered = Vec::with_capacity(words.len());
        for ContentWord { stem, form, count } in words {
            let id = match self.ids.get(&stem) {
                Some(id) => *id,
                None => {
                    let id = next_number(self.words.len(), "words")?;
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
        Ok(())
    }

    /// The rows of the table, and how many events there are. Documents and words are put in order
    /// first, so that the order of the input does not show in the last bits of a sum.
    fn propose(&mut self, window: i32, similarity: f64) -> (Vec<EventRow>, usize) {
        let mut order: Vec<u32> = (0_u32..).take(self.words.len()).collect();
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
            if let Some((first, last)) = row.date.map(Date::days) {
                let mut words: Vec<(u32, u32)> = words
                    .into_iter()
                    .filter_map(|(id, count)| Some((*rank.get(id as usize)?, count)))
                    .collect();
                words.sort_unstable();
                dated.push(at);
                stories.push(Story { first, last, words });
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
