//! Any bytes under any ending: a corpus of one file is read to its end, or refused.

#![no_main]

use framescope::{Corpus, CorpusOptions};
use libfuzzer_sys::fuzz_target;
use std::cell::OnceCell;
use std::path::PathBuf;

/// The endings of files that are read.
const ENDINGS: [&str; 12] =
    ["txt", "csv", "tsv", "json", "jsonl", "html", "xml", "docx", "rtf", "md", "csv.gz", "txt.zst"];

thread_local! {
    static FOLDER: OnceCell<PathBuf> = const { OnceCell::new() };
}

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let ending = ENDINGS[*first as usize % ENDINGS.len()];
    FOLDER.with(|folder| {
        let folder = folder.get_or_init(|| {
            let folder = std::env::temp_dir().join(format!("fuzz-{}", std::process::id()));
            std::fs::create_dir_all(&folder).unwrap();
            folder
        });
        let path = folder.join(format!("a.{ending}"));
        std::fs::write(&path, bytes).unwrap();
        if let Ok(corpus) = Corpus::open(&[path], CorpusOptions::default()) {
            for item in corpus {
                let _ = item;
            }
        }
    });
});
