//! What each learner has chosen.

use serde::{Deserialize, Serialize};

use super::chats::{Chat, Says};
use crate::events::{Language, LearnerId, Setting};
use crate::graph::Rows;
use crate::operators::grouped;

/// A learner's choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SettingsRow {
    /// Whose.
    pub learner: LearnerId,
    /// Language of the interface: the one chosen, else the one of the chat program.
    pub language: Option<Language>,
    /// Offset from UTC, in minutes.
    pub utc_offset_min: Option<i16>,
    /// Local hour of the reminder.
    pub reminder_hour: Option<u8>,
    /// Whether cards are short.
    pub is_short: bool,
    /// Whether a message of its own tells that a card is there.
    pub tells_ready: bool,
}

/// One row per learner of a chat. Of several choices of one thing the latest stands; retracted when the learner is erased.
pub fn settings<'scope>(chats: Rows<'scope, Chat>) -> Rows<'scope, SettingsRow> {
    let chosen = chats.filter(|chat| matches!(chat.says, Says::Registered(_) | Says::Chose(_)));
    grouped(
        chosen,
        "settings",
        |chat| (chat.learner, chat.says),
        |learner, says| {
            let mut row = SettingsRow { learner: *learner, ..SettingsRow::default() };
            // They come in order of time: whoever came is before whatever was chosen.
            for says in says {
                match says {
                    Says::Registered(registered) => row.language = row.language.or(registered.language),
                    Says::Chose(changed) => row.choose(changed.setting),
                    Says::Asked(_) | Says::Answered(_) | Says::Refunded(_) | Says::Erased => {}
                }
            }
            std::iter::once(row).collect()
        },
    )
}

impl Default for SettingsRow {
    fn default() -> Self {
        SettingsRow {
            learner: LearnerId(0),
            language: None,
            utc_offset_min: None,
            reminder_hour: None,
            is_short: false,
            tells_ready: true,
        }
    }
}

impl SettingsRow {
    fn choose(&mut self, setting: Setting) {
        match setting {
            Setting::Language(language) => self.language = Some(language),
            Setting::UtcOffsetMin(offset_min) => self.utc_offset_min = Some(offset_min),
            Setting::ReminderHour(hour) => self.reminder_hour = hour,
            Setting::ShortFeedback(is_short) => self.is_short = is_short,
            Setting::ReadyNotice(tells_ready) => self.tells_ready = tells_ready,
        }
    }
}
