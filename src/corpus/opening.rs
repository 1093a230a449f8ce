//! Opening a file: compressed ones are unpacked, and a file of another kind than its ending says is
//! named as what it is.

use super::copying::{copy_of, hex};
use super::error::{CorpusError, Fault};
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;

/// A file to read, at its start.
pub(crate) struct Opened {
    pub file: File,
    /// SHA-256 of the bytes on the disk, where the file is an unpacked copy.
    pub sha256: Option<String>,
}

/// How the bytes of a file are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstandard,
}

impl Packing {
    /// What the last ending of a path says.
    pub(crate) fn from_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_string_lossy().to_lowercase().as_str() {
            "gz" | "gzip" => Some(Self::Gzip),
            "zst" | "zstd" => Some(Self::Zstandard),
            _ => None,
        }
    }
}

/// Opens a file that is to be read as text.
///
/// # Errors
/// [`CorpusError::OtherKind`] where its bytes are those of a kind that is not text.
pub(crate) fn open(path: &Path) -> Result<Opened, CorpusError> {
    open_file(path).map_err(|fault| fault.at(path))
}

fn open_file(path: &Path) -> Result<Opened, Fault> {
    let mut file = File::open(path).map_err(Fault::Read)?;
    let mut magic = Vec::new();
    Read::by_ref(&mut file).take(8).read_to_end(&mut magic).map_err(Fault::Read)?;
    file.rewind().map_err(Fault::Read)?;
    let name = || path.display().to_string();
    match Packing::from_path(path) {
        Some(packing) => {
            let sha256 = hash_of(&mut file).map_err(Fault::Read)?;
            let copy = unpacked(file, packing).map_err(|fault| match fault {
                Fault::Read(error) => {
                    CorpusError::BadPacking { file: name(), fault: error.to_string() }.into()
                }
                fault => fault,
            })?;
            Ok(Opened { file: copy, sha256: Some(sha256) })
        }
        None => match other_kind(&magic, path) {
            Some((found, remedy)) => {
                Err(CorpusError::OtherKind { file: name(), found, remedy }.into())
            }
            None => Ok(Opened { file, sha256: None }),
        },
    }
}

/// A temporary copy of what a file unpacks to.
fn unpacked(file: File, packing: Packing) -> Result<File, Fault> {
    let reader = BufReader::new(file);
    match packing {
        Packing::Gzip => copy_of(&mut MultiGzDecoder::new(reader)),
        Packing::Zstandard => {
            let decoder = StreamingDecoder::new(reader)
                .map_err(|error| Fault::Read(io::Error::other(error.to_string())))?;
            copy_of(&mut { decoder })
        }
    }
}

fn hash_of(file: &mut File) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut reader = BufReader::with_capacity(1 << 18, &mut *file);
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        hash.update(chunk);
        let read = chunk.len();
        reader.consume(read);
    }
    file.rewind()?;
    Ok(hex(&hash.finalize()))
}

/// What a file is by its first bytes, and what to do with it, if it is none of text.
fn other_kind(magic: &[u8], path: &Path) -> Option<(&'static str, &'static str)> {
    /// Endings of kinds that are zip archives by nature, read elsewhere.
    const ZIPPED: [&str; 2] = ["docx", "docm"];
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let kinds: [(&[u8], &str, &str); 9] = [
        (b"\x1f\x8b", "a gzip file", "give its name the ending .gz, or unpack it"),
        (b"\x28\xb5\x2f\xfd", "a Zstandard file", "give its name the ending .zst, or unpack it"),
        (
            b"PK\x03\x04",
            "a zip file, or a workbook or document that is one",
            "unpack it, or save it as CSV or plain text",
        ),
        (b"PAR1", "a Parquet file", "save it as CSV or JSON Lines"),
        (b"%PDF", "a PDF file", "export plain text, or convert it with pdftotext"),
        (b"\xd0\xcf\x11\xe0", "an old Office file", "save it as .docx, CSV or plain text"),
        (b"SQLite f", "an SQLite database", "export the table as CSV"),
        (b"BZh", "a bzip2 file", "unpack it"),
        (b"\xfd7zXZ", "an xz file", "unpack it"),
    ];
    let found = kinds.iter().find(|(first, ..)| magic.starts_with(first))?;
    let is_right = found.0 == b"PK\x03\x04" && ZIPPED.contains(&ending.as_str());
    (!is_right).then_some((found.1, found.2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    #[test]
    fn packed_files_are_unpacked() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"The city fell.").unwrap();
        let gzip = gzip.finish().unwrap();
        let (_folder, path) = written("a.txt.gz", &gzip);
        let mut text = String::new();
        let mut opened = open(&path).unwrap();
        opened.file.read_to_string(&mut text).unwrap();
        assert_eq!(text, "The city fell.");
        assert_eq!(opened.sha256, Some(hex(&Sha256::digest(&gzip))), "the hash of what is there");
        let (_folder, path) = written("a.txt.gz", gzip.get(..12).unwrap());
        assert!(open(&path).is_err(), "cut off");
    }

    #[test]
    fn files_of_other_kinds_are_named() {
        for (name, bytes, expected) in [
            ("a.csv", b"\x1f\x8b\x08\x00".as_slice(), "a gzip file"),
            ("a.csv", b"PAR1....", "a Parquet file"),
            ("a.csv", b"PK\x03\x04....", "a zip file"),
            ("a.txt", b"%PDF-1.7", "a PDF file"),
        ] {
            let (_folder, path) = written(name, bytes);
            let error = open(&path).err().unwrap().to_string();
            assert!(error.contains(expected), "{error}");
        }
        let (_folder, path) = written("a.docx", b"PK\x03\x04....");
        assert!(open(&path).is_ok());
    }
}
