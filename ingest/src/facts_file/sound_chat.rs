//! Whether facts of a chat can be true, as far as one fact alone shows.

use dataflow::events::{Setting, SettingChanged, VoiceReceived};

use super::FactError;
use super::sound::{at_most, calendar_ms, utc_offset};

/// Longest voice note that a chat takes, in milliseconds.
const VOICE_MS_MAX: u32 = 21_600_000;
/// Largest file that a chat takes, in bytes.
const VOICE_BYTES_MAX: u64 = 4_000_000_000;

pub(super) fn voice_received(voice: &VoiceReceived) -> Result<(), FactError> {
    calendar_ms("occurred_at_ms", voice.occurred_at_ms)?;
    at_most("duration_ms", voice.duration_ms, VOICE_MS_MAX)?;
    at_most("bytes", voice.bytes, VOICE_BYTES_MAX)
}

pub(super) fn setting_changed(changed: &SettingChanged) -> Result<(), FactError> {
    calendar_ms("occurred_at_ms", changed.occurred_at_ms)?;
    match changed.setting {
        Setting::UtcOffsetMin(offset_min) => utc_offset(Some(offset_min)),
        Setting::ReminderHour(hour) => at_most("reminder_hour", hour.unwrap_or(0), 23_u8),
        Setting::Language(_) | Setting::ShortFeedback(_) | Setting::ReadyNotice(_) => Ok(()),
    }
}
