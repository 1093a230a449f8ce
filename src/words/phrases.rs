//! The words and phrases of a document that could be terms. Nothing here counts over documents.

use crate::annotate::{Annotation, VoiceRules, WordClass};
use crate::lexicon::{EntryId, Gap};
use crate::text::{Memo, Normalized, NumberInText, Remembered, TokenKind, ends_between};
use std::ops::{BitOr, Range};

/// What phrases ask of a token, as a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(u16);

impl Marks {
    /// A space or hyphen and nothing else parts it from the next token.
    pub const JOINED: Self = Self(1);
    /// That is a hyphen.
    pub const HYPHEN: Self = Self(1 << 1);
    /// It is of an open class: it may begin and end a phrase.
    pub const CONTENT: Self = Self(1 << 2);
    /// It may stand inside a phrase (war on terror).
    pub const JOINING: Self = Self(1 << 3);
    /// It stands in scare quotes.
    pub const HELD_OFF: Self = Self(1 << 4);
    /// Its case tells whether it is a name: it is in lower case, or in capitals where only a name
    /// would be.
    pub const CASED: Self = Self(1 << 5);
    /// Its case tells that it is one.
    pub const NAME: Self = Self(1 << 6);
    /// It stands in a match of a counted lexicon.
    pub const KNOWN: Self = Self(1 << 7);
    /// It ends no phrase but its own (rebels fled).
    pub const PAST: Self = Self(1 << 8);

    /// Whether any of `others` is among these.
    pub fn has(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    fn set(&mut self, others: Self, on: bool) {
        self.0 = if on { self.0 | others.0 } else { self.0 & !others.0 };
    }
}

impl BitOr for Marks {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A token: its type and what phrases ask of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The number of its type.
    pub id: u32,
    /// What phrases ask of it.
    pub marks: Marks,
}

/// A match of a counted lexicon, over the tokens `first..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownSpan {
    /// The first token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// The entry.
    pub entry: EntryId,
}

/// A document as phrases see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordRun {
    /// Its tokens in order.
    pub words: Vec<Word>,
    /// The matches in it.
    pub known: Vec<KnownSpan>,
}

/// Stands for no word where a [`Phrase`] or [`Slot`](super::Slot) has fewer than it could.
pub const NO_WORD: u32 = u32::MAX;

/// One to three types in a row, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phrase([u32; Self::LONGEST]);

impl Phrase {
    /// The most words that a phrase has.
    pub const LONGEST: usize = 3;

    /// The phrase of these words; `None` for none or too many.
    pub fn from_words(words: &[Word]) -> Option<Self> {
        let mut ids = [NO_WORD; Self::LONGEST];
        ids.get_mut(..words.len())?.iter_mut().zip(words).for_each(|(id, word)| *id = word.id);
        (!words.is_empty()).then_some(Self(ids))
    }

    /// Its types.
    pub fn words(&self) -> &[u32] {
        let length = self.0.iter().position(|&id| id == NO_WORD).unwrap_or(Self::LONGEST);
        self.0.get(..length).unwrap_or_default()
    }

    /// The shorter phrases that lie in it.
    pub fn parts(&self) -> impl Iterator<Item = Self> + '_ {
        let words = self.words();
        (1..words.len()).flat_map(move |length| words.windows(length)).map(|part| {
            let mut ids = [NO_WORD; Self::LONGEST];
            ids.iter_mut().zip(part).for_each(|(id, word)| *id = *word);
            Self(ids)
        })
    }
}

/// Reads the words of one document after another, remembering what it learnt of each.
#[derive(Debug)]
pub struct PhraseReader<'r> {
    rules: &'r VoiceRules,
    /// The marks of each surface form that do not depend on its place.
    memo: Memo<Marks>,
}

/// A sentence with so many words of open classes or more may be a headline in capitals.
const TITLE_WORDS: usize = 3;
/// It is one where so many of them in a hundred are capitalized: there capitals tell no name.
const TITLE_SHARE: usize = 70;

