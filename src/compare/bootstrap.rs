//! The document bootstrap: intervals of rates and stances from resampling an outlet's documents, bias-corrected and accelerated (BCa).

use super::outlet::LEVEL;
use super::ratio::Interval;
use crate::frame::{CategoryScore, DocumentFrame};
use crate::lexicon::CategoryId;
use puruspe::{erfc, inverfc};
use rand::Rng;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::f64::consts::SQRT_2;
use std::sync::Arc;

/// Fewer resamples than this leave too few beyond a 95 % interval.
pub const FEWEST_RESAMPLES: u32 = 200;
/// More than this move the ends by less than their third digit.
pub const MOST_RESAMPLES: u32 = 100_000;
/// An interval needs so many documents, and so many that hold a match: fewer can be drawn in few ways, and tell next to nothing of what
/// other documents hold.
pub const BOOTSTRAP_DOCUMENTS: usize = 5;

/// Ratios held at once, which bounds memory: 64 MB.
const HELD: usize = 1 << 23;

/// How many resamples are drawn, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// From [`FEWEST_RESAMPLES`] to [`MOST_RESAMPLES`].
    pub resamples: u32,
    /// The seed of all.
    pub seed: u64,
}

/// How a bootstrap interval was found, or why there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BootstrapBasis {
    /// BCa over documents.
    Bootstrap,
    /// Fewer than [`BOOTSTRAP_DOCUMENTS`] documents, or documents that hold a match.
    FewDocuments,
    /// It does not occur.
    #[default]
    NoMatch,
    /// All resamples have the same value, or all lie on one side of the estimate.
    NoVariance,
}

impl BootstrapBasis {
    /// The words that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bootstrap => "bootstrap",
            Self::FewDocuments => "few documents",
            Self::NoMatch => "no match",
            Self::NoVariance => "no variance",
        }
    }
}

/// An interval, or why there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bootstrapped {
    /// The 95 % interval.
    pub interval: Option<Interval>,
    /// How it was found.
    pub basis: BootstrapBasis,
}

/// The intervals of a category in an outlet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OutletIntervals {
    /// Of occurrences per 1,000 tokens.
    pub rate: Bootstrapped,
    /// Of those in the author's own voice.
    pub rate_own: Bootstrapped,
    /// Of the mean stance of the matches.
    pub stance: Bootstrapped,
}

/// The bootstrap intervals of all outlets and categories.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutletBootstrap {
    outlets: BTreeMap<Arc<str>, HashMap<CategoryId, OutletIntervals>>,
    /// Intervals of which an end is the outermost resample, so that more resamples would move it.
    pub outermost: u64,
}

impl OutletBootstrap {
    /// Resamples the documents of each outlet.
    ///
    /// A resample draws as many of the outlet's documents that have tokens as there are, with replacement, and finds the ratios Σx/Σn of
    /// all categories anew; for stance one without any match is skipped. A document without tokens could hold nothing and is no draw.
    /// Resample b of an outlet depends on the seed, on b and on its documents in the order of their ids, not on the outlet's name.
    pub fn new(frames: &[DocumentFrame], resampling: Resampling) -> Self {
        Self::in_blocks(frames, resampling, HELD)
    }

    /// The same, with at most so many ratios held at once, but those of one category.
    fn in_blocks(frames: &[DocumentFrame], resampling: Resampling, held: usize) -> Self {
        let mut outlets: BTreeMap<&Arc<str>, Vec<&DocumentFrame>> = BTreeMap::new();
        for frame in frames.iter().filter(|frame| frame.tokens > 0) {
            outlets.entry(&frame.outlet).or_default().push(frame);
        }
        let mut all = Self::default();
        for (outlet, mut frames) in outlets {
            frames.sort_by(|a, b| a.id.cmp(&b.id));
            let found = of_outlet(&frames, (resampling, held), &mut all.outermost);
            all.outlets.insert(outlet.clone(), found);
        }
        all
    }

    /// The intervals of a category in an outlet.
    pub fn of(&self, outlet: &str, category: CategoryId) -> OutletIntervals {
        self.outlets.get(outlet).and_then(|found| found.get(&category)).copied().unwrap_or_default()
    }
}

