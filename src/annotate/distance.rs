//! Distance: scare quotes, apart from speech, names and titles; and words distanced without marks.

use super::border::Border;
use super::sentence_unit::{Cue, SentenceUnit};
use super::stretch::Stretch;
use super::traits::Traits;
use super::unit_source::UnitSource;
use crate::lexicon::CueRole;
use std::ops::Range;

/// What a quotation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuotationKind {
    /// Somebody's words.
    Speech,
    /// A word or fragment that the author distances.
    Scare,
    /// A word mentioned as a word, by this cue.
    Mention(Cue),
    /// A name, a title or a nickname: the author's words.
    Name,
}

/// The fewest words in a quotation that is speech even without a speaker.
const LONG: usize = 8;
/// The most words in a name or title.
const NAME: usize = 9;
/// The most words between a quotation and the verb that calls something by it.
const CITED: usize = 6;
/// The most words in a fragment after “declared a” that is distanced rather than cited.
const FRAGMENT: usize = 3;

/// Decides what the quotation over `tokens` is; `stretch` is the reported stretch that it is in,
/// if any.
pub(super) fn kind(
    source: &UnitSource<'_>,
    unit: &SentenceUnit,
    quotation: u32,
    tokens: &Range<usize>,
    stretch: Option<&Stretch>,
) -> QuotationKind {
    let (first, end) = (tokens.start, tokens.end);
    let before = cue_before(unit, first);
    let named_before = before.is_some_and(|cue| cue.role == CueRole::Label);
    if let Some(cue) = before.filter(|cue| matches!(cue.role, CueRole::Before | CueRole::Mention)) {
        return QuotationKind::Mention(cue);
    }
    let words = end.saturating_sub(first);
    let span = source.quotations.get(quotation as usize).copied().unwrap_or_default();
    let marked = span.slice(source.sequence.text);
    let inside = marked
        .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?' | '…' | ','));
    let ends_speech = inside.ends_with(['.', '!', '?', '…', ',']);
    let is_whole = unit.first >= first && unit.end <= end;
    // “commonly referred to as ‘Shia’”: a word that people use, whatever its capitals; “known as
    // the ‘Peace Brigades’” is a name.
    let named_by_others = stretch.is_some_and(|stretch| {
        stretch.cue.role == CueRole::Call
            && stretch.is_agentless
            && first.saturating_sub(stretch.content.start) <= CITED
            && !unit.traits(first.saturating_sub(1)).has(Traits::DEFINITE)
    });
    if named_by_others && words < LONG {
        return QuotationKind::Scare;
    }
    if is_name(unit, tokens, is_whole, stretch) {
        return QuotationKind::Name;
    }
    if let Some(cue) = before.filter(|_| named_before) {
        return QuotationKind::Mention(cue);
    }
    // Trump: ‘Iran is a rogue state’
    let headed = unit.border_before(first).has(Border::COLON) && words > FRAGMENT;
    if words >= LONG || is_whole || headed {
        return QuotationKind::Speech;
    }
    let opens_sentence = unit.traits(first).has(Traits::CAPITAL)
        && unit.border_before(first).has(Border::SENTENCE | Border::COLON | Border::COMMA);
    if let Some(stretch) = stretch {
        let cites = match stretch.cue.role {
            CueRole::Speech | CueRole::Call | CueRole::Source => {
                // “declared a “caliphate””: an object of the author's sentence, one word of it in
                // marks.
                let object = stretch.cue.role == CueRole::Speech
                    && !stretch.is_clause
                    && words <= FRAGMENT
                    && unit.traits(stretch.content.start).has(Traits::DETERMINER);
                let far =
                    stretch.cue.role == CueRole::Call && first > stretch.content.start + CITED;
                !far && (!stretch.is_agentless || words > FRAGMENT || stretch.is_clause) && !object
            }
            _ => !stretch.is_agentless || words > FRAGMENT,
        };
        if cites {
            return QuotationKind::Speech;
        }
    }
    let is_sentence = opens_sentence && ends_speech && !inside.ends_with(',') && words >= 2;
    if is_sentence { QuotationKind::Speech } else { QuotationKind::Scare }
}

