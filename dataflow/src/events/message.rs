//! The facts about messages of a chat: what a learner asked for, and what was sent.
//!
//! A message that is wanted is a piece of work like an answer: it has an id and runs of its own, is opened by
//! [`MessageRequested`], has the one step `send`, and ends when it was sent. What it says is made when it is sent, from
//! views and documents, so the log holds no text.

use serde::{Deserialize, Serialize};

use super::ids::{AnswerId, PromptId, StudyId};
use super::study::BackgroundQuestion;
use super::task::Task;

/// A voice note came in by chat. Which prompt it answers the view `answered_prompts` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VoiceReceived {
    /// When it was sent, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// The update that it came in.
    pub update_id: u64,
    /// Its number in the chat.
    pub message_id: i32,
    /// The message that it replies to.
    pub reply_to_message_id: Option<i32>,
    /// Its length as the chat says, in milliseconds.
    pub duration_ms: u32,
    /// Size of the audio file as the chat says, in bytes; 0 where it says nothing.
    pub bytes: u64,
}

/// A message is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MessageRequested {
    /// When it was asked for, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// What about.
    pub wanted: Wanted,
    /// The message that it takes the place of, where it is an edit.
    pub edits_message_id: Option<i32>,
}

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// A greeting, and the first question of what we have to know: the language.
    Welcome {
        /// The study that the invitation belongs to.
        study: Option<StudyId>,
    },
    /// A study, with the text that its participants agree to.
    Study {
        /// Which.
        study: StudyId,
    },
    /// That the learner takes part in a study from now on, or why not.
    StudyJoin {
        /// Which.
        study: StudyId,
    },
    /// That it is well not to take part. Which study it was, and why not, is nobody's to know.
    StudyDeclined,
    /// A question about the learner, to be answered or not.
    Background {
        /// About what.
        asks: BackgroundQuestion,
        /// The study that is only for some; none where it is asked for its own sake.
        study: Option<StudyId>,
    },
    /// Which consents are given, and how to change them.
    Consents,
    /// Which time it is where the learner lives.
    Clock,
    /// What can be done here.
    Menu,
    /// Which task to practise.
    Tasks,
    /// Something to answer, not seen before where there is such.
    Prompt {
        /// For this task.
        task: Task,
    },
    /// A prompt that the learner has seen, once more.
    Again {
        /// Which.
        prompt: PromptId,
    },
    /// Why an answer has its score.
    Why {
        /// Which answer.
        answer: AnswerId,
    },
    /// The better version of an answer, to be heard.
    Better {
        /// Which answer.
        answer: AnswerId,
    },
    /// Words of an answer that may have been heard wrongly, from this place on, to choose from.
    Doubts {
        /// Which answer.
        answer: AnswerId,
        /// Index of the first word shown.
        from: u16,
    },
    /// The card of an answer, anew, because a word was taken out.
    Card {
        /// Which answer.
        answer: AnswerId,
    },
    /// Why an answer has no score.
    NotGraded {
        /// Which answer.
        answer: AnswerId,
        /// Which run of it.
        run: u16,
    },
    /// The card of an answer is there.
    Ready {
        /// Which answer.
        answer: AnswerId,
    },
    /// How the learner is doing, with a picture.
    Progress,
    /// The latest answers.
    History,
    /// Words used most, and new ones.
    Words,
    /// What can be set.
    Settings,
    /// The languages to choose from.
    Languages,
    /// The hours of a reminder to choose from.
    ReminderHours,
    /// How many answers are left today.
    Quota,
    /// What is kept, and what for.
    Privacy,
    /// Everything about the learner, as a file.
    Export,
    /// Whether everything is really to be erased.
    ForgetQuestion,
    /// That it is being erased.
    Forget,
    /// What can be said to the bot.
    Help,
    /// That something was not understood.
    NotUnderstood,
    /// That a day is without practice so far.
    Reminder {
        /// The learner's day, in days since 1970-01-01.
        day: u32,
    },
    /// A notice of the owner to everyone.
    Notice {
        /// Which.
        notice: u64,
    },
    /// For the owner: what is outstanding and why.
    Outstanding,
    /// For the owner: that an order was carried out.
    Ordered(Order),
}

impl Wanted {
    /// Whether nobody asked for it, so that it may wait behind everything that somebody did ask for.
    pub fn is_bulk(&self) -> bool {
        matches!(self, Wanted::Notice { .. } | Wanted::Reminder { .. })
    }
}

/// An order of the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Do an answer again.
    Replay(AnswerId),
    /// Withdraw an answer.
    Cancel(AnswerId),
    /// Start nothing more.
    Pause,
    /// Go on.
    Resume,
    /// So many answers a day for each learner.
    Quota(u16),
    /// Tell everyone what the update with this number says.
    Broadcast(u64),
}

/// A message was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MessageSent {
    /// Its number in the chat.
    pub message_id: i32,
}

/// A prompt was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PromptSent {
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// Which.
    pub prompt: PromptId,
    /// What is to be done with it.
    pub task: Task,
    /// The number of the message in the chat.
    pub message_id: i32,
}

/// The learner did not say a word that was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WordDisputed {
    /// Index of the word in the transcript.
    pub word: u16,
}
