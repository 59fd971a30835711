//! A day of the calendar, as rubrics and price lists are dated.

use std::fmt;

use dataflow::calendar::{civil, day};

/// A day, in UTC. Later days are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u32,
    month: u32,
    day: u32,
}

impl Date {
    /// The day of a moment in milliseconds since the Unix epoch.
    pub fn of_ms(time_ms: u64) -> Self {
        let (year, month, day) = civil(day(time_ms));
        Date { year, month, day }
    }

    /// Its beginning in UTC, in milliseconds since the Unix epoch; none before that.
    pub fn start_ms(self) -> Option<u64> {
        let years = self.year.checked_sub(1970)?;
        // No year is shorter than 365 days, and no four years have more than one day beyond that.
        let first = years.checked_mul(365)?;
        let days = first..=first.checked_add(years / 4)?.checked_add(366)?;
        let day = days.into_iter().find(|day| civil(*day) == (self.year, self.month, self.day))?;
        Some(u64::from(day) * 86_400_000)
    }

    /// The day that TOML writes as `2026-01-21`; none where it is a moment or only a time.
    pub(crate) fn of_toml(written: &toml::value::Datetime) -> Option<Self> {
        let date = written.date.filter(|_| written.time.is_none() && written.offset.is_none())?;
        Some(Date { year: u32::from(date.year), month: u32::from(date.month), day: u32::from(date.day) })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
