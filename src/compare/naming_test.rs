//! Do outlets choose among the variants of a name alike? The G statistic with a p-value from
//! documents, and Cramér's V.

use super::adjust::Adjustment;
use super::naming::{Named, ReferentId, Referents};
use super::outlet::{default_permutations, strata};
use super::permutation::{Dealing, Design};
use crate::frame::DocumentFrame;
use crate::lexicon::CategoryId;
use std::collections::BTreeMap;

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
    let margins = Margins::of(&cells, columns);
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
struct Margins {
    rows: Vec<f64>,
    columns: Vec<f64>,
    total: f64,
}

impl Margins {
    fn of(cells: &[f64], width: usize) -> Self {
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

/// Whether outlets choose alike among the variants of one referent.
#[derive(Clone, Debug, PartialEq)]
pub struct NamingTest {
    /// The referent.
    pub referent: ReferentId,
    /// Outlets that name it.
    pub outlets: u64,
    /// Its variants that occur.
    pub variants: u64,
    /// Documents that name it.
    pub documents: u64,
    /// Outlets × variants, all voices; `None` for one outlet or one variant.
    pub association: Option<Association>,
    /// From permuting outlet labels over the documents that name it.
    pub p_value: Option<f64>,
    /// p adjusted over the referents that have a p-value.
    pub q_value: Option<f64>,
    /// How the p-value was found, or why there is none.
    pub basis: TestBasis,
}

/// How a permutation p-value was found, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestBasis {
    /// From permuting outlet labels over documents.
    Permuted(Dealing),
    /// Only one outlet takes part.
    OneOutlet,
    /// Only one variant occurs.
    OneVariant,
    /// So few documents hold a match that no test is made.
    FewDocuments,
    /// What is tested does not occur.
    NoMatch,
    /// Every labelling gives the same value, as where each outlet or each event has one document.
    NoOtherLabelling,
}

impl TestBasis {
    /// The words that tables use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Permuted(Dealing::Exact(_)) => "exact permutation",
            Self::Permuted(Dealing::Sampled(_)) => "sampled permutation",
            Self::OneOutlet => "one outlet",
            Self::OneVariant => "one variant",
            Self::FewDocuments => "few documents",
            Self::NoMatch => "no match",
            Self::NoOtherLabelling => "no labelling differs",
        }
    }

    /// How many labellings were tried.
    pub fn labellings(self) -> Option<u64> {
        match self {
            Self::Permuted(Dealing::Exact(labellings) | Dealing::Sampled(labellings)) => {
                Some(labellings)
            }
            _ => None,
        }
    }
}

/// Tests each referent that occurs, in the order of referents.
///
/// The statistic is G of outlets × variants. Outlet labels are dealt among the documents that name
/// the referent, so each outlet keeps its number of these: the choice of a name is tested, not how
/// often an outlet speaks of what is named. Within events where events are given. All labellings
/// are tried where they are few; else a first sample of [`FIRST_DEALS`] decides what is plainly no
/// difference (p above [`PLAIN`]), and the rest get [`default_permutations`]. Both samples begin
/// with the same deals, and P(p ≤ α) stays at or below α.
pub fn naming_tests(
    frames: &[DocumentFrame],
    referents: &Referents,
    seed: u64,
    adjustment: Adjustment,
) -> Vec<NamingTest> {
    let mut tests: Vec<NamingTest> = referents
        .named(frames)
        .into_iter()
        .map(|(referent, documents)| test(referent, documents, seed))
        .collect();
    let q_values = adjustment.q_values(&tests.iter().map(|test| test.p_value).collect::<Vec<_>>());
    tests.iter_mut().zip(q_values).for_each(|(test, q)| test.q_value = q);
    tests
}

/// How many labellings the first sample has.
pub const FIRST_DEALS: u64 = 999;
/// A p-value of the first sample above which no more labellings are drawn.
pub const PLAIN: f64 = 0.1;
/// Documents times labellings up to which a first sample would save nothing.
const CHEAP: u64 = 2_000_000;

