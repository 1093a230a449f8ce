//! Folders: the files below one, with what a `manifest.csv` says of them.

use super::column::{ColumnNames, Columns, listed};
use super::draft::{Fields, filled};
use super::error::CorpusError;
use super::format::Format;
use super::peek::peek;
use super::scan::{self, Layout, Scanned, row_number};
use super::source::InputFile;
use csv::{ErrorKind, ReaderBuilder};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A file below a folder that is read.
pub(crate) struct Member {
    pub path: PathBuf,
    /// Its path below the folder with `/` between parts: the id where nothing gives another.
    pub name: String,
    pub format: Format,
    /// Its sub-folder: the outlet where neither manifest nor text gives one.
    pub sub_folder: Option<String>,
    /// What the manifest says of it.
    pub listed: Option<Fields>,
    /// Whether a manifest exists and leaves it out.
    pub unlisted: bool,
}

/// What a folder has in it.
pub(crate) struct Members {
    /// The files that are read, sorted by name.
    pub files: Vec<Member>,
    /// The files that are not, each with what it is.
    pub unread: Vec<Unread>,
    /// Its manifest, if it has one.
    pub manifest: Option<InputFile>,
}

/// Something below a folder that is not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Unread {
    pub path: PathBuf,
    /// Its ending, or why it is not read.
    pub what: String,
    /// Whether it goes with the texts instead of being one.
    pub is_companion: bool,
}

/// The name of a table that says what the files of its folder are.
const MANIFEST: &str = "manifest.csv";

/// Lists the files below a folder.
pub(crate) fn members(folder: &Path, columns: &ColumnNames) -> Result<Members, CorpusError> {
    let mut found = Found::default();
    walk(folder, "", &mut found)?;
    let Found { mut files, mut unread } = found;
    let manifest_path = folder.join(MANIFEST);
    let manifest =
        if manifest_path.is_file() { Some(Manifest::read(&manifest_path, columns)?) } else { None };
    files.retain(|(name, ..)| name != MANIFEST);
    // A table without texts, such as a list of codes, is no part of the corpus.
    files.retain(|(_, path, format)| {
        let is_text = peek(path, *format, columns).is_none_or(|peek| peek.has_text);
        if !is_text {
            let what = "no column for the text".to_owned();
            unread.push(Unread { path: path.clone(), what, is_companion: true });
        }
        is_text
    });
    if let Some(manifest) = &manifest {
        for (row, name) in &manifest.files {
            if !files.iter().any(|(file, ..)| file == name) {
                return Err(CorpusError::ManifestNamesMissing {
                    file: manifest_path.display().to_string(),
                    row: *row,
                    name: name.clone(),
                });
            }
        }
    }
    if files.is_empty() {
        let shown = |unread: &Unread| {
            let below = unread.path.strip_prefix(folder).unwrap_or(&unread.path);
            below.display().to_string()
        };
        let mut others: Vec<String> = unread.iter().map(shown).collect();
        others.sort();
        let seen = match others.get(..5) {
            Some(first) if others.len() > 5 => format!("{}, …", first.join(", ")),
            _ => others.join(", "),
        };
        return Err(CorpusError::EmptyFolder { path: folder.to_owned(), seen });
    }
    let members = files
        .into_iter()
        .map(|(name, path, format)| {
            let listed = manifest.as_ref().and_then(|manifest| manifest.fields.get(&name)).cloned();
            let sub_folder = name.rsplit_once('/').map(|(folder, _)| last_part(folder));
            let unlisted = manifest.is_some() && listed.is_none() && format.is_whole();
            Member { path, name, format, sub_folder, listed, unlisted }
        })
        .collect();
    let manifest = manifest.map(|manifest| InputFile {
        path: manifest_path.display().to_string(),
        sha256: manifest.sha256,
    });
    unread.sort();
    Ok(Members { files: members, unread, manifest })
}

/// What lies below a folder.
#[derive(Default)]
struct Found {
    /// Files of a kind that is read, with their names below the folder.
    files: Vec<(String, PathBuf, Format)>,
    unread: Vec<Unread>,
}

