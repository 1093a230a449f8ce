//! The lexicons that are built into the program.

use super::error::LexiconError;
use super::format::LexiconFormat;
use super::model::Lexicon;
use super::read_options::ReadOptions;
use crate::prose::{nearest, unknown_name};
use std::path::Path;

/// Every file of the `lexicons` folder, by name.
const FILES: [(&str, &str); 29] = [
    ("actors-middle-east", include_str!("../../lexicons/actors-middle-east.toml")),
    ("actors-ukraine-war", include_str!("../../lexicons/actors-ukraine-war.toml")),
    ("actors-world", include_str!("../../lexicons/actors-world.toml")),
    ("agency-verbs", include_str!("../../lexicons/agency-verbs.toml")),
    ("casualties", include_str!("../../lexicons/casualties.toml")),
    ("conflict-actions", include_str!("../../lexicons/conflict-actions.toml")),
    ("conflict-labels", include_str!("../../lexicons/conflict-labels.toml")),
    ("demonise-victimise", include_str!("../../lexicons/demonise-victimise.toml")),
    ("distance", include_str!("../../lexicons/distance.toml")),
    ("entman-functions", include_str!("../../lexicons/entman-functions.toml")),
    ("epistemic", include_str!("../../lexicons/epistemic.toml")),
    ("generic-frames", include_str!("../../lexicons/generic-frames.toml")),
    ("hedging", include_str!("../../lexicons/hedging.toml")),
    ("legality", include_str!("../../lexicons/legality.toml")),
    ("legitimacy-threat", include_str!("../../lexicons/legitimacy-threat.toml")),
    ("moral-foundations", include_str!("../../lexicons/moral-foundations.toml")),
    ("naming-climate", include_str!("../../lexicons/naming-climate.toml")),
    ("naming-conflict", include_str!("../../lexicons/naming-conflict.toml")),
    ("naming-economy", include_str!("../../lexicons/naming-economy.toml")),
    ("naming-health", include_str!("../../lexicons/naming-health.toml")),
    ("naming-migration", include_str!("../../lexicons/naming-migration.toml")),
    ("naming-protest", include_str!("../../lexicons/naming-protest.toml")),
    ("negation", include_str!("../../lexicons/negation.toml")),
    ("peace-solution", include_str!("../../lexicons/peace-solution.toml")),
    ("policy-frames", include_str!("../../lexicons/policy-frames.toml")),
    ("reporting", include_str!("../../lexicons/reporting.toml")),
    ("sponsorship", include_str!("../../lexicons/sponsorship.toml")),
    ("territory-status", include_str!("../../lexicons/territory-status.toml")),
    ("war-victory", include_str!("../../lexicons/war-victory.toml")),
];

