//! A form of dates that the analyst states: `%d/%m/%Y`.

use super::date::Date;
use jiff::fmt::strtime::BrokenDownTime;
use std::str::FromStr;

/// A form of dates in the notation of `strftime`, such as `%d.%m.%y` or `%B %Y`.
///
/// ```
/// use framescope::corpus::DateForm;
///
/// let form: DateForm = "%m/%d/%y".parse()?;
/// assert_eq!(form.read("4/11/31").unwrap().to_string(), "2031-04-11");
/// assert!("%Q".parse::<DateForm>().is_err());
/// # Ok::<(), framescope::corpus::NotADateForm>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateForm(String);

/// A text that is no form of dates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{form}` is no form of dates ({fault}); expected one such as %d/%m/%Y or %B %d, %Y")]
pub struct NotADateForm {
    form: String,
    fault: String,
}

impl DateForm {
    /// The date that a text has in this form, as precisely as the form has it.
    pub fn read(&self, text: &str) -> Option<Date> {
        let found = BrokenDownTime::parse(&self.0, text).ok()?;
        if let Some(timestamp) = found.timestamp() {
            let date = timestamp.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
            return Date::new(date.year(), positive(date.month()), positive(date.day()));
        }
        let month = found.month().and_then(positive);
        Date::new(found.year()?, month, found.day().and_then(positive))
    }

    /// The form as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn positive(number: i8) -> Option<u8> {
    u8::try_from(number).ok()
}

impl FromStr for DateForm {
    type Err = NotADateForm;

    fn from_str(form: &str) -> Result<Self, NotADateForm> {
        let bad = |fault: String| NotADateForm { form: form.to_owned(), fault };
        if !form.contains('%') {
            return Err(bad("it has no `%`".to_owned()));
        }
        // What can be written in a form can be read in it.
        let sample = jiff::civil::date(2031, 4, 11).at(12, 30, 0, 0);
        let sample = sample
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .map_err(|error| bad(error.to_string()))?;
        let written =
            jiff::fmt::strtime::format(form, &sample).map_err(|error| bad(error.to_string()))?;
        let form = Self(form.to_owned());
        match form.read(&written) {
            Some(_) => Ok(form),
            None => Err(bad("it has no year, or a field that cannot be read".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_read_what_they_say() {
        for (form, text, expected) in [
            ("%d/%m/%Y", "4/11/2031", Some("2031-11-04")),
            ("%Y%m%d %H:%M", "20311104 08:15", Some("2031-11-04")),
            ("%B %Y", "November 2031", Some("2031-11")),
            ("%Y", "2031", Some("2031")),
            ("%s", "1938067200", Some("2031-06-01")),
            ("%d/%m/%Y", "2031-11-04", None),
        ] {
            let found = form.parse::<DateForm>().unwrap().read(text).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{form}");
        }
    }

    #[test]
    fn what_is_no_form_is_refused() {
        for form in ["", "dd/mm/yyyy", "%Q", "%H:%M"] {
            assert!(form.parse::<DateForm>().is_err(), "{form}");
        }
    }
}
