//! One pass over a table or a file of lines before it is read: whether it is UTF-8, whether its
//! quotation marks close, and its hash.
//!
//! A broken quotation mark can swallow the rest of a CSV file without an error from the parser, and
//! one stray byte can make a whole file look like another encoding. Both are found here, at the
//! speed of the disk, before any row is used.

use super::copying::{CHUNK, head_of, hex};
use super::encoding::{CellEncoding, Evidence, FileForm, Utf8Share, Utf32Decoder, file_form};
use super::error::{CorpusError, Fault};
use super::opening::{Opened, open};
use encoding_rs::{CoderResult, Decoder, Encoding};
use memchr::{memchr, memchr2, memchr3};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// What a file is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Lines, in which quotation marks mean nothing.
    Lines,
    /// Rows of cells separated by this byte; found from the first line where it is not given.
    Table { delimiter: Option<u8> },
}

/// A file ready to be read row by row.
pub(crate) struct Scanned {
    /// The file, at its start; a copy in UTF-8 where it was UTF-16 or UTF-32, or where its encoding
    /// was stated.
    pub file: File,
    /// How its cells or lines become text.
    pub encoding: CellEncoding,
    /// SHA-256 of the bytes as they came.
    pub sha256: String,
    /// What separates the cells of a table.
    pub delimiter: u8,
    /// Whether a backslash makes the quotation mark after it part of a cell, as databases write it.
    pub has_escapes: bool,
}

/// Opens and scans a file. `name` is for messages; `stated` is the encoding that the analyst
/// stated.
pub(crate) fn scan(
    path: &Path,
    name: &str,
    layout: Layout,
    stated: Option<&'static Encoding>,
) -> Result<Scanned, CorpusError> {
    let Opened { file, sha256 } = open(path)?;
    let scanned = scan_file(file, name, layout, stated).map_err(|fault| fault.at(path))?;
    Ok(match sha256 {
        Some(sha256) => Scanned { sha256, ..scanned },
        None => scanned,
    })
}

/// [`scan`] for a file that is open already, from its start.
pub(crate) fn scan_file(
    mut file: File,
    name: &str,
    layout: Layout,
    stated: Option<&'static Encoding>,
) -> Result<Scanned, Fault> {
    let head = head_of(&mut file).map_err(Fault::Read)?;
    let form = match file_form(&head) {
        Some(form) if stated.is_none() || Encoding::for_bom(&head).is_some() => Some(form),
        Some(form @ FileForm::Utf32(_)) => Some(form),
        _ => stated.map(FileForm::Encoding),
    };
    let Some(form) = form.filter(|form| *form != FileForm::Encoding(encoding_rs::UTF_8)) else {
        let examined = examine(&mut file, layout).map_err(Fault::Read)?;
        let Examined { fallback, sha256, delimiter, has_escapes } =
            examined.map_err(|broken| broken.into_error(name))?;
        let encoding = CellEncoding { original: None, fallback };
        return Ok(Scanned { file, encoding, sha256, delimiter, has_escapes });
    };
    let (mut copy, sha256) = transcode(file, form)?;
    let Examined { fallback, delimiter, has_escapes, .. } =
        match examine(&mut copy, layout).map_err(Fault::Temporary)? {
            Ok(examined) => examined,
            Err(broken) => {
                let byte = match form {
                    FileForm::Encoding(encoding) if !encoding.is_single_byte() => {
                        utf_16_offset(&mut copy, broken.byte).map_err(Fault::Temporary)?
                    }
                    _ => broken.byte,
                };
                return Err(Broken { byte, ..broken }.into_error(name).into());
            }
        };
    let original = match form {
        FileForm::Encoding(encoding) => encoding.name(),
        FileForm::Utf32(order) => order.name(),
    };
    let encoding = CellEncoding { original: Some(original), fallback };
    Ok(Scanned { file: copy, encoding, sha256, delimiter, has_escapes })
}

/// What one pass over a file in UTF-8, or nearly so, shows.
struct Examined {
    fallback: Option<&'static Encoding>,
    sha256: String,
    delimiter: u8,
    has_escapes: bool,
}

