//! Whose words: quotations and voices on passages of the project's own, and on labelled articles where they are at hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use framescope::annotate::quotations;
use framescope::text::CharCounter;
use std::fs;
use std::path::{Path, PathBuf};
use support::rows;

/// A folder beside the project that holds material which is not part of it.
fn beside(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    folder.is_dir().then_some(folder)
}

#[test]
fn quotations_labelled_by_hand_are_found_with_their_borders() {
    let (Some(gold), Some(articles)) = (beside("gold"), beside("seeds")) else {
        eprintln!("skipped: the labelled articles are not here");
        return;
    };
    let (mut labelled, mut missed) = (0, Vec::new());
    for name in ["000.csv", "001.csv", "002.csv"] {
        let spans = rows(&fs::read(gold.join(name)).unwrap());
        let text = fs::read_to_string(articles.join(&spans[0]["doc"])).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let mut counter = CharCounter::new(text);
        let found: Vec<(u32, u32)> = quotations(text).into_iter().map(|q| counter.span(q)).map(|q| (q.start, q.end)).collect();
        for span in &spans {
            labelled += 1;
            let borders: (u32, u32) = (span["start"].parse().unwrap(), span["end"].parse().unwrap());
            if !found.contains(&borders) {
                missed.push(format!("{name} {borders:?} {}", span["text"]));
            }
        }
        eprintln!("{name}: {} labelled, {} found", spans.len(), found.len());
    }
    assert_eq!(labelled, 56);
    assert!(missed.len() <= 2, "{missed:#?}");
}
