//! Output that appears whole or not at all: written beside its target, then renamed.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// An output that cannot be written. How to name another or to replace one is for the caller to
/// say.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OutputError {
    /// The folder exists and was not to be replaced.
    #[error("{}: this folder exists", .0.display())]
    Exists(PathBuf),
    /// The folder has files of other origin, so it is never replaced.
    #[error("{}: this folder holds files that framescope did not write ({foreign}), so it is not \
        replaced", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// One of the files.
        foreign: String,
    },
    /// The path leads to something else than a folder.
    #[error("{}: this is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// The system refuses on the way: the disk is full, the folder gone.
    #[error(
        "{}: writing failed ({source}); check the space on the disk and your rights to it",
        path.display()
    )]
    Failed {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system refuses.
    #[error("{}: cannot be written ({source}); check the path, your rights to it and the space on \
        the disk", path.display())]
    Refused {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// A folder in the making. Dropped before [`OutputFolder::finish`], it leaves nothing behind.
#[derive(Debug)]
pub struct OutputFolder {
    target: PathBuf,
    draft: PathBuf,
    finished: bool,
}

/// What framescope writes beside the tables.
const OURS: [&str; 4] = ["run.json", "datapackage.json", "methods.md", "report.html"];
/// Where it writes the tables.
const TABLES: &str = "tables";

/// The first thing in a folder that framescope did not write there: all but its own files and the
/// tables that its `datapackage.json` describes.
fn foreign_file(folder: &Path) -> io::Result<Option<String>> {
    let package: serde_json::Value = fs::read(folder.join("datapackage.json"))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    let described = |path: &str| {
        package["resources"].as_array().is_some_and(|resources| {
            resources.iter().any(|resource| resource["path"].as_str() == Some(path))
        })
    };
    let names = |folder: &Path| -> io::Result<Vec<String>> {
        let mut names: Vec<String> = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    };
    for name in names(folder)? {
        let path = folder.join(&name);
        if name == TABLES && path.is_dir() {
            let tables = names(&path)?.into_iter().map(|table| format!("{TABLES}/{table}"));
            if let Some(foreign) = tables.into_iter().find(|table| !described(table)) {
                return Ok(Some(foreign));
            }
        } else if !(OURS.contains(&name.as_str()) && path.is_file()) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

impl OutputFolder {
    /// Begins a folder that will be at `target`. An existing one is replaced only with
    /// `overwrite`, and only where framescope wrote it or it is empty.
    ///
    /// # Errors
    /// [`OutputError`] before anything is written.
    pub fn begin(target: &Path, overwrite: bool) -> Result<Self, OutputError> {
        let refused = |source| OutputError::Refused { path: target.to_owned(), source };
        if target.exists() {
            if !target.is_dir() {
                return Err(OutputError::NotAFolder(target.to_owned()));
            }
            if let Some(foreign) = foreign_file(target).map_err(refused)? {
                return Err(OutputError::NotOurs { path: target.to_owned(), foreign });
            }
            if !overwrite {
                return Err(OutputError::Exists(target.to_owned()));
            }
        }
        let draft = beside(target).map_err(refused)?;
        fs::create_dir(&draft).map_err(refused)?;
        Ok(Self { target: target.to_owned(), draft, finished: false })
    }

    /// Where the folder will be.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Opens a file of the folder for writing; `name` may have sub-folders.
    ///
    /// # Errors
    /// [`OutputError::Failed`].
    pub fn create(&self, name: &str) -> Result<BufWriter<File>, OutputError> {
        let path = self.draft.join(name);
        let open = || {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            Ok(BufWriter::with_capacity(1 << 16, File::create(&path)?))
        };
        open().map_err(|source| OutputError::Failed { path: self.target.join(name), source })
    }

    /// Puts the folder in its place.
    ///
    /// # Errors
    /// [`OutputError::Failed`]; then the place is as it was.
    pub fn finish(mut self) -> Result<(), OutputError> {
        let refused = |source| OutputError::Failed { path: self.target.clone(), source };
        create_parents(&self.target).map_err(refused)?;
        if self.target.exists() {
            let old = beside(&self.target).map_err(refused)?.with_extension("old");
            fs::rename(&self.target, &old).map_err(refused)?;
            if let Err(source) = fs::rename(&self.draft, &self.target) {
                let _ = fs::rename(&old, &self.target);
                return Err(refused(source));
            }
            let _ = fs::remove_dir_all(&old);
        } else {
            fs::rename(&self.draft, &self.target).map_err(refused)?;
        }
        self.finished = true;
        Ok(())
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_dir_all(&self.draft);
        }
    }
}

/// A file in the making. Dropped before [`OutputFile::finish`], it leaves nothing behind.
#[derive(Debug)]
pub struct OutputFile {
    target: PathBuf,
    draft: Option<PathBuf>,
    out: Option<BufWriter<File>>,
}

impl OutputFile {
    /// Begins a file that will be at `target`, in place of one that exists.
    ///
    /// # Errors
    /// [`OutputError`] before anything is written.
    pub fn begin(target: &Path) -> Result<Self, OutputError> {
        let refused = |source| OutputError::Refused { path: target.to_owned(), source };
        if target.is_dir() {
            return Err(refused(io::Error::other("it is a folder")));
        }
        if target.as_os_str().to_string_lossy().ends_with(std::path::is_separator) {
            return Err(refused(io::Error::other("it ends as a folder does")));
        }
        // A pipe or a device is written to, not replaced.
        if target.exists() && !target.is_file() {
            let file = File::options().write(true).open(target).map_err(refused)?;
            return Ok(Self {
                target: target.to_owned(),
                draft: None,
                out: Some(BufWriter::with_capacity(1 << 16, file)),
            });
        }
        let draft = beside(target).map_err(refused)?;
        let file = File::options().write(true).create_new(true).open(&draft).map_err(refused)?;
        Ok(Self {
            target: target.to_owned(),
            draft: Some(draft),
            out: Some(BufWriter::with_capacity(1 << 16, file)),
        })
    }

    /// What the system said of writing the file, with its path.
    pub(crate) fn failed(&self, source: io::Error) -> OutputError {
        OutputError::Failed { path: self.target.clone(), source }
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// [`OutputError::Failed`]; then the place is as it was.
    pub fn finish(mut self) -> Result<(), OutputError> {
        let refused = |source| OutputError::Failed { path: self.target.clone(), source };
        if let Some(mut out) = self.out.take() {
            out.flush().map_err(refused)?;
        }
        let Some(draft) = &self.draft else { return Ok(()) };
        create_parents(&self.target).map_err(refused)?;
        fs::rename(draft, &self.target).map_err(refused)
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out
            .as_mut()
            .map_or_else(|| Err(io::ErrorKind::BrokenPipe.into()), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if let Some(draft) = &self.draft {
            let _ = fs::remove_file(draft);
        }
    }
}

fn create_parents(target: &Path) -> io::Result<()> {
    match target.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => fs::create_dir_all(parent),
        None => Ok(()),
    }
}

/// A name for a draft in the nearest folder above `target` that exists, so that the final rename
/// stays on one disk.
fn beside(target: &Path) -> io::Result<PathBuf> {
    let name = target
        .file_name()
        .ok_or_else(|| io::Error::other("this path has no name"))?
        .to_string_lossy();
    let folder =
        target.ancestors().skip(1).find(|folder| folder.as_os_str().is_empty() || folder.exists());
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(io::Error::other(format!("{} is a file", folder.display())));
    }
    // A number after that of the process keeps two outputs of one process apart.
    (0..1000)
        .map(|number| folder.join(format!(".{name}.{}-{number}.part", std::process::id())))
        .find(|path| !path.exists() && !path.with_extension("old").exists())
        .ok_or_else(|| io::Error::other("too many unfinished outputs here"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_appears_whole_or_not_at_all() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("deep/out");
        let folder = OutputFolder::begin(&target, false).unwrap();
        folder.create("tables/a.csv").unwrap().write_all(b"a\n").unwrap();
        assert!(!target.exists());
        drop(folder);
        assert_eq!(names(place.path()), Vec::<String>::new(), "nothing is left behind");
        let folder = OutputFolder::begin(&target, false).unwrap();
        folder.create("tables/a.csv").unwrap().write_all(b"a\n").unwrap();
        folder.finish().unwrap();
        assert_eq!(fs::read_to_string(target.join("tables/a.csv")).unwrap(), "a\n");
    }

    #[test]
    fn an_existing_folder_is_replaced_only_where_framescope_wrote_it() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("out");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("thesis.docx"), "years of work").unwrap();
        assert!(
            matches!(OutputFolder::begin(&target, false), Err(OutputError::NotOurs { .. })),
            "nobody is told to replace it where that will not be done"
        );
        assert!(matches!(OutputFolder::begin(&target, true), Err(OutputError::NotOurs { .. })));
        fs::remove_file(target.join("thesis.docx")).unwrap();
        fs::write(target.join("run.json"), "{}").unwrap();
        fs::write(
            target.join("datapackage.json"),
            r#"{"resources": [{"path": "tables/old.csv"}]}"#,
        )
        .unwrap();
        fs::create_dir(target.join("tables")).unwrap();
        fs::write(target.join("tables/old.csv"), "old").unwrap();
        fs::write(target.join("tables/notes.txt"), "an afternoon's remarks").unwrap();
        assert!(matches!(
            OutputFolder::begin(&target, true),
            Err(OutputError::NotOurs { foreign, .. }) if foreign == "tables/notes.txt"
        ));
        fs::remove_file(target.join("tables/notes.txt")).unwrap();
        assert!(matches!(OutputFolder::begin(&target, false), Err(OutputError::Exists(_))));
        let folder = OutputFolder::begin(&target, true).unwrap();
        folder.create("new.csv").unwrap();
        folder.finish().unwrap();
        assert_eq!(names(&target), ["new.csv"]);
        assert_eq!(names(place.path()), ["out"]);
    }

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("a.csv");
        fs::write(&target, "old").unwrap();
        let mut file = OutputFile::begin(&target).unwrap();
        file.write_all(b"new").unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        drop(file);
        assert_eq!(
            (fs::read_to_string(&target).unwrap().as_str(), names(place.path()).len()),
            ("old", 1)
        );
        let mut file = OutputFile::begin(&target).unwrap();
        file.write_all(b"new").unwrap();
        file.finish().unwrap();
        assert_eq!(
            (fs::read_to_string(&target).unwrap().as_str(), names(place.path()).len()),
            ("new", 1)
        );
    }
}
