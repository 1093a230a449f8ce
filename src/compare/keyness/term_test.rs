//! The test of one term: whether an outlet uses it more, or less, than another or all others, were
//! labels dealt to documents with their probability given how long documents are.

use super::chances::{SideChances, SideStratum};
use super::documents::{Sides, TestedDocuments};
use super::index::IndexedTerm;
use super::labelling::{Labelled, every_labelling, labellings};
use super::placement::{
    COUNTED, COUNTED_IN_TAIL, DRAWN, MOST_DRAWN, TailShare, counted, placements, sampled,
};
use super::placing::{DrawnMember, MOST_COUNTED_OUT, Others, Placing, SideDraw};
use crate::compare::expected::is_too_few;
use crate::compare::missing::Missing;
use crate::stat::{LEAST_P, SuccessCount, is_out_of_reach, normal_deviate};
use puruspe::erfc;
use std::f64::consts::SQRT_2;

/// p-values below this by moments are looked into by placements.
const LOOKED_INTO: f64 = 0.1;
/// Two moments that agree to this are the same.
const ROUNDING: f64 = 1e-9;

/// How the p-value of a term was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TermMethod {
    /// Every labelling tried.
    Labellings,
    /// Every placement of the documents with the term enumerated.
    Placements,
    /// Placements drawn by importance sampling.
    DrawnPlacements,
    /// Mean, variance and third moment.
    Moments,
}

impl TermMethod {
    /// The words that tables use.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Labellings => "exact permutation",
            Self::Placements => "permutation by counted placements",
            Self::DrawnPlacements => "permutation by sampled placements",
            Self::Moments => "permutation by moments",
        }
    }
}

/// The two-sided p-value of a term with how it was found, or why there is none.
pub(super) type TermTest = Result<(f64, TermMethod), Missing>;

/// A document in which the term occurs.
#[derive(Clone, Copy, Debug)]
struct Holder {
    document: u32,
    event: u32,
    is_first: bool,
    /// Occurrences.
    x: f64,
    /// Tokens.
    n: f64,
}

/// A contrast in which terms are tested.
pub(super) struct TestedContrast<'d, 'p> {
    documents: &'d TestedDocuments<'p>,
    sides: Sides,
    chances: SideChances,
}

/// A stratum in which labels could be dealt differently, with the documents that have the term.
struct OpenStratum<'t> {
    holders: &'t [Holder],
    event: u32,
    stratum: SideStratum,
    /// Occurrences per token on both sides.
    rate: f64,
}

/// Mean, variance and third central moment of S.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    mean: f64,
    variance: f64,
    third: f64,
}

impl<'d, 'p> TestedContrast<'d, 'p> {
    pub(super) fn new(documents: &'d TestedDocuments<'p>, sides: Sides) -> Self {
        Self { documents, sides, chances: SideChances::new(documents, sides) }
    }

    /// The documents of the two sides in which a term occurs, by event.
    fn holders(&self, term: &IndexedTerm) -> Vec<Holder> {
        let place = |&(document, count): &(u32, u32)| {
            let found = self.documents.document(document)?;
            let is_first = self.sides.side(found.label)?;
            let (x, n) = (f64::from(count), found.tokens as f64);
            Some(Holder { document, event: found.event, is_first, x, n })
        };
        let mut holders: Vec<Holder> = term.postings.iter().filter_map(place).collect();
        // Documents of an event stay in their order.
        holders.sort_by_key(|holder| holder.event);
        holders
    }

