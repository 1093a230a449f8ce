//! The map step: one document in, its record out. No input, no output.

use super::plan::{Needs, Plan};
use super::record::{
    DocumentRecord, LineRecord, MatchRecord, MatchTraits, NameId, RecordHead, RecordMatches,
    RecordSignature, RecordWords,
};
use super::shown::ShownTextBuilder;
use crate::annotate::{
    Annotation, Annotator, Concordance, Match, Party, TargetRule, Voice, reasons_in_words,
};
use crate::corpus::Document;
use crate::frame::AttributionCounts;
use crate::prose::folded;
use crate::text::{CharCounter, detect_language};
use crate::words::{ShortLine, SignatureMaker, WordCounter, WordCounts};
use std::collections::HashMap;

/// Maps documents to records. Each thread needs its own: a mapper remembers the words that it has
/// met, for speed only.
#[derive(Debug)]
pub struct Mapper<'p> {
    plan: &'p Plan,
    annotator: Annotator<'p>,
    counter: WordCounter,
    signatures: SignatureMaker,
}

impl<'p> Mapper<'p> {
    /// A mapper for the documents of `plan`.
    pub fn new(plan: &'p Plan) -> Self {
        let annotator = Annotator::new(plan.matcher()).with_rules(plan.rules());
        let needs = plan.needs();
        Self {
            plan,
            annotator: if needs.attribution { annotator.with_attribution() } else { annotator },
            counter: WordCounter::default(),
            signatures: SignatureMaker::default(),
        }
    }

    /// The record of a document.
    ///
    /// The same document gives the same record, regardless of the documents mapped before it.
    pub fn map(&mut self, document: &Document) -> DocumentRecord {
        self.map_with(document, |_| ()).0
    }

    /// The record of a document, and what `look` makes of its annotation.
    pub(crate) fn map_with<T>(
        &mut self,
        document: &Document,
        look: impl FnOnce(&Annotation<'_>) -> T,
    ) -> (DocumentRecord, T) {
        let Self { plan, annotator, counter, signatures } = self;
        let needs = plan.needs();
        let annotation = annotator.annotate_in(&document.text, document.language.as_deref());
        let counts = (needs.words || needs.signature)
            .then(|| counter.count(&annotation, needs.sequence || needs.signature));
        let signature = counts
            .as_ref()
            .filter(|_| needs.signature)
            .and_then(|counts| signatures.signature(counts))
            .map(|signature| RecordSignature(signature.to_bytes()));
        let has_own = annotation.matches.iter().any(|found| found.voice == Voice::Own);
        // Sentences take time, so a document is cut into them only where some are shown.
        let is_cut = needs.sentences || needs.lines || (needs.passages && has_own);
        let concordance = is_cut
            .then(|| Concordance::new(&annotation, document.title.as_deref(), plan.context()));
        let sentences = concordance.as_ref().map_or(0, Concordance::sentences);
        let mut names = NameTable::default();
        let matches = matches(&annotation, plan, &mut names);
        let shown = concordance
            .map(|concordance| {
                let mut shown = ShownTextBuilder::new(&concordance);
                if needs.lines {
                    lines(&concordance, needs, &mut names, &mut shown);
                }
                if needs.passages {
                    shown.add_sentences();
                }
                shown.finish()
            })
            .unwrap_or_default();
        let head = RecordHead {
            language: language(document, &annotation, needs),
            sentences: narrow(sentences),
            ..head(document, &annotation)
        };
        let record = DocumentRecord {
            head,
            matches: RecordMatches { names: names.into_names(), ..matches },
            shown,
            words: counts.map(|counts| words(counts, needs)).unwrap_or_default(),
            signature,
            attribution: needs.attribution.then(|| AttributionCounts::from_annotation(&annotation)),
        };
        (record, look(&annotation))
    }
}

/// A number of tokens, types or characters of one text. `corpus` turns away texts past 4 GB, so
/// none is larger than 32 bits.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn head(document: &Document, annotation: &Annotation<'_>) -> RecordHead {
    let text = |value: &Option<String>| value.as_deref().map(Into::into);
    RecordHead {
        id: document.id.as_str().into(),
        outlet: (*document.outlet).into(),
        date: document.date,
        title: text(&document.title),
        author: text(&document.author),
        event: text(&document.event),
        language: None,
        source: document.source.clone(),
        encoding: if document.is_encoding_guessed {
            format!("{} (guess)", document.encoding).into()
        } else {
            document.encoding.into()
        },
        characters: document.text.chars().count() as u64,
        tokens: narrow(annotation.tokens.len()),
        types: annotation.types,
        sentences: 0,
        quoted: narrow(annotation.quoted_tokens()),
        matches: narrow(annotation.matches.len()),
        has_rules: annotation.rules.is_some(),
    }
}

