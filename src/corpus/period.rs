//! Periods of the calendar, named as in ISO 8601: days, weeks, months, quarters, years.

use super::date::{Date, calendar_day, day_number};
use std::fmt;

/// How long a period is, from the shortest to the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodLength {
    /// A day.
    Day,
    /// A week of ISO 8601: from Monday; it belongs to the year that holds its Thursday.
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

/// One period. Periods of one length sort by time; shows as ISO 8601 names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    length: PeriodLength,
    /// Periods of this length since the one that holds 1 January 1970 (days, weeks) or the year 0.
    number: i32,
}

impl Period {
    /// The period that a date lies in; `None` where the date is known so coarsely that it may lie
    /// in several.
    ///
    /// ```
    /// use framescope::corpus::{Date, Period, PeriodLength};
    ///
    /// let date = Date::new(2027, Some(1), Some(3)).unwrap();
    /// assert_eq!(Period::of(date, PeriodLength::Week).unwrap().to_string(), "2026-W53");
    /// assert_eq!(Period::of(date, PeriodLength::Quarter).unwrap().to_string(), "2027-Q1");
    /// let month = Date::new(2027, Some(1), None).unwrap();
    /// assert_eq!(Period::of(month, PeriodLength::Week), None);
    /// ```
    pub fn of(date: Date, length: PeriodLength) -> Option<Self> {
        let (first, last) = date.days();
        let number = number(first, length);
        (number == self::number(last, length)).then_some(Self { length, number })
    }
}

fn number(day: i32, length: PeriodLength) -> i32 {
    let (year, month, _) = calendar_day(day);
    match length {
        PeriodLength::Day => day,
        // 1 January 1970 was a Thursday.
        PeriodLength::Week => (day + 3).div_euclid(7),
        PeriodLength::Month => year * 12 + month - 1,
        PeriodLength::Quarter => year * 4 + (month - 1) / 3,
        PeriodLength::Year => year,
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.number;
        match self.length {
            PeriodLength::Day => {
                let (year, month, day) = calendar_day(number);
                write!(f, "{year:04}-{month:02}-{day:02}")
            }
            PeriodLength::Week => {
                let thursday = number * 7;
                let (year, ..) = calendar_day(thursday);
                write!(f, "{year:04}-W{:02}", (thursday - day_number(year, 1, 1)) / 7 + 1)
            }
            PeriodLength::Month => {
                write!(f, "{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1)
            }
            PeriodLength::Quarter => {
                write!(f, "{:04}-Q{}", number.div_euclid(4), number.rem_euclid(4) + 1)
            }
            PeriodLength::Year => write!(f, "{number:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(year: i16, month: u8, day: u8) -> Vec<String> {
        let date = Date::new(year, Some(month), Some(day)).unwrap();
        PeriodLength::ALL.map(|length| Period::of(date, length).unwrap().to_string()).to_vec()
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
                .map(|length| Period::of(date, length).map(|period| period.to_string()))
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
        fn days_come_back_and_periods_follow_time(day in -700_000_i32..2_900_000) {
            let (year, month, of_month) = calendar_day(day);
            prop_assert_eq!(day_number(year, month as u8, of_month as u8), day);
            for length in PeriodLength::ALL {
                let step = number(day + 1, length) - number(day, length);
                prop_assert!(step == 0 || step == 1);
            }
            // Every week has a name of its own, from W01 to W53.
            let week = Period { length: PeriodLength::Week, number: number(day, PeriodLength::Week) };
            let next = Period { length: PeriodLength::Week, number: week.number + 1 };
            prop_assert_ne!(week.to_string(), next.to_string());
            if year >= 1 { prop_assert!(week < next && week.to_string() < next.to_string()); }
        }
    }
}
