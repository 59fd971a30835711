//! From what an update says to the facts that the log takes.
//!
//! Every accepted update has one receipt: the voice note, the message that it asks for, or that it was ignored or
//! quarantined. What a press changes is said beside it, in the same commit.

use dataflow::events::{
    AnswerFact, AnswerRun, BackgroundTold, Consent, Event, LearnerFact, LearnerId, LearnerRegistered, MessageRequested,
    Order, Rule, Setting, SettingChanged, StudyLeft, SystemFact, VoiceReceived, Wanted, WordDisputed,
};
use ingest::hashing::chat_id;

use crate::command::Command;
use crate::press::Press;
use crate::update::{Incoming, Says, VoiceNote};

/// Version of the texts that people agree to.
pub const CONSENT_VERSION: u16 = 2;

impl Incoming {
    /// The name under which the sender is kept.
    pub fn name(&self) -> Option<String> {
        self.sender.map(|sender| name(sender.user_id))
    }

    /// The facts that it says, about the learner who sent it. `bot` is the number of the bot.
    pub fn events(&self, bot: u64, learner: LearnerId, received_at_ms: u64) -> Vec<Event> {
        let Some(sender) = self.sender.filter(|_| self.says != Says::Nothing) else {
            return vec![Event::System(SystemFact::UpdateIgnored { update_id: self.update_id })];
        };
        // A press has no time of its own, and the clock of the chat's server knows whole seconds only.
        let occurred_at_ms = self.sent_at_ms.unwrap_or(received_at_ms);
        let answer = chat_id(bot, self.update_id, learner, self.sent_at_ms.map_or(0, |sent_at_ms| sent_at_ms / 1_000));
        let of = AnswerRun { answer, run: 0 };
        let about = |fact| Event::Answer { learner, of, fact };
        let wants = |wanted, edits_message_id| {
            about(AnswerFact::MessageRequested(MessageRequested {
                occurred_at_ms: received_at_ms,
                wanted,
                edits_message_id,
            }))
        };
        match self.says {
            Says::Voice(note) => vec![about(AnswerFact::VoiceReceived(self.voice(note, occurred_at_ms)))],
            Says::Command(command) => {
                let mut events = vec![wants(command.wanted(), None)];
                if let Command::Start(_) = command {
                    let registered = LearnerRegistered { occurred_at_ms, language: sender.language };
                    events.push(Event::Learner { learner, fact: LearnerFact::Registered(registered) });
                }
                events.extend(command.rule().map(|rule| ordered(occurred_at_ms, rule)));
                events
            }
            Says::Pressed { press, message_id } => {
                let (wanted, is_edit) = press.wanted();
                let mut events = vec![wants(wanted, message_id.filter(|_| is_edit))];
                events.extend(press.changes(learner, received_at_ms));
                events
            }
            Says::NotUnderstood => vec![wants(Wanted::NotUnderstood, None)],
            Says::Nothing => Vec::new(),
        }
    }

    fn voice(&self, note: VoiceNote, occurred_at_ms: u64) -> VoiceReceived {
        let VoiceNote { message_id, reply_to_message_id, duration_ms, bytes } = note;
        let update_id = self.update_id;
        VoiceReceived { occurred_at_ms, update_id, message_id, reply_to_message_id, duration_ms, bytes }
    }
}

/// The name under which a user of the chat is kept.
pub fn name(user_id: u64) -> String {
    format!("telegram:{user_id}")
}

/// The chat behind a name, if it is one of a chat.
pub fn chat_of(name: &str) -> Option<i64> {
    name.strip_prefix("telegram:")?.parse().ok()
}

fn ordered(occurred_at_ms: u64, rule: Rule) -> Event {
    Event::System(SystemFact::Ordered { occurred_at_ms, rule })
}

impl Command {
    fn wanted(self) -> Wanted {
        match self {
            Command::Start(study) => Wanted::Welcome { study },
            Command::Practice => Wanted::Tasks,
            Command::Progress => Wanted::Progress,
            Command::History => Wanted::History,
            Command::Words => Wanted::Words,
            Command::Settings => Wanted::Settings,
            Command::Quota => Wanted::Quota,
            Command::Privacy => Wanted::Privacy,
            Command::Export => Wanted::Export,
            Command::Forget => Wanted::ForgetQuestion,
            Command::Help => Wanted::Help,
            Command::Outstanding => Wanted::Outstanding,
            Command::Order(order) => Wanted::Ordered(order),
        }
    }

    fn rule(self) -> Option<Rule> {
        match self {
            Command::Order(order) => rule(order),
            Command::Start(_)
            | Command::Practice
            | Command::Progress
            | Command::History
            | Command::Words
            | Command::Settings
            | Command::Quota
            | Command::Privacy
            | Command::Export
            | Command::Forget
            | Command::Help
            | Command::Outstanding => None,
        }
    }
}

/// The rule that an order sets.
fn rule(order: Order) -> Option<Rule> {
    match order {
        Order::Pause => Some(Rule::Paused(true)),
        Order::Resume => Some(Rule::Paused(false)),
        Order::Quota(per_day) => Some(Rule::AnswersPerDay(per_day)),
        Order::Replay(_) | Order::Cancel(_) | Order::Broadcast(_) => None,
    }
}

