//! The placements of a term in a stratum: which of the documents with the term are on the first
//! side, and what the other documents add.

use super::chances::WorkingSums;
use crate::stat::SuccessCount;

/// Up to this many other documents are enumerated; beyond it their number and length are
/// approximated.
pub(super) const MOST_COUNTED_OUT: u64 = 24;

/// A document with the term.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct PlacedHolder {
    /// What it adds to S on the side, less what the length of an average other one would.
    pub(super) share: f64,
    /// Its chance to be on the side, in independent trials.
    pub(super) chance: f64,
}

/// What the documents without the term add, given how many of those with it are on the side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OthersDraw {
    /// ln of the chance that the right number of them is on the side, up to a constant.
    pub(super) ln_chance: f64,
    /// What they add to S beyond the base, on average.
    pub(super) shift: f64,
    /// The variance of what they add.
    pub(super) variance: f64,
}

/// The documents of a stratum as a test of one term sees them.
#[derive(Clone, Debug, Default)]
pub(super) struct Placing {
    pub(super) holders: Vec<PlacedHolder>,
    /// What S is on average if no holder is on the side, as a line through the draws has it.
    pub(super) base: f64,
    /// By how many holders are on the side, from none on.
    pub(super) others: Vec<OthersDraw>,
}

/// A document of a stratum: its chance to be on the side, and its tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct DrawnMember {
    pub(super) chance: f64,
    pub(super) tokens: f64,
}

/// A draw of documents for a side.
#[derive(Clone, Copy, Debug)]
pub(super) struct SideDraw {
    /// Documents of both sides.
    pub(super) all: u64,
    /// Of these, the side's.
    pub(super) drawn: u64,
    /// Occurrences per token on both sides.
    pub(super) rate: f64,
}

/// What is known of the documents without the term.
#[derive(Clone, Debug)]
pub(super) enum Others<'d> {
    /// Each of them: they are few.
    Listed(&'d [DrawnMember]),
    /// How many documents of the stratum are on the side, those with the term among them.
    Counted(SuccessCount),
    /// Nothing but their sums.
    Summed,
}

impl Placing {
    /// The placements of holders, each with its occurrences, among the documents of a stratum.
    ///
    /// The number of other documents on the side is that of independent trials, given the total.
    /// Where there are more than 24 its distribution is exact if it varies little, else a binomial
    /// with the same three moments; their tokens are taken as normal with the mean and variance of
    /// a regression of Σn on the number (Hájek 1964), whose slope is Σp(1−p)n / Σp(1−p). Where
    /// chances are equal both are exact.
    pub(super) fn new(
        SideDraw { all, drawn, rate }: SideDraw,
        held: &[(DrawnMember, f64)],
        sums: &WorkingSums,
        others: Others<'_>,
    ) -> Self {
        let mut own = WorkingSums::default();
        held.iter().for_each(|(member, _)| own.add(member.chance, member.tokens));
        let rest = sums.without(&own);
        let slope = if rest.variance > 0.0 { rest.cross / rest.variance } else { 0.0 };
        let on_line = |count: f64| rest.tokens + slope * (count - rest.mean);
        let high = drawn.min(held.len() as u64);
        let low = (drawn + held.len() as u64).saturating_sub(all);
        let impossible = OthersDraw { ln_chance: f64::NEG_INFINITY, shift: 0.0, variance: 0.0 };
        let (counted, successes) = match others {
            Others::Listed(members) => (Some(counted_out(members)), None),
            Others::Counted(successes) => {
                let rest = |found: SuccessCount, member: &(DrawnMember, f64)| {
                    found.without(member.0.chance)
                };
                (None, Some(held.iter().fold(successes, rest)))
            }
            Others::Summed => (None, None),
        };
        let of = |on: u64| {
            if on < low {
                return impossible;
            }
            let count = drawn - on;
            match &counted {
                Some(draws) => draws.get(count as usize).map_or(impossible, |draw| OthersDraw {
                    ln_chance: draw.chance.ln(),
                    shift: -rate * (draw.tokens - on_line(count as f64)),
                    variance: rate * rate * draw.variance,
                }),
                None => OthersDraw {
                    ln_chance: successes
                        .as_ref()
                        .map_or_else(|| rest.ln_count(count), |found| found.of(count).ln()),
                    shift: 0.0,
                    variance: rate * rate * length_variance(&rest, slope, count),
                },
            }
        };
        let mut others: Vec<OthersDraw> = (0..=high).map(of).collect();
        // As chances relative to the likeliest number they cannot all be too small.
        let most = others.iter().fold(f64::NEG_INFINITY, |most, draw| most.max(draw.ln_chance));
        if most.is_finite() {
            others.iter_mut().for_each(|draw| draw.ln_chance -= most);
        }
        let holders = held
            .iter()
            .map(|(member, x)| PlacedHolder {
                share: x - rate * (member.tokens - slope),
                chance: member.chance,
            })
            .collect();
        Self { holders, base: -rate * on_line(drawn as f64), others }
    }

    /// The numbers of holders that can be on the side, from the least to the most.
    pub(super) fn range(&self) -> (u64, u64) {
        let is_possible = |draw: &OthersDraw| draw.ln_chance > f64::NEG_INFINITY;
        let low = self.others.iter().position(is_possible).unwrap_or(0);
        let high = self.others.iter().rposition(is_possible).unwrap_or(0);
        (low as u64, high as u64)
    }

