//! What cannot be told as a chat: counts, signals and hostile updates.

use std::time::Duration;

use dataflow::events::{AnswerFact, Event, FailureClass, Record, SystemFact};
use fakes::telegram::{ChatMessage, Fault, FaultKind, Learner, Limits};

use super::serving::{Serving, unlimited};
use crate::program::{PHRASE, assert_chat_invariants, runtime};

const WAIT: Duration = Duration::from_secs(120);

/// Learners who have agreed and were asked something.
async fn ready(serving: &Serving, learners: i64) -> Vec<Learner> {
    let learners: Vec<_> = (0..learners).map(|n| serving.fake().learner(2_000 + n, "en")).collect();
    for learner in &learners {
        learner.say("/start");
    }
    for press in ["language:en", "consent:service:1"] {
        for learner in &learners {
            pressed(learner, press).await;
        }
    }
    for learner in &learners {
        learner.say("/practice");
    }
    for learner in &learners {
        pressed(learner, "prompt:listen-repeat").await;
    }
    for learner in &learners {
        learner.wait_for(|chat| chat.iter().any(|m| m.text.contains("Listen to the voice note")), WAIT).await.unwrap();
    }
    learners
}

/// The log, read on a thread that may wait.
fn records(serving: &Serving) -> Vec<Record> {
    std::thread::scope(|scope| scope.spawn(|| serving.place().records()).join().unwrap())
}

/// Presses the button with that data as soon as there is one.
async fn pressed(learner: &Learner, data: &str) {
    let has_it = |message: &ChatMessage| message.buttons.iter().any(|b| b.callback_data.as_deref() == Some(data));
    let message_id =
        learner.wait_for_some(|chat| chat.iter().rev().find(|m| has_it(m)).map(|m| m.message_id), WAIT).await.unwrap();
    learner.press(message_id, data);
}

#[test]
fn what_is_no_update_is_kept_and_said() {
    runtime().block_on(async {
        let mut serving = Serving::start(&[]).await;
        let ana = serving.fake().learner(2_000, "en");
        let bad = [
            serde_json::json!({ "update_id": 900_001, "message": { "message_id": "no number" } }),
            serde_json::json!({ "update_id": 900_002, "message": [] }),
            serde_json::json!({ "update_id": 900_003, "poll_answer": { "poll_id": "1" } }),
        ];
        for update in bad {
            ana.raw(update);
        }
        ana.say("/help");
        ana.wait_for(|chat| chat.iter().any(|message| message.is_from_bot()), WAIT).await.unwrap();
        serving.stop();
        let records = records(&serving);
        let ignored = |record: &&Record| {
            matches!(
                record.event,
                Event::System(SystemFact::UpdateIgnored { .. } | SystemFact::UpdateQuarantined { .. })
            )
        };
        assert_eq!(records.iter().filter(ignored).count(), 3, "{records:#?}");
    });
}

#[test]
fn words_that_were_not_said_are_taken_out_one_after_another() {
    runtime().block_on(async {
        let mut serving = Serving::start(&[]).await;
        let learners = ready(&serving, 1).await;
        let ana = &learners[0];
        ana.voice(std::fs::read(PHRASE).unwrap(), 3);
        let is_graded = |chat: &[ChatMessage]| chat.iter().any(|message| message.text.contains("What you said"));
        ana.wait_for(is_graded, WAIT).await.unwrap();
        let mut listed = 0;
        for _ in 0..2 {
            let card = ana.chat().into_iter().find(|message| message.text.contains("What you said")).unwrap();
            let doubts = card.data_of("I didn’t say that").unwrap();
            let asked = ana.press(card.message_id, doubts);
            assert!(!asked.is_empty());
            // The newest list of words: the first press comes from the first list, the second from the next.
            let list = |chat: &[ChatMessage]| {
                let is_list = |message: &&ChatMessage| {
                    message.message_id > listed && message.text.contains("Which word did you not say?")
                };
                let list = chat.iter().find(is_list)?;
                Some((list.message_id, list.buttons.first()?.callback_data.clone()?))
            };
            let (message_id, word) = ana.wait_for_some(list, WAIT).await.unwrap();
            listed = message_id;
            ana.press(message_id, &word);
            let edits = card.edits;
            let is_new = move |chat: &[ChatMessage]| {
                chat.iter().any(|message| message.message_id == card.message_id && message.edits > edits)
            };
            ana.wait_for(is_new, WAIT).await.unwrap();
        }
        serving.stop();
        let (mut words, mut revisions) = (Vec::new(), Vec::new());
        for record in records(&serving) {
            match record.event {
                Event::Answer { fact: AnswerFact::WordDisputed(disputed), .. } => words.push(disputed.word),
                Event::Answer { fact: AnswerFact::Rated(rated), .. } => revisions.push(rated.revision),
                _ => {}
            }
        }
        words.sort_unstable();
        words.dedup();
        assert_eq!((words.len(), revisions), (2, vec![1, 2]));
    });
}

