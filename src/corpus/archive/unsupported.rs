//! Files of archives that no reader exists for. They are refused, with what to do instead.

use super::article::Export;
use super::docx;
use super::error::ArchiveError;
use super::raw_file::RawFile;
use super::reader::ArchiveReader;

/// A file that is refused.
pub(crate) struct UnsupportedFile;

const SAVE_AS_TEXT: &str =
    "save the text of each article as plain text, or export it from the archive as a Word file";
const EXPORT_FULL_TEXT: &str = "a list of citations has no articles; export the full texts from \
    the \
    archive as plain text, HTML or a Word file";
const OTHER_ARCHIVE: &str = "exports of this archive are not known; save each article as plain \
    text, \
    or put text, outlet and date into the columns of a CSV file";

impl ArchiveReader for UnsupportedFile {
    fn name(&self) -> &'static str {
        "a file that is not supported"
    }

    fn recognises(&self, file: &RawFile<'_>) -> bool {
        kind_of(file).is_some()
    }

    fn read(&self, file: &RawFile<'_>) -> Result<Export, ArchiveError> {
        let (kind, remedy) = kind_of(file).unwrap_or((self.name(), SAVE_AS_TEXT));
        Err(ArchiveError::Unsupported { file: file.name.to_owned(), kind, remedy })
    }
}

/// What the file is and what to do instead, if it is refused.
fn kind_of(file: &RawFile<'_>) -> Option<(&'static str, &'static str)> {
    binary_kind(file.bytes).or_else(|| file.head().and_then(text_kind))
}

fn binary_kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    if head.trim_ascii_start().starts_with(b"%PDF-") {
        return Some(("a PDF", SAVE_AS_TEXT));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some((
            "a file of an old Office program (DOC, XLS, MSG)",
            "open it there and save it as DOCX, or a table as CSV",
        ));
    }
    let names = docx::names_in_zip(bytes)?;
    if docx::main_document(&names).is_some() {
        return None;
    }
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    Some(if has("xl/") {
        ("an Excel file", "save its sheet as CSV")
    } else if has("ppt/") {
        ("a presentation", SAVE_AS_TEXT)
    } else if has("content.xml") {
        ("an OpenDocument file", "save it as DOCX, or a table as CSV")
    } else if has("META-INF/container.xml") {
        ("an e-book (EPUB)", SAVE_AS_TEXT)
    } else {
        ("a ZIP archive", "unpack it and name the files or the folder that it gives")
    })
}

fn text_kind(head: &str) -> Option<(&'static str, &'static str)> {
    citation_kind(head).or_else(|| other_archive(head)).or_else(|| factiva_list(head))
}

/// Lists of citations for programs that manage references.
fn citation_kind(head: &str) -> Option<(&'static str, &'static str)> {
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let first = head.lines().next()?.trim_end();
    let has_line = |start: &str| head.lines().take(200).any(|line| line.starts_with(start));
    let kind = if first.starts_with("TY  - ")
        && (has_line("ER  -") || has_line("T1  - ") || has_line("TI  - "))
    {
        "a list of citations (RIS)"
    } else if first.starts_with("%0 ") && (has_line("%T ") || has_line("%A ")) {
        "a list of citations (EndNote)"
    } else if first.starts_with("PMID- ") && has_line("TI  - ") {
        "a list of citations (PubMed)"
    } else if is_bibtex(first) && head.lines().take(60).any(|line| line.contains('=')) {
        "a list of citations (BibTeX)"
    } else if head.starts_with("<xml><records>") || head.contains("<ref-type name=") {
        "a list of citations (EndNote XML)"
    } else if first.starts_with("FN ") && has_line("VR ") {
        "a list of citations (Web of Science)"
    } else {
        return None;
    };
    Some((kind, EXPORT_FULL_TEXT))
}

