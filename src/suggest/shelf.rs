//! A shelf: pieces of bytes put aside in a temporary file as they come, and taken again by number.

use std::io::{self, Read, Seek, SeekFrom, Write};
use tempfile::SpooledTempFile;

/// Up to this size a shelf stays in memory.
const IN_MEMORY: usize = 32 << 20;

/// Pieces of bytes, numbered from 0.
pub(crate) struct Shelf {
    file: SpooledTempFile,
    /// Where each piece ends.
    ends: Vec<u64>,
    /// Where the next read begins, if the last operation was one.
    at: Option<u64>,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        Self { file: SpooledTempFile::new(IN_MEMORY), ends: Vec::new(), at: None }
    }

    /// Puts a piece behind the others. To be done before any is taken.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.ends.push(self.ends.last().copied().unwrap_or(0) + bytes.len() as u64);
        Ok(())
    }

    /// Takes the piece number `number` into `bytes`.
    pub(crate) fn take(&mut self, number: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
        let start =
            number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(number).copied().unwrap_or(start);
        if self.at != Some(start) {
            self.file.seek(SeekFrom::Start(start))?;
        }
        bytes.resize(usize::try_from(end - start).map_err(io::Error::other)?, 0);
        self.file.read_exact(bytes)?;
        self.at = Some(end);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_by_number() {
        let mut shelf = Shelf::new();
        ["one", "", "three"].into_iter().for_each(|piece| shelf.put(piece.as_bytes()).unwrap());
        let mut bytes = Vec::new();
        for (number, piece) in [(2, "three"), (0, "one"), (1, ""), (2, "three")] {
            shelf.take(number, &mut bytes).unwrap();
            assert_eq!(bytes, piece.as_bytes());
        }
    }
}
