//! Which labelled paragraphs are turns of speech: “Lena Dask: We waited.” is one in an interview,
//! “Section: World” and “Related: …” are not.

use std::ops::RangeInclusive;

/// A label in front of a paragraph, before a colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TurnLabel {
    /// The paragraph that begins with it.
    pub(super) paragraph: usize,
    /// Its words in small letters.
    words: Vec<String>,
    /// Whether the paragraph ends with a question.
    asks: bool,
    /// Whether it has the full name of a speaker, who speaks of himself in whole sentences.
    testifies: bool,
}

/// Labels that give the role of a speaker instead of a name.
const ROLES: &str = "
    q a question answer interviewer interviewee moderator host presenter anchor reporter
    journalist correspondent questioner speaker narrator frage antwort réponse pregunta respuesta
    vraag antwoord journaliste
";
/// Words with which speakers speak of themselves.
const FIRST_PERSON: &str = "
    i we me us my our mine ours i'm i've we're we've ich wir mich uns mein meine unser unsere je
    j'ai nous mon ma mes notre nos yo nosotros nosotras mi mis nuestro nuestra ik wij mij ons mijn
    onze
";
/// Words that no speaker is called by: fields of archives, parts of a page, verdicts of checks.
const FURNITURE: &str = "
    abstract accession ad additional address advertisement agenda also annex appendix attachment
    attendance aussi auteur author authors autor background bcc bild body box breaking bron by
    byline caption cast category cc chapter chart check city claim classification column comments
    company compiled conclusion contact contents context continue copyright correction count
    country credit credits database date dateline datum description directed director disclaimer
    disclosure document doi edited editing edition editor editorial email erratum example excerpt
    exclusive fact facts false faq fecha figure file filed follow foto fotos from fwd genre
    geographic graphic headline here highlight highlights how image images index industry info
    ingredients isbn issn issue item journal keyword keywords kick-off language latest lea lees
    lengte length lesen lire listen live load load-date location longitud longueur länge map media
    meer mehr more más names newspaper next note notes number onderwerp online opinion
    organization page pages phone photo photograph photos picture pictures podcast poll previous
    price produced producer pub publication published publisher quelle rating re read reading
    reality recommended ref references related release reporting result results review rubric
    rubrik rubrique ruling runtime score seccion sección section see seite sent series serves
    share sign slug source sources spoiler sponsored starring statistics status stories story
    subject subjects subscribe sujet summary tag tags tel text thema themen ticker tickets time
    timeline tip titel title titre to today topic topics translated translation translator
    trending type título update updated updates url venue verdict version via video videos volume
    warning watch weather web website what when where who why word words writer writing zeitung
    zip
";

fn is_listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}

impl TurnLabel {
    /// The label `name` of a paragraph with the text `body` after it, unless it names a part of a
    /// page.
    pub(super) fn new(paragraph: usize, name: &str, body: &str) -> Option<Self> {
        let words: Vec<String> = name
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
            .collect();
        let is_furniture = |word: &String| is_listed(FURNITURE, word);
        let body = body.trim_end_matches(['"', '”', '*', '_', ' ', '\n']);
        let asks = body.ends_with('?');
        let speaks_of_himself = || {
            body.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')))
                .map(|word| word.to_lowercase().replace('’', "'"))
                .any(|word| is_listed(FIRST_PERSON, &word))
        };
        let testifies =
            words.len() > 1 && body.ends_with(['.', '!', '?', '…']) && speaks_of_himself();
        (!words.is_empty() && !words.iter().any(is_furniture)).then_some(Self {
            paragraph,
            words,
            asks,
            testifies,
        })
    }

    /// Whether it gives the role of a speaker instead of a name.
    fn is_role(&self) -> bool {
        matches!(self.words.as_slice(), [word] if is_listed(ROLES, word))
    }

    /// Whether both name one speaker: “Lena Dask” and, later, “Dask”.
    fn is_speaker_of(&self, other: &Self) -> bool {
        self.words.ends_with(&other.words) || other.words.ends_with(&self.words)
    }
}