/// The names of the bundled lexicons, in alphabetical order.
pub fn bundled_names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// The TOML source of a bundled lexicon.
pub fn bundled_source(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

/// A lexicon by the name of a bundled one or the path of a file, whose ending gives its
/// [`LexiconFormat`].
///
/// # Errors
/// [`LexiconError`] where there is no such lexicon, or where its file cannot be used.
///
/// ```
/// let lexicon = framescope::lexicon::load("conflict-labels")?;
/// assert_eq!(lexicon.language, "en");
/// # Ok::<(), framescope::lexicon::LexiconError>(())
/// ```
pub fn load(name_or_path: &str) -> Result<Lexicon, LexiconError> {
    load_with_source(name_or_path).map(|(lexicon, _)| lexicon)
}

/// A lexicon as [`load`] reads it, and the bytes of its file; none for a bundled one.
///
/// # Errors
/// As [`load`].
pub fn load_with_source(name_or_path: &str) -> Result<(Lexicon, Option<Vec<u8>>), LexiconError> {
    read_source(name_or_path, ReadOptions::default())
}

/// A lexicon as [`load`] finds it, read with options.
///
/// # Errors
/// As [`load`], and where the file is not in the encoding that the options state.
pub fn load_with(name_or_path: &str, options: ReadOptions) -> Result<Lexicon, LexiconError> {
    read_source(name_or_path, options).map(|(lexicon, _)| lexicon)
}

fn read_source(
    name_or_path: &str,
    options: ReadOptions,
) -> Result<(Lexicon, Option<Vec<u8>>), LexiconError> {
    if let Some(source) = bundled_source(name_or_path) {
        let file = format!("lexicons/{name_or_path}.toml");
        return Ok((LexiconFormat::Toml.read(&file, source.as_bytes())?, None));
    }
    let path = Path::new(name_or_path);
    let looks_like_path =
        path.extension().is_some() || path.components().count() > 1 || path.exists();
    if !looks_like_path {
        let known = unknown_name(name_or_path, &bundled_names().collect::<Vec<_>>());
        return Err(LexiconError::Unknown { name: name_or_path.to_owned(), known });
    }
    let bytes = std::fs::read(path).map_err(|source| LexiconError::Unreadable {
        path: path.to_owned(),
        bundled: path
            .file_stem()
            .and_then(|stem| nearest(&stem.to_string_lossy(), bundled_names()))
            .unwrap_or("conflict-labels"),
        source,
    })?;
    Ok((read_with(name_or_path, &bytes, options)?, Some(bytes)))
}

/// A lexicon from the bytes of a file; the ending of its name decides the [`Format`].
///
/// # Errors
/// [`LexiconError`] where the ending is unknown or the bytes are not a lexicon.
pub fn read(name: &str, bytes: &[u8]) -> Result<Lexicon, LexiconError> {
    read_with(name, bytes, ReadOptions::default())
}

fn read_with(name: &str, bytes: &[u8], options: ReadOptions) -> Result<Lexicon, LexiconError> {
    let path = Path::new(name);
    // A file without an ending, such as a pipe, is taken for the native form.
    let format = if path.extension().is_some() {
        LexiconFormat::from_path(path)
    } else {
        Some(LexiconFormat::Toml)
    };
    let unknown =
        || LexiconError::UnknownEnding { path: path.to_owned(), endings: LexiconFormat::endings() };
    format.ok_or_else(unknown)?.read_with(name, bytes, options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{FindingKind, LexiconKind, Measures, check};
    use std::collections::HashMap;

    #[test]
    fn every_file_of_the_folder_is_bundled_under_its_own_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicons");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|e| e == "toml"))
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        files.sort();
        assert_eq!(files, bundled_names().collect::<Vec<_>>());
        for name in bundled_names() {
            assert_eq!(load(name).unwrap().name, name);
        }
    }
    #[test]
    fn every_bundled_lexicon_states_what_it_measures_and_every_category_has_a_title_of_its_own() {
        const LONGEST: usize = 40;
        for name in bundled_names() {
            let lexicon = load(name).unwrap();
            let is_counted = matches!(lexicon.kind, LexiconKind::Framing | LexiconKind::Naming);
            assert_eq!(lexicon.measures.is_some(), is_counted, "{name}");
            let mut titles: HashMap<String, &str> = HashMap::new();
            for category in lexicon.categories.iter().filter(|_| is_counted) {
                let (group, stated) = match lexicon.kind {
                    LexiconKind::Naming => (category.referent(), &category.referent_title),
                    _ => (category.name.as_str(), &category.title),
                };
                let title = stated.clone().unwrap_or_else(|| panic!("{name}: {group}: no title"));
                assert!(title.chars().count() <= LONGEST, "{name}: {title}");
                assert!(!title.starts_with(char::is_lowercase), "{name}: {title}");
                assert!(!title.contains('_'), "{name}: {title}");
                let owner = titles.entry(title.clone()).or_insert(group);
                assert_eq!(*owner, group, "{name}: {title}");
            }
            let shared = check(&lexicon).into_iter().find(|f| f.kind == FindingKind::SharedTitle);
            assert_eq!(shared, None, "{name}");
        }
    }

    #[test]
    fn topics_are_told_from_loaded_words() {
        for (name, measures) in [
            ("policy-frames", Measures::Topic),
            ("generic-frames", Measures::Topic),
            ("conflict-labels", Measures::Label),
            ("conflict-actions", Measures::Action),
            ("moral-foundations", Measures::Evaluation),
            ("naming-health", Measures::Naming),
        ] {
            assert_eq!(load(name).unwrap().measures, Some(measures), "{name}");
        }
    }
}
