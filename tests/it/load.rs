//! Many learners at once, in one process: everything is real but the recogniser, which says words that it was given.
//!
//! The program has no virtual clock where it talks to others, so nothing waits for hours to pass: everybody comes at
//! once, as fast as it goes.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use bot::ChatServer;
use bot::api::Api;
use bot::receive::{Receiver, polling};
use coach::recogniser::{Audio, Cancel, Transcribe, TranscribeError, Transcribed};
use dataflow::documents::{Transcript, Word};
use dataflow::events::{AnswerFact, AnswerRun, Event, FailureClass, Record, Step};
use fakes::telegram::{ChatMessage, Fault, FaultKind, Learner, Options, TelegramFake};
use speech_coach::providing::Providing;
use speech_coach::talking::Talking;
use tokio::sync::Semaphore;

use crate::program::{PHRASE, Place, SENTENCE, assert_chat_invariants};

/// Learners whose answers take for ever, until they are let go on.
const SLOW: usize = 4;

fn learners() -> usize {
    std::env::var("SPEECH_COACH_LEARNERS").ok().and_then(|learners| learners.parse().ok()).unwrap_or(200)
}

/// Says the same words of every recording; of a long one not before the gate is open.
struct Words {
    is_open: Mutex<bool>,
    opened: Condvar,
    /// A permit for each recording that has come to the gate.
    waiting: Semaphore,
}

impl Words {
    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

/// Opens the gate when a test ends, however it ends: a runtime waits for its blocking threads.
struct Opening(Arc<Words>);

impl Drop for Opening {
    fn drop(&mut self) {
        self.0.open();
    }
}

impl Transcribe for Words {
    fn transcribe(&self, audio: &Audio<'_>, _cancel: &Cancel) -> Result<Transcribed, TranscribeError> {
        if audio.heard().is_ok_and(|heard| heard.recording.duration_ms() > 4_000) {
            self.waiting.add_permits(1);
            let is_open = self.is_open.lock().unwrap();
            drop(self.opened.wait_while(is_open, |is_open| !*is_open).unwrap());
        }
        let text = "the train leaves at noon";
        let words = text.split(' ').zip(0..).map(|(word, place)| {
            let start_ms = 200 + 400 * place;
            Word { word: word.to_owned(), start_ms, end_ms: start_ms + 300, confidence: 0.9 }
        });
        let transcript = Transcript { text: text.to_owned(), words: words.collect() };
        Ok(Transcribed { transcript, model: "words".to_owned(), ..Transcribed::default() })
    }
}

/// A card, or the reason why there is none.
pub(crate) fn is_end(message: &ChatMessage) -> bool {
    // Whoever answers before it is known that the question arrived is asked to choose one.
    let ends = ["What you said", "I could not grade this answer", "know no question for it"];
    message.is_from_bot() && message.reply_to.is_some() && ends.iter().any(|end| message.text.contains(end))
}

/// One learner: says what has to be said until there is a question.
async fn is_asked(learner: &Learner, wait: Duration) {
    learner.say("/start");
    learner.press_when_there("language:en", wait).await.unwrap();
    learner.press_when_there("consent:service:1", wait).await.unwrap();
    let agrees = |chat: &[ChatMessage]| chat.iter().any(|message| message.text.contains("✅ Grade my answers"));
    learner.wait_for(agrees, wait).await.unwrap();
    learner.say("/practice");
    learner.press_when_there("prompt:listen-repeat", wait).await.unwrap();
    let is_asked = |chat: &[ChatMessage]| chat.iter().any(|message| message.text.contains("Listen to the voice note"));
    learner.wait_for(is_asked, wait).await.unwrap();
}

/// Answers and waits for what comes of it. Returns the number of the voice note.
async fn answers(learner: &Learner, audio: Vec<u8>, wait: Duration) -> i64 {
    let note = learner.voice(audio, 3);
    learner.wait_for(|chat| chat.iter().any(is_end), wait).await.unwrap();
    note
}

#[test]
fn every_answer_of_many_learners_ends_once_and_none_waits_for_another() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let place = Place::new();
    let (learners, records) = runtime.block_on(crowd(&place));
    assert_chat_invariants(&records);
    let is_ambiguous = |class| matches!(class, FailureClass::Ambiguous | FailureClass::Timeout);
    let mut ambiguous = std::collections::BTreeMap::<AnswerRun, usize>::new();
    let mut answers = std::collections::BTreeMap::new();
    for record in &records {
        match &record.event {
            Event::Answer { of, fact: AnswerFact::VoiceReceived(voice), learner } => {
                answers.insert((*learner, voice.message_id), *of);
            }
            Event::Answer { of, fact: AnswerFact::AttemptFailed(failure), .. }
                if failure.step == Step::Acknowledge && is_ambiguous(failure.class) =>
            {
                *ambiguous.entry(*of).or_default() += 1;
            }
            _ => {}
        }
    }
    assert_eq!(answers.len(), learners.len(), "each voice note is one answer");
    let (mut replies, mut ends) = (0, 0);
    for (learner, note) in &learners {
        let chat = learner.chat();
        ends += chat.iter().filter(|message| is_end(message)).count();
        assert_eq!(chat.iter().filter(|message| is_end(message)).count(), 1, "{chat:#?}");
        replies += chat.iter().filter(|message| message.reply_to == Some(*note)).count();
    }
    let doubled: usize = ambiguous.values().sum();
    eprintln!("{} learners, {ends} ends, {replies} placeholders, {doubled} ambiguous attempts", learners.len());
    assert!(replies <= learners.len() + doubled, "{replies} placeholders, {doubled} ambiguous attempts");
    assert!(doubled > 0, "the faults have hit nothing");
}

