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
    let sample = text.get(..end)?;
    if is_english(sample) {
        return Some("en");
    }
    let info = whatlang::detect(sample)?;
    if !info.is_reliable() {
        return None;
    }
    two_letters(info.lang().code())
}

/// Whether a text has the small words of English. The detector goes by letters, and takes short
/// texts with foreign names for other languages.
fn is_english(text: &str) -> bool {
    // Words that other languages in Latin letters do not have, or hardly.
    const WORDS: [&str; 16] = [
        "the", "and", "that", "with", "they", "this", "from", "which", "their", "were", "who",
        "said", "has", "would", "been", "after",
    ];
    let (mut words, mut english) = (0_usize, 0_usize);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        words += 1;
        english += usize::from(WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)));
    }
    // In running English every sixth word is one of them.
    english > 0 && english * 12 >= words
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
