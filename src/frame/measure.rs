//! The figures of attribution in the framing vector.

use super::attribution::AttributionCounts;
use super::counted::Counted;
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
    /// Its value; `None` if the denominator of its share is zero or the cue rules do not apply.
    pub fn value(&self, counts: &AttributionCounts) -> Option<f64> {
        self.counted(counts)?.value(self.is_share())
    }

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

    /// What is counted for it, of how much; `None` if the cue rules do not apply.
    pub fn counted(&self, counts: &AttributionCounts) -> Option<Counted> {
        let of_tokens = |count: u32| Some(Counted::new(count, counts.tokens));
        let cues = counts.cues.as_ref();
        match self {
            Self::QuotedTokens => of_tokens(counts.quoted_tokens),
            Self::ReportedTokens => of_tokens(cues?.reported_tokens),
            Self::Matches(voice) => {
                // Without the cue rules reported words pass for the author's.
                cues?;
                Some(Counted::new(counts.matches.of(*voice), counts.matches.total()))
            }
            Self::Cues(stance) => of_tokens(cues?.of_stance(stance)),
            Self::Speakers(kind) => of_tokens(cues?.speakers.of(*kind)),
            Self::Denials => of_tokens(cues?.denials),
            Self::Hedges => of_tokens(cues?.hedges),
        }
    }

    /// Whether it is a share of what could have been counted, and not a rate.
    pub fn is_share(&self) -> bool {
        matches!(self, Self::QuotedTokens | Self::ReportedTokens | Self::Matches(_))
    }
}
