//! Lexicons written: what a format cannot hold is counted and named, never dropped in silence.

use super::super::model::{AppliesTo, Entry, Lexicon, LexiconKind, Overlap};
use super::super::pattern::MatchMode;
use super::draft::LANGUAGE;
use super::fitted::signs;
use std::collections::HashMap;

/// A lexicon as the text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text, in UTF-8.
    pub text: String,
    /// What the format cannot hold and scores depend on, each with its count: `2 weights`. Without
    /// them the text counts otherwise.
    pub losses: Vec<String>,
    /// What the format has no place for and no score depends on: notes, descriptions, the licence.
    pub unsaid: Vec<String>,
}

/// The wildcards that a program reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wildcards {
    /// `*` and `?`, anywhere.
    All,
    /// `*`, anywhere.
    Stars,
    /// `*` behind the last word.
    LastStar,
}

/// What a format can hold.
#[derive(Clone, Copy)]
pub(super) struct Holds {
    /// Entries and overlaps as in the native form: case, stems, conditions, notes and any term.
    pub own: bool,
    pub nesting: bool,
    pub weights: bool,
    pub wildcards: Wildcards,
    /// Categories with nothing in them.
    pub empty: bool,
    /// `_` inside a word, which else stands for a blank.
    pub underscores: bool,
    pub descriptions: bool,
}

impl Holds {
    /// What every format for other programs holds: categories of words.
    pub(super) const WORDS: Self = Self {
        own: false,
        nesting: true,
        weights: false,
        wildcards: Wildcards::LastStar,
        empty: true,
        underscores: true,
        descriptions: false,
    };

    /// Whether the term can stand in the format at all.
    fn term(self, term: &str) -> bool {
        self.own || signs(term).is_none() && (self.underscores || !term.contains('_'))
    }

    /// The text with what it cannot hold of `lexicon`.
    pub(super) fn written(self, lexicon: &Lexicon, text: String) -> Written {
        Written { text, losses: self.losses(lexicon), unsaid: self.unsaid(lexicon) }
    }

    fn losses(self, lexicon: &Lexicon) -> Vec<String> {
        let entries = || lexicon.categories.iter().flat_map(|category| &category.entries);
        let mut list = CountedList::default();
        if lexicon.kind != LexiconKind::Framing {
            list.say(format!("the kind `{}`", lexicon.kind.name()));
        }
        if lexicon.applies_to == AppliesTo::Actions {
            list.say("that its terms are actions".to_owned());
        }
        if self.changes_overlaps(lexicon) {
            list.say(format!("the policy `{}` for overlaps", lexicon.overlap.name()));
        }
        list.count(lexicon.exceptions.len(), "exception", "exceptions");
        list.count(lexicon.names.len(), "name that blocks", "names that block");
        list.count(lexicon.axes.len(), "axis", "axes");
        if !self.nesting {
            let nested =
                lexicon.categories.iter().filter(|category| category.name.contains('.')).count();
            list.count(nested, "nested category", "nested categories");
        }
        if !self.empty {
            let empty = outline(lexicon, self)
                .iter()
                .filter(|branch| branch.entries.is_empty() && !branch.is_parent)
                .count();
            list.count(empty, "category without entries", "categories without entries");
        }
        let conditions = entries()
            .filter(|entry| entry.condition.is_some() && !(self.own && can_be_listed(entry)))
            .count();
        list.count(conditions, "condition", "conditions");
        if !self.own {
            list.count(
                entries().filter(|entry| entry.case).count(),
                "case-sensitive entry",
                "case-sensitive entries",
            );
            list.count(
                entries().filter(|entry| entry.mode == MatchMode::Stem).count(),
                "stem",
                "stems",
            );
        }
        if !self.weights {
            list.count(entries().filter(|entry| entry.weight != 1.0).count(), "weight", "weights");
        }
        let wild = entries().filter(|entry| !self.wildcards.hold(&entry.term)).count();
        list.count(
            wild,
            "entry with a wildcard that it reads as a letter",
            "entries with a wildcard that it reads as a letter",
        );
        let unfit = entries().filter(|entry| !self.term(&entry.term)).count();
        list.count(
            unfit,
            "entry with signs that it reads otherwise",
            "entries with signs that it reads otherwise",
        );
        list.0
    }

