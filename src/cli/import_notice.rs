//! What is said of a lexicon file that was not read as it is: its encoding, entries that were left
//! out, names that were changed.

use super::summary::say;
use super::verbosity::Verbosity;
use crate::lexicon::{Lexicon, LexiconError, ReadOptions, load_with};
use crate::prose::{one_line, plural};

/// Loads a lexicon and says on stderr what its file's author may not expect. `option` is the one
/// that states the encoding.
pub(crate) fn load_and_tell(
    name: &str,
    options: ReadOptions,
    option: &str,
) -> Result<Lexicon, LexiconError> {
    let lexicon = load_with(name, options)?;
    let import = &lexicon.import;
    if import.is_guessed {
        let encoding = import.encoding;
        tell(&format!(
            "note: {name}: read in the encoding {encoding}, a guess from its bytes; state another \
             with {option}"
        ));
    }
    if !import.left_out.is_empty() {
        let entries = plural(import.left_out.len() as u64, "entry was", "entries were");
        tell(&format!("warning: {name}: {entries} left out:"));
        import.left_out.iter().for_each(|reason| tell(&format!("warning: {reason}")));
    }
    import.remarks.iter().for_each(|remark| tell(&format!("note: {remark}")));
    Ok(lexicon)
}

/// The options of reading with the encoding that was given.
pub(crate) fn reading(encoding: Option<&str>) -> Result<ReadOptions, LexiconError> {
    match encoding {
        Some(name) => ReadOptions::default().in_encoding(name),
        None => Ok(ReadOptions::default()),
    }
}

fn tell(line: &str) {
    say(&one_line(line), Verbosity::Normal);
}
