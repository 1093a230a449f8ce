//! Framing vectors: a document's rates in the author's own voice, one dimension per category, and
//! how it attributes.

use super::attribution::AttributionCounts;
use super::counted::Counted;
use super::dimension_voice::DimensionVoice;
use super::measure::AttributionMeasure;
use super::score::DocumentFrame;
use crate::lexicon::{CategoryId, LexiconKind, Matcher, Measures};
use std::sync::Arc;

/// One dimension of the framing vector.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dimension {
    /// Matches of a category in a voice per 1,000 tokens.
    Category(CategoryId, DimensionVoice),
    /// A figure of how the document attributes.
    Attribution(AttributionMeasure),
    /// Reports by one cue per 1,000 tokens; the cue by its
    /// [name](super::ReportCount::cue).
    Cue(Arc<str>),
}

impl Dimension {
    /// The value for one document; `None` where it is not known: without tokens, in a language that
    /// the lexicon does not serve, without what a share is taken of, or without the counts of its
    /// attribution.
    pub fn value(
        &self,
        frame: &DocumentFrame,
        attribution: Option<&AttributionCounts>,
    ) -> Option<f64> {
        self.counted(frame, attribution)?.value(self.is_share())
    }

    /// What is counted for one document; `None` without the counts of its attribution.
    pub fn counted(
        &self,
        frame: &DocumentFrame,
        attribution: Option<&AttributionCounts>,
    ) -> Option<Counted> {
        match self {
            Self::Category(id, voice) => Some(Counted {
                count: u64::from(voice.of(frame.category(*id).voices)),
                of: if frame.serves(*id) { frame.tokens } else { 0 },
            }),
            Self::Attribution(measure) => measure.counted(attribution?),
            Self::Cue(name) => attribution?.cue_counted(name),
        }
    }

    /// Whether values are shares from 0 to 1 and not rates per 1,000 tokens.
    pub fn is_share(&self) -> bool {
        matches!(self, Self::Attribution(measure) if measure.is_share())
    }
}

/// The categories of the framing vector: those of framing lexicons, save those that only gather the
/// categories nested in them, which would be counted twice.
///
/// Naming lexicons are left out, since which variant of a name is chosen is compared as a share of
/// its referent, and the rate of the referent is the topic. Where a run has no framing lexicon, all
/// categories that it counts serve.
pub fn framing_categories(matcher: &Matcher) -> Vec<CategoryId> {
    let of = |wanted: &dyn Fn(LexiconKind) -> bool| -> Vec<CategoryId> {
        let own = (0_u32..).zip(matcher.categories()).filter(|(_, category)| category.has_entries);
        own.filter(|(_, category)| wanted(category.kind)).map(|(id, _)| CategoryId(id)).collect()
    };
    let framing = of(&|kind| kind == LexiconKind::Framing);
    if framing.is_empty() { of(&|_| true) } else { framing }
}

/// The categories by which documents are compared for alike framing: those of the framing vector
/// except topics, since two articles about one subject need not frame it alike. Where a run has
/// topics only, these serve.
pub fn clustered_categories(matcher: &Matcher) -> Vec<CategoryId> {
    let all = framing_categories(matcher);
    let is_topic = |id: &CategoryId| matcher.category(*id).measures == Some(Measures::Topic);
    let chosen: Vec<CategoryId> = all.iter().copied().filter(|id| !is_topic(id)).collect();
    if chosen.is_empty() { all } else { chosen }
}

/// The framing vector of one document. Only dimensions of attribution need its counts.
pub fn framing_vector(
    frame: &DocumentFrame,
    attribution: Option<&AttributionCounts>,
    dimensions: &[Dimension],
) -> Vec<Option<f64>> {
    dimensions.iter().map(|dimension| dimension.value(frame, attribution)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::read_toml;

    #[test]
    fn topics_do_not_tell_whether_documents_are_framed_alike() {
        let lexicon = |name: &str, measures: &str| {
            let source = format!(
                "name = \"{name}\"\nmeasures = \"{measures}\"\n[category.a]\nterms = [\"x\"]"
            );
            read_toml("t.toml", source.as_bytes()).unwrap()
        };
        let (labels, topics) = (lexicon("labels", "label"), lexicon("topics", "topic"));
        let both = Matcher::compile([&topics, &labels]).unwrap();
        assert_eq!(framing_categories(&both).len(), 2);
        assert_eq!(clustered_categories(&both), [CategoryId(1)]);
        let alone = Matcher::compile([&topics]).unwrap();
        assert_eq!(clustered_categories(&alone), [CategoryId(0)]);
    }
}
