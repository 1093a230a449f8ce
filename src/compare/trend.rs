//! Rates by period: how often each outlet uses each category in each day, week, month, quarter or
//! year.

use super::outlet::{OutletCategory, OutletTotals};
use crate::corpus::{Date, Period, PeriodLength};
use crate::frame::DocumentFrame;
use crate::lexicon::CategoryId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A period of a length chosen by the data holds at least so many documents of an outlet, at the
/// median.
pub const PERIOD_DOCUMENTS: u64 = 5;
/// A length chosen by the data gives at most so many periods.
pub const MOST_PERIODS: usize = 60;
/// Of documents with a date one in so many may be dated too coarsely for a length chosen by the
/// data.
pub const COARSE_SHARE: u64 = 20;

/// How many documents each outlet has of each date: what the length of periods is chosen by.
/// Surveys merge exactly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateSurvey {
    dated: BTreeMap<(Arc<str>, Date), u64>,
}

/// Why periods have their length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodRule {
    /// The shortest that the dates allow with enough documents in a period and not too many
    /// periods.
    Shortest,
    /// None has: the longest that gives two periods.
    Longest,
    /// All documents lie in one period: the shortest that the dates allow.
    Single,
}

impl DateSurvey {
    /// Adds a document.
    pub fn add(&mut self, frame: &DocumentFrame) {
        if let Some(date) = frame.date {
            *self.dated.entry((frame.outlet.clone(), date)).or_default() += 1;
        }
    }

    /// The length of periods that serves these documents, and why; `None` where none has a date.
    ///
    /// Lengths for which more than one dated document in [`COARSE_SHARE`] is dated too coarsely are
    /// out. Of the others the shortest that gives 2 to [`MOST_PERIODS`] periods with documents, and
    /// at least [`PERIOD_DOCUMENTS`] documents at the median over outlets and periods with
    /// documents; else the longest that gives two; else the shortest.
    pub fn choose(&self) -> Option<(PeriodLength, PeriodRule)> {
        let dated: u64 = self.dated.values().sum();
        let mut allowed = Vec::new();
        for length in PeriodLength::ALL {
            let mut cells: BTreeMap<(Period, &str), u64> = BTreeMap::new();
            for ((outlet, date), documents) in &self.dated {
                if let Some(period) = Period::from_date(*date, length) {
                    *cells.entry((period, outlet)).or_default() += documents;
                }
            }
            let placed: u64 = cells.values().sum();
            if placed > 0
                && placed.saturating_mul(COARSE_SHARE) >= dated.saturating_mul(COARSE_SHARE - 1)
            {
                let periods = cells.keys().map(|(period, _)| period).collect::<BTreeSet<_>>().len();
                allowed.push((length, periods, twice_median(cells.into_values().collect())));
            }
        }
        let serves = |(_, periods, twice): &&(_, usize, u64)| {
            (2..=MOST_PERIODS).contains(periods) && *twice >= 2 * PERIOD_DOCUMENTS
        };
        if let Some((length, ..)) = allowed.iter().find(serves) {
            return Some((*length, PeriodRule::Shortest));
        }
        if let Some((length, ..)) = allowed.iter().rev().find(|(_, periods, _)| *periods >= 2) {
            return Some((*length, PeriodRule::Longest));
        }
        allowed.first().map(|(length, ..)| (*length, PeriodRule::Single))
    }
}

/// Twice the median, which is whole.
fn twice_median(mut counts: Vec<u64>) -> u64 {
    counts.sort_unstable();
    let middle = counts.len() / 2;
    let upper = counts.get(middle).copied().unwrap_or(0);
    let lower = if counts.len().is_multiple_of(2) {
        middle.checked_sub(1).and_then(|at| counts.get(at)).copied()
    } else {
        Some(upper)
    };
    upper + lower.unwrap_or(0)
}

/// What each outlet sums to in each period. Totals of one length merge exactly, so a corpus may be
/// summed in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendTotals {
    length: PeriodLength,
    periods: BTreeMap<Period, OutletTotals>,
    undated: u64,
    coarse: u64,
}

impl TrendTotals {
    /// No documents, to be summed by periods of a length.
    pub fn new(length: PeriodLength) -> Self {
        Self { length, periods: BTreeMap::new(), undated: 0, coarse: 0 }
    }

