//! A corpus: paths of any kind, opened once, read as one stream of documents.

use super::archive::{RawFile, head};
use super::articles::{Articles, ArticlesOf};
use super::cleaning::Cleaning;
use super::column::ColumnNames;
use super::copying::{copy_of, head_of, hex};
use super::date_form::DateForm;
use super::date_reading::{DateOrder, DateReading};
use super::document::Document;
use super::draft::{Checked, Draft, DraftResult, Fields, Finishing, NoDraft, ReadAs};
use super::encoding::{Decoded, decode, decode_stated, is_binary};
use super::error::{CorpusError, Fault};
use super::folder::Unread;
use super::format::Format;
use super::front_matter::front_matter;
use super::input::{FileInput, Input, Inputs, stem};
use super::json::{JsonReader, is_lines};
use super::json_lines::LineReader;
use super::opening::{Opened, open};
use super::profile::{CorpusProfile, DateOrders, FileNames};
use super::rejection::{Reason, Rejection, Remark, RemarkKind};
use super::scan::{Scanned, scan, scan_file};
use super::shard::Shard;
use super::source::{InputFile, Place, RecognizedFile, Source};
use super::split::Splitter;
use super::table::TableReader;
use crate::prose::plural;
use encoding_rs::Encoding;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a corpus is read.
#[derive(Clone, Debug, Default)]
pub struct CorpusOptions {
    /// Columns that were named.
    pub columns: ColumnNames,
    /// What the files are, whatever their names say.
    pub format: Option<Format>,
    /// The encoding of the files, where none has a byte order mark that says otherwise. Without one
    /// it is UTF-8, or a guess that is reported.
    pub encoding: Option<&'static Encoding>,
    /// The form of dates. Without one the usual forms are read.
    pub date_form: Option<DateForm>,
    /// What is done to texts before they are counted.
    pub cleaning: Cleaning,
    /// Where to cut each text into documents.
    pub split: Option<Splitter>,
    /// How files are named and ambiguous dates are read. Without one, files are named among
    /// themselves, and ambiguous dates keep only their year.
    pub profile: Option<CorpusProfile>,
    /// The part of the documents to hand out. Whatever it is, the corpus is read whole, so that
    /// ids are checked and documents counted as they are without shards.
    pub shard: Option<Shard>,
}

/// What comes out of a corpus, one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorpusItem {
    /// A document.
    Document(Document),
    /// A document that cannot be used.
    Rejected(Rejection),
    /// Something wrong with a document that can be used.
    Remark(Remark),
}

/// What standard input is called.
const STDIN: &str = "stdin";

type Drafts = Box<dyn Iterator<Item = Result<DraftResult, CorpusError>> + Send>;

/// A stream of documents from files, folders and standard input. Files are opened one at a time;
/// only ids are kept.
///
/// ```
/// use framescope::corpus::{Corpus, CorpusItem, CorpusOptions};
///
/// let mut corpus = Corpus::open(&["seeds".into()], CorpusOptions::default())?;
/// let Some(Ok(CorpusItem::Document(first))) = corpus.next() else { panic!() };
/// assert!(!first.outlet.is_empty() && first.date.is_some());
/// # Ok::<(), framescope::corpus::CorpusError>(())
/// ```
pub struct Corpus {
    inputs: VecDeque<Input>,
    options: CorpusOptions,
    profile: CorpusProfile,
    current: Option<Drafts>,
    /// The names of the file that is read, where it is a table or JSON.
    names: Option<FileNames>,
    ready: VecDeque<CorpusItem>,
    /// What lies in folders and is not read, to be reported at the end.
    unread: Vec<Unread>,
    ids: HashMap<Box<str>, Source>,
    files: Vec<InputFile>,
    recognized: Vec<RecognizedFile>,
    typed: String,
    documents: u64,
    rejections: u64,
    first_rejection: Option<Rejection>,
    date_orders: DateOrders,
    is_over: bool,
}

