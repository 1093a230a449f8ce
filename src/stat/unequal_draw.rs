//! A fixed number of documents drawn with unequal odds: conditional Poisson sampling.

use super::success_count::SuccessCount;

/// Up to this variance Σp(1−p) of the number of successes its distribution is computed exactly;
/// that of 256 documents never is larger. Beyond it the approximations are good to about 1 %.
pub(crate) const MOST_EXACT: f64 = 64.0;
/// Chances stay at least this far from 0 and 1, so that their logarithms are finite.
const LEAST_CHANCE: f64 = 1e-12;
const CONVERGED: f64 = 1e-12;
const MOST_STEPS: usize = 200;

/// How likely each document is to be among a fixed number drawn, if the probability of a draw is
/// proportional to the product of the odds of the documents drawn.
///
/// The draw is that of independent trials with the chances `working`, given how many succeed
/// (Hájek 1964; Chen, Dempster & Liu 1994).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnequalDraw {
    /// The chance of each document in independent trials; they add to the number drawn.
    pub(crate) working: Vec<f64>,
    /// The probability that each is drawn. Exact where Σp(1−p) is at most 64, as for up to 256
    /// documents, else by Hájek's approximation, whose relative error falls with the square of that
    /// sum.
    pub(crate) included: Vec<f64>,
}

impl UnequalDraw {
    /// The draw of `drawn` documents, of which there must be that many, with these positive odds.
    pub(crate) fn new(odds: &[f64], drawn: usize) -> Self {
        let working = working_chances(odds, drawn);
        let variance: f64 = working.iter().map(|p| p * (1.0 - p)).sum();
        let included = if variance <= MOST_EXACT {
            exact_inclusion(&working, drawn)
        } else {
            approximate_inclusion(&working)
        };
        Self { working, included }
    }
}

/// p = λw/(1+λw) with the λ that makes them add to `drawn`.
fn working_chances(odds: &[f64], drawn: usize) -> Vec<f64> {
    let target = drawn as f64;
    let logits: Vec<f64> = odds.iter().map(|odds| odds.max(f64::MIN_POSITIVE).ln()).collect();
    let chance = |logit: f64, shift: f64| {
        (1.0 / (1.0 + (-(logit + shift)).exp())).clamp(LEAST_CHANCE, 1.0 - LEAST_CHANCE)
    };
    let (least, most) =
        logits.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, m), x| (l.min(*x), m.max(*x)));
    if logits.is_empty() {
        return Vec::new();
    }
    // All chances are below the target share at one end, and above it at the other.
    let share = (target / logits.len() as f64).clamp(LEAST_CHANCE, 1.0 - LEAST_CHANCE);
    let middle = (share / (1.0 - share)).ln();
    let (mut low, mut high) = (middle - most - 1e-9, middle - least + 1e-9);
    let mut shift = middle - logits.iter().sum::<f64>() / logits.len() as f64;
    for _ in 0..MOST_STEPS {
        let (sum, slope) = logits.iter().fold((0.0, 0.0), |(sum, slope), logit| {
            let p = chance(*logit, shift);
            (sum + p, slope + p * (1.0 - p))
        });
        if sum > target {
            high = shift
        } else {
            low = shift
        }
        let step = (target - sum) / slope;
        if step.abs() < CONVERGED {
            break;
        }
        shift += step;
        if !(low..=high).contains(&shift) {
            shift = 0.5 * (low + high);
        }
    }
    logits.into_iter().map(|logit| chance(logit, shift)).collect()
}

/// P(document drawn | `drawn` in all) = p·P(`drawn` − 1 of the others) / P(`drawn` of all).
fn exact_inclusion(working: &[f64], drawn: usize) -> Vec<f64> {
    let all = SuccessCount::new(working.iter().copied());
    let drawn = drawn as u64;
    let total = all.of(drawn);
    let included = |p: &f64| {
        let others = drawn.checked_sub(1).map_or(0.0, |count| all.without(*p).of(count));
        if total > 0.0 { (p * others / total).clamp(0.0, 1.0) } else { *p }
    };
    working.iter().map(included).collect()
}

