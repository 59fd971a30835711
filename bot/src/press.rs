//! What a button does, in the 64 bytes that the chat gives back when it is pressed.
//!
//! Data of buttons comes from outside like everything else: what cannot be read is no press. Words and ids only, never
//! text of people.

mod background;

use dataflow::events::{AnswerId, Background, BackgroundQuestion, Language, Order, PromptId, Purpose, StudyId, Task};

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Press {
    /// Shows the menu.
    Menu,
    /// Shows the tasks to practise.
    Tasks,
    /// Asks for a prompt of a task.
    Prompt(Task),
    /// Asks for a prompt once more.
    Again(PromptId),
    /// Asks why an answer has its score.
    Why(AnswerId),
    /// Asks to hear a better version of an answer.
    Better(AnswerId),
    /// Shows words of an answer that may have been heard wrongly, from this place on.
    Doubts(AnswerId, u16),
    /// Says that a word of an answer was not said.
    Dispute(AnswerId, u16),
    /// Shows progress.
    Progress,
    /// Shows the latest answers.
    History,
    /// Shows words.
    Words,
    /// Shows what can be set.
    Settings,
    /// Shows the languages.
    Languages,
    /// Chooses a language.
    Language(Language),
    /// Chooses a language, and goes on with a study.
    LanguageFor(Language, StudyId),
    /// Agrees to a study's text and joins it.
    StudyJoin(StudyId),
    /// Does not take part.
    StudyDecline,
    /// Leaves a study.
    StudyLeave(StudyId),
    /// Asks for a question about oneself.
    Background(BackgroundQuestion),
    /// Answers one, and goes on with the study that wants to know it.
    Told(Background, Option<StudyId>),
    /// Shows the times of day.
    Clock,
    /// Chooses an offset from UTC, in minutes.
    Offset(i16),
    /// Shows the hours for a reminder.
    ReminderHours,
    /// Chooses the hour of the reminder, or none.
    ReminderHour(Option<u8>),
    /// Chooses short cards, or long ones.
    ShortFeedback(bool),
    /// Chooses whether a message tells that a card is there.
    ReadyNotice(bool),
    /// Shows the consents.
    Consents,
    /// Gives or withdraws a consent.
    Consent(Purpose, bool),
    /// Shows what is left today.
    Quota,
    /// Shows what is kept.
    Privacy,
    /// Asks for everything about oneself.
    Export,
    /// Asks whether everything is to be erased.
    ForgetQuestion,
    /// Erases everything.
    Forget,
    /// Shows what can be said.
    Help,
    /// For the owner: shows what is outstanding.
    Outstanding,
    /// For the owner: an order.
    Order(Order),
}

impl Press {
    /// The data of the button: at most 64 bytes.
    pub fn data(&self) -> String {
        let flag = |is_on: bool| u8::from(is_on);
        match self {
            Press::Menu => "menu".to_owned(),
            Press::Tasks => "tasks".to_owned(),
            Press::Prompt(task) => format!("prompt:{task}"),
            Press::Again(prompt) => format!("again:{prompt}"),
            Press::Why(answer) => format!("why:{answer}"),
            Press::Better(answer) => format!("better:{answer}"),
            Press::Doubts(answer, from) => format!("doubts:{answer}:{from}"),
            Press::Dispute(answer, word) => format!("dispute:{answer}:{word}"),
            Press::Progress => "progress".to_owned(),
            Press::History => "history".to_owned(),
            Press::Words => "words".to_owned(),
            Press::Settings => "settings".to_owned(),
            Press::Languages => "languages".to_owned(),
            Press::Language(language) => format!("language:{}", language.code()),
            Press::LanguageFor(language, study) => format!("language:{}:{}", language.code(), study.0),
            Press::StudyJoin(study) => format!("join:{}", study.0),
            Press::StudyDecline => "decline".to_owned(),
            Press::StudyLeave(study) => format!("leave:{}", study.0),
            Press::Background(asks) => format!("about:{}", background::word(*asks)),
            Press::Told(told, None) => background::data(told),
            Press::Told(told, Some(study)) => format!("{}:{}", background::data(told), study.0),
            Press::Clock => "clock".to_owned(),
            Press::Offset(offset_min) => format!("offset:{offset_min}"),
            Press::ReminderHours => "hours".to_owned(),
            Press::ReminderHour(Some(hour)) => format!("hour:{hour}"),
            Press::ReminderHour(None) => "hour:none".to_owned(),
            Press::ShortFeedback(is_short) => format!("short:{}", flag(*is_short)),
            Press::ReadyNotice(is_told) => format!("notice:{}", flag(*is_told)),
            Press::Consents => "consents".to_owned(),
            Press::Consent(purpose, is_given) => format!("consent:{}:{}", purpose_name(*purpose), flag(*is_given)),
            Press::Quota => "quota".to_owned(),
            Press::Privacy => "privacy".to_owned(),
            Press::Export => "export".to_owned(),
            Press::ForgetQuestion => "forget?".to_owned(),
            Press::Forget => "forget".to_owned(),
            Press::Help => "help".to_owned(),
            Press::Outstanding => "outstanding".to_owned(),
            Press::Order(order) => order_data(*order),
        }
    }

