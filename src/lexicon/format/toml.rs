//! The native format: one TOML file per lexicon, read with the place of every key.
//!
//! ```toml
//! name = "conflict-labels"
//! language = "en"
//! version = "1.0.0"
//! license = "CC0-1.0"
//! description = "Labels for the parties to a conflict"
//! measures = "label"
//!
//! [category.delegitimising]
//! title = "Labels that deny standing"
//! description = "Labels that deny a party its standing"
//! terms = ["regime", "militia*", { term = "proxy", weight = 0.5, note = "neutral in economics" }]
//! except = ["militia act"]
//!
//! [[axis]]
//! name = "legitimacy"
//! positive = "legitimising"
//! negative = "delegitimising"
//! ```
//!
//! A naming lexicon has `[referent.NAME]` with `title`, `description`, `except`, `variants` (a
//! table of term lists) and `titles` (what readers read for its variants); an actors lexicon has
//! `[actor.NAME]` with `name`, `description`, `aliases` and `except`; a cue lexicon has
//! `[cue.NAME]` with `description`, `except` and `roles` (a table of term lists, one for each
//! [`CueRole`]). A framing lexicon whose terms are deeds rather than labels says so with
//! `applies_to = "actions"`; its categories may be nested (`[category.a.b]`), and `overlap` says
//! which of overlapping matches stand. `except` and `names` may also stand at the top.

use super::super::cue::CueRole;
use super::super::error::{LexiconError, Problem};
use super::super::import::ImportReport;
use super::super::model::{
    AppliesTo, Axis, Category, Entry, EntryOptions, Lexicon, LexiconKind, Overlap,
};
use super::draft::hex;
use super::fitted::is_name;
use super::toml_value::{TomlReader, TomlTable, TomlValue};
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a lexicon from the bytes of a TOML file; `file` is the name for messages.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Lexicon, LexiconError> {
    let source = std::str::from_utf8(bytes).map_err(|error| LexiconError::NotUtf8 {
        file: file.to_owned(),
        offset: error.valid_up_to(),
    })?;
    // A byte order mark, which some editors write, is no part of TOML.
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut reader = TomlReader::new(file, source);
    let table = DeTable::parse(source).map_err(|error| {
        let offset = error.span().map_or(source.len(), |span| span.start);
        reader.error(offset, Problem::Syntax(error.message().replace('\n', ", ")))
    })?;
    reader.lists = reader.lists(table.get_ref())?;
    let mut lexicon = reader.lexicon(&table)?;
    lexicon.sha256 = hex(&Sha256::digest(bytes));
    Ok(lexicon)
}

/// The tables that tell what a lexicon is for.
const KINDS: [(&str, LexiconKind); 4] = [
    ("category", LexiconKind::Framing),
    ("referent", LexiconKind::Naming),
    ("actor", LexiconKind::Actors),
    ("cue", LexiconKind::Cues),
];

/// What may stand at the top of a file.
const KEYS: [&str; 16] = [
    "name",
    "language",
    "version",
    "license",
    "description",
    "measures",
    "applies_to",
    "overlap",
    "lists",
    "except",
    "names",
    "category",
    "referent",
    "actor",
    "cue",
    "axis",
];

