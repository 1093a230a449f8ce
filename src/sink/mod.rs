//! Where tables go: a folder of CSV files with its descriptions, a single CSV or JSON Lines file.
//! Nothing here knows how a number was computed.

mod csv_folder;
mod encoder;
mod output;
mod package;
mod table_file;

pub use csv_folder::CsvFolder;
pub use encoder::TableFormat;
pub use output::{OutputError, OutputFile, OutputFolder};

pub use table_file::TableFile;
