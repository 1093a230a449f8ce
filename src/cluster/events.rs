//! Events: documents close in time and alike in content words, grouped by average linkage.
//!
//! Words weigh (1 + ln tf) · ln(1 + N/df), each document's made one long; the similarity of two
//! documents is their cosine, and 0 where more days than the window lie between them (Yang, Pierce
//! & Carbonell 1998 for detection of events by words and time). The two groups whose documents are
//! most alike on average are joined as long as that average reaches the least that is asked for
//! (Sokal & Michener 1958). Under single linkage one report that looks both ways would chain two
//! events, and a week of daily reports all of them.
//!
//! A document dated to the month could be near in time to any day of it, and would join events that
//! are weeks apart. So documents dated to the day are grouped first. Then one dated to the
//! month joins the event it is most like on average, among those with a document of that month,
//! where that mean reaches the least; the others of a month are grouped among themselves. Documents
//! dated to the year come last, in the same way.

use rayon::prelude::*;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};

/// The least mean similarity within an event, unless told otherwise. In a corpus about one conflict
/// all documents share its words, so what is left to tell one day's event is little: in the sample
/// corpus the six events are found from .06 to .1, and fall apart beyond.
pub const EVENT_SIMILARITY: f64 = 0.1;
/// Similarities below this share of the least count as 0, which bounds memory.
const FLOOR: f64 = 1.0 / 3.0;
/// How many words name an event.
const NAMING_WORDS: usize = 2;

/// What grouping needs of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// The first day that its date may mean, counted from any day.
    pub first: i32,
    /// The last day that its date may mean.
    pub last: i32,
    /// Its content words by number, ascending, with how often each stands there.
    pub words: Vec<(u32, u32)>,
}

/// How precise a date is. The finer comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum DatePrecision {
    Day,
    Month,
    Year,
}

impl Story {
    fn precision(&self) -> DatePrecision {
        match self.last.saturating_sub(self.first) {
            ..=0 => DatePrecision::Day,
            1..=31 => DatePrecision::Month,
            _ => DatePrecision::Year,
        }
    }

    /// Whether both may be of one day.
    fn overlaps(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// Documents that seem to report on one event.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedEvent {
    /// Their numbers, ascending.
    pub stories: Vec<usize>,
    /// The cosine of each with the sum of all, 0 to 1, in the same order.
    pub similarities: Vec<f64>,
    /// The words that weigh most in the sum, among those that stand in at least half of them; fewer
    /// where there are none.
    pub words: Vec<u32>,
}

/// Groups `stories` into events, sorted by first day, then by first story. Every story is in one.
/// `window` is how many days apart two documents of one event may be where both are dated to the
/// day, `similarity` the least mean cosine. What is found depends on the order of the stories only
/// where similarities are equal to the last bit.
pub fn propose_events(stories: &[Story], window: i32, similarity: f64) -> Vec<ProposedEvent> {
    let words = stories
        .iter()
        .flat_map(|story| &story.words)
        .map(|(word, _)| *word as usize + 1)
        .max()
        .unwrap_or(0);
    let vectors = vectors(stories, words);
    let corpus = StoryVectors { stories, vectors: &vectors, words };
    let least = similarity.max(f64::MIN_POSITIVE);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (precision, window) in
        [(DatePrecision::Day, window), (DatePrecision::Month, 0), (DatePrecision::Year, 0)]
    {
        let of_precision = |at: &usize| stories[*at].precision() == precision;
        let members: Vec<usize> = (0..stories.len()).filter(of_precision).collect();
        let nearest = corpus.nearest_groups(&members, &groups, least);
        let alone: Vec<usize> = members
            .iter()
            .zip(&nearest)
            .filter(|(_, group)| group.is_none())
            .map(|(at, _)| *at)
            .collect();
        for (&at, group) in members.iter().zip(&nearest) {
            if let Some(group) = group.and_then(|group| groups.get_mut(group)) {
                group.push(at);
            }
        }
        let mut linkage = EventLinkage::new(alone.len(), least);
        for (one, other, cosine) in corpus.cosines(&alone, window, similarity * FLOOR) {
            linkage.link(one, other, cosine);
        }
        let of_all = |group: Vec<usize>| group.into_iter().map(|at| alone[at]).collect();
        groups.extend(linkage.groups().into_iter().map(of_all));
    }
    groups.iter_mut().for_each(|group| group.sort_unstable());
    let mut events: Vec<ProposedEvent> =
        groups.into_iter().map(|stories| described(stories, &vectors)).collect();
    // The first day of a month says less than any day of it.
    let first_day = |event: &ProposedEvent| {
        let days = event.stories.iter().map(|&at| (stories[at].precision(), stories[at].first));
        days.min().map(|(_, first)| first)
    };
    events.sort_by_key(|event| (first_day(event), event.stories.first().copied()));
    events
}

/// Words with their weights.
type Vector = Vec<(u32, f64)>;

fn vectors(stories: &[Story], words: usize) -> Vec<Vector> {
    let mut documents = vec![0_u32; words];
    stories
        .iter()
        .flat_map(|story| &story.words)
        .for_each(|(word, _)| documents[*word as usize] += 1);
    let total = stories.len() as f64;
    let vector = |story: &Story| {
        let weight = |&(word, count): &(u32, u32)| {
            let spread = f64::from(documents[word as usize].max(1));
            (word, (1.0 + f64::from(count.max(1)).ln()) * (1.0 + total / spread).ln())
        };
        let mut vector: Vector = story.words.iter().map(weight).collect();
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
        vector
    };
    stories.par_iter().map(vector).collect()
}

/// The documents, with the weights of their words.
struct StoryVectors<'s> {
    stories: &'s [Story],
    vectors: &'s [Vector],
    words: usize,
}

