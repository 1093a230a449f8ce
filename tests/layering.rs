//! How the files of `src` may depend on each other, and how long they may be. A path such as
//! `super::Name` counts as an import of the file that defines `Name`, whichever `mod.rs` hands it on,
//! so a circle through a `mod.rs` is seen too.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The modules in the order of the data. A module may import those of earlier lines, not those of
/// later ones nor its neighbours on the same line.
const ORDER: [&[&str]; 14] = [
    &["prose"],
    &["corpus"],
    &["text"],
    &["lexicon"],
    &["annotate"],
    &["frame"],
    &["words"],
    &["stat"],
    &["compare", "cluster", "suggest", "validation"],
    &["table"],
    &["analysis"],
    &["sink"],
    &["cli"],
    &["main"],
];

/// Neighbours of the order that may be imported all the same: from, to.
const NEIGHBOURS: [(&str, &str); 3] =
    [("cluster", "compare"), ("suggest", "compare"), ("validation", "compare")];

const MOST_LINES: usize = 600;
const MOST_CHARACTERS: usize = 100;

#[test]
fn a_module_imports_only_earlier_ones() {
    let tree = Tree::of_source();
    let wrong: Vec<String> = tree
        .imports()
        .into_iter()
        .filter(|(from, to)| !may_import(module_of(from), module_of(to)))
        .map(|(from, to)| format!("src/{from} imports src/{to}, which comes later"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_two_files_import_each_other() {
    let imports = Tree::of_source().imports();
    let wrong: Vec<String> = knots(&imports)
        .into_iter()
        .map(|(one, other)| format!("src/{one} and src/{other} import each other"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn files_and_lines_are_short() {
    let mut wrong = Vec::new();
    for (path, text) in source_files() {
        let lines = text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("src/{path} has {lines} lines; find the seam and split it"));
        }
        for (number, line) in (1..).zip(text.lines()) {
            let characters = line.chars().count();
            if characters > MOST_CHARACTERS {
                wrong.push(format!("src/{path}:{number} has {characters} characters; wrap it"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Messages of `corpus` once told users of the library to give an option that only the command line
/// has.
#[test]
fn the_library_names_no_option_of_the_command_line() {
    let mut wrong = Vec::new();
    for (path, text) in source_files() {
        if matches!(module_of(&path), "cli" | "main") {
            continue;
        }
        for (number, line) in (1..).zip(text.lines()) {
            let names_option = line.match_indices("--").any(|(at, _)| {
                let before = line[..at].chars().next_back();
                let after = line[at + 2..].chars().next();
                before.is_none_or(|mark| !mark.is_alphanumeric() && mark != '-')
                    && after.is_some_and(|letter| letter.is_ascii_lowercase())
            });
            if names_option {
                wrong.push(format!("src/{path}:{number} names an option: {}", line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn one_name_means_one_type() {
    let tree = Tree::of_source();
    let mut files: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for module in tree.0.values() {
        for name in &module.types {
            files.entry(name).or_default().insert(&module.file);
        }
    }
    let wrong: Vec<String> = files
        .into_iter()
        .filter(|(_, files)| files.len() > 1)
        .map(|(name, files)| {
            let files: Vec<&str> = files.into_iter().collect();
            format!("`{name}` is a type in each of src/{}", files.join(", src/"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_imports_sees_what_a_compiler_sees() {
    let tree = Tree::new([
        ("lib.rs", "pub mod a; pub mod b;"),
        ("a/mod.rs", "mod one; mod two; mod tool; pub use one::{One, made as built};"),
        // A circle through the parent, a path in code, an alias, nested braces.
        ("a/one.rs", "use super::two; fn made() -> crate::a::tool::Tool { two::made() }"),
        ("a/two.rs", "use crate::{b::{Far, self as bee}, a::built}; // use crate::lib::x\n"),
        (
            "a/tool.rs",
            "const T: &str = \"crate::b::x\"; #[cfg(test)] mod tests { use crate::b::Y; }",
        ),
        ("b/mod.rs", "mod near; pub use near::*; pub struct Bee; fn f() { near::g() }"),
        ("b/near.rs", "use super::Bee; pub enum Far {} fn g<'a>(x: &'a Bee) -> char { '\\'' }"),
    ]);
    let imports = tree.imports();
    let expected = [
        ("a/one.rs", "a/tool.rs"),
        ("a/one.rs", "a/two.rs"),
        ("a/two.rs", "a/one.rs"),
        ("a/two.rs", "b/mod.rs"),
        ("a/two.rs", "b/near.rs"),
        ("b/mod.rs", "b/near.rs"),
        ("b/near.rs", "b/mod.rs"),
    ];
    let found: Vec<(&str, &str)> =
        imports.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    assert_eq!(found, expected);
    assert_eq!(knots(&imports), [("a/one.rs", "a/two.rs"), ("b/mod.rs", "b/near.rs")]);
}

#[test]
fn the_order_forbids_later_modules_and_neighbours() {
    assert!(may_import("table", "prose") && may_import("corpus", "corpus"));
    assert!(!may_import("corpus", "text") && !may_import("compare", "cluster"));
    assert!(may_import("validation", "compare") && !may_import("compare", "validation"));
    assert!(!may_import("text", "unheard_of") && !may_import("unheard_of", "text"));
}

/// Every file of `src` by its path in it, with its text.
fn source_files() -> Vec<(String, String)> {
    fn gather(folder: &Path, above: &str, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                gather(&path, &format!("{above}{name}/"), files);
            } else if name.ends_with(".rs") {
                files.push((format!("{above}{name}"), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut files = Vec::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files);
    files.sort();
    files
}

/// The module that a file belongs to: its folder right in `src`, or its own name.
fn module_of(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

fn may_import(from: &str, to: &str) -> bool {
    let place = |module: &str| ORDER.iter().position(|names| names.contains(&module));
    // The root of the crate only declares modules, and a file may always use its own.
    if from == to || from == "lib" {
        return true;
    }
    match (place(from), place(to)) {
        (Some(from_place), Some(to_place)) => {
            to_place < from_place || NEIGHBOURS.contains(&(from, to))
        }
        _ => false,
    }
}

type Imports = BTreeSet<(String, String)>;

/// The pairs of files that import each other.
fn knots(imports: &Imports) -> Vec<(&str, &str)> {
    let is_knot = |(one, other): &&(String, String)| {
        one < other && imports.contains(&(other.clone(), one.clone()))
    };
    imports.iter().filter(is_knot).map(|(one, other)| (one.as_str(), other.as_str())).collect()
}

/// A module: its file, and what names mean in it.
#[derive(Default)]
struct Module {
    file: String,
    children: BTreeSet<String>,
    /// Names that `use` brings in, with the paths that they stand for.
    names: BTreeMap<String, Vec<String>>,
    /// The modules whose names it hands on all together.
    globs: Vec<Vec<String>>,
    /// Names of its own, and those that are types.
    items: BTreeSet<String>,
    types: BTreeSet<String>,
    /// All paths of the code outside of re-exports, resolved to the root of the crate.
    paths: Vec<Vec<String>>,
}

/// The modules of a crate by their path from its root.
struct Tree(BTreeMap<Vec<String>, Module>);

impl Tree {
    fn of_source() -> Self {
        let files = source_files();
        Self::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    }

    fn new<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let mut modules = BTreeMap::new();
        for (path, text) in files {
            let mut at: Vec<String> =
                path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
            if matches!(at.last().map(String::as_str), Some("mod" | "lib" | "main")) {
                at.pop();
            }
            let module = read_module(path, &at, &without_tests(tokens(text)));
            // The program's own root is a crate that only calls the library.
            if path != "main.rs" {
                modules.insert(at, module);
            }
        }
        Self(modules)
    }

    /// The file that defines what a path names.
    fn file(&self, path: &[String]) -> Option<&str> {
        // No chain of re-exports is longer.
        let mut path = path.to_vec();
        for _ in 0..16 {
            let depth = (0..=path.len())
                .rev()
                .find(|&depth| path.get(..depth).is_some_and(|head| self.0.contains_key(head)))?;
            let (head, tail) = path.split_at(depth);
            let module = self.0.get(head)?;
            match tail.first().and_then(|name| module.names.get(name)) {
                Some(target) if *target != path => {
                    path = target.iter().chain(tail.iter().skip(1)).cloned().collect();
                }
                _ => {
                    let handed_on = tail.first().filter(|name| !module.items.contains(*name));
                    let from_glob = handed_on.and_then(|name| {
                        let globs = module.globs.iter().filter_map(|glob| self.0.get(glob));
                        globs.into_iter().find(|glob| glob.items.contains(name))
                    });
                    return Some(&from_glob.unwrap_or(module).file);
                }
            }
        }
        None
    }

    fn imports(&self) -> Imports {
        let mut imports = Imports::new();
        for module in self.0.values() {
            for path in &module.paths {
                if let Some(file) = self.file(path).filter(|file| *file != module.file) {
                    imports.insert((module.file.clone(), file.to_owned()));
                }
            }
        }
        imports
    }
}

/// What a module declares, brings in and names; `at` is its path from the root.
fn read_module(file: &str, at: &[String], tokens: &[String]) -> Module {
    let mut module = Module { file: file.to_owned(), ..Module::default() };
    let text = |at: usize| tokens.get(at).map_or("", String::as_str);
    for place in 0..tokens.len() {
        let name = text(place + 1);
        match text(place) {
            "mod" if text(place + 2) == ";" => drop(module.children.insert(name.to_owned())),
            "struct" | "enum" | "trait" if is_name(name) => {
                module.items.insert(name.to_owned());
                module.types.insert(name.to_owned());
            }
            // An associated type has the name that its trait gives it.
            "type" | "fn" | "const" | "static" => {
                module.items.insert(name.to_owned());
            }
            _ => {}
        }
    }
    let mut place = 0;
    while place < tokens.len() {
        if text(place) == "use" {
            let is_public = matches!(
                (place.checked_sub(1).map(text), place.checked_sub(4).map(text)),
                (Some("pub"), _) | (Some(")"), Some("pub"))
            );
            let mut leaves = Vec::new();
            place = use_tree(tokens, place + 1, Vec::new(), &mut leaves);
            for (path, name) in leaves {
                let Some(path) = from_root(&path, at, &module.children) else { continue };
                if name == "*" {
                    module.globs.push(path.clone());
                } else {
                    module.names.insert(name, path.clone());
                }
                if !is_public {
                    module.paths.push(path);
                }
            }
            continue;
        }
        let is_head = place == 0 || text(place - 1) != "::";
        if is_head && text(place + 1) == "::" {
            let mut path = vec![tokens[place].clone()];
            place += 1;
            while text(place) == "::" && is_name(text(place + 1)) {
                path.push(tokens[place + 1].clone());
                place += 2;
            }
            // What a `use` brought in counts where it was brought in.
            module.paths.extend(from_root(&path, at, &module.children));
            continue;
        }
        place += 1;
    }
    module
}

/// Reads one branch of a `use`, which begins at `place` below the path `above`; returns the place
/// after it. Each leaf is a path with the name that it gets.
fn use_tree(
    tokens: &[String],
    mut place: usize,
    above: Vec<String>,
    leaves: &mut Vec<(Vec<String>, String)>,
) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", String::as_str);
    let mut path = above;
    loop {
        match text(place) {
            "{" => {
                place += 1;
                while !matches!(text(place), "}" | "") {
                    place = use_tree(tokens, place, path.clone(), leaves);
                    if text(place) == "," {
                        place += 1;
                    }
                }
                return place + 1;
            }
            "::" => place += 1,
            "as" => {
                leaves.push((path, text(place + 1).to_owned()));
                return place + 2;
            }
            // `use a::{self}` names `a`.
            "self" if !path.is_empty() => place += 1,
            "*" => {
                leaves.push((path, "*".to_owned()));
                return place + 1;
            }
            word if is_name(word) => {
                path.push(word.to_owned());
                place += 1;
            }
            _ => {
                let name = path.last().cloned().unwrap_or_default();
                leaves.push((path, name));
                return place;
            }
        }
    }
}

/// A path as written in the module `at`, from the root of the crate; none where it leads to another
/// crate or to a name of the module itself.
fn from_root(path: &[String], at: &[String], children: &BTreeSet<String>) -> Option<Vec<String>> {
    let mut base = match path.first()?.as_str() {
        "crate" => Vec::new(),
        "self" => at.to_vec(),
        "super" => at.get(..at.len().checked_sub(1)?)?.to_vec(),
        child if children.contains(child) => {
            return Some(at.iter().chain(path).cloned().collect());
        }
        _ => return None,
    };
    for name in path.iter().skip(1) {
        if name == "super" {
            base.pop();
        } else {
            base.push(name.clone());
        }
    }
    Some(base)
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// The tokens of a file: names, `::`, and every other character by itself. Comments, strings and
/// characters are left out.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let starts =
        |at: usize, with: &str| with.chars().zip(at..).all(|(c, at)| chars.get(at) == Some(&c));
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if starts(at, "//") {
            at += chars[at..].iter().take_while(|c| **c != '\n').count();
        } else if starts(at, "/*") {
            at = after_block_comment(&chars, at);
        } else if c == '"' {
            at = after_string(&chars, at + 1);
        } else if c == '\'' {
            at = after_quote(&chars, at);
        } else if c.is_alphanumeric() || c == '_' {
            let word: String =
                chars[at..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
            at += word.chars().count();
            let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
            let is_raw =
                matches!(word.as_str(), "r" | "br") && chars.get(at + hashes) == Some(&'"');
            if is_raw {
                at = after_raw_string(&chars, at + hashes + 1, hashes);
            } else {
                tokens.push(word);
            }
        } else if starts(at, "::") {
            tokens.push("::".to_owned());
            at += 2;
        } else {
            if !c.is_whitespace() {
                tokens.push(c.to_string());
            }
            at += 1;
        }
    }
    tokens
}

fn after_block_comment(chars: &[char], begin: usize) -> usize {
    let (mut at, mut open) = (begin, 0);
    while at < chars.len() {
        match (chars.get(at), chars.get(at + 1)) {
            (Some('/'), Some('*')) => {
                open += 1;
                at += 2;
            }
            (Some('*'), Some('/')) => {
                open -= 1;
                at += 2;
                if open == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn after_string(chars: &[char], mut at: usize) -> usize {
    while let Some(c) = chars.get(at) {
        at += match c {
            '\\' => 2,
            '"' => return at + 1,
            _ => 1,
        };
    }
    at
}

fn after_raw_string(chars: &[char], mut at: usize, hashes: usize) -> usize {
    while at < chars.len() {
        let closes = chars[at] == '"' && (1..=hashes).all(|n| chars.get(at + n) == Some(&'#'));
        if closes {
            return at + hashes + 1;
        }
        at += 1;
    }
    at
}

/// Past a character, or past the mark of a lifetime.
fn after_quote(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => {
            let rest = chars.iter().skip(at + 3);
            at + 4 + rest.take_while(|c| **c != '\'').count()
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}

/// The tokens without what is compiled for tests only: tests may use any module.
fn without_tests(tokens: Vec<String>) -> Vec<String> {
    let mut kept = Vec::new();
    let mut rest = tokens.as_slice();
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    while let Some((token, tail)) = rest.split_first() {
        if rest.len() >= mark.len() && rest.iter().zip(mark).all(|(token, mark)| token == mark) {
            rest = after_item(rest.get(mark.len()..).unwrap_or_default());
        } else {
            kept.push(token.clone());
            rest = tail;
        }
    }
    kept
}

/// What follows an item: past its first `;` or its closing brace.
fn after_item(tokens: &[String]) -> &[String] {
    let mut open = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" | "(" | "[" => open += 1,
            "}" | ")" | "]" => open -= 1,
            _ => {}
        }
        if open == 0 && matches!(token.as_str(), ";" | "}") {
            return tokens.get(at + 1..).unwrap_or_default();
        }
    }
    &[]
}