/// Hájek (1964): π = p·(1 − (1−p)(p̄ − p)/d) with d = Σp(1−p) and p̄ = Σp²(1−p)/d.
fn approximate_inclusion(working: &[f64]) -> Vec<f64> {
    let variance: f64 = working.iter().map(|p| p * (1.0 - p)).sum();
    let mean = working.iter().map(|p| p * p * (1.0 - p)).sum::<f64>() / variance;
    working
        .iter()
        .map(|p| (p * (1.0 - (1.0 - p) * (mean - p) / variance)).clamp(0.0, 1.0))
        .collect()
}

/// ln of the probability that independent trials have `count` successes: that of a shifted binomial
/// distribution with the same mean Σp, variance Σp(1−p) and third moment Σp(1−p)(1−2p), which for
/// equal chances is the distribution itself.
pub(crate) fn ln_matched_binomial([mean, variance, third]: [f64; 3], count: u64) -> f64 {
    if variance <= 0.0 {
        let is_certain = (mean - count as f64).abs() < 0.5;
        return if is_certain { 0.0 } else { f64::NEG_INFINITY };
    }
    let chance = (0.5 * (1.0 - third / variance)).clamp(LEAST_CHANCE, 1.0 - LEAST_CHANCE);
    let trials = variance / (chance * (1.0 - chance));
    // Successes and failures less the shift; rounding may leave a little below zero of either.
    let successes = count as f64 - (mean - trials * chance);
    let failures = trials - successes;
    if successes < -0.5 || failures < -0.5 {
        return f64::NEG_INFINITY;
    }
    puruspe::ln_gamma(trials + 1.0)
        - puruspe::ln_gamma(successes + 1.0)
        - puruspe::ln_gamma(failures + 1.0)
        + successes * chance.ln()
        + failures * (1.0 - chance).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Inclusion probabilities by trying every draw.
    fn by_all_draws(odds: &[f64], drawn: u32) -> Vec<f64> {
        let mut sums = vec![0.0; odds.len()];
        let mut all = 0.0;
        for mask in (0_u32..1 << odds.len()).filter(|mask| mask.count_ones() == drawn) {
            let is_in = |at: &usize| mask >> at & 1 == 1;
            let weight: f64 = (0..odds.len()).filter(is_in).map(|at| odds[at]).product();
            all += weight;
            (0..odds.len()).filter(is_in).for_each(|at| sums[at] += weight);
        }
        sums.into_iter().map(|sum| sum / all).collect()
    }

    proptest! {
        #[test]
        fn inclusion_is_that_of_all_draws(
            odds in prop::collection::vec(0.05_f64..20.0, 2..10),
            share in 0.0_f64..1.0,
        ) {
            let drawn = ((share * odds.len() as f64) as usize).clamp(1, odds.len() - 1);
            let found = UnequalDraw::new(&odds, drawn);
            let expected = by_all_draws(&odds, drawn as u32);
            for (found, expected) in found.included.iter().zip(&expected) {
                prop_assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
            }
            prop_assert!((found.working.iter().sum::<f64>() - drawn as f64).abs() < 1e-6);
        }
    }

    #[test]
    fn the_approximation_is_near_the_exact_probabilities() {
        let odds: Vec<f64> = (0..180).map(|at| (f64::from(at % 19) / 6.0 - 1.5).exp()).collect();
        let exact = UnequalDraw::new(&odds, 50);
        for (approximate, exact) in approximate_inclusion(&exact.working).iter().zip(exact.included)
        {
            assert!((approximate / exact - 1.0).abs() < 1e-3, "{approximate} is not {exact}");
        }
    }

    #[test]
    fn equal_odds_are_a_simple_draw() {
        let found = UnequalDraw::new(&[3.0; 300], 60);
        assert!(found.included.iter().all(|p| (p - 0.2).abs() < 1e-9));
        // C(300, 60)·.2⁶⁰·.8²⁴⁰
        let count = ln_matched_binomial([60.0, 48.0, 28.8], 60);
        assert!((count - 0.057_498_4_f64.ln()).abs() < 1e-4, "{}", count.exp());
    }

    #[test]
    fn odds_that_decide_the_draw_are_borne() {
        let found = UnequalDraw::new(&[1e12, 1e12, 1e-12, 1e-12], 2);
        assert!(found.included[0] > 0.999 && found.included[3] < 0.001, "{found:?}");
        assert_eq!(ln_matched_binomial([0.0; 3], 0), 0.0);
        assert_eq!(ln_matched_binomial([0.0; 3], 1), f64::NEG_INFINITY);
    }
}
