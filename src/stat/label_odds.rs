//! How likely each label is for a document of its length: the weights of conditional permutation
//! tests.

use linfa_linalg::cholesky::SolveCInplace;
use ndarray::Array2;

/// The ridge on the coefficients: it keeps them finite where length gives the label away.
const RIDGE: f64 = 1e-3;
/// Newton's method has converged, or has been given up, after these.
const CONVERGED: f64 = 1e-9;
const MOST_STEPS: usize = 60;
/// An intercept, the logarithm of the length, and the length.
const TERMS: usize = 3;

/// For each document the probability of each label given the document's length, from a multinomial
/// logistic regression on log n, or on log n and n, both standardized.
///
/// Outlets that write articles of different lengths differ in how often a rare word occurs in an
/// article, though none prefers the word. A permutation test that deals labels with these
/// probabilities (Berrett, Wang, Barber & Samworth 2020) asks whether outlets differ more than
/// their lengths explain.
///
/// AICc (Hurvich & Tsai 1989) chooses among the two regressions and the shares of the labels, which
/// leave length aside. A term that is not needed fits chance and makes the true labelling the
/// likeliest: with few documents that costs all power.
///
/// The fit is by Newton's method. It is our own because it needs nothing but a Cholesky
/// decomposition, and must give the same bytes everywhere; the general optimizers in question bring
/// a hundred dependencies and stop where a tolerance of theirs says so.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LabelOdds {
    width: usize,
    /// Document by document, label by label.
    probabilities: Vec<f64>,
}

impl LabelOdds {
    /// The probabilities for documents with these labels and numbers of tokens, which must be
    /// positive.
    pub(crate) fn from_lengths(labels: &[u32], tokens: &[f64]) -> Self {
        let width = labels.iter().max().map_or(0, |most| *most as usize + 1);
        let rows = design_rows(tokens);
        // Sums are taken in the order in which labels occur, so that it does not matter what
        // outlets are called.
        let mut ranks: Vec<Option<u32>> = vec![None; width];
        let mut used = 0;
        let ranked: Vec<u32> = labels
            .iter()
            .map(|&label| {
                *ranks[label as usize].get_or_insert_with(|| {
                    used += 1;
                    used - 1
                })
            })
            .collect();
        let coefficients = best_fit(&ranked, &rows, used as usize);
        let mut probabilities = vec![0.0; rows.len() * width];
        let mut of_rank = vec![0.0; used as usize];
        for (row, probabilities) in rows.iter().zip(probabilities.chunks_mut(width.max(1))) {
            softmax(&coefficients, row, &mut of_rank);
            for (probability, rank) in probabilities.iter_mut().zip(&ranks) {
                *probability = rank.map_or(0.0, |rank| of_rank[rank as usize]);
            }
        }
        Self { width, probabilities }
    }

    /// The probability of a label for a document.
    pub(crate) fn of(&self, document: u32, label: u32) -> f64 {
        let at = document as usize * self.width + label as usize;
        self.probabilities.get(at).copied().unwrap_or(0.0)
    }
}

/// An intercept and the two lengths of each document, of mean 0 and variance 1.
fn design_rows(tokens: &[f64]) -> Vec<[f64; TERMS]> {
    let standardized = |values: Vec<f64>| -> Vec<f64> {
        let count = values.len().max(1) as f64;
        let mean = values.iter().sum::<f64>() / count;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
        // Lengths that are all but equal differ by rounding alone.
        let scale = if variance > 1e-12 * mean.abs().max(1.0).powi(2) {
            1.0 / variance.sqrt()
        } else {
            0.0
        };
        values.into_iter().map(|value| (value - mean) * scale).collect()
    };
    let logs = standardized(tokens.iter().map(|n| n.max(1.0).ln()).collect());
    let plain = standardized(tokens.to_vec());
    logs.into_iter().zip(plain).map(|(log, plain)| [1.0, log, plain]).collect()
}