impl<'r> PhraseReader<'r> {
    /// A reader that tells word classes by `rules`.
    pub fn new(rules: &'r VoiceRules) -> Self {
        Self { rules, memo: Memo::default() }
    }

    /// The words of a document, its types numbered from 0 in the order in which they occur, and the
    /// texts of these types.
    pub fn read(&mut self, annotation: &Annotation<'_>) -> (WordRun, Vec<Box<str>>) {
        self.memo.begin_text();
        let mut types: Vec<Box<str>> = Vec::new();
        let mut words = Vec::with_capacity(annotation.tokens.len());
        for token in annotation.tokens {
            let surface = token.span.slice(annotation.text);
            let Remembered { type_id, known, .. } = self
                .memo
                .look_up(surface, |form| surface_marks(surface, token.kind, form, self.rules));
            let marks = *known;
            let NumberInText { number, is_new } = self.memo.number_in_text(type_id);
            if is_new {
                types.push(self.memo.type_text(type_id).into());
            }
            words.push(Word { id: number, marks });
        }
        let mut mark = |range: Range<u32>, marks| {
            let words = words.get_mut(range.start as usize..range.end as usize).unwrap_or_default();
            words.iter_mut().for_each(|word: &mut Word| word.marks.set(marks, true));
        };
        annotation.scare_quotes.iter().for_each(|range| mark(range.clone(), Marks::HELD_OFF));
        annotation.matches.iter().for_each(|found| mark(found.first..found.end, Marks::KNOWN));
        mark_gaps(annotation, &mut words);
        let known = annotation.matches.iter().map(|found| KnownSpan {
            first: found.first,
            end: found.end,
            entry: found.entry,
        });
        (WordRun { words, known: known.collect() }, types)
    }
}

/// The marks of a surface form that do not depend on its place.
fn surface_marks(surface: &str, kind: TokenKind, form: &Normalized, rules: &VoiceRules) -> Marks {
    let mut marks = Marks::default();
    if kind == TokenKind::Word {
        match WordClass::from_word(surface, form, rules) {
            WordClass::Content => marks.set(Marks::CONTENT, true),
            WordClass::Past => marks.set(Marks::CONTENT | Marks::PAST, true),
            WordClass::Joining => marks.set(Marks::JOINING, true),
            WordClass::Closed => {}
        }
    }
    // For the time being by the capital alone; its place decides.
    let capital = surface.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    marks.set(Marks::NAME, capital);
    marks.set(Marks::CASED, !capital);
    marks
}

/// Marks what joins each word to the next, and where a capital tells a name: behind a word that it
/// is joined to, in a sentence that is no headline in capitals.
fn mark_gaps(annotation: &Annotation<'_>, words: &mut [Word]) {
    let (text, tokens) = (annotation.text, annotation.tokens);
    let mut sentence = 0;
    for at in 0..words.len() {
        let (left, right) = (tokens[at].span, tokens.get(at + 1).map(|token| token.span));
        let Some(right) = right else {
            close_sentence(&mut words[sentence..]);
            break;
        };
        let between = text.get(left.end as usize..right.start as usize).unwrap_or("");
        if between == " " {
            words[at].marks.set(Marks::JOINED, true);
            continue;
        }
        let gap = Gap::from_text_after(left.slice(text), between);
        words[at].marks.set(Marks::JOINED, gap == Gap::Space || gap == Gap::Hyphen);
        words[at].marks.set(Marks::HYPHEN, gap == Gap::Hyphen);
        let head = text.get(left.start as usize..right.start as usize).unwrap_or("");
        let ends = between.contains(['\n', '\r'])
            || ends_between(head, between, text.get(right.start as usize..).unwrap_or(""));
        if ends {
            close_sentence(&mut words[sentence..=at]);
            sentence = at + 1;
        }
    }
}

