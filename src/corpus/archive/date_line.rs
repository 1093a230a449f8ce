//! Dates as archives write them, with the month as a word of one of several languages.

use crate::corpus::{Date, ReadDate};

/// The months by number, each with its names and abbreviations in English, German, French, Spanish,
/// Dutch, Italian, Portuguese and the Scandinavian languages. A final full stop is not written.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "januar", "jänner", "jaenner", "janvier", "janv", "enero", "ene",
        "januari", "gennaio", "gen", "janeiro",
    ],
    &[
        "february",
        "feb",
        "februar",
        "feber",
        "février",
        "fevrier",
        "févr",
        "fév",
        "febrero",
        "februari",
        "febbraio",
        "febr",
        "fevereiro",
        "fev",
    ],
    &[
        "march", "mar", "märz", "maerz", "mär", "mrz", "mars", "marzo", "maart", "mrt", "março",
        "marts",
    ],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "mei", "maggio", "mag", "maio", "maj"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho"],
    &["august", "aug", "août", "aout", "agosto", "ago", "augustus", "augusti"],
    &[
        "september",
        "sep",
        "sept",
        "septembre",
        "septiembre",
        "setiembre",
        "settembre",
        "set",
        "setembro",
    ],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "décembre",
        "decembre",
        "déc",
        "diciembre",
        "dic",
        "dicembre",
        "dezembro",
        "desember",
    ],
];

/// The seasons that quarterly journals are dated by. They say nothing surer than the year.
const SEASONS: [&str; 16] = [
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "frühjahr",
    "frühling",
    "sommer",
    "herbst",
    "printemps",
    "été",
    "automne",
    "hiver",
    "primavera",
    "verano",
    "otoño",
];

/// Words that may precede a date on its line.
const BEFORE_DATE: [&str; 12] =
    ["le", "the", "den", "der", "vom", "am", "de", "del", "el", "of", "published", "on"];

/// The beginnings of the names of the days of the week.
const WEEKDAYS: [&str; 38] = [
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "die", "mit", "mittwoch", "don", "fre", "sam",
    "son", "lun", "mar", "mer", "jeu", "ven", "dim", "mié", "mie", "jue", "vie", "sáb", "sab",
    "dom", "maan", "din", "woe", "vrij", "zat", "zon", "man", "tir", "ons", "tor", "lør",
];

/// No line with a date has more words.
const MOST_WORDS: usize = 14;

/// The date of a line that has a date and little else, such as `Sunday 2 March 2031, Late Edition`.
pub(crate) fn date_of_line(line: &str) -> Option<Date> {
    let words: Vec<&str> = words_of(line).collect();
    if words.is_empty() || words.len() > MOST_WORDS {
        return None;
    }
    if let Some(date) = numeric(line) {
        return Some(date);
    }
    let at = words.iter().position(|word| month(word).is_some() || is_season(word))?;
    let precedes = |word: &&str| {
        let word = word.to_lowercase();
        day(&word).is_some() || BEFORE_DATE.contains(&word.as_str()) || is_weekday(&word)
    };
    if at > 3 || !words.iter().take(at).all(precedes) {
        return None;
    }
    date_at(&words, at)
}

/// The last date in a text that has other words too, such as `The Alpha Post, 02 Mar 2031: A2.`
pub(crate) fn last_date_in(text: &str) -> Option<Date> {
    let words: Vec<&str> = words_of(text).collect();
    let months = words.iter().enumerate().rev().filter(|(_, word)| month(word).is_some());
    months.take(20).find_map(|(at, _)| date_at(&words, at)).or_else(|| {
        let mut parts = text.split_whitespace().rev().take(20);
        parts.find_map(|part| numeric(part.trim_matches(|c: char| !c.is_ascii_digit())))
    })
}

/// A date in ISO 8601 where it is understood, otherwise as it is written.
pub(crate) fn iso_or_as_written(text: &str) -> String {
    let date = date_of_line(text).or_else(|| last_date_in(text));
    date.map_or_else(|| text.to_owned(), |date| date.to_string())
}

fn words_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '.' | '/' | '-' | ';' | ':' | ']' | '[')
    })
    .filter(|word| !word.is_empty())
}

