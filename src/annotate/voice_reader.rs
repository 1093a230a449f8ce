//! Reads each match of a text: in whose voice it stands, whether it is denied or weakened, who
//! speaks, whom it is about.
//!
//! The order of the decision: a turn of an interview; a quotation, which is speech, scare quotes, a
//! mention or a name; a reported stretch; a cue of distance; else the author's own voice.

use super::action::action_target;
use super::attribution::AttributionTally;
use super::distance::{self, QuotationKind};
use super::label::label_target;
use super::matched::Match;
use super::phrase::{self, Party};
use super::reported::stretches;
use super::scope;
use super::sentence_unit::{Cue, SentenceUnit};
use super::stretch::Stretch;
use super::turn::{Turn, turns};
use super::unit_source::UnitSource;
use super::voice::{Sign, Voice, VoiceReason};
use crate::lexicon::{AppliesTo, CueRole, LexiconKind, Matcher};
use std::ops::Range;

/// How many sentences back the speaker of a quotation that stands alone is looked for.
const BACK: usize = 3;

/// Decides about matches. Its memory is used again from text to text.
#[derive(Debug, Default)]
pub(super) struct VoiceReader {
    unit: SentenceUnit,
    stretches: Vec<Stretch>,
    earlier: SentenceUnit,
    turns: Vec<Turn>,
    /// Whether `unit` is laid out for the present text.
    is_laid_out: bool,
}

/// What was decided of a voice.
struct Heard {
    voice: Voice,
    reason: VoiceReason,
    sign: Option<Sign>,
    speaker: Option<Party>,
}

impl Heard {
    fn new(voice: Voice, reason: VoiceReason) -> Self {
        Self { voice, reason, sign: None, speaker: None }
    }

    /// The same, as the cue of `stretch` tells and attributes it.
    fn told_by(self, source: &UnitSource<'_>, unit: &SentenceUnit, stretch: &Stretch) -> Self {
        let (sign, speaker) = attribution(source, unit, stretch);
        Self { sign: Some(sign), speaker, ..self }
    }

    /// The same, as `cue` tells it of nobody.
    fn by_cue(self, source: &UnitSource<'_>, cue: Cue) -> Self {
        Self { sign: Some(sign(source, cue)), ..self }
    }
}

impl VoiceReader {
    /// Reads `matches`, which must be in the order of the text. A `tally` takes up every unit of
    /// the text.
    pub(super) fn read(
        &mut self,
        source: &UnitSource<'_>,
        matcher: &Matcher,
        matches: &mut [Match],
        mut tally: Option<&mut AttributionTally>,
    ) {
        self.is_laid_out = false;
        turns(source, &mut self.turns);
        let mut before: Option<Match> = None;
        for matched in matches {
            let (first, end) = (matched.first as usize, matched.end as usize);
            let is_new = self.lay_out(source, first);
            if let Some(tally) = tally.as_deref_mut().filter(|_| is_new && !self.unit.is_piece()) {
                tally.add(source, &self.unit, &self.stretches);
                tally.seen.push((self.unit.first, self.unit.end));
            }
            match before.filter(|before| (before.first, before.end) == (matched.first, matched.end))
            {
                // Another entry on the same words: whose they are is known.
                Some(same) => {
                    (matched.voice, matched.reason, matched.sign, matched.speaker) =
                        (same.voice, same.reason, same.sign, same.speaker);
                    (matched.negation, matched.hedge) = (same.negation, same.hedge);
                }
                None => {
                    let heard = self.voice(source, first, end);
                    (matched.voice, matched.reason, matched.sign, matched.speaker) =
                        (heard.voice, heard.reason, heard.sign, heard.speaker);
                    matched.negation =
                        scope::negation(&self.unit, first, end).map(|cue| sign(source, cue));
                    matched.hedge =
                        scope::hedge(&self.unit, first, end).map(|cue| sign(source, cue));
                }
            }
            let category = matcher.category(matcher.entry(matched.entry).category);
            matched.target =
                (category.kind == LexiconKind::Framing).then(|| match category.applies_to {
                    AppliesTo::Actors => label_target(source, &self.unit, first, end),
                    AppliesTo::Actions => action_target(source, &self.unit, first, end),
                });
            before = Some(*matched);
        }
        if let Some(tally) = tally {
            self.tally_rest(source, tally);
        }
    }

    /// Adds the units that no match had laid out.
    fn tally_rest(&mut self, source: &UnitSource<'_>, tally: &mut AttributionTally) {
        let seen = std::mem::take(&mut tally.seen);
        let mut seen_units = seen.iter().peekable();
        let mut at = 0;
        while at < source.len() {
            if let Some((_, end)) = seen_units.next_if(|(first, _)| *first == at) {
                at = *end;
                continue;
            }
            // A piece of a text without sentence ends reaches back over the piece before it.
            let (_, end) = source.unit_of(at);
            self.unit.fill(source, at, end);
            stretches(&self.unit, &mut self.stretches);
            tally.add(source, &self.unit, &self.stretches);
            at = end;
        }
        self.is_laid_out = false;
        tally.seen = seen;
    }

