//! The facts about one learner: what was agreed to, chosen and joined.

use serde::{Deserialize, Serialize};

use super::ids::StudyId;
use super::study::{BackgroundTold, StudyLeft};

/// A fact about one learner.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LearnerFact {
    /// The learner agrees to one use of what they say.
    ConsentGiven(Consent),
    /// The learner agrees no longer.
    ConsentWithdrawn(Consent),
    /// The learner takes part in a study.
    StudyJoined(StudyJoined),
    /// The learner came to the chat.
    Registered(LearnerRegistered),
    /// The learner chose something.
    SettingChanged(SettingChanged),
    /// The learner takes part in a study no longer.
    StudyLeft(StudyLeft),
    /// The learner said something about themselves.
    BackgroundTold(BackgroundTold),
    /// Nothing about the learner is to remain.
    Erased,
}

/// What a consent is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Words and transcripts may leave in research releases.
    Research,
    /// Answers are recorded and graded: nothing works without it.
    Service,
    /// Recordings are kept after they were graded.
    AudioRetention,
    /// Recordings and transcripts may be used to make recogniser and rater better.
    ModelImprovement,
}

impl Purpose {
    /// Every purpose, in the order in which a learner is asked.
    pub const ALL: [Purpose; 4] =
        [Purpose::Service, Purpose::AudioRetention, Purpose::Research, Purpose::ModelImprovement];
}

/// A consent given or withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Consent {
    /// What for.
    pub purpose: Purpose,
    /// Version of the text that was agreed to.
    pub version: u16,
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
}

/// A learner takes part in a study, in one of its arms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StudyJoined {
    /// Which study.
    pub study: StudyId,
    /// Which arm of it, counted from 0.
    pub arm: u16,
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
}

/// A learner came to the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LearnerRegistered {
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// The language that the chat program speaks, where we speak it too.
    pub language: Option<Language>,
}

/// A language of the interface: two lower-case letters of ISO 639-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 2]);

/// A text that is not two lower-case letters.
#[derive(Debug, thiserror::Error)]
#[error("a language is two lower-case letters, as in en")]
pub struct LanguageError;

impl Language {
    /// English.
    pub const ENGLISH: Language = Language(*b"en");

    /// Any first language that nobody offered to choose; no language has this code.
    pub const OTHER: Language = Language(*b"xx");

    /// The two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("en")
    }
}

impl std::str::FromStr for Language {
    type Err = LanguageError;

    fn from_str(code: &str) -> Result<Self, LanguageError> {
        match *code.as_bytes() {
            [first @ b'a'..=b'z', second @ b'a'..=b'z'] => Ok(Language([first, second])),
            _ => Err(LanguageError),
        }
    }
}

impl TryFrom<String> for Language {
    type Error = LanguageError;

    fn try_from(code: String) -> Result<Self, LanguageError> {
        code.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> String {
        language.code().to_owned()
    }
}

/// A learner chose something. Of several choices of one thing the latest by `occurred_at_ms` stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SettingChanged {
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// What, and how.
    pub setting: Setting,
}

/// Something that a learner can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// Language of the interface.
    Language(Language),
    /// Offset from UTC, in minutes.
    UtcOffsetMin(i16),
    /// Local hour of the reminder on days without practice; none for no reminder.
    ReminderHour(Option<u8>),
    /// Whether cards are short.
    ShortFeedback(bool),
    /// Whether a message of its own tells that a card is there.
    ReadyNotice(bool),
}

impl Setting {
    /// Tells settings of one kind from another.
    pub(super) fn number(&self) -> u8 {
        match self {
            Setting::Language(_) => 0,
            Setting::UtcOffsetMin(_) => 1,
            Setting::ReminderHour(_) => 2,
            Setting::ShortFeedback(_) => 3,
            Setting::ReadyNotice(_) => 4,
        }
    }
}
