//! Rows that come of one document: documents, matches, scores.

use super::names::Names;
use super::schema::{DocumentRow, MatchRow, ScoreRow};
use crate::annotate::{Annotation, Concordance, Party};
use crate::corpus::Document;
use crate::frame::{DocumentFrame, rate};
use crate::lexicon::{CategoryId, LexiconKind, Matcher};
use crate::text::detect_language;
use std::sync::Arc;

/// The row of a document in `documents`; its cluster is filled in later.
pub fn document_row(
    document: &Document,
    annotation: &Annotation<'_>,
    sentences: usize,
) -> DocumentRow {
    DocumentRow {
        document_id: document.id.clone(),
        outlet: document.outlet.clone(),
        date: document.date.map(|date| date.to_string()),
        title: document.title.clone(),
        author: document.author.clone(),
        event: document.event.clone(),
        language: document
            .language
            .clone()
            .or_else(|| detect_language(&document.text).map(str::to_owned)),
        source: document.source.to_string(),
        encoding: document.encoding.to_owned(),
        characters: document.text.chars().count() as u64,
        tokens: annotation.tokens.len() as u64,
        types: u64::from(annotation.types),
        sentences: sentences as u64,
        quoted_share: annotation.quoted_share(),
        matches: annotation.matches.len() as u64,
        cluster: None,
    }
}

/// The rows of a document in `matches`, sorted by place, then by lexicon, category and entry.
pub fn match_rows(
    document: &Document,
    concordance: &Concordance<'_>,
    names: &Names,
) -> Vec<MatchRow> {
    let id: Arc<str> = document.id.as_str().into();
    let text = document.text.as_str();
    let annotation = concordance.annotation();
    let rules = annotation.rules;
    let name = |party: Party| annotation.party_name(party).into_owned();
    let mut rows: Vec<MatchRow> = concordance
        .lines()
        .map(|(found, line)| {
            let (entry, category, weight) = names.entry(found.entry);
            let (lexicon, category) = names.category(category);
            MatchRow {
                document_id: id.clone(),
                outlet: document.outlet.clone(),
                start: u64::from(line.span.start),
                end: u64::from(line.span.end),
                zone: line.zone.name(),
                sentence: u64::from(line.sentence),
                text: found.span.of(text).to_owned(),
                lexicon,
                category,
                entry,
                weight,
                voice: found.voice.name(),
                negated: rules.map(|_| found.negation.is_some()),
                hedged: rules.map(|_| found.hedge.is_some()),
                speaker: found.speaker.map(name),
                cue: found.sign.map(|sign| {
                    sign.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
                }),
                cue_stance: found
                    .sign
                    .zip(rules)
                    .map(|(sign, rules)| rules.cue_group(sign.entry).to_owned()),
                target: found.target.and_then(|target| target.party).map(name),
                target_rule: found.target.map(|target| target.rule.name()),
                agent: found.target.and_then(|target| target.agent).map(name),
                patient: found.target.and_then(|target| target.patient).map(name),
                left: line.left,
                right: line.right,
            }
        })
        .collect();
    rows.sort_by(|a, b| {
        (a.start, a.end, &a.lexicon, &a.category, &a.entry).cmp(&(
            b.start,
            b.end,
            &b.lexicon,
            &b.category,
            &b.entry,
        ))
    });
    rows
}

/// The rows of a document in `scores`: every framing category, and those others that occur.
pub fn score_rows(frame: &DocumentFrame, matcher: &Matcher, names: &Names) -> Vec<ScoreRow> {
    let id: Arc<str> = frame.id.as_ref().into();
    let ids = (0_u32..).zip(matcher.categories()).map(|(id, info)| (CategoryId(id), info));
    let mut rows: Vec<ScoreRow> = ids
        .filter_map(|(category, info)| {
            let score = frame.category(category);
            let count = u64::from(score.voices.total());
            if count == 0 && info.kind != LexiconKind::Framing {
                return None;
            }
            let (lexicon, name) = names.category(category);
            Some(ScoreRow {
                document_id: id.clone(),
                outlet: frame.outlet.clone(),
                lexicon,
                category: name,
                count,
                count_own: u64::from(score.voices.own),
                count_quoted: u64::from(score.voices.quoted),
                count_reported: u64::from(score.voices.reported),
                count_distanced: u64::from(score.voices.distanced),
                count_negated: frame.has_rules.then(|| u64::from(score.voices.negated)),
                weighted: score.weighted,
                rate: rate(count, frame.tokens),
                rate_own: rate(u64::from(score.voices.own), frame.tokens),
                stance: (count > 0).then(|| score.stance as f64 / count as f64),
            })
        })
        .collect();
    rows.sort_by(|a, b| (&a.lexicon, &a.category).cmp(&(&b.lexicon, &b.category)));
    rows
}
