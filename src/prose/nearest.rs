//! The known name that a mistyped one was probably meant to be.

use strsim::{jaro_winkler, osa_distance};

/// Names less alike than this are not offered for one another (Jaro-Winkler similarity, 0 to 1).
const LEAST_SIMILARITY: f64 = 0.75;

/// The name among `known` that is nearest to `name`, letters compared without regard to case; none
/// where no name is near. Of equally near names it is the first.
///
/// Names are near by the similarity of Jaro and Winkler (1990), ties by the number of letters to
/// change (optimal string alignment), so that `conflict-label` finds `conflict-labels` and not
/// `conflict-actions`.
pub(crate) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let typed = name.to_lowercase();
    let mut best: Option<(f64, usize, &str)> = None;
    for candidate in known {
        let lower = candidate.to_lowercase();
        let similarity = jaro_winkler(&typed, &lower);
        if similarity < LEAST_SIMILARITY {
            continue;
        }
        let changes = osa_distance(&typed, &lower);
        let is_nearer = best.is_none_or(|(known_similarity, known_changes, _)| {
            (changes, -similarity) < (known_changes, -known_similarity)
        });
        if is_nearer {
            best = Some((similarity, changes, candidate));
        }
    }
    best.map(|(.., candidate)| candidate)
}

/// How many names an error lists.
const LISTED: usize = 8;

/// What to say of a name that is not known: the nearest known one, or else some of those known.
///
/// The answer ends a sentence such as ``there is no outlet `Paper` ``: `; did you mean …?` or
/// `; there are …`.
pub(crate) fn unknown_name(name: &str, known: &[&str]) -> String {
    if let Some(near) = nearest(name, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    let shown: Vec<&str> = known.iter().copied().take(LISTED).collect();
    match known.len().saturating_sub(LISTED) {
        0 if shown.is_empty() => "there are none".to_owned(),
        0 if shown.len() == 1 => format!("there is only {}", shown.join(", ")),
        0 => format!("there are {}", shown.join(", ")),
        more => format!("there are {} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEXICONS: [&str; 4] = ["conflict-actions", "conflict-labels", "casualties", "legality"];

    #[test]
    fn a_slip_finds_the_name_that_was_meant() {
        assert_eq!(nearest("conflict-label", LEXICONS), Some("conflict-labels"));
        assert_eq!(nearest("Casualty", LEXICONS), Some("casualties"));
        assert_eq!(nearest("weather", LEXICONS), None);
    }

    #[test]
    fn without_a_near_name_some_known_ones_are_listed() {
        assert_eq!(unknown_name("legalty", &LEXICONS), "did you mean `legality`?");
        let listed = "there are conflict-actions, conflict-labels, casualties, legality";
        assert_eq!(unknown_name("weather", &LEXICONS), listed);
        let many: Vec<String> = (0..10).map(|n| format!("outlet {n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(unknown_name("zzz", &many).ends_with("outlet 7 and 2 more"));
    }
}