/// `@article{key,`
fn is_bibtex(line: &str) -> bool {
    line.strip_prefix('@').and_then(|rest| rest.split_once('{')).is_some_and(|(kind, _)| {
        let kind = kind.trim();
        (3..=15).contains(&kind.len()) && kind.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

/// Marks of other archives. One name in a text is not a mark; several fields of its exports are.
const ARCHIVES: [(&str, &str, &[&str], usize); 8] = [
    (
        "an EBSCO export",
        OTHER_ARCHIVE,
        &[
            "Persistent link to this record",
            "Accession Number:",
            "EBSCOhost",
            "Database:",
            "EBSCO Publishing",
            "Record: 1",
        ],
        3,
    ),
    (
        "a Gale export",
        OTHER_ARCHIVE,
        &[
            "Gale Document Number:",
            "GALE|",
            "Gale OneFile",
            "Source Citation",
            "Gale Academic",
            "link.gale.com",
            "Gale In Context",
        ],
        2,
    ),
    (
        "a NewsBank export",
        OTHER_ARCHIVE,
        &[
            "NewsBank",
            "infoweb.newsbank.com",
            "Access World News",
            "Record Number:",
            "Citation (",
            "Article Bookmark",
        ],
        2,
    ),
    (
        "a PressReader export",
        OTHER_ARCHIVE,
        &["PressReader", "pressreader.com", "Article Name:", "Publication:", "Start Page:"],
        3,
    ),
    (
        "a WISO or GENIOS export",
        OTHER_ARCHIVE,
        &[
            "wiso-net.de",
            "GBI-Genios",
            "Dokumentnummer:",
            "Ständige Adresse des Dokuments",
            "Alle Rechte vorbehalten: (c)",
        ],
        2,
    ),
    (
        "a Retriever export",
        OTHER_ARCHIVE,
        &["retriever-info.com", "Publicerat på webb", "Se webartikeln på", "Retriever Sverige"],
        2,
    ),
    (
        "an Infomedia export",
        OTHER_ARCHIVE,
        &["infomedia.dk", "Artikel-id:", "Artiklens URL", "Infomedia"],
        3,
    ),
    (
        "a web page in one file (MHTML)",
        "save the page again as HTML only",
        &["MIME-Version:", "multipart/related", "text/html"],
        3,
    ),
];

fn other_archive(head: &str) -> Option<(&'static str, &'static str)> {
    let found = ARCHIVES.iter().find(|(_, _, marks, needed)| {
        marks.iter().filter(|mark| begins_line(head, mark)).count() >= *needed
    });
    found.map(|(kind, remedy, _, _)| (*kind, *remedy))
}

/// Whether a mark is in a line before ordinary text could be: at its beginning, or in a short line.
fn begins_line(head: &str, mark: &str) -> bool {
    memchr::memmem::find_iter(head.as_bytes(), mark.as_bytes()).take(50).any(|at| {
        let before = head.get(..at).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
        let line = head.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
        let prefix = before.get(line_start..).unwrap_or_default();
        let prefix = prefix.trim_start_matches(|c: char| !c.is_alphanumeric());
        prefix.is_empty() || prefix.ends_with('>') || line.split_whitespace().count() <= 8
    })
}

/// A page of results of Factiva: headlines and their sources, without texts.
fn factiva_list(head: &str) -> Option<(&'static str, &'static str)> {
    let has_title = head.contains("<title>Factiva</title>");
    let is_list = has_title && head.contains("class=\"headlines\"")
        || head.contains("Search Summary")
            && begins_line(head, "Results Found")
            && !super::layouts::layout_of(head)
                .is_some_and(|layout| layout.name.contains("Factiva"))
            && !head.contains("Article\"")
            && !has_title;
    is_list.then_some((
        "a Factiva search summary without articles",
        "export the articles themselves in the full format, as HTML, RTF or plain text",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::archive::docx::tests::zip_with;

    fn refusal(bytes: &[u8]) -> Option<String> {
        let text = std::str::from_utf8(bytes).ok();
        let file = RawFile { name: "a.txt", bytes, text };
        let is_known = UnsupportedFile.recognises(&file);
        is_known.then(|| UnsupportedFile.read(&file).unwrap_err().to_string())
    }

    #[test]
    fn files_without_a_reader_are_refused_with_a_remedy() {
        let sheet = zip_with("xl/workbook.xml", "");
        let zip = zip_with("articles/1.docx", "");
        for (bytes, name) in [
            (&b"%PDF-1.7\n%\xff"[..], "PDF"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xx", "old Office"),
            (&sheet, "Excel"),
            (&zip, "ZIP"),
            (b"TY  - NEWS\r\nTI  - Ferry leaves\r\nER  - \r\n", "RIS"),
            (b"%0 Newspaper Article\n%T Ferry leaves\n", "EndNote"),
            (b"\n@article{varsk,\n  title = {Ferry}\n}\n", "BibTeX"),
            (
                b"Record: 1\nTitle: Ferry\nAccession Number: 12\nDatabase: News\nPersistent link \
                 to \
                this record: x",
                "EBSCO",
            ),
            (b"Ferry\nSource Citation\nx\nGale Document Number: GALE|A1", "Gale"),
            (b"Ferry\nRecord Number: 12\nNewsBank, inc.\nAccess World News", "NewsBank"),
            (b"Article Name:Ferry\nPublication:Varsk\nStart Page:1\n", "PressReader"),
            (b"Factiva\nSearch Summary\nText ferry\nResults Found 12\n", "Factiva"),
            (b"<html><title>Factiva</title><table class=\"headlines\">", "Factiva"),
        ] {
            let message = refusal(bytes).unwrap_or_default();
            assert!(message.starts_with("a.txt: ") && message.contains(name), "{name}: {message}");
        }
    }

    #[test]
    fn ordinary_texts_are_not_refused() {
        for text in [
            "The council of Varsk met.\n\nA Gale blew. NewsBank and EBSCOhost were searched, and \
             the \
             database: it was in PressReader too, said the Source Citation that they read.",
            "TY said no.",
            "@mention hello { world",
            "Search Summary of the council",
            "",
        ] {
            assert_eq!(refusal(text.as_bytes()), None, "{text}");
        }
    }
}