fn test(referent: ReferentId, mut documents: Vec<Named<'_>>, seed: u64) -> NamingTest {
    // The labels drawn depend on the order of documents, which must not depend on the order of the
    // input.
    documents.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let mut outlets: BTreeMap<&str, u32> =
        documents.iter().map(|(frame, _)| (&*frame.outlet, 0)).collect();
    outlets.values_mut().zip(0..).for_each(|(number, next)| *number = next);
    let mut variants: BTreeMap<CategoryId, usize> =
        documents.iter().flat_map(|(_, used)| used.iter().map(|(id, _)| (*id, 0))).collect();
    variants.values_mut().zip(0..).for_each(|(number, next)| *number = next);
    let width = variants.len();
    let frames: Vec<&DocumentFrame> = documents.iter().map(|(frame, _)| *frame).collect();
    let labels: Vec<u32> =
        frames.iter().filter_map(|frame| outlets.get(&*frame.outlet).copied()).collect();
    let counts: Vec<Vec<(usize, u32)>> = documents
        .iter()
        .map(|(_, used)| {
            used.iter()
                .filter_map(|(id, count)| variants.get(id).map(|column| (*column, *count)))
                .collect()
        })
        .collect();

    let mut table = vec![vec![0_u64; width]; outlets.len()];
    for (&label, counts) in labels.iter().zip(&counts) {
        for &(column, count) in counts {
            table[label as usize][column] += u64::from(count);
        }
    }
    let mut found = NamingTest {
        referent,
        outlets: outlets.len() as u64,
        variants: width as u64,
        documents: frames.len() as u64,
        association: association(&table),
        p_value: None,
        q_value: None,
        basis: if outlets.len() < 2 { TestBasis::OneOutlet } else { TestBasis::OneVariant },
    };
    if found.association.is_none() {
        return found;
    }
    let cells = outlets.len() * width;
    let statistic = |labels: &[u32], out: &mut [f64]| {
        let mut table = vec![0.0; cells];
        for (&label, counts) in labels.iter().zip(&counts) {
            for &(column, count) in counts {
                table[label as usize * width + column] += f64::from(count);
            }
        }
        out.fill(Margins::of(&table, width).g(&table));
    };
    let design = Design::new(labels, &strata(&frames));
    let permutations = default_permutations(frames.len());
    let first = if permutations.saturating_mul(frames.len() as u64) > CHEAP {
        FIRST_DEALS.min(permutations)
    } else {
        permutations
    };
    let (mut p, mut dealing) = one(design.p_values(first, seed, 1, statistic));
    if first < permutations && p.is_some_and(|p| p <= PLAIN) {
        (p, dealing) = one(design.p_values(permutations, seed, 1, statistic));
    }
    found.p_value = p;
    found.basis =
        if p.is_some() { TestBasis::Permuted(dealing) } else { TestBasis::NoOtherLabelling };
    found
}

fn one((p_values, dealing): (Vec<Option<f64>>, Dealing)) -> (Option<f64>, Dealing) {
    (p_values.first().copied().flatten(), dealing)
}

