//! How figures were found that come from no corpus run: codes of a validation, the check of a
//! lexicon.

use crate::validation::RESAMPLES;
use serde_json::{Value, json};

/// How precision, recall and agreement were found.
pub(crate) fn validation_account() -> Value {
    json!({
        "codes": "where coders differ the majority counts, a tie counts half; units without a code \
            are left out",
        "precision": "right / coded within a category and entry, 95 % interval of Wilson (1927); \
            over all, by voice and by outlet weighted by each category's matches in the corpus \
            (stratified and domain estimators, Cochran 1977, their variance with the term for \
            sizes of domains that are estimated), interval of Wilson for the effective sample size \
            (Franco et al. 2019)",
        "recall": "population × precision / (that + sentences without a match × share of them that \
            express the category), interval by MOVER-R (Donner & Zou 2012; Newcombe 2016); \
            sentences that hold a match are not searched for more, which raises it, and false \
            alarms of coders lower it",
        "alpha": format!(
            "Krippendorff (2011), nominal, units with one code left out; interval from 2.5 and \
             97.5 percentiles over {RESAMPLES} resamples of the units"
        ),
        "kappa": "Cohen (1960) over the units that both coded; of more than two coders the mean of \
            the pairs",
        "advice": "drop: at least 4 coded and the interval of precision ends below .5; review: at \
            least 5 coded and precision below .5",
    })
}

/// How the consistency of a lexicon's categories was found.
pub(crate) fn lexicon_check_account() -> Value {
    json!({
        "alpha": "Cronbach (1951) over documents, rates per 1,000 tokens of the entries found",
        "kr20": "Kuder and Richardson (1937), formula 20, whether an entry occurs in a document",
        "item_rest": "Pearson correlation of an entry's rate with the summed rates of the others",
    })
}
