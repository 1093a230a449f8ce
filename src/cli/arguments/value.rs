//! Parsers of values that several options share. Their messages say what was expected and what to
//! write instead; the front end puts the option, or the place in a file, before them.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::fmt::Display;
use std::ops::{Bound, RangeBounds};
use std::str::FromStr;

/// A parser of whole numbers within bounds; `example` is what its message offers.
pub(super) fn whole<N>(
    bounds: impl RangeBounds<N> + Clone + Send + Sync + 'static,
    example: N,
) -> impl Fn(&str) -> Result<N, String> + Clone + Send + Sync + 'static
where
    N: FromStr + PartialOrd + Display + Copy + Send + Sync + 'static,
{
    move |typed| {
        let number = typed.parse::<N>().ok().filter(|number| bounds.contains(number));
        number.ok_or_else(|| {
            let range = in_words(&bounds);
            format!("`{typed}` is not a whole number{range}; give one such as {example}")
        })
    }
}

/// A parser of numbers within bounds; `example` is what its message offers.
pub(super) fn decimal(
    bounds: impl RangeBounds<f64> + Clone + Send + Sync + 'static,
    example: f64,
) -> impl Fn(&str) -> Result<f64, String> + Clone + Send + Sync + 'static {
    move |typed| {
        let number = typed.parse::<f64>().ok().filter(|number| bounds.contains(number));
        number.ok_or_else(|| {
            let range = in_words(&bounds);
            format!("`{typed}` is not a number{range}; give one such as {example}")
        })
    }
}

/// ` from 1 to 3`, ` of 1 or more`; nothing where every number will do.
fn in_words<N: Display>(bounds: &impl RangeBounds<N>) -> String {
    match (bounds.start_bound(), bounds.end_bound()) {
        (Bound::Included(least), Bound::Included(most)) => format!(" from {least} to {most}"),
        (Bound::Excluded(least), Bound::Included(most)) => {
            format!(" above {least} and up to {most}")
        }
        (Bound::Included(least), _) => format!(" of {least} or more"),
        (Bound::Excluded(least), _) => format!(" above {least}"),
        (Bound::Unbounded, _) => String::new(),
    }
}

/// A choice as the command line offers it.
pub(super) struct Choice<C> {
    pub(super) value: C,
    pub(super) name: &'static str,
    /// What the help says of it; nothing for a name that says it all.
    pub(super) help: &'static str,
}

/// A parser of choices by their names; the help lists them.
pub(super) fn choice<C: Clone + Send + Sync + 'static>(
    choices: impl IntoIterator<Item = Choice<C>>,
) -> impl TypedValueParser<Value = C> {
    let choices: Vec<Choice<C>> = choices.into_iter().collect();
    let possible = choices.iter().map(|choice| {
        let value = PossibleValue::new(choice.name);
        if choice.help.is_empty() { value } else { value.help(choice.help) }
    });
    let known: Vec<(&str, C)> =
        choices.iter().map(|choice| (choice.name, choice.value.clone())).collect();
    PossibleValuesParser::new(possible).try_map(move |typed| {
        let choice = known.iter().find(|(name, _)| *name == typed);
        choice.map(|(_, value)| value.clone()).ok_or("unknown")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_within_its_bounds_is_read() {
        assert_eq!(whole(1..=3_u8, 2)("3"), Ok(3));
        assert_eq!(decimal((Bound::Excluded(0.0), Bound::Included(1.0)), 0.1)("1"), Ok(1.0));
    }

    #[test]
    fn a_message_says_what_was_expected() {
        let said = whole(1..=3_u8, 2)("4").unwrap_err();
        assert_eq!(said, "`4` is not a whole number from 1 to 3; give one such as 2");
        let said = whole(1..=u32::MAX, 7)("x").unwrap_err();
        assert_eq!(said, "`x` is not a whole number from 1 to 4294967295; give one such as 7");
        let said = whole(1_u32.., 7)("0").unwrap_err();
        assert_eq!(said, "`0` is not a whole number of 1 or more; give one such as 7");
        assert!(whole::<u8>(.., 7)("300").unwrap_err().starts_with("`300` is not a whole number"));
        let said = decimal((Bound::Excluded(0.0), Bound::Included(1.0)), 0.1)("NaN").unwrap_err();
        assert_eq!(said, "`NaN` is not a number above 0 and up to 1; give one such as 0.1");
    }
}