impl StoryVectors<'_> {
    /// The pairs of `members` within the window whose cosine reaches `floor`, by their places in
    /// `members`.
    fn cosines(&self, members: &[usize], window: i32, floor: f64) -> Vec<(usize, usize, f64)> {
        let first = |place: usize| self.stories[members[place]].first;
        let mut by_day: Vec<usize> = (0..members.len()).collect();
        by_day.sort_by_key(|&place| (first(place), place));
        let of_rank = |dense: &mut Vec<f64>, rank: usize| {
            let one = by_day[rank];
            let vector = &self.vectors[members[one]];
            spread(vector, dense);
            let near = by_day[rank + 1..]
                .iter()
                .take_while(|&&other| first(other).saturating_sub(first(one)) <= window);
            let cosine = |&other: &usize| {
                let cosine = product(&self.vectors[members[other]], dense);
                (cosine > 0.0 && cosine >= floor).then_some((
                    one.min(other),
                    one.max(other),
                    cosine,
                ))
            };
            let found: Vec<_> = near.filter_map(cosine).collect();
            clear(vector, dense);
            found
        };
        (0..by_day.len())
            .into_par_iter()
            .map_init(|| vec![0.0; self.words], of_rank)
            .flatten_iter()
            .collect()
    }

    /// For each of `members` the group it is most like on average, among those with a document
    /// whose date may be the same, where the mean reaches `least`. Of equals the first.
    fn nearest_groups(
        &self,
        members: &[usize],
        groups: &[Vec<usize>],
        least: f64,
    ) -> Vec<Option<usize>> {
        let nearest = |dense: &mut Vec<f64>, &at: &usize| {
            let vector = &self.vectors[at];
            spread(vector, dense);
            let mut nearest: Option<(usize, f64)> = None;
            for (number, group) in groups.iter().enumerate() {
                if !group.iter().any(|&other| self.stories[at].overlaps(&self.stories[other])) {
                    continue;
                }
                let sum: f64 =
                    group.iter().map(|&other| product(&self.vectors[other], dense)).sum();
                let mean = sum / group.len() as f64;
                if nearest.map_or(mean >= least, |(_, best)| mean > best) {
                    nearest = Some((number, mean));
                }
            }
            clear(vector, dense);
            nearest.map(|(number, _)| number)
        };
        members.par_iter().map_init(|| vec![0.0; self.words], nearest).collect()
    }
}

/// Writes a vector into one that has a place for each word.
fn spread(vector: &Vector, dense: &mut [f64]) {
    vector.iter().for_each(|(word, weight)| dense[*word as usize] = *weight);
}

/// Empties the places of a vector.
fn clear(vector: &Vector, dense: &mut [f64]) {
    vector.iter().for_each(|(word, _)| dense[*word as usize] = 0.0);
}

fn product(vector: &Vector, dense: &[f64]) -> f64 {
    vector.iter().map(|(word, weight)| weight * dense[*word as usize]).sum()
}

