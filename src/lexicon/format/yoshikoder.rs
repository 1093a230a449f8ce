//! Yoshikoder dictionaries (`.ykd`, Lowe) and those of Lexicoder 2 (`.lcd`), which are nearly the
//! same XML.
//!
//! ```xml
//! <dictionary style="050805" patternengine="substring">
//!   <cnode name="my dictionary" desc="what it measures">
//!     <cnode name="positive" desc="">
//!       <pnode name="good*"/><pnode name="great" score="2.0"/>
//!     </cnode>
//!   </cnode>
//! </dictionary>
//! ```
//!
//! Yoshikoder has one outermost `<cnode>` that stands for the dictionary: where it only holds
//! categories it names the lexicon and is no category. Lexicoder names the dictionary in
//! `<dictionary style="Lexicoder" name="…">`. A `score` of an entry is its weight. Blanks at the
//! ends of an entry are left out, as quanteda leaves them out. Entries are globs whatever their
//! case; each counts in every category that lists it
//! ([`Overlap::Category`](super::super::model::Overlap)).

use super::super::error::{LexiconError, Problem};
use super::super::model::{EntryOptions, Lexicon, Position};
use super::super::read_options::ReadOptions;
use super::draft::{CategoryAt, LexiconDraft, Manner};
use super::problem::ImportProblem;
use super::source::DecodedFile;
use super::written::{Holds, Wildcards, Written, number, outline};
use crate::prose::folded;
use encoding_rs::Encoding;
use roxmltree::{Attribute, Document, Node, TextPos};
use std::fmt::Write;

/// Reads a lexicon; `file` is the name for messages.
pub(crate) fn read(
    file: &str,
    bytes: &[u8],
    options: ReadOptions,
) -> Result<Lexicon, LexiconError> {
    let source = match declared(bytes).filter(|_| options.encoding.is_none()) {
        Some(encoding) => DecodedFile::stated(file, bytes, encoding, options)?,
        None => DecodedFile::read(file, bytes, options)?,
    };
    let document = Document::parse(&source.text).map_err(|error| {
        let told = error.to_string();
        let said = told.rsplit_once(" at ").map_or(told.as_str(), |(said, _)| said);
        source.error(place(error.pos()), ImportProblem::Xml(said.to_owned()))
    })?;
    let root = document.root_element();
    let mut reader = YoshikoderReader {
        source: &source,
        document: &document,
        draft: LexiconDraft::new(&source, Manner::Foreign),
    };
    if root.tag_name().name() != "dictionary" {
        return Err(reader.unknown(root, "the file", "<dictionary>"));
    }
    reader.engine(root)?;
    let tops = reader.elements(root, &["cnode"], "<cnode>")?;
    let categories = match (root.attribute("name"), tops.as_slice()) {
        (Some(name), _) => {
            reader.draft.named(name, "");
            tops
        }
        (None, &[only]) if holds_categories_only(only) => {
            let name = reader.name(only)?;
            reader.unscored(only, name);
            reader.draft.named(name, only.attribute("desc").unwrap_or(""));
            reader.elements(only, &["cnode"], "<cnode>")?
        }
        (None, _) => tops,
    };
    for node in categories {
        reader.category(None, node);
    }
    reader.draft.finish()
}

/// The encoding that an XML declaration names, where the bytes are not UTF-8 and have no byte order
/// mark.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    if std::str::from_utf8(bytes).is_ok() || Encoding::for_bom(bytes).is_some() {
        return None;
    }
    let head = bytes.strip_prefix(b"<?xml")?;
    let head = head.get(..head.iter().position(|&byte| byte == b'>')?)?;
    let told = std::str::from_utf8(head).ok()?.split_once("encoding")?.1;
    let label = told.split(['"', '\'']).nth(1)?;
    Encoding::for_label(label.as_bytes())
}

fn place(at: TextPos) -> Position {
    Position { line: at.row, column: at.col }
}

fn holds_categories_only(node: Node<'_, '_>) -> bool {
    let mut elements = node.children().filter(Node::is_element).peekable();
    elements.peek().is_some() && elements.all(|element| element.has_tag_name("cnode"))
}

struct YoshikoderReader<'s, 'd> {
    source: &'s DecodedFile<'s>,
    document: &'d Document<'d>,
    draft: LexiconDraft<'s>,
}

