//! What readers of a report read for a category: its title where the lexicon states one, else its
//! name written plainly.

use super::model::{Category, LexiconKind};

/// A name written plainly: `-`, `_` and `.` as spaces, a capital at the beginning.
///
/// ```
/// assert_eq!(framescope::lexicon::plain_title("estate-tax"), "Estate tax");
/// ```
pub fn plain_title(name: &str) -> String {
    let spaced = name.replace(['-', '_', '.'], " ");
    let words = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = words.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest).collect()
}

impl Category {
    /// The name of the referent or group that the category belongs to: what comes before the
    /// first dot of its name.
    pub fn referent(&self) -> &str {
        self.name.split_once('.').map_or(&self.name, |(referent, _)| referent)
    }

    /// What readers of a report read for it: the stated title, or the plain name. A variant's is
    /// without that of its referent.
    pub fn title_in(&self, kind: LexiconKind) -> String {
        let name = match kind {
            LexiconKind::Naming => {
                self.name.split_once('.').map_or(self.name.as_str(), |(_, variant)| variant)
            }
            LexiconKind::Framing | LexiconKind::Actors | LexiconKind::Cues => &self.name,
        };
        self.title.clone().unwrap_or_else(|| plain_title(name))
    }

    /// What readers of a report read for the referent of a variant; none outside naming lexicons.
    pub fn referent_title_in(&self, kind: LexiconKind) -> Option<String> {
        let plain = || plain_title(self.referent());
        (kind == LexiconKind::Naming).then(|| self.referent_title.clone().unwrap_or_else(plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::read_toml;

    #[test]
    fn a_plain_title_has_no_signs_of_names_of_files() {
        for (name, expected) in
            [("death-tax", "Death tax"), ("a.b_c", "A b c"), ("-x-", "X"), ("état", "État")]
        {
            assert_eq!(plain_title(name), expected);
        }
    }

    #[test]
    fn a_title_that_is_not_stated_is_the_name_written_plainly() {
        let source = "name = \"t\"\n[referent.estate-tax]\ntitles = { death-tax = \"“Death \
            tax”\" }\n[referent.estate-tax.variants]\ndeath-tax = [\"x\"]\ninheritance-tax = \
            [\"y\"]\n[referent.b]\ntitle = \"Something else\"\n[referent.b.variants]\nc = [\"z\"]";
        let lexicon = read_toml("t.toml", source.as_bytes()).unwrap();
        let titles: Vec<_> = lexicon
            .categories
            .iter()
            .map(|c| (c.referent_title_in(lexicon.kind).unwrap(), c.title_in(lexicon.kind)))
            .collect();
        let expected = [
            ("Estate tax", "“Death tax”"),
            ("Estate tax", "Inheritance tax"),
            ("Something else", "C"),
        ];
        assert_eq!(titles, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
