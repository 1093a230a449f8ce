//! `framescope map`: the records of a corpus, or of one shard of it, as a part file.

use super::arguments::MapArguments;
use super::failure::Failure;
use super::options::{RunOptions, shape_analysis};
use super::single::output_file;
use super::summary;
use crate::analysis::{TableChoice, write_part};
use crate::corpus::CorpusOptions;
use crate::prose::plural;

pub(crate) fn run(arguments: MapArguments) -> Result<(), Failure> {
    let MapArguments { output, shard, analysis } = arguments;
    let mut shaped = Ok(());
    let options = RunOptions::raise(analysis.shared.clone(), |options| {
        shaped = shape_analysis(options, &analysis, TableChoice::all());
    });
    shaped?;
    let mut options = options?;
    let mut file = output_file(&output, &options.inputs)?;
    let progress = options.progress();
    let sharded = CorpusOptions { shard, ..options.corpus_options().clone() };
    let corpus = options.open_with(sharded)?;
    let summary = {
        let count = || progress.document();
        let reading = options.reading(&count);
        write_part(&options.plan, corpus, reading, &options.record, &mut file)?
    };
    file.finish()?;
    progress.done();
    let documents = plural(summary.documents, "document", "documents");
    let left_out = match summary.rejected {
        0 => String::new(),
        rejected => format!(", {rejected} left out"),
    };
    let of_text = if summary.text_bytes == 0 {
        String::new()
    } else {
        let share = summary.part_bytes as f64 / summary.text_bytes as f64;
        format!(" ({share:.2} of the text)")
    };
    let line = format!(
        "Mapped {documents}{left_out} into {}: {} bytes{of_text}.",
        output.display(),
        summary.part_bytes
    );
    summary::say(&line, options.verbosity);
    Ok(())
}
