//! Rates of short documents, drawn towards that of the corpus.

use super::counted::Counted;

/// A prior: the rate of the corpus, with the weight of so many tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatePrior {
    /// Occurrences per token, or a share, over all documents.
    pub mean: f64,
    /// The tokens (or matches) that it weighs; none where documents vary no more than chance, and
    /// every document has the rate of the corpus.
    pub weight: Option<f64>,
}

impl RatePrior {
    /// The prior of one dimension by the method of moments.
    ///
    /// Rates λ of documents have mean μ = Σx/Σn and variance τ² = (D/(D−1)·Σ(x − nμ)² − v·Σn)/Σn²,
    /// with v the variance of chance in one token: μ for rates (gamma-Poisson, Efron & Morris 1973;
    /// Clayton & Kaldor 1987) and μ(1 − μ) for shares (beta-binomial, Kleinman 1973). The weight is
    /// v/τ².
    pub fn new(counted: &[Counted], is_share: bool) -> Self {
        let documents = counted.iter().filter(|counted| counted.of > 0).count() as f64;
        let sum = |value: &dyn Fn(f64, f64) -> f64| -> f64 {
            counted.iter().map(|counted| value(counted.count as f64, counted.of as f64)).sum()
        };
        let all = sum(&|_, n| n);
        let mean = if all > 0.0 { sum(&|x, _| x) / all } else { 0.0 };
        let chance = if is_share { mean * (1.0 - mean) } else { mean };
        if documents < 2.0 || chance <= 0.0 {
            return Self { mean, weight: None };
        }
        let spread = documents / (documents - 1.0) * sum(&|x, n| (x - n * mean).powi(2));
        let variance = (spread - chance * all) / sum(&|_, n| n * n);
        Self { mean, weight: (variance > 0.0).then(|| chance / variance) }
    }

    /// The rate of a document under the prior.
    pub fn rate(self, counted: Counted) -> f64 {
        match self.weight {
            Some(weight) => {
                (counted.count as f64 + weight * self.mean) / (counted.of as f64 + weight)
            }
            None => self.mean,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(pairs: &[(u64, u64)]) -> Vec<Counted> {
        pairs.iter().map(|&(count, of)| Counted { count, of }).collect()
    }

    /// By hand: μ = 12/300, Σ(x − nμ)² = 4 + 16 + 36, τ² = (1.5·56 − 12)/30,000.
    #[test]
    fn the_prior_is_that_of_the_moments() {
        let documents = counted(&[(2, 100), (0, 100), (10, 100)]);
        let prior = RatePrior::new(&documents, false);
        assert!((prior.mean - 0.04).abs() < 1e-12);
        let weight = 0.04 / ((1.5 * 56.0 - 12.0) / 30_000.0);
        assert!((prior.weight.unwrap() - weight).abs() < 1e-9, "{prior:?}");
        let expected = (10.0 + weight * 0.04) / (100.0 + weight);
        assert!((prior.rate(documents[2]) - expected).abs() < 1e-12);
        let share = RatePrior::new(&documents, true);
        let weight = 0.0384 / ((1.5 * 56.0 - 0.0384 * 300.0) / 30_000.0);
        assert!((share.weight.unwrap() - weight).abs() < 1e-9, "{share:?}");
    }

    #[test]
    fn one_match_in_a_short_document_is_no_outlier() {
        let mut documents = counted(&[(3, 1000); 20]);
        documents.extend(counted(&[(12, 1000), (0, 1000), (1, 100)]));
        let prior = RatePrior::new(&documents, false);
        let (short, long) = (prior.rate(documents[22]), prior.rate(documents[20]));
        assert!(short < 0.7 * long, "{short} {long}");
    }

    #[test]
    fn documents_that_vary_no_more_than_chance_have_the_rate_of_the_corpus() {
        let documents = counted(&[(2, 100), (2, 100), (3, 150)]);
        let prior = RatePrior::new(&documents, false);
        assert_eq!(prior.weight, None);
        assert_eq!(prior.rate(documents[0]), prior.mean);
        assert_eq!(RatePrior::new(&[], false), RatePrior { mean: 0.0, weight: None });
    }
}
