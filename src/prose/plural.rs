//! Counts and lists in words.

/// `1 document`, `2 documents`
pub(crate) fn plural(count: impl TryInto<u64>, one: &str, many: &str) -> String {
    // Every count is a `usize` or smaller, so it fits.
    let count = count.try_into().unwrap_or(u64::MAX);
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A number with commas between thousands: `12,345`.
pub(crate) fn with_thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `a, b and c`
pub(crate) fn listed<S: AsRef<str>>(items: &[S]) -> String {
    let joined = |items: &[S]| items.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
    match items {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {}", joined(rest), last.as_ref()),
        items => joined(items),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        assert_eq!(plural(1_usize, "match", "matches"), "1 match");
        assert_eq!(plural(0_u64, "match", "matches"), "0 matches");
    }

    #[test]
    fn thousands_are_set_apart() {
        let shown = [0, 999, 1000, 12_345, 1_234_567].map(with_thousands);
        assert_eq!(shown, ["0", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn lists_end_in_and() {
        assert_eq!(listed::<&str>(&[]), "");
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