fn described(stories: Vec<usize>, vectors: &[Vector]) -> ProposedEvent {
    let mut sum: BTreeMap<u32, (f64, usize)> = BTreeMap::new();
    for (word, weight) in stories.iter().flat_map(|&at| &vectors[at]) {
        let (total, documents) = sum.entry(*word).or_default();
        *total += weight;
        *documents += 1;
    }
    let length = sum.values().map(|(weight, _)| weight * weight).sum::<f64>().sqrt();
    let similarity = |&at: &usize| {
        let product: f64 = vectors[at]
            .iter()
            .map(|(word, weight)| weight * sum.get(word).map_or(0.0, |(total, _)| *total))
            .sum();
        if length > 0.0 { (product / length).min(1.0) } else { 1.0 }
    };
    let similarities = stories.iter().map(similarity).collect();
    let mut words: Vec<(u32, f64)> = sum
        .iter()
        .filter(|(_, (_, documents))| 2 * documents >= stories.len())
        .map(|(word, (weight, _))| (*word, *weight))
        .collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ProposedEvent {
        stories,
        similarities,
        words: words.into_iter().take(NAMING_WORDS).map(|(word, _)| word).collect(),
    }
}

/// Two groups that could be joined: the most alike first, then those with the least members.
#[derive(PartialEq)]
struct Join {
    mean: f64,
    pair: (usize, usize),
    /// How often each had been joined when this was reckoned.
    age: (u32, u32),
}

impl Eq for Join {}

impl Ord for Join {
    fn cmp(&self, other: &Self) -> Ordering {
        self.mean
            .total_cmp(&other.mean)
            .then_with(|| Reverse(self.pair).cmp(&Reverse(other.pair)))
            .then_with(|| self.age.cmp(&other.age))
    }
}

impl PartialOrd for Join {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Average linkage over the pairs that are alike at all. A group goes by its least member.
struct EventLinkage {
    least: f64,
    members: Vec<Vec<usize>>,
    ages: Vec<u32>,
    /// For each group the sums of similarities to others.
    sums: Vec<BTreeMap<usize, f64>>,
    joins: BinaryHeap<Join>,
}

impl EventLinkage {
    fn new(stories: usize, least: f64) -> Self {
        Self {
            least,
            members: (0..stories).map(|at| vec![at]).collect(),
            ages: vec![0; stories],
            sums: vec![BTreeMap::new(); stories],
            joins: BinaryHeap::new(),
        }
    }

    fn link(&mut self, one: usize, other: usize, sum: f64) {
        self.sums[one].insert(other, sum);
        self.sums[other].insert(one, sum);
        let mean = sum / (self.members[one].len() * self.members[other].len()) as f64;
        if mean >= self.least {
            let pair = (one.min(other), one.max(other));
            self.joins.push(Join { mean, pair, age: (self.ages[pair.0], self.ages[pair.1]) });
        }
    }

