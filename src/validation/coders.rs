//! How well the coders of a sample agree: over all matches, in each category, on misses, and each
//! pair of coders.

use super::agreement::{Agreement, Metric};
use super::{CodedSample, Uncoded};
use crate::stat::{Estimated, Interval, Method};
use std::collections::BTreeSet;

/// What was coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coded {
    /// All matches, as right or wrong.
    Matches,
    /// The matches of a category, by its place.
    Category(usize),
    /// Sentences without a match; two codes agree where they name the same categories.
    Misses,
}

/// What an alpha is customarily taken to allow (Krippendorff 2004, p. 241).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlphaReading {
    /// .800 or more.
    Reliable,
    /// .667 to .800.
    Tentative,
    /// Below .667.
    Unreliable,
}

impl AlphaReading {
    /// The reading of an alpha. A rounding error does not lower it.
    pub fn from_alpha(alpha: f64) -> Self {
        match alpha + 1e-12 {
            alpha if alpha >= 0.8 => Self::Reliable,
            alpha if alpha >= 0.667 => Self::Tentative,
            _ => Self::Unreliable,
        }
    }

    /// In words, as tables show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reliable => "reliable (.800 or more)",
            Self::Tentative => "for tentative conclusions only (.667 to .800)",
            Self::Unreliable => "too low to rely on (below .667)",
        }
    }
}

/// How well coders agree on one kind of unit.
#[derive(Clone, Debug, PartialEq)]
pub struct CoderAgreement {
    /// What was coded.
    pub coded: Coded,
    /// The two coders by their places; none for all together.
    pub pair: Option<(usize, usize)>,
    /// Units with two codes or more.
    pub units: u64,
    /// Share of pairs of codes that agree.
    pub percent: Option<f64>,
    /// Krippendorff's alpha, nominal.
    pub alpha: Option<f64>,
    /// Its interval.
    pub interval: Estimated<Interval, Uncoded>,
    /// Cohen's kappa of the pair; over all coders the mean of those pairs that have one.
    pub kappa: Option<f64>,
}

impl CoderAgreement {
    /// What its alpha allows. Without an interval nothing is said for it, only against it.
    pub fn reading(&self) -> Option<AlphaReading> {
        self.alpha.map(AlphaReading::from_alpha).filter(|reading| {
            self.interval.value().is_some() || *reading == AlphaReading::Unreliable
        })
    }
}

/// The agreement of all coders over all matches, then in each category that has matches in the
/// sample, then on misses; of more than two coders also that of each pair, behind the figure of
/// all.
pub fn coder_agreement(sample: &CodedSample, seed: u64) -> Vec<CoderAgreement> {
    let code = |codes: &Vec<Option<bool>>| {
        codes.iter().map(|code| code.map(|right| f64::from(u8::from(right)))).collect::<Vec<_>>()
    };
    let matches: Vec<(usize, Vec<Option<f64>>)> =
        sample.matches.iter().map(|found| (found.category, code(&found.codes))).collect();
    let all: Vec<Vec<Option<f64>>> = matches.iter().map(|(_, codes)| codes.clone()).collect();
    let mut figures = figures(sample, Coded::Matches, &all, seed);
    for at in 0..sample.categories.len() {
        let units: Vec<Vec<Option<f64>>> = matches
            .iter()
            .filter(|(category, _)| *category == at)
            .map(|(_, codes)| codes.clone())
            .collect();
        if !units.is_empty() {
            figures.extend(self::figures(sample, Coded::Category(at), &units, seed));
        }
    }
    if !sample.misses.is_empty() {
        // Each set of categories is a code of its own.
        let sets: BTreeSet<&BTreeSet<usize>> =
            sample.misses.iter().flat_map(|miss| miss.codes.iter().flatten()).collect();
        let place =
            |set: &BTreeSet<usize>| sets.iter().position(|known| *known == set).map(|at| at as f64);
        let code = |code: &Option<BTreeSet<usize>>| code.as_ref().and_then(place);
        let units: Vec<Vec<Option<f64>>> =
            sample.misses.iter().map(|miss| miss.codes.iter().map(code).collect()).collect();
        figures.extend(self::figures(sample, Coded::Misses, &units, seed));
    }
    figures
}

