//! The layouts that archives give to lines of text, whichever kind of file the lines are from.

use super::article::{Export, ExportBuilder};
use super::error::ArchiveError;
use super::line_layout::LineLayout;
use super::raw_file::RawFile;
use super::{factiva_codes, factiva_lines, lexisnexis, nexis_uni, proquest};

/// All layouts. The first that fits is taken.
const LAYOUTS: [&LineLayout; 5] = [
    &proquest::LAYOUT,
    &lexisnexis::LAYOUT,
    &factiva_codes::LAYOUT,
    &factiva_lines::LAYOUT,
    &nexis_uni::LAYOUT,
];

/// The layout of a text, judged by as much of the text as is given.
pub(crate) fn layout_of(text: &str) -> Option<&'static LineLayout> {
    let lines: Vec<&str> = text.lines().collect();
    LAYOUTS.into_iter().find(|layout| (layout.fits)(&lines))
}

/// The articles of a text with this layout.
pub(crate) fn read(
    layout: &LineLayout,
    text: &str,
    file: &RawFile<'_>,
) -> Result<Export, ArchiveError> {
    let lines: Vec<&str> = text.lines().collect();
    let mut builder = ExportBuilder::new(layout.name);
    (layout.read)(&lines, &mut builder);
    builder.finish(file)
}
