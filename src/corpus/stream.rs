//! A corpus: paths of any kind, opened once, read as one stream of documents.

use super::column::ColumnNames;
use super::document::{
    Document, Draft, Fields, InputFile, Place, Reason, Rejection, Remark, RemarkKind, Source,
};
use super::encoding::{decode, is_utf_32};
use super::error::CorpusError;
use super::folder;
use super::front_matter::front_matter;
use super::json_lines::LineReader;
use super::scan::{self, Fault, Scanned, Shape, hex, sniff_delimiter};
use super::split::Splitter;
use super::table::TableReader;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One document.
    Text,
    /// A table separated by commas, semicolons, tabs or bars.
    Csv,
    /// A table separated by tabs.
    Tsv,
    /// One JSON object a line.
    JsonLines,
}

/// How a corpus is read.
#[derive(Clone, Debug, Default)]
pub struct CorpusOptions {
    /// Columns that were told.
    pub columns: ColumnNames,
    /// What the files are, whatever their names say.
    pub format: Option<Format>,
    /// Where to cut each text into documents.
    pub split: Option<Splitter>,
}

/// What comes out of a corpus, one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A document.
    Document(Document),
    /// A document that cannot be used.
    Rejected(Rejection),
    /// Something wrong with a document that can be used.
    Remark(Remark),
}

enum Input {
    Text { path: PathBuf, name: String, fields: Box<Fields>, place: Box<Fields>, unlisted: bool },
    Table { path: PathBuf, name: String, tabs: bool },
    Lines { path: PathBuf, name: String },
    Stdin,
}

impl Input {
    /// What its documents are named after, and the path that tells it from another input of that
    /// name.
    fn name(&mut self) -> Option<(&mut String, &Path)> {
        match self {
            Self::Text { path, name, .. }
            | Self::Table { path, name, .. }
            | Self::Lines { path, name } => Some((name, path)),
            Self::Stdin => None,
        }
    }
}

/// What standard input is called.
const STDIN: &str = "stdin";

type Drafts = Box<dyn Iterator<Item = Result<Result<Draft, Rejection>, CorpusError>> + Send>;

/// A stream of documents from files, folders and standard input. Files are opened one at a time;
/// only ids are kept.
///
/// ```
/// use framescope::corpus::{Corpus, CorpusOptions, Item};
///
/// let mut corpus = Corpus::open(&["seeds".into()], CorpusOptions::default())?;
/// let Some(Ok(Item::Document(first))) = corpus.next() else { panic!() };
/// assert!(!first.outlet.is_empty() && first.date.is_some());
/// # Ok::<(), framescope::corpus::CorpusError>(())
/// ```
pub struct Corpus {
    inputs: VecDeque<Input>,
    options: CorpusOptions,
    current: Option<Drafts>,
    ready: VecDeque<Item>,
    ids: HashMap<Box<str>, Source>,
    files: Vec<InputFile>,
    typed: String,
    documents: u64,
    rejections: u64,
    first_rejection: Option<Rejection>,
    failed: bool,
}

impl Corpus {
    /// Checks that all paths can be read and lists their files. `-` is standard input.
    ///
    /// # Errors
    /// [`CorpusError`] where a path is missing, of no known kind, or a folder without documents.
    pub fn open(paths: &[PathBuf], options: CorpusOptions) -> Result<Self, CorpusError> {
        let mut inputs = VecDeque::new();
        let mut files = Vec::new();
        for path in paths {
            if path.as_os_str() == "-" {
                inputs.push_back(Input::Stdin);
            } else if path.is_dir() {
                let folder::Members { files: members, manifest } =
                    folder::members(path, &options.columns)?;
                files.extend(manifest);
                inputs.extend(members.into_iter().map(|member| {
                    let folder::Member { path, name, fields, place, unlisted } = member;
                    Input::Text { path, name, fields: fields.into(), place: place.into(), unlisted }
                }));
            } else if path.exists() {
                File::open(path)
                    .map_err(|source| CorpusError::Unreadable { path: path.clone(), source })?;
                inputs.push_back(file_input(path, options.format)?);
            } else {
                return Err(CorpusError::Missing(path.clone()));
            }
        }
        tell_apart(&mut inputs);
        let typed = paths.iter().map(|path| shown(path)).collect::<Vec<_>>().join(", ");
        Ok(Self {
            inputs,
            options,
            current: None,
            ready: VecDeque::new(),
            ids: HashMap::new(),
            files,
            typed,
            documents: 0,
            rejections: 0,
            first_rejection: None,
            failed: false,
        })
    }

