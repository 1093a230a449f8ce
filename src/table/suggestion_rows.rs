//! Rows of `suggestions`.

use super::cell::PValue;
use super::names::Names;
use super::schema::tables;
use crate::suggest::{Strata, Suggestion, THRESHOLD, TermTally};
use std::sync::Arc;

tables! {
    suggestions (rank)
    "One row per term that a lexicon could hold: words and phrases that the counted lexicons do \
     not hold, the strongest first. Candidates to look at, not findings." SuggestionRow {
        rank: u64 = "Place by score, from 1",
        term: String = "The term, normalized: lower case, words parted by a space where the text \
            may have a hyphen",
        reasons: String = "What speaks for it, strongest first: unequal (an outlet uses it more \
            than others do within the same events; compatible with chance where q_value is above \
            .05), scare quotes, slot (it stands where known entries of a category stand)",
        count: u64 = "Occurrences outside matches of the counted lexicons",
        documents: u64 = "Documents that hold it",
        outlets: u64 = "Outlets that use it",
        outlet: Option<Arc<str>> = "The outlet that uses it most beyond its share; empty where \
            none does or there is nothing to compare with",
        rate_outlet: Option<f64> = "Occurrences per 1,000 tokens in that outlet",
        rate_others: Option<f64> = "Occurrences per 1,000 tokens in the documents of other outlets \
            on the events that this one reports on",
        z: Option<f64> = "Occurrences in that outlet beyond expectation over their standard \
            deviation, were the documents of each event labelled with outlets at random",
        p_value: Option<PValue> = "Two-sided p of the outlet's use, by a Pearson type III \
            distribution with the exact mean, variance and skewness of all labellings; approximate \
            (where documents are few by a factor of 3 to 10, mostly too large), and of the outlet \
            that stands out most",
        q_value: Option<PValue> = "The same adjusted over all candidates and outlets tested \
            (Benjamini and Hochberg); above .05 the use is compatible with chance",
        distanced: u64 = "Occurrences in scare quotes",
        slot: Option<String> = "A place that the term shares with a known entry, ___ standing for \
            either",
        like: Option<Arc<str>> = "The known entry that fills it most",
        category: Option<Arc<str>> = "That entry's lexicon.category, to which the term may belong \
            or be the counterpart",
        score: f64 = "Root of the sum of squares of what speaks for the term, each as a normal \
            deviate beyond 2; half of that where a name is part of the term",
        example: String = "A line that shows the strongest reason, the term in [[ ]]",
        example_document: Arc<str> = "The document that the line is from",
    }
}

/// What the numbers in suggestions stand for.
#[derive(Clone, Copy)]
pub struct SuggestionNames<'a> {
    /// The words.
    pub tally: &'a TermTally,
    /// The outlets.
    pub strata: &'a Strata,
    /// The entries and categories.
    pub names: &'a Names,
}

/// A line that shows a suggestion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExampleLine {
    /// The id of the document that it is from.
    pub document: Arc<str>,
    /// The words, the term in `[[ ]]`.
    pub line: String,
}

/// The row of a suggestion, with a line that shows it.
pub fn suggestion_row(
    rank: u64,
    suggestion: &Suggestion,
    of: SuggestionNames<'_>,
    example: ExampleLine,
) -> SuggestionRow {
    let SuggestionNames { tally, strata, names } = of;
    let usage = suggestion.usage;
    // A slot shared by chance says nothing of a category.
    let slot = suggestion.slot.filter(|slot| slot.evidence > THRESHOLD);
    SuggestionRow {
        rank,
        term: suggestion.term.clone(),
        reasons: suggestion.reasons.iter().map(|why| why.name()).collect::<Vec<_>>().join("; "),
        count: suggestion.count,
        documents: suggestion.documents,
        outlets: suggestion.outlets,
        outlet: usage.and_then(|usage| strata.outlets().get(usage.outlet as usize).cloned()),
        rate_outlet: usage.map(|usage| usage.rate),
        rate_others: usage.and_then(|usage| usage.rate_others),
        z: usage.map(|usage| usage.z),
        p_value: usage.map(|usage| PValue(usage.p)),
        q_value: suggestion.q.map(PValue),
        distanced: suggestion.held_off,
        slot: slot.map(|slot| tally.slot_text(&slot.slot)),
        like: slot.map(|slot| names.entry(slot.like).0),
        category: slot.map(|slot| names.dimension(slot.category)),
        score: suggestion.score,
        example: example.line,
        example_document: example.document,
    }
}
