//! `serve`: the Telegram bot, with the graph and the executors behind it.
//!
//! Only wiring: who receives, who works, what stops the process. Whatever fails for good stops it with a reason; what it
//! was doing is outstanding, and the next start goes on.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use bot::ChatServer;
use bot::api::{Api, ApiError};
use bot::facts::name;
use bot::receive::{Receiver, polling, webhook};
use bot::texts::{Texts, commands};
use dataflow::events::Language;
use ingest::{DataFolder, LETTER_MS_MAX, Store, now_ms};
use tracing::{info, warn};

use crate::arguments::ServeArguments;
use crate::machine::Machine;
use crate::talking::Talking;
use crate::terminal::LOCAL_USER;

/// Largest file with a token or a secret, in bytes.
const SECRET_BYTES_MAX: u64 = 1_024;
/// How often the inbox is emptied.
const EMPTY_EVERY: Duration = Duration::from_secs(3_600);

/// How often a start asks a server that gives no clear answer: for about a minute.
const TRIES_MAX: u32 = 11;
/// Shortest and longest pause between two such questions.
const PAUSE_MIN: Duration = Duration::from_millis(500);
const PAUSE_MAX: Duration = Duration::from_secs(8);

/// Runs the command until it is stopped.
///
/// # Errors
/// The token is wrong, another engine runs, or the log fails.
pub async fn run(machine: &Machine, data: PathBuf, arguments: ServeArguments) -> anyhow::Result<ExitCode> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).init();
    let token = secret(&arguments.telegram_token_file, "token")?;
    let api = Arc::new(Api::new(&arguments.telegram_api, &token)?);
    let bot = patiently("asking Telegram who we are", || api.me()).await?;
    let mut inbox = Store::open(&DataFolder::open(&data)?).await?;
    let has_terminal = inbox.find_learner(&name(LOCAL_USER)).await?.is_some();
    anyhow::ensure!(!has_terminal, "{} belongs to `chat`; name another folder with --data", data.display());
    let providing = machine.providing(&arguments.providers.source())?;
    let server: Arc<dyn ChatServer> = Arc::clone(&api) as _;
    let talking = Talking::start(&data, Arc::clone(&server), providing, machine.cores, |_ended: &[_]| {}).await?;
    if let Some(per_second) = arguments.messages_per_second {
        talking.set_pace(per_second).await?;
    }
    let Talking { mut engine, .. } = talking;
    set_commands(&api).await;

    let owners = arguments.owner.iter().copied().collect();
    let receiver = Receiver::new(engine.log().clone(), server, owners, bot);
    let last = inbox.last_letter().await?;
    let ended = tokio::select! {
        error = engine.failed() => Err(error),
        ended = receive(&receiver, &arguments, &api, last) => ended,
        error = empty(&mut inbox) => Err(error),
        () = stopped() => Ok(()),
    };
    ended?;
    info!("stopping; what was being done goes on at the next start");
    engine.finish().await?;
    Ok(ExitCode::SUCCESS)
}

/// Tells the chat's server which commands there are.
async fn set_commands(api: &Api) {
    for texts in Texts::all() {
        let language = texts.language();
        // English is what everybody else reads.
        let code = (language != Language::ENGLISH).then(|| language.code().to_owned());
        if let Err(error) = api.set_commands(code.as_deref(), &commands(language)).await {
            warn!(%error, "list of commands is not set");
        }
    }
}

/// Receives until something fails for good.
async fn receive(receiver: &Receiver, arguments: &ServeArguments, api: &Api, last: Option<u64>) -> anyhow::Result<()> {
    let (Some(address), Some(secret_file)) = (arguments.webhook, &arguments.webhook_secret_file) else {
        // What the server holds for a webhook is kept for whoever asks next.
        patiently("switching to long polling", || api.set_webhook(None)).await?;
        info!("asking Telegram for updates");
        return Ok(polling::poll(receiver, api, last).await?);
    };
    let secret = secret(secret_file, "secret")?;
    let is_plain = secret.len() <= 256 && secret.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    anyhow::ensure!(is_plain, "the secret in {} is not 1 to 256 of A-Z a-z 0-9 _ -", secret_file.display());
    let listener = tokio::net::TcpListener::bind(address).await;
    let listener = listener.with_context(|| format!("listening on {address} failed"))?;
    if let Some(url) = &arguments.webhook_url {
        patiently("telling Telegram where we are", || api.set_webhook(Some((url, &secret)))).await?;
    }
    info!(%address, path = webhook::PATH, "listening for Telegram");
    Ok(axum::serve(listener, webhook::routes(receiver.clone(), &secret)).await?)
}

/// Asks until there is an answer: a server that is away for a moment is no reason to stop. What it says clearly counts at
/// once, and after a minute so does the last error: a wrong address does not look like a quiet bot for ever.
async fn patiently<T, F: Future<Output = Result<T, ApiError>>>(what: &str, ask: impl Fn() -> F) -> anyhow::Result<T> {
    for try_again in 0..TRIES_MAX {
        match ask().await {
            Err(error) if error.may_pass() => {
                let pause = PAUSE_MAX.min(PAUSE_MIN * 2_u32.saturating_pow(try_again));
                let pause = error.retry_after().unwrap_or(pause).clamp(PAUSE_MIN, PAUSE_MAX);
                warn!(%error, "{what} failed, trying again in {} s", pause.as_secs_f32());
                tokio::time::sleep(pause).await;
            }
            told => return told.with_context(|| format!("{what} failed")),
        }
    }
    ask().await.with_context(|| format!("{what} failed"))
}

/// Throws letters away that are too old; returns only when that fails.
async fn empty(inbox: &mut Store) -> anyhow::Error {
    loop {
        match inbox.empty_inbox(now_ms().saturating_sub(LETTER_MS_MAX)).await {
            Ok(_) => tokio::time::sleep(EMPTY_EVERY).await,
            Err(error) => return error.into(),
        }
    }
}

/// Waits until somebody stops the process.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => drop(terminated.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

/// A token or a secret from its file: one line without spaces.
fn secret(file: &Path, what: &str) -> anyhow::Result<String> {
    use std::io::Read as _;
    let reading = || format!("reading the {what} from {} failed", file.display());
    let mut text = String::new();
    let opened = std::fs::File::open(file).with_context(reading)?;
    opened.take(SECRET_BYTES_MAX + 1).read_to_string(&mut text).with_context(reading)?;
    let text = text.trim();
    let is_sound =
        !text.is_empty() && text.len() as u64 <= SECRET_BYTES_MAX && text.chars().all(|c| c.is_ascii_graphic());
    anyhow::ensure!(is_sound, "{} holds no {what}: one line of letters, digits and signs is expected", file.display());
    Ok(text.to_owned())
}
