//! Temporary copies of what can be read only once, the heads of files, and how hashes are shown.

use super::error::Fault;
use std::fs::File;
use std::io::{self, Read, Seek, Write};

/// How much is read at a time, in bytes.
pub(crate) const CHUNK: usize = 1 << 20;

/// A temporary copy of what `input` gives, at its start, to be read more than once.
pub(crate) fn copy_of(input: &mut impl Read) -> Result<File, Fault> {
    let mut copy = tempfile::tempfile().map_err(Fault::Temporary)?;
    let mut bytes = vec![0; CHUNK];
    loop {
        let read = match input.read(&mut bytes) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Fault::Read(error)),
        };
        if read == 0 {
            break;
        }
        copy.write_all(bytes.get(..read).unwrap_or_default()).map_err(Fault::Temporary)?;
    }
    copy.rewind().map_err(Fault::Temporary)?;
    Ok(copy)
}

/// The first bytes of a file, which is at its start before and after.
pub(crate) fn head_of(file: &mut File) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    Read::by_ref(file).take(8192).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(head)
}

/// A hash as tables and records show it.
pub(crate) fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
