//! The form under which a token is looked up: one spelling for what readers take as one word.

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
    /// NFKC; apostrophes of every shape become `'`; soft hyphens and invisible marks go;
    /// underscores round the word go; dotted capitals lose their dots (`U.S` is `US`); a final `'s`
    /// goes; then lower case for `plain`.
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
            self.cased.extend(token.nfkc().filter(|&c| !is_invisible(c)).map(straight_apostrophe));
        }
        strip(&mut self.cased);
        self.plain.clear();
        if self.cased.is_ascii() {
            self.plain.push_str(&self.cased);
            self.plain.make_ascii_lowercase();
        } else {
            self.plain.extend(self.cased.chars().flat_map(char::to_lowercase));
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

fn straight_apostrophe(c: char) -> char {
    match c {
        '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | 'ʽ' | 'ʾ' | 'ʿ' | '`' | '´' => '\'',
        other => other,
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
}