    /// Appends the runs of tokens in marks that distance them. Call it after
    /// [`read`](Self::read) on the same text.
    pub(super) fn scare_quotes(&mut self, source: &UnitSource<'_>, runs: &mut Vec<Range<u32>>) {
        // Offsets are 32 bits wide, so neither tokens nor quotations are more.
        let index = |at: usize| at as u32;
        for quotation in 0..index(source.quotations.len()) {
            let tokens = source.tokens_of(quotation);
            if tokens.is_empty() {
                continue;
            }
            self.lay_out(source, tokens.start);
            // Marks hold off all that they hold, so the first word tells.
            if matches!(
                self.voice(source, tokens.start, tokens.start + 1).reason,
                VoiceReason::ScareQuotes | VoiceReason::Mention
            ) {
                runs.push(index(tokens.start)..index(tokens.end));
            }
        }
    }

    /// Lays out the unit that contains token `at`, unless it is laid out already. Says whether it
    /// had to.
    fn lay_out(&mut self, source: &UnitSource<'_>, at: usize) -> bool {
        let is_new = !self.is_laid_out || !self.unit.contains(at);
        if is_new {
            let (from, to) = source.unit_of(at);
            self.unit.fill(source, from, to);
            stretches(&self.unit, &mut self.stretches);
            self.is_laid_out = true;
        }
        is_new
    }

    fn voice(&mut self, source: &UnitSource<'_>, first: usize, end: usize) -> Heard {
        if let Some(heard) = self.turn(source, first) {
            return heard;
        }
        let stretch = self
            .stretches
            .iter()
            .filter(|stretch| stretch.content.contains(&first))
            .min_by_key(|stretch| stretch.content.len());
        if let Some(quotation) = self.unit.token(first).quotation {
            let tokens = source.tokens_of(quotation);
            // The stretch in which the quotation begins tells more than one that a match inside
            // happens to lie in.
            let around = self
                .stretches
                .iter()
                .filter(|stretch| stretch.content.contains(&tokens.start))
                .min_by_key(|stretch| stretch.content.len());
            match distance::kind(source, &self.unit, quotation, &tokens, around) {
                QuotationKind::Speech => {
                    let heard = Heard::new(Voice::Quoted, VoiceReason::Speech);
                    if let Some(stretch) = around {
                        return heard.told_by(source, &self.unit, stretch);
                    }
                    let elsewhere = self
                        .speaker_before(source, quotation)
                        .or_else(|| self.speaker_after(source, quotation));
                    let (sign, speaker) = elsewhere.unzip();
                    return Heard { sign, speaker: speaker.flatten(), ..heard };
                }
                QuotationKind::Scare => {
                    return Heard::new(Voice::Distanced, VoiceReason::ScareQuotes);
                }
                QuotationKind::Mention(cue) => {
                    return Heard::new(Voice::Distanced, VoiceReason::Mention).by_cue(source, cue);
                }
                QuotationKind::Name if stretch.is_none() => {
                    return Heard::new(Voice::Own, VoiceReason::Name);
                }
                QuotationKind::Name => {}
            }
        }
        let distanced = distance::without_marks(&self.unit, first, end);
        // “dubbed”, “what it calls” and “so-called” distance a word whoever says so.
        let holds_off = distanced.is_some_and(|cue| match stretch {
            Some(stretch) => {
                cue.first <= stretch.cue.first && stretch.cue.first < cue.end
                    || cue.role == CueRole::Before
            }
            None => true,
        });
        if let Some(stretch) = stretch.filter(|_| !holds_off) {
            return Heard::new(Voice::Reported, VoiceReason::Reported)
                .told_by(source, &self.unit, stretch);
        }
        if let Some(cue) = distanced {
            return Heard::new(Voice::Distanced, VoiceReason::Distanced).by_cue(source, cue);
        }
        Heard::new(Voice::Own, VoiceReason::NoSign)
    }

    /// The voice of a match inside a turn of an interview or a passage set off.
    fn turn(&mut self, source: &UnitSource<'_>, first: usize) -> Option<Heard> {
        let at = self.turns.partition_point(|turn| turn.end <= first);
        let turn = *self.turns.get(at).filter(|turn| turn.first <= first)?;
        match turn.speaker {
            Some(name) => {
                let mut heard = Heard::new(Voice::Quoted, VoiceReason::Turn);
                let tokens = source.token_at(name.start)..source.token_at(name.end);
                // The name's own tokens, which are in a unit of their own or at the head of the
                // turn's.
                let (from, to) = (tokens.start, tokens.end.max(tokens.start + 1));
                self.earlier.fill(source, from, to);
                heard.speaker =
                    phrase::party(source, &self.earlier, from..to).or(Some(Party::Words(name)));
                Some(heard)
            }
            None => {
                let (sign, speaker) = self.announced(source, turn.first)?;
                Some(Heard {
                    voice: Voice::Quoted,
                    reason: VoiceReason::SetOff,
                    sign: Some(sign),
                    speaker,
                })
            }
        }
    }

