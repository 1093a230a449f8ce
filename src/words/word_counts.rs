//! The words of one document, counted: each type once, and the words in order where phrases are
//! wanted.

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
    /// The types of the tokens in order, [`NO_WORD`] where more than a space or hyphen parts two;
    /// empty unless asked for.
    pub sequence: Vec<u32>,
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
        let mut capitals: Vec<u32> = Vec::new();
        let mut before = None;
        for token in annotation.tokens {
            let surface = token.span.slice(annotation.text);
            let type_id = self.memo.look_up(surface, |_| ()).type_id;
            let NumberInText { number, is_new } = self.memo.number_in_text(type_id);
            if is_new {
                counted.types.push(self.memo.type_text(type_id).into());
                counted.counts.push(0);
                capitals.push(0);
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
        counted
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
