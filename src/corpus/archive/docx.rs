//! The paragraphs of a Word file (DOCX) as lines.

use super::error::ArchiveError;
use super::raw_file::RawFile;
use crate::corpus::decode;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A Word file may unpack to this many megabytes. More is an attack or a mistake.
const MOST_MEGABYTES: u64 = 512;

const KIND: &str = "Word file";

/// What zip archives begin with.
const ZIP_MARK: &[u8] = b"PK\x03\x04";

/// The names of the files in a zip archive, or nothing where the bytes are none.
pub(crate) fn names_in_zip(bytes: &[u8]) -> Option<Vec<String>> {
    if !bytes.starts_with(ZIP_MARK) {
        return None;
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    Some(archive.file_names().filter_map(Result::ok).map(Cow::into_owned).collect())
}

/// The name of the main document among the files of a Word file.
pub(crate) fn main_document(names: &[String]) -> Option<&str> {
    let is_main = |name: &&String| {
        // Word on the web calls it `document2.xml`.
        name.strip_prefix("word/document").and_then(|rest| rest.strip_suffix(".xml")).is_some_and(
            |number| number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit()),
        )
    };
    names.iter().find(is_main).map(String::as_str)
}

/// The text of a Word file: its paragraphs, a blank line between them.
pub(crate) fn text_of(file: &RawFile<'_>) -> Result<String, ArchiveError> {
    let damaged =
        |why: String| ArchiveError::Damaged { file: file.name.to_owned(), kind: KIND, why };
    let names = names_in_zip(file.bytes).unwrap_or_default();
    let name =
        main_document(&names).ok_or_else(|| damaged("it has no main document".to_owned()))?;
    let mut archive =
        ZipArchive::new(Cursor::new(file.bytes)).map_err(|error| damaged(error.to_string()))?;
    let document = archive.by_name(name).map_err(|error| damaged(error.to_string()))?;
    let limit = MOST_MEGABYTES.saturating_mul(1024 * 1024);
    let mut bytes = Vec::new();
    // What the archive says of the size may be a lie, so the reading itself is limited.
    let read = document.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| damaged(error.to_string()))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(ArchiveError::TooLarge { file: file.name.to_owned(), limit: MOST_MEGABYTES });
    }
    text_of_xml(&decode(&bytes).text).map_err(damaged)
}

/// The text of `document.xml`.
fn text_of_xml(xml: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(xml);
    let mut text = String::new();
    let mut in_text = false;
    // The depth inside of an alternative for old programs, which repeats a text box.
    let mut in_fallback = 0_usize;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "Fallback" => in_fallback = in_fallback.saturating_add(1),
                "t" => in_text = true,
                "p" => end_paragraph(&mut text),
                name => text.push_str(mark_of(name)),
            },
            Event::Empty(tag) => text.push_str(mark_of(tag.local_name().as_ref())),
            Event::End(tag) => match tag.local_name().as_ref() {
                "Fallback" => in_fallback = in_fallback.saturating_sub(1),
                "t" => in_text = false,
                "p" => end_paragraph(&mut text),
                _ => {}
            },
            Event::Text(part) if in_text && in_fallback == 0 => {
                text.push_str(&part.xml10_content());
            }
            Event::CData(part) if in_text && in_fallback == 0 => {
                text.push_str(&part.xml10_content());
            }
            Event::GeneralRef(entity) if in_text && in_fallback == 0 => {
                text.push_str(&entity_text(&entity));
            }
            Event::Eof => return Ok(text),
            _ => {}
        }
    }
}

/// The characters that an entity of XML means.
pub(crate) fn entity_text(entity: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character.to_string();
    }
    let name = entity.xml10_content();
    quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned).unwrap_or_default()
}

fn end_paragraph(text: &mut String) {
    if !text.is_empty() && !text.ends_with("\n\n") {
        text.push_str("\n\n");
    }
}

fn mark_of(name: &str) -> &'static str {
    match name {
        "br" | "cr" => "\n",
        "tab" => "\t",
        "noBreakHyphen" => "-",
        _ => "",
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    /// A Word file with these paragraphs, `\n` inside of one being a line break.
    pub(crate) fn word_file(paragraphs: &[&str]) -> Vec<u8> {
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let body: String = paragraphs
            .iter()
            .map(|text| {
                let runs: Vec<String> = text
                    .split('\n')
                    .map(|line| format!("<w:r><w:t>{}</w:t></w:r>", escape(line)))
                    .collect();
                format!("<w:p>{}</w:p>", runs.join("<w:r><w:br/></w:r>"))
            })
            .collect();
        zip_with("word/document.xml", &format!("<w:document><w:body>{body}</w:body></w:document>"))
    }

    pub(crate) fn zip_with(name: &str, content: &str) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn read(bytes: &[u8]) -> Result<String, ArchiveError> {
        text_of(&RawFile { name: "a.docx", bytes, text: None })
    }

    #[test]
    fn paragraphs_become_lines() {
        let text = read(&word_file(&["Varsk & Pelgrath", "", "one\ntwo"])).unwrap();
        assert_eq!(text, "Varsk & Pelgrath\n\none\ntwo\n\n");
        let xml = "<w:document><w:p><w:r><w:t>kept &#8211; </w:t><w:delText>gone</w:delText>\
            <w:instrText>HYPERLINK</w:instrText></w:r><mc:AlternateContent><mc:Choice><w:p><w:t>box\
            </w:t></w:p></mc:Choice><mc:Fallback><w:p><w:t>box</w:t></w:p></mc:Fallback>\
            </mc:AlternateContent></w:p></w:document>";
        let text = read(&zip_with("word/document2.xml", xml)).unwrap();
        assert_eq!(text, "kept – \n\nbox\n\n");
    }

    #[test]
    fn damaged_files_are_refused_with_a_remedy() {
        for bytes in [zip_with("other.xml", ""), b"PK\x03\x04cut".to_vec()] {
            let error = read(&bytes).unwrap_err().to_string();
            assert!(error.contains("a.docx") && error.contains("again"), "{error}");
        }
        let error = read(&zip_with("word/document.xml", "<a></b>")).unwrap_err().to_string();
        assert!(error.contains("damaged"), "{error}");
    }
}
