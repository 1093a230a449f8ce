//! What a layout of lines is.

use super::article::ExportBuilder;

/// One way to lay out articles in lines.
pub(crate) struct LineLayout {
    /// What an export with this layout is called.
    pub(crate) name: &'static str,
    /// Whether these lines are laid out so.
    pub(crate) fits: fn(&[&str]) -> bool,
    /// Reads the articles.
    pub(crate) read: fn(&[&str], &mut ExportBuilder),
}
