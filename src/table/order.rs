//! The order of rows: what matters comes first.

use super::cell::PValue;
use std::cmp::Ordering;

/// The smaller p- or q-value first; rows without one last.
pub(super) fn rare_first(a: Option<PValue>, b: Option<PValue>) -> Ordering {
    let value = |p: Option<PValue>| p.map_or(f64::INFINITY, |PValue(p)| p);
    value(a).total_cmp(&value(b))
}

/// The larger absolute value first; rows without one last.
pub(super) fn large_first(a: Option<f64>, b: Option<f64>) -> Ordering {
    let size = |number: Option<f64>| number.map_or(f64::NEG_INFINITY, f64::abs);
    size(b).total_cmp(&size(a))
}