    /// What the others add if `on` holders are on the side.
    pub(super) fn others(&self, on: u64) -> OthersDraw {
        let impossible = OthersDraw { ln_chance: f64::NEG_INFINITY, shift: 0.0, variance: 0.0 };
        self.others.get(on as usize).copied().unwrap_or(impossible)
    }
}

/// The variance of the tokens of the `count` documents drawn of others.
fn length_variance(rest: &WorkingSums, slope: f64, count: u64) -> f64 {
    if rest.count < 2 || rest.variance <= 0.0 {
        return 0.0;
    }
    let about_line = rest.squares - slope * rest.cross;
    // Lengths that are all but the same leave rounding alone.
    if about_line <= 1e-9 * rest.squares {
        return 0.0;
    }
    // The variance at the mean number, brought to this one as a simple draw would have it.
    let all = rest.count as f64;
    let (share, mean) = ((count as f64 / all).min(1.0), rest.mean / all);
    about_line * all / (all - 1.0) * (share * (1.0 - share)) / (mean * (1.0 - mean)).max(1e-12)
}

/// Draws of a number of documents.
#[derive(Clone, Copy, Debug, Default)]
struct CountedDraw {
    chance: f64,
    /// The mean of their tokens, and its variance.
    tokens: f64,
    variance: f64,
}

/// For each number of successes in independent trials its chance, and mean and variance of the
/// tokens of those that succeed.
fn counted_out(members: &[DrawnMember]) -> Vec<CountedDraw> {
    let mean =
        members.iter().map(|member| member.tokens).sum::<f64>() / members.len().max(1) as f64;
    // Chance, chance · Σn, chance · (Σn)², with n less its mean.
    let mut sums = vec![[0.0_f64; 3]; members.len() + 1];
    sums[0][0] = 1.0;
    for (placed, member) in members.iter().enumerate() {
        let (p, n) = (member.chance, member.tokens - mean);
        for count in (0..=placed + 1).rev() {
            let [zero, one, two] = if count > 0 { sums[count - 1] } else { [0.0; 3] };
            let drawn = [zero, one + n * zero, two + 2.0 * n * one + n * n * zero];
            for (sum, drawn) in sums[count].iter_mut().zip(drawn) {
                *sum = *sum * (1.0 - p) + drawn * p;
            }
        }
    }
    let draw = |(count, [chance, one, two]): (usize, [f64; 3])| {
        if chance <= 0.0 {
            return CountedDraw::default();
        }
        let (first, second) = (one / chance, two / chance);
        let variance = second - first * first;
        CountedDraw {
            chance,
            tokens: first + count as f64 * mean,
            variance: if variance > 1e-9 * (second + mean * mean) { variance } else { 0.0 },
        }
    };
    sums.into_iter().enumerate().map(draw).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members() -> Vec<DrawnMember> {
        (0..30_u32)
            .map(|at| DrawnMember {
                chance: 0.15 + 0.02 * f64::from(at % 9),
                tokens: f64::from(300 + 37 * (at % 11)),
            })
            .collect()
    }

    #[test]
    fn draws_of_others_are_near_whether_counted_out_or_approximated() {
        let members = members();
        let mut sums = WorkingSums::default();
        members.iter().for_each(|member| sums.add(member.chance, member.tokens));
        let held: Vec<(DrawnMember, f64)> =
            members.iter().take(8).map(|member| (*member, 1.0)).collect();
        let drawn = SideDraw { all: 30, drawn: 7, rate: 0.002 };
        let others = &members[8..];
        let exact = Placing::new(drawn, &held, &sums, Others::Listed(others));
        let near = Placing::new(drawn, &held, &sums, Others::Summed);
        assert_eq!(exact.range(), (0, 7));
        for on in 0..=6 {
            let (exact, near) = (exact.others(on), near.others(on));
            assert!((exact.ln_chance - near.ln_chance).abs() < 0.05, "{on}: {exact:?} {near:?}");
            assert!((exact.shift - near.shift).abs() < 0.02, "{on}: {exact:?} {near:?}");
            assert!((exact.variance / near.variance - 1.0).abs() < 0.1, "{exact:?} {near:?}");
        }
    }

    #[test]
    fn equal_chances_give_the_hypergeometric_share() {
        let even = DrawnMember { chance: 0.2, tokens: 100.0 };
        let mut sums = WorkingSums::default();
        (0..100).for_each(|_| sums.add(even.chance, even.tokens));
        let drawn = SideDraw { all: 100, drawn: 20, rate: 0.001 };
        let held = vec![(even, 1.0); 10];
        let placing = Placing::new(drawn, &held, &sums, Others::Summed);
        // P(10 of 10 on the side) : P(none) = C(90, 10) : C(90, 20), each placement alone.
        let ratio: f64 = (0..10).map(|at| f64::from(20 - at) / f64::from(80 - at)).product();
        let free = 0.2_f64.powi(10) / 0.8_f64.powi(10);
        let found = (placing.others(10).ln_chance - placing.others(0).ln_chance).exp() * free;
        assert!((found / ratio - 1.0).abs() < 1e-6, "{found} is not {ratio}");
    }
}