/// Passes over a file and leaves it where its first row or line begins.
fn examine(file: &mut File, layout: Layout) -> io::Result<Result<Examined, Broken>> {
    let head = head_of(file)?;
    // A first line `sep=;` is how Excel is told the delimiter.
    let named = head.strip_prefix(b"sep=").and_then(|rest| {
        rest.first().copied().filter(|_| matches!(rest.get(1), Some(b'\r' | b'\n')))
    });
    let (delimiter, skip) = match (layout, named) {
        (Layout::Table { .. }, Some(named)) => {
            (named, memchr(b'\n', &head).map_or(0, |at| at as u64 + 1))
        }
        (Layout::Table { delimiter: Some(delimiter) }, None) => (delimiter, 0),
        (Layout::Table { delimiter: None }, None) | (Layout::Lines, _) => {
            (sniff_delimiter(&head), 0)
        }
    };
    let scanner =
        |has_escapes| (layout != Layout::Lines).then(|| QuoteScanner::new(delimiter, has_escapes));
    let (passed, has_escapes) = match pass(file, scanner(false).as_mut())? {
        Ok(passed) => (passed, false),
        Err(broken) => {
            // `\"` inside cells breaks a table by the usual rules, but not by those of databases.
            file.rewind()?;
            match pass(file, scanner(true).as_mut())? {
                Ok(passed) => (passed, true),
                Err(_) => return Ok(Err(broken)),
            }
        }
    };
    let (sha256, is_utf8) = passed;
    file.rewind()?;
    let fallback = if is_utf8 { None } else { Some(guess(file)?) };
    file.seek(SeekFrom::Start(skip))?;
    Ok(Ok(Examined { fallback, sha256, delimiter, has_escapes }))
}

/// The delimiter of a table by its first line: the most frequent of comma, semicolon, tab and bar
/// outside quotes.
pub(crate) fn sniff_delimiter(head: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for &byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => {
                for (delimiter, count) in &mut counts {
                    *count += usize::from(byte == *delimiter);
                }
            }
            _ => {}
        }
    }
    // Of equals the first, so a single column counts as comma-separated.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}

/// The offset in the UTF-16 file, byte order mark counted, of what is at `byte` of the UTF-8 copy.
fn utf_16_offset(copy: &mut File, byte: u64) -> io::Result<u64> {
    copy.rewind()?;
    let mut units: u64 = 1;
    let mut reader = BufReader::with_capacity(CHUNK, copy.take(byte));
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            return Ok(units * 2);
        }
        // A character begins with a byte that is no continuation; one of four bytes is two units.
        units += chunk
            .iter()
            .map(|byte| u64::from(byte & 0xC0 != 0x80) + u64::from(*byte >= 0xF0))
            .sum::<u64>();
        let read = chunk.len();
        reader.consume(read);
    }
}

/// Reads the whole file once: its hash, whether it is UTF-8, whether its quotation marks close.
fn pass(
    file: &mut File,
    mut quotes: Option<&mut QuoteScanner>,
) -> io::Result<Result<(String, bool), Broken>> {
    let mut hash = Sha256::new();
    let mut is_utf8 = true;
    let mut buffer = vec![0; CHUNK];
    // The bytes of a character cut by the end of a chunk go to the head of the next.
    let mut carried = 0;
    loop {
        // A character cut by the end of a chunk has at most three bytes here.
        let read = file.read(buffer.get_mut(carried..).unwrap_or_default())?;
        let (fresh, all) = match (buffer.get(carried..carried + read), buffer.get(..carried + read))
        {
            (Some(fresh), Some(all)) => (fresh, all),
            _ => break,
        };
        hash.update(fresh);
        if let Some(Err(broken)) = quotes.as_deref_mut().map(|scanner| scanner.feed(fresh)) {
            return Ok(Err(broken));
        }
        let mut rest = 0..0;
        if is_utf8 && let Err(error) = std::str::from_utf8(all) {
            if error.error_len().is_some() || read == 0 {
                is_utf8 = false;
            } else {
                rest = error.valid_up_to()..all.len();
            }
        }
        if read == 0 {
            break;
        }
        carried = rest.len();
        buffer.copy_within(rest, 0);
    }
    if let Some(Err(broken)) = quotes.map(|scanner| scanner.finish()) {
        return Ok(Err(broken));
    }
    Ok(Ok((hex(&hash.finalize()), is_utf8)))
}

