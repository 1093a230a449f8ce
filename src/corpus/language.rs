//! Names and codes of languages as one code.

/// ISO 639-1 codes with what else stands for them: ISO 639-2 and -3 codes and English names.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("ar", &["ara", "arabic", "arb"]),
    ("bg", &["bul", "bulgarian"]),
    ("bn", &["ben", "bengali"]),
    ("ca", &["cat", "catalan"]),
    ("cs", &["ces", "cze", "czech"]),
    ("da", &["dan", "danish"]),
    ("de", &["deu", "ger", "german", "deutsch"]),
    ("el", &["ell", "gre", "greek"]),
    ("en", &["eng", "english"]),
    ("es", &["spa", "spanish", "español", "castilian"]),
    ("et", &["est", "estonian"]),
    ("fa", &["fas", "per", "pes", "persian", "farsi"]),
    ("fi", &["fin", "finnish"]),
    ("fr", &["fra", "fre", "french", "français"]),
    ("ga", &["gle", "irish"]),
    ("he", &["heb", "hebrew", "iw"]),
    ("hi", &["hin", "hindi"]),
    ("hr", &["hrv", "croatian"]),
    ("hu", &["hun", "hungarian"]),
    ("id", &["ind", "indonesian", "in"]),
    ("it", &["ita", "italian", "italiano"]),
    ("ja", &["jpn", "japanese"]),
    ("ka", &["kat", "geo", "georgian"]),
    ("ko", &["kor", "korean"]),
    ("lt", &["lit", "lithuanian"]),
    ("lv", &["lav", "latvian"]),
    ("nl", &["nld", "dut", "dutch", "nederlands"]),
    ("no", &["nor", "norwegian", "nb", "nob", "nn", "nno"]),
    ("pl", &["pol", "polish"]),
    ("pt", &["por", "portuguese", "português"]),
    ("ro", &["ron", "rum", "romanian"]),
    ("ru", &["rus", "russian"]),
    ("sk", &["slk", "slo", "slovak"]),
    ("sl", &["slv", "slovenian"]),
    ("sq", &["sqi", "alb", "albanian"]),
    ("sr", &["srp", "serbian"]),
    ("sv", &["swe", "swedish"]),
    ("ta", &["tam", "tamil"]),
    ("th", &["tha", "thai"]),
    ("tr", &["tur", "turkish"]),
    ("uk", &["ukr", "ukrainian"]),
    ("ur", &["urd", "urdu"]),
    ("vi", &["vie", "vietnamese"]),
    ("zh", &["zho", "chi", "chinese", "cmn", "mandarin"]),
];

/// The code by which a language is compared: `English`, `eng`, `en-US` and `en_GB` are `en`. What
/// is not known stays as it is, in lower case.
///
/// ```
/// use framescope::corpus::language_code;
///
/// assert_eq!(language_code(" en-US "), "en");
/// assert_eq!(language_code("German"), "de");
/// assert_eq!(language_code("tlh"), "tlh");
/// ```
pub fn language_code(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let base = text.split(['-', '_']).next().unwrap_or_default();
    let is_of = |(code, others): &&(&str, &[&str])| {
        *code == base || others.contains(&base) || others.contains(&text.as_str())
    };
    match LANGUAGES.iter().find(is_of) {
        Some((code, _)) => (*code).to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_and_name_has_one_language() {
        let mut seen = std::collections::HashSet::new();
        for (code, others) in LANGUAGES {
            assert_eq!(code.len(), 2);
            assert!(seen.insert(*code), "{code}");
            for other in *others {
                assert!(seen.insert(*other), "{other}");
                assert_eq!(language_code(other), *code);
            }
        }
    }
}