impl Press {
    /// Whether only the owner may press it.
    pub fn is_for_owner(&self) -> bool {
        matches!(self, Press::Outstanding | Press::Order(_))
    }

    /// What is to be shown, and whether in place of the message that was pressed.
    fn wanted(self) -> (Wanted, bool) {
        match self {
            Press::Menu => (Wanted::Menu, true),
            Press::Tasks => (Wanted::Tasks, false),
            Press::Prompt(task) => (Wanted::Prompt { task }, false),
            Press::Again(prompt) => (Wanted::Again { prompt }, false),
            Press::Why(answer) => (Wanted::Why { answer }, false),
            Press::Better(answer) => (Wanted::Better { answer }, false),
            Press::Doubts(answer, from) => (Wanted::Doubts { answer, from }, from > 0),
            Press::Dispute(answer, _) => (Wanted::Card { answer }, false),
            Press::Progress => (Wanted::Progress, false),
            Press::History => (Wanted::History, false),
            Press::Words => (Wanted::Words, false),
            Press::Settings | Press::ShortFeedback(_) | Press::ReadyNotice(_) | Press::ReminderHour(_) => {
                (Wanted::Settings, true)
            }
            Press::Languages => (Wanted::Languages, true),
            // Whoever has just come is asked for the next thing.
            Press::Language(_) => (Wanted::Consents, true),
            Press::LanguageFor(_, study) => (Wanted::Study { study }, true),
            Press::StudyJoin(study) | Press::Told(_, Some(study)) => (Wanted::StudyJoin { study }, true),
            Press::StudyDecline => (Wanted::StudyDeclined, true),
            Press::StudyLeave(_) => (Wanted::Privacy, true),
            Press::Background(asks) => (Wanted::Background { asks, study: None }, true),
            Press::Told(told, None) => {
                let next = told.question().next();
                (next.map_or(Wanted::Menu, |asks| Wanted::Background { asks, study: None }), true)
            }
            Press::Clock => (Wanted::Clock, true),
            Press::Offset(_) => (Wanted::Menu, true),
            Press::ReminderHours => (Wanted::ReminderHours, true),
            Press::Consents | Press::Consent(..) => (Wanted::Consents, true),
            Press::Quota => (Wanted::Quota, false),
            Press::Privacy => (Wanted::Privacy, true),
            Press::Export => (Wanted::Export, false),
            Press::ForgetQuestion => (Wanted::ForgetQuestion, true),
            Press::Forget => (Wanted::Forget, true),
            Press::Help => (Wanted::Help, true),
            Press::Outstanding => (Wanted::Outstanding, true),
            Press::Order(order) => (Wanted::Ordered(order), false),
        }
    }

    /// What it changes, besides.
    fn changes(self, learner: LearnerId, occurred_at_ms: u64) -> Option<Event> {
        let chose = |setting| {
            let fact = LearnerFact::SettingChanged(SettingChanged { occurred_at_ms, setting });
            Some(Event::Learner { learner, fact })
        };
        match self {
            Press::Language(language) | Press::LanguageFor(language, _) => chose(Setting::Language(language)),
            Press::StudyLeave(study) => {
                let fact = LearnerFact::StudyLeft(StudyLeft { study, occurred_at_ms });
                Some(Event::Learner { learner, fact })
            }
            Press::Told(background, _) => {
                let fact = LearnerFact::BackgroundTold(BackgroundTold { occurred_at_ms, background });
                Some(Event::Learner { learner, fact })
            }
            Press::Offset(offset_min) => chose(Setting::UtcOffsetMin(offset_min)),
            Press::ReminderHour(hour) => chose(Setting::ReminderHour(hour)),
            Press::ShortFeedback(is_short) => chose(Setting::ShortFeedback(is_short)),
            Press::ReadyNotice(is_told) => chose(Setting::ReadyNotice(is_told)),
            Press::Consent(purpose, is_given) => {
                let consent = Consent { purpose, version: CONSENT_VERSION, occurred_at_ms };
                let fact =
                    if is_given { LearnerFact::ConsentGiven(consent) } else { LearnerFact::ConsentWithdrawn(consent) };
                Some(Event::Learner { learner, fact })
            }
            Press::Dispute(answer, word) => {
                let of = AnswerRun { answer, run: 0 };
                Some(Event::Answer { learner, of, fact: AnswerFact::WordDisputed(WordDisputed { word }) })
            }
            Press::Order(order) => rule(order).map(|rule| ordered(occurred_at_ms, rule)),
            Press::Menu
            | Press::Tasks
            | Press::Prompt(_)
            | Press::Again(_)
            | Press::Why(_)
            | Press::Better(_)
            | Press::Doubts(..)
            | Press::Progress
            | Press::History
            | Press::Words
            | Press::Settings
            | Press::Languages
            | Press::StudyJoin(_)
            | Press::StudyDecline
            | Press::Background(_)
            | Press::Clock
            | Press::ReminderHours
            | Press::Consents
            | Press::Quota
            | Press::Privacy
            | Press::Export
            | Press::ForgetQuestion
            | Press::Forget
            | Press::Help
            | Press::Outstanding => None,
        }
    }
}