    /// The files read so far, with their hashes, sorted by path.
    pub fn files(&self) -> Vec<InputFile> {
        let mut files = self.files.clone();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// The number of files still to be opened.
    pub fn pending(&self) -> usize {
        self.inputs.len()
    }

    fn start(&mut self, input: Input) -> Result<(), CorpusError> {
        match input {
            Input::Text { path, name, fields, place, unlisted } => {
                let mut bytes = Vec::new();
                File::open(&path)
                    .and_then(|mut file| file.read_to_end(&mut bytes))
                    .map_err(|source| CorpusError::Unreadable { path: path.clone(), source })?;
                let file: Arc<str> = shown(&path).into();
                self.note_file(&file, &bytes);
                if unlisted {
                    let source = Source { file: file.clone(), place: Place::Whole };
                    self.ready.push_back(Item::Remark(Remark {
                        source,
                        kind: RemarkKind::NotInManifest,
                        found: name.clone(),
                    }));
                }
                self.text(&bytes, name, (*fields, *place), file)?;
            }
            Input::Table { path, name, tabs } => {
                let file: Arc<str> = shown(&path).into();
                let scanned = scan::scan(&path, &file, table_shape(tabs))?;
                self.table(scanned, file, name)?;
            }
            Input::Lines { path, name } => {
                let file: Arc<str> = shown(&path).into();
                let scanned = scan::scan(&path, &file, Shape::Lines)?;
                self.lines(scanned, file, name);
            }
            Input::Stdin => self.stdin()?,
        }
        Ok(())
    }

    /// Standard input is spooled to a temporary file, since it is read twice: once to check it,
    /// once to use it.
    fn stdin(&mut self) -> Result<(), CorpusError> {
        let path = Path::new(STDIN);
        let unreadable = |source| CorpusError::Unreadable { path: path.to_owned(), source };
        let mut spool = tempfile::tempfile().map_err(unreadable)?;
        io::copy(&mut io::stdin().lock(), &mut spool).map_err(unreadable)?;
        spool.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let mut head = Vec::new();
        (&mut spool).take(8192).read_to_end(&mut head).map_err(unreadable)?;
        spool.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        if head.is_empty() {
            return Err(CorpusError::EmptyInput);
        }
        let format = self
            .options
            .format
            .unwrap_or_else(|| sniff_format(&decode(&head).text, &self.options.columns));
        let from = |fault| match fault {
            Fault::Io(source) => unreadable(source),
            Fault::Corpus(error) => error,
        };
        match format {
            Format::Text => {
                let mut bytes = Vec::new();
                spool.read_to_end(&mut bytes).map_err(unreadable)?;
                self.note_file(STDIN, &bytes);
                self.text(
                    &bytes,
                    STDIN.to_owned(),
                    (Fields::default(), Fields::default()),
                    STDIN.into(),
                )
            }
            Format::JsonLines => {
                let scanned = scan::scan_file(spool, STDIN, Shape::Lines).map_err(from)?;
                self.lines(scanned, STDIN.into(), STDIN.to_owned());
                Ok(())
            }
            Format::Csv | Format::Tsv => {
                let scanned = scan::scan_file(spool, STDIN, table_shape(format == Format::Tsv))
                    .map_err(from)?;
                self.table(scanned, STDIN.into(), STDIN.to_owned())
            }
        }
    }

    fn note_file(&mut self, path: &str, bytes: &[u8]) {
        self.files.push(InputFile { path: path.to_owned(), sha256: hex(&Sha256::digest(bytes)) });
    }

    /// Queues a text with what its manifest says (first) and its place says (second); what it says
    /// itself stands between.
    fn text(
        &mut self,
        bytes: &[u8],
        name: String,
        (listed, place): (Fields, Fields),
        file: Arc<str>,
    ) -> Result<(), CorpusError> {
        if is_utf_32(bytes) {
            return Err(CorpusError::Utf32(file.to_string()));
        }
        let decoded = decode(bytes);
        let source = Source { file, place: Place::Whole };
        let draft = front_matter(&decoded.text, &self.options.columns).map(|(own, body)| Draft {
            id: name,
            fields: listed.or(&own).or(&place),
            text: body.to_owned(),
            source: source.clone(),
            encoding: decoded.encoding,
        });
        let drafts = match draft {
            Ok(draft) => Ok(draft),
            Err(reason) => Err(Rejection { source_place: source, reason }),
        };
        self.current = Some(Box::new(std::iter::once(Ok(drafts))));
        Ok(())
    }

    fn table(&mut self, scanned: Scanned, file: Arc<str>, name: String) -> Result<(), CorpusError> {
        self.files.push(InputFile { path: file.to_string(), sha256: scanned.sha256.clone() });
        let reader = TableReader::open(scanned, &self.options.columns, file, name)?;
        self.current = Some(Box::new(reader));
        Ok(())
    }

    fn lines(&mut self, scanned: Scanned, file: Arc<str>, name: String) {
        self.files.push(InputFile { path: file.to_string(), sha256: scanned.sha256.clone() });
        self.current = Some(Box::new(LineReader::open(scanned, &self.options.columns, file, name)));
    }

    /// Checks a draft, or the several that it is cut into, and queues what comes of it.
    fn queue(&mut self, draft: Draft) {
        let drafts = match &self.options.split {
            Some(splitter) if !draft.text.trim().is_empty() => splitter.split(draft),
            _ => vec![draft],
        };
        for draft in drafts {
            let (result, remark) = draft.finish();
            let item = match result {
                Ok(document) => match self.ids.get(document.id.as_str()) {
                    Some(first) => Item::Rejected(Rejection {
                        source_place: document.source.clone(),
                        reason: Reason::DuplicateId { id: document.id, first: first.clone() },
                    }),
                    None => {
                        self.ids.insert(document.id.as_str().into(), document.source.clone());
                        self.documents += 1;
                        Item::Document(document)
                    }
                },
                Err(rejection) => Item::Rejected(rejection),
            };
            self.ready.push_back(item);
            self.ready.extend(remark.map(Item::Remark));
        }
    }
}

impl Iterator for Corpus {
    type Item = Result<Item, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                if let Item::Rejected(rejection) = &item {
                    self.rejections += 1;
                    self.first_rejection.get_or_insert_with(|| rejection.clone());
                }
                return Some(Ok(item));
            }
            if self.failed {
                return None;
            }
            let step = match self.current.as_mut().and_then(Iterator::next) {
                Some(Ok(Ok(draft))) => {
                    self.queue(draft);
                    Ok(())
                }
                Some(Ok(Err(rejection))) => {
                    self.ready.push_back(Item::Rejected(rejection));
                    Ok(())
                }
                Some(Err(error)) => Err(error),
                None => match self.inputs.pop_front() {
                    Some(input) => {
                        self.current = None;
                        self.start(input)
                    }
                    None => {
                        self.failed = true;
                        match self.first_rejection.take() {
                            _ if self.documents > 0 => return None,
                            Some(first) => {
                                Err(CorpusError::NothingUsable { count: self.rejections, first })
                            }
                            None => Err(CorpusError::NoDocuments(self.typed.clone())),
                        }
                    }
                },
            };
            if let Err(error) = step {
                self.failed = true;
                return Some(Err(error));
            }
        }
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// What the documents of a file are named after.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| shown(path), |name| name.to_string_lossy().into_owned())
}

