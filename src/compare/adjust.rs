//! q-values: p-values adjusted for having tested many things at once.

/// Benjamini & Hochberg (1995): q_(i) = min over j ≥ i of m·p_(j)/j, over the p-values that there are. In the order given.
///
/// ```
/// use framescope::compare::benjamini_hochberg;
///
/// let q = benjamini_hochberg(&[Some(0.01), Some(0.04), Some(0.03), None, Some(0.005)]);
/// assert_eq!(q, [Some(0.02), Some(0.04), Some(0.04), None, Some(0.02)]);
/// ```
pub fn benjamini_hochberg(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<(usize, f64)> = p_values.iter().enumerate().filter_map(|(at, p)| p.map(|p| (at, p))).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let tested = order.len();
    let mut adjusted = vec![None; p_values.len()];
    let mut least: f64 = 1.0;
    for (below, (at, p)) in order.into_iter().enumerate() {
        least = least.min(p * tested as f64 / (tested - below) as f64);
        adjusted[at] = Some(least);
    }
    adjusted
}
