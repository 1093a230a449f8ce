//! The native format, written: read back it is the same lexicon, places and comments aside.

use super::super::model::{
    AppliesTo, Category, Condition, Entry, Lexicon, LexiconKind, Overlap, Within,
};
use super::super::pattern::MatchMode;
use super::written::Written;
use std::fmt::Write;

/// Writes any lexicon; the native form holds all that there is to say of one.
pub(crate) fn write(lexicon: &Lexicon) -> Written {
    let mut out = String::new();
    text(&mut out, "name", &lexicon.name);
    if lexicon.states_language {
        text(&mut out, "language", &lexicon.language);
    }
    let said = [
        ("version", &lexicon.version),
        ("license", &lexicon.license),
        ("description", &lexicon.description),
    ];
    said.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .for_each(|(key, value)| text(&mut out, key, value));
    if let Some(measures) = lexicon.measures {
        text(&mut out, "measures", measures.name());
    }
    if lexicon.applies_to == AppliesTo::Actions {
        text(&mut out, "applies_to", "actions");
    }
    if lexicon.overlap != Overlap::default() {
        text(&mut out, "overlap", lexicon.overlap.name());
    }
    if !lexicon.exceptions.is_empty() {
        entries(&mut out, "except", &lexicon.exceptions);
    }
    if !lexicon.names.is_empty() {
        list(&mut out, "names", lexicon.names.iter().map(|name| quoted(&name.term)));
    }
    match lexicon.kind {
        LexiconKind::Framing => framing(&mut out, &lexicon.categories),
        LexiconKind::Actors => lexicon.categories.iter().for_each(|category| {
            header(&mut out, "actor", &category.name);
            text(&mut out, "name", category.title.as_deref().unwrap_or(&category.name));
            described(&mut out, &category.description);
            entries(&mut out, "aliases", &category.entries);
        }),
        LexiconKind::Naming => groups(&mut out, "referent", "variants", &lexicon.categories),
        LexiconKind::Cues => groups(&mut out, "cue", "roles", &lexicon.categories),
    }
    for axis in &lexicon.axes {
        out.push_str("\n[[axis]]\n");
        for (key, value) in
            [("name", &axis.name), ("positive", &axis.positive), ("negative", &axis.negative)]
        {
            text(&mut out, key, value);
        }
    }
    Written { text: out, losses: Vec::new(), unsaid: Vec::new() }
}

fn framing(out: &mut String, categories: &[Category]) {
    for category in categories {
        let nested = |other: &Category| {
            other.name.strip_prefix(&category.name).is_some_and(|rest| rest.starts_with('.'))
        };
        header(out, "category", &category.name);
        titled(out, category.title.as_deref());
        described(out, &category.description);
        // A category of categories need not have terms.
        if !category.entries.is_empty() || !categories.iter().any(nested) {
            entries(out, "terms", &category.entries);
        }
    }
}

/// Referents with their variants, or cues with their roles: the lists of one group stand together
/// and share a description.
fn groups(out: &mut String, table: &str, lists: &str, categories: &[Category]) {
    let split = |category: &Category| {
        let (group, list) =
            category.name.split_once('.').unwrap_or((&category.name, &category.name));
        (group.to_owned(), list.to_owned())
    };
    for group in categories.chunk_by(|a, b| split(a).0 == split(b).0) {
        let Some(first) = group.first() else { continue };
        let name = split(first).0;
        header(out, table, &name);
        titled(out, first.referent_title.as_deref());
        let titles: Vec<String> = group
            .iter()
            .filter_map(|variant| Some((split(variant).1, variant.title.as_deref()?)))
            .map(|(variant, title)| format!("{} = {}", key(&variant), quoted(title)))
            .collect();
        if !titles.is_empty() {
            let _ = writeln!(out, "titles = {{ {} }}", titles.join(", "));
        }
        described(out, &first.description);
        let _ = writeln!(out, "[{table}.{}.{lists}]", key(&name));
        group.iter().for_each(|category| entries(out, &key(&split(category).1), &category.entries));
    }
}

fn header(out: &mut String, table: &str, name: &str) {
    let path: Vec<String> = name.split('.').map(key).collect();
    let _ = writeln!(out, "\n[{table}.{}]", path.join("."));
}

fn titled(out: &mut String, title: Option<&str>) {
    if let Some(title) = title {
        text(out, "title", title);
    }
}

fn described(out: &mut String, description: &str) {
    if !description.is_empty() {
        text(out, "description", description);
    }
}

