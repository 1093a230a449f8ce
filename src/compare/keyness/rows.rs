//! Keyness of each term in a contrast: counts, rates, the measures asked for, p and q.

use super::contrast::{Sides, TestedDocuments};
use super::{
    Dispersion, ExpectedDispersion, LogOddsVariance, LogRatioZero, Parts, Prior, TermIndex,
    TwoCounts, Yates, log_odds, log_odds_tidylo,
};
use rayon::prelude::*;

/// Which G² is given as the log-likelihood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogLikelihood {
    /// Over four cells (Dunning 1993).
    #[default]
    FourCell,
    /// Over the two cells of occurrences (Rayson & Garside 2000).
    TwoCell,
    /// Four cells over Williams' divisor (1976).
    Williams,
}

/// The prior of the weighted log-odds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PriorKind {
    /// A term's share of all tokens of the run times this α₀.
    Informative(f64),
    /// This α for each type of the run.
    Flat(f64),
}

/// A measure that may be asked for besides those that the table has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// χ² with this policy of correction.
    Chi2(Yates),
    /// LRC at .05, Bonferroni over the terms of the contrast.
    LogRatioConservative,
    /// %DIFF.
    PercentDifference,
    /// The sample odds ratio.
    OddsRatio,
    /// The conditional odds ratio.
    OddsRatioConditional,
    /// Simple maths with k = 1.
    SimpleMaths,
    /// BIC of the two-cell G².
    Bic,
    /// ELL of the two-cell G².
    Ell,
    /// z of the log-odds by tidylo's rule.
    LogOddsTidylo,
    /// The dispersion to be expected for the frequency.
    DispersionExpected,
}

/// The variants that are computed.
#[derive(Clone, Debug, PartialEq)]
pub struct KeynessOptions {
    /// Which G².
    pub log_likelihood: LogLikelihood,
    /// What the log ratio does with zeros.
    pub log_ratio_zero: LogRatioZero,
    /// The prior of the log-odds.
    pub prior: PriorKind,
    /// The variance of the log-odds.
    pub variance: LogOddsVariance,
    /// Which dispersion.
    pub dispersion: Dispersion,
    /// Measures to be given besides.
    pub measures: Vec<Measure>,
}

impl Default for KeynessOptions {
    fn default() -> Self {
        Self {
            log_likelihood: LogLikelihood::FourCell,
            log_ratio_zero: LogRatioZero::Half,
            prior: PriorKind::Informative(500.0),
            variance: LogOddsVariance::Two,
            dispersion: Dispersion::DpNorm,
            measures: Vec::new(),
        }
    }
}

/// A term in a contrast.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyness {
    /// Its place in the index.
    pub term: usize,
    /// Occurrences and tokens of the two sides.
    pub counts: TwoCounts,
    /// Documents of the outlet that hold it.
    pub documents: u64,
    /// Documents of the reference that hold it.
    pub documents_reference: u64,
    /// G², signed.
    pub log_likelihood: f64,
    /// log₂ of the ratio of rates.
    pub log_ratio: Option<f64>,
    /// Weighted log-odds difference.
    pub log_odds: Option<f64>,
    /// Its z.
    pub log_odds_z: Option<f64>,
    /// p by permutation of documents.
    pub p_value: Option<f64>,
    /// The same, adjusted over all that were tested.
    pub q_value: Option<f64>,
    /// Over the outlet's documents.
    pub dispersion: Option<f64>,
    /// log₂ of the Mantel–Haenszel rate ratio within events.
    pub log_ratio_within_event: Option<f64>,
    /// The measures asked for, in their order.
    pub measures: Vec<Option<f64>>,
}

/// The terms that occur on either side of a contrast, the farthest from chance by |z| first; p- and
/// q-values in the order of the index. Without `expected` no dispersion to be expected is given.
pub fn keyness(
    index: &TermIndex,
    documents: &TestedDocuments,
    sides: Sides,
    (p_values, q_values): (&[Option<f64>], &[Option<f64>]),
    expected: Option<&ExpectedDispersion>,
    options: &KeynessOptions,
) -> Vec<Keyness> {
    let all = (0_u32..).take(documents.outlets().len());
    let tokens = |is_first: bool| -> u64 {
        all.clone()
            .filter(|outlet| sides.side(*outlet) == Some(is_first))
            .map(|outlet| documents.parts(outlet).tokens)
            .sum()
    };
    let (n1, n2) = (tokens(true) as f64, tokens(false) as f64);
    let run: f64 = all.clone().map(|outlet| documents.parts(outlet).tokens as f64).sum();
    let own = documents.parts(sides.outlet);
    let rows = index.terms.par_iter().enumerate().map(|(term, indexed)| {
        let mut found = Occurrences::default();
        for &(document, count) in &indexed.postings {
            let Some((outlet, tokens)) = documents.document(document) else { continue };
            found.add(sides.side(outlet), count, tokens);
        }
        let counts = TwoCounts { a: found.first as f64, n1, b: found.second as f64, n2 };
        let prior = match options.prior {
            PriorKind::Informative(all) => Prior { term: all * found.all as f64 / run, all },
            PriorKind::Flat(each) => Prior { term: each, all: each * index.types as f64 },
        };
        (found.first + found.second > 0).then(|| {
            let odds = log_odds(counts, prior, options.variance);
            Keyness {
                term,
                counts,
                documents: found.own.len() as u64,
                documents_reference: found.documents_second,
                log_likelihood: match options.log_likelihood {
                    LogLikelihood::FourCell => counts.g2_four_cell(),
                    LogLikelihood::TwoCell => counts.g2_two_cell(),
                    LogLikelihood::Williams => counts.g2_williams(),
                },
                log_ratio: counts.log_ratio(options.log_ratio_zero),
                log_odds: odds.map(|odds| odds.delta),
                log_odds_z: odds.map(|odds| odds.z),
                p_value: p_values.get(term).copied().flatten(),
                q_value: q_values.get(term).copied().flatten(),
                dispersion: dispersion(&own, options.dispersion, &found),
                log_ratio_within_event: documents
                    .has_events()
                    .then(|| documents.log_ratio_within_event(indexed, sides))
                    .flatten(),
                measures: Vec::new(),
            }
        })
    });
    let mut rows: Vec<Keyness> = rows.flatten().collect();
    let candidates = rows.len() as u64;
    if !options.measures.is_empty() {
        rows.par_iter_mut().for_each(|row| {
            let dispersion = expected.and_then(|expected| {
                expected.of(options.dispersion, sides.outlet, row.counts.a as u64)
            });
            row.measures = options
                .measures
                .iter()
                .map(|measure| measure.of(row.counts, candidates, dispersion))
                .collect();
        });
    }
    let far = |row: &Keyness| row.log_odds_z.map_or(0.0, f64::abs);
    rows.par_sort_by(|a, b| far(b).total_cmp(&far(a)).then(a.term.cmp(&b.term)));
    rows
}

