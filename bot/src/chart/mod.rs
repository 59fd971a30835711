//! The picture of a learner's progress: score, pace, a calendar of practice, and words. And that of a judge's agreement
//! with people, in English, for whoever calibrates one.
//!
//! Drawn in memory, at twice its size and then halved, which smooths every edge. Letters come from the fonts in
//! `assets/`, so that a machine without fonts draws the same. They hold Latin, Cyrillic and the Han characters of our
//! Chinese labels; where a label needs other letters, all labels of the picture are English.
//!
//! A trend's line has the slope of the view and runs through the middle of the points shown; its band is one standard
//! error of the line to each side. Without a trend there are points alone.

mod agreement;
mod bars;
mod calendar;
mod canvas;
mod letters;
mod scale;
mod series;

use dataflow::calendar::civil;
use dataflow::events::Language;
use dataflow::measures::PHONATION_MS_MIN_OPEN;
use dataflow::views::{LatestRow, TrendOf};

pub use agreement::{AgreementInput, agreement_png};
use canvas::{Canvas, Colour, Panel};
use series::{Point, Series};

use crate::messages::ProgressInput;
use crate::texts::Texts;

/// Width of the picture, in pixels.
pub const WIDTH: u32 = 1_200;
/// Height of the picture, in pixels.
pub const HEIGHT: u32 = 900;

const BLUE: Colour = (37, 99, 235);
const TEAL: Colour = (13, 148, 136);

/// What no score and no pace goes beyond; a pace that does is a fault of the recogniser.
const SCORE_BOUNDS: (f32, f32) = (0.0, 100.0);
const PACE_BOUNDS: (f32, f32) = (0.0, 400.0);

/// A picture that could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// A font cannot be read.
    #[error("the font of pictures cannot be read")]
    Font,
    /// A shape cannot be drawn.
    #[error("a shape cannot be drawn: {0}")]
    Shape(String),
    /// The picture cannot be written as PNG.
    #[error("the picture cannot be written")]
    Encoding(#[from] png::EncodingError),
}

/// What is written in the picture, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartLabels {
    title: String,
    score: String,
    pace: String,
    trend: String,
    calendar: String,
    calendar_key: String,
    words: String,
    no_words: String,
    no_values: String,
    /// Names of Monday, Wednesday and Friday.
    weekdays: [String; 3],
    /// Short names of the months, January first.
    months: Vec<String>,
    /// A date with `%d` for the day of the month and `%m` for the month's name.
    date: String,
}

impl ChartLabels {
    /// The labels in a language; those of English where the fonts lack a letter.
    pub fn of(texts: &Texts) -> Self {
        let labels = ChartLabels::all_of(texts);
        if letters::can_write(labels.texts()) { labels } else { ChartLabels::all_of(Texts::of(Language::ENGLISH)) }
    }

    fn all_of(texts: &Texts) -> Self {
        let say = |id: &str| texts.say(id);
        ChartLabels {
            title: say("chart-title"),
            score: say("chart-score"),
            pace: say("chart-pace"),
            trend: say("chart-trend"),
            calendar: say("chart-calendar"),
            calendar_key: say("chart-calendar-key"),
            words: say("chart-words"),
            no_words: say("chart-no-words"),
            no_values: say("chart-no-values"),
            weekdays: ["chart-monday", "chart-wednesday", "chart-friday"].map(say),
            months: (1..=12).map(|month| texts.month(month)).collect(),
            date: texts.say_with("date", &[("day", "%d".into()), ("month", "%m".into())]),
        }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let single = [
            &self.title,
            &self.score,
            &self.pace,
            &self.trend,
            &self.calendar,
            &self.calendar_key,
            &self.words,
            &self.no_words,
            &self.no_values,
            &self.date,
        ];
        single.into_iter().chain(&self.weekdays).chain(&self.months).map(String::as_str)
    }

    /// The name of a month, 1 to 12.
    fn month(&self, month: u32) -> &str {
        let index = usize::try_from(month.saturating_sub(1)).unwrap_or(0);
        self.months.get(index).map_or("", String::as_str)
    }

    /// A day as it is written.
    fn day(&self, day: u32) -> String {
        let (_, month, day_of_month) = civil(day);
        self.date.replace("%d", &day_of_month.to_string()).replace("%m", self.month(month))
    }
}

/// The picture as PNG, [`WIDTH`] by [`HEIGHT`].
///
/// # Errors
/// The font cannot be read, or drawing or writing fails; all of it in memory.
pub fn progress_png(input: &ProgressInput, labels: &ChartLabels) -> Result<Vec<u8>, ChartError> {
    let mut canvas = Canvas::new()?;
    canvas.heading(&labels.title, &labels.day(input.today))?;
    let score = series_of(input, TrendOf::Score);
    series::draw(&mut canvas, Panel::new(24.0, 72.0, 568.0, 380.0), &labels.score, labels, &score)?;
    let pace = series_of(input, TrendOf::WordsPerMinute);
    series::draw(&mut canvas, Panel::new(608.0, 72.0, 568.0, 380.0), &labels.pace, labels, &pace)?;
    calendar::draw(&mut canvas, Panel::new(24.0, 468.0, 568.0, 416.0), labels, &input.days, input.today)?;
    bars::draw(&mut canvas, Panel::new(608.0, 468.0, 568.0, 416.0), labels, &input.words)?;
    canvas.png()
}

/// The last answers that have a value, with the trend per day in the unit of the values.
fn series_of(input: &ProgressInput, of: TrendOf) -> Series {
    // A score's trend is told in thousandths of the most, its values in hundredths.
    let (value, bounds, micro): (fn(&LatestRow) -> Option<f32>, _, _) = match of {
        TrendOf::Score => (score_percent, SCORE_BOUNDS, 10_000_000.0),
        TrendOf::WordsPerMinute => (words_per_minute, PACE_BOUNDS, 1_000_000.0),
    };
    let (unit, colour) = match of {
        TrendOf::Score => (" %", BLUE),
        TrendOf::WordsPerMinute => ("", TEAL),
    };
    let point = |row: &LatestRow| {
        let local_ms = i128::from(row.occurred_at_ms) + i128::from(input.offset_min) * 60_000;
        let local_ms = u64::try_from(local_ms).unwrap_or(0);
        value(row).map(|value| Point { local_ms, value: value.clamp(bounds.0, bounds.1) })
    };
    #[expect(clippy::cast_precision_loss, reason = "seven digits are more than a picture shows")]
    let per_day = |micro_per_day: i64| micro_per_day as f32 / micro;
    let slope = input.trend(of).map(|row| (per_day(row.slope_micro_per_day), per_day(row.slope_se_micro_per_day)));
    Series { points: input.latest.iter().filter_map(point).collect(), slope, bounds, unit, colour }
}

fn score_percent(row: &LatestRow) -> Option<f32> {
    row.score_milli.map(|milli| f32::from(milli) / 10.0)
}

/// None of an answer too short for a pace: its speech without pauses is shorter still.
fn words_per_minute(row: &LatestRow) -> Option<f32> {
    #[expect(clippy::cast_precision_loss, reason = "words and minutes of one answer are few")]
    let pace = row.words as f32 * 60_000.0 / row.speaking_ms as f32;
    (row.words > 0 && row.speaking_ms >= PHONATION_MS_MIN_OPEN).then_some(pace)
}