/// Coefficients, label by label; all 0 where nothing can be fitted.
fn fit(labels: &[u32], rows: &[[f64; TERMS]], width: usize) -> Vec<[f64; TERMS]> {
    let mut coefficients = vec![[0.0; TERMS]; width];
    if width < 2 {
        return coefficients;
    }
    let mut loss = penalized_loss(labels, rows, &coefficients);
    for _ in 0..MOST_STEPS {
        let Some(step) = newton_step(labels, rows, &coefficients) else { return coefficients };
        // Far from the optimum a whole step may go too far.
        let mut scale = 1.0;
        loop {
            let tried: Vec<[f64; TERMS]> = coefficients
                .iter()
                .zip(&step)
                .map(|(known, step)| std::array::from_fn(|at| known[at] - scale * step[at]))
                .collect();
            let tried_loss = penalized_loss(labels, rows, &tried);
            // Near the optimum the loss changes by less than rounding does.
            if tried_loss <= loss + 1e-12 * loss.abs() {
                (coefficients, loss) = (tried, tried_loss);
                break;
            }
            scale *= 0.5;
            if scale < 1e-6 {
                return coefficients;
            }
        }
        if step.iter().flatten().all(|change| (scale * change).abs() < CONVERGED) {
            break;
        }
    }
    coefficients
}

/// The coefficients of the shares, of the regression on log n, or of the regression on both
/// lengths: those with the least AICc, the simpler ones where two are equal.
fn best_fit(labels: &[u32], rows: &[[f64; TERMS]], width: usize) -> Vec<[f64; TERMS]> {
    let count = labels.len() as f64;
    let criterion = |coefficients: &[[f64; TERMS]], terms: usize| {
        let free = (terms * width.saturating_sub(1)) as f64;
        let left = count - free - 1.0;
        if left <= 0.0 {
            return f64::INFINITY;
        }
        2.0 * loss(labels, rows, coefficients) + 2.0 * free * count / left
    };
    let mut best = shares(labels, width);
    let mut least = criterion(&best, 1);
    for terms in 2..=TERMS {
        // The ridge keeps a coefficient at 0 if its column is 0.
        let masked: Vec<[f64; TERMS]> = rows
            .iter()
            .map(|row| std::array::from_fn(|at| if at < terms { row[at] } else { 0.0 }))
            .collect();
        let fitted = fit(labels, &masked, width);
        let value = criterion(&fitted, terms);
        if value < least {
            (best, least) = (fitted, value);
        }
    }
    best
}

/// The coefficients that give each label its share at every length.
fn shares(labels: &[u32], width: usize) -> Vec<[f64; TERMS]> {
    let mut counts = vec![0.0_f64; width];
    for &label in labels {
        counts.get_mut(label as usize).into_iter().for_each(|count| *count += 1.0);
    }
    counts.into_iter().map(|count| [count.max(f64::MIN_POSITIVE).ln(), 0.0, 0.0]).collect()
}

/// −Σ ln P(label) + ridge/2·|θ|².
fn penalized_loss(labels: &[u32], rows: &[[f64; TERMS]], coefficients: &[[f64; TERMS]]) -> f64 {
    let squares: f64 = coefficients.iter().flatten().map(|value| value * value).sum();
    loss(labels, rows, coefficients) + 0.5 * RIDGE * squares
}

/// −Σ ln P(label).
fn loss(labels: &[u32], rows: &[[f64; TERMS]], coefficients: &[[f64; TERMS]]) -> f64 {
    let mut probabilities = vec![0.0; coefficients.len()];
    let mut loss = 0.0;
    for (&label, row) in labels.iter().zip(rows) {
        softmax(coefficients, row, &mut probabilities);
        let probability = probabilities.get(label as usize).copied().unwrap_or(1.0);
        loss -= probability.max(f64::MIN_POSITIVE).ln();
    }
    loss
}

