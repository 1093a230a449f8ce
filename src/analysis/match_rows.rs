//! Records turned into what tables count and show: the frame of a document, its rows of `matches`,
//! its sentences.

use super::error::AnalysisError;
use super::plan::Plan;
use super::record::{LineRecord, MatchRecord, MatchTraits, RecordHead, RecordMatches, ShownText};
use super::shown::TextCutter;
use crate::annotate::{TargetRule, Voice, fold_context};
use crate::compare::Passage;
use crate::frame::{DocumentFrame, FramedDocument, ScoredMatch};
use crate::lexicon::EntryId;
use crate::prose::folded;
use crate::table::MatchRow;
use crate::text::CharSpan;
use std::sync::Arc;

/// The entry of a match in this run; `None` where its lexicon is set aside.
fn entry(
    plan: &Plan,
    matches: &RecordMatches,
    found: &MatchRecord,
) -> Result<Option<EntryId>, AnalysisError> {
    let lexicon = matches.lexicons.get(usize::from(found.lexicon));
    let lexicon = *lexicon.ok_or(AnalysisError::BrokenRecord)?;
    if plan.is_set_aside(lexicon) {
        return Ok(None);
    }
    plan.entries().entry(lexicon, found.entry).map(Some).ok_or(AnalysisError::BrokenRecord)
}

/// The matches of a document that count in this run.
pub(super) fn counted_matches(plan: &Plan, matches: &RecordMatches) -> u32 {
    let is_counted = |found: &&MatchRecord| {
        let lexicon = matches.lexicons.get(usize::from(found.lexicon));
        lexicon.is_some_and(|lexicon| !plan.is_set_aside(*lexicon))
    };
    // A document has fewer matches than `u32` can count.
    u32::try_from(matches.matches.iter().filter(is_counted).count()).unwrap_or(u32::MAX)
}

/// What scores need to know of the matches of a document, in the order of the text.
pub(super) fn scored_matches<'m>(
    plan: &Plan,
    matches: &'m RecordMatches,
) -> Result<Vec<ScoredMatch<'m>>, AnalysisError> {
    let mut scored = Vec::with_capacity(matches.matches.len());
    for found in &matches.matches {
        let Some(entry) = entry(plan, matches, found)? else { continue };
        let labels = found.traits.has(MatchTraits::LABELS);
        scored.push(ScoredMatch {
            entry,
            start: found.start,
            end: found.start + found.length,
            voice: found.voice,
            is_negated: found.traits.has(MatchTraits::NEGATED),
            target: matches.name(found.target).filter(|_| labels),
        });
    }
    Ok(scored)
}

/// The frame of a document.
pub(super) fn frame_of_record(
    plan: &Plan,
    head: &RecordHead,
    matches: &RecordMatches,
) -> Result<DocumentFrame, AnalysisError> {
    let scored = scored_matches(plan, matches)?;
    let document = FramedDocument {
        id: head.id.clone(),
        outlet: (&*head.outlet).into(),
        date: head.date,
        event: head.event.as_deref().map(Into::into),
        tokens: u64::from(head.tokens),
        // Where cue rules applied, the text is in their language; it is not looked for then.
        language: match &head.language {
            Some(language) => Some((&**language).into()),
            None if head.has_rules => Some(plan.options().language.as_str().into()),
            None => None,
        },
        has_rules: head.has_rules,
    };
    Ok(DocumentFrame::from_matches(document, scored, plan.matcher()))
}