/// Guesses the encoding of the lines that are not UTF-8, all together. UTF-8 it is where the file
/// is damaged UTF-8.
fn guess(file: &mut File) -> io::Result<&'static Encoding> {
    let mut evidence = Evidence::new();
    let mut share = Utf8Share::default();
    let mut line = Vec::new();
    let mut reader = BufReader::with_capacity(CHUNK, &mut *file);
    while reader.read_until(b'\n', &mut line)? > 0 {
        let own = Utf8Share::of(&line);
        if std::str::from_utf8(&line).is_err() && !own.is_mostly_utf_8() {
            evidence.feed(&line);
        }
        share.add(own);
        line.clear();
    }
    file.rewind()?;
    // Lines of another encoding among those of UTF-8 have more faults than a damaged file.
    Ok(if share.is_clearly_utf_8() { encoding_rs::UTF_8 } else { evidence.guess() })
}

/// The number of a row that was read from a table; the header is row 1. A row that was read has a
/// position.
pub(crate) fn row_number(position: Option<&csv::Position>) -> u64 {
    position.map_or(0, |position| position.record() + 1)
}

/// Copies a file in another form as UTF-8 into a temporary file; the hash is that of the original.
fn transcode(mut file: File, form: FileForm) -> Result<(File, String), Fault> {
    let mut copy = tempfile::tempfile().map_err(Fault::Temporary)?;
    let mut hash = Sha256::new();
    let mut decoder = FormDecoder::new(form);
    let mut bytes = vec![0; CHUNK];
    let mut text = String::with_capacity(CHUNK);
    loop {
        let read = file.read(&mut bytes).map_err(Fault::Read)?;
        let chunk = bytes.get(..read).unwrap_or_default();
        hash.update(chunk);
        decoder.push(chunk, &mut text);
        copy.write_all(text.as_bytes()).map_err(Fault::Temporary)?;
        text.clear();
        if read == 0 {
            break;
        }
    }
    copy.rewind().map_err(Fault::Temporary)?;
    Ok((copy, hex(&hash.finalize())))
}

/// A decoder for either kind of form.
enum FormDecoder {
    Encoding(Box<Decoder>),
    Utf32(Option<Utf32Decoder>),
}

impl FormDecoder {
    fn new(form: FileForm) -> Self {
        match form {
            FileForm::Encoding(encoding) => {
                Self::Encoding(Box::new(encoding.new_decoder_with_bom_removal()))
            }
            FileForm::Utf32(order) => Self::Utf32(Some(Utf32Decoder::new(order))),
        }
    }

    /// Adds the text of the next bytes; no bytes end the input.
    fn push(&mut self, mut bytes: &[u8], text: &mut String) {
        let is_last = bytes.is_empty();
        match self {
            Self::Encoding(decoder) => loop {
                text.reserve(bytes.len().max(16));
                let (result, used, _) = decoder.decode_to_string(bytes, text, is_last);
                bytes = bytes.get(used..).unwrap_or_default();
                if result == CoderResult::InputEmpty {
                    break;
                }
            },
            Self::Utf32(decoder) if is_last => {
                decoder.take().into_iter().for_each(|decoder| decoder.finish(text));
            }
            Self::Utf32(decoder) => {
                decoder.iter_mut().for_each(|decoder| decoder.push(bytes, text));
            }
        }
    }
}

/// Follows the quotation marks of a CSV file and stops at the first that breaks it.
struct QuoteScanner {
    delimiter: u8,
    /// Whether `\"` is a quotation mark inside a cell.
    has_escapes: bool,
    state: State,
    byte: u64,
    row: u64,
    row_is_empty: bool,
    opened: (u64, u64),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// A quotation mark inside a quoted cell: its end, or the first half of a doubled one.
    Quote,
    /// After a backslash in a quoted cell.
    Escaped,
}

struct Broken {
    row: u64,
    byte: u64,
    fault: &'static str,
}

impl Broken {
    fn into_error(self, file: &str) -> CorpusError {
        CorpusError::BrokenQuote {
            file: file.to_owned(),
            row: self.row,
            byte: self.byte,
            fault: self.fault,
        }
    }
}

impl QuoteScanner {
    fn new(delimiter: u8, has_escapes: bool) -> Self {
        Self {
            delimiter,
            has_escapes,
            state: State::CellStart,
            byte: 0,
            row: 1,
            row_is_empty: true,
            opened: (0, 0),
        }
    }

