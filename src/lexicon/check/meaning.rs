//! What a reader of a report would not understand: what a lexicon measures where it does not say,
//! and titles that two categories share.

use super::super::model::{Category, Lexicon, LexiconKind};
use super::finding::{Finding, FindingKind, Severity};
use std::collections::HashMap;

/// A note on a lexicon of categories that does not state what it measures. Other kinds have no
/// choice.
pub(super) fn unstated(lexicon: &Lexicon) -> Option<Finding> {
    let measured = lexicon.measured().filter(|_| lexicon.kind == LexiconKind::Framing)?;
    if lexicon.measures.is_some() {
        return None;
    }
    let words: Vec<String> = lexicon
        .kind
        .may_measure()
        .iter()
        .map(|measures| format!("\"{}\"", measures.name()))
        .collect();
    let message = format!(
        "this lexicon does not state what it measures, so tables take it for \"{}\"; state \
         `measures` at the top of its TOML file: {}",
        measured.name(),
        words.join(", ")
    );
    Some(Finding::on_lexicon(Severity::Note, FindingKind::NoMeasure, message))
}

/// A warning on each category whose title an earlier one has. Variants are compared within
/// their referent, referents within the lexicon.
pub(super) fn shared_titles(lexicon: &Lexicon) -> Vec<Finding> {
    let kind = lexicon.kind;
    // Roles of cues are the same in each group, and actors may share a name.
    if !matches!(kind, LexiconKind::Framing | LexiconKind::Naming) {
        return Vec::new();
    }
    let mut owners: HashMap<(Option<&str>, String), &str> = HashMap::new();
    let mut findings = Vec::new();
    let mut see = |scope, title: String, name, category: &Category| {
        let key = (scope, title);
        match owners.get(&key) {
            Some(other) if *other != name => {
                let message = format!(
                    "`{name}` has the title “{}”, as `{other}` has; give each a title of its own, \
                     since reports show titles",
                    key.1
                );
                let (severity, kind) = (Severity::Warning, FindingKind::SharedTitle);
                findings.push(Finding::on_category(category, severity, kind, message));
            }
            Some(_) => {}
            None => {
                owners.insert(key, name);
            }
        }
    };
    for variants in lexicon.categories.chunk_by(|a, b| a.referent() == b.referent()) {
        let Some(first) = variants.first() else { continue };
        if let Some(title) = first.referent_title_in(kind) {
            see(None, title, first.referent(), first);
        }
        for category in variants {
            let scope = (kind == LexiconKind::Naming).then(|| category.referent());
            see(scope, category.title_in(kind), category.name.as_str(), category);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use crate::lexicon::{FindingKind, Severity, read_toml};

    fn told(body: &str) -> Vec<(Severity, FindingKind, String)> {
        let lexicon = read_toml("t.toml", format!("name = \"t\"\n{body}").as_bytes()).unwrap();
        let findings = check(&lexicon).into_iter();
        findings.map(|found| (found.severity, found.kind, found.message)).collect()
    }

    #[test]
    fn a_lexicon_that_does_not_state_what_it_measures_gets_a_note() {
        let body = "[category.a]\ndescription = \"d\"\nterms = [\"x\"]";
        let found = told(body);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0, found[0].1), (Severity::Note, FindingKind::NoMeasure));
        assert_eq!(
            found[0].2,
            "this lexicon does not state what it measures, so tables take it for \"evaluation\"; \
             state `measures` at the top of its TOML file: \"label\", \"action\", \
             \"evaluation\", \"topic\""
        );
        assert_eq!(told(&format!("measures = \"topic\"\n{body}")), []);
        assert_eq!(told("[referent.a]\ndescription = \"d\"\nvariants = { b = [\"x\"] }"), []);
    }

    #[test]
    fn two_categories_of_one_title_are_warned_of() {
        let body = "measures = \"label\"\n[category.a]\ntitle = \"B b\"\ndescription = \
            \"d\"\nterms = [\"x\"]\n[category.b-b]\ndescription = \"d\"\nterms = [\"y\"]";
        let found = told(body);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0, found[0].1), (Severity::Warning, FindingKind::SharedTitle));
        assert!(found[0].2.starts_with("`b-b` has the title “B b”, as `a` has"), "{found:?}");
        // Variants of two referents may share a title, as “Ban” of different things.
        let naming = "[referent.a]\ndescription = \"d\"\nvariants = { ban = [\"x\"] \
            }\n[referent.b]\ndescription = \"d\"\nvariants = { ban = [\"y\"] }";
        assert_eq!(told(naming), []);
    }
}
