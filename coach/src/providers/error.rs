//! What can be wrong with the configuration of providers.

/// Providers cannot be used as they are configured.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProvidersError {
    /// Not TOML of this form: a wrong type, an unknown or missing key.
    #[error("{file} does not say which providers there are (line {line}): {reason}")]
    Malformed {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What the parser says; it never quotes the file.
        reason: String,
    },
    /// A provider that cannot be.
    #[error("provider {provider:?}: {reason}")]
    Provider {
        /// Its name.
        provider: String,
        /// Which rule it breaks.
        reason: String,
    },
    /// A list of prices that is unknown or does not name a model.
    #[error("provider {provider:?}: {reason} in the prices {prices:?}")]
    Prices {
        /// Name of the provider.
        provider: String,
        /// Name of the list.
        prices: String,
        /// What is missing.
        reason: String,
    },
    /// An order that names what is not there.
    #[error("order of {call}: {provider:?} {reason}")]
    Order {
        /// Whose order.
        call: &'static str,
        /// The name in it.
        provider: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A trial that cannot be.
    #[error("trial {trial:?}: {reason}")]
    Trial {
        /// Its name.
        trial: String,
        /// Which rule it breaks.
        reason: String,
    },
    /// A key cannot be read.
    #[error("key file {path}: {reason}")]
    KeyFile {
        /// The file.
        path: String,
        /// Why, without anything it holds.
        reason: String,
    },
    /// A variable holds no key.
    #[error("variable {variable} holds no key; set it, or name a key_file")]
    KeyEnv {
        /// Its name.
        variable: String,
    },
    /// The client for calls cannot be made.
    #[error("provider {provider:?}: no client for calls can be made")]
    Client {
        /// Its name.
        provider: String,
    },
}
