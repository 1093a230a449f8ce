//! Part files: the records of a shard, to be merged with others on another machine.
//!
//! A part is the line `framescope part 2`, a compressed stream (zstd) of a header, the records and
//! a footer, each with its length before it, and the SHA-256 of all that.

use super::encoded::EncodedRecord;
use super::error::AnalysisError;
use super::part_error::PartError;
use super::plan::{Plan, PlanRecord};
use super::reading::Reading;
use super::records::InputRecord;
use crate::corpus::{Corpus, Shard};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// The first line of a part of this version.
const MAGIC: &[u8] = b"framescope part 2\n";
/// What every version of a part begins with.
const KIND: &[u8] = b"framescope part ";
/// The length of the checksum at the end.
const CHECKSUM: u64 = 32;
/// A frame longer than this is not one of a part: a document has at most 4 GB of text.
const LONGEST_FRAME: u64 = 1 << 36;
/// How hard records are compressed: past this level the size falls little and the time grows.
const LEVEL: i32 = 3;

/// What a part says of itself before its records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PartHeader {
    pub(crate) program: String,
    pub(crate) plan: PlanRecord,
    pub(crate) shard: Option<Shard>,
    /// The options of the run as JSON, for its record.
    pub(crate) options: String,
}

/// What a part says after its records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct PartFooter {
    pub(crate) input: InputRecord,
    pub(crate) documents: u64,
}

/// Writes a part: the records of a corpus, or of one shard of it.
///
/// `options` is the record of the run's options, which `run.json` shows.
///
/// # Errors
/// [`AnalysisError`] where the corpus cannot be read or the part cannot be written.
pub fn write_part<W: Write>(
    plan: &Plan,
    corpus: Corpus,
    reading: Reading<'_>,
    options: &serde_json::Value,
    out: W,
) -> Result<PartSummary, AnalysisError> {
    let mut out = PartWriter::begin(out)?;
    out.header(&PartHeader {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        plan: plan.record(),
        shard: corpus.shard(),
        options: options.to_string(),
    })?;
    let mut summary = PartSummary::default();
    let input = reading.each_document(
        corpus,
        || super::Mapper::new(plan),
        |mapper, document| {
            let text = document.text.len() as u64;
            (EncodedRecord::from_record(&mapper.map(&document)), text)
        },
        |(record, text)| {
            summary.documents += 1;
            summary.text_bytes += text;
            summary.record_bytes += record.size() as u64;
            out.frame(&record)
        },
    )?;
    summary.rejected = input.rejected.len() as u64;
    out.frame(&EncodedRecord::end())?;
    out.frame(&PartFooter { input, documents: summary.documents })?;
    summary.part_bytes = out.finish()?;
    Ok(summary)
}

/// What a part contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartSummary {
    /// Documents mapped.
    pub documents: u64,
    /// Documents that could not be used.
    pub rejected: u64,
    /// Bytes of the texts.
    pub text_bytes: u64,
    /// Bytes of the records before compression.
    pub record_bytes: u64,
    /// Bytes of the part.
    pub part_bytes: u64,
}

/// Counts and hashes what is written.
struct Hashing<W> {
    out: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

struct PartWriter<W: Write> {
    out: zstd::Encoder<'static, Hashing<W>>,
}

impl<W: Write> PartWriter<W> {
    fn begin(out: W) -> Result<Self, AnalysisError> {
        let begin = || {
            let mut out = Hashing { out, hash: Sha256::new(), bytes: 0 };
            out.write_all(MAGIC)?;
            zstd::Encoder::new(out, LEVEL)
        };
        Ok(Self { out: begin().map_err(PartError::Write)? })
    }

    /// The header is JSON, which names its fields, so that options may be added or left out.
    fn header(&mut self, header: &PartHeader) -> Result<(), AnalysisError> {
        let bytes = serde_json::to_vec(header).map_err(|error| PartError::Write(error.into()))?;
        self.bytes(&bytes)
    }

    fn frame(&mut self, value: &impl Serialize) -> Result<(), AnalysisError> {
        // Writing to memory fails only for types that the format lacks; parts have none of them.
        self.bytes(&postcard::to_stdvec(value).unwrap_or_default())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), AnalysisError> {
        let mut write = || {
            self.out.write_all(&(bytes.len() as u64).to_le_bytes())?;
            self.out.write_all(bytes)
        };
        write().map_err(|error| PartError::Write(error).into())
    }

