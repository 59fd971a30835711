//! Servers that recognise and judge, behind the real program: who is asked, what is paid, what happens when they fail.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dataflow::events::{AnswerFact, Event, ProviderId, RatedBy, Record, Step};
use fakes::openai::{Endpoint, Fault, OpenAiFake, honest};
use fakes::telegram::{AttachmentKind, ChatMessage};
use ingest::hashing::provider_id;
use serde_json::json;

use crate::program::{Answered, PHRASE, Place, assert_invariants};
use crate::sessions::Serving;

/// Three quarters of a minute of speech.
const TALK: &str = "samples/ana-good.ogg";
/// Found nowhere but in the header of calls.
const KEY: &str = "sk-CANARY-that-must-not-leak";
const TEXT: &str = "I think that people should learn new things all their life because the world changes every year. For \
example my father learned to drive when he was fifty and now he visits his friends in other towns. It also keeps the \
mind young, and I enjoy it when I can help my children with their homework after work.";

/// What the judge would say instead.
const BETTER: &str = "I believe that people should keep learning all their lives.";

/// A server that costs something, one that does not, and a data folder.
struct Scene {
    place: Place,
    paid: OpenAiFake,
    free: OpenAiFake,
}

impl Scene {
    async fn new() -> Self {
        let fakes = (OpenAiFake::start().await.unwrap(), OpenAiFake::start().await.unwrap());
        let (paid, free) = fakes;
        for fake in [&paid, &free] {
            fake.hear(json!({ "text": TEXT }));
            fake.judge(honest("people should learn new things", BETTER));
        }
        Scene { place: Place::new(), paid, free }
    }

    /// The file that names both servers, to be asked in this order.
    fn config(&self, order: &[&str], more: &str) -> PathBuf {
        let key = self.place.file("key", KEY.as_bytes());
        let server = |name: &str, fake: &OpenAiFake, rest: &str| {
            let (url, times) = (fake.base_url(), "transcribe_ms = 2000\nassess_ms = 2000");
            format!(
                "[providers.{name}]\nkind = \"openai\"\nbase_url = \"{url}\"\n{rest}\n\
                 [providers.{name}.models]\ntranscribe = \"ear\"\nassess = \"judge\"\nspeak = \"mouth\"\n[providers.{name}.timeouts]\n{times}\n"
            )
        };
        let config = [
            server("paid", &self.paid, &format!("prices = \"dear\"\nkey_file = {key:?}")),
            server("free", &self.free, "prices = \"self-hosted\""),
            format!("[order]\ntranscribe = {order:?}\nassess = {order:?}\nspeak = {order:?}\n"),
            "[prices.dear]\nas_of = 2026-01-01\nconfirmed = true\n[prices.dear.models.ear]\naudio_per_minute = 60000\n\
             [prices.dear.models.judge]\ninput_per_million_tokens = 1000000\n\
             [prices.dear.models.mouth]\nspeech_per_million_characters = 1000000\n"
                .to_owned(),
            more.to_owned(),
        ];
        self.place.file("providers.toml", config.join("\n").as_bytes())
    }

    /// Answers with a file, asking these in their order.
    async fn answer(&self, file: &str, order: &[&str], more: &str, arguments: &[&str]) -> Answered {
        let (file, config) = (file.to_owned(), self.config(order, more));
        // The fakes live on this thread's runtime, so the program is waited for elsewhere.
        tokio::task::block_in_place(|| {
            let arguments = [&["--providers", config.to_str().unwrap()], arguments].concat();
            self.place.answer(&[Path::new(&file)], &arguments)
        })
    }

    fn records(&self) -> Vec<Record> {
        std::thread::scope(|scope| scope.spawn(|| self.place.records()).join().unwrap())
    }

    /// Calls by server and endpoint, without the question which models there are.
    fn seen(&self) -> BTreeMap<(&str, Endpoint), u64> {
        let mut seen = BTreeMap::new();
        for (name, fake) in [("paid", &self.paid), ("free", &self.free)] {
            for call in fake.seen().into_iter().filter_map(|call| call.endpoint) {
                if call != Endpoint::Models {
                    *seen.entry((name, call)).or_default() += 1;
                }
            }
        }
        seen
    }
}

