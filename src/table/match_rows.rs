//! The table `matches`: the line behind every number.

use super::cell::Context;
use super::schema::tables;
use std::sync::Arc;

tables! {
    matches (lexicon, category, entry, document_id, start, end) "One row per match: the line \
        behind every number." MatchRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category; referent.variant in a naming lexicon",
        entry: Arc<str> = "The entry that matched, as its lexicon writes it",
        referent: Option<Arc<str>> = "What is named; empty outside naming lexicons",
        variant: Option<Arc<str>> = "The name chosen; empty outside naming lexicons",
        document_id: Arc<str> = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        start: u64 = "First character of the match in the document's text as decoded, from 0; \
            front matter, and lines at which a text was cut into documents, are no part of it",
        end: u64 = "One past the last character",
        zone: &'static str = "Part of the document: headline, lead or body",
        sentence: u64 = "Sentence of the document, from 1",
        text: String = "The words that matched, as they stand in the text",
        weight: f64 = "What the match adds to `weighted`",
        voice: &'static str = "Whose words: own (the author's), quoted (somebody's inside \
            quotation marks), reported (somebody's claim without marks) or distanced (held at \
            arm's length)",
        negated: Option<bool> = "Whether the match is denied; empty where cue rules do not apply \
            (a document in another language)",
        hedged: Option<bool> = "Whether the match is weakened; empty where cue rules do not apply",
        speaker: Option<String> = "Whom quoted or reported words are attributed to: an actor's \
            name from an actors lexicon, else the words of the text; empty where nobody is named",
        cue: Option<String> = "The words that decide the voice, if words do",
        cue_stance: Option<String> = "The stance of a reporting cue: neutral, doubting, endorsing \
            or heated; the group of any other cue",
        target: Option<String> = "The party that the label describes, of an action who acts; not \
            who backs that party (`sponsor`); empty where nobody is named",
        target_rule: Option<&'static str> = "How the target was found: naming, copula, apposition, \
            possessor, modifier; of an action subject, passive, or agentless for a passive that \
            names no agent; pronoun (one of these, but the target is a pronoun), nearest (the \
            nearest actor of the clause) or none; empty outside framing lexicons and where cue \
            rules do not apply",
        sponsor: Option<String> = "Who backs, arms or steers the party that the label describes: \
            Varsk in `Varsk-backed militias` and `Varsk's proxies`; empty where no words say so",
        agent: Option<String> = "Of an action: who acts",
        patient: Option<String> = "Of an action: who is acted on",
        left: Context = "Words before the match",
        right: Context = "Words after the match",
    }
}