impl<'d> YoshikoderReader<'_, 'd> {
    fn position(&self, node: Node<'_, '_>) -> Position {
        place(self.document.text_pos_at(node.range().start))
    }

    fn at(&self, attribute: Attribute<'_, '_>) -> Position {
        place(self.document.text_pos_at(attribute.range().start))
    }

    fn unknown(&self, node: Node<'_, '_>, parent: &str, expected: &'static str) -> LexiconError {
        let name = node.tag_name().name().to_owned();
        self.source.error(
            self.position(node),
            ImportProblem::Element { name, parent: parent.to_owned(), expected },
        )
    }

    /// The elements in a node, which must have one of these names.
    fn elements(
        &self,
        node: Node<'d, 'd>,
        names: &[&str],
        expected: &'static str,
    ) -> Result<Vec<Node<'d, 'd>>, LexiconError> {
        let elements = node.children().filter(Node::is_element);
        elements
            .map(|element| match names.contains(&element.tag_name().name()) {
                true => Ok(element),
                false => {
                    Err(self.unknown(element, &format!("<{}>", node.tag_name().name()), expected))
                }
            })
            .collect()
    }

    fn name(&self, node: Node<'d, 'd>) -> Result<&'d str, LexiconError> {
        node.attribute("name").ok_or_else(|| {
            let element = node.tag_name().name().to_owned();
            self.source.error(
                self.position(node),
                ImportProblem::NoAttribute { element, attribute: "name" },
            )
        })
    }

    fn engine(&self, root: Node<'_, '_>) -> Result<(), LexiconError> {
        match root.attribute_node("patternengine") {
            Some(engine) if engine.value() != "substring" => Err(self
                .source
                .error(self.at(engine), ImportProblem::PatternEngine(engine.value().to_owned()))),
            _ => Ok(()),
        }
    }

    /// Notes a score of a category, which no lexicon here can say.
    fn unscored(&mut self, node: Node<'_, '_>, name: &str) {
        if let Some(score) = node.attribute_node("score").filter(|s| !s.value().trim().is_empty()) {
            let place = self.at(score);
            self.draft.note_at(place, ImportProblem::CategoryScore(name.to_owned()));
        }
    }

    fn category(&mut self, parent: Option<CategoryAt>, node: Node<'d, 'd>) {
        let name = match self.name(node) {
            Ok(name) => name,
            Err(error) => return self.draft.note(error),
        };
        self.unscored(node, name);
        let place = self.position(node);
        // None where categories are nested deeper than the stack bears.
        let meaning = node.attribute("desc").unwrap_or("");
        let Some(at) = self.draft.category(parent, name, meaning, place) else { return };
        for element in node.children().filter(Node::is_element) {
            match element.tag_name().name() {
                "pnode" => {
                    if let Err(error) = self.entry(at, element) {
                        self.draft.note(error);
                    }
                }
                "cnode" => self.category(Some(at), element),
                _ => {
                    let error = self.unknown(element, "<cnode>", "<cnode> or <pnode>");
                    self.draft.note(error);
                }
            }
        }
    }

    fn entry(&mut self, at: CategoryAt, node: Node<'d, 'd>) -> Result<(), LexiconError> {
        let term = self.name(node)?;
        self.elements(node, &[], "nothing")?;
        let mut options = EntryOptions::default();
        if let Some(score) =
            node.attribute_node("score").filter(|score| !score.value().trim().is_empty())
        {
            let weight =
                score.value().trim().parse::<f64>().ok().filter(|weight| weight.is_finite());
            options.weight = weight.ok_or_else(|| {
                let found = format!("the text {:?}", score.value());
                self.source.error(
                    self.at(score),
                    Problem::WrongType { key: "score".to_owned(), found, expected: "a number" },
                )
            })?;
        }
        let place = self.position(node);
        self.draft.entry(at, term, options, place);
        Ok(())
    }
}

/// Writes what Yoshikoder holds: nested categories with descriptions, entries with weights and `*`
/// anywhere.
pub(crate) fn write(lexicon: &Lexicon) -> Written {
    let holds =
        Holds { weights: true, descriptions: true, wildcards: Wildcards::Stars, ..Holds::WORDS };
    let (name, description) = (escaped(&lexicon.name), escaped(&lexicon.description));
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dictionary style=\"050805\" \
         patternengine=\"substring\">\n",
    );
    let _ = writeln!(out, "  <cnode name=\"{name}\" desc=\"{description}\">");
    categories(&mut out, lexicon, holds, 2);
    out.push_str("  </cnode>\n</dictionary>\n");
    holds.written(lexicon, out)
}

