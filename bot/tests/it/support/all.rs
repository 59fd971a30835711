//! Every message that there is, for what must hold of all.

use std::collections::{BTreeMap, BTreeSet};

use bot::messages::*;
use bot::{Message, Texts};
use dataflow::events::{BackgroundQuestion, Order, Purpose, Rejection, Step, StudyId, Task};

use super::samples::{self, ANSWER, NOW_MS, PROMPT, TODAY};

pub(crate) const REJECTIONS: [Rejection; 10] = [
    Rejection::Empty,
    Rejection::TooLarge { bytes: 30_000_000, bytes_max: 20_971_520 },
    Rejection::TooLong { duration_ms: 3_660_000, duration_ms_max: 900_000 },
    Rejection::NotAudio { reason: String::new() },
    Rejection::NoSpeech,
    Rejection::NotEnglish,
    Rejection::NoPrompt,
    Rejection::NoConsent,
    Rejection::QuotaSpent { answers_per_day: 20 },
    Rejection::Unavailable,
];

pub(crate) const STEPS: [Step; 7] =
    [Step::Acknowledge, Step::Store, Step::Measure, Step::Transcribe, Step::Assess, Step::Deliver, Step::Send];

pub(crate) fn choices(texts: &Texts) -> Choices {
    Choices {
        language: texts.language(),
        offset_min: Some(330),
        reminder_hour: Some(19),
        is_short: false,
        has_ready_notice: true,
    }
}

/// Every message with its name, in one language.
pub(crate) fn all(texts: &Texts) -> Vec<(String, Message)> {
    let mut all = first_steps(texts);
    all.extend(about_answers(texts));
    all.extend(about_growth(texts));
    all.extend(about_data(texts));
    all
}

fn first_steps(texts: &Texts) -> Vec<(String, Message)> {
    let given = BTreeMap::from([(Purpose::Service, Standing::Given), (Purpose::Research, Standing::Earlier)]);
    let offer = samples::offer();
    let mut all = vec![
        ("welcome".to_owned(), welcome(texts, Some((StudyId(7), "Pauses & <breath>")))),
        ("languages".to_owned(), languages(texts)),
        ("consents, none".to_owned(), consents(texts, &BTreeMap::new())),
        ("consents".to_owned(), consents(texts, &given)),
        ("consents, renewed".to_owned(), renewed(texts, &given)),
        ("study".to_owned(), study_offer(texts, &offer)),
        ("study joined".to_owned(), study_joined(texts)),
        ("clock".to_owned(), clock(texts, NOW_MS, Some(330))),
        ("menu".to_owned(), menu(texts)),
        ("tasks".to_owned(), tasks(texts)),
        ("help".to_owned(), help(texts)),
        ("not understood".to_owned(), not_understood(texts)),
        ("ask to start".to_owned(), ask_to_start(texts)),
        ("offer prompt".to_owned(), offer_prompt(texts)),
    ];
    for why in NotTaken::ALL {
        all.push((format!("study, {why:?}"), study_not_taken(texts, why)));
    }
    for asks in [BackgroundQuestion::FirstLanguage, BackgroundQuestion::Age, BackgroundQuestion::EnglishYears] {
        all.push((format!("background {asks:?}"), background(texts, asks, None)));
        all.push((format!("background for a study {asks:?}"), background(texts, asks, Some(StudyId(u32::MAX)))));
    }
    for task in Task::ALL {
        let sample = PromptText {
            seen_days_ago: Some(5),
            situation: Some(samples::situation()),
            points: vec!["what it was".to_owned(), "why you liked it".to_owned()],
            ..samples::prompt(task)
        };
        all.push((format!("prompt {task}"), prompt(texts, &sample)));
    }
    all
}

fn about_answers(texts: &Texts) -> Vec<(String, Message)> {
    let mut all: Vec<_> = Stage::ALL.map(|at| (format!("stage {at:?}"), stage(texts, at))).to_vec();
    let cards = [
        ("plain", samples::card()),
        ("withheld", samples::withheld_card()),
        ("hostile", samples::hostile_card()),
        ("long", samples::long_card()),
    ];
    for (name, sample) in cards {
        let context = CardContext { previous: Some(samples::earlier()), ..samples::context() };
        let short = CardContext { is_short: true, ..context.clone() };
        all.push((format!("card, {name}"), card(texts, &sample, &context)));
        all.push((format!("short card, {name}"), card(texts, &sample, &short)));
        all.push((format!("why, {name}"), why(texts, &sample, ANSWER)));
        all.push((format!("better, {name}"), better(texts, &sample, false)));
        let disputed = BTreeSet::from([2]);
        all.push((format!("doubts, {name}"), doubts(texts, &sample.transcript, ANSWER, 8, &disputed)));
    }
    for rejection in &REJECTIONS {
        let message = not_graded(texts, &Reason::Rejected(rejection), Some(PROMPT), false);
        all.push((format!("rejected {rejection:?}"), message));
    }
    for step in STEPS {
        all.push((format!("given up {step:?}"), not_graded(texts, &Reason::GivenUp(step), Some(PROMPT), true)));
    }
    all.push(("ready".to_owned(), ready(texts)));
    all
}

fn about_growth(texts: &Texts) -> Vec<(String, Message)> {
    let input = samples::progress();
    vec![
        ("progress, new".to_owned(), progress(texts, &ProgressInput { today: TODAY, ..ProgressInput::default() })),
        ("progress".to_owned(), progress(texts, &input)),
        ("history".to_owned(), history(texts, &samples::history())),
        ("history, new".to_owned(), history(texts, &[])),
        ("words".to_owned(), words(texts, &input.words, &["serendipity".to_owned(), "notwithstanding".to_owned()])),
        ("words, new".to_owned(), words(texts, &[], &[])),
        ("reminder".to_owned(), reminder(texts, 0)),
        ("reminder, streak".to_owned(), reminder(texts, 5)),
        ("notice".to_owned(), notice("Tonight <we> rest & sleep.")),
    ]
}

fn about_data(texts: &Texts) -> Vec<(String, Message)> {
    let decided = Decided { is_short: Some(true), has_reminders: Some(false) };
    let agreed = Agreed { purpose: Purpose::Research, version: 2, day: TODAY };
    let receipt = Receipt {
        answers: 21,
        documents: 84,
        bytes: 1_234_567,
        facts: 312,
        letters: 9,
        releases: 2,
        number: 3,
        digest: "0123456789abcdef".repeat(4),
    };
    let line = |reason: &str| OutstandingLine { answer: ANSWER, step: Step::Transcribe, reason: reason.to_owned() };
    vec![
        ("settings".to_owned(), settings(texts, &choices(texts), &Decided::default())),
        ("settings, study".to_owned(), settings(texts, &choices(texts), &decided)),
        ("reminder hours".to_owned(), reminder_hours(texts)),
        ("quota".to_owned(), quota(texts, 3, 20)),
        ("quota, spent".to_owned(), quota(texts, 25, 20)),
        ("privacy".to_owned(), privacy(texts, &[], &[])),
        ("privacy, study".to_owned(), privacy(texts, &[agreed], &[(StudyId(7), "Pauses & <breath>".repeat(20))])),
        ("export".to_owned(), export_ready(texts, "speech-coach.json", vec![b'{', b'}'])),
        ("forget?".to_owned(), forget_question(texts)),
        ("forgotten".to_owned(), forgotten(texts, &receipt)),
        ("outstanding".to_owned(), outstanding(&vec![line("backing off: <timeout>"); 300])),
        ("ordered".to_owned(), ordered(Order::Replay(ANSWER), "done")),
    ]
}
