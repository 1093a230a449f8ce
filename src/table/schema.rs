//! Every table and every column, once: names, kinds, meaning.

use super::cell::{Cell, CellSink, Kind};
use std::borrow::Cow;
use std::sync::Arc;

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Cow<'static, str>,
    /// What it holds.
    pub kind: Kind,
    /// Whether a cell may be empty, which means not known.
    pub optional: bool,
    /// What it means, with unit and range.
    pub description: Cow<'static, str>,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// Its name, which is its file's.
    pub name: Cow<'static, str>,
    /// What a row is.
    pub description: &'static str,
    /// Its columns in order.
    pub columns: Vec<Column>,
    /// The columns that together name a row.
    pub key: &'static [&'static str],
}

/// A typed row of a table.
pub trait Row {
    /// The table that it belongs to.
    fn schema() -> Schema;
    /// Hands its cells over, in the order of the columns.
    fn cells(&self, sink: &mut dyn CellSink);
}

/// Declares tables: a row type each, with the schema that its fields make.
macro_rules! tables {
    ($( $table:ident ($($key:ident),*) $about:literal $row:ident { $( $column:ident: $kind:ty = $meaning:literal, )* } )*) => {
        $(
            #[doc = concat!("A row of `", stringify!($table), "`: ", $about)]
            #[derive(Clone, Debug, Default, PartialEq)]
            pub struct $row { $( #[doc = $meaning] pub $column: $kind, )* }

            impl Row for $row {
                fn schema() -> Schema {
                    Schema {
                        name: Cow::Borrowed(stringify!($table)),
                        description: $about,
                        columns: vec![$( Column {
                            name: Cow::Borrowed(stringify!($column)),
                            kind: <$kind as Cell>::KIND,
                            optional: <$kind as Cell>::OPTIONAL,
                            description: Cow::Borrowed($meaning),
                        } ),*],
                        key: &[$(stringify!($key)),*],
                    }
                }

                fn cells(&self, sink: &mut dyn CellSink) {
                    $( self.$column.put(sink); )*
                }
            }
        )*
    };
}

tables! {
    documents (document_id) "One row per document: where it came from and how much it \
        holds." DocumentRow {
        document_id: String = "Id of the document, unique in the run",
        outlet: Arc<str> = "Who published it, or the value that the run compares by; `unknown` \
            where nothing says it",
        date: Option<String> = "Date of publication, ISO 8601, as precise as known: YYYY, YYYY-MM \
            or YYYY-MM-DD",
        title: Option<String> = "Headline",
        author: Option<String> = "Author",
        event: Option<String> = "What it reports on",
        language: Option<String> = "Language, ISO 639-1, as the input says or as detected",
        source: String = "File that it came from; in a table with the row, in JSON Lines with the \
            line",
        encoding: String = "Encoding that it was read in, WHATWG name",
        characters: u64 = "Length of the text in Unicode characters",
        tokens: u64 = "Words that hold a letter or a digit (UAX #29); a URL is one",
        types: u64 = "Distinct tokens after normalization",
        sentences: u64 = "Sentences; a heading or list item is one",
        quoted_share: f64 = "Share of the tokens that stand inside quotation marks, 0 to 1",
        matches: u64 = "Matches of all counted lexicons",
        cluster: Option<u64> = "Cluster by framing, from 1",
    }

    matches (document_id, start, end, lexicon, category, entry) "One row per match: the line \
        behind every number." MatchRow {
        document_id: Arc<str> = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        start: u64 = "First character of the match in the document's text as decoded, from 0; \
            front matter and what --split cuts away are no part of the text",
        end: u64 = "One past the last character",
        zone: &'static str = "Part of the document: headline, lead or body",
        sentence: u64 = "Sentence of the document, from 1",
        text: String = "The words that matched, as they stand in the text",
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category; referent.variant in a naming lexicon",
        entry: Arc<str> = "The entry that matched, as its lexicon writes it",
        weight: f64 = "What the match adds to `weighted`",
        voice: &'static str = "Whose words: own (the author's), quoted (somebody's inside \
            quotation marks), reported (somebody's claim without marks) or distanced (held at \
            arm's length)",
        negated: Option<bool> = "Whether the match is denied; empty where cue rules do not apply \
            (a document in another language)",
        hedged: Option<bool> = "Whether the match is weakened; empty where cue rules do not apply",
        speaker: Option<String> = "Whom quoted or reported words are attributed to: an actor's \
            name from an actors lexicon, else the words of the text; empty where nobody is named",
        cue: Option<String> = "The words that tell the voice, where words do",
        cue_stance: Option<String> = "The stance of a reporting cue: neutral, doubting, endorsing \
            or heated; the group of any other cue",
        target: Option<String> = "The actor that the label is applied to, of an action who acts; \
            empty where nobody is found",
        target_rule: Option<&'static str> = "How the target was found: naming, copula, apposition, \
            possessor, modifier; of an action subject, passive, or agentless for a passive that \
            names no agent; nearest (the nearest actor of the clause) or none; empty outside \
            framing lexicons and where cue rules do not apply",
        agent: Option<String> = "Of an action: who acts",
        patient: Option<String> = "Of an action: who is acted on",
        left: String = "Words before the match",
        right: String = "Words after the match",
    }

    scores (document_id, lexicon, category)
    "One row per document and category; of naming and actors lexicons only the categories that \
        occur in the document." ScoreRow {
        document_id: Arc<str> = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        count: u64 = "Matches in any voice",
        count_own: u64 = "Matches in the author's own voice",
        count_quoted: u64 = "Matches inside quotation marks",
        count_reported: u64 = "Matches in claims reported without quotation marks",
        count_distanced: u64 = "Matches held at arm's length",
        count_negated: Option<u64> = "Matches in any voice that are denied; empty where cue rules \
            apply to no document",
        weighted: f64 = "Sum of the weights of the matches",
        rate: Option<f64> = "Matches per 1,000 tokens; empty for a document without tokens",
        rate_own: Option<f64> = "Matches in the author's own voice per 1,000 tokens",
        stance: Option<f64> = "Mean stance of the matches, -1 to 1: +1 own and asserted, -1 \
            distanced or own and denied, 0 quoted or reported; empty without matches",
    }

    outlets (outlet, lexicon, category)
    "One row per outlet and category: rates over its documents with 95 % intervals." OutletRow {
        outlet: Arc<str> = "Outlet",
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        documents: u64 = "The outlet's documents",
        tokens: u64 = "The outlet's tokens",
        count: u64 = "Matches in any voice",
        count_own: u64 = "Matches in the author's own voice",
        count_quoted: u64 = "Matches inside quotation marks",
        count_reported: u64 = "Matches in claims reported without quotation marks",
        count_distanced: u64 = "Matches held at arm's length",
        rate: Option<f64> = "Matches per 1,000 tokens",
        rate_low: Option<f64> = "Lower end of its 95 % interval",
        rate_high: Option<f64> = "Upper end of its 95 % interval",
        rate_own: Option<f64> = "Matches in the author's own voice per 1,000 tokens",
        rate_own_low: Option<f64> = "Lower end of its 95 % interval",
        rate_own_high: Option<f64> = "Upper end of its 95 % interval",
        stance: Option<f64> = "Mean stance of the matches, -1 to 1; empty without matches",
        stance_low: Option<f64> = "Lower end of its 95 % interval, over the documents that hold a \
            match",
        stance_high: Option<f64> = "Upper end of its 95 % interval",
        interval: String = "How the intervals were found: linearized (ratio estimator over \
            documents, t on the log scale; of stance on the logit scale) or bootstrap (BCa over \
            resampled documents, with --bootstrap), or why there are none: one document, two \
            documents (too few to be of use), few documents (fewer than five that hold a match, \
            with --bootstrap), no match, no tokens, no variance (all documents have the same \
            stance, or rate); `own: …` and `stance: …` say what holds of these where it is not \
            what holds of the rate",
    }

    terms (lexicon, category, entry, outlet)
    "One row per entry that occurs and outlet." TermRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        entry: Arc<str> = "The entry as its lexicon writes it",
        outlet: Arc<str> = "Outlet",
        count: u64 = "Matches in any voice",
        count_own: u64 = "Matches in the author's own voice",
        count_quoted: u64 = "Matches inside quotation marks",
        count_reported: u64 = "Matches in claims reported without quotation marks",
        count_distanced: u64 = "Matches held at arm's length",
        count_negated: Option<u64> = "Matches in any voice that are denied; empty where cue rules \
            apply to no document",
        documents: u64 = "Documents of the outlet with at least one match",
    }

    naming (referent, lexicon, variant, outlet)
    "One row per referent, variant that occurs anywhere and outlet that names the referent: which \
        name an outlet chooses." NamingRow {
        referent: Arc<str> = "What is named, as its naming lexicon calls it",
        variant: Arc<str> = "The name chosen",
        outlet: Arc<str> = "Outlet",
        count: u64 = "Matches of the variant in any voice",
        share: f64 = "Their share of the outlet's matches of the referent, all voices, 0 to 1",
        share_low: Option<f64> = "Lower end of its 95 % interval",
        share_high: Option<f64> = "Upper end of its 95 % interval",
        count_own: u64 = "Matches in the author's own voice",
        count_quoted: u64 = "Matches inside quotation marks",
        count_reported: u64 = "Matches in claims reported without quotation marks",
        count_distanced: u64 = "Matches held at arm's length",
        documents: u64 = "The outlet's documents that name the referent, by any variant",
        interval: &'static str = "How the interval was found: linearized (ratio estimator over \
            these documents, t on the logit scale), or why there is none: one document, no match, \
            no other variant, no variance (all documents have the same share)",
        lexicon: Arc<str> = "The naming lexicon",
    }

    naming_tests (referent, lexicon)
    "One row per referent that occurs: whether outlets choose alike among its \
        variants." NamingTestRow {
        referent: Arc<str> = "What is named, as its naming lexicon calls it",
        outlets: u64 = "Outlets that name it",
        g: Option<f64> = "G = 2 Σ O ln(O/E) on outlets × variants, all voices; it takes matches \
            for independent, so it describes and ranks; empty for one outlet or one variant",
        df: Option<u64> = "Its degrees of freedom, (outlets - 1)(variants - 1)",
        p_value: Option<f64> = "From permuting outlet labels over the documents that name the \
            referent, within events where events are given; empty where `test` says why",
        q_value: Option<f64> = "p_value adjusted over this table by Benjamini and Hochberg unless \
            run.json names others",
        cramers_v: Option<f64> = "Cramér's V, 0 to 1, not corrected for bias: it lies above 0 in \
            small tables without any association",
        variants: u64 = "Variants that occur",
        documents: u64 = "Documents that name it",
        test: &'static str = "How p_value was found: exact permutation (every labelling) or \
            sampled permutation, (b+1)/(m+1); or why there is none: one outlet, one variant, no \
            labelling differs",
        labellings: Option<u64> = "Labellings tried",
        lexicon: Arc<str> = "The naming lexicon",
    }

    targets (outlet, target, lexicon, category)
    "One row per outlet, target and category of a framing lexicon: who is labelled how; counts \
        against independence of target and category, and against other outlets. Pairs of target \
        and category in three or more documents have a row in every outlet, also where the outlet \
        has none. Targets found only as the nearest actor, and pronouns, are left out." TargetRow {
        outlet: Arc<str> = "Outlet",
        target: Arc<str> = "Whom the matches are about: an actor's name from an actors lexicon, \
            else the words of the text",
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        count: u64 = "Matches of the category about this target, in any voice",
        count_own: u64 = "Of these, in the author's own voice",
        share: Option<f64> = "Share of the category's matches with a known target in this outlet, \
            0 to 1; empty where it has none",
        expected: Option<f64> = "Count to be expected if target and category were independent \
            within outlet and lexicon; empty where the outlet has one target, one category, or \
            none of either",
        residual: Option<f64> = "Adjusted standardized residual (Haberman 1973); beyond about 2 \
            either way the pairing is marked; it takes matches for independent, so it describes \
            and ranks",
        documents: u64 = "Documents of the outlet with such a match",
        expected_by_tokens: Option<f64> = "Count that the outlet would have if all outlets \
            labelled this target with this category equally often per token, within each event \
            where events are given; a count above it is more often than others, below it less",
        p_value: Option<f64> = "Whether count lies as far from expected_by_tokens, either way, \
            when outlet labels are permuted over documents, within events where events are given; \
            empty where `test` says why",
        q_value: Option<f64> = "p_value adjusted over this table by Benjamini and Hochberg unless \
            run.json names others",
        test: &'static str = "How p_value was found: exact permutation (every labelling) or \
            sampled permutation, (b+1)/(m+1); or why there is none: few documents (the pair stands \
            in fewer than three of all), one outlet, no labelling differs",
    }

    passages (event, lexicon, category, outlet)
    "One row per event, category in which outlets differ and outlet with a document on the event: \
        the sentence that shows best how the outlet told it. An illustration of a rate, no \
        evidence." PassageRow {
        event: Option<Arc<str>> = "The event; empty where the corpus has none and the row is about \
            all documents",
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        outlet: Arc<str> = "Outlet",
        rate_own: Option<f64> = "Matches in the outlet's own voice per 1,000 tokens of its \
            documents on the event; empty where these have no tokens",
        spread: f64 = "Highest rate of the event's outlets less the lowest",
        rank: u64 = "Place of the category among those of the event, from 1 for the widest spread",
        count_own: u64 = "The outlet's matches of the category on the event in its own voice",
        entries: Option<String> = "The entries of the category that the sentence holds in the \
            author's own voice, in the order of the text, separated by `; `; empty where the \
            outlet has none",
        document_id: Option<Arc<str>> = "Id of the document that the sentence stands in",
        start: Option<u64> = "First character of the sentence in the document's text, from 0, as \
            in `matches`",
        end: Option<u64> = "One past the last character",
        sentence: Option<String> = "The sentence, white space folded to single spaces; run.json \
            says how it was chosen; empty where the outlet has no match of the category in its own \
            voice on the event",
    }

    keyness (outlet, reference, term)
    "One row per outlet, what it is held against (each other outlet, and all others together) and \
        word or phrase that stands on either side." KeynessRow {
        outlet: Arc<str> = "Outlet",
        reference: Arc<str> = "What it is held against: another outlet, or all others",
        term: String = "Word or phrase, normalized",
        count: u64 = "Occurrences in the outlet",
        count_reference: u64 = "Occurrences in the reference",
        rate: f64 = "Occurrences in the outlet per 1,000 tokens",
        rate_reference: f64 = "Occurrences in the reference per 1,000 tokens",
        documents: u64 = "Documents of the outlet that hold it",
        documents_reference: u64 = "Documents of the reference that hold it",
        log_likelihood: f64 = "G², negative where the outlet's rate is lower; run.json names the \
            variant. It takes tokens for independent, so it describes and ranks",
        log_ratio: Option<f64> = "log2 of the ratio of the two rates (Hardie 2014); run.json says \
            what stands in for a zero",
        log_odds: Option<f64> = "Weighted log-odds difference, natural log (Monroe, Colaresi & \
            Quinn 2008); run.json names the prior",
        log_odds_z: Option<f64> = "The same over its standard deviation; it takes tokens for \
            independent, so it ranks",
        p_value: Option<f64> = "Two-sided, from permuting documents between the two sides, within \
            events where events are given; empty where no labelling could differ",
        q_value: Option<f64> = "p_value adjusted over all terms and contrasts tested, after the \
            filter, by Benjamini and Hochberg unless run.json names others",
        dispersion: Option<f64> = "Whether the term is spread over the outlet's documents: DPnorm \
            (Lijffijt & Gries 2012), 0 even, 1 clumped, unless run.json names another; empty where \
            the outlet has none or one document",
    }

    trend (outlet, period, lexicon, category)
    "One row per outlet, period in which it has documents, and category that occurs in dated \
        documents: rates over the documents of the period with 95 % intervals. Documents without a \
        date, or dated too coarsely for the period, are left out." TrendRow {
        outlet: Arc<str> = "Outlet",
        period: String = "Period, ISO 8601: YYYY-MM-DD (day), YYYY-Www (week from Monday), YYYY-MM \
            (month), YYYY-Qq (quarter) or YYYY (year); the same length in the whole table, which \
            run.json names",
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        documents: u64 = "The outlet's documents of the period",
        tokens: u64 = "Their tokens",
        count: u64 = "Matches in any voice",
        rate: Option<f64> = "Matches per 1,000 tokens",
        rate_low: Option<f64> = "Lower end of its 95 % interval",
        rate_high: Option<f64> = "Upper end of its 95 % interval",
        count_own: u64 = "Matches in the author's own voice",
        rate_own: Option<f64> = "Matches in the author's own voice per 1,000 tokens",
        rate_own_low: Option<f64> = "Lower end of its 95 % interval",
        rate_own_high: Option<f64> = "Upper end of its 95 % interval",
        interval: &'static str = "How the intervals were found: linearized (ratio estimator over \
            documents, t on the log scale), or why there are none: one document, two documents \
            (too few to be of use), no match, no tokens; `own: …` says why the own-voice rate has \
            none where the rate has",
    }

    around (lexicon, category, outlet)
    "One row per category that occurs in dated documents, and outlet: its use in the author's own \
        voice before a date and from it on, and its change beside that of the other \
        outlets." AroundRow {
        lexicon: Arc<str> = "Lexicon",
        category: Arc<str> = "Category",
        outlet: Arc<str> = "Outlet",
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
            half as often; empty where `interval` says why",
        log_ratio_low: Option<f64> = "Lower end of its 95 % interval",
        log_ratio_high: Option<f64> = "Upper end of its 95 % interval",
        interval: &'static str = "How the interval of log_ratio was found: linearized (variance of \
            both rates over documents, t), or why there is none: no documents, one document, no \
            match (before, after, or on both sides), too wide (its ends lie beyond what numbers \
            hold)",
        p_value: Option<f64> = "Whether the rate changed, two-sided, from permuting before and \
            after over the outlet's documents; empty where `test` says why",
        q_value: Option<f64> = "p_value adjusted over this table by Benjamini and Hochberg unless \
            run.json names others",
        test: &'static str = "How p_value was found: exact permutation (every labelling) or \
            sampled permutation, (b+1)/(m+1); or why there is none: no match, no labelling differs",
        labellings: Option<u64> = "Labellings tried",
        did: Option<f64> = "Difference in differences: log_ratio less that of the other outlets \
            that have two documents or more on either side, each weighted alike before and after; \
            empty where `did_test` says why",
        did_low: Option<f64> = "Lower end of its 95 % interval",
        did_high: Option<f64> = "Upper end of its 95 % interval",
        did_p_value: Option<f64> = "Whether the outlet changed otherwise than the others, \
            two-sided, from did over its standard error over documents; approximate",
        did_q_value: Option<f64> = "did_p_value adjusted over this table by Benjamini and Hochberg \
            unless run.json names others",
        did_test: &'static str = "How did_p_value was found: t test (Wald's, degrees of freedom \
            after Welch and Satterthwaite), or why there is none: no log_ratio, one outlet, \
            others: few documents, others: no match (before, after, or on both sides), too wide",
    }

    clusters (document_id) "One row per document: its cluster by framing." ClusterRow {
        document_id: String = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        cluster: u64 = "Cluster, numbered by size, then by first document",
        distance: f64 = "Distance to the cluster's centroid on the transformed scale (square-root \
            rates, event means taken out, standardized)",
        silhouette: f64 = "Silhouette, -1 to 1: near 1 well placed, near 0 between clusters",
    }

    cluster_profiles (cluster, dimension) "One row per cluster and dimension: what marks the \
        cluster." ClusterProfileRow {
        cluster: u64 = "Cluster",
        documents: u64 = "Its documents",
        dimension: Arc<str> = "Dimension of the framing vector, lexicon.category",
        mean: f64 = "Mean own-voice rate of the cluster's documents",
        overall_mean: f64 = "Mean own-voice rate of all documents",
        difference: f64 = "The first less the second",
        rank: u64 = "Place of the dimension in the cluster by distance from the overall mean in \
            standard deviations; 1 marks the cluster most",
    }

    cluster_outlets (cluster, outlet) "One row per cluster and outlet." ClusterOutletRow {
        cluster: u64 = "Cluster",
        outlet: Arc<str> = "Outlet",
        documents: u64 = "The outlet's documents in the cluster",
        share: f64 = "Their share of the outlet's documents, 0 to 1",
    }

    cluster_validity (k) "One row per number of clusters that was tried." ClusterValidityRow {
        k: u64 = "Number of clusters",
        inertia: f64 = "Sum of squared distances to centroids on the transformed scale",
        silhouette: Option<f64> = "Mean silhouette, -1 to 1",
        stability: Option<f64> = "Mean adjusted Rand index between the clustering and those of 50 \
            bootstrap samples of the documents",
        ari_outlet: Option<f64> = "Adjusted Rand index between clusters and outlets",
        ari_event: Option<f64> = "Adjusted Rand index between clusters and events; near 1 the \
            clusters are topics, not framings",
        chosen: bool = "Whether the clusters given are of this number",
    }

    projection (document_id) "One row per document: its place on two principal \
        components." ProjectionRow {
        document_id: String = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        cluster: Option<u64> = "Cluster",
        pc1: f64 = "First principal component",
        pc2: Option<f64> = "Second principal component; empty where only one dimension varies",
    }

    loadings (dimension) "One row per dimension that varies: its weight in each principal \
        component." LoadingRow {
        dimension: Arc<str> = "Dimension of the framing vector, lexicon.category",
        pc1: f64 = "Weight in the first component; the largest is positive",
        pc2: Option<f64> = "Weight in the second component",
    }

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

    lexicon_items (category, entry, line, column) "One row per entry: how a corpus uses \
        it." ItemUseRow {
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

    validation_precision (level, lexicon, category, entry, voice, outlet)
    "One row per group of hand-coded matches: which share is right, with 95 % intervals. Where \
        coders differ the majority counts, a tie counts half." ValidationPrecisionRow {
        level: &'static str = "What the row is of: overall, category, entry, voice or outlet",
        lexicon: Option<Arc<str>> = "Lexicon, of a category or entry",
        category: Option<Arc<str>> = "Category, of a category or entry",
        entry: Option<Arc<str>> = "Entry",
        voice: Option<Arc<str>> = "Voice",
        outlet: Option<Arc<str>> = "Outlet",
        population: Option<u64> = "Matches in the corpus; known of categories and over all, where \
            it counts the categories of which matches were coded",
        sampled: u64 = "Matches in the sample",
        coded: u64 = "Of these, coded by anyone",
        right: f64 = "Of these, right: the term has the sense that the category describes; a tie \
            counts half",
        ties: u64 = "Coded matches over which coders are split evenly",
        precision: Option<f64> = "Estimated share of right matches in the corpus, 0 to 1; of \
            groups that lie across categories each category weighs as many matches as it has in \
            the corpus",
        precision_low: Option<f64> = "Lower end of its 95 % interval",
        precision_high: Option<f64> = "Upper end of its 95 % interval",
        interval: &'static str = "How the interval was found: wilson (1927), or wilson for the \
            effective size of a sample in which categories count for what they have in the corpus \
            (Franco et al. 2019); or why there is none",
        unweighted: Option<f64> = "right / coded",
        unweighted_low: Option<f64> = "Lower end of its Wilson interval",
        unweighted_high: Option<f64> = "Upper end of its Wilson interval",
        advice: Option<&'static str> = "Of entries: drop (at least 4 coded and precision_high \
            below .5), review (at least 5 coded and precision below .5), else empty",
    }

    validation_recall (level, lexicon, category)
    "One row per category, and one over all: which share of what is there was found. Sentences \
        that hold a match are not searched for more, which raises recall; false alarms of coders \
        lower it." ValidationRecallRow {
        level: &'static str = "What the row is of: overall or category",
        lexicon: Option<Arc<str>> = "Lexicon",
        category: Option<Arc<str>> = "Category",
        population: Option<u64> = "Matches in the corpus; over all, those of the categories of \
            which matches were coded; empty for a category that is not in the sample",
        found: Option<f64> = "Right matches in the corpus: population × precision",
        miss_population: u64 = "Sentences of at least five tokens without a match in the corpus",
        misses_coded: u64 = "Of these, coded by anyone",
        missed: f64 = "Coded ones that express the category by the majority; a tie counts half",
        not_found: Option<f64> = "Such sentences in the corpus: miss_population × missed / \
            misses_coded",
        recall: Option<f64> = "found / (found + not_found), 0 to 1",
        recall_low: Option<f64> = "Lower end of its 95 % interval",
        recall_high: Option<f64> = "Upper end of its 95 % interval",
        interval: &'static str = "How the interval was found: MOVER-R (Donner & Zou 2012) from the \
            Wilson ends of precision and of the share of misses; or why there is no recall",
    }

    validation_agreement (level, lexicon, category, coders)
    "One row per kind of unit: how well coders agree; of more than two coders also one row for \
        each pair." ValidationAgreementRow {
        level: &'static str = "What was coded: overall (all matches), category (its matches) or \
            misses (sentences without a match)",
        lexicon: Option<Arc<str>> = "Lexicon",
        category: Option<Arc<str>> = "Category",
        coders: String = "all, or the two coders of a pair",
        units: u64 = "Units with two codes or more; others say nothing of agreement",
        percent: Option<f64> = "Share of pairs of codes on a unit that agree, 0 to 1",
        alpha: Option<f64> = "Krippendorff's alpha (2011), nominal; empty where all codes are \
            alike",
        alpha_low: Option<f64> = "Lower end of its 95 % interval: 2.5 percentile over 5000 \
            resamples of the units",
        alpha_high: Option<f64> = "Upper end of its 95 % interval",
        interval: &'static str = "How the interval was found, or why there is no alpha or no \
            interval",
        reading: Option<&'static str> = "What alpha is customarily taken to allow: reliable from \
            .800, tentative conclusions from .667 (Krippendorff 2004); without an interval only \
            told where it is too low",
        kappa: Option<f64> = "Cohen's kappa (1960); over more than two coders the mean of the \
            pairs that have one",
    }

    suggestions (rank)
    "One row per term that a lexicon could hold: words and phrases that the counted lexicons do \
        not hold, the strongest first. Candidates to look at, not findings." SuggestionRow {
        rank: u64 = "Place by score, from 1",
        term: String = "The term, normalized: lower case, words parted by a space where the text \
            may have a hyphen",
        reasons: String = "What speaks for it, strongest first: unequal (an outlet uses it more \
            than others do within the same events; compatible with chance where q_value is above \
            .05), scare quotes, slot (it stands where known entries of a category stand)",
        count: u64 = "Occurrences outside matches of the counted lexicons",
        documents: u64 = "Documents that hold it",
        outlets: u64 = "Outlets that use it",
        outlet: Option<Arc<str>> = "The outlet that uses it most beyond its share; empty where \
            none does or there is nothing to compare with",
        rate_outlet: Option<f64> = "Occurrences per 1,000 tokens in that outlet",
        rate_others: Option<f64> = "Occurrences per 1,000 tokens in the documents of other outlets \
            on the events that this one reports on",
        z: Option<f64> = "Occurrences in that outlet beyond expectation over their standard \
            deviation, were the documents of each event labelled with outlets at random",
        p_value: Option<f64> = "Two-sided p of the outlet's use, by a Pearson type III \
            distribution with the exact mean, variance and skewness of all labellings; approximate \
            (where documents are few by a factor of 3 to 10, mostly too large), and of the outlet \
            that stands out most",
        q_value: Option<f64> = "The same adjusted over all candidates and outlets tested \
            (Benjamini and Hochberg); above .05 the use is compatible with chance",
        distanced: u64 = "Occurrences in scare quotes",
        slot: Option<String> = "A place that the term shares with a known entry, ___ standing for \
            either",
        like: Option<Arc<str>> = "The known entry that fills it most",
        category: Option<Arc<str>> = "That entry's lexicon.category, to which the term may belong \
            or be the counterpart",
        score: f64 = "Root of the sum of squares of what speaks for the term, each as a normal \
            deviate beyond 2; half of that where a name is part of the term",
        example: String = "A line that shows the strongest reason, the term in [[ ]]",
        example_document: Arc<str> = "The document that the line is from",
    }

    duplicates (document_id, other_document_id)
    "One row per pair of documents of different outlets that are near copies (agency text): \
        Jaccard similarity of their runs of five words at or above the threshold. Documents of \
        fewer than 20 tokens are left out; a document is held against the 100 earliest of those \
        that may be its copies." DuplicateRow {
        document_id: Arc<str> = "Id of one document; of two the lesser. Documents left out by \
            --duplicates are listed here and in `rejected` alone",
        outlet: Arc<str> = "Its outlet",
        other_document_id: Arc<str> = "Id of the other",
        other_outlet: Arc<str> = "Its outlet",
        similarity: f64 = "Share of the distinct runs of five words in either document that stand \
            in both, 0 to 1; exact",
        earlier: Option<Arc<str>> = "Id of the document with the earlier date; empty where the \
            dates do not tell",
        later: Option<Arc<str>> = "Id of the document with the later date; empty where the dates \
            do not tell",
    }

    events (document_id) "One row per document: the event that it seems to report on, proposed to \
        be corrected by hand." EventRow {
        document_id: Arc<str> = "Id of the document",
        outlet: Arc<str> = "Outlet of the document",
        date: Option<String> = "Date of publication, ISO 8601, as precise as known",
        title: Option<String> = "Headline",
        event: Option<String> = "Proposed event: the earliest date of its documents and the two \
            words that mark them most; empty where the day of the document is not known. Correct \
            it by hand; an emptied cell is no event",
        size: Option<u64> = "Documents of the event",
        similarity: Option<f64> = "Cosine between the document's content words (TF-IDF) and the \
            sum of the event's documents, 0 to 1; 1 for a document alone. Low values are worth a \
            look",
    }

    rejected (source, row) "One row per document that could not be used, or was left out as a \
        copy." RejectedRow {
        source: Arc<str> = "File",
        row: Option<u64> = "Row or line in it",
        reason: String = "Why, and what to do",
    }
}

/// `vectors`: one row per document, one column per dimension.
pub fn vectors_schema(dimensions: &[Arc<str>]) -> Schema {
    let mut columns = vec![
        column("document_id", Kind::Text, false, "Id of the document"),
        column("outlet", Kind::Text, false, "Outlet of the document"),
        column("tokens", Kind::Integer, false, "Tokens of the document"),
    ];
    columns.extend(dimensions.iter().map(|dimension| {
        column(
            dimension.to_string(),
            Kind::Number,
            true,
            "Matches of this category in the \
            author's own voice per 1,000 tokens",
        )
    }));
    Schema {
        name: "vectors".into(),
        description: "One row per document: its framing vector, one column per lexicon.category.",
        columns,
        key: &["document_id"],
    }
}

/// `coding`: one row per unit to be coded by hand, one empty column per coder.
pub fn coding_schema(coders: usize) -> Schema {
    let mut columns = vec![
        column(
            "item",
            Kind::Integer,
            false,
            "Number of the unit in the sample; the order of units \
            is random",
        ),
        column(
            "kind",
            Kind::Text,
            false,
            "match, or miss: a sentence of at least five tokens \
            without a match",
        ),
        column("document_id", Kind::Text, false, "Id of the document"),
        column("outlet", Kind::Text, false, "Outlet of the document"),
        column(
            "lexicon",
            Kind::Text,
            true,
            "Lexicon; empty for a miss, as are the columns to \
            target",
        ),
        column("category", Kind::Text, true, "Category"),
        column("entry", Kind::Text, true, "The entry that matched"),
        column("voice", Kind::Text, true, "Whose words: own, quoted, reported or distanced"),
        column(
            "negated",
            Kind::Boolean,
            true,
            "Whether the match is denied; empty where cue rules \
            do not apply",
        ),
        column(
            "target",
            Kind::Text,
            true,
            "The actor that the label is applied to; empty where \
            nobody is found",
        ),
        column("left", Kind::Text, true, "Words before the match"),
        column("text", Kind::Text, false, "The words that matched; of a miss the sentence"),
        column("right", Kind::Text, true, "Words after the match"),
        column(
            "population",
            Kind::Integer,
            false,
            "Matches of the category in the corpus; of a \
            miss all such sentences",
        ),
        column("sampled", Kind::Integer, false, "How many of these are in the sample"),
    ];
    columns.extend((1..=coders).map(|coder| {
        let meaning = "For the coder. A match: 1 right (the term has the sense that the category \
            describes), 0 wrong. A miss: 0 nothing missed, \
                       or the categories that the sentence expresses, separated by `;`. Empty: not \
                       coded";
        column(format!("code_{coder}"), Kind::Text, true, meaning)
    }));
    columns.push(column("note", Kind::Text, true, "For the coders"));
    Schema {
        name: "coding".into(),
        description: "One row per unit to be coded by hand: matches sampled per category, and \
            sentences without a match.",
        columns,
        key: &["item"],
    }
}

pub(super) fn column(
    name: impl Into<Cow<'static, str>>,
    kind: Kind,
    optional: bool,
    description: impl Into<Cow<'static, str>>,
) -> Column {
    Column { name: name.into(), kind, optional, description: description.into() }
}
