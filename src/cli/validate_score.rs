//! `framescope validate score`: precision, recall and agreement from coded sheets.

use super::arguments::ValidateScoreArguments;
use super::failure::Failure;
use super::report::begin_folder;
use super::verbosity::Verbosity;
use super::{summary, validate_text};
use crate::analysis::{
    RunRecord, Timings, Warning, WarningKind, lexicon_record, validation_account,
};
use crate::corpus::{InputFile, Sheet};
use crate::lexicon::{Lexicon, Matcher, load};
use crate::table::{
    Row, ValidationAgreementRow, ValidationPrecisionRow, ValidationRecallRow, agreement_rows,
    precision_rows, recall_rows,
};
use crate::validation::{CategoryName, coder_agreement, precision, read_coding, recall};
use serde_json::json;
use std::io::Write;

pub(crate) fn run(arguments: ValidateScoreArguments) -> Result<(), Failure> {
    let mut timings = Timings::new();
    let lexicons: Vec<Lexicon> =
        arguments.lexicon.iter().map(|name| load(name)).collect::<Result<_, _>>()?;
    let mut sheets: Vec<Sheet> = Vec::new();
    for path in &arguments.sheets {
        let sheet = Sheet::read(path)?;
        if let Some(first) = sheets.iter().find(|known| known.sha256 == sheet.sha256) {
            return Err(Failure::usage(format!(
                "{}: the same sheet as {}; give each coder's once",
                sheet.file, first.file
            )));
        }
        sheets.push(sheet);
    }
    let folder = arguments
        .output
        .as_deref()
        .map(|path| begin_folder(path, arguments.overwrite))
        .transpose()?;
    let coding = read_coding(&sheets, &named(&lexicons)?)?;
    let sample = &coding.sample;
    let (precision, recall, agreement) =
        (precision(sample), recall(sample), coder_agreement(sample, arguments.seed));
    let precision = precision_rows(&precision, sample);
    let recall = recall_rows(&recall, sample);
    let agreement = agreement_rows(&agreement, sample, &coding.coders);
    let mut text = validate_text::text(&coding, &precision, &recall, &agreement);
    let verbosity = if arguments.quiet { Verbosity::Quiet } else { Verbosity::Normal };
    let has_folder = folder.is_some();
    if let Some(mut folder) = folder {
        folder.write(&ValidationPrecisionRow::schema(), &precision)?;
        folder.write(&ValidationRecallRow::schema(), &recall)?;
        folder.write(&ValidationAgreementRow::schema(), &agreement)?;
        timings.lap("score");
        let coded: Vec<String> =
            arguments.sheets.iter().map(|path| path.display().to_string()).collect();
        let run = RunRecord {
            command: std::env::args().skip(1).collect(),
            options: json!({
                "coded": coded,
                "lexicon": arguments.lexicon,
                "seed": arguments.seed,
            }),
            inputs: sheets
                .iter()
                .map(|sheet| InputFile { path: sheet.file.clone(), sha256: sheet.sha256.clone() })
                .collect(),
            lexicons: lexicons.iter().map(lexicon_record).collect(),
            documents: coding.documents,
            methods: validation_account(),
            warnings: coding
                .warnings
                .iter()
                .map(|text| Warning::new(WarningKind::Coding, text))
                .collect(),
            timings,
            ..RunRecord::default()
        };
        let target = folder.finish(&run)?;
        text.push_str(&format!("\nTables: {}\n", target.join("tables").display()));
    }
    for warning in &coding.warnings {
        summary::say(&format!("warning: {warning}"), verbosity);
    }
    if !has_folder || verbosity > Verbosity::Quiet {
        std::io::stdout().lock().write_all(text.as_bytes())?;
    }
    Ok(())
}

/// The categories of lexicons, as lexicon and name.
fn named(lexicons: &[Lexicon]) -> Result<Vec<CategoryName>, Failure> {
    let matcher = Matcher::compile(lexicons)?;
    Ok(matcher
        .categories()
        .iter()
        .map(|category| ((*category.lexicon_name).into(), (*category.name).into()))
        .collect())
}
