//! The vocabulary: each distinct surface form is normalized once, however often it occurs. It is
//! what a [`Memo`](super::Memo) is built on.

use super::normalize::Normalized;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// A distinct token as written (`Militia’s` and `militia` are two).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SurfaceId(pub(crate) u32);

/// A distinct normalized token (`Militia’s` and `militia` are one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeId(pub(crate) u32);

/// What [`Vocabulary::intern`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interned {
    /// The surface form.
    pub(super) surface: SurfaceId,
    /// Its type.
    pub(super) type_id: TypeId,
    /// Whether this surface form was met for the first time: then [`Vocabulary::normalized`] holds
    /// its forms.
    pub(super) is_new: bool,
}

/// From surface forms to types. Ids count up from 0 in the order of first meeting, so they
/// index plain vectors.
///
/// Ids are private to one vocabulary; what leaves a worker thread is text or lexicon ids, never
/// these.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    hasher: DefaultHashBuilder,
    surfaces: Strings,
    surface_table: HashTable<u32>,
    types: Strings,
    type_table: HashTable<u32>,
    type_of: Vec<TypeId>,
    form: Normalized,
}

/// Many short strings in one allocation.
#[derive(Debug, Default)]
struct Strings {
    bytes: String,
    ends: Vec<usize>,
}

impl Strings {
    fn get(&self, id: u32) -> &str {
        let id = id as usize;
        let start = if id == 0 { 0 } else { self.ends.get(id - 1).copied().unwrap_or(0) };
        let end = self.ends.get(id).copied().unwrap_or(start);
        self.bytes.get(start..end).unwrap_or("")
    }

    fn push(&mut self, text: &str) -> u32 {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        // Fewer than 2³²: a text has fewer words, and a memo past a million forms is begun anew.
        (self.ends.len() - 1) as u32
    }

    fn len(&self) -> usize {
        self.ends.len()
    }
}

impl Vocabulary {
    /// Finds or adds a surface form.
    pub(super) fn intern(&mut self, surface: &str) -> Interned {
        let hash = self.hasher.hash_one(surface);
        if let Some(&id) = self.surface_table.find(hash, |&id| self.surfaces.get(id) == surface) {
            let type_id = self.type_of.get(id as usize).copied().unwrap_or(TypeId(0));
            return Interned { surface: SurfaceId(id), type_id, is_new: false };
        }
        let id = self.surfaces.push(surface);
        let (surfaces, hasher) = (&self.surfaces, &self.hasher);
        self.surface_table.insert_unique(hash, id, |&id| hasher.hash_one(surfaces.get(id)));
        self.form.set(surface);
        let type_id = self.intern_type();
        self.type_of.push(type_id);
        Interned { surface: SurfaceId(id), type_id, is_new: true }
    }

    fn intern_type(&mut self) -> TypeId {
        let plain = self.form.plain.as_str();
        let hash = self.hasher.hash_one(plain);
        if let Some(&id) = self.type_table.find(hash, |&id| self.types.get(id) == plain) {
            return TypeId(id);
        }
        let id = self.types.push(plain);
        let (types, hasher) = (&self.types, &self.hasher);
        self.type_table.insert_unique(hash, id, |&id| hasher.hash_one(types.get(id)));
        TypeId(id)
    }

    /// The forms of the surface form that was last added.
    pub(super) fn normalized(&self) -> &Normalized {
        &self.form
    }

    /// The number of distinct surface forms.
    pub(super) fn surfaces(&self) -> usize {
        self.surfaces.len()
    }

    /// The number of types.
    pub(super) fn types(&self) -> usize {
        self.types.len()
    }

    /// The normalized text of a type.
    pub(super) fn type_text(&self, id: TypeId) -> &str {
        self.types.get(id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surfaces_of_one_type_share_it() {
        let mut vocabulary = Vocabulary::default();
        let first = vocabulary.intern("Militia’s");
        let again = vocabulary.intern("militia");
        assert!(first.is_new && again.is_new);
        assert_ne!(first.surface, again.surface);
        assert_eq!(first.type_id, again.type_id);
        assert!(!vocabulary.intern("militia").is_new);
        assert_eq!((vocabulary.surfaces(), vocabulary.types()), (2, 1));
        assert_eq!(vocabulary.type_text(first.type_id), "militia");
    }
}
