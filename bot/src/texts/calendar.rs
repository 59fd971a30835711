//! Numbers, times and dates as parts of sentences.

use dataflow::calendar::civil;

use super::Texts;

impl Texts {
    /// A day without its year, as in `Nov 21`.
    pub fn date(&self, day: u32) -> String {
        let (_, month, day_of_month) = civil(day);
        self.say_with("date", &[("day", day_of_month.into()), ("month", self.month(month).into())])
    }

    /// The short name of a month, 1 to 12.
    pub fn month(&self, month: u32) -> String {
        self.say(&format!("month-{month}"))
    }

    /// A duration: whole minutes as such, everything else in seconds.
    pub fn duration(&self, ms: u64) -> String {
        let seconds = ms.saturating_add(500) / 1_000;
        match seconds {
            60.. if seconds.is_multiple_of(60) => self.say_with("minutes", &[("count", (seconds / 60).into())]),
            _ => self.say_with("seconds", &[("count", seconds.into())]),
        }
    }

    /// So many days.
    pub fn days(&self, count: u32) -> String {
        self.say_with("count-days", &[("count", count.into())])
    }

    /// So many answers.
    pub fn answers(&self, count: u64) -> String {
        self.say_with("count-answers", &[("count", count.into())])
    }

    /// So many days ago.
    pub fn days_ago(&self, count: u32) -> String {
        self.say_with("days-ago", &[("count", count.into())])
    }

    /// A number as people write it: no more digits than it deserves, with the language's mark.
    pub fn number(&self, value: f64) -> String {
        let written = if value.abs() >= 100.0 {
            format!("{value:.0}")
        } else if value.abs() >= 10.0 {
            format!("{value:.1}")
        } else {
            format!("{value:.2}")
        };
        let is_fraction = written.contains('.');
        let written = if is_fraction { written.trim_end_matches('0').trim_end_matches('.') } else { &written };
        self.marked(written)
    }

    /// Points of a score: whole ones without a fraction.
    pub fn points(&self, points: f32) -> String {
        if points.fract() == 0.0 { format!("{points:.0}") } else { self.marked(&format!("{points:.1}")) }
    }

    /// A number written with a point, with the language's mark instead.
    pub(crate) fn marked(&self, written: &str) -> String {
        written.replace('.', &self.say("decimal-mark"))
    }
}
