//! The framing vector: each figure of attribution on a text short enough to count by hand, and which
//! dimensions are chosen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::annotate::SpeakerKind;
use framescope::frame::{AttributionCounts, AttributionMeasure};
use framescope::{Document, Mapper, Plan, PlanOptions, Voice};
use std::path::Path;
use support::{Row, WORDS, cells, framescope, number, place, refused, shows, table, words, write};

/// How a text attributes, with the words of [`WORDS`] counted.
fn attribution(text: &str) -> AttributionCounts {
    let place = place();
    write(place.path(), "words.toml", WORDS);
    let lexicon = place.path().join("words.toml").display().to_string();
    let plan = Plan::with_lexicons(&[lexicon], PlanOptions::default()).unwrap();
    let record = Mapper::new(&plan).map(&Document::new("1", "Quoin Wire", text));
    record.attribution.unwrap()
}

#[track_caller]
fn assert_value(measure: &AttributionMeasure, text: &str, expected: f64) {
    let value = measure.value(&attribution(text)).unwrap();
    assert!((value - expected).abs() < 1e-12, "{}: {value}, not {expected}", measure.name());
}

/// 20 tokens, 4 of them in quotation marks and 3 in a reported clause; four matches.
const VOICES: &str = "The regime met today. “The regime will fall,” said Ann Marl. Officials said \
    militias had left. That so-called liberation.";

#[test]
fn shares_of_tokens_are_of_all_tokens() {
    assert_value(&AttributionMeasure::QuotedTokens, VOICES, 4.0 / 20.0);
    assert_value(&AttributionMeasure::ReportedTokens, VOICES, 3.0 / 20.0);
}

#[test]
fn shares_of_voices_are_of_all_matches() {
    for voice in Voice::ALL {
        assert_value(&AttributionMeasure::Matches(voice), VOICES, 1.0 / 4.0);
    }
}

/// 25 tokens, four cues outside quotation marks: claimed, claims, said, admitted; none near a match.
const CUES: &str = "The mayor claimed that prices fell. Ann Marl said that “nobody claims so”. It \
    was claimed that rain came. They admitted that trains were late.";

#[test]
fn cues_count_by_stance_whether_a_match_is_near_or_not() {
    let cues = |stance: &str| AttributionMeasure::Cues(stance.into());
    assert_value(&cues("neutral"), CUES, 1000.0 * 1.0 / 25.0);
    assert_value(&cues("doubting"), CUES, 1000.0 * 2.0 / 25.0);
    assert_value(&cues("endorsing"), CUES, 1000.0 * 1.0 / 25.0);
    assert_value(&cues("heated"), CUES, 0.0);
}

#[test]
fn speakers_count_by_kind() {
    let speakers = AttributionMeasure::Speakers;
    assert_value(&speakers(SpeakerKind::Named), CUES, 1000.0 * 1.0 / 25.0);
    assert_value(&speakers(SpeakerKind::Unnamed), CUES, 1000.0 * 1.0 / 25.0);
    assert_value(&speakers(SpeakerKind::Pronoun), CUES, 1000.0 * 1.0 / 25.0);
    assert_value(&speakers(SpeakerKind::Nobody), CUES, 1000.0 * 1.0 / 25.0);
    assert_value(&speakers(SpeakerKind::Actor), CUES, 0.0);
    let known = "Russia said that trains were late.";
    assert_value(&speakers(SpeakerKind::Actor), known, 1000.0 * 1.0 / 6.0);
}

#[test]
fn a_capital_at_the_head_of_a_sentence_makes_no_name() {
    let kinds = |text: &str| attribution(text).cues.unwrap().speakers;
    let counts = kinds("Witnesses said that it rained. The witnesses left.");
    assert_eq!((counts.unnamed, counts.named), (1, 0));
    let counts = kinds("Varskan officials said that it rained.");
    assert_eq!((counts.unnamed, counts.named), (1, 0));
    let counts = kinds("The Ministry of Ports in Varsk said that it rained.");
    assert_eq!((counts.unnamed, counts.named), (0, 1));
}

#[test]
fn denials_and_hedges_are_rates_of_cues() {
    // 13 tokens; “not” and “no longer” deny, “allegedly” weakens. The quoted “not” is the mayor's.
    let text = "It did not rain. He allegedly no longer sings. “Not I,” she sang.";
    assert_value(&AttributionMeasure::Denials, text, 1000.0 * 2.0 / 13.0);
    assert_value(&AttributionMeasure::Hedges, text, 1000.0 * 1.0 / 13.0);
}

#[test]
fn a_cue_is_a_rate_under_its_words() {
    let counts = attribution("According to Ann Marl, it rained. Ann Marl said that it rained.");
    assert_eq!(counts.cue_rate("according_to"), Some(1000.0 * 1.0 / 12.0));
    assert_eq!(counts.cue_rate("said"), Some(1000.0 * 1.0 / 12.0));
    assert_eq!(counts.cue_rate("claimed"), Some(0.0));
    assert_eq!(counts.cue_names().into_iter().collect::<Vec<_>>(), ["according_to", "said"]);
}

#[test]
fn a_share_of_nothing_is_not_known() {
    let without_match = attribution("Ann Marl said that it rained.");
    assert_eq!(AttributionMeasure::Matches(Voice::Own).value(&without_match), None);
    let without_tokens = attribution("…");
    assert_eq!(AttributionMeasure::QuotedTokens.value(&without_tokens), None);
    assert_eq!(AttributionMeasure::Denials.value(&without_tokens), None);
}