    fn unsaid(self, lexicon: &Lexicon) -> Vec<String> {
        let mut list = CountedList::default();
        if !self.own {
            let notes = lexicon
                .categories
                .iter()
                .flat_map(|category| &category.entries)
                .filter(|entry| entry.note.is_some())
                .count();
            list.count(notes, "note", "notes");
        }
        if !self.descriptions {
            let of_categories = lexicon
                .categories
                .iter()
                .filter(|category| !category.description.is_empty())
                .count();
            list.count(
                of_categories + usize::from(!lexicon.description.is_empty()),
                "description",
                "descriptions",
            );
        }
        if lexicon.measures.is_some() {
            list.say("what it measures".to_owned());
        }
        list.count(stated_titles(lexicon), "title", "titles");
        list.count(usize::from(!lexicon.version.is_empty()), "version", "versions");
        list.count(usize::from(!lexicon.license.is_empty()), "licence", "licences");
        if lexicon.language != LANGUAGE {
            list.say(format!("the language `{}`", lexicon.language));
        }
        list.0
    }

    /// Whether overlaps would be settled otherwise, and it could show. Over single words the
    /// longest in the lexicon is the longest in each category, and within one category there is no
    /// difference either.
    fn changes_overlaps(self, lexicon: &Lexicon) -> bool {
        let becomes = if self.own { Overlap::default() } else { Overlap::Category };
        if lexicon.kind != LexiconKind::Framing || lexicon.overlap == becomes {
            return false;
        }
        let is_phrase = |entry: &Entry| entry.pattern.variants.iter().any(|steps| steps.len() > 1);
        let mut filled = lexicon.categories.iter().filter(|category| !category.entries.is_empty());
        lexicon.overlap == Overlap::All
            || filled.clone().count() > 1
                && filled.any(|category| category.entries.iter().any(is_phrase))
    }
}

/// How many titles a lexicon states; that of a referent is one, however many its variants.
fn stated_titles(lexicon: &Lexicon) -> usize {
    let of_categories =
        lexicon.categories.iter().filter(|category| category.title.is_some()).count();
    let referents = lexicon
        .categories
        .chunk_by(|a, b| a.referent() == b.referent())
        .filter(|variants| variants.iter().any(|variant| variant.referent_title.is_some()))
        .count();
    of_categories + referents
}

impl Wildcards {
    fn hold(self, term: &str) -> bool {
        match self {
            Self::All => true,
            Self::Stars => !term.contains('?'),
            // The last star ends a word that it does not make up.
            Self::LastStar => match term.strip_suffix('*') {
                Some(word) => {
                    !word.contains(['*', '?']) && !word.is_empty() && !word.ends_with([' ', '-'])
                }
                None => !term.contains(['*', '?']),
            },
        }
    }
}

/// Whether the neighbours of an entry can stand in one cell, with `;` between them.
pub(super) fn can_be_listed(entry: &Entry) -> bool {
    let neighbours = entry
        .condition
        .iter()
        .flat_map(|condition| condition.near.iter().chain(&condition.not_near));
    !neighbours.into_iter().any(|neighbour| neighbour.term.contains(';'))
}

/// A weight without idle decimals.
pub(super) fn number(weight: f64) -> String {
    let list = format!("{weight:?}");
    list.strip_suffix(".0").map(str::to_owned).unwrap_or(list)
}

/// Things of a lexicon, each with its count.
#[derive(Default)]
struct CountedList(Vec<String>);

impl CountedList {
    fn say(&mut self, what: String) {
        self.0.push(what);
    }

    fn count(&mut self, count: usize, one: &str, many: &str) {
        match count {
            0 => {}
            1 => self.say(format!("1 {one}")),
            _ => self.say(format!("{count} {many}")),
        }
    }
}

/// A category in its place among others, for formats that nest.
pub(super) struct Branch<'l> {
    /// How many it is nested in.
    pub depth: usize,
    /// Its name with those that it is nested in, and without.
    pub path: &'l str,
    pub name: &'l str,
    pub description: &'l str,
    /// Those that the format can hold.
    pub entries: Vec<&'l Entry>,
    /// Whether others are nested in it.
    pub is_parent: bool,
}

