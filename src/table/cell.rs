//! Cells: what a table can hold, and how each kind is written.

use crate::corpus::{Date, would_run};
use std::sync::Arc;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A date as ISO 8601 writes it, as precise as known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    Date,
    /// Whole numbers.
    Integer,
    /// Numbers, with `.` for decimals; in text with six significant digits.
    Number,
    /// Numbers from 0 to 1 that say how rare something is by chance; in text with four significant
    /// digits.
    PValue,
    /// `true` or `false`.
    Boolean,
}

/// Takes the cells of one row in order.
pub trait CellSink {
    /// A text.
    fn text(&mut self, value: &str);
    /// A whole number.
    fn integer(&mut self, value: i64);
    /// A number; one that is not finite counts as not known.
    fn number(&mut self, value: f64);
    /// A p-value or q-value.
    fn p_value(&mut self, value: f64) {
        self.number(value);
    }
    /// Yes or no.
    fn boolean(&mut self, value: bool);
    /// Not known.
    fn empty(&mut self);
}

/// A value that fits a cell.
pub trait Cell {
    /// Its kind.
    const KIND: Kind;
    /// Whether it may be empty.
    const OPTIONAL: bool = false;
    /// Whether it may hold nothing and yet be known.
    const MAY_BE_BLANK: bool = false;
    /// Writes it.
    fn put(&self, sink: &mut dyn CellSink);
}

impl Cell for String {
    const KIND: Kind = Kind::Text;
    fn put(&self, sink: &mut dyn CellSink) {
        sink.text(self);
    }
}

impl Cell for Arc<str> {
    const KIND: Kind = Kind::Text;
    fn put(&self, sink: &mut dyn CellSink) {
        sink.text(self);
    }
}

impl Cell for &'static str {
    const KIND: Kind = Kind::Text;
    fn put(&self, sink: &mut dyn CellSink) {
        sink.text(self);
    }
}

/// A date as ISO 8601 writes it, as precise as known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct IsoDate(pub String);

impl std::ops::Deref for IsoDate {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Cell for IsoDate {
    const KIND: Kind = Kind::Date;
    fn put(&self, sink: &mut dyn CellSink) {
        sink.text(&self.0);
    }
}

/// Words beside others: where there are none, that is known, too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context(pub String);

impl std::ops::Deref for Context {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Cell for Context {
    const KIND: Kind = Kind::Text;
    const MAY_BE_BLANK: bool = true;
    fn put(&self, sink: &mut dyn CellSink) {
        sink.text(&self.0);
    }
}

impl From<String> for Context {
    fn from(words: String) -> Self {
        Self(words)
    }
}

impl From<Date> for IsoDate {
    fn from(date: Date) -> Self {
        Self(date.to_string())
    }
}

impl Cell for u64 {
    const KIND: Kind = Kind::Integer;
    fn put(&self, sink: &mut dyn CellSink) {
        sink.integer(i64::try_from(*self).unwrap_or(i64::MAX));
    }
}

impl Cell for f64 {
    const KIND: Kind = Kind::Number;
    fn put(&self, sink: &mut dyn CellSink) {
        sink.number(*self);
    }
}

/// A p-value, or one that is adjusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct PValue(pub f64);

impl Cell for PValue {
    const KIND: Kind = Kind::PValue;
    fn put(&self, sink: &mut dyn CellSink) {
        sink.p_value(self.0);
    }
}

impl Cell for bool {
    const KIND: Kind = Kind::Boolean;
    fn put(&self, sink: &mut dyn CellSink) {
        sink.boolean(*self);
    }
}

impl<C: Cell> Cell for Option<C> {
    const KIND: Kind = C::KIND;
    const OPTIONAL: bool = true;
    const MAY_BE_BLANK: bool = C::MAY_BE_BLANK;
    fn put(&self, sink: &mut dyn CellSink) {
        match self {
            Some(value) => value.put(sink),
            None => sink.empty(),
        }
    }
}

/// Significant digits of a number in text: what articles can support, and few enough that the last
/// bits of a platform's arithmetic do not show.
pub(crate) const NUMBER_DIGITS: i32 = 6;
/// Significant digits of a p-value in text.
pub(crate) const P_VALUE_DIGITS: i32 = 4;

/// A number as text formats show it, with `digits` significant digits.
pub(crate) fn shown(value: f64, digits: i32) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    // The power of ten of the last digit kept; powers up to 22 are exact.
    let last = digits - 1 - value.abs().log10().floor() as i32;
    let rounded = if (0..=22).contains(&last) {
        let scale = 10_f64.powi(last);
        (value * scale).round() / scale
    } else {
        let precision = usize::try_from(digits - 1).unwrap_or(0);
        format!("{value:.precision$e}").parse().unwrap_or(value)
    };
    rounded.to_string()
}

/// A text that a spreadsheet would run as a formula, made harmless by an apostrophe (OWASP, CSV
/// injection).
pub(crate) fn defused(text: &str) -> std::borrow::Cow<'_, str> {
    if would_run(text) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_their_significant_digits() {
        let number = |value| shown(value, NUMBER_DIGITS);
        assert_eq!(number(1000.0 / 3.0), "333.333");
        assert_eq!(number(0.1 + 0.2), "0.3");
        assert_eq!(number(-2.5), "-2.5");
        assert_eq!(number(12345678901234.0), "12345700000000");
        assert_eq!(number(1.0 / 3.0e20), "0.00000000000000000000333333");
        assert_eq!(number(0.0001), "0.0001");
        assert_eq!(number(999999.99), "1000000");
        assert_eq!(shown(0.000_123_456, P_VALUE_DIGITS), "0.0001235");
        assert_eq!(shown(1.0, P_VALUE_DIGITS), "1");
    }

    #[test]
    fn formulas_are_defused() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'=1"] {
            assert_eq!(defused(cell), format!("'{cell}"));
        }
        assert_eq!(defused("a=b"), "a=b");
        // The readers of sheets take such an apostrophe away, and no other.
        for cell in ["a=b", "'tis", "", "'"] {
            assert_eq!(defused(cell), cell);
        }
    }
}
