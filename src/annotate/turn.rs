//! Turns: interviews, where each paragraph names its speaker, and passages set off after “X
//! explains:”.

use super::dialogue::{TurnLabel, dialogue};
use super::unit_source::UnitSource;
use crate::text::ByteSpan;

/// A stretch of a text that belongs to one speaker without quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    /// Its tokens.
    pub(super) first: usize,
    pub(super) end: usize,
    /// The words that name the speaker; none where the sentence before tells.
    pub(super) speaker: Option<ByteSpan>,
}

/// The most words in the name in front of a turn.
const NAME_WORDS: usize = 4;
/// The most bytes from the start of a turn to the end of its name.
const NAME_BYTES: usize = 60;

/// The turns of a text in order.
pub(super) fn turns(source: &UnitSource<'_>, turns: &mut Vec<Turn>) {
    turns.clear();
    let text = source.sequence.text;
    let paragraphs = source.paragraphs();
    let names: Vec<Option<ByteSpan>> =
        paragraphs.iter().map(|paragraph| turn_name(text, *paragraph)).collect();
    let label = |(at, name): (usize, &Option<ByteSpan>)| {
        let (name, paragraph) = (name.as_ref()?, paragraphs.get(at)?);
        let body = text.get(name.end as usize..paragraph.end as usize)?;
        TurnLabel::new(at, name.slice(text), body)
    };
    let labels: Vec<TurnLabel> = names.iter().enumerate().filter_map(label).collect();
    let dialogue = dialogue(&labels);
    let mut speaker = None;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if let Some((labels, _)) = dialogue.as_ref().filter(|(_, range)| range.contains(&at)) {
            let is_turn = labels.binary_search_by_key(&at, |label| label.paragraph).is_ok();
            let name = names.get(at).copied().flatten();
            // A label that is part of the page belongs to nobody.
            if is_turn && let Some(name) = name {
                speaker = Some(name);
                turns.push(Turn {
                    first: source.token_at(name.end),
                    end: source.token_at(paragraph.end),
                    speaker,
                });
            } else if speaker.is_some() && name.is_none() {
                turns.push(Turn {
                    first: source.token_at(paragraph.start),
                    end: source.token_at(paragraph.end),
                    speaker,
                });
            }
            continue;
        }
        // “As the observers explain:” and a paragraph of theirs.
        if at > 0
            && paragraphs.get(at - 1).is_some_and(|before| before.slice(text).ends_with(':'))
            && !begins_with_mark(paragraph.slice(text))
        {
            let (first, end) = (source.token_at(paragraph.start), source.token_at(paragraph.end));
            turns.push(Turn { first, end, speaker: None });
        }
    }
    // The tokens of an empty turn are none.
    turns.retain(|turn| turn.first < turn.end);
}

fn begins_with_mark(paragraph: &str) -> bool {
    paragraph.starts_with(['"', '“', '‘', '\'', '«', '„', '`', '”'])
}

/// The name before the colon with which a paragraph begins: “Lena Dask:”, “Q:”, “INTERVIEWER:”.
fn turn_name(text: &str, paragraph: ByteSpan) -> Option<ByteSpan> {
    let body = paragraph.slice(text);
    let head = body
        .char_indices()
        .take_while(|(at, _)| *at < NAME_BYTES)
        .find(|(_, c)| matches!(c, ':'))?
        .0;
    let raw = body.get(..head)?;
    let name = raw.trim_matches(|c: char| matches!(c, '*' | '_' | ' '));
    let behind = body.get(head + 1..)?.trim_start_matches(['*', '_']);
    if !behind.starts_with(char::is_whitespace)
        || behind.trim().is_empty()
        || name.contains(['.', ',', '“', '"', '!', '?']) && !name.starts_with("Dr.")
    {
        return None;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals = words.iter().all(|word| word.starts_with(char::is_uppercase));
    let is_name = !words.is_empty() && words.len() <= NAME_WORDS && capitals;
    is_name.then(|| {
        let start = paragraph.start as usize + raw.find(name).unwrap_or(0);
        ByteSpan::new(start, start + name.len())
    })
}
