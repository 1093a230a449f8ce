//! `framescope validate score`: precision, recall and agreement from coded sheets.

use super::arguments::ValidateScoreArguments;
use super::failure::Failure;
use super::folder::TableFolder;
use super::options::Verbosity;
use super::{summary, validate_text};
use crate::compare::{RESAMPLES, coder_agreement, precision, recall};
use crate::corpus::{InputFile, Sheet};
use crate::lexicon::{Lexicon, Matcher, load};
use crate::table::{
    CategoryName, Provenance, agreement_rows, lexicon_record, precision_rows, read_coding,
    recall_rows,
};
use serde_json::{Value, json};
use std::io::Write;
use std::time::Instant;

pub(crate) fn run(arguments: ValidateScoreArguments) -> Result<(), Failure> {
    let started = Instant::now();
    let lexicons: Vec<Lexicon> =
        arguments.lexicon.iter().map(|name| load(name)).collect::<Result<_, _>>()?;
    let mut sheets: Vec<Sheet> = Vec::new();
    for path in &arguments.sheets {
        let sheet = Sheet::read(path)?;
        if let Some(first) = sheets.iter().find(|known| known.sha256 == sheet.sha256) {
            return Err(Failure::usage(format!(
                "{}: the same sheet as {}; give each coder's \
                once",
                sheet.file, first.file
            )));
        }
        sheets.push(sheet);
    }
    let folder = arguments
        .output
        .as_deref()
        .map(|path| TableFolder::begin(path, arguments.overwrite))
        .transpose()?;
    let coding = read_coding(&sheets, &named(&lexicons)?)?;
    let sample = &coding.sample;
    let (precision, recall, agreement) =
        (precision(sample), recall(sample), coder_agreement(sample, arguments.seed));
    let precision = precision_rows(&precision, sample);
    let recall = recall_rows(&recall, sample);
    let agreement = agreement_rows(&agreement, sample, &coding.coders);
    let mut text = validate_text::text(&coding, &precision, &recall, &agreement);
    let has_folder = folder.is_some();
    if let Some(mut folder) = folder {
        folder.write(&precision)?;
        folder.write(&recall)?;
        folder.write(&agreement)?;
        let provenance = Provenance {
            command: std::env::args().skip(1).collect(),
            options: json!({
                "coded": arguments.sheets.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
                "lexicon": arguments.lexicon,
                "seed": arguments.seed,
            }),
            inputs: sheets
                .iter()
                .map(|sheet| InputFile { path: sheet.file.clone(), sha256: sheet.sha256.clone() })
                .collect(),
            lexicons: lexicons.iter().map(lexicon_record).collect(),
            rules: Value::Null,
            documents: coding.documents,
            rejected: 0,
            methods: methods(),
            warnings: coding.warnings.clone(),
            timings: vec![("score", started.elapsed().as_secs_f64())],
        };
        let target = folder.finish(&provenance)?;
        text.push_str(&format!("\nTables: {}\n", target.join("tables").display()));
    }
    let verbosity = if arguments.quiet { Verbosity::Quiet } else { Verbosity::Normal };
    summary::warn(&coding.warnings, verbosity);
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

fn methods() -> Value {
    json!({
        "codes": "where coders differ the majority counts, a tie counts half; units without a code \
            are left out",
        "precision": "right / coded within a category and entry, 95 % interval of Wilson (1927); \
            over all, by voice and by outlet weighted by \
                      each category's matches in the corpus (stratified and domain estimators, \
                      Cochran 1977, their variance with the \
                      term for sizes of domains that are estimated), interval of Wilson for the \
                      effective sample size (Franco et al. 2019)",
        "recall": "population × precision / (that + sentences without a match × share of them that \
            express the category), interval by MOVER-R \
                   (Donner & Zou 2012; Newcombe 2016); sentences that hold a match are not \
                   searched for more, which raises it, and false alarms of coders lower it",
        "alpha": format!(
            "Krippendorff (2011), nominal, units with one code left out; interval from 2.5 and \
                97.5 percentiles over {RESAMPLES} resamples of \
             the units"
        ),
        "kappa": "Cohen (1960) over the units that both coded; of more than two coders the mean of \
            the pairs",
        "advice": "drop: at least 4 coded and the interval of precision ends below .5; review: at \
            least 5 coded and precision below .5",
    })
}
