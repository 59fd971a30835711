//! The real program as a bot, beside a fake of the chat's server.

use std::io::Read as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use fakes::telegram::{Options, TelegramFake};

use crate::program::{Place, ended};

/// Found nowhere but in addresses of calls.
const TOKEN: &str = "4242:CANARY-token-that-must-not-leak";
/// The user whose orders count.
pub(crate) const OWNER: i64 = 1_001;

/// A running bot. What it logs goes to a file beside its data.
pub(crate) struct Serving {
    place: Place,
    fake: TelegramFake,
    token_file: PathBuf,
    arguments: Vec<String>,
    child: Option<Child>,
}

impl Serving {
    /// Starts the bot with no limits on messages, so that tests wait for work only.
    pub(crate) async fn start(arguments: &[&str]) -> Self {
        Serving::start_with(unlimited(), &[&["--messages-per-second", "0"], arguments].concat()).await
    }

    pub(crate) async fn start_with(options: Options, arguments: &[&str]) -> Self {
        let mut serving = Serving::prepared(options, arguments).await;
        serving.start_again();
        serving
    }

    async fn prepared(options: Options, arguments: &[&str]) -> Self {
        let fake = TelegramFake::start_with(options).await.unwrap();
        let place = Place::new();
        let token_file = place.file("token", TOKEN.as_bytes());
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Serving { place, fake, token_file, arguments, child: None }
    }

    /// A bot that listens for the server at this address instead of asking it.
    pub(crate) async fn listening(address: SocketAddr, secret: &str) -> Self {
        let mut serving = Serving::prepared(unlimited(), &["--messages-per-second", "0"]).await;
        serving.fake.deliver_webhooks_to(Some(address));
        let secret_file = serving.place.file("secret", secret.as_bytes());
        let secret_file = secret_file.to_str().unwrap();
        let url = "https://coach.example/telegram";
        let listens = ["--webhook", &address.to_string(), "--webhook-secret-file", secret_file, "--webhook-url", url];
        serving.arguments.extend(listens.map(str::to_owned));
        serving.start_again();
        serving
    }

    /// From the next start on the bot asks the server again.
    pub(crate) fn ask_again(&mut self) {
        let listens = self.arguments.iter().position(|argument| argument == "--webhook").unwrap();
        self.arguments.truncate(listens);
    }

    pub(crate) fn fake(&self) -> &TelegramFake {
        &self.fake
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    pub(crate) fn start_again(&mut self) {
        let log = std::fs::File::options().create(true).append(true).open(self.log_file()).unwrap();
        let owner = OWNER.to_string();
        let url = self.fake.url();
        let token_file = self.token_file.to_str().unwrap();
        let mut arguments =
            vec!["serve", "--telegram-token-file", token_file, "--telegram-api", &url, "--owner", &owner];
        arguments.extend(self.arguments.iter().map(String::as_str));
        let mut command = self.place.command(&arguments);
        let child = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        assert!(self.child.replace(child).is_none(), "the bot runs already");
    }

    /// As `kill -9`.
    pub(crate) fn kill(&mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Ends the bot in order.
    pub(crate) fn stop(&mut self) {
        let Some(child) = self.child.take() else { return };
        let id = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        assert!(ended(child).status.success(), "{}", self.log());
    }

    /// What the bot has logged.
    pub(crate) fn log(&self) -> String {
        let mut text = String::new();
        std::fs::File::open(self.log_file()).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    pub(crate) fn log_file(&self) -> PathBuf {
        self.token_file.with_file_name("bot.log")
    }

    /// The token is in no log line and no file of the data folder, and no word of a learner in a log line.
    pub(crate) fn assert_no_secrets(&self) {
        let log = self.log();
        for secret in ["CANARY", "learn new things", "library", "/bot4242"] {
            assert!(!log.contains(secret), "the log says {secret:?}: {log}");
        }
        for file in files(&self.place.data()) {
            let bytes = std::fs::read(&file).unwrap();
            let canary = b"CANARY";
            assert!(!bytes.windows(canary.len()).any(|window| window == canary), "{} holds the token", file.display());
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A server without limits on messages.
pub(crate) fn unlimited() -> Options {
    Options { token: TOKEN.to_owned(), limits: None, ..Options::default() }
}

pub(crate) fn files(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}
