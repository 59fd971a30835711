//! Rubrics as data: which criteria a task has, what their levels mean, what each rests on, and how points add up.
//!
//! The files are in `coach/rubrics`; a new rubric is a file and its line in the list below. Scales and levels follow the published formats (TOEFL iBT until and since January 2026, IELTS Speaking) in our
//! own words; the two 50-point scales of interview practice are our own. A rubric has dates: an answer is scored by
//! the one that was in force on its day, and a task whose exam has ended by the last one that the exam had. Nothing
//! here scores anything.

mod check;
mod curve;
mod date;
mod error;
mod file;

use std::sync::{Arc, LazyLock};

use dataflow::events::task::Task;
use serde::Deserialize;

pub use self::curve::{Curve, MeasureCurves, measure_curves};
pub use self::date::Date;
pub use self::error::{Fault, RubricError};
pub(crate) use self::file::Written;

/// The built-in files with their names.
const FILES: [(&str, &str); 5] = [
    ("toefl-independent-2019.toml", include_str!("../../rubrics/toefl-independent-2019.toml")),
    ("toefl-interview-2026.toml", include_str!("../../rubrics/toefl-interview-2026.toml")),
    ("listen-repeat-2026.toml", include_str!("../../rubrics/listen-repeat-2026.toml")),
    ("ielts-speaking-part2.toml", include_str!("../../rubrics/ielts-speaking-part2.toml")),
    ("interview-practice-1.toml", include_str!("../../rubrics/interview-practice-1.toml")),
];

static BUILT_IN: LazyLock<Arc<Rubrics>> = LazyLock::new(|| {
    let add = |rubrics: Rubrics, (file, text): (&str, &str)| rubrics.with(text, file);
    match FILES.into_iter().try_fold(Rubrics::default(), add) {
        Ok(rubrics) => Arc::new(rubrics),
        Err(error) => panic!("the built-in rubrics are not sound: {error}"),
    }
});

/// What a criterion rests on offline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Articulation rate.
    Pace,
    /// Share of time speaking, pauses per minute, syllables between pauses.
    Pausing,
    /// Grammar findings per 100 words.
    Accuracy,
    /// Lexical diversity and less common words.
    Range,
    /// Clauses and words per sentence.
    Complexity,
    /// Own words for the time of the task.
    Length,
    /// Reasons, examples, contrasts, order.
    Elaboration,
    /// How little is said over again.
    Variety,
}

impl Part {
    /// Whether it is measured in the sound, which nobody knows who only reads the words.
    pub fn is_sound(self) -> bool {
        matches!(self, Part::Pace | Part::Pausing)
    }
}

/// How the points of the criteria make the overall score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overall {
    /// The top needs every criterion at the top, the level under it at least two of them, and so on down.
    AtLeastTwo,
    /// The mean, at most one point over the weakest criterion.
    MeanNearWeakest,
    /// The mean to the half point.
    HalfBand,
    /// The sum.
    Sum,
    /// The only criterion.
    Single,
}

/// What a number of points means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Points from which it holds, up to those of the next level.
    pub points: u16,
    /// What an answer at it is like, in a sentence or two.
    pub says: String,
}

/// One criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionRule {
    /// Name in the rubric.
    pub name: String,
    /// Most points.
    pub max: u16,
    /// What it is about, in a sentence.
    pub about: String,
    /// What it rests on offline, with weights in percent that add up to 100; empty where words are aligned instead.
    pub parts: Vec<(Part, u32)>,
    /// How much of the value the weakest part has by itself, in percent.
    pub weakest_percent: u32,
    /// Whether an answer beside the topic lowers it.
    pub is_about_topic: bool,
    /// Half the width of its interval with good data, in thousandths of the scale.
    pub spread_milli: u32,
    /// Its levels by rising points, from 0 to the most.
    pub levels: Vec<Level>,
}

impl CriterionRule {
    /// How much of it is measured in the sound, in percent: 100 for delivery, 0 for grammar.
    pub fn sound_percent(&self) -> u32 {
        self.parts.iter().filter(|(part, _)| part.is_sound()).map(|(_, percent)| percent).sum()
    }
}

/// What a band is worth: whether whoever gives the exam says so, or we do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BandLabel {
    /// A published rule of the exam.
    Official,
    /// Ours.
    Estimate,
}

