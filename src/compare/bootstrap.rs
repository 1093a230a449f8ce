//! The document bootstrap: intervals of rates and stances from resampling an outlet's documents,
//! bias-corrected and accelerated (BCa).

use super::missing::Missing;
use super::panel::Panel;
use crate::frame::{CategoryScore, DocumentFrame};
use crate::lexicon::CategoryId;
use crate::stat::{Estimated, Interval, LEVEL, Method, acceleration, bca, ratio_of};
use rand::Rng;
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Fewer resamples than this leave too few beyond a 95 % interval.
pub const FEWEST_RESAMPLES: u32 = 200;
/// More than this move the ends by less than their third digit.
pub const MOST_RESAMPLES: u32 = 100_000;
/// An interval needs so many documents, and so many that hold a match: fewer can be drawn in few
/// ways, and tell next to nothing of what other documents hold.
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

/// The intervals of a category in an outlet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutletIntervals {
    /// Of occurrences per 1,000 tokens.
    pub rate: Estimated<Interval, Missing>,
    /// Of those in the author's own voice.
    pub rate_own: Estimated<Interval, Missing>,
    /// Of the mean stance of the matches.
    pub stance: Estimated<Interval, Missing>,
}

impl OutletIntervals {
    /// Those of a category that does not occur.
    const NONE: Self = Self {
        rate: Estimated::Missing(Missing::NoMatch),
        rate_own: Estimated::Missing(Missing::NoMatch),
        stance: Estimated::Missing(Missing::NoMatch),
    };
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
    /// A resample draws as many of the outlet's documents that have tokens as there are, with
    /// replacement, and finds the ratios Σx/Σn of all categories anew; for stance one without any
    /// match is skipped. A document without tokens could hold nothing and is no draw. Resample b of
    /// an outlet depends on the seed, on b and on its documents in the order of their ids, not on
    /// the outlet's name.
    pub fn new(panel: &Panel<'_>, resampling: Resampling) -> Self {
        Self::in_blocks(panel, resampling, HELD)
    }

    /// The same, with at most so many ratios held at once, but those of one category.
    fn in_blocks(panel: &Panel<'_>, resampling: Resampling, held: usize) -> Self {
        let mut outlets: BTreeMap<&Arc<str>, Vec<&DocumentFrame>> = BTreeMap::new();
        for frame in panel.frames().iter().filter(|frame| frame.tokens > 0) {
            outlets.entry(&frame.outlet).or_default().push(frame);
        }
        let mut all = Self::default();
        for (outlet, frames) in outlets {
            let found: BTreeSet<CategoryId> =
                frames.iter().flat_map(|frame| &frame.categories).map(|(id, _)| *id).collect();
            let by_language = panel.by_language(found.into_iter().map(|id| (id, id)));
            for (language, categories) in by_language {
                let is_served = |frame: &&&DocumentFrame| {
                    language.is_none_or(|language| frame.is_served_in(language))
                };
                let served: Vec<&DocumentFrame> =
                    frames.iter().filter(is_served).copied().collect();
                let resampled = ResampledOutlet::new(&served, &categories, resampling, held);
                all.outermost += resampled.outermost;
                all.outlets.entry(outlet.clone()).or_default().extend(resampled.categories);
            }
        }
        all
    }

    /// The intervals of a category in an outlet.
    pub fn intervals(&self, outlet: &str, category: CategoryId) -> OutletIntervals {
        let known = self.outlets.get(outlet).and_then(|categories| categories.get(&category));
        known.copied().unwrap_or(OutletIntervals::NONE)
    }
}

/// What is estimated of each category, in the order in which it is kept.
const RATIOS: usize = 3;

/// Numerators of the rate, of the rate in the author's own voice, and of stance, whose denominator
/// is the first.
fn counts(score: &CategoryScore) -> [i64; RATIOS] {
    [i64::from(score.voices.total()), i64::from(score.voices.own), score.stance]
}

/// The intervals of one outlet.
#[derive(Default)]
struct ResampledOutlet {
    categories: HashMap<CategoryId, OutletIntervals>,
    outermost: u64,
}