    fn feed(&mut self, chunk: &[u8]) -> Result<(), Broken> {
        let mut at = 0;
        // A byte order mark belongs to no cell.
        if self.byte == 0 && chunk.starts_with(b"\xef\xbb\xbf") {
            at = 3;
        }
        while let Some(&byte) = chunk.get(at) {
            let rest = chunk.get(at..).unwrap_or_default();
            match self.state {
                State::CellStart if byte == b'"' => {
                    self.opened = (self.row, self.byte + at as u64);
                    self.row_is_empty = false;
                    self.state = State::Quoted;
                    at += 1;
                }
                State::CellStart => {
                    self.state = State::Plain;
                }
                State::Plain => match memchr3(self.delimiter, b'\n', b'\r', rest) {
                    Some(offset) => {
                        self.row_is_empty &= offset == 0;
                        at += offset;
                        self.end_cell(chunk.get(at).copied());
                        at += 1;
                    }
                    None => {
                        self.row_is_empty &= rest.is_empty();
                        at = chunk.len();
                    }
                },
                State::Quoted if self.has_escapes => match memchr2(b'"', b'\\', rest) {
                    Some(offset) => {
                        let is_quote = rest.get(offset) == Some(&b'"');
                        self.state = if is_quote { State::Quote } else { State::Escaped };
                        at += offset + 1;
                    }
                    None => at = chunk.len(),
                },
                State::Quoted => match memchr(b'"', rest) {
                    Some(offset) => {
                        self.state = State::Quote;
                        at += offset + 1;
                    }
                    None => at = chunk.len(),
                },
                State::Escaped => {
                    self.state = State::Quoted;
                    at += 1;
                }
                State::Quote => match byte {
                    b'"' => {
                        self.state = State::Quoted;
                        at += 1;
                    }
                    b'\n' | b'\r' => {
                        self.end_cell(Some(byte));
                        at += 1;
                    }
                    byte if byte == self.delimiter => {
                        self.end_cell(Some(byte));
                        at += 1;
                    }
                    _ => {
                        let fault = "followed by more text after its closing quotation mark";
                        return Err(self.broken(fault));
                    }
                },
            }
        }
        self.byte += chunk.len() as u64;
        Ok(())
    }

    fn end_cell(&mut self, by: Option<u8>) {
        self.state = State::CellStart;
        match by {
            Some(b'\n' | b'\r') => {
                self.row += u64::from(!self.row_is_empty);
                self.row_is_empty = true;
            }
            _ => self.row_is_empty = false,
        }
    }

    fn finish(&self) -> Result<(), Broken> {
        if self.state == State::Quoted { Err(self.broken("never closed")) } else { Ok(()) }
    }

    fn broken(&self, fault: &'static str) -> Broken {
        let (row, byte) = self.opened;
        Broken { row, byte, fault }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &[u8], chunk: usize) -> Result<(), (u64, u64)> {
        let mut scanner = QuoteScanner::new(b',', false);
        for piece in text.chunks(chunk) {
            scanner.feed(piece).map_err(|b| (b.row, b.byte))?;
        }
        scanner.finish().map_err(|b| (b.row, b.byte))
    }

    #[test]
    fn broken_quotes_are_found_with_row_and_byte() {
        for chunk in [1, 2, 3, 1000] {
            assert_eq!(check(b"a,b\n1,\"x, \"\"y\"\"\nz\"\n2,\"\"\n", chunk), Ok(()));
            assert_eq!(
                check(b"a,b\n\n1,5'10\" tall\n", chunk),
                Ok(()),
                "a mark inside a plain cell is text"
            );
            assert_eq!(check(b"a,b\r\n1,x\r\n2,\"never", chunk), Err((3, 12)));
            assert_eq!(check(b"a,b\n1,\"x\"y\n", chunk), Err((2, 6)));
            assert_eq!(check(b"\xef\xbb\xbf\"a\",b\n", 1000), Ok(()));
        }
    }

    proptest! {
        #[test]
        fn what_the_csv_crate_writes_passes(
            cells in proptest::collection::vec("[a\",\n\r ]{0,5}", 1..6),
            chunk in 1_usize..7,
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            prop_assert_eq!(check(&writer.into_inner().unwrap(), chunk), Ok(()));
        }
    }
}