/// What is estimated of each category, in the order in which it is kept.
const RATIOS: usize = 3;

/// Numerators of the rate, of the rate in the author's own voice, and of stance, whose denominator is the first.
fn counts(score: &CategoryScore) -> [i64; RATIOS] {
    [i64::from(score.voices.total()), i64::from(score.voices.own), score.stance]
}

fn of_outlet(
    frames: &[&DocumentFrame],
    (resampling, held): (Resampling, usize),
    outermost: &mut u64,
) -> HashMap<CategoryId, OutletIntervals> {
    let mut holding: BTreeMap<CategoryId, [usize; 2]> = BTreeMap::new();
    for (id, score) in frames.iter().flat_map(|frame| &frame.categories) {
        let [matched, own] = holding.entry(*id).or_default();
        *matched += usize::from(score.voices.total() > 0);
        *own += usize::from(score.voices.own > 0);
    }
    let few = Bootstrapped { interval: None, basis: BootstrapBasis::FewDocuments };
    let none = |holding: usize| if holding == 0 { Bootstrapped::default() } else { few };
    let mut found: HashMap<CategoryId, OutletIntervals> = HashMap::new();
    let mut enough: Vec<(CategoryId, usize)> = Vec::new();
    for (&id, &[matched, own]) in &holding {
        found.insert(id, OutletIntervals { rate: none(matched), rate_own: none(own), stance: none(matched) });
        if matched >= BOOTSTRAP_DOCUMENTS {
            enough.push((id, own));
        }
    }
    let block = (held / RATIOS / usize::try_from(resampling.resamples).unwrap_or(held)).max(1);
    for categories in enough.chunks(block) {
        let sheet = Sheet::new(frames, categories);
        let ratios = sheet.resampled(resampling);
        let rows: Vec<[(Bootstrapped, bool); RATIOS]> = (0..categories.len())
            .into_par_iter()
            .map(|category| [0, 1, 2].map(|ratio| sheet.interval(category, ratio, &ratios).unwrap_or((NO_VARIANCE, false))))
            .collect();
        for (&(id, own), row) in categories.iter().zip(rows) {
            let [rate, rate_own, stance] = row.map(|(found, _)| found);
            let rate_own = if own < BOOTSTRAP_DOCUMENTS { none(own) } else { rate_own };
            *outermost +=
                [true, own >= BOOTSTRAP_DOCUMENTS, true].iter().zip(row).filter(|(told, (_, outermost))| **told && *outermost).count()
                    as u64;
            found.insert(id, OutletIntervals { rate, rate_own, stance });
        }
    }
    found
}

const NO_VARIANCE: Bootstrapped = Bootstrapped { interval: None, basis: BootstrapBasis::NoVariance };

/// The documents of an outlet, and what they hold of some categories: document by document, so that hits are read in a row and only the
/// small table of sums is written here and there.
struct Sheet {
    tokens: Vec<u64>,
    /// Of each document, where its hits end.
    ends: Vec<usize>,
    /// Categories by number, with their counts.
    hits: Vec<(u32, [i64; RATIOS])>,
    categories: usize,
}

impl Sheet {
    fn new(frames: &[&DocumentFrame], categories: &[(CategoryId, usize)]) -> Self {
        let numbers: HashMap<CategoryId, u32> = categories.iter().map(|(id, _)| *id).zip(0..).collect();
        let mut sheet = Self { tokens: Vec::new(), ends: Vec::new(), hits: Vec::new(), categories: categories.len() };
        for frame in frames {
            let hits = frame.categories.iter().filter_map(|(id, score)| Some((*numbers.get(id)?, counts(score))));
            sheet.hits.extend(hits);
            sheet.tokens.push(frame.tokens);
            sheet.ends.push(sheet.hits.len());
        }
        sheet
    }

