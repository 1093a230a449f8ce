//! Rows that come of one document: documents, matches, scores.

use super::cell::IsoDate;
use super::names::Names;
use super::schema::tables;
use crate::frame::{DocumentFrame, rate};
use crate::lexicon::{CategoryId, LexiconKind, Matcher};
use std::sync::Arc;

tables! {
    documents (document_id)
    "One row per document: where it came from and how much it holds." DocumentRow {
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
        encoding: String = "Encoding that it was read in, WHATWG name, with `(guess)` after it \
            where it is a guess from the bytes",
        characters: u64 = "Length of the text in Unicode characters",
        tokens: u64 = "Words that hold a letter or a digit (UAX #29); a URL is one",
        types: u64 = "Distinct tokens after normalization",
        sentences: u64 = "Sentences; a heading or list item is one",
        quoted_share: f64 = "Share of the tokens that stand inside quotation marks, 0 to 1",
        matches: u64 = "Matches of all counted lexicons",
        cluster: Option<u64> = "Cluster by framing, from 1",
    }

    scores (lexicon, category, document_id)
    "One row per document and category; of naming and actors lexicons only the categories that \
     occur in the document." ScoreRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        document_id: Arc<str> = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
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

/// The rows of a document in `scores`: every framing category, and those others that occur.
pub fn score_rows(frame: &DocumentFrame, matcher: &Matcher, names: &Names) -> Vec<ScoreRow> {
    let id: Arc<str> = frame.id.as_ref().into();
    let ids = (0_u32..).zip(matcher.categories()).map(|(id, info)| (CategoryId(id), info));
    let mut rows: Vec<ScoreRow> = ids
        .filter_map(|(category, info)| {
            let score = frame.category(category);
            let tokens = if frame.serves(category) { frame.tokens } else { 0 };
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
                rate: rate(count, tokens),
                rate_own: rate(u64::from(score.voices.own), tokens),
                stance: (count > 0).then(|| score.stance as f64 / count as f64),
            })
        })
        .collect();
    rows.sort_by(|a, b| (&a.lexicon, &a.category).cmp(&(&b.lexicon, &b.category)));
    rows
}
