//! The facts about studies: what is compared, who takes part, and what participants say about themselves.
//!
//! A study's name and the text that is consented to lie in a document beside the log; the facts carry what the views
//! and the coach decide by. What participants say about themselves is coarse when it is said, so that nothing finer
//! exists anywhere.

use serde::{Deserialize, Serialize};

use super::ids::StudyId;
use super::learner::Language;

/// Several ways of coaching are compared. A study never changes: another one is created.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StudyCreated {
    /// Which.
    pub study: StudyId,
    /// When it was created, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// Its short name: at most 40 small letters, digits and dashes.
    pub name: String,
    /// From when on learners may join, in milliseconds since the Unix epoch.
    pub opens_at_ms: u64,
    /// Until when; none for always.
    pub closes_at_ms: Option<u64>,
    /// Version of the text that participants agree to.
    pub text_version: u16,
    /// What is compared, in the order of their numbers; at least one.
    pub arms: Vec<StudyArm>,
}

/// One way of coaching in a study: whatever is not said here is as everywhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StudyArm {
    /// Its short name: at most 40 small letters, digits and dashes.
    pub name: String,
    /// How many of all weights' sum of learners it gets; at least 1.
    pub weight: u16,
    /// Scored by this rubric, with its version.
    pub rubric: Option<String>,
    /// Whether cards are short.
    pub short_feedback: Option<bool>,
    /// Whether reminders are sent to those who want them.
    pub reminders: Option<bool>,
}

/// A learner takes part no longer; for good, because a learner joins a study once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StudyLeft {
    /// Which study.
    pub study: StudyId,
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
}

/// A learner said something about themselves. Of several answers to one question the latest by `occurred_at_ms` stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BackgroundTold {
    /// When, in milliseconds since the Unix epoch.
    pub occurred_at_ms: u64,
    /// What.
    pub background: Background,
}

/// What a learner can say about themselves; always optional.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Background {
    /// The language spoken first at home; none where the learner would not say.
    FirstLanguage(Option<Language>),
    /// Age; none where the learner would not say.
    Age(Option<AgeBand>),
    /// Years of learning English; none where the learner would not say.
    EnglishYears(Option<YearsBand>),
}

/// First languages that are offered to choose, by their codes; for any other there is [`Language::OTHER`].
pub const FIRST_LANGUAGES: [&str; 20] = [
    "ar", "bn", "de", "es", "fa", "fr", "hi", "id", "it", "ja", "kk", "ko", "ky", "pl", "pt", "ru", "tr", "uk", "vi",
    "zh",
];

/// What a learner is asked about themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BackgroundQuestion {
    /// The language spoken first at home.
    FirstLanguage,
    /// Age.
    Age,
    /// Years of learning English.
    EnglishYears,
}

impl BackgroundQuestion {
    /// What is asked after it; none after the last.
    pub fn next(self) -> Option<BackgroundQuestion> {
        match self {
            BackgroundQuestion::FirstLanguage => Some(BackgroundQuestion::Age),
            BackgroundQuestion::Age => Some(BackgroundQuestion::EnglishYears),
            BackgroundQuestion::EnglishYears => None,
        }
    }
}

impl Background {
    /// What it answers.
    pub fn question(&self) -> BackgroundQuestion {
        match self {
            Background::FirstLanguage(_) => BackgroundQuestion::FirstLanguage,
            Background::Age(_) => BackgroundQuestion::Age,
            Background::EnglishYears(_) => BackgroundQuestion::EnglishYears,
        }
    }

    /// Tells answers to one question from another's.
    pub(super) fn number(&self) -> u8 {
        match self {
            Background::FirstLanguage(_) => 0,
            Background::Age(_) => 1,
            Background::EnglishYears(_) => 2,
        }
    }
}

/// Age in bands of years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBand {
    /// 18 to 24.
    From18,
    /// 25 to 34.
    From25,
    /// 35 to 49.
    From35,
    /// 50 and more.
    From50,
}

impl AgeBand {
    /// Every band, youngest first.
    pub const ALL: [AgeBand; 4] = [AgeBand::From18, AgeBand::From25, AgeBand::From35, AgeBand::From50];

    /// As tables say it, as in `18-24`.
    pub fn name(self) -> &'static str {
        match self {
            AgeBand::From18 => "18-24",
            AgeBand::From25 => "25-34",
            AgeBand::From35 => "35-49",
            AgeBand::From50 => "50+",
        }
    }
}

/// Years of learning English, in bands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearsBand {
    /// Under 2.
    Under2,
    /// 2 to 4.
    From2,
    /// 5 to 9.
    From5,
    /// 10 and more.
    From10,
}

impl YearsBand {
    /// Every band, shortest first.
    pub const ALL: [YearsBand; 4] = [YearsBand::Under2, YearsBand::From2, YearsBand::From5, YearsBand::From10];

    /// As tables say it, as in `2-4`.
    pub fn name(self) -> &'static str {
        match self {
            YearsBand::Under2 => "0-1",
            YearsBand::From2 => "2-4",
            YearsBand::From5 => "5-9",
            YearsBand::From10 => "10+",
        }
    }
}
