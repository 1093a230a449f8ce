//! Does an outlet label a target with a category more or less often than others do? A permutation
//! test over documents.

use super::TestOptions;
use super::expected::{WordedDocuments, difference};
use super::missing::Missing;
use super::panel::Panel;
use super::target::{TESTED_DOCUMENTS, TargetCell};
use crate::lexicon::CategoryId;
use crate::stat::{Deals, Estimated, default_permutations};
use std::collections::{BTreeMap, BTreeSet};

/// An outlet's use of a category of a target against that of all outlets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetTest {
    /// The count that the outlet would have if every outlet labelled this target with this category
    /// equally often per token, within each event where events are given; `None` where no test is
    /// made.
    pub expected: Option<f64>,
    /// From permuting outlet labels over documents, two-sided.
    pub p_value: Estimated<f64, Missing>,
    /// p adjusted over the cells that have a p-value.
    pub q_value: Option<f64>,
}

/// Tests each cell, in the order given.
///
/// The statistic is |Σ_s (x_os − R_s · n_os)|: by how much the matches x_os of the cell in an
/// outlet's documents on event s exceed, or fall short of, what its tokens n_os would hold at the
/// rate R_s of all outlets on that event; without events there is one s. Labels are dealt among all
/// documents that have tokens, within events where events are given, for all cells at once. Pairs
/// of target and category in fewer than [`TESTED_DOCUMENTS`] documents are not tested, nor outlets
/// that are not compared. Counts are of any voice, as the cells are.
pub fn target_tests(
    cells: &[TargetCell],
    panel: &Panel<'_>,
    options: TestOptions,
) -> Vec<TargetTest> {
    let places = cells.iter().enumerate().map(|(at, cell)| (cell.category, at));
    let by_language = panel.by_language(places);
    let missing = Estimated::Missing(Missing::FewDocuments);
    let mut tests =
        vec![TargetTest { expected: None, p_value: missing, q_value: None }; cells.len()];
    for (language, places) in by_language {
        let cells: Vec<&TargetCell> = places.iter().filter_map(|at| cells.get(*at)).collect();
        let documents = WordedDocuments::new(panel, language);
        for (at, test) in places.into_iter().zip(tested(&documents, &cells, panel, options.seed)) {
            tests.get_mut(at).into_iter().for_each(|slot| *slot = test);
        }
    }
    let p_values: Vec<Option<f64>> = tests.iter().map(|test| test.p_value.value()).collect();
    let q_values = options.adjustment.q_values(&p_values);
    tests.iter_mut().zip(q_values).for_each(|(test, q)| test.q_value = q);
    tests
}

/// The tests of cells whose lexicons serve these documents, not adjusted.
fn tested(
    documents: &WordedDocuments<'_>,
    cells: &[&TargetCell],
    panel: &Panel<'_>,
    seed: u64,
) -> Vec<TargetTest> {
    let width = documents.width();
    let pairs: BTreeSet<(&str, CategoryId)> = cells
        .iter()
        .filter(|cell| cell.documents_everywhere >= TESTED_DOCUMENTS && documents.can_compare())
        .map(|cell| (&*cell.target, cell.category))
        .collect();
    let pairs: BTreeMap<(&str, CategoryId), u32> = pairs.into_iter().zip(0..).collect();
    let counted = documents.count(pairs.len(), |frame, take| {
        for target in &frame.targets {
            if let Some(&pair) = pairs.get(&(&*target.target, target.category)) {
                take(pair, f64::from(target.count));
            }
        }
    });
    let expected = documents.observed(&counted).expected;
    let permutations = if pairs.is_empty() { 0 } else { default_permutations(documents.len()) };
    let deals = Deals { labellings: permutations, seed };
    let test = documents.test(&counted, deals, expected.len(), |counts, out| {
        for ((x, e), out) in counts.found.iter().zip(&counts.expected).zip(out) {
            *out = difference(*x, *e).abs();
        }
    });
    let of_cell = |cell: &&TargetCell| {
        let label = panel.numbers().label_of(&cell.outlet);
        let pair = pairs.get(&(&*cell.target, cell.category));
        let (expected, p_value) = match (label, pair) {
            (None, _) => (None, Estimated::Missing(Missing::Pooled)),
            _ if !documents.can_compare() => (None, Estimated::Missing(Missing::OneOutlet)),
            (Some(label), Some(pair)) if documents.has(label) => {
                let at = *pair as usize * width + label.place();
                (expected.get(at).copied(), test.estimated(at))
            }
            _ => (None, Estimated::Missing(Missing::FewDocuments)),
        };
        TargetTest { expected, p_value, q_value: None }
    };
    cells.iter().map(of_cell).collect()
}