fn dispersion(own: &Parts, measure: Dispersion, found: &Occurrences) -> Option<f64> {
    own.dispersion(measure, found.own.iter().copied())
}

/// What a term's postings sum to.
#[derive(Debug, Default)]
struct Occurrences {
    all: u64,
    first: u64,
    second: u64,
    documents_second: u64,
    own: Vec<(u32, u64)>,
}

impl Occurrences {
    fn add(&mut self, side: Option<bool>, count: u32, tokens: u64) {
        self.all += u64::from(count);
        match side {
            Some(true) => {
                self.first += u64::from(count);
                self.own.push((count, tokens));
            }
            Some(false) => {
                self.second += u64::from(count);
                self.documents_second += 1;
            }
            None => {}
        }
    }
}

impl Measure {
    /// Its column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chi2(Yates::Never) => "chi2",
            Self::Chi2(Yates::Always) => "chi2_yates",
            Self::Chi2(Yates::SmallExpected) => "chi2_yates_small",
            Self::LogRatioConservative => "lrc",
            Self::PercentDifference => "percent_diff",
            Self::OddsRatio => "odds_ratio",
            Self::OddsRatioConditional => "odds_ratio_conditional",
            Self::SimpleMaths => "simple_maths",
            Self::Bic => "bic",
            Self::Ell => "ell",
            Self::LogOddsTidylo => "log_odds_tidylo",
            Self::DispersionExpected => "dispersion_expected",
        }
    }

    /// What it is, for the description of its column.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Chi2(Yates::Never) => {
                "Pearson's chi-square, uncorrected; negative where the \
                outlet's rate is lower"
            }
            Self::Chi2(Yates::Always) => {
                "Chi-square with Yates' correction (1934) in every table; negative where the \
                    outlet's rate is lower"
            }
            Self::Chi2(Yates::SmallExpected) => {
                "Chi-square with Yates' correction (1934) where an expected count is below 5; \
                    negative where the outlet's rate is lower"
            }
            Self::LogRatioConservative => {
                "LRC (Evert 2022): the end nearer to 0 of the 95 % Clopper-Pearson interval of the \
                    log ratio, Bonferroni over the terms of the contrast; 0 where it spans 0"
            }
            Self::PercentDifference => {
                "100 times the difference of rates over the reference's (Gabrielatos & Marchi \
                    2011); empty where the reference has none"
            }
            Self::OddsRatio => "Sample odds ratio; empty where it is not finite",
            Self::OddsRatioConditional => {
                "Odds ratio likeliest given the margins (Fisher 1935), as fisher.test of R and \
                    quanteda's measure exact give it; empty where it is 0 or infinite"
            }
            Self::SimpleMaths => {
                "Ratio of occurrences per million, 1 added to both (Kilgarriff \
                2009)"
            }
            Self::Bic => "Two-cell G² less ln N (Wilson 2013)",
            Self::Ell => {
                "Two-cell G² / (N ln min E) (Johnston, Berry & Mielke 2006); empty where the \
                    smaller expected count is not above 1"
            }
            Self::LogOddsTidylo => {
                "z of the log-odds difference of the outlet to both sides together, by the rule of \
                    tidylo for R: prior of the counts of both sides, two-term variance"
            }
            Self::DispersionExpected => {
                "The dispersion to be expected for this count, had the occurrences fallen on the \
                    outlet's tokens at random; that of rare terms is high by construction. Of \
                    DPnorm and DP alone"
            }
        }
    }

    fn of(self, counts: TwoCounts, candidates: u64, dispersion: Option<f64>) -> Option<f64> {
        match self {
            Self::Chi2(policy) => Some(counts.chi2(policy)),
            Self::LogRatioConservative => counts.log_ratio_conservative(0.05, candidates),
            Self::PercentDifference => counts.percent_difference(),
            Self::OddsRatio => counts.odds_ratio(),
            Self::OddsRatioConditional => counts.odds_ratio_conditional(),
            Self::SimpleMaths => counts.simple_maths(1.0),
            Self::Bic => counts.bic(),
            Self::Ell => counts.ell(),
            Self::LogOddsTidylo => log_odds_tidylo(counts).map(|odds| odds.z),
            Self::DispersionExpected => dispersion,
        }
    }
}
