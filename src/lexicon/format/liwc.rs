//! LIWC dictionaries (`.dic`), as LIWC2007 and LIWC2015 read them (Pennebaker, Booth & Francis
//! 2007; Pennebaker et al. 2015).
//!
//! ```text
//! %
//! 1⇥affect (Affect)
//! ⇥2⇥posemo (Positive emotion)
//! %
//! good*⇥1⇥2
//! kind of⇥1
//! ```
//!
//! Tabs before a number nest a category (2015). What stands in brackets behind a category's name
//! says what it means. An entry counts in each category that it lists
//! ([`Overlap::Category`](super::super::model::Overlap)). Conditions on the words nearby, as in
//! `like⇥(02 134)125/464` and `kind⇥<of>131/125`, are refused, since an entry without its condition
//! would count more; where it is asked for, the categories under a condition are left out.

use super::super::error::LexiconError;
use super::super::model::{Lexicon, Position};
use super::super::read_options::ReadOptions;
use super::draft::{CategoryAt, LexiconDraft, Manner};
use super::problem::ImportProblem;
use super::source::{DecodedFile, SourceLine};
use super::written::{Holds, Written, outline};
use crate::prose::folded;
use std::collections::HashMap;
use std::fmt::Write;

/// Reads a lexicon; `file` is the name for messages.
pub(crate) fn read(
    file: &str,
    bytes: &[u8],
    options: ReadOptions,
) -> Result<Lexicon, LexiconError> {
    let source = DecodedFile::read(file, bytes, options)?;
    let mut draft = LexiconDraft::new(&source, Manner::Foreign);
    let start = Position { line: 1, column: 1 };
    let mut lines = source.lines().filter(|line| !line.trimmed().is_empty());
    match lines.next() {
        Some(line) if line.trimmed() == "%" => {}
        Some(line) => {
            return Err(source.error(
                line.place(line.trimmed()),
                ImportProblem::NoLegend("something else in its first line"),
            ));
        }
        None => return Err(source.error(start, ImportProblem::NoLegend("nothing"))),
    }
    let mut legend = Legend { numbers: HashMap::new(), open: Vec::new() };
    loop {
        match lines.next() {
            None => return Err(source.error(start, ImportProblem::NoLegend("only one"))),
            Some(line) if line.trimmed() == "%" => break,
            Some(line) => legend.define(&source, &mut draft, line),
        }
    }
    for line in lines {
        legend.entry(&source, &mut draft, line);
    }
    draft.finish()
}

/// The numbered categories.
struct Legend {
    /// Each number's category and line.
    numbers: HashMap<u64, (CategoryAt, u32)>,
    /// The categories that the next may be nested in, with their indentation.
    open: Vec<(usize, CategoryAt)>,
}

impl Legend {
    fn define(
        &mut self,
        source: &DecodedFile<'_>,
        draft: &mut LexiconDraft<'_>,
        line: SourceLine<'_>,
    ) {
        let told = line.trimmed();
        let place = line.place(told);
        let digits =
            told.find(|c: char| !c.is_ascii_digit()).and_then(|end| told.split_at_checked(end));
        let numbered = digits
            .filter(|(_, rest)| rest.starts_with(char::is_whitespace))
            .and_then(|(digits, rest)| Some((digits.parse::<u64>().ok()?, rest)));
        let Some((number, rest)) = numbered else {
            draft.note(source.error(place, ImportProblem::LegendLine(told.to_owned())));
            return;
        };
        if let Some(&(_, first)) = self.numbers.get(&number) {
            draft.note_at(place, ImportProblem::NumberTwice { number, line: first });
            return;
        }
        let (name, meaning) = rest.trim().split_once('\t').unwrap_or((rest.trim(), ""));
        let (name, meaning) =
            match name.trim().strip_suffix(')').and_then(|name| name.split_once(" (")) {
                Some((name, label)) if meaning.trim().is_empty() && !name.trim().is_empty() => {
                    (name, label)
                }
                _ => (name, meaning),
            };
        let indent =
            line.text.chars().take_while(|c| c.is_whitespace()).filter(|&c| c == '\t').count();
        while self.open.last().is_some_and(|&(open, _)| open >= indent) {
            self.open.pop();
        }
        let parent = self.open.last().map(|&(_, at)| at);
        // Of names that repeat, `write` gives those that a category is nested in too.
        let own = parent
            .and_then(|at| name.trim().strip_prefix(draft.path(at))?.strip_prefix('.'))
            .unwrap_or(name);
        if let Some(at) = draft.category(parent, own, meaning, line.place(name.trim_start())) {
            self.open.push((indent, at));
            self.numbers.insert(number, (at, line.number));
        }
    }