    /// Adds a document. One without a date, or with a date that may lie in several periods, is only
    /// counted as left out.
    pub fn add(&mut self, frame: &DocumentFrame) {
        match frame.date.map(|date| Period::from_date(date, self.length)) {
            Some(Some(period)) => self.periods.entry(period).or_default().add_categories(frame),
            Some(None) => self.coarse += 1,
            None => self.undated += 1,
        }
    }

    /// The periods with documents, in order.
    pub fn periods(&self) -> impl ExactSizeIterator<Item = Period> {
        self.periods.keys().copied()
    }

    /// Documents left out: those without a date, and those dated too coarsely.
    pub fn left_out(&self) -> (u64, u64) {
        (self.undated, self.coarse)
    }

    /// The outlets of the documents counted, sorted by name.
    pub fn outlets(&self) -> Vec<Arc<str>> {
        self.periods
            .values()
            .flat_map(OutletTotals::outlets)
            .cloned()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// The categories that occur in the documents counted, in the order of their ids.
    pub fn categories(&self) -> BTreeSet<CategoryId> {
        self.periods.values().flat_map(OutletTotals::occurring).collect()
    }

    /// A category in an outlet, period after period; periods in which the outlet has no documents
    /// are left out.
    pub fn course<'t>(
        &'t self,
        outlet: &'t str,
        id: CategoryId,
    ) -> impl Iterator<Item = (Period, OutletCategory)> + 't {
        self.periods
            .iter()
            .filter_map(move |(period, totals)| Some((*period, totals.category(outlet, id)?)))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::corpus::ReadDate;
    use crate::frame::{ByVoice, CategoryScore};
    use crate::stat::{Estimated, Interval};
    use proptest::prelude::*;

    /// A document with so many matches of each category in the author's voice.
    pub(in crate::compare) fn dated_frame(
        at: usize,
        outlet: &str,
        date: &str,
        tokens: u64,
        own: &[u32],
    ) -> DocumentFrame {
        let score = |own: u32| CategoryScore {
            voices: ByVoice { own, ..ByVoice::default() },
            ..CategoryScore::default()
        };
        DocumentFrame {
            id: format!("{at:05}").into(),
            outlet: outlet.into(),
            date: match Date::read(date) {
                ReadDate::Known(date) => Some(date),
                _ => None,
            },
            event: None,
            tokens,
            categories: (0..)
                .map(CategoryId)
                .zip(own)
                .filter(|(_, own)| **own > 0)
                .map(|(id, own)| (id, score(*own)))
                .collect(),
            entries: Vec::new(),
            targets: Vec::new(),
            language: None,
            has_rules: true,
            unserved: Box::default(),
        }
    }

    fn chosen(documents: &[(&str, &str, usize)]) -> Option<(PeriodLength, PeriodRule)> {
        let mut survey = DateSurvey::default();
        for (outlet, date, count) in documents {
            (0..*count).for_each(|at| survey.add(&dated_frame(at, outlet, date, 100, &[])));
        }
        survey.choose()
    }

    #[test]
    fn the_length_follows_from_the_dates() {
        use PeriodLength::*;
        let june = |day: usize| format!("2031-06-{day:02}");
        let days: Vec<String> = (1..=28).map(june).collect();
        let daily = |count: usize| -> Vec<(&str, &str, usize)> {
            days.iter().map(|day| ("A", day.as_str(), count)).collect()
        };
        assert_eq!(chosen(&daily(5)), Some((Day, PeriodRule::Shortest)));
        // June 2031 begins on a Sunday: weeks of 1, 7, 7, 7 and 6 days.
        assert_eq!(chosen(&daily(4)), Some((Week, PeriodRule::Shortest)));
        // One document of another outlet on each of two days is the median of few cells, not of
        // many.
        let mut two = daily(5);
        two.extend([("B", "2031-06-03", 1), ("B", "2031-06-09", 1)]);
        assert_eq!(chosen(&two), Some((Day, PeriodRule::Shortest)));
        assert_eq!(
            chosen(&[("A", "2031-06-03", 1), ("A", "2031-06-09", 1)]),
            Some((Week, PeriodRule::Longest))
        );
        assert_eq!(
            chosen(&[("A", "2031-01-03", 1), ("A", "2031-06-09", 1)]),
            Some((Quarter, PeriodRule::Longest))
        );
        assert_eq!(chosen(&[("A", "2031-06-03", 9)]), Some((Day, PeriodRule::Single)));
        assert_eq!(chosen(&[("A", "2031", 9)]), Some((Year, PeriodRule::Single)));
        assert_eq!(chosen(&[("A", "", 9)]), None);
    }