    fn finish(self) -> Result<u64, AnalysisError> {
        let finish = || {
            let Hashing { mut out, hash, bytes } = self.out.finish()?;
            out.write_all(&hash.finalize())?;
            out.flush()?;
            Ok(bytes + CHECKSUM)
        };
        finish().map_err(|error| PartError::Write(error).into())
    }
}

/// A part that is read: its checksum has been compared.
pub(crate) struct PartReader {
    name: String,
    input: zstd::Decoder<'static, BufReader<io::Take<File>>>,
    pub(crate) header: PartHeader,
}

impl PartReader {
    /// Opens a part and compares its checksum.
    pub(crate) fn open(path: &Path) -> Result<Self, AnalysisError> {
        let name = path.display().to_string();
        let unreadable = |source| PartError::Unreadable { part: name.clone(), source };
        let mut file = File::open(path).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        let mut magic = vec![0; MAGIC.len()];
        let head = file.read_exact(&mut magic);
        if head.is_err() || !magic.starts_with(KIND) {
            return Err(PartError::NotAPart(name).into());
        }
        if magic != MAGIC {
            return Err(PartError::OtherVersion(name).into());
        }
        let body = size.checked_sub(CHECKSUM).filter(|body| *body >= MAGIC.len() as u64);
        let body = body.ok_or_else(|| PartError::Changed(name.clone()))?;
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let mut hash = HashingSink(Sha256::new());
        io::copy(&mut Read::by_ref(&mut file).take(body), &mut hash).map_err(unreadable)?;
        let mut expected = Vec::new();
        Read::by_ref(&mut file).take(CHECKSUM).read_to_end(&mut expected).map_err(unreadable)?;
        if hash.0.finalize().as_slice() != expected.as_slice() {
            return Err(PartError::Changed(name).into());
        }
        let start = MAGIC.len() as u64;
        file.seek(SeekFrom::Start(start)).map_err(unreadable)?;
        let input = zstd::Decoder::new(file.take(body - start)).map_err(unreadable)?;
        let mut reader = FrameReader { name: &name, input };
        let header = reader.header()?;
        let input = reader.input;
        Ok(Self { name, input, header })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Hands over each record, then gives the footer.
    pub(crate) fn records(
        self,
        mut take: impl FnMut(EncodedRecord) -> Result<(), AnalysisError>,
    ) -> Result<PartFooter, AnalysisError> {
        let Self { name, input, .. } = self;
        let mut reader = FrameReader { name: &name, input };
        loop {
            let record: EncodedRecord = reader.frame()?;
            if record.is_end() {
                return reader.frame();
            }
            take(record)?;
        }
    }
}

struct FrameReader<'n, R> {
    name: &'n str,
    input: R,
}

impl<R: Read> FrameReader<'_, R> {
    fn header(&mut self) -> Result<PartHeader, AnalysisError> {
        let bytes = self.bytes()?;
        serde_json::from_slice(&bytes)
            .map_err(|_| PartError::OtherVersion(self.name.to_owned()).into())
    }

    fn frame<T: DeserializeOwned>(&mut self) -> Result<T, AnalysisError> {
        let bytes = self.bytes()?;
        postcard::from_bytes(&bytes).map_err(|_| PartError::Changed(self.name.to_owned()).into())
    }

    fn bytes(&mut self) -> Result<Vec<u8>, AnalysisError> {
        let changed = || AnalysisError::from(PartError::Changed(self.name.to_owned()));
        let mut length = [0; 8];
        self.input.read_exact(&mut length).map_err(|_| changed())?;
        let length = u64::from_le_bytes(length);
        if length > LONGEST_FRAME {
            return Err(changed());
        }
        let mut bytes = Vec::new();
        Read::by_ref(&mut self.input)
            .take(length)
            .read_to_end(&mut bytes)
            .map_err(|_| changed())?;
        Ok(bytes)
    }
}

struct HashingSink(Sha256);

impl Write for HashingSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl EncodedRecord {
    /// What is in a part after the last record. No document has an empty head.
    fn end() -> Self {
        Self { id: "".into(), sections: Default::default() }
    }

    fn is_end(&self) -> bool {
        self.sections.iter().all(|section| section.is_empty())
    }
}