impl Corpus {
    /// Checks that all paths can be read and lists their files. `-` is standard input.
    ///
    /// # Errors
    /// [`CorpusError`] where a path is missing, of no known kind, or a folder without documents.
    pub fn open(paths: &[PathBuf], options: CorpusOptions) -> Result<Self, CorpusError> {
        let Inputs { queue, manifests, unread, profile } =
            Inputs::list(paths, &options.columns, options.format, options.profile.as_ref())?;
        // Of several shards the first reports what concerns no document.
        let is_first = options.shard.is_none_or(|shard| shard.has(0));
        let typed = paths.iter().map(|path| shown(path)).collect::<Vec<_>>().join(", ");
        Ok(Self {
            inputs: queue,
            options,
            profile,
            current: None,
            names: None,
            ready: VecDeque::new(),
            unread: if is_first { unread } else { Vec::new() },
            ids: HashMap::new(),
            files: manifests,
            recognized: Vec::new(),
            typed,
            documents: 0,
            rejections: 0,
            first_rejection: None,
            date_orders: DateOrders::default(),
            is_over: false,
        })
    }

    /// What the reading of its documents takes from the corpus as a whole: the profile that was
    /// given, with the files that it does not list, or one made from the paths.
    pub fn profile(&self) -> &CorpusProfile {
        &self.profile
    }

    /// The shard that is handed out; all documents where there is none.
    pub(crate) fn shard(&self) -> Option<Shard> {
        self.options.shard
    }

    /// How many dates so far show that the day comes first, and how many that the month does. At
    /// the end of the corpus their `order()` is that of the corpus:
    ///
    /// ```
    /// use framescope::corpus::{Corpus, CorpusOptions, DateOrder};
    ///
    /// let mut corpus = Corpus::open(&["seeds".into()], CorpusOptions::default())?;
    /// corpus.by_ref().try_for_each(|item| item.map(drop))?;
    /// let order = corpus.date_orders().order();
    /// let profile = corpus.profile().clone().with_date_order(order);
    /// assert_eq!(profile.date_order(), DateOrder::Unknown, "seeds have ISO dates");
    /// # Ok::<(), framescope::corpus::CorpusError>(())
    /// ```
    pub fn date_orders(&self) -> DateOrders {
        self.date_orders
    }