/// The inverse Hessian times the gradient.
fn newton_step(
    labels: &[u32],
    rows: &[[f64; TERMS]],
    coefficients: &[[f64; TERMS]],
) -> Option<Vec<[f64; TERMS]>> {
    let width = coefficients.len();
    let mut gradient = Array2::<f64>::zeros((width * TERMS, 1));
    let mut hessian = Array2::<f64>::zeros((width * TERMS, width * TERMS));
    let mut probabilities = vec![0.0; width];
    for (&label, row) in labels.iter().zip(rows) {
        softmax(coefficients, row, &mut probabilities);
        for (a, &p) in probabilities.iter().enumerate() {
            let residual = p - f64::from(u8::from(a == label as usize));
            for (i, x) in row.iter().enumerate() {
                gradient[[a * TERMS + i, 0]] += residual * x;
            }
            for (b, &other) in probabilities.iter().enumerate().take(a + 1) {
                let weight = if a == b { p * (1.0 - p) } else { -p * other };
                for (i, x) in row.iter().enumerate() {
                    for (j, y) in row.iter().enumerate() {
                        hessian[[a * TERMS + i, b * TERMS + j]] += weight * x * y;
                    }
                }
            }
        }
    }
    for (at, value) in coefficients.iter().flatten().enumerate() {
        gradient[[at, 0]] += RIDGE * value;
        hessian[[at, at]] += RIDGE;
        for other in 0..at {
            hessian[[other, at]] = hessian[[at, other]];
        }
    }
    let step = hessian.solvec_into(gradient).ok()?;
    let step: Vec<[f64; TERMS]> = step
        .as_slice()?
        .chunks_exact(TERMS)
        .map(|chunk| std::array::from_fn(|at| chunk[at]))
        .collect();
    step.iter().flatten().all(|value| value.is_finite()).then_some(step)
}

/// The probability of each label by its linear predictor.
fn softmax(coefficients: &[[f64; TERMS]], row: &[f64; TERMS], probabilities: &mut [f64]) {
    let mut most = f64::NEG_INFINITY;
    for (label, probability) in coefficients.iter().zip(probabilities.iter_mut()) {
        *probability = label.iter().zip(row).map(|(value, x)| value * x).sum();
        most = most.max(*probability);
    }
    let mut sum = 0.0;
    for probability in probabilities.iter_mut() {
        *probability = (*probability - most).exp();
        sum += *probability;
    }
    probabilities.iter_mut().for_each(|probability| *probability /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lengths_say_nothing_of_labels() {
        let odds = LabelOdds::from_lengths(&[0, 0, 1, 2], &[500.0; 4]);
        for document in 0..4 {
            assert!((odds.of(document, 0) - 0.5).abs() < 1e-3, "as often as the label occurs");
            assert!((odds.of(document, 1) - odds.of(document, 2)).abs() < 1e-9);
        }
    }

    /// Five outlets with six documents each, lengths alike: the regression found a chance
    /// difference, and a word in every document of one outlet and in no other had p = .003.
    #[test]
    fn lengths_that_do_not_tell_labels_apart_are_left_aside() {
        let labels: Vec<u32> = (0..30).map(|at| at % 5).collect();
        let tokens: Vec<f64> = (0..30).map(|at| f64::from(400 + at * 37 % 71)).collect();
        let odds = LabelOdds::from_lengths(&labels, &tokens);
        for document in 0..30 {
            assert!((odds.of(document, 3) - 0.2).abs() < 1e-12);
        }
    }

    #[test]
    fn a_label_is_likelier_for_lengths_that_it_has() {
        let labels: Vec<u32> = (0..200).map(|at| at % 2).collect();
        let tokens: Vec<f64> =
            (0..200).map(|at| f64::from(if at % 2 == 0 { 400 + at } else { 550 + at })).collect();
        let odds = LabelOdds::from_lengths(&labels, &tokens);
        assert!(odds.of(0, 0) > 0.9 && odds.of(199, 1) > 0.9);
        let sum: f64 = (0..200).map(|document| odds.of(document, 0)).sum();
        assert!((sum - 100.0).abs() < 0.1, "the expected count of a label is its count: {sum}");
    }

    #[test]
    fn lengths_that_give_the_label_away_have_finite_odds() {
        let odds = LabelOdds::from_lengths(
            &[0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
            &[90.0, 93.0, 95.0, 97.0, 99.0, 900.0, 930.0, 950.0, 970.0, 999.0],
        );
        let (mine, other) = (odds.of(0, 0), odds.of(0, 1));
        assert!(mine > 0.99 && other > 0.0 && other.is_finite(), "{odds:?}");
    }

    #[test]
    fn one_label_is_certain() {
        assert_eq!(LabelOdds::from_lengths(&[0, 0], &[10.0, 20.0]).of(1, 0), 1.0);
        assert_eq!(LabelOdds::from_lengths(&[], &[]).of(0, 0), 0.0);
    }
}
