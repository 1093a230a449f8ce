//! What the native format says to readers of a report: what a lexicon measures, and the titles of
//! its categories, referents and variants.

use super::super::error::{LexiconError, Problem};
use super::super::measures::Measures;
use super::super::model::LexiconKind;
use super::toml_value::{TomlReader, TomlTable};
use crate::prose::nearest;
use std::collections::BTreeMap;
use toml::de::DeValue;

/// Titles of variants, by their names.
pub(super) type VariantTitles = BTreeMap<String, String>;

impl TomlReader<'_> {
    /// What the lexicon says that it measures.
    pub(super) fn measures(
        &self,
        table: &TomlTable<'_>,
        kind: LexiconKind,
    ) -> Result<Option<Measures>, LexiconError> {
        const KEY: &str = "measures";
        let Some(value) = table.get(KEY) else { return Ok(None) };
        let offset = value.span().start;
        let allowed = kind.may_measure();
        if allowed.is_empty() {
            return Err(self.error(offset, Problem::MeasuresNothing));
        }
        let DeValue::String(name) = value.get_ref() else {
            return Err(self.wrong(KEY, value, "one word in quotation marks, such as \"label\""));
        };
        let stated = Measures::from_name(name).filter(|stated| allowed.contains(stated));
        stated.map(Some).ok_or_else(|| {
            let words: Vec<&'static str> = allowed.iter().map(|known| known.name()).collect();
            let near = nearest(name, words.iter().copied());
            let problem = Problem::UnknownWord {
                key: KEY,
                found: name.to_string(),
                expected: one_of(&words),
                near: words.into_iter().find(|word| Some(*word) == near),
            };
            self.error(offset, problem)
        })
    }

    /// The title of a category or referent.
    pub(super) fn title(&self, table: &TomlTable<'_>) -> Result<Option<String>, LexiconError> {
        self.line(table, "title")
    }

    /// The titles that a referent gives its variants.
    pub(super) fn variant_titles(
        &self,
        table: &TomlTable<'_>,
        place: &str,
        variants: &TomlTable<'_>,
    ) -> Result<VariantTitles, LexiconError> {
        let Some(value) = table.get("titles") else { return Ok(VariantTitles::new()) };
        let titles = self.table("titles", value)?;
        let known: Vec<&str> = variants.keys().map(|name| name.get_ref().as_ref()).collect();
        self.keys(titles, &format!("the titles of {place}"), &known)?;
        let mut read = VariantTitles::new();
        for name in titles.keys() {
            let name: &str = name.get_ref().as_ref();
            if let Some(title) = self.line(titles, name)? {
                read.insert(name.to_owned(), title);
            }
        }
        Ok(read)
    }

    /// A text that fits a heading: one line that is not empty.
    fn line(&self, table: &TomlTable<'_>, key: &str) -> Result<Option<String>, LexiconError> {
        let Some(text) = self.text(table, key)? else { return Ok(None) };
        let is_line = !text.trim().is_empty() && !text.contains(char::is_control);
        match table.get(key).filter(|_| !is_line) {
            Some(value) => Err(self.wrong(key, value, "one line of text")),
            None => Ok(Some(text)),
        }
    }
}

/// `"a", "b" or "c"`
fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use crate::lexicon::read_toml;

    #[track_caller]
    fn message(body: &str) -> String {
        let source = format!("name = \"my\"\n{body}");
        read_toml("my.toml", source.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_wrong_measure_is_refused_with_the_nearest() {
        assert_eq!(
            message("measures = \"lable\"\n[category.a]\nterms = [\"x\"]"),
            "my.toml:2:12: `measures` is the text \"lable\"; expected \"label\", \"action\", \
             \"evaluation\" or \"topic\"; did you mean \"label\"?"
        );
        assert_eq!(
            message("measures = \"bias\"\n[referent.a.variants]\nb = [\"x\"]"),
            "my.toml:2:12: `measures` is the text \"bias\"; expected \"naming\""
        );
        assert_eq!(
            message("measures = 3\n[category.a]\nterms = [\"x\"]"),
            "my.toml:2:12: `measures` is the number 3; expected one word in quotation marks, such \
             as \"label\""
        );
        for tables in ["[actor.a]\nname = \"A\"\naliases = [\"x\"]", "[cue.a.roles]\nverb = []"] {
            let found = message(&format!("measures = \"naming\"\n{tables}"));
            assert!(found.starts_with("my.toml:2:12: lexicons of `actor` or `cue`"), "{found}");
        }
    }

    #[test]
    fn a_title_is_one_line_and_names_a_variant_that_there_is() {
        for title in ["", "  ", "a\\nb"] {
            let found = message(&format!("[category.a]\ntitle = \"{title}\"\nterms = [\"x\"]"));
            assert!(
                found.starts_with("my.toml:3:9: `title` is the text")
                    && found.ends_with("expected one line of text"),
                "{found}"
            );
        }
        let naming = "[referent.a]\ntitles = { c = \"C\" }\n[referent.a.variants]\nb = [\"x\"]";
        assert_eq!(
            message(naming),
            "my.toml:3:12: unknown key `c` in the titles of [referent.a]; expected b"
        );
    }
}
