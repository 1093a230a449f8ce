//! Rows of a validation: precision, recall, agreement.

use super::schema::tables;
use crate::validation::{Coded, CodedSample, CoderAgreement, Group, Precision, Recall};
use std::sync::Arc;

tables! {
    validation_precision (level, lexicon, category, entry, voice, outlet)
    "One row per group of hand-coded matches: which share is right, with 95 % intervals. Where \
     coders differ the majority counts, a tie counts half." ValidationPrecisionRow {
        level: &'static str = "What the row is of: overall, category, entry, voice or outlet",
        lexicon: Option<Arc<str>> = "Lexicon, of a category or entry",
        category: Option<Arc<str>> = "Category, of a category or entry",
        entry: Option<Arc<str>> = "Entry",
        voice: Option<Arc<str>> = "Voice",
        outlet: Option<Arc<str>> = "Outlet",
        population: Option<u64> = "Matches in the corpus; known of categories and over all, where \
            it counts the categories of which matches were coded",
        sampled: u64 = "Matches in the sample",
        coded: u64 = "Of these, coded by anyone",
        right: f64 = "Of these, right: the term has the sense that the category describes; a tie \
            counts half",
        ties: u64 = "Coded matches over which coders are split evenly",
        precision: Option<f64> = "Estimated share of right matches in the corpus, 0 to 1; of \
            groups that lie across categories each category weighs as many matches as it has in \
            the corpus",
        precision_low: Option<f64> = "Lower end of its 95 % interval",
        precision_high: Option<f64> = "Upper end of its 95 % interval",
        interval_method: &'static str = "How the interval was found: wilson (1927), or wilson for \
            the \
            effective size of a sample in which categories count for what they have in the corpus \
            (Franco et al. 2019); or why there is none",
        unweighted: Option<f64> = "right / coded",
        unweighted_low: Option<f64> = "Lower end of its Wilson interval",
        unweighted_high: Option<f64> = "Upper end of its Wilson interval",
        advice: Option<&'static str> = "Of entries: drop (at least 4 coded and precision_high \
            below .5), review (at least 5 coded and precision below .5), else empty",
    }

    validation_recall (level, lexicon, category)
    "One row per category, and one over all: which share of what is there was found. Sentences \
     that hold a match are not searched for more, which raises recall; false alarms of coders \
     lower it." ValidationRecallRow {
        level: &'static str = "What the row is of: overall or category",
        lexicon: Option<Arc<str>> = "Lexicon",
        category: Option<Arc<str>> = "Category",
        population: Option<u64> = "Matches in the corpus; over all, those of the categories of \
            which matches were coded; empty for a category that is not in the sample",
        found: Option<f64> = "Right matches in the corpus: population × precision",
        miss_population: u64 = "Sentences of at least five tokens without a match in the corpus",
        misses_coded: u64 = "Of these, coded by anyone",
        missed: f64 = "Coded ones that express the category by the majority; a tie counts half",
        not_found: Option<f64> = "Such sentences in the corpus: miss_population × missed / \
            misses_coded",
        recall: Option<f64> = "found / (found + not_found), 0 to 1",
        recall_low: Option<f64> = "Lower end of its 95 % interval",
        recall_high: Option<f64> = "Upper end of its 95 % interval",
        interval_method: &'static str = "How the interval was found: MOVER-R (Donner & Zou 2012) \
            from the \
            Wilson ends of precision and of the share of misses; or why there is no recall",
    }

    validation_agreement (level, lexicon, category, coders)
    "One row per kind of unit: how well coders agree; of more than two coders also one row for \
     each pair." ValidationAgreementRow {
        level: &'static str = "What was coded: overall (all matches), category (its matches) or \
            misses (sentences without a match)",
        lexicon: Option<Arc<str>> = "Lexicon",
        category: Option<Arc<str>> = "Category",
        coders: String = "all, or the two coders of a pair",
        units: u64 = "Units with two codes or more; others say nothing of agreement",
        percent: Option<f64> = "Share of pairs of codes on a unit that agree, 0 to 1",
        alpha: Option<f64> = "Krippendorff's alpha (2011), nominal; empty where all codes are \
            alike",
        alpha_low: Option<f64> = "Lower end of its 95 % interval: 2.5 percentile over 5000 \
            resamples of the units",
        alpha_high: Option<f64> = "Upper end of its 95 % interval",
        interval_method: &'static str = "How the interval was found, or why there is no alpha or \
            no \
            interval",
        reading: Option<&'static str> = "What alpha is customarily taken to allow: reliable from \
            .800, tentative conclusions from .667 (Krippendorff 2004); without an interval only \
            told where it is too low",
        kappa: Option<f64> = "Cohen's kappa (1960); over more than two coders the mean of the \
            pairs that have one",
    }
}

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
            precision: figure.estimate.value().map(|found| found.value),
            precision_low: figure.estimate.value().map(|found| found.interval.low),
            precision_high: figure.estimate.value().map(|found| found.interval.high),
            interval_method: figure.estimate.name(),
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
            recall: figure.recall.value().map(|found| found.value),
            recall_low: figure.recall.value().map(|found| found.interval.low),
            recall_high: figure.recall.value().map(|found| found.interval.high),
            interval_method: figure.recall.name(),
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
                |(one, other)| format!("{} and {}", name(one), name(other)),
            ),
            units: figure.units,
            percent: figure.percent,
            alpha: figure.alpha,
            alpha_low: figure.interval.value().map(|interval| interval.low),
            alpha_high: figure.interval.value().map(|interval| interval.high),
            interval_method: figure.interval.name(),
            reading: figure.reading().map(|reading| reading.name()),
            kappa: figure.kappa,
        }
    };
    figures.iter().map(row).collect()
}
