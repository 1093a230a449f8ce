//! Contrasts of outlets: in which categories they differ, how much, and how surely.

use super::TestOptions;
use super::expected::{WordedDocuments, difference};
use super::missing::Missing;
use super::outlet::OutletTotals;
use super::panel::Panel;
use super::within_event::{EventDraw, SharedEvents, WithinEvents};
use crate::frame::DocumentFrame;
use crate::lexicon::CategoryId;
use crate::stat::{Dealing, Deals, Estimated};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Whether outlets differ in one category, in the author's own voice.
#[derive(Clone, Debug, PartialEq)]
pub struct Contrast {
    /// The category.
    pub category: CategoryId,
    /// `rate_own` of each label of the panel; `None` without tokens.
    pub rates: Vec<Option<f64>>,
    /// How often each label of the panel uses it in its own voice.
    pub uses: Vec<OwnUse>,
    /// The highest rate less the lowest.
    pub spread: Option<f64>,
    /// From permuting outlet labels over documents.
    pub p_value: Estimated<f64, Missing>,
    /// p adjusted over the categories tested.
    pub q_value: Option<f64>,
    /// Each compared outlet against all others on the same events, in the order of their names;
    /// empty where no document has an event.
    pub within: Vec<WithinEvents>,
}

/// How often a category is used in the author's own voice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnUse {
    /// Occurrences.
    pub count: u64,
    /// Documents with at least one.
    pub documents: u64,
}

impl Contrast {
    /// The highest log ratio within events less the lowest; `None` where fewer than two outlets
    /// have one.
    pub fn spread_within(&self) -> Option<f64> {
        spread(self.within.iter().filter_map(|within| within.log_ratio))
    }
}

/// Contrasts the labels of a panel in each category; `totals` are those of its documents.
///
/// The test statistic is Σ_o (X_o − E_o)²/E_o, with X_o the own-voice occurrences of label o and
/// E_o those expected: its tokens on each event at the rate of all documents on that event. Without
/// events this is the token-weighted variance of the labels' rates about the rate of all, up to a
/// factor. Labels are dealt within events where documents have one, with their probability given
/// the documents' lengths ([`Design`](crate::stat::Design)). A category is tested over the
/// documents that its lexicon serves ([`Panel::serving`]). No test where fewer than two labels
/// have tokens, of a category with fewer than three matches in three documents, or where p could
/// not be below .05.
pub fn contrasts(
    panel: &Panel<'_>,
    totals: &OutletTotals,
    categories: &[CategoryId],
    permutations: u64,
    options: TestOptions,
) -> (Vec<Contrast>, Option<Dealing>) {
    let numbers: HashMap<CategoryId, u32> = categories.iter().copied().zip(0..).collect();
    let mut tests = vec![Estimated::Missing(Missing::OneOutlet); categories.len()];
    let mut dealing = None;
    let by_language = panel.by_language(categories.iter().map(|category| (*category, *category)));
    for (language, categories) in by_language {
        let documents = WordedDocuments::new(panel, language);
        let deals = Deals { labellings: permutations, seed: options.seed };
        let Some((found, dealt)) = tested(&documents, &categories, deals) else { continue };
        dealing = dealing.or(Some(dealt));
        for (category, test) in categories.iter().zip(found) {
            let number = numbers.get(category).copied().unwrap_or_default();
            tests.get_mut(number as usize).into_iter().for_each(|slot| *slot = test);
        }
    }
    let p_values: Vec<Option<f64>> = tests.iter().map(|test| test.value()).collect();
    let q_values = options.adjustment.q_values(&p_values);
    let uses = own_uses(panel, &numbers);
    let within = rates_within_events(panel, categories);
    let totals = totals.by_label(panel.numbers());
    let rates = |category: CategoryId| -> Vec<Option<f64>> {
        let rate = |label: &str| totals.category(label, category)?.rate_own;
        panel.labels().iter().map(|label| rate(label)).collect()
    };
    let tests = tests.into_iter().zip(q_values);
    let rows = categories.iter().zip(tests).zip(within).zip(uses);
    let rows = rows.map(|(((&category, (p_value, q_value)), within), uses)| {
        let rates = rates(category);
        let spread = spread(rates.iter().flatten().copied());
        Contrast { category, rates, uses, spread, p_value, q_value, within }
    });
    (rows.collect(), dealing)
}

