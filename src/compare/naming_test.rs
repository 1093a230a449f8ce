//! Do outlets, in their own voice, choose among the variants of a name alike? The G statistic with
//! a p-value from documents, and Cramér's V.

use super::TestOptions;
use super::expected::is_too_few;
use super::missing::Missing;
use super::naming::{NamingDocument, ReferentId, Referents};
use super::panel::{Panel, PanelLabel, strata};
use crate::lexicon::CategoryId;
use crate::stat::{Deals, Design, Estimated, default_permutations};
use std::collections::{BTreeMap, BTreeSet};

/// A table of counts against independence of its rows (outlets) and columns (variants).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Association {
    /// G = 2 Σ O ln(O/E) over the cells, E = row sum · column sum / total, 0 ln 0 = 0 (Sokal &
    /// Rohlf 1995, ch. 17). Not below 0.
    pub g: f64,
    /// Degrees of freedom: (rows − 1)(columns − 1), of rows and columns that are not all zero.
    pub df: u64,
    /// Cramér's V = √(χ² / (N · (min(rows, columns) − 1))) from Pearson's χ² without correction
    /// (Cramér 1946, §21.9), 0 to 1; not corrected for bias, so it tends to lie above 0 where rows
    /// are few, also without any association.
    pub cramers_v: f64,
}

/// G, its degrees of freedom and Cramér's V of a table given row by row; `None` where fewer than
/// two rows or two columns hold anything.
///
/// ```
/// use framescope::compare::association;
///
/// let found = association(&[vec![3, 7], vec![7, 2]]).unwrap();
/// assert!((found.g - 4.534939332256226).abs() < 1e-12);
/// assert_eq!(found.df, 1);
/// assert_eq!(association(&[vec![3, 7], vec![0, 0]]), None);
/// ```
pub fn association(table: &[Vec<u64>]) -> Option<Association> {
    let columns = table.iter().map(Vec::len).max().unwrap_or(0);
    let cells: Vec<f64> = table
        .iter()
        .flat_map(|row| (0..columns).map(|at| row.get(at).map_or(0.0, |count| *count as f64)))
        .collect();
    let margins = TableMargins::new(&cells, columns);
    let used = |sums: &[f64]| sums.iter().filter(|sum| **sum > 0.0).count();
    let (used_rows, used_columns) = (used(&margins.rows), used(&margins.columns));
    if used_rows < 2 || used_columns < 2 {
        return None;
    }
    let chi_squared: f64 = margins
        .each(&cells)
        .map(|(observed, expected)| (observed - expected).powi(2) / expected)
        .sum();
    Some(Association {
        g: margins.g(&cells),
        df: ((used_rows - 1) * (used_columns - 1)) as u64,
        cramers_v: (chi_squared / (margins.total * (used_rows.min(used_columns) - 1) as f64))
            .sqrt()
            .min(1.0),
    })
}

/// The sums of a table that lies row by row.
struct TableMargins {
    rows: Vec<f64>,
    columns: Vec<f64>,
    total: f64,
}

impl TableMargins {
    fn new(cells: &[f64], width: usize) -> Self {
        let rows: Vec<f64> = cells.chunks(width.max(1)).map(|row| row.iter().sum()).collect();
        let columns = (0..width).map(|at| cells.iter().skip(at).step_by(width).sum()).collect();
        Self { total: rows.iter().sum(), rows, columns }
    }

    /// Observed and expected counts of the cells that can hold something.
    fn each<'c>(&'c self, cells: &'c [f64]) -> impl Iterator<Item = (f64, f64)> + 'c {
        let width = self.columns.len().max(1);
        let rows = cells.chunks(width).zip(&self.rows);
        let pairs = rows.flat_map(|(row, row_sum)| {
            row.iter().zip(&self.columns).map(move |(cell, column)| (*cell, row_sum * column))
        });
        pairs
            .filter(|(_, product)| *product > 0.0)
            .map(|(observed, product)| (observed, product / self.total))
    }

    fn g(&self, cells: &[f64]) -> f64 {
        let g: f64 =
            self.each(cells).map(|(o, e)| if o > 0.0 { 2.0 * o * (o / e).ln() } else { 0.0 }).sum();
        // Rounding must not make a table without any association one with a little.
        if g > self.total * 1e-12 { g } else { 0.0 }
    }
}

