//! The table `rejected`: documents that were left out, and why.

use super::schema::tables;
use std::sync::Arc;

tables! {
    rejected (source, row) "One row per document that could not be used, or was left out as a \
        copy." RejectedRow {
        source: Arc<str> = "File",
        row: Option<u64> = "Row or line in it",
        reason: String = "Why, and what to do",
    }
}
