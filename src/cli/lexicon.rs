//! `framescope lexicon list | show | check | suggest`; the last has a file of its own.

use super::arguments::LexiconCommand;
use super::failure::Failure;
use super::reading::plural;
use super::suggest;
use framescope::lexicon::{Entry, Lexicon, LexiconKind, MatchMode, bundled_names, bundled_source, check, load};
use std::io::{BufWriter, Write};

pub(crate) fn run(command: LexiconCommand) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    match command {
        LexiconCommand::List => list(&mut out)?,
        LexiconCommand::Show { lexicon, toml: true } => match bundled_source(&lexicon) {
            Some(source) => out.write_all(source.as_bytes())?,
            None => {
                load(&lexicon)?;
                out.write_all(&std::fs::read(&lexicon)?)?;
            }
        },
        LexiconCommand::Show { lexicon, toml: false } => show(&load(&lexicon)?, &mut out)?,
        LexiconCommand::Check { lexicons } => check_all(&lexicons, &mut out)?,
        LexiconCommand::Suggest(arguments) => suggest::run(*arguments)?,
    }
    out.flush()?;
    Ok(())
}

fn list(out: &mut impl Write) -> Result<(), Failure> {
    for name in bundled_names() {
        let lexicon = load(name)?;
        writeln!(out, "{name:<22} {:<8} {:<3} {:<32} {}", lexicon.kind.name(), lexicon.language, size(&lexicon), lexicon.description)?;
    }
    Ok(())
}

/// `3 categories, 292 entries`
fn size(lexicon: &Lexicon) -> String {
    let (one, many) = match lexicon.kind {
        LexiconKind::Framing => ("category", "categories"),
        LexiconKind::Naming => ("variant", "variants"),
        LexiconKind::Actors => ("actor", "actors"),
        LexiconKind::Cues => ("list of cues", "lists of cues"),
    };
    format!("{}, {}", plural(lexicon.categories.len(), one, many), plural(lexicon.entries(), "entry", "entries"))
}

fn show(lexicon: &Lexicon, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "{} {} ({}, {}, {})", lexicon.name, lexicon.version, lexicon.kind.name(), lexicon.language, lexicon.license)?;
    writeln!(out, "{}", lexicon.description)?;
    for axis in &lexicon.axes {
        writeln!(out, "Axis {}: {} (+) to {} (−)", axis.name, axis.positive, axis.negative)?;
    }
    for category in &lexicon.categories {
        let label = category.label.as_ref().map(|label| format!(" ({label})")).unwrap_or_default();
        writeln!(out, "\n{}{label}: {} entries", category.name, category.entries.len())?;
        writeln!(out, "  {}", category.description)?;
        for entry in &category.entries {
            writeln!(out, "    {}", described(entry))?;
        }
    }
    if !lexicon.exceptions.is_empty() {
        let terms: Vec<&str> = lexicon.exceptions.iter().map(|entry| entry.term.as_str()).collect();
        writeln!(out, "\nExcept: {}", terms.join(" · "))?;
    }
    Ok(())
}

fn described(entry: &Entry) -> String {
    let mut line = entry.term.clone();
    if entry.case {
        line.push_str("  [case]");
    }
    match entry.mode {
        MatchMode::Glob => {}
        MatchMode::Exact => line.push_str("  [exact]"),
        MatchMode::Stem => line.push_str("  [stem]"),
    }
    if entry.weight != 1.0 {
        line.push_str(&format!("  [weight {}]", entry.weight));
    }
    if let Some(note) = &entry.note {
        line.push_str(&format!("  {note}"));
    }
    line
}

fn check_all(names: &[String], out: &mut impl Write) -> Result<(), Failure> {
    let mut wrong = false;
    for name in names {
        let lexicon = load(name)?;
        let findings = check(&lexicon);
        for finding in &findings {
            let kind = if finding.is_error { "error" } else { "warning" };
            writeln!(out, "{name}:{}:{}: {kind}: {}", finding.position.line, finding.position.column, finding.message)?;
        }
        let errors = findings.iter().filter(|finding| finding.is_error).count();
        wrong |= errors > 0;
        let told = [plural(errors, "error", "errors"), plural(findings.len() - errors, "warning", "warnings")];
        writeln!(out, "{name}: {}, {}", size(&lexicon), told.join(", "))?;
    }
    out.flush()?;
    if wrong { Err(Failure::Told) } else { Ok(()) }
}
