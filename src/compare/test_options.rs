//! What all tests of a run have in common.

use crate::stat::Adjustment;

/// The seed of labellings, and how p-values are adjusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TestOptions {
    /// The seed of what is drawn.
    pub seed: u64,
    /// How q-values are found from p-values.
    pub adjustment: Adjustment,
}
