//! Agreement between coders: Krippendorff's alpha with a bootstrap interval, percent agreement,
//! Cohen's kappa.

use crate::stat::Interval;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256Plus;

/// How far two codes are apart: δ² of Krippendorff (2011).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Names: 0 where equal, else 1.
    Nominal,
    /// Ranks: (codes from the one to the other, less half of those at either end)².
    Ordinal,
    /// Numbers: (c − k)².
    Interval,
    /// Numbers from 0: ((c − k) / (c + k))².
    Ratio,
}

/// Codes of units by several coders, of which any may be missing.
///
/// ```
/// use framescope::validation::{Agreement, Metric};
///
/// let units = [[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]].map(|codes| codes.map(Some).to_vec());
/// let codes = Agreement::new(&units);
/// assert!((codes.percent().unwrap() - 2.0 / 3.0).abs() < 1e-12);
/// assert!((codes.alpha(Metric::Nominal).unwrap() - 4.0 / 9.0).abs() < 1e-12);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The codes that occur, ascending.
    values: Vec<f64>,
    /// For each unit the place of each coder's code in `values`.
    units: Vec<Vec<Option<usize>>>,
    /// The codes of the units that have two or more; only these can agree.
    pairable: Vec<Vec<usize>>,
}

/// So many resamples of the units stand behind an interval of alpha.
pub const RESAMPLES: u64 = 5000;

impl Agreement {
    /// Takes for each unit the code that each coder gave, in the order of coders. A code that is no
    /// number is missing.
    pub fn new(units: &[Vec<Option<f64>>]) -> Self {
        let mut values: Vec<f64> =
            units.iter().flatten().flatten().copied().filter(|code| !code.is_nan()).collect();
        values.sort_by(f64::total_cmp);
        values.dedup_by(|a, b| a == b);
        let at = |code: f64| {
            Some(values.partition_point(|value| *value < code))
                .filter(|at| values.get(*at) == Some(&code))
        };
        let place = |code: &Option<f64>| code.and_then(at);
        let units: Vec<Vec<Option<usize>>> =
            units.iter().map(|unit| unit.iter().map(place).collect()).collect();
        let codes = units.iter().map(|unit| unit.iter().flatten().copied().collect::<Vec<_>>());
        let pairable = codes.filter(|codes| codes.len() > 1).collect();
        Self { values, units, pairable }
    }

    /// The units with two codes or more.
    pub fn units(&self) -> usize {
        self.pairable.len()
    }

    /// The share of pairs of codes on the same unit that agree, each unit weighing as many as its
    /// codes: 1 less the observed disagreement of the nominal alpha. `None` where no unit has two
    /// codes.
    pub fn percent(&self) -> Option<f64> {
        let nominal = self.nominal(&(0..self.pairable.len()).collect::<Vec<_>>());
        (nominal.total > 0.0).then(|| 1.0 - nominal.observed / nominal.total)
    }

    /// Krippendorff's alpha (2004, 2011): 1 − D_o/D_e from the matrix of coincidences, 1 for
    /// perfect agreement, 0 for what chance would give, negative below. Units with one code are
    /// left out. `None` where no unit has two codes, where all codes are alike (there is nothing to
    /// tell apart), and for negative codes under [`Metric::Ratio`].
    pub fn alpha(&self, metric: Metric) -> Option<f64> {
        self.alpha_of(&(0..self.pairable.len()).collect::<Vec<_>>(), metric)
    }