/// Calls by provider and endpoint, as the log has them.
fn paid_for(records: &[Record]) -> BTreeMap<(String, Endpoint), u64> {
    let mut paid = BTreeMap::new();
    for record in records {
        if let Event::Answer { fact: AnswerFact::CallPaid(call), .. } = &record.event {
            let endpoint = if call.step == Step::Assess { Endpoint::Chat } else { Endpoint::Transcriptions };
            *paid.entry((call.provider.clone(), endpoint)).or_default() += 1;
        }
    }
    paid
}

/// Who was asked for a step, in order.
fn asked(records: &[Record], step: Step) -> Vec<ProviderId> {
    let started = records.iter().filter_map(|record| match &record.event {
        Event::Answer { fact: AnswerFact::AttemptStarted(start), .. } if start.step == step => Some(start.provider),
        _ => None,
    });
    started.collect()
}

/// The fakes go on while the program is waited for.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn in_a_scene<F: Future<Output = ()>>(play: impl FnOnce(Scene) -> F) {
    runtime().block_on(async { play(Scene::new().await).await });
}

#[test]
fn an_answer_is_two_calls_and_what_was_paid_for_is_kept() {
    in_a_scene(async |scene| {
        scene.paid.fault(Endpoint::Chat, Fault::Refusal, None);
        let refused = scene.answer(TALK, &["paid"], "", &[]).await;
        assert_eq!(refused.only()["status"], "given_up", "{} {}", refused.only(), refused.stderr);
        scene.paid.heal();
        let answered = scene.answer(TALK, &["paid"], "", &["--again"]).await;
        let card = answered.assert_delivered().clone();
        let records = scene.records();
        assert_invariants(&records);
        // The words were recognised in the first run.
        let expected = BTreeMap::from([(("paid", Endpoint::Transcriptions), 1), (("paid", Endpoint::Chat), 2)]);
        assert_eq!(scene.seen(), expected);
        assert!(card["assessment"]["rater"].as_str().unwrap().starts_with("paid/judge/"), "{card}");
        assert!(card["feedback"]["better"].as_str().is_some(), "{card}");
        let bearer = format!("Bearer {KEY}");
        assert!(scene.paid.seen().iter().all(|call| call.authorization.as_ref() == Some(&bearer)));
        assert!(scene.free.seen().iter().all(|call| call.authorization.is_none()));
        let said = format!("{card}{}{records:?}", answered.stderr);
        assert!(!said.contains("CANARY"), "the key is said");
    });
}

#[test]
fn whatever_fails_the_answer_ends_and_the_log_counts_what_the_servers_count() {
    runtime().block_on(async {
        for endpoint in [Endpoint::Transcriptions, Endpoint::Chat] {
            for fault in Fault::ALL {
                let scene = Scene::new().await;
                scene.paid.fault(endpoint, fault, None);
                let answered = scene.answer(TALK, &["paid", "free"], "", &[]).await;
                let result = answered.only();
                let what = format!("{endpoint:?} {fault:?}: {result} {}", answered.stderr);
                let is_silent = (endpoint, fault) == (Endpoint::Transcriptions, Fault::EmptyText);
                assert_eq!(result["status"], if is_silent { "rejected" } else { "delivered" }, "{what}");
                let records = scene.records();
                assert_invariants(&records);
                let seen: BTreeMap<_, _> =
                    scene.seen().into_iter().map(|((name, call), count)| ((name.to_owned(), call), count)).collect();
                assert_eq!(paid_for(&records), seen, "{what}");
                assert!(!answered.stderr.contains("CANARY") && !format!("{records:?}").contains("CANARY"), "{what}");
            }
        }
    });
}