    /// The test of a term: see [`TestedDocuments::tests`].
    pub(super) fn test(&self, term: &IndexedTerm, seed: u64) -> TermTest {
        let holders = self.holders(term);
        if is_too_few(holders.len(), holders.iter().map(|holder| holder.x).sum()) {
            return Err(Missing::FewMatches);
        }
        let open: Vec<OpenStratum<'_>> = holders
            .chunk_by(|a, b| a.event == b.event)
            .filter_map(|holders| {
                let event = holders.first()?.event;
                let stratum = self.chances.stratum(event);
                let rate = holders.iter().map(|holder| holder.x).sum::<f64>() / stratum.tokens;
                stratum.is_open().then_some(OpenStratum { holders, event, stratum, rate })
            })
            .collect();
        if open.is_empty() {
            return Err(Missing::NoOtherLabelling);
        }
        let ln_true: f64 = open.iter().map(|open| open.stratum.ln_true).sum();
        let observed = open.iter().map(OpenStratum::residual).sum::<f64>();
        let counts = open.iter().map(|open| (open.stratum.all, open.stratum.mine));
        if labellings(counts).is_some() {
            let strata: Vec<Labelled> = open.iter().map(|open| self.labelled(open)).collect();
            let found = every_labelling(&strata, observed.abs());
            return reached(found, found.p_value, TermMethod::Labellings);
        }
        let ln_repeat: f64 = open.iter().map(|open| open.stratum.ln_repeat).sum();
        if is_out_of_reach(ln_repeat.exp()) {
            return Err(Missing::LengthGivesLabel);
        }
        // The true labels are one of the labellings.
        let least = ln_true.exp().clamp(LEAST_P, 1.0);
        let by_moments = self.by_moments(&open, observed)?.clamp(least, 1.0);
        let holding: usize = open.iter().map(|open| open.holders.len()).sum();
        if holding > MOST_DRAWN {
            return Ok((by_moments, TermMethod::Moments));
        }
        // Seen from the side that has more, so that a contrast turned round has the same p.
        let is_turned = observed < 0.0;
        let mut placed = 0.0;
        let placings: Vec<Placing> = open
            .iter()
            .map(|open| {
                let placing = self.placing(open, is_turned);
                placed += open.placed(&placing, is_turned);
                placing
            })
            .collect();
        let limit = if by_moments < LOOKED_INTO { COUNTED_IN_TAIL } else { COUNTED };
        if placements(&placings, limit).is_some() {
            let found = counted(&placings, observed.abs());
            return reached(found, found.p_value.clamp(least, 1.0), TermMethod::Placements);
        }
        if by_moments >= LOOKED_INTO {
            return Ok((by_moments, TermMethod::Moments));
        }
        let p_value = sampled(&placings, observed.abs(), placed, DRAWN, seed);
        Ok((p_value.clamp(least, 1.0), TermMethod::DrawnPlacements))
    }

