//! A range of dates, whose ends are dates or periods as tables name them.

use super::date::{Date, NotADate, number};
use jiff::civil::{ISOWeekDate, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An end of a range: a day, or a week, month, quarter or year, whose first day begins a range and
/// whose last day ends it.
///
/// ```
/// use framescope::corpus::DateBound;
///
/// let week: DateBound = "2026-W53".parse()?;
/// assert_eq!((week.first().to_string(), week.last().to_string()),
///     ("2026-12-28".to_owned(), "2027-01-03".to_owned()));
/// # Ok::<(), framescope::corpus::NotADateBound>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DateBound {
    first: Date,
    last: Date,
    kind: BoundKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BoundKind {
    /// A date, as `first` has it.
    Date,
    Week(i16, u8),
    Quarter(u8),
}

/// A text that names neither a date nor a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a date; expected YYYY-MM-DD, YYYY-MM, YYYY, a week such as 2026-W05 or a quarter \
     such as 2026-Q1"
)]
pub struct NotADateBound(String);

impl DateBound {
    /// The date, or the first day of the week, or the first month of the quarter.
    pub fn first(self) -> Date {
        self.first
    }

    /// The date, or the last day of the week, or the last month of the quarter.
    pub fn last(self) -> Date {
        self.last
    }

    fn week(year: i16, week: u8) -> Option<Self> {
        let day = |weekday| {
            let day = ISOWeekDate::new(year, i8::try_from(week).ok()?, weekday).ok()?.date();
            let part = |part: i8| u8::try_from(part).ok();
            Date::new(day.year(), part(day.month()), part(day.day()))
        };
        let (first, last) = (day(Weekday::Monday)?, day(Weekday::Sunday)?);
        Some(Self { first, last, kind: BoundKind::Week(year, week) })
    }

    fn quarter(year: i16, quarter: u8) -> Option<Self> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let last = quarter * 3;
        Some(Self {
            first: Date::new(year, Some(last - 2), None)?,
            last: Date::new(year, Some(last), None)?,
            kind: BoundKind::Quarter(quarter),
        })
    }
}

impl FromStr for DateBound {
    type Err = NotADateBound;

    fn from_str(text: &str) -> Result<Self, NotADateBound> {
        let date = |date: Result<Date, NotADate>| {
            date.ok().map(|date| Self { first: date, last: date, kind: BoundKind::Date })
        };
        let found = match text.split_once('-') {
            Some((year, week)) if week.len() == 3 && week.starts_with('W') => {
                number(year).zip(number(&week[1..])).and_then(|(year, week)| Self::week(year, week))
            }
            Some((year, quarter)) if quarter.len() == 2 && quarter.starts_with('Q') => number(year)
                .zip(number(&quarter[1..]))
                .and_then(|(year, quarter)| Self::quarter(year, quarter)),
            _ => date(text.parse()),
        };
        found.ok_or_else(|| NotADateBound(text.to_owned()))
    }
}

impl fmt::Display for DateBound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            BoundKind::Date => self.first.fmt(f),
            BoundKind::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
            BoundKind::Quarter(quarter) => {
                let first = self.first.to_string();
                write!(f, "{}-Q{quarter}", first.get(..4).unwrap_or_default())
            }
        }
    }
}

impl TryFrom<String> for DateBound {
    type Error = NotADateBound;

    fn try_from(text: String) -> Result<Self, NotADateBound> {
        text.parse()
    }
}

impl From<DateBound> for String {
    fn from(bound: DateBound) -> Self {
        bound.to_string()
    }
}

/// A range of days; an end that is not given is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateRange {
    /// Where it begins.
    pub from: Option<DateBound>,
    /// Where it ends; that day, month or year is part of it.
    pub to: Option<DateBound>,
}

impl DateRange {
    /// Whether a date is surely in the range. A date that is not known, or known too coarsely to
    /// tell, is not, unless the range is open at both ends.
    pub fn holds(self, date: Option<Date>) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let Some((first, last)) = date.map(Date::days) else { return false };
        self.from.is_none_or(|from| from.first.days().0 <= first)
            && self.to.is_none_or(|to| last <= to.last.days().1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(from: &str, to: &str, date: &str) -> bool {
        let bound = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        let range = DateRange { from: bound(from), to: bound(to) };
        range.holds((!date.is_empty()).then(|| date.parse().unwrap()))
    }

    #[test]
    fn ranges_hold_the_dates_that_surely_lie_in_them() {
        assert!(holds("2031-02", "2031-03", "2031-03-31"));
        assert!(!holds("2031-02", "2031-03", "2031"), "it may be April");
        assert!(!holds("2031-02", "", "2031-01-31") && holds("2031-02", "", "2031-02"));
        assert!(holds("2031-W01", "2031-W01", "2031-01-05"));
        assert!(!holds("2031-W01", "2031-W01", "2031-01-06"));
        assert!(holds("2031-Q2", "2031-Q2", "2031-06-30") && !holds("2031-Q2", "", "2031-03-31"));
        assert!(!holds("2031", "", "") && holds("", "", ""));
    }

    #[test]
    fn bounds_are_written_as_they_were_read() {
        for text in ["2031", "2031-05", "2031-05-06", "2026-W53", "2031-Q4"] {
            assert_eq!(text.parse::<DateBound>().unwrap().to_string(), text);
        }
        for text in ["2031-W54", "2031-W00", "2031-Q5", "2031-W1", "May", "2031-W5x"] {
            assert!(text.parse::<DateBound>().is_err(), "{text}");
        }
    }
}