/// Writes what Lexicoder 2 holds: nested categories of words, with `*` at the end of an entry.
pub(crate) fn write_lexicoder(lexicon: &Lexicon) -> Written {
    let holds = Holds::WORDS;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<dictionary style=\"Lexicoder\" name=\"{}\">", escaped(&lexicon.name));
    categories(&mut out, lexicon, holds, 1);
    out.push_str("</dictionary>\n");
    holds.written(lexicon, out)
}

fn categories(out: &mut String, lexicon: &Lexicon, holds: Holds, level: usize) {
    let close = |out: &mut String, depth: usize| {
        out.push_str(&format!("{}</cnode>\n", "  ".repeat(depth + level)))
    };
    let mut open = 0;
    for branch in outline(lexicon, holds) {
        while open > branch.depth {
            open -= 1;
            close(out, open);
        }
        let indent = "  ".repeat(branch.depth + level);
        let desc = if holds.descriptions {
            format!(" desc=\"{}\"", escaped(branch.description))
        } else {
            String::new()
        };
        let _ = writeln!(out, "{indent}<cnode name=\"{}\"{desc}>", escaped(branch.name));
        open += 1;
        for entry in branch.entries {
            let score = match holds.weights && entry.weight != 1.0 {
                true => format!(" score=\"{}\"", number(entry.weight)),
                false => String::new(),
            };
            let _ = writeln!(
                out,
                "{indent}  <pnode name=\"{}\"{score}/>",
                escaped(&folded(&entry.term))
            );
        }
    }
    while open > 0 {
        open -= 1;
        close(out, open);
    }
}