/// Takes from the capitals of a sentence what they do not tell.
fn close_sentence(words: &mut [Word]) {
    let content = words.iter().skip(1).filter(|word| word.marks.has(Marks::CONTENT));
    let (all, capitals) = content.fold((0, 0), |(all, capitals), word| {
        (all + 1, capitals + usize::from(word.marks.has(Marks::NAME)))
    });
    let is_title = all >= TITLE_WORDS && capitals * 100 >= all * TITLE_SHARE;
    let mut joined = false;
    for word in words {
        if word.marks.has(Marks::NAME) {
            let tells = joined && !is_title;
            word.marks.set(Marks::CASED, tells);
            word.marks.set(Marks::NAME, tells);
        }
        joined = word.marks.has(Marks::JOINED);
    }
}

/// The phrases of a document that could be terms: one to three words, joined by spaces or hyphens,
/// with a word of an open class at either end (a form of the past not at the right one), none but
/// these, prepositions and coordinators between, and not all in matches. Given as ranges of tokens.
pub fn phrases(words: &[Word]) -> impl Iterator<Item = Range<usize>> + '_ {
    (0..words.len()).filter(|&first| words[first].marks.has(Marks::CONTENT)).flat_map(
        move |first| {
            let (mut goes_on, mut is_new) = (true, false);
            let is_phrase = move |end: &usize| {
                let Some(word) = words.get(end - 1).filter(|_| goes_on) else { return false };
                goes_on = word.marks.has(Marks::JOINED)
                    && word.marks.has(Marks::CONTENT | Marks::JOINING);
                is_new |= !word.marks.has(Marks::KNOWN);
                is_new
                    && word.marks.has(Marks::CONTENT)
                    && (*end == first + 1 || !word.marks.has(Marks::PAST))
            };
            (first + 1..=first + Phrase::LONGEST).filter(is_phrase).map(move |end| first..end)
        },
    )
}

/// Whether a phrase stands in scare quotes that are meant for it: with more than half of the
/// open-class words in the marks.
pub fn is_held_off(words: &[Word], range: Range<usize>) -> bool {
    let in_marks = |word: &&Word| word.marks.has(Marks::HELD_OFF);
    let content =
        |words: &[Word]| words.iter().filter(|word| word.marks.has(Marks::CONTENT)).count();
    let (Some(phrase), Some(head), Some(tail)) =
        (words.get(range.clone()), words.get(..range.start), words.get(range.end..))
    else {
        return false;
    };
    if !phrase.iter().all(|word| in_marks(&word)) {
        return false;
    }
    let before = head.iter().rev().take_while(in_marks).count();
    let behind = tail.iter().take_while(in_marks).count();
    content(phrase) * 2 > content(&words[range.start - before..range.end + behind])
}

