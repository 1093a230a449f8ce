//! The table `keyness`: its options, and the terms of a run contrasted.

use super::failure::Failure;
use super::folder::TableFolder;
use super::options::RunOptions;
use super::reading::Reading;
use super::shelf::Shelf;
use crate::compare::{
    Adjustment, Dispersion, ExpectedDispersion, KeynessOptions, LogLikelihood, LogOddsVariance,
    LogRatioZero, MOST_PAIRED, Measure, PriorKind, Sides, TermIndex, TermSurvey, TestedDocuments,
    Yates, keyness,
};
use crate::frame::WordCounts;
use crate::table::{keyness_cells, keyness_schema};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io;
use std::sync::Arc;

/// What shapes the table `keyness`.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Keyness")]
pub(crate) struct KeynessArguments {
    /// Compare phrases of up to so many words too
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3))]
    pub ngrams: u8,
    /// Leave out words and phrases that stand in fewer documents
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub min_documents: u32,
    /// Write at most so many terms for each contrast, those of largest |log_odds_z| [default: all]
    #[arg(long, value_name = "N")]
    pub keyness_rows: Option<usize>,
    /// Give this measure too; repeatable
    #[arg(long, value_name = "MEASURE")]
    pub keyness_measure: Vec<MeasureArgument>,
    /// Which log-likelihood
    #[arg(long, value_name = "VARIANT", default_value = "four-cell")]
    pub log_likelihood: LogLikelihoodArgument,
    /// What the log ratio does with a count of zero: half (0.5 in its place), add-half (0.5 on both
    /// counts), undefined, or a number to add to counts and sizes
    #[arg(long, value_name = "POLICY", default_value = "half", value_parser = log_ratio_zero)]
    pub log_ratio_zero: LogRatioZero,
    /// Prior of the log-odds: a number for the weight of background shares, or flat:ALPHA for the
    /// same on each type
    #[arg(long, value_name = "PRIOR", default_value = "500", value_parser = prior)]
    pub prior: PriorKind,
    /// Terms of the variance of the log-odds
    #[arg(long, value_name = "TERMS", default_value = "two")]
    pub log_odds_variance: VarianceArgument,
    /// Which dispersion
    #[arg(long, value_name = "MEASURE", default_value = "dp-norm")]
    pub dispersion: DispersionArgument,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MeasureArgument {
    Chi2,
    Chi2Yates,
    /// Corrected where an expected count is below 5
    Chi2YatesSmall,
    /// Conservative log ratio
    Lrc,
    PercentDiff,
    OddsRatio,
    /// By conditional maximum likelihood, as R's fisher.test has it
    OddsRatioConditional,
    SimpleMaths,
    Bic,
    Ell,
    /// z of the log-odds against both sides together, as R's tidylo has it
    LogOddsTidylo,
    /// Dispersion to be expected for the count, with dp-norm and dp
    DispersionExpected,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogLikelihoodArgument {
    FourCell,
    TwoCell,
    Williams,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum VarianceArgument {
    Two,
    Four,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DispersionArgument {
    /// DP over its greatest value (Lijffijt & Gries 2012), 0 even, 1 clumped
    DpNorm,
    /// Deviation of proportions (Gries 2008), 0 even
    Dp,
    /// D_P of Egbert, Burch & Biber (2020), 1 even, 0 clumped
    DpEgbert,
    /// D of Juilland (1970), 1 even, 0 clumped
    Juilland,
}

/// A value as it is typed.
fn typed_name(value: impl ValueEnum) -> Option<String> {
    value.to_possible_value().map(|value| value.get_name().to_owned())
}

fn log_ratio_zero(typed: &str) -> Result<LogRatioZero, String> {
    match typed {
        "half" => Ok(LogRatioZero::Half),
        "add-half" => Ok(LogRatioZero::AddHalf),
        "undefined" => Ok(LogRatioZero::Undefined),
        _ => positive(typed).map(LogRatioZero::Walter).ok_or_else(|| {
            "expected half, add-half, \
            undefined, or a number above 0"
                .to_owned()
        }),
    }
}

fn prior(typed: &str) -> Result<PriorKind, String> {
    let found = match typed.strip_prefix("flat:") {
        Some(each) => positive(each).map(PriorKind::Flat),
        None => positive(typed).map(PriorKind::Informative),
    };
    found.ok_or_else(|| "expected a number above 0, or flat: and one".to_owned())
}

fn positive(typed: &str) -> Option<f64> {
    typed.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0)
}

impl KeynessArguments {
    /// As typed, for the record.
    pub(crate) fn record(&self) -> Value {
        json!({
            "ngrams": self.ngrams,
            "min-documents": self.min_documents,
            "keyness-rows": self.keyness_rows,
            "keyness-measure": self.keyness_measure.iter().filter_map(ValueEnum::to_possible_value).map(|value| value.get_name().to_owned()).collect::<Vec<_>>(),
            "log-likelihood": typed_name(self.log_likelihood),
            "log-ratio-zero": match self.log_ratio_zero {
                LogRatioZero::Half => json!("half"),
                LogRatioZero::AddHalf => json!("add-half"),
                LogRatioZero::Undefined => json!("undefined"),
                LogRatioZero::Walter(added) => json!(added),
            },
            "prior": match self.prior {
                PriorKind::Informative(all) => json!(all),
                PriorKind::Flat(each) => json!(format!("flat:{each}")),
            },
            "log-odds-variance": typed_name(self.log_odds_variance),
            "dispersion": typed_name(self.dispersion),
        })
    }

    fn options(&self) -> KeynessOptions {
        let mut measures: Vec<Measure> = Vec::new();
        for typed in &self.keyness_measure {
            let measure = match typed {
                MeasureArgument::Chi2 => Measure::Chi2(Yates::Never),
                MeasureArgument::Chi2Yates => Measure::Chi2(Yates::Always),
                MeasureArgument::Chi2YatesSmall => Measure::Chi2(Yates::SmallExpected),
                MeasureArgument::Lrc => Measure::LogRatioConservative,
                MeasureArgument::PercentDiff => Measure::PercentDifference,
                MeasureArgument::OddsRatio => Measure::OddsRatio,
                MeasureArgument::OddsRatioConditional => Measure::OddsRatioConditional,
                MeasureArgument::SimpleMaths => Measure::SimpleMaths,
                MeasureArgument::Bic => Measure::Bic,
                MeasureArgument::Ell => Measure::Ell,
                MeasureArgument::LogOddsTidylo => Measure::LogOddsTidylo,
                MeasureArgument::DispersionExpected => Measure::DispersionExpected,
            };
            if !measures.contains(&measure) {
                measures.push(measure);
            }
        }
        KeynessOptions {
            log_likelihood: match self.log_likelihood {
                LogLikelihoodArgument::FourCell => LogLikelihood::FourCell,
                LogLikelihoodArgument::TwoCell => LogLikelihood::TwoCell,
                LogLikelihoodArgument::Williams => LogLikelihood::Williams,
            },
            log_ratio_zero: self.log_ratio_zero,
            prior: self.prior,
            variance: match self.log_odds_variance {
                VarianceArgument::Two => LogOddsVariance::Two,
                VarianceArgument::Four => LogOddsVariance::Four,
            },
            dispersion: match self.dispersion {
                DispersionArgument::DpNorm => Dispersion::DpNorm,
                DispersionArgument::Dp => Dispersion::Dp,
                DispersionArgument::DpEgbert => Dispersion::DpEgbert,
                DispersionArgument::Juilland => Dispersion::Juilland,
            },
            measures,
        }
    }
}

/// The words of a run as they are read: a survey of them, and those of each document put aside.
pub(crate) struct Words {
    survey: TermSurvey,
    shelf: Shelf,
}

impl Words {
    pub(crate) fn new(ngrams: u8) -> Self {
        Self { survey: TermSurvey::new(usize::from(ngrams)), shelf: Shelf::new() }
    }

    /// Takes in the next document.
    pub(crate) fn add(&mut self, counts: &WordCounts) -> io::Result<()> {
        let bytes = self.survey.add(counts);
        self.shelf.put(&bytes)
    }

    /// The index of terms, documents numbered by their place in `order`; those that it leaves out
    /// were taken back.
    fn index(self, order: &[usize], least: u32) -> io::Result<TermIndex> {
        let Self { mut survey, mut shelf } = self;
        let wanted: HashSet<usize> = order.iter().copied().collect();
        for place in (0..shelf.len()).filter(|place| !wanted.contains(place)) {
            let mut bytes = Vec::new();
            shelf.take(place, &mut bytes)?;
            survey.forget(&bytes);
        }
        let documents = (0_u32..).zip(order).map(|(number, &place)| {
            let mut bytes = Vec::new();
            shelf.take(place, &mut bytes).map(|()| (number, bytes))
        });
        survey.index(least, documents)
    }
}

/// Writes the table, and says how it was found.
pub(crate) fn write(
    arguments: &KeynessArguments,
    reading: &mut Reading,
    options: &RunOptions,
    folder: &mut TableFolder,
    methods: &mut serde_json::Map<String, Value>,
) -> Result<(), Failure> {
    let Some(words) = reading.words.take() else { return Ok(()) };
    let index = words.index(&reading.order, arguments.min_documents)?;
    let frames = reading.frames.iter();
    let documents = TestedDocuments::new(
        frames.map(|frame| (&frame.outlet, frame.event.as_deref(), frame.tokens)),
    );
    let contrasts = documents.contrasts();
    let p_values = documents.p_values(&index, &contrasts, options.seed);
    let tested = p_values.iter().flatten().flatten().count();
    let q_values = options.adjustment.q_values(&p_values.concat());
    let mut ordered: Vec<(usize, Arc<str>, Arc<str>)> = Vec::new();
    for (at, sides) in contrasts.iter().enumerate() {
        let (outlet, reference) = names(*sides, documents.outlets());
        ordered.push((at, outlet, reference));
    }
    ordered.sort_by(|a, b| (&a.1, &a.2).cmp(&(&b.1, &b.2)));
    let variants = arguments.options();
    let expected = variants
        .measures
        .contains(&Measure::DispersionExpected)
        .then(|| ExpectedDispersion::new(&index, &documents));
    let (mut left_out, mut written) = (0_usize, 0_usize);
    let rows = ordered.iter().flat_map(|(at, outlet, reference)| {
        let size = index.terms.len();
        let q = q_values.get(at * size..(at + 1) * size).unwrap_or_default();
        let p = p_values.get(*at).map(Vec::as_slice).unwrap_or_default();
        let sides = contrasts.get(*at).copied();
        let mut rows = sides
            .map(|sides| keyness(&index, &documents, sides, (p, q), expected.as_ref(), &variants))
            .unwrap_or_default();
        let kept = arguments.keyness_rows.unwrap_or(usize::MAX);
        left_out += rows.len().saturating_sub(kept);
        rows.truncate(kept);
        written += rows.len();
        rows.into_iter().map(move |row| (row, outlet, reference))
    });
    folder.write_with(
        keyness_schema(&variants.measures, documents.has_events()),
        rows,
        |(row, outlet, reference), sink| {
            keyness_cells(&row, &index, (outlet, reference), documents.has_events(), sink);
        },
    )?;
    methods.insert(
        "keyness".to_owned(),
        described(
            arguments,
            (&variants, options.adjustment),
            &index,
            (tested, left_out),
            contrasts.len(),
        ),
    );
    if written > MOST_SPREADSHEET_ROWS {
        reading.warnings.push(format!(
            "keyness has {written} rows, more than a spreadsheet opens; --keyness-rows 1000 writes \
                the first 1,000 of each contrast"
        ));
    }
    if documents.outlets().len() > MOST_PAIRED {
        reading.warnings.push(format!(
            "keyness compares each outlet with all others alone, since there are \
                more than {MOST_PAIRED} outlets"
        ));
    }
    Ok(())
}

/// Rows of a sheet below its header in Excel and LibreOffice.
const MOST_SPREADSHEET_ROWS: usize = 1_048_575;

/// The name of all other outlets together.
const OTHERS: &str = "all others";

fn names(sides: Sides, outlets: &[Arc<str>]) -> (Arc<str>, Arc<str>) {
    let name = |outlet: u32| outlets.get(outlet as usize).cloned().unwrap_or_else(|| "".into());
    let mut others = OTHERS.to_owned();
    // An outlet may be called so.
    while outlets.iter().any(|outlet| **outlet == *others) {
        others.push_str(" (together)");
    }
    (name(sides.outlet), sides.reference.map_or_else(|| others.as_str().into(), name))
}

fn described(
    arguments: &KeynessArguments,
    (options, adjustment): (&KeynessOptions, Adjustment),
    index: &TermIndex,
    (tested, left_out): (usize, usize),
    contrasts: usize,
) -> Value {
    json!({
        "terms": if arguments.ngrams > 1 { format!("types and phrases of up to {} words that no \
            mark parts", arguments.ngrams) } else { "types".to_owned() },
        "min_documents": arguments.min_documents,
        "order": "within a contrast by |log_odds_z|, then by term",
        "types": index.types,
        "terms_compared": index.terms.len(),
        "contrasts": contrasts,
        "rows_left_out": left_out,
        "log_likelihood": match options.log_likelihood {
            LogLikelihood::FourCell => "G2 over four cells (Dunning 1993), negative where the \
                outlet's rate is lower",
            LogLikelihood::TwoCell => "G2 over two cells (Rayson and Garside 2000), negative where \
                the outlet's rate is lower",
            LogLikelihood::Williams => "G2 over four cells (Dunning 1993) over Williams' divisor \
                (1976), negative where the outlet's rate is lower",
        },
        "log_ratio": match options.log_ratio_zero {
            LogRatioZero::Half => "log2 of the ratio of rates (Hardie 2014), 0.5 in place of a \
                zero".to_owned(),
            LogRatioZero::AddHalf => "log2 of the ratio of rates (Hardie 2014), 0.5 added to both \
                counts".to_owned(),
            LogRatioZero::Walter(d) => format!("log2 of the ratio of rates, {d} added to counts \
                and sizes (Walter 1975)"),
            LogRatioZero::Undefined => "log2 of the ratio of rates (Hardie 2014), empty for a \
                zero".to_owned(),
        },
        "log_odds": format!(
            "weighted log-odds (Monroe, Colaresi and Quinn 2008), {}, {}-term variance",
            match options.prior {
                PriorKind::Informative(all) => format!("informative Dirichlet prior: shares of all \
                    tokens of the run, alpha_0 = {all}"),
                PriorKind::Flat(each) => format!("flat Dirichlet prior, alpha = {each} on each of \
                    {} types", index.types),
            },
            if options.variance == LogOddsVariance::Two { "two" } else { "four" },
        ),
        "log_ratio_within_event": "log2 of the Mantel-Haenszel rate ratio on shared events (Mantel \
            and Haenszel 1959); only where documents have events",
        "dispersion": match options.dispersion {
            Dispersion::DpNorm => "DPnorm over the outlet's documents (Lijffijt and Gries 2012), 0 \
                even, 1 clumped",
            Dispersion::Dp => "DP over the outlet's documents (Gries 2008), 0 even, 1 clumped",
            Dispersion::DpEgbert => "D_P over the outlet's documents (Egbert, Burch and Biber \
                2020), 1 even, 0 clumped",
            Dispersion::Juilland => "Juilland's D over the outlet's documents (1970), 1 even, 0 \
                clumped",
        },
        "p_value": "permutation of documents between the two sides, within events where given; \
            statistic: the outlet's occurrences beyond its share by tokens, two-sided; \
                    all labellings tried where they are at most 16384; else \
                    by the exact mean, variance and third moment (Pearson type III), and below .1 \
                    by counting the placements of the documents that hold the term (up to 4096) \
                    or drawing 400 of them by importance sampling, the observed one counted in \
                    (Harrison 2012; standard error about 5 % of p); moments alone where more than \
                    200 documents hold it",
        "q_value": format!("{} over the {tested} terms and contrasts with a p_value, after the \
            filter", adjustment.name()),
    })
}
