//! A spool: what each document wrote, kept aside and put in the order of document ids at the end.
//!
//! Tables with rows per match can be larger than memory, and tables are sorted whatever the order
//! of the input. So each document's bytes go to a temporary file as they come, and only their
//! places stay in memory.

use std::io::{self, Read, Seek, SeekFrom, Write};
use tempfile::SpooledTempFile;

/// Up to this size a spool stays in memory.
const IN_MEMORY: usize = 32 << 20;

/// Bytes by document.
pub struct Spool {
    file: SpooledTempFile,
    length: u64,
    pieces: Vec<(Box<str>, u64, u32)>,
}

impl Default for Spool {
    fn default() -> Self {
        Self::new()
    }
}

impl Spool {
    /// An empty spool.
    pub fn new() -> Self {
        Self { file: SpooledTempFile::new(IN_MEMORY), length: 0, pieces: Vec::new() }
    }

    /// Adds what a document wrote.
    ///
    /// # Errors
    /// What the system says.
    pub fn add(&mut self, document: &str, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.file.write_all(bytes)?;
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.pieces.push((document.into(), self.length, length));
        self.length += u64::from(length);
        Ok(())
    }

    /// Takes out what documents wrote that are not to be kept.
    pub fn retain(&mut self, mut keeps: impl FnMut(&str) -> bool) {
        self.pieces.retain(|(document, _, _)| keeps(document));
    }

    /// Writes all of it in the order of document ids.
    ///
    /// # Errors
    /// What the system says.
    pub fn write_sorted(mut self, out: &mut impl Write) -> io::Result<()> {
        self.pieces.sort();
        let mut buffer = Vec::new();
        let mut at = None;
        for (_, offset, length) in &self.pieces {
            if at != Some(*offset) {
                self.file.seek(SeekFrom::Start(*offset))?;
            }
            buffer.resize(*length as usize, 0);
            self.file.read_exact(&mut buffer)?;
            out.write_all(&buffer)?;
            at = Some(offset + u64::from(*length));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_out_by_document() {
        let mut spool = Spool::new();
        for (document, bytes) in [("b", "2\n3\n"), ("c", "4\n"), ("a", "1\n"), ("d", "")] {
            spool.add(document, bytes.as_bytes()).unwrap();
        }
        spool.add("bb", b"5\n").unwrap();
        spool.retain(|document| document != "bb");
        let mut out = Vec::new();
        spool.write_sorted(&mut out).unwrap();
        assert_eq!(out, b"1\n2\n3\n4\n");
    }
}
