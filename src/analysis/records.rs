//! Records gathered: appended in any order, merged, kept in memory or in temporary files, and read
//! again in the order of document ids.

use super::encoded::{EncodedRecord, SECTIONS, Section};
use super::error::AnalysisError;
use super::record::DocumentRecord;
use super::run::SortedRun;
use crate::corpus::{
    DateOrders, InputFile, RecognizedFile, RejectedDocument, Remark, RemarkKind, UnmetEvents,
};
use crate::words::{DroppedLines, next_number};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// Records up to this many bytes stay in memory; past it they are sorted and put into a temporary
/// file.
const IN_MEMORY: usize = 96 << 20;
/// How many bytes of records are decoded at a time.
const BATCH: usize = 4 << 20;

/// The records of a run, or of a part of one. Appending and merging commute: neither the order of
/// records nor their division into shards affects a result.
///
/// Past a limit (96 MB of encoded records, or [another](Self::with_limit)) sorted runs of
/// records go to temporary files, so that memory stays bounded; what remains in memory of each
/// document is its id and where its record is.
#[derive(Debug)]
pub struct Records {
    limit: usize,
    buffer: Vec<EncodedRecord>,
    buffered: usize,
    runs: Vec<SortedRun>,
    entries: Vec<RecordPlace>,
    is_sorted: bool,
    input: InputRecord,
}

/// What was read apart from documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct InputRecord {
    pub(crate) files: Vec<InputFile>,
    pub(crate) rejected: Vec<RejectedDocument>,
    pub(crate) remarks: Vec<Remark>,
    /// How many dates show which order of day and month. Only for a profile made on this machine.
    #[serde(skip)]
    pub(crate) date_orders: DateOrders,
    /// What each file was recognized as. Only for a look at the corpus on this machine.
    #[serde(skip)]
    pub(crate) recognized: Vec<RecognizedFile>,
    /// The rows of a sheet of events whose documents did not come.
    pub(crate) events: Option<UnmetEvents>,
    /// The repeated lines of each outlet that were taken out of its texts; `None` where lines were
    /// to stay.
    pub(crate) dropped: Option<BTreeMap<Box<str>, DroppedLines>>,
}

/// Where a record is.
#[derive(Clone, Debug)]
struct RecordPlace {
    id: Box<str>,
    run: u32,
    /// Its number in the run.
    number: u32,
}

impl Default for Records {
    fn default() -> Self {
        Self::new()
    }
}

impl Records {
    /// No records.
    pub fn new() -> Self {
        Self::with_limit(IN_MEMORY)
    }

    /// No records, of which at most `bytes` are going to stay in memory.
    pub fn with_limit(bytes: usize) -> Self {
        Self {
            limit: bytes,
            buffer: Vec::new(),
            buffered: 0,
            runs: Vec::new(),
            entries: Vec::new(),
            is_sorted: true,
            input: InputRecord::default(),
        }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.entries.len() + self.buffer.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds the record of a document.
    ///
    /// # Errors
    /// Where a temporary file cannot be written.
    pub fn append(&mut self, record: &DocumentRecord) -> Result<(), AnalysisError> {
        self.append_encoded(EncodedRecord::from_record(record))
    }

    pub(crate) fn append_encoded(&mut self, record: EncodedRecord) -> Result<(), AnalysisError> {
        self.buffered += record.size();
        self.buffer.push(record);
        if self.buffered > self.limit {
            self.spill()?;
        }
        Ok(())
    }

    /// Adds the records of another part of the same run.
    ///
    /// # Errors
    /// Where a temporary file cannot be read or written.
    pub fn merge(&mut self, other: Self) -> Result<(), AnalysisError> {
        let Self { buffer, runs, entries, input, .. } = other;
        for record in buffer {
            self.append_encoded(record)?;
        }
        let first = number(self.runs.len())?;
        self.runs.extend(runs);
        let moved =
            entries.into_iter().map(|entry| RecordPlace { run: first + entry.run, ..entry });
        self.entries.extend(moved);
        self.is_sorted = false;
        self.input.extend(input);
        Ok(())
    }

    pub(crate) fn input(&self) -> &InputRecord {
        &self.input
    }

    pub(crate) fn input_mut(&mut self) -> &mut InputRecord {
        &mut self.input
    }

    /// Puts what is in memory into a sorted run on disk.
    fn spill(&mut self) -> Result<(), AnalysisError> {
        self.close_run(true)
    }

    fn close_run(&mut self, on_disk: bool) -> Result<(), AnalysisError> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let mut records = std::mem::take(&mut self.buffer);
        self.buffered = 0;
        records.sort_by(|a, b| a.id.cmp(&b.id));
        let run = number(self.runs.len())?;
        for (at, record) in records.iter().enumerate() {
            self.entries.push(RecordPlace { id: record.id.clone(), run, number: number(at)? });
        }
        self.runs.push(SortedRun::new(records, on_disk)?);
        self.is_sorted = false;
        Ok(())
    }

    /// Puts the records in the order of their ids. To be done before they are read.
    pub(crate) fn sort(&mut self) -> Result<(), AnalysisError> {
        self.close_run(false)?;
        if !self.is_sorted {
            self.entries.sort_by(|a, b| a.id.cmp(&b.id));
            self.is_sorted = true;
        }
        Ok(())
    }

