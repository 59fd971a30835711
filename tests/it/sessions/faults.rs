//! What cannot be told as a chat: counts, signals and hostile updates.

use std::time::Duration;

use dataflow::events::{
    AnswerFact, Event, FailureClass, LearnerFact, Record, Setting, SettingChanged, SystemFact, Wanted,
};
use fakes::telegram::{ChatMessage, Fault, FaultKind, Learner, Limits};

use super::serving::{Serving, unlimited};
use crate::load::is_end;
use crate::program::{PHRASE, assert_chat_invariants, runtime};

const WAIT: Duration = Duration::from_secs(120);
/// Kills while the answers of one round are worked on: a step may die twelve times before it is given up.
const KILLS_PER_ROUND: u32 = 5;

fn kills() -> u32 {
    std::env::var("SPEECH_COACH_CHAT_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(5)
}

/// Learners who have agreed and were asked something.
async fn ready(serving: &Serving, learners: i64) -> Vec<Learner> {
    let learners: Vec<_> = (0..learners).map(|n| serving.fake().learner(2_000 + n, "en")).collect();
    for learner in &learners {
        learner.say("/start");
    }
    for press in ["language:en", "consent:service:1"] {
        for learner in &learners {
            learner.press_when_there(press, WAIT).await.unwrap();
        }
    }
    for learner in &learners {
        learner.say("/practice");
    }
    for learner in &learners {
        learner.press_when_there("prompt:listen-repeat", WAIT).await.unwrap();
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
fn a_start_waits_for_a_server_that_is_away() {
    runtime().block_on(async {
        let mut serving = Serving::start(&[]).await;
        let ana = serving.fake().learner(2_000, "en");
        let hears = |text: &'static str| move |chat: &[ChatMessage]| chat.iter().any(|m| m.text.contains(text));
        ana.say("/help");
        ana.wait_for(hears("How it works"), WAIT).await.unwrap();
        serving.kill();
        for method in ["getMe", "deleteWebhook"] {
            for kind in [FaultKind::Status { code: 502, retry_after: None }, FaultKind::LostReply] {
                serving.fake().fault(Fault::on(method, kind).times(1));
            }
        }
        let asked = serving.fake().calls_of("getMe");
        serving.start_again();
        ana.say("/quota");
        ana.wait_for(hears("30 left of 30"), WAIT)
            .await
            .unwrap_or_else(|unseen| panic!("{unseen:?}\n{}", serving.log()));
        assert!(serving.fake().calls_of("getMe") - asked >= 3, "two questions were lost");
        serving.stop();
        assert!(serving.log().contains("asking Telegram who we are failed, trying again in"), "{}", serving.log());
    });
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
        let rounds = kills().div_ceil(KILLS_PER_ROUND);
        let mut serving = Serving::start(&[]).await;
        let learners = ready(&serving, 8).await;
        for (kind, seed) in [(FaultKind::LostReply, 1), (FaultKind::Status { code: 500, retry_after: None }, 2)] {
            serving.fake().fault(Fault::on("*", kind).per_mille(25, seed));
        }
        let audio = std::fs::read(PHRASE).unwrap();
        let mut notes: Vec<(&Learner, i64)> = Vec::new();
        for _ in 0..rounds {
            let spoken: Vec<_> = learners.iter().map(|learner| (learner, learner.voice(audio.clone(), 3))).collect();
            for kill in 0..KILLS_PER_ROUND {
                // The process dies at some moment of the work, another one each time.
                tokio::time::sleep(Duration::from_millis(u64::from(700 + 300 * kill))).await;
                serving.kill();
                serving.start_again();
            }
            for (learner, note) in &spoken {
                let has_ended = |chat: &[ChatMessage]| chat.iter().any(|message| is_end_of(message, *note));
                let ended = learner.wait_for(has_ended, WAIT).await;
                ended.unwrap_or_else(|unseen| panic!("{unseen:?}\n{}", serving.log()));
            }
            notes.extend(spoken);
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
        for (learner, note) in notes {
            let chat = learner.chat();
            assert_eq!(chat.iter().filter(|message| is_end_of(message, note)).count(), 1, "{chat:#?}");
            let replies = chat.iter().filter(|message| message.reply_to == Some(note)).count();
            // What died or was lost on the way may have been sent.
            assert!(
                replies <= 1 + ambiguous + usize::try_from(KILLS_PER_ROUND).unwrap(),
                "{replies} placeholders, {ambiguous} ambiguous attempts"
            );
        }
    });
}

/// A card of that voice note, or the reason why there is none.
fn is_end_of(message: &ChatMessage, note: i64) -> bool {
    message.reply_to == Some(note) && is_end(message)
}

#[test]
fn whoever_has_not_practised_is_reminded_at_their_hour() {
    runtime().block_on(async {
        let mut serving = Serving::start(&[]).await;
        let ana = serving.fake().learner(2_000, "en");
        ana.say("/start");
        ana.press_when_there("language:en", WAIT).await.unwrap();
        ana.press_when_there("consent:service:1", WAIT).await.unwrap();
        let agrees = |chat: &[ChatMessage]| chat.iter().any(|message| message.text.contains("✅ Grade my answers"));
        ana.wait_for(agrees, WAIT).await.unwrap();
        serving.stop();
        // She chose midnight two days ago: today's has passed.
        let setting = Setting::ReminderHour(Some(0));
        let chosen = SettingChanged { occurred_at_ms: ingest::now_ms() - 2 * 86_400_000, setting };
        let mut store = serving.place().store().await;
        let learner = store.find_learner("telegram:2000").await.unwrap().unwrap();
        store.append(vec![Event::Learner { learner, fact: LearnerFact::SettingChanged(chosen) }]).await.unwrap();
        serving.start_again();
        let is_reminder = |message: &ChatMessage| message.text.contains("No practice yet today");
        ana.wait_for(|chat| chat.iter().any(is_reminder), WAIT).await.unwrap();
        serving.stop();
        serving.start_again();
        ana.say("/help");
        ana.wait_for(|chat| chat.iter().any(|message| message.text.contains("How it works")), WAIT).await.unwrap();
        serving.stop();
        let is_asked = |record: &&Record| match &record.event {
            Event::Answer { fact: AnswerFact::MessageRequested(asked), .. } => {
                matches!(asked.wanted, Wanted::Reminder { .. })
            }
            _ => false,
        };
        assert_eq!(records(&serving).iter().filter(is_asked).count(), 1, "once a day");
    });
}

#[test]
fn of_quick_presses_on_one_message_the_last_is_seen() {
    runtime().block_on(async {
        let mut serving = Serving::start(&[]).await;
        let ana = serving.fake().learner(2_000, "en");
        ana.say("/settings");
        let settings = |chat: &[ChatMessage]| chat.iter().find(|m| m.text.contains("Settings")).map(|m| m.message_id);
        let message_id = ana.wait_for_some(settings, WAIT).await.unwrap();
        // The first press has to be tried again, after the second was shown.
        serving.fake().fault(Fault::on("editMessageText", FaultKind::Status { code: 500, retry_after: None }).times(1));
        for press in ["languages", "hours"] {
            ana.press(message_id, press);
        }
        let hours = |chat: &[ChatMessage]| chat.iter().any(|message| message.text.contains("When shall I remind you?"));
        ana.wait_for(hours, WAIT).await.unwrap();
        // What is tried again would come now.
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert!(hours(&ana.chat()), "{:#?}", ana.chat());
        serving.stop();
    });
}
