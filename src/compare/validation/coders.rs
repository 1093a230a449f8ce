//! How well the coders of a sample agree: over all matches, in each category, on misses, and each
//! pair of coders.

use super::super::ratio::Interval;
use super::CodedSample;
use super::agreement::{Agreement, Metric};
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

/// How the interval of alpha was found, or why there is no alpha or no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementBasis {
    /// Percentiles over resamples of the units.
    Bootstrap,
    /// Of a pair of coders no interval is given.
    Pair,
    /// Coders never differ, so resamples cannot either: how sure that is they do not show.
    NeverDiffer,
    /// Alpha stands, but too many resamples hold one code only.
    TooAlike,
    /// All codes are one and the same.
    AllAlike,
    /// No unit has two codes.
    NoneTwice,
    /// There is one coder.
    OneCoder,
}

impl AgreementBasis {
    /// In words, as tables show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bootstrap => "bootstrap over units, percentile",
            Self::Pair => "none for a pair",
            Self::NeverDiffer => "coders never differ",
            Self::TooAlike => "too many resamples with one code only",
            Self::AllAlike => "all codes alike",
            Self::NoneTwice => "no unit coded twice",
            Self::OneCoder => "one coder",
        }
    }
}

/// What an alpha is customarily taken to allow (Krippendorff 2004, p. 241).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// .800 or more.
    Reliable,
    /// .667 to .800.
    Tentative,
    /// Below .667.
    Unreliable,
}

impl Reading {
    /// The reading of an alpha. A rounding error does not lower it.
    pub fn of(alpha: f64) -> Self {
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
    pub interval: Option<Interval>,
    /// How the interval was found.
    pub basis: AgreementBasis,
    /// Cohen's kappa of the pair; over all coders the mean of those pairs that have one.
    pub kappa: Option<f64>,
}

impl CoderAgreement {
    /// What its alpha allows. Without an interval nothing is said for it, only against it.
    pub fn reading(&self) -> Option<Reading> {
        self.alpha
            .map(Reading::of)
            .filter(|reading| self.interval.is_some() || *reading == Reading::Unreliable)
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
    let why = |alpha: Option<f64>, units: usize| match alpha {
        _ if sample.coders < 2 => AgreementBasis::OneCoder,
        None if units == 0 => AgreementBasis::NoneTwice,
        None => AgreementBasis::AllAlike,
        Some(_) => AgreementBasis::Pair,
    };
    let mut figures = vec![CoderAgreement {
        coded,
        pair: None,
        units: codes.units() as u64,
        percent: codes.percent(),
        alpha,
        interval,
        basis: match (alpha, interval) {
            (Some(_), Some(_)) => AgreementBasis::Bootstrap,
            (Some(_), None) if never_differ => AgreementBasis::NeverDiffer,
            (Some(_), None) => AgreementBasis::TooAlike,
            (None, _) => why(None, codes.units()),
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
                interval: None,
                basis: why(alpha, both.units()),
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
            (found[0].units, found[0].basis, found[0].reading()),
            (50, AgreementBasis::Bootstrap, Some(Reading::Unreliable))
        );
        let found = coder_agreement(&sample(&[&one, &other, &one]), 0);
        let pairs: Vec<_> = found.iter().take(4).map(|figure| figure.pair).collect();
        assert_eq!(pairs, [None, Some((0, 1)), Some((0, 2)), Some((1, 2))]);
        assert!((found[0].kappa.unwrap() - 0.6).abs() < 1e-12, "the mean of .4, 1 and .4");
        assert_eq!(
            (found[2].kappa, found[2].alpha, found[2].basis),
            (Some(1.0), Some(1.0), AgreementBasis::Pair)
        );
    }

    #[test]
    fn where_there_is_no_alpha_the_reason_is_told() {
        let basis = |rows: &[&str]| coder_agreement(&sample(rows), 0)[0].basis;
        assert_eq!(basis(&["1010"]), AgreementBasis::OneCoder);
        assert_eq!(basis(&["10..", "..10"]), AgreementBasis::NoneTwice);
        assert_eq!(basis(&["1111", "1111"]), AgreementBasis::AllAlike);
        assert_eq!(basis(&["1100", "1100"]), AgreementBasis::NeverDiffer);
        assert_eq!(basis(&["11111", "11110"]), AgreementBasis::TooAlike);
        assert_eq!([0.8, 0.799, 0.667, 0.666].map(Reading::of).map(|r| r as u8), [0, 1, 1, 2]);
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
