//! The form under which a token is looked up: one spelling for what readers take as one word.

use super::script::is_hebrew;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// A token's two forms: `plain` ignores case, `cased` keeps it (for entries such as `US` that must
/// not find `us`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normalized {
    /// Lower case.
    pub plain: String,
    /// Case as written.
    pub cased: String,
}

impl Normalized {
    /// Overwrites both forms with those of `token`, reusing the memory.
    ///
    /// NFKC; apostrophes of every shape become `'`; soft hyphens and invisible marks go, and so do
    /// the points of Hebrew and the vowel signs and lengthening strokes of Arabic; geresh and
    /// gershayim become `'` and `"`; underscores round the word go; dotted capitals lose their dots
    /// (`U.S` is `US`); a final `'s` goes; then lower case for `plain`.
    ///
    /// ```
    /// use framescope::text::Normalized;
    ///
    /// let mut form = Normalized::default();
    /// form.set("militia’s");
    /// assert_eq!(form.plain, "militia");
    /// form.set("U.S");
    /// assert_eq!((form.plain.as_str(), form.cased.as_str()), ("us", "US"));
    /// ```
    pub fn set(&mut self, token: &str) {
        self.cased.clear();
        if token.is_ascii() {
            self.cased.push_str(token);
        } else {
            let is_shown = |&c: &char| !is_invisible(c) && !is_point(c);
            self.cased.extend(token.nfkc().filter(is_shown).map(straight_mark));
            strip_hebrew(&mut self.cased);
            if self.cased.is_empty() {
                self.cased.push_str(token);
            }
        }
        strip(&mut self.cased);
        self.plain.clear();
        if self.cased.is_ascii() {
            self.plain.push_str(&self.cased);
            self.plain.make_ascii_lowercase();
        } else {
            // Of the text as a whole, since a sigma at the end of a word has a small letter of
            // its own.
            self.plain.push_str(&self.cased.to_lowercase());
        }
    }
}

/// Soft hyphen, zero-width space, direction marks, word joiner, byte order mark: seen by nobody.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
    ) || matches!(c, '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A point or accent of Hebrew, a vowel sign of Arabic or its lengthening stroke: written or left
/// out at will.
fn is_point(c: char) -> bool {
    ('\u{591}'..='\u{6ed}').contains(&c)
        && matches!(
            c,
            '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}'
                | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}'
                | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
                | '\u{6e7}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        )
}

fn straight_mark(c: char) -> char {
    match c {
        '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | 'ʽ' | 'ʾ' | 'ʿ' | '`' | '´' | '׳' => '\'',
        // Inside a word only where they are gershayim.
        '״' | '“' | '”' => '"',
        other => other,
    }
}

/// Writes gershayim as `"` where two apostrophes stand for it, and drops the apostrophe at the end
/// of a Hebrew word, which UAX #29 keeps in one spelling only.
fn strip_hebrew(form: &mut String) {
    if form.contains("''") && form.contains(is_hebrew) {
        *form = form.replace("''", "\"");
    }
    let letters = form.trim_end_matches('\'');
    if letters.len() < form.len() && letters.ends_with(is_hebrew) {
        form.truncate(letters.len());
    }
}

/// A normalized form as entries are compared with it: with one small sigma, whatever its place in
/// the word.
pub(crate) fn matched_form(form: &str) -> Cow<'_, str> {
    match !form.is_ascii() && form.contains('ς') {
        true => Cow::Owned(form.replace('ς', "σ")),
        false => Cow::Borrowed(form),
    }
}

/// Drops underscores round the word, the dots of dotted capitals, and a final possessive `'s`.
/// Never leaves nothing.
fn strip(form: &mut String) {
    if form.starts_with('_') || form.ends_with('_') {
        let bare = form.trim_matches('_');
        if !bare.is_empty() {
            *form = bare.to_owned();
        }
    }
    if form.len() > 2 && (form.ends_with("'s") || form.ends_with("'S")) {
        form.truncate(form.len() - 2);
    }
    if is_dotted_capitals(form) {
        form.retain(|c| c != '.');
    }
}

/// Whether a token is capitals with dots between, as `U.S` (the last dot is not part of the token).
pub(crate) fn is_dotted_capitals(form: &str) -> bool {
    form.contains('.')
        && form.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(token: &str) -> String {
        let mut form = Normalized::default();
        form.set(token);
        form.plain
    }

    #[test]
    fn one_spelling_for_one_word() {
        assert_eq!(plain("Militia’s"), "militia");
        assert_eq!(plain("MILITIA'S"), "militia");
        assert_eq!(plain("Sha‘abi"), plain("Sha'abi"));
        assert_eq!(plain("mili\u{ad}tia"), "militia");
        assert_eq!(plain("_foreign_"), "foreign");
        assert_eq!(plain("U.S.A"), "usa");
        assert_eq!(plain("a.m"), "a.m", "only capitals lose their dots");
        assert_eq!(plain("ﬁghters"), "fighters");
        assert_eq!(plain("É́TAT"), "é́tat");
        assert_eq!(plain("___"), "___", "never nothing");
        assert_eq!(plain("’s"), "'s");
    }

    #[test]
    fn marks_that_may_be_left_out_and_signs_of_two_shapes_make_no_difference() {
        for (written, expected) in [
            ("צה״ל", "צה\"ל"),
            ("צה”ל", "צה\"ל"),
            ("צה''ל", "צה\"ל"),
            ("ג׳ורג׳", "ג'ורג"),
            ("ג'ורג'", "ג'ורג"),
            ("ג’ורג", "ג'ורג"),
            ("מִשְׁטָר", "משטר"),
            ("מ\u{fb2a}טר", "משטר"),
            ("مِيلِيشْيَا", "ميليشيا"),
            ("ميليـــشيا", "ميليشيا"),
            ("أَمْن", "أمن"),
            ("ـــ", "ـــ"),
            ("ΜΙΛΙΤΣΙΑΣ", "μιλιτσιας"),
            ("Étаt's", "étаt"),
        ] {
            assert_eq!(plain(written), expected, "{written}");
        }
        assert_eq!(matched_form("μιλιτσιας"), "μιλιτσιασ");
        assert_eq!(matched_form("militias"), "militias");
    }
}