fn text(out: &mut String, key: &str, value: &str) {
    let _ = writeln!(out, "{key} = {}", quoted(value));
}

fn entries(out: &mut String, key: &str, entries: &[Entry]) {
    list(out, key, entries.iter().map(entry));
}

/// A list with one item a line.
fn list(out: &mut String, key: &str, items: impl Iterator<Item = String>) {
    let lines: String = items.map(|item| format!("    {item},\n")).collect();
    let _ = if lines.is_empty() {
        writeln!(out, "{key} = []")
    } else {
        writeln!(out, "{key} = [\n{lines}]")
    };
}

fn entry(entry: &Entry) -> String {
    let mut said = vec![format!("term = {}", quoted(&entry.term))];
    if entry.weight != 1.0 {
        said.push(format!("weight = {:?}", entry.weight));
    }
    if entry.case {
        said.push("case = true".to_owned());
    }
    match entry.mode {
        MatchMode::Glob => {}
        MatchMode::Exact => said.push("match = \"exact\"".to_owned()),
        MatchMode::Stem => said.push("match = \"stem\"".to_owned()),
    }
    if let Some(Condition { near, not_near, within }) = entry.condition.as_deref() {
        for (key, neighbours) in [("near", near), ("not_near", not_near)]
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
        {
            let terms: Vec<String> =
                neighbours.iter().map(|neighbour| quoted(&neighbour.term)).collect();
            said.push(format!("{key} = [{}]", terms.join(", ")));
        }
        if let Within::Tokens(tokens) = within {
            said.push(format!("within = {tokens}"));
        }
    }
    if let Some(note) = &entry.note {
        said.push(format!("note = {}", quoted(note)));
    }
    match said.as_slice() {
        [_] => quoted(&entry.term),
        _ => format!("{{ {} }}", said.join(", ")),
    }
}

/// A bare key where the letters allow it.
fn key(name: &str) -> String {
    let bare = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{EntryOptions, Position, bundled_names, load};
    use proptest::prelude::*;

    /// The lexicon without what writing does not keep.
    fn bare(mut lexicon: Lexicon) -> Lexicon {
        lexicon.sha256.clear();
        let entries = lexicon.categories.iter_mut().flat_map(|category| {
            category.position = Position::default();
            &mut category.entries
        });
        entries
            .chain(&mut lexicon.exceptions)
            .chain(&mut lexicon.names)
            .for_each(|entry| entry.position = Position::default());
        lexicon
    }

    #[track_caller]
    fn there_and_back(lexicon: Lexicon) {
        let written = write(&lexicon);
        let back = super::super::toml::read("back.toml", written.text.as_bytes())
            .unwrap_or_else(|error| panic!("{error}\n{}", written.text));
        assert_eq!(bare(back), bare(lexicon));
    }

    #[test]
    fn every_bundled_lexicon_comes_back_as_it_was() {
        for name in bundled_names() {
            there_and_back(load(name).unwrap());
        }
    }

    #[test]
    fn all_that_can_be_said_comes_back() {
        let source = r#"
            name = "t"
            version = "2"
            overlap = "all"
            applies_to = "actions"
            except = [{ term = "x y", case = true }]
            names = ["Free Army"]
            description = "a \"b\" \\ c\nd\u0007"
            [category."größe"]
            [category."größe".terms-]
            terms = []
            [category.a]
            description = "d"
            terms = [
                { term = "run", match = "stem", weight = -1e300 },
                { term = "q", match = "exact" },
                { term = "strike", near = ["a"], not_near = ["u*", "x"], within = 5, note = "n" },
                { term = "z", not_near = ["q"], weight = 0.1 },
            ]
            [[axis]]
            name = "z"
            positive = "a"
            negative = "größe"
        "#;
        there_and_back(super::super::toml::read("t.toml", source.as_bytes()).unwrap());
    }

    proptest! {
        #[test]
        fn any_terms_and_notes_come_back(
            terms in proptest::collection::vec("\\PC{1,12}", 1..5),
            note in "(?s).{0,12}",
            weight in -1e9..1e9_f64,
        ) {
            let mut lexicon = load("conflict-labels").unwrap();
            let options = EntryOptions { note: Some(note), weight, ..EntryOptions::default() };
            let parse = |term: &String| {
                Entry::parse(term, options.clone(), Position::default(), "en").ok()
            };
            lexicon.categories[0].entries.extend(terms.iter().filter_map(parse));
            there_and_back(lexicon);
        }
    }
}