    /// The ratios of all categories in all resamples, resample by resample; what has no denominator is not a number.
    fn resampled(&self, Resampling { resamples, seed }: Resampling) -> Vec<f64> {
        let width = self.categories * RATIOS;
        let mut ratios = vec![f64::NAN; width * usize::try_from(resamples).unwrap_or(0)];
        let scratch = || (vec![0_u32; self.tokens.len()], vec![[0_i64; RATIOS]; self.categories]);
        ratios.par_chunks_mut(width).zip(0..resamples).with_min_len(8).for_each_init(scratch, |(drawn, sums), (row, number)| {
            draw(seed, number, drawn);
            sums.fill([0; RATIOS]);
            let tokens = self.sum(drawn, sums);
            for (row, sums) in row.chunks_mut(RATIOS).zip(sums) {
                row.iter_mut().zip(ratios_of(*sums, tokens)).for_each(|(to, ratio)| *to = ratio);
            }
        });
        ratios
    }

    /// Adds up documents, each as often as it was drawn; gives the tokens.
    fn sum(&self, drawn: &[u32], sums: &mut [[i64; RATIOS]]) -> u64 {
        let (mut tokens, mut start) = (0, 0);
        for ((&times, &length), &end) in drawn.iter().zip(&self.tokens).zip(&self.ends) {
            if times > 0 {
                tokens += u64::from(times) * length;
                for (category, counts) in &self.hits[start..end] {
                    let sums = &mut sums[*category as usize];
                    sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += i64::from(times) * count);
                }
            }
            start = end;
        }
        tokens
    }

    /// Numerator and denominator of a ratio of a category in each document.
    fn documents(&self, category: usize, ratio: usize) -> Vec<(f64, f64)> {
        let stance = ratio == RATIOS - 1;
        let mut start = 0;
        let mut documents = Vec::with_capacity(self.tokens.len());
        for (&tokens, &end) in self.tokens.iter().zip(&self.ends) {
            let hit = self.hits[start..end].iter().find(|(found, _)| *found as usize == category);
            let counts = hit.map_or([0; RATIOS], |(_, counts)| *counts);
            documents.push((counts[ratio] as f64, if stance { counts[0] as f64 } else { tokens as f64 }));
            start = end;
        }
        documents
    }

    /// The interval of a ratio of a category, and whether an end of it is the outermost resample.
    fn interval(&self, category: usize, ratio: usize, ratios: &[f64]) -> Option<(Bootstrapped, bool)> {
        let documents = self.documents(category, ratio);
        let column = ratios.iter().skip(category * RATIOS + ratio).step_by(self.categories * RATIOS);
        let mut resampled: Vec<f64> = column.copied().filter(|ratio| !ratio.is_nan()).collect();
        resampled.sort_by(f64::total_cmp);
        let found = bca(ratio_of(&documents)?, acceleration(&documents)?, &resampled, LEVEL)?;
        let scale = if ratio == RATIOS - 1 { 1.0 } else { 1000.0 };
        let interval = Interval { low: scale * found.interval.low, high: scale * found.interval.high };
        Some((Bootstrapped { interval: Some(interval), basis: BootstrapBasis::Bootstrap }, found.outermost))
    }
}

fn ratios_of([all, own, stance]: [i64; RATIOS], tokens: u64) -> [f64; RATIOS] {
    let of = |x: i64, n: f64| if n > 0.0 { x as f64 / n } else { f64::NAN };
    [of(all, tokens as f64), of(own, tokens as f64), of(stance, all as f64)]
}

