//! The reasons of the rules in words: which cues decided a match.

use super::annotation::Annotation;
use super::matched::Match;
use super::phrase::Party;
use super::rules::VoiceRules;
use super::voice::Sign;
use crate::prose::folded;

/// Which cues decided voice, denial, hedging, speaker, target and sponsor of a
/// match, a line for each.
pub fn reasons_in_words(annotation: &Annotation<'_>, matched: &Match) -> Vec<String> {
    let mut said = vec![format!("voice    {}: {}", matched.voice.name(), matched.reason.name())];
    let Some(rules) = annotation.rules else { return said };
    let cue = |sign: Sign| in_words(annotation, rules, sign);
    let party = |party: Party| {
        let name = annotation.party_name(party);
        let words = folded(party.span().slice(annotation.text));
        match party {
            Party::Actor(..) if *words != *name => format!("{name} (actor, here “{words}”)"),
            Party::Actor(..) => format!("{name} (actor)"),
            Party::Words(_) => format!("“{name}”"),
        }
    };
    if let Some(sign) = matched.sign {
        said.push(format!("  cue    {}", cue(sign)));
    }
    if let Some(speaker) = matched.speaker {
        said.push(format!("speaker  {}", party(speaker)));
    }
    if let Some(sign) = matched.negation {
        said.push(format!("negated  by {}", cue(sign)));
    }
    if let Some(sign) = matched.hedge {
        said.push(format!("hedged   by {}", cue(sign)));
    }
    if let Some(target) = matched.target {
        let whom = target.party.map_or_else(|| "nobody".to_owned(), party);
        said.push(format!("target   {whom}, by rule {}", target.rule.name()));
        if let Some(sponsor) = target.sponsor {
            said.push(format!("sponsor  {}", party(sponsor)));
        }
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
    format!("“{}” ({})", folded(sign.span.slice(annotation.text)), rules.describe_cue(sign.entry))
}
