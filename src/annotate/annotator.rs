//! The annotator: a text in, its tokens and matches out. One per thread; it remembers every word it
//! has met.

use super::annotation::{Annotation, Inside};
use super::attribution::AttributionTally;
use super::matched::Match;
use super::quotation::quotations;
use super::rules::VoiceRules;
use super::sequence::{Sequence, View};
use super::surface_memo::{LookedUp, SurfaceMemo};
use super::traits::Traits;
use super::unit_source::UnitSource;
use super::voice::{Voice, VoiceReason};
use super::voice_reader::VoiceReader;
use crate::lexicon::{BrokenToken, EntrySpan, Matcher, Scratch};
use crate::text::{
    BrokenWord, ByteSpan, Normalized, Token, broken_words, detect_language, tokenize,
};
use std::ops::Range;

/// Finds matches in one text after another, reusing its memory and what it learnt of words.
///
/// Without [rules](Self::with_rules) quotation marks alone decide the voice, and denial, speaker
/// and target are not known.
///
/// ```
/// use framescope::{Annotator, Voice};
/// use framescope::lexicon::{Matcher, read_toml};
///
/// let source = "name = 't'\n[category.a]\nterms = ['liberat*', 'cease-fire']";
/// let lexicon = read_toml("t.toml", source.as_bytes())?;
/// let matcher = Matcher::compile([&lexicon])?;
/// let mut annotator = Annotator::new(&matcher);
/// let text = "The ceasefire after the “liberation” held.";
/// let annotation = annotator.annotate(text);
/// let found: Vec<_> = annotation.matches.iter().map(|m| (m.span.slice(text), m.voice)).collect();
/// assert_eq!(found, [("ceasefire", Voice::Own), ("liberation", Voice::Quoted)]);
/// # Ok::<(), framescope::lexicon::LexiconError>(())
/// ```
#[derive(Debug)]
pub struct Annotator<'m> {
    matcher: &'m Matcher,
    rules: Option<&'m VoiceRules>,
    /// The languages that the lexicons state, each once.
    languages: Vec<&'m str>,
    memo: SurfaceMemo<'m>,
    tokens: Vec<Token>,
    looked_up: LookedUp,
    /// The words of the text that a hyphen divides at the end of a line.
    broken: Vec<BrokenToken>,
    scratch: Scratch,
    spans: Vec<EntrySpan>,
    matches: Vec<Match>,
    quotations: Vec<ByteSpan>,
    /// The scare quotes of the text, where they are asked for.
    scare_quotes: Option<Vec<Range<u32>>>,
    /// How the text attributes, where it is asked for.
    attribution: Option<AttributionTally>,
    reader: VoiceReader,
}

impl<'m> Annotator<'m> {
    /// An annotator for the lexicons of `matcher`.
    pub fn new(matcher: &'m Matcher) -> Self {
        Self {
            matcher,
            rules: None,
            languages: matcher.stated_languages(),
            memo: SurfaceMemo::new(matcher, None),
            tokens: Vec::new(),
            looked_up: LookedUp::default(),
            broken: Vec::new(),
            scratch: Scratch::default(),
            spans: Vec::new(),
            matches: Vec::new(),
            quotations: Vec::new(),
            scare_quotes: None,
            attribution: None,
            reader: VoiceReader::default(),
        }
    }

    /// The same annotator with rules for voice, negation, hedging, speaker and target.
    pub fn with_rules(self, rules: &'m VoiceRules) -> Self {
        Self { rules: Some(rules), memo: SurfaceMemo::new(self.matcher, Some(rules)), ..self }
    }

    /// The same annotator, which also tells all [scare quotes](Annotation::scare_quotes), whether a
    /// match is in them or not.
    pub fn with_scare_quotes(self) -> Self {
        Self { scare_quotes: Some(Vec::new()), ..self }
    }

    /// The same annotator, which also records how the whole text
    /// [attributes](Annotation::attribution), whether a match is in the reach of a cue or not.
    pub fn with_attribution(self) -> Self {
        Self { attribution: Some(AttributionTally::default()), ..self }
    }

