//! Distributions, moments and intervals of plain numbers. Nothing here knows an outlet.

mod adjust;
mod bca;
mod beta;
mod dealing;
mod design;
mod estimated;
mod label_odds;
mod labelling_chain;
mod moments;
mod permutation;
mod ratio;
mod success_count;
mod unequal_draw;

pub use crate::prose::UnknownChoice;
pub(crate) use adjust::adjusted_among;
pub use adjust::{Adjustment, benjamini_hochberg, benjamini_yekutieli};
pub(crate) use bca::ratio_of;
pub use bca::{Bca, acceleration, bca};
pub(crate) use beta::{log_odds_of_quantile, stirling_rest};
pub use dealing::Dealing;
pub use design::{Deals, Design};
pub use estimated::{Estimated, Method, MissingReason};
pub(crate) use label_odds::LabelOdds;
pub(crate) use moments::{LEAST_P, Powers, drawn, normal_deviate};
pub(crate) use permutation::is_out_of_reach;
pub use permutation::{NoTest, PermutationTest, default_permutations};
pub(crate) use ratio::LEAST_DEGREES;
pub use ratio::{Interval, LEVEL, RatioSums, t_quantile};
pub(crate) use success_count::SuccessCount;
pub(crate) use unequal_draw::{MOST_EXACT, UnequalDraw, ln_matched_binomial};
