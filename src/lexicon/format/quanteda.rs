//! quanteda's dictionaries in YAML (`.yml`, `.yaml`), as `dictionary(file = )` reads them and
//! `as.yaml()` writes them.
//!
//! ```yaml
//! affect:
//!   posemo: [good*, kind of]
//!   negemo:
//!     - bad*
//!   __: feel*          # entries of affect itself
//! ```
//!
//! A list may hold nested categories beside entries, as mappings of one key; an empty key stands
//! for `__`. Entries are globs whatever their case; each counts in every category that lists it
//! ([`Overlap::Category`](super::super::model::Overlap), as quanteda's default `nested_scope =
//! "key"` has it).

use super::super::error::LexiconError;
use super::super::model::{EntryOptions, Lexicon, Position};
use super::super::read_options::ReadOptions;
use super::draft::{CategoryAt, LexiconDraft, Manner};
use super::problem::ImportProblem;
use super::source::DecodedFile;
use super::written::{Holds, Wildcards, Written, outline};
use crate::prose::folded;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};
use std::fmt::Write;

/// Mappings and lists may be nested so deep; far more than categories may.
const MAX_DEPTH: usize = 96;

struct YamlNode {
    position: Position,
    value: YamlValue,
}

enum YamlValue {
    Null,
    Text(String),
    List(Vec<YamlNode>),
    Map(Vec<(YamlNode, YamlNode)>),
}

/// A list or mapping that is not yet at its end.
enum OpenYaml {
    List(Vec<YamlNode>),
    Map(Vec<(YamlNode, YamlNode)>, Option<YamlNode>),
}

/// Reads a lexicon; `file` is the name for messages.
pub(crate) fn read(
    file: &str,
    bytes: &[u8],
    options: ReadOptions,
) -> Result<Lexicon, LexiconError> {
    let source = DecodedFile::read(file, bytes, options)?;
    let mut reader =
        QuantedaReader { source: &source, draft: LexiconDraft::new(&source, Manner::Foreign) };
    match document(&source)? {
        None | Some(YamlNode { value: YamlValue::Null, .. }) => {}
        Some(YamlNode { value: YamlValue::Map(pairs), .. }) => reader.categories(None, pairs),
        Some(node) => return Err(shape(&source, &node, "a mapping of category names to entries")),
    }
    reader.draft.finish()
}

/// The one document of a file. Its parts are put together here, since YAML may nest deeper than the
/// stack bears and may name a part to repeat it without end.
fn document(source: &DecodedFile<'_>) -> Result<Option<YamlNode>, LexiconError> {
    let mut parser = Parser::new_from_str(&source.text);
    let mut open: Vec<(Position, OpenYaml)> = Vec::new();
    let mut root: Option<YamlNode> = None;
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let problem = match error.info() {
                // A glob without quotation marks: `- *ist`.
                info if info.contains("anchor") => alias(),
                info => ImportProblem::Yaml(info.to_owned()),
            };
            source.error(place(error.marker()), problem)
        })?;
        let position = place(&span.start);
        let wrong = |found, expected| {
            Err(source.error(position, ImportProblem::YamlShape { found, expected }))
        };
        let done = match event {
            Event::Alias(_) => return Err(source.error(position, alias())),
            Event::DocumentStart(_) if root.is_some() => {
                return wrong("a second document", "the end of the file");
            }
            Event::Scalar(_, _, _, Some(tag))
            | Event::SequenceStart(_, Some(tag))
            | Event::MappingStart(_, Some(tag))
                if !tag.is_yaml_core_schema() =>
            {
                return wrong("a tag", "a word, a list or a mapping without `!`");
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() >= MAX_DEPTH {
                    return Err(source.error(position, ImportProblem::TooDeep(MAX_DEPTH)));
                }
                let begun = if matches!(event, Event::SequenceStart(..)) {
                    OpenYaml::List(Vec::new())
                } else {
                    OpenYaml::Map(Vec::new(), None)
                };
                open.push((position, begun));
                continue;
            }
            Event::Scalar(text, style, _, tag) => {
                let is_null = style == ScalarStyle::Plain
                    && tag.is_none()
                    && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                YamlNode {
                    position,
                    value: if is_null {
                        YamlValue::Null
                    } else {
                        YamlValue::Text(text.into_owned())
                    },
                }
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some((position, OpenYaml::List(items))) => {
                    YamlNode { position, value: YamlValue::List(items) }
                }
                Some((position, OpenYaml::Map(pairs, _))) => {
                    YamlNode { position, value: YamlValue::Map(pairs) }
                }
                None => continue,
            },
            _ => continue,
        };
        match open.last_mut() {
            None => root = Some(done),
            Some((_, OpenYaml::List(items))) => items.push(done),
            Some((_, OpenYaml::Map(pairs, key))) => match key.take() {
                None => *key = Some(done),
                Some(known) => pairs.push((known, done)),
            },
        }
    }
    Ok(root)
}