    /// The p-value by the first three moments, as a Pearson type III distribution has it.
    fn by_moments(&self, open: &[OpenStratum<'_>], observed: f64) -> Result<f64, Missing> {
        let mut sum = Moments::default();
        let mut squares = 0.0;
        for open in open {
            let own = open.moments(&self.chances);
            sum.mean += own.mean;
            sum.variance += own.variance;
            sum.third += own.third;
            squares += open.holders.iter().map(|holder| holder.x * holder.x).sum::<f64>();
        }
        // Where every document has the same rate, only rounding is left.
        if sum.variance <= 1e-12 * squares {
            return Err(Missing::NoOtherLabelling);
        }
        let deviation = sum.variance.sqrt();
        let skewness = sum.third / (sum.variance * deviation);
        let tail = |deviate: f64| 0.5 * erfc(deviate / SQRT_2);
        let far = observed.abs() * (1.0 - ROUNDING);
        let above = tail(normal_deviate((far - sum.mean) / deviation, skewness));
        let below = tail(-normal_deviate((-far - sum.mean) / deviation, skewness));
        Ok(above + below)
    }

    /// A stratum's documents of both sides as the exact test sees them.
    fn labelled(&self, open: &OpenStratum<'_>) -> Labelled {
        let mut holders = open.holders.iter().peekable();
        let mut documents = Vec::new();
        // Both are in the order of documents.
        for member in self.documents.members.get(open.event as usize).into_iter().flatten() {
            let held = holders.next_if(|holder| holder.document == member.document);
            if self.sides.side(member.label).is_some() {
                let x = held.map_or(0.0, |holder| holder.x);
                let chance = self.chances.of(member.document).working;
                documents.push((x - open.rate * member.tokens, chance));
            }
        }
        // No more than the documents, of which there is one for each.
        Labelled { documents, side: open.stratum.mine as usize }
    }

    /// The placements of a stratum as seen from the first side, or from the second where the
    /// contrast is turned.
    fn placing(&self, open: &OpenStratum<'_>, is_turned: bool) -> Placing {
        let chance = |document: u32| {
            let chance = self.chances.of(document).working;
            if is_turned { 1.0 - chance } else { chance }
        };
        let stratum = &open.stratum;
        let held: Vec<(DrawnMember, f64)> = open
            .holders
            .iter()
            .map(|holder| {
                (DrawnMember { chance: chance(holder.document), tokens: holder.n }, holder.x)
            })
            .collect();
        let others = (stratum.all - held.len() as u64 <= MOST_COUNTED_OUT).then(|| {
            let mut holders = open.holders.iter().peekable();
            let members = self.documents.members.get(open.event as usize).into_iter().flatten();
            members
                .filter(|member| {
                    holders.next_if(|holder| holder.document == member.document).is_none()
                        && self.sides.side(member.label).is_some()
                })
                .map(|member| DrawnMember {
                    chance: chance(member.document),
                    tokens: member.tokens,
                })
                .collect::<Vec<DrawnMember>>()
        });
        let (drawn, sums) = if is_turned {
            (stratum.all - stratum.mine, stratum.working.turned(stratum.tokens))
        } else {
            (stratum.mine, stratum.working)
        };
        let others = match (&others, &stratum.drawn) {
            (Some(members), _) => Others::Listed(members),
            (None, Some(count)) if is_turned => Others::Counted(count.turned(stratum.all)),
            (None, Some(count)) => Others::Counted(SuccessCount::clone(count)),
            (None, None) => Others::Summed,
        };
        Placing::new(SideDraw { all: stratum.all, drawn, rate: open.rate }, &held, &sums, others)
    }
}

impl OpenStratum<'_> {
    /// What the stratum adds to S: the occurrences on the first side beyond its share by tokens.
    fn residual(&self) -> f64 {
        let first = self.holders.iter().filter(|holder| holder.is_first).map(|holder| holder.x);
        first.sum::<f64>() - self.rate * self.stratum.my_tokens
    }

    /// The moments of that sum. Documents are drawn with their inclusion probabilities π, and with
    /// v = π(1−π) the variance is N/(N−1)·(Σve² − (Σve)²/Σv) (Hájek 1964), which for equal π is
    /// that of a simple draw; the third moment likewise.
    fn moments(&self, chances: &SideChances) -> Moments {
        let (r, sums) = (self.rate, &self.stratum.included);
        let [v0, v1, v2] = sums.second;
        let [t0, t1, t2, t3] = sums.third;
        if v0 <= 0.0 {
            return Moments::default();
        }
        let mut mean = -r * sums.first;
        let mut second = [-r * v1, r * r * v2];
        let mut third = [-r * t1, r * r * t2, -r * r * r * t3];
        for holder in self.holders {
            let p = chances.of(holder.document).included;
            let v = p * (1.0 - p);
            let t = v * (1.0 - 2.0 * p);
            // e = x − rn; what rn alone adds is in the sums already.
            let (without, e) = (-r * holder.n, holder.x - r * holder.n);
            let powers =
                [e - without, e * e - without * without, e * e * e - without * without * without];
            mean += p * holder.x;
            second.iter_mut().zip(powers).for_each(|(sum, power)| *sum += v * power);
            third.iter_mut().zip(powers).for_each(|(sum, power)| *sum += t * power);
        }
        let center = second[0] / v0;
        let all = self.stratum.all as f64;
        let cubes = third[2] - 3.0 * center * third[1] + 3.0 * center * center * third[0]
            - center * center * center * t0;
        // Of two documents the one draw decides all.
        let cubed = if all > 2.0 { all * all / ((all - 1.0) * (all - 2.0)) } else { 4.0 };
        Moments {
            mean,
            variance: all / (all - 1.0) * (second[1] - center * second[0]).max(0.0),
            third: cubed * cubes,
        }
    }