    /// The files read so far, with their hashes, sorted by path.
    pub fn files(&self) -> Vec<InputFile> {
        let mut files = self.files.clone();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// What the files read so far were recognized as, and how many documents each gave, in the
    /// order in which they were read.
    pub fn recognized_files(&self) -> &[RecognizedFile] {
        &self.recognized
    }

    fn recognized(&mut self, path: &str, kind: String) {
        self.recognized.push(RecognizedFile { path: path.to_owned(), kind, documents: 0 });
    }

    /// The number of files still to be opened.
    pub fn pending(&self) -> usize {
        self.inputs.len()
    }

    /// The place of the next document among those of the input.
    fn ordinal(&self) -> u64 {
        self.documents + self.rejections
    }

    fn start(&mut self, input: Input) -> Result<(), CorpusError> {
        match input {
            Input::Standard => self.stdin().map_err(|fault| fault.at(Path::new(STDIN))),
            Input::Pipe(path) => self.pipe(&path).map_err(|fault| fault.at(&path)),
            Input::File(file) if file.format.is_whole() => self.text_file(file),
            Input::File(FileInput { path, names, format, .. }) => {
                let file: Arc<str> = shown(&path).into();
                self.remark_on_names(&path, &file, &names);
                self.names = Some(names.clone());
                let scanned = scan(&path, &file, format.layout(), self.options.encoding)?;
                self.rows(scanned, format, file, names.name)
            }
        }
    }

    fn text_file(&mut self, file: FileInput) -> Result<(), CorpusError> {
        let FileInput { path, names, format, is_found, listed, unlisted } = file;
        let mut bytes = Vec::new();
        let Opened { mut file, sha256 } = open(&path)?;
        file.read_to_end(&mut bytes)
            .map_err(|source| CorpusError::Unreadable { path: path.clone(), source })?;
        let source = Source { file: shown(&path).into(), place: Place::Whole };
        if unlisted {
            let remark = Remark {
                source: source.clone(),
                kind: RemarkKind::NotInManifest,
                found: names.name.clone(),
            };
            self.push(self.ordinal(), CorpusItem::Remark(remark));
        }
        // A sub-folder is not a value of a column that was named.
        let outlet = names.outlet.filter(|_| self.options.columns.outlet.is_none());
        let text = TextFile {
            source,
            id: names.name,
            sha256,
            format,
            is_found,
            listed: listed.map(|listed| *listed).unwrap_or_default(),
            place: Fields { outlet, ..Fields::default() },
        };
        self.text(&bytes, text)
    }

    /// Says what the name of a file is taken for.
    fn remark_on_names(&mut self, path: &Path, file: &Arc<str>, names: &FileNames) {
        let source = || Source { file: file.clone(), place: Place::Whole };
        let ordinal = self.ordinal();
        if let Some(outlet) = names.outlet.clone().filter(|outlet| *outlet == stem(path)) {
            let kind = RemarkKind::OutletFromFile;
            let remark = Remark { source: source(), kind, found: outlet };
            self.push(ordinal, CorpusItem::Remark(remark));
        }
        if names.is_in_ids {
            let kind = RemarkKind::IdsWithFile;
            let remark = Remark { source: source(), kind, found: names.name.clone() };
            self.push(ordinal, CorpusItem::Remark(remark));
        }
    }

    /// A draft of a table or JSON with what the name of its file gives.
    fn with_names(&self, mut draft: Draft) -> Draft {
        let Some(names) = &self.names else { return draft };
        if names.is_in_ids {
            draft.fields.id = draft.fields.id.map(|id| format!("{}:{id}", names.name));
        }
        if draft.fields.outlet.is_none() && self.options.columns.outlet.is_none() {
            draft.fields.outlet.clone_from(&names.outlet);
        }
        draft
    }

    /// Standard input is copied to a temporary file, since it is read twice: once to check it,
    /// once to use it.
    fn stdin(&mut self) -> Result<(), Fault> {
        let copy = copy_of(&mut io::stdin().lock())?;
        self.copied(copy, STDIN)
    }

    /// So is a pipe, whose name says nothing of what comes through it.
    fn pipe(&mut self, path: &Path) -> Result<(), Fault> {
        let mut pipe = File::open(path).map_err(Fault::Read)?;
        let copy = copy_of(&mut pipe)?;
        self.copied(copy, &shown(path))
    }

    fn copied(&mut self, mut copy: File, name: &str) -> Result<(), Fault> {
        let head = head_of(&mut copy).map_err(Fault::Temporary)?;
        if head.is_empty() {
            let place = if name == STDIN { "standard input" } else { name };
            return Err(CorpusError::EmptyInput(place.to_owned()).into());
        }
        let columns = &self.options.columns;
        let format = self.options.format;
        let format = format.unwrap_or_else(|| Format::from_head(&decode(&head).text, columns));
        if format.is_whole() {
            let mut bytes = Vec::new();
            copy.read_to_end(&mut bytes).map_err(Fault::Temporary)?;
            let text = TextFile {
                source: Source { file: name.into(), place: Place::Whole },
                id: name.to_owned(),
                sha256: None,
                format,
                is_found: false,
                listed: Fields::default(),
                place: Fields::default(),
            };
            return Ok(self.text(&bytes, text)?);
        }
        let scanned = scan_file(copy, name, format.layout(), self.options.encoding)
            .map_err(Fault::into_temporary)?;
        Ok(self.rows(scanned, format, name.into(), name.to_owned())?)
    }

    fn decoded<'b>(&self, bytes: &'b [u8]) -> Decoded<'b> {
        match self.options.encoding {
            Some(encoding) => decode_stated(bytes, encoding),
            None => decode(bytes),
        }
    }

    /// Begins to read a text.
    fn text(&mut self, bytes: &[u8], text: TextFile) -> Result<(), CorpusError> {
        let TextFile { source, id, sha256, format, is_found, listed, place } = text;
        let sha256 = sha256.unwrap_or_else(|| hex(&Sha256::digest(bytes)));
        self.files.push(InputFile { path: source.file.to_string(), sha256 });
        let decoded = self.decoded(bytes);
        // A file that is said to be text is taken at its word.
        if self.options.format != Some(Format::Text) {
            let text = (!is_binary(head(&decoded.text))).then_some(&*decoded.text);
            let file = RawFile { name: &source.file, bytes, text };
            let of_file = ArticlesOf {
                source: &source,
                id: &id,
                fields: listed.clone().or(&place),
                // A Word file states its own encoding; its bytes are not text.
                read_as: text.map_or_else(ReadAs::default, |_| ReadAs::from(&decoded)),
                is_found,
            };
            if let Some(Articles { kind, drafts }) = of_file.cut(&file, format) {
                self.recognized(&source.file, kind);
                self.current = Some(Box::new(drafts.into_iter().map(Ok)));
                return Ok(());
            }
        }
        self.recognized(&source.file, "text".to_owned());
        let draft = match front_matter(&decoded.text, &self.options.columns) {
            Ok((own, body)) => Ok(Draft {
                id,
                fields: listed.or(&own).or(&place),
                text: body.to_owned(),
                source,
                read_as: ReadAs::from(&decoded),
                date_order: DateOrder::Unknown,
            }),
            Err(reason) => Err(Rejection { source_place: source, reason }.into()),
        };
        self.current = Some(Box::new(std::iter::once(Ok(draft))));
        Ok(())
    }

    /// Begins to read a table or JSON Lines.
    fn rows(
        &mut self,
        scanned: Scanned,
        format: Format,
        file: Arc<str>,
        id_stem: String,
    ) -> Result<(), CorpusError> {
        self.files.push(InputFile { path: file.to_string(), sha256: scanned.sha256.clone() });
        let columns = &self.options.columns;
        let path = file.clone();
        let (kind, drafts): (String, Drafts) = match format {
            Format::Csv | Format::Tsv => {
                let table = TableReader::open(scanned, columns, file, id_stem)?;
                let kind = format!("table, {}", plural(table.width(), "column", "columns"));
                (kind, Box::new(table))
            }
            Format::Text | Format::Page | Format::JsonLines => {
                json_drafts(scanned, columns, file, id_stem)?
            }
        };
        self.recognized(&path, kind);
        self.current = Some(drafts);
        Ok(())
    }

    /// Checks a draft, or the several that it is cut into, and queues what comes of it.
    fn queue(&mut self, draft: Draft) {
        let drafts = match &self.options.split {
            Some(splitter) if !draft.text.trim().is_empty() => splitter.split(draft),
            _ => vec![draft],
        };
        for draft in drafts {
            let ordinal = self.ordinal();
            let how = Finishing {
                dates: DateReading {
                    order: self.profile.date_order(),
                    form: self.options.date_form.as_ref(),
                },
                cleaning: self.options.cleaning,
            };
            let Checked { document, remarks, date_order } = draft.finish(ordinal, how);
            self.date_orders.observe(date_order);
            match document.and_then(|document| self.with_fresh_id(document)) {
                Ok(document) => self.document(document),
                Err(rejection) => self.reject(rejection),
            }
            for remark in remarks {
                self.push(ordinal, CorpusItem::Remark(remark));
            }
        }
    }

    /// The document, if no other of the corpus has its id.
    fn with_fresh_id(&mut self, document: Document) -> Result<Document, Rejection> {
        if let Some(first) = self.ids.get(document.id.as_str()) {
            let reason = Reason::DuplicateId { id: document.id, first: first.clone() };
            return Err(Rejection { source_place: document.source, reason });
        }
        self.ids.insert(document.id.as_str().into(), document.source.clone());
        Ok(document)
    }

    fn document(&mut self, document: Document) {
        let ordinal = self.ordinal();
        self.documents += 1;
        if let Some(file) = self.recognized.last_mut() {
            file.documents += 1;
        }
        self.push(ordinal, CorpusItem::Document(document));
    }

    fn reject(&mut self, rejection: Rejection) {
        let ordinal = self.ordinal();
        self.rejections += 1;
        self.first_rejection.get_or_insert_with(|| rejection.clone());
        self.push(ordinal, CorpusItem::Rejected(rejection));
    }

    /// Queues what concerns the document at `ordinal`, if that is in the shard.
    fn push(&mut self, ordinal: u64, item: CorpusItem) {
        if self.options.shard.is_none_or(|shard| shard.has(ordinal)) {
            self.ready.push_back(item);
        }
    }

    /// Reads on until something is queued or the input is over.
    fn step(&mut self) -> Result<(), CorpusError> {
        match self.current.as_mut().and_then(Iterator::next) {
            Some(draft) => match draft? {
                Ok(draft) => {
                    let draft = self.with_names(draft);
                    self.queue(draft);
                }
                Err(NoDraft::Rejected(rejection)) => self.reject(rejection),
                Err(NoDraft::Skipped(remark)) => {
                    self.push(self.ordinal(), CorpusItem::Remark(remark));
                }
            },
            None => match self.inputs.pop_front() {
                Some(input) => {
                    self.current = None;
                    self.names = None;
                    self.start(input)?;
                }
                None => {
                    self.is_over = true;
                    self.check_whole()?;
                    self.ready
                        .extend(std::mem::take(&mut self.unread).into_iter().map(unread_file));
                }
            },
        }
        Ok(())
    }

    /// A corpus without any document that can be used is an error, whatever the shard.
    fn check_whole(&mut self) -> Result<(), CorpusError> {
        match self.first_rejection.take() {
            _ if self.documents > 0 => Ok(()),
            Some(first) => Err(CorpusError::NothingUsable { count: self.rejections, first }),
            None => Err(CorpusError::NoDocuments(self.typed.clone())),
        }
    }
}

