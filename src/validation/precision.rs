//! Precision: which share of the matches is right, by category, entry, voice and outlet, and over
//! all.

use super::proportion::{Estimate, SampledStratum};
use super::{CodedSample, Tally, Uncoded};
use crate::stat::{Estimated, Method};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a figure is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// All matches.
    Overall,
    /// A category, by its place.
    Category(usize),
    /// An entry of a category.
    Entry(usize, Arc<str>),
    /// A voice.
    Voice(Arc<str>),
    /// An outlet.
    Outlet(Arc<str>),
}

/// What to do with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// At least four matches coded and the interval ends below one half (of fewer it cannot): more
    /// often wrong than right.
    Drop,
    /// At least five matches coded and fewer than half of them right, though the interval does not
    /// settle it.
    Review,
}

impl Advice {
    /// In a word, as tables show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Review => "review",
        }
    }

    fn on(coded: u64, found: Estimate) -> Option<Self> {
        if coded >= 4 && found.interval.high < 0.5 {
            Some(Self::Drop)
        } else if coded >= 5 && found.value < 0.5 {
            Some(Self::Review)
        } else {
            None
        }
    }
}

/// The precision of one group.
#[derive(Clone, Debug, PartialEq)]
pub struct Precision {
    /// The group.
    pub group: Group,
    /// How many matches it has in the corpus; known of categories and of all, for which it counts
    /// the categories that the estimate covers.
    pub population: Option<u64>,
    /// Matches of it in the sample.
    pub sampled: u64,
    /// Of these, coded by anyone.
    pub coded: u64,
    /// Of these, right by the majority; a tie counts half.
    pub right: f64,
    /// Coded matches over which coders are split evenly.
    pub ties: u64,
    /// The precision in the corpus.
    pub estimate: Estimated<Estimate, Uncoded>,
    /// The share of right ones among those coded, whatever their categories count for.
    pub unweighted: Option<Estimate>,
    /// What to do with an entry; nothing for other groups.
    pub advice: Option<Advice>,
}

/// The precision of all matches, of each category, entry, voice and outlet, in this order.
///
/// Within a category the sample is simple, so of a category and of an entry precision is right /
/// coded with Wilson's interval. Over categories each counts for what it has in the corpus: Σ
/// N_c·m_c/n_c·p_c / Σ N_c·m_c/n_c, where category c has N_c matches in the corpus and n_c coded,
/// m_c of them in the group with a share p_c right (the stratified and domain estimators, Cochran
/// 1977, §5.3 and §5A.14). Categories of which nothing was coded stay out.
pub fn precision(sample: &CodedSample) -> Vec<Precision> {
    let categories = sample.by_category();
    let mut entries: BTreeMap<(usize, Arc<str>), Tally> = BTreeMap::new();
    let mut voices: BTreeMap<Arc<str>, Vec<Tally>> = BTreeMap::new();
    let mut outlets: BTreeMap<Arc<str>, Vec<Tally>> = BTreeMap::new();
    for found in &sample.matches {
        let verdict = found.verdict();
        if !found.entry.is_empty() {
            entries.entry((found.category, found.entry.clone())).or_default().add(verdict);
        }
        for (groups, name) in [(&mut voices, &found.voice), (&mut outlets, &found.outlet)] {
            if name.is_empty() {
                continue;
            }
            let tallies = groups
                .entry(name.clone())
                .or_insert_with(|| vec![Tally::default(); categories.len()]);
            if let Some(tally) = tallies.get_mut(found.category) {
                tally.add(verdict);
            }
        }
    }
    let populations: Vec<u64> =
        sample.categories.iter().map(|category| category.population).collect();
    let across = |group: Group, tallies: &[Tally]| {
        let covered = || {
            populations
                .iter()
                .zip(tallies)
                .filter(|(_, tally)| tally.coded > 0)
                .map(|(population, _)| population)
                .sum()
        };
        let population = (group == Group::Overall).then(covered);
        figure(group, population, tallies, weighted(tallies, &categories, &populations))
    };
    let within = |group: Group, population: Option<u64>, tally: Tally| {
        let estimate = Estimate::proportion(tally.yes(), tally.coded);
        let estimate = Estimated::new(estimate, Method::Wilson, Uncoded::NoMatch);
        figure(group, population, &[tally], estimate)
    };
    let mut figures = vec![across(Group::Overall, &categories)];
    // A category that was only named to coders has no match and no precision.
    let occurring =
        (0..).zip(&populations).zip(&categories).filter(|((_, population), _)| **population > 0);
    figures.extend(
        occurring.map(|((at, population), tally)| {
            within(Group::Category(at), Some(*population), *tally)
        }),
    );
    figures.extend(
        entries
            .into_iter()
            .map(|((category, entry), tally)| within(Group::Entry(category, entry), None, tally)),
    );
    figures
        .extend(voices.into_iter().map(|(voice, tallies)| across(Group::Voice(voice), &tallies)));
    figures.extend(
        outlets.into_iter().map(|(outlet, tallies)| across(Group::Outlet(outlet), &tallies)),
    );
    figures
}

