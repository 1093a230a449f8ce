//! Measures of keyness that may be asked for besides those that every table has.

use super::{TwoCounts, Yates, log_odds_tidylo};
use crate::prose::named_choice;

/// A measure that may be asked for besides those that the table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl Measure {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Chi2(Yates::Never),
        Self::Chi2(Yates::Always),
        Self::Chi2(Yates::SmallExpected),
        Self::LogRatioConservative,
        Self::PercentDifference,
        Self::OddsRatio,
        Self::OddsRatioConditional,
        Self::SimpleMaths,
        Self::Bic,
        Self::Ell,
        Self::LogOddsTidylo,
        Self::DispersionExpected,
    ];

    /// The name by which it is chosen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chi2(Yates::Never) => "chi2",
            Self::Chi2(Yates::Always) => "chi2-yates",
            Self::Chi2(Yates::SmallExpected) => "chi2-yates-small",
            Self::LogRatioConservative => "lrc",
            Self::PercentDifference => "percent-diff",
            Self::OddsRatio => "odds-ratio",
            Self::OddsRatioConditional => "odds-ratio-conditional",
            Self::SimpleMaths => "simple-maths",
            Self::Bic => "bic",
            Self::Ell => "ell",
            Self::LogOddsTidylo => "log-odds-tidylo",
            Self::DispersionExpected => "dispersion-expected",
        }
    }

    /// The name of its column.
    pub fn column(self) -> String {
        self.name().replace('-', "_")
    }

    /// What it is, for the description of its column.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Chi2(Yates::Never) => {
                "Pearson's chi-square, uncorrected; negative where the outlet's rate is lower"
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
                "Ratio of occurrences per million, 1 added to both (Kilgarriff 2009)"
            }
            Self::Bic => "Two-cell G² less ln N (Wilson 2013)",
            Self::Ell => {
                "Two-cell G² / (N ln min E) (Johnston, Berry & Mielke 2006); empty where the \
                 smaller expected count is not above 1"
            }
            Self::LogOddsTidylo => {
                "z of the log-odds difference of the outlet to both sides together, by the rule of \
                 tidylo for R: prior of the counts of both sides, two-term variance; equal to \
                 tidylo's \
                 where there are two groups, since tidylo's prior is of all groups"
            }
            Self::DispersionExpected => {
                "The dispersion to be expected for this count, had the occurrences fallen on the \
                 outlet's tokens at random; that of rare terms is high by construction. Of DPnorm \
                 and DP alone"
            }
        }
    }

    /// Its value for two counts, among so many terms that are compared; `dispersion` is that to be
    /// expected.
    pub(super) fn value(
        self,
        counts: TwoCounts,
        candidates: u64,
        dispersion: Option<f64>,
    ) -> Option<f64> {
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

named_choice!(Measure);
