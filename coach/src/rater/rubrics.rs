//! The rubrics as data: which criteria a task has, what each rests on, and how points add up.
//!
//! Scales and levels follow the published formats (TOEFL iBT until and since January 2026, IELTS Speaking), in our own
//! words; the two 50-point scales of interview practice are our own. Weights and curves are this rater's: they were set
//! so that plain, fluent, developed answers come out near the top and each planted fault lowers its own criterion. They
//! are orientation, not a fit to human ratings, which is why every score carries an interval.

use dataflow::events::task::Task;

/// What a criterion rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
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

/// How the points of the criteria make the overall score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overall {
    /// The top needs every criterion at the top, the level under it at least two of them, and so on down.
    AtLeastTwo,
    /// The mean, at most one point over the weakest criterion.
    MeanNearWeakest,
    /// The mean to the half point.
    HalfBand,
    /// The sum.
    Sum,
}

/// One criterion.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CriterionRule {
    /// Name in the rubric.
    pub(crate) name: &'static str,
    /// Most points.
    pub(crate) max: u16,
    /// What it rests on, with weights in percent.
    pub(crate) parts: &'static [(Part, u32)],
    /// How much of the value the weakest part has by itself, in percent.
    pub(crate) weakest_percent: u32,
    /// Whether an answer beside the topic lowers it.
    pub(crate) is_about_topic: bool,
    /// Half the width of its interval with good data, in thousandths of the scale.
    pub(crate) spread_milli: u32,
}

/// A rubric.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rubric {
    /// Name with the version.
    pub(crate) id: &'static str,
    /// Its criteria.
    pub(crate) criteria: &'static [CriterionRule],
    /// How they add up.
    pub(crate) overall: Overall,
    /// Most points overall.
    pub(crate) max: u16,
    /// Words of a full answer.
    pub(crate) full_words: u32,
    /// Points in hundredths of a criterion's scale for a value in thousandths; none where they are proportional.
    pub(crate) curve: Option<Curve>,
    /// What this rater cannot judge in the task, for the note.
    pub(crate) unjudged: Option<&'static str>,
}

/// Corners of a broken line, by rising abscissa; level beyond its ends.
pub(crate) type Curve = &'static [(f64, f64)];

const DELIVERY: &[(Part, u32)] = &[(Part::Pace, 45), (Part::Pausing, 55)];
const LANGUAGE: &[(Part, u32)] = &[(Part::Accuracy, 68), (Part::Range, 32)];
const TOPIC: &[(Part, u32)] = &[(Part::Length, 35), (Part::Elaboration, 40), (Part::Variety, 25)];

const fn delivery(max: u16) -> CriterionRule {
    CriterionRule {
        name: "delivery",
        max,
        parts: DELIVERY,
        weakest_percent: 40,
        is_about_topic: false,
        spread_milli: 130,
    }
}

const fn language_use(max: u16) -> CriterionRule {
    CriterionRule {
        name: "language_use",
        max,
        parts: LANGUAGE,
        weakest_percent: 10,
        is_about_topic: false,
        spread_milli: 180,
    }
}

const fn topic_development(max: u16) -> CriterionRule {
    CriterionRule {
        name: "topic_development",
        max,
        parts: TOPIC,
        weakest_percent: 25,
        is_about_topic: true,
        spread_milli: 190,
    }
}

const INDEPENDENT: Rubric = Rubric {
    id: "toefl-independent-2019",
    criteria: &[delivery(4), language_use(4), topic_development(4)],
    overall: Overall::AtLeastTwo,
    max: 4,
    full_words: 75,
    curve: None,
    unjudged: None,
};

const TOEFL_INTERVIEW: Rubric = Rubric {
    id: "toefl-interview-2026",
    criteria: &[delivery(5), language_use(5), topic_development(5)],
    overall: Overall::MeanNearWeakest,
    max: 5,
    full_words: 75,
    curve: None,
    unjudged: None,
};

const IELTS: Rubric = Rubric {
    id: "ielts-speaking-part2",
    criteria: &[
        CriterionRule {
            name: "fluency_and_coherence",
            max: 9,
            parts: &[(Part::Pace, 25), (Part::Pausing, 35), (Part::Elaboration, 20), (Part::Length, 20)],
            weakest_percent: 20,
            is_about_topic: true,
            spread_milli: 140,
        },
        CriterionRule {
            name: "lexical_resource",
            max: 9,
            parts: &[(Part::Range, 75), (Part::Variety, 25)],
            weakest_percent: 20,
            is_about_topic: false,
            spread_milli: 170,
        },
        CriterionRule {
            name: "grammatical_range_and_accuracy",
            max: 9,
            parts: &[(Part::Accuracy, 65), (Part::Complexity, 35)],
            weakest_percent: 20,
            is_about_topic: false,
            spread_milli: 180,
        },
    ],
    overall: Overall::HalfBand,
    max: 9,
    full_words: 200,
    // Bands 8 and 9 ask for what no count shows, so none is given for counts alone.
    curve: Some(&[(0.0, 0.0), (0.15, 0.22), (0.35, 0.44), (0.6, 0.58), (0.8, 0.69), (1.0, 0.84)]),
    unjudged: Some(
        "Pronunciation, the fourth criterion, is not scored: this rater cannot hear it. The band is the mean of the other three.",
    ),
};

