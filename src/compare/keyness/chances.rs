//! How likely each document is to be on the first side of a contrast, given the lengths of
//! documents and how many of its stratum are.

use super::documents::{Sides, TestedDocuments};
use crate::stat::{UnequalDraw, ln_matched_binomial};

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
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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
    /// ln of the probability of the true labels.
    pub(super) ln_true: f64,
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
        self.tokens += p * n;
        self.cross += v * n;
        self.squares += v * n * n;
    }

    /// The sums as seen from the other side, `tokens` being Σn.
    pub(super) fn turned(&self, tokens: f64) -> Self {
        Self { mean: self.count as f64 - self.mean, tokens: tokens - self.tokens, ..*self }
    }

    /// The sums without those of some of the documents.
    pub(super) fn without(&self, some: &Self) -> Self {
        // A difference within rounding error counts as zero.
        let rest = |all: f64, some: f64| if all - some > 1e-12 * all { all - some } else { 0.0 };
        Self {
            count: self.count.saturating_sub(some.count),
            mean: rest(self.mean, some.mean),
            variance: rest(self.variance, some.variance),
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
            stratum.ln_true -=
                ln_matched_binomial(stratum.working.mean, stratum.working.variance, stratum.mine);
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
        self.strata.get(event as usize).copied().unwrap_or_default()
    }
}
