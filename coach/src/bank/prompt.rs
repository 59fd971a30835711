//! One prompt: what is asked, and what is known about it.
//!
//! A prompt says what a learner is asked, not how an answer is scored or for how long one may speak: that belongs to its
//! task. Those that are asked one after another form a set, and each of them knows its place there. The fields are open
//! because a prompt is plain content; a [`Bank`](super::Bank) is where it has to be sound.

use std::fmt;
use std::str::FromStr;

use super::spoken::SPOKEN;
use dataflow::events::ids::PromptId;
use dataflow::events::task::Task;

/// What a learner is asked to speak about, or to repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// Its id, the same for ever.
    pub id: PromptId,
    /// The task it belongs to.
    pub task: Task,
    /// The question or, in Listen and Repeat, the sentence; 1 to 2,000 characters.
    pub text: String,
    /// Points to cover, at most 6, none for most tasks. An IELTS card has three and a closing one, `and explain …`.
    pub points: Vec<String>,
    /// What it is about, in a word or two.
    pub topic: String,
    /// One to three lower-case words to find it by.
    pub tags: Vec<String>,
    /// The level from which it can be answered well.
    pub level: Level,
    /// Where it stands in a set; none for a prompt that is asked alone.
    pub set: Option<SetPlace>,
    /// A good answer, at most 2,000 characters. One that follows it closely was read, not spoken.
    pub sample: Option<String>,
}

/// The place of a prompt among those that are asked one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetPlace {
    /// Id of the set: lower-case words with hyphens.
    pub set: String,
    /// What people call the set.
    pub title: String,
    /// What learners are told before the first prompt: where they are and who speaks.
    pub situation: String,
    /// Its place, from 1.
    pub place: u8,
    /// How many prompts the set has.
    pub of: u8,
}

/// A level of the Common European Framework of Reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Elementary.
    A2,
    /// Intermediate.
    B1,
    /// Upper intermediate.
    B2,
    /// Advanced.
    C1,
}

/// A name that is no level's.
#[derive(Debug, thiserror::Error)]
#[error("level is not known; the levels are A2, B1, B2, C1")]
pub struct LevelError;

impl Level {
    /// Every level, the easiest first.
    pub const ALL: [Level; 4] = [Level::A2, Level::B1, Level::B2, Level::C1];

    /// Its name, as in files.
    pub fn name(self) -> &'static str {
        match self {
            Level::A2 => "A2",
            Level::B1 => "B1",
            Level::B2 => "B2",
            Level::C1 => "C1",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Level {
    type Err = LevelError;

    fn from_str(name: &str) -> Result<Self, LevelError> {
        Level::ALL.into_iter().find(|level| level.name() == name).ok_or(LevelError)
    }
}

impl Prompt {
    /// The prompt as a voice note, OGG with Opus, where it is to be heard and comes with the program.
    pub fn spoken(&self) -> Option<&'static [u8]> {
        let place = SPOKEN.binary_search_by_key(&self.id.0, |(id, _)| *id).ok()?;
        SPOKEN.get(place).map(|(_, note)| *note)
    }
}