#[test]
fn the_next_provider_is_asked_at_once_and_this_machine_last() {
    in_a_scene(async |scene| {
        scene.paid.fault(Endpoint::Transcriptions, Fault::ServerError, None);
        scene.free.fault(Endpoint::Transcriptions, Fault::RateLimitedFor7S, None);
        let offline = "[providers.here]\nkind = \"offline\"\n";
        let answered = scene.answer(crate::program::SENTENCE, &["paid", "free", "here"], offline, &[]).await;
        answered.assert_delivered();
        let (paid, free) = (provider_id("paid"), provider_id("free"));
        assert_eq!(asked(&scene.records(), Step::Transcribe), [paid, free, ProviderId::HERE]);
    });
}

#[test]
fn an_empty_purse_leaves_the_server_that_costs_nothing() {
    in_a_scene(async |scene| {
        let limits = "[limits]\nus_cents_per_learner = 1\n";
        let order = ["paid", "free"];
        scene.answer(TALK, &order, limits, &[]).await.assert_delivered();
        scene.answer("samples/bao-halting.ogg", &order, limits, &[]).await.assert_delivered();
        let records = scene.records();
        let (paid, free) = (provider_id("paid"), provider_id("free"));
        assert_eq!(asked(&records, Step::Transcribe), [paid, free]);
        assert_eq!(asked(&records, Step::Assess), [free, free]);
    });
}

#[test]
fn a_better_version_is_heard_and_said_once() {
    in_a_scene(async |scene| {
        scene.paid.say(std::fs::read(PHRASE).unwrap());
        let config = scene.config(&["paid"], "");
        let mut serving = Serving::start(&["--providers", config.to_str().unwrap()]).await;
        let ana = serving.fake().learner(2_000, "en");
        let wait = Duration::from_secs(120);
        ana.say("/start");
        ana.press_when_there("language:en", wait).await.unwrap();
        ana.press_when_there("consent:service:1", wait).await.unwrap();
        ana.say("/practice");
        ana.press_when_there("prompt:toefl-independent", wait).await.unwrap();
        ana.wait_for(|chat| chat.iter().any(|message| message.text.contains("Answer with a voice note")), wait)
            .await
            .unwrap();
        ana.voice(std::fs::read(TALK).unwrap(), 45);
        let card = |chat: &[ChatMessage]| {
            let card = chat.iter().find(|message| message.text.contains("What you said"))?;
            Some((card.message_id, card.data_of("Hear a better version")?.to_owned()))
        };
        let (card, hear) = ana.wait_for_some(card, wait).await.unwrap_or_else(|unseen| panic!("{unseen:?}"));
        for times in 1..=2 {
            ana.press(card, &hear);
            let is_voice = |message: &&ChatMessage| {
                message.is_from_bot()
                    && message.attachment.as_ref().is_some_and(|file| file.kind == AttachmentKind::Voice)
                    && message.text.contains("keep learning all their lives")
            };
            ana.wait_for(|chat| chat.iter().filter(is_voice).count() == times, wait).await.unwrap();
        }
        serving.stop();
        serving.assert_no_secrets();
        assert_eq!(scene.seen().get(&("paid", Endpoint::Speech)), Some(&1));
        let records = std::thread::scope(|scope| scope.spawn(|| serving.place().records()).join().unwrap());
        let spoken = records.iter().filter(|record| match &record.event {
            Event::Answer { fact: AnswerFact::CallPaid(paid), .. } => paid.step == Step::Send && paid.micro_usd > 0,
            _ => false,
        });
        assert_eq!(spoken.count(), 1);
    });
}

/// Somebody who practises, and agrees that answers make the coach better or does not.
async fn begins(serving: &Serving, user: i64, agrees: bool, wait: Duration) -> fakes::telegram::Learner {
    let learner = serving.fake().learner(user, "en");
    learner.say("/start");
    learner.press_when_there("language:en", wait).await.unwrap();
    if agrees {
        learner.press_when_there("consent:models:1", wait).await.unwrap();
    }
    learner.press_when_there("consent:service:1", wait).await.unwrap();
    learner
}

