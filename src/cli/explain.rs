//! `framescope matches --explain`: which cues decided voice, negation, hedging, speaker and target
//! of a match.

use crate::annotate::{Annotation, Concordance, Match, Party, Sign, VoiceRules};
use crate::table::Names;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The reasons of a document's matches in words, by the match's start, end, lexicon, category and
/// entry.
pub(crate) type Reasons = BTreeMap<(u64, u64, Arc<str>, Arc<str>, Arc<str>), Vec<String>>;

/// Puts the reasons of every match of a document into words.
pub(crate) fn reasons(concordance: &Concordance<'_>, names: &Names) -> Reasons {
    let annotation = concordance.annotation();
    let told = concordance.lines().map(|(found, line)| {
        let (entry, category, _) = names.entry(found.entry);
        let (lexicon, category) = names.category(category);
        let key = (u64::from(line.span.start), u64::from(line.span.end), lexicon, category, entry);
        (key, of_match(annotation, found))
    });
    told.collect()
}

fn of_match(annotation: &Annotation<'_>, found: &Match) -> Vec<String> {
    let mut said = vec![format!("voice    {}: {}", found.voice.name(), found.reason.name())];
    let Some(rules) = annotation.rules else { return said };
    let cue = |sign: Sign| in_words(annotation, rules, sign);
    let party = |party: Party| {
        let name = annotation.party_name(party);
        let words = one_line(party.span().of(annotation.text));
        match party {
            Party::Actor(..) if *words != *name => format!("{name} (actor, here “{words}”)"),
            Party::Actor(..) => format!("{name} (actor)"),
            Party::Words(_) => format!("“{name}”"),
        }
    };
    if let Some(sign) = found.sign {
        said.push(format!("  cue    {}", cue(sign)));
    }
    if let Some(speaker) = found.speaker {
        said.push(format!("speaker  {}", party(speaker)));
    }
    if let Some(sign) = found.negation {
        said.push(format!("negated  by {}", cue(sign)));
    }
    if let Some(sign) = found.hedge {
        said.push(format!("hedged   by {}", cue(sign)));
    }
    if let Some(target) = found.target {
        let whom = target.party.map_or_else(|| "nobody".to_owned(), party);
        said.push(format!("target   {whom}, by rule {}", target.rule.name()));
        if let Some(agent) = target.agent {
            said.push(format!("  agent  {}", party(agent)));
        }
        if let Some(patient) = target.patient {
            said.push(format!("patient  {}", party(patient)));
        }
    }
    said
}

/// `“told” (reporting neutral.speech, `told`)`
fn in_words(annotation: &Annotation<'_>, rules: &VoiceRules, sign: Sign) -> String {
    format!("“{}” ({})", one_line(sign.span.of(annotation.text)), rules.describe_cue(sign.entry))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
