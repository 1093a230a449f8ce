//! How likely each document is to be on the first side of a contrast, given the lengths of
//! documents and how many of its stratum are.

use super::documents::{Sides, TestedDocuments};
use crate::stat::{MOST_EXACT, SuccessCount, UnequalDraw, ln_matched_binomial};
use std::sync::Arc;

/// Up to this variance of the number of documents on the first side, documents with a term can be
/// taken out of its distribution one by one; beyond it three moments describe the rest well.
const MOST_TAKEN_OUT: f64 = 4.0;

/// The documents of a contrast with their chances.
#[derive(Clone, Debug)]
pub(super) struct SideChances {
    /// By document; zero where it is on neither side.
    documents: Vec<DocumentChance>,
    /// By event.
    strata: Vec<SideStratum>,
}

/// How likely a document is to be on the first side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct DocumentChance {
    /// Its chance in independent trials, as [`UnequalDraw`] has them.
    pub(super) working: f64,
    /// Its probability where the number of documents of its stratum is kept.
    pub(super) included: f64,
}

/// What a stratum of a contrast sums to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SideStratum {
    /// Documents of both sides.
    pub(super) all: u64,
    /// Documents of the first side.
    pub(super) mine: u64,
    /// Tokens of both sides.
    pub(super) tokens: f64,
    /// Tokens of the first side.
    pub(super) my_tokens: f64,
    /// Σ over documents with their inclusion probabilities.
    pub(super) included: InclusionSums,
    /// Σ over documents with their working chances.
    pub(super) working: WorkingSums,
    /// How many are on the first side in independent trials, where that varies little.
    pub(super) drawn: Option<Arc<SuccessCount>>,
    /// ln of the probability of the true labels.
    pub(super) ln_true: f64,
    /// ln of the probability that labels drawn twice are the same.
    pub(super) ln_repeat: f64,
}

/// Sums of tokens n weighted by π, by v = π(1−π), and by t = π(1−π)(1−2π).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct InclusionSums {
    /// Σ πn.
    pub(super) first: f64,
    /// Σ v, Σ vn, Σ vn².
    pub(super) second: [f64; 3],
    /// Σ t, Σ tn, Σ tn², Σ tn³.
    pub(super) third: [f64; 4],
}

/// Sums that say how many documents are drawn, and how long they are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct WorkingSums {
    /// Documents.
    pub(super) count: u64,
    /// Σ p.
    pub(super) mean: f64,
    /// Σ p(1−p).
    pub(super) variance: f64,
    /// Σ p(1−p)(1−2p).
    pub(super) third: f64,
    /// Σ pn.
    pub(super) tokens: f64,
    /// Σ p(1−p)n.
    pub(super) cross: f64,
    /// Σ p(1−p)n².
    pub(super) squares: f64,
}

impl WorkingSums {
    pub(super) fn add(&mut self, p: f64, n: f64) {
        let v = p * (1.0 - p);
        self.count += 1;
        self.mean += p;
        self.variance += v;
        self.third += v * (1.0 - 2.0 * p);
        self.tokens += p * n;
        self.cross += v * n;
        self.squares += v * n * n;
    }

    /// The sums as seen from the other side, `tokens` being Σn.
    pub(super) fn turned(&self, tokens: f64) -> Self {
        let mean = self.count as f64 - self.mean;
        Self { mean, third: -self.third, tokens: tokens - self.tokens, ..*self }
    }

    /// ln of the probability that `count` of the documents are drawn, by their moments.
    pub(super) fn ln_count(&self, count: u64) -> f64 {
        ln_matched_binomial([self.mean, self.variance, self.third], count)
    }

    /// The sums without those of some of the documents.
    pub(super) fn without(&self, some: &Self) -> Self {
        // A difference within rounding error counts as zero.
        let rest = |all: f64, some: f64| if all - some > 1e-12 * all { all - some } else { 0.0 };
        Self {
            count: self.count.saturating_sub(some.count),
            mean: rest(self.mean, some.mean),
            variance: rest(self.variance, some.variance),
            third: self.third - some.third,
            tokens: rest(self.tokens, some.tokens),
            cross: rest(self.cross, some.cross),
            squares: rest(self.squares, some.squares),
        }
    }
}

impl InclusionSums {
    fn add(&mut self, p: f64, n: f64) {
        let v = p * (1.0 - p);
        let t = v * (1.0 - 2.0 * p);
        self.first += p * n;
        self.second.iter_mut().zip([1.0, n, n * n]).for_each(|(sum, power)| *sum += v * power);
        self.third
            .iter_mut()
            .zip([1.0, n, n * n, n * n * n])
            .for_each(|(sum, power)| *sum += t * power);
    }
}