/// A text fit for an attribute; control characters that XML cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::outline::{outline, pairs};
    use super::*;
    use proptest::prelude::*;

    fn read(file: &str, bytes: &[u8]) -> Result<Lexicon, LexiconError> {
        super::read(file, bytes, ReadOptions::default())
    }

    const HEAD: &str = "<dictionary style=\"050805\" patternengine=\"substring\">";

    fn found(text: &str) -> Vec<(String, String)> {
        outline(read("words.ykd", text.as_bytes()))
    }

    fn message(text: &str) -> String {
        read("words.ykd", text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn the_root_that_only_wraps_names_the_lexicon() {
        let text = r#"<?xml version="1.0" encoding="UTF-8"?>
<dictionary style="050805" patternengine="substring">
	<cnode name="New dictionary" desc="all"><!-- a remark -->
		<cnode name="A CATEGORY" desc="d">
			<pnode name="more"/>
			<pnode name=" R&amp;D " score="-12.5"></pnode>
			<cnode name="deep"><pnode name="lamb*"/></cnode>
		</cnode>
	</cnode>
</dictionary>
"#;
        assert_eq!(
            found(text),
            pairs(&[("A-CATEGORY", "more · R&D"), ("A-CATEGORY.deep", "lamb*")])
        );
        let lexicon = read("words.ykd", text.as_bytes()).unwrap();
        assert_eq!(
            (lexicon.name.as_str(), lexicon.description.as_str()),
            ("New-dictionary", "all")
        );
        assert_eq!(
            (lexicon.categories[0].description.as_str(), lexicon.categories[0].entries[1].weight),
            ("A CATEGORY: d", -12.5)
        );
        assert_eq!(lexicon.categories[0].entries[1].position, Position { line: 6, column: 4 });
        let root_with_words = format!(
            "{HEAD}<cnode name=\"all\"><pnode name=\"x\"/><cnode name=\"a\"><pnode \
             name=\"y\"/></cnode></cnode></dictionary>"
        );
        assert_eq!(found(&root_with_words), pairs(&[("all", "x"), ("all.a", "y")]));
        assert_eq!(read("words.ykd", root_with_words.as_bytes()).unwrap().name, "words");
    }

    #[test]
    fn lexicoder_names_the_dictionary_in_its_head() {
        let text = r#"<dictionary style="Lexicoder" name="policy agendas">
            <cnode name="all"><cnode name="t100"><pnode name=" econom "></pnode></cnode></cnode>
            </dictionary>"#;
        assert_eq!(found(text), pairs(&[("all", ""), ("all.t100", "econom")]));
        assert_eq!(read("x.lcd", text.as_bytes()).unwrap().name, "policy-agendas");
    }

    #[test]
    fn older_encodings_are_read_as_declared() {
        let text = r#"<?xml version="1.0" encoding="windows-1251"?>
            <dictionary><cnode name="a"><pnode name="режим"/></cnode></dictionary>"#;
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        assert_eq!(read("x.ykd", &bytes).unwrap().categories[0].entries[0].term, "режим");
    }

    #[test]
    fn faults_are_told_with_their_place() {
        let inside = |body: &str| {
            format!(
                "{HEAD}\n<cnode name=\"r\"><cnode \
                 name=\"a\">\n{body}\n</cnode></cnode></dictionary>"
            )
        };
        for (text, expected) in [
            (String::new(), "words.ykd:1:1: not valid XML"),
            (inside("<pnode"), "words.ykd:4:1: not valid XML: "),
            (
                "<ykproject/>".to_owned(),
                "words.ykd:1:1: unknown element <ykproject> in the file; expected <dictionary>",
            ),
            (
                "<dictionary style=\"050805\"\n  patternengine=\"regexp\"/>".to_owned(),
                "words.ykd:2:3: patternengine=\"regexp\": framescope reads only the patterns of \
                 the engine `substring`",
            ),
            (inside("  <pnode/>"), "words.ykd:3:3: <pnode> has no `name`; add one"),
            (
                inside("<node name=\"x\"/>"),
                "words.ykd:3:1: unknown element <node> in <cnode>; expected <cnode> or <pnode>",
            ),
            (
                inside("<pnode name=\"x\" score=\"much\"/>"),
                "words.ykd:3:17: `score` is the text \"much\"; expected a number",
            ),
            (
                inside("<cnode name=\"b\" score=\"2\"/>"),
                "words.ykd:3:17: the category `b` has a score, which framescope reads of entries \
                 only",
            ),
            (inside("<pnode name=\":)\"/>"), "words.ykd:3:1: `:)` has no letter or digit"),
            (inside(""), "no entries"),
        ] {
            let told = message(&text);
            assert!(told.contains(expected), "{text:?}: {told}");
        }
        let deep = format!("{HEAD}{}", "<cnode name=\"a\">".repeat(100_000));
        assert!(read("x.ykd", deep.as_bytes()).is_err());
        let deep = deep + &"</cnode>".repeat(100_000) + "</dictionary>";
        assert!(
            read("x.ykd", deep.as_bytes()).unwrap_err().to_string().contains("more than 32 levels")
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = r#"<dictionary><cnode name="words" desc="a &lt;b&gt;&#10;&quot;c&quot;">
            <cnode name="a" desc="d"><pnode name="x*y" score="0.5"/><cnode name="b"/>
            <cnode name="c"><pnode name="R&amp;D"/></cnode></cnode>
            <cnode name="e"><pnode name="kind of"/></cnode></cnode></dictionary>"#;
        let lexicon = read("words.ykd", text.as_bytes()).unwrap();
        let written = write(&lexicon);
        assert_eq!((written.losses.len(), written.unsaid.len()), (0, 0));
        let back = read("words.ykd", written.text.as_bytes()).unwrap();
        assert_eq!(found(&written.text), found(text));
        assert_eq!(
            (back.description.as_str(), back.categories[0].description.as_str()),
            ("a <b>\n\"c\"", "d")
        );
        assert_eq!(back.categories[0].entries[0].weight, 0.5);
        let written = write_lexicoder(&lexicon);
        assert_eq!(
            written.losses,
            ["1 weight", "1 entry with a wildcard that it reads as a letter"]
        );
        assert_eq!(found(&written.text), found(text));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read("x.ykd", &bytes);
        }

        #[test]
        fn any_elements_are_read_or_refused(
            body in "(<cnode name='a'>|<cnode name='b' score='1'>|</cnode>|<pnode \
                name='\\PC{0,3}'/>|<x/>|[<>&a ]){0,12}",
        ) {
            let _ = read("x.ykd", format!("{HEAD}{body}</dictionary>").as_bytes());
        }
    }
}
