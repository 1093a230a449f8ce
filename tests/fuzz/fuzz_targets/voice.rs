//! Any text: voice, denial, targets and speakers are decided, and point into the text.

#![no_main]

use framescope::lexicon::{Matcher, read_toml};
use framescope::{Annotator, VoiceRules};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static RULES: LazyLock<VoiceRules> = LazyLock::new(|| VoiceRules::bundled("en").unwrap());
static MATCHER: LazyLock<Matcher> = LazyLock::new(|| {
    let lexicon = read_toml("t.toml", b"name = \"t\"\n[category.a]\nterms = [\"*\"]").unwrap();
    Matcher::compile([&lexicon]).unwrap()
});

fuzz_target!(|text: &str| {
    let mut annotator = Annotator::new(&MATCHER).with_rules(&RULES);
    let annotation = annotator.annotate_in(text, Some("en"));
    for found in annotation.matches {
        assert!(!found.span.slice(text).is_empty());
        if let Some(sign) = found.sign {
            assert!(!sign.span.slice(text).is_empty());
        }
    }
});
