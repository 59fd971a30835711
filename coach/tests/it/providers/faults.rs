//! Each fault of a server by each call: the class is right, and the server saw as many calls as are reported.

use std::sync::LazyLock;
use std::time::Duration;

use coach::audio::{Recording, decode};
use coach::providers::{CallFailed, CallMade, FailedClass, Server, Why};
use coach::rater::{Assess as _, AssessError, ModelRater};
use coach::recogniser::{Audio, Cancel, ServerRecogniser, Transcribe as _, TranscribeError};
use coach::rubrics::Rubrics;
use coach::voice::{ServerVoice, Speak as _, SpeakError, encode};
use dataflow::events::FailureClass;
use dataflow::events::task::Task;
use fakes::openai::{Endpoint, Fault};
use serde_json::json;

use super::config::calls;
use crate::rater::{Answer, FLUENT, STUDY, STUDY_PROMPT};
use crate::support::{Fake, quoting};

const FILE: &[u8] = include_bytes!("../../data/sentence.ogg");
static RECORDING: LazyLock<Recording> = LazyLock::new(|| decode(FILE).unwrap());

const ENDPOINTS: [Endpoint; 4] = [Endpoint::Models, Endpoint::Transcriptions, Endpoint::Chat, Endpoint::Speech];

/// Makes the call of an endpoint and returns every call that is reported; of the list of models only one is ever made.
pub(super) fn call(server: &std::sync::Arc<Server>, endpoint: Endpoint) -> Result<Option<Vec<CallMade>>, CallFailed> {
    let cancel = Cancel::default();
    match endpoint {
        Endpoint::Models => server.missing_models(&cancel).map(|_| None),
        Endpoint::Transcriptions => {
            let audio = Audio::of(FILE);
            match ServerRecogniser::new(server.clone()).transcribe(&audio, &cancel) {
                Ok(transcribed) => Ok(Some(transcribed.calls)),
                Err(TranscribeError::Call(failed)) => Err(failed),
                Err(other) => panic!("{other}"),
            }
        }
        Endpoint::Chat => {
            let answer = Answer::spoken(Task::ToeflIndependent, Some(STUDY_PROMPT), &STUDY.join(" "), FLUENT);
            match ModelRater::new(server.clone(), Rubrics::built_in()).assess(&answer.input(), &cancel) {
                Ok(assessed) => Ok(Some(assessed.calls)),
                Err(AssessError::Call(failed)) => Err(failed),
                Err(other) => panic!("{other}"),
            }
        }
        Endpoint::Speech => match ServerVoice::new(server.clone()).speak("Say it like this.", &cancel) {
            Ok(spoken) => Ok(Some(spoken.calls)),
            Err(SpeakError::Call(failed)) => Err(failed),
            Err(other) => panic!("{other}"),
        },
    }
}

/// Class and reason of a call that meets a fault; none where the call gives its result all the same.
fn expected(endpoint: Endpoint, fault: Fault) -> Option<(FailedClass, Why)> {
    let is_chat = endpoint == Endpoint::Chat;
    let is_json = endpoint != Endpoint::Speech;
    let no_json = if is_json { Why::NoJson } else { Why::NoSound };
    match fault {
        Fault::NoAnswer | Fault::Drip => Some((FailedClass::Timeout, Why::TookTooLong(250))),
        Fault::Unauthorized => Some((FailedClass::Permanent, Why::Key)),
        Fault::Forbidden => Some((FailedClass::Permanent, Why::Forbidden)),
        Fault::NoModel => Some((FailedClass::Permanent, Why::NotFound)),
        Fault::RateLimitedFor7S | Fault::RateLimited => Some((FailedClass::RateLimited, Why::TooMany)),
        Fault::QuotaSpent => Some((FailedClass::QuotaExhausted, Why::Quota)),
        Fault::ServerError | Fault::Loading => Some((FailedClass::Transient, Why::ServerError)),
        Fault::Html | Fault::TruncatedJson => Some((FailedClass::Transient, no_json)),
        Fault::WrongSchema if is_chat => Some((FailedClass::Unusable, Why::Judgement)),
        Fault::WrongSchema => is_json.then_some((FailedClass::Transient, Why::OtherForm)),
        Fault::EmptyText => is_chat.then_some((FailedClass::Unusable, Why::Judgement)),
        Fault::Closed => Some((FailedClass::Transient, Why::Lost)),
        Fault::Refusal => is_chat.then_some((FailedClass::Refused, Why::Declined)),
        Fault::CutOff => is_chat.then_some((FailedClass::Unusable, Why::CutOff)),
        Fault::Oversized => {
            let bytes_max = match endpoint {
                Endpoint::Models | Endpoint::Chat => 1 << 20,
                Endpoint::Transcriptions => 4 << 20,
                Endpoint::Speech => 8 << 20,
            };
            Some((FailedClass::Permanent, Why::TooLarge(bytes_max)))
        }
        Fault::Redirect => Some((FailedClass::Permanent, Why::Redirect)),
        Fault::Echo => Some((FailedClass::Permanent, Why::BadRequest)),
        Fault::NoUsage | Fault::NullWords => None,
    }
}

fn prepared() -> Fake {
    let fake = Fake::start();
    fake.openai.judge(quoting(75));
    fake.openai.say(encode(&RECORDING).unwrap());
    let words = json!([{ "word": "hello", "start": 0.5, "end": 0.9 }]);
    fake.openai.hear(json!({ "text": "Hello.", "words": words }));
    fake
}