/// The categories of a lexicon, each before those nested in it. The groups of a naming or cue
/// lexicon are categories here.
pub(super) fn outline(lexicon: &Lexicon, holds: Holds) -> Vec<Branch<'_>> {
    let mut branches: Vec<Branch<'_>> = Vec::new();
    let mut children: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for category in &lexicon.categories {
        let ends = category.name.match_indices('.').map(|(at, _)| at).chain([category.name.len()]);
        let mut above = None;
        for (depth, end) in ends.enumerate() {
            let path = category.name.get(..end).unwrap_or(&category.name);
            let at = *known.entry(path).or_insert_with(|| {
                let name = path.rsplit_once('.').map_or(path, |(_, name)| name);
                branches.push(Branch {
                    depth,
                    path,
                    name,
                    description: "",
                    entries: Vec::new(),
                    is_parent: false,
                });
                children.entry(above).or_default().push(branches.len() - 1);
                branches.len() - 1
            });
            if let Some(branch) = branches.get_mut(at).filter(|_| end < category.name.len()) {
                branch.is_parent = true;
            }
            above = Some(at);
        }
        if let Some(branch) = above.and_then(|at| branches.get_mut(at)) {
            branch.description = &category.description;
            branch.entries.extend(category.entries.iter().filter(|entry| holds.term(&entry.term)));
        }
    }
    let mut open: Vec<usize> = children.get(&None).into_iter().flatten().rev().copied().collect();
    let mut order = Vec::new();
    while let Some(at) = open.pop() {
        order.push(at);
        open.extend(children.get(&Some(at)).into_iter().flatten().rev());
    }
    let mut branches: Vec<Option<Branch<'_>>> = branches.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| branches.get_mut(at).and_then(Option::take)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(body: &str) -> Lexicon {
        super::super::toml::read("t.toml", format!("name = \"t\"\n{body}").as_bytes()).unwrap()
    }

    #[test]
    fn what_cannot_be_held_is_counted() {
        let full = lexicon(
            r##"
            applies_to = "actions"
            except = ["x y"]
            names = ["Ab Cd", "E F"]
            license = "CC0-1.0"
            [category.a]
            description = "d"
            terms = [
                { term = "u?v", weight = 2, note = "n" },
                { term = "US", case = true },
                { term = "b", near = ["c"] },
                "#c",
                "d e",
            ]
            [category.a.k]
            terms = []
            [category.b]
            terms = [{ term = "run", match = "stem" }, "e", "*x"]
            [[axis]]
            name = "z"
            positive = "a"
            negative = "b"
            "##,
        );
        let written =
            Holds { nesting: false, empty: false, ..Holds::WORDS }.written(&full, String::new());
        let expected = [
            "that its terms are actions",
            "the policy `longest in lexicon` for overlaps",
            "1 exception",
            "2 names that block",
            "1 axis",
            "1 nested category",
            "1 category without entries",
            "1 condition",
            "1 case-sensitive entry",
            "1 stem",
            "1 weight",
            "2 entries with a wildcard that it reads as a letter",
            "1 entry with signs that it reads otherwise",
        ];
        assert_eq!(written.losses, expected);
        assert_eq!(written.unsaid, ["1 note", "1 description", "1 licence"]);
        let naming =
            lexicon("language = \"de\"\n[referent.r]\nvariants = { a = [\"x\"], b = [\"y\"] }");
        assert_eq!(Holds::WORDS.written(&naming, String::new()).losses, ["the kind `naming`"]);
        assert_eq!(Holds::WORDS.written(&naming, String::new()).unsaid, ["the language `de`"]);
    }

    #[test]
    fn a_policy_that_cannot_show_is_no_loss() {
        for (body, expected) in [
            ("[category.a]\nterms = [\"x\", \"x y\"]", false),
            ("[category.a]\nterms = [\"x\"]\n[category.b]\nterms = [\"y\"]", false),
            ("[category.a]\nterms = [\"x\"]\n[category.b]\nterms = [\"x y\"]", true),
            ("[category.a]\nterms = [\"x\"]\n[category.b]\nterms = [\"x-y\"]", true),
            (
                "overlap = \"longest in category\"\n[category.a]\nterms = \
                 [\"x\"]\n[category.b]\nterms = [\"x y\"]",
                false,
            ),
            ("overlap = \"all\"\n[category.a]\nterms = [\"x\"]", true),
        ] {
            assert_eq!(Holds::WORDS.changes_overlaps(&lexicon(body)), expected, "{body}");
        }
    }

    #[test]
    fn wildcards_are_held_where_they_are_read() {
        for (term, last, stars) in [
            ("militia*", true, true),
            ("death squad*", true, true),
            ("death* squad", false, true),
            ("gunm?n", false, false),
            ("*ist", false, true),
            ("in *", false, true),
            ("anti-*", false, true),
            ("plain", true, true),
        ] {
            assert_eq!(
                (Wildcards::LastStar.hold(term), Wildcards::Stars.hold(term)),
                (last, stars),
                "{term}"
            );
        }
    }

    #[test]
    fn the_outline_has_each_category_before_those_nested_in_it() {
        let naming = lexicon(
            "[referent.r]\ndescription = \"d\"\nvariants = { a = [\"x\", \"#y\"], b = [\"y\"] \
             }\n[referent.s]\nvariants = { a = [\"x\"] }",
        );
        let list: Vec<_> = outline(&naming, Holds::WORDS)
            .iter()
            .map(|b| (b.depth, b.path, b.name, b.entries.len(), b.is_parent))
            .collect::<Vec<_>>();
        let expected = [
            (0, "r", "r", 0, true),
            (1, "r.a", "a", 1, false),
            (1, "r.b", "b", 1, false),
            (0, "s", "s", 0, true),
            (1, "s.a", "a", 1, false),
        ];
        assert_eq!(list, expected);
    }
}