fn place(marker: &Marker) -> Position {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Position { line: number(marker.line()).max(1), column: number(marker.col()).saturating_add(1) }
}

fn alias() -> ImportProblem {
    ImportProblem::YamlShape {
        found: "an alias",
        expected: "an entry (in quotation marks, if it begins with `*` or `&`)",
    }
}

fn shape(source: &DecodedFile<'_>, node: &YamlNode, expected: &'static str) -> LexiconError {
    let found = match node.value {
        YamlValue::Null => "nothing",
        YamlValue::Text(_) => "a word",
        YamlValue::List(_) => "a list",
        YamlValue::Map(_) => "a mapping",
    };
    source.error(node.position, ImportProblem::YamlShape { found, expected })
}

struct QuantedaReader<'s> {
    source: &'s DecodedFile<'s>,
    draft: LexiconDraft<'s>,
}

impl QuantedaReader<'_> {
    /// The categories of a mapping, and under `__` the entries of the one that they are nested in.
    fn categories(&mut self, above: Option<CategoryAt>, pairs: Vec<(YamlNode, YamlNode)>) {
        for (key, value) in pairs {
            let YamlValue::Text(name) = &key.value else {
                self.draft.note(shape(self.source, &key, "the name of a category"));
                continue;
            };
            match (name.as_str(), above) {
                ("__" | "", Some(above)) => self.entries(above, value),
                ("__" | "", None) => {
                    let problem = ImportProblem::NoCategory {
                        term: name.clone(),
                        expected: "the name of a category",
                    };
                    self.draft.note_at(key.position, problem);
                }
                (name, _) => {
                    let Some(at) = self.draft.category(above, name, "", key.position) else {
                        continue;
                    };
                    match value.value {
                        YamlValue::Null => {}
                        YamlValue::Map(pairs) => self.categories(Some(at), pairs),
                        _ => self.entries(at, value),
                    }
                }
            }
        }
    }

    /// One entry, or a list of entries and nested categories.
    fn entries(&mut self, at: CategoryAt, value: YamlNode) {
        let items = match value.value {
            YamlValue::List(items) => items,
            YamlValue::Map(_) => {
                self.draft.note(shape(self.source, &value, "an entry or a list of entries"));
                return;
            }
            _ => vec![value],
        };
        for item in items {
            match item.value {
                YamlValue::Text(term) => {
                    self.draft.entry(at, &term, EntryOptions::default(), item.position)
                }
                YamlValue::Map(pairs) => self.categories(Some(at), pairs),
                YamlValue::Null => self.draft.note_at(item.position, ImportProblem::EmptyEntry),
                YamlValue::List(_) => self.draft.note(shape(self.source, &item, "an entry")),
            }
        }
    }
}

/// Writes what quanteda holds: nested categories of globs. A category's own entries stand under
/// `__` where others are nested in it.
pub(crate) fn write(lexicon: &Lexicon) -> Written {
    let holds = Holds { wildcards: Wildcards::All, ..Holds::WORDS };
    let mut out = String::new();
    for branch in outline(lexicon, holds) {
        let mut indent = "  ".repeat(branch.depth);
        let _ = write!(out, "{indent}\"{}\":", branch.name);
        if branch.is_parent && !branch.entries.is_empty() {
            indent.push_str("  ");
            let _ = write!(out, "\n{indent}\"__\":");
        }
        out.push_str(if branch.entries.is_empty() && !branch.is_parent { " []\n" } else { "\n" });
        for entry in branch.entries {
            // Without control characters, which no term here has, JSON's way of quoting is one of
            // YAML's.
            let _ = writeln!(
                out,
                "{indent}  - \"{}\"",
                folded(&entry.term).replace('\\', "\\\\").replace('"', "\\\"")
            );
        }
    }
    holds.written(lexicon, out)
}

#[cfg(test)]
mod tests {
    use super::super::outline::{outline, pairs};
    use super::*;
    use proptest::prelude::*;

    fn read(file: &str, bytes: &[u8]) -> Result<Lexicon, LexiconError> {
        super::read(file, bytes, ReadOptions::default())
    }