#[cfg(test)]
mod tests {
    use super::super::naming::tests::{naming_frame, referents};
    use super::*;
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
        naming_tests(&frames, &referents(), 0, Adjustment::default())
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
        let counts: [[u32; 2]; 7] = [[3, 0], [2, 1], [4, 1], [0, 2], [1, 3], [0, 1], [1, 1]];
        let outlets = ["A", "A", "A", "B", "B", "B", "B"];
        let mut rows: Vec<(&str, Option<&str>, &[u32])> =
            outlets.iter().zip(&counts).map(|(outlet, c)| (*outlet, None, c.as_slice())).collect();
        rows.push(("A", None, &[0, 0]));
        let found = &tests_of(&rows)[0];
        // Every choice of three of the seven documents that name it.
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
            (0_u32..1 << 7).filter(|chosen| chosen.count_ones() == 3).map(g_of).collect();
        let as_far = all.iter().filter(|g| **g >= observed - 1e-9).count();
        assert_eq!(all.len(), 35);
        assert_eq!(found.basis, TestBasis::Permuted(Dealing::Exact(35)));
        assert_eq!(found.p_value, Some(as_far as f64 / 35.0));
        close(found.association.unwrap().g, observed);
        assert_eq!(
            (found.outlets, found.variants, found.documents),
            (2, 2, 7),
            "a document that \
            does not name it takes no part"
        );
    }

    #[test]
    fn labels_are_dealt_within_events() {
        let rows: Vec<(&str, Option<&str>, &[u32])> = ["e", "f", "g"]
            .into_iter()
            .flat_map(|event| [("A", Some(event), &[2, 0][..]), ("B", Some(event), &[0, 2][..])])
            .collect();
        let found = &tests_of(&rows)[0];
        assert_eq!(
            (found.basis, found.p_value),
            (TestBasis::Permuted(Dealing::Exact(8)), Some(0.25))
        );
    }

    #[test]
    fn q_is_adjusted_over_the_referents_tested() {
        let rows: Vec<(&str, Option<&str>, &[u32])> = vec![
            ("A", None, &[2, 0, 1, 0]),
            ("A", None, &[2, 0, 1, 0]),
            ("A", None, &[1, 0, 0, 1]),
            ("B", None, &[0, 2, 0, 1]),
            ("B", None, &[0, 1, 1, 0]),
            ("B", None, &[0, 1, 1, 0]),
        ];
        let found = tests_of(&rows);
        assert_eq!(found[0].p_value, Some(0.1));
        assert_eq!(found[1].p_value, Some(1.0));
        assert_eq!((found[0].q_value, found[1].q_value), (Some(0.2), Some(1.0)));
    }

    #[test]
    fn small_worlds_have_no_p_and_say_why() {
        assert_eq!(tests_of(&[]), []);
        assert_eq!(tests_of(&[("A", None, &[]), ("B", None, &[0, 0])]), [], "all zero");
        let no_p = |rows: &[(&str, Option<&str>, &[u32])]| {
            let found = tests_of(rows).remove(0);
            assert_eq!((found.p_value, found.q_value), (None, None));
            (found.basis, found.association.is_some())
        };
        assert_eq!(
            no_p(&[("A", None, &[2, 1]), ("A", None, &[1, 1]), ("B", None, &[])]),
            (TestBasis::OneOutlet, false)
        );
        assert_eq!(no_p(&[("A", None, &[2]), ("B", None, &[1])]), (TestBasis::OneVariant, false));
        assert_eq!(
            no_p(&[("A", None, &[2, 1]), ("B", None, &[0, 1])]),
            (TestBasis::NoOtherLabelling, true),
            "one document an outlet"
        );
        let apart = [
            ("A", Some("e"), &[2, 1][..]),
            ("B", Some("f"), &[0, 1]),
            ("A", Some("e"), &[1, 0]),
            ("B", Some("f"), &[1, 1]),
        ];
        assert_eq!(no_p(&apart), (TestBasis::NoOtherLabelling, true), "no event has two outlets");
    }

    #[test]
    fn a_plain_case_of_many_documents_is_left_after_the_first_sample() {
        let variants = |at: usize| if (at / 2).is_multiple_of(2) { [1, 0] } else { [0, 1] };
        let even: Vec<_> =
            (0..400).map(|at| naming_frame(at, ["A", "B"][at % 2], None, &variants(at))).collect();
        let found = naming_tests(&even, &referents(), 0, Adjustment::default()).remove(0);
        assert_eq!(
            (found.basis, found.p_value),
            (TestBasis::Permuted(Dealing::Sampled(FIRST_DEALS)), Some(1.0))
        );
        let apart: Vec<_> = (0..400)
            .map(|at| naming_frame(at, ["A", "B"][at % 2], None, &[[1, 0], [0, 1]][at % 2]))
            .collect();
        let found = naming_tests(&apart, &referents(), 0, Adjustment::default()).remove(0);
        assert_eq!(
            (found.basis, found.p_value),
            (TestBasis::Permuted(Dealing::Sampled(9999)), Some(1e-4))
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn names_of_outlets_and_the_order_of_documents_change_nothing(
            counts in proptest::collection::vec((0_usize..3, 0_usize..2, proptest::collection::vec(0_u32..4, 4)), 1..16),
            turn in 0_usize..16,
        ) {
            let frames = |names: [&str; 3]| -> Vec<_> {
                counts.iter().enumerate().map(|(at, (o, e, counts))| naming_frame(at, names[*o], Some(["e", "f"][*e]), counts)).collect()
            };
            let expected = naming_tests(&frames(["A", "B", "C"]), &referents(), 3, Adjustment::default());
            let mut turned = frames(["C", "A", "B"]);
            turned.rotate_left(turn % counts.len());
            let found = naming_tests(&turned, &referents(), 3, Adjustment::default());
            prop_assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(&expected) {
                prop_assert_eq!((found.p_value, found.q_value, found.basis), (expected.p_value, expected.q_value, expected.basis));
                let (a, b) = (found.association, expected.association);
                prop_assert_eq!(a.map(|a| a.df), b.map(|b| b.df));
                prop_assert!(a.zip(b).is_none_or(|(a, b)| (a.g - b.g).abs() < 1e-9 && (a.cramers_v - b.cramers_v).abs() < 1e-9));
                prop_assert!(a.is_none_or(|a| a.g.is_finite() && (0.0..=1.0).contains(&a.cramers_v)));
            }
        }
    }
}
