//! Folders: the `.txt` files below one, with what a `manifest.csv` says of them.

use super::column::{ColumnNames, Columns, listed};
use super::draft::{Fields, filled};
use super::error::CorpusError;
use super::scan::{self, Layout, Scanned, row_number};
use super::source::InputFile;
use csv::{ErrorKind, ReaderBuilder};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A text file below a folder.
pub(crate) struct Member {
    pub path: PathBuf,
    /// Its path below the folder with `/` between parts: the id where nothing gives another.
    pub name: String,
    /// Its sub-folder: the outlet where neither manifest nor text gives one.
    pub sub_folder: Option<String>,
    /// What the manifest says of it.
    pub listed: Option<Fields>,
    /// Whether a manifest exists and leaves it out.
    pub unlisted: bool,
}

/// What a folder has in it.
pub(crate) struct Members {
    /// Its text files, sorted by name.
    pub files: Vec<Member>,
    /// Its manifest, if it has one.
    pub manifest: Option<InputFile>,
}

/// Lists the text files below a folder.
pub(crate) fn members(folder: &Path, columns: &ColumnNames) -> Result<Members, CorpusError> {
    let mut files = Vec::new();
    let mut others = Vec::new();
    walk(folder, "", &mut files, &mut others)?;
    let manifest_path = folder.join("manifest.csv");
    let manifest =
        if manifest_path.is_file() { Some(Manifest::read(&manifest_path, columns)?) } else { None };
    if let Some(manifest) = &manifest {
        for (row, name) in &manifest.files {
            if !files.iter().any(|(file, _)| file == name) {
                return Err(CorpusError::ManifestNamesMissing {
                    file: manifest_path.display().to_string(),
                    row: *row,
                    name: name.clone(),
                });
            }
        }
    }
    if files.is_empty() {
        others.sort();
        let seen = match others.get(..5) {
            Some(first) if others.len() > 5 => format!("{}, …", first.join(", ")),
            _ => others.join(", "),
        };
        return Err(CorpusError::EmptyFolder { path: folder.to_owned(), seen });
    }
    let members = files
        .into_iter()
        .map(|(name, path)| {
            let listed = manifest.as_ref().and_then(|manifest| manifest.fields.get(&name)).cloned();
            let sub_folder = name.rsplit_once('/').map(|(folder, _)| last_part(folder));
            let unlisted = manifest.is_some() && listed.is_none();
            Member { path, name, sub_folder, listed, unlisted }
        })
        .collect();
    let manifest = manifest.map(|manifest| InputFile {
        path: manifest_path.display().to_string(),
        sha256: manifest.sha256,
    });
    Ok(Members { files: members, manifest })
}

fn last_part(folder: &str) -> String {
    folder.rsplit('/').next().unwrap_or(folder).to_owned()
}

/// Collects text files in the order of their names, hidden ones left out.
fn walk(
    folder: &Path,
    prefix: &str,
    files: &mut Vec<(String, PathBuf)>,
    others: &mut Vec<String>,
) -> Result<(), CorpusError> {
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
        // A linked folder could lead back here, so only true folders are entered.
        if path.is_dir() {
            if !path.is_symlink() {
                walk(&path, &format!("{below}/"), files, others)?;
            }
        } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt")) {
            files.push((below, path));
        } else {
            others.push(below);
        }
    }
    Ok(())
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
