//! What a file is: one text, a table or JSON Lines.

use super::column::{ColumnNames, Columns};
use super::opening::Packing;
use super::scan::{Layout, sniff_delimiter};
use std::path::Path;

/// What a file has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One document.
    Text,
    /// A table separated by commas, semicolons, tabs or bars.
    Csv,
    /// A table separated by tabs.
    Tsv,
    /// A web page, a Word file, rich text or XML, of an archive or of one article.
    Page,
    /// JSON: one object a line, a list, or an answer with the articles inside.
    JsonLines,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Text, Self::Csv, Self::Tsv, Self::JsonLines, Self::Page];

    /// The name by which it is chosen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::JsonLines => "jsonl",
            Self::Page => "page",
        }
    }

    /// What the ending of a path says, if it is one that is read.
    pub(crate) fn from_path(path: &Path) -> Option<Self> {
        let inner = match Packing::from_path(path) {
            Some(_) => path.with_extension(""),
            None => path.to_owned(),
        };
        match inner.extension()?.to_string_lossy().to_lowercase().as_str() {
            "txt" | "text" | "md" => Some(Self::Text),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "jsonl" | "ndjson" | "json" => Some(Self::JsonLines),
            "html" | "htm" | "xhtml" | "xml" | "docx" | "rtf" => Some(Self::Page),
            _ => None,
        }
    }

    /// What standard input looks like: JSON Lines by its brace, a table by a header with a column
    /// for the text, else text.
    pub(crate) fn from_head(head: &str, names: &ColumnNames) -> Self {
        let head = head.trim_start();
        if head.starts_with('{') && !head.starts_with("{\\rtf") || is_json_list(head) {
            return Self::JsonLines;
        }
        let delimiter = char::from(sniff_delimiter(head.as_bytes()));
        let header: Vec<String> = head
            .lines()
            .next()
            .unwrap_or("")
            .split(delimiter)
            .map(|cell| cell.trim().trim_matches('"').to_owned())
            .collect();
        let is_table =
            Columns::find(&header, names, "-").is_ok_and(|columns| columns.text.is_some());
        if is_table { Self::Csv } else { Self::Text }
    }

    /// Whether a file of this format is read whole.
    pub(crate) fn is_whole(self) -> bool {
        matches!(self, Self::Text | Self::Page)
    }

    /// How a file of this format is scanned; a text is not.
    pub(crate) fn layout(self) -> Layout {
        match self {
            Self::Text | Self::Page | Self::JsonLines => Layout::Lines,
            Self::Csv => Layout::Table { delimiter: None },
            Self::Tsv => Layout::Table { delimiter: Some(b'\t') },
        }
    }
}

/// Whether a text begins as a JSON list of objects.
fn is_json_list(head: &str) -> bool {
    head.trim_start().strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'))
}
