//! Rows of a validation: precision, recall, agreement.

use super::schema::{ValidationAgreementRow, ValidationPrecisionRow, ValidationRecallRow};
use crate::compare::{Coded, CodedSample, CoderAgreement, Group, Precision, Recall};
use std::sync::Arc;

/// A category's lexicon and name.
fn names(sample: &CodedSample, category: Option<usize>) -> (Option<Arc<str>>, Option<Arc<str>>) {
    let known = category.and_then(|at| sample.categories.get(at));
    known.map(|known| (known.lexicon.clone(), known.category.clone())).unzip()
}

/// The rows of `validation_precision`, in the order of the figures.
pub fn precision_rows(figures: &[Precision], sample: &CodedSample) -> Vec<ValidationPrecisionRow> {
    let row = |figure: &Precision| {
        let mut row = ValidationPrecisionRow {
            population: figure.population,
            sampled: figure.sampled,
            coded: figure.coded,
            right: figure.right,
            ties: figure.ties,
            precision: figure.estimate.map(|found| found.value),
            precision_low: figure.estimate.map(|found| found.interval.low),
            precision_high: figure.estimate.map(|found| found.interval.high),
            interval: figure.basis.name(),
            unweighted: figure.unweighted.map(|found| found.value),
            unweighted_low: figure.unweighted.map(|found| found.interval.low),
            unweighted_high: figure.unweighted.map(|found| found.interval.high),
            advice: figure.advice.map(|advice| advice.name()),
            ..ValidationPrecisionRow::default()
        };
        let of = match &figure.group {
            Group::Overall => {
                row.level = "overall";
                None
            }
            Group::Category(at) => {
                row.level = "category";
                Some(*at)
            }
            Group::Entry(at, entry) => {
                row.level = "entry";
                row.entry = Some(entry.clone());
                Some(*at)
            }
            Group::Voice(voice) => {
                row.level = "voice";
                row.voice = Some(voice.clone());
                None
            }
            Group::Outlet(outlet) => {
                row.level = "outlet";
                row.outlet = Some(outlet.clone());
                None
            }
        };
        (row.lexicon, row.category) = names(sample, of);
        row
    };
    figures.iter().map(row).collect()
}

/// The rows of `validation_recall`, in the order of the figures.
pub fn recall_rows(figures: &[Recall], sample: &CodedSample) -> Vec<ValidationRecallRow> {
    let row = |figure: &Recall| {
        let (lexicon, category) = names(sample, figure.category);
        ValidationRecallRow {
            level: if figure.category.is_some() { "category" } else { "overall" },
            lexicon,
            category,
            population: figure.population,
            found: figure.found.map(|found| found.value),
            miss_population: sample.miss_population,
            misses_coded: figure.misses_coded,
            missed: figure.missed,
            not_found: figure.not_found.map(|found| found.value),
            recall: figure.recall.map(|found| found.value),
            recall_low: figure.recall.map(|found| found.interval.low),
            recall_high: figure.recall.map(|found| found.interval.high),
            interval: figure.basis.name(),
        }
    };
    figures.iter().map(row).collect()
}

/// The rows of `validation_agreement`, in the order of the figures; `coders` names the coders.
pub fn agreement_rows(
    figures: &[CoderAgreement],
    sample: &CodedSample,
    coders: &[String],
) -> Vec<ValidationAgreementRow> {
    let name = |at: usize| coders.get(at).map_or("", String::as_str);
    let row = |figure: &CoderAgreement| {
        let (level, of) = match figure.coded {
            Coded::Matches => ("overall", None),
            Coded::Category(at) => ("category", Some(at)),
            Coded::Misses => ("misses", None),
        };
        let (lexicon, category) = names(sample, of);
        ValidationAgreementRow {
            level,
            lexicon,
            category,
            coders: figure.pair.map_or_else(
                || "all".to_owned(),
                |(one, other)| {
                    format!(
                        "{} and \
                {}",
                        name(one),
                        name(other)
                    )
                },
            ),
            units: figure.units,
            percent: figure.percent,
            alpha: figure.alpha,
            alpha_low: figure.interval.map(|interval| interval.low),
            alpha_high: figure.interval.map(|interval| interval.high),
            interval: figure.basis.name(),
            reading: figure.reading().map(|reading| reading.name()),
            kappa: figure.kappa,
        }
    };
    figures.iter().map(row).collect()
}