    #[test]
    fn the_length_is_no_finer_than_the_dates() {
        use PeriodLength::*;
        assert_eq!(
            chosen(&[("A", "2031-05", 9), ("A", "2031-06", 9)]),
            Some((Month, PeriodRule::Shortest))
        );
        assert_eq!(
            chosen(&[("A", "2031-05-01", 19), ("A", "2031-06-01", 19), ("A", "2031", 2)]),
            Some((Day, PeriodRule::Shortest))
        );
        assert_eq!(
            chosen(&[("A", "2030-05-01", 19), ("A", "2031-06-01", 18), ("A", "2031", 2)]),
            Some((Year, PeriodRule::Shortest))
        );
    }

    #[test]
    fn a_long_corpus_has_at_most_sixty_periods() {
        let months: Vec<String> = (2000..2010)
            .flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}-15")))
            .collect();
        let documents: Vec<(&str, &str, usize)> =
            months.iter().map(|month| ("A", month.as_str(), 9)).collect();
        assert_eq!(chosen(&documents), Some((PeriodLength::Quarter, PeriodRule::Shortest)));
    }

    fn any_frames() -> impl Strategy<Value = Vec<DocumentFrame>> {
        let date = prop_oneof![
            Just(String::new()),
            (2029_u32..2032).prop_map(|year| year.to_string()),
            (2029_u32..2032, 1_u32..13).prop_map(|(year, month)| format!("{year}-{month:02}")),
            (2029_u32..2032, 1_u32..13, 1_u32..29)
                .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}")),
        ];
        let document = (0_usize..3, date, 0_u64..400, proptest::collection::vec(0_u32..4, 3));
        proptest::collection::vec(document, 0..40).prop_map(|documents| {
            let frame =
                |(at, (outlet, date, tokens, own)): (usize, (usize, String, u64, Vec<u32>))| {
                    // A document without tokens holds nothing.
                    dated_frame(
                        at,
                        ["A", "B", "C"][outlet],
                        &date,
                        tokens,
                        if tokens > 0 { &own } else { &[] },
                    )
                };
            documents.into_iter().enumerate().map(frame).collect()
        })
    }

    proptest! {
        #[test]
        fn order_changes_nothing_and_no_document_is_lost(
            frames in any_frames(), cut in 0_usize..40, which in 0_usize..5,
        ) {
            let cut = cut.min(frames.len());
            let length = PeriodLength::ALL[which];
            let of = |frames: &[DocumentFrame]| {
                let (mut totals, mut survey) =
                    (TrendTotals::new(length), DateSurvey::default());
                for frame in frames {
                    totals.add(frame);
                    survey.add(frame);
                }
                (totals, survey)
            };
            let (whole, survey) = of(&frames);
            let mut turned = frames.clone();
            turned.rotate_left(cut);
            let (other, surveyed) = of(&turned);
            prop_assert_eq!(&other, &whole);
            prop_assert_eq!(surveyed.choose(), survey.choose());

            // Every dated document is in one period or left out, and rates are numbers with their
            // interval about them.
            let (undated, coarse) = whole.left_out();
            let mut documents = undated + coarse;
            for outlet in whole.outlets() {
                let course = whole.course(&outlet, CategoryId(0));
                documents += course.map(|(_, found)| found.documents).sum::<u64>();
                for id in whole.categories() {
                    for (_, found) in whole.course(&outlet, id) {
                        for rate in [found.rate, found.rate_own].into_iter().flatten() {
                            prop_assert!(rate.is_finite() && rate >= 0.0);
                        }
                        let intervals = [found.rate_interval, found.rate_own_interval];
                        for interval in intervals.into_iter().filter_map(Estimated::value) {
                            let Interval { low, high } = interval;
                            prop_assert!(low > 0.0 && low <= high && high.is_finite());
                        }
                    }
                }
            }
            prop_assert_eq!(documents, frames.len() as u64);
            let none_is_dated = frames.iter().all(|frame| frame.date.is_none());
            prop_assert_eq!(survey.choose().is_none(), none_is_dated);
        }
    }
}
