//! The table `furniture`: the lines that outlets repeat from document to document.

use super::made::Made;
use crate::analysis::encoded::Section;
use crate::analysis::error::AnalysisError;
use crate::analysis::record::{RecordHead, RecordWords};
use crate::analysis::study::Study;
use crate::analysis::warning::{Warning, WarningKind};
use crate::corpus::Furniture;
use crate::prose::plural;
use crate::table::{FurnitureRow, Row, furniture_rows};
use crate::words::LineSurvey;
use serde_json::json;
use std::collections::BTreeMap;

/// From this share of an outlet's tokens on repeated lines are worth a warning.
const MUCH: f64 = 0.01;

pub(super) fn make<'s>(study: &'s Study<'_>) -> Result<Made<'s>, AnalysisError> {
    let dropped = study.records.input().dropped.as_ref();
    let mut tokens: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for frame in study.frames {
        let (documents, sum) = tokens.entry(&*frame.outlet).or_default();
        *documents += 1;
        *sum += frame.tokens;
    }
    for (outlet, lines) in dropped.into_iter().flatten() {
        tokens.entry(outlet).or_default().1 += lines.tokens;
    }
    let found;
    let furniture = match study.plan.profile().furniture().filter(|_| dropped.is_some()) {
        Some(furniture) => furniture,
        None => {
            found = surveyed(study)?;
            &found
        }
    };
    let rows = furniture_rows(furniture, &tokens);
    let made = Made::default().with_method(
        "furniture",
        json!({
            "lines": "up to 12 tokens; of the first three and last five of a text up to 40; \
                      repeated in three documents of an outlet or more, and in one of twenty",
            "counted": dropped.is_none(),
        }),
    );
    let mut made = made;
    made.warnings.extend(warning(&rows, dropped.is_some()));
    Ok(if rows.is_empty() { made } else { made.with_rows(FurnitureRow::schema(), rows) })
}

/// The lines that are repeated in the documents counted.
fn surveyed(study: &Study<'_>) -> Result<Furniture, AnalysisError> {
    let mut survey = LineSurvey::default();
    study.records.each(
        &[Section::Head, Section::Words],
        |_, sections| {
            let head: RecordHead = sections.decode(Section::Head)?;
            let words: RecordWords = sections.decode(Section::Words)?;
            Ok((head.outlet, words))
        },
        |(outlet, words)| {
            let types: Vec<&str> = words.types().collect();
            let line = |(hash, numbers): &(u64, Vec<u32>)| {
                let word = |number: &u32| types.get(*number as usize).copied();
                (*hash, numbers.iter().filter_map(word).collect())
            };
            survey.add(&outlet, words.lines.iter().map(line));
            Ok(())
        },
    )?;
    Ok(survey.finish())
}

/// What an analyst should know: repeated lines that make up much of an outlet's tokens, or what
/// was left out.
fn warning(rows: &[FurnitureRow], are_dropped: bool) -> Option<Warning> {
    let mut shares: BTreeMap<&str, f64> = BTreeMap::new();
    for row in rows {
        *shares.entry(&row.outlet).or_default() += row.share_tokens.unwrap_or(0.0);
    }
    let much = shares.iter().filter(|(_, share)| **share > MUCH);
    let (outlet, share) = much.clone().max_by(|a, b| a.1.total_cmp(b.1))?;
    let outlets = plural(much.count(), "outlet", "outlets");
    let what = format!(
        "lines that an outlet repeats from document to document are more than 1 % of the tokens \
         of {outlets} ({outlet}: {:.1} %)",
        100.0 * share
    );
    Some(if are_dropped {
        let text = format!("{what}; they are left out (see the table `furniture`)");
        Warning::new(WarningKind::FurnitureLeftOut, text)
    } else {
        let text = format!("{what}, and are counted (see the table `furniture`)");
        Warning::new(WarningKind::FurnitureCounted, text)
    })
}
