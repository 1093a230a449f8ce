//! How a document attributes, in counts: voices of matches, tokens in others' words, cues, denials,
//! hedges, speakers.

use super::ByVoice;
use super::counted::Counted;
use crate::annotate::{Annotation, Attribution, Report, SpeakerKind, VoiceRules};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How a document attributes. Voices come from its matches; the rest comes from all cues of the
/// text, whether a match is in their reach or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributionCounts {
    /// Its tokens.
    pub tokens: u32,
    /// Tokens in quotation marks.
    pub quoted_tokens: u32,
    /// Its matches by voice.
    pub matches: ByVoice<u32>,
    /// What its cues say; none where the cue rules do not apply.
    pub cues: Option<CueCounts>,
}

/// The cues of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CueCounts {
    /// Tokens in others' words without quotation marks.
    pub reported_tokens: u32,
    /// Cues that deny.
    pub denials: u32,
    /// Cues that weaken.
    pub hedges: u32,
    /// Reports by the kind of speaker that they name.
    pub speakers: SpeakerCounts,
    /// Reports by stance and by the words of their cue, sorted.
    pub reports: Vec<ReportCount>,
}

/// Reports by the kind of speaker that they name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerCounts {
    /// A party of the actor lexicons.
    pub actor: u32,
    /// Another named speaker.
    pub named: u32,
    /// A pronoun.
    pub pronoun: u32,
    /// A speaker without a name.
    pub unnamed: u32,
    /// No speaker.
    pub nobody: u32,
}

/// How often one cue reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportCount {
    /// The stance of the cue, or the group that its lexicon puts it into.
    pub stance: Box<str>,
    /// Its words in lower case, with `_` for a space, as the name of a column has them.
    pub cue: Box<str>,
    /// How often it reports.
    pub count: u32,
}

impl AttributionCounts {
    /// The counts of one document. The annotator must have been asked for
    /// [attribution](crate::Annotator::with_attribution), or cues are not known.
    pub fn from_annotation(annotation: &Annotation<'_>) -> Self {
        let mut matches = ByVoice::default();
        for found in annotation.matches {
            matches.count(found.voice, found.negation.is_some());
        }
        let cues = annotation.attribution.zip(annotation.rules);
        Self {
            tokens: narrow(annotation.tokens.len()),
            quoted_tokens: narrow(annotation.quoted_tokens()),
            matches,
            cues: cues.map(|(attribution, rules)| CueCounts::new(attribution, rules)),
        }
    }
}

impl AttributionCounts {
    /// Reports by the cue of a [name](ReportCount::cue) per 1,000 tokens.
    pub fn cue_rate(&self, name: &str) -> Option<f64> {
        self.cue_counted(name)?.value(false)
    }

    /// Reports by the cue of a [name](ReportCount::cue), and the tokens.
    pub fn cue_counted(&self, name: &str) -> Option<Counted> {
        let of_cue = self.cues.as_ref()?.reports.iter().filter(|report| *report.cue == *name);
        Some(Counted::new(of_cue.map(|report| report.count).sum(), self.tokens))
    }

    /// The names of the cues that report, each once.
    pub fn cue_names(&self) -> BTreeSet<&str> {
        let reports = self.cues.iter().flat_map(|cues| &cues.reports);
        reports.map(|report| &*report.cue).collect()
    }
}

impl CueCounts {
    fn new(attribution: &Attribution, rules: &VoiceRules) -> Self {
        let mut speakers = SpeakerCounts::default();
        let mut reports: BTreeMap<(&str, String), u32> = BTreeMap::new();
        for &Report { cue, speaker } in &attribution.reports {
            *speakers.of_mut(speaker) += 1;
            let name = rules.cue_words(cue).to_lowercase().replace(char::is_whitespace, "_");
            *reports.entry((rules.cue_group(cue), name)).or_default() += 1;
        }
        let report = |((stance, cue), count): ((&str, String), u32)| ReportCount {
            stance: stance.into(),
            cue: cue.into(),
            count,
        };
        Self {
            reported_tokens: narrow(attribution.reported_tokens),
            denials: narrow(attribution.denials),
            hedges: narrow(attribution.hedges),
            speakers,
            reports: reports.into_iter().map(report).collect(),
        }
    }

    /// Reports by cues of a stance.
    pub fn of_stance(&self, stance: &str) -> u32 {
        let of_stance = self.reports.iter().filter(|report| *report.stance == *stance);
        of_stance.map(|report| report.count).sum()
    }
}

impl SpeakerCounts {
    /// The reports that name a kind of speaker.
    pub fn of(mut self, kind: SpeakerKind) -> u32 {
        *self.of_mut(kind)
    }

    fn of_mut(&mut self, kind: SpeakerKind) -> &mut u32 {
        match kind {
            SpeakerKind::Actor => &mut self.actor,
            SpeakerKind::Named => &mut self.named,
            SpeakerKind::Pronoun => &mut self.pronoun,
            SpeakerKind::Unnamed => &mut self.unnamed,
            SpeakerKind::Nobody => &mut self.nobody,
        }
    }
}

/// A number of tokens or cues of one text. `corpus` turns away texts past 4 GB, so none is larger
/// than 32 bits.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
