//! Folders: the `.txt` files below one, with what a `manifest.csv` says of them.

use super::column::{ColumnNames, Columns, listed};
use super::document::{Fields, InputFile, filled};
use super::encoding::decode_with;
use super::error::CorpusError;
use super::scan::{self, Scanned, Shape};
use csv::{ErrorKind, ReaderBuilder};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A text file below a folder.
pub(crate) struct Member {
    pub path: PathBuf,
    /// Its path below the folder with `/` between parts: the id where nothing gives another.
    pub name: String,
    /// What the manifest says of it.
    pub fields: Fields,
    /// What its place says of it, where neither manifest nor text does: its sub-folder names its
    /// outlet.
    pub place: Fields,
    /// Whether a manifest exists and leaves it out.
    pub unlisted: bool,
}

/// What a folder holds.
pub(crate) struct Members {
    /// Its text files, sorted by name.
    pub files: Vec<Member>,
    /// Its manifest, if it has one.
    pub manifest: Option<InputFile>,
}

/// Lists the text files below a folder.
pub(crate) fn members(folder: &Path, told: &ColumnNames) -> Result<Members, CorpusError> {
    let mut files = Vec::new();
    let mut others = Vec::new();
    walk(folder, "", &mut files, &mut others)?;
    let manifest_path = folder.join("manifest.csv");
    let manifest =
        if manifest_path.is_file() { Some(Manifest::read(&manifest_path, told)?) } else { None };
    if let Some(manifest) = &manifest {
        for (row, name) in &manifest.names {
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
        let seen = if others.len() > 5 {
            format!(
                "{}, \
            …",
                others.get(..5).unwrap_or_default().join(", ")
            )
        } else {
            others.join(", ")
        };
        return Err(CorpusError::EmptyFolder { path: folder.to_owned(), seen });
    }
    let members = files
        .into_iter()
        .map(|(name, path)| {
            let listed = manifest.as_ref().and_then(|manifest| manifest.fields.get(&name));
            // A sub-folder is no value of a column that was told.
            let sub_folder = name
                .rsplit_once('/')
                .filter(|_| told.outlet.is_none())
                .map(|(folder, _)| last_part(folder));
            let place = Fields { outlet: sub_folder, ..Fields::default() };
            let fields = listed.cloned().unwrap_or_default();
            Member { path, unlisted: manifest.is_some() && listed.is_none(), name, fields, place }
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
    names: Vec<(u64, String)>,
    sha256: String,
}

impl Manifest {
    fn read(path: &Path, told: &ColumnNames) -> Result<Self, CorpusError> {
        let file = path.display().to_string();
        let Scanned { file: handle, fallback, sha256, delimiter, .. } =
            scan::scan(path, &file, Shape::Table { delimiter: None })?;
        let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(handle);
        let bad = |error: csv::Error| {
            let fault = match error.kind() {
                ErrorKind::UnequalLengths { pos, expected_len, len } => {
                    let row = pos.as_ref().map_or(0, |position| position.record() + 1);
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
            .map(|cell| decode_with(cell, fallback).text.into_owned())
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
        let columns = Columns::find(&header, &ColumnNames { text: None, ..told.clone() }, &file)?;
        let (mut fields, mut names) = (HashMap::new(), Vec::new());
        for record in reader.byte_records() {
            let record = record.map_err(bad)?;
            let row = record.position().map_or(0, |position| position.record() + 1);
            let cells: Vec<String> =
                record.iter().map(|cell| decode_with(cell, fallback).text.into_owned()).collect();
            let Some(name) = cells.get(name_column).and_then(|cell| filled(cell)) else { continue };
            let name = name.replace('\\', "/").trim_start_matches("./").to_owned();
            if fields
                .insert(name.clone(), columns.fields(|at| cells.get(at).map(String::as_str)))
                .is_some()
            {
                let fault = format!("row {row} names `{name}` a second time");
                return Err(CorpusError::BadManifest { file, fault });
            }
            names.push((row, name));
        }
        Ok(Self { fields, names, sha256 })
    }
}
