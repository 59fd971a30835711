//! The bot as learners meet it: scripts of chats against the real program and a fake of the chat's server.

mod faults;
pub(crate) mod script;
pub(crate) mod serving;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use bot::press::purpose_name;
use dataflow::events::{Consent, Event, LearnerFact, Purpose};
use fakes::telegram::{ChatMessage, Fault, FaultKind, Learner, TelegramFake};

use crate::program::runtime;
use script::{Line, lines};
pub(crate) use serving::{Serving, files};

/// How long a line waits for what it says. Recognising a sample takes about six seconds of an idle core.
const WAIT: Duration = Duration::from_secs(120);

/// Plays a script.
fn play(name: &str) {
    let path = Path::new("tests/sessions").join(name);
    let script = std::fs::read_to_string(&path).unwrap();
    runtime().block_on(async {
        let mut stage = Stage::new().await;
        for (number, line) in lines(&script) {
            stage.play(&line).await.unwrap_or_else(|problem| panic!("{name}:{number}: {line:?}\n{problem}"));
        }
        stage.end().await;
    });
}

struct Stage {
    serving: Serving,
    learners: BTreeMap<String, Learner>,
}

impl Stage {
    async fn new() -> Self {
        Stage { serving: Serving::start(&[]).await, learners: BTreeMap::new() }
    }

    fn fake(&self) -> &TelegramFake {
        self.serving.fake()
    }

    /// The learner of that name; the first is user 1001, and so on.
    fn learner(&mut self, who: &str) -> Learner {
        let user_id = 1_001 + self.learners.len() as i64;
        let fake = self.serving.fake();
        self.learners.entry(who.to_owned()).or_insert_with(|| fake.learner(user_id, "en")).clone()
    }

    async fn play(&mut self, line: &Line) -> Result<(), String> {
        match line {
            Line::Says { who, text } => {
                self.learner(who).say(text);
            }
            Line::Presses { who, label } => {
                let learner = self.learner(who);
                let pressed = learner.wait_for_some(|chat| newest(chat, |message| button(message, label)), WAIT).await;
                let (message_id, data) = pressed.map_err(|unseen| format!("{unseen:?}"))?;
                learner.press(message_id, &data);
            }
            Line::Speaks { who, file } => {
                self.learner(who).voice(std::fs::read(file).unwrap(), 30);
            }
            Line::Answers { who, text, file } => {
                let learner = self.learner(who);
                let found = learner
                    .wait_for_some(
                        |chat| newest(chat, |message| says(message, text).then_some(message.message_id)),
                        WAIT,
                    )
                    .await;
                learner.voice_reply(std::fs::read(file).unwrap(), 30, found.map_err(|unseen| format!("{unseen:?}"))?);
            }
            Line::Hears { who, text } => {
                let learner = self.learner(who);
                let heard = learner.wait_for(|chat| chat.iter().any(|message| says(message, text)), WAIT).await;
                heard.map_err(|unseen| format!("{unseen:?}\n{}", self.serving.log()))?;
            }
            Line::Has { who, count, text } => {
                let chat = self.learner(who).chat();
                let found = chat.iter().filter(|message| says(message, text)).count();
                if found != *count {
                    return Err(format!("{found} messages have {text:?}: {chat:#?}"));
                }
            }
            Line::Blocks { who } => self.learner(who).block(),
            Line::Agreed { .. } | Line::Log { .. } | Line::Study { .. } => return self.beside(line).await,
            Line::Fault { method, kind, times } => {
                self.fake().fault(Fault::on(method, fault_kind(kind)).times(*times));
            }
            Line::Kill => self.serving.kill(),
            Line::Start => self.serving.start_again(),
        }
        Ok(())
    }

    /// What is done beside the bot, to the same data.
    async fn beside(&mut self, line: &Line) -> Result<(), String> {
        match line {
            Line::Agreed { who, version, purpose } => {
                let user_id = self.learner(who).user_id();
                let mut store = self.serving.place().store().await;
                let learner = store.find_learner(&format!("telegram:{user_id}")).await.unwrap();
                let purpose = Purpose::ALL.into_iter().find(|known| purpose_name(*known) == purpose).unwrap();
                let consent = Consent { purpose, version: *version, occurred_at_ms: ingest::now_ms() };
                let fact = LearnerFact::ConsentGiven(consent);
                store.append(vec![Event::Learner { learner: learner.unwrap(), fact }]).await.unwrap();
            }
            Line::Log { count, kind } => {
                let mut store = self.serving.place().store().await;
                let records = store.read_after(0, 1_000_000).await.unwrap().records;
                let found = records.iter().filter(|record| record.event.kind_name() == kind).count();
                if found != *count {
                    return Err(format!("the log has {found} of {kind}"));
                }
            }
            Line::Study { file } => {
                let output = self.serving.place().run(&["study", "create", file]);
                if !output.status.success() {
                    return Err(String::from_utf8_lossy(&output.stderr).into_owned());
                }
            }
            _ => unreachable!("{line:?} is played elsewhere"),
        }
        Ok(())
    }

    async fn end(mut self) {
        assert_eq!(self.fake().violations(), Vec::<String>::new(), "calls that the Bot API does not describe");
        self.serving.stop();
        self.serving.assert_no_secrets();
    }
}

/// The number of the message and the data of its button of that label.
pub(crate) fn button(message: &ChatMessage, label: &str) -> Option<(i64, String)> {
    let button = message.buttons.iter().find(|button| button.text.contains(label))?;
    Some((message.message_id, button.callback_data.clone()?))
}

pub(crate) fn says(message: &ChatMessage, text: &str) -> bool {
    message.is_from_bot() && message.text.contains(text)
}

pub(crate) fn newest<T>(chat: &[ChatMessage], wanted: impl Fn(&ChatMessage) -> Option<T>) -> Option<T> {
    chat.iter().rev().filter(|message| message.is_from_bot()).find_map(wanted)
}

fn fault_kind(kind: &str) -> FaultKind {
    match kind {
        "lost-reply" => FaultKind::LostReply,
        "cut" => FaultKind::CutConnection,
        "html" => FaultKind::HtmlInsteadOfJson,
        "429" => FaultKind::Status { code: 429, retry_after: Some(1) },
        code => FaultKind::Status { code: code.parse().unwrap(), retry_after: None },
    }
}

macro_rules! sessions {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            play(concat!(stringify!($name), ".session"));
        })*

        #[test]
        fn every_script_is_played() {
            let played = [$(concat!(stringify!($name), ".session")),*];
            for file in std::fs::read_dir("tests/sessions").unwrap() {
                let name = file.unwrap().file_name().into_string().unwrap();
                assert!(played.contains(&name.as_str()), "tests/sessions/{name} is not played");
            }
        }
    };
}

sessions! {
    first_answer
    second_try
    reply_to_an_old_prompt
    without_a_prompt
    settings_and_languages
    quota
    forgotten
    owner
    faults_of_the_server
    killed_on_the_way
    blocked
    study_joined_and_left
    study_only_for_adults
    study_not_open
    study_for_some
    consent_text_renewed
}