    fn entry(&self, source: &DecodedFile<'_>, draft: &mut LexiconDraft<'_>, line: SourceLine<'_>) {
        let told = line.trimmed();
        let (term, rest) = told.split_once('\t').unwrap_or_else(|| split_at_numbers(told));
        let mut places = Vec::new();
        let mut is_sound = true;
        for found in fields(rest) {
            match self.field(term.trim(), found) {
                Ok(at) => places.push(at),
                Err(problem) => {
                    // A condition adds categories; those without one count all the same.
                    is_sound &= matches!(problem, ImportProblem::LiwcCondition { .. });
                    draft.note(source.error(line.place(found), problem));
                }
            }
        }
        if fields(rest).next().is_none() {
            draft.note_at(line.place(told), ImportProblem::NoNumber(told.to_owned()));
        } else if is_sound && !places.is_empty() {
            draft.entry_of(&places, term, line.place(told));
        }
    }

    /// The category that one field behind an entry names.
    fn field(&self, term: &str, found: &str) -> Result<CategoryAt, ImportProblem> {
        let (term, text) = (term.to_owned(), found.to_owned());
        if found.contains(['(', ')', '<', '>', '/']) {
            return Err(ImportProblem::LiwcCondition { term, found: text });
        }
        let Ok(number) = found.parse::<u64>() else {
            return Err(ImportProblem::NotANumber { term, found: text });
        };
        match self.numbers.get(&number) {
            Some(&(at, _)) => Ok(at),
            None => Err(ImportProblem::UndefinedNumber { term, number, known: self.known() }),
        }
    }

    /// The numbers of the legend, the first of many.
    fn known(&self) -> String {
        let mut numbers: Vec<u64> = self.numbers.keys().copied().collect();
        numbers.sort_unstable();
        let told: Vec<String> = numbers.iter().take(12).map(u64::to_string).collect();
        let more = if numbers.len() > told.len() { ", …" } else { "" };
        if told.is_empty() { "none".to_owned() } else { told.join(", ") + more }
    }
}