/// Names inputs of one name by their whole paths, as typed: `march/news.csv` and `april/news.csv`.
fn tell_apart(inputs: &mut VecDeque<Input>) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (name, _) in inputs.iter_mut().filter_map(Input::name) {
        *counts.entry(name.clone()).or_default() += 1;
    }
    for (name, path) in inputs.iter_mut().filter_map(Input::name) {
        if counts.get(name).is_some_and(|count| *count > 1) {
            *name = shown(path);
        }
    }
}

fn table_shape(tabs: bool) -> Shape {
    Shape::Table { delimiter: tabs.then_some(b'\t') }
}

fn file_input(path: &Path, format: Option<Format>) -> Result<Input, CorpusError> {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let format = format.or(match extension.as_deref() {
        Some("txt" | "text" | "md") => Some(Format::Text),
        Some("csv") => Some(Format::Csv),
        Some("tsv" | "tab") => Some(Format::Tsv),
        Some("jsonl" | "ndjson" | "json") => Some(Format::JsonLines),
        _ => None,
    });
    let (name, path) = (file_name(path), path.to_owned());
    match format {
        Some(Format::Text) => Ok(Input::Text {
            name,
            path,
            fields: Box::default(),
            place: Box::default(),
            unlisted: false,
        }),
        Some(Format::Csv) => Ok(Input::Table { name, path, tabs: false }),
        Some(Format::Tsv) => Ok(Input::Table { name, path, tabs: true }),
        Some(Format::JsonLines) => Ok(Input::Lines { name, path }),
        None => Err(CorpusError::UnknownKind(path)),
    }
}

/// What standard input looks like: JSON Lines by its brace, a table by a header with a column for
/// the text, else text.
fn sniff_format(head: &str, told: &ColumnNames) -> Format {
    if head.trim_start().starts_with('{') {
        return Format::JsonLines;
    }
    let delimiter = char::from(sniff_delimiter(head.as_bytes()));
    let header: Vec<String> = head
        .lines()
        .next()
        .unwrap_or("")
        .split(delimiter)
        .map(|cell| cell.trim().trim_matches('"').to_owned())
        .collect();
    let is_table = super::column::Columns::find(&header, told, "-")
        .is_ok_and(|columns| columns.text.is_some());
    if is_table { Format::Csv } else { Format::Text }
}
