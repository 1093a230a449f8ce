//! Contrasts of outlets: in which categories they differ, how much, and how surely.

use super::adjust::Adjustment;
use super::expected::{TestedFrames, difference};
use super::outlet::OutletTotals;
use super::permutation::Dealing;
use super::within_event::{SharedEvents, WithinEvents};
use crate::frame::DocumentFrame;
use crate::lexicon::CategoryId;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// Whether outlets differ in one category, in the author's own voice.
#[derive(Clone, Debug, PartialEq)]
pub struct Contrast {
    /// The category.
    pub category: CategoryId,
    /// `rate_own` of each outlet, in the order of the outlets' names; `None` without tokens.
    pub rates: Vec<Option<f64>>,
    /// The highest rate less the lowest.
    pub spread: Option<f64>,
    /// From permuting outlet labels over documents.
    pub p_value: Option<f64>,
    /// p adjusted over the categories tested.
    pub q_value: Option<f64>,
    /// Each outlet against all others on the same events, in the order of the outlets' names; empty
    /// where no document has an event.
    pub within: Vec<WithinEvents>,
}

impl Contrast {
    /// The highest log ratio within events less the lowest; `None` where fewer than two outlets
    /// have one.
    pub fn spread_within(&self) -> Option<f64> {
        spread(self.within.iter().filter_map(|within| within.log_ratio))
    }
}