const INTERVIEW: Rubric = Rubric {
    id: "interview-practice-1",
    criteria: &[
        CriterionRule {
            name: "content",
            max: 50,
            parts: &[(Part::Length, 35), (Part::Elaboration, 45), (Part::Variety, 20)],
            weakest_percent: 25,
            is_about_topic: true,
            spread_milli: 240,
        },
        CriterionRule {
            name: "language",
            max: 50,
            parts: &[(Part::Accuracy, 45), (Part::Range, 20), (Part::Pace, 15), (Part::Pausing, 20)],
            weakest_percent: 15,
            is_about_topic: false,
            spread_milli: 150,
        },
    ],
    overall: Overall::Sum,
    max: 100,
    full_words: 220,
    curve: Some(&[(0.0, 0.0), (0.5, 0.46), (1.0, 0.92)]),
    unjudged: Some("Whether the content is technically right is not judged, only how it is developed."),
};

/// Name of the rubric of Listen and Repeat, which is scored by alignment.
pub(crate) const REPEAT_ID: &str = "listen-repeat-2026";
/// Most points in Listen and Repeat.
pub(crate) const REPEAT_MAX: u16 = 5;

/// The rubric of an open task; none for Listen and Repeat.
pub(crate) fn rubric(task: Task) -> Option<&'static Rubric> {
    match task {
        Task::ToeflIndependent => Some(&INDEPENDENT),
        Task::ToeflInterview => Some(&TOEFL_INTERVIEW),
        Task::ListenRepeat => None,
        Task::IeltsPartTwo => Some(&IELTS),
        Task::InterviewArchitecture
        | Task::InterviewBackend
        | Task::InterviewFrontend
        | Task::InterviewAlgorithms
        | Task::InterviewBehavioural => Some(&INTERVIEW),
    }
}

/// Value of a curve at `x`.
pub(crate) fn at(curve: Curve, x: f64) -> f64 {
    let Some(&(first_x, first_y)) = curve.first() else { return 0.0 };
    let mut before = (first_x, first_y);
    for &(corner_x, corner_y) in curve {
        if x < corner_x {
            let (x0, y0) = before;
            return if corner_x > x0 {
                y0 + (corner_y - y0) * ((x - x0) / (corner_x - x0)).clamp(0.0, 1.0)
            } else {
                corner_y
            };
        }
        before = (corner_x, corner_y);
    }
    before.1
}

/// Syllables per second of phonation.
pub(crate) const PACE: Curve =
    &[(0.8, 0.0), (1.6, 0.25), (2.3, 0.5), (2.9, 0.75), (3.6, 1.0), (5.4, 1.0), (6.2, 0.75), (7.5, 0.3), (9.0, 0.1)];
/// Share of the time that is speech.
pub(crate) const PHONATION: Curve = &[(0.3, 0.0), (0.45, 0.2), (0.6, 0.48), (0.72, 0.75), (0.82, 0.92), (0.92, 1.0)];
/// Silent pauses per minute.
pub(crate) const PAUSES: Curve = &[(8.0, 1.0), (14.0, 0.95), (22.0, 0.82), (32.0, 0.55), (45.0, 0.25), (60.0, 0.0)];
/// Syllables between pauses.
pub(crate) const RUN: Curve = &[(1.5, 0.0), (3.0, 0.3), (5.0, 0.58), (8.0, 0.85), (12.0, 0.96), (18.0, 1.0)];
/// Grammar findings per 100 sure words.
pub(crate) const FINDINGS: Curve =
    &[(0.0, 1.0), (1.5, 0.92), (3.0, 0.8), (6.0, 0.56), (10.0, 0.3), (16.0, 0.08), (22.0, 0.0)];
/// MTLD in words.
pub(crate) const MTLD: Curve = &[(15.0, 0.1), (30.0, 0.45), (50.0, 0.75), (70.0, 0.95), (85.0, 1.0)];
/// HD-D.
pub(crate) const HDD: Curve = &[(0.5, 0.05), (0.65, 0.3), (0.73, 0.6), (0.8, 0.9), (0.84, 1.0)];
/// Share of words beyond the 2,000 most frequent.
pub(crate) const UNCOMMON: Curve = &[(0.0, 0.3), (0.05, 0.6), (0.1, 0.85), (0.16, 1.0)];
/// Clauses per sentence.
pub(crate) const CLAUSES: Curve = &[(1.0, 0.35), (1.4, 0.65), (2.0, 0.95), (2.6, 1.0)];
/// Own words over those of a full answer.
pub(crate) const LENGTH: Curve = &[(0.0, 0.0), (0.2, 0.18), (0.5, 0.5), (0.8, 0.85), (1.0, 1.0)];
/// Share of words inside groups of three that were said before.
pub(crate) const SAID_AGAIN: Curve = &[(0.02, 1.0), (0.1, 0.8), (0.2, 0.58), (0.35, 0.35), (0.55, 0.12), (0.75, 0.0)];
/// Share of the sentences that are about the prompt.
pub(crate) const RELEVANT: Curve = &[(0.0, 0.05), (0.2, 0.25), (0.45, 0.55), (0.7, 0.88), (0.85, 1.0)];
