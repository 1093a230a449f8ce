//! Dates as people write them: which forms are read, and what two numbers that could each be the
//! month mean.

use super::date::{Date, number};
use serde::{Deserialize, Serialize};
use std::fmt;

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

impl ReadDate {
    /// The date, where the cell says one without doubt.
    pub fn known(self) -> Option<Date> {
        match self {
            Self::Known(date) => Some(date),
            Self::Ambiguous(_) | Self::Unreadable => None,
        }
    }
}

/// Which of two numbers before a year is the day, as in `4/11/2014`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// Not known: such a date is ambiguous, and only its year is kept.
    #[default]
    Unknown,
    /// The first, as in Britain and most of Europe.
    DayFirst,
    /// The second, as in the United States.
    MonthFirst,
}

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "unknown",
            Self::DayFirst => "day first",
            Self::MonthFirst => "month first",
        })
    }
}

/// What a date cell says, and which order of day and month it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateCell {
    pub date: ReadDate,
    /// [`DateOrder::Unknown`] where another cell of the corpus could have either order.
    pub order: DateOrder,
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
    /// Reads `2014-11-04`, `2014-11`, `2014`, a full date followed by a time, `4 November 2014`,
    /// `Nov. 4, 2014`, `November 2014`, `20141104`, and `4/11/2014` where one number can only be
    /// the day.
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
        Self::read_with(text, DateOrder::Unknown)
    }

    /// Reads a date as [`Date::read`] does; where two numbers could each be the month, `order`
    /// decides.
    ///
    /// ```
    /// use framescope::corpus::{Date, DateOrder, ReadDate};
    ///
    /// let ReadDate::Known(date) = Date::read_with("4/11/2014", DateOrder::DayFirst) else {
    ///     panic!()
    /// };
    /// assert_eq!(date.to_string(), "2014-11-04");
    /// ```
    pub fn read_with(text: &str, order: DateOrder) -> ReadDate {
        DateCell::read(text, order).date
    }
}

impl DateCell {
    /// Reads a cell; where two numbers could each be the month, `order` decides.
    pub(super) fn read(text: &str, order: DateOrder) -> Self {
        let text = text.trim();
        match iso(text).or_else(|| compact(text)).or_else(|| worded(text)) {
            Some(date) => Self { date: ReadDate::Known(date), order: DateOrder::Unknown },
            None => slashed(text, order)
                .unwrap_or(Self { date: ReadDate::Unreadable, order: DateOrder::Unknown }),
        }
    }
}

/// `2014-11-04`, `2014-11`, `2014`, with `T…` or a space and a time after a full date.
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
fn slashed(text: &str, order: DateOrder) -> Option<DateCell> {
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
    let known = |date: Date, order: DateOrder| DateCell { date: ReadDate::Known(date), order };
    Some(match (separator, day_first, month_first) {
        // With full stops the day always comes first, whatever the order of other dates.
        ('.', Some(date), _) => known(date, DateOrder::Unknown),
        (_, Some(date), None) => known(date, DateOrder::DayFirst),
        ('.', None, Some(date)) => known(date, DateOrder::Unknown),
        (_, None, Some(date)) => known(date, DateOrder::MonthFirst),
        (_, Some(date), Some(_)) if first == second => known(date, DateOrder::Unknown),
        (_, Some(day_first), Some(month_first)) => match order {
            DateOrder::DayFirst => known(day_first, DateOrder::Unknown),
            DateOrder::MonthFirst => known(month_first, DateOrder::Unknown),
            DateOrder::Unknown => DateCell {
                date: Date::new(year, None, None).map_or(ReadDate::Unreadable, ReadDate::Ambiguous),
                order,
            },
        },
        (_, None, None) => DateCell { date: ReadDate::Unreadable, order: DateOrder::Unknown },
    })
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

    #[test]
    fn a_known_order_settles_ambiguous_dates_and_no_others() {
        for (text, day_first, month_first) in [
            ("04/05/2014", "2014-05-04", "2014-04-05"),
            ("4-5-2014", "2014-05-04", "2014-04-05"),
            ("04.05.2014", "2014-05-04", "2014-05-04"),
            ("13/04/2014", "2014-04-13", "2014-04-13"),
            ("04/13/2014", "2014-04-13", "2014-04-13"),
            ("2014-04-05", "2014-04-05", "2014-04-05"),
        ] {
            for (order, expected) in
                [(DateOrder::DayFirst, day_first), (DateOrder::MonthFirst, month_first)]
            {
                let date: Date = expected.parse().unwrap();
                assert_eq!(Date::read_with(text, order), ReadDate::Known(date), "{text} {order}");
            }
        }
    }

    #[test]
    fn only_a_number_above_twelve_shows_the_order() {
        for (text, order) in [
            ("13/04/2014", DateOrder::DayFirst),
            ("04/13/2014", DateOrder::MonthFirst),
            ("04/05/2014", DateOrder::Unknown),
            ("05/05/2014", DateOrder::Unknown),
            ("13.04.2014", DateOrder::Unknown),
            ("2014-04-13", DateOrder::Unknown),
        ] {
            assert_eq!(DateCell::read(text, DateOrder::Unknown).order, order, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "[0-9a-zA-Z/., :TÄ-]{0,20}") {
            let _ = Date::read(&text);
        }
    }
}