fn figures(
    sample: &CodedSample,
    coded: Coded,
    units: &[Vec<Option<f64>>],
    seed: u64,
) -> Vec<CoderAgreement> {
    let codes = Agreement::new(units);
    let alpha = codes.alpha(Metric::Nominal);
    let never_differ = codes.percent().is_some_and(|percent| percent >= 1.0);
    let interval = codes.alpha_interval(Metric::Nominal, seed).filter(|_| !never_differ);
    let pairs: Vec<(usize, usize)> = (0..sample.coders)
        .flat_map(|one| (one + 1..sample.coders).map(move |other| (one, other)))
        .collect();
    let kappas: Vec<f64> =
        pairs.iter().filter_map(|(one, other)| codes.kappa(*one, *other)).collect();
    let lacks = |alpha: Option<f64>, units: usize| match alpha {
        _ if sample.coders < 2 => Uncoded::OneCoder,
        None if units == 0 => Uncoded::NoneTwice,
        None => Uncoded::AllAlike,
        Some(_) => Uncoded::Pair,
    };
    let mut figures = vec![CoderAgreement {
        coded,
        pair: None,
        units: codes.units() as u64,
        percent: codes.percent(),
        alpha,
        interval: match (alpha, interval) {
            (Some(_), Some(interval)) => Estimated::Found(interval, Method::Percentile),
            (Some(_), None) if never_differ => Estimated::Missing(Uncoded::NeverDiffer),
            (Some(_), None) => Estimated::Missing(Uncoded::TooAlike),
            (None, _) => Estimated::Missing(lacks(None, codes.units())),
        },
        kappa: (!kappas.is_empty()).then(|| kappas.iter().sum::<f64>() / kappas.len() as f64),
    }];
    if sample.coders > 2 {
        for (one, other) in pairs {
            let both = codes.pair(one, other);
            let alpha = both.alpha(Metric::Nominal);
            figures.push(CoderAgreement {
                coded,
                pair: Some((one, other)),
                units: both.units() as u64,
                percent: both.percent(),
                alpha,
                interval: Estimated::Missing(lacks(alpha, both.units())),
                kappa: both.kappa(0, 1),
            });
        }
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::super::{CodedCategory, CodedMatch, CodedMiss};
    use super::*;

    fn sample(rows: &[&str]) -> CodedSample {
        let codes = |at: usize| {
            rows.iter()
                .map(|row| row.chars().nth(at).and_then(|c| c.to_digit(10)).map(|c| c == 1))
                .collect()
        };
        let category = CodedCategory { lexicon: "l".into(), category: "c".into(), population: 90 };
        CodedSample {
            coders: rows.len(),
            categories: vec![category.clone(), category],
            matches: (0..rows[0].len())
                .map(|at| CodedMatch { codes: codes(at), ..CodedMatch::default() })
                .collect(),
            ..CodedSample::default()
        }
    }

    #[test]
    fn two_coders_have_one_kappa_and_three_a_mean() {
        // The textbook table 20, 5, 10, 15 of 50.
        let one = "1".repeat(25) + &"0".repeat(25);
        let other = "1".repeat(20) + &"0".repeat(5) + &"1".repeat(10) + &"0".repeat(15);
        let found = coder_agreement(&sample(&[&one, &other]), 0);
        assert_eq!(found.len(), 2, "all matches, and the one category that was drawn");
        assert!(
            (found[0].kappa.unwrap() - 0.4).abs() < 1e-12
                && (found[0].percent.unwrap() - 0.7).abs() < 1e-12
        );
        assert_eq!(
            (found[0].units, found[0].interval.method(), found[0].reading()),
            (50, Some(Method::Percentile), Some(AlphaReading::Unreliable))
        );
        let found = coder_agreement(&sample(&[&one, &other, &one]), 0);
        let pairs: Vec<_> = found.iter().take(4).map(|figure| figure.pair).collect();
        assert_eq!(pairs, [None, Some((0, 1)), Some((0, 2)), Some((1, 2))]);
        assert!((found[0].kappa.unwrap() - 0.6).abs() < 1e-12, "the mean of .4, 1 and .4");
        assert_eq!(
            (found[2].kappa, found[2].alpha, found[2].interval),
            (Some(1.0), Some(1.0), Estimated::Missing(Uncoded::Pair))
        );
    }

    #[test]
    fn where_there_is_no_alpha_the_reason_is_told() {
        let reason =
            |rows: &[&str]| coder_agreement(&sample(rows), 0)[0].interval.reason().unwrap();
        assert_eq!(reason(&["1010"]), Uncoded::OneCoder);
        assert_eq!(reason(&["10..", "..10"]), Uncoded::NoneTwice);
        assert_eq!(reason(&["1111", "1111"]), Uncoded::AllAlike);
        assert_eq!(reason(&["1100", "1100"]), Uncoded::NeverDiffer);
        assert_eq!(reason(&["11111", "11110"]), Uncoded::TooAlike);
        assert_eq!(
            [0.8, 0.799, 0.667, 0.666].map(AlphaReading::from_alpha).map(|r| r as u8),
            [0, 1, 1, 2]
        );
    }

    #[test]
    fn misses_agree_where_they_name_the_same_categories() {
        let set = |names: &[usize]| Some(names.iter().copied().collect::<BTreeSet<_>>());
        let misses = [
            [set(&[]), set(&[])],
            [set(&[0, 1]), set(&[1, 0])],
            [set(&[0]), set(&[1])],
            [set(&[0]), None],
        ];
        let sample = CodedSample {
            coders: 2,
            misses: misses.into_iter().map(|codes| CodedMiss { codes: codes.to_vec() }).collect(),
            ..CodedSample::default()
        };
        let found = coder_agreement(&sample, 0);
        assert_eq!((found[1].coded, found[1].units), (Coded::Misses, 3));
        assert!((found[1].percent.unwrap() - 2.0 / 3.0).abs() < 1e-12);
    }
}