    fn groups(mut self) -> Vec<Vec<usize>> {
        while let Some(Join { pair: (into, from), age, .. }) = self.joins.pop() {
            if age != (self.ages[into], self.ages[from]) {
                continue;
            }
            let taken = std::mem::take(&mut self.members[from]);
            self.members[into].extend(taken);
            self.ages[into] += 1;
            self.ages[from] += 1;
            let mut sums = std::mem::take(&mut self.sums[into]);
            for (other, sum) in std::mem::take(&mut self.sums[from]) {
                self.sums[other].remove(&from);
                *sums.entry(other).or_default() += sum;
            }
            sums.remove(&into);
            sums.remove(&from);
            for (other, sum) in sums {
                self.link(into, other, sum);
            }
        }
        let mut groups: Vec<Vec<usize>> =
            self.members.into_iter().filter(|group| !group.is_empty()).collect();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stories(of: &[(i32, &[u32])]) -> Vec<Story> {
        of.iter()
            .map(|(day, words)| Story {
                first: *day,
                last: *day,
                words: words.iter().map(|word| (*word, 1)).collect(),
            })
            .collect()
    }

    fn members(events: &[ProposedEvent]) -> Vec<Vec<usize>> {
        events.iter().map(|event| event.stories.clone()).collect()
    }

    #[test]
    fn reports_that_look_both_ways_do_not_chain_events() {
        let chain = stories(&[
            (1, &[1, 2, 3, 4]),
            (1, &[3, 4, 5, 6]),
            (1, &[5, 6, 7, 8]),
            (1, &[7, 8, 9, 10]),
            (1, &[9, 10, 11, 12]),
        ]);
        let events = propose_events(&chain, 3, 0.3);
        assert!(events.iter().all(|event| event.stories.len() <= 3), "{events:?}");
    }

    #[test]
    fn the_same_words_weeks_apart_are_two_events() {
        let of = stories(&[(1, &[1, 2]), (2, &[1, 2]), (30, &[1, 2]), (31, &[1, 2])]);
        assert_eq!(members(&propose_events(&of, 3, 0.3)), [vec![0, 1], vec![2, 3]]);
        assert_eq!(members(&propose_events(&of, 40, 0.3)), [vec![0, 1, 2, 3]]);
        assert_eq!(members(&propose_events(&of, 0, 0.3)).len(), 4);
    }

    /// A story dated to a month of 30 days, or a year of 360.
    fn dated(first: i32, days: i32, words: &[u32]) -> Story {
        let words = words.iter().map(|word| (*word, 1)).collect();
        Story { first, last: first + days - 1, words }
    }

    #[test]
    fn a_story_of_a_month_joins_the_event_of_that_month_it_is_most_like() {
        let mut of = stories(&[(1, &[1, 2]), (2, &[1, 2]), (20, &[3, 4]), (40, &[5, 6])]);
        of.push(dated(1, 30, &[3, 4]));
        of.push(dated(1, 30, &[5, 6]));
        of.push(dated(1, 30, &[5, 6]));
        of.push(dated(31, 30, &[5, 6]));
        of.push(dated(31, 30, &[7, 8]));
        of.push(dated(1, 360, &[7, 8]));
        of.push(dated(361, 360, &[1, 2]));
        assert_eq!(
            members(&propose_events(&of, 3, 0.3)),
            [vec![0, 1], vec![5, 6], vec![2, 4], vec![8, 9], vec![3, 7], vec![10]]
        );
    }

    #[test]
    fn a_story_of_a_month_ties_no_events_together() {
        let mut of = stories(&[(1, &[1, 2]), (2, &[1, 2]), (25, &[1, 2]), (26, &[1, 2])]);
        of.push(dated(1, 30, &[1, 2]));
        assert_eq!(members(&propose_events(&of, 3, 0.3)), [vec![0, 1, 4], vec![2, 3]]);
    }

    #[test]
    fn an_event_is_described_by_the_words_that_most_of_it_share() {
        let events = propose_events(
            &stories(&[(1, &[1, 2, 3]), (2, &[1, 2, 4]), (9, &[5]), (9, &[])]),
            3,
            0.3,
        );
        assert_eq!((events[0].stories.clone(), events[0].words.clone()), (vec![0, 1], vec![1, 2]));
        // The two differ in one word of weight ln 5 and share two of ln 3, so cos = 2 ln²3 / (2
        // ln²3 + ln²5), and each with their sum √((1 + cos)/2).
        let shared = 2.0 * 3_f64.ln().powi(2);
        let cosine = shared / (shared + 5_f64.ln().powi(2));
        assert!(
            events[0]
                .similarities
                .iter()
                .all(|similarity| (similarity - ((1.0 + cosine) / 2.0).sqrt()).abs() < 1e-12)
        );
        assert_eq!(
            (events[1].similarities.as_slice(), events[2].words.as_slice()),
            (&[1.0][..], &[][..])
        );
        assert_eq!(propose_events(&[], 3, 0.3), []);
    }

    proptest! {
        #[test]
        fn every_story_is_in_one_event_whose_documents_are_alike_on_average(
            of in proptest::collection::vec(
                (0_i32..12, proptest::collection::btree_set(0_u32..12, 0..6)), 0..20
            ),
        ) {
            let story = |(day, words): (i32, std::collections::BTreeSet<u32>)| {
                let words = words.into_iter().map(|word| (word, 1)).collect();
                Story { first: day, last: day, words }
            };
            let of: Vec<Story> = of.into_iter().map(story).collect();
            let events = propose_events(&of, 3, 0.3);
            let mut all: Vec<usize> =
                events.iter().flat_map(|event| event.stories.clone()).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..of.len()).collect::<Vec<_>>());
            for event in &events {
                let mut similarities = event.similarities.iter();
                prop_assert!(similarities.all(|similarity| (0.0..=1.0).contains(similarity)));
                let days: Vec<i32> = event.stories.iter().map(|&at| of[at].first).collect();
                let span = days.iter().max().unwrap_or(&0) - days.iter().min().unwrap_or(&0);
                prop_assert!(event.stories.len() > 1 || span == 0);
            }
        }
    }
}
