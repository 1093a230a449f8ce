//! Framing vectors: each document's rates in the author's own voice, one dimension per category.

use super::score::{DocumentFrame, rate};
use crate::lexicon::{CategoryId, LexiconKind, Matcher};
use ndarray::Array2;

/// The dimensions of the framing vector: the categories of framing lexicons, save those that only
/// gather the categories nested in them, which would be counted twice.
///
/// Naming lexicons are left out, since which variant of a name is chosen is compared as a share of
/// its referent, and the rate of the referent is the topic. Where a run has no framing lexicon, all
/// categories that it counts serve.
pub fn dimensions(matcher: &Matcher) -> Vec<CategoryId> {
    let of = |wanted: &dyn Fn(LexiconKind) -> bool| -> Vec<CategoryId> {
        let own = (0_u32..).zip(matcher.categories()).filter(|(_, category)| category.has_entries);
        own.filter(|(_, category)| wanted(category.kind)).map(|(id, _)| CategoryId(id)).collect()
    };
    let framing = of(&|kind| kind == LexiconKind::Framing);
    if framing.is_empty() { of(&|_| true) } else { framing }
}

/// The framing vector of one document: matches of each dimension in the author's own voice per
/// 1,000 tokens; zeros for a document without tokens.
pub fn framing_vector(frame: &DocumentFrame, dimensions: &[CategoryId]) -> Vec<f64> {
    let of = |dimension: &CategoryId| {
        let own = u64::from(frame.category(*dimension).voices.own);
        rate(own, frame.tokens).unwrap_or(0.0)
    };
    dimensions.iter().map(of).collect()
}

/// The matrix of framing vectors: one row per document in the order given, one column per
/// dimension; occurrences in the author's own voice per 1,000 tokens. A document without tokens is
/// a row of zeros.
pub fn framing_matrix(frames: &[DocumentFrame], dimensions: &[CategoryId]) -> Array2<f64> {
    Array2::from_shape_fn((frames.len(), dimensions.len()), |(row, column)| {
        let (Some(frame), Some(&dimension)) = (frames.get(row), dimensions.get(column)) else {
            return 0.0;
        };
        rate(u64::from(frame.category(dimension).voices.own), frame.tokens).unwrap_or(0.0)
    })
}
