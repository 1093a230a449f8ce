//! The tables of `lexicon check`: findings, categories, items, swap.

use super::schema::tables;
use std::sync::Arc;

tables! {
    lexicon_findings (line, column, kind, message) "One row per remark on a lexicon: what is wrong \
        or doubtful, where, and what to do." FindingRow {
        lexicon: Arc<str> = "Lexicon",
        line: u64 = "Line of its file, from 1",
        column: u64 = "Column, in characters, from 1",
        severity: &'static str = "error (the lexicon gives wrong counts), warning (its counts are \
            doubtful) or note (something to look at)",
        kind: &'static str = "What it is about: cannot match, duplicate, opposing categories, two \
            categories, shadowed, stem collision, common word, broad, dropped symbols, no \
            description, never found, leans on one entry, runs against its category",
        category: String = "Category",
        entry: Option<String> = "Entry; empty where the category as a whole is meant",
        message: String = "What, and what to do",
    }

    lexicon_categories (category) "One row per category with entries of its own: how a corpus uses \
        it." CategoryUseRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        entries: u64 = "Its entries",
        entries_found: u64 = "Entries with at least one match",
        count: u64 = "Matches",
        documents: u64 = "Documents with at least one match",
        coverage: Option<f64> = "Share of the corpus's documents with at least one match, 0 to 1",
        rate: Option<f64> = "Matches per 1,000 tokens of the corpus",
        top_entry: Option<Arc<str>> = "Entry with most matches",
        top_share: Option<f64> = "Its share of the category's matches, 0 to 1",
        alpha: Option<f64> = "Cronbach's alpha (1951) over documents of the rates of the entries \
            found; word lists have low values even where they are good, since one word stands in \
            for another",
        kr20: Option<f64> = "Kuder and Richardson's formula 20 (1937) of the same, on whether an \
            entry occurs in a document",
    }

    lexicon_items (category, entry, line, column)
    "One row per entry: how a corpus uses it." ItemUseRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        entry: Arc<str> = "The entry as its lexicon writes it",
        line: u64 = "Line of the lexicon's file, from 1",
        column: u64 = "Column, in characters, from 1",
        count: u64 = "Matches",
        documents: u64 = "Documents with at least one match",
        share: Option<f64> = "Share of the category's matches, 0 to 1",
        item_rest: Option<f64> = "Correlation over documents of its rate with the summed rates of \
            the category's other entries, -1 to 1; empty where one does not vary",
        words: String = "The words that it found, most frequent first, with their number",
    }

    lexicon_swap (party, other_party, category, entry) "One row per entry by which the score of \
        its category changes in some document where the names of two parties are \
        exchanged." SwapRow {
        lexicon: Arc<str> = "Lexicon",
        party: String = "One party, by its key in the actors lexicon",
        other_party: String = "The other",
        category: Arc<str> = "Category",
        entry: Arc<str> = "The entry as its lexicon writes it",
        count: u64 = "Matches in the texts as they are",
        count_swapped: u64 = "Matches in the texts with the names exchanged",
        documents: u64 = "Documents in which its matches and the score of its category change",
        example_document: String = "The first of these by id",
        example: String = "The words that matched there, before or after",
    }
}