/// The date around the month or season at a place.
fn date_at(words: &[&str], at: usize) -> Option<Date> {
    let month = month(words.get(at)?);
    let word = |at: usize| words.get(at).copied();
    // `17 de mayo de 2003`: the small words between the parts do not count.
    let is_link = |word: &str| matches!(word.to_lowercase().as_str(), "de" | "del" | "of");
    let after = |at: usize| {
        let next = at.checked_add(1)?;
        if word(next).is_some_and(is_link) { next.checked_add(1) } else { Some(next) }
    };
    let next = after(at)?;
    let Some(month) = month else {
        return Date::new(year(word(next)?)?, None, None);
    };
    if let Some(year) = word(next).and_then(year) {
        let before = at.checked_sub(1).and_then(|before| {
            if word(before).is_some_and(is_link) { before.checked_sub(1) } else { Some(before) }
        });
        let day = before.and_then(word).and_then(day);
        return Date::new(year, Some(month), day);
    }
    let day = word(next).and_then(day)?;
    // A weekday may come between: `March 2 Sunday 2031`.
    let then = after(next)?;
    let year = word(then).and_then(year).or_else(|| {
        let weekday = word(then).is_some_and(|word| is_weekday(&word.to_lowercase()));
        weekday.then(|| after(then).and_then(word).and_then(year)).flatten()
    })?;
    Date::new(year, Some(month), Some(day))
}

fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    u8::try_from(at).ok()?.checked_add(1)
}

fn is_season(word: &str) -> bool {
    SEASONS.contains(&word.to_lowercase().as_str())
}

fn is_weekday(word: &str) -> bool {
    word.chars().count() <= 11 && WEEKDAYS.iter().any(|weekday| word.starts_with(weekday))
}

/// `2`, `02`, `2nd`, `1er`
fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    let ending = word.get(digits.len()..)?;
    let is_ordinal = ["", "st", "nd", "rd", "th", "er", "o"].contains(&ending);
    digits.parse().ok().filter(|day| is_ordinal && (1..=31).contains(day))
}

fn year(word: &str) -> Option<i16> {
    let all_digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| all_digits && (1500..=2999).contains(year))
}

/// `2031-03-02`, `02.03.2031`, `20310302`, with a time after it.
fn numeric(text: &str) -> Option<Date> {
    let first = text.split_whitespace().next()?.trim_end_matches([',', ';', ')']);
    let digits = first.bytes().filter(u8::is_ascii_digit).count();
    if digits < 6 || !first.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match Date::read(first) {
        ReadDate::Known(date) => Some(date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(date: Option<Date>) -> String {
        date.map_or_else(|| "-".to_owned(), |date| date.to_string())
    }

    #[test]
    fn lines_with_a_date_and_little_else_are_dates() {
        for (line, expected) in [
            ("March 2, 2031 Sunday", "2031-03-02"),
            ("May 07, 2031 Wednesday 5:05 AM GMT", "2031-05-07"),
            ("December 19, 2030, Sunday, An Edition", "2030-12-19"),
            ("Mittwoch 31. August 2031", "2031-08-31"),
            ("15. Jänner 2031", "2031-01-15"),
            ("le 1er août 2031", "2031-08-01"),
            ("jeudi 5 octobre 2031", "2031-10-05"),
            ("17 de mayo de 2031 sábado", "2031-05-17"),
            ("3 april 2031 zondag", "2031-04-03"),
            ("zaterdag 30 augustus 2031", "2031-08-30"),
            ("Onsdag 6. Januar 2031", "2031-01-06"),
            ("January 2031", "2031-01"),
            ("Summer, 2031", "2031"),
            ("2031-03-02T01:35:58Z", "2031-03-02"),
            ("02.03.2031", "2031-03-02"),
            ("2 Mar 2031", "2031-03-02"),
            ("May the council rest in 2031", "-"),
            ("The council of March 2031 met", "-"),
            (
                "March 2031 was a month in which the council met more than once, as it had before",
                "-",
            ),
            ("Kethmar", "-"),
            ("", "-"),
        ] {
            assert_eq!(shown(date_of_line(line)), expected, "{line}");
        }
    }

    #[test]
    fn dates_among_other_words_are_found() {
        for (text, expected) in [
            ("The Alpha Post, 02 Mar 2031.", "2031-03-02"),
            ("Kethmar Times ; Kethmar, T. [Kethmar, T]08 May 2031: AA.2.", "2031-05-08"),
            ("Mar 9, 2031.", "2031-03-09"),
            ("Varsk Courier, 2031-03-02: 4", "2031-03-02"),
            ("no date", "-"),
        ] {
            assert_eq!(shown(last_date_in(text)), expected, "{text}");
        }
        assert_eq!(iso_or_as_written("sometime"), "sometime");
    }

    proptest! {
        #[test]
        fn any_line_is_read_or_not(line in "[0-9a-zA-Zäé/., :-]{0,40}|\\PC{0,30}") {
            let _ = (date_of_line(&line), last_date_in(&line));
        }
    }
}