fn last_part(folder: &str) -> String {
    folder.rsplit('/').next().unwrap_or(folder).to_owned()
}

/// Collects files in the order of their names, hidden ones left out.
fn walk(folder: &Path, prefix: &str, found: &mut Found) -> Result<(), CorpusError> {
    let unreadable = |source| CorpusError::Unreadable { path: folder.to_owned(), source };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        entries.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
    }
    entries.sort();
    for (name, path) in entries {
        if name.starts_with('.') {
            continue;
        }
        let below = format!("{prefix}{name}");
        let mut leave = |what: &str| {
            let what = what.to_owned();
            found.unread.push(Unread {
                path: path.clone(),
                what,
                is_companion: is_companion(&name),
            });
        };
        if path.is_dir() {
            // A linked folder could lead back here, so only true folders are entered.
            if path.is_symlink() {
                leave("a link to a folder");
            } else {
                walk(&path, &format!("{below}/"), found)?;
            }
        } else if !path.exists() {
            leave("a link to nothing");
        } else if !path.is_file() {
            leave("a pipe or a device");
        } else if is_companion(&name) {
            leave("about the folder");
        } else if let Some(format) = Format::from_path(&path) {
            found.files.push((below, path, format));
        } else {
            let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy()));
            leave(ending.as_deref().unwrap_or("no ending"));
        }
    }
    Ok(())
}

/// Whether a file of this name says something about a folder.
fn is_companion(name: &str) -> bool {
    const STEMS: [&str; 6] = ["readme", "license", "licence", "copying", "changelog", "codebook"];
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    STEMS.contains(&stem.as_str())
}

struct Manifest {
    fields: HashMap<String, Fields>,
    /// The files with their rows.
    files: Vec<(u64, String)>,
    sha256: String,
}

impl Manifest {
    fn read(path: &Path, names: &ColumnNames) -> Result<Self, CorpusError> {
        let file = path.display().to_string();
        let Scanned { file: handle, encoding, sha256, delimiter, .. } =
            scan::scan(path, &file, Layout::Table { delimiter: None }, None)?;
        let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(handle);
        let bad = |error: csv::Error| {
            let fault = match error.kind() {
                ErrorKind::UnequalLengths { pos, expected_len, len } => {
                    let row = row_number(pos.as_ref());
                    format!("row {row} has {len} cells where the header has {expected_len}")
                }
                other => format!("{other:?}"),
            };
            CorpusError::BadManifest { file: file.clone(), fault }
        };
        let header: Vec<String> = reader
            .byte_headers()
            .map_err(bad)?
            .iter()
            .map(|cell| encoding.decode(cell).text.into_owned())
            .collect();
        let is_file = |name: &String| {
            matches!(
                name.trim().to_lowercase().as_str(),
                "file" | "filename" | "file_name" | "path"
            )
        };
        let Some(name_column) = header.iter().position(is_file) else {
            return Err(CorpusError::ManifestWithoutFiles { file, columns: listed(&header) });
        };
        let columns = Columns::find(&header, &names.without_text(), &file)?;
        let (mut fields, mut files) = (HashMap::new(), Vec::new());
        for record in reader.byte_records() {
            let record = record.map_err(bad)?;
            let row = row_number(record.position());
            let cells: Vec<String> =
                record.iter().map(|cell| encoding.decode(cell).text.into_owned()).collect();
            let Some(name) = cells.get(name_column).and_then(|cell| filled(cell)) else { continue };
            let name = name.replace('\\', "/").trim_start_matches("./").to_owned();
            if fields
                .insert(name.clone(), columns.fields(|at| cells.get(at).map(String::as_str)))
                .is_some()
            {
                let fault = format!("row {row} names `{name}` a second time");
                return Err(CorpusError::BadManifest { file, fault });
            }
            files.push((row, name));
        }
        Ok(Self { fields, files, sha256 })
    }
}