fn figure(
    group: Group,
    population: Option<u64>,
    tallies: &[Tally],
    estimate: Estimated<Estimate, Uncoded>,
) -> Precision {
    let sum = |of: fn(&Tally) -> u64| tallies.iter().map(of).sum::<u64>();
    let coded = sum(|tally| tally.coded);
    let right = tallies.iter().map(Tally::yes).sum();
    let advice = estimate
        .value()
        .filter(|_| matches!(group, Group::Entry(..)))
        .and_then(|found| Advice::on(coded, found));
    Precision {
        group,
        population,
        sampled: sum(|tally| tally.sampled),
        coded,
        right,
        ties: sum(|tally| tally.ties),
        estimate,
        unweighted: Estimate::proportion(right, coded),
        advice,
    }
}

/// The precision of a group that lies across categories.
pub(super) fn weighted(
    tallies: &[Tally],
    categories: &[Tally],
    populations: &[u64],
) -> Estimated<Estimate, Uncoded> {
    let stratum = |((tally, category), population): ((&Tally, &Tally), &u64)| SampledStratum {
        weight: *population as f64 * tally.coded as f64 / category.coded.max(1) as f64,
        successes: tally.yes(),
        trials: tally.coded,
        drawn: category.coded,
    };
    let strata: Vec<SampledStratum> =
        tallies.iter().zip(categories).zip(populations).map(stratum).collect();
    let several = strata.iter().filter(|stratum| stratum.trials > 0).count() > 1;
    let method = if several { Method::EffectiveWilson } else { Method::Wilson };
    Estimated::new(Estimate::stratified(&strata), method, Uncoded::NoMatch)
}

#[cfg(test)]
mod tests {
    use super::super::{CodedCategory, CodedMatch};
    use super::*;

    fn sample(coded: &[(usize, &str, &[Option<bool>])], populations: &[u64]) -> CodedSample {
        let category = |(at, population): (usize, &u64)| CodedCategory {
            lexicon: "l".into(),
            category: format!("c{at}").into(),
            population: *population,
        };
        let found = |(category, entry, codes): &(usize, &str, &[Option<bool>])| CodedMatch {
            category: *category,
            entry: (*entry).into(),
            voice: "own".into(),
            outlet: "".into(),
            codes: codes.to_vec(),
        };
        CodedSample {
            coders: 2,
            categories: populations.iter().enumerate().map(category).collect(),
            matches: coded.iter().map(found).collect(),
            ..CodedSample::default()
        }
    }

    const RIGHT: &[Option<bool>] = &[Some(true)];
    const WRONG: &[Option<bool>] = &[Some(false)];
    const TIE: &[Option<bool>] = &[Some(true), Some(false)];
    const OPEN: &[Option<bool>] = &[None, None];

    #[test]
    fn a_large_category_weighs_more_than_its_sample() {
        let coded: Vec<(usize, &str, &[Option<bool>])> = vec![
            (0, "a", RIGHT),
            (0, "a", RIGHT),
            (0, "a", TIE),
            (0, "b", OPEN),
            (1, "c", WRONG),
            (1, "c", RIGHT),
        ];
        let figures = precision(&sample(&coded, &[90, 10, 0]));
        let overall = &figures[0];
        // (90 · 2.5/3 + 10 · 1/2) / 100 against 3.5 / 5.
        assert!((overall.estimate.value().unwrap().value - 0.8).abs() < 1e-12);
        assert_eq!(
            (overall.population, overall.sampled, overall.coded, overall.right, overall.ties),
            (Some(100), 6, 5, 3.5, 1)
        );
        assert_eq!(
            (overall.unweighted, overall.estimate.method()),
            (Estimate::proportion(3.5, 5), Some(Method::EffectiveWilson))
        );
        let strata = [
            SampledStratum { weight: 90.0, successes: 2.5, trials: 3, drawn: 3 },
            SampledStratum { weight: 10.0, successes: 1.0, trials: 2, drawn: 2 },
        ];
        assert_eq!(overall.estimate.value(), Estimate::stratified(&strata));
        let groups: Vec<&Group> = figures.iter().map(|figure| &figure.group).collect();
        let entry = |at, name: &str| Group::Entry(at, name.into());
        let expected = [
            Group::Overall,
            Group::Category(0),
            Group::Category(1),
            entry(0, "a"),
            entry(0, "b"),
            entry(1, "c"),
        ];
        assert_eq!(groups[..6], expected.iter().collect::<Vec<_>>());
        assert_eq!(groups[6..], [&Group::Voice("own".into())], "outlets are not named");
        assert_eq!(figures[4].estimate, Estimated::Missing(Uncoded::NoMatch));
        // All matches are own, so the voice has the figures of the whole.
        assert_eq!(figures[6].estimate, overall.estimate);
    }

    #[test]
    fn the_whole_is_that_of_which_something_was_coded() {
        let figures = precision(&sample(&[(0, "a", RIGHT), (1, "b", OPEN)], &[90, 10]));
        assert_eq!((figures[0].population, figures[0].sampled, figures[0].coded), (Some(90), 2, 1));
        assert_eq!(figures[2].population, Some(10));
    }

    #[test]
    fn entries_that_are_mostly_wrong_are_told() {
        let advice = |right: u64, coded: u64| {
            Advice::on(coded, Estimate::proportion(right as f64, coded).unwrap())
        };
        assert_eq!((advice(0, 3), advice(0, 4), advice(1, 4)), (None, Some(Advice::Drop), None));
        assert_eq!(
            (advice(2, 5), advice(3, 5), advice(1, 8), advice(5, 10)),
            (Some(Advice::Review), None, Some(Advice::Drop), None)
        );
    }
}
