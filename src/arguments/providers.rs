//! Who does the work, for every command that works.

use std::path::PathBuf;

use clap::Args;

use crate::providing::Configured;

/// Who recognises, judges and speaks.
#[derive(Clone, Debug, Default, Args)]
pub struct ProviderArguments {
    /// File of providers and the order in which they are asked, see docs/providers.md [default: this machine alone]
    #[arg(long, value_name = "FILE", conflicts_with = "openai_base_url")]
    pub providers: Option<PathBuf>,
    /// Ask this server of OpenAI's protocol first, as in `https://api.openai.com/v1`, and this machine where it fails; the
    /// key is taken from OPENAI_API_KEY. Recordings and transcripts are sent there
    #[arg(long, value_name = "URL")]
    pub openai_base_url: Option<String>,
}

impl ProviderArguments {
    /// Where it is said who there is.
    pub fn source(&self) -> Configured {
        match (&self.providers, &self.openai_base_url) {
            (Some(file), _) => Configured::File(file.clone()),
            (None, Some(url)) => Configured::Address(url.clone()),
            (None, None) => Configured::Offline,
        }
    }
}
