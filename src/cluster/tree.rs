//! Hierarchical clustering: the tree of merges, cut into groups, and as Newick.
//!
//! Linkage is by `kodama`, which is exact and deterministic.

use super::distance::squared_distance;
use super::grouping::Grouping;
use super::kmeans::{ClusterError, check};
use kodama::Method;
use ndarray::Array2;
use std::fmt::Write;

/// Which pair of groups is merged next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linkage {
    /// The pair whose union adds least to the sum of squares (Ward 1963).
    Ward,
    /// The pair with the least mean distance (UPGMA).
    Average,
}

/// Two groups that are joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Merge {
    /// A group: a document by its number, or the merge number `m` as documents + m.
    pub left: usize,
    /// The other; the larger number.
    pub right: usize,
    /// How far apart they are.
    pub distance: f64,
    /// The documents of both.
    pub documents: usize,
}

/// A tree of merges.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    leaves: usize,
    /// The merges, nearest first.
    pub merges: Vec<Merge>,
}

impl Tree {
    /// The tree of the rows of a matrix, by Euclidean distances.
    ///
    /// # Errors
    /// [`ClusterError`] where there is no row or a value is not finite.
    pub fn new(points: &Array2<f64>, linkage: Linkage) -> Result<Self, ClusterError> {
        check(points, 1)?;
        let rows = points.nrows();
        let mut condensed: Vec<f64> = Vec::with_capacity(rows * rows.saturating_sub(1) / 2);
        for one in 0..rows {
            let pairs = (one + 1..rows).map(|other| (points.row(one), points.row(other)));
            condensed.extend(pairs.map(|(one, other)| squared_distance(one, other).sqrt()));
        }
        let method = match linkage {
            Linkage::Ward => Method::Ward,
            Linkage::Average => Method::Average,
        };
        let merges = kodama::linkage(&mut condensed, rows, method)
            .steps()
            .iter()
            .map(|step| Merge {
                left: step.cluster1,
                right: step.cluster2,
                distance: step.dissimilarity,
                documents: step.size,
            })
            .collect();
        Ok(Self { leaves: rows, merges })
    }

    /// The groups that are left before the last `k − 1` merges.
    pub fn cut(&self, k: usize) -> Grouping {
        let made = self.merges.len().saturating_sub(k.saturating_sub(1));
        let mut group: Vec<usize> = (0..self.leaves + self.merges.len()).collect();
        // From the last merge that is made downwards, each group names the one above it.
        for (at, merge) in self.merges.iter().enumerate().take(made).rev() {
            let above = group[self.leaves + at];
            group[merge.left] = above;
            group[merge.right] = above;
        }
        let mut numbers: Vec<usize> = group.iter().take(self.leaves).copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let number = |leaf: usize| numbers.binary_search(&group[leaf]).ok();
        Grouping::from_labels(&(0..self.leaves).map(number).collect::<Vec<_>>())
    }

    /// The tree in Newick's notation, with the height of a merge as half its distance, so that the
    /// way between two leaves is as long as the distance at which they meet.
    pub fn newick(&self, names: &[&str]) -> String {
        enum Task {
            Node(usize, f64),
            Text(&'static str),
            Length(f64),
        }
        let height = |node: usize| match node.checked_sub(self.leaves) {
            Some(at) => self.merges.get(at).map_or(0.0, |merge| merge.distance / 2.0),
            None => 0.0,
        };
        let root = (self.leaves + self.merges.len()).saturating_sub(1);
        let mut text = String::new();
        // A tree may be as deep as it has leaves, so the way down is kept in a list.
        let mut open = vec![Task::Text(";"), Task::Node(root, height(root))];
        while let Some(task) = open.pop() {
            match task {
                Task::Text(mark) => text.push_str(mark),
                // Writing to a string cannot fail.
                Task::Length(length) => {
                    let _ = write!(text, ":{length:.6}");
                }
                Task::Node(node, above) => {
                    if node != root {
                        open.push(Task::Length((above - height(node)).max(0.0)));
                    }
                    match node.checked_sub(self.leaves).and_then(|at| self.merges.get(at)) {
                        Some(merge) => {
                            let own = height(node);
                            open.push(Task::Text(")"));
                            open.push(Task::Node(merge.right, own));
                            open.push(Task::Text(","));
                            open.push(Task::Node(merge.left, own));
                            open.push(Task::Text("("));
                        }
                        None => {
                            let name = names.get(node).copied().unwrap_or_default();
                            let _ = write!(text, "'{}'", name.replace('\'', "''"));
                        }
                    }
                }
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn ward_and_average_merge_at_the_distances_of_scipy() {
        let points = array![[0.0, 0.0], [0.0, 1.0], [4.0, 4.0], [4.0, 5.0], [9.0, 0.0]];
        let distances = |linkage| -> Vec<f64> {
            let tree = Tree::new(&points, linkage).unwrap();
            tree.merges.iter().map(|merge| merge.distance).collect()
        };
        // scipy.cluster.hierarchy.linkage.
        let close = |found: Vec<f64>, expected: [f64; 4]| {
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-9, "{found} {expected}");
            }
        };
        close(distances(Linkage::Average), [1.0, 1.0, 5.679208184104402, 7.882394296858935]);
        close(distances(Linkage::Ward), [1.0, 1.0, 7.767453465154029, 9.59513765751522]);
    }

    #[test]
    fn a_cut_gives_as_many_groups_as_asked_for() {
        let points = array![[0.0], [0.1], [5.0], [5.1], [5.2], [20.0]];
        let tree = Tree::new(&points, Linkage::Ward).unwrap();
        let labels = |k| tree.cut(k).labels.into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(labels(3), [1, 1, 0, 0, 0, 2]);
        assert_eq!(labels(1), [0; 6]);
        assert_eq!(tree.cut(6).k(), 6);
    }

    #[test]
    fn newick_has_every_leaf_and_the_heights_of_merges() {
        let points = array![[0.0], [2.0], [10.0]];
        let tree = Tree::new(&points, Linkage::Average).unwrap();
        assert_eq!(
            tree.newick(&["a", "b's", "c"]),
            "('c':4.500000,('a':1.000000,'b''s':1.000000):3.500000);"
        );
    }
}
