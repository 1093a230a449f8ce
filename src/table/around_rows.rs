//! The table `around`: what changed at a date.

use super::cell::PValue;
use super::schema::tables;
use std::sync::Arc;

tables! {
    around (lexicon, category, outlet)
    "One row per category that occurs in dated documents, and outlet: its use in the author's own \
     voice before a date and from it on, and its change beside that of the other \
     outlets." AroundRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        measures: &'static str = "What the lexicon measures: label, action, naming, evaluation or \
            topic",
        title: Arc<str> = "What the category is, in plain words",
        outlet: Arc<str> = "Outlet; those that are not compared are one",
        documents_before: u64 = "The outlet's documents before the date",
        documents_after: u64 = "The outlet's documents on the date and after it",
        tokens_before: u64 = "Tokens of those before",
        tokens_after: u64 = "Tokens of those after",
        count_own_before: u64 = "Matches in the author's own voice before",
        count_own_after: u64 = "Matches in the author's own voice after",
        rate_own_before: Option<f64> = "Matches in the author's own voice per 1,000 tokens before; \
            empty without tokens",
        rate_own_after: Option<f64> = "Matches in the author's own voice per 1,000 tokens after; \
            empty without tokens",
        log_ratio: Option<f64> = "log2(rate_own_after / rate_own_before): 1 twice as often, -1 \
            half as often; empty where `interval_method` says why",
        log_ratio_low: Option<f64> = "Lower end of its 95 % interval",
        log_ratio_high: Option<f64> = "Upper end of its 95 % interval",
        interval_method: &'static str = "How the interval of log_ratio was found: linearized \
            (variance of \
            both rates over documents, t), or why there is none: no documents, one document, no \
            match (before, after, or on both sides), too wide (its ends lie beyond what numbers \
            hold)",
        p_value: Option<PValue> = "Whether the rate changed, two-sided, from permuting before and \
            after over the outlet's documents; empty where `test_method` says why",
        q_value: Option<PValue> = "p_value adjusted over this table by Benjamini and Hochberg \
            unless \
            run.json names others",
        test_method: &'static str = "How p_value was found: exact permutation (every labelling) or \
            sampled permutation, (b+1)/(m+1); or why there is none: no match, few matches, no \
            labelling differs, p could not be below .05",
        labellings: Option<u64> = "Labellings tried",
        difference_in_differences: Option<f64> = "log_ratio less that of the other outlets that \
            have two documents or more on either side, each weighted alike before and after; empty \
            where `difference_in_differences_method` says why",
        difference_in_differences_low: Option<f64> = "Lower end of its 95 % interval, which is \
            approximate",
        difference_in_differences_high: Option<f64> = "Upper end of its 95 % interval",
        difference_in_differences_method: &'static str = "How that interval was found: linearized \
            (variance of all rates over documents, t with degrees of freedom after Welch and \
            Satterthwaite), or why there is none: no log_ratio, one outlet, others: few documents, \
            others: no match (before, after, or on both sides), too wide. There is no p-value: \
            under equal changes outlets may still differ in level, so labels cannot be permuted",
    }
}