    /// The matcher whose ids the matches carry.
    pub fn matcher(&self) -> &'m Matcher {
        self.matcher
    }

    /// Whether every lexicon counts in documents of this language.
    fn serve_all(&self, language: &str) -> bool {
        self.languages.iter().all(|stated| *stated == language)
    }

    /// Finds the tokens, quotations and matches of a text whose language nobody has said.
    pub fn annotate<'a>(&'a mut self, text: &'a str) -> Annotation<'a> {
        self.annotate_in(text, None)
    }

    /// Finds the tokens, quotations and matches of a text in `language` (ISO 639-1). Rules for
    /// another language stay silent, as do rules without a cue, and quotation marks alone decide
    /// the voice. A lexicon that states another language matches nothing. Where `language` is not
    /// given, it is detected.
    pub fn annotate_in<'a>(&'a mut self, text: &'a str, language: Option<&str>) -> Annotation<'a> {
        tokenize(text, &mut self.tokens);
        let types = self.memo.look_up(text, &self.tokens, &mut self.looked_up);
        self.quotations = quotations(text);
        self.spans.clear();
        let LookedUp { surfaces, traits, live } = &self.looked_up;
        self.broken.clear();
        for BrokenWord { first, word } in broken_words(text, &self.tokens) {
            let mut form = Normalized::default();
            form.set(&word);
            let mut atoms = Vec::new();
            self.matcher.atoms_of(&form, &mut atoms);
            self.broken.extend((!atoms.is_empty()).then_some(BrokenToken { first, atoms }));
        }
        let sequence = Sequence {
            text,
            tokens: &self.tokens,
            surfaces,
            traits,
            memo: &self.memo,
            broken: &self.broken,
        };
        self.matcher.find(&View::<false>(sequence), live, &mut self.scratch, &mut self.spans);
        let matters = self.rules.is_some() || !self.languages.is_empty();
        let language = match language {
            _ if !matters => None,
            Some(tag) => Some(primary_language(tag)),
            None => language_of(sequence),
        };
        if let Some(language) = language.as_deref().filter(|own| !self.serve_all(own)) {
            let matcher = self.matcher;
            self.spans.retain(|span| matcher.serves(matcher.entry(span.entry).category, language));
        }
        self.matches.clear();
        let mut inside = Inside(&self.quotations);
        for span in &self.spans {
            let (Some(first), Some(last)) = (
                self.tokens.get(span.first as usize),
                self.tokens.get(span.end.saturating_sub(1) as usize),
            ) else {
                continue;
            };
            let bytes = ByteSpan { start: first.span.start, end: last.span.end };
            let (voice, reason) = if inside.holds(bytes) {
                (Voice::Quoted, VoiceReason::Marks)
            } else {
                (Voice::Own, VoiceReason::NoSign)
            };
            self.matches.push(Match {
                entry: span.entry,
                first: span.first,
                end: span.end,
                span: bytes,
                voice,
                reason,
                sign: None,
                speaker: None,
                negation: None,
                hedge: None,
                target: None,
            });
        }
        // In a few words no language shows, and cues are as good a guess as any.
        let is_short = sequence.tokens.len() < TOO_FEW;
        let speaks = |rules: &&VoiceRules| match &language {
            Some(language) => **language == *rules.language(),
            None => is_short,
        };
        let rules = self.rules.filter(|rules| rules.has_cues()).filter(speaks);
        self.scare_quotes.iter_mut().for_each(Vec::clear);
        let scare_quotes = self.scare_quotes.as_mut().filter(|_| !self.quotations.is_empty());
        let mut tally = self.attribution.as_mut();
        tally.iter_mut().for_each(|tally| tally.clear());
        let is_asked = scare_quotes.is_some() || tally.is_some() || !self.matches.is_empty();
        if let (Some(rules), true) = (rules, is_asked) {
            let source = UnitSource::new(sequence, &self.quotations, rules);
            self.reader.read(&source, self.matcher, &mut self.matches, tally);
            scare_quotes.into_iter().for_each(|found| self.reader.scare_quotes(&source, found));
        }
        Annotation {
            text,
            tokens: &self.tokens,
            types,
            matches: &self.matches,
            quotations: &self.quotations,
            scare_quotes: self.scare_quotes.as_deref().unwrap_or_default(),
            attribution: rules.and(self.attribution.as_ref()).map(|tally| &tally.attribution),
            rules,
            language,
        }
    }
}