/// A line without tabs: the entry ends where nothing but category numbers and conditions follows.
fn split_at_numbers(line: &str) -> (&str, &str) {
    let mut split = line.len();
    let first = line.find(char::is_whitespace).unwrap_or(line.len());
    for field in fields(line.get(first..).unwrap_or("")) {
        let offset = (field.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
        let is_number = field.starts_with(|c: char| c.is_ascii_digit())
            && field.chars().all(|c| c.is_ascii_digit() || c == '/');
        let is_condition =
            field.contains(['(', '<']) && field.ends_with(|c: char| c.is_ascii_digit());
        if !is_number && !is_condition {
            split = line.len();
        } else if split == line.len() {
            split = offset;
        }
    }
    line.split_at_checked(split).unwrap_or((line, ""))
}

/// The parts of a line between white space, brackets kept together.
fn fields(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    text.split(move |c: char| {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c.is_whitespace() && (depth == 0 || c == '\t')
    })
    .filter(|field| !field.is_empty())
}

/// Writes what LIWC holds: nested categories of words, with `*` at the end of an entry.
pub(crate) fn write(lexicon: &Lexicon) -> Written {
    let holds = Holds::WORDS;
    let branches = outline(lexicon, holds);
    let mut out = String::from("%\n");
    // Each entry once, with all its categories.
    let mut order: Vec<(&str, Vec<u32>)> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut names: HashMap<&str, u32> = HashMap::new();
    branches.iter().for_each(|branch| *names.entry(branch.name).or_default() += 1);
    for (number, branch) in (1_u32..).zip(&branches) {
        // LIWC tells categories apart by name, wherever they are nested.
        let is_unique = names.get(branch.name).is_none_or(|&count| count == 1);
        let name = if is_unique { branch.name } else { branch.path };
        let _ = writeln!(out, "{}{number}\t{name}", "\t".repeat(branch.depth));
        for entry in &branch.entries {
            let at = *known.entry(&entry.term).or_insert_with(|| {
                order.push((&entry.term, Vec::new()));
                order.len() - 1
            });
            if let Some((_, numbers)) =
                order.get_mut(at).filter(|(_, numbers)| numbers.last() != Some(&number))
            {
                numbers.push(number);
            }
        }
    }
    out.push_str("%\n");
    for (term, numbers) in order {
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        let _ = writeln!(out, "{}\t{}", folded(term), numbers.join("\t"));
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
        outline(read("words.dic", text.as_bytes()))
    }

    fn message(text: &str) -> String {
        read("words.dic", text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn the_form_of_2007_is_read_with_tabs_or_blanks() {
        let expected =
            pairs(&[("funct", "a · kind of · 0*"), ("posemo", "good* · kind of"), ("unused", "")]);
        assert_eq!(
            found(
                "%\n01\tfunct\n02\tposemo\n3\tunused\n%\n\na\t1\ngood*\t02\nkind \
                 of\t1\t02\n\n0*\t1\n"
            ),
            expected
        );
        assert_eq!(
            found(
                "%\r\n1 funct\r\n2   posemo\r\n3 unused\r\n%\r\na  1\r\ngood*   2\r\nkind of 1 \
                 2\r\n0* 1\r\n"
            ),
            expected
        );
    }

    #[test]
    fn the_form_of_2015_nests_by_tabs() {
        let text = "%\n1\tfunction (Function Words)\n\t2\tpronoun (Pronouns)\n\t\t3\ti \
            (I)\n\t4\tprep (Prepositions)\n\
            30\taffect (Affect)\n%\nI\t1\t2\t3\nof\t1\t4\n\
            love*\t30\n";
        let expected = [
            ("function", "I · of"),
            ("function.pronoun", "I"),
            ("function.pronoun.i", "I"),
            ("function.prep", "of"),
            ("affect", "love*"),
        ];
        assert_eq!(found(text), pairs(&expected));
        assert_eq!(read("x.dic", text.as_bytes()).unwrap().categories[1].description, "Pronouns");
    }

    #[test]
    fn conditions_are_refused_by_name() {
        for (line, column, condition) in [
            ("like\t(02 134)125/464\t(02 134)126\t253", 6, "(02 134)125/464"),
            ("like    (02 134)125/464 (02 134)126 1", 9, "(02 134)125/464"),
            ("kind\t1\t<of>131/125\t<of>135/126", 8, "<of>131/125"),
            ("kind <of>131/125", 6, "<of>131/125"),
            ("like\t1/2", 6, "1/2"),
        ] {
            let term = line.split_whitespace().next().unwrap();
            let told = message(&format!("%\n1\ta\n%\nok\t1\n{line}\n"));
            let expected = format!(
                "words.dic:5:{column}: `{condition}` after `{term}` is a condition of LIWC's on \
                 the words nearby"
            );
            assert!(told.starts_with(&expected), "{told}");
        }
    }

    #[test]
    fn faults_are_told_with_their_place() {
        for (text, expected) in [
            ("", "then its numbered categories, then a second line `%`; this file has nothing"),
            ("1\ta\n", "words.dic:1:1: a LIWC dictionary begins with a line `%`"),
            ("%\n1\ta\n", "this file has only one"),
            (
                "%\nposemo\n%\n",
                "words.dic:2:1: `posemo` does not define a LIWC category; expected a number, a tab \
                 and a name",
            ),
            ("%\n1\n%\n", "words.dic:2:1: `1` does not define"),
            (
                "%\n1\ta\n01\tb\n%\n",
                "words.dic:3:1: category number 1 appears twice (first in line 2)",
            ),
            (
                "%\n1\ta\n2\ta\n%\n",
                "words.dic:3:3: the category `a` appears twice (first in line 2)",
            ),
            ("%\n1\ta\n%\ngood\n", "words.dic:4:1: `good` has no category number"),
            (
                "%\n1\ta\n%\ngood\t7\n",
                "words.dic:4:6: `good` is in category 7, which the legend does not define; it \
                 defines 1",
            ),
            (
                "%\n1\ta\n%\ngood\t1\tb\n",
                "words.dic:4:8: `b` after `good` is not a category number",
            ),
            (
                "%\n1\ta\n%\n  :)\t1\n",
                "words.dic:4:3: `:)` has no letter or digit, so it can match nothing; delete it",
            ),
            ("%\n1\ta\n%\n:p\t1\n", "words.dic:4:1: `:p` has `:` at the edge of a word"),
            ("%\n1\ta\n%\n", "words.dic:1:1: this lexicon has no entries"),
        ] {
            let told = message(text);
            assert!(told.contains(expected), "{text:?}: {told}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "%\n1\tfunction\n\t2\tpronoun\n3\taffect\n%\nI\t1\t2\nkind of\t3\nlove*\t3\t1\n";
        let written = write(&read("words.dic", text.as_bytes()).unwrap());
        assert_eq!((written.losses.len(), written.unsaid.len()), (0, 0));
        assert_eq!(
            written.text,
            "%\n1\tfunction\n\t2\tpronoun\n3\taffect\n%\nI\t1\t2\nlove*\t1\t3\nkind of\t3\n"
        );
        let bare = |entries: &str| {
            entries.split(" · ").map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
        };
        let sets = |text: &str| {
            found(text)
                .into_iter()
                .map(|(name, entries)| (name, bare(&entries)))
                .collect::<Vec<_>>()
        };
        assert_eq!(sets(&written.text), sets(text));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read("x.dic", &bytes);
        }

        #[test]
        fn any_lines_are_read_or_refused(
            legend in "([0-9a\t ()\n]{0,20})", entries in "([a-c0-9*\t (<>)/\n%é]{0,40})",
        ) {
            let _ = read("x.dic", format!("%\n1\ta\n{legend}\n%\n{entries}").as_bytes());
        }
    }
}
