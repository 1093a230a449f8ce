//! Periods of the calendar, named as in ISO 8601: days, weeks, months, quarters, years.

use super::date::Date;
use crate::prose::named_choice;
use jiff::civil;
use std::fmt;

/// How long a period is, from the shortest to the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodLength {
    /// A day.
    Day,
    /// A week of ISO 8601: from Monday; it belongs to the year of its Thursday.
    Week,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
}

impl PeriodLength {
    /// All, from the shortest to the longest.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

named_choice!(PeriodLength);

/// One period. Periods of one length sort by time; shows as ISO 8601 names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    length: PeriodLength,
    first_day: civil::Date,
}

impl Period {
    /// The period of a date; `None` where the date is known so coarsely that it may be in several.
    ///
    /// ```
    /// use framescope::corpus::{Date, Period, PeriodLength};
    ///
    /// let date = Date::new(2027, Some(1), Some(3)).unwrap();
    /// assert_eq!(Period::from_date(date, PeriodLength::Week).unwrap().to_string(), "2026-W53");
    /// assert_eq!(Period::from_date(date, PeriodLength::Quarter).unwrap().to_string(), "2027-Q1");
    /// let month = Date::new(2027, Some(1), None).unwrap();
    /// assert_eq!(Period::from_date(month, PeriodLength::Week), None);
    /// ```
    pub fn from_date(date: Date, length: PeriodLength) -> Option<Self> {
        let (first, last) = date.span();
        let period = Self::from_day(first, length);
        (period == Self::from_day(last, length)).then_some(period)
    }

    fn from_day(day: civil::Date, length: PeriodLength) -> Self {
        let first_day = match length {
            PeriodLength::Day => day,
            // The calendar of jiff begins in the year -9999; years of a corpus begin with 0.
            PeriodLength::Week => {
                day.iso_week_date().first_of_week().map_or(day, |monday| monday.date())
            }
            PeriodLength::Month => day.first_of_month(),
            PeriodLength::Quarter => {
                let month = (day.month() - 1) / 3 * 3 + 1;
                civil::Date::new(day.year(), month, 1).unwrap_or(day)
            }
            PeriodLength::Year => day.first_of_year(),
        };
        Self { length, first_day }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first_day;
        let (year, month) = (day.year(), day.month());
        match self.length {
            PeriodLength::Day => write!(f, "{year:04}-{month:02}-{:02}", day.day()),
            PeriodLength::Week => {
                let week = day.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            PeriodLength::Month => write!(f, "{year:04}-{month:02}"),
            PeriodLength::Quarter => write!(f, "{year:04}-Q{}", (month - 1) / 3 + 1),
            PeriodLength::Year => write!(f, "{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(year: i16, month: u8, day: u8) -> Vec<String> {
        let date = Date::new(year, Some(month), Some(day)).unwrap();
        PeriodLength::ALL
            .map(|length| Period::from_date(date, length).unwrap().to_string())
            .to_vec()
    }

    #[test]
    fn days_have_their_periods_at_the_turn_of_the_year() {
        assert_eq!(named(2026, 3, 1), ["2026-03-01", "2026-W09", "2026-03", "2026-Q1", "2026"]);
        // The calendar of ISO 8601: weeks belong to the year of their Thursday.
        for (year, month, day, week) in [
            (1970, 1, 1, "1970-W01"),
            (1969, 12, 28, "1969-W52"),
            (1969, 12, 29, "1970-W01"),
            (2005, 1, 1, "2004-W53"),
            (2005, 1, 3, "2005-W01"),
            (2008, 12, 29, "2009-W01"),
            (2010, 1, 3, "2009-W53"),
            (2020, 12, 31, "2020-W53"),
            (2021, 1, 4, "2021-W01"),
            (2024, 12, 30, "2025-W01"),
            (2000, 2, 29, "2000-W09"),
        ] {
            assert_eq!(named(year, month, day)[1], week, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn a_date_known_coarsely_lies_in_no_finer_period() {
        let of = |date: Date| {
            PeriodLength::ALL
                .map(|length| Period::from_date(date, length).map(|period| period.to_string()))
        };
        let month = Date::new(2031, Some(6), None).unwrap();
        assert_eq!(
            of(month),
            [None, None, Some("2031-06".into()), Some("2031-Q2".into()), Some("2031".into())]
        );
        assert_eq!(
            of(Date::new(2031, None, None).unwrap()),
            [None, None, None, None, Some("2031".into())]
        );
    }

    proptest! {
        #[test]
        fn periods_follow_time(number in -700_000_i32..2_900_000) {
            let day = civil::date(1970, 1, 1) + jiff::Span::new().days(number);
            let next = day.tomorrow().unwrap();
            for length in PeriodLength::ALL {
                let period = Period::from_day(day, length);
                let later = Period::from_day(next, length);
                prop_assert!(period.first_day <= day && period <= later);
                // A period begins at its first day, and each has a name of its own.
                prop_assert!(period == later || later.first_day == next);
                prop_assert_eq!(period == later, period.to_string() == later.to_string());
                if day.year() >= 1 { prop_assert!(period.to_string() <= later.to_string()); }
            }
        }
    }
}