/// How many tokens are looked at to tell English.
const SAMPLE: usize = 200;
/// English prose has this share of its most frequent words, and no other language comes near; in
/// percent.
const ENGLISH_SHARE: usize = 16;
/// In fewer tokens than this no language shows.
const TOO_FEW: usize = 20;

/// The language that a text is in, where it shows.
fn language_of(sequence: Sequence<'_>) -> Option<Box<str>> {
    let looked_at = sequence.tokens.len().min(SAMPLE);
    let frequent = (0..looked_at).filter(|&at| sequence.traits(at).has(Traits::ENGLISH)).count();
    // Cheap, and surer than a detector on a short text.
    if looked_at > 0 && frequent * 100 >= looked_at * ENGLISH_SHARE {
        return Some("en".into());
    }
    detect_language(sequence.text).map(Into::into)
}

/// The language of a tag in small letters: “en” of “en-GB”.
fn primary_language(tag: &str) -> Box<str> {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag);
    primary.to_ascii_lowercase().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::read_toml;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static RULES: LazyLock<VoiceRules> = LazyLock::new(|| VoiceRules::bundled("en").unwrap());

    /// Cues, names, marks and gaps, to be thrown together.
    const SOUP: [&str; 58] = [
        " ",
        " ",
        " ",
        " ",
        " ",
        " ",
        ", ",
        ". ",
        "; ",
        ": ",
        " – ",
        "—",
        "-",
        "\n\n",
        "\n",
        "“",
        "”",
        "‘",
        "’",
        "\"",
        "’s ",
        "(",
        ")",
        "said",
        "told",
        "that",
        "according to",
        "called",
        "as",
        "of",
        "by",
        "was",
        "is",
        "not",
        "no longer",
        "never",
        "denied",
        "may",
        "allegedly",
        "so-called",
        "dubbed",
        "the",
        "a",
        "The",
        "militia",
        "killed",
        "killing",
        "Hezbollah",
        "Iran",
        "Dask",
        "who",
        "but",
        "and",
        "claims",
        "allegations",
        "what it calls",
        "Q: ",
        "he",
    ];

    fn found(lexicon: &str, text: &str) -> Vec<String> {
        let lexicon = read_toml("t.toml", format!("name = \"t\"\n{lexicon}").as_bytes()).unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let mut annotator = Annotator::new(&matcher);
        let annotation = annotator.annotate(text);
        annotation
            .matches
            .iter()
            .map(|m| format!("{}={}", matcher.entry(m.entry).term, m.span.slice(text)))
            .collect()
    }

    fn terms(terms: &str, text: &str) -> Vec<String> {
        found(&format!("[category.a]\nterms = [{terms}]"), text)
    }

    #[test]
    fn hyphens_join_as_spaces_do() {
        assert_eq!(
            terms("\"death squad*\"", "Death-squads, a death squad; death, squads."),
            ["death squad*=Death-squads", "death squad*=death squad"]
        );
        assert_eq!(
            terms("\"*-backed\"", "Iran-backed men were backed by Iran‑backed men."),
            ["*-backed=Iran-backed", "*-backed=Iran‑backed"]
        );
        let all = ["cease-fire*=ceasefire", "cease-fire*=cease-fire", "cease-fire*=cease fires"];
        assert_eq!(
            terms("\"cease-fire*\"", "A ceasefire, a cease-fire, two cease fires, no cease; fire."),
            all
        );
        assert_eq!(
            terms("\"death squad\"", "a death\nsquad and a death\n\nsquad"),
            ["death squad=death\nsquad"]
        );
    }

    #[test]
    fn the_longest_match_wins_within_a_lexicon_only() {
        let state = "\"islamic state\", \"state\", \"state of emergency\"";
        assert_eq!(
            terms(state, "Islamic State declared a state of emergency"),
            ["islamic state=Islamic State", "state of emergency=state of emergency"]
        );
        assert_eq!(
            terms(state, "Islamic state of emergency"),
            ["state of emergency=state of emergency"]
        );
        let both =
            "[category.a]\nterms = [\"regime\"]\n[category.b]\nterms = [\"regime\", \"reg*\"]";
        assert_eq!(
            found(both, "regime"),
            ["regime=regime", "regime=regime"],
            "one entry a category on the same words, the most literal"
        );
        let other =
            read_toml("o.toml", b"name = \"o\"\n[category.a]\nterms = [\"state of\"]").unwrap();
        let one = read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"islamic state\"]")
            .unwrap();
        let matcher = Matcher::compile([&one, &other]).unwrap();
        assert_eq!(Annotator::new(&matcher).annotate("Islamic State of Iraq").matches.len(), 2);
    }

    #[test]
    fn exceptions_keep_shorter_entries_out() {
        let lexicon = "[category.a]\nterms = [\"militia*\"]\nexcept = [\"militia act\"]";
        assert_eq!(found(lexicon, "The Militia Act named militias."), ["militia*=militias"]);
    }

    #[test]
    fn case_and_stem_are_told_apart_where_asked() {
        let us = "{ term = \"US\", case = true }";
        assert_eq!(
            terms(us, "Us and us, the US and the U.S., US's"),
            ["US=US", "US=U.S", "US=US's"]
        );
        let stem = "{ term = \"occupation\", match = \"stem\" }";
        assert_eq!(
            terms(stem, "occupations occupied occupation"),
            ["occupation=occupations", "occupation=occupation"]
        );
    }

    #[test]
    fn full_stops_that_belong_to_a_word_do_not_part_it_from_the_next() {
        let both = ["U.S. troops=US troops", "U.S. troops=U.S. troops"];
        assert_eq!(terms("\"U.S. troops\"", "US troops, U.S. troops, the US. Troops left"), both);
        assert_eq!(
            terms("\"U.N. Security Council\"", "the U.N. Security Council"),
            ["U.N. Security Council=U.N. Security Council"]
        );
        assert_eq!(
            terms("\"*-backed\"", "a U.S.-backed and a UK-backed force"),
            ["*-backed=U.S.-backed", "*-backed=UK-backed"]
        );
        assert_eq!(
            terms("\"Gen. Haftar\"", "Gen. Haftar and Gen Haftar"),
            ["Gen. Haftar=Gen. Haftar", "Gen. Haftar=Gen Haftar"]
        );
        assert_eq!(terms("\"troops left\"", "the troops. Left alone"), Vec::<String>::new());
        assert_eq!(
            terms("\"U.S.*\"", "USA and U.S.A. and U.S."),
            ["U.S.*=USA", "U.S.*=U.S.A", "U.S.*=U.S"]
        );
    }

    #[test]
    fn urls_match_nothing_and_any_word_matches_a_star() {
        assert_eq!(terms("\"*\"", "see www.regime.org now"), ["*=see", "*=now"]);
        assert_eq!(
            terms("\"regime\", \"*-regime\"", "pro-regime https://x.org/regime"),
            ["*-regime=pro-regime"]
        );
    }

    #[test]
    fn apostrophes_of_every_shape_are_one() {
        assert_eq!(
            terms("\"Sha'abi\"", "Sha’abi Sha'abi Sha‘abi"),
            ["Sha'abi=Sha’abi", "Sha'abi=Sha'abi", "Sha'abi=Sha‘abi"]
        );
    }

    #[test]
    fn types_and_quoted_share_are_counted() {
        let lexicon = read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"x\"]").unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let mut annotator = Annotator::new(&matcher);
        for _ in 0..2 {
            let annotation = annotator.annotate("The regime’s end: “the Regime ends.”");
            assert_eq!((annotation.tokens.len(), annotation.types), (6, 4));
            assert!((annotation.quoted_share() - 0.5).abs() < 1e-12);
        }
    }

    #[test]
    fn cue_rules_stay_silent_in_another_language() {
        let lexicon = read_toml(
            "t.toml",
            "name = \"t\"\n[category.a]\nterms = [\"régime\", \"نظام\", \"regime\"]".as_bytes(),
        )
        .unwrap();
        let matcher = Matcher::compile([&lexicon]).unwrap();
        let rules = VoiceRules::bundled("en").unwrap();
        let mut annotator = Annotator::new(&matcher).with_rules(&rules);
        let french = "Selon le ministère, le régime a repris la ville vendredi matin après des \
            semaines de combats, et le « régime » dément, a dit une source, que les soldats soient \
            entrés dans les quartiers du sud où vivent encore des civils.";
        let arabic = "قالت الوزارة إن نظام المدينة عاد يوم الجمعة بعد أسابيع من القتال في الأحياء \
            الجنوبية حيث لا يزال المدنيون يعيشون. وأكد مصدر أن “نظام” البلدة لم يتغير منذ دخول \
            الجيش إلى وسطها صباح الجمعة الماضي.";
        for text in [french, arabic] {
            let annotation = annotator.annotate(text);
            assert!(annotation.rules.is_none());
            let found: Vec<Voice> = annotation.matches.iter().map(|m| m.voice).collect();
            assert_eq!(found, [Voice::Own, Voice::Quoted], "{text}");
            assert!(
                annotation
                    .matches
                    .iter()
                    .all(|m| m.negation.is_none() && m.speaker.is_none() && m.target.is_none())
            );
        }
        assert!(
            annotator
                .annotate(
                    "The regime fell on Friday, and most of the army went over to the council in \
                     the north."
                )
                .rules
                .is_some()
        );
        assert!(
            annotator.annotate_in("Le régime", Some("en-GB")).rules.is_some(),
            "what the input says goes before what is seen"
        );
        assert!(
            annotator
                .annotate_in("The regime of the day was not loved by all of them.", Some("fr"))
                .rules
                .is_none()
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(
            words in proptest::collection::vec(proptest::sample::select(SOUP.to_vec()), 0..60),
        ) {
            let lexicons = [
                read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"*\"]").unwrap(),
                read_toml("u.toml", b"name = \"u\"\napplies_to = \"actions\"\n[category.a]\nterms \
                    = [\"*\"]").unwrap(),
            ];
            let matcher = Matcher::compile(&lexicons).unwrap();
            let rules = &*RULES;
            let text: String = words.concat();
            let mut annotator = Annotator::new(&matcher).with_rules(rules);
            let annotation = annotator.annotate_in(&text, Some("en"));
            for m in annotation.matches {
                let target = m.target.unwrap();
                let parties = [m.speaker, target.party, target.agent, target.patient];
                for party in parties.into_iter().flatten() {
                    let name = annotation.party_name(party);
                    prop_assert!(!name.trim().is_empty(), "{party:?} in {text}");
                }
                prop_assert_eq!(m.sign.is_none_or(|sign| !sign.span.slice(&text).is_empty()), true);
            }
        }

        #[test]
        fn matches_point_at_the_text_they_name(text in "(death|squads?|-| \
            |\n|regime|“|”|US|us|’s|é|\\PC){0,30}") {
            let source = "name = \"t\"\n[category.a]\nterms = [\"death squad*\", \"*-regime\", \
                \"regime\", { term = \"US\", case = true }]\nexcept = [\"us \
                regime\"]\n[category.b]\nterms = [\"*\"]";
            let lexicon = read_toml("t.toml", source.as_bytes()).unwrap();
            let matcher = Matcher::compile([&lexicon]).unwrap();
            let mut annotator = Annotator::new(&matcher);
            let annotation = annotator.annotate(&text);
            let mut last = 0;
            for m in annotation.matches {
                prop_assert!(m.span.start >= last);
                last = m.span.start;
                let words = m.span.slice(&text);
                prop_assert!(!words.is_empty());
                prop_assert_eq!(annotation.tokens[m.first as usize].span.start, m.span.start);
            }
        }
    }
}