#[test]
fn listening_and_asking_take_turns_without_a_loss() {
    runtime().block_on(async {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut serving = Serving::listening(free, "a_secret").await;
        let ana = serving.fake().learner(2_000, "en");
        let hears = |text: &'static str| move |chat: &[ChatMessage]| chat.iter().any(|m| m.text.contains(text));
        ana.say("/help");
        ana.wait_for(hears("How it works"), WAIT)
            .await
            .unwrap_or_else(|unseen| panic!("{unseen:?}\n{}", serving.log()));
        for secret in ["", "X-Telegram-Bot-Api-Secret-Token: another\r\n"] {
            assert_eq!(posted(free, secret).await, "HTTP/1.1 404 Not Found");
        }
        assert!(posted(free, "X-Telegram-Bot-Api-Secret-Token: a_secret\r\n").await.contains("200"));
        serving.stop();
        ana.say("/quota");
        serving.ask_again();
        serving.start_again();
        ana.wait_for(hears("30 left of 30"), WAIT).await.unwrap();
        serving.stop();
        serving.assert_no_secrets();
    });
}

/// The first line of the answer to an update that is none.
async fn posted(address: std::net::SocketAddr, header: &str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request =
        format!("POST /telegram HTTP/1.1\r\nHost: x\r\n{header}Content-Length: 2\r\nConnection: close\r\n\r\n{{}}");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.lines().next().unwrap().to_owned()
}

#[test]
fn placeholders_come_within_a_second_under_the_limits_of_the_server() {
    runtime().block_on(async {
        let limits = Some(Limits { overall_per_s: 30, chat_per_s: 1, chat_burst: 3 });
        let serving = Serving::start_with(unlimited(), &[]).await;
        let learners = ready(&serving, 12).await;
        // What was sent before the limits counted must be over a second old.
        tokio::time::sleep(Duration::from_secs(1)).await;
        serving.fake().set_limits(limits);
        let audio = std::fs::read(PHRASE).unwrap();
        let mut waits = Vec::new();
        for learner in &learners {
            let (learner, audio) = (learner.clone(), audio.clone());
            waits.push(tokio::spawn(async move {
                let began = ingest::clock::instant();
                let note = learner.voice(audio, 3);
                let is_placeholder = move |message: &ChatMessage| message.reply_to == Some(note);
                learner.wait_for(move |chat| chat.iter().any(is_placeholder), WAIT).await.unwrap();
                began.elapsed()
            }));
            // Six voice notes a second.
            tokio::time::sleep(Duration::from_millis(167)).await;
        }
        let mut times = Vec::new();
        for wait in waits {
            times.push(wait.await.unwrap());
        }
        times.sort();
        assert!(times[times.len() / 2] < Duration::from_secs(1), "{times:?}");
        assert_eq!(serving.fake().rate_refusals(), 0, "the server had to ask us to wait");
    });
}

#[test]
fn every_answer_ends_in_one_card_or_one_reason_whatever_fails() {
    runtime().block_on(async {
        let kills = 5_u32;
        let mut serving = Serving::start(&[]).await;
        let learners = ready(&serving, 8).await;
        for (kind, seed) in [(FaultKind::LostReply, 1), (FaultKind::Status { code: 500, retry_after: None }, 2)] {
            serving.fake().fault(Fault::on("*", kind).per_mille(25, seed));
        }
        let audio = std::fs::read(PHRASE).unwrap();
        let notes: Vec<i64> = learners.iter().map(|learner| learner.voice(audio.clone(), 3)).collect();
        for round in 0..kills {
            // The process dies at some moment of the work, another one each time.
            tokio::time::sleep(Duration::from_millis(u64::from(700 + 300 * round))).await;
            serving.kill();
            serving.start_again();
        }
        for learner in &learners {
            let has_ended = |chat: &[ChatMessage]| chat.iter().any(is_end);
            learner.wait_for(has_ended, WAIT).await.unwrap_or_else(|unseen| panic!("{unseen:?}\n{}", serving.log()));
        }
        serving.fake().clear_faults();
        // A second card would come now.
        tokio::time::sleep(Duration::from_secs(3)).await;
        serving.stop();
        let records = records(&serving);
        assert_chat_invariants(&records);
        let ambiguous = records
            .iter()
            .filter(|record| match &record.event {
                Event::Answer { fact: AnswerFact::AttemptFailed(failure), .. } => {
                    matches!(failure.class, FailureClass::Ambiguous | FailureClass::Timeout)
                }
                _ => false,
            })
            .count();
        for (learner, note) in learners.iter().zip(notes) {
            let chat = learner.chat();
            assert_eq!(chat.iter().filter(|message| is_end(message)).count(), 1, "{chat:#?}");
            let replies = chat.iter().filter(|message| message.reply_to == Some(note)).count();
            // What died or was lost on the way may have been sent.
            assert!(
                replies <= 1 + ambiguous + usize::try_from(kills).unwrap(),
                "{replies} placeholders, {ambiguous} ambiguous attempts"
            );
        }
    });
}

/// A card, or the reason why there is none.
fn is_end(message: &ChatMessage) -> bool {
    let ends = ["What you said", "I could not grade this answer"];
    message.is_from_bot() && message.reply_to.is_some() && ends.iter().any(|end| message.text.contains(end))
}