/// Whether the tokens of a quotation read as a name, a title or a nickname: capitals throughout.
fn is_name(
    unit: &SentenceUnit,
    tokens: &Range<usize>,
    is_whole: bool,
    stretch: Option<&Stretch>,
) -> bool {
    let words = tokens.len();
    if words == 0 || words > NAME || is_whole {
        return false;
    }
    let (first, end) = (tokens.start, tokens.end);
    let traits = |at: usize| unit.traits(at);
    // “Shock and Awe”: small words may be in lower case, but not first.
    let small = Traits::PREPOSITION | Traits::DETERMINER | Traits::COORDINATOR;
    let content: Vec<usize> = tokens.clone().filter(|&at| !traits(at).has(small)).collect();
    let capitals = content.iter().all(|&at| traits(at).has(Traits::CAPITAL | Traits::NUMBER));
    if !capitals || content.is_empty() {
        return false;
    }
    let border = unit.border_before(first);
    let before = if first > unit.first { traits(first - 1) } else { Traits::default() };
    let after = traits(end);
    // Anton “the Warlord” Grebe
    let nickname = before.has(Traits::CAPITAL)
        && after.has(Traits::CAPITAL)
        && !border.has(Border::BREAK)
        && !unit.border_after(end - 1).has(Border::BREAK);
    if nickname {
        return true;
    }
    let opens_sentence = border.has(Border::SENTENCE | Border::COLON);
    let is_complement = stretch.is_some_and(|stretch| {
        matches!(stretch.cue.role, CueRole::Speech)
            && (stretch.content.start == first || stretch.content.end == end)
            && !stretch.is_agentless
    });
    if content.len() == 1 {
        // One capital at the head of speech tells nothing; elsewhere it is a name, unless a voice
        // is right before.
        return traits(content[0]).has(Traits::CAPITAL)
            && !opens_sentence
            && !is_complement
            && traits(first).has(Traits::CAPITAL | Traits::DETERMINER)
            && !border.has(Border::COMMA);
    }
    !(is_complement && opens_sentence) || after.has(Traits::BE)
}

/// The cue right before token `first` that mentions or distances a word.
fn cue_before(unit: &SentenceUnit, first: usize) -> Option<Cue> {
    let mut end = first;
    // An article or “a certain” may be between: branded a “liberation”.
    if end > unit.first
        && unit.traits(end - 1).has(Traits::DETERMINER)
        && !unit.cues.iter().any(|cue| cue.end == end)
    {
        end -= 1;
    }
    let roles = [CueRole::Before, CueRole::Mention, CueRole::Label];
    let cues = unit.cues.iter().filter(|cue| {
        cue.end == end && roles.contains(&cue.role) && unit.token(cue.first).quotation.is_none()
    });
    let cue = cues.max_by_key(|cue| cue.end.saturating_sub(cue.first)).copied()?;
    (cue.end == first || cue.role == CueRole::Label).then_some(cue)
}

/// The cue that distances the words from `first` to `end` without marks, if one does.
pub(super) fn without_marks(unit: &SentenceUnit, first: usize, end: usize) -> Option<Cue> {
    if !unit.holds(&[CueRole::Before, CueRole::Irony, CueRole::Mention, CueRole::Label]) {
        return None;
    }
    unit.cues
        .iter()
        .copied()
        .find(|cue| {
            if cue.end > first || unit.token(cue.first).quotation != unit.token(first).quotation {
                return false;
            }
            match cue.role {
                // “the so-called people's militia”: adjectives may be between.
                CueRole::Before => reaches(unit, cue.end, first, 3, false),
                CueRole::Irony => reaches(unit, cue.end, first, 2, false),
                CueRole::Mention => cue.end == first,
                // “branded the Front terrorists”: the object is between.
                CueRole::Label => reaches(unit, cue.end, first, 6, true),
                _ => false,
            }
        })
        .filter(|_| end > first)
}

/// Whether nothing between `from` and `to` ends the phrase, and at most `most` words stand there.
fn reaches(unit: &SentenceUnit, from: usize, to: usize, most: usize, over_names: bool) -> bool {
    from <= to
        && to.saturating_sub(from) <= most
        && (from == to || !unit.token(from - 1).border.has(Border::BREAK))
        && (from.saturating_sub(1)..to).all(|at| !unit.token(at).border.has(Border::BREAK))
        // “so-called Islamic State militants”: it is the name that is held off.
        && (over_names || !unit.actors.iter().any(|actor| actor.first >= from && actor.end <= to))
        && (from..to).all(|at| {
            let traits = unit.traits(at);
            let goes_on = over_names && traits.has(Traits::AS | Traits::OF);
            !traits.has(Traits::ENDS_PHRASE | Traits::COORDINATOR)
                && (!traits.has(Traits::PREPOSITION) || goes_on)
        })
}