/// How often each document is drawn in resample `number` of a seed: each has a generator of its own, so threads cannot change it.
fn draw(seed: u64, number: u32, drawn: &mut [u32]) {
    let mut random = Xoshiro256Plus::seed_from_u64(seed ^ u64::from(number).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    drawn.fill(0);
    let count = u32::try_from(drawn.len()).unwrap_or(u32::MAX);
    for _ in 0..count {
        drawn[random.gen_range(0..count) as usize] += 1;
    }
}

/// Σx / Σn over documents; `None` without a denominator.
fn ratio_of(documents: &[(f64, f64)]) -> Option<f64> {
    let (x, n) = documents.iter().fold((0.0, 0.0), |(x, n), document| (x + document.0, n + document.1));
    (n > 0.0).then(|| x / n)
}

/// The acceleration of the ratio Σx/Σn: a = Σu³ / (6 (Σu²)^1.5), with u the mean of the ratios without one document less that without
/// document d (Efron 1987; DiCiccio & Efron 1996). It lies between −1/6 and 1/6. `None` where leaving a document out leaves no
/// denominator, or changes nothing whichever it is.
///
/// ```
/// use framescope::compare::acceleration;
///
/// let a = acceleration(&[(3.0, 100.0), (0.0, 120.0), (1.0, 80.0), (5.0, 200.0)]).unwrap();
/// assert!((a - -0.0329285943544563).abs() < 1e-12);
/// ```
pub fn acceleration(documents: &[(f64, f64)]) -> Option<f64> {
    let (x, n) = documents.iter().fold((0.0, 0.0), |(x, n), document| (x + document.0, n + document.1));
    // r − r_d = (x_d·Σn − n_d·Σx) / (Σn·(Σn − n_d)), which cancels nothing where all are nearly alike.
    let change = |&(x_d, n_d): &(f64, f64)| (x_d * n - n_d * x) / (n * (n - n_d));
    let mean = documents.iter().map(change).sum::<f64>() / documents.len() as f64;
    let (squares, cubes) = documents.iter().map(|document| change(document) - mean).fold((0.0, 0.0), |(squares, cubes), u| {
        let square = u * u;
        (squares + square, cubes + square * u)
    });
    let found = cubes / (6.0 * squares * squares.sqrt());
    found.is_finite().then_some(found)
}

/// A BCa interval and what it was made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bca {
    /// The interval.
    pub interval: Interval,
    /// z₀, by which the median of the resamples lies off the estimate.
    pub bias: f64,
    /// Whether an end is the least or the greatest of the resamples, which no other has: more resamples would move it.
    pub outermost: bool,
}

/// The BCa interval of an estimate from its resamples in ascending order (Efron 1987; DiCiccio & Efron 1996; Davison & Hinkley 1997,
/// §5.3.2): the resamples' quantiles at Φ(z₀ + (z₀ ± z)/(1 − a(z₀ ± z))), with a the acceleration, z the normal quantile of the level and z₀
/// that of the share of resamples below the estimate. Of resamples equal to it half count as below, since ratios of few counts have ties.
/// Quantiles are interpolated linearly, at (B − 1)·share of B. `None` where all resamples are equal or lie on one side of the estimate.
pub fn bca(estimate: f64, acceleration: f64, resamples: &[f64], level: f64) -> Option<Bca> {
    let (first, last) = (resamples.first()?, resamples.last()?);
    let count = resamples.len() as f64;
    let below = resamples.partition_point(|value| *value < estimate) + resamples.partition_point(|value| *value <= estimate);
    let bias = normal_quantile(below as f64 / 2.0 / count);
    if first == last || !bias.is_finite() {
        return None;
    }
    let z = normal_quantile(0.5 + level / 2.0);
    let share = |z: f64| 0.5 * erfc(-(bias + (bias + z) / (1.0 - acceleration * (bias + z))) / SQRT_2);
    let (low, high) = (share(-z), share(z));
    let interval = Interval { low: quantile(resamples, low)?, high: quantile(resamples, high)? };
    let alone = |one: Option<&f64>, other: Option<&f64>| one != other;
    let outermost = low * (count + 1.0) < 1.0 && alone(resamples.first(), resamples.get(1))
        || high * (count + 1.0) > count && alone(resamples.last(), resamples.iter().rev().nth(1));
    (interval.low < interval.high).then_some(Bca { interval, bias, outermost })
}

/// The normal quantile of a share; infinite at 0 and 1.
fn normal_quantile(share: f64) -> f64 {
    if share <= 0.0 {
        f64::NEG_INFINITY
    } else if share >= 1.0 {
        f64::INFINITY
    } else {
        -SQRT_2 * inverfc(2.0 * share)
    }
}

