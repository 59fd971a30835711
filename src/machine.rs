//! What the command takes from the machine: folders, weights, cores. Read once, here.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use coach::recogniser::Whisper;
use coach::weights::{self, Place, Weights};

use crate::providing::{Configured, Providing};

/// Where this machine keeps our things.
#[derive(Clone, Debug)]
pub struct Machine {
    /// `SPEECH_COACH_WEIGHTS`: a ggml file to use instead of the one that `make setup` fetches.
    pub named_weights: Option<PathBuf>,
    /// The project's folder among the user's caches.
    pub cache: Option<PathBuf>,
    /// Where the embedded log and the blobs are kept if `--data` names nothing else.
    pub default_data: Option<PathBuf>,
    /// Processor cores that may be used.
    pub cores: usize,
}

impl Machine {
    /// Reads the environment.
    pub fn read() -> Self {
        let path = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let home = path("HOME").filter(|home| home.is_absolute());
        let data_home = path("XDG_DATA_HOME").filter(|path| path.is_absolute());
        let data_home = data_home.or_else(|| home.as_ref().map(|home| home.join(".local/share")));
        Machine {
            named_weights: path("SPEECH_COACH_WEIGHTS"),
            cache: weights::cache_folder(path("XDG_CACHE_HOME"), home),
            default_data: data_home.map(|data| data.join("speech-coach")),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
        }
    }

    /// Where the weights should be.
    ///
    /// # Errors
    /// Neither the environment nor a home says where.
    pub fn weights_place(&self) -> anyhow::Result<Place> {
        Ok(weights::locate(self.named_weights.as_deref(), self.cache.as_deref())?)
    }

    /// The weights, looked at whole.
    ///
    /// # Errors
    /// They are missing, damaged or others than the known ones.
    pub fn weights(&self) -> anyhow::Result<Weights> {
        Ok(weights::verify(&self.weights_place()?)?)
    }

    /// Everybody who recognises, judges and speaks.
    ///
    /// # Errors
    /// They cannot be made ready; see [`Providing::open`].
    pub fn providing(&self, source: &Configured) -> anyhow::Result<Providing> {
        Providing::open(source, || {
            let whisper = Whisper::load(&self.weights()?).context("loading the recogniser's weights failed")?;
            Ok(Arc::new(whisper))
        })
    }

    /// The data folder: the one that was named, else the default.
    ///
    /// # Errors
    /// None was named and this machine has no home folder.
    pub fn data(&self, named: Option<PathBuf>) -> anyhow::Result<PathBuf> {
        named.or_else(|| self.default_data.clone()).context("no home folder for data; name a folder with --data")
    }
}