/// The test of each category over the documents that its lexicon serves, and how labels were dealt;
/// `None` where fewer than two labels have such documents.
fn tested(
    documents: &WordedDocuments<'_>,
    categories: &[CategoryId],
    deals: Deals,
) -> Option<(Vec<Estimated<f64, Missing>>, Dealing)> {
    if !documents.can_compare() {
        return None;
    }
    let numbers: HashMap<CategoryId, u32> = categories.iter().copied().zip(0..).collect();
    let counted = documents.count(categories.len(), |frame, take| {
        for (id, score) in &frame.categories {
            if let Some(&number) = numbers.get(id).filter(|_| score.voices.own > 0) {
                take(number, f64::from(score.voices.own));
            }
        }
    });
    let width = documents.width();
    let test = documents.test(&counted, deals, categories.len(), |counts, out| {
        let pairs = counts.found.chunks(width).zip(counts.expected.chunks(width));
        for ((found, expected), out) in pairs.zip(out) {
            *out = found
                .iter()
                .zip(expected)
                .map(|(x, e)| if *e > 0.0 { difference(*x, *e).powi(2) / e } else { 0.0 })
                .sum();
        }
    });
    let estimated = |(at, is_rare): (usize, bool)| {
        if is_rare { Estimated::Missing(Missing::FewMatches) } else { test.estimated(at) }
    };
    Some((counted.rare().into_iter().enumerate().map(estimated).collect(), test.dealing))
}

/// How often each category is used, category by category and label by label.
fn own_uses(panel: &Panel<'_>, numbers: &HashMap<CategoryId, u32>) -> Vec<Vec<OwnUse>> {
    let mut uses = vec![vec![OwnUse::default(); panel.labels().len()]; numbers.len()];
    for (frame, document) in panel.documents() {
        for (id, score) in frame.categories.iter().filter(|(_, score)| score.voices.own > 0) {
            let of_category = numbers.get(id).and_then(|number| uses.get_mut(*number as usize));
            if let Some(found) = of_category.and_then(|uses| uses.get_mut(document.label.place())) {
                found.count += u64::from(score.voices.own);
                found.documents += 1;
            }
        }
    }
    uses
}

/// The highest less the lowest of two or more.
fn spread(numbers: impl Iterator<Item = f64> + Clone) -> Option<f64> {
    let ends = numbers
        .clone()
        .reduce(f64::max)
        .zip(numbers.clone().reduce(f64::min))
        .map(|(high, low)| high - low);
    ends.filter(|_| numbers.count() > 1)
}

