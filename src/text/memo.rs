//! What is learnt once of each surface form and remembered however often it occurs.

use super::normalize::Normalized;
use super::vocabulary::{SurfaceId, TypeId, Vocabulary};

/// Past this many surface forms, all are forgotten and met anew, which bounds memory and changes no
/// result.
const MOST_SURFACES: usize = 1 << 20;

/// A memo from surface forms to what is `S` of them, which also numbers the types of each text.
///
/// Texts are looked up one after another; ids and numbers are those of one text, since
/// [`begin_text`](Self::begin_text) may forget all forms.
#[derive(Debug)]
pub(crate) struct Memo<S> {
    vocabulary: Vocabulary,
    /// By surface form.
    known: Vec<S>,
    /// For each type its number among all types of all texts when it was last seen; 0 is never.
    seen: Vec<u32>,
    /// The number that the first type of this text has, or would have.
    first: u32,
    /// The number that the next type will have.
    next: u32,
}

/// What a [`Memo`] knows of a surface form.
#[derive(Debug)]
pub(crate) struct Remembered<'m, S> {
    pub(crate) surface: SurfaceId,
    pub(crate) type_id: TypeId,
    /// What was learnt when the form was first met.
    pub(crate) known: &'m S,
}

/// The number of a type in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NumberInText {
    /// From 0, in the order in which types occur.
    pub(crate) number: u32,
    /// Whether the type was met for the first time in this text.
    pub(crate) is_new: bool,
}

impl<S> Default for Memo<S> {
    fn default() -> Self {
        Self {
            vocabulary: Vocabulary::default(),
            known: Vec::new(),
            seen: Vec::new(),
            first: 1,
            next: 1,
        }
    }
}

impl<S> Memo<S> {
    /// Makes ready for the next text. Returns whether all forms were forgotten: then what hangs on
    /// their ids must be too.
    pub(crate) fn begin_text(&mut self) -> bool {
        // A text of at most 2³² bytes has fewer than 2³¹ types, so `next` cannot overflow in it.
        let forgets = self.vocabulary.surfaces() > MOST_SURFACES || self.next > u32::MAX / 2;
        if forgets {
            *self = Self::default();
        }
        self.first = self.next;
        forgets
    }

    /// Looks a surface form up; `learn` is asked once, when the form is met for the first time.
    pub(crate) fn look_up(
        &mut self,
        surface: &str,
        learn: impl FnOnce(&Normalized) -> S,
    ) -> Remembered<'_, S> {
        let interned = self.vocabulary.intern(surface);
        if interned.is_new {
            self.known.push(learn(self.vocabulary.normalized()));
            self.seen.resize(self.vocabulary.types(), 0);
        }
        // One is pushed for each surface form, in the order of the ids.
        let known = &self.known[interned.surface.0 as usize];
        Remembered { surface: interned.surface, type_id: interned.type_id, known }
    }

    /// What was learnt of a surface form of this text.
    pub(crate) fn known(&self, surface: SurfaceId) -> Option<&S> {
        self.known.get(surface.0 as usize)
    }

    /// Numbers a type that was [looked up](Self::look_up).
    pub(crate) fn number_in_text(&mut self, type_id: TypeId) -> NumberInText {
        // The list is as long as there are types.
        let seen = &mut self.seen[type_id.0 as usize];
        let is_new = *seen < self.first;
        if is_new {
            *seen = self.next;
            self.next += 1;
        }
        NumberInText { number: *seen - self.first, is_new }
    }

    /// How many types of this text have been [numbered](Self::number_in_text).
    pub(crate) fn types_in_text(&self) -> u32 {
        self.next - self.first
    }

    /// The normalized text of a type.
    pub(crate) fn type_text(&self, id: TypeId) -> &str {
        self.vocabulary.type_text(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_learnt_once_and_types_are_numbered_anew_in_each_text() {
        let mut memo = Memo::default();
        let mut learnt = 0;
        for text in [["The", "regime", "the"], ["regime", "the", "regime"]] {
            assert!(!memo.begin_text());
            let numbers = text.map(|word| {
                let look_up = memo.look_up(word, |form| {
                    learnt += 1;
                    form.plain.len()
                });
                assert_eq!(*look_up.known, word.len());
                let type_id = look_up.type_id;
                memo.number_in_text(type_id).number
            });
            assert_eq!(numbers, [0, 1, 0]);
            assert_eq!(memo.types_in_text(), 2);
        }
        assert_eq!(learnt, 3);
    }

    #[test]
    fn past_the_limit_all_forms_are_forgotten() {
        let mut memo = Memo::default();
        memo.begin_text();
        for number in 0..=MOST_SURFACES {
            memo.look_up(&number.to_string(), |_| ());
        }
        assert!(memo.begin_text());
        assert_eq!(memo.look_up("1000", |_| ()).surface, SurfaceId(0));
        assert!(!memo.begin_text());
    }
}
