//! Within events: how often an outlet uses something relative to the other outlets on the same
//! events.
//!
//! What outlets chose to cover is so kept apart from how they told it.

use super::missing::Missing;
use super::panel::PanelLabel;
use crate::stat::{Estimated, Interval, LEAST_DEGREES, LEVEL, Method, t_quantile};
use std::collections::BTreeMap;

/// A document that may be on an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct EventDraw {
    /// Its event; one without is on none.
    pub(super) event: Option<u32>,
    /// Its outlet, as labelled.
    pub(super) label: PanelLabel,
    /// What its occurrences are counted against: tokens, or occurrences of a referent.
    pub(super) n: f64,
}

/// The documents on events that two labels or more report.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SharedEvents {
    /// Of each event its documents, by their place in the order given.
    events: Vec<Vec<(usize, EventDraw)>>,
}

/// An outlet against all others on the same events.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithinEvents {
    /// log₂ of the Mantel–Haenszel rate ratio: 1 is twice as often as others on the same events.
    pub log_ratio: Option<f64>,
    /// Its 95 % interval.
    pub interval: Estimated<Interval, Missing>,
}

impl WithinEvents {
    /// No ratio, and why.
    pub fn none(reason: Missing) -> Self {
        Self { log_ratio: None, interval: Estimated::Missing(reason) }
    }
}

/// Occurrences and what they are counted against of two sides on one event.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EventCounts {
    /// Occurrences on the first side.
    pub a: f64,
    /// What they are counted against.
    pub n1: f64,
    /// Occurrences on the second side.
    pub b: f64,
    /// What they are counted against.
    pub n2: f64,
}

impl EventCounts {
    fn both_sides(self) -> bool {
        self.n1 > 0.0 && self.n2 > 0.0
    }
}

/// The two sums of the Mantel–Haenszel rate ratio A/B with A = Σₑ aₑn₂ₑ/(n₁ₑ+n₂ₑ) and B = Σₑ
/// bₑn₁ₑ/(n₁ₑ+n₂ₑ) (Mantel & Haenszel 1959; for rates Rothman & Boice 1979). Events that one side
/// alone reports add nothing.
///
/// ```
/// use framescope::compare::{EventCounts, mantel_haenszel};
///
/// // On each of two events the first side uses the word twice as often; the second event is the
/// // more talked about.
/// let events = [(4.0, 1000.0, 2.0, 1000.0), (40.0, 500.0, 120.0, 3000.0)];
/// let (a, b) = mantel_haenszel(events.map(|(a, n1, b, n2)| EventCounts { a, n1, b, n2 }));
/// assert!((a / b - 2.0).abs() < 1e-12);
/// ```
pub fn mantel_haenszel(events: impl IntoIterator<Item = EventCounts>) -> (f64, f64) {
    let shared = events.into_iter().filter(|event| event.both_sides());
    shared.fold((0.0, 0.0), |(a, b), event| {
        let n = event.n1 + event.n2;
        (a + event.a * event.n2 / n, b + event.b * event.n1 / n)
    })
}

impl SharedEvents {
    /// The documents, by number in the order given.
    pub(super) fn new(documents: impl IntoIterator<Item = EventDraw>) -> Self {
        let mut events: BTreeMap<u32, Vec<(usize, EventDraw)>> = BTreeMap::new();
        for (number, document) in documents.into_iter().enumerate() {
            if let Some(event) = document.event.filter(|_| document.n > 0.0) {
                events.entry(event).or_default().push((number, document));
            }
        }
        let is_shared = |documents: &Vec<(usize, EventDraw)>| {
            let mut labels = documents.iter().map(|(_, document)| document.label);
            let first = labels.next();
            labels.any(|label| Some(label) != first)
        };
        Self { events: events.into_values().filter(is_shared).collect() }
    }

