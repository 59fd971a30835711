//! Days, weeks and months of event time, as whole numbers.
//!
//! Days are counted from the Unix epoch; weeks begin on Monday; months are those of the Gregorian calendar. Everything
//! is total: a time beyond the range counts as its end.

use serde::{Deserialize, Serialize};

/// Milliseconds of a day.
const DAY_MS: i128 = 86_400_000;

/// A stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A UTC day.
    Day,
    /// From Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
}

/// The day of that time, counted from the Unix epoch.
pub fn day(time_ms: u64) -> u32 {
    local_day(time_ms, 0)
}

/// The day of that time where clocks are so many minutes ahead of UTC.
pub fn local_day(time_ms: u64, utc_offset_min: i16) -> u32 {
    let local_ms = i128::from(time_ms) + i128::from(utc_offset_min) * 60_000;
    u32::try_from(local_ms.max(0) / DAY_MS).unwrap_or(u32::MAX)
}

/// The first day of the period that the day lies in.
pub fn period_start(period: Period, day: u32) -> u32 {
    match period {
        Period::Day => day,
        Period::Week => week_start(day),
        Period::Month => month_start(day),
    }
}

/// The Monday of the day's week. The epoch was a Thursday.
pub fn week_start(day: u32) -> u32 {
    let since_monday = (u64::from(day) + 3) % 7;
    day.saturating_sub(u32::try_from(since_monday).unwrap_or(0))
}

/// The first day of the day's month.
fn month_start(day: u32) -> u32 {
    let (_, _, day_of_month) = civil(day);
    day.saturating_sub(day_of_month - 1)
}

/// Year, month and day of a day counted from the Unix epoch (proleptic Gregorian; the year begins in March inside, so
/// that a leap day is its last).
pub fn civil(day: u32) -> (u32, u32, u32) {
    const DAYS_OF_400_YEARS: u64 = 146_097;
    let since_march_0000 = u64::from(day) + 719_468;
    let (era, day_of_era) = (since_march_0000 / DAYS_OF_400_YEARS, since_march_0000 % DAYS_OF_400_YEARS);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    (small(year), small(month), small(day_of_month))
}
