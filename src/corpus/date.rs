//! Dates as precise as their source: a day, a month or a year.

use jiff::civil;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A calendar date known to the day, the month or the year. Sorts by what is known. It is shown,
/// read back and serialized as ISO 8601: `2014`, `2014-11` or `2014-11-04`.
///
/// ```
/// use framescope::Date;
///
/// let date: Date = "2014-11".parse()?;
/// assert_eq!(Date::new(2014, Some(11), None), Some(date));
/// assert_eq!(date.to_string(), "2014-11");
/// # Ok::<(), framescope::corpus::NotADate>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

/// A text that is not a date in ISO 8601.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD")]
pub struct NotADate(String);

/// The day that days are counted from.
const EPOCH: civil::Date = civil::date(1970, 1, 1);

impl Date {
    /// A date from its parts, or `None` where the calendar has no such day. A day needs a month;
    /// years are those that ISO 8601 writes with four digits, 0 to 9999.
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let date = Self { year, month, day };
        let is_complete = month.is_some() || day.is_none();
        (is_complete && (0..=9999).contains(&year) && date.first_day().is_some()).then_some(date)
    }

    /// The first day that it may mean.
    fn first_day(self) -> Option<civil::Date> {
        let part = |part: Option<u8>| i8::try_from(part.unwrap_or(1)).ok();
        civil::Date::new(self.year, part(self.month)?, part(self.day)?).ok()
    }

    /// The first and the last day that it may mean.
    pub(super) fn span(self) -> (civil::Date, civil::Date) {
        // `new` lets only dates pass that the calendar has.
        let first = self.first_day().unwrap_or(EPOCH);
        let last = match (self.month, self.day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, None) => first.last_of_year(),
        };
        (first, last)
    }

    /// The first and the last day that it may mean, counted from 1 January 1970.
    ///
    /// ```
    /// use framescope::Date;
    ///
    /// assert_eq!(Date::new(1970, Some(1), Some(2)).unwrap().days(), (1, 1));
    /// assert_eq!(Date::new(2000, Some(2), None).unwrap().days(), (10_988, 11_016));
    /// assert_eq!(Date::new(1969, None, None).unwrap().days(), (-365, -1));
    /// ```
    pub fn days(self) -> (i32, i32) {
        // Ten thousand years have fewer than four million days.
        let number = |day: civil::Date| (day.duration_since(EPOCH).as_hours() / 24) as i32;
        let (first, last) = self.span();
        (number(first), number(last))
    }

    /// Whether it is surely before `other`; false where they overlap, as a day and its month.
    pub fn is_before(self, other: Self) -> bool {
        self.span().1 < other.span().0
    }
}

/// A number of digits alone; a sign or white space is none.
pub(super) fn number<N: FromStr>(text: &str) -> Option<N> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let mut parts = text.splitn(3, '-');
        let has_widths = matches!(text.len(), 4 | 7 | 10)
            && parts.clone().zip([4, 2, 2]).all(|(part, width)| part.len() == width);
        let read = |year: &str, month: Option<&str>, day: Option<&str>| {
            let part = |part: Option<&str>| part.map(|part| number(part).ok_or(())).transpose();
            Self::new(number(year)?, part(month).ok()?, part(day).ok()?)
        };
        parts
            .next()
            .filter(|_| has_widths)
            .and_then(|year| read(year, parts.next(), parts.next()))
            .ok_or_else(|| NotADate(text.to_owned()))
    }
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

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_calendar_decides_which_dates_there_are() {
        let is_date = |year, month, day| Date::new(year, month, day).is_some();
        assert!(is_date(2012, Some(2), Some(29)) && is_date(2000, Some(2), Some(29)));
        assert!(!is_date(2013, Some(2), Some(29)) && !is_date(1900, Some(2), Some(29)));
        assert!(!is_date(2014, Some(13), None) && !is_date(2014, Some(0), None));
        assert!(!is_date(2014, Some(1), Some(0)) && !is_date(2014, Some(4), Some(31)));
        assert!(!is_date(2014, None, Some(1)), "a day needs a month");
        assert!(!is_date(-1, None, None) && !is_date(10_000, None, None));
    }

    #[test]
    fn what_is_not_iso_8601_is_not_parsed() {
        for text in ["", "14", "2014-1", "2014-11-4", "2014-13", "2014-11-04T12", "+014", "2014--1"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_date_survives_text_and_serialization(
            year in 0_i16..=9999,
            month in proptest::option::of(1_u8..=12),
            day in proptest::option::of(1_u8..=31),
        ) {
            let Some(date) = Date::new(year, month, day) else { return Ok(()) };
            prop_assert_eq!(date.to_string().parse(), Ok(date));
            let json = serde_json::to_string(&date).unwrap();
            prop_assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), date);
            let bytes = postcard::to_allocvec(&date).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Date>(&bytes).unwrap(), date);
            let (first, last) = date.days();
            let length = last - first + 1;
            let lengths = match (month, day) {
                (_, Some(_)) => 1..=1,
                (Some(_), None) => 28..=31,
                (None, None) => 365..=366,
            };
            prop_assert!(lengths.contains(&length));
        }
    }
}
