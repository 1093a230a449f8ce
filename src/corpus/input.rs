//! The inputs of a corpus: paths as typed, listed file by file and named.

use super::column::ColumnNames;
use super::draft::Fields;
use super::error::CorpusError;
use super::folder::{self, Member, Unread};
use super::format::Format;
use super::opening::Packing;
use super::peek::{Peek, peek};
use super::profile::{CorpusProfile, FileNames};
use super::source::InputFile;
use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::File;
use std::path::{Path, PathBuf};

/// One input of a corpus.
pub(crate) enum Input {
    /// Standard input.
    Standard,
    /// A pipe or a device, named as a file.
    Pipe(PathBuf),
    /// A file.
    File(FileInput),
}

/// A file to be read.
pub(crate) struct FileInput {
    pub path: PathBuf,
    pub names: FileNames,
    pub format: Format,
    /// Whether it was found in a folder rather than named.
    pub is_found: bool,
    /// What a manifest says of it.
    pub listed: Option<Box<Fields>>,
    /// Whether a manifest exists and leaves it out.
    pub unlisted: bool,
}

/// The inputs of a corpus in the order in which they are read.
pub(crate) struct Inputs {
    pub queue: VecDeque<Input>,
    /// The manifests that were read to list them.
    pub manifests: Vec<InputFile>,
    /// What lies in folders and is not read.
    pub unread: Vec<Unread>,
    /// The names of all files.
    pub profile: CorpusProfile,
}

impl Inputs {
    /// Checks that all paths can be read and lists their files; `-` is standard input. Files are
    /// named by `profile` where it lists them.
    pub(crate) fn list(
        paths: &[PathBuf],
        columns: &ColumnNames,
        format: Option<Format>,
        profile: Option<&CorpusProfile>,
    ) -> Result<Self, CorpusError> {
        let mut queue = VecDeque::new();
        let mut manifests = Vec::new();
        let mut unread = Vec::new();
        for path in paths {
            if path.as_os_str() == "-" {
                queue.push_back(Input::Standard);
            } else if path.is_dir() {
                let members = folder::members(path, columns)?;
                manifests.extend(members.manifest);
                unread.extend(members.unread);
                queue.extend(members.files.into_iter().map(FileInput::from).map(Input::File));
            } else if path.exists() && !path.is_file() {
                // Opening a pipe twice would lose what comes through it.
                queue.push_back(Input::Pipe(path.clone()));
            } else if path.exists() {
                File::open(path)
                    .map_err(|source| CorpusError::Unreadable { path: path.clone(), source })?;
                queue.push_back(Input::File(FileInput::new(path, format)?));
            } else {
                return Err(CorpusError::Missing(path.clone()));
            }
        }
        let profile = name_files(&mut queue, profile, columns);
        Ok(Self { queue, manifests, unread, profile })
    }
}

impl FileInput {
    fn new(path: &Path, format: Option<Format>) -> Result<Self, CorpusError> {
        let format = format.or_else(|| Format::from_path(path));
        let name = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        Ok(Self {
            path: path.to_owned(),
            names: FileNames { name, outlet: None, is_in_ids: false },
            format: format.ok_or_else(|| CorpusError::UnknownKind(path.to_owned()))?,
            is_found: false,
            listed: None,
            unlisted: false,
        })
    }
}

impl From<Member> for FileInput {
    fn from(member: Member) -> Self {
        let Member { path, name, format, sub_folder, listed, unlisted } = member;
        Self {
            path,
            names: FileNames { name, outlet: sub_folder, is_in_ids: false },
            format,
            is_found: true,
            listed: listed.map(Box::new),
            unlisted,
        }
    }
}

/// Names each file by `given` where that lists it. Others of one name are named by their whole
/// paths, as typed: `march/news.csv` and `april/news.csv`. All names come back.
fn name_files(
    queue: &mut VecDeque<Input>,
    given: Option<&CorpusProfile>,
    columns: &ColumnNames,
) -> CorpusProfile {
    let files: Vec<&mut FileInput> = queue
        .iter_mut()
        .filter_map(|input| match input {
            Input::File(file) => Some(file),
            Input::Standard | Input::Pipe(_) => None,
        })
        .collect();
    let given = given.cloned().unwrap_or_default();
    let taken: HashSet<&str> = given.names().collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for file in files.iter().filter(|file| given.names_of(&file.path).is_none()) {
        *counts.entry(file.names.name.clone()).or_default() += 1;
    }
    let mut profile = given.clone();
    let mut unnamed = Vec::new();
    for file in files {
        if let Some(names) = given.names_of(&file.path) {
            file.names.clone_from(names);
            continue;
        }
        let name = &mut file.names.name;
        if taken.contains(name.as_str()) || counts.get(name).is_some_and(|count| *count > 1) {
            *name = file.path.display().to_string();
        }
        unnamed.push(file);
    }
    name_tables(&mut unnamed, columns);
    for file in unnamed {
        profile.set_names(&file.path, file.names.clone());
    }
    profile
}

/// Several tables without outlets get their names as outlets, and files with the same first ids
/// their names in front of these.
fn name_tables(files: &mut [&mut FileInput], columns: &ColumnNames) {
    let is_table = |file: &&mut FileInput| !file.format.is_whole();
    if files.iter().filter(|file| is_table(file)).count() < 2 {
        return;
    }
    let peeks: Vec<Option<Peek>> =
        files.iter().map(|file| peek(&file.path, file.format, columns)).collect();
    let mut owners: HashMap<&str, usize> = HashMap::new();
    let mut shared = HashSet::new();
    for (at, peek) in peeks.iter().enumerate() {
        // Ids that are numbers count the rows of a file. Others name a document, and if two files
        // have one, the same document may be in both.
        let is_number = |id: &&String| id.bytes().all(|byte| byte.is_ascii_digit());
        for id in peek.iter().flat_map(|peek| &peek.ids).filter(is_number) {
            let first = *owners.entry(id).or_insert(at);
            if first != at {
                shared.extend([first, at]);
            }
        }
    }
    let without_outlet = peeks.iter().flatten().filter(|peek| !peek.has_outlet).count();
    for (at, (file, peek)) in files.iter_mut().zip(&peeks).enumerate() {
        file.names.is_in_ids = shared.contains(&at);
        let has_none = peek.as_ref().is_some_and(|peek| !peek.has_outlet);
        if has_none && without_outlet > 1 && columns.outlet.is_none() {
            let name = stem(&file.path);
            file.names.outlet.get_or_insert(name);
        }
    }
}

/// The name of a file without its endings: `fox.csv.gz` is `fox`.
pub(crate) fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let inner = Packing::from_path(path).and_then(|_| name.rsplit_once('.')).map(|(name, _)| name);
    let inner = inner.unwrap_or(&name);
    inner.rsplit_once('.').map_or(inner, |(name, _)| name).to_owned()
}
