//! Weighted log-odds: how much likelier a term is in one text than in another, drawn towards a
//! prior.

use super::TwoCounts;
use crate::prose::named_choice;

/// The Dirichlet prior of a term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// α_w: what the prior adds to the term's count in either text.
    pub term: f64,
    /// α₀: what it adds to either text's tokens.
    pub all: f64,
}

/// Which terms the variance of a log-odds difference has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogOddsVariance {
    /// 1/(y₁+α_w) + 1/(y₂+α_w), which does for rare terms.
    #[default]
    Two,
    /// These and 1/(n₁+α₀−y₁−α_w) + 1/(n₂+α₀−y₂−α_w).
    Four,
}

impl LogOddsVariance {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Two, Self::Four];

    /// The name by which it is chosen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Two => "two",
            Self::Four => "four",
        }
    }

    /// What it is, for descriptions.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Two => "two-term variance",
            Self::Four => "four-term variance",
        }
    }
}

named_choice!(LogOddsVariance);

/// A weighted log-odds difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogOdds {
    /// δ, natural log; positive where the first text has more.
    pub delta: f64,
    /// δ over its standard deviation.
    pub z: f64,
}

/// The weighted log-odds difference of a term (Monroe, Colaresi & Quinn 2008), δ =
/// ln[(y₁+α_w)/(n₁+α₀−y₁−α_w)] − ln[(y₂+α_w)/(n₂+α₀−y₂−α_w)], and z = δ/√variance. `None` where a
/// text holds nothing else.
pub fn log_odds(counts: TwoCounts, prior: Prior, variance: LogOddsVariance) -> Option<LogOdds> {
    let (y1, y2) = (counts.a + prior.term, counts.b + prior.term);
    let (others1, others2) = (counts.n1 + prior.all - y1, counts.n2 + prior.all - y2);
    if y1 <= 0.0 || y2 <= 0.0 || others1 <= 0.0 || others2 <= 0.0 {
        return None;
    }
    let delta = (y1 / others1).ln() - (y2 / others2).ln();
    let rare = 1.0 / y1 + 1.0 / y2;
    let variance = match variance {
        LogOddsVariance::Two => rare,
        LogOddsVariance::Four => rare + 1.0 / others1 + 1.0 / others2,
    };
    let z = delta / variance.sqrt();
    (delta.is_finite() && z.is_finite()).then_some(LogOdds { delta, z })
}

/// z of the log-odds difference as tidylo's `bind_log_odds` has it, of the first text against both
/// together: α_w = a + b, α₀ = n₁ + n₂, y₁ = a + α_w of n₁ + α₀, Y = y₁ + y₂ of M = n₁ + n₂ + 2α₀;
/// δ = ln[y₁/(n₁+α₀−y₁)] − ln[Y/(M−Y)], z = δ/√(1/y₁ + 1/Y). The first text is part of what it is
/// held against, so z ranks and does not test. `None` without occurrences, and where a text holds
/// nothing else.
pub fn log_odds_tidylo(counts: TwoCounts) -> Option<LogOdds> {
    let (term, all) = (counts.a + counts.b, counts.n1 + counts.n2);
    // Both texts with the prior of each: three times what there is.
    let against =
        TwoCounts { a: counts.a + term, n1: counts.n1 + all, b: 3.0 * term, n2: 3.0 * all };
    log_odds(against, Prior { term: 0.0, all: 0.0 }, LogOddsVariance::Two)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the words rebels, militants, forces, the: occurrences in two texts of 1,000 and 2,000
    /// tokens.
    const COUNTS: [(f64, f64); 4] = [(30.0, 10.0), (5.0, 35.0), (40.0, 80.0), (925.0, 1875.0)];

    fn z(prior: impl Fn(f64) -> Prior, variance: LogOddsVariance) -> Vec<f64> {
        let of = |&(a, b): &(f64, f64)| {
            log_odds(TwoCounts { a, n1: 1000.0, b, n2: 2000.0 }, prior(a + b), variance).unwrap().z
        };
        COUNTS.iter().map(of).collect()
    }

    #[track_caller]
    fn close(found: &[f64], expected: [f64; 4]) {
        assert!(
            found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 5.1e-7),
            "{found:?}"
        );
    }

    #[test]
    fn z_has_its_published_values_with_either_prior_and_variance() {
        let flat = |_| Prior { term: 0.1, all: 0.4 };
        close(&z(flat, LogOddsVariance::Two), [4.978649, -2.634818, 0.005642, -4.910271]);
        close(&z(flat, LogOddsVariance::Four), [4.950037, -2.625983, 0.005528, -1.304397]);
        let informative = |pooled: f64| Prior { term: 100.0 * pooled / 3000.0, all: 100.0 };
        close(&z(informative, LogOddsVariance::Two), [4.867044, -2.582342, 0.0, -4.699155]);
        close(&z(informative, LogOddsVariance::Four), [4.838645, -2.572656, 0.0, -1.242009]);
    }

    #[test]
    fn z_of_the_flat_prior_is_what_one_finds_by_hand() {
        let prior = Prior { term: 0.1, all: 0.4 };
        let found = log_odds(
            TwoCounts { a: 30.0, n1: 1000.0, b: 10.0, n2: 2000.0 },
            prior,
            LogOddsVariance::Two,
        )
        .unwrap();
        let delta = (30.1_f64 / 970.3).ln() - (10.1_f64 / 1990.3).ln();
        assert!((found.delta - delta).abs() < 1e-12);
        assert!((found.z - delta / (1.0 / 30.1 + 1.0 / 10.1_f64).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn z_of_tidylo_has_its_published_values() {
        let of = |&(a, b): &(f64, f64)| {
            log_odds_tidylo(TwoCounts { a, n1: 1000.0, b, n2: 2000.0 }).unwrap().z
        };
        close(&COUNTS.iter().map(of).collect::<Vec<_>>(), [1.836253, -0.984021, 0.0, -1.676713]);
        assert_eq!(log_odds_tidylo(TwoCounts { a: 0.0, n1: 1000.0, b: 0.0, n2: 2000.0 }), None);
        assert_eq!(log_odds_tidylo(TwoCounts { a: 5.0, n1: 5.0, b: 3.0, n2: 3.0 }), None);
    }

    #[test]
    fn a_text_that_holds_nothing_else_has_no_log_odds() {
        let counts = TwoCounts { a: 5.0, n1: 5.0, b: 3.0, n2: 3.0 };
        assert_eq!(log_odds(counts, Prior { term: 500.0, all: 500.0 }, LogOddsVariance::Two), None);
    }
}
