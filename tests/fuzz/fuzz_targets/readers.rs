//! Any bytes under any ending: a corpus of one file is read to its end, or refused. The first byte
//! chooses the reader, the second how it reads; `FRAMESCOPE_READER` keeps to one reader.

#![no_main]

use flate2::Compression;
use flate2::write::GzEncoder;
use framescope::corpus::{
    Cleaning, Corpus, CorpusItem, CorpusOptions, DateForm, Markup, Splitter,
};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;

/// How input becomes the bytes of a file.
#[derive(Clone, Copy)]
enum Form {
    /// As it is.
    Plain,
    /// Bytes from 128 become lines and tags of exports, so that whole exports are made.
    Parts,
    /// The same, as the text of a Word file.
    Word,
    /// Packed as gzip.
    Gzip,
}

/// The readers: a name, the ending of the file, and the form of its bytes.
const READERS: [(&str, &str, Form); 15] = [
    ("text", "txt", Form::Plain),
    ("front-matter", "md", Form::Plain),
    ("csv", "csv", Form::Plain),
    ("tsv", "tsv", Form::Plain),
    ("json", "json", Form::Plain),
    ("json-lines", "jsonl", Form::Plain),
    ("page", "html", Form::Plain),
    ("xml", "xml", Form::Plain),
    ("rtf", "rtf", Form::Plain),
    ("docx", "docx", Form::Plain),
    ("gzip", "csv.gz", Form::Gzip),
    ("zstandard", "txt.zst", Form::Plain),
    ("text-export", "txt", Form::Parts),
    ("page-export", "html", Form::Parts),
    ("word-export", "docx", Form::Word),
];

/// What exports are made of.
const PARTS: [&str; 96] = [
    "\n1 of 2 DOCUMENTS\n", "\nDocument 1 of 2\n", "\nBYLINE: A\n", "\nLENGTH: 1 words\n",
    "\nHEADLINE: ", "\nBODY:\n", "\nLOAD-DATE: March 2, 2031\n", "\nGRAPHIC: A\n",
    "\nHIGHLIGHT: ", "\n                    Varsk\n", "\n\n", "\nMarch 2, 2031\n",
    "\nCopyright 2031 Varsk\n", "\nTEXT\n", "\nBody\n", "\nClassification\n",
    "\nEnd of Document\n", "\nLength: 1 words\n", "\nFull text: A ", "\nSection: A\n",
    "\nPublication info: Varsk, 02 Mar 2031.\n", "\nSubject: A\n", "\nCAPTION: A\n",
    "\n____________________\n", "\nHD\n", "\nPD\n", "\nSN\n", "\nLP A\n", "\nTD\tA\n",
    "\nAN  Document A\n", "\n12 words\n", "\nDocument VARSK00020310302e7320001\n",
    "<html>", "<body>", "<div class=\"article enArticle\">", "Factiva", "</div>", "<div>",
    "<span class=\"DocPublicationName\">", "<span class=\"DocHeader\">", "<span>", "</span>",
    "<p>", "</p>", "<br>", "<table>", "</table>", "<tr><td>HD</td><td>", "</td></tr>",
    "<DOCFULL>", "</DOCFULL>", "<ppsArticleResponse>", "</ppsArticleResponse>", "<article>",
    "</article>", "<headline>", "</headline>", "<paragraph>", "</paragraph>", "<tailParagraphs>",
    "ProQuest", "Volltext: ", "Texto completo: ", "\nLoad-Date: March 3, 2031\n",
    "\nByline: A. Person\n", "\nDokument 1 von 2\n", "\nLÄNGE: 12 Wörter\n", "\nSchlagzeile: ",
    "\nDateline: VARSK\n", "2 March 2031", "1er juin 2031", "13/4/31", "Kethmar fell.", " ",
    "<script>", "</script>", "<!--", "-->", "&amp;", "&#8217;", "<title>", "</title>",
    "<meta property=\"og:title\" content=\"", "\">", "<time datetime=\"", "<h1>", "</h1>",
    "{\\rtf1 ", "\\par ", "\\u8217?", "{", "}", "<doc>", "</doc>", "\u{a0}", "\r\n",
];

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let base = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let folder = base.join(format!("fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
});

/// The one reader to try, if one is named.
static ONLY: LazyLock<Option<usize>> = LazyLock::new(|| {
    let name = std::env::var("FRAMESCOPE_READER").ok()?;
    let at = READERS.iter().position(|(known, ..)| *known == name);
    Some(at.unwrap_or_else(|| panic!("no reader is called {name}")))
});

fn with_parts(bytes: &[u8]) -> Vec<u8> {
    let mut made = Vec::new();
    for byte in bytes {
        match byte.checked_sub(128) {
            Some(part) => made.extend(PARTS[part as usize % PARTS.len()].bytes()),
            None => made.push(*byte),
        }
    }
    made
}

fn word_file(text: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(text).replace('&', "&amp;").replace('<', "&lt;");
    let paragraphs: String =
        text.lines().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect();
    zipped(format!("<w:document><w:body>{paragraphs}</w:body></w:document>").as_bytes())
}

fn zipped(document: &[u8]) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", options).unwrap();
    writer.write_all(document).unwrap();
    writer.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::none());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn options(how: u8) -> CorpusOptions {
    let cleaning = Cleaning {
        markup: if how & 1 == 0 { Markup::Drop } else { Markup::Keep },
        repair: how & 2 != 0,
    };
    let encodings = [encoding_rs::WINDOWS_1252, encoding_rs::SHIFT_JIS, encoding_rs::UTF_16LE];
    CorpusOptions {
        cleaning,
        encoding: (how & 4 != 0).then(|| encodings[(how >> 6) as usize % encodings.len()]),
        date_form: (how & 8 != 0).then(|| "%d/%m/%y".parse::<DateForm>().unwrap()),
        split: (how & 48 == 48).then(|| Splitter::new("^D(?P<date>.+)$").unwrap()),
        ..CorpusOptions::default()
    }
}

fuzz_target!(|data: &[u8]| {
    let &[first, how, ref bytes @ ..] = data else { return };
    let (name, ending, form) = READERS[ONLY.unwrap_or(first as usize % READERS.len())];
    let bytes = match form {
        Form::Plain if name == "docx" && how & 128 != 0 => zipped(bytes),
        Form::Plain => bytes.to_vec(),
        Form::Parts => with_parts(bytes),
        Form::Word => word_file(&with_parts(bytes)),
        Form::Gzip => gzipped(bytes),
    };
    let path = FOLDER.join(format!("a.{ending}"));
    std::fs::write(&path, bytes).unwrap();
    let Ok(corpus) = Corpus::open(&[path], options(how)) else { return };
    for item in corpus.flatten() {
        if let CorpusItem::Document(document) = item {
            assert!(!document.text.trim().is_empty() && !document.outlet.is_empty());
        }
    }
});