/// ln of the probability that two series of independent trials with these chances have the same
/// successes, `count` in number.
fn ln_repeat(chances: &[f64], count: u64) -> f64 {
    let (mut alike, mut sums) = (0.0, WorkingSums::default());
    let successes: Vec<f64> = chances
        .iter()
        .map(|p| {
            let both = p * p + (1.0 - p) * (1.0 - p);
            let success = p * p / both;
            alike += both.ln();
            sums.add(success, 1.0);
            success
        })
        .collect();
    alike + ln_count(&successes, &sums, count)
}

/// ln of the probability that `count` of independent trials succeed, exactly where the number
/// varies little.
fn ln_count(chances: &[f64], sums: &WorkingSums, count: u64) -> f64 {
    if sums.variance <= MOST_EXACT {
        SuccessCount::new(chances.iter().copied()).of(count).ln()
    } else {
        sums.ln_count(count)
    }
}

impl SideStratum {
    /// Whether labels could be dealt otherwise: where one side alone reports an event, it says
    /// nothing.
    pub(super) fn is_open(&self) -> bool {
        self.mine > 0 && self.mine < self.all
    }
}

impl SideChances {
    /// The chances of a contrast.
    pub(super) fn new(tested: &TestedDocuments<'_>, sides: Sides) -> Self {
        let mut documents = vec![DocumentChance::default(); tested.document_count()];
        let strata = tested.members.iter().map(|members| {
            let on_a_side: Vec<_> = members
                .iter()
                .filter_map(|member| Some((member, sides.side(member.label)?)))
                .collect();
            let mut stratum = SideStratum { all: on_a_side.len() as u64, ..SideStratum::default() };
            for (member, is_first) in &on_a_side {
                stratum.tokens += member.tokens;
                if *is_first {
                    stratum.mine += 1;
                    stratum.my_tokens += member.tokens;
                }
            }
            if !stratum.is_open() {
                return stratum;
            }
            let odds: Vec<f64> = on_a_side
                .iter()
                .map(|(member, _)| tested.odds_of(member.document, sides))
                .collect();
            // No more than the documents of the stratum.
            let draw = UnequalDraw::new(&odds, stratum.mine as usize);
            let chances = draw.working.iter().zip(&draw.included);
            for ((member, is_first), (&working, &included)) in on_a_side.iter().zip(chances) {
                stratum.working.add(working, member.tokens);
                stratum.included.add(included, member.tokens);
                stratum.ln_true += if *is_first { working } else { 1.0 - working }.ln();
                if let Some(chance) = documents.get_mut(member.document as usize) {
                    *chance = DocumentChance { working, included };
                }
            }
            let ln_count = ln_count(&draw.working, &stratum.working, stratum.mine);
            stratum.ln_true -= ln_count;
            stratum.ln_repeat = ln_repeat(&draw.working, stratum.mine) - 2.0 * ln_count;
            if stratum.working.variance <= MOST_TAKEN_OUT {
                stratum.drawn = Some(SuccessCount::new(draw.working).into());
            }
            stratum
        });
        let strata = strata.collect();
        Self { documents, strata }
    }

    /// The chances of a document.
    pub(super) fn of(&self, document: u32) -> DocumentChance {
        self.documents.get(document as usize).copied().unwrap_or_default()
    }

    /// A stratum by its event.
    pub(super) fn stratum(&self, event: u32) -> SideStratum {
        self.strata.get(event as usize).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_drawn_twice_are_the_same_as_often_as_all_labellings_say() {
        for (odds, count) in [
            (vec![1.0; 8], 4),
            (vec![0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 9.0], 4),
            (vec![0.001, 0.002, 0.01, 3.0, 200.0, 900.0], 3),
        ] {
            let draw = UnequalDraw::new(&odds, count as usize);
            let once = SuccessCount::new(draw.working.iter().copied()).of(count);
            let found = ln_repeat(&draw.working, count) - 2.0 * once.ln();
            let (mut all, mut squares) = (0.0, 0.0);
            for mask in (0_u32..1 << odds.len()).filter(|m| u64::from(m.count_ones()) == count) {
                let drawn = (0..odds.len()).filter(|at| mask >> at & 1 == 1);
                let weight: f64 = drawn.map(|at| odds[at]).product();
                all += weight;
                squares += weight * weight;
            }
            let expected: f64 = squares / (all * all);
            assert!((found.exp() / expected - 1.0).abs() < 1e-9, "{} {expected}", found.exp());
        }
    }
}