#[test]
fn other_languages_have_quotation_marks_only() {
    let french = attribution(
        "Selon le ministère, le regime a repris la ville vendredi matin après des semaines de \
         combats, et le « regime » dément, a dit une source, que les soldats soient entrés dans \
         les quartiers du sud où vivent encore des civils.",
    );
    assert!(AttributionMeasure::QuotedTokens.value(&french).unwrap() > 0.0);
    assert_eq!(AttributionMeasure::Matches(Voice::Own).value(&french), None);
    assert_eq!(AttributionMeasure::Cues("neutral".into()).value(&french), None);
}

#[test]
fn a_text_without_sentence_ends_counts_no_cue_twice() {
    let text = "rain came and Ann Marl said that it fell ".repeat(300);
    let counts = attribution(&text);
    assert_eq!(counts.tokens, 2700);
    let said: u32 = counts.cues.unwrap().reports.iter().map(|report| report.count).sum();
    // Where the text is cut into pieces a cue may be parted from what it reports.
    assert!((295..=300).contains(&said), "{said}");
}

// Through the command line

/// Six documents, five of them with “said”.
fn newsroom(folder: &Path) {
    write(folder, "words.toml", WORDS);
    let mut csv = "id,outlet,text\n".to_owned();
    for number in 1..=5 {
        csv.push_str(&format!("d{number},Quoin,Ann Marl said that the regime fell.\n"));
    }
    csv.push_str("d6,Side,The mayor claimed that it rained.\n");
    write(folder, "news.csv", csv);
}

/// The table `vectors` that a line writes, and its columns of dimensions.
#[track_caller]
fn vectors(folder: &Path, options: &str) -> (Vec<Row>, Vec<String>) {
    let line = format!(
        "report news.csv --lexicon words.toml --tables vectors -o out --overwrite --quiet {options}"
    );
    framescope(folder).args(words(&line)).assert().success();
    let csv = std::fs::read(folder.join("out/tables/vectors.csv")).unwrap();
    let header = csv::Reader::from_reader(&*csv).headers().unwrap().clone();
    let dimensions = header.iter().skip(3).map(str::to_owned).collect();
    (table(&folder.join("out"), "vectors"), dimensions)
}

const ATTRIBUTION: [&str; 17] = [
    "attribution.share_quoted_tokens",
    "attribution.share_reported_tokens",
    "attribution.share_own",
    "attribution.share_quoted",
    "attribution.share_reported",
    "attribution.share_distanced",
    "attribution.rate_cues_neutral",
    "attribution.rate_cues_doubting",
    "attribution.rate_cues_endorsing",
    "attribution.rate_cues_heated",
    "attribution.rate_speakers_actor",
    "attribution.rate_speakers_named",
    "attribution.rate_speakers_pronoun",
    "attribution.rate_speakers_unnamed",
    "attribution.rate_speakers_nobody",
    "attribution.rate_denials",
    "attribution.rate_hedges",
];

#[test]
fn categories_and_attribution_are_the_dimensions_by_default() {
    let place = place();
    newsroom(place.path());
    let (rows, dimensions) = vectors(place.path(), "");
    let expected = [&["words.harsh", "words.mild"][..], &ATTRIBUTION].concat();
    assert_eq!(dimensions, expected);
    let figures = ["attribution.share_reported", "attribution.rate_speakers_named"];
    assert_eq!(cells(&rows[0], &figures), ["1", "142.857"]);
    assert_eq!(cells(&rows[5], &figures), ["", "0"], "no match, so no share of matches");
}

#[test]
fn dimensions_are_chosen_by_block_lexicon_or_category() {
    let place = place();
    newsroom(place.path());
    let chosen = |options: &str| vectors(place.path(), options).1;
    assert_eq!(chosen("--dimensions categories"), ["words.harsh", "words.mild"]);
    assert_eq!(chosen("--dimensions attribution"), ATTRIBUTION);
    assert_eq!(chosen("--dimensions words"), ["words.harsh", "words.mild"]);
    assert_eq!(
        chosen("--dimensions cues,words.mild,words.mild"),
        ["words.mild", "attribution.cue.said"],
        "“claimed” is in one document only"
    );
}

#[test]
fn cues_are_rates_per_thousand_tokens() {
    let place = place();
    newsroom(place.path());
    let (rows, _) = vectors(place.path(), "--dimensions cues");
    assert!(shows(number(&rows[0], "attribution.cue.said"), 1000.0 / 7.0));
    assert_eq!(rows[5]["attribution.cue.said"], "0");
}

#[test]
fn an_unknown_dimension_is_answered_with_the_nearest_name() {
    let place = place();
    newsroom(place.path());
    let said = |name: &str| {
        refused(place.path(), &format!("report news.csv --lexicon words.toml --dimensions {name}"))
    };
    assert_eq!(
        said("categories,atribution"),
        "framescope: dimensions: there is no block, lexicon or category `atribution`; did you \
         mean `attribution`? (it was given with --dimensions)\n"
    );
    assert!(said("words.harhs").contains("did you mean `words.harsh`?"));
}

#[test]
fn the_file_of_options_chooses_dimensions() {
    let place = place();
    newsroom(place.path());
    write(place.path(), "framescope.toml", "[report]\ndimensions = [\"words.mild\", \"cues\"]\n");
    let (_, dimensions) = vectors(place.path(), "");
    assert_eq!(dimensions, ["words.mild", "attribution.cue.said"]);
    write(place.path(), "framescope.toml", "[report]\ndimensions = \"words.mild\"\n");
    assert_eq!(vectors(place.path(), "").1, ["words.mild"]);
}
