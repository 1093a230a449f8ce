//! What clustering found, in one plain sentence.

use super::structure::STRUCTURE_LEVEL;
use super::tried_number::Validity;

/// Agreement above this is named as such where it is beyond chance.
const FOLLOWS: f64 = 0.1;
/// A mean agreement of resamples above which clusters are stable, and fairly stable.
const STABLE: f64 = 0.75;
const FAIRLY_STABLE: f64 = 0.5;
/// Level of the test against outlets.
const LEVEL: f64 = 0.05;

/// A sentence on clusters, and whether they are beyond chance.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterFinding {
    /// The sentence, without a full stop.
    pub sentence: String,
    /// Whether there are clusters beyond chance; `None` where it cannot be told.
    pub is_beyond_chance: Option<bool>,
}

impl ClusterFinding {
    /// What is said of the clusters that are given, and of whether there is any structure.
    pub(super) fn new(chosen: Option<&Validity>, p_value: Option<f64>) -> Self {
        let is_beyond_chance = p_value.map(|p| p <= STRUCTURE_LEVEL);
        let sentence = match (chosen, p_value) {
            (Some(row), Some(p)) if p > STRUCTURE_LEVEL => format!(
                "{}, as asked for, though there is no structure beyond chance (p {})",
                described(row),
                short(p)
            ),
            (Some(row), _) => described(row),
            (None, Some(p)) if p > STRUCTURE_LEVEL => {
                format!("no structure beyond chance (p {}): one group", short(p))
            }
            (None, Some(_)) => "structure beyond chance, but no clusters".to_owned(),
            (None, None) => "no clusters: too few documents to tell".to_owned(),
        };
        Self { sentence, is_beyond_chance }
    }
}

/// `3 clusters, stable (.86), follow outlets (.41), not events (.02)`.
fn described(row: &Validity) -> String {
    let clusters = if row.k == 1 { "cluster" } else { "clusters" };
    let mut parts = vec![format!("{} {clusters}", row.k)];
    if let Some(stability) = row.stability {
        let word = match stability {
            stability if stability >= STABLE => "stable",
            stability if stability >= FAIRLY_STABLE => "fairly stable",
            _ => "unstable",
        };
        parts.push(format!("{word} ({})", short(stability)));
    }
    let outlets = row.ari_outlet.map(|ari| {
        let is_sure = row.outlet_p_value.is_some_and(|p| p <= LEVEL);
        ("outlets", ari, ari >= FOLLOWS && is_sure)
    });
    let events = row.ari_event.map(|ari| ("events", ari, ari >= FOLLOWS));
    let mut said: Vec<(&str, f64, bool)> = outlets.into_iter().chain(events).collect();
    // What they follow comes first.
    said.sort_by_key(|(_, _, follows)| !follows);
    let mut verb = None;
    for (what, ari, follows) in said {
        let word = match (follows, verb) {
            (true, Some(true)) => "and",
            (true, _) => "follow",
            (false, Some(false)) => "nor",
            (false, Some(true)) => "not",
            (false, None) => "do not follow",
        };
        verb = Some(follows);
        parts.push(format!("{word} {what} ({})", short(ari)));
    }
    parts.join(", ")
}

/// A number to two decimals without the zero before the point.
pub(super) fn short(value: f64) -> String {
    let text = format!("{:.2}", value.abs());
    let digits = text.strip_prefix('0').unwrap_or(&text);
    let is_negative = value < 0.0 && digits != ".00";
    if is_negative { format!("−{digits}") } else { digits.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(row: Validity, p_value: f64) -> String {
        ClusterFinding::new(Some(&row).filter(|row| row.chosen), Some(p_value)).sentence
    }

    fn row() -> Validity {
        Validity {
            k: 3,
            stability: Some(0.86),
            ari_outlet: Some(0.41),
            outlet_p_value: Some(0.001),
            ari_event: Some(0.02),
            chosen: true,
            ..Validity::default()
        }
    }

    #[test]
    fn the_sentence_says_how_many_how_stable_and_what_they_follow() {
        assert_eq!(
            finding(row(), 0.01),
            "3 clusters, stable (.86), follow outlets (.41), not events (.02)"
        );
        let chance = Validity { outlet_p_value: Some(0.2), ari_event: Some(0.5), ..row() };
        assert_eq!(
            finding(chance, 0.01),
            "3 clusters, stable (.86), follow events (.50), not outlets (.41)"
        );
        let neither = Validity { ari_outlet: Some(-0.03), stability: Some(0.3), ..row() };
        assert_eq!(
            finding(neither, 0.01),
            "3 clusters, unstable (.30), do not follow outlets (−.03), nor events (.02)"
        );
    }

    #[test]
    fn without_structure_there_is_one_group_unless_clusters_were_asked_for() {
        let none = Validity { chosen: false, ..row() };
        assert_eq!(finding(none, 0.43), "no structure beyond chance (p .43): one group");
        assert!(
            finding(row(), 0.43)
                .ends_with(", as asked for, though there is no structure beyond chance (p .43)")
        );
    }
}