/// Whether outlets choose alike among the variants of one referent, in their own voice.
#[derive(Clone, Debug, PartialEq)]
pub struct NamingTest {
    /// The referent.
    pub referent: ReferentId,
    /// Outlets that name it in their own voice; those that are not compared count as one.
    pub outlets: u64,
    /// Its variants that occur in that voice.
    pub variants: u64,
    /// Documents that name it in that voice.
    pub documents: u64,
    /// Outlets × variants, own voice; `None` for fewer than two outlets or two variants.
    pub association: Option<Association>,
    /// From permuting outlet labels over these documents.
    pub p_value: Estimated<f64, Missing>,
    /// p adjusted over the referents that have a p-value.
    pub q_value: Option<f64>,
}

/// Tests each referent that occurs in any voice, in the order of referents.
///
/// The statistic is G of labels × variants, counted in the author's own voice. Labels are dealt
/// among the documents that name the referent in that voice, so each outlet keeps its number of
/// these: the choice of a name is tested, not how often an outlet speaks of what is named. Within
/// events where events are given. All labellings are tried where they are few; else a first sample
/// of [`FIRST_DEALS`] decides what is plainly no difference (p above [`PLAIN`]), and the rest get
/// [`default_permutations`]. Both samples begin with the same deals, and P(p ≤ α) stays at or below
/// α.
pub fn naming_tests(
    panel: &Panel<'_>,
    referents: &Referents,
    options: TestOptions,
) -> Vec<NamingTest> {
    let mut tests: Vec<NamingTest> = referents
        .naming_documents(panel)
        .into_iter()
        .map(|(referent, documents)| {
            let own = documents.into_iter().filter_map(NamingDocument::in_own_voice);
            test(referent, &own.collect::<Vec<_>>(), options.seed)
        })
        .collect();
    let p_values: Vec<Option<f64>> = tests.iter().map(|test| test.p_value.value()).collect();
    let q_values = options.adjustment.q_values(&p_values);
    tests.iter_mut().zip(q_values).for_each(|(test, q)| test.q_value = q);
    tests
}

/// How many labellings the first sample has.
pub const FIRST_DEALS: u64 = 999;
/// A p-value of the first sample above which no more labellings are drawn.
pub const PLAIN: f64 = 0.1;
/// Documents times labellings up to which a first sample would save little.
const CHEAP: u64 = 200_000;

