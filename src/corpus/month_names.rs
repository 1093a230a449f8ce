//! Names of months in the languages that have stemmers.

/// January to December, language by language. Where a language inflects them, each form has a line
/// of its own. English comes first, since short forms such as `mar` differ between languages.
const MONTHS: &[[&str; 12]] = &[
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    // Danish and Norwegian
    [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    // Swedish
    [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    // German, and as in Austria
    [
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ],
    [
        "jänner",
        "feber",
        "maerz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ],
    // Dutch
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    // French
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ],
    // Spanish
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "setiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    // Italian
    [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    // Portuguese
    [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    // Romanian
    [
        "ianuarie",
        "februarie",
        "martie",
        "aprilie",
        "mai",
        "iunie",
        "iulie",
        "august",
        "septembrie",
        "octombrie",
        "noiembrie",
        "decembrie",
    ],
    // Finnish, plain and as in dates
    [
        "tammikuu",
        "helmikuu",
        "maaliskuu",
        "huhtikuu",
        "toukokuu",
        "kesäkuu",
        "heinäkuu",
        "elokuu",
        "syyskuu",
        "lokakuu",
        "marraskuu",
        "joulukuu",
    ],
    [
        "tammikuuta",
        "helmikuuta",
        "maaliskuuta",
        "huhtikuuta",
        "toukokuuta",
        "kesäkuuta",
        "heinäkuuta",
        "elokuuta",
        "syyskuuta",
        "lokakuuta",
        "marraskuuta",
        "joulukuuta",
    ],
    // Hungarian
    [
        "január",
        "február",
        "március",
        "április",
        "május",
        "június",
        "július",
        "augusztus",
        "szeptember",
        "október",
        "november",
        "december",
    ],
    // Turkish
    [
        "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim",
        "kasım", "aralık",
    ],
    // Russian, plain and as in dates
    [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ],
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    // Greek, plain and as in dates
    [
        "ιανουάριος",
        "φεβρουάριος",
        "μάρτιος",
        "απρίλιος",
        "μάιος",
        "ιούνιος",
        "ιούλιος",
        "αύγουστος",
        "σεπτέμβριος",
        "οκτώβριος",
        "νοέμβριος",
        "δεκέμβριος",
    ],
    [
        "ιανουαρίου",
        "φεβρουαρίου",
        "μαρτίου",
        "απριλίου",
        "μαΐου",
        "ιουνίου",
        "ιουλίου",
        "αυγούστου",
        "σεπτεμβρίου",
        "οκτωβρίου",
        "νοεμβρίου",
        "δεκεμβρίου",
    ],
    // Arabic, as in Egypt, and as in the Levant in one word
    [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    [
        "كانون_الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين_الأول",
        "تشرين_الثاني",
        "كانون_الأول",
    ],
    // Tamil
    [
        "ஜனவரி",
        "பிப்ரவரி",
        "மார்ச்",
        "ஏப்ரல்",
        "மே",
        "ஜூன்",
        "ஜூலை",
        "ஆகஸ்ட்",
        "செப்டம்பர்",
        "அக்டோபர்",
        "நவம்பர்",
        "டிசம்பர்",
    ],
];

/// The shortest abbreviation of a month, in letters.
const SHORTEST: usize = 3;
/// The longest: longer ones are misspelt names, or other words.
const LONGEST: usize = 5;

/// The number of the month that a word names, in full or by its first three to five letters.
pub(super) fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let number = |at: usize| u8::try_from(at + 1).ok();
    let full = MONTHS.iter().find_map(|names| names.iter().position(|name| *name == word));
    if let Some(at) = full {
        return number(at);
    }
    let letters = word.chars().count();
    if !(SHORTEST..=LONGEST).contains(&letters) {
        return None;
    }
    MONTHS.iter().find_map(|names| {
        let mut having = names.iter().enumerate().filter(|(_, name)| name.starts_with(&word));
        match (having.next(), having.next()) {
            // `jui` could be June or July.
            (Some((at, _)), None) => number(at),
            _ => None,
        }
    })
}

/// The two words that name four months in the Levant as one.
pub(super) fn with_months_joined(text: &str) -> String {
    let mut joined = text.to_owned();
    for first in ["كانون", "تشرين"] {
        for second in ["الثاني", "الأول"] {
            joined = joined.replace(&format!("{first} {second}"), &format!("{first}_{second}"));
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_full_and_by_their_beginning() {
        for names in MONTHS {
            for (at, name) in names.iter().enumerate() {
                assert_eq!(month(name), Some(at as u8 + 1), "{name}");
            }
        }
        for (word, expected) in [
            ("Sept", Some(9)),
            ("Mar", Some(3)),
            ("Okt", Some(10)),
            ("juil", Some(7)),
            ("jui", None),
            ("ene", Some(1)),
            ("Ago", Some(8)),
            ("янв", Some(1)),
            ("ma", None),
            ("Monday", None),
            ("market", None),
        ] {
            assert_eq!(month(word), expected, "{word}");
        }
    }
}