    /// The cue and speaker with which the unit before token `first` announces what follows: “As the
    /// observers explain:”.
    fn announced(
        &mut self,
        source: &UnitSource<'_>,
        first: usize,
    ) -> Option<(Sign, Option<Party>)> {
        let last = first.checked_sub(1)?;
        let (from, to) = source.unit_of(last);
        self.earlier.fill(source, from, to);
        let unit = &self.earlier;
        let cue = unit.cues.iter().rev().copied().find(|cue| {
            matches!(cue.role, CueRole::Speech | CueRole::Source)
                && !phrase::is_noun_use(unit, cue.first)
        })?;
        if to.saturating_sub(cue.end) > 12 || unit.token(cue.first).quotation.is_some() {
            return None;
        }
        let phrase = if cue.role == CueRole::Source {
            phrase::after(unit, cue.end)
        } else {
            phrase::before(unit, cue.first)
        };
        Some((sign(source, cue), phrase.and_then(|phrase| phrase::party(source, unit, phrase))))
    }

    /// Who speaks in a quotation that no cue of its own unit attributes: whom the sentences before
    /// it name.
    fn speaker_before(
        &mut self,
        source: &UnitSource<'_>,
        quotation: u32,
    ) -> Option<(Sign, Option<Party>)> {
        let mut first = source.tokens_of(quotation).start;
        let paragraph = source.paragraph_of(first);
        for _ in 0..BACK {
            let (from, _) = source.unit_of(first);
            let last = from.checked_sub(1)?;
            let same = source.paragraph_of(last) == paragraph;
            let between = source.sequence.between(last);
            let announced = between.trim_end().ends_with(':')
                || between.contains(":\n")
                || between.contains(":\r");
            if announced {
                return self.announced(source, from);
            }
            // A quotation that runs on into the next paragraph is opened again and not closed
            // before.
            let continued = source
                .quotation_of(last)
                .is_some_and(|earlier| earlier + 1 == quotation && !closes(source, earlier));
            if !same && !continued {
                return None;
            }
            let (start, end) = source.unit_of(last);
            self.earlier.fill(source, start, end);
            let mut earlier = Vec::new();
            stretches(&self.earlier, &mut earlier);
            let holds_quotation = (start..end).any(|at| self.earlier.token(at).quotation.is_some());
            let speech = earlier.iter().rev().find(|stretch| {
                stretch.cue.role == CueRole::Speech
                    && (holds_quotation || stretch.content.end == end)
            });
            if let Some(stretch) = speech {
                return Some(attribution(source, &self.earlier, stretch));
            }
            if !holds_quotation {
                return None;
            }
            first = start;
        }
        None
    }

    /// Who speaks in a quotation that runs on into the next paragraphs and is attributed there.
    fn speaker_after(
        &mut self,
        source: &UnitSource<'_>,
        quotation: u32,
    ) -> Option<(Sign, Option<Party>)> {
        let mut last = quotation;
        for _ in 0..=BACK {
            if closes(source, last) {
                return None;
            }
            last += 1;
            let start =
                source.quotations.get(last as usize).map(|_| source.tokens_of(last).start)?;
            if source.paragraph_of(start) != source.paragraph_of(start.checked_sub(1)?) + 1 {
                return None;
            }
            let (from, to) = source.unit_of(start);
            self.earlier.fill(source, from, to);
            let mut later = Vec::new();
            stretches(&self.earlier, &mut later);
            if let Some(stretch) = later.iter().find(|stretch| stretch.content.contains(&start)) {
                return Some(attribution(source, &self.earlier, stretch));
            }
        }
        None
    }
}

/// Whether a quotation ends with a mark that closes it.
fn closes(source: &UnitSource<'_>, quotation: u32) -> bool {
    source.quotations.get(quotation as usize).is_some_and(|span| {
        span.slice(source.sequence.text).ends_with(['"', '”', '’', '\'', '»', '“'])
    })
}

/// The cue of a stretch of `unit`, and who it names.
fn attribution(
    source: &UnitSource<'_>,
    unit: &SentenceUnit,
    stretch: &Stretch,
) -> (Sign, Option<Party>) {
    (
        sign(source, stretch.cue),
        stretch.speaker.clone().and_then(|phrase| phrase::party(source, unit, phrase)),
    )
}

fn sign(source: &UnitSource<'_>, cue: Cue) -> Sign {
    Sign { span: source.span_of(cue.first, cue.end), entry: cue.entry }
}