    /// The outlet of a label against all others, given the occurrences of each document by number
    /// (0 past the end).
    ///
    /// ψ is the Mantel–Haenszel rate ratio. A document's residual is its occurrences less those
    /// expected at the event's rate, ψ times as high in the outlet; weighted as in ψ, squared and
    /// divided by 1 less its share of what is expected on the event (as HC2 of MacKinnon & White
    /// 1985), residuals sum to the variance of ψ's estimating function, hence of ln ψ. The interval
    /// is ln ψ ± t·s, t with 1/(1/(K−S−1) + s²/2) degrees of freedom for K documents on S events,
    /// or Satterthwaite's (1946) from the spread of the squares over events, where these are fewer;
    /// not below 3. The first is the rule of
    /// [`RatioSums::log_interval`](crate::stat::RatioSums::log_interval) for a ratio of two rates:
    /// where words come in bursts s itself is uncertain. s is not below what chance alone (Poisson)
    /// leaves.
    pub(super) fn against_others(&self, label: PanelLabel, occurrences: &[f64]) -> WithinEvents {
        let x = |number: usize| occurrences.get(number).copied().unwrap_or(0.0);
        let counts = |documents: &[(usize, EventDraw)]| {
            let mut sums = EventCounts::default();
            for (number, document) in documents {
                let (hits, n) = if document.label == label {
                    (&mut sums.a, &mut sums.n1)
                } else {
                    (&mut sums.b, &mut sums.n2)
                };
                *hits += x(*number);
                *n += document.n;
            }
            sums
        };
        let none = WithinEvents::none;
        let shared: Vec<(&Vec<(usize, EventDraw)>, EventCounts)> = self
            .events
            .iter()
            .map(|documents| (documents, counts(documents)))
            .filter(|(_, event)| event.both_sides())
            .collect();
        if shared.is_empty() {
            return none(Missing::NoSharedEvent);
        }
        let (a, b) = mantel_haenszel(shared.iter().map(|(_, event)| *event));
        if a <= 0.0 {
            return none(Missing::NoMatch);
        }
        if b <= 0.0 {
            return none(Missing::NoMatchElsewhere);
        }
        let ratio = a / b;
        // An event without a match says nothing of the ratio.
        let spoken = shared.iter().filter(|(_, event)| event.a + event.b > 0.0);
        let (mut documents, mut by_chance, mut events) = (0.0, 0.0, Spread::default());
        for (draws, event) in spoken {
            let n = event.n1 + event.n2;
            let expected_base = ratio * event.n1 + event.n2;
            let rate = (event.a + event.b) / expected_base;
            let (own_weight, other_weight) = (event.n2 / n, ratio * event.n1 / n);
            by_chance += event.a * own_weight * own_weight + event.b * other_weight * other_weight;
            let mut sum = 0.0;
            for (number, document) in *draws {
                let (times, weight) =
                    if document.label == label { (ratio, own_weight) } else { (1.0, other_weight) };
                let n = document.n;
                let residual = weight * (x(*number) - rate * times * n);
                sum += residual * residual / (1.0 - times * n / expected_base).max(1e-12);
                documents += 1.0;
            }
            events.add(sum);
        }
        let found = WithinEvents { log_ratio: Some(ratio.log2()), ..none(Missing::FewDocuments) };
        let free = documents - events.count;
        if free < 2.0 {
            return found;
        }
        // Of few occurrences that happen to be even one is not surer than Poisson's chance leaves.
        let deviation = (events.sum * free / (free - 1.0)).max(by_chance).sqrt() / a;
        let bursty = 1.0 / (1.0 / (free - 1.0) + deviation * deviation / 2.0);
        let degrees = bursty.min(events.degrees()).max(LEAST_DEGREES);
        let reach = t_quantile(0.5 + LEVEL / 2.0, degrees) * deviation / std::f64::consts::LN_2;
        let (low, high) = (ratio.log2() - reach, ratio.log2() + reach);
        if !(low.is_finite() && high.is_finite()) {
            return found;
        }
        let interval = Estimated::Found(Interval { low, high }, Method::Linearized);
        WithinEvents { interval, ..found }
    }
}

/// Numbers whose sum is a variance, and how much of it hangs on few of them.
#[derive(Clone, Copy, Debug, Default)]
struct Spread {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Spread {
    fn add(&mut self, number: f64) {
        self.count += 1.0;
        self.sum += number;
        self.squares += number * number;
    }