/// An interval of which an end may be the outermost resample.
#[derive(Clone, Copy)]
struct ResampledInterval {
    interval: Estimated<Interval, Missing>,
    is_outermost: bool,
}

impl ResampledOutlet {
    /// The intervals of `wanted` categories, in the order of their ids.
    fn new(
        frames: &[&DocumentFrame],
        wanted: &[CategoryId],
        resampling: Resampling,
        held: usize,
    ) -> Self {
        let mut holding: BTreeMap<CategoryId, [usize; 2]> = BTreeMap::new();
        let scores = frames.iter().flat_map(|frame| &frame.categories);
        for (id, score) in scores.filter(|(id, _)| wanted.binary_search(id).is_ok()) {
            let [matched, own] = holding.entry(*id).or_default();
            *matched += usize::from(score.voices.total() > 0);
            *own += usize::from(score.voices.own > 0);
        }
        let too_few = |holding: usize| {
            let none = holding == 0;
            Estimated::Missing(if none { Missing::NoMatch } else { Missing::FewDocuments })
        };
        let mut outlet = Self::default();
        let mut enough: Vec<(CategoryId, usize)> = Vec::new();
        for (&id, &[matched, own]) in &holding {
            let (all, own_voice) = (too_few(matched), too_few(own));
            let none = OutletIntervals { rate: all, rate_own: own_voice, stance: all };
            outlet.categories.insert(id, none);
            if matched >= BOOTSTRAP_DOCUMENTS {
                enough.push((id, own));
            }
        }
        // The number of resamples is at most MOST_RESAMPLES.
        let block = (held / RATIOS / resampling.resamples.max(1) as usize).max(1);
        for categories in enough.chunks(block) {
            let sheet = OutletSheet::new(frames, categories);
            let ratios = sheet.resampled(resampling);
            let rows: Vec<[ResampledInterval; RATIOS]> = (0..categories.len())
                .into_par_iter()
                .map(|category| [0, 1, 2].map(|ratio| sheet.interval(category, ratio, &ratios)))
                .collect();
            for (&(id, own), [rate, rate_own, stance]) in categories.iter().zip(rows) {
                let has_own = own >= BOOTSTRAP_DOCUMENTS;
                let shown = [(rate, true), (rate_own, has_own), (stance, true)];
                let outermost =
                    |(found, shown): &&(ResampledInterval, bool)| *shown && found.is_outermost;
                outlet.outermost += shown.iter().filter(outermost).count() as u64;
                let rate_own = if has_own { rate_own.interval } else { too_few(own) };
                let (rate, stance) = (rate.interval, stance.interval);
                outlet.categories.insert(id, OutletIntervals { rate, rate_own, stance });
            }
        }
        outlet
    }
}

/// The documents of an outlet, and what they hold of some categories: document by document, so that
/// hits are read in a row and only the small table of sums is written here and there.
struct OutletSheet {
    tokens: Vec<u64>,
    /// Of each document, where its hits end.
    ends: Vec<usize>,
    /// Categories by number, with their counts.
    hits: Vec<(u32, [i64; RATIOS])>,
    categories: usize,
}

impl OutletSheet {
    fn new(frames: &[&DocumentFrame], categories: &[(CategoryId, usize)]) -> Self {
        let numbers: HashMap<CategoryId, u32> =
            categories.iter().map(|(id, _)| *id).zip(0..).collect();
        let mut sheet = Self {
            tokens: Vec::new(),
            ends: Vec::new(),
            hits: Vec::new(),
            categories: categories.len(),
        };
        for frame in frames {
            let hits = frame
                .categories
                .iter()
                .filter_map(|(id, score)| Some((*numbers.get(id)?, counts(score))));
            sheet.hits.extend(hits);
            sheet.tokens.push(frame.tokens);
            sheet.ends.push(sheet.hits.len());
        }
        sheet
    }

