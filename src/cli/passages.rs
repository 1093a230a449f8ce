//! The table `passages`: sentences put aside while a corpus is read, and those shown chosen when
//! all is counted.

use super::failure::Failure;
use super::folder::TableFolder;
use super::options::RunOptions;
use super::reading::Reading;
use super::shelf::Shelf;
use crate::compare::{EventPassages, PASSAGE_TOKENS};
use crate::frame::{DocumentFrame, Passage};
use crate::table::{Cells, Names, PassageRow, Row, passage_rows};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

/// The sentences of a run that could be shown, those of each document together.
pub(crate) struct Passages {
    shelf: Shelf,
}

impl Passages {
    pub(crate) fn new() -> Self {
        Self { shelf: Shelf::new() }
    }

    /// Takes in the next document.
    pub(crate) fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.shelf.put(bytes)
    }
}

/// Writes the table, `most` categories for each event, and says how it was found.
pub(crate) fn write(
    most: usize,
    reading: &mut Reading,
    options: &RunOptions,
    names: &Names,
    folder: &mut TableFolder,
    methods: &mut Map<String, Value>,
) -> Result<(), Failure> {
    let Some(mut passages) = reading.passages.take() else { return Ok(()) };
    // Of each event its documents, with their places in the input.
    let mut events: BTreeMap<Option<&Arc<str>>, Vec<(usize, &DocumentFrame)>> = BTreeMap::new();
    for (frame, &place) in reading.frames.iter().zip(&reading.order) {
        events.entry(frame.event.as_ref()).or_default().push((place, frame));
    }
    let mut eventless = 0;
    if events.len() > 1 {
        // What reports on no event, or on nobody knows which, is told beside nothing.
        eventless = events.remove(&None).map_or(0, |documents| documents.len());
    }
    let (mut shown, mut bytes, mut failed) = (0_u64, Vec::new(), None);
    let rows = events.into_iter().flat_map(|(event, mut documents)| {
        let mut rows_of_event = || -> io::Result<Vec<PassageRow>> {
            let frames: Vec<&DocumentFrame> = documents.iter().map(|(_, frame)| *frame).collect();
            let mut told = EventPassages::new(&frames, &options.matcher, most);
            if told.is_empty() {
                return Ok(Vec::new());
            }
            shown += 1;
            // In the order in which they were put aside.
            documents.sort_unstable_by_key(|(place, _)| *place);
            for (place, frame) in &documents {
                passages.shelf.take(*place, &mut bytes)?;
                told.consider(frame, Passage::unpack(&bytes));
            }
            Ok(passage_rows(event, told, names))
        };
        rows_of_event().unwrap_or_else(|error| {
            failed.get_or_insert(error);
            Vec::new()
        })
    });
    folder.write_with(PassageRow::schema(), rows, |row, sink| row.put(sink))?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    methods.insert("passages".to_owned(), described(most, shown, eventless));
    Ok(())
}

fn described(most: usize, shown: u64, eventless: usize) -> Value {
    let (shortest, longest) = (PASSAGE_TOKENS.start(), PASSAGE_TOKENS.end());
    json!({
        "categories": format!("of each event the {most} with the widest spread of the outlets' \
            own-voice rates on it, ties by lexicon and category"),
        "sentence": format!(
            "of the outlet's sentences on the event with a match of the category in the author's \
                own voice, the one whose distinct entries, denied ones left \
             aside, have the greatest share of the outlet's own-voice matches of the category on \
             the event; sentences of {shortest} to {longest} tokens before others; \
             ties: lead, body, headline; earliest date; document id; place"
        ),
        "events": shown,
        "documents_without_event_left_out": eventless,
    })
}
