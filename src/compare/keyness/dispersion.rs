//! Dispersion: whether a term is spread over documents or clumped in a few.

use crate::prose::named_choice;

/// Which measure of dispersion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dispersion {
    /// DP over its greatest value: 0 even, 1 clumped.
    #[default]
    DpNorm,
    /// Deviation of proportions: 0 even, near 1 clumped.
    Dp,
    /// D_P: 1 less DP over its greatest value in the documents that hold the term; 1 even, 0
    /// clumped.
    DpEgbert,
    /// Juilland's D: 1 even, 0 clumped.
    Juilland,
}

impl Dispersion {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::DpNorm, Self::Dp, Self::DpEgbert, Self::Juilland];

    /// The name by which it is chosen.
    pub fn name(self) -> &'static str {
        match self {
            Self::DpNorm => "dp-norm",
            Self::Dp => "dp",
            Self::DpEgbert => "dp-egbert",
            Self::Juilland => "juilland",
        }
    }

    /// What it is, for descriptions.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::DpNorm => {
                "DPnorm over the outlet's documents (Lijffijt and Gries 2012), 0 even, 1 clumped"
            }
            Self::Dp => "DP over the outlet's documents (Gries 2008), 0 even, 1 clumped",
            Self::DpEgbert => {
                "D_P over the outlet's documents (Egbert, Burch and Biber 2020), 1 even, 0 clumped"
            }
            Self::Juilland => "Juilland's D over the outlet's documents (1970), 1 even, 0 clumped",
        }
    }
}

named_choice!(Dispersion);

/// The documents of a text: how many with tokens, and what dispersion asks of their lengths.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// Documents with tokens.
    pub documents: u64,
    /// Their tokens.
    pub tokens: u64,
    /// The tokens of the shortest.
    pub least: u64,
}

impl Parts {
    /// Adds a document; one without tokens can hold nothing and is no part.
    pub fn add(&mut self, tokens: u64) {
        if tokens > 0 {
            self.documents += 1;
            self.tokens += tokens;
            self.least = if self.documents == 1 { tokens } else { self.least.min(tokens) };
        }
    }

    /// The dispersion of a term over these documents, given its occurrences and the tokens of each
    /// document that holds it. `None` without occurrences, and where there is one document.
    ///
    /// - DP = ½·Σ|vᵢ/f − sᵢ| over documents, vᵢ of the f occurrences in one that has the share sᵢ
    ///   of the tokens (Gries 2008). That of a rare term is high by construction.
    /// - DPnorm = DP / (1 − min sᵢ) (Lijffijt & Gries 2012).
    /// - D_P = 1 − DP / (1 − min sᵢ over the documents that hold it) (Egbert, Burch & Biber 2020),
    ///   0 where one holds all; the first choice of tlda for R.
    /// - D = 1 − (σ/mean)/√(k−1) over the relative frequencies in the k documents, σ the
    ///   population's (Juilland 1970).
    ///
    /// ```
    /// use framescope::compare::{Dispersion, Parts};
    ///
    /// let mut parts = Parts::default();
    /// [9, 10, 10, 10, 11].into_iter().for_each(|tokens| parts.add(tokens));
    /// let a = [(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)];
    /// assert!((parts.dispersion(Dispersion::Dp, a).unwrap() - 0.18).abs() < 1e-12);
    /// ```
    pub fn dispersion(
        &self,
        measure: Dispersion,
        found: impl IntoIterator<Item = (u32, u64)>,
    ) -> Option<f64> {
        let found: Vec<(f64, f64)> =
            found.into_iter().map(|(count, tokens)| (f64::from(count), tokens as f64)).collect();
        let all = self.tokens as f64;
        let hits: f64 = found.iter().map(|(count, _)| count).sum();
        if hits <= 0.0 || self.documents < 2 {
            return None;
        }
        if measure == Dispersion::Juilland {
            let k = self.documents as f64;
            let (sum, squares) =
                found.iter().fold((0.0, 0.0), |(sum, squares), (count, tokens)| {
                    let share = count / tokens;
                    (sum + share, squares + share * share)
                });
            let mean = sum / k;
            let deviation = (squares / k - mean * mean).max(0.0).sqrt();
            return Some((1.0 - deviation / mean / (k - 1.0).sqrt()).clamp(0.0, 1.0));
        }
        // Documents without the term add their shares, which are all shares less those of the
        // others.
        let beyond: f64 = found
            .iter()
            .map(|(count, tokens)| (count / hits - tokens / all).abs() - tokens / all)
            .sum();
        let dp = (0.5 * (1.0 + beyond)).clamp(0.0, 1.0);
        Some(match measure {
            Dispersion::DpNorm => self.normalized(dp),
            Dispersion::DpEgbert => {
                let least = found.iter().map(|(_, tokens)| *tokens).fold(all, f64::min);
                (1.0 - dp / (1.0 - least / all)).clamp(0.0, 1.0)
            }
            Dispersion::Dp | Dispersion::Juilland => dp,
        })
    }

