//! The real `serve` behind its webhook: keep-alive connections that post one update after another, each waiting for its
//! 200, which is said when the update is durable. What is asked for is answered at Telegram's pace, meanwhile and later.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use fakes::telegram::TelegramFake;
use ingest::{DataFolder, Store};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::folder;
use crate::Figure;

/// Connections at once: Telegram's default is 40, its most 100.
const CONNECTIONS: u64 = 64;
/// Updates of one run, over all connections.
const UPDATES: u64 = 12_800;
/// Learners who send them.
const LEARNERS: u64 = 2_000;
/// How often it is measured, each time on a new data folder.
const RUNS: usize = 3;
const SECRET: &str = "a_secret";

pub(crate) async fn figures() -> anyhow::Result<Vec<Figure>> {
    let mut rates = Vec::new();
    for _ in 0..RUNS {
        rates.push(run().await?);
    }
    Ok(Figure::spread("webhook_updates_per_s", rates, "1/s").into())
}

/// A program that is killed when nobody needs it any more: nothing is lost by that.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn run() -> anyhow::Result<f64> {
    let folder = folder()?;
    let fake = TelegramFake::start().await?;
    let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let serving = serve(folder.path(), &fake, address)?;
    let waiting = Instant::now();
    while TcpStream::connect(address).await.is_err() {
        ensure!(waiting.elapsed() < Duration::from_secs(60), "the bot does not listen");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let began = Instant::now();
    let mut connections = JoinSet::new();
    for connection in 0..CONNECTIONS {
        connections.spawn(post(address, (0..UPDATES).filter(move |number| number % CONNECTIONS == connection)));
    }
    while let Some(ended) = connections.join_next().await {
        ended??;
    }
    let elapsed_s = began.elapsed().as_secs_f64();
    drop(serving);
    let mut store = Store::open(&DataFolder::open(folder.path().join("data"))?).await?;
    let last = store.last_letter().await?;
    ensure!(last == Some(UPDATES), "the last update in the inbox is {last:?}");
    ensure!(store.head().await?.pos >= UPDATES, "updates were said to be durable and are not there");
    Ok(UPDATES as f64 / elapsed_s)
}

fn serve(folder: &Path, fake: &TelegramFake, address: SocketAddr) -> anyhow::Result<Serving> {
    let file = |name: &str, content: &str| -> anyhow::Result<_> {
        let path = folder.join(name);
        std::fs::write(&path, content)?;
        Ok(path)
    };
    let program = std::env::current_exe()?.with_file_name("speech-coach");
    let child = Command::new(&program)
        .args(["serve", "--telegram-api", &fake.url(), "--webhook", &address.to_string(), "--telegram-token-file"])
        .arg(file("token", fake.token())?)
        .arg("--webhook-secret-file")
        .arg(file("secret", SECRET)?)
        .arg("--data")
        .arg(folder.join("data"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {} failed", program.display()))?;
    Ok(Serving(child))
}

/// Posts these updates over one connection. Written by hand, so that the client takes little of the machine.
async fn post(address: SocketAddr, updates: impl Iterator<Item = u64>) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut answer = [0; 1_024];
    for number in updates {
        let user = 2_000 + number % LEARNERS;
        let person =
            json!({ "id": user, "is_bot": false, "first_name": "A", "type": "private", "language_code": "en" });
        let message = json!({
            "message_id": 1 + number / LEARNERS, "date": 1_760_000_000 + number, "chat": person, "from": person,
            "text": "/help", "entities": [{ "type": "bot_command", "offset": 0, "length": 5 }],
        });
        let body = json!({ "update_id": number + 1, "message": message }).to_string();
        let head = format!(
            "POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
             X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).await?;
        // The answer has no body, so it comes in one piece.
        let read = stream.read(&mut answer).await?;
        let is_taken = answer.get(..read).is_some_and(|answer| answer.starts_with(b"HTTP/1.1 200"));
        ensure!(is_taken, "an update was not taken");
    }
    Ok(())
}
