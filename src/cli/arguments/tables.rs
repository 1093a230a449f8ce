//! Options on which tables are written, and which outlets they compare.

use super::value::whole;
use crate::analysis::{OptionError, TableName};
use clap::Args;

/// Which tables are written, and which outlets are compared in them.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Tables")]
pub(crate) struct TablesArguments {
    /// Write only these tables, such as outlets,keyness; repeatable [default: all that the command
    /// writes]
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = table)]
    pub tables: Vec<TableName>,
    #[command(flatten)]
    pub pool: PoolArguments,
}

/// Which outlets are compared in tables; the rest is pooled.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Tables")]
pub(crate) struct PoolArguments {
    /// Compare the N outlets with the most documents in wide tables, contrasts and tests, and pool
    /// the rest as `other outlets`
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = whole::<u32>(1.., 12))]
    pub max_outlets: u32,
    /// Compare these outlets and pool the rest: names separated by commas, or the option once for
    /// each name, which may then contain commas
    #[arg(long, value_name = "NAMES")]
    pub outlets: Vec<String>,
}

impl PoolArguments {
    /// The names of the outlets to compare. An option given once is a list; of an option given
    /// several times each is one name.
    pub(crate) fn outlets(&self) -> Vec<String> {
        match self.outlets.as_slice() {
            [list] => list.split(',').map(|name| name.trim().to_owned()).collect(),
            names => names.to_vec(),
        }
    }
}

fn table(typed: &str) -> Result<TableName, String> {
    typed.trim().parse().map_err(|error: OptionError| error.fault().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outlets(typed: &[&str]) -> Vec<String> {
        let outlets = typed.iter().map(|name| (*name).to_owned()).collect();
        PoolArguments { max_outlets: 12, outlets }.outlets()
    }

    #[test]
    fn outlets_are_a_list_or_one_name_for_each_option() {
        assert_eq!(outlets(&["Quoin Wire, Sidelong"]), ["Quoin Wire", "Sidelong"]);
        assert_eq!(outlets(&["Lind, The", "Sidelong"]), ["Lind, The", "Sidelong"]);
        assert!(outlets(&[]).is_empty());
    }
}
