//! Arguments of `study`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Arguments of `study`.
#[derive(Debug, Args)]
pub struct StudyArguments {
    /// What to do
    #[command(subcommand)]
    pub command: StudyCommand,
}

/// What to do with studies.
#[derive(Debug, Subcommand)]
pub enum StudyCommand {
    /// Create a study from a TOML file
    #[command(long_about = CREATE)]
    Create(StudyCreateArguments),
    /// List the studies, with how many take part
    List,
    /// Show a study: its arms with how many take part in each, and its link
    Show(StudyNameArguments),
    /// Print the link by which learners join
    Link(StudyLinkArguments),
}

/// What `study create --help` says first.
const CREATE: &str = "Create a study from a TOML file

docs/studies.md describes a file. It is checked as a whole: names, weights, dates, rubrics, texts. What is compared and the \
text that participants agree to never change afterwards: the same file again is the same study, and another content under \
the same name is refused. A bot that is running knows the study at once.

Exit code: 0 if the study is there, 1 if the file is refused, 2 for wrong use.";

/// Arguments of `study create`.
#[derive(Debug, Args)]
pub struct StudyCreateArguments {
    /// File of the study, at most 200 kB
    #[arg(value_name = "FILE.toml")]
    pub file: PathBuf,
}

/// Arguments of `study show`.
#[derive(Debug, Args)]
pub struct StudyNameArguments {
    /// Name of the study, or its number
    #[arg(value_name = "NAME")]
    pub name: String,
}

/// Arguments of `study link`.
#[derive(Debug, Args)]
pub struct StudyLinkArguments {
    /// Name of the study, or its number
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The bot's user name, without the @; without it only what stands behind `/start` is printed
    #[arg(long, value_name = "USERNAME", value_parser = bot_name)]
    pub bot: Option<String>,
}

/// As Telegram's user names are.
fn bot_name(name: &str) -> Result<String, String> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if (5..=32).contains(&name.len()) && name.bytes().all(is_allowed) {
        return Ok(name.to_owned());
    }
    Err("a user name is 5 to 32 letters, digits and underscores, without the @".to_owned())
}
