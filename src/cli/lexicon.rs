//! `framescope lexicon list | show | check | convert | suggest`; the last three have files of their
//! own.

use super::arguments::LexiconCommand;
use super::convert;
use super::failure::Failure;
use super::import_notice::{load_and_tell, reading};
use super::lexicon_size::size;
use super::suggest;
use crate::lexicon::{
    Category, Entry, Lexicon, LexiconFormat, MatchMode, Measures, bundled_names, bundled_source,
    load,
};
use std::io::{BufWriter, Write};

pub(crate) fn run(command: LexiconCommand) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    match command {
        LexiconCommand::Check(arguments) => super::check::run(*arguments)?,
        LexiconCommand::List => list(&mut out)?,
        LexiconCommand::Show { lexicon, toml: true, encoding } => match bundled_source(&lexicon) {
            Some(source) => out.write_all(source.as_bytes())?,
            None => {
                let read = loaded(&lexicon, encoding.as_deref())?;
                match LexiconFormat::from_path(lexicon.as_ref()) {
                    Some(LexiconFormat::Toml) | None if encoding.is_none() => {
                        out.write_all(&std::fs::read(&lexicon)?)?
                    }
                    _ => out.write_all(LexiconFormat::Toml.write(&read).text.as_bytes())?,
                }
            }
        },
        LexiconCommand::Show { lexicon, toml: false, encoding } => {
            let read = loaded(&lexicon, encoding.as_deref())?;
            show(&read, &mut out)?;
            let is_native = matches!(
                LexiconFormat::from_path(lexicon.as_ref()),
                None | Some(LexiconFormat::Toml)
            );
            if !is_native || encoding.is_some() {
                let guessed = if read.import.is_guessed { " (a guess)" } else { "" };
                writeln!(out, "\nEncoding of the file: {}{guessed}", read.import.encoding)?;
            }
        }
        LexiconCommand::Convert(arguments) => convert::run(&arguments)?,
        LexiconCommand::Suggest(arguments) => suggest::run(*arguments)?,
    }
    out.flush()?;
    Ok(())
}

fn loaded(name: &str, encoding: Option<&str>) -> Result<Lexicon, Failure> {
    Ok(load_and_tell(name, reading(encoding)?, "--encoding")?)
}

fn list(out: &mut impl Write) -> Result<(), Failure> {
    for name in bundled_names() {
        let lexicon = load(name)?;
        writeln!(
            out,
            "{name:<22} {:<8} {:<10} {:<3} {:<32} {}",
            lexicon.kind.name(),
            lexicon.measures.map_or("-", Measures::name),
            lexicon.language,
            size(&lexicon),
            lexicon.description
        )?;
    }
    Ok(())
}

fn show(lexicon: &Lexicon, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{} {} ({}, {}, {})",
        lexicon.name,
        lexicon.version,
        lexicon.kind.name(),
        lexicon.language,
        lexicon.license
    )?;
    writeln!(out, "{}", lexicon.description)?;
    if let Some(measures) = lexicon.measures {
        writeln!(out, "Measures: {}", measures.name())?;
    }
    for axis in &lexicon.axes {
        writeln!(out, "Axis {}: {} (+) to {} (−)", axis.name, axis.positive, axis.negative)?;
    }
    for category in &lexicon.categories {
        let title = title(lexicon, category).map(|title| format!(" ({title})")).unwrap_or_default();
        writeln!(out, "\n{}{title}: {} entries", category.name, category.entries.len())?;
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

/// What reports call a category where the lexicon states it: “Estate tax: Death tax” for a
/// variant.
fn title(lexicon: &Lexicon, category: &Category) -> Option<String> {
    category.title.as_ref().or(category.referent_title.as_ref())?;
    let own = category.title_in(lexicon.kind);
    let referent = category.referent_title_in(lexicon.kind);
    Some(referent.map_or(own.clone(), |referent| format!("{referent}: {own}")))
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
