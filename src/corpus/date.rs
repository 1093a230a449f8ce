//! Dates as precise as their source: a day, a month or a year.

use std::fmt;

/// A calendar date known to the day, the month or the year. Sorts by what is known; shows as ISO
/// 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

/// What a date cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadDate {
    /// A date.
    Known(Date),
    /// Two numbers that could each be the month: only the year is sure.
    Ambiguous(Date),
    /// No date that can be read.
    Unreadable,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Date {
    /// A date from its parts, or `None` where the calendar has no such day. A day needs a month.
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let length = match month {
            None => 0,
            Some(2) if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            Some(2) => 28,
            Some(4 | 6 | 9 | 11) => 30,
            Some(1..=12) => 31,
            Some(_) => return None,
        };
        match day {
            Some(day) if day == 0 || day > length => None,
            _ => Some(Self { year, month, day }),
        }
    }

    /// Reads `2014-11-04`, `2014-11`, `2014`, the same with a time behind, `4 November 2014`, `Nov.
    /// 4, 2014`, `November 2014`, `20141104`, and `4/11/2014` where one number can only be the day.
    ///
    /// ```
    /// use framescope::corpus::{Date, ReadDate};
    ///
    /// let ReadDate::Known(date) = Date::read("Nov. 4, 2014") else { panic!() };
    /// assert_eq!(date.to_string(), "2014-11-04");
    /// let ReadDate::Ambiguous(date) = Date::read("4/11/2014") else { panic!() };
    /// assert_eq!(date.to_string(), "2014");
    /// ```
    pub fn read(text: &str) -> ReadDate {
        let text = text.trim();
        if let Some(date) = iso(text).or_else(|| compact(text)).or_else(|| worded(text)) {
            return ReadDate::Known(date);
        }
        slashed(text).unwrap_or(ReadDate::Unreadable)
    }

    /// The first and the last day that it may mean, counted from 1 January 1970.
    ///
    /// ```
    /// use framescope::corpus::Date;
    ///
    /// assert_eq!(Date::new(1970, Some(1), Some(2)).unwrap().days(), (1, 1));
    /// assert_eq!(Date::new(2000, Some(2), None).unwrap().days(), (10_988, 11_016));
    /// assert_eq!(Date::new(1969, None, None).unwrap().days(), (-365, -1));
    /// ```
    pub fn days(self) -> (i32, i32) {
        let year = i32::from(self.year);
        let first = day_number(year, self.month.unwrap_or(1), self.day.unwrap_or(1));
        let last = match (self.month, self.day) {
            (_, Some(_)) => first,
            (None | Some(12), None) => day_number(year, 12, 31),
            (Some(month), None) => day_number(year, month + 1, 1) - 1,
        };
        (first, last)
    }

    /// Whether it is surely before `other`; false where they overlap, as a day and its month.
    pub fn is_before(self, other: Self) -> bool {
        self.days().1 < other.days().0
    }
}

/// Days from 1 January 1970 in the Gregorian calendar, by years that begin in March so that the
/// leap day comes last.
pub(super) fn day_number(year: i32, month: u8, day: u8) -> i32 {
    let year = year - i32::from(month <= 2);
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let month = (i32::from(month) + 9) % 12;
    let of_year = (153 * month + 2) / 5 + i32::from(day) - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + of_year - 719_468
}

/// The year, month and day of a day counted from 1 January 1970: the inverse of [`day_number`].
pub(super) fn calendar_day(number: i32) -> (i32, i32, i32) {
    let number = number + 719_468;
    let (era, of_era) = (number.div_euclid(146_097), number.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i32::from(month <= 2), month, day)
}

/// `2014-11-04`, `2014-11`, `2014`, with `T…` or a space and a time behind a full date.
fn iso(text: &str) -> Option<Date> {
    let day_end = text.find(['T', ' ']).unwrap_or(text.len());
    let (date, time) = text.split_at_checked(day_end)?;
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    let &[year, ref rest @ ..] = parts.as_slice() else { return None };
    if year.len() != 4 || !(time.is_empty() || (rest.len() == 2 && time.contains(':'))) {
        return None;
    }
    let year = number(year)?;
    match rest {
        [] => Date::new(year, None, None),
        [month] => Date::new(year, Some(number(month)?), None),
        [month, day] => Date::new(year, Some(number(month)?), Some(number(day)?)),
        _ => None,
    }
}

