//! Options of framing vectors, and of the clusters and maps that are made of them.

use super::value::{Choice, choice, whole};
use crate::analysis::DimensionBlock;
use crate::cluster::ClusterMethod;
use crate::frame::{EventMeans, Scaling, Shrinkage, Transform};
use clap::Args;
use std::str::FromStr;

/// What shapes framing vectors and clusters.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Framing vectors and clusters")]
pub(crate) struct FramingArguments {
    /// Dimensions of the framing vector: categories, attribution (voices, stance of cues, speakers,
    /// denials, hedges), cues (each reporting word), a LEXICON or a LEXICON.CATEGORY; with :quoted,
    /// :reported, :distanced or :any after it in another voice than the author's own; repeatable
    /// [default: categories,attribution in vectors; categories without topics in clusters]
    #[arg(
        long, value_name = "NAMES", value_delimiter = ',', value_parser = DimensionBlock::from_str
    )]
    pub dimensions: Vec<DimensionBlock>,
    /// Number of clusters [default: found, where there is any structure]
    #[arg(
        short = 'k', long, visible_alias = "k", value_name = "N",
        value_parser = whole::<u16>(2.., 4)
    )]
    pub clusters: Option<u16>,
    /// How documents are grouped
    #[arg(
        long, value_name = "METHOD", default_value_t,
        value_parser = choice(ClusterMethod::ALL.iter().map(|&value| Choice {
            value,
            name: value.name(),
            help: of_method(value),
        }))
    )]
    pub method: ClusterMethod,
    /// Whether rates of short documents are drawn towards the rate of the corpus
    #[arg(
        long, value_name = "HOW", default_value_t,
        value_parser = choice(Shrinkage::ALL.iter().map(|&value| Choice {
            value,
            name: value.name(),
            help: "",
        }))
    )]
    pub shrinkage: Shrinkage,
    /// What is done with rates before distances are taken
    #[arg(
        long, value_name = "HOW", default_value_t,
        value_parser = choice(Transform::ALL.iter().map(|&value| Choice {
            value,
            name: value.name(),
            help: "",
        }))
    )]
    pub transform: Transform,
    /// Whether the mean of a document's event is taken out
    #[arg(
        long, value_name = "WHAT", default_value_t,
        value_parser = choice(EventMeans::ALL.iter().map(|&value| Choice {
            value,
            name: value.name(),
            help: "",
        }))
    )]
    pub event_means: EventMeans,
    /// Whether all dimensions weigh the same
    #[arg(
        long, value_name = "HOW", default_value_t,
        value_parser = choice(Scaling::ALL.iter().map(|&value| Choice {
            value,
            name: value.name(),
            help: "",
        }))
    )]
    pub scaling: Scaling,
}

fn of_method(method: ClusterMethod) -> &'static str {
    match method {
        ClusterMethod::KMeans => "k-means",
        ClusterMethod::Mixture => "Gaussian mixture, with probabilities",
        ClusterMethod::Dbscan => "dense regions, some documents in none",
        ClusterMethod::Ward => "hierarchical, Ward's criterion, with a tree",
        ClusterMethod::Average => "hierarchical, average linkage, with a tree",
    }
}
