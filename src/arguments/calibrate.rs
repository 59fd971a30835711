//! Arguments of `calibrate`.

use std::path::PathBuf;

use clap::Args;

/// What `calibrate --help` says first.
pub(super) const CALIBRATE: &str = "Compare a judge's scores with those of people: correlations, kappa, differences, by criterion and group

FILE is CSV with a heading, or JSON Lines with the same names as keys; a row is one judgement of one criterion of one answer:

  answer,criterion,human,judge,group,run
  essay-1,delivery,3,3,es,1
  essay-1,delivery,3,4,es,2

answer, criterion, human and judge are in every file; group (the speaker's first language, say), run (which of several \
judgements of the same answer) and human2 (a second person's score) may be left out. Scores are numbers. Where judge is \
empty and answer is the id of an answer of the data folder, its score of record is taken. docs/calibration.md says what \
is printed.

Exit code: 0 if there was something to compare, 1 if not, 2 for wrong use.";

/// Arguments of `calibrate`.
#[derive(Debug, Args)]
pub struct CalibrateArguments {
    /// File of scores, at most 32 MB and 200,000 rows
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only this criterion
    #[arg(long, value_name = "NAME")]
    pub criterion: Option<String>,
    /// Draw the scores of one criterion, and their differences, into this file
    #[arg(long, value_name = "FILE.png")]
    pub plot: Option<PathBuf>,
}
