//! A corpus read from end to end: its documents through a map step on all cores, and what was not
//! used counted.

use super::encoded::EncodedRecord;
use super::error::AnalysisError;
use super::mapper::Mapper;
use super::options::OnError;
use super::plan::Plan;
use super::records::{InputRecord, Records};
use super::stream::{StreamStep, map_stream};
use crate::annotate::Annotation;
use crate::corpus::{
    Corpus, CorpusError, CorpusItem, Document, EventSheet, Furniture, RejectedDocument, Remark,
};
use crate::words::{DroppedLines, without_lines};
use rayon::ThreadPool;
use std::collections::BTreeMap;

/// How a corpus is read.
#[derive(Clone, Copy)]
pub struct Reading<'r> {
    pool: &'r ThreadPool,
    on_error: OnError,
    events: Option<&'r EventSheet>,
    on_document: Option<&'r (dyn Fn() + Sync)>,
    furniture: Option<&'r Furniture>,
}

impl std::fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").field("on_error", &self.on_error).finish_non_exhaustive()
    }
}

impl<'r> Reading<'r> {
    /// Reads on the threads of `pool`, and ends at a document that cannot be used.
    pub fn new(pool: &'r ThreadPool) -> Self {
        Self { pool, on_error: OnError::Fail, events: None, on_document: None, furniture: None }
    }

    /// The same reading with another policy for documents that cannot be used.
    pub fn with_on_error(self, on_error: OnError) -> Self {
        Self { on_error, ..self }
    }

    /// The same reading with events from a sheet.
    pub fn with_events(self, events: Option<&'r EventSheet>) -> Self {
        Self { events, ..self }
    }

    /// The same reading, which calls `on_document` after each document.
    pub fn with_progress(self, on_document: &'r (dyn Fn() + Sync)) -> Self {
        Self { on_document: Some(on_document), ..self }
    }

    /// The same reading, which leaves out the lines that outlets repeat.
    pub fn with_furniture(self, furniture: Option<&'r Furniture>) -> Self {
        Self { furniture, ..self }
    }

    /// The text of a document without the lines that its outlet repeats, if it has any.
    fn without_furniture(&self, document: &mut Document) -> Option<DroppedOfOutlet> {
        let outlet = document.outlet.clone();
        let furniture = self.furniture.filter(|furniture| furniture.has_outlet(&outlet))?;
        let is_repeated = |line: &str| furniture.has(&outlet, line);
        let (text, dropped) = without_lines(&document.text, is_repeated)?;
        document.text = text;
        Some(((*outlet).into(), dropped))
    }

    /// Maps every document of a corpus to its record.
    ///
    /// # Errors
    /// [`AnalysisError`] where the corpus cannot be read, or a document cannot be used and the
    /// policy is to end there.
    pub fn records(self, plan: &Plan, corpus: Corpus) -> Result<Records, AnalysisError> {
        let mut records = Records::new();
        let input = self.each_document(
            corpus,
            || Mapper::new(plan),
            |mapper, document| EncodedRecord::from_record(&mapper.map(&document)),
            |record| records.append_encoded(record),
        )?;
        *records.input_mut() = input;
        Ok(records)
    }

    /// Maps every document of a corpus to its record, and hands what `look` makes of each document
    /// and its annotation to `take`, in the order of the input.
    pub(crate) fn records_with<T: Send>(
        self,
        plan: &Plan,
        corpus: Corpus,
        look: impl Fn(&Document, &Annotation<'_>) -> T + Sync,
        mut take: impl FnMut(T) -> Result<(), AnalysisError>,
    ) -> Result<Records, AnalysisError> {
        let mut records = Records::new();
        let input = self.each_document(
            corpus,
            || Mapper::new(plan),
            |mapper, document| {
                let (record, seen) =
                    mapper.map_with(&document, |annotation| look(&document, annotation));
                (EncodedRecord::from_record(&record), seen)
            },
            |(record, seen)| {
                records.append_encoded(record)?;
                take(seen)
            },
        )?;
        *records.input_mut() = input;
        records.sort()?;
        Ok(records)
    }

    /// Calls `map` with each document, on all cores, and `take` with each result, in the order of
    /// the input. Each thread has its own worker.
    pub(crate) fn each_document<W: Send, R: Send>(
        self,
        mut corpus: Corpus,
        worker: impl Fn() -> W,
        map: impl Fn(&mut W, Document) -> R + Sync,
        mut take: impl FnMut(R) -> Result<(), AnalysisError>,
    ) -> Result<InputRecord, AnalysisError> {
        let mut input = InputRecord {
            dropped: self.furniture.map(|_| BTreeMap::new()),
            ..InputRecord::default()
        };
        let mut failure = None;
        let step = StreamStep {
            pool: self.pool,
            size: |item: &Result<CorpusItem, CorpusError>| match item {
                Ok(CorpusItem::Document(document)) => document.text.len() + 512,
                _ => 512,
            },
            worker,
            map: |worker: &mut W, item| match item {
                Ok(CorpusItem::Document(mut document)) => {
                    if let Some(events) = self.events {
                        events.give(&mut document);
                    }
                    let dropped = self.without_furniture(&mut document);
                    Mapped::Done(Box::new((map(worker, document), dropped)))
                }
                Ok(CorpusItem::Rejected(rejection)) => Mapped::Rejected((&rejection).into()),
                Ok(CorpusItem::Remark(remark)) => Mapped::Remark(remark),
                Err(error) => Mapped::Failed(error),
            },
        };
        map_stream(step, corpus.by_ref(), |mapped| {
            let result = match mapped {
                Mapped::Done(done) => {
                    if let Some(on_document) = self.on_document {
                        on_document();
                    }
                    let (result, dropped) = *done;
                    if let (Some((outlet, lines)), Some(sums)) = (dropped, &mut input.dropped) {
                        sums.entry(outlet).or_default().add(lines);
                    }
                    take(result)
                }
                Mapped::Rejected(rejected) if self.on_error == OnError::Fail => {
                    Err(AnalysisError::Rejected(rejected))
                }
                Mapped::Rejected(rejected) => {
                    input.rejected.push(rejected);
                    Ok(())
                }
                Mapped::Remark(remark) => {
                    input.remarks.push(remark);
                    Ok(())
                }
                Mapped::Failed(error) => Err(error.into()),
            };
            failure = result.err();
            failure.is_none()
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        input.files = corpus.files();
        input.date_orders = corpus.date_orders();
        input.recognized = corpus.recognized_files().to_vec();
        if let Some(events) = self.events {
            input.events = Some(events.unmet());
            input.files.push(events.file().clone());
        }
        Ok(input)
    }
}

/// What was taken out of a text, with the outlet.
type DroppedOfOutlet = (Box<str>, DroppedLines);

enum Mapped<R> {
    /// What was made of a document, and what was taken out of its text.
    Done(Box<(R, Option<DroppedOfOutlet>)>),
    Rejected(RejectedDocument),
    Remark(Remark),
    Failed(CorpusError),
}