    /// A DP over the greatest that it could be in these documents.
    pub(super) fn normalized(&self, dp: f64) -> f64 {
        (dp / (1.0 - self.least as f64 / self.tokens as f64)).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The five parts of Gries' toy corpus: their tokens.
    const TOKENS: [u64; 5] = [9, 10, 10, 10, 11];

    fn of(measure: Dispersion, counts: [u32; 5]) -> f64 {
        let mut parts = Parts::default();
        TOKENS.into_iter().for_each(|tokens| parts.add(tokens));
        parts
            .dispersion(measure, counts.into_iter().zip(TOKENS).filter(|(count, _)| *count > 0))
            .unwrap()
    }

    #[test]
    fn the_toy_corpus_of_gries_has_its_published_values() {
        let words = [
            ([1, 2, 3, 4, 5], 0.18, 0.2195, Some(0.7852)),
            ([9, 0, 0, 0, 0], 0.82, 1.0, Some(0.0)),
            ([0, 5, 0, 0, 0], 0.80, 0.9756, Some(0.0)),
            ([0, 0, 0, 0, 1], 0.78, 0.9512, Some(0.0)),
            ([2, 2, 2, 2, 2], 0.02, 0.0244, Some(0.9681)),
        ];
        for (counts, dp, normed, d) in words {
            assert!(
                (of(Dispersion::Dp, counts) - dp).abs() < 1e-9,
                "{counts:?}: {}",
                of(Dispersion::Dp, counts)
            );
            assert!((of(Dispersion::DpNorm, counts) - normed).abs() < 5.1e-5, "{counts:?}");
            assert!(
                d.is_none_or(|d| (of(Dispersion::Juilland, counts) - d).abs() < 5.1e-5),
                "{counts:?}: {}",
                of(Dispersion::Juilland, counts)
            );
        }
    }

    #[test]
    fn egbert_and_others_divide_by_what_documents_with_the_term_allow() {
        // 1 − DP / (1 − min s), the least of the documents with the term having 9, 10, 10 and 9 of
        // the 50 tokens; all in one is 0.
        for (counts, dp, least) in [
            ([1, 2, 3, 4, 5], 0.18, 9.0),
            ([0, 5, 0, 0, 0], 0.80, 10.0),
            ([0, 1, 0, 1, 0], 0.60, 10.0),
        ] {
            let expected = 1.0 - dp / (1.0 - least / 50.0);
            assert!((of(Dispersion::DpEgbert, counts) - expected).abs() < 1e-12, "{counts:?}");
        }
        for alone in 0..5 {
            let mut counts = [0; 5];
            counts[alone] = 3;
            assert!(of(Dispersion::DpEgbert, counts) < 1e-12, "{counts:?}");
        }
        let even = of(Dispersion::DpEgbert, [9, 10, 10, 10, 11]);
        assert!((even - 1.0).abs() < 1e-12, "{even}");
    }

    #[test]
    fn one_document_or_none_has_no_dispersion() {
        let mut parts = Parts::default();
        parts.add(0);
        parts.add(5);
        assert_eq!(parts.dispersion(Dispersion::DpNorm, [(2, 5)]), None);
        parts.add(7);
        assert_eq!(parts.dispersion(Dispersion::DpNorm, []), None);
    }
}