    /// 2 (Σg)² / (Σg² − (Σg)²/S) over S numbers: twice the square of the sum over its estimated
    /// variance (Satterthwaite 1946).
    fn degrees(&self) -> f64 {
        let variance = self.squares - self.sum * self.sum / self.count;
        if variance > 0.0 { 2.0 * self.sum * self.sum / variance } else { f64::INFINITY }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn on_event(event: Option<u32>, label: u32, n: f64) -> EventDraw {
        EventDraw { event, label: PanelLabel(label), n }
    }

    fn against(documents: &[(Option<&str>, u32, f64, f64)]) -> WithinEvents {
        // An event's first letter is its number.
        let number = |event: &str| u32::from(event.as_bytes()[0]);
        let shared = SharedEvents::new(
            documents.iter().map(|(event, label, n, _)| on_event(event.map(number), *label, *n)),
        );
        shared
            .against_others(PanelLabel(0), &documents.iter().map(|(.., x)| *x).collect::<Vec<_>>())
    }

    #[test]
    fn what_an_outlet_chose_to_cover_is_kept_apart_from_how_it_told_it() {
        // Event f speaks of it ten times as much, and outlet 0 reports mostly on f; on each event
        // it uses the word half as often.
        let documents = [
            (Some("e"), 0, 100.0, 1.0),
            (Some("e"), 1, 300.0, 5.0),
            (Some("e"), 1, 100.0, 3.0),
            (Some("f"), 0, 900.0, 90.0),
            (Some("f"), 1, 50.0, 11.0),
            (Some("f"), 2, 50.0, 9.0),
        ];
        let found = against(&documents);
        assert!((found.log_ratio.unwrap() + 1.0).abs() < 1e-12, "{found:?}");
        let Interval { low, high } = found.interval.value().unwrap();
        assert!(low < -1.0 && -1.0 < high, "{found:?}");
    }

    #[test]
    fn the_variance_of_pairs_is_that_of_their_differences() {
        // Two documents an event: the squares sum to U² of each event, U = (a·n2 − ψ·b·n1)/(n1+n2).
        let counts = [
            (3.0, 100.0, 1.0, 150.0),
            (0.0, 120.0, 2.0, 90.0),
            (5.0, 200.0, 1.0, 210.0),
            (2.0, 80.0, 2.0, 100.0),
        ];
        let names = ["e", "f", "g", "h"];
        let documents: Vec<_> = counts
            .iter()
            .zip(names)
            .flat_map(|((a, n1, b, n2), event)| {
                [(Some(event), 0, *n1, *a), (Some(event), 1, *n2, *b)]
            })
            .collect();
        let (a, b) = mantel_haenszel(counts.map(|(a, n1, b, n2)| EventCounts { a, n1, b, n2 }));
        let squares = counts.map(|(x, n1, y, n2)| ((x * n2 - a / b * y * n1) / (n1 + n2)).powi(2));
        let (sum, fourth) = (
            squares.iter().sum::<f64>(),
            squares.iter().map(|square| square * square).sum::<f64>(),
        );
        let deviation = (sum * 4.0 / 3.0).sqrt() / a;
        assert!(deviation * deviation > 1.0 / 10.0 + 1.0 / 6.0, "more than chance alone leaves");
        let over_events = 2.0 * sum * sum / (fourth - sum * sum / 4.0);
        let degrees = over_events.min(1.0 / (1.0 / 3.0 + deviation * deviation / 2.0)).max(3.0);
        let found = against(&documents);
        let high = found.interval.value().unwrap().high;
        let reach = (high - found.log_ratio.unwrap()) * std::f64::consts::LN_2;
        assert!((reach - t_quantile(0.975, degrees) * deviation).abs() < 1e-9);
    }

    #[test]
    fn small_worlds_have_no_interval_and_say_why() {
        let basis = |documents: &[(Option<&str>, u32, f64, f64)]| {
            let found = against(documents);
            (found.interval.reason(), found.log_ratio.is_some())
        };
        let alone = (Some(Missing::NoSharedEvent), false);
        assert_eq!(basis(&[]), alone);
        assert_eq!(basis(&[(None, 0, 100.0, 1.0), (None, 1, 100.0, 1.0)]), alone);
        assert_eq!(basis(&[(Some("e"), 0, 100.0, 1.0), (Some("f"), 1, 100.0, 1.0)]), alone);
        assert_eq!(
            basis(&[(Some("e"), 0, 0.0, 0.0), (Some("e"), 1, 100.0, 1.0)]),
            alone,
            "no tokens"
        );
        assert_eq!(
            basis(&[(Some("e"), 0, 100.0, 0.0), (Some("e"), 1, 100.0, 1.0)]),
            (Some(Missing::NoMatch), false)
        );
        assert_eq!(
            basis(&[(Some("e"), 0, 100.0, 1.0), (Some("e"), 1, 100.0, 0.0)]),
            (Some(Missing::NoMatchElsewhere), false)
        );
        assert_eq!(
            basis(&[(Some("e"), 0, 100.0, 1.0), (Some("e"), 1, 100.0, 2.0)]),
            (Some(Missing::FewDocuments), true)
        );
        let alike =
            [(Some("e"), 0, 100.0, 1.0), (Some("e"), 1, 100.0, 2.0), (Some("e"), 1, 50.0, 1.0)];
        assert_eq!(basis(&alike), (None, true));
    }

    proptest! {
        #[test]
        fn the_ratio_turned_round_is_its_inverse(
            documents in proptest::collection::vec(
                (0_u32..4, 0_u32..2, 0_u32..300, 0_u32..9), 0..30
            ),
        ) {
            let draw = |(event, outlet, n, _): &(u32, u32, u32, u32)| {
                on_event(Some(*event), *outlet, f64::from(*n))
            };
            let x: Vec<f64> = documents.iter().map(|(.., x)| f64::from(*x)).collect();
            let shared = SharedEvents::new(documents.iter().map(draw));
            let one = shared.against_others(PanelLabel(0), &x);
            let other = shared.against_others(PanelLabel(1), &x);
            prop_assert_eq!(one.log_ratio.is_some(), other.log_ratio.is_some());
            if let (Some(one), Some(other)) = (one.log_ratio, other.log_ratio) {
                prop_assert!((one + other).abs() < 1e-9);
            }
            if let (Some(one), Some(other)) = (one.interval.value(), other.interval.value()) {
                prop_assert!((one.low + other.high).abs() < 1e-6 * (1.0 + one.low.abs()));
                prop_assert!(one.low.is_finite() && one.high.is_finite());
            }
        }
    }
}