/// One band of an exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Overall points from which it is given.
    pub from: f32,
    /// The band.
    pub band: f32,
    /// Its level in the Common European Framework of Reference.
    pub cefr: String,
}

/// How points become bands.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    /// Who says so.
    pub is: BandLabel,
    /// What a learner should know about it.
    pub note: String,
    /// The bands by rising points, the first from 0.
    pub rows: Vec<Band>,
}

/// A rubric.
#[derive(Clone, Debug, PartialEq)]
pub struct Rubric {
    /// The exam and its part, as people call them.
    pub exam: String,
    /// Its id: lower-case words with hyphens.
    pub id: String,
    /// Its version, from 1; raised when a word or number of it changes.
    pub version: u16,
    /// The tasks it is for.
    pub tasks: Vec<Task>,
    /// The first day on which the exam scored by it.
    pub from: Date,
    /// The last one; none while it does.
    pub until: Option<Date>,
    /// Most points overall.
    pub max: u16,
    /// How the criteria add up.
    pub overall: Overall,
    /// Words of a full answer.
    pub full_words: u32,
    /// Share of a criterion's points for a value from 0 to 1; none where they are proportional.
    pub curve: Option<Curve>,
    /// What a reader of words and measures cannot judge in the task, for the note.
    pub unjudged: Option<String>,
    /// Where the words are compared with a sentence: the shares from which the levels under the top begin.
    pub alignment: Option<Vec<f64>>,
    /// Its criteria.
    pub criteria: Vec<CriterionRule>,
    /// How points become bands; none where there are none.
    pub bands: Option<Bands>,
}

impl Rubric {
    /// As results name it: the id, from the second version on with the version.
    pub fn name(&self) -> String {
        if self.version == 1 { self.id.clone() } else { format!("{}/{}", self.id, self.version) }
    }

    /// The band for so many overall points; none where the rubric has no bands.
    pub fn band(&self, points: f32) -> Option<&Band> {
        self.bands.as_ref()?.rows.iter().rev().find(|row| row.from <= points)
    }
}

/// A rubric that is part of another file, sound in itself.
///
/// # Errors
/// It breaks a limit.
pub(crate) fn within(written: Written, file: &str) -> Result<Rubric, RubricError> {
    let rubric = file::rubric(written, file)?;
    let fault = |fault| RubricError::Unsound { file: file.to_owned(), id: plain(&rubric.id), fault };
    check::rubric(&rubric).map_err(fault)?;
    Ok(rubric)
}

/// An id as a message may quote it.
fn plain(id: &str) -> String {
    id.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// Rubrics that can be asked for by task and day. The default one is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rubrics {
    rubrics: Vec<Rubric>,
}

impl Rubrics {
    /// The rubrics that come with the program: at least one for each task.
    ///
    /// # Panics
    /// Where the files break their own rules; they are compiled in, and a test reads them.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// These and the rubric of one more file, whose name is for messages.
    ///
    /// # Errors
    /// The text is no rubric, breaks a limit, or is in force from the same day for the same task as another.
    pub fn with(mut self, text: &str, file: &str) -> Result<Self, RubricError> {
        let rubric = file::parse(text, file)?;
        check::rubric(&rubric)
            .and_then(|()| check::beside(&rubric, &self.rubrics))
            .map_err(|fault| RubricError::Unsound { file: file.to_owned(), id: plain(&rubric.id), fault })?;
        self.rubrics.push(rubric);
        Ok(self)
    }

    /// The rubric of a task on a day, or today's without one: of those that had begun, the one that began last, even
    /// if it has ended since; before the first, the first. None only where no rubric is for the task.
    pub fn in_force(&self, task: Task, day: Option<Date>) -> Option<&Rubric> {
        let of_task = || self.rubrics.iter().filter(move |rubric| rubric.tasks.contains(&task));
        let begun = of_task().filter(|rubric| day.is_none_or(|day| rubric.from <= day));
        begun.max_by_key(|rubric| rubric.from).or_else(|| of_task().min_by_key(|rubric| rubric.from))
    }

    /// The rubric of that name.
    pub fn named(&self, name: &str) -> Option<&Rubric> {
        self.rubrics.iter().find(|rubric| rubric.name() == name)
    }

    /// Every rubric, in the order of the files.
    pub fn all(&self) -> &[Rubric] {
        &self.rubrics
    }
}