/// The language that the input names, else the one that is detected.
fn language(document: &Document, annotation: &Annotation<'_>, needs: Needs) -> Option<Box<str>> {
    let named = document.language.as_deref().map(Into::into);
    let detected = || annotation.language.clone();
    // The language is only looked for if a table shows it or a lexicon depends on it.
    let looked_for = || needs.languages.then(|| detect_language(&document.text)).flatten();
    named.or_else(detected).or_else(|| looked_for().map(Into::into))
}

fn words(counts: WordCounts, needs: Needs) -> RecordWords {
    let WordCounts { types, counts, capitals, lines, sequence } = counts;
    RecordWords {
        types: types.join("\n"),
        counts,
        capitals,
        lines: lines.into_iter().map(|ShortLine { hash, types }| (hash, types)).collect(),
        // The mark between parted words has the largest number, which wraps to 0.
        sequence: if needs.sequence || needs.signature {
            sequence.into_iter().map(|number| number.wrapping_add(1)).collect()
        } else {
            Vec::new()
        },
    }
}

/// The words that matches refer to, each once.
#[derive(Debug, Default)]
pub(super) struct NameTable {
    names: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

impl NameTable {
    fn number(&mut self, name: &str) -> NameId {
        if let Some(number) = self.numbers.get(name) {
            return NameId(*number);
        }
        let number = narrow(self.names.len());
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        NameId(number)
    }

    fn into_names(self) -> Vec<Box<str>> {
        self.names
    }
}

fn matches(annotation: &Annotation<'_>, plan: &Plan, names: &mut NameTable) -> RecordMatches {
    let mut counter = CharCounter::new(annotation.text);
    let mut lexicons: Vec<u64> = Vec::new();
    let mut matches = Vec::with_capacity(annotation.matches.len());
    for found in annotation.matches {
        let (hash, entry) = plan.entries().place(found.entry);
        let lexicon = lexicons.iter().position(|known| *known == hash).unwrap_or_else(|| {
            lexicons.push(hash);
            lexicons.len() - 1
        });
        let span = counter.span(found.span);
        matches.push(MatchRecord {
            // A run has at most 65,535 lexicons, which `Matcher::compile` checks.
            lexicon: u16::try_from(lexicon).unwrap_or(u16::MAX),
            entry,
            start: span.start,
            length: span.end - span.start,
            ..decided(annotation, found, names)
        });
    }
    RecordMatches { lexicons, names: Vec::new(), matches }
}

/// What the rules decided about a match.
fn decided(annotation: &Annotation<'_>, found: &Match, names: &mut NameTable) -> MatchRecord {
    let rules = annotation.rules;
    let mut name =
        |party: Option<Party>| party.map(|party| names.number(&annotation.party_name(party)));
    let target = found.target.and_then(|target| target.party);
    let rule = found.target.map(|target| target.rule);
    // The nearest actor is a guess, and a pronoun has no name: neither counts as a target.
    let labels = rule != Some(TargetRule::Nearest)
        && target.is_some_and(|party| !party.is_pronoun(annotation.text));
    let parties = [
        found.speaker,
        target,
        found.target.and_then(|target| target.sponsor),
        found.target.and_then(|target| target.agent),
        found.target.and_then(|target| target.patient),
    ];
    let [speaker, target, sponsor, agent, patient] = parties.map(&mut name);
    MatchRecord {
        lexicon: 0,
        entry: 0,
        start: 0,
        length: 0,
        voice: found.voice,
        traits: MatchTraits::default()
            .with(MatchTraits::NEGATED, found.negation.is_some())
            .with(MatchTraits::HEDGED, found.hedge.is_some())
            .with(MatchTraits::LABELS, labels),
        cue: found.sign.map(|sign| names.number(&folded(sign.span.slice(annotation.text)))),
        cue_stance: found
            .sign
            .zip(rules)
            .map(|(sign, rules)| names.number(rules.cue_group(sign.entry))),
        speaker,
        target_rule: rule,
        target,
        sponsor,
        agent,
        patient,
    }
}

fn lines(
    concordance: &Concordance<'_>,
    needs: Needs,
    names: &mut NameTable,
    shown: &mut ShownTextBuilder<'_>,
) {
    let annotation = concordance.annotation();
    for found in annotation.matches {
        let reasons =
            needs.reasons.then(|| names.number(&reasons_in_words(annotation, found).join("\n")));
        let place = shown.add_context(found);
        shown.push_line(LineRecord {
            zone: concordance.zone_at(found.span.start),
            sentence: concordance.sentence_number(found.span.start),
            left: place.left,
            right: place.right,
            reasons,
        });
    }
}