/// Answers the next task with this recording, until the card is there.
async fn answers(learner: &fakes::telegram::Learner, file: &str, wait: Duration) {
    let cards = |chat: &[ChatMessage]| chat.iter().filter(|message| message.text.contains("What you said")).count();
    let asks =
        |chat: &[ChatMessage]| chat.iter().filter(|message| message.text.contains("Answer with a voice note")).count();
    let before = learner.wait_for_some(|chat| Some((cards(chat), asks(chat))), wait).await.unwrap();
    learner.say("/practice");
    learner.press_when_there("prompt:toefl-independent", wait).await.unwrap();
    learner.wait_for(|chat| asks(chat) > before.1, wait).await.unwrap();
    learner.voice(std::fs::read(file).unwrap(), 45);
    learner.wait_for(|chat| cards(chat) > before.0, wait).await.unwrap_or_else(|unseen| panic!("{unseen:?}"));
}

/// Waits until the log of a bot that runs says so.
async fn until(place: &Place, wait: Duration, says: impl Fn(&[Record]) -> bool) {
    let look = async {
        while !says(&place.store().await.read_after(0, 10_000_000).await.unwrap().records) {
            // The log is another process's, which tells nobody when it grows.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(wait, look).await.unwrap();
}

/// Ratings by judges on trial, by rater, once there are so many; the log of a bot that runs is read beside it.
async fn tried(place: &Place, ratings: usize, wait: Duration) -> BTreeMap<String, usize> {
    let look = async {
        loop {
            let mut store = place.store().await;
            let mut tried = BTreeMap::new();
            for record in store.read_after(0, 10_000_000).await.unwrap().records {
                if let Event::Answer { fact: AnswerFact::RatingGiven(given), .. } = record.event {
                    assert_eq!(given.by, RatedBy::Trial);
                    *tried.entry(given.scores.rater).or_default() += 1;
                }
            }
            if tried.values().sum::<usize>() >= ratings {
                return tried;
            }
            // The log is another process's, which tells nobody when it grows.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(wait, look).await.unwrap_or_else(|_| panic!("{ratings} ratings do not come"))
}

/// Two judges on trial, one of them paid. A learner may cost four cents a day, of which an answer takes 1.3.
const TRIALS: &str = "[trials.next]\nprovider = \"free\"\nshare = 100\n\
[trials.dear]\nprovider = \"paid\"\nmodel = \"other\"\nshare = 100\n[limits]\nus_cents_per_learner = 4\n\
[prices.dear.models.other]\ninput_per_million_tokens = 1000000\n";

#[test]
fn judges_on_trial_judge_once_what_was_delivered_to_those_who_agree() {
    in_a_scene(async |scene| {
        let wait = Duration::from_secs(120);
        let config = scene.config(&["paid"], TRIALS);
        let mut serving = Serving::start(&["--providers", config.to_str().unwrap()]).await;
        // One trial is refused at first, and has to come back to the answer after a restart.
        scene.free.fault(Endpoint::Chat, Fault::Refusal, Some(1));
        let ben = begins(&serving, 2_001, false, wait).await;
        answers(&ben, TALK, wait).await;
        let ana = begins(&serving, 2_000, true, wait).await;
        answers(&ana, TALK, wait).await;
        let first = tried(serving.place(), 1, wait).await;
        assert_eq!(first, BTreeMap::from([("paid/other/prompt-2".to_owned(), 1)]), "the other one is refused at first");
        // A call whose cost is not in the log yet is not known to the next start.
        until(serving.place(), wait, |records| paid_for(records).contains_key(&("free".to_owned(), Endpoint::Chat)))
            .await;
        serving.kill();
        serving.start_again();
        answers(&ana, "samples/bao-halting.ogg", wait).await;
        let both = tried(serving.place(), 3, wait).await;
        serving.stop();
        // The paid one stops where half of ana's money is spent; ben did not agree.
        let expected = BTreeMap::from([("free/judge/prompt-2".to_owned(), 2), ("paid/other/prompt-2".to_owned(), 1)]);
        assert_eq!(both, expected);
        assert_eq!(scene.seen().get(&("free", Endpoint::Chat)), Some(&3), "one refusal, two judgements");

        let records = std::thread::scope(|scope| scope.spawn(|| serving.place().records()).join().unwrap());
        let paid_for = paid_for(&records);
        assert_eq!(paid_for.get(&("free".to_owned(), Endpoint::Chat)), Some(&3));
        assert_eq!(paid_for.get(&("paid".to_owned(), Endpoint::Chat)), Some(&4), "three of record, one on trial");
        for record in &records {
            let Event::Answer { of, fact: AnswerFact::RatingGiven(_), .. } = &record.event else { continue };
            let is_end = |before: &&Record| matches!(&before.event, Event::Answer { of: ended, fact: AnswerFact::Delivered(_), .. } if ended == of);
            let end = records.iter().find(is_end).unwrap();
            assert!(end.pos < record.pos, "a trial came before the card");
        }
        let said = |arguments: &[&str]| {
            let output = tokio::task::block_in_place(|| serving.place().run(arguments));
            String::from_utf8(output.stdout).unwrap()
        };
        let status = said(&["status"]);
        let line = "free/judge/prompt-2 (on trial, toefl-independent-2019) against paid/judge/prompt-2 \
                    (coach, toefl-independent-2019): 2 pairs";
        assert!(status.contains(line), "{status}");
        assert!(said(&["ratings", "agreement"]).contains(line));
        assert!(status.contains("provider paid: transcribe open, assess open; spent today 0.0"), "{status}");
        assert!(status.contains("at most 0.0400 US dollars for each learner"), "{status}");
        serving.assert_no_secrets();
    });
}

#[test]
fn a_judge_is_asked_again_past_what_is_kept_once_whoever_pays_agrees() {
    in_a_scene(async |scene| {
        let order = ["paid"];
        scene.answer(TALK, &order, "", &[]).await.assert_delivered();
        // Every second judgement gives all points that can be given.
        let (honest, calls) = (honest("people should learn new things", BETTER), std::cell::Cell::new(0_u32));
        scene.paid.judge(move |request| {
            calls.set(calls.get() + 1);
            let mut said = honest(request);
            if calls.get() % 2 == 0 {
                let criteria = said["criteria"].as_object_mut().unwrap();
                criteria.values_mut().for_each(|criterion| criterion["score"] = json!(1));
            }
            said
        });
        let config = scene.config(&order, "");
        let repeat = |more: &[&str]| {
            let named = ["--json", "ratings", "repeat", "--times", "4", "--providers", config.to_str().unwrap()];
            tokio::task::block_in_place(|| scene.place.run(&[&named[..], more].concat()))
        };
        let unpaid = repeat(&[]);
        let said = String::from_utf8(unpaid.stderr).unwrap();
        assert!(!unpaid.status.success() && said.contains("4 judgements, about 0.0040 US dollars"), "{said}");
        assert_eq!(scene.seen().get(&("paid", Endpoint::Chat)), Some(&1), "nothing was asked");

        let repeated = repeat(&["--yes"]);
        assert!(repeated.status.success(), "{repeated:?}");
        let rows = String::from_utf8(repeated.stdout).unwrap();
        let rows: Vec<serde_json::Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let row = |criterion: &str| rows.iter().find(|row| row["criterion"] == criterion).unwrap();
        // Two and two of four: two of six pairs agree.
        let language = row("language_use");
        assert_eq!((language["same"].as_u64(), language["answers"].as_u64()), (Some(0), Some(1)), "{language}");
        assert!((language["exact_agreement"].as_f64().unwrap() - 1.0 / 3.0).abs() < 1e-9, "{language}");
        assert!((language["sd"].as_f64().unwrap() - (1.0_f64 / 3.0).sqrt()).abs() < 1e-9, "{language}");
        // What rests on the sound alone is ours.
        assert_eq!(row("delivery")["exact_agreement"].as_f64(), Some(1.0));
        assert_eq!(paid_for(&scene.records())[&("paid".to_owned(), Endpoint::Chat)], 5);
        // A purse of nothing stops before the first call.
        assert!(!repeat(&["--yes", "--us-cents-max", "0"]).status.success());
        assert_eq!(paid_for(&scene.records())[&("paid".to_owned(), Endpoint::Chat)], 5);
    });
}