/// Of each category each compared outlet's own-voice rate against that of all others on the same
/// events, in the order of outlets' names; of no outlet where no document has an event.
pub fn rates_within_events(panel: &Panel<'_>, categories: &[CategoryId]) -> Vec<Vec<WithinEvents>> {
    if !panel.has_events() {
        return vec![Vec::new(); categories.len()];
    }
    let numbers = panel.numbers();
    let mut found: BTreeMap<CategoryId, Vec<WithinEvents>> = BTreeMap::new();
    let by_language = panel.by_language(categories.iter().map(|category| (*category, *category)));
    for (language, categories) in by_language {
        let is_served =
            |frame: &DocumentFrame| language.is_none_or(|language| frame.is_served_in(language));
        let served = || panel.documents().filter(|(frame, _)| is_served(frame));
        let shared = SharedEvents::new(served().map(|(_, document)| EventDraw {
            event: numbers.event_of(document),
            label: document.label,
            n: document.tokens as f64,
        }));
        let of_category = |category: &CategoryId| {
            let own = |frame: &DocumentFrame| f64::from(frame.category(*category).voices.own);
            let own: Vec<f64> = served().map(|(frame, _)| own(frame)).collect();
            let compared = panel.compared().iter().filter_map(|outlet| numbers.label_of(outlet));
            let rows = compared.map(|label| shared.against_others(label, &own)).collect();
            (*category, rows)
        };
        found.par_extend(categories.par_iter().map(of_category));
    }
    categories.iter().map(|category| found.get(category).cloned().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::outlet::tests::{frame, totals};
    use super::super::panel::{OutletChoice, tests::panel};
    use super::*;
    use proptest::prelude::*;

    /// The contrast of the only category of these documents, and how labels were dealt.
    fn contrast(frames: &[DocumentFrame], permutations: u64) -> (Contrast, Option<Dealing>) {
        let (panel, totals) = (panel(frames), totals(frames));
        let category = [CategoryId(0)];
        let options = TestOptions::default();
        let (rows, dealing) = contrasts(&panel, &totals, &category, permutations, options);
        (rows[0].clone(), dealing)
    }

    #[test]
    fn one_document_an_outlet_leaves_rates_without_interval_or_p() {
        let frames = [frame(0, "A", None, 100, [3, 0]), frame(1, "B", None, 120, [1, 0])];
        let totals = totals(&frames);
        let a = totals.category("A", CategoryId(0)).unwrap();
        let none = Estimated::Missing(Missing::OneDocument);
        assert_eq!((a.rate, a.rate_interval), (Some(30.0), none));
        let (row, _) = contrast(&frames, 999);
        assert_eq!((row.p_value.value(), row.q_value), (None, None));
        assert!(row.spread.unwrap() > 21.0);
    }

    #[test]
    fn a_contrast_that_holds_in_every_event_is_found_within_events() {
        let mut frames = Vec::new();
        for (at, event) in ["e", "f", "g", "h", "i", "j"].into_iter().enumerate() {
            frames.push(frame(at * 2, "A", Some(event), 100, [9, 0]));
            frames.push(frame(at * 2 + 1, "B", Some(event), 100, [1, 0]));
        }
        let (row, dealing) = contrast(&frames, 9999);
        assert_eq!(dealing, Some(Dealing::Exact(64)));
        let p = row.p_value.value().unwrap();
        assert!((p - 2.0 / 64.0).abs() < 1e-12, "two of the 64 labellings are as far apart: {p}");
        let (row, _) = contrast(&frames[..8], 9999);
        assert_eq!(row.p_value.name(), "p could not be below .05", "2 of 16 at best");
    }

    #[test]
    fn one_outlet_has_no_contrast() {
        let frames = [frame(0, "A", None, 100, [3, 0]), frame(1, "A", None, 100, [1, 0])];
        let (row, dealing) = contrast(&frames, 999);
        assert_eq!((row.spread, row.p_value.name(), dealing), (None, "one outlet", None));
    }

    #[test]
    fn what_one_event_alone_is_full_of_is_no_difference_within_events() {
        // Event e is full of it, and A writes more on e; B as often as A on either event.
        let mut frames = Vec::new();
        let told = [("A", "e", 6), ("B", "e", 2), ("A", "f", 2), ("B", "f", 6)];
        for (outlet, event, documents) in told {
            let own = if event == "e" { 5 } else { 1 };
            for _ in 0..documents {
                frames.push(frame(frames.len(), outlet, Some(event), 100, [own, 0]));
            }
        }
        let (row, _) = contrast(&frames, 999);
        assert!(row.spread.unwrap() > 10.0 && row.p_value.value().is_none(), "{row:?}");
        assert!(row.spread_within().unwrap().abs() < 1e-12);
        let intervals: Vec<&str> = row.within.iter().map(|within| within.interval.name()).collect();
        assert_eq!(intervals, ["linearized"; 2]);
        frames.iter_mut().for_each(|frame| frame.event = None);
        let (row, _) = contrast(&frames, 999);
        assert!(row.p_value.value().unwrap() < 0.2 && row.within.is_empty(), "{row:?}");
    }

    #[test]
    fn outlets_that_are_not_compared_are_one_label_and_stand_among_all_others() {
        let mut frames = Vec::new();
        for event in ["e", "f", "g"] {
            for (outlet, own) in [("A", 9), ("A", 8), ("B", 2), ("C", 1), ("D", 3)] {
                frames.push(frame(frames.len(), outlet, Some(event), 100, [own, 0]));
            }
        }
        let contrast = |frames: &[DocumentFrame], choice: &OutletChoice| {
            let panel = Panel::new(frames, choice).unwrap();
            let options = TestOptions::default();
            contrasts(&panel, &totals(frames), &[CategoryId(0)], 999, options).0[0].clone()
        };
        let choice = OutletChoice { most: 2, ..OutletChoice::default() };
        let pooled = contrast(&frames, &choice);
        assert_eq!(pooled.rates, [Some(85.0), Some(20.0), Some(20.0)], "A, B, and C with D");
        let whole = contrast(&frames, &OutletChoice::default());
        assert_eq!(pooled.within, whole.within[..2], "held against the same documents");
        // What the rest is called changes no test.
        for frame in &mut frames {
            if ["C", "D"].contains(&&*frame.outlet) {
                frame.outlet = "rest".into();
            }
        }
        let renamed = contrast(&frames, &OutletChoice::default());
        assert_eq!((renamed.p_value, renamed.spread), (pooled.p_value, pooled.spread));
    }

    /// Weights of labellings are summed in another order, so p may differ by rounding.
    fn same(one: &Contrast, other: &Contrast) -> bool {
        match (one.p_value.value(), other.p_value.value()) {
            (Some(p), Some(q)) => (p - q).abs() <= 1e-9 * q,
            _ => one.p_value == other.p_value,
        }
    }

    proptest! {
        #[test]
        fn names_and_order_change_nothing(
            documents in proptest::collection::vec(
                (0_usize..3, 0_usize..3, 9_u64..900, 0_u32..9), 2..12
            ),
            turn in 0_usize..12,
        ) {
            let made = |names: [&str; 3]| -> Vec<DocumentFrame> {
                let events = [None, Some("e"), Some("f")];
                // Nothing occurs in a document without tokens.
                let own = |n: u64, own: u32| if n > 0 { own } else { 0 };
                let made = |(at, (o, e, n, x)): (usize, &(usize, usize, u64, u32))| {
                    frame(at, names[*o], events[*e], *n, [own(*n, *x), 0])
                };
                documents.iter().enumerate().map(made).collect()
            };
            let found = |frames: &[DocumentFrame]| contrast(frames, 999).0;
            let plain = found(&made(["A", "B", "C"]));
            let mut turned = made(["A", "B", "C"]);
            turned.rotate_left(turn % documents.len());
            let other = found(&turned);
            prop_assert!(same(&other, &plain), "{other:?}");
            prop_assert_eq!((&other.rates, &other.within), (&plain.rates, &plain.within));
            // Renamed so that their order is turned round.
            let renamed = found(&made(["Z", "Y", "X"]));
            prop_assert!(same(&renamed, &plain), "{renamed:?}");
            prop_assert_eq!(renamed.spread, plain.spread);
            prop_assert_eq!(renamed.rates.into_iter().rev().collect::<Vec<_>>(), plain.rates);
            for (renamed, plain) in renamed.within.iter().rev().zip(&plain.within) {
                prop_assert_eq!(renamed.interval.name(), plain.interval.name());
                let close = |a: f64, b: f64| (a - b).abs() < 1e-9 * (1.0 + a.abs());
                let ratios = renamed.log_ratio.zip(plain.log_ratio);
                prop_assert!(ratios.is_none_or(|(a, b)| close(a, b)));
            }
        }
    }
}