    /// S of the stratum as its placement has it.
    fn placed(&self, placing: &Placing, is_turned: bool) -> f64 {
        let on =
            || self.holders.iter().zip(&placing.holders).filter(|(h, _)| h.is_first != is_turned);
        let shares: f64 = on().map(|(_, placed)| placed.share).sum();
        placing.base + shares + placing.others(on().count() as u64).shift
    }
}

/// The test, where some labelling could have made p small.
fn reached(found: TailShare, p_value: f64, method: TermMethod) -> TermTest {
    if !found.varies {
        Err(Missing::NoOtherLabelling)
    } else if is_out_of_reach(found.least) {
        Err(Missing::NeverRare)
    } else {
        Ok((p_value, method))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::TestOptions;
    use crate::compare::keyness::TermIndex;
    use crate::compare::panel::{DocumentFacts, NumberedDocuments, OutletChoice, PanelLabel};
    use crate::stat::{Deals, Design, LabelOdds};
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256Plus;
    use std::sync::Arc;

    fn tested(documents: &[(&str, &str, u64)]) -> NumberedDocuments {
        numbered(documents, &OutletChoice::default())
    }

    fn numbered(documents: &[(&str, &str, u64)], choice: &OutletChoice) -> NumberedDocuments {
        let outlets: Vec<Arc<str>> =
            documents.iter().map(|(outlet, ..)| (*outlet).into()).collect();
        let facts = outlets.iter().zip(documents).map(|(outlet, (_, event, tokens))| {
            DocumentFacts { outlet, event: Some(*event), tokens: *tokens }
        });
        NumberedDocuments::new(facts, choice).unwrap()
    }

    /// The p of one term in the contrast of the first outlet with all others.
    fn p(numbers: &NumberedDocuments, postings: &[(u32, u32)]) -> Option<f64> {
        let term = IndexedTerm { text: "w".to_owned(), postings: postings.to_vec() };
        let index = TermIndex { terms: vec![term], types: 1 };
        let contrasts = TestedDocuments::new(numbers).tests(&index, TestOptions::default());
        let is_wanted = |sides: Sides| sides.outlet == PanelLabel(0) && sides.reference.is_none();
        let wanted = contrasts.iter().find(|tests| is_wanted(tests.sides));
        // Of two outlets the other is all others.
        wanted.unwrap_or(&contrasts[0]).p_value(0)
    }

    /// The probability of labellings under which |S| is as large, each labelling tried.
    fn by_all_labellings(x: &[f64], n: &[f64], m: u32) -> f64 {
        let labels: Vec<u32> = (0..x.len() as u32).map(|at| u32::from(at >= m)).collect();
        let odds = LabelOdds::from_lengths(&labels, n);
        let rate = x.iter().sum::<f64>() / n.iter().sum::<f64>();
        let mine = |mask: u32| (0..x.len()).filter(move |at| mask >> at & 1 == 1);
        let s = |mask: u32| mine(mask).map(|at| x[at] - rate * n[at]).sum::<f64>().abs();
        let weight = |mask: &u32| -> f64 {
            mine(*mask).map(|at| odds.of(at as u32, 0) / odds.of(at as u32, 1)).product()
        };
        let observed = s((1 << m) - 1) * (1.0 - 1e-9);
        let all: Vec<u32> = (0_u32..1 << x.len()).filter(|mask| mask.count_ones() == m).collect();
        let far: f64 = all.iter().filter(|mask| s(**mask) >= observed).map(weight).sum();
        far / all.iter().map(weight).sum::<f64>()
    }

    #[test]
    fn the_test_over_126_labellings_is_exact() {
        let x = [3, 0, 1, 5, 1, 0, 0, 2, 1];
        let postings: Vec<(u32, u32)> = (0..).zip(x).filter(|(_, x)| *x > 0).collect();
        let outlets = ["A", "A", "A", "A", "B", "B", "B", "B", "B"];
        for n in [[100; 9], [100, 120, 80, 200, 150, 100, 90, 210, 100]] {
            let mut lengths = n.into_iter();
            let documents = tested(&outlets.map(|outlet| (outlet, "e", lengths.next().unwrap())));
            let expected = by_all_labellings(&x.map(f64::from), &n.map(|n| n as f64), 4);
            let found = p(&documents, &postings).unwrap();
            assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
        }
    }

    /// The chain of swaps draws labellings from the same distribution.
    #[test]
    fn p_values_agree_with_labellings_drawn_by_their_probability() {
        let mut random = Xoshiro256Plus::seed_from_u64(11);
        for (documents, events, share) in
            [(120, 1, 0.05), (120, 1, 0.2), (120, 30, 0.1), (120, 4, 0.4), (500, 1, 0.5)]
        {
            let mut facts = Vec::new();
            let mut x = Vec::new();
            for at in 0..documents {
                let (outlet, mean) = if at % 2 == 0 { ("A", 600) } else { ("B", 900) };
                let tokens = random.gen_range(mean / 2..mean * 3 / 2);
                facts.push((outlet, EVENTS[at / 2 % events], tokens));
                let holds = random.gen_bool(share * if outlet == "A" { 1.4 } else { 0.7 });
                x.push(if holds { random.gen_range(1..4_u32) } else { 0 });
            }
            let numbers = tested(&facts);
            let postings: Vec<(u32, u32)> =
                (0..).zip(&x).filter(|(_, x)| **x > 0).map(|(at, x)| (at, *x)).collect();
            let found = p(&numbers, &postings).unwrap();

            let labels: Vec<u32> = (0..documents as u32).map(|at| at % 2).collect();
            let strata: Vec<u32> = (0..documents as u32).map(|at| at / 2 % events as u32).collect();
            let n: Vec<f64> = facts.iter().map(|fact| fact.2 as f64).collect();
            let mut residuals = vec![0.0; documents];
            for stratum in 0..events as u32 {
                let of = || (0..documents).filter(|at| strata[*at] == stratum);
                let rate = of().map(|at| f64::from(x[at])).sum::<f64>()
                    / of().map(|at| n[at]).sum::<f64>();
                of().for_each(|at| residuals[at] = f64::from(x[at]) - rate * n[at]);
            }
            let design = Design::new(labels, &strata, &n);
            let test = design.test(Deals { labellings: 20_000, seed: 3 }, 1, |labels, out| {
                let mine = labels.iter().zip(&residuals).filter(|(label, _)| **label == 0);
                out[0] = mine.map(|(_, residual)| residual).sum::<f64>().abs();
            });
            let drawn = test.p_values[0].unwrap();
            let error = 0.2 * drawn + 4.0 * (drawn / 20_000.0).sqrt();
            assert!(
                (found - drawn).abs() < error,
                "{documents} documents, {events} events, {share}: {found} against {drawn}"
            );
        }
    }

    const EVENTS: [&str; 30] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r",
        "s", "t", "u", "v", "w", "x", "y", "z", "za", "zb", "zc", "zd",
    ];

    #[test]
    fn minute_p_values_are_those_of_the_placements() {
        // Once in each of 20 documents, all of them A's, 20 of 100: one labelling in C(100, 20).
        let documents: Vec<(&str, &str, u64)> =
            (0..100).map(|at| (if at < 20 { "A" } else { "B" }, "e", 100)).collect();
        let documents = tested(&documents);
        let postings: Vec<(u32, u32)> = (0..10).map(|at| (at, 1)).collect();
        // C(90, 10) / C(100, 20) = Π (20−i)/(100−i) over ten documents.
        let expected: f64 = (0..10).map(|i| f64::from(20 - i) / f64::from(100 - i)).product();
        assert!((p(&documents, &postings).unwrap() / expected - 1.0).abs() < 1e-6, "counted");
        let postings: Vec<(u32, u32)> = (0..15).map(|at| (at, 1)).collect();
        let expected: f64 = (0..15).map(|i| f64::from(20 - i) / f64::from(100 - i)).product();
        assert!(
            (p(&documents, &postings).unwrap() / expected - 1.0).abs() < 0.3,
            "drawn: {:?} {expected:e}",
            p(&documents, &postings)
        );
    }

    #[test]
    fn drawn_p_values_are_near_those_of_a_hundred_thousand_labellings() {
        let mut random = Xoshiro256Plus::seed_from_u64(5);
        for round in 0..6 {
            // Forty events of five outlets, bursty occurrences; A has twice as many.
            let mut documents = Vec::new();
            let mut x = Vec::new();
            for at in 0..200_usize {
                let outlet = ["A", "B", "C", "D", "E"][at % 5];
                documents.push((
                    outlet,
                    ["e", "f", "g", "h"][at / 50],
                    300 + random.gen_range(0..200_u64),
                ));
                let uses = random.gen_range(0..if outlet == "A" { 4 } else { 8 }) == 0;
                x.push(if uses { 1 + random.gen_range(0..4_u32).pow(2) } else { 0 });
            }
            let tested = tested(&documents);
            let postings: Vec<(u32, u32)> =
                (0..).zip(&x).filter(|(_, x)| **x > 0).map(|(at, x)| (at, *x)).collect();
            let found = p(&tested, &postings).unwrap();
            // Residuals by stratum.
            let mut residuals = vec![0.0; 200];
            for stratum in 0..4 {
                let range = stratum * 50..(stratum + 1) * 50;
                let rate = range.clone().map(|at| f64::from(x[at])).sum::<f64>()
                    / range.clone().map(|at| documents[at].2 as f64).sum::<f64>();
                range.for_each(|at| {
                    residuals[at] = f64::from(x[at]) - rate * documents[at].2 as f64
                });
            }
            let observed: f64 = (0..200).step_by(5).map(|at| residuals[at]).sum::<f64>().abs();
            let mut as_large = 0;
            let draws = 20_000;
            for _ in 0..draws {
                let mut sum = 0.0;
                for stratum in 0..4 {
                    let mut members: Vec<f64> =
                        residuals[stratum * 50..(stratum + 1) * 50].to_vec();
                    for at in 0..10 {
                        let other = random.gen_range(at..50);
                        members.swap(at, other);
                        sum += members[at];
                    }
                }
                as_large += u32::from(sum.abs() >= observed * (1.0 - 1e-9));
            }
            let share = (f64::from(as_large) + 1.0) / (f64::from(draws) + 1.0);
            let error = 0.25 * share + 4.0 * (share / f64::from(draws)).sqrt();
            assert!((found - share).abs() < error, "round {round}: {found} against {share}");
        }
    }

    #[test]
    fn one_document_an_outlet_leaves_no_p() {
        assert_eq!(p(&tested(&[("A", "e", 100), ("B", "e", 100)]), &[(0, 3)]), None);
        assert_eq!(p(&tested(&[("A", "e", 100), ("B", "f", 100)]), &[(0, 3)]), None);
        let contrasts =
            |documents: &[(&str, &str, u64)]| TestedDocuments::new(&tested(documents)).contrasts();
        assert_eq!(contrasts(&[("A", "e", 100)]), []);
        assert_eq!(contrasts(&[("A", "e", 100), ("B", "e", 0)]), []);
    }

    #[test]
    fn outlets_that_are_not_compared_are_never_a_side_of_their_own() {
        let outlets = ["A", "B", "C", "D"].map(|outlet| (outlet, "e", 100));
        let contrasts = |most: u32| -> Vec<(String, String)> {
            let choice = OutletChoice { most, ..OutletChoice::default() };
            let numbers = numbered(&outlets, &choice);
            let documents = TestedDocuments::new(&numbers);
            let names = documents.contrasts().into_iter().map(|sides| documents.names(sides));
            names.map(|(outlet, reference)| (outlet.to_string(), reference.to_string())).collect()
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(contrasts(1), [pair("A", "all others")]);
        assert_eq!(
            contrasts(2),
            [pair("A", "all others"), pair("B", "all others"), pair("A", "B")]
        );
        assert_eq!(contrasts(4).len(), 4 + 6);
    }
}
