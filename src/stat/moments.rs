//! Moments of a sum over documents drawn without replacement, and the normal deviate that they
//! give.

/// The sums of powers of a term's occurrences x with tokens n over the documents of a stratum in
/// which it occurs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Powers {
    pub(crate) x: f64,
    xx: f64,
    xxx: f64,
    xn: f64,
    xxn: f64,
    xnn: f64,
}

impl Powers {
    pub(crate) fn add(&mut self, x: f64, n: f64) {
        self.x += x;
        self.xx += x * x;
        self.xxx += x * x * x;
        self.xn += x * n;
        self.xxn += x * x * n;
        self.xnn += x * n * n;
    }

    /// Σ res² and Σ res³ over a stratum whose tokens have these sums of powers.
    pub(crate) fn residuals(&self, n: [f64; 3]) -> (f64, f64) {
        let r = self.x / n[0];
        let squares = self.xx - 2.0 * r * self.xn + r * r * n[1];
        let cubes = self.xxx - 3.0 * r * self.xxn + 3.0 * r * r * self.xnn - r * r * r * n[2];
        // Where every document has the same rate, only rounding is left.
        if squares <= 1e-12 * self.xx { (0.0, 0.0) } else { (squares, cubes) }
    }
}

/// The factors of Σ res² and Σ res³ in the second and third moment of the sum over m drawn of M.
pub(crate) fn drawn(m: u64, all: u64) -> (f64, f64) {
    if all < 2 {
        return (0.0, 0.0);
    }
    let (m, all) = (m as f64, all as f64);
    let second = m * (all - m) / (all * (all - 1.0));
    (second, if all > 2.0 { second * (all - 2.0 * m) / (all - 2.0) } else { 0.0 })
}

/// An approximation says nothing of smaller p-values than this.
pub(crate) const LEAST_P: f64 = 1e-15;

/// The standard normal deviate that has beyond it what a standardized Pearson type III variable of
/// this skewness has beyond z (Wilson & Hilferty 1931; Kirby 1972): (6/γ)·[(1 + γz/2)^⅓ − 1] + γ/6.
pub(crate) fn normal_deviate(z: f64, skewness: f64) -> f64 {
    if skewness.abs() < 1e-6 {
        return z;
    }
    6.0 / skewness * ((1.0 + skewness * z / 2.0).cbrt() - 1.0) + skewness / 6.0
}
