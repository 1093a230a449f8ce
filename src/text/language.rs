//! The language of a document, where nobody has said it.

/// How much of a text is looked at, in characters: enough to be sure, little enough to cost
/// nothing.
const SAMPLE: usize = 2000;

/// The ISO 639-1 code of the language that `text` is written in, or `None` where that is not clear.
///
/// ```
/// use framescope::text::detect_language;
///
/// let text = "The army entered the city on Friday after weeks of shelling, residents said.";
/// assert_eq!(detect_language(text), Some("en"));
/// assert_eq!(detect_language("12 34"), None);
/// ```
pub fn detect_language(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
    let info = whatlang::detect(text.get(..end)?)?;
    if !info.is_reliable() {
        return None;
    }
    two_letters(info.lang().code())
}

/// ISO 639-3 to 639-1 for the languages that the detector knows.
fn two_letters(code: &str) -> Option<&'static str> {
    const CODES: [(&str, &str); 44] = [
        ("afr", "af"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kat", "ka"),
        ("kor", "ko"),
        ("lit", "lt"),
        ("nld", "nl"),
        ("nob", "no"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("slk", "sk"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("vie", "vi"),
    ];
    CODES.iter().find(|(three, _)| *three == code).map(|(_, two)| *two)
}