/// `20141104`
fn compact(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Date::new(
        number(text.get(..4)?)?,
        Some(number(text.get(4..6)?)?),
        Some(number(text.get(6..)?)?),
    )
}

/// Dates with the month as a word, in either order, with or without a day.
fn worded(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '-'))
        .filter(|w| !w.is_empty())
        .collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words.get(at)?)?;
    let day_of = |word: &&str| {
        number::<u8>(word.trim_end_matches(|c: char| c.is_ascii_alphabetic()))
            .filter(|day| *day > 0)
    };
    let before = at.checked_sub(1).and_then(|before| words.get(before)).and_then(day_of);
    let after = words.get(at + 1);
    match (before, after) {
        (Some(day), Some(year)) if year.len() == 4 => {
            Date::new(number(year)?, Some(month), Some(day))
        }
        (None, Some(year)) if year.len() == 4 => Date::new(number(year)?, Some(month), None),
        (None, Some(day)) => {
            let year = words.get(at + 2).filter(|year| year.len() == 4)?;
            Date::new(number(year)?, Some(month), Some(day_of(day)?))
        }
        _ => None,
    }
}

fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|month| {
        *month == word || (word.len() >= 3 && word.len() <= 4 && month.starts_with(&word))
    })?;
    u8::try_from(at + 1).ok()
}

/// `4/11/2014`, `04.11.2014`, `4-11-2014`
fn slashed(text: &str) -> Option<ReadDate> {
    let text = text.split_whitespace().next()?;
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = text.split(separator).collect();
    let &[first, second, year] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    let (first, second, year): (u8, u8, i16) = (number(first)?, number(second)?, number(year)?);
    let day_first = Date::new(year, Some(second), Some(first));
    let month_first = Date::new(year, Some(first), Some(second));
    Some(match (separator, day_first, month_first) {
        // With full stops the day always comes first.
        ('.', Some(date), _) | (_, Some(date), None) | (_, None, Some(date)) => {
            ReadDate::Known(date)
        }
        (_, Some(date), Some(_)) if first == second => ReadDate::Known(date),
        (_, Some(_), Some(_)) => {
            Date::new(year, None, None).map_or(ReadDate::Unreadable, ReadDate::Ambiguous)
        }
        (_, None, None) => ReadDate::Unreadable,
    })
}

fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        match Date::read(text) {
            ReadDate::Known(date) => date.to_string(),
            ReadDate::Ambiguous(date) => format!("{date}?"),
            ReadDate::Unreadable => "-".to_owned(),
        }
    }

    #[test]
    fn dates_stay_as_precise_as_they_are() {
        for (text, expected) in [
            ("2014-11-04", "2014-11-04"),
            ("2014-11", "2014-11"),
            ("2014", "2014"),
            (" 2017 ", "2017"),
            ("2014-11-04T12:30:00Z", "2014-11-04"),
            ("2014-11-04 12:30", "2014-11-04"),
            ("2014/11/04", "2014-11-04"),
            ("20141104", "2014-11-04"),
            ("4 November 2014", "2014-11-04"),
            ("November 4, 2014", "2014-11-04"),
            ("Nov 4 2014", "2014-11-04"),
            ("Sept. 4th, 2014", "2014-09-04"),
            ("Tuesday, 4 March 2014", "2014-03-04"),
            ("March 2014", "2014-03"),
            ("4-Mar-2014", "2014-03-04"),
            ("13/04/2014", "2014-04-13"),
            ("04/13/2014", "2014-04-13"),
            ("04/05/2014", "2014?"),
            ("04.05.2014", "2014-05-04"),
            ("2014-02-30", "-"),
            ("2013-02-29", "-"),
            ("2012-02-29", "2012-02-29"),
            ("yesterday", "-"),
            ("", "-"),
            ("14-11-04", "-"),
            ("5/5/2014", "2014-05-05"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "[0-9a-zA-Z/., :TÄ-]{0,20}") {
            let _ = Date::read(&text);
        }
    }
}
