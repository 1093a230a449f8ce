//! The figures of attribution in the framing vector.

use super::attribution::{AttributionCounts, CueCounts};
use super::score::rate;
use crate::annotate::{SpeakerKind, Voice, VoiceRules};
use std::sync::Arc;

/// One figure of how a document attributes.
///
/// Shares are of tokens or of matches; cues, speakers, denials and hedges are rates, since a short
/// document has too few cues to take shares of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributionMeasure {
    /// The share of tokens in quotation marks.
    QuotedTokens,
    /// The share of tokens in others' words without quotation marks.
    ReportedTokens,
    /// The share of matches in a voice.
    Matches(Voice),
    /// Reports by cues of a stance per 1,000 tokens.
    Cues(Arc<str>),
    /// Reports that name a kind of speaker per 1,000 tokens.
    Speakers(SpeakerKind),
    /// Cues of denial per 1,000 tokens.
    Denials,
    /// Cues of hedging per 1,000 tokens.
    Hedges,
}

impl AttributionMeasure {
    /// All figures, for the stances that the reporting cues of `rules` take.
    pub fn all(rules: &VoiceRules) -> Vec<Self> {
        [Self::QuotedTokens, Self::ReportedTokens]
            .into_iter()
            .chain(Voice::ALL.map(Self::Matches))
            .chain(rules.report_groups().into_iter().map(|stance| Self::Cues(stance.into())))
            .chain(SpeakerKind::ALL.map(Self::Speakers))
            .chain([Self::Denials, Self::Hedges])
            .collect()
    }

    /// The name of the figure.
    pub fn name(&self) -> String {
        match self {
            Self::QuotedTokens => "share_quoted_tokens".to_owned(),
            Self::ReportedTokens => "share_reported_tokens".to_owned(),
            Self::Matches(voice) => format!("share_{}", voice.name()),
            Self::Cues(stance) => format!("rate_cues_{stance}"),
            Self::Speakers(kind) => format!("rate_speakers_{}", kind.name()),
            Self::Denials => "rate_denials".to_owned(),
            Self::Hedges => "rate_hedges".to_owned(),
        }
    }

    /// Its value; `None` if the denominator of its share is zero or the cue rules do not apply.
    pub fn value(&self, counts: &AttributionCounts) -> Option<f64> {
        let tokens = u64::from(counts.tokens);
        let cues =
            |count: fn(&CueCounts) -> u32| rate(u64::from(count(counts.cues.as_ref()?)), tokens);
        match self {
            Self::QuotedTokens => share(counts.quoted_tokens, counts.tokens),
            Self::ReportedTokens => share(counts.cues.as_ref()?.reported_tokens, counts.tokens),
            Self::Matches(voice) => {
                // Without the cue rules reported words pass for the author's.
                counts.cues.as_ref()?;
                share(counts.matches.of(*voice), counts.matches.total())
            }
            Self::Cues(stance) => rate(u64::from(counts.cues.as_ref()?.of_stance(stance)), tokens),
            Self::Speakers(kind) => {
                rate(u64::from(counts.cues.as_ref()?.speakers.of(*kind)), tokens)
            }
            Self::Denials => cues(|cues| cues.denials),
            Self::Hedges => cues(|cues| cues.hedges),
        }
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}