    /// The places of records that share an id with others, by id.
    pub(crate) fn places_of_one_id(&self) -> Vec<std::ops::Range<usize>> {
        let mut shared = Vec::new();
        let mut at = 0;
        for same in self.entries.chunk_by(|a, b| a.id == b.id) {
            if same.len() > 1 {
                shared.push(at..at + same.len());
            }
            at += same.len();
        }
        shared
    }

    /// Takes out records by their places in the order of ids.
    pub(crate) fn leave_out_places(&mut self, places: &HashSet<usize>) {
        let mut at = 0..;
        self.entries.retain(|_| at.next().is_none_or(|place| !places.contains(&place)));
    }

    /// One section of each record, decoded on all cores, in the order of document ids, a batch at a
    /// time.
    pub(crate) fn batches<T: Send>(
        &self,
        sections: &'static [Section],
        decode: impl Fn(usize, &EncodedSections) -> Result<T, AnalysisError> + Sync,
    ) -> RecordBatches<'_, impl Fn(usize, &EncodedSections) -> Result<T, AnalysisError> + Sync>
    {
        RecordBatches {
            records: self,
            sections,
            decode,
            cursors: self.runs.iter().map(SortedRun::cursor).collect(),
            at: 0,
        }
    }

    /// One section of each record, decoded on all cores, in the order of document ids.
    pub(crate) fn each<T: Send>(
        &self,
        sections: &'static [Section],
        decode: impl Fn(usize, &EncodedSections) -> Result<T, AnalysisError> + Sync,
        mut take: impl FnMut(T) -> Result<(), AnalysisError>,
    ) -> Result<(), AnalysisError> {
        let mut batches = self.batches(sections, decode);
        while let Some(batch) = batches.next()? {
            batch.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    }

    /// Some sections of the record in a place of the order of ids.
    pub(crate) fn sections_at(
        &self,
        place: usize,
        sections: &[Section],
    ) -> Result<EncodedSections, AnalysisError> {
        let mut found = EncodedSections::default();
        if let Some(entry) = self.entries.get(place)
            && let Some(run) = self.runs.get(entry.run as usize)
        {
            let mut cursor = run.cursor();
            for &section in sections {
                found.0[section as usize] = run.read(&mut cursor, entry.number, section)?;
            }
        }
        Ok(found)
    }
}

/// A number of runs or of records in a run.
fn number(length: usize) -> Result<u32, AnalysisError> {
    Ok(next_number(length, "records")?)
}

impl InputRecord {
    /// How many files of folders were not read, by what they are.
    pub(crate) fn not_read(&self) -> BTreeMap<String, u64> {
        let is_file = |kind| matches!(kind, RemarkKind::UnreadFile | RemarkKind::CompanionFile);
        let mut found = BTreeMap::new();
        for remark in self.remarks.iter().filter(|remark| is_file(remark.kind)) {
            *found.entry(remark.found.clone()).or_default() += 1;
        }
        found
    }

    /// Puts files and documents in an order that does not depend on that of the parts.
    pub(crate) fn sort(&mut self) {
        self.rejected.sort();
        self.remarks.sort();
    }

    fn extend(&mut self, other: Self) {
        for file in other.files {
            if !self.files.contains(&file) {
                self.files.push(file);
            }
        }
        self.rejected.extend(other.rejected);
        self.remarks.extend(other.remarks);
        self.events = match (self.events.take(), other.events) {
            (Some(mine), Some(theirs)) => Some(mine.merged(&theirs)),
            (mine, theirs) => mine.or(theirs),
        };
        if let Some(dropped) = other.dropped {
            let mine = self.dropped.get_or_insert_default();
            for (outlet, lines) in dropped {
                mine.entry(outlet).or_default().add(lines);
            }
        }
    }
}

/// The sections of one record as bytes; those not asked for are empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct EncodedSections([Vec<u8>; SECTIONS]);

impl EncodedSections {
    /// A section as a value.
    pub(crate) fn decode<T: serde::de::DeserializeOwned>(
        &self,
        section: Section,
    ) -> Result<T, AnalysisError> {
        super::encoded::decoded(&self.0[section as usize])
    }
}

/// Batches of decoded records in the order of document ids.
pub(crate) struct RecordBatches<'r, D> {
    records: &'r Records,
    sections: &'static [Section],
    decode: D,
    cursors: Vec<super::run::RunCursor>,
    at: usize,
}

impl<D> RecordBatches<'_, D> {
    /// The next batch; none after the last.
    pub(crate) fn next<T>(&mut self) -> Result<Option<Vec<T>>, AnalysisError>
    where
        T: Send,
        D: Fn(usize, &EncodedSections) -> Result<T, AnalysisError> + Sync,
    {
        use rayon::prelude::*;
        let first = self.at;
        let mut batch: Vec<EncodedSections> = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH
            && let Some(entry) = self.records.entries.get(self.at)
        {
            let mut found = EncodedSections::default();
            let run = self.records.runs.get(entry.run as usize);
            let cursor = self.cursors.get_mut(entry.run as usize);
            if let (Some(run), Some(cursor)) = (run, cursor) {
                for &section in self.sections {
                    let read = run.read(cursor, entry.number, section)?;
                    bytes += read.len() + 64;
                    found.0[section as usize] = read;
                }
            }
            batch.push(found);
            self.at += 1;
        }
        if batch.is_empty() {
            return Ok(None);
        }
        let decode = &self.decode;
        let decoded: Result<Vec<T>, AnalysisError> = batch
            .par_iter()
            .enumerate()
            .map(|(at, sections)| decode(first + at, sections))
            .collect();
        decoded.map(Some)
    }
}
