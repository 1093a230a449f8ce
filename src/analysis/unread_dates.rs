//! Dates that were not read, by their pattern, so that the form to state can be seen.

use crate::corpus::{Remark, RemarkKind, Source};
use std::collections::BTreeMap;
use std::fmt;

/// A longer pattern is cut, since a cell of running text is no date.
const LONGEST: usize = 40;

/// Dates of one pattern that were not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadDates {
    /// What they look like: a digit is 0, a letter is a.
    pub pattern: String,
    /// How many documents have such a date.
    pub documents: u64,
    /// One of them, the first in the order of characters.
    pub example: String,
    /// Where that is.
    pub source: Source,
}

impl fmt::Display for UnreadDates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {} ({}: “{}”)", self.pattern, self.documents, self.source, self.example)
    }
}

/// The dates among remarks that were not read, the most frequent pattern first.
pub(super) fn unread_dates(remarks: &[Remark]) -> Vec<UnreadDates> {
    let mut patterns: BTreeMap<String, (u64, (&str, &Source))> = BTreeMap::new();
    for remark in remarks.iter().filter(|remark| remark.kind == RemarkKind::UnreadableDate) {
        let date = (remark.found.as_str(), &remark.source);
        let (documents, first) = patterns.entry(pattern(date.0)).or_insert((0, date));
        *documents += 1;
        *first = (*first).min(date);
    }
    let mut dates: Vec<UnreadDates> = patterns
        .into_iter()
        .map(|(pattern, (documents, (example, source)))| UnreadDates {
            pattern,
            documents,
            example: example.to_owned(),
            source: source.clone(),
        })
        .collect();
    dates.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.pattern.cmp(&b.pattern)));
    dates
}

fn pattern(date: &str) -> String {
    let sign = |c: char| match c {
        _ if c.is_numeric() => '0',
        _ if c.is_alphabetic() => 'a',
        _ if c.is_whitespace() => ' ',
        _ => c,
    };
    let mut pattern: String = date.trim().chars().take(LONGEST).map(sign).collect();
    if date.trim().chars().nth(LONGEST).is_some() {
        pattern.push('…');
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Place;

    #[test]
    fn dates_are_counted_by_pattern_with_one_example() {
        let remark = |found: &str, kind| Remark {
            source: Source { file: "a.csv".into(), place: Place::Row(found.len() as u64) },
            kind,
            found: found.to_owned(),
        };
        let unread = |found| remark(found, RemarkKind::UnreadableDate);
        let remarks = [
            unread("week 11"),
            unread("35/13/2031"),
            unread(" 32/13/2031 "),
            remark("4/5/2031", RemarkKind::AmbiguousDate),
            unread("Årets ٣. dag"),
        ];
        let shown: Vec<String> = unread_dates(&remarks).iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "`00/00/0000` 2 (a.csv, row 12: “ 32/13/2031 ”)",
                "`aaaa 00` 1 (a.csv, row 7: “week 11”)",
                "`aaaaa 0. aaa` 1 (a.csv, row 14: “Årets ٣. dag”)",
            ]
        );
        assert_eq!(pattern(&"x".repeat(50)), format!("{}…", "a".repeat(40)));
    }
}
