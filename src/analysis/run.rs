//! A sorted run: records by id, in memory or in a temporary file, each section by itself so that a
//! pass reads forward.

use super::encoded::{EncodedRecord, SECTIONS, Section};
use super::error::AnalysisError;
use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

/// How many bytes a pass reads ahead.
const AHEAD: usize = 1 << 18;

/// Records in the order of their ids.
#[derive(Debug)]
pub(super) struct SortedRun {
    place: RunPlace,
    /// For each section where each record's ends; a record begins where the one before it ends.
    ends: [Vec<u64>; SECTIONS],
}

#[derive(Debug)]
enum RunPlace {
    Memory(Vec<EncodedRecord>),
    /// A temporary file without a name, gone when the run is dropped.
    Disk(Mutex<File>),
}

/// Where a pass over a run is: what it has read ahead of each section.
#[derive(Debug, Default)]
pub(super) struct RunCursor {
    ahead: [ReadAhead; SECTIONS],
}

#[derive(Debug, Default)]
struct ReadAhead {
    start: u64,
    bytes: Vec<u8>,
}

impl SortedRun {
    pub(super) fn new(records: Vec<EncodedRecord>, on_disk: bool) -> Result<Self, AnalysisError> {
        let mut ends: [Vec<u64>; SECTIONS] = Default::default();
        if !on_disk {
            return Ok(Self { place: RunPlace::Memory(records), ends });
        }
        let write = |ends: &mut [Vec<u64>; SECTIONS]| {
            let mut out = BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
            let mut end = 0;
            for (section, ends) in ends.iter_mut().enumerate() {
                // The start of a section is the end of what is before its first record.
                ends.push(end);
                for record in &records {
                    let bytes = &record.sections[section];
                    out.write_all(bytes)?;
                    end += bytes.len() as u64;
                    ends.push(end);
                }
            }
            out.into_inner().map_err(std::io::IntoInnerError::into_error)
        };
        let file = write(&mut ends).map_err(AnalysisError::TemporaryFile)?;
        Ok(Self { place: RunPlace::Disk(Mutex::new(file)), ends })
    }

    pub(super) fn cursor(&self) -> RunCursor {
        RunCursor::default()
    }

    /// A section of a record by its number.
    pub(super) fn read(
        &self,
        cursor: &mut RunCursor,
        number: u32,
        section: Section,
    ) -> Result<Vec<u8>, AnalysisError> {
        let (section, number) = (section as usize, number as usize);
        let file = match &self.place {
            RunPlace::Memory(records) => {
                let record = records.get(number).ok_or(AnalysisError::BrokenRecord)?;
                return Ok(record.sections[section].to_vec());
            }
            RunPlace::Disk(file) => file,
        };
        let ends = &self.ends[section];
        let (Some(&start), Some(&end), Some(&last)) =
            (ends.get(number), ends.get(number + 1), ends.last())
        else {
            return Err(AnalysisError::BrokenRecord);
        };
        let length = usize::try_from(end - start).map_err(|_| AnalysisError::BrokenRecord)?;
        let ahead = &mut cursor.ahead[section];
        let held = start.checked_sub(ahead.start).and_then(|from| usize::try_from(from).ok());
        let read = |ahead: &ReadAhead| {
            held.and_then(|from| ahead.bytes.get(from..from.checked_add(length)?))
                .map(<[u8]>::to_vec)
        };
        if let Some(bytes) = read(ahead) {
            return Ok(bytes);
        }
        let rest = usize::try_from(last - start).unwrap_or(usize::MAX);
        ahead.start = start;
        ahead.bytes.resize(length.max(AHEAD.min(rest)), 0);
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))
            .and_then(|_| file.read_exact(&mut ahead.bytes))
            .map_err(AnalysisError::TemporaryFile)?;
        Ok(ahead.bytes.get(..length).map(<[u8]>::to_vec).unwrap_or_default())
    }
}
