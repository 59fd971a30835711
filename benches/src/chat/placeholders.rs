//! From a voice note to the message that says it was heard, while everything else goes on: recordings are fetched,
//! decoded, measured and scored, cards are sent. Only the recogniser is left out, which takes seconds of a core.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use bot::ChatServer;
use bot::api::Api;
use bot::receive::{Receiver, polling};
use coach::bank::Bank;
use coach::recogniser::{Audio, Cancel, Transcribe, TranscribeError, Transcribed};
use dataflow::documents::{Transcript, Word};
use dataflow::events::{
    AnswerFact, AnswerId, AnswerRun, Consent, Event, LearnerFact, MessageRequested, PromptSent, Purpose, Task, Wanted,
};
use fakes::telegram::{ChatMessage, Learner, Limits, Options, TelegramFake};
use ingest::{DataFolder, Store, now_ms};
use speech_coach::providing::Providing;
use speech_coach::talking::Talking;
use tokio::task::JoinSet;

use super::folder;
use crate::Figure;

/// A phrase of two and a half seconds.
const NOTE: &str = "coach/tests/data/phrase-01.ogg";
/// Longest wait for anything.
const WAIT: Duration = Duration::from_secs(60);

pub(crate) async fn figures() -> anyhow::Result<Vec<Figure>> {
    let paced = run(6, 120, Some(Limits::default())).await?;
    let mut figures = of("placeholder_6_per_s", paced.waits_ms);
    // The card and what is best effort beside it may meet in one chat within a second; then the server's wait is obeyed.
    figures.push(Figure::new("placeholder_6_per_s_refused_calls", paced.refused as f64, "calls"));
    figures.extend(of("placeholder_50_per_s_no_limits", run(50, 500, None).await?.waits_ms));
    Ok(figures)
}

struct Outcome {
    /// How long each voice note waited for its placeholder, in milliseconds.
    waits_ms: Vec<f64>,
    /// Calls that the server refused for their rate.
    refused: u64,
}

fn of(metric: &str, mut waits_ms: Vec<f64>) -> Vec<Figure> {
    waits_ms.sort_by(f64::total_cmp);
    let at = |share: usize| waits_ms.get(waits_ms.len() * share / 100).copied().unwrap_or(f64::NAN);
    [50, 99].map(|share| Figure::new(format!("{metric}_p{share}_ms"), at(share), "ms")).into()
}

/// Says one word of every recording.
struct OneWord;

impl Transcribe for OneWord {
    fn transcribe(&self, _audio: &Audio<'_>, _cancel: &Cancel) -> Result<Transcribed, TranscribeError> {
        let word = Word { word: "yes".to_owned(), start_ms: 300, end_ms: 600, confidence: 0.9 };
        let transcript = Transcript { text: "yes".to_owned(), words: vec![word] };
        Ok(Transcribed { transcript, model: "one word".to_owned(), ..Transcribed::default() })
    }
}

/// So many voice notes, each of another learner, so many a second.
async fn run(per_s: u32, notes: u32, limits: Option<Limits>) -> anyhow::Result<Outcome> {
    let folder = folder()?;
    let fake = TelegramFake::start_with(Options { limits, ..Options::default() }).await?;
    let learners: Vec<Learner> = (0..notes).map(|n| fake.learner(2_000 + i64::from(n), "en")).collect();
    let mut store = Store::open(&DataFolder::open(folder.path())?).await?;
    for learner in &learners {
        prepare(&mut store, learner).await?;
    }
    let server = Arc::new(Api::new(&fake.url(), fake.token())?);
    let chat: Arc<dyn ChatServer> = Arc::clone(&server) as _;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let providing = Providing::offline(Arc::new(OneWord));
    let talking = Talking::start(folder.path(), Arc::clone(&chat), providing, cores, |_: &[AnswerRun]| {}).await?;
    if limits.is_none() {
        talking.set_pace(0).await?;
    }
    while !talking.is_quiet().await? {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let receiver = Receiver::new(talking.engine.log().clone(), chat, BTreeSet::new(), 100_000);
    let polling = tokio::spawn(async move { polling::poll(&receiver, &server, None).await });
    let audio = std::fs::read(NOTE)?;
    let mut turns = tokio::time::interval(Duration::from_secs(1) / per_s);
    let mut waits = JoinSet::new();
    for learner in learners {
        turns.tick().await;
        let audio = audio.clone();
        waits.spawn(async move {
            let began = Instant::now();
            let note = learner.voice(audio, 3);
            let is_placeholder = |message: &ChatMessage| message.reply_to == Some(note);
            let seen = learner.wait_for(|chat| chat.iter().any(is_placeholder), WAIT).await;
            seen.map(|_| began.elapsed().as_secs_f64() * 1e3).map_err(|unseen| anyhow::anyhow!("{unseen:?}"))
        });
    }
    let mut waits_ms = Vec::new();
    while let Some(wait) = waits.join_next().await {
        waits_ms.push(wait??);
    }
    polling.abort();
    talking.engine.finish().await?;
    Ok(Outcome { waits_ms, refused: fake.rate_refusals() })
}

/// A learner who has agreed and was asked something.
async fn prepare(store: &mut Store, who: &Learner) -> anyhow::Result<()> {
    let learner = store.learner(&bot::facts::name(who.user_id().unsigned_abs())).await?;
    let occurred_at_ms = now_ms() - 10_000;
    let bank = Bank::built_in();
    let prompt = bank.of(Task::ListenRepeat).next().context("the bank has no sentence to repeat")?.id;
    let consent = Consent { purpose: Purpose::Service, version: bot::facts::CONSENT_VERSION, occurred_at_ms };
    let of = AnswerRun { answer: AnswerId(learner.0), run: 0 };
    let about = |fact| Event::Answer { learner, of, fact };
    let wanted = Wanted::Prompt { task: Task::ListenRepeat };
    store
        .append(vec![
            Event::Learner { learner, fact: LearnerFact::ConsentGiven(consent) },
            about(AnswerFact::MessageRequested(MessageRequested { occurred_at_ms, wanted, edits_message_id: None })),
            about(AnswerFact::PromptSent(PromptSent {
                occurred_at_ms,
                prompt,
                task: Task::ListenRepeat,
                message_id: i32::MAX,
            })),
        ])
        .await?;
    Ok(())
}