/// Contrasts outlets in each category.
///
/// The test statistic is Σ_o (X_o − E_o)²/E_o, with X_o the outlet's own-voice occurrences and E_o
/// those expected: its tokens on each event at the rate of all outlets on that event. Without
/// events this is the token-weighted variance of the outlets' rates about the rate of all, up to a
/// factor. Labels are dealt within events where documents have one. No p-value where fewer than two
/// outlets have tokens, or where no labelling could give another value (each outlet one document).
pub fn contrasts(
    totals: &OutletTotals,
    frames: &[DocumentFrame],
    categories: &[CategoryId],
    permutations: u64,
    seed: u64,
    adjustment: Adjustment,
) -> (Vec<Contrast>, Option<Dealing>) {
    let outlets: Vec<&Arc<str>> = totals.outlets().collect();
    let tested = TestedFrames::new(frames);
    let column: HashMap<CategoryId, usize> =
        categories.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let counted = tested.count(categories.len(), |frame, take| {
        for (id, score) in &frame.categories {
            if let Some(&at) = column.get(id).filter(|_| score.voices.own > 0) {
                take(at, f64::from(score.voices.own));
            }
        }
    });
    let (p_values, dealing) = if tested.width() < 2 {
        (vec![None; categories.len()], None)
    } else {
        let width = tested.width();
        let (p, dealing) = tested.p_values(
            &counted,
            (permutations, seed),
            categories.len(),
            |found, expected, out| {
                for ((found, expected), out) in
                    found.chunks(width).zip(expected.chunks(width)).zip(out)
                {
                    *out = found
                        .iter()
                        .zip(expected)
                        .map(|(x, e)| if *e > 0.0 { difference(*x, *e).powi(2) / e } else { 0.0 })
                        .sum();
                }
            },
        );
        (p, Some(dealing))
    };
    let q_values = adjustment.q_values(&p_values);
    let within = if frames.iter().any(|frame| frame.event.is_some()) {
        within_events(&outlets, tested.frames(), categories)
    } else {
        vec![Vec::new(); categories.len()]
    };
    let rows = categories.iter().zip(p_values.into_iter().zip(q_values)).zip(within).map(
        |((&category, (p_value, q_value)), within)| {
            let rates: Vec<Option<f64>> = outlets
                .iter()
                .map(|outlet| totals.category(outlet, category).and_then(|found| found.rate_own))
                .collect();
            Contrast {
                category,
                spread: spread(rates.iter().flatten().copied()),
                rates,
                p_value,
                q_value,
                within,
            }
        },
    );
    (rows.collect(), dealing)
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

/// Of each category each outlet against the others on the same events.
fn within_events(
    outlets: &[&Arc<str>],
    frames: &[&DocumentFrame],
    categories: &[CategoryId],
) -> Vec<Vec<WithinEvents>> {
    let numbers: HashMap<&str, u32> = outlets.iter().map(|outlet| &***outlet).zip(0..).collect();
    let number = |frame: &DocumentFrame| numbers.get(&*frame.outlet).copied().unwrap_or(u32::MAX);
    let shared = SharedEvents::new(
        frames.iter().map(|frame| (frame.event.as_deref(), number(frame), frame.tokens as f64)),
    );
    let of_category = |category: &CategoryId| {
        let own: Vec<f64> =
            frames.iter().map(|frame| f64::from(frame.category(*category).voices.own)).collect();
        (0_u32..).zip(outlets).map(|(outlet, _)| shared.against_others(outlet, &own)).collect()
    };
    categories.par_iter().map(of_category).collect()
}

#[cfg(test)]
mod tests {
    use super::super::outlet::Basis;
    use super::super::outlet::tests::{frame, totals};
    use super::super::within_event::WithinBasis;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_document_an_outlet_leaves_rates_without_interval_or_p() {
        let frames = [frame(0, "A", None, 100, 3, 0), frame(1, "B", None, 120, 1, 0)];
        let totals = totals(&frames);
        let a = totals.category("A", CategoryId(0)).unwrap();
        assert_eq!((a.rate, a.rate_interval, a.basis), (Some(30.0), None, Basis::OneDocument));
        let (rows, _) =
            contrasts(&totals, &frames, &[CategoryId(0)], 999, 0, Adjustment::default());
        assert_eq!((rows[0].p_value, rows[0].q_value), (None, None));
        assert!(rows[0].spread.unwrap() > 21.0);
    }

    #[test]
    fn a_contrast_that_holds_in_every_event_is_found_within_events() {
        let mut frames = Vec::new();
        for (at, event) in ["e", "f", "g", "h"].into_iter().enumerate() {
            frames.push(frame(at * 2, "A", Some(event), 100, 9, 0));
            frames.push(frame(at * 2 + 1, "B", Some(event), 100, 1, 0));
        }
        let (rows, dealing) =
            contrasts(&totals(&frames), &frames, &[CategoryId(0)], 9999, 0, Adjustment::default());
        assert_eq!(dealing, Some(Dealing::Exact(16)));
        assert_eq!(rows[0].p_value, Some(2.0 / 16.0), "two of the 16 labellings are as far apart");
    }

    #[test]
    fn one_outlet_has_no_contrast() {
        let frames = [frame(0, "A", None, 100, 3, 0), frame(1, "A", None, 100, 1, 0)];
        let (rows, dealing) =
            contrasts(&totals(&frames), &frames, &[CategoryId(0)], 999, 0, Adjustment::default());
        assert_eq!((rows[0].spread, rows[0].p_value, dealing), (None, None, None));
    }

    #[test]
    fn what_one_event_alone_is_full_of_is_no_difference_within_events() {
        // Event e is full of it, and A writes more on e; B as often as A on either event.
        let mut frames = Vec::new();
        let told = [("A", "e", 6), ("B", "e", 2), ("A", "f", 2), ("B", "f", 6)];
        for (outlet, event, documents) in told {
            (0..documents).for_each(|_| {
                frames.push(frame(
                    frames.len(),
                    outlet,
                    Some(event),
                    100,
                    if event == "e" { 5 } else { 1 },
                    0,
                ))
            });
        }
        let (rows, _) =
            contrasts(&totals(&frames), &frames, &[CategoryId(0)], 999, 0, Adjustment::default());
        assert!(rows[0].spread.unwrap() > 10.0 && rows[0].p_value.is_none(), "{rows:?}");
        assert!(rows[0].spread_within().unwrap().abs() < 1e-12);
        assert_eq!(
            rows[0].within.iter().map(|within| within.basis).collect::<Vec<_>>(),
            [WithinBasis::Linearized; 2]
        );
        frames.iter_mut().for_each(|frame| frame.event = None);
        let (rows, _) =
            contrasts(&totals(&frames), &frames, &[CategoryId(0)], 999, 0, Adjustment::default());
        assert!(rows[0].p_value.unwrap() < 0.2 && rows[0].within.is_empty(), "{rows:?}");
    }

    proptest! {
        #[test]
        fn names_and_order_change_nothing(
            documents in proptest::collection::vec((0_usize..3, 0_usize..3, 9_u64..900, 0_u32..9), 2..12),
            turn in 0_usize..12,
        ) {
            let made = |names: [&str; 3]| -> Vec<DocumentFrame> {
                let events = [None, Some("e"), Some("f")];
                // Nothing occurs in a document without tokens.
                let own = |n: u64, own: u32| if n > 0 { own } else { 0 };
                documents.iter().enumerate().map(|(at, (o, e, n, x))| frame(at, names[*o], events[*e], *n, own(*n, *x), 0)).collect()
            };
            let found = |frames: &[DocumentFrame]| {
                contrasts(&totals(frames), frames, &[CategoryId(0)], 999, 3, Adjustment::default()).0[0].clone()
            };
            let plain = found(&made(["A", "B", "C"]));
            let mut turned = made(["A", "B", "C"]);
            turned.rotate_left(turn % documents.len());
            prop_assert_eq!(&found(&turned), &plain);
            // Renamed so that their order is turned round.
            let renamed = found(&made(["Z", "Y", "X"]));
            prop_assert_eq!(renamed.p_value, plain.p_value);
            prop_assert_eq!(renamed.spread, plain.spread);
            prop_assert_eq!(renamed.rates.into_iter().rev().collect::<Vec<_>>(), plain.rates);
            for (renamed, plain) in renamed.within.iter().rev().zip(&plain.within) {
                prop_assert_eq!(renamed.basis, plain.basis);
                let close = |a: f64, b: f64| (a - b).abs() < 1e-9 * (1.0 + a.abs());
                prop_assert!(renamed.log_ratio.zip(plain.log_ratio).is_none_or(|(a, b)| close(a, b)));
            }
        }
    }
}