/// Lets everybody practise; the learners with their voice notes, and the log.
async fn crowd(place: &Place) -> (Vec<(Learner, i64)>, Vec<Record>) {
    let learners = learners();
    let wait = Duration::from_secs(120 + learners as u64 / 4);
    let options = Options { limits: None, calls_kept: 1_000, ..Options::default() };
    let fake = TelegramFake::start_with(options).await.unwrap();
    let server = Arc::new(Api::new(&fake.url(), fake.token()).unwrap());
    let words = Words { is_open: Mutex::new(false), opened: Condvar::new(), waiting: Semaphore::new(0) };
    let words = Arc::new(words);
    let _opening = Opening(Arc::clone(&words));
    // Recordings that never end fill a place each; how many places there are is the machine's business.
    let cores = SLOW + 2;
    let chat: Arc<dyn ChatServer> = Arc::clone(&server) as _;
    let providing = Providing::offline(Arc::clone(&words) as _);
    let talking = Talking::start(&place.data(), Arc::clone(&chat), providing, cores, |_: &[_]| {}).await.unwrap();
    talking.set_pace(0).await.unwrap();
    let receiver = Receiver::new(talking.engine.log().clone(), chat, std::iter::empty().collect(), 100_000);
    let polling = tokio::spawn(async move { polling::poll(&receiver, &server, None).await });
    let learner = |n: usize| fake.learner(2_000 + n as i64, "en");
    let (phrase, sentence) = (std::fs::read(PHRASE).unwrap(), std::fs::read(SENTENCE).unwrap());

    for n in 0..SLOW {
        is_asked(&learner(n), wait).await;
    }
    is_quiet(&talking).await; // it is known that each question arrived
    let slow: Vec<_> = (0..SLOW)
        .map(|n| {
            let (learner, audio) = (learner(n), sentence.clone());
            tokio::spawn(async move { (learner.clone(), answers(&learner, audio, 4 * wait).await) })
        })
        .collect();
    let all_wait = tokio::time::timeout(wait, words.waiting.acquire_many(u32::try_from(SLOW).unwrap())).await;
    drop(all_wait.expect("all slow answers are recognised"));

    for (kind, seed) in [(FaultKind::LostReply, 1), (FaultKind::Status { code: 500, retry_after: None }, 2)] {
        fake.fault(Fault::on("*", kind).per_mille(25, seed));
    }
    let quick: Vec<_> = (SLOW..learners)
        .map(|n| {
            let (learner, audio) = (learner(n), phrase.clone());
            tokio::spawn(async move {
                is_asked(&learner, wait).await;
                (learner.clone(), answers(&learner, audio, wait).await)
            })
        })
        .collect();
    let mut done = Vec::new();
    for task in quick {
        done.push(task.await.unwrap());
    }
    // All others have their cards, and nobody had to wait for these.
    for n in 0..SLOW {
        assert!(!learner(n).chat().iter().any(is_end));
    }
    words.open();
    for task in slow {
        done.push(task.await.unwrap());
    }
    fake.clear_faults();
    tokio::time::timeout(4 * wait, is_quiet(&talking)).await.expect("everything is answered");
    polling.abort();
    talking.engine.finish().await.unwrap();
    assert_eq!(fake.violations(), Vec::<String>::new());
    let records = place.store().await.read_after(0, u32::MAX >> 1).await.unwrap().records;
    (done, records)
}

async fn is_quiet(talking: &Talking) {
    while !talking.is_quiet().await.unwrap() {
        // Nobody says that nothing is left to do: it has to be asked for.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