    /// Reads the data of a button; none if it is not ours.
    pub fn read(data: &str) -> Option<Press> {
        let mut parts = data.split(':');
        let (word, first, second) = (parts.next()?, parts.next(), parts.next());
        if parts.next().is_some() {
            return None;
        }
        match (first, second) {
            (None, None) => plain(word),
            (Some(first), None) => with_one(word, first),
            (Some(first), Some(second)) => with_two(word, first, second),
            (None, Some(_)) => None,
        }
    }
}

fn plain(word: &str) -> Option<Press> {
    Some(match word {
        "menu" => Press::Menu,
        "tasks" => Press::Tasks,
        "progress" => Press::Progress,
        "history" => Press::History,
        "words" => Press::Words,
        "settings" => Press::Settings,
        "languages" => Press::Languages,
        "clock" => Press::Clock,
        "hours" => Press::ReminderHours,
        "decline" => Press::StudyDecline,
        "consents" => Press::Consents,
        "quota" => Press::Quota,
        "privacy" => Press::Privacy,
        "export" => Press::Export,
        "forget?" => Press::ForgetQuestion,
        "forget" => Press::Forget,
        "help" => Press::Help,
        "outstanding" => Press::Outstanding,
        "pause" => Press::Order(Order::Pause),
        "resume" => Press::Order(Order::Resume),
        _ => return None,
    })
}

fn with_one(word: &str, first: &str) -> Option<Press> {
    Some(match word {
        "prompt" => Press::Prompt(first.parse().ok()?),
        "again" => Press::Again(first.parse().ok()?),
        "why" => Press::Why(first.parse().ok()?),
        "better" => Press::Better(first.parse().ok()?),
        "language" => Press::Language(first.parse().ok()?),
        "offset" => Press::Offset(first.parse().ok().filter(|offset_min| (-720..=840).contains(offset_min))?),
        "hour" if first == "none" => Press::ReminderHour(None),
        "hour" => Press::ReminderHour(Some(first.parse().ok().filter(|hour| *hour < 24)?)),
        "short" => Press::ShortFeedback(flag(first)?),
        "notice" => Press::ReadyNotice(flag(first)?),
        "join" => Press::StudyJoin(study(first)?),
        "leave" => Press::StudyLeave(study(first)?),
        "about" => Press::Background(background::question(first)?),
        "replay" => Press::Order(Order::Replay(first.parse().ok()?)),
        "cancel" => Press::Order(Order::Cancel(first.parse().ok()?)),
        "perday" => Press::Order(Order::Quota(first.parse().ok()?)),
        "broadcast" => Press::Order(Order::Broadcast(first.parse().ok()?)),
        _ => Press::Told(background::read(word, first)?, None),
    })
}

fn with_two(word: &str, first: &str, second: &str) -> Option<Press> {
    Some(match word {
        "doubts" => Press::Doubts(first.parse().ok()?, second.parse().ok()?),
        "dispute" => Press::Dispute(first.parse().ok()?, second.parse().ok()?),
        "consent" => {
            let purpose = Purpose::ALL.into_iter().find(|purpose| purpose_name(*purpose) == first)?;
            Press::Consent(purpose, flag(second)?)
        }
        "language" => Press::LanguageFor(first.parse().ok()?, study(second)?),
        _ => Press::Told(background::read(word, first)?, Some(study(second)?)),
    })
}

fn study(number: &str) -> Option<StudyId> {
    number.parse().ok().map(StudyId)
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    }
}

fn order_data(order: Order) -> String {
    match order {
        Order::Replay(answer) => format!("replay:{answer}"),
        Order::Cancel(answer) => format!("cancel:{answer}"),
        Order::Pause => "pause".to_owned(),
        Order::Resume => "resume".to_owned(),
        Order::Quota(per_day) => format!("perday:{per_day}"),
        Order::Broadcast(update_id) => format!("broadcast:{update_id}"),
    }
}

/// The name of a purpose in buttons and texts.
pub fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Service => "service",
        Purpose::AudioRetention => "audio",
        Purpose::Research => "research",
        Purpose::ModelImprovement => "models",
    }
}
