//! Labellings drawn with their probability given the lengths of documents: a Markov chain that
//! swaps the labels of pairs.

use super::design::{Deals, Design};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256Plus;

/// Sweeps from one labelling that is used to the next. More would only make draws less alike; p is
/// valid with any number.
const SWEEPS: u32 = 5;
/// The same for large corpora, in which five would cost more than they are worth.
const SWEEPS_OF_MANY: u32 = 2;
const MANY_DOCUMENTS: usize = 1_000;

/// One of the two arms of a chain of labellings that leads through the true one.
///
/// In a sweep the documents of each stratum are paired at random, and a pair (i, j) with labels a
/// and b swaps them with probability wᵢ(b)wⱼ(a) / (wᵢ(b)wⱼ(a) + wᵢ(a)wⱼ(b)), where w are the
/// probabilities of labels given lengths. Label counts are kept within each stratum, the chain is
/// reversible, and its distribution is the conditional one. The true labelling is at a random
/// place of the chain, which makes it exchangeable with the draws, however far apart these are
/// (Besag & Clifford 1989, the serial test).
pub(super) struct LabellingChain<'d> {
    design: &'d Design,
    labels: Vec<u32>,
    /// The documents of each stratum in the order of the last sweep.
    order: Vec<Vec<u32>>,
    random: Xoshiro256Plus,
    sweeps: u32,
    left: u64,
}

impl<'d> LabellingChain<'d> {
    /// The arms of a chain of as many draws as asked for, before and after the true labelling.
    pub(super) fn both_ways(design: &'d Design, deals: Deals) -> [Self; 2] {
        let mut random = Xoshiro256Plus::seed_from_u64(deals.seed);
        let before = random.gen_range(0..=deals.labellings);
        [(1, before), (2, deals.labellings - before)].map(|(arm, left): (u64, u64)| Self {
            design,
            labels: design.labels.clone(),
            order: design.strata.iter().filter(|members| members.len() > 1).cloned().collect(),
            random: Xoshiro256Plus::seed_from_u64(
                deals.seed ^ arm.wrapping_mul(0x9E37_79B9_7F4A_7C15),
            ),
            sweeps: if design.labels.len() < MANY_DOCUMENTS { SWEEPS } else { SWEEPS_OF_MANY },
            left,
        })
    }

    /// The next labellings of both arms, at most `most` of each; `None` at the end.
    pub(super) fn next_block(arms: &mut [Self; 2], most: u64) -> Option<Vec<Vec<u32>>> {
        let [one, other] = arms;
        let (mut drawn, more) = rayon::join(|| one.draw(most), || other.draw(most));
        drawn.extend(more);
        (!drawn.is_empty()).then_some(drawn)
    }

    fn draw(&mut self, most: u64) -> Vec<Vec<u32>> {
        let count = most.min(self.left);
        self.left -= count;
        (0..count)
            .map(|_| {
                (0..self.sweeps).for_each(|_| self.sweep());
                self.labels.clone()
            })
            .collect()
    }

    fn sweep(&mut self) {
        let Self { design, labels, order, random, .. } = self;
        for members in order {
            // Fisher and Yates, written out: the library's shuffle may change between versions.
            for at in (1..members.len()).rev() {
                members.swap(at, random.gen_range(0..=at));
            }
            for pair in members.chunks_exact(2) {
                let (i, j) = (pair[0], pair[1]);
                let (a, b) = (labels[i as usize], labels[j as usize]);
                if a == b {
                    continue;
                }
                let odds = &design.odds;
                let swapped = odds.of(i, b) * odds.of(j, a);
                let kept = odds.of(i, a) * odds.of(j, b);
                if random.gen_range(0.0..1.0) * (swapped + kept) < swapped {
                    labels.swap(i as usize, j as usize);
                }
            }
        }
    }
}
