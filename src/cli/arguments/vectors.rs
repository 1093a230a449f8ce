//! Options of the table `vectors`.

use crate::analysis::DimensionBlock;
use clap::Args;
use std::str::FromStr;

/// What shapes the framing vector.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Table vectors")]
pub(crate) struct VectorsArguments {
    /// Dimensions of the framing vector: categories, attribution (voices, stance of cues, speakers,
    /// denials, hedges), cues (each reporting word), or a LEXICON or LEXICON.CATEGORY; repeatable
    #[arg(
        long, value_name = "NAMES", value_delimiter = ',', default_value = "categories,attribution",
        value_parser = DimensionBlock::from_str
    )]
    pub dimensions: Vec<DimensionBlock>,
}
