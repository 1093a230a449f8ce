//! Dates as people write them: which forms are read, and what two numbers that could each be the
//! month mean.

use super::date::{Date, number};
use super::date_form::DateForm;
use super::month_names::{month, with_months_joined};
use jiff::Timestamp;
use jiff::tz::TimeZone;
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

impl Date {
    /// Reads a date in one of these forms:
    /// - `2014-11-04`, `2014-11`, `2014`, `20141104`, also with a time after it, as in
    ///   `20141104T081500Z` and `20141104081500`
    /// - `4 November 2014`, `Nov. 4, 2014`, `November 2014`, `4-Nov-14`,
    ///   `Tue Nov 04 08:15:00 +0000 2014`, with months in any language that has a stemmer
    /// - `4/11/2014` and `4/11/14` where one number can only be the day
    /// - seconds or milliseconds since 1970
    ///
    /// Of a year in two digits, 69 to 99 are in the last century, as POSIX has it.
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

/// How the dates of a corpus are read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DateReading<'o> {
    /// Which of two numbers is the day where both could be.
    pub order: DateOrder,
    /// The form that the analyst stated.
    pub form: Option<&'o DateForm>,
}

impl DateReading<'_> {
    /// The same in a file whose dates show an order.
    pub(super) fn in_file(self, order: DateOrder) -> Self {
        if order == DateOrder::Unknown { self } else { Self { order, ..self } }
    }

    /// Reads a cell: by the stated form, or else by any of the forms that [`Date::read`] reads.
    pub(super) fn read(self, text: &str) -> DateCell {
        match self.form.and_then(|form| form.read(text.trim())) {
            Some(date) => DateCell { date: ReadDate::Known(date), order: DateOrder::Unknown },
            None if self.form.is_some() => {
                DateCell { date: ReadDate::Unreadable, order: DateOrder::Unknown }
            }
            None => DateCell::read(text, self.order),
        }
    }
}

impl DateCell {
    /// Reads a cell; where two numbers could each be the month, `order` decides.
    pub(super) fn read(text: &str, order: DateOrder) -> Self {
        let text = text.trim();
        match iso(text).or_else(|| compact(text)).or_else(|| epoch(text)).or_else(|| worded(text)) {
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

/// `20141104`, `20141104081500`, `20141104T081500Z`
fn compact(text: &str) -> Option<Date> {
    let (date, time) = text.split_at_checked(8)?;
    let time = time.strip_prefix('T').unwrap_or(time);
    let time = time.strip_suffix('Z').unwrap_or(time);
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(date) || !is_number(time) || !matches!(time.len(), 0 | 4 | 6) {
        return None;
    }
    Date::new(
        number(date.get(..4)?)?,
        Some(number(date.get(4..6)?)?),
        Some(number(date.get(6..)?)?),
    )
}

/// Seconds since 1970 in ten digits or milliseconds in thirteen, perhaps with a fraction: a day in
/// UTC.
fn epoch(text: &str) -> Option<Date> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let seconds = match whole.len() {
        10 => whole.parse::<i64>().ok()?,
        13 => whole.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let day = Timestamp::from_second(seconds).ok()?.to_zoned_datetime(TimeZone::UTC).date();
    Date::new(day.year(), u8::try_from(day.month()).ok(), u8::try_from(day.day()).ok())
}

/// Words between day, month and year: `1 de junio de 2031`, `the 4th of March`.
const FILLERS: [&str; 11] = ["de", "del", "di", "of", "the", "den", "der", "le", "el", "em", "d"];

/// Dates with the month as a word, in either order, with or without a day.
fn worded(text: &str) -> Option<Date> {
    let joined = with_months_joined(text);
    let words: Vec<&str> = joined
        .split_whitespace()
        // The offset of a time zone is no year.
        .filter(|word| !(word.starts_with(['+', '-']) && word.len() == 5))
        .flat_map(|word| word.split([',', '.', '-', '/', '(', ')', '،']))
        .filter(|word| !word.is_empty() && !word.contains(':'))
        .filter(|word| !FILLERS.contains(&word.to_lowercase().as_str()))
        .collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words.get(at)?)?;
    let year_of = |word: &&str| number::<i16>(word).filter(|year| (1000..3000).contains(year));
    let day_of = |word: &&str| {
        // Of `4th`, `1er` and `1º` the number counts.
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let is_ordinal = word.chars().count() <= digits.len() + 2;
        number::<u8>(digits).filter(|day| is_ordinal && digits.len() <= 2 && (1..32).contains(day))
    };
    let (before, after) = words.split_at_checked(at)?;
    let after = after.get(1..)?;
    let day_before = before.last().and_then(day_of);
    let (day, rest) = match (day_before, after) {
        (Some(day), rest) => (Some(day), rest),
        (None, [first, rest @ ..]) if year_of(first).is_none() => (Some(day_of(first)?), rest),
        (None, rest) => (None, rest),
    };
    // `2031. június 1.` has the year first.
    let year = rest.iter().find_map(year_of).or_else(|| before.iter().rev().find_map(year_of));
    match (year, rest) {
        (Some(year), _) => Date::new(year, Some(month), day),
        (None, [year, ..]) if day_before.is_some() => {
            Date::new(short_year(year)?, Some(month), day)
        }
        _ => None,
    }
}

/// A year in two digits, 1969 to 2068.
fn short_year(text: &str) -> Option<i16> {
    let text = text.trim_start_matches(['’', '\'']);
    let year: i16 = number(text).filter(|_| text.len() == 2)?;
    Some(if year >= 69 { 1900 + year } else { 2000 + year })
}

/// `4/11/2014`, `04.11.2014`, `4-11-2014`, `4/11/14`
fn slashed(text: &str, order: DateOrder) -> Option<DateCell> {
    let text = text.split_whitespace().next()?;
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = text.split(separator).collect();
    let &[first, second, year] = parts.as_slice() else { return None };
    let year = match year.len() {
        4 => number(year)?,
        // `14-11-04` may begin with the year.
        2 if separator != '-' => short_year(year)?,
        _ => return None,
    };
    let (first, second): (u8, u8) = (number(first)?, number(second)?);
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
            ("20310601T081500Z", "2031-06-01"),
            ("20310601081500", "2031-06-01"),
            ("203106010815", "2031-06-01"),
            ("Sun Jun 01 08:15:00 +0000 2031", "2031-06-01"),
            ("Sun Jun 01 08:15:00 -1100 2031", "2031-06-01"),
            ("Sun, 01 Jun 2031 08:15:00 GMT", "2031-06-01"),
            ("June 1, 2031 8:15 AM EDT", "2031-06-01"),
            ("01-Jun-31", "2031-06-01"),
            ("1 Jun 98", "1998-06-01"),
            ("13/6/31", "2031-06-13"),
            ("1. Juni 2031", "2031-06-01"),
            ("1er juin 2031", "2031-06-01"),
            ("1 de junio de 2031", "2031-06-01"),
            ("1º de junho de 2031", "2031-06-01"),
            ("2031. június 1.", "2031-06-01"),
            ("1 июня 2031 г.", "2031-06-01"),
            ("1 حزيران 2031", "2031-06-01"),
            ("1 تشرين الأول 2031", "2031-10-01"),
            ("1938067200", "2031-06-01"),
            ("1938067200123", "2031-06-01"),
            ("1938067200.0", "2031-06-01"),
            ("Juin 2031", "2031-06"),
            ("The 4th of March, 2031", "2031-03-04"),
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