#[cfg(test)]
mod tests {
    use super::super::naming::tests::naming_frame;
    use super::super::panel::{OutletChoice, tests::panel};
    use super::super::target::TargetTotals;
    use super::*;
    use crate::frame::{DocumentFrame, TargetCount};
    use crate::lexicon::{Matcher, read_toml};
    use crate::stat::{Dealing, Method};
    use proptest::prelude::*;

    fn matcher() -> Matcher {
        let toml = "name = \"labels\"\nlanguage = \"en\"\nversion = \"1.0.0\"\nlicense = \
            \"CC0-1.0\"\ndescription = \"Labels\"\n\
            [category.harsh]\ndescription = \"Harsh\"\nterms = \
            [\"regime\"]\n[category.mild]\ndescription = \"Mild\"\nterms = [\"government\"]\n";
        Matcher::compile([&read_toml("labels.toml", toml.as_bytes()).unwrap()]).unwrap()
    }

    /// A document that calls the Sarn harsh and mild names so often.
    fn frame(
        id: usize,
        outlet: &str,
        event: Option<&str>,
        tokens: u64,
        counts: [u32; 2],
    ) -> DocumentFrame {
        let mut frame = naming_frame(id, outlet, event, &[]);
        frame.tokens = tokens;
        let found = (0_u32..).zip(counts).filter(|(_, count)| *count > 0);
        frame.targets = found
            .map(|(id, count)| TargetCount {
                category: CategoryId(id),
                target: "Sarn".into(),
                count,
                own: count,
            })
            .collect();
        frame
    }

    fn totals(frames: &[DocumentFrame]) -> TargetTotals {
        let mut totals = TargetTotals::default();
        frames.iter().for_each(|frame| totals.add(frame));
        totals
    }

    fn tested(frames: &[DocumentFrame], seed: u64) -> Vec<(TargetCell, TargetTest)> {
        tested_on(&panel(frames), &totals(frames), seed)
    }

    fn tested_on(
        panel: &Panel<'_>,
        totals: &TargetTotals,
        seed: u64,
    ) -> Vec<(TargetCell, TargetTest)> {
        let cells = totals.cells(panel, &matcher());
        let tests = target_tests(&cells, panel, TestOptions { seed, ..TestOptions::default() });
        cells.into_iter().zip(tests).collect()
    }

    fn find(
        found: &[(TargetCell, TargetTest)],
        outlet: &str,
        category: u32,
    ) -> (TargetCell, TargetTest) {
        found
            .iter()
            .find(|(cell, _)| &*cell.outlet == outlet && cell.category == CategoryId(category))
            .unwrap()
            .clone()
    }

    #[test]
    fn p_is_the_share_of_all_labellings_with_as_large_an_excess() {
        let hits = [3_u32, 1, 2, 0, 0, 0, 0];
        let tokens = [100_u64; 7];
        let outlets = ["A", "A", "A", "B", "B", "B", "C"];
        let frames: Vec<_> =
            (0..7).map(|at| frame(at, outlets[at], None, tokens[at], [hits[at], 0])).collect();
        let rate = f64::from(hits.iter().sum::<u32>()) / tokens.iter().sum::<u64>() as f64;
        // For an outlet of three documents every choice of three; how the others are dealt does not
        // matter to it.
        let excess_of = |chosen: u32| {
            let of = |at: &usize| chosen >> at & 1 == 1;
            (0..7)
                .filter(of)
                .map(|at| f64::from(hits[at]) - rate * tokens[at] as f64)
                .sum::<f64>()
                .abs()
        };
        let all: Vec<f64> =
            (0_u32..1 << 7).filter(|chosen| chosen.count_ones() == 3).map(excess_of).collect();
        let found = tested(&frames, 0);
        for (outlet, chosen) in [("A", 0b111), ("B", 0b11_1000)] {
            let p = all.iter().filter(|excess| **excess >= excess_of(chosen) - 1e-9).count() as f64
                / 35.0;
            let (_, test) = find(&found, outlet, 0);
            let exact = Method::Permuted(Dealing::Exact(140));
            assert_eq!(test.p_value.method(), Some(exact), "7! / 3! 3! 1!");
            let found = test.p_value.value().unwrap();
            assert!((found - p).abs() < 1e-12, "{outlet}: {test:?} is not {p}");
        }
        let (cell, test) = find(&found, "C", 0);
        assert_eq!(
            (cell.count, cell.share, cell.expected),
            (0, None, None),
            "an outlet without a match stands beside the others"
        );
        assert!((test.expected.unwrap() - rate * 100.0).abs() < 1e-12);
        assert_eq!(test.p_value.name(), "p could not be below .05", "one document in seven");
    }