impl WordRun {
    /// The run as bytes, to be put aside.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(4 + 6 * self.words.len() + 12 * self.known.len());
        // Of one document, whose words 32 bits count.
        bytes.extend(u32::try_from(self.words.len()).unwrap_or(u32::MAX).to_le_bytes());
        for word in &self.words {
            bytes.extend(word.id.to_le_bytes());
            bytes.extend(word.marks.0.to_le_bytes());
        }
        for known in &self.known {
            [known.first, known.end, known.entry.0]
                .into_iter()
                .for_each(|number| bytes.extend(number.to_le_bytes()));
        }
        bytes
    }

    /// The run of which [`to_bytes`](Self::to_bytes) made these; what is cut short at the end is
    /// left out.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let number =
            |bytes: &[u8]| bytes.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        let (count, rest) = bytes.split_at(bytes.len().min(4));
        let (words, known) = rest.split_at(rest.len().min(6 * number(count) as usize));
        let marks =
            |bytes: &[u8]| Marks(bytes.last_chunk().map_or(0, |bytes| u16::from_le_bytes(*bytes)));
        let word = |bytes: &[u8]| Word { id: number(bytes), marks: marks(bytes) };
        let span = |bytes: &[u8]| KnownSpan {
            first: number(bytes),
            end: number(bytes.get(4..).unwrap_or_default()),
            entry: EntryId(number(bytes.get(8..).unwrap_or_default())),
        };
        Self {
            words: words.chunks_exact(6).map(word).collect(),
            known: known.chunks_exact(12).map(span).collect(),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::annotate::Annotator;
    use crate::lexicon::{Matcher, read_toml};
    use std::sync::LazyLock;

    static RULES: LazyLock<VoiceRules> = LazyLock::new(|| VoiceRules::bundled("en").unwrap());

    pub(crate) fn read(text: &str) -> (WordRun, Vec<Box<str>>) {
        let lexicon =
            read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"militia*\"]").unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let mut annotator = Annotator::new(&matcher).with_rules(&RULES).with_scare_quotes();
        PhraseReader::new(&RULES).read(&annotator.annotate(text))
    }

    pub(crate) fn text_of(words: &[u32], types: &[Box<str>]) -> String {
        words
            .iter()
            .filter(|&&id| id != NO_WORD)
            .map(|&id| &*types[id as usize])
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn all_phrases(text: &str) -> Vec<String> {
        let (run, types) = read(text);
        phrases(&run.words)
            .map(|range| Phrase::from_words(&run.words[range]).unwrap())
            .map(|phrase| text_of(phrase.words(), &types))
            .collect()
    }

    #[test]
    fn phrases_lie_within_a_clause_and_between_open_class_words() {
        assert_eq!(
            all_phrases("The war on terror, they said."),
            ["war", "war on terror", "terror"]
        );
        assert_eq!(
            all_phrases("The puppet-regime’s death squads"),
            [
                "puppet",
                "puppet regime",
                "puppet regime death",
                "regime",
                "regime death",
                "regime death squads",
                "death",
                "death squads",
                "squads"
            ]
        );
        assert_eq!(
            all_phrases("It killed 12 men. Tanks rolled"),
            ["killed", "men", "tanks", "rolled"]
        );
    }

    #[test]
    fn names_are_told_by_capitals_where_nothing_else_calls_for_them() {
        let (run, types) = read(
            "Troops Storm Northern City Again\n\nTroops from Dask met Okessa. “Liberation” came, \
             the officers said.",
        );
        let with = |marks| {
            run.words
                .iter()
                .filter(|word| word.marks.has(marks))
                .map(|word| &*types[word.id as usize])
                .collect::<Vec<_>>()
        };
        assert_eq!(with(Marks::NAME), ["dask", "okessa"]);
        assert!(!with(Marks::CASED).contains(&"storm") && with(Marks::CASED).contains(&"officers"));
    }

    #[test]
    fn scare_quotes_are_told_from_speech_whether_a_match_stands_in_them_or_not() {
        let (run, types) = read(
            "The “liberation” of the town went on. “We have come to free you,” the general said on \
             Friday.",
        );
        let held_off: Vec<&str> = run
            .words
            .iter()
            .filter(|word| word.marks.has(Marks::HELD_OFF))
            .map(|word| &*types[word.id as usize])
            .collect();
        assert_eq!(held_off, ["liberation"]);
    }

    #[test]
    fn marks_hold_off_the_phrase_that_they_are_put_round() {
        let (run, types) = read(
            "The “liberation” went on, as did the “free people of the valleys” and the “peace and \
             order” on Friday.",
        );
        let held_off = phrases(&run.words).filter(|range| is_held_off(&run.words, range.clone()));
        let held_off: Vec<String> = held_off
            .map(|range| text_of(Phrase::from_words(&run.words[range]).unwrap().words(), &types))
            .collect();
        assert_eq!(held_off, ["liberation", "free people", "peace and order"]);
    }

    #[test]
    fn a_run_put_aside_comes_back_as_it_was() {
        let (run, _) = read("Iran-backed militias, a “people’s militia”.");
        assert_eq!(WordRun::from_bytes(&run.to_bytes()), run);
        assert_eq!(WordRun::from_bytes(&[]), WordRun::default());
        let phrase = Phrase::from_words(&run.words[..3]).unwrap();
        assert_eq!(
            phrase.parts().map(|part| part.words().len()).collect::<Vec<_>>(),
            [1, 1, 1, 2, 2]
        );
    }
}