    /// The 95 % interval of alpha: 2.5 and 97.5 percentiles over [`RESAMPLES`] resamples of the
    /// units with replacement (as in Zapf et al. 2016; Krippendorff's own draws pairs and holds D_e
    /// fast). Each resample has a generator of its own, seeded by its number. Resamples in which
    /// all codes are alike have no alpha; where more than one in twenty is so, there is no
    /// interval.
    pub fn alpha_interval(&self, metric: Metric, seed: u64) -> Option<Interval> {
        self.alpha(metric)?;
        let count = self.pairable.len();
        let mut drawn = vec![0; count];
        let mut alphas = Vec::new();
        for number in 0..RESAMPLES {
            let mut random = Xoshiro256Plus::seed_from_u64(
                seed ^ number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15),
            );
            drawn.iter_mut().for_each(|unit| *unit = random.gen_range(0..count));
            // In order, so that sums round alike whatever the order of drawing.
            drawn.sort_unstable();
            alphas.extend(self.alpha_of(&drawn, metric));
        }
        if (alphas.len() as u64) < RESAMPLES - RESAMPLES / 20 {
            return None;
        }
        alphas.sort_by(f64::total_cmp);
        let percentile = |share: f64| {
            alphas.get(((share * alphas.len() as f64).ceil() as usize).saturating_sub(1)).copied()
        };
        Some(Interval { low: percentile(0.025)?, high: percentile(0.975)? })
    }

    fn alpha_of(&self, units: &[usize], metric: Metric) -> Option<f64> {
        if metric == Metric::Ratio && self.values.first().is_some_and(|least| *least < 0.0) {
            return None;
        }
        let Disagreement { observed, expected, total } = if metric == Metric::Nominal {
            self.nominal(units)
        } else {
            self.coincidences(units).disagreement(&self.values, metric)
        };
        let alpha = 1.0 - (total - 1.0) * observed / expected;
        (expected > 0.0 && alpha.is_finite()).then_some(alpha)
    }

    /// For names no matrix is needed, which would be large where nearly every unit has a code of
    /// its own: Σ n_c n_k over unlike codes is n² − Σ n_c², and a unit's codes are as unlike as all
    /// its pairs less those that are alike.
    fn nominal(&self, units: &[usize]) -> Disagreement {
        let mut counts = vec![0_u64; self.values.len()];
        let (mut observed, mut total) = (0.0, 0_u64);
        for codes in units.iter().filter_map(|unit| self.pairable.get(*unit)) {
            let mut unlike = 0_u64;
            for (at, code) in codes.iter().enumerate() {
                counts[*code] += 1;
                unlike += codes.iter().skip(at + 1).filter(|other| *other != code).count() as u64;
            }
            total += codes.len() as u64;
            observed += 2.0 * unlike as f64 / (codes.len() - 1) as f64;
        }
        let expected = total * total - counts.iter().map(|count| count * count).sum::<u64>();
        Disagreement { observed, expected: expected as f64, total: total as f64 }
    }

    fn coincidences(&self, units: &[usize]) -> Coincidences {
        let width = self.values.len();
        let mut found =
            Coincidences { pairs: vec![0.0; width * width], counts: vec![0.0; width], total: 0.0 };
        for codes in units.iter().filter_map(|unit| self.pairable.get(*unit)) {
            let weight = 1.0 / (codes.len() - 1) as f64;
            for (at, &code) in codes.iter().enumerate() {
                found.counts[code] += 1.0;
                found.total += 1.0;
                for &other in codes.iter().skip(at + 1) {
                    found.pairs[code * width + other] += weight;
                    found.pairs[other * width + code] += weight;
                }
            }
        }
        found
    }

    /// Cohen's kappa (1960) of two coders, by their places: (p_o − p_e) / (1 − p_e) over the units
    /// that both coded. `None` where they have no such unit or both used one and the same code
    /// throughout.
    pub fn kappa(&self, one: usize, other: usize) -> Option<f64> {
        let width = self.values.len();
        let (mut ones, mut others) = (vec![0_u64; width], vec![0_u64; width]);
        let (mut both, mut alike) = (0_u64, 0_u64);
        for unit in &self.units {
            if let (Some(Some(a)), Some(Some(b))) = (unit.get(one), unit.get(other)) {
                ones[*a] += 1;
                others[*b] += 1;
                both += 1;
                alike += u64::from(a == b);
            }
        }
        // Whole numbers, so that codes which are all alike are told exactly: n·p_o and n²·p_e.
        let expected: u64 = ones.iter().zip(&others).map(|(a, b)| a * b).sum();
        let square = both * both;
        (square > expected)
            .then(|| ((alike * both) as f64 - expected as f64) / (square - expected) as f64)
    }

    /// The codes that two coders both gave: alone what they agree on counts.
    pub fn pair(&self, one: usize, other: usize) -> Self {
        let value = |code: Option<&Option<usize>>| {
            code.copied().flatten().and_then(|place| self.values.get(place).copied())
        };
        let units: Vec<Vec<Option<f64>>> = self
            .units
            .iter()
            .map(|unit| vec![value(unit.get(one)), value(unit.get(other))])
            .collect();
        Self::new(&units)
    }
}

/// Σ o_ck δ²_ck and Σ n_c n_k δ²_ck over all pairs of codes, and how many codes there are.
struct Disagreement {
    observed: f64,
    expected: f64,
    total: f64,
}

