//! The inputs of a corpus: paths as typed, listed file by file and named.

use super::column::ColumnNames;
use super::draft::Fields;
use super::error::CorpusError;
use super::folder::{self, Member};
use super::format::Format;
use super::profile::{CorpusProfile, FileNames};
use super::source::InputFile;
use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::File;
use std::path::{Path, PathBuf};

/// One input of a corpus.
pub(crate) enum Input {
    /// Standard input.
    Standard,
    /// A file.
    File(FileInput),
}

/// A file to be read.
pub(crate) struct FileInput {
    pub path: PathBuf,
    pub names: FileNames,
    pub format: Format,
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
        for path in paths {
            if path.as_os_str() == "-" {
                queue.push_back(Input::Standard);
            } else if path.is_dir() {
                let members = folder::members(path, columns)?;
                manifests.extend(members.manifest);
                queue.extend(members.files.into_iter().map(FileInput::from).map(Input::File));
            } else if path.exists() {
                File::open(path)
                    .map_err(|source| CorpusError::Unreadable { path: path.clone(), source })?;
                queue.push_back(Input::File(FileInput::new(path, format)?));
            } else {
                return Err(CorpusError::Missing(path.clone()));
            }
        }
        let profile = name_files(&mut queue, profile);
        Ok(Self { queue, manifests, profile })
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
            names: FileNames { name, outlet: None },
            format: format.ok_or_else(|| CorpusError::UnknownKind(path.to_owned()))?,
            listed: None,
            unlisted: false,
        })
    }
}

impl From<Member> for FileInput {
    fn from(member: Member) -> Self {
        let Member { path, name, sub_folder, listed, unlisted } = member;
        Self {
            path,
            names: FileNames { name, outlet: sub_folder },
            format: Format::Text,
            listed: listed.map(Box::new),
            unlisted,
        }
    }
}

/// Names each file by `given` where that lists it. Others of one name are named by their whole
/// paths, as typed: `march/news.csv` and `april/news.csv`. All names come back.
fn name_files(queue: &mut VecDeque<Input>, given: Option<&CorpusProfile>) -> CorpusProfile {
    let mut files: Vec<&mut FileInput> = queue
        .iter_mut()
        .filter_map(|input| match input {
            Input::File(file) => Some(file),
            Input::Standard => None,
        })
        .collect();
    let given = given.cloned().unwrap_or_default();
    let taken: HashSet<&str> = given.names().collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for file in files.iter().filter(|file| given.names_of(&file.path).is_none()) {
        *counts.entry(file.names.name.clone()).or_default() += 1;
    }
    let mut profile = given.clone();
    for file in &mut files {
        if let Some(names) = given.names_of(&file.path) {
            file.names.clone_from(names);
            continue;
        }
        let name = &mut file.names.name;
        if taken.contains(name.as_str()) || counts.get(name).is_some_and(|count| *count > 1) {
            *name = file.path.display().to_string();
        }
        profile.set_names(&file.path, file.names.clone());
    }
    profile
}