const OVERLAPS: &str = "\"longest in lexicon\", \"longest in category\" or \"all\"";
impl TomlReader<'_> {
    fn lexicon(&self, root: &Spanned<TomlTable<'_>>) -> Result<Lexicon, LexiconError> {
        let table = root.get_ref();
        self.keys(table, "the lexicon", &KEYS)?;
        let name = self.required(table, "the lexicon", 0, "name")?;
        if let (Some(value), false) = (table.get("name"), is_name(&name)) {
            return Err(self.error(value.span().start, Problem::BadName(name)));
        }
        let stated = self.text(table, "language")?;
        let states_language = stated.is_some();
        let language = stated.unwrap_or_else(|| "en".to_owned());
        let present: Vec<(&str, LexiconKind)> =
            KINDS.into_iter().filter(|(key, _)| table.contains_key(*key)).collect();
        let &[(key, kind)] = present.as_slice() else {
            let problem = if present.is_empty() { Problem::NoEntries } else { Problem::MixedKinds };
            let offset = present
                .get(1)
                .and_then(|(key, _)| table.get(*key))
                .map_or(0, |value| value.span().start);
            return Err(self.error(offset, problem));
        };
        let mut lexicon = Lexicon {
            name,
            kind,
            applies_to: self.applies_to(table)?,
            measures: self.measures(table, kind)?,
            overlap: self.overlap(table, kind)?,
            language,
            states_language,
            version: self.text(table, "version")?.unwrap_or_default(),
            license: self.text(table, "license")?.unwrap_or_default(),
            description: self.text(table, "description")?.unwrap_or_default(),
            categories: Vec::new(),
            exceptions: Vec::new(),
            names: Vec::new(),
            axes: Vec::new(),
            sha256: String::new(),
            import: ImportReport::default(),
        };
        self.blocked(&mut lexicon, table)?;
        if let Some(value) = table.get(key) {
            let groups = self.table(key, value)?;
            // The order of the file, which the parser's map does not keep.
            let mut ordered: Vec<_> = groups.iter().collect();
            ordered.sort_by_key(|(name, _)| name.span().start);
            for (name, value) in ordered {
                if !is_name(name.get_ref()) {
                    return Err(
                        self.error(name.span().start, Problem::BadName(name.get_ref().to_string()))
                    );
                }
                self.group(&mut lexicon, name.get_ref(), name, value)?;
            }
        }
        if lexicon.entries() == 0 {
            return Err(self.error(0, Problem::NoEntries));
        }
        if let Some(value) = table.get("axis") {
            lexicon.axes = self.axes(value, &lexicon.categories)?;
        }
        Ok(lexicon)
    }

    /// The exceptions and names of a table.
    fn blocked(&self, lexicon: &mut Lexicon, table: &TomlTable<'_>) -> Result<(), LexiconError> {
        let language = lexicon.language.clone();
        if let Some(list) = table.get("except") {
            lexicon.exceptions.extend(self.entries("except", list, &language, false)?);
        }
        if let Some(list) = table.get("names") {
            let DeValue::Array(items) = list.get_ref() else {
                return Err(self.wrong("names", list, "a list of names"));
            };
            for item in items {
                let DeValue::String(name) = item.get_ref() else {
                    return Err(self.wrong("a name", item, "a text in quotation marks"));
                };
                let offset = item.span().start;
                let options = EntryOptions { case: true, ..EntryOptions::default() };
                let entry = Entry::parse(name, options, self.position(offset), &language);
                lexicon.names.push(entry.map_err(|error| self.error(offset, error))?);
            }
        }
        Ok(())
    }

    /// One `[category.NAME]`, `[referent.NAME]`, `[actor.NAME]` or `[cue.NAME]`; `path` is the name
    /// with those of the categories that it is nested in.
    fn group(
        &self,
        lexicon: &mut Lexicon,
        path: &str,
        name: &Spanned<impl AsRef<str>>,
        value: &TomlValue<'_>,
    ) -> Result<(), LexiconError> {
        let (key, offset) = (name.get_ref().as_ref(), name.span().start);
        let position = self.position(offset);
        let table = self.table(key, value)?;
        let language = lexicon.language.clone();
        let (place, keys): (String, &[&str]) = match lexicon.kind {
            LexiconKind::Framing => (
                format!("[category.{path}]"),
                &["title", "description", "terms", "except", "names"],
            ),
            LexiconKind::Naming => (
                format!("[referent.{key}]"),
                &["title", "titles", "description", "variants", "except", "names"],
            ),
            LexiconKind::Actors => {
                (format!("[actor.{key}]"), &["name", "description", "aliases", "except", "names"])
            }
            LexiconKind::Cues => {
                (format!("[cue.{key}]"), &["description", "roles", "except", "names"])
            }
        };
        // Tables in a category are categories nested in it.
        let is_nested = |key: &str, value: &TomlValue<'_>| {
            lexicon.kind == LexiconKind::Framing
                && !keys.contains(&key)
                && matches!(value.get_ref(), DeValue::Table(_))
        };
        let mut nested: Vec<_> =
            table.iter().filter(|(key, value)| is_nested(key.get_ref().as_ref(), value)).collect();
        nested.sort_by_key(|(name, _)| name.span().start);
        for key in table.keys().filter(|key| !nested.iter().any(|(known, _)| known == key)) {
            self.known_key(key, &place, keys)?;
        }
        let title = self.title(table)?;
        let description = self.text(table, "description")?.unwrap_or_default();
        self.blocked(lexicon, table)?;
        let terms = |key: &'static str| {
            table
                .get(key)
                .ok_or_else(|| self.error(offset, Problem::Missing { place: place.clone(), key }))
        };
        match lexicon.kind {
            LexiconKind::Framing => {
                let entries = match table.get("terms") {
                    None if !nested.is_empty() => Vec::new(),
                    _ => self.entries("terms", terms("terms")?, &language, true)?,
                };
                lexicon.categories.push(Category {
                    name: path.to_owned(),
                    title,
                    referent_title: None,
                    role: None,
                    description,
                    entries,
                    position,
                });
                for (name, value) in nested {
                    if !is_name(name.get_ref()) {
                        return Err(self.error(
                            name.span().start,
                            Problem::BadName(name.get_ref().to_string()),
                        ));
                    }
                    self.group(lexicon, &format!("{path}.{}", name.get_ref()), name, value)?;
                }
            }
            LexiconKind::Actors => {
                let entries = self.entries("aliases", terms("aliases")?, &language, false)?;
                let title = Some(self.required(table, &place, offset, "name")?);
                lexicon.categories.push(Category {
                    name: key.to_owned(),
                    title,
                    referent_title: None,
                    role: None,
                    description,
                    entries,
                    position,
                });
            }
            LexiconKind::Naming | LexiconKind::Cues => {
                let lists = if lexicon.kind == LexiconKind::Naming { "variants" } else { "roles" };
                let lists = self.table(lists, terms(lists)?)?;
                let titles = self.variant_titles(table, &place, lists)?;
                let mut ordered: Vec<_> = lists.iter().collect();
                ordered.sort_by_key(|(name, _)| name.span().start);
                for (variant, list) in ordered {
                    if !is_name(variant.get_ref()) {
                        return Err(self.error(
                            variant.span().start,
                            Problem::BadName(variant.get_ref().to_string()),
                        ));
                    }
                    let role = match lexicon.kind {
                        LexiconKind::Cues => Some(self.role(variant)?),
                        _ => None,
                    };
                    lexicon.categories.push(Category {
                        name: format!("{key}.{}", variant.get_ref()),
                        title: titles.get(variant.get_ref().as_ref()).cloned(),
                        referent_title: title.clone(),
                        role,
                        description: description.clone(),
                        entries: self.entries(
                            variant.get_ref(),
                            list,
                            &language,
                            lexicon.kind == LexiconKind::Naming,
                        )?,
                        position: self.position(variant.span().start),
                    });
                }
            }
        }
        Ok(())
    }

    fn role(&self, name: &Spanned<impl AsRef<str>>) -> Result<CueRole, LexiconError> {
        let role = name.get_ref().as_ref();
        CueRole::from_name(role).ok_or_else(|| {
            let expected = CueRole::ALL.map(CueRole::name).join(", ");
            self.error(name.span().start, Problem::UnknownRole { role: role.to_owned(), expected })
        })
    }

    fn applies_to(&self, table: &TomlTable<'_>) -> Result<AppliesTo, LexiconError> {
        let Some(value) = table.get("applies_to") else { return Ok(AppliesTo::Actors) };
        match value.get_ref() {
            DeValue::String(parties) if parties == "actors" => Ok(AppliesTo::Actors),
            DeValue::String(actions) if actions == "actions" => Ok(AppliesTo::Actions),
            _ => Err(self.wrong("applies_to", value, "\"actors\" or \"actions\"")),
        }
    }

    fn overlap(&self, table: &TomlTable<'_>, kind: LexiconKind) -> Result<Overlap, LexiconError> {
        let Some(value) = table.get("overlap") else { return Ok(Overlap::default()) };
        let DeValue::String(name) = value.get_ref() else {
            return Err(self.wrong("overlap", value, OVERLAPS));
        };
        if kind != LexiconKind::Framing {
            return Err(self.error(value.span().start, Problem::OnlyFraming("overlap")));
        }
        Overlap::ALL
            .into_iter()
            .find(|overlap| overlap.name() == name.as_ref())
            .ok_or_else(|| self.wrong("overlap", value, OVERLAPS))
    }

    fn axes(
        &self,
        value: &TomlValue<'_>,
        categories: &[Category],
    ) -> Result<Vec<Axis>, LexiconError> {
        let DeValue::Array(items) = value.get_ref() else {
            return Err(self.wrong("axis", value, "[[axis]] tables"));
        };
        let mut axes = Vec::new();
        for item in items {
            let table = self.table("axis", item)?;
            self.keys(table, "[[axis]]", &["name", "positive", "negative"])?;
            let get = |key| self.required(table, "[[axis]]", item.span().start, key);
            let axis =
                Axis { name: get("name")?, positive: get("positive")?, negative: get("negative")? };
            for (key, pole) in [("positive", &axis.positive), ("negative", &axis.negative)] {
                if !categories.iter().any(|category| category.name == *pole) {
                    let known =
                        categories.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ");
                    let offset =
                        table.get(key).map_or(item.span().start, |value| value.span().start);
                    let problem = Problem::UnknownCategory {
                        axis: axis.name.clone(),
                        category: pole.clone(),
                        known,
                    };
                    return Err(self.error(offset, problem));
                }
            }
            axes.push(axis);
        }
        Ok(axes)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::model::{Position, Within};
    use super::*;
    use proptest::prelude::*;

    const HEAD: &str = "name = \"test\"\nlanguage = \"en\"\n";

    fn message(body: &str) -> String {
        read("my.toml", format!("{HEAD}{body}").as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn the_native_form_is_read_in_file_order() {
        let body = "[category.b]\nterms = [\"regime\", { term = \"proxy\", weight = 0.5, note = \
            \"n\" }]\nexcept = [\"tax regime\"]\n\
            [category.a]\nterms = [{ term = \"US\", case = true }]\n[[axis]]\nname = \
            \"x\"\npositive = \"a\"\nnegative = \"b\"\n";
        let lexicon = read("my.toml", format!("{HEAD}{body}").as_bytes()).unwrap();
        assert_eq!(
            lexicon.categories.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(),
            ["b", "a"]
        );
        let proxy = &lexicon.categories[0].entries[1];
        assert_eq!(
            (proxy.term.as_str(), proxy.weight, proxy.position),
            ("proxy", 0.5, Position { line: 4, column: 20 })
        );
        assert!(lexicon.categories[1].entries[0].case);
        assert_eq!((lexicon.exceptions.len(), lexicon.axes.len(), lexicon.entries()), (1, 1, 3));
        assert_eq!(lexicon.sha256.len(), 64);
    }

    #[test]
    fn nested_categories_stand_behind_their_parent() {
        let body = "[category.a.y]\nterms = [\"p\"]\n[category.a]\ndescription = \
            \"d\"\n[category.b]\nterms = [\"q\"]\n[category.b.z.k]\nterms = [\"r\"]\n";
        let lexicon = read("my.toml", format!("{HEAD}{body}").as_bytes()).unwrap();
        assert_eq!(
            lexicon.categories.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(),
            ["a", "a.y", "b", "b.z", "b.z.k"]
        );
        assert_eq!(
            lexicon.categories.iter().map(|c| c.entries.len()).collect::<Vec<_>>(),
            [0, 1, 1, 0, 1]
        );
        assert_eq!(lexicon.categories[0].description, "d");
    }

    #[test]
    fn conditions_names_and_the_policy_are_read() {
        let body = "overlap = \"all\"\nnames = [\"Liberation Front\"]\nexcept = [\"x \
            y\"]\n[category.a]\nterms = [{ term = \"strike\", near = [\"air\"], not_near = \
            [\"workers\", \"union*\"], within = 5 }, { term = \"z\", near = [\"q\", \"@w\"] \
            }]\n[lists]\nw = [\"r\", \"s t\"]\n";
        let lexicon = read("my.toml", format!("{HEAD}{body}").as_bytes()).unwrap();
        assert_eq!(
            (lexicon.overlap, lexicon.names.len(), lexicon.exceptions.len()),
            (Overlap::All, 1, 1)
        );
        let strike = lexicon.categories[0].entries[0].condition.as_deref().unwrap();
        assert_eq!(
            (strike.near.len(), strike.not_near[1].term.as_str(), strike.within),
            (1, "union*", Within::Tokens(5))
        );
        let z = lexicon.categories[0].entries[1].condition.as_deref().unwrap();
        assert_eq!(
            (z.near.iter().map(|n| n.term.as_str()).collect::<Vec<_>>(), z.within),
            (vec!["q", "r", "s t"], Within::Sentence)
        );
    }

    #[test]
    fn naming_and_actors_are_kinds_of_their_own() {
        let naming = format!(
            "{HEAD}[referent.is]\n[referent.is.variants]\nisis = [\"ISIS\"]\nislamic-state = \
             [\"Islamic State\"]\n"
        );
        let naming = read("n.toml", naming.as_bytes()).unwrap();
        assert_eq!(naming.kind, LexiconKind::Naming);
        assert_eq!(naming.categories[1].name, "is.islamic-state");
        let actors = read(
            "a.toml",
            format!("{HEAD}[actor.un]\nname = \"United Nations\"\naliases = [\"UN\"]\n").as_bytes(),
        )
        .unwrap();
        assert_eq!(actors.categories[0].title.as_deref(), Some("United Nations"));
    }

    #[test]
    fn errors_name_the_place_what_was_found_and_what_was_expected() {
        assert_eq!(
            message("[category.a]\nterm = [\"x\"]\n"),
            "my.toml:4:1: unknown key `term` in [category.a]; expected title, description, terms, \
             except, names"
        );
        assert_eq!(
            message("[category.a]\nterms = [\"x\", { term = \"y\", wieght = 2 }]\n"),
            "my.toml:4:29: unknown key `wieght` in an entry; expected term, weight, note, case, \
             match, near, not_near, within"
        );
        assert_eq!(
            message("[category.a]\nterms = \"x\"\n"),
            "my.toml:4:9: `terms` is the text \"x\"; expected a list of terms"
        );
        assert!(message("[category.a]\nterms = [\"x\"\n").starts_with("my.toml:"));
        assert_eq!(
            message("[category.a]\nterms = [7]\n"),
            "my.toml:4:10: `a term` is the number 7; expected a text in quotation marks or { term \
             = \"…\" }"
        );
        assert!(
            message("[category.a]\nterms = [\"&\"]\n")
                .contains("my.toml:4:10: `&` has no letter or digit")
        );
        assert!(message("[category.a]\nterms = []\n").contains("no entries"));
        assert!(
            message("[category.a]\nterms = [\"x\"]\n[actor.b]\nname = \"b\"\naliases = [\"b\"]")
                .contains("not several")
        );
        assert!(message("[category.\"a b\"]\nterms = [\"x\"]\n").contains("the name `a b`"));
        assert!(
            message(
                "[category.a]\nterms=[\"x\"]\n[[axis]]\nname=\"z\"\npositive=\"a\"\nnegative=\"q\""
            )
            .contains("my.toml:8:10: axis `z` names the category `q`")
        );
        for (entry, expected) in [
            (
                "{ term = \"x\", near = \"y\" }",
                "`near` is the text \"y\"; expected a list of terms",
            ),
            ("{ term = \"x\", near = [\"&\"] }", "`&` has no letter or digit"),
            ("{ term = \"x\", near = [\"@y\"] }", "there is no list `y`; [lists] has none"),
            (
                "{ term = \"x\", within = 3 }",
                "`within` says how far, but there is no `near` or `not_near`",
            ),
            (
                "{ term = \"x\", near = [\"y\"], within = 0 }",
                "`within` is the number 0; expected a number of tokens from 1 up",
            ),
            (
                "{ term = \"x\", near = [\"y\"], within = \"line\" }",
                "`within` is the text \"line\"; expected a number of tokens",
            ),
        ] {
            let found = message(&format!("[category.a]\nterms = [{entry}]\n"));
            assert!(found.starts_with("my.toml:4:") && found.contains(expected), "{found}");
        }
        assert!(
            message("overlap = \"any\"\n[category.a]\nterms=[\"x\"]")
                .contains("expected \"longest in lexicon\", \"longest in category\" or \"all\"")
        );
        assert!(
            message("[actor.a]\nname=\"A\"\naliases=[{ term = \"x\", near = [\"y\"] }]")
                .contains("read in categories and variants only")
        );
        assert!(
            message("[category.a]\nterms=[\"x\"]\nnames=[7]").contains("`a name` is the number 7")
        );
        assert!(
            message("[category.a.b]\nterms=[\"x\"]\n[category.a.c]\nterm=[\"x\"]")
                .contains("unknown key `term` in [category.a.c]")
        );
        assert!(
            read("my.toml", b"name = \"\xff\"")
                .unwrap_err()
                .to_string()
                .contains("byte 8 is not UTF-8")
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read("x.toml", &bytes);
        }

        #[test]
        fn any_term_list_is_read_or_refused(term in "\\PC{0,12}", weight in "\\PC{0,6}") {
            let _ = read("x.toml", format!("{HEAD}[category.a]\nterms = [{{ term = \"{term}\", \
                weight = {weight} }}]").as_bytes());
        }
    }
}
