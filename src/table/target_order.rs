//! The order in which tables show targets: those that matter most first.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

/// What a row says of how often its target is labelled.
#[derive(Clone, Copy, Debug)]
pub(super) struct TargetUse<'r> {
    pub(super) target: &'r Arc<str>,
    /// What the target is called: rows that share it count as one use of it.
    pub(super) label: (&'r Arc<str>, &'r Arc<str>, &'r Arc<str>),
    pub(super) count: u64,
    pub(super) own: u64,
}

/// The order of targets and of their labels: targets that are labelled only once come last;
/// before that the more own-voice matches, then the more matches, the earlier.
#[derive(Debug, Default)]
pub(super) struct TargetOrder {
    targets: HashMap<Arc<str>, UseSums>,
    labels: HashMap<LabelKey, UseSums>,
}

/// A target, and the lexicon, category and entry that label it.
type LabelKey = (Arc<str>, Arc<str>, Arc<str>, Arc<str>);

#[derive(Clone, Copy, Debug, Default)]
struct UseSums {
    own: u64,
    count: u64,
    /// The most matches of one label, over all outlets.
    most: u64,
}

/// Where a row comes, the least first.
pub(super) type TargetRank = (bool, Reverse<(u64, u64)>, Arc<str>, Reverse<(u64, u64)>);

impl TargetOrder {
    /// The order of the targets of these rows, over all outlets.
    pub(super) fn from_uses<'r>(uses: impl IntoIterator<Item = TargetUse<'r>>) -> Self {
        let mut order = Self::default();
        for TargetUse { target, label, count, own } in uses {
            let label = order.labels.entry(label_key(target, label)).or_default();
            label.own += own;
            label.count += count;
            let most = label.count;
            let sums = order.targets.entry(target.clone()).or_default();
            sums.own += own;
            sums.count += count;
            sums.most = sums.most.max(most);
        }
        order
    }

    /// The place of a row by its target, then by its label.
    pub(super) fn rank(&self, row: TargetUse<'_>) -> TargetRank {
        let of = self.targets.get(row.target).copied().unwrap_or_default();
        let label = self.labels.get(&label_key(row.target, row.label)).copied().unwrap_or_default();
        (
            of.most <= 1,
            Reverse((of.own, of.count)),
            row.target.clone(),
            Reverse((label.own, label.count)),
        )
    }
}

fn label_key(target: &Arc<str>, label: (&Arc<str>, &Arc<str>, &Arc<str>)) -> LabelKey {
    (target.clone(), label.0.clone(), label.1.clone(), label.2.clone())
}