/// How often two codes meet on a unit, each unit's pairs weighing 1/(codes − 1).
struct Coincidences {
    pairs: Vec<f64>,
    counts: Vec<f64>,
    total: f64,
}

impl Coincidences {
    fn disagreement(&self, values: &[f64], metric: Metric) -> Disagreement {
        let (mut observed, mut expected) = (0.0, 0.0);
        for (c, one) in values.iter().enumerate() {
            // Codes from c on to k, for ranks.
            let mut between = self.counts[c];
            for (k, other) in values.iter().enumerate().skip(c + 1) {
                between += self.counts[k];
                let apart = match metric {
                    Metric::Nominal => 1.0,
                    Metric::Ordinal => (between - (self.counts[c] + self.counts[k]) / 2.0).powi(2),
                    Metric::Interval => (one - other).powi(2),
                    Metric::Ratio => ((one - other) / (one + other)).powi(2),
                };
                observed += 2.0 * self.pairs[c * values.len() + k] * apart;
                expected += 2.0 * self.counts[c] * self.counts[k] * apart;
            }
        }
        Disagreement { observed, expected, total: self.total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_coder(rows: &[&str]) -> Vec<Vec<Option<f64>>> {
        let rows: Vec<Vec<Option<f64>>> =
            rows.iter().map(|row| row.split(' ').map(|code| code.parse().ok()).collect()).collect();
        (0..rows[0].len()).map(|unit| rows.iter().map(|row| row[unit]).collect()).collect()
    }

    /// The example of Krippendorff (2011), four coders and twelve units.
    fn published() -> Agreement {
        Agreement::new(&by_coder(&[
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ]))
    }

    fn close(found: Option<f64>, expected: f64) {
        assert!((found.unwrap() - expected).abs() < 1e-12, "{found:?} is not {expected}");
    }

    #[test]
    fn alpha_of_the_published_example_is_exact_under_every_metric() {
        // Published to three digits as .743, .815, .849, .797; the fractions by exact arithmetic.
        let codes = published();
        assert_eq!(codes.units(), 11, "the unit with one code is left out");
        close(codes.alpha(Metric::Nominal), 113.0 / 152.0);
        close(codes.alpha(Metric::Ordinal), 108_577.0 / 133_160.0);
        close(codes.alpha(Metric::Interval), 951.0 / 1120.0);
        close(codes.alpha(Metric::Ratio), 18_222_619.0 / 22_852_465.0);
        close(codes.percent(), 0.8);
    }

    #[test]
    fn kappa_of_published_tables() {
        let table = |rows: &[&[u32]]| {
            let mut units = Vec::new();
            for (a, row) in rows.iter().enumerate() {
                for (b, count) in row.iter().enumerate() {
                    units.extend((0..*count).map(|_| vec![Some(a as f64), Some(b as f64)]));
                }
            }
            Agreement::new(&units).kappa(0, 1)
        };
        // The common textbook table of two readers of 50 applications; Cohen (1968), table 1, times
        // 200, kappa .492.
        close(table(&[&[20, 5], &[10, 15]]), 0.4);
        close(table(&[&[88, 10, 2], &[14, 40, 6], &[18, 10, 12]]), 29.0 / 59.0);
        // Pairs of coders with missing codes: sklearn.metrics.cohen_kappa_score over the units that
        // both coded.
        let codes = published();
        for ((one, other), expected) in [
            ((0, 1), 0.8448275862068966),
            ((0, 2), 0.4782608695652174),
            ((0, 3), 0.85),
            ((1, 2), 0.5423728813559321),
            ((1, 3), 0.8701298701298701),
            ((2, 3), 0.6153846153846154),
        ] {
            close(codes.kappa(one, other), expected);
            close(codes.pair(one, other).kappa(0, 1), expected);
        }
    }

    #[test]
    fn where_codes_cannot_differ_there_is_no_figure() {
        let alike = Agreement::new(&by_coder(&["1 1 1", "1 1 1"]));
        assert_eq!(
            (alike.percent(), alike.alpha(Metric::Nominal), alike.kappa(0, 1)),
            (Some(1.0), None, None)
        );
        assert_eq!(alike.alpha_interval(Metric::Nominal, 0), None);
        let lone = Agreement::new(&by_coder(&["1 0 .", ". . 1"]));
        assert_eq!(
            (lone.units(), lone.percent(), lone.alpha(Metric::Nominal), lone.kappa(0, 1)),
            (0, None, None, None)
        );
        assert_eq!(Agreement::new(&[]).alpha(Metric::Interval), None);
        assert_eq!(
            Agreement::new(&[vec![Some(-1.0), Some(1.0)], vec![Some(1.0), Some(1.0)]])
                .alpha(Metric::Ratio),
            None
        );
        assert_eq!(
            Agreement::new(&[vec![Some(0.0), Some(1.0)], vec![Some(f64::NAN), Some(1.0)]]).units(),
            1
        );
    }

    #[test]
    fn the_interval_of_alpha_holds_it_and_repeats() {
        let codes = Agreement::new(&by_coder(&[
            "1 1 1 0 0 0 1 1 0 1 1 0 1 1 0 0 1 0 1 1 1 0 1 0",
            "1 1 0 0 0 0 1 1 0 1 1 1 1 1 0 0 1 0 1 0 1 0 1 0",
        ]));
        let alpha = codes.alpha(Metric::Nominal).unwrap();
        let interval = codes.alpha_interval(Metric::Nominal, 0).unwrap();
        assert!(
            interval.low < alpha && alpha < interval.high && interval.high <= 1.0,
            "{interval:?} about {alpha}"
        );
        assert!(
            interval.high - interval.low > 0.2 && interval.high - interval.low < 0.8,
            "{interval:?}"
        );
        assert_eq!(codes.alpha_interval(Metric::Nominal, 0), Some(interval));
        let published = published();
        assert_ne!(
            published.alpha_interval(Metric::Interval, 0),
            published.alpha_interval(Metric::Interval, 1),
            "the seed matters"
        );
        // One unit in twelve differs: more than a third of the resamples hold one code only.
        let rare =
            Agreement::new(&by_coder(&["1 1 1 1 1 1 1 1 1 1 1 0", "1 1 1 1 1 1 1 1 1 1 1 0"]));
        assert_eq!(
            (rare.alpha(Metric::Nominal), rare.alpha_interval(Metric::Nominal, 0)),
            (Some(1.0), None)
        );
    }

    #[test]
    fn many_codes_need_no_more_than_few() {
        // 20 000 units, each with a code of its own: a matrix of codes would take gigabytes.
        let units: Vec<Vec<Option<f64>>> =
            (0..20_000).map(|at| vec![Some(f64::from(at)), Some(f64::from(at - at % 2))]).collect();
        assert!((Agreement::new(&units).alpha(Metric::Nominal).unwrap() - 0.5).abs() < 1e-3);
    }

    proptest! {
        #[test]
        fn names_need_no_matrix(
            codes in proptest::collection::vec(
                proptest::collection::vec(proptest::option::of(0_u8..4), 4), 1..12
            ),
        ) {
            let unit = |codes: &Vec<Option<u8>>| -> Vec<Option<f64>> {
                codes.iter().map(|code| code.map(f64::from)).collect()
            };
            let units: Vec<Vec<Option<f64>>> = codes.iter().map(unit).collect();
            let codes = Agreement::new(&units);
            let all: Vec<usize> = (0..codes.units()).collect();
            let fast = codes.nominal(&all);
            let slow = codes.coincidences(&all).disagreement(&codes.values, Metric::Nominal);
            prop_assert!((fast.observed - slow.observed).abs() < 1e-9);
            prop_assert!((fast.expected - slow.expected).abs() < 1e-9);
            prop_assert_eq!(fast.total, slow.total);
        }

        #[test]
        fn for_two_codes_every_metric_is_the_nominal_one(
            codes in proptest::collection::vec((0_u8..2, 0_u8..2, 0_u8..3), 2..30),
        ) {
            let code = |c: u8| (c < 2).then(|| f64::from(c));
            let units: Vec<Vec<Option<f64>>> =
                codes.iter().map(|(a, b, c)| [*a, *b, *c].map(code).to_vec()).collect();
            let found = Agreement::new(&units);
            let nominal = found.alpha(Metric::Nominal);
            for metric in [Metric::Ordinal, Metric::Interval, Metric::Ratio] {
                match (nominal, found.alpha(metric)) {
                    (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-9 && a <= 1.0 + 1e-12),
                    (a, b) => prop_assert_eq!(a, b),
                }
            }
        }
    }
}