/// The rows of a document in `matches`, sorted by place, then by lexicon, category and entry. With
/// each row the reasons of the rules, where the record has them.
pub(super) fn match_rows(
    plan: &Plan,
    head: &RecordHead,
    matches: &RecordMatches,
    shown: &ShownText,
) -> Result<Vec<ExplainedRow>, AnalysisError> {
    let id: Arc<str> = (&*head.id).into();
    let outlet: Arc<str> = (&*head.outlet).into();
    let cutter = TextCutter::new(shown);
    let names = plan.names();
    let name = |name| matches.name(name).map(str::to_owned);
    let mut rows = Vec::with_capacity(matches.matches.len());
    for (found, line) in matches.matches.iter().zip(&shown.lines) {
        let Some(entry) = entry(plan, matches, found)? else { continue };
        let (entry, category, weight) = names.entry(entry);
        let (referent, variant) = names.variant(category).unzip();
        let (lexicon, category) = names.category(category);
        let LineRecord { zone, sentence, left, right, reasons } = *line;
        let (start, end) = (found.start, found.start + found.length);
        let knows = head.has_rules;
        let row = MatchRow {
            document_id: id.clone(),
            outlet: outlet.clone(),
            start: u64::from(start),
            end: u64::from(end),
            zone: zone.name(),
            sentence: u64::from(sentence),
            text: cutter.cut(start, end).to_owned(),
            lexicon,
            category,
            entry,
            referent,
            variant,
            weight,
            voice: found.voice.name(),
            negated: knows.then(|| found.traits.has(MatchTraits::NEGATED)),
            hedged: knows.then(|| found.traits.has(MatchTraits::HEDGED)),
            speaker: name(found.speaker),
            cue: name(found.cue),
            cue_stance: name(found.cue_stance),
            target: name(found.target),
            target_rule: found.target_rule.map(|rule| rule_name(rule, found)),
            sponsor: name(found.sponsor),
            agent: name(found.agent),
            patient: name(found.patient),
            left: fold_context(cutter.cut(start.saturating_sub(left), start)).into(),
            right: fold_context(cutter.cut(end, end + right)).into(),
        };
        let reasons = matches.name(reasons).unwrap_or_default();
        let reasons = reasons.lines().map(str::to_owned).collect();
        rows.push(ExplainedRow { row, reasons });
    }
    rows.sort_by(|ExplainedRow { row: a, .. }, ExplainedRow { row: b, .. }| {
        (a.start, a.end, &a.lexicon, &a.category, &a.entry).cmp(&(
            b.start,
            b.end,
            &b.lexicon,
            &b.category,
            &b.entry,
        ))
    });
    Ok(rows)
}

/// How a target was found, in the words of tables. A pronoun counts as `pronoun` under every rule,
/// since it does not name a party.
fn rule_name(rule: TargetRule, found: &MatchRecord) -> &'static str {
    let is_guess = matches!(rule, TargetRule::Nearest | TargetRule::None);
    let is_pronoun = found.target.is_some() && !found.traits.has(MatchTraits::LABELS);
    if is_pronoun && !is_guess { "pronoun" } else { rule.name() }
}

/// A row of `matches`, and why the rules decided so.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExplainedRow {
    pub(crate) row: MatchRow,
    pub(crate) reasons: Vec<String>,
}

/// The sentences of a document that could be shown, in the order of the text.
pub(super) fn passages(
    plan: &Plan,
    matches: &RecordMatches,
    shown: &ShownText,
) -> Result<Vec<Passage>, AnalysisError> {
    let cutter = TextCutter::new(shown);
    let mut passages: Vec<Passage> = shown
        .sentences
        .iter()
        .map(|sentence| {
            let end = sentence.start + sentence.length;
            Passage {
                span: CharSpan { start: sentence.start, end },
                zone: sentence.zone,
                tokens: sentence.tokens,
                entries: Vec::new(),
                text: folded(cutter.cut(sentence.start, end)),
            }
        })
        .collect();
    for own in matches.matches.iter().filter(|found| found.voice == Voice::Own) {
        // The sentence of a match is the last that begins at or before it.
        let at = passages.partition_point(|passage| passage.span.start <= own.start);
        let Some(passage) = at.checked_sub(1).and_then(|at| passages.get_mut(at)) else { continue };
        let Some(entry) = entry(plan, matches, own)? else { continue };
        let row = plan.matcher().entry(entry).row;
        let is_asserted = !own.traits.has(MatchTraits::NEGATED);
        match passage.entries.iter_mut().find(|(known, _)| *known == row) {
            Some((_, known)) => *known |= is_asserted,
            None => passage.entries.push((row, is_asserted)),
        }
    }
    Ok(passages)
}