    #[test]
    fn what_only_one_event_brings_is_no_outlets_own() {
        // Only event e speaks of the Sarn, and A writes more on it: within events outlets do not
        // differ.
        let mut frames: Vec<_> = (0..6).map(|at| frame(at, "A", Some("e"), 100, [2, 0])).collect();
        frames.extend((6..8).map(|at| frame(at, "B", Some("e"), 100, [2, 0])));
        frames.extend((8..14).map(|at| frame(at, ["A", "B"][at % 2], Some("f"), 100, [0, 0])));
        let (_, test) = find(&tested(&frames, 0), "A", 0);
        assert_eq!(test.p_value, Estimated::Missing(Missing::NoOtherLabelling));
        assert!((test.expected.unwrap() - 12.0).abs() < 1e-9);
        for frame in &mut frames {
            frame.event = None;
        }
        assert!(find(&tested(&frames, 0), "A", 0).1.p_value.value().is_some());
    }

    #[test]
    fn small_worlds_have_no_p_and_say_why() {
        assert!(tested(&[], 0).is_empty());
        assert!(
            tested(&[frame(0, "A", None, 100, [0, 0]), frame(1, "B", None, 0, [0, 0])], 0)
                .is_empty(),
            "all zero"
        );
        let reason = |frames: &[DocumentFrame]| {
            let (_, test) = find(&tested(frames, 0), "A", 0);
            assert_eq!(test.q_value, None);
            test.p_value.reason().unwrap()
        };
        let of = |outlets: &[&str], counts: &[u32]| -> Vec<_> {
            outlets
                .iter()
                .zip(counts)
                .enumerate()
                .map(|(at, (outlet, count))| frame(at, outlet, None, 100, [*count, 0]))
                .collect()
        };
        assert_eq!(reason(&of(&["A", "A", "A"], &[1, 2, 1])), Missing::OneOutlet);
        assert_eq!(reason(&of(&["A", "A", "B", "B"], &[1, 0, 1, 0])), Missing::FewDocuments);
        assert_eq!(reason(&of(&["A", "A", "B"], &[1, 1, 1])), Missing::NoOtherLabelling);
    }

    #[test]
    fn outlets_that_are_not_compared_keep_their_counts_and_have_no_test() {
        let outlets = ["A", "A", "A", "B", "B", "B", "C", "D"];
        let hits = [3, 2, 1, 0, 0, 0, 1, 0];
        let frames: Vec<_> =
            (0..8).map(|at| frame(at, outlets[at], None, 100, [hits[at], 0])).collect();
        let choice = OutletChoice { most: 2, ..OutletChoice::default() };
        let panel = Panel::new(&frames, &choice).unwrap();
        let found = tested_on(&panel, &totals(&frames), 0);
        let rows: Vec<(&str, u64, &str)> = found
            .iter()
            .map(|(cell, test)| (&*cell.outlet, cell.count, test.p_value.name()))
            .collect();
        let exact = "exact permutation";
        assert_eq!(rows, [("A", 6, exact), ("B", 0, exact), ("C", 1, "pooled")], "D has none");
        assert_eq!(found[2].1.expected, None);
        assert!((found[0].1.expected.unwrap() - 7.0 * 3.0 / 8.0).abs() < 1e-12);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn names_and_order_change_nothing(
            counts in proptest::collection::vec(
                (0_usize..3, 0_usize..2, 1_u64..300, 0_u32..4, 0_u32..3), 1..16
            ),
            turn in 0_usize..16,
        ) {
            let frames = |names: [&str; 3]| -> Vec<_> {
                let made = |(at, (o, e, n, x, y)): (usize, &(usize, usize, u64, u32, u32))| {
                    frame(at, names[*o], Some(["e", "f"][*e]), *n, [*x, *y])
                };
                counts.iter().enumerate().map(made).collect()
            };
            let (names, others) = (["A", "B", "C"], ["C", "A", "B"]);
            let expected = tested(&frames(names), 3);
            let mut turned = frames(others);
            turned.rotate_left(turn % counts.len());
            prop_assert_eq!(&totals(&turned), &totals(&frames(others)));
            let found = tested(&turned, 3);
            prop_assert_eq!(found.len(), expected.len());
            for (cell, test) in &expected {
                let other = others[names.iter().position(|name| **name == *cell.outlet).unwrap()];
                let (theirs, found) = find(&found, other, cell.category.0);
                prop_assert_eq!((theirs.count, theirs.share), (cell.count, cell.share));
                prop_assert_eq!(theirs.residual, cell.residual);
                // Weights of labellings are summed in another order.
                let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
                    (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b,
                    _ => a == b,
                };
                prop_assert_eq!(found.p_value.name(), test.p_value.name());
                prop_assert!(near(found.p_value.value(), test.p_value.value()));
                prop_assert!(near(found.q_value, test.q_value));
                prop_assert!(test.expected.is_none_or(f64::is_finite));
            }
        }
    }
}