#[test]
fn every_fault_of_every_call_has_its_class_and_its_count() {
    let fake = prepared();
    let mut cases = 0;
    for endpoint in ENDPOINTS {
        for fault in Fault::ALL {
            let must_end = matches!(fault, Fault::NoAnswer | Fault::Drip);
            let server = fake.server(if must_end { 250 } else { 20_000 });
            fake.openai.heal();
            fake.openai.fault(endpoint, fault, None);
            let before = fake.openai.count();
            let outcome = call(&server, endpoint);
            let seen = fake.openai.count() - before;
            let reported = match &outcome {
                Ok(made) => made.as_ref().map_or(1, Vec::len),
                Err(failed) => failed.calls.len(),
            };
            assert_eq!(reported, seen, "{endpoint:?} {fault:?}: {outcome:?}");
            let found = outcome.as_ref().err().map(|failed| (failed.class, failed.why));
            assert_eq!(found, expected(endpoint, fault), "{endpoint:?} {fault:?}: {outcome:?}");
            let is_repaired = found.is_some_and(|(class, _)| class == FailedClass::Unusable);
            assert_eq!(seen, if is_repaired { 2 } else { 1 }, "{endpoint:?} {fault:?}");
            cases += 1;
        }
    }
    assert_eq!(cases, 88);
}

#[test]
fn waits_classes_and_blame_are_told() {
    let fake = prepared();
    let failed = |fault| {
        fake.openai.heal();
        fake.openai.fault(Endpoint::Chat, fault, None);
        call(&fake.server(20_000), Endpoint::Chat).unwrap_err()
    };
    assert_eq!(failed(Fault::RateLimitedFor7S).retry_after, Some(Duration::from_secs(7)));
    assert_eq!(failed(Fault::Loading).retry_after, Some(Duration::from_secs(3)));
    assert_eq!(failed(Fault::RateLimited).retry_after, None);
    let told = |fault| {
        let failed = failed(fault);
        (failed.failure_class(), failed.blames_provider())
    };
    assert_eq!(told(Fault::RateLimited), (FailureClass::RateLimited, true));
    assert_eq!(told(Fault::QuotaSpent), (FailureClass::Unavailable, true));
    assert_eq!(told(Fault::Unauthorized), (FailureClass::Unavailable, true));
    assert_eq!(told(Fault::Refusal), (FailureClass::Permanent, false));
    assert_eq!(told(Fault::Echo), (FailureClass::Permanent, false));
    assert_eq!(told(Fault::WrongSchema), (FailureClass::Transient, false));
    assert_eq!(told(Fault::ServerError), (FailureClass::Unavailable, true));
    let shut_s = |fault| failed(fault).shut_for().map(|wait| wait.as_secs());
    assert_eq!(shut_s(Fault::RateLimitedFor7S), Some(7));
    assert_eq!(shut_s(Fault::RateLimited), Some(20));
    assert_eq!(shut_s(Fault::Unauthorized), Some(900));
    assert_eq!((shut_s(Fault::ServerError), shut_s(Fault::Refusal)), (None, None));
}

#[test]
fn what_was_paid_is_told_also_of_what_failed() {
    let fake = prepared();
    let judge = |fault: Option<Fault>, times| {
        fake.openai.heal();
        if let Some(fault) = fault {
            fake.openai.fault(Endpoint::Chat, fault, times);
        }
        let made = call(&fake.server(20_000), Endpoint::Chat);
        calls(&made.map_or_else(|failed| failed.calls, Option::unwrap_or_default))
    };
    // 1,000 tokens in and 200 out, as the server says.
    assert_eq!(judge(None, None), [(coach::providers::Call::Assess, 650, false)]);
    assert_eq!(judge(Some(Fault::CutOff), None).len(), 2);
    assert!(judge(Some(Fault::CutOff), None).iter().all(|(_, cost, is_estimated)| *cost == 650 && !is_estimated));
    assert_eq!(judge(Some(Fault::RateLimited), None), [(coach::providers::Call::Assess, 0, false)]);
    let unsaid = judge(Some(Fault::NoUsage), None);
    assert!(matches!(unsaid.as_slice(), [(_, 1.., true)]), "{unsaid:?}");
    // The second answer holds.
    assert_eq!(judge(Some(Fault::WrongSchema), Some(1)).len(), 2);
}

#[test]
fn cancelling_ends_a_call() {
    let fake = prepared();
    fake.openai.fault(Endpoint::Models, Fault::NoAnswer, None);
    let (server, cancel) = (fake.server(60_000), Cancel::default());
    let failed = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| server.missing_models(&cancel));
        while fake.openai.count() == 0 {
            std::thread::yield_now();
        }
        cancel.cancel();
        waiting.join().unwrap().unwrap_err()
    });
    assert_eq!((failed.class, failed.why), (FailedClass::Cancelled, Why::Withdrawn));
    assert!(!failed.is_worth_another());
}

#[test]
fn a_server_that_is_not_there_is_transient_and_costs_nothing() {
    let fake = prepared();
    let server = fake.server(20_000);
    let Fake { openai, runtime, .. } = fake;
    drop(openai);
    // The socket closes when the runtime gets to it.
    let failed = std::iter::repeat_with(|| call(&server, Endpoint::Chat)).find_map(Result::err).unwrap();
    let failed = if failed.why == Why::Unreachable { failed } else { call(&server, Endpoint::Chat).unwrap_err() };
    assert_eq!((failed.class, failed.why), (FailedClass::Transient, Why::Unreachable));
    assert_eq!(failed.calls.iter().map(|call| call.micro_usd).sum::<u64>(), 0);
    drop(runtime);
}

#[test]
fn missing_models_are_named() {
    let fake = prepared();
    assert_eq!(fake.server(20_000).missing_models(&Cancel::default()).unwrap(), Vec::<String>::new());
}
