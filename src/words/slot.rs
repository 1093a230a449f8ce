//! Slots: the places of a text that a term may fill.

use super::phrases::{Marks, NO_WORD, Word};
use std::ops::Range;

/// A place that a term may fill, told by its neighbours on both sides: “iran-backed ___ in”, “the
/// ___ fled”.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// The one or two types before it, in the order of the text, [`NO_WORD`] first; none where a
    /// mark stands.
    pub left: [u32; 2],
    /// The one or two types behind it, [`NO_WORD`] last.
    pub right: [u32; 2],
    /// Whether a hyphen joins the two before it.
    pub hyphen: bool,
}

/// The slots that a range of tokens fills.
///
/// A slot is the word before and the word behind, of which one must be of an open class; a hyphened
/// compound before it is taken whole (“iran-backed ___ in”). Where neither is, either side reaches
/// one word further (“the ___ in damascus”).
pub fn slots(
    words: &[Word],
    Range { start: first, end }: Range<usize>,
) -> impl Iterator<Item = Slot> {
    let is = |at: Option<usize>, marks| {
        at.and_then(|at| words.get(at)).is_some_and(|word| word.marks.has(marks))
    };
    let id = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or(NO_WORD, |word| word.id);
    let before = |at: usize| at.checked_sub(1).filter(|&before| is(Some(before), Marks::JOINED));
    let behind = |at: usize| {
        Some(at + 1).filter(|&behind| is(Some(at), Marks::JOINED) && behind < words.len())
    };
    let (left, right) = (before(first), end.checked_sub(1).and_then(behind));
    let compound = left.and_then(before).filter(|&far| is(Some(far), Marks::HYPHEN));
    let slot = |left: [Option<usize>; 2], right: [Option<usize>; 2]| Slot {
        left: left.map(id),
        right: right.map(id),
        hyphen: left[0].is_some_and(|far| is(Some(far), Marks::HYPHEN)),
    };
    let near = is(left, Marks::CONTENT) || is(right, Marks::CONTENT);
    let far_left = left.and_then(before).filter(|&far| is(Some(far), Marks::CONTENT));
    let far_right = right.and_then(behind).filter(|&far| is(Some(far), Marks::CONTENT));
    let close = near.then(|| slot([compound, left], [right, None]));
    let wider_left = far_left.filter(|_| !near).map(|far| slot([Some(far), left], [right, None]));
    let wider_right =
        far_right.filter(|_| !near).map(|far| slot([compound, left], [right, Some(far)]));
    [close, wider_left, wider_right].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::super::phrases::tests::{read, text_of};
    use super::*;

    #[test]
    fn slots_have_an_open_class_word_on_one_side() {
        let (run, types) =
            read("Iran-backed militias in Dask fought the rebels of Dask; gunmen fled.");
        let of = |wanted: &str| {
            let at = run.words.iter().position(|word| &*types[word.id as usize] == wanted).unwrap();
            let texts = slots(&run.words, at..at + 1).map(|slot| {
                [text_of(&slot.left, &types), text_of(&slot.right, &types)].join(" ___ ")
            });
            texts.collect::<Vec<_>>()
        };
        assert_eq!(of("militias"), ["iran backed ___ in"]);
        assert_eq!(of("rebels"), ["fought the ___ of", "the ___ of dask"]);
        assert_eq!(of("gunmen"), [" ___ fled"]);
        assert_eq!(
            run.known.iter().map(|known| (known.first, known.end)).collect::<Vec<_>>(),
            [(2, 3)]
        );
    }
}
