//! Rows that come of one document: documents, matches, scores.

use super::cell::IsoDate;
use super::match_rows::MatchRow;
use super::names::Names;
use super::schema::tables;
use crate::annotate::{Annotation, Concordance, Party};
use crate::corpus::Document;
use crate::frame::{DocumentFrame, rate};
use crate::lexicon::{CategoryId, LexiconKind, Matcher};
use crate::prose::folded;
use crate::text::detect_language;
use std::sync::Arc;

tables! {
    documents (document_id) "One row per document: where it came from and how much it holds." DocumentRow {
        document_id: String = "Id of the document, unique in the run",
        outlet: Arc<str> = "Who published it, or the value that the run compares by; `unknown` \
            where nothing says it",
        date: Option<IsoDate> = "Date of publication, ISO 8601, as precise as known: YYYY, YYYY-MM \
            or YYYY-MM-DD",
        title: Option<String> = "Headline",
        author: Option<String> = "Author",
        event: Option<String> = "What it reports on",
        language: Option<String> = "Language, ISO 639-1, as the input says or as detected",
        source: String = "File that it came from; in a table with the row, in JSON Lines with the \
            line",
        encoding: String = "Encoding that it was read in, WHATWG name",
        characters: u64 = "Length of the text in Unicode characters",
        tokens: u64 = "Words that hold a letter or a digit (UAX #29); a URL is one",
        types: u64 = "Distinct tokens after normalization",
        sentences: u64 = "Sentences; a heading or list item is one",
        quoted_share: f64 = "Share of the tokens that stand inside quotation marks, 0 to 1",
        matches: u64 = "Matches of all counted lexicons",
        cluster: Option<u64> = "Cluster by framing, from 1",
    }

    scores (document_id, lexicon, category)
    "One row per document and category; of naming and actors lexicons only the categories that \
     occur in the document." ScoreRow {
        document_id: Arc<str> = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        count: u64 = "Matches in any voice",
        count_own: u64 = "Matches in the author's own voice",
        count_quoted: u64 = "Matches inside quotation marks",
        count_reported: u64 = "Matches in claims reported without quotation marks",
        count_distanced: u64 = "Matches held at arm's length",
        count_negated: Option<u64> = "Matches in any voice that are denied; empty where cue rules \
            apply to no document",
        weighted: f64 = "Sum of the weights of the matches",
        rate: Option<f64> = "Matches per 1,000 tokens; empty for a document without tokens",
        rate_own: Option<f64> = "Matches in the author's own voice per 1,000 tokens",
        stance: Option<f64> = "Mean stance of the matches, -1 to 1: +1 own and asserted, -1 \
            distanced or own and denied, 0 quoted or reported; empty without matches",
    }
}

/// The row of a document in `documents`; its cluster is filled in later.
pub fn document_row(
    document: &Document,
    annotation: &Annotation<'_>,
    sentences: usize,
) -> DocumentRow {
    DocumentRow {
        document_id: document.id.clone(),
        outlet: document.outlet.clone(),
        date: document.date.map(IsoDate::from),
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
                text: found.span.slice(text).to_owned(),
                lexicon,
                category,
                entry,
                weight,
                voice: found.voice.name(),
                negated: rules.map(|_| found.negation.is_some()),
                hedged: rules.map(|_| found.hedge.is_some()),
                speaker: found.speaker.map(name),
                cue: found.sign.map(|sign| folded(sign.span.slice(text))),
                cue_stance: found
                    .sign
                    .zip(rules)
                    .map(|(sign, rules)| rules.cue_group(sign.entry).to_owned()),
                target: found.target.and_then(|target| target.party).map(name),
                target_rule: found.target.map(|target| target.rule.name()),
                agent: found.target.and_then(|target| target.agent).map(name),
                patient: found.target.and_then(|target| target.patient).map(name),
                left: line.left.into(),
                right: line.right.into(),
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
