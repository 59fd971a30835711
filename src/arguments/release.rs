//! Arguments of `export` and `release`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::commands::growth::{Moment, moment};

/// What `export --help` says first.
pub(super) const EXPORT: &str = "Write a release: what is known of learners who agree to research, as a data set to cite

One folder, DIR/release=ID, there whole or not at all: Parquet tables, Praat TextGrids, a codebook, Croissant and Frictionless \
metadata, a datasheet and a manifest. docs/release.md describes all of it. The same log, moment, options and earlier releases \
give the same bytes; a release that is there is left as it is. Releases are kept in a ledger, so that they are written again \
when somebody is erased.

Exit code: 0 if the release is there, 1 if not, 2 for wrong use.";

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// Folder of releases, which holds nothing else: DIR/release=ID/TABLE/*.parquet
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Only participants of the study of that name
    #[arg(long, value_name = "NAME")]
    pub study: Option<String>,
    /// As of an earlier moment, with what was known then: 2026-11-22T10:00:00Z, or a day, which means its end in UTC
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub as_of: Option<Moment>,
    /// What else leaves: transcripts (names taken out), audio (of learners who agree to audio_retention too)
    #[arg(long, value_name = "WHAT", value_enum, value_delimiter = ',')]
    pub include: Vec<Included>,
    /// Give dates beside the learners' own days
    #[arg(long)]
    pub dates: bool,
    /// Tables, or statements of the Experience API, one per line
    #[arg(long, value_enum, default_value_t = ReleaseFormat::Parquet)]
    pub format: ReleaseFormat,
}

/// What leaves only when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Included {
    /// Words, without names.
    Transcripts,
    /// Recordings.
    Audio,
}

/// What a release is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReleaseFormat {
    /// Tables.
    Parquet,
    /// Statements.
    Xapi,
}

/// Arguments of `release`.
#[derive(Debug, Args)]
pub struct ReleaseArguments {
    /// What to do with it
    #[command(subcommand)]
    pub command: ReleaseCommand,
}

/// What to do with a release.
#[derive(Debug, Subcommand)]
pub enum ReleaseCommand {
    /// Check a release: files against the manifest, tables against the codebook, rows, references, small cells, sums
    #[command(long_about = VERIFY)]
    Verify(ReleaseVerifyArguments),
}

/// What `release verify --help` says first.
const VERIFY: &str =
    "Check a release: files against the manifest, tables against the codebook, rows, references, small cells, sums

Needs the folder and nothing else: no log, no data folder. Prints what was checked, and what is wrong.

Exit code: 0 if nothing is wrong, 1 if anything is, 2 for wrong use.";

/// Arguments of `release verify`.
#[derive(Debug, Args)]
pub struct ReleaseVerifyArguments {
    /// The release: DIR/release=ID
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

impl ExportArguments {
    /// Everything by default, into that folder.
    pub fn into(out: PathBuf) -> Self {
        let format = ReleaseFormat::Parquet;
        ExportArguments { out, study: None, as_of: None, include: Vec::new(), dates: false, format }
    }
}
