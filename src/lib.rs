//! framescope
pub mod annotate;
pub mod cluster;
pub mod compare;
pub mod corpus;
pub mod frame;
pub mod lexicon;
pub mod table;
pub mod text;