/// The test of one referent, on the documents whose author names it.
fn test(referent: ReferentId, documents: &[NamingDocument<'_>], seed: u64) -> NamingTest {
    let rows: BTreeSet<PanelLabel> =
        documents.iter().map(|document| document.numbers.label).collect();
    let rows: BTreeMap<PanelLabel, u32> = rows.into_iter().zip(0..).collect();
    let columns = documents.iter().flat_map(|document| &document.own);
    let columns: BTreeSet<CategoryId> = columns.map(|(id, _)| *id).collect();
    let columns: BTreeMap<CategoryId, usize> = columns.into_iter().zip(0..).collect();
    let width = columns.len();
    // Both maps were made of these very documents, so each has its row and its columns.
    let labels: Vec<u32> = documents.iter().map(|document| rows[&document.numbers.label]).collect();
    let counts: Vec<Vec<(usize, u32)>> = documents
        .iter()
        .map(|document| document.own.iter().map(|(id, n)| (columns[id], *n)).collect())
        .collect();

    let mut table = vec![vec![0_u64; width]; rows.len()];
    for (&label, counts) in labels.iter().zip(&counts) {
        for &(column, count) in counts {
            table[label as usize][column] += u64::from(count);
        }
    }
    let mut found = NamingTest {
        referent,
        outlets: rows.len() as u64,
        variants: width as u64,
        documents: documents.len() as u64,
        association: association(&table),
        p_value: Estimated::Missing(match rows.len() {
            0 => Missing::NotNamed,
            1 => Missing::OneOutlet,
            _ => Missing::OneVariant,
        }),
        q_value: None,
    };
    if found.association.is_none() {
        return found;
    }
    let named: f64 = table.iter().flatten().map(|count| *count as f64).sum();
    if is_too_few(documents.len(), named) {
        found.p_value = Estimated::Missing(Missing::FewMatches);
        return found;
    }
    let cells = rows.len() * width;
    let statistic = |labels: &[u32], out: &mut [f64]| {
        let mut table = vec![0.0; cells];
        for (&label, counts) in labels.iter().zip(&counts) {
            for &(column, count) in counts {
                table[label as usize * width + column] += f64::from(count);
            }
        }
        out.fill(TableMargins::new(&table, width).g(&table));
    };
    let tokens: Vec<f64> =
        documents.iter().map(|document| document.numbers.tokens as f64).collect();
    let strata = strata(documents.iter().map(|found| found.numbers.event));
    let design = Design::new(labels, &strata, &tokens);
    let permuted = |labellings: u64| {
        let test = design.test(Deals { labellings, seed }, 1, statistic);
        test.estimated(0)
    };
    let permutations = default_permutations(documents.len());
    let first = if permutations.saturating_mul(documents.len() as u64) > CHEAP {
        FIRST_DEALS.min(permutations)
    } else {
        permutations
    };
    found.p_value = permuted(first);
    if first < permutations && found.p_value.value().is_some_and(|p| p <= PLAIN) {
        found.p_value = permuted(permutations);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::naming::tests::{naming_frame, quoting, referents};
    use super::super::panel::tests::panel;
    use super::*;
    use crate::frame::DocumentFrame;
    use crate::stat::{Dealing, Method};
    use proptest::prelude::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn tables_have_the_g_and_v_of_scipy() {
        // scipy.stats.chi2_contingency(correction=False), lambda_="log-likelihood" for G;
        // contingency.association(method="cramer").
        let two = association(&[vec![3, 7], vec![7, 2]]).unwrap();
        close(two.g, 4.534939332256226);
        close(two.cramers_v, (4.337160493827161_f64 / 19.0).sqrt());
        assert_eq!(two.df, 1);
        let three =
            association(&[vec![10, 20, 0, 3], vec![5, 5, 0, 9], vec![12, 0, 0, 1]]).unwrap();
        close(three.g, 31.565042995371854);
        close(three.cramers_v, 0.48142199082677317);
        assert_eq!(three.df, 4, "a variant that nobody uses is no column");
        assert_eq!(
            association(&[vec![6, 4], vec![3, 2]]),
            Some(Association { g: 0.0, df: 1, cramers_v: 0.0 })
        );
        assert_eq!(association(&[vec![6, 0], vec![0, 2]]).map(|found| found.cramers_v), Some(1.0));
        for empty in [
            vec![],
            vec![vec![], vec![]],
            vec![vec![1, 2]],
            vec![vec![1], vec![2]],
            vec![vec![0, 0], vec![0, 0]],
        ] {
            assert_eq!(association(&empty), None, "{empty:?}");
        }
    }

    fn tests_of(rows: &[(&str, Option<&str>, &[u32])]) -> Vec<NamingTest> {
        let frames: Vec<_> = rows
            .iter()
            .enumerate()
            .map(|(at, (outlet, event, counts))| naming_frame(at, outlet, *event, counts))
            .collect();
        tests_on(&frames, 0)
    }

    fn tests_on(frames: &[DocumentFrame], seed: u64) -> Vec<NamingTest> {
        let options = TestOptions { seed, ..TestOptions::default() };
        naming_tests(&panel(frames), &referents(), options)
    }

    fn permuted(p: f64, dealing: Dealing) -> Estimated<f64, Missing> {
        Estimated::Found(p, Method::Permuted(dealing))
    }

    /// G by its definition, of two outlets and two variants.
    fn g_by_hand(cells: [[f64; 2]; 2]) -> f64 {
        let total: f64 = cells.iter().flatten().sum();
        let mut g = 0.0;
        for row in cells {
            for (column, o) in row.iter().enumerate() {
                let e = row.iter().sum::<f64>() * (cells[0][column] + cells[1][column]) / total;
                g += if *o > 0.0 { 2.0 * o * (o / e).ln() } else { 0.0 };
            }
        }
        g
    }

    #[test]
    fn p_is_the_share_of_all_labellings_that_are_as_far_apart() {
        let counts: [[u32; 2]; 8] =
            [[3, 0], [2, 1], [4, 1], [0, 2], [1, 3], [0, 1], [1, 1], [0, 4]];
        let outlets = ["A", "A", "A", "B", "B", "B", "B", "B"];
        let mut rows: Vec<(&str, Option<&str>, &[u32])> =
            outlets.iter().zip(&counts).map(|(outlet, c)| (*outlet, None, c.as_slice())).collect();
        rows.push(("A", None, &[0, 0]));
        let found = &tests_of(&rows)[0];
        // Every choice of three of the eight documents that name it.
        let g_of = |chosen: u32| {
            let mut cells = [[0.0; 2]; 2];
            for (at, c) in counts.iter().enumerate() {
                let row = &mut cells[usize::from(chosen >> at & 1 == 0)];
                row[0] += f64::from(c[0]);
                row[1] += f64::from(c[1]);
            }
            g_by_hand(cells)
        };
        let observed = g_of(0b111);
        let all: Vec<f64> =
            (0_u32..1 << 8).filter(|chosen| chosen.count_ones() == 3).map(g_of).collect();
        let as_far = all.iter().filter(|g| **g >= observed - 1e-9).count();
        assert_eq!(all.len(), 56);
        assert_eq!(found.p_value.method(), Some(Method::Permuted(Dealing::Exact(56))));
        close(found.p_value.value().unwrap(), as_far as f64 / 56.0);
        close(found.association.unwrap().g, observed);
        assert_eq!(
            (found.outlets, found.variants, found.documents),
            (2, 2, 8),
            "a document that does not name it takes no part"
        );
    }

    #[test]
    fn names_in_the_words_of_others_take_no_part() {
        let own: Vec<_> = [("A", [3, 0]), ("A", [2, 1]), ("B", [0, 2]), ("B", [1, 3])]
            .iter()
            .enumerate()
            .map(|(at, (outlet, counts))| naming_frame(at, outlet, None, counts))
            .collect();
        let mut quoted = own.clone();
        quoted[0] = quoting(quoted[0].clone(), &[0, 9]);
        quoted[2] = quoting(quoted[2].clone(), &[9, 0]);
        // A document and an outlet that only quote the names.
        quoted.push(quoting(naming_frame(4, "A", None, &[]), &[0, 4]));
        quoted.push(quoting(naming_frame(5, "C", None, &[]), &[4, 4]));
        assert_eq!(tests_on(&quoted, 0), tests_on(&own, 0));
        // Own voice 5 of 6 against 1 of 6.
        close(tests_on(&quoted, 0)[0].association.unwrap().g, g_by_hand([[5.0, 1.0], [1.0, 5.0]]));

        let found = &tests_on(&quoted[4..], 0)[0];
        assert_eq!((found.outlets, found.variants, found.documents), (0, 0, 0));
        assert_eq!((found.p_value, found.q_value), (Estimated::Missing(Missing::NotNamed), None));
        // One outlet names it itself, the other quotes it.
        let found = &tests_on(&[quoted[0].clone(), quoted[5].clone()], 0)[0];
        assert_eq!((found.outlets, found.variants, found.documents), (1, 1, 1));
        assert_eq!(found.p_value, Estimated::Missing(Missing::OneOutlet));
    }

    #[test]
    fn labels_are_dealt_within_events() {
        let rows: Vec<(&str, Option<&str>, &[u32])> = ["e", "f", "g", "h", "i", "j"]
            .into_iter()
            .flat_map(|event| [("A", Some(event), &[2, 0][..]), ("B", Some(event), &[0, 2][..])])
            .collect();
        let found = &tests_of(&rows)[0];
        assert_eq!(found.p_value.method(), Some(Method::Permuted(Dealing::Exact(64))));
        close(found.p_value.value().unwrap(), 2.0 / 64.0);
    }

    #[test]
    fn q_is_adjusted_over_the_referents_tested() {
        let rows: Vec<(&str, Option<&str>, &[u32])> = vec![
            ("A", None, &[2, 0, 3, 0]),
            ("A", None, &[2, 0, 1, 0]),
            ("A", None, &[1, 0, 0, 2]),
            ("A", None, &[2, 0, 0, 2]),
            ("B", None, &[0, 2, 3, 0]),
            ("B", None, &[0, 1, 1, 0]),
            ("B", None, &[0, 1, 0, 2]),
            ("B", None, &[0, 2, 0, 2]),
        ];
        let found = tests_of(&rows);
        close(found[0].p_value.value().unwrap(), 2.0 / 70.0);
        close(found[1].p_value.value().unwrap(), 1.0);
        close(found[0].q_value.unwrap(), 4.0 / 70.0);
        close(found[1].q_value.unwrap(), 1.0);
    }

    #[test]
    fn small_worlds_have_no_p_and_say_why() {
        assert_eq!(tests_of(&[]), []);
        assert_eq!(tests_of(&[("A", None, &[]), ("B", None, &[0, 0])]), [], "all zero");
        let no_p = |rows: &[(&str, Option<&str>, &[u32])]| {
            let found = tests_of(rows).remove(0);
            assert_eq!(found.q_value, None);
            (found.p_value.reason(), found.association.is_some())
        };
        assert_eq!(
            no_p(&[("A", None, &[2, 1]), ("A", None, &[1, 1]), ("B", None, &[])]),
            (Some(Missing::OneOutlet), false)
        );
        assert_eq!(
            no_p(&[("A", None, &[2]), ("B", None, &[1])]),
            (Some(Missing::OneVariant), false)
        );
        assert_eq!(
            no_p(&[("A", None, &[2, 1]), ("B", None, &[0, 1])]),
            (Some(Missing::FewMatches), true),
            "two documents"
        );
        let apart = [
            ("A", Some("e"), &[2, 1][..]),
            ("B", Some("f"), &[0, 1]),
            ("A", Some("e"), &[1, 0]),
            ("B", Some("f"), &[1, 1]),
        ];
        assert_eq!(
            no_p(&apart),
            (Some(Missing::NoOtherLabelling), true),
            "no event has two outlets"
        );
    }

    #[test]
    fn a_plain_case_of_many_documents_is_left_after_the_first_sample() {
        let variants = |at: usize| if (at / 2).is_multiple_of(2) { [1, 0] } else { [0, 1] };
        let even: Vec<_> =
            (0..400).map(|at| naming_frame(at, ["A", "B"][at % 2], None, &variants(at))).collect();
        let found = tests_on(&even, 0).remove(0);
        assert_eq!(found.p_value, permuted(1.0, Dealing::Sampled(FIRST_DEALS)));
        let apart: Vec<_> = (0..400)
            .map(|at| naming_frame(at, ["A", "B"][at % 2], None, &[[1, 0], [0, 1]][at % 2]))
            .collect();
        let found = tests_on(&apart, 0).remove(0);
        assert_eq!(found.p_value, permuted(1e-4, Dealing::Sampled(9999)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn names_of_outlets_and_the_order_of_documents_change_nothing(
            counts in proptest::collection::vec(
                (0_usize..3, 0_usize..2, proptest::collection::vec(0_u32..4, 4)), 1..16
            ),
            turn in 0_usize..16,
        ) {
            let frames = |names: [&str; 3]| -> Vec<_> {
                let made = |(at, (o, e, counts)): (usize, &(usize, usize, Vec<u32>))| {
                    naming_frame(at, names[*o], Some(["e", "f"][*e]), counts)
                };
                counts.iter().enumerate().map(made).collect()
            };
            let expected = tests_on(&frames(["A", "B", "C"]), 3);
            let mut turned = frames(["C", "A", "B"]);
            turned.rotate_left(turn % counts.len());
            let found = tests_on(&turned, 3);
            prop_assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(&expected) {
                // Weights of labellings are summed in another order.
                let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
                    (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * b,
                    _ => a == b,
                };
                prop_assert_eq!(found.p_value.name(), expected.p_value.name());
                prop_assert!(near(found.p_value.value(), expected.p_value.value()));
                prop_assert!(near(found.q_value, expected.q_value));
                let (a, b) = (found.association, expected.association);
                prop_assert_eq!(a.map(|a| a.df), b.map(|b| b.df));
                if let Some((a, b)) = a.zip(b) {
                    prop_assert!((a.g - b.g).abs() < 1e-9 && a.g.is_finite());
                    prop_assert!((a.cramers_v - b.cramers_v).abs() < 1e-9);
                    prop_assert!((0.0..=1.0).contains(&a.cramers_v));
                }
            }
        }
    }
}