/// The labels that are turns, of labels in the order of their paragraphs, and the paragraphs from
/// the first turn to the last. `None` if the labels are not those of a conversation.
///
/// A dialogue is one of these:
/// - a role that asks, and directly after it an answer by another speaker;
/// - three labelled paragraphs one after the other, of which the first and the last have one
///   speaker and the middle another;
/// - two paragraphs one after the other with the full names of two speakers, who both speak of
///   themselves (“we hid in the barn”);
/// - two speakers with two turns each, one directly after the other somewhere, and a question.
pub(super) fn dialogue(labels: &[TurnLabel]) -> Option<(Vec<&TurnLabel>, RangeInclusive<usize>)> {
    let follows = |one: &TurnLabel, next: &TurnLabel| {
        next.paragraph == one.paragraph + 1 && !one.is_speaker_of(next)
    };
    let is_answered = labels.windows(2).any(|pair| match pair {
        [one, next] => {
            let letters = |label: &TurnLabel| label.words.iter().all(|word| word.len() == 1);
            follows(one, next)
                && (one.is_role() && one.asks
                    || one.is_role() && next.is_role() && letters(one) && letters(next))
        }
        _ => false,
    });
    let both_testify = labels.windows(2).any(|pair| match pair {
        [one, next] => follows(one, next) && one.testifies && next.testifies,
        _ => false,
    });
    let comes_back = labels.windows(3).any(|three| match three {
        [one, middle, last] => {
            follows(one, middle) && follows(middle, last) && one.is_speaker_of(last)
        }
        _ => false,
    });
    let recurs =
        |label: &TurnLabel| labels.iter().filter(|other| label.is_speaker_of(other)).count() > 1;
    let is_exchange = labels.iter().any(|label| label.asks)
        && labels.windows(2).any(|pair| match pair {
            [one, next] => follows(one, next) && recurs(one) && recurs(next),
            _ => false,
        });
    if !(is_answered || both_testify || comes_back || is_exchange) {
        return None;
    }
    // A label that occurs once, and not next to another turn, is part of the page.
    let talks = |at: usize| {
        labels.get(at).is_some_and(|label| {
            let is_beside = |other: Option<&TurnLabel>| {
                other.is_some_and(|other| {
                    other.paragraph.abs_diff(label.paragraph) == 1 && !label.is_speaker_of(other)
                })
            };
            recurs(label)
                || is_beside(labels.get(at + 1))
                || at.checked_sub(1).is_some_and(|before| is_beside(labels.get(before)))
        })
    };
    let turns: Vec<&TurnLabel> =
        labels.iter().enumerate().filter(|(at, _)| talks(*at)).map(|(_, label)| label).collect();
    let (first, last) = (turns.first()?.paragraph, turns.last()?.paragraph);
    Some((turns, first..=last))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The labels that are turns; a paragraph without a label is `-`.
    fn turns(paragraphs: &[&str]) -> Vec<usize> {
        let label = |(at, text): (usize, &&str)| {
            let (name, body) = text.split_once(": ")?;
            TurnLabel::new(at, name, body)
        };
        let labels: Vec<TurnLabel> = paragraphs.iter().enumerate().filter_map(label).collect();
        dialogue(&labels)
            .map(|(turns, _)| turns.iter().map(|label| label.paragraph).collect())
            .unwrap_or_default()
    }

    #[test]
    fn interviews_are_dialogues() {
        for paragraphs in [
            &["Q: Why?", "A: So."][..],
            &["Reporter: What came then?", "Lena Dask: Winter."],
            &["Lena Dask: We waited.", "Orin Tell: So did we.", "Dask: Not long."],
            &["Lena Dask: We waited in the mill.", "Orin Tell: My house was gone."],
            &["Moderator: Who begins?", "Dask: I do.", "Tell: Then I."],
            &["Host: So?", "Dask: The harbour froze.", "-", "Host: And?", "Dask: It thawed."],
        ] {
            let labelled: Vec<usize> =
                (0..paragraphs.len()).filter(|at| paragraphs[*at] != "-").collect();
            assert_eq!(turns(paragraphs), labelled, "{paragraphs:?}");
        }
    }

    /// Each of these made an interview of a page.
    #[test]
    fn parts_of_a_page_are_none() {
        for paragraphs in [
            &["Section: World", "Length: 41 words", "Byline: A. Person"][..],
            &["Related: Roads", "-", "More: Ferries", "-", "Related: Ships", "-", "More: Trains"],
            &["Reality Check: It is shut.", "Verdict: False."],
            &["Claim: Was it shut?", "Rating: Mostly false"],
            &["Kethmar: The harbour is shut", "Pelgrath: The road is open"],
            &["Ferries: None", "-", "Buses: Two", "-", "Trains: Three", "-", "Ships: None"],
            &["Lena Dask: Why I left", "Orin Tell: Our winter"],
            &["Lower Kethmar: The harbour is shut.", "Upper Kethmar: The road is open."],
            &["Reporter: A. Person", "Producer: B. Person"],
        ] {
            assert!(turns(paragraphs).is_empty(), "{paragraphs:?}");
        }
    }

    #[test]
    fn labels_of_the_page_are_no_turns_of_an_interview() {
        let paragraphs = [
            "Kethmar: a winter in the harbour",
            "-",
            "Q: When did it begin?",
            "A: In spring.",
            "Photo: The harbour",
            "Q: And ended?",
            "A: Never.",
            "Editing: B. Person",
        ];
        assert_eq!(turns(&paragraphs), [2, 3, 5, 6]);
    }
}
