//! What precedes the fields in the older layout of LexisNexis: outlet, date, headline.

use super::article::ArticleDraft;
use super::date_line::date_of_line;
use super::field_word::{
    FieldKind, FieldStart, field_in_capitals, is_copyright, is_length_alone, is_reservation,
};
use super::lines::{LineBlock, squeeze};

/// The date is among this many blocks, counted from the first.
const TOP_BLOCKS: usize = 8;

/// A line of an outlet's name that is this long goes on in the next one.
const FULL_LINE: usize = 40;

/// The field that a block begins.
pub(crate) fn field_of<'t>(block: &LineBlock<'t>) -> Option<FieldStart<'t>> {
    let first = block.first();
    field_in_capitals(first).or_else(|| {
        let is_length = block.lines.len() == 1 && is_length_alone(first);
        is_length.then_some(FieldStart { kind: FieldKind::Length, value: first })
    })
}

/// Reads outlet, date and a headline without a word before it. Returns the first block after them.
pub(crate) fn read_top(blocks: &[LineBlock<'_>], draft: &mut ArticleDraft) -> usize {
    // A field in the middle of the page, such as `SHOW:`, precedes the headline.
    let first_field = blocks
        .iter()
        .position(|block| field_of(block).is_some() && !block.is_centred())
        .unwrap_or(blocks.len());
    let is_dated = |block: &LineBlock<'_>| {
        block.lines.len() <= 4 && block.lines.iter().any(|line| date_of_line(line).is_some())
    };
    let date_at = blocks.iter().take(first_field.min(TOP_BLOCKS)).position(is_dated);
    let mut beside_copyright = None;
    let mut after = 0_usize;
    for block in blocks.iter().take(date_at.unwrap_or(first_field)) {
        after = after.saturating_add(1);
        if is_copyright(block.first()) {
            beside_copyright = beside_copyright.or_else(|| outlet_after_copyright(block));
            continue;
        }
        if is_address(block.first()) || is_reservation(block.first()) {
            continue;
        }
        if draft.fields.outlet.is_none() {
            draft.fields.outlet = outlet_of(&block.lines);
        } else if draft.fields.title.is_none() && !block.is_centred() {
            draft.fields.title = Some(block.joined());
            if date_at.is_none() {
                break;
            }
        }
    }
    if let Some(at) = date_at {
        after = at.saturating_add(1);
        if let Some(block) = blocks.get(at) {
            read_date(block, draft);
        }
    }
    if draft.fields.outlet.is_none() {
        draft.fields.outlet = beside_copyright;
    }
    for block in blocks.get(after..first_field).unwrap_or_default() {
        if draft.fields.title.is_some() || is_copyright(block.first()) {
            break;
        }
        after = after.saturating_add(1);
        if !block.is_centred() && !is_edition(block) && !is_address(block.first()) {
            draft.fields.title = Some(block.joined());
        }
    }
    after
}

/// The date of a block, and the outlet where both are in one block.
fn read_date(block: &LineBlock<'_>, draft: &mut ArticleDraft) {
    let Some(at) = block.lines.iter().position(|line| date_of_line(line).is_some()) else { return };
    draft.fields.date = block.lines.get(at).map(|line| squeeze(line));
    if draft.fields.outlet.is_none() {
        draft.fields.outlet = outlet_of(block.lines.get(..at).unwrap_or_default());
    }
}

/// The name of an outlet, which may fill more than one line.
fn outlet_of(lines: &[&str]) -> Option<String> {
    let mut name = String::new();
    for line in lines {
        if !name.is_empty() {
            name.push(' ');
        }
        let line = line.trim();
        name.push_str(line);
        if line.chars().count() < FULL_LINE {
            break;
        }
    }
    (!name.is_empty()).then_some(name)
}

/// The outlet where its name is in the block of the copyright line.
fn outlet_after_copyright(block: &LineBlock<'_>) -> Option<String> {
    let is_claim = |line: &&str| {
        is_copyright(line) || line.to_lowercase().split_whitespace().any(|word| word == "reserved")
    };
    let lines: Vec<&str> = block.lines.iter().copied().filter(|line| !is_claim(line)).collect();
    outlet_of(&lines)
}

/// A line that names the edition, not the headline.
fn is_edition(block: &LineBlock<'_>) -> bool {
    let line = block.first().to_lowercase();
    let names_edition =
        ["edition", "ausgabe", "édition", "edición", "editie", "correction appended"]
            .iter()
            .any(|word| line.ends_with(word) || line.starts_with(word));
    names_edition && block.word_count() <= 5
}

fn is_address(line: &str) -> bool {
    line.starts_with("http://") || line.starts_with("https://") || line.starts_with("www.")
}
