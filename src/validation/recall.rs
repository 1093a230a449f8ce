//! Recall: which share of what is there was found, estimated from matches and from sentences
//! without a match.

use super::precision::weighted;
use super::proportion::Estimate;
use super::{CodedSample, Tally, Uncoded};
use crate::stat::{Estimated, Method};

/// The recall of one category or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Recall {
    /// The category by its place; none for all.
    pub category: Option<usize>,
    /// Its matches in the corpus; of all, those in the categories that the estimate covers. `None`
    /// of a category that is not in the sample.
    pub population: Option<u64>,
    /// Of these, right: population × precision.
    pub found: Option<Estimate>,
    /// Sentences without a match that were coded.
    pub misses_coded: u64,
    /// Of these, those that express the category by the majority; a tie counts half.
    pub missed: f64,
    /// Such sentences in the corpus: their number × the share that expresses the category.
    pub not_found: Option<Estimate>,
    /// found / (found + not found).
    pub recall: Estimated<Estimate, Uncoded>,
}

/// The recall of all categories together, then of each: TP̂ / (TP̂ + FN̂) with TP̂ = N_c·p_c and
/// FN̂ = M·(share of coded misses that express c), where category c has N_c matches of which a
/// share p_c is right, and M sentences have no match.
///
/// A sentence that expresses several categories counts once over all. What is missed in a sentence
/// that holds a match of any lexicon is not seen, nor what is missed twice in one sentence, so
/// recall errs upwards.
pub fn recall(sample: &CodedSample) -> Vec<Recall> {
    let tallies = sample.by_category();
    let found: Vec<Option<Estimate>> = sample
        .categories
        .iter()
        .zip(&tallies)
        .map(|(category, tally)| match category.population {
            // Coders may name categories that the sample has not; the corpus may still have matches
            // of them.
            0 => None,
            population => Estimate::proportion(tally.yes(), tally.coded)
                .map(|precision| precision.times(population as f64)),
        })
        .collect();
    let known = |at: usize| found.get(at).is_some_and(Option::is_some);
    let populations: Vec<u64> =
        sample.categories.iter().map(|category| category.population).collect();
    let covered = populations
        .iter()
        .enumerate()
        .filter(|(at, _)| known(*at))
        .map(|(_, population)| population)
        .sum();
    let all = weighted(&tallies, &tallies, &populations)
        .value()
        .map(|precision| precision.times(covered as f64));
    let mut figures = vec![figure(sample, None, Some(covered), all, known)];
    for (at, category) in sample.categories.iter().enumerate() {
        let found = found.get(at).copied().flatten();
        let population = Some(category.population).filter(|population| *population > 0);
        figures.push(figure(sample, Some(at), population, found, |named| named == at));
    }
    figures
}

fn figure(
    sample: &CodedSample,
    category: Option<usize>,
    population: Option<u64>,
    found: Option<Estimate>,
    counts: impl Fn(usize) -> bool,
) -> Recall {
    let mut misses = Tally::default();
    sample.misses.iter().for_each(|miss| misses.add(miss.verdict(&counts)));
    let not_found = Estimate::proportion(misses.yes(), misses.coded)
        .map(|share| share.times(sample.miss_population as f64));
    let recall = match (found, not_found) {
        (None, _) if population.is_none() => Estimated::Missing(Uncoded::NotSampled),
        (None, _) => Estimated::Missing(Uncoded::NoMatch),
        (_, None) => Estimated::Missing(Uncoded::NoMiss),
        (Some(found), Some(not_found)) => {
            Estimated::new(Estimate::share(found, not_found), Method::Mover, Uncoded::Nothing)
        }
    };
    Recall {
        category,
        population,
        found,
        misses_coded: misses.coded,
        missed: misses.yes(),
        not_found,
        recall,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CodedCategory, CodedMatch, CodedMiss};
    use super::*;

    fn category(population: u64) -> CodedCategory {
        CodedCategory { lexicon: "l".into(), category: "c".into(), population }
    }

    fn matches(category: usize, right: usize, coded: usize) -> Vec<CodedMatch> {
        (0..coded)
            .map(|at| CodedMatch {
                category,
                codes: vec![Some(at < right)],
                ..CodedMatch::default()
            })
            .collect()
    }

    fn miss(names: &[usize]) -> CodedMiss {
        CodedMiss { codes: vec![Some(names.iter().copied().collect())] }
    }

    #[test]
    fn recall_sets_what_was_found_against_what_was_missed() {
        let mut misses = vec![miss(&[]); 46];
        misses.extend([miss(&[0]), miss(&[0]), miss(&[1]), miss(&[0, 1])]);
        let sample = CodedSample {
            coders: 1,
            categories: vec![category(100), category(40), category(0)],
            matches: [matches(0, 9, 10), matches(1, 5, 10)].concat(),
            misses,
            miss_population: 500,
        };
        let figures = recall(&sample);
        let value = |at: usize| figures[at].recall.value().unwrap().value;
        // 90 found, 500 · 3/50 missed; 20 found, 500 · 2/50 missed; together 110 found, 500 · 4/50
        // missed.
        assert!(
            (value(1) - 90.0 / 120.0).abs() < 1e-12
                && (value(2) - 0.5).abs() < 1e-12
                && (value(0) - 110.0 / 150.0).abs() < 1e-12
        );
        assert_eq!((figures[0].missed, figures[1].missed, figures[0].misses_coded), (4.0, 3.0, 50));
        let (p, q) = (
            Estimate::proportion(9.0, 10).unwrap().times(100.0),
            Estimate::proportion(3.0, 50).unwrap().times(500.0),
        );
        assert_eq!(figures[1].recall.value(), Estimate::share(p, q));
        assert_eq!(
            (figures[3].recall, figures[3].population),
            (Estimated::Missing(Uncoded::NotSampled), None)
        );
    }

    #[test]
    fn without_codes_there_is_a_reason_instead() {
        let mut sample = CodedSample {
            coders: 1,
            categories: vec![category(9)],
            matches: matches(0, 1, 2),
            ..CodedSample::default()
        };
        assert!(
            recall(&sample)
                .iter()
                .all(|figure| figure.recall == Estimated::Missing(Uncoded::NoMiss))
        );
        sample.misses = vec![CodedMiss { codes: vec![None] }];
        assert!(
            recall(&sample)
                .iter()
                .all(|figure| figure.recall == Estimated::Missing(Uncoded::NoMiss))
        );
        sample.misses = vec![miss(&[0])];
        sample.matches.clear();
        assert!(
            recall(&sample)
                .iter()
                .all(|figure| figure.recall == Estimated::Missing(Uncoded::NoMatch))
        );
    }

    #[test]
    fn a_category_of_which_nothing_was_coded_stays_out_of_the_whole() {
        let sample = CodedSample {
            coders: 1,
            categories: vec![category(100), category(900)],
            matches: matches(0, 10, 10),
            misses: vec![miss(&[1]), miss(&[])],
            miss_population: 200,
        };
        let figures = recall(&sample);
        assert_eq!(
            (figures[0].population, figures[0].missed, figures[0].recall.value().unwrap().value),
            (Some(100), 0.0, 1.0)
        );
        assert_eq!(figures[2].recall, Estimated::Missing(Uncoded::NoMatch));
    }
}
