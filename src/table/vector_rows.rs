//! The table `vectors`: a column for each dimension of the framing vector.

use super::cell::{Cell, CellSink, Kind};
use super::names::Names;
use super::schema::{Cells, Schema, column};
use crate::annotate::{SpeakerKind, Voice};
use crate::frame::{AttributionMeasure, Dimension, DimensionVoice};

/// `vectors`: one row per document, one column per dimension.
pub fn vectors_schema(dimensions: &[Dimension], names: &Names) -> Schema {
    let mut columns = vec![
        column("document_id", Kind::Text, false, "Id of the document"),
        column("outlet", Kind::Text, false, "Outlet of the document"),
        column("tokens", Kind::Integer, false, "Tokens of the document"),
    ];
    columns.extend(dimensions.iter().map(|dimension| {
        let description = match dimension {
            Dimension::Category(_, voice) => {
                let whose = match voice {
                    DimensionVoice::Own => "in the author's own voice",
                    DimensionVoice::Quoted => "in others' words in quotation marks",
                    DimensionVoice::Reported => "in others' words without quotation marks",
                    DimensionVoice::Distanced => "from which the author keeps a distance",
                    DimensionVoice::Any => "in any voice",
                };
                format!("Matches of this category {whose} per 1,000 tokens")
            }
            Dimension::Attribution(measure) => description(measure),
            Dimension::Cue(_) => {
                "Reports by this cue outside quotation marks per 1,000 tokens".to_owned()
            }
        };
        column(dimension_name(dimension, names), Kind::Number, true, description)
    }));
    Schema {
        name: "vectors".into(),
        description: "One row per document: its framing vector, one column per dimension: \
            lexicon.category for categories, attribution.* for how it attributes."
            .into(),
        columns,
        key: &["document_id"],
    }
}

/// The name of a dimension: `lexicon.category`, with the voice after it where it is not the
/// author's own, or `attribution.*`.
pub fn dimension_name(dimension: &Dimension, names: &Names) -> String {
    match dimension {
        Dimension::Category(id, DimensionVoice::Own) => names.dimension(*id).to_string(),
        Dimension::Category(id, voice) => format!("{}:{voice}", names.dimension(*id)),
        Dimension::Attribution(measure) => format!("attribution.{}", measure.name()),
        Dimension::Cue(cue) => format!("attribution.cue.{cue}"),
    }
}

/// What a figure of attribution is, with unit and range.
fn description(measure: &AttributionMeasure) -> String {
    match measure {
        AttributionMeasure::QuotedTokens => "Share of tokens in quotation marks, 0 to 1".to_owned(),
        AttributionMeasure::ReportedTokens => {
            "Share of tokens in others' words reported without quotation marks, 0 to 1".to_owned()
        }
        AttributionMeasure::Matches(voice) => {
            let whose = match voice {
                Voice::Own => "in the author's own voice",
                Voice::Quoted => "in others' words in quotation marks",
                Voice::Reported => "in others' words reported without quotation marks",
                Voice::Distanced => "from which the author keeps a distance",
            };
            format!("Share of matches {whose}, 0 to 1; empty without a match")
        }
        AttributionMeasure::Cues(stance) => format!(
            "Reports by cues of the stance {stance} outside quotation marks per 1,000 tokens"
        ),
        AttributionMeasure::Speakers(kind) => {
            let whom = match kind {
                SpeakerKind::Actor => "name a party of the actor lexicons as the speaker",
                SpeakerKind::Named => "name another speaker with a capital",
                SpeakerKind::Pronoun => "have a pronoun as the speaker",
                SpeakerKind::Unnamed => "have a speaker without a name (officials, a witness)",
                SpeakerKind::Nobody => "name no speaker",
            };
            format!("Reports outside quotation marks that {whom} per 1,000 tokens")
        }
        AttributionMeasure::Denials => {
            "Cues of denial outside quotation marks per 1,000 tokens".to_owned()
        }
        AttributionMeasure::Hedges => {
            "Cues of hedging outside quotation marks per 1,000 tokens".to_owned()
        }
    }
}

/// A row of `vectors`: its columns depend on the dimensions that were chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct VectorRow<'f> {
    /// Id of the document.
    pub document_id: &'f str,
    /// Its outlet.
    pub outlet: &'f str,
    /// Its tokens.
    pub tokens: u64,
    /// Its values, in the order of the dimensions, where known.
    pub values: Vec<Option<f64>>,
}

impl Cells for VectorRow<'_> {
    fn put(&self, sink: &mut dyn CellSink) {
        sink.text(self.document_id);
        sink.text(self.outlet);
        self.tokens.put(sink);
        self.values.iter().for_each(|value| value.put(sink));
    }
}
