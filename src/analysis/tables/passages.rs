//! The table `passages`: the most typical sentence of each outlet on an event.

use super::made::Made;
use crate::analysis::encoded::Section;
use crate::analysis::error::AnalysisError;
use crate::analysis::match_rows::passages;
use crate::analysis::study::Study;
use crate::compare::{EventPassages, PASSAGE_TOKENS};
use crate::frame::DocumentFrame;
use crate::table::{PassageRow, Row, passage_rows};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let most = study.plan.options().passages;
    let mut documents: BTreeMap<Option<&Arc<str>>, Vec<&DocumentFrame>> = BTreeMap::new();
    for frame in study.frames {
        documents.entry(frame.event.as_ref()).or_default().push(frame);
    }
    let mut eventless = 0;
    if documents.len() > 1 {
        // Documents without an event cannot be compared with others on the same event.
        eventless = documents.remove(&None).map_or(0, |documents| documents.len());
    }
    let mut events: BTreeMap<Option<&Arc<str>>, EventPassages<'_>> = BTreeMap::new();
    for (event, frames) in &documents {
        let told = EventPassages::new(frames, &study.panel, study.plan.matcher(), most);
        if !told.is_empty() {
            events.insert(*event, told);
        }
    }
    let events_shown = events.len();
    let is_shown = |frame: &DocumentFrame| events.contains_key(&frame.event.as_ref());
    let shown: Vec<bool> = study.frames.iter().map(is_shown).collect();
    study.records.each(
        &[Section::Matches, Section::Shown],
        |place, sections| {
            if !shown.get(place).copied().unwrap_or(false) {
                return Ok((place, Vec::new()));
            }
            let matches = sections.decode(Section::Matches)?;
            let shown = sections.decode(Section::Shown)?;
            Ok((place, passages(study.plan, &matches, &shown)?))
        },
        |(place, passages)| {
            let frame = study.frames.get(place);
            let told = frame.and_then(|frame| events.get_mut(&frame.event.as_ref()));
            if let (Some(frame), Some(told)) = (frame, told) {
                told.consider(frame, passages.into_iter());
            }
            Ok(())
        },
    )?;
    let names = study.plan.names();
    let rows: Vec<PassageRow> =
        events.into_iter().flat_map(|(event, told)| passage_rows(event, told, names)).collect();
    Ok(Made::default()
        .with_rows(PassageRow::schema(), rows)
        .with_method("passages", account(most, events_shown, eventless)))
}

fn account(most: usize, events: usize, eventless: usize) -> Value {
    let (shortest, longest) = (PASSAGE_TOKENS.start(), PASSAGE_TOKENS.end());
    json!({
        "categories": format!(
            "of each event the {most} with the widest spread of the outlets' own-voice rates on \
             it, ties by lexicon and category; without variants of names"
        ),
        "sentence": format!(
            "of the outlet's sentences on the event with a match of the category in the author's \
             own voice, the one whose distinct entries, denied ones left aside, have the greatest \
             share of the outlet's own-voice matches of the category on the event; sentences of \
             {shortest} to {longest} tokens before others; ties: lead, body, headline; earliest \
             date; document id; place"
        ),
        "events": events,
        "documents_without_event_left_out": eventless,
    })
}