    /// The ratios of all categories in all resamples, resample by resample; what has no denominator
    /// is not a number.
    fn resampled(&self, Resampling { resamples, seed }: Resampling) -> Vec<f64> {
        let width = self.categories * RATIOS;
        let mut ratios = vec![f64::NAN; width * resamples as usize];
        let scratch = || (vec![0_u32; self.tokens.len()], vec![[0_i64; RATIOS]; self.categories]);
        ratios.par_chunks_mut(width).zip(0..resamples).with_min_len(8).for_each_init(
            scratch,
            |(drawn, sums), (row, number)| {
                draw(seed, number, drawn);
                sums.fill([0; RATIOS]);
                let tokens = self.sum(drawn, sums);
                for (row, sums) in row.chunks_mut(RATIOS).zip(sums) {
                    row.iter_mut()
                        .zip(ratios_of(*sums, tokens))
                        .for_each(|(to, ratio)| *to = ratio);
                }
            },
        );
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
                    sums.iter_mut()
                        .zip(counts)
                        .for_each(|(sum, count)| *sum += i64::from(times) * count);
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
            documents.push((
                counts[ratio] as f64,
                if stance { counts[0] as f64 } else { tokens as f64 },
            ));
            start = end;
        }
        documents
    }

    /// The interval of a ratio of a category.
    fn interval(&self, category: usize, ratio: usize, ratios: &[f64]) -> ResampledInterval {
        let documents = self.documents(category, ratio);
        let column =
            ratios.iter().skip(category * RATIOS + ratio).step_by(self.categories * RATIOS);
        let mut resampled: Vec<f64> = column.copied().filter(|ratio| !ratio.is_nan()).collect();
        resampled.sort_by(f64::total_cmp);
        let found = ratio_of(&documents)
            .zip(acceleration(&documents))
            .and_then(|(estimate, a)| bca(estimate, a, &resampled, LEVEL));
        let scale = if ratio == RATIOS - 1 { 1.0 } else { 1000.0 };
        let interval = found.map(|found| Interval {
            low: scale * found.interval.low,
            high: scale * found.interval.high,
        });
        ResampledInterval {
            interval: Estimated::new(interval, Method::Bootstrap, Missing::NoVariance),
            is_outermost: found.is_some_and(|found| found.outermost),
        }
    }
}

fn ratios_of([all, own, stance]: [i64; RATIOS], tokens: u64) -> [f64; RATIOS] {
    let of = |x: i64, n: f64| if n > 0.0 { x as f64 / n } else { f64::NAN };
    [of(all, tokens as f64), of(own, tokens as f64), of(stance, all as f64)]
}

