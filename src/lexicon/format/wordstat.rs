//! WordStat categorization dictionaries (`.cat`, Provalis Research): categories and entries nested
//! by indentation.
//!
//! ```text
//! CULTURE
//! ⇥PEOPLE* (1)
//! ⇥WAR_IN_IRAQ (1)
//! ⇥SPORT
//! ⇥⇥ANGLER* (-2)
//! ```
//!
//! A line with a number in brackets is an entry with its weight, of any size and sign; a line
//! without is a category. `_` joins the words of a phrase. Rules (`@NAME [… NEAR …]`) are refused,
//! or left out where that is asked for.
//! Entries are globs whatever their case; each counts in every category that lists it
//! ([`Overlap::Category`](super::super::model::Overlap)).

use super::super::error::LexiconError;
use super::super::model::{EntryOptions, Lexicon};
use super::super::read_options::ReadOptions;
use super::draft::{CategoryAt, LexiconDraft, Manner};
use super::problem::ImportProblem;
use super::source::{DecodedFile, SourceLine};
use super::written::{Branch, Holds, Wildcards, Written, number, outline};
use crate::prose::folded;
use std::fmt::Write;

/// Reads a lexicon; `file` is the name for messages.
pub(crate) fn read(
    file: &str,
    bytes: &[u8],
    options: ReadOptions,
) -> Result<Lexicon, LexiconError> {
    let source = DecodedFile::read(file, bytes, options)?;
    let mut draft = LexiconDraft::new(&source, Manner::Foreign);
    let lines: Vec<SourceLine<'_>> =
        source.lines().filter(|line| !line.trimmed().is_empty()).collect();
    let by_tabs = lines.iter().any(|line| indentation(line).contains('\t'));
    let mut depths = Vec::with_capacity(lines.len());
    for line in &lines {
        let (tabs, blanks) = (indentation(line).matches('\t').count(), indentation(line).len());
        if by_tabs && tabs == 0 && blanks > 0 {
            draft.note_at(line.place(line.trimmed()), ImportProblem::MixedIndentation);
        }
        depths.push(if by_tabs { tabs } else { blanks });
    }
    // The categories that a line may be nested in, with their depth.
    let mut open: Vec<(usize, CategoryAt)> = Vec::new();
    for (at, (line, &own)) in lines.iter().zip(&depths).enumerate() {
        let told = line.trimmed();
        let place = line.place(told);
        let nested = lines.get(at + 1).filter(|_| depths.get(at + 1).is_some_and(|&d| d > own));
        while open.last().is_some_and(|&(depth, _)| depth >= own) {
            open.pop();
        }
        let above = open.last().map(|&(_, at)| at);
        if told.starts_with('@') {
            draft.note_at(place, ImportProblem::Rule(told.to_owned()));
            continue;
        }
        match (weighted(told), above) {
            (Some((term, weight)), Some(above)) => {
                let options = EntryOptions { weight, ..EntryOptions::default() };
                draft.entry(above, &term.replace('_', " "), options, place);
            }
            (Some((term, _)), None) => {
                let problem = ImportProblem::NoCategory {
                    term: term.to_owned(),
                    expected: "a line with the name of a category",
                };
                draft.note_at(place, problem);
            }
            (None, above) => {
                open.extend(draft.category(above, told, "", place).map(|at| (own, at)));
                if nested.is_none() {
                    let problem = ImportProblem::NeitherEntryNorCategory(told.to_owned());
                    draft.remark(place, problem);
                }
            }
        }
        if let (Some((term, _)), Some(next)) = (weighted(told), nested) {
            let problem =
                ImportProblem::InEntry { child: next.trimmed().to_owned(), term: term.to_owned() };
            draft.note_at(next.place(next.trimmed()), problem);
        }
    }
    draft.finish()
}

fn indentation<'t>(line: &SourceLine<'t>) -> &'t str {
    let end = line.text.len() - line.text.trim_start().len();
    line.text.get(..end).unwrap_or("")
}

/// An entry and its weight: `TERM (1)`.
fn weighted(line: &str) -> Option<(&str, f64)> {
    let (term, weight) = line.strip_suffix(')')?.rsplit_once('(')?;
    // Words such as “inf” are numbers for Rust.
    let weight = weight.trim();
    let weight = weight
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite() && weight.contains(|c: char| c.is_ascii_digit()))?;
    Some((term.trim_end(), weight)).filter(|(term, _)| !term.is_empty())
}