impl Iterator for Corpus {
    type Item = Result<CorpusItem, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(Ok(item));
            }
            if self.is_over {
                return None;
            }
            if let Err(error) = self.step() {
                self.is_over = true;
                return Some(Err(error));
            }
        }
    }
}

/// The drafts of a JSON file, of lines or of a file that must be read whole, and which it is.
fn json_drafts(
    mut scanned: Scanned,
    columns: &ColumnNames,
    file: Arc<str>,
    id_stem: String,
) -> Result<(String, Drafts), CorpusError> {
    let unreadable = |source| CorpusError::Unreadable { path: (*file).into(), source };
    let head = head_of(&mut scanned.file).map_err(unreadable)?;
    if is_lines(&scanned.encoding.decode(&head).text, columns) {
        let lines = LineReader::open(scanned, columns, file, id_stem)?;
        return Ok(("JSON Lines".to_owned(), Box::new(lines)));
    }
    let mut bytes = Vec::new();
    scanned.file.read_to_end(&mut bytes).map_err(unreadable)?;
    let decoded = scanned.encoding.decode(&bytes);
    let read_as = ReadAs::from(&decoded);
    let articles = JsonReader::open(&decoded.text, read_as, columns, file, id_stem)?;
    Ok(("JSON".to_owned(), Box::new(articles)))
}

/// A text that is one file.
struct TextFile {
    source: Source,
    id: String,
    /// The hash of the file, where the bytes are an unpacked copy.
    sha256: Option<String>,
    format: Format,
    /// Whether it was found in a folder rather than named.
    is_found: bool,
    /// What a manifest says of it; this goes before what it says of itself.
    listed: Fields,
    /// What its place says of it; this comes last.
    place: Fields,
}

fn unread_file(unread: Unread) -> CorpusItem {
    let Unread { path, what, is_companion } = unread;
    let source = Source { file: shown(&path).into(), place: Place::Whole };
    let kind = if is_companion { RemarkKind::CompanionFile } else { RemarkKind::UnreadFile };
    CorpusItem::Remark(Remark { source, kind, found: what })
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