    fn found(text: &str) -> Vec<(String, String)> {
        outline(read("words.yml", text.as_bytes()))
    }

    fn message(text: &str) -> String {
        read("words.yml", text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn lists_scalars_and_own_entries_are_read() {
        let expected = pairs(&[
            ("A-category", "more · lamb"),
            ("US", "Washington DC"),
            ("US.MA", "Boston"),
            ("US.CA", "9/11 · 007"),
            ("none", ""),
        ]);
        for text in [
            "A category: [more, lamb]\nUS:\n  MA: Boston\n  CA: [9/11, 007]\n  '': Washington \
             DC\nnone:\n",
            "A category:\n- more\n- lamb\nUS:\n  MA:\n    - Boston\n  CA:\n    - 9/11\n    - 007\n\
             \x20 __:\n    - Washington  DC\nnone: []\n",
            "---\n'A category': [more, lamb]\n\"US\":\n- Washington DC\n- MA: Boston\n- CA: \
             ['9/11', \"007\"]\nnone: ~\n...\n",
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
        assert_eq!(
            read("w.yml", b"a:\n  - x\n  - y z\n").unwrap().categories[0].entries[1].position,
            Position { line: 3, column: 5 }
        );
        assert_eq!(
            found("a: [true, no, 3.50, 'null']"),
            pairs(&[("a", "true · no · 3.50 · null")])
        );
    }

    #[test]
    fn faults_are_told_with_their_place() {
        for (text, expected) in [
            ("a: [x\n", "words.yml:2:1: not valid YAML: "),
            (
                "- x\n",
                "words.yml:1:1: a list where a mapping of category names to entries should stand",
            ),
            ("a:\n  - x\n  - [y]\n", "words.yml:3:5: a list where an entry should stand"),
            (
                "a:\n  b: c\n  __: {d: e}\n",
                "words.yml:3:7: a mapping where an entry or a list of entries should stand",
            ),
            ("__: x\n", "words.yml:1:1: `__` stands in no category"),
            ("a:\n  -\n", "words.yml:2:4: an empty entry; write a word"),
            ("a: [null]\n", "words.yml:1:5: an empty entry"),
            ("[a]: x\n", "words.yml:1:1: a list where the name of a category should stand"),
            (
                "a:\n  - x\na:\n  - y\n",
                "words.yml:3:1: the category `a` appears twice (first in line 1)",
            ),
            (
                "a b: x\n\" a b\": y\n",
                "words.yml:2:1: the category `a b` appears twice (first in line 1)",
            ),
            (
                "a:\n  - x\n  - *ist\n",
                "an alias where an entry (in quotation marks, if it begins with `*` or `&`) should \
                 stand",
            ),
            ("a: &q [x]\nb: *q\n", "words.yml:2:4: an alias where"),
            ("a: !r [x]\n", "words.yml:1:4: a tag where"),
            (
                "a: x\n---\nb: y\n",
                "words.yml:2:1: a second document where the end of the file should stand",
            ),
            ("a:\n  - ':)'\n", "words.yml:2:5: `:)` has no letter or digit"),
            ("a:\n", "words.yml:1:1: this lexicon has no entries"),
            ("", "words.yml:1:1: this lexicon has no entries"),
        ] {
            let told = message(text);
            assert!(told.contains(expected), "{text:?}: {told}");
        }
        for hostile in [
            "- ".repeat(100_000),
            "[".repeat(100_000),
            "a: ".to_owned() + &"{a: ".repeat(100_000),
            "? ".repeat(100_000),
        ] {
            assert!(read("x.yml", hostile.as_bytes()).is_err());
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "a:\n  b: [x*, 'y\"\\z', gunm?n]\n  c: []\n  __: kind of\nno: [p]\n";
        let written = write(&read("words.yml", text.as_bytes()).unwrap());
        assert_eq!((written.losses.len(), written.unsaid.len()), (0, 0));
        assert_eq!(found(&written.text), found(text));
        assert!(
            written
                .text
                .starts_with("\"a\":\n  \"__\":\n    - \"kind of\"\n  \"b\":\n    - \"x*\"\n"),
            "{}",
            written.text
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read("x.yml", &bytes);
        }

        #[test]
        fn any_yaml_is_read_or_refused(text in "[a-c\\-:\\[\\]{},&*!?|>'\"_ \n#~]{0,60}") {
            let _ = read("x.yml", text.as_bytes());
        }
    }
}