/// How often each document is drawn in resample `number` of a seed: each has a generator of its
/// own, so threads cannot change it.
fn draw(seed: u64, number: u32, drawn: &mut [u32]) {
    let mut random = Xoshiro256Plus::seed_from_u64(
        seed ^ u64::from(number).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15),
    );
    drawn.fill(0);
    // A panel has no more documents than this.
    let count = drawn.len() as u32;
    for _ in 0..count {
        drawn[random.gen_range(0..count) as usize] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::outlet::tests::frame;
    use super::super::panel::tests::panel;
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
            let sums = documents
                .iter()
                .zip(&drawn)
                .map(|(d, times)| (d.0 * f64::from(*times), d.1 * f64::from(*times)));
            ratio_of(&sums.collect::<Vec<_>>()).unwrap()
        };
        let mut ratios: Vec<f64> = (0..resamples).map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        ratios
    }

    #[test]
    fn drawn_resamples_give_the_ends_of_scipy_to_within_what_chance_moves_them() {
        // Of four scipy.stats.bootstrap((x, n), paired=True, n_resamples=99999, method="BCa"); of
        // eight from the 6,435 distinct resamples, each with its chance.
        let ends = |documents: &[(f64, f64)]| {
            let found = bca(
                ratio_of(documents).unwrap(),
                acceleration(documents).unwrap(),
                &resampled(documents, 99_999, 0),
                0.95,
            )
            .unwrap();
            found.interval
        };
        let four = ends(&DOCUMENTS);
        close(four.low, 0.0022727272727272726, 0.01);
        close(four.high, 0.02666666666666667, 0.01);
        let eight = [
            (4.0, 310.0),
            (0.0, 250.0),
            (1.0, 400.0),
            (9.0, 520.0),
            (2.0, 180.0),
            (0.0, 90.0),
            (3.0, 275.0),
            (1.0, 333.0),
        ];
        close(acceleration(&eight).unwrap(), 0.05775674423892351, 1e-9);
        let eight = ends(&eight);
        close(eight.low, 0.0040128410914927765, 0.01);
        close(eight.high, 0.013918305597579426, 0.01);
    }

    const DRAWS: Resampling = Resampling { resamples: 300, seed: 4 };

    #[test]
    fn sums_over_a_sheet_are_those_of_each_category_alone() {
        let own = [3, 0, 1, 5, 0, 2, 1, 0];
        let frames: Vec<DocumentFrame> = (0..8)
            .map(|at| frame(at, "A", None, 90 + 10 * at as u64, [own[at], at as u32 % 3]))
            .collect();
        let found = OutletBootstrap::new(&panel(&frames), DRAWS).intervals("A", CategoryId(0));
        let rate: Vec<(f64, f64)> = frames
            .iter()
            .map(|f| (f64::from(f.category(CategoryId(0)).voices.total()), f.tokens as f64))
            .collect();
        let expected = bca(
            ratio_of(&rate).unwrap(),
            acceleration(&rate).unwrap(),
            &resampled(&rate, 300, 4),
            0.95,
        )
        .unwrap()
        .interval;
        let interval = found.rate.value().unwrap();
        close(interval.low, 1000.0 * expected.low, 1e-12);
        close(interval.high, 1000.0 * expected.high, 1e-12);
        let stance = found.stance.value().unwrap();
        assert!(stance.low >= -1.0 && stance.high <= 1.0 && stance.low < stance.high);
    }

    #[test]
    fn categories_found_in_blocks_have_the_figures_of_the_whole() {
        let frames: Vec<DocumentFrame> = (0..9)
            .map(|at| frame(at, "A", None, 100 + at as u64, [1 + at as u32 % 3, 0]))
            .collect();
        let mut many = frames.clone();
        for frame in &mut many {
            let score = frame.categories[0].1;
            frame.categories = (0..40).map(|id| (CategoryId(id), score)).collect();
        }
        let whole = OutletBootstrap::new(&panel(&many), DRAWS);
        assert_eq!(OutletBootstrap::in_blocks(&panel(&many), DRAWS, 7 * RATIOS * 300), whole);
        assert_eq!(OutletBootstrap::in_blocks(&panel(&many), DRAWS, 1), whole);
        assert_eq!(
            whole.intervals("A", CategoryId(39)),
            OutletBootstrap::new(&panel(&frames), DRAWS).intervals("A", CategoryId(0))
        );
    }

    proptest! {
        #[test]
        fn neither_names_nor_order_nor_documents_without_words_change_an_end(
            counts in proptest::collection::vec((1_u64..900, 0_u32..9, 0_u32..3), 5..20),
            turn in 0_usize..20,
        ) {
            let documents = |outlet: &str| -> Vec<DocumentFrame> {
                let made = |(at, (n, own, quoted)): (usize, &(u64, u32, u32))| {
                    frame(at, outlet, None, *n, [*own, *quoted])
                };
                counts.iter().enumerate().map(made).collect()
            };
            let plain = OutletBootstrap::new(&panel(&documents("A")), DRAWS);
            let plain = plain.intervals("A", CategoryId(0));
            let mut turned = documents("Z");
            turned.rotate_left(turn % counts.len());
            turned.push(frame(99, "Z", None, 0, [0, 0]));
            turned.push(frame(98, "Y", None, 10, [1, 0]));
            let turned = OutletBootstrap::new(&panel(&turned), DRAWS);
            prop_assert_eq!(turned.intervals("Z", CategoryId(0)), plain);
            if let Some(Interval { low, high }) = plain.rate.value() {
                let sum = |(x, n), (tokens, own, quoted): &(u64, u32, u32)| {
                    (x + own + quoted, n + tokens)
                };
                let (x, n) = counts.iter().fold((0, 0), sum);
                let rate = 1000.0 * f64::from(x) / n as f64;
                prop_assert!(0.0 <= low && low <= rate && rate <= high, "{low} {rate} {high}");
            }
        }
    }
}
