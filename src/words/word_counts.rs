//! The words of one document, counted: each type once, and the words in order where phrases are
//! wanted.

use super::lines::{ShortLine, is_compared, line_hash};
use super::phrases::{NO_WORD, Word};
use crate::annotate::Annotation;
use crate::lexicon::Gap;
use crate::text::{ByteSpan, Memo, NumberInText};

/// The types of a document, numbered from 0 in the order in which they occur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordCounts {
    /// Their texts, normalized.
    pub types: Vec<Box<str>>,
    /// How often each occurs.
    pub counts: Vec<u32>,
    /// Types that occur with a capital: type, and how often.
    pub capitals: Vec<(u32, u32)>,
    /// Its short lines, and those at its beginning and end.
    pub lines: Vec<ShortLine>,
    /// The types of the tokens in order, [`NO_WORD`] where more than a space or hyphen parts two;
    /// empty unless asked for.
    pub sequence: Vec<u32>,
}

/// Function words whose form in capitals is another word: the country, the trade, the organization.
const OTHER_IN_CAPITALS: [&str; 3] = ["us", "it", "who"];

/// The form in capitals where it is another word than the function word.
fn other_word(plain: &str, surface: &str) -> Option<String> {
    let mut letters = surface.chars().filter(|c| c.is_alphabetic());
    let is_capital = |letter: Option<char>| letter.is_some_and(char::is_uppercase);
    let in_capitals = is_capital(letters.next()) && is_capital(letters.next());
    (in_capitals && is_other_in_capitals(plain)).then(|| plain.to_uppercase())
}

/// Whether the form in capitals of a word counts as another word.
pub(crate) fn is_other_in_capitals(plain: &str) -> bool {
    OTHER_IN_CAPITALS.contains(&plain)
}

/// The lines that are compared with those of other documents, each with its types.
fn kept_lines(lines: Vec<Vec<u32>>, types: &[Box<str>]) -> Vec<ShortLine> {
    let count = lines.len();
    let hash = |line: &[u32]| {
        line_hash(line.iter().filter_map(|number| types.get(*number as usize)).map(|word| &**word))
    };
    let kept =
        lines.into_iter().enumerate().filter(|(at, line)| is_compared(*at, count, line.len()));
    kept.map(|(_, types)| ShortLine { hash: hash(&types), types }).collect()
}

/// Counts the words of one document after another, remembering the forms that it has met.
#[derive(Debug, Default)]
pub struct WordCounter {
    memo: Memo<()>,
}

impl WordCounter {
    /// Counts the words of a document, and keeps their order where asked.
    pub fn count(&mut self, annotation: &Annotation<'_>, in_order: bool) -> WordCounts {
        self.memo.begin_text();
        let mut counted = WordCounts::default();
        // Of each type of the memo its number among those counted.
        let mut numbers: Vec<u32> = Vec::new();
        let mut capitals: Vec<u32> = Vec::new();
        // The numbers of words that are others in capitals.
        let mut others: Vec<(String, u32)> = Vec::new();
        let mut lines: Vec<Vec<u32>> = vec![Vec::new()];
        let mut before = None;
        let mut end = 0;
        for token in annotation.tokens {
            let surface = token.span.slice(annotation.text);
            let type_id = self.memo.look_up(surface, |_| ()).type_id;
            let plain = self.memo.type_text(type_id);
            let number = match other_word(plain, surface) {
                Some(word) => match others.iter().find(|(known, _)| *known == word) {
                    Some((_, number)) => *number,
                    None => {
                        let number = counted.push(word.as_str());
                        others.push((word, number));
                        number
                    }
                },
                None => {
                    let NumberInText { number, is_new } = self.memo.number_in_text(type_id);
                    if is_new {
                        numbers.push(counted.push(self.memo.type_text(type_id)));
                    }
                    numbers.get(number as usize).copied().unwrap_or_default()
                }
            };
            capitals.resize(counted.types.len(), 0);
            let gap = annotation.text.as_bytes().get(end..token.span.start as usize);
            if gap.is_some_and(|gap| gap.contains(&b'\n')) {
                lines.push(Vec::new());
            }
            end = token.span.end as usize;
            if let Some(line) = lines.last_mut() {
                line.push(number);
            }
            if let Some(count) = counted.counts.get_mut(number as usize) {
                *count += 1;
            }
            if surface.starts_with(char::is_uppercase)
                && let Some(count) = capitals.get_mut(number as usize)
            {
                *count += 1;
            }
            if in_order {
                let parted = before.is_some_and(|left: ByteSpan| {
                    let between = annotation
                        .text
                        .get(left.end as usize..token.span.start as usize)
                        .unwrap_or("");
                    between != " "
                        && !matches!(
                            Gap::from_text_after(left.slice(annotation.text), between),
                            Gap::Space | Gap::Hyphen
                        )
                });
                if parted {
                    counted.sequence.push(NO_WORD);
                }
                counted.sequence.push(number);
                before = Some(token.span);
            }
        }
        let with_capital = (0..).zip(capitals).filter(|(_, count)| *count > 0);
        counted.capitals = with_capital.collect();
        counted.lines = kept_lines(lines, &counted.types);
        counted
    }
}

impl WordCounts {
    /// A new type; gives its number.
    fn push(&mut self, text: &str) -> u32 {
        // Types are at most as many as tokens, whose numbers fit.
        let number = self.types.len() as u32;
        self.types.push(text.into());
        self.counts.push(0);
        number
    }
}

/// The phrases of two to `longest` words in a row of types as [`WordCounts::sequence`] has it.
pub fn word_runs(sequence: &[Word], longest: usize) -> impl Iterator<Item = &[Word]> {
    (0..sequence.len()).flat_map(move |first| {
        let run = sequence.get(first..).unwrap_or_default();
        let joined = run.iter().take(longest).take_while(|word| word.id != NO_WORD).count();
        (2..=joined).filter_map(move |length| run.get(..length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::Annotator;
    use crate::lexicon::{Matcher, read_toml};
    use crate::words::{Marks, Phrase};

    fn counted(text: &str) -> WordCounts {
        let lexicon =
            read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"militia*\"]").unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let mut annotator = Annotator::new(&matcher);
        WordCounter::default().count(&annotator.annotate(text), true)
    }

    #[test]
    fn types_are_counted_once_normalized() {
        let found = counted("The militia’s men. Militia, the militia.");
        assert_eq!(
            found.types.iter().map(|text| &**text).collect::<Vec<_>>(),
            ["the", "militia", "men"]
        );
        assert_eq!(found.counts, [2, 3, 1]);
    }

    #[test]
    fn phrases_end_at_marks() {
        let found = counted("Iran-backed men left, they said.");
        let words: Vec<Word> =
            found.sequence.iter().map(|&id| Word { id, marks: Marks::default() }).collect();
        let text = |run: &[Word]| {
            Phrase::from_words(run)
                .unwrap()
                .words()
                .iter()
                .map(|&id| &*found.types[id as usize])
                .collect::<Vec<_>>()
                .join(" ")
        };
        let runs: Vec<String> = word_runs(&words, 3).map(text).collect();
        assert_eq!(
            runs,
            [
                "iran backed",
                "iran backed men",
                "backed men",
                "backed men left",
                "men left",
                "they said"
            ]
        );
    }
}