/// The quantile of sorted values at a share, interpolated between the two that it lies between.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share.clamp(0.0, 1.0) * sorted.len().checked_sub(1)? as f64;
    let low = *sorted.get(place.floor() as usize)?;
    let high = *sorted.get(place.ceil() as usize)?;
    let found = low + (high - low) * place.fract();
    found.is_finite().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::super::outlet::tests::frame;
    use super::*;
    use proptest::prelude::*;

    const DOCUMENTS: [(f64, f64); 4] = [(3.0, 100.0), (0.0, 120.0), (1.0, 80.0), (5.0, 200.0)];

    fn close(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() <= within * expected.abs(), "{found} is not {expected}");
    }

    fn resampled(documents: &[(f64, f64)], resamples: u32, seed: u64) -> Vec<f64> {
        let mut drawn = vec![0; documents.len()];
        let ratio = |number| {
            draw(seed, number, &mut drawn);
            let sums = documents.iter().zip(&drawn).map(|(d, times)| (d.0 * f64::from(*times), d.1 * f64::from(*times)));
            ratio_of(&sums.collect::<Vec<_>>()).unwrap()
        };
        let mut ratios: Vec<f64> = (0..resamples).map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        ratios
    }

    #[test]
    fn bias_acceleration_and_ends_over_all_resamples_are_those_of_scipy() {
        // Each of the 4⁴ ways to draw once; scipy.stats.bootstrap (1.17.1) was handed the same distribution.
        let mut all = Vec::new();
        for way in 0..256_usize {
            let drawn: Vec<(f64, f64)> = (0..4).map(|at| DOCUMENTS[way / 4_usize.pow(at) % 4]).collect();
            all.push(ratio_of(&drawn).unwrap());
        }
        all.sort_by(f64::total_cmp);
        let a = acceleration(&DOCUMENTS).unwrap();
        close(a, -0.0329285943544563, 1e-12);
        let found = bca(9.0 / 500.0, a, &all, 0.95).unwrap();
        close(found.bias, -0.039176085503097625, 1e-9);
        close(found.interval.low, 0.0022727272727272726, 1e-12);
        close(found.interval.high, 0.02666666666666667, 1e-12);
        assert!(!found.outermost);
    }

    #[test]
    fn acceleration_is_that_of_a_hand_count() {
        // Two of three ratios without one document are 1/2, one is 0: u is 1/3 less 1/2 twice and 1/3 once.
        let (squares, cubes) = (2.0 / 36.0 + 1.0 / 9.0, -2.0 / 216.0 + 1.0 / 27.0);
        let by_hand = cubes / 6.0 / f64::powf(squares, 1.5);
        close(acceleration(&[(1.0, 1.0), (0.0, 1.0), (0.0, 1.0)]).unwrap(), by_hand, 1e-12);
        assert_eq!(acceleration(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]), None, "all alike");
        assert_eq!(acceleration(&[(1.0, 2.0), (0.0, 0.0)]), None, "nothing is left without the first");
    }

    #[test]
    fn drawn_resamples_give_the_ends_of_scipy_to_within_what_chance_moves_them() {
        // Of four scipy.stats.bootstrap((x, n), paired=True, n_resamples=99999, method="BCa"); of eight from the 6,435 distinct
        // resamples, each with its chance.
        let ends = |documents: &[(f64, f64)]| {
            let found =
                bca(ratio_of(documents).unwrap(), acceleration(documents).unwrap(), &resampled(documents, 99_999, 0), 0.95).unwrap();
            found.interval
        };
        let four = ends(&DOCUMENTS);
        close(four.low, 0.0022727272727272726, 0.01);
        close(four.high, 0.02666666666666667, 0.01);
        let eight = [(4.0, 310.0), (0.0, 250.0), (1.0, 400.0), (9.0, 520.0), (2.0, 180.0), (0.0, 90.0), (3.0, 275.0), (1.0, 333.0)];
        close(acceleration(&eight).unwrap(), 0.05775674423892351, 1e-9);
        let eight = ends(&eight);
        close(eight.low, 0.0040128410914927765, 0.01);
        close(eight.high, 0.013918305597579426, 0.01);
    }

    #[test]
    fn few_resamples_are_told_where_the_interval_needs_more() {
        let sorted: Vec<f64> = (0..200).map(f64::from).collect();
        assert!(!bca(99.5, 0.0, &sorted, 0.95).unwrap().outermost);
        assert!(bca(140.5, 0.1, &sorted, 0.95).unwrap().outermost);
        assert_eq!(bca(1.0, 0.0, &[1.0; 200], 0.95), None, "all equal");
        assert_eq!(bca(-1.0, 0.0, &sorted, 0.95), None, "all on one side");
        assert_eq!(bca(1.0, 0.0, &[], 0.95), None);
    }

    const DRAWS: Resampling = Resampling { resamples: 300, seed: 4 };

    #[test]
    fn sums_over_a_sheet_are_those_of_each_category_alone() {
        let own = [3, 0, 1, 5, 0, 2, 1, 0];
        let frames: Vec<DocumentFrame> = (0..8).map(|at| frame(at, "A", None, 90 + 10 * at as u64, own[at], at as u32 % 3)).collect();
        let found = OutletBootstrap::new(&frames, DRAWS).of("A", CategoryId(0));
        let rate: Vec<(f64, f64)> = frames.iter().map(|f| (f64::from(f.category(CategoryId(0)).voices.total()), f.tokens as f64)).collect();
        let expected = bca(ratio_of(&rate).unwrap(), acceleration(&rate).unwrap(), &resampled(&rate, 300, 4), 0.95).unwrap().interval;
        let interval = found.rate.interval.unwrap();
        close(interval.low, 1000.0 * expected.low, 1e-12);
        close(interval.high, 1000.0 * expected.high, 1e-12);
        let stance = found.stance.interval.unwrap();
        assert!(stance.low >= -1.0 && stance.high <= 1.0 && stance.low < stance.high);
    }

    #[test]
    fn categories_found_in_blocks_have_the_figures_of_the_whole() {
        let frames: Vec<DocumentFrame> = (0..9).map(|at| frame(at, "A", None, 100 + at as u64, 1 + at as u32 % 3, 0)).collect();
        let mut many = frames.clone();
        for frame in &mut many {
            let score = frame.categories[0].1;
            frame.categories = (0..40).map(|id| (CategoryId(id), score)).collect();
        }
        let whole = OutletBootstrap::new(&many, DRAWS);
        assert_eq!(OutletBootstrap::in_blocks(&many, DRAWS, 7 * RATIOS * 300), whole);
        assert_eq!(OutletBootstrap::in_blocks(&many, DRAWS, 1), whole);
        assert_eq!(whole.of("A", CategoryId(39)), OutletBootstrap::new(&frames, DRAWS).of("A", CategoryId(0)));
    }

    proptest! {
        #[test]
        fn neither_names_nor_order_nor_documents_without_words_change_an_end(
            counts in proptest::collection::vec((1_u64..900, 0_u32..9, 0_u32..3), 5..20), turn in 0_usize..20
        ) {
            let documents = |outlet: &str| -> Vec<DocumentFrame> {
                counts.iter().enumerate().map(|(at, (n, own, quoted))| frame(at, outlet, None, *n, *own, *quoted)).collect()
            };
            let plain = OutletBootstrap::new(&documents("A"), DRAWS).of("A", CategoryId(0));
            let mut turned = documents("Z");
            turned.rotate_left(turn % counts.len());
            turned.push(frame(99, "Z", None, 0, 0, 0));
            turned.push(frame(98, "Y", None, 10, 1, 0));
            prop_assert_eq!(OutletBootstrap::new(&turned, DRAWS).of("Z", CategoryId(0)), plain);
            for found in [plain.rate, plain.rate_own, plain.stance] {
                prop_assert_eq!(found.interval.is_some(), found.basis == BootstrapBasis::Bootstrap);
            }
            if let Some(interval) = plain.rate.interval {
                let (x, n) = counts.iter().fold((0, 0), |(x, n), (tokens, own, quoted)| (x + own + quoted, n + tokens));
                let rate = 1000.0 * f64::from(x) / n as f64;
                prop_assert!(0.0 <= interval.low && interval.low <= rate && rate <= interval.high, "{:?} without {}", interval, rate);
            }
        }
    }
}