/// Writes what WordStat holds: nested categories of globs with weights.
pub(crate) fn write(lexicon: &Lexicon) -> Written {
    let holds = Holds {
        weights: true,
        wildcards: Wildcards::All,
        empty: false,
        underscores: false,
        ..Holds::WORDS
    };
    let branches = outline(lexicon, holds);
    let mut out = String::new();
    for (at, branch) in branches.iter().enumerate() {
        // A line without weight and nothing in it would be no category.
        let within = branches
            .get(at + 1..)
            .unwrap_or_default()
            .iter()
            .take_while(|other| other.depth > branch.depth);
        if std::iter::once(branch)
            .chain(within)
            .all(|branch: &Branch<'_>| branch.entries.is_empty())
        {
            continue;
        }
        let indent = "\t".repeat(branch.depth);
        let _ = writeln!(out, "{indent}{}", branch.name);
        for entry in &branch.entries {
            let _ = writeln!(
                out,
                "{indent}\t{} ({})",
                folded(&entry.term).replace(' ', "_"),
                number(entry.weight)
            );
        }
    }
    holds.written(lexicon, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(file: &str, bytes: &[u8]) -> Result<Lexicon, LexiconError> {
        super::read(file, bytes, ReadOptions::default())
    }

    fn found(text: &str) -> Vec<(String, String)> {
        let lexicon = read("words.cat", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        let told = |entry: &crate::lexicon::Entry| format!("{} {}", entry.term, entry.weight);
        let terms = |entries: &[crate::lexicon::Entry]| {
            entries.iter().map(told).collect::<Vec<_>>().join(" · ")
        };
        lexicon
            .categories
            .iter()
            .map(|category| (category.name.clone(), terms(&category.entries)))
            .collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn entries_and_categories_nest_by_indentation() {
        let expected = pairs(&[
            ("CULTURE", "PEOPLE* 1 · WAR IN IRAQ -2"),
            ("CULTURE.SPORT", "ANGLER* 125"),
            ("ECONOMY", ""),
            ("ECONOMY.TAX_CUTS", "SOUTH AFRICA 0.5"),
        ]);
        for text in [
            "CULTURE\n\tPEOPLE* (1)\n\tWAR_IN_IRAQ (-2)\n\tSPORT\n\t\tANGLER* \
             (125)\nECONOMY\n\tTAX_CUTS\n\t\tSouth Africa (0.5)\n",
            "CULTURE\r\n   \tPEOPLE* (1)\r\n   \tWAR_IN_IRAQ (-2)\r\n   \tSPORT\r\n   \t\tANGLER* \
             (125)\r\n\
             ECONOMY\r\n   \tTAX_CUTS\r\n   \t\tSouth_Africa (0.5)\r\n",
            "CULTURE\n  PEOPLE* (1)\n  WAR_IN_IRAQ (-2)\n  SPORT\n      ANGLER* (125)\nECONOMY\n  \
             TAX_CUTS\n     SOUTH_AFRICA (0.5)\n",
        ] {
            let told: Vec<_> =
                found(text).into_iter().map(|(name, terms)| (name, terms.to_uppercase())).collect();
            assert_eq!(told, expected, "{text}");
        }
    }

    #[test]
    fn an_empty_category_and_a_name_with_signs_are_read_and_remarked() {
        let text = "A\n\t+B+\n\t\tX (1)\n\t=B=\n\t\tY (1)\n\t=C=\nD\n";
        let expected =
            pairs(&[("A", ""), ("A.B", "X 1"), ("A.B-2", "Y 1"), ("A.C", ""), ("D", "")]);
        assert_eq!(found(text), expected);
        let import = read("words.cat", text.as_bytes()).unwrap().import;
        assert_eq!((import.left_out.len(), import.remarks.len()), (0, 3));
        assert!(
            import.remarks[2].starts_with("words.cat:7:1: `D` has no weight and nothing nested"),
            "{:?}",
            import.remarks
        );
    }

    #[test]
    fn faults_are_told_with_their_place() {
        for (text, expected) in [
            (
                "A\n\t@RULE1 [TAX* NEAR CUT* /S3] (1)\n",
                "words.cat:2:2: `@RULE1 [TAX* NEAR CUT* /S3] (1)` is a rule of WordStat's",
            ),
            (
                "X (1)\n",
                "words.cat:1:1: `X` stands in no category; write a line with the name of a \
                 category before it",
            ),
            (
                "A\n\tX (1)\n\t\tY (1)\n",
                "words.cat:3:3: `Y (1)` is nested in `X`, which has a weight and so is an entry",
            ),
            (
                "A\n\tY\n",
                "words.cat:2:2: `Y` has no weight and nothing nested in it; write `Y (1)` if it is \
                 an entry",
            ),
            ("A\n\t@X [Y]\n\tZ (1)\nA\n\tB (1)\n", "words.cat:4:1: the category `A` appears twice"),
            (
                "A\n\tX (1)\n  Y (1)\n",
                "words.cat:3:3: this line is indented by blanks, other lines of the file by tabs",
            ),
            (
                "A\n\tX (1)\nA\n\tY (1)\n",
                "words.cat:3:1: the category `A` appears twice (first in line 1)",
            ),
            ("A\n\t:( (1)\n", "words.cat:2:2: `:(` has no letter or digit"),
            ("", "words.cat:1:1: this lexicon has no entries"),
        ] {
            let told = read("words.cat", text.as_bytes()).unwrap_err().to_string();
            assert!(told.contains(expected), "{text:?}: {told}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "CULTURE\n\tPEOPLE* (1)\n\tWAR_IN_IRAQ (-2)\n\tSPORT\n\t\tANGL?R \
            (125.25)\nECONOMY\n\tTAX\n\t\tX (1)\n";
        let written = write(&read("words.cat", text.as_bytes()).unwrap());
        assert_eq!(
            (written.text.as_str(), written.losses.len(), written.unsaid.len()),
            (text, 0, 0)
        );
        let source = "name = \"t\"\n[category.a]\nterms = [\"x\", \
            \"b_c\"]\n[category.b]\n[category.b.k]\nterms = []\n";
        let written = write(&super::super::toml::read("t.toml", source.as_bytes()).unwrap());
        assert_eq!(
            written.losses,
            ["1 category without entries", "1 entry with signs that it reads otherwise"]
        );
        assert_eq!(written.text, "a\n\tx (1)\n");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read("x.cat", &bytes);
        }

        #[test]
        fn any_lines_are_read_or_refused(text in "([ \t]{0,3}[A-C_@]{0,3}( \
            \\([0-9.e-]{0,3}\\))?\n){0,12}") {
            let _ = read("x.cat", text.as_bytes());
        }
    }
}
